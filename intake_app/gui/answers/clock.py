"""The fields of a time of day."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.birth_words import HALF_MINUTE, NOT_TAKEN
from intake_app.gui.answers.digits import ascii_digits, is_figure
from intake_app.gui.answers.figures import Figures
from intake_app.gui.answers.left_out import LeftOut
from intake_app.gui.controls import row, secondary
from intake_app.gui.tokens import Space

_OF_A_CLOCK = ("", ":", " ")
"""Signs behind an hour that stand before minutes and nothing else."""
_HOUR, _HOURS, _TOGETHER = "h", 24, "+"
"""What stands for the sign in 9h30; hours of a day; that there was no sign."""
_INSTEAD = "*"
"""Before letters that were typed over what stood there."""


def local_now() -> datetime:
    """The time here, with its offset."""
    return datetime.now().astimezone()


class ClockField(Figures):
    """An hour or a minute. No letter comes in, but which were typed behind the figures is told."""

    spelt = Signal(str)
    """All letters so far since the last figure."""

    def __init__(self, name: str, fits: Callable[[str], bool] | None = None) -> None:
        self._word = ""
        self.anew = False
        """Whether what stands here was typed instead of what stood before, and the keyboard has not been elsewhere."""
        super().__init__(name, 2, moments.pasted_clock, fits)
        self.edited.connect(self._end_word)
        self.left.connect(self._end)

    def _fits(self, text: str, fits: Callable[[str], bool]) -> bool:
        return _are_letters(text.removeprefix(self._stood)) or super()._fits(text, fits)

    def is_anew(self, text: str) -> bool:
        """Whether a text is typed, or goes on with what was, instead of what stood here."""
        rest, pasted = iter(text), len(text) > len(self._stood) + 1
        return self.anew or pasted or not self._stood or not all(each in rest for each in self._stood)

    def _typed(self, text: str) -> None:
        self.anew = self.is_anew(text)
        behind = text.removeprefix(self._stood)
        if not _are_letters(behind):
            super()._typed(text)
            return
        instead = _INSTEAD if self._stood and not text.startswith(self._stood) else ""
        self._word += instead + "".join(filter(str.isalpha, behind)).lower()
        self.field.setText(self._stood)
        self.refused.emit()
        self.spelt.emit(self._word)

    def _end_word(self) -> None:
        self._word = ""

    def _end(self) -> None:
        self._end_word()
        self.anew = False


def _are_letters(text: str) -> bool:
    return any(map(str.isalpha, text)) and not any(map(is_figure, text))


def _parted(typed: str) -> tuple[str, str]:
    """Hour and minute of figures without a sign between."""
    told = ascii_digits(typed)
    hours = 2 if int(told[:2]) < _HOURS else 1
    return told[:hours], told[hours:]


def _of_a_time(text: str) -> bool:
    """Whether it is an hour, or begins with one and goes on with no more figures than a minute has."""
    figures = "".join(filter(is_figure, text))
    return moments.alone(text, 4) and (len(figures) <= 2 or len(_parted(figures)[1]) <= 2)


class Clock(QWidget):
    """Hour and minute, in this order from the left in every language."""

    edited = Signal()
    unread = Signal()
    """Letters, or another time, stand behind a time and say nothing that is read."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        tr = setting.tr
        self.hour = ClockField(tr("Hour"), self._fits_the_hour)
        self.minute = ClockField(tr("Minute"))
        self.now = secondary()
        self.now.say(tr("Now"))
        figures = QWidget()
        figures.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        both = row(figures, gap=Space.SMALL)
        for part in (self.hour, self.minute):
            both.addWidget(part)
            part.edited.connect(self.edited)
            part.whole.connect(self._pasted)
            part.spelt.connect(partial(self._spelt, part))
        line = row(self, gap=Space.SMALL)
        line.addWidget(figures)
        line.addWidget(self.now, 0, Qt.AlignmentFlag.AlignBottom)
        self.hour.onward.connect(self.minute.take_over)
        self.hour.over.connect(self._run_together)
        self.minute.field.inputRejected.connect(self._run_on)
        self.setFocusProxy(self.hour.field)

    @property
    def told(self) -> tuple[str, str]:
        """Hour and minute; no minute that may be a part of an hour: of 1.5 it would be 01:05."""
        return self.hour.text, "" if self._is_half else self.minute.text

    @property
    def _is_half(self) -> bool:
        return self.hour.sign not in _OF_A_CLOCK and len(self.minute.text) == 1

    def _fits_the_hour(self, text: str) -> bool:
        """Behind an hour that stands no more where a minute stands, too, which would be lost by it."""
        more = bool(self.minute.text) and sum(map(is_figure, text)) > 2
        return _of_a_time(text) and (not more or self.hour.is_anew(text))

    def end_by(self, left_out: LeftOut) -> None:
        """Once such a figure is left it goes, and that is told there, as letters are that are not read; call after that
        watches the fields.
        """
        self.unread.connect(lambda: left_out.stand(-1, NOT_TAKEN, ("", self.hour.text)))
        self.minute.left.connect(lambda: self._end(left_out))

    def _spelt(self, part: "ClockField", word: str) -> None:
        """Half of a day, behind all that is told of its time: 1:30 pm is 13:30. Other letters make it uncertain."""
        hour, minute = self.hour.text, self.minute.text
        if not hour:
            return
        if part is self.hour and word == _HOUR and (part.anew or not minute):
            part.sign = ":"
            self.minute.take_over()
            return
        if part is self.minute and word == _INSTEAD + _HOUR and self.hour.sign == " ":  # 9 h 30
            part.take_over()
            return
        alone = not self._is_half and not (part is self.hour and minute)
        told = moments.by_half_of_day(hour, word) if alone else ""
        if told:
            part.whole.emit((told, minute or "00"))
        else:
            self.unread.emit()

    def _run_together(self, typed: str) -> None:
        """1330, and 930; of 133 the last figure may go on, and is no minute as long as it is alone."""
        self.take(_parted(typed))
        self.hour.sign = _TOGETHER
        self.minute.field.setFocus()
        self.minute.field.end(False)

    def _run_on(self) -> None:
        """A figure too many behind those: all of them are no time, and nothing that comes behind is a part of one. Or
        a figure behind a sign that comes after a minute, but for seconds: another time."""
        if self.hour.sign == _TOGETHER:
            self.take(("", ""))
            self.minute.spoilt = True
            self.edited.emit()
            self.unread.emit()
        elif self.minute.parted and not self.hour.sign == self.minute.sign == ":":
            self.unread.emit()

    def _end(self, left_out: LeftOut) -> None:
        if self._is_half:
            why = NOT_TAKEN if self.hour.sign == _TOGETHER else HALF_MINUTE
            self.minute.field.clear()
            self.edited.emit()
            left_out.stand(-1, why)
        self.hour.sign, self.minute.parted = "", False

    def dress(self, setting: Setting) -> None:
        """Size and type of both fields."""
        self.hour.dress(setting)
        self.minute.dress(setting)

    def close_for(self, *, readonly: bool) -> None:
        """Let nobody change what is only read."""
        for part in (self.hour, self.minute):
            part.field.setReadOnly(readonly)
        self.now.setEnabled(not readonly)

    def show_clock(self, value: str) -> None:
        """Show the hour and minute of a stored time."""
        hour, minute = moments.clock_of(value)
        self.hour.show_text(hour)
        if minute or not self._is_half:  # which is kept by nobody, and may go on
            self.minute.show_text(minute)
        if hour and int(hour) == 0 and not self.hour.text:
            self.hour.field.setText("00")
        if minute and int(minute) == 0 and not self.minute.text:
            self.minute.field.setText("00")

    def take(self, told: tuple[str, str]) -> None:
        """Show an hour and a minute that were told in one go."""
        self.hour.sign = ""
        for part, text in zip((self.hour, self.minute), told, strict=True):
            part.field.setText(text)

    def _pasted(self, told: tuple[str, str]) -> None:
        self.take(told)
        self.minute.field.setFocus()
        self.edited.emit()

    def set_now(self) -> None:
        """Put the time of this moment into the fields."""
        now = local_now()
        self.hour.field.setText(f"{now.hour:02d}")
        self.minute.field.setText(f"{now.minute:02d}")
