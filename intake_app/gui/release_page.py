"""A finished record that was kept back: who says now that it may be sent, and why."""

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui.controls import Card, Kind, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.workflow import ConsentSheet, Finalised

_WIDTH = 720
AGREED, NOBODY, REASON = "agreed", "nobody", "reason"
_HOW = ("spoken", "signed", "witness")


class ReleasePage(HeadedPage):
    """One choice of three: the person agreed since, nobody is described, or a reason that is kept with the record."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code = record_id, code
        self.basis_choice, self.how_choice, self.reason_line = Choice(), Choice(), Line(longest=300)
        self.basis, self.how, self.reason = Field(self.basis_choice), Field(self.how_choice), Field(self.reason_line)
        self.release = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.basis_choice.picked.connect(lambda _code: self._show_fields())
        self.release.clicked.connect(self.release_now)
        self.reason_line.returnPressed.connect(self.release_now)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Release a record")

    def shown(self) -> None:
        """The keyboard on the choice."""
        self.basis_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Release {code}").format(code=self._code),
            tr("This record was kept back because consent to its being sent was not given. What you note is kept."),
        )
        self.basis.say(tr("It may be sent because"))
        self.basis_choice.offer((AGREED, NOBODY, REASON), self._basis_words)
        self.how.say(tr("How the person agreed"))
        self.how_choice.offer(("", *_HOW), self._how_words)
        self.reason.say(tr("Reason"), tr("Neutral words: no name and nothing of what was told."))
        self.release.say(tr("Release"))
        self._show_fields()

    def release_now(self) -> None:
        """Check in place, then release it in the store."""
        basis, reason = self.basis_choice.code(), self.reason_line.text().strip()
        if basis == REASON and not reason:
            self.reason.trouble(self.words("This is needed."))
            return
        if basis == AGREED and not self.how_choice.code():
            self.how.trouble(self.words("This is needed."))
            return
        sheet = ConsentSheet(
            given=basis == AGREED,
            how=self.how_choice.code() or "spoken",
            no_person=basis == NOBODY,
            override_reason=reason if basis == REASON else "",
        )
        self.once(lambda store: workflow.release_later(store, self._record_id, sheet), self._done)

    def _done(self, done: Finalised) -> None:
        tr = self.words
        if not done.released:
            self.basis.trouble(tr("The form itself asked for consent; choose another ground."))
            return
        self.lanes.vault_changed.emit()
        self.left.emit()
        self.said.emit(tr("{code} is ready to be sent.").format(code=self._code), Kind.OK, "", None)

    def _basis_words(self, code: str) -> str:
        tr = self.words
        return {
            AGREED: tr("the person has agreed since"),
            NOBODY: tr("the form is about a place or a thing; nobody is described in it"),
            REASON: tr("a duty or an urgent reason, noted below"),
        }[code]

    def _how_words(self, code: str) -> str:
        tr = self.words
        words = {"spoken": tr("Spoken"), "signed": tr("Signed"), "witness": tr("Spoken before a witness")}
        return words.get(code) or tr("Choose…")

    def _show_fields(self) -> None:
        chosen = self.basis_choice.code()
        self.how.setVisible(chosen == AGREED)
        self.reason.setVisible(chosen == REASON)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for field in (self.basis, self.how, self.reason):
            card.column.addWidget(field)
        self.lay_out((card,), (self.release,))
        tab_order((self.basis_choice, self.how_choice, self.reason_line, self.cancel, self.release))
