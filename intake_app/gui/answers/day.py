"""Dates and times in fields of their own, with a calendar for who prefers to point."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QTableView, QToolButton, QVBoxLayout, QWidget

from intake_app import calendars, languages
from intake_app.calendars import GREGORIAN
from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Answer, Setting
from intake_app.gui.answers.birth_words import CALENDAR_NAMES, month_name
from intake_app.gui.answers.calendar_row import CalendarRow
from intake_app.gui.answers.clock import Clock, local_now
from intake_app.gui.answers.figures import DayField, Figures, MonthField, YearField
from intake_app.gui.answers.left_out import LeftOut
from intake_app.gui.controls import row, secondary
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import TARGET, Size, Space
from intake_app.gui.words import with_colon
from intake_app.i18n import nearest
from intake_app.xform import QuestionView

_DOWN = 8
"""Rows of a month: six weeks below its name and the names of the days."""


class DateAnswer(Answer):
    """Day, month and year; `year` and `month-year` leave the finer fields out."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        tr = setting.tr
        self.day = DayField(tr("Day"))
        self.year = YearField(tr("Year"))
        self.month = MonthField(tr("Month"), self.day, self.year)
        self.calendar = secondary()
        self.calendar.say(tr("Calendar"))
        self.counted = CalendarRow(view.appearance)
        self.left_out = LeftOut(setting)
        self.echo = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        self.elsewhere = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        self.fields = Flow(Space.NORMAL)
        self._pointed_at: date | None = None
        """The day that came by the month to point at, or as today, while no figure of it is typed."""
        self._lay_out()
        self._wire()
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        if self._value() != view.value:
            self._show(view.value)
        for part in (self.day, self.month, self.year):
            part.field.setReadOnly(view.readonly)
        self.counted.setEnabled(not view.readonly)
        self.calendar.setEnabled(not view.readonly)
        self._say_day()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.counted.retell(setting)
        self.left_out.retell(setting)
        for part in (self.day, self.month, self.year):
            part.dress(setting)
        self._say_day()

    def midway(self) -> object:
        """The calendar that was chosen: what is half typed is meant in it; and that something was left out."""
        chosen = self.counted.name if self.counted.name != CalendarRow(self.view.appearance).name else None
        told = chosen, self.left_out.stands
        return None if told == (None, None) else told

    def go_on(self, midway: object) -> None:
        match midway:
            case (name, left_out):
                if isinstance(name, str):
                    self.counted.show_name(name)
                    self.retell(self.setting)
                    self._show(self.view.value)
                    self._say_day()
                if isinstance(left_out, tuple):
                    self.left_out.stand(*left_out)

    def doubt(self) -> tuple[str, str] | None:
        return self.left_out.doubt

    def trouble(self) -> str:
        return self.left_out.trouble

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _lay_out(self) -> None:
        looks = self.view.appearance
        date = QWidget()
        line = row(date, gap=Space.MEDIUM)
        for part in (self.day, self.month, self.year):
            line.addWidget(part)
        line.addWidget(self.calendar, 0, Qt.AlignmentFlag.AlignBottom)
        self.fields.add(date)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.SMALL)
        box.addWidget(self.counted)
        box.addWidget(self.fields)
        box.addWidget(self.left_out)
        box.addWidget(self.echo)
        box.addWidget(self.elsewhere)
        self.day.setHidden("year" in looks or "month-year" in looks)
        self.month.setHidden("year" in looks)
        self.calendar.setHidden("no-calendar" in looks or self.day.isHidden())
        first = next(part for part in (self.day, self.month, self.year) if not part.isHidden())
        self.setFocusProxy(first.field)

    def _wire(self) -> None:
        for part in (self.day, self.month, self.year):
            part.edited.connect(self._typed_by_hand)
            part.whole.connect(self._pasted)
        self.left_out.watch(self.day, self.month, self.year)
        self.day.onward.connect(self.month.take_over)
        self.day.settled.connect(self._settled)
        self.year.field.editingFinished.connect(self._settled)
        self.calendar.clicked.connect(self._open_calendar)
        self.counted.turned.connect(self._turned)

    def _value(self) -> str:
        looks, told = self.view.appearance, self.day.with_others(self.month, self.year)
        month = "1" if "year" in looks and told.year else told.month
        day = "1" if ("year" in looks or "month-year" in looks) and told.year else told.day
        typed = moments.Parts(day, month, told.year)
        plain = moments.stored(typed) if self.counted.name == GREGORIAN else ""
        says_all = bool(plain) and (self.counted.plain or moments.real_date(plain) is not None)
        return plain if says_all else moments.stored_of(self.counted.name, typed)

    def _show(self, value: str) -> None:
        """Fill in what is stored; a month or a year alone in the calendar in which that is its first day, if in any."""
        on, counted, self._pointed_at = moments.real_date(value), self.counted, None
        if on is not None and self.day.isHidden() and not counted.isHidden():
            first = (1, 1) if self.month.isHidden() else (1,)
            began = (name for name in (counted.name, *calendars.ALL) if _told_in(name, on)[-len(first) :] == first)
            counted.show_name(next(began, counted.name))
            counted.retell(self.setting)
        self._fill(self._parts(value))

    def _parts(self, value: str) -> moments.Parts:
        """The figures of a stored date in the calendar in use, or in the Gregorian where that one has no name for it;
        of a half typed one as they stand, in the calendar that they are meant in or with none chosen.
        """
        on, counted, told = moments.real_date(value), self.counted, moments.meant_in(value)
        if told is not None:
            counted.show_name(told) if told else counted.ask()
            counted.retell(self.setting)
        elif on is not None and not (counted.name and calendars.reaches(counted.name, on)):
            counted.show_name(GREGORIAN)
        if on is None or self.counted.name == GREGORIAN:
            return moments.parts_of(value)
        year, month, day = calendars.parts(self.counted.name, on)
        return moments.Parts(str(day), str(month), str(year))

    def _fill(self, parts: moments.Parts) -> None:
        for field, text in self._of_each(parts):
            field.show_text(text)

    def _of_each(self, parts: moments.Parts) -> list[tuple[Figures, str]]:
        """What goes into each field; nothing into one that nobody sees, and so could clear."""
        each = ((self.day, parts.day), (self.month, parts.month), (self.year, parts.year))
        return [(field, "" if field.isHidden() else text) for field, text in each]

    def _settled(self, *_told: object) -> None:
        self.day.place(self.month, self.year)

    def _typed_by_hand(self) -> None:
        self._pointed_at = None
        self._edited()

    def _turned(self) -> None:
        """Another calendar: what was typed is read anew in it; a day that was pointed at is the same day."""
        if self._pointed_at is not None:
            self._fill(self._parts(self._pointed_at.isoformat()))
        self._edited()

    def _edited(self) -> None:
        self._say_day()
        self.tell(self._value())

    def _point_at(self, on: date) -> None:
        self._pasted(self._parts(on.isoformat()))
        self._pointed_at = on

    def _pasted(self, parts: moments.Parts) -> None:
        self._pointed_at = None
        for field, text in self._of_each(parts):
            field.field.setText(text)
        self.year.field.setFocus()
        self._edited()

    def _on(self) -> date | None:
        """The day that is told; of a month or a year that still says it, the day that is stored."""
        on, kept = moments.real_date(self._value()), moments.real_date(self.view.value)
        if on is None or kept is None or not self.day.isHidden():
            return on
        same = slice(1 if self.month.isHidden() else 2)
        return kept if _told_in(self.counted.name, on)[same] == _told_in(self.counted.name, kept)[same] else on

    def _say_day(self) -> None:
        on = self._on()
        told, others = "", ""
        if on is not None and not (self.day.isHidden() and self.counted.name == GREGORIAN):
            told = self._named(long_date(QDate(on.year, on.month, on.day), self.setting.person))
            others = "\n".join(self._elsewhere(on))
        elif not self.setting.alone:
            others = self._advice()
        self.echo.tell(told, self.setting.person, self.setting.tokens)
        self.echo.setVisible(bool(told))
        self.elsewhere.tell(others, self.setting.tr.language, self.setting.tokens)
        self.elsewhere.setVisible(bool(others))

    def _advice(self) -> str:
        """What the mediator may ask where there is no day yet."""
        tr = self.setting.tr
        if moments.by_the_moon_alone(self._value()):
            return tr("By the table this month has 29 days: ask whether its 29th or the first of the next is meant.")
        return "" if self.counted.name else tr("Ask which calendar it is.")

    def _named(self, told: str) -> str:
        """A day in words, with the calendar where another may be meant: months of two may be called the same."""
        person = self.setting.person
        if self.counted.isHidden() and languages.get(person).calendars == (GREGORIAN,):
            return told
        name = CALENDAR_NAMES[GREGORIAN]
        return f"{told} ({nearest(person, name)(name)})"

    def _elsewhere(self, on: date) -> list[str]:
        """The same day in the other calendars that are offered, so that one in the wrong calendar is noticed."""
        tr, lines = self.setting.tr, []
        for name in self.counted.offered if not self.counted.isHidden() else ():
            if name != GREGORIAN and calendars.reaches(name, on):
                year, month, day = calendars.parts(name, on)
                words = f"{day} {month_name(name, month, tr.language)} {year}"
                lines.append(with_colon(tr(CALENDAR_NAMES[name]), f"\u2068{words}\u2069", tr.language))
        return lines

    def _open_calendar(self) -> None:
        popup = _Calendar(self.calendar, self.setting, moments.real_date(self.view.value[:10]), self._picked)
        popup.open_at(self.calendar)

    def _picked(self, on: QDate) -> None:
        self._point_at(date(on.year(), on.month(), on.day()))


def _told_in(calendar: str, on: date) -> tuple[int, ...]:
    """Year, month and day of a day in a calendar; nothing where that is not known or does not reach it."""
    return calendars.parts(calendar, on) if calendar and calendars.reaches(calendar, on) else ()


class _Calendar(QFrame):
    """A month to point at; it goes away when a day is chosen."""

    def __init__(self, owner: QWidget, setting: Setting, on: object, picked: Callable[[QDate], None]) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picked = picked
        self.months = QCalendarWidget()
        self.months.setLocale(QLocale(languages.get(setting.tr.language).locale))
        self.months.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._dress(setting)
        if hasattr(on, "year"):
            self.months.setSelectedDate(QDate(on.year, on.month, on.day))  # type: ignore[attr-defined]
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.months)
        self.months.clicked.connect(self._take)
        self.months.activated.connect(self._take)

    def _dress(self, setting: Setting) -> None:
        """Days and steps as large as a finger, in the colours of the look; the toolkit names no step and paints its
        weekends red."""
        tr, plain = setting.tr, QTextCharFormat()
        plain.setForeground(setting.tokens.color("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.months.setWeekdayTextFormat(day, plain)
        ways = ("←", "→") if tr.direction == Qt.LayoutDirection.LeftToRight else ("→", "←")
        for name, words, way in (("prev", tr("Previous month"), ways[0]), ("next", tr("Next month"), ways[1])):
            for step in self.months.findChildren(QToolButton, f"qt_calendar_{name}month"):
                step.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
                step.setText(way)
                step.setAccessibleName(words)
        px, letters, locale = setting.tokens.px, self.months.fontMetrics(), self.months.locale()
        names = [locale.dayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8)]
        column = max(px(TARGET), max(map(letters.horizontalAdvance, names)) + px(Space.NORMAL))
        for view in self.months.findChildren(QTableView):
            view.horizontalHeader().setMinimumSectionSize(px(TARGET))
        self.months.setMinimumSize(7 * column + px(Space.NORMAL), px(_DOWN * TARGET))

    def open_at(self, owner: QWidget) -> None:
        """Show it under a widget."""
        self.adjustSize()
        self.move(owner.mapToGlobal(QPoint(0, owner.height() + 4)))
        self.show()
        self.months.setFocus()

    def _take(self, on: QDate) -> None:
        self.close()
        self._picked(on)


class TimeAnswer(Answer):
    """A time of day with the offset of this place."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self.clock = Clock(setting)
        self.left_out = LeftOut(setting)
        self.left_out.watch(self.clock.hour, self.clock.minute)
        self.clock.end_by(self.left_out)
        line = QHBoxLayout()
        line.addWidget(self.clock)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.SMALL)
        nest(box, line)
        box.addWidget(self.left_out)
        self.setFocusProxy(self.clock.hour.field)
        self.clock.edited.connect(self._edited)
        self.clock.now.clicked.connect(self._now)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        before = self.view.value
        super().show_view(view)
        self.clock.close_for(readonly=view.readonly)
        if view.value or before:
            self.clock.show_clock(view.value)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.clock.dress(setting)
        self.left_out.retell(setting)

    def midway(self) -> object:
        """That something was left out."""
        return self.left_out.stands

    def go_on(self, midway: object) -> None:
        if isinstance(midway, tuple):
            self.left_out.stand(*midway)

    def trouble(self) -> str:
        return self.left_out.trouble

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _edited(self) -> None:
        self.tell(moments.stored_time(*self.clock.told, local_now()))

    def _now(self) -> None:
        self.clock.set_now()
        self._edited()


class MomentAnswer(DateAnswer):
    """A date and a time of day."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        self.clock = Clock(setting)
        super().__init__(setting, view)
        self.fields.add(self.clock)
        self.left_out.watch(self.clock.hour, self.clock.minute)
        self.clock.end_by(self.left_out)
        self.clock.edited.connect(self._edited)
        self.clock.now.clicked.connect(self._now)

    def show_view(self, view: QuestionView) -> None:
        before = self.view.value
        super().show_view(view)
        self.clock.close_for(readonly=view.readonly)
        if view.value or before:
            self.clock.show_clock(view.value.partition("T")[2])

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.clock.dress(setting)

    def _value(self) -> str:
        return moments.stored_moment(super()._value(), *self.clock.told, local_now())

    def _pasted(self, parts: moments.Parts) -> None:
        if any(parts.clock):
            self.clock.take(parts.clock)
        super()._pasted(parts)

    def _now(self) -> None:
        now = local_now()
        self.clock.set_now()
        self._point_at(now.date())


def long_date(on: QDate, language: str) -> str:
    """A day in words of a language, with its weekday."""
    return QLocale(languages.get(language).locale).toString(on, QLocale.FormatType.LongFormat)
