"""The end: what is missing or does not fit, each a way back; consent where the form asked none; then the decision."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.consent_words import HOW_WORDS, WITNESS_WORDS
from intake_app.gui.controls import Badge, Button, Card, Kind, Label, Once, pill, primary, secondary, set_role
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.interview_alike import alike_card
from intake_app.gui.interview_concluding import ConcludingCard
from intake_app.gui.interview_ending import SPOKEN, Ending
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_given import GivenCard
from intake_app.gui.interview_lead import Lead
from intake_app.gui.interview_owing import OwingCard, owing_of
from intake_app.gui.interview_passed import PassedCard
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_words import mark_of
from intake_app.gui.nested import nest
from intake_app.gui.notice import Notice
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.screening import Consent, consents_of, may_release
from intake_app.vault import WITNESSES
from intake_app.workflow import ConsentSheet, FillingLog, Finalised, own_words
from intake_app.workflow.untold import says_nothing
from intake_app.xform import Text

_OUTDATED = msg("They agreed before the last answers were given. Ask them once more, and note what they say now.")
_CONSENT = {
    "yes": msg("Yes, the person agreed"),
    "refused": msg("No, the person did not agree: it stays on this computer"),
    "not_asked": msg("Not asked: it stays on this computer"),
    "place": msg("This form is about a place or a thing; nobody is described in it"),
}
_WHY = {
    "constraint": msg("does not fit"),
    "type": msg("is not whole"),
    "required": msg("still needs an answer"),
}
_LEFT_OUT = {
    "dataset": msg("This record has an entry for a shared list that the form does not name; a server leaves it out."),
    "id": msg("This record has an entry for the list {list} without an identifier that fits; a server leaves it out."),
    "label": msg("This record has a new entry for the list {list} without a name; a server leaves it out."),
}
_COPIED = msg("Answers from an earlier record that nobody asked now: {n}. They go with this one as they stand.")
_HELD = {
    "screening.consent_refused": msg("It stays here: the person did not agree to its being sent."),
    "screening.consent_missing": msg("It stays here: consent to its being sent was not given."),
    "screening.agreed_as_adult": msg("It stays here: they agreed to its being sent as an adult, and are, or may be, "
                                     "under 18. Ask them again, in the words for a child."),
    "screening.guardian_said_no": msg("It stays here: the guardian said no to its being sent."),
    "screening.guardian_withdrawn": msg("It stays here: the guardian took back that it is sent."),
}


_NO_DIGIT = 0
"""No key of the questions before agrees to anything."""
_SPEAKS = ("possible_refer", "priority_refer_now")
_LONGEST_REASON = 500


class ConsentCard(Card):
    """For forms without consent questions of ours: was consent given, and how; or nobody is described."""

    changed = Signal()

    def __init__(self, setting: Setting, ending: Ending) -> None:
        """``ending``: what was chosen before; it is told what is chosen here."""
        super().__init__(margin=Space.LARGE, gap=Space.SMALL)
        tr, self._ending = setting.tr, ending
        self.column.addWidget(Label(tr("May this record be sent to the organisation?"), "heading", wrap=True))
        note = tr("This form does not ask for consent itself. Ask the person, and note what they said.")
        self.column.addWidget(Label(note, "second", wrap=True))
        if ending.outdated:
            self.column.addWidget(Label(tr(_OUTDATED), "field", wrap=True))
        self.rows = tuple(
            ChoiceRow(setting.tokens, Option(code, Text(tr(words), tr.language), None), _NO_DIGIT, many=False)
            for code, words in _CONSENT.items()
        )
        self.yes, self.no, self.not_asked, self.place = self.rows
        self._group, self._ways = QButtonGroup(self), QButtonGroup(self)
        self.how = {code: pill(checkable=True) for code in HOW_WORDS}
        self._how_row, self._ways_row, self._language = QWidget(), Flow(Space.SMALL), setting.person
        self.witness_choice = Choice()
        self.witness = Field(self.witness_choice)
        self.witness.say(tr("Who was there"), tr("A role, never a name."))
        self.witness_choice.offer(WITNESSES, lambda code: tr(WITNESS_WORDS[code]))
        self._lay_out(setting)
        self._choose(ending)
        self._ways.buttonClicked.connect(self._picked)
        self.witness_choice.picked.connect(self._picked)
        self._group.buttonClicked.connect(self._picked)
        self._picked()

    @property
    def answered(self) -> bool:
        """Whether one of them was chosen, and of a yes in which way, and who was there where somebody was."""
        told = self._group.checkedButton() is not None and bool(self._witness or not self._before_one)
        return told and (self._ways.checkedButton() is not None or not self.yes.isChecked())

    @property
    def _before_one(self) -> bool:
        return self.yes.isChecked() and self.how["witness"].isChecked()

    @property
    def _witness(self) -> str:
        return self.witness_choice.code() if self._before_one else ""

    def sheet(self) -> ConsentSheet:
        """What was noted."""
        how = next((code for code, button in self.how.items() if button.isChecked()), SPOKEN)
        given = self.yes.isChecked()
        language = own_words.of_form(self._ending.language or self._language) if given else ""
        return ConsentSheet(
            given=given, how=how, no_person=self.place.isChecked(), language=language, witness=self._witness,
            refused=self.no.isChecked(),
        )  # fmt: skip

    def _lay_out(self, setting: Setting) -> None:
        line = QHBoxLayout(self._how_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        line.addSpacing(Space.HUGE)
        line.addWidget(Label(setting.tr("How?"), "second"))
        for code, button in self.how.items():
            button.say(setting.tr(HOW_WORDS[code]))
            self._ways.addButton(button)
            self._ways_row.add(button)
        line.addWidget(self._ways_row, 1)
        for row in self.rows:
            self._group.addButton(row)
        beside = QHBoxLayout()
        beside.addSpacing(Space.HUGE)
        beside.addWidget(self.witness, 1)
        beside.addStretch(1)
        self.column.addWidget(self.yes)
        self.column.addWidget(self._how_row)
        nest(self.column, beside)
        for row in self.rows[1:]:
            self.column.addWidget(row)

    def _choose(self, ending: Ending) -> None:
        rows = dict(zip(_CONSENT, self.rows, strict=True))
        for button in (rows.get(ending.agreed), self.how.get(ending.how)):
            if button is not None:
                button.setChecked(True)
        self.witness_choice.choose(ending.witness)

    def _picked(self, _value: object = None) -> None:
        chosen = zip(_CONSENT, self.rows, strict=True)
        before, self._ending.agreed = self._ending.agreed, next((code for code, row in chosen if row.isChecked()), "")
        self._ending.outdated = self._ending.outdated and not self._ending.agreed
        if not self.yes.isChecked():
            self._ending.language = ""
        elif before != self._ending.agreed:  # and not again, because the page is made anew in another language
            self._ending.language = self._language
        self._ending.how = next((code for code, button in self.how.items() if button.isChecked()), "")
        self._ending.witness = self.witness_choice.code()
        self._how_row.setVisible(self.yes.isChecked())
        self.witness.setVisible(self._before_one)
        self.changed.emit()


class FinishPage(QWidget):
    """`go` carries the place of a fault; `finalise` the consent sheet or None; `leave` goes back to the list.

    `button` ends it: it stands at the foot of the interview, in sight however long the page is.
    """

    go = Signal(str)
    finalise = Signal(object)
    leave = Signal()
    noted = Signal()
    """Something was chosen that is not an answer."""
    person_wanted = Signal()
    """The record is closed: what comes next with this person."""
    slip_wanted = Signal()
    """The record is closed: a slip for it."""

    def __init__(
        self,
        reading: Reading,
        setting: Setting,
        heard: Sequence[Consent] = (),
        log: FillingLog | None = None,
        ending: Ending | None = None,
    ) -> None:
        """``heard``: what the person said to consent in the first interview of their case. ``log``: may ask for a
        reason where a finished record is changed. ``ending``: what was chosen here before, and what became of it.
        """
        super().__init__()
        self._ending = ending if ending is not None else Ending()
        self._heard, self._log = heard, log if log is not None and log.asks_reason else None
        self.reason_line = Line(longest=_LONGEST_REASON)
        self._reading, self.setting = reading, setting
        set_role(self, "scrolled")
        self.setAccessibleName(setting.tr("Finish"))
        self.links: dict[str, Button] = {}
        self.concluding = ConcludingCard(reading, setting)
        self._consent: ConsentCard | None = None
        self.given: GivenCard | None = None
        self.passed: PassedCard | None = None
        self.note = Notice()
        self.done = self._waiting = False
        self._column = QVBoxLayout(self)
        px = setting.tokens.px
        self._column.setContentsMargins(px(Space.HUGE), px(Space.LARGE), px(Space.HUGE), px(Space.LARGE))
        self._column.setSpacing(px(Space.NORMAL))
        self.owing = owing_of(reading)
        child = self.owing is not None and self.owing.told
        self._refers = child or not self._concluded().isdisjoint(_SPEAKS)
        self.button = Once("primary")  # no second tap on “Next”, which stood there, presses it
        self.slip, self.person = primary() if self._refers else secondary(), secondary()
        self._after = Flow(Space.SMALL)
        self._after.hide()
        self._build()

    @property
    def consent(self) -> ConsentCard | None:
        """The consent card, when the form asks no consent itself."""
        return self._consent

    def end_words(self, *, short: bool) -> str:
        """What `button` says, which is heard whole where there is only room for a word."""
        tr = self.setting.tr
        if self.done:
            return tr("Back") if short else tr("Back to the interviews")
        return tr("Finish") if short else tr("Finish and close the record")

    def _build(self) -> None:
        tr = self.setting.tr
        self._column.addWidget(Label(tr("Finish the interview"), "title"))
        self._warning = Label(_after(self._reading.session.definition.client_editable, tr), "second", wrap=True)
        self._column.addWidget(self._warning)
        self._column.addWidget(self._faults())
        remarks = self._remarks()
        if remarks:
            self._column.addWidget(self._remarks_card(remarks))
        self._add_passed()
        alike = alike_card(self._reading, self.setting)
        if alike is not None:
            self._column.addWidget(alike)
        if self.concluding.speaks:
            self.concluding.go.connect(self.go)
            self._column.addWidget(self.concluding)
        asks = workflow.form_asks_consent(self._reading.session.definition)
        if self._heard and not asks:
            self._column.addWidget(Label(_carried(self._heard, tr), wrap=True))
        elif not asks:
            self._consent = ConsentCard(self.setting, self._ending)
            self._consent.changed.connect(self._enable)
            self._consent.changed.connect(self.noted)
            self._column.addWidget(self._consent)
        elif self._agreed():
            self.given = GivenCard(self.setting, self._ending)
            self.given.changed.connect(self._enable)
            self.given.changed.connect(self.noted)
            self._column.addWidget(self.given)
        if self._log is not None:
            self._column.addWidget(self._reason(self._log))
        if self.owing is not None:
            self._column.addWidget(OwingCard(self.owing, tr))
        self._column.addWidget(self.note)
        self.button.say(self.end_words(short=False))
        self.button.clicked.connect(self._ask)
        self._say_after()
        self._column.addWidget(self._after)
        self._column.addStretch(1)
        self._enable()
        if self._ending.closed is not None:
            self._tell(*self._ending.closed)

    def _add_passed(self) -> None:
        """What has no answer and is not among what needs a look."""
        looked = {fault.ref for fault in workflow.missing(self._reading.session)}
        left = {key: tuple(ref for ref in refs if ref not in looked) for key, refs in self._reading.passed().items()}
        passed = {key: refs for key, refs in left.items() if refs}
        if passed:
            self.passed = PassedCard(passed, self._reading, self.setting)
            self.passed.go.connect(self.go)
            self._column.addWidget(self.passed)

    def _agreed(self) -> bool:
        """Whether the person said yes to anything that the form asks consent for."""
        session = self._reading.session
        return any(each.given == "yes" for each in consents_of(session.definition, session.values()))

    def _reason(self, log: FillingLog) -> Card:
        """Why a finished record is changed: the form wants it in its log."""
        tr, card, field = self.setting.tr, Card(margin=Space.LARGE, gap=Space.SMALL), Field(self.reason_line)
        field.say(tr("Why is the record changed?"), tr("It is sent with the record. Name nobody."))
        self.reason_line.setText(log.because)
        self.reason_line.textChanged.connect(self._because)
        card.column.addWidget(field)
        return card

    def _because(self, text: str) -> None:
        if self._log is not None:
            self._log.because = text
        self._enable()

    def _say_after(self) -> None:
        """What is there to do with a closed record: a slip, or the page of its person."""
        tr = self.setting.tr
        self.slip.say(tr("Prepare a slip"))
        self.slip.clicked.connect(self._to_slip)
        self.person.say(tr("The person: what comes next"))
        self.person.clicked.connect(self.person_wanted)
        self._after.add(self.slip)
        self._after.add(self.person)

    def _to_slip(self) -> None:
        """A slip takes a moment to be made ready: the button says so before."""
        self.slip.setEnabled(False)
        self.slip.say(self.setting.tr("Preparing the slip…"))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # as wide as these words, at once
        self.slip.repaint()
        QTimer.singleShot(0, self, self.slip_wanted.emit)

    def _concluded(self) -> set[str]:
        """What the mediator concluded; where they left it open, what was concluded before stays."""
        session, before = self._reading.session, self._reading.concluded
        values = session.values()
        here = {values[path] for path, _ in session.definition.tagged("outcome") if values.get(path)}
        return here or ({before.outcome} if before is not None else set())

    def _faults(self) -> Card:
        tr = self.setting.tr
        card = Card(margin=Space.LARGE, gap=Space.SMALL)
        faults = workflow.missing(self._reading.session)
        if not faults:
            line = QHBoxLayout()
            if self.concluding.wants_reason:
                line.addWidget(Badge(tr("still open"), Kind.WARN))
                told = tr("Every answer fits; your reason for what you concluded is still open.")
            elif says_nothing(self._reading.session, self._ending.begun, self._reading.copied()):
                line.addWidget(Badge(tr("Look once more"), Kind.WARN))
                told = tr("Nothing was answered in this record and nothing declined: it would say nothing.")
            else:
                line.addWidget(Badge(tr("Complete"), Kind.OK))
                told = tr("Every answer fits and nothing needed is missing.")
            line.addWidget(Label(told, wrap=True), 1)
            nest(card.column, line)
            return card
        told = tr.plural(
            "{n} answer needs a look before the record can be closed:",
            "{n} answers need a look before the record can be closed:",
            len(faults),
        )
        card.column.addWidget(Label(told.format(n=len(faults)), "heading", wrap=True))
        hidden = [one for one in faults if self._reading.waits(one.ref)]
        for fault in faults:
            if fault not in hidden:
                card.column.addWidget(self._fault(fault.ref, fault.kind))
        if hidden:
            self._waiting = True
            words = tr.plural("{n} question is left for later.", "{n} questions are left for later.", len(hidden))
            card.column.addWidget(Label(words.format(n=len(hidden)), wrap=True))
        return card

    def _remarks(self) -> list[str]:
        """What went on beside the answers and keeps nobody from closing the record: rules that were given up, entries
        of shared lists that a server leaves out.
        """
        tr, session = self.setting.tr, self._reading.session
        told = [str(explain(IntakeError(code), tr)) for code in sorted(session.warnings)]
        copied = sum(bool(self._reading.earlier(row.ref)) for row in session.outline() if row.kind == "question")
        if copied:
            told.append(tr(_COPIED).format(n=copied))
        left_out = {
            fault: tr(_LEFT_OUT[fault]).format(list=change.dataset or "–")
            for change in session.entities()
            for fault in change.faults
        }
        return [*told, *left_out.values()]

    def _remarks_card(self, remarks: list[str]) -> Card:
        card = Card(margin=Space.LARGE, gap=Space.SMALL)
        card.column.addWidget(Label(self.setting.tr("What to know"), "heading", wrap=True))
        for remark in remarks:
            card.column.addWidget(Label(remark, wrap=True))
        return card

    def _fault(self, ref: str, kind: str) -> Flow:
        tr = self.setting.tr
        label = self._reading.for_mediator(ref)
        button = Lead(_short(label.text or ref.rpartition("/")[2]))
        button.clicked.connect(lambda: self.go.emit(ref))
        button.setEnabled(self._reading.asks(ref))
        self.links[ref] = button
        line = Flow(Space.SMALL)
        line.add(button)
        if mark := mark_of(label, tr):
            line.add(Badge(mark, Kind.WARN))
        line.add(Badge(tr(_WHY[kind]), Kind.WARN if kind == "required" else Kind.STOP))
        return line

    def ring_rect(self) -> QRect:
        """All of it, where the keyboard is on no part of it."""
        return self.rect()

    def begin(self) -> None:
        """The keyboard goes to the first fault; never to the button or to a yes: what is pressed on from the last
        question closes nothing and agrees to nothing. Tab leads to both.
        """
        if self.done:
            self._lead_on()
            return
        leads = (*self.links.values(), *(self.concluding.buttons.values() if self.concluding.wants_reason else ()))
        first = next((one for one in leads if one.isEnabled()), None)
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_result(self, closed: Finalised, *, late: bool = False, lacking: bool = False) -> None:
        """Say what became of the record, and offer the way out.

        `late`: a try before had closed it and could not tell; `lacking`: answers given after that are not in it.
        """
        self._ending.closed = closed, late, lacking
        self._tell(closed, late, lacking)
        self._lead_on()

    def _tell(self, closed: Finalised, late: bool, lacking: bool) -> None:
        tr = self.setting.tr
        self.done = True
        told = (
            tr("The record is closed and ready to be sent.")
            if closed.released
            else tr("The record is closed.") + " " + tr(_HELD.get(closed.code) or _HELD["screening.consent_missing"])
        )
        if late:
            told += " " + tr("An earlier try closed it, although it seemed to fail.")
        if lacking:
            told += " " + tr("What was answered after that is not in it: start a new record for a correction.")
        self.note.say(told, Kind.OK if closed.released and not lacking else Kind.WARN)
        self._warning.clear()
        self._warning.hide()
        self._after.show()
        self.button.say(self.end_words(short=False))
        self.button.setEnabled(True)
        self.reason_line.setEnabled(False)
        for card in (self._consent, self.given, self.passed):
            if card is not None:
                card.setEnabled(False)

    def _lead_on(self) -> None:
        """To a slip where the mediator concluded that the person is to be referred, else back to the list."""
        if self._refers:
            set_role(self.button, "")
        (self.slip if self._refers else self.button).setFocus()

    def show_error(self, error: Exception) -> None:
        """Say what went wrong; nothing was closed."""
        told = explain(error, self.setting.tr)
        self.note.say(str(told), Kind.STOP)
        self._enable()

    def _enable(self) -> None:
        ready = not self.links and not self._waiting
        ready = ready and all(card is None or card.answered for card in (self._consent, self.given))
        ready = ready and (self._log is None or bool(self._log.because.strip())) and not self.concluding.wants_reason
        self.button.setEnabled(ready or self.done)

    def _ask(self) -> None:
        if self.done:
            self.leave.emit()
            return
        self.button.setEnabled(False)
        card = self._consent or self.given
        self.finalise.emit(card.sheet() if card is not None else None)


def _after(editable: bool, tr: Words) -> str:
    if editable:
        return tr("After this the record is closed. It is corrected with “Edit” in the list, as a new version.")
    return tr("After this the record can not be changed.")


def _carried(heard: Sequence[Consent], tr: Words) -> str:
    """What the first interview heard holds for this questionnaire too."""
    if may_release(heard, "sync").allowed:
        return tr("The person has agreed that what they tell may be sent. It holds here too.")
    return tr("The person has not agreed, or took it back, that what they tell is sent. This record stays here too.")


def _short(label: str) -> str:
    """A question as a link, in its own direction: a mark at its end stays there."""
    told = " ".join(label.split())
    return f"\u2068{told if len(told) <= 90 else told[:89] + '…'}\u2069"
