"""Fields for a few figures: parts of dates and times, ages."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.digits import ascii_digits, is_broken, is_figure, of_figures
from intake_app.gui.controls import Label
from intake_app.gui.tokens import Space

_SEPARATORS = "/.- :،,"


class _Numerals(QValidator):
    """Lets no sign in that makes no number with those beside it: ፪ and ፭; and not more figures than there is room."""

    def __init__(self, owner: QWidget, most: int) -> None:
        super().__init__(owner)
        self._most = most

    def validate(self, text: str, at: int) -> object:
        """What Qt asks at each key."""
        fits = not is_broken(text) and sum(map(str.isdecimal, ascii_digits(text))) <= self._most
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid, text, at


class Figures(QWidget):
    """A small field with its name above; a separator typed in it goes to the next."""

    edited = Signal()
    onward = Signal()
    over = Signal(str)
    """More figures than the field has room for."""

    def __init__(self, name: str, longest: int, figures: int, most: int | None = None) -> None:
        """``longest``: characters the field takes, a separator among them; ``figures``: how many figures stay, also of
        what longer signs stand for; ``most``: how many come in at all.
        """
        super().__init__()
        self.caption = Label(name, "second")
        self.field = QLineEdit()
        self.field.setMaxLength(longest)
        self.field.setAccessibleName(name)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setValidator(_Numerals(self, most or longest))
        self.parted = False
        """Whether the last that was typed here was a sign that goes to the next."""
        self._figures = figures
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.HAIR)
        box.addWidget(self.caption)
        box.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._typed)

    @property
    def text(self) -> str:
        """The figures as ASCII digits."""
        return ascii_digits(self.field.text()).strip()

    def show_text(self, text: str) -> None:
        """Show figures unless the field already says them in any script."""
        if self.text.lstrip("0") != text.lstrip("0"):
            self.field.setText(text)

    def dress(self, setting: Setting) -> None:
        """Size and type."""
        dress_field(self.field, setting)
        self.field.setFixedWidth(setting.tokens.px(40 + self._figures * 16))
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def _typed(self, text: str) -> None:
        kept = "".join(filter(is_figure, text))
        shown = of_figures(kept, self._figures)
        over = shown != kept
        self.parted = not over and bool(kept) and text[-1:] in _SEPARATORS
        if shown != text:
            self.field.setText(shown)
        if over:
            self.over.emit(kept)
        self.edited.emit()
        if self.parted:
            self.onward.emit()


class MonthField(Figures):
    """Figures without room in it are of the year: "122001" is a month and a year, "2001" a year alone.

    Behind two figures and a sign a year alone makes a month of them: "11/2008".
    """

    def __init__(self, name: str, day: Figures, year: Figures) -> None:
        super().__init__(name, 6, 2)
        self._day, self._year = day, year
        self.over.connect(self._go_on)

    def _go_on(self, typed: str) -> None:
        told = moments.from_the_month(typed)
        month = told.month
        if not (month or self._year.text) and self._day.parted and moments.is_month(self._day.text):
            month = self._day.text
            self._day.field.clear()
        self.field.setText(month)
        self._year.field.setText(told.year)
        self._year.field.setFocus()


class YearField(Figures):
    """Four figures. Whoever began with the year, where the day stands, goes on to the month, and to the day: here."""

    def __init__(self, name: str) -> None:
        super().__init__(name, 5, 4, most=4)
        self.came = ""
        """The year that was typed in the field of the day, until somebody has been here."""

    @property
    def beneath(self) -> str:
        """The year that a day was typed over; "" where none was."""
        return self.came if 0 < len(self.text) <= 2 else ""


class DayField(Figures):
    """The first field also takes a whole date typed or pasted at once, and a year alone.

    More than two figures are the year, and what stands behind them: they count as that while they are typed, and go
    into their own fields once the keyboard is elsewhere (`settled`).
    """

    whole = Signal(object)
    settled = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name, 11, 2)
        self.field.editingFinished.connect(self._settle)

    @property
    def text(self) -> str:
        """The day alone."""
        return self.so_far.day

    @property
    def so_far(self) -> moments.Parts:
        """What is told by what stands in the field."""
        return moments.from_the_year(super().text)

    def with_others(self, month: Figures, year: YearField) -> moments.Parts:
        """All parts, with what stands in the fields beside it where nothing of them is in this one."""
        told = self.so_far
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
        if self.so_far.year:
            self.field.setText(text)
        else:
            super().show_text(text)

    def _settle(self) -> None:
        if self.so_far.year:
            self.settled.emit(self.so_far)

    def _typed(self, text: str) -> None:
        told = moments.typed_whole(text)
        if told is not None:
            self.whole.emit(told)
        elif len(read := ascii_digits(text)) > 2 and read[:4].isdecimal():
            self.edited.emit()  # perhaps the start of a whole date; kept as it stands if nothing follows
        else:
            super()._typed(text)
