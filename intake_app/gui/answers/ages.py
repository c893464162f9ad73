"""The field for an age, also where two are told between which it lies."""

import re

from PySide6.QtCore import Signal

from intake_app.gui.answers import moments
from intake_app.gui.answers.figures import Figures

_MOST, _OF_AGE = 3, 18
"""Figures of an age; the age of an adult."""
_READ = re.compile(r"[\d/.\- :،,]*")
_PART_OF_A_YEAR = re.compile(r"\d+[.,،]\d")


class AgeField(Figures):
    """Of several ages the lowest counts, so that nobody is older by what was told beside it."""

    several = Signal(str)
    """More than one was told: all as they stand."""
    settled = Signal()
    """The keyboard is elsewhere; the lowest alone stands."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _MOST, fits=_of_ages)
        self.field.editingFinished.connect(self._settle)

    @property
    def text(self) -> str:
        """The lowest age."""
        return min(_ages(super().text), key=int, default="")

    @property
    def about(self) -> bool:
        """Whether it is uncertain which of several it is, and one of them is of an adult."""
        ages = _ages(super().text)
        return len(ages) > 1 and any(int(age) >= _OF_AGE for age in ages)

    def _typed(self, text: str) -> None:
        self.edited.emit()
        if len(_numbers(text)) > 1:
            self.several.emit(text)

    def _settle(self) -> None:
        self.settled.emit()
        if moments.plain(self.field.text()) != self.text:
            self.field.setText(self.text)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", moments.plain(text))


def _ages(text: str) -> list[str]:
    """A figure behind a point is a part of a year, and no age."""
    return _numbers(text)[:1] if _PART_OF_A_YEAR.fullmatch(moments.plain(text)) else _numbers(text)


def _of_ages(text: str) -> bool:
    return _READ.fullmatch(moments.plain(text)) is not None and all(len(one) <= _MOST for one in _numbers(text))
