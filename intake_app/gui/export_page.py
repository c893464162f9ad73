"""One record as a file: in the shared data format, or as one of the papers that a law asks for; on what it goes."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from intake_app import i18n, messages, referral, slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Card, Kind, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.how_said import HowSaid
from intake_app.gui.lanes import Lanes
from intake_app.gui.own_text import OwnText
from intake_app.gui.slip_consent import AGE_SOURCES, NO_WORDS
from intake_app.gui.stands_line import StandsLine
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.words import Words, file_name, own_way, steady
from intake_app.i18n import msg
from intake_app.screening import SAID_NO, Release
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, Exported, ended_for_age, exporting, guardians, own_words, standing_now

_WIDTH = 820
JSON, CSV, SCREENING, MINOR = "json", "csv", "screening", "minor"
_PAPERS = {
    SCREENING: msg("Page beside the form of art. 17 of the Screening Regulation (PDF, Italian)"),
    MINOR: msg("Report on the talk with a child who came alone (PDF, Italian)"),
}
_PAPER_LANGUAGE = "it"
_AS_IT_WAS = msg("The record was corrected since then; this report is as it was. Ask for one of the newer version.")
_Paper = tuple[Callable[[], bytes], tuple[Release, ...], bool]
"""What draws a paper, which needs no store any more, on what it goes, and whether its record was corrected since by a
colleague whose version one does not see."""


class ExportPage(HeadedPage):
    """The same gate as for a slip: what the form heard, else what is noted here, else a reason that is kept."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._body = record_id, code, ""
        self.to_choice, self.format_choice, self.reason_line = Choice(), Choice(), Line(longest=200)
        self.to, self.format, self.reason = Field(self.to_choice), Field(self.format_choice), Field(self.reason_line)
        self.person, self.minor, self.theirs = Tick(), Tick(), GuardianAgreed(words)
        self.guardian = self.theirs.tick
        self.danger, self.alone, self.age_choice = Tick(), Tick(), Choice()
        self.no = Tick()
        self.ticks = self.no, self.minor, self.danger, self.alone
        self.text, self.how = OwnText(words, look), HowSaid(words)
        self.age, self._of_child, self._guarded = Field(self.age_choice, wraps=True), False, True
        self.trouble, self.stands = TroubleLine(words), StandsLine(words)
        self.save = primary("Ctrl+S", "Ctrl S")
        self._lay_out(look.tokens.px(_WIDTH))
        self.save.clicked.connect(self._ask)
        for choice in (self.to_choice, self.format_choice):
            choice.picked.connect(lambda _code: self._allow())
        for box, other in ((self.person, self.no), (self.no, self.person)):
            box.toggled.connect(partial(self._answered, other))
        self.reason_line.textChanged.connect(lambda _text: self._allow())
        self.minor.toggled.connect(lambda _on: self._allow())
        for said in (self.how, self.theirs):
            said.changed.connect(self._allow)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Files and papers")

    def shown(self) -> None:
        """The keyboard on the choice; the text is read out in the language of the interview."""
        record_id = self._record_id
        self.lanes.vault(lambda store: store.record(record_id).language or "", self.how.propose_language)
        self.lanes.vault(lambda store: guardians.is_asked_now(store, record_id), self._ask_guardian)
        self.format_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self._say_head()
        self.to.say(tr("For"))
        kinds = ("", *workflow.export_recipients())
        self.to_choice.offer(kinds, lambda code: tr(KINDS[code]) if code else tr("Choose a service…"))
        self.format.say(tr("As"))
        self.format_choice.offer((JSON, CSV, *_PAPERS), self._format_words)
        self.person.say(tr("The person agreed to this, where the questionnaire did not ask"))
        self.no.say(tr(NO_WORDS))
        self.minor.say(tr("The person is, or may be, under 18"))
        self.age_choice.offer(("", *AGE_SOURCES), lambda code: tr(AGE_SOURCES[code]) if code else tr("Nobody yet"))
        self.theirs.retranslate()
        self.alone.say(tr("The person, if under 18, is alone: no parent or other adult who answers for them by law"))
        self.danger.say(tr("Somebody may be hurt now"))
        self.reason.say(tr("Or the reason why it must go without"), tr("It is kept with the record."))
        self._say_save()
        self.text.retranslate()
        self.how.retranslate()

    def _format_words(self, code: str) -> str:
        if code in _PAPERS:
            return self.words(_PAPERS[code])
        return self.words("Shared data format: {kind}").format(kind=code.upper())

    def _say_head(self) -> None:
        tr = self.words
        told = {
            SCREENING: tr("Items a, b, e, f and g alone, of this record and of others of the person that you read. It "
                          "goes to who does the screening when the person agreed to it."),
            MINOR: tr("Items a to f, for the social services. It rests on a duty in law, due on the third day."),
        }  # fmt: skip
        shared = tr(
            "HTCDS 2.0 by IOM: codes alone, no name and no words of an answer, of this record and of the person's "
            "others that you read. Each goes when they agreed to it and to this."
        )
        head = tr("{code} as a file or a paper").format(code=self._code)
        self.say_head(head, told.get(self.format_choice.code(), shared))

    def _answered(self, other: Tick, chosen: bool) -> None:
        """Whoever says one of yes and no does not say the other."""
        if chosen:
            other.setChecked(False)
        self._allow()

    @property
    def _refuses(self) -> bool:
        """Whether there is a no to note, and no file: for a reason it goes all the same."""
        refused = self.no.isChecked() and self.format_choice.code() != MINOR
        return refused and not self.reason_line.text().strip()

    def _say_save(self) -> None:
        self.save.say(self.words("Note that they said no") if self._refuses else self.words("Save as a file…"))

    def _allow(self) -> None:
        """Nobody gets it by default; a paper is for one body alone, and the report on a child rests on a duty.

        What was noted for one body is nothing to the next: neither yes nor no, nor why it goes without.
        """
        kind = self.format_choice.code()
        before, self._body = self._body, kind if kind in _PAPERS else self.to_choice.code()
        if before not in ("", self._body):
            for box in (self.person, self.no, self.guardian, self.danger):
                box.setChecked(False)
            self.reason_line.clear()
            self.how.begin()
        self._say_head()
        self._say_save()
        self._ask_age(kind == MINOR)
        self.to.setVisible(kind not in _PAPERS)
        for part in (self.person, self.no, self.minor, self.danger, self.reason):
            part.setVisible(kind != MINOR)
        self.theirs.offer(kind != MINOR and (self._guarded or self.minor.isChecked()))
        self.alone.setVisible(kind == MINOR)
        self._ask_how(kind)
        self._ask_stands(kind)
        told = (self.how.whole or not self.person.isChecked()) and (self.theirs.whole or self.theirs.isHidden())
        whole = told or kind == MINOR
        self.save.setEnabled(whole and (kind in _PAPERS or bool(self.to_choice.code())))

    def _ask_guardian(self, asked: bool) -> None:
        """By what was told of the age a guardian is asked, or of any other once the doubt is noted here."""
        self._guarded = asked
        self._allow()

    def _ask_how(self, kind: str) -> None:
        """The text about it and in which language it is read, and how they agreed where they did; no report needs it.
        """
        about = {MINOR: "", SCREENING: workflow.SCREENING_PAGE_TO}.get(kind, own_words.CODES)
        self.text.tell(about, self.how.language_choice.code())
        self.how.language.setVisible(bool(about))
        agreed = bool(about) and self.person.isChecked()
        self.how.how.setVisible(agreed)
        self.how.witness.setVisible(agreed and self.how.how_choice.code() == "witness")

    def _ask_stands(self, kind: str) -> None:
        """The report on a child rests on a duty, which is told above."""
        about = {MINOR: "", SCREENING: workflow.SCREENING_PAGE_TO}.get(kind, self.to_choice.code())
        record = self._record_id
        self.stands.ask(self.lanes, about, lambda store, to: standing_now.file_stands(store, record, to))

    def _ask_age(self, of_child: bool) -> None:
        """What was told of the age, and by whom; that somebody told the one does not tell the other."""
        if of_child is not self._of_child:
            self.age_choice.choose("")
        self._of_child = of_child
        tr = self.words
        adult = tr("Who told that the person is 18 or older, where no record tells it")
        self.age.say(tr("Who told that the person is under 18, where no record tells it") if of_child else adult)

    def noted(self) -> ConsentSheet:
        """What was noted here."""
        report = self.format_choice.code() == MINOR
        source, given = self.age_choice.code(), self.person.isChecked()
        return ConsentSheet(
            given=given,
            how=(given and self.how.how_choice.code()) or referral.CONSENT_HOW[0],
            language=self.how.language_choice.code(),
            witness=self.how.witness_code if given else "",
            override_reason=self.reason_line.text().strip(),
            guardian=None if self.theirs.isHidden() else self.theirs.agreed,
            danger=self.danger.isChecked(),
            minor=self.minor.isChecked(),
            age=("minor" if report else "adult") if source else "",
            age_from=source,
            alone=report and self.alone.isChecked(),
            refused=self.no.isChecked() and not report,
        )

    def save_to(self, path: Path) -> None:
        """Release it in the store, then write a file that only this account can read."""
        kind, told = self.format_choice.code(), self.to_choice.code()
        noted = self.noted()
        self.trouble.hide()
        if kind in _PAPERS:
            paper = partial(_paper, kind, self._record_id, noted)
            self.once(paper, partial(self._write_paper, kind, path), self._failed)
            return
        as_table = kind == CSV
        self.once(
            lambda store: workflow.export_record(
                store, self._record_id, told, "csv" if as_table else "json", noted
            ),
            partial(self._write, path, as_table),
            self._failed,
        )

    def _write(self, path: Path, as_table: bool, done: Exported) -> None:
        def write() -> None:
            if as_table:
                line = workflow.export_standard().notice.encode()
                files.write_private(path.with_name(f"{path.name}.txt"), line)
            files.write_private(path, done.data)

        draft = messages.mapping_draft(done.mapping, self.words.translator)
        more = " ".join(filter(None, (self._left_out(done), *draft)))
        self._put(path, write, CSV if as_table else JSON, done.releases, more)

    def _put(
        self, path: Path, write: Callable[[], None], kind: str, releases: Sequence[Release], more: str = ""
    ) -> None:
        """Write the file; that it was written is noted behind it, so that nothing is told to have left that has not."""

        def written(_none: None) -> None:
            self.lanes.vault(note, lambda ended: self._saved(path, more, ended))

        def note(store: Vault) -> dict[str, str]:
            with ended_for_age.with_trouble(store, self._record_id):
                workflow.file_written(store, kind, releases)
            return ended_for_age.told(store, self._record_id)

        def unwritten(_error: Exception) -> None:
            self.lanes.vault(lambda store: exporting.file_unwritten(store, kind, releases), None, lambda _lost: None)
            self._not_saved(path)

        self.lanes.vault_changed.emit()
        self.lanes.work(write, written, unwritten)

    def _left_out(self, done: Exported) -> str:
        """Of the person's other records those that are not in the file, each with the reason."""
        tr = self.words.translator
        return " ".join(messages.not_in_it(steady(one.code), own_way(one.by), one.why, tr) for one in done.others)

    def _write_paper(self, kind: str, path: Path, paper: _Paper) -> None:
        draw, releases, corrected = paper
        told = self.words(_AS_IT_WAS) if corrected else ""
        self._put(path, lambda: files.write_private(path, draw()), kind, releases, told)

    def _saved(self, path: Path, more: str, ended: Mapping[str, str]) -> None:
        """Said over the page that comes next, where it can be read."""
        self.lanes.vault_changed.emit()
        name = file_name(path.name, self.words)
        told = self.words("Saved as {name}. Delete it when it has been handed over.").format(name=name)
        told = " ".join(filter(None, (told, more, *messages.ended(ended, self.words.translator))))
        self.left.emit()
        self.said.emit(told, Kind.WARN if ended else Kind.OK, "", None)

    def _not_saved(self, path: Path) -> None:
        def tell(ended: dict[str, str]) -> None:
            self.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name, **ended))

        self.lanes.vault(partial(ended_for_age.told, record_id=self._record_id), tell)

    def _failed(self, error: Exception) -> None:
        self.trouble.tell(error)
        self.stands.forget()  # a no, or a doubt, may be kept
        self._ask_stands(self.format_choice.code())
        if isinstance(error, IntakeError) and error.code == SAID_NO:
            self.no.setChecked(False)  # it is kept
            self.lanes.vault_changed.emit()

    def _ask(self) -> None:
        """Where to write it; a no is noted, and nothing written."""
        if self._refuses:
            self.save_to(Path())
            return
        tr, chosen = self.words, self.format_choice.code()
        kind = "pdf" if chosen in _PAPERS else chosen
        files.ask_save(self, tr("Save as a file"), f"{kind.upper()} (*.{kind})", f"{self._code}.{kind}", self.save_to)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        how = self.how
        asked = (self.alone, how.language, self.text, self.person, self.no, how.how, how.witness)
        beside = (self.minor, self.theirs, self.danger, self.reason)
        for part in (self.format, self.to, self.stands, self.age, *asked, *beside, self.trouble):
            card.column.addWidget(part)
        self.trouble.hide()
        self.lay_out((card,), (self.save,))
        said = (how.language_choice, self.person, self.no, how.how_choice, how.witness_choice)
        last = (self.minor, *self.theirs.stops, self.danger, self.reason_line)
        fields = (self.format_choice, self.to_choice, self.age_choice, self.alone, *said, *last)
        tab_order((*fields, self.cancel, self.save))


def _paper(kind: str, record_id: str, noted: ConsentSheet, store: Vault) -> _Paper:
    to = workflow.MINOR_REPORT_TO if kind == MINOR else workflow.SCREENING_PAGE_TO
    frame = slips.ReportFrame(*workflow.paper_head(store, record_id, to))
    if kind == MINOR:
        report = workflow.minor_report(store, record_id, noted)
        return partial(slips.minor_report_pages, report, frame, i18n.load), (report.release,), report.corrected
    page = workflow.screening_page(store, record_id, _PAPER_LANGUAGE, noted)
    return partial(slips.screening_pages, page, frame, _PAPER_LANGUAGE, i18n.load), page.releases, False
