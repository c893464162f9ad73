"""When somebody was born, as people tell it: a date in their own calendar, a year, an age, an age at an event.

What is told is shown at once as Gregorian days and as an age, in every reading it may have.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app import calendars, screening
from intake_app.gui.answers import moments
from intake_app.gui.answers.ages import AgeField
from intake_app.gui.answers.answer import Answer, Setting
from intake_app.gui.answers.birth_words import CALENDAR_NAMES, SEASON_NAMES, SEVERAL_AGES, WHOLE_YEARS, told_lines
from intake_app.gui.answers.figures import DayField, Figures, MonthField, YearField
from intake_app.gui.answers.left_out import LeftOut
from intake_app.gui.answers.one_of import OneOf
from intake_app.gui.controls import Badge, Button, Kind
from intake_app.gui.fields import Choice
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space, direction
from intake_app.i18n import msg
from intake_app.screening import Birth, Event, Statement
from intake_app.xform import QuestionView

_KINDS = {"date": msg("Date or year"), "age": msg("Age"), "event": msg("Age at an event")}
_NO_SEASON = "-"
_SEASON = 16
"""Letters of a season that have room beside the figures, or below them."""


@dataclass(frozen=True)
class Told:
    """Where what was told comes from, and what it may mean: the session, without the session."""

    said: Callable[[], Statement]
    understand: Callable[[Statement], Birth]
    spoken: Callable[[], tuple[str, ...]]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class _Pressed:
    """Which way it is told, and what is chosen of it."""

    kind: str
    about: bool
    calendar: str
    season: str
    event: str


class BirthAnswer(Answer):
    """`typed` carries the statement as `screening.written_birth` gives it."""

    def __init__(self, setting: Setting, view: QuestionView, told: Told) -> None:
        super().__init__(setting, view)
        self._told = told
        self._sent: Statement | None = None
        """What was said of it and may not have arrived yet."""
        tr = setting.tr
        self.kinds: dict[str, Button] = {kind: OneOf() for kind in _KINDS}
        self.about = _touched()
        self.calendars = {name: _touched() for name in calendars.CALENDARS}
        self.day = DayField(tr("Day"))
        self.year = YearField(tr("Year"))
        self.month = MonthField(tr("Month"), self.day, self.year)
        self.season, self.happening = Choice(), Choice()
        self.season.setMinimumContentsLength(_SEASON)
        self.age, self.age_then = AgeField(tr("Age")), AgeField(tr("Age then"))
        self.left_out = LeftOut(setting)
        self.echo = TextBlock(setting.tokens, Type(Size.CONTROL, "ink_soft", follows_row=True))
        self.protection, self.raw = Badge(), Badge()
        self._panels = {"date": QWidget(), "age": QWidget(), "event": QWidget()}
        self._lay_out()
        self._wire()
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._sent = None
        said = self._told.said()
        if said != self.statement():
            self._fill(said)
        parts: list[QWidget] = [*self._fields(), self.season, self.happening, self.about]
        for part in (*parts, *self.kinds.values(), *self.calendars.values()):
            part.setEnabled(not view.readonly)
        self._say()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        tr = setting.tr
        for kind, button in self.kinds.items():
            button.say(tr(_KINDS[kind]))
        self.about.say(tr("About"), tr("About: not certain"))
        first = self._told.spoken()
        order = [*first, *(name for name in calendars.CALENDARS if name not in first)]
        for name, button in self.calendars.items():
            button.say(tr(CALENDAR_NAMES[name]))
        self._calendar_row.order([self.calendars[name] for name in order])
        self._date_calendars()
        for part in self._fields():
            part.dress(setting)
        self.left_out.retell(setting)
        turned = direction(setting.person) != tr.direction
        held = "\u2068{}\u2069".format if turned else str  # the words of the window, among those of the person
        no_season = msg("no season")
        self.season.offer(
            (_NO_SEASON, *screening.SEASONS), lambda code: held(tr(SEASON_NAMES.get(code, no_season)))
        )
        self.season.setAccessibleName(tr("Season"))
        names = {event.code: event.names.get(tr.language) or event.names["en"] for event in self._told.events}
        named = all(tr.language in event.names for event in self._told.events)
        self.kinds["event"].setVisible(named or not setting.alone)
        self.happening.offer(("", *names), lambda code: held(names.get(code) or tr("Choose an event")))
        self.happening.setAccessibleName(tr("Event"))
        raw = any(tr.language in event.names and tr.language not in event.reviewed for event in self._told.events)
        self.raw.say(tr("Translation not yet reviewed") if raw else "", Kind.WARN)
        self.raw.setVisible(raw)
        self._say()

    def midway(self) -> object:
        """What is pressed and chosen before there is a figure of it: the next one means that, and nothing else. And
        that something was left out.
        """
        told = self._pressed if self.statement().blank else None, self.left_out.stands
        return None if told == (None, None) else told

    def go_on(self, midway: object) -> None:
        match midway:
            case (pressed, left_out):
                if isinstance(pressed, _Pressed):
                    self._press(pressed)
                if isinstance(left_out, tuple):
                    self.left_out.stand(*left_out)

    def _press(self, pressed: _Pressed) -> None:
        self._open(pressed.kind)
        self.about.setChecked(pressed.about)
        for name, button in self.calendars.items():
            button.setChecked(name == pressed.calendar)
        self._date_calendars()
        _choose(self.season, pressed.season)
        _choose(self.happening, pressed.event)
        self._say()

    @property
    def _pressed(self) -> "_Pressed":
        calendar = next((name for name, button in self.calendars.items() if button.isChecked()), "")
        return _Pressed(self.kind, self.about.isChecked(), calendar, self.season.code(), self.happening.code())

    def doubt(self) -> tuple[str, str] | None:
        return self.left_out.doubt

    def trouble(self) -> str:
        return self.left_out.trouble

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    @property
    def kind(self) -> str:
        """Which of the three ways is open."""
        return next((kind for kind, button in self.kinds.items() if button.isChecked()), "date")

    def statement(self) -> Statement:
        """What stands in the fields now."""
        uncertain = {"age": self.age.about, "event": self.age_then.about}.get(self.kind, self._may_be_another)
        about = self.about.isChecked() or uncertain
        if self.kind == "age":
            told = Statement("age", age=self.age.text, on=date.today().isoformat(), about=about)
            before = self._told.said()
            if replace(told, on=before.on) == before:  # another figure is another statement, told today
                told = before
        elif self.kind == "event":
            told = Statement("event", event=self.happening.code(), age=self.age_then.text, about=about)
        else:
            season = self.season.code().replace(_NO_SEASON, "")
            parts = self.day.with_others(self.month, self.year)
            told = Statement(
                "date", self._pressed.calendar, parts.year, parts.month, parts.day, season, about=about
            )
        return Statement() if told.blank else told

    def begin(self) -> None:
        first = {"age": self.age, "event": self.age_then}.get(self.kind, self.day)
        first.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fields(self) -> tuple[Figures, ...]:
        return (self.day, self.month, self.year, self.age, self.age_then)

    def _fill(self, said: Statement) -> None:
        """Put a statement into the fields; the way it was told stays open where nothing was."""
        if not said.blank:
            self._open(said.kind)
        self.about.setChecked(said.about)
        for name, button in self.calendars.items():
            button.setChecked(name == said.calendar)
        self._date_calendars()
        for field, text in ((self.day, said.day), (self.month, said.month), (self.year, said.year)):
            field.show_text(text)
        _choose(self.season, said.season or _NO_SEASON)
        self.age.show_text(said.age if said.kind == "age" else "")
        self.age_then.show_text(said.age if said.kind == "event" else "")
        if said.event:
            _choose(self.happening, said.event)

    def _edited(self) -> None:
        self._say()
        said = self.statement()
        if said != (self._told.said() if self._sent is None else self._sent):
            self._sent = said
            self.typed.emit(screening.written_birth(said))

    def _pasted(self, parts: moments.Parts) -> None:
        for field, text in ((self.day, parts.day), (self.month, parts.month), (self.year, parts.year)):
            field.field.setText(text)
        self._may_be_two_years(parts)
        self.year.field.setFocus()
        self._edited()

    def _may_be_two_years(self, told: moments.Parts) -> None:
        """No month is read of what may be the year behind: it is about the first, so that nobody is older by it."""
        if told.or_month or told.about:
            self.about.setChecked(True)

    @property
    def _may_be_another(self) -> bool:
        """Whether the year that stands in the first field is not certain."""
        told = self.day.so_far
        return bool(told.or_month) or told.about

    def _settled(self, *_told: object) -> None:
        self._may_be_two_years(self.day.so_far)
        self.day.place(self.month, self.year)
        self._say()

    def _settle_ages(self) -> None:
        """Which of several ages it is stays uncertain once only the lowest stands."""
        if self.kind != "date" and self.statement().about:
            self.about.setChecked(True)

    def _date_calendars(self) -> None:
        """A year counts as one of the calendar that is chosen, or of any that the person may mean."""
        meant = {self._pressed.calendar} - {""} or {calendars.GREGORIAN, *self._told.spoken()}
        today = tuple(calendars.parts(name, date.today()) for name in sorted(meant))
        for field in (self.day, self.month, self.year):
            field.today = today

    def _open(self, wanted: str) -> None:
        for kind, panel in self._panels.items():
            panel.setVisible(kind == wanted)
            self.kinds[kind].setChecked(kind == wanted)

    def _turned(self, kind: str) -> None:
        """Another way to tell it: its fields open, and what stands in them counts."""
        self._open(kind)
        self._edited()
        self.begin()

    def _calendar_pressed(self, button: Button) -> None:
        """One calendar, or none: pressed again it is open which."""
        for other in self.calendars.values():
            if other is not button:
                other.setChecked(False)
        self._date_calendars()
        self._edited()

    def _say(self) -> None:
        """The days it may mean, the ages, and whether that may be a minor."""
        tr, said = self.setting.tr, self.statement()
        birth = self._told.understand(said)
        typing = self.year.field.hasFocus()
        lines = [] if self.setting.alone else told_lines(birth, said, self.setting, date.today(), typing=typing)
        self.echo.tell("\n".join(lines), tr.language, self.setting.tokens)
        self.echo.setVisible(bool(lines))
        words = {"minor": tr("Under 18"), "may_be_minor": tr("May be under 18: treat as a minor until it is clear")}
        told = "" if self.setting.alone else words.get(birth.majority, "")
        self.protection.say(told, Kind.WARN)
        self.protection.setVisible(bool(told))

    def _wire(self) -> None:
        for part in self._fields():
            part.edited.connect(self._edited)
            part.whole.connect(self._pasted)
        self.left_out.watch(*self._fields())
        for age in (self.age, self.age_then):
            age.several.connect(lambda told: self.left_out.stand(-1, SEVERAL_AGES, ("", told)))
            age.part.connect(lambda told: self.left_out.stand(-1, WHOLE_YEARS, ("", told)))
            age.settled.connect(self._settle_ages)
        self.day.onward.connect(self.month.take_over)
        self.day.settled.connect(self._settled)
        self.year.field.editingFinished.connect(self._settled)
        self.season.picked.connect(lambda _code: self._edited())
        self.happening.picked.connect(lambda _code: self._edited())
        self.about.clicked.connect(self._edited)
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _on=False, one=kind: self._turned(one))
        for button in self.calendars.values():
            button.clicked.connect(lambda _on=False, one=button: self._calendar_pressed(one))

    def _lay_out(self) -> None:
        ways, self._calendar_row = Flow(Space.SMALL), Flow(Space.SMALL)
        for button in (*self.kinds.values(), self.about):
            ways.add(button)
        for button in self.calendars.values():
            self._calendar_row.add(button)
        figures = Flow(Space.MEDIUM, low=True)
        for part in (_line(self.day, self.month, self.year), self.season):
            figures.add(part)
        self._put("date", self._calendar_row, figures)
        self._put("age", _line(self.age))
        self._put("event", _line(self.age_then, self.happening), _line(self.raw))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.SMALL)
        for widget in (ways, *self._panels.values(), self.left_out, self.echo, self.protection):
            box.addWidget(widget)
        self.setFocusProxy(self.day.field)
        self._open("date")

    def _put(self, kind: str, *widgets: QWidget) -> None:
        inside = QVBoxLayout(self._panels[kind])
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.MEDIUM)
        for widget in widgets:
            inside.addWidget(widget)


def _choose(among: Choice, code: str) -> None:
    """Untold."""
    among.blockSignals(True)
    among.choose(code)
    among.blockSignals(False)


def _touched() -> Button:
    """A round button that stays pressed, as tall as a finger wants it."""
    made = Button("answer")
    made.setCheckable(True)
    return made


def _line(*widgets: QWidget) -> QWidget:
    """Fields side by side, their lower edges in line."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.MEDIUM)
    for widget in widgets:
        wide = isinstance(widget, Choice)
        line.addWidget(widget, int(wide), Qt.AlignmentFlag.AlignBottom)
    line.addStretch(1)
    return made
