"""The field for an age, also where two are told between which it lies."""

import re
from collections.abc import Callable

from PySide6.QtCore import Signal

from intake_app.gui.answers import moments
from intake_app.gui.answers.digits import is_figure
from intake_app.gui.answers.figures import Figures

_MOST, _OF_AGE = 3, 18
"""Figures of an age; the age of an adult."""
_MONTHS = r"[.٫](?:0\d|1[01])(?!\d)"
_OF_MONTHS = re.compile(rf"\d{_MONTHS}")
"""Behind a point: of 18.11 perhaps eleven months, as some write an age."""
_PART_OF_A_YEAR = re.compile(rf"(\d+)(?:[.,،٫]\d(?!\d)|{_MONTHS}| ?[¼½¾]| \d/\d(?!\d))")
_BEHIND = re.compile(r"[^\d]*\Z")


class AgeField(Figures):
    """Of several ages the lowest counts, so that nobody is older by what was told beside it."""

    several = Signal(str)
    """More than one was told: all as they stand."""
    part = Signal(str)
    """A part of a year was told."""
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
        """Whether it is uncertain which of several it is, or what stands behind a point, and one is of an adult."""
        ages, months = _ages(super().text), _OF_MONTHS.search(moments.plain(super().text))
        return (len(ages) > 1 or months is not None) and any(int(age) >= _OF_AGE for age in ages)

    def _fits(self, text: str, fits: Callable[[str], bool]) -> bool:
        """What was pasted is refused as a whole where no age can be read of it."""
        return super()._fits(text, fits) and not (len(text) > len(self._stood) + 1 and _is_unread(text))

    def _typed(self, text: str) -> None:
        self.edited.emit()
        if _is_unread(text):
            self.unread.emit(text)
        elif len(_ages(text)) > 1:
            self.several.emit(text)
        elif _whole_years(text) != moments.plain(text):
            self.part.emit(text)

    def _settle(self) -> None:
        self.settled.emit()
        if moments.plain(self.field.text()) != self.text:
            self.field.setText(self.text)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", moments.plain(text))


def _ages(text: str) -> list[str]:
    """No age where none can be read."""
    return [] if _is_unread(text) else re.findall(r"\d+", _whole_years(text))


def _whole_years(text: str) -> str:
    """What is told, without parts of a year: a figure behind a point is one, and no age."""
    return _PART_OF_A_YEAR.sub(r"\1", moments.plain(text))


def _is_unread(text: str) -> bool:
    """Whether letters, or a sign that nobody knows, stand behind all figures: 20 months are no age in years."""
    behind = _BEHIND.search(_whole_years(text))
    return behind is not None and moments.has_unknown(behind[0])


def _of_ages(text: str) -> bool:
    """Numbers that are no longer than an age, with what else stands there; figures of no number are none."""
    told = _numbers(text)
    if not told:
        return not (any(map(is_figure, text)) or moments.has_unknown(text))
    return all(len(one) <= _MOST for one in told)
