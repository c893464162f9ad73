"""How the person agreed to what our own form asked, and before whom; aloud where nothing is chosen."""

from PySide6.QtCore import Signal

from intake_app.gui.answers.answer import Setting
from intake_app.gui.consent_words import WITNESS_WORDS
from intake_app.gui.controls import Card, Label
from intake_app.gui.fields import Choice, Field
from intake_app.gui.interview_ending import SPOKEN, Ending
from intake_app.gui.tokens import Space
from intake_app.referral import CONSENT_HOW
from intake_app.slips import wording
from intake_app.vault import WITNESSES
from intake_app.workflow import ConsentSheet

_ALOUD, _BEFORE_ONE = SPOKEN, "witness"


class GivenCard(Card):
    """Beside consent that the form has heard: nothing of it needs a choice."""

    changed = Signal()

    def __init__(self, setting: Setting, ending: Ending) -> None:
        """``ending``: what was chosen before; it is told what is chosen here."""
        super().__init__(margin=Space.LARGE, gap=Space.SMALL)
        tr = self._tr = setting.tr
        self._ending = ending
        self.column.addWidget(Label(tr("The person agreed in this interview"), "heading", wrap=True))
        self.how, self.witness = Choice(), Choice()
        self._how, self._witness = Field(self.how), Field(self.witness)
        self._how.say(tr("How consent was given"))
        self._witness.say(tr("Who was there"), tr("A role, never a name."))
        self.how.offer(CONSENT_HOW, self._words)
        self.witness.offer(WITNESSES, lambda code: tr(WITNESS_WORDS[code]))
        self.how.choose(ending.how or _ALOUD)
        self.witness.choose(ending.witness)
        for choice, field in ((self.how, self._how), (self.witness, self._witness)):
            self.column.addWidget(field)
            choice.picked.connect(self._show)
        self._show()

    @property
    def answered(self) -> bool:
        """Whether it is told who was there, where it was before a witness."""
        return self.how.code() != _BEFORE_ONE or bool(self.witness.code())

    def sheet(self) -> ConsentSheet | None:
        """How it was given; None where it was aloud. In a correction in which it is as before, each yes stays as it was
        given then.
        """
        how = self.how.code()
        before, told = self._ending.before, (how, "" if how == _ALOUD else self.witness.code())
        if before is None and how == _ALOUD:
            return None
        return ConsentSheet(how=told[0], witness=told[1], given_for=_given_for(before, told))

    def _words(self, code: str) -> str:
        told = wording.label("consent_how", code, self._tr)
        return told[:1].upper() + told[1:]

    def _show(self, _code: str = "") -> None:
        self._witness.setVisible(self.how.code() != _ALOUD)
        aloud = self._ending.before is None and self.how.code() == _ALOUD  # as it is where nobody chooses
        self._ending.how, self._ending.witness = "" if aloud else self.how.code(), self.witness.code()
        self.changed.emit()


def _given_for(before: tuple[str, str] | None, told: tuple[str, str]) -> str:
    """Of what it is told: of what is agreed to anew, or of all where it is another way than before."""
    return "" if before is None else "new" if told == before else "all"
