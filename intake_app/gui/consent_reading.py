"""The text of consent to read out: in the person's language, and the same in the mediator's, each set as its own."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, column, discard, row
from intake_app.gui.interview_both import BothTexts
from intake_app.gui.interview_reading import Both, name_in
from intake_app.gui.interview_text import Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Look, Size, Space
from intake_app.gui.words import Words
from intake_app.workflow.own_words import Passage
from intake_app.xform import Text

_PERSON, _MEDIATOR = Type(Size.CHOICE), Type(Size.MEDIATOR, "ink_soft")
_HINTS = Type(Size.CONTROL, "ink_soft"), Type(Size.SECOND, "ink_soft")


class ConsentReading(QWidget):
    """One passage below the other. Where there is none in the language of the person, it is said in which it stands."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.words, self._look = words, look
        self._passages: tuple[Passage, ...] = ()
        self._lines = QWidget()
        self._column = column(self, gap=0)
        self._column.addWidget(self._lines)

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """What is read out now."""
        self._passages = tuple(passages)
        self.retranslate()

    def retranslate(self) -> None:
        """In another language of the windows: marks, and how the texts are told apart."""
        discard(self._lines)
        self._lines = QWidget()
        lines = column(self._lines, gap=Space.NORMAL)
        for one in self._passages:
            setting = Setting(self._look.tokens, self.words, one.person.language or "", one.mediator.language or "")
            block = BothTexts(setting, _PERSON, _MEDIATOR, ruled=False, parent=self._lines, hints=_HINTS)
            block.tell(_both(one.person, one.mediator), setting, _both(*one.below))
            lines.addWidget(block)
        if any(one.person.fallback for one in self._passages):
            mark = row(gap=0)
            mark.addWidget(Badge(name_in(self.words, self._passages[0].person.language or "")))
            mark.addStretch(1)
            nest(lines, mark, at=0)
        self._column.addWidget(self._lines)
        self._lines.show()


def _both(person: Text, mediator: Text) -> Both:
    return Both(person, mediator if mediator.text != person.text else None)
