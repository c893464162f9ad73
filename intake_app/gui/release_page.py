"""A finished record that was kept back: who says now that it may be sent, and why."""

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import form_languages
from intake_app.gui.consent_words import HOW_WORDS, WITNESS_WORDS
from intake_app.gui.controls import Card, Kind, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.referral import CONSENT_HOW
from intake_app.vault import WITNESSES, RecordRow
from intake_app.workflow import ConsentSheet, Finalised, held, own_words

_WIDTH = 720
AGREED, NOBODY, REASON = "agreed", "nobody", "reason"
_BEFORE_ONE = "witness"


class ReleasePage(HeadedPage):
    """One choice of three: the person agreed since, nobody is described, or a reason that is kept with the record."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._why = record_id, code, ""
        self.basis_choice, self.how_choice, self.reason_line = Choice(), Choice(), Line(longest=300)
        self.language_choice, self.witness_choice = Choice(), Choice()
        self.basis, self.how, self.reason = Field(self.basis_choice), Field(self.how_choice), Field(self.reason_line)
        self.language, self.witness = Field(self.language_choice), Field(self.witness_choice)
        self.release = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        for choice in (self.basis_choice, self.how_choice):
            choice.picked.connect(lambda _code: self._show_fields())
        self.release.clicked.connect(self.release_now)
        self.reason_line.returnPressed.connect(self.release_now)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Release a record")

    def shown(self) -> None:
        """The keyboard on the choice; the language that was spoken in the interview is proposed."""
        record_id = self._record_id
        self.lanes.vault(lambda store: store.record(record_id), self._propose)
        self.lanes.vault(lambda store: held.why(store, record_id) or held.shut(store, record_id), self._tell_why)
        self.basis_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        told = self._why not in ("", held.MISSING)
        self.say_head(
            tr("Release {code}").format(code=self._code),
            str(explain(IntakeError(self._why), tr)) if told else tr(
                "This record was kept back because consent to its being sent was not given. What you note is kept."
            ),
        )
        self.basis.say(tr("It may be sent because"))
        self.basis_choice.offer((AGREED, NOBODY, REASON), self._basis_words)
        self.how.say(tr("How the person agreed"))
        self.how_choice.offer(("", *CONSENT_HOW), self._how_words)
        self.language.say(tr("In which language they agreed"))
        self.language_choice.offer(form_languages.agreed_in(tr), self._language_words)
        self.witness.say(tr("Who was there"), tr("A role, never a name."))
        self.witness_choice.offer(WITNESSES, lambda code: tr(WITNESS_WORDS[code]))
        self.reason.say(tr("Reason"), tr("Neutral words: no name and nothing of what was told."))
        self.release.say(tr("Release"))
        self._show_fields()

    def release_now(self) -> None:
        """Check in place, then release it in the store."""
        basis, reason = self.basis_choice.code(), self.reason_line.text().strip()
        if basis == REASON and not reason:
            self.reason.trouble(self.words("This is needed."))
            return
        agreed = self._agreed()
        lacking = next((field for field, choice in agreed if not choice.code()), None)
        if lacking is not None:
            lacking.trouble(self.words("This is needed."))
            return
        sheet = ConsentSheet(
            given=basis == AGREED,
            how=self.how_choice.code() or "spoken",
            no_person=basis == NOBODY,
            override_reason=reason if basis == REASON else "",
            language=self.language_choice.code() if agreed else "",
            witness=self.witness_choice.code() if self._before_one else "",
        )
        self.once(lambda store: workflow.release_later(store, self._record_id, sheet), self._done)

    @property
    def _before_one(self) -> bool:
        return self.basis_choice.code() == AGREED and self.how_choice.code() == _BEFORE_ONE

    def _agreed(self) -> tuple[tuple[Field, Choice], ...]:
        """What is to be told of the person's word, where it goes on that."""
        if self.basis_choice.code() != AGREED:
            return ()
        told = ((self.how, self.how_choice), (self.witness, self.witness_choice), (self.language, self.language_choice))
        return told if self._before_one else (told[0], told[2])

    def _tell_why(self, code: str) -> None:
        self._why = code
        self.retranslate()

    def _propose(self, row: RecordRow) -> None:
        spoken = own_words.of_form(row.language or "")
        if spoken and not self.language_choice.code():
            self.language_choice.choose(spoken)

    def _done(self, done: Finalised) -> None:
        tr = self.words
        if not done.released:
            self.basis.trouble(str(explain(IntakeError(done.code), tr)))
            return
        self.lanes.vault_changed.emit()
        self.left.emit()
        waits = done.row.delivery == "needs_person"
        told = tr("{code} may leave again. “End of day” asks how.") if waits else tr("{code} is ready to be sent.")
        self.said.emit(told.format(code=self._code), Kind.OK, "", None)

    def _basis_words(self, code: str) -> str:
        tr = self.words
        return {
            AGREED: tr("the person has agreed since"),
            NOBODY: tr("the form is about a place or a thing; nobody is described in it"),
            REASON: tr("a duty or an urgent reason, noted below"),
        }[code]

    def _how_words(self, code: str) -> str:
        return self.words(HOW_WORDS.get(code, "Choose…"))

    def _language_words(self, code: str) -> str:
        return form_languages.our_name(code, self.words) if code else self.words("Choose…")

    def _show_fields(self) -> None:
        chosen = self.basis_choice.code()
        self.how.setVisible(chosen == AGREED)
        self.language.setVisible(chosen == AGREED)
        self.witness.setVisible(self._before_one)
        self.reason.setVisible(chosen == REASON)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for field in (self.basis, self.how, self.witness, self.language, self.reason):
            card.column.addWidget(field)
        self.lay_out((card,), (self.release,))
        choices = (self.basis_choice, self.how_choice, self.witness_choice, self.language_choice)
        tab_order((*choices, self.reason_line, self.cancel, self.release))
