"""How somebody agreed: in which way, before whom where it was before one, in which language; never a name."""

from PySide6.QtCore import QObject, Signal

from intake_app import referral
from intake_app.gui import form_languages
from intake_app.gui.consent_words import WITNESS_WORDS
from intake_app.gui.fields import Choice, Field
from intake_app.gui.words import Words
from intake_app.slips import wording
from intake_app.vault import WITNESSES
from intake_app.workflow import own_words

_BEFORE_ONE = "witness"


class HowSaid(QObject):
    """The fields that a card shows one below the other. Nothing is chosen before; `whole` once all of it is."""

    changed = Signal()

    def __init__(self, words: Words, *, guardian: bool = False) -> None:
        """``guardian``: of a guardian's word, whom nobody but another witnesses, and not of the person's."""
        super().__init__()
        self.words, self._guardian, self._spoken = words, guardian, ""
        self.how_choice, self.witness_choice, self.language_choice = Choice(), Choice(), Choice()
        self.how, self.witness = Field(self.how_choice), Field(self.witness_choice)
        self.language = Field(self.language_choice)
        self.fields = (self.how, self.witness, self.language)
        for choice in self.stops:
            choice.picked.connect(lambda _code: self._show())
        self.retranslate()

    @property
    def stops(self) -> tuple[Choice, ...]:
        """Where the keyboard stops, in order."""
        return self.how_choice, self.witness_choice, self.language_choice

    @property
    def witness_code(self) -> str:
        """Who was there, where they agreed before a witness; else ""."""
        return self.witness_choice.code() if self.before_one else ""

    @property
    def before_one(self) -> bool:
        """Whether they agreed before a witness."""
        return self.how_choice.code() == _BEFORE_ONE

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing."""
        told = self.how_choice.code() and self.language_choice.code() and (self.witness_code or not self.before_one)
        return bool(told)

    def begin(self) -> None:
        """Somebody else may have been there this time, and it may be read in another language than the last was."""
        for choice in (self.how_choice, self.witness_choice):
            choice.choose("")
        self.language_choice.choose(self._spoken)
        self._show()

    def propose_language(self, name: str) -> None:
        """The language that was spoken in the interview, as its form names it, where none is chosen yet."""
        spoken = own_words.of_form(name)
        if not spoken:
            return
        self._spoken = spoken
        if not self.language_choice.code():
            self.language_choice.choose(spoken)

    def retranslate(self) -> None:
        """Words; what is chosen stays."""
        tr, theirs = self.words, self._guardian
        self.how.say(tr("How the guardian agreed") if theirs else tr("How consent was given"))
        self.how_choice.offer(("", *referral.CONSENT_HOW), self._how_words)
        there = tr("Who was there when the guardian agreed") if theirs else tr("Who was there")
        self.witness.say(there, tr("A role, never a name."))
        roles = [role for role in WITNESSES if not (theirs and role == "guardian")]
        self.witness_choice.offer(roles, lambda code: tr(WITNESS_WORDS[code]))
        spoken = tr("In which language the guardian agreed") if theirs else tr("In which language they agreed")
        self.language.say(spoken)
        self.language_choice.offer(form_languages.agreed_in(tr), self._language_words)
        self._show()

    def _show(self) -> None:
        self.witness.setVisible(self.before_one)
        self.changed.emit()

    def _language_words(self, code: str) -> str:
        return form_languages.our_name(code, self.words) if code else self.words("Choose…")

    def _how_words(self, code: str) -> str:
        if not code:
            return self.words("Choose…")
        told = wording.label("consent_how", code, self.words)
        return told[:1].upper() + told[1:]
