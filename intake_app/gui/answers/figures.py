"""Fields for a few figures: parts of dates and times, ages."""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.digits import MARKS, ascii_digits, is_figure, of_figures
from intake_app.gui.controls import Label
from intake_app.gui.tokens import Space

_LONGEST = 64
"""Signs of a date with a time and what stands around; what is longer is none, and is not looked at."""
_YEAR_FIRST = re.compile(r"\d{4}\D")
_OF_A_YEAR = 3
"""Figures that are no day and no month any more."""
_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def _nothing(_text: str) -> object:
    return None


class _Fitting(QValidator):
    """Lets nothing in that the field can not read: what stood there before stays."""

    def __init__(self, owner: QWidget, fits: Callable[[str], bool]) -> None:
        super().__init__(owner)
        self._fits = fits

    def validate(self, text: str, at: int) -> object:
        """What Qt asks at each key."""
        fits = len(text) <= _LONGEST and self._fits(text)
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid, text, at


class Figures(QWidget):
    """A small field with its name above; a separator typed in it goes to the next. Where there is none to go to, it is
    the end: a figure behind it would make another number of what stands before, 75 of 7.5.
    """

    edited = Signal()
    onward = Signal()
    over = Signal(str)
    """More figures than the field has room for."""
    whole = Signal(object)
    """All parts of a date or a time at once."""
    refused = Signal()
    """What came last can not be read and was left out."""
    unread = Signal(str)
    """Nothing counts of what was typed here."""
    left = Signal()
    today: moments.Days = ()

    def __init__(
        self,
        name: str,
        figures: int,
        read: Callable[[str], object] = _nothing,
        fits: Callable[[str], bool] | None = None,
    ) -> None:
        """``figures``: how many figures stay, also of what longer signs stand for; ``read``: all parts at once of what
        is told in one go; ``fits``: what else comes in.
        """
        super().__init__()
        self.caption = Label(name, "second")
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._read, fits = read, fits or partial(moments.alone, most=figures)
        self.field.setValidator(_Fitting(self, lambda text: self._fits(text, fits)))
        self.field.installEventFilter(self)
        self.parted = False
        """Whether the last that was typed here was a sign that goes to the next."""
        self.sign = ""
        """That sign."""
        self._ended = False
        """Whether that was so, and the keyboard has not been elsewhere."""
        self._stood = ""
        """What is in the field before something is typed there."""
        self._tried = ""
        """What would stand in it by what was typed last."""
        self._letters = ""
        """What stood here, with what was typed behind it and did not come in."""
        self.spoilt = False
        """Whether a sign that nobody can read was typed here: nothing comes in behind it, until the field is left."""
        self._front = ""
        """The sign that was typed here in front of the figures, which is not shown."""
        self._figures = figures
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.HAIR)
        box.addWidget(self.caption)
        box.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._typed)
        self.field.textChanged.connect(self._stands)
        self.field.inputRejected.connect(self.refused)

    @property
    def text(self) -> str:
        """The figures as ASCII digits."""
        return ascii_digits(self.field.text()).strip()

    def show_text(self, text: str) -> None:
        """Show figures unless the field already says them in any script."""
        if self.text.lstrip("0") != text.lstrip("0"):
            self.field.setText(text)

    def spoils(self) -> str:
        """What would stand here by what was refused, where it is typed and has a sign in it that is none of a date.
        Letters are so only once a figure comes behind them, and any sign that figures come behind. Of what was pasted
        a year that is told with a sign of doubt.
        """
        if len(self._tried) > len(self._stood) + 1:
            return self._tried if moments.is_doubted(self._tried) else ""
        tried = (self._letters or self._stood) + self._tried.removeprefix(self._stood)
        if not moments.has_unknown(tried):
            return ""
        letter = tried[-1:].isalpha()
        if letter or not any(map(is_figure, tried)):
            self._letters = tried
        return "" if letter else tried

    def take_over(self) -> None:
        """The keyboard comes by what was typed in the field before: what is typed next stands instead of what is here.
        """
        self.field.setFocus()
        self.field.selectAll()

    def dress(self, setting: Setting) -> None:
        """Size and type."""
        dress_field(self.field, setting)
        self.field.setFixedWidth(setting.tokens.px(40 + self._figures * 16))
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """That the keyboard goes to another part, not to a menu nor another window; or that a sign is taken back."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _COMES_BACK:
            self._ended, self.spoilt, self._letters, self._front = False, False, "", ""
            self.left.emit()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backspace and not self.field.text():
            self._front = ""
        return super().eventFilter(watched, event)

    def _stands(self) -> None:
        self._stood = self.field.text()  # after it was typed: Qt tells of that first

    def _fits(self, text: str, fits: Callable[[str], bool]) -> bool:
        if self._is_marked(text):
            return True
        self._tried = text
        if self._read(text) is not None:
            return True
        if self.spoilt and any(map(is_figure, text)):
            return False
        behind = text.removeprefix(self._stood)
        in_front = bool(behind) and not (self._stood or behind[-1].isalpha())
        if self._letters and (in_front or any(map(is_figure, behind))):
            return False
        behind = text.removeprefix(self._stood) if self._ended and self._stood else text
        return fits(text) and (behind == text or not any(map(is_figure, behind)))

    def _behind_a_sign(self, text: str) -> str:
        """A year, or what begins one, with the sign in front of it: it may be any before or after. "" without one."""
        goes_on = text.startswith(self._stood) or self._stood.startswith(text)
        front = moments.in_front(text)
        self._front = front or (self._front if text and goes_on else "")
        figures = ascii_digits("".join(filter(is_figure, text)))
        if not self._front or len(figures) < _OF_A_YEAR:
            return ""
        return text if front else self._front + text

    def _is_marked(self, text: str) -> bool:
        """Whether a mark that nobody sees was typed behind what stands here."""
        return text[:-1] == self._stood and MARKS.fullmatch(text[-1:]) is not None

    def _typed(self, text: str) -> None:
        if self._is_marked(text):
            self._letters = self._letters or (text if any(map(is_figure, text)) else "")
            self.field.setText(self._stood)
            return
        told, self._letters = self._read(text), ""
        if told is not None:
            self.whole.emit(told)
            return
        stood = self._stood
        kept = "".join(filter(is_figure, text))
        shown = of_figures(kept, self._figures)
        over = shown != kept
        blank = text[-1:].isspace() and text[:-1] != self._stood  # came with what was pasted, and is no sign
        sign = moments.sign(text[-1:])
        self.parted = not over and bool(kept) and sign in moments.SEPARATORS and not blank
        self._ended, self.sign = self.parted, sign if self.parted else ""
        if shown != text:
            self.field.setText(shown)
        if over:
            self.over.emit(kept)
        if over or shown == text or shown != stood:  # a sign that changes nothing is none
            self.edited.emit()
        if self.parted:
            self.onward.emit()


class MonthField(Figures):
    """Figures without room in it are of the year: "122001" is a month and a year, "2001" a year alone.

    Behind two figures and a sign a year alone makes a month of them: "11/2008". A sign behind the figures of the year
    begins the date anew, or makes a day of what was typed in one go before; where no day is asked for, it makes a month
    of them, and behind a whole year leads to the month. Nothing that was typed in one go with it is lost by that: it is
    refused instead.
    """

    def __init__(self, name: str, day: "DayField", year: "YearField") -> None:
        super().__init__(name, 2, lambda text: moments.pasted_whole(text, self.today), moments.of_a_month)
        self._day, self._year = day, year
        self._amid = False
        """Whether the keyboard came to the year by what was typed here, and is there still."""
        self._behind_a_day = False
        """Whether a day was typed in one go with that."""
        year.month = self
        self.over.connect(self._go_on)
        self.onward.connect(self._lead)
        self.left.connect(self._leave)
        year.edited.connect(self._end)
        year.left.connect(self._leave_year)
        year.onward.connect(self._begin_again)
        year.anew.connect(self._take_as_it_is)
        day.whole.connect(self._run_on)
        for part in (self, year):
            part.field.inputRejected.connect(partial(self._spoil, part))

    def _typed(self, text: str) -> None:
        self._behind_a_sign(text)
        super()._typed(text)
        self._year.tell_sign()

    def _go_on(self, typed: str) -> None:
        told = moments.from_the_month(typed)
        month, self._behind_a_day = told.month, self._day.parted
        if not month and self._day.parted and moments.is_month(self._day.text):
            month = self._day.text
            self._day.field.clear()
        front = "" if month or self._day.parted else self._front
        self.field.setText(month)
        self._year.field.setText(front + told.year)
        self._year.field.setFocus()
        self._amid = True

    def _lead(self) -> None:
        self._behind_a_day = self._day.parted
        self._year.take_over()
        self._amid = True

    def _run_on(self) -> None:
        """A whole date was typed that begins with its year: what comes behind it may make more years of it."""
        typed = self._day.field.text()
        self._year.run_on(typed if _YEAR_FIRST.match(moments.plain(typed)) else "")

    def _spoil(self, part: Figures) -> None:
        """A sign that nobody can read parts all that was typed with it, and is not dropped: it would make another date
        of that, or a part of it. All goes into the first field, as it stands."""
        tried = part.spoils()
        each = (self._day, self, self._year)
        stands = [tried if one is part else one.field.text() for one in each]
        in_one_go = self._amid if part is self._year else self._day.parted
        begins = in_one_go or any(map(is_figure, tried)) or not any(one.field.text() for one in each if one is not part)
        if not (tried and begins and part.field.hasFocus()):
            return
        typed = moments.SEPARATORS[0].join(filter(None, stands))
        if not self._day.isHidden():
            self._take_as_it_is(typed)
            return
        for one in (self, self._year):
            one.field.clear()
        part.spoilt = True
        part.edited.emit()
        part.unread.emit(typed)

    def _leave(self) -> None:
        self._day.parted = False

    def _leave_year(self) -> None:
        self._amid = False
        self._end()

    def _end(self) -> None:
        """What is typed in one go is at its end with a year, or when the keyboard goes elsewhere."""
        self.parted = self.parted and len(self._year.text) <= 2 and self._year.field.hasFocus()

    def _begin_again(self) -> None:
        typed = self._year.field.text()
        figures = len(ascii_digits(typed))
        if figures == 3:
            return
        if self._day.isHidden():
            self._begin_coarse(typed, figures)
        elif self._year.beneath and self.field.text():
            self._day.place(self, self._year)
        elif figures <= 2 or not (self._stands_there() or self.field.text()):
            self._begin_anew(typed)
        else:
            self._year.go_behind()

    def _stands_there(self) -> bool:
        """Whether a day stands that is of what is typed in the year: not one from before where a year was begun in the
        field of the month."""
        return bool(self._day.field.text()) and (self._behind_a_day or not self._amid)

    def _begin_anew(self, typed: str) -> None:
        if not (self._amid and (self._stands_there() or self.field.text())):
            self._take_as_it_is(typed + moments.SEPARATORS[0])
        elif self.parted and not self._stands_there():
            self._year.field.clear()
            self._day.field.setText(self.field.text())
            self.field.setText(typed)
            self.edited.emit()
        else:
            self.refused.emit()

    def _take_as_it_is(self, typed: str) -> None:
        for part in (self._year, self):
            part.field.clear()
        self._day.take(typed)

    def _begin_coarse(self, typed: str, figures: int) -> None:
        if figures > 2:
            if not (self.isHidden() or self.field.text()):
                self.field.setFocus()
            return
        if self._amid and self.field.text() and not self.parted:
            self.refused.emit()
            return
        self._year.field.clear()
        if self.isHidden():
            self.edited.emit()
            self.refused.emit()
        else:
            self.field.setText(typed)
            self.parted = True
            self.edited.emit()


class YearField(Figures):
    """Four figures. Whoever began with the year, where the day stands, goes on to the month, and to the day: here.

    What comes in one go behind a whole year, with a day or a month beside it, is refused; but where it makes two years
    of it, no day counts, and the year alone none either: all of it begins the date anew.

    A year behind a sign is none, unless a month stands before that.
    """

    month: Figures | None = None
    anew = Signal(str)

    def __init__(self, name: str) -> None:
        self._behind = self._run = ""
        super().__init__(name, 4, lambda text: moments.pasted_whole(text, self.today))
        self.came = ""
        """The year that was typed in the field of the day, until somebody has been here."""
        self.field.inputRejected.connect(self._came_behind)
        self.edited.connect(self._end_run)
        self.left.connect(self._end_run)
        self.left.connect(self._end_sign)

    @property
    def text(self) -> str:
        return "" if moments.in_front(self.field.text()) else super().text

    def tell_sign(self) -> None:
        """That no year is taken of what stands here."""
        if moments.in_front(self.field.text()):
            self.unread.emit(self.field.text())

    def _typed(self, text: str) -> None:
        told = self._behind_a_sign(text)
        if not told or (self.month and self.month.text):
            super()._typed(text)
            return
        shown = told.rstrip(moments.SEPARATORS)
        if shown != text:  # else the keyboard stays where it is, perhaps behind the sign
            self.field.setText(shown)
        self.edited.emit()
        self.tell_sign()

    def _end_sign(self) -> None:
        if moments.in_front(self.field.text()):
            self.field.clear()

    def go_behind(self) -> None:
        """A sign was typed behind the year, which stays."""
        self._run = self.field.text() + self.sign

    def run_on(self, typed: str) -> None:
        """A date was typed, and the keyboard comes here behind it."""
        self._run = typed

    def _end_run(self) -> None:
        self._run = ""

    def _fits(self, text: str, fits: Callable[[str], bool]) -> bool:
        self._behind = text.removeprefix(self._stood)
        return super()._fits(text, fits)

    def _came_behind(self) -> None:
        typed = self._run and self._run + self._behind
        self._run = typed
        if moments.may_be_two_years(typed, self.today):
            self._run = ""
            self.anew.emit(typed)

    @property
    def beneath(self) -> str:
        """The year that a day was typed over; "" where none was."""
        return self.came if 0 < len(self.text) <= 2 else ""


class DayField(Figures):
    """The first field also takes a whole date typed or pasted at once, and a year alone.

    More than two figures are the year, and what stands behind them: they count as that while they are typed, and go
    into their own fields once the keyboard is elsewhere (`settled`).
    """

    settled = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name, 2, lambda text: moments.typed_whole(text, self.today), moments.of_a_day)
        self.field.editingFinished.connect(self._settle)

    @property
    def text(self) -> str:
        """The day alone."""
        return self.so_far.day

    @property
    def so_far(self) -> moments.Parts:
        """What is told by what stands in the field."""
        return moments.from_the_year(super().text, self.today)

    def with_others(self, month: Figures, year: YearField) -> moments.Parts:
        """All parts, with what stands in the fields beside it where nothing of them is in this one."""
        told = self.so_far
        if told.or_month or told.unread:
            return told
        if year.beneath and not (told.day or told.year):
            return moments.Parts(year.text, month.text, year.beneath)
        if year.text and len(told.year) == 3:  # a figure too many takes no year that is told
            return moments.Parts("", month.text, year.text)
        return moments.Parts(told.day, told.month or month.text, told.year or year.text)

    def place(self, month: Figures, year: YearField) -> None:
        """What was typed in the field of another part goes into its own."""
        first, told = self.so_far.year, self.with_others(month, year)
        for field, text in ((self, told.day), (month, told.month), (year, told.year)):
            field.show_text(text)
        year.came = first if first == told.year else ""

    def show_text(self, text: str) -> None:
        """Also instead of a year that stands here."""
        if self.so_far.year or self.so_far.unread:
            self.field.setText(text)
        else:
            super().show_text(text)

    def take(self, text: str) -> None:
        """Begin with what was typed elsewhere."""
        self.field.setFocus()
        self.field.setText(text)
        self._typed(text)

    def _fits(self, text: str, fits: Callable[[str], bool]) -> bool:
        """What was pasted is refused as a whole where a part of it can not be read."""
        at_once = len(text) > len(self._stood) + 1
        unknown = moments.has_unknown(text) and not moments.is_doubted(text)
        return super()._fits(text, fits) and not (at_once and unknown and self._read(text) is None)

    def _settle(self) -> None:
        if self.so_far.year or self.so_far.unread:
            self.settled.emit(self.so_far)

    def _typed(self, text: str) -> None:
        told = self._behind_a_sign(text)
        if told not in ("", text) and self._read(text) is None:
            text = told
            self.field.setText(text)
        if self._read(text) is None and (moments.begins_with_the_year(text) or moments.has_unknown(text)):
            self.edited.emit()  # perhaps the start of a whole date; kept as it stands if nothing follows
            if self.so_far.unread and not moments.may_become_two_years(text):
                self.refused.emit()
        else:
            super()._typed(text)
