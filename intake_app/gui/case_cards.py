"""The cards of a person's page: what was asked and what comes next; how the case stands; the name, apart."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from intake_app.gui import case_words
from intake_app.gui.button_row import Pills
from intake_app.gui.controls import Badge, Button, Card, Label, column, discard, link, pill, row, secondary, set_shown
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.following import see_whole
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.vault import CaseCourse
from intake_app.workflow import REFLECTION_DAYS, CaseSheet, Module
from intake_app.workflow.cases import MOST_REFLECTION

SHOWN_MS = 8000
"""So long a name stands on the screen."""
_SHARES = (4, 5, 2)
_LATEST = 5
"""Meetings that are shown."""


class QuestionsCard(Card):
    """One line for each questionnaire. `wanted` carries its name, and whether it is asked although it was before."""

    wanted = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.head = Label(role="heading", wrap=True)
        self.buttons: dict[str, Button] = {}
        """The button of each questionnaire that may be begun, by its name."""
        self._told: dict[str, tuple[Label, str]] = {}
        self.unread, self._lines = Label(role="second", wrap=True), QWidget()
        self.spoken, self.not_asked = Label(role="second", wrap=True), Label(wrap=True)
        self.spoken.hide()
        for part in (self.head, self.not_asked, self.spoken, self.unread, self._lines):
            self.column.addWidget(part)

    def say_spoken(self, spoken: Mapping[str, str]) -> None:
        """Tell of each questionnaire how far it is in the language of the person: once where all are the same."""
        told_of_all = {spoken.get(name, "") for name in self._told} if len(self._told) > 1 else set()
        self.spoken.setText(told_of_all.pop() if len(told_of_all) == 1 else "")
        set_shown(self.spoken, bool(self.spoken.text()))
        spoken = {} if self.spoken.text() else spoken
        for name, (label, told) in self._told.items():
            label.setText("\n".join(part for part in (told, spoken.get(name, "")) if part))

    def show_sheet(self, sheet: CaseSheet, tr: Words, *, slips: bool = False) -> None:
        """What is known now; ``slips``: a slip may be made from here."""
        self.head.setText(tr("Questionnaires"))
        self.not_asked.setText(case_words.not_asked(sheet.asking, tr, slips=slips, first=sheet.first_again))
        set_shown(self.not_asked, bool(sheet.asking))
        self.unread.setText(case_words.unread(sheet.unread, tr))
        set_shown(self.unread, bool(sheet.unread))
        discard(self._lines)
        self.buttons, self._told = {}, {}
        self._lines = QWidget()
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.NORMAL)
        grid.setVerticalSpacing(Space.SMALL)
        for at, share in enumerate(_SHARES):
            grid.setColumnStretch(at, share)
        for module in sheet.modules:
            self._add(grid, module, tr)
        shown = {module.asked.record_id for module in sheet.modules if module.asked}
        for entry in sheet.entries:
            if entry.record_id not in shown:
                line = grid.rowCount()
                grid.addWidget(Label(case_words.other_title(entry, tr), wrap=True), line, 0)
                grid.addWidget(Label(case_words.asked(entry, tr), "second", wrap=True), line, 1)
        self.column.addWidget(self._lines)
        self._lines.show()

    def _add(self, grid: QGridLayout, module: Module, tr: Words) -> None:
        line, title = grid.rowCount(), case_words.title_of(module, tr)
        grid.addWidget(Label(title, "field", wrap=True), line, 0)
        parts = (case_words.asked(module.asked, tr), case_words.why(module, tr))
        told = "\n".join(part for part in parts if part)
        label = Label(told, "second", wrap=True)
        self._told[module.name] = label, told
        grid.addWidget(label, line, 1)
        mark = case_words.badge(module, tr)
        if mark is not None:
            grid.addWidget(Badge(*mark), line, 2)
        button = secondary() if module.mine or module.advised else link()
        button.say(case_words.press(module, tr))
        button.setAccessibleName(f"{button.text()}, {title}")
        again = module.asked is not None and not module.mine
        button.clicked.connect(lambda _on=False: self.wanted.emit(module.name, again))
        grid.addWidget(button, line, 3)
        self.buttons[module.name] = button


class StandingCard(Card):
    """Path, days to reflect, stage, identification. Each signal carries what somebody noted."""

    path_chosen, stage_chosen = Signal(str), Signal(str)
    reflection_wanted = Signal(int, bool)
    identified = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.path_head, self.path_note = Label(role="heading", wrap=True), Label(role="second", wrap=True)
        self.paths: Mapping[str, Button] = {code: pill(checkable=True) for code in case_words.PATHS}
        self.days_head, self.days = Label(role="heading", wrap=True), Label(wrap=True)
        self.days_before = Label(role="second", wrap=True)
        self.reflect, self.days_line = secondary(), Line(longest=4)
        self.days_field = Field(self.days_line)
        self.days_line.setText(str(REFLECTION_DAYS))
        self.stage_choice, self.keep_stage, self._stage = Choice(), secondary(), ""
        self.stage = Field(self.stage_choice)
        self.body_head, self.body_told = Label(role="heading", wrap=True), Label(wrap=True)
        self.note_body, self.keep_body = link(), secondary()
        self.phase_choice, self.kind_choice, self.body_line = Choice(), Choice(), Line(longest=200)
        self.phase, self.kind, self.body = Field(self.phase_choice), Field(self.kind_choice), Field(self.body_line)
        self.body_note = Label(role="second", wrap=True)
        self._entry, self._most_days = QWidget(), ""
        self._in_place_of, self._warned = "", ""
        self.across: tuple[QBoxLayout, ...] = ()
        """What stands one above the other in a narrow window."""
        self._lay_out()
        self._connect()

    def show_sheet(self, sheet: CaseSheet, course: CaseCourse, tr: Words, *, again: bool) -> None:
        """What is known now; who may not write sees no button. ``again``: the same in another language, with what is
        open and chosen.
        """
        self.path_head.setText(tr("The path the person chooses"))
        self.path_note.setText(case_words.path_noted(course, tr))
        for code, button in self.paths.items():
            button.say(tr(case_words.PATHS[code]))
            button.setChecked(code == course.path.path)
            button.setEnabled(sheet.writes)
        self.days_head.setText(tr("Days to reflect"))
        self.days.setText(case_words.reflection(sheet, tr))
        before = case_words.reflections_before(course, tr)
        self.days_before.setText(before)
        set_shown(self.days_before, bool(before))
        self._in_place_of, self._warned = case_words.in_place_of(course, tr), ""
        self.reflect.say(tr("From today"))
        self.days_field.say(tr("How many days"))
        self._most_days = tr("A number from {least} to {most}.").format(least=REFLECTION_DAYS, most=MOST_REFLECTION)
        self.stage.say(tr("Stage"))
        self.stage_choice.setEnabled(sheet.goes_on)
        self.stage_choice.offer(tuple(case_words.STAGES), _worded(case_words.STAGES, tr))
        self.keep_stage.say(tr("Keep it"))
        chosen = self.stage_choice.code()
        self._stand_on(course.episodes[-1].stage if course.episodes else "")
        if again:
            self.stage_choice.choose(chosen)
        self.body_head.setText(tr("Who identified the person"))
        self.body_told.setText(case_words.identified(course, tr))
        self.note_body.say(tr("Note an identification…"))
        self.phase.say(tr("For now or formally"))
        self.phase_choice.offer(tuple(case_words.PHASES), _worded(case_words.PHASES, tr))
        self.kind.say(tr("By which kind of body"))
        self.kind_choice.offer(tuple(case_words.BODIES), _worded(case_words.BODIES, tr))
        self.body.say(tr("Name of the office or organisation"))
        self.body_note.setText(
            tr("A file for others names the kind alone, and the name where it is that of a service of the list.")
        )
        self.keep_body.say(tr("Keep it"))
        for widget in (self.reflect, self.days_field):
            set_shown(widget, sheet.writes)
        if not again:
            set_shown(self.note_body, sheet.writes)
            self._entry.hide()

    def _stand_on(self, stage: str) -> None:
        self._stage = stage
        self.stage_choice.choose(stage)
        self._look_at_stage()

    def _look_at_stage(self) -> None:
        """Looking through the stages with the arrows notes none."""
        set_shown(self.keep_stage, self.stage_choice.isEnabled() and self.stage_choice.code() != self._stage)

    def _connect(self) -> None:
        for code, button in self.paths.items():
            button.clicked.connect(lambda _on=False, path=code: self.path_chosen.emit(path))
        self.reflect.clicked.connect(self._reflect)
        self.days_line.returnPressed.connect(self._reflect)
        self.stage_choice.picked.connect(lambda _code: self._look_at_stage())
        self.keep_stage.clicked.connect(lambda: self.stage_chosen.emit(self.stage_choice.code()))
        self.note_body.clicked.connect(self._write_body)
        self.keep_body.clicked.connect(self._keep_body)
        self.body_line.returnPressed.connect(self._keep_body)

    def _reflect(self) -> None:
        typed = self.days_line.text().strip()
        if not (typed.isdecimal() and REFLECTION_DAYS <= int(typed) <= MOST_REFLECTION):
            self.days_field.trouble(self._most_days)
        elif self._in_place_of and self._warned != typed:
            self._warned = typed
            self.days_field.trouble(self._in_place_of)
        else:
            self.reflection_wanted.emit(int(typed), bool(self._in_place_of))

    def _write_body(self) -> None:
        self._entry.show()
        self.note_body.hide()
        self.phase_choice.setFocus()
        see_whole(self._entry)

    def _keep_body(self) -> None:
        self.identified.emit(self.phase_choice.code(), self.kind_choice.code(), self.body_line.text())

    def clear_body(self) -> None:
        """What was typed is kept now."""
        self.body_line.clear()

    def _lay_out(self) -> None:
        self.column.addWidget(self.path_head)
        self.column.addWidget(Pills(tuple(self.paths.values())))
        self.column.addWidget(self.path_note)
        days = row(gap=Space.NORMAL)
        days.addWidget(self.days, 3)
        days.addWidget(self.days_field, 1)
        days.addWidget(self.reflect, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addSpacing(Space.NORMAL)
        self.column.addWidget(self.days_head)
        nest(self.column, days)
        self.column.addWidget(self.days_before)
        self.column.addSpacing(Space.NORMAL)
        stage = row(gap=Space.NORMAL)
        stage.addWidget(self.stage, 1)
        stage.addWidget(self.keep_stage, 0, Qt.AlignmentFlag.AlignBottom)
        nest(self.column, stage)
        self.column.addSpacing(Space.NORMAL)
        self.column.addWidget(self.body_head)
        told = row(gap=Space.NORMAL)
        told.addWidget(self.body_told, 1)
        told.addWidget(self.note_body)
        nest(self.column, told)
        whole, entry = column(self._entry, gap=Space.SMALL), row(gap=Space.NORMAL)
        for field in (self.phase, self.kind, self.body):
            entry.addWidget(field, 1)
        entry.addWidget(self.keep_body, 0, Qt.AlignmentFlag.AlignBottom)
        nest(whole, entry)
        whole.addWidget(self.body_note)
        self.across = (days, told, entry)
        self._entry.hide()
        self.column.addWidget(self._entry)


class NameCard(Card):
    """The name behind a button that shows it for a moment. `asked` wants it read, `kept` carries one to keep,
    `back_wanted` the one that was taken out.
    """

    asked = Signal()
    kept = Signal(str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.head, self.told = Label(role="heading", wrap=True), Label(wrap=True)
        self.reveal, self.change, self.remove, self.back = secondary(), link(), link(), link("Ctrl+Z")
        self.line, self.keep = Line(longest=200), secondary()
        self.field = Field(self.line, wraps=True)
        self._entry = QWidget()
        self._rest = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._rest.timeout.connect(self.hush)
        self._said = ""
        self.across: tuple[QBoxLayout, ...] = ()
        """What stands one above the other in a narrow window."""
        self._lay_out()
        self.reveal.clicked.connect(self.asked)
        self.change.clicked.connect(self._write)
        self.keep.clicked.connect(self._keep)
        self.line.returnPressed.connect(self._keep)
        self.remove.clicked.connect(lambda: self.kept.emit(""))
        self.back.clicked.connect(self.back_wanted)

    def show_sheet(self, sheet: CaseSheet, tr: Words, *, again: bool) -> None:
        """Whether there is one; the name itself is asked for. ``again``: in another language, with what is open."""
        named = sheet.case.named
        self.head.setText(tr("Name"))
        apart, none = tr("A name is kept, apart from everything else."), tr("No name is kept; none is needed.")
        self._said = apart if named else none
        self.reveal.say(tr("Show it for a moment"))
        self.change.say(tr("Change it…") if named else tr("Keep a name…"))
        self.remove.say(tr("Take it out"))
        self.back.say(tr("Bring the name back"))
        self.keep.say(tr("Keep it"))
        self.field.say(tr("Name, which is on no list, no slip and in nothing that is sent"))
        set_shown(self.reveal, named and sheet.names)
        set_shown(self.remove, named and sheet.names)
        set_shown(self.back, sheet.name_away)
        set_shown(self.change, sheet.names and sheet.writes)
        self._entry.setHidden(not again or self._entry.isHidden())
        self.hush()

    def show_name(self, name: str) -> None:
        """For a moment."""
        self.told.setText(name)
        self._rest.start()

    def hush(self) -> None:
        """Nothing of a name is seen any more."""
        self._rest.stop()
        self.told.setText(self._said)

    def trouble(self, text: str) -> None:
        """What does not fit about the name that was typed."""
        self.field.trouble(text)

    def _write(self) -> None:
        self._entry.show()
        self.line.setFocus()
        see_whole(self._entry)

    def _keep(self) -> None:
        text = self.line.text()
        if text.strip():
            self.line.clear()
            self.kept.emit(text)

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        line = row(gap=Space.NORMAL)
        line.addWidget(self.told, 1)
        buttons = row(gap=Space.NORMAL)
        for button in (self.remove, self.back, self.change, self.reveal):
            buttons.addWidget(button)
        nest(line, buttons)
        nest(self.column, line)
        entry = row(self._entry, gap=Space.NORMAL)
        entry.addWidget(self.field, 1)
        entry.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        self.across = (line, entry)
        self._entry.hide()
        self.column.addWidget(self._entry)


class MeetingsCard(Card):
    """The latest meetings, the newest first."""

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.head, self.told = Label(role="heading", wrap=True), Label(wrap=True)
        self.column.addWidget(self.head)
        self.column.addWidget(self.told)

    def show_sheet(self, sheet: CaseSheet, tr: Words) -> None:
        """What is known now."""
        self.head.setText(tr("Meetings"))
        latest = [case_words.met(one, tr) for one in reversed(sheet.meetings)]
        self.told.setText("\n".join(latest[:_LATEST]))
        self.setVisible(bool(latest))


def _worded(words: Mapping[str, str], tr: Words) -> Callable[[str], str]:
    return lambda code: tr(words[code])
