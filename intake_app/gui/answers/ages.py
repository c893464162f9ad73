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
_ON = re.compile("[-/:]")
"""Behind an age: that another begins."""
_AROUND = re.compile(r"([^\d]*)(?:\d.*?([^\d]*))?", re.DOTALL)
"""What stands in front of the figures, and behind the last of them."""


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
        """Whether that was told, or it is open which of several it is, or what is behind a point, one of an adult."""
        ages, months = _ages(super().text), _OF_MONTHS.search(moments.plain(super().text))
        open_which = (len(ages) > 1 or months is not None) and any(int(age) >= _OF_AGE for age in ages)
        return open_which or (bool(ages) and moments.is_about(_around(super().text)[0]))

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
    """Whether a sign or letters stand in front of the figures, but for those that mean about: under 20 is not 20.
    Or letters, or a sign that nobody knows, behind all of them: 20 months are no age in years. Or a sign behind which
    another may come: 20- may be 20 or less.
    """
    front, behind = _around(text)
    return bool(front and not moments.is_about(front)) or moments.has_unknown(behind) or _ON.search(behind) is not None


def _around(text: str) -> tuple[str, str]:
    found = _AROUND.fullmatch(_whole_years(text))
    return (found[1], found[2] or "") if found else ("", "")


def _of_ages(text: str) -> bool:
    """Numbers that are no longer than an age, with what else stands there; figures of no number are none."""
    told = _numbers(text)
    return all(len(one) <= _MOST for one in told) if told else not any(map(is_figure, text))
