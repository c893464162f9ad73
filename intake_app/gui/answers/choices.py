"""Select one and select several as rows in a grid that runs with the person's language."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from intake_app.gui.answers.answer import Answer, Option, Setting, toggled
from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.type_ahead import ALONE, SECOND_FIGURE, KeysInTurn, begins, looked_up
from intake_app.gui.controls import Label, discard
from intake_app.gui.tokens import Space
from intake_app.xform import QuestionView

_NARROW, _NARROWEST = 280, 150
_COUNTED = {"columns", "compact", "quickcompact"}
_COLUMNED = {"columns", "columns-pack", "compact", "quickcompact", "horizontal"}
_IN_A_LINE = {"likert", "list", "list-nolabel"}
_GOES_ON = {"quick", "quickcompact"}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1)}


class ChoiceGrid(Answer):
    """Rows in two columns, in one where there is little room, in more where the form asks for columns.

    At first the grid itself has the keyboard, so that no row looks preferred.
    """

    beyond = Signal(int, int)
    """In a table: the keyboard goes on to the line above (-1) or below (1), to the button of this place."""

    def __init__(self, setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.many = view.control == "select"
        self.cells = False
        self.rows: list[ChoiceRow] = []
        self._found: ChoiceRow | None = None
        """What was looked up by its letters and is not answered."""

        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(setting.tokens.px(Space.MEDIUM))
        self.nothing = Label(role="second", wrap=True, parent=self)
        self._grid.addWidget(self.nothing, 0, 0)
        self.run_with(setting)
        self._tell_nothing()
        self.show_options(options)
        self.show_view(view)

    def run_with(self, setting: Setting) -> None:
        """Run with the person's language."""
        super().retell(setting)

    def show_view(self, view: QuestionView) -> None:
        if (view.value, view.state) != (self.view.value, self.view.state):
            self._found = None  # something was told since: Enter puts no choice in its place
        super().show_view(view)
        chosen = view.value.split() if self.many else [view.value]
        for row in self.rows:
            row.show_chosen(row.option.value in chosen)
            row.setEnabled(not view.readonly)
            row.setAccessibleDescription(self.with_hint(self.accessibleName()) if row.isChecked() else "")

    def parts(self) -> list[QWidget]:
        """A row that is chosen has the keyboard first, and is heard before the question is."""
        return [row for row in self.rows if row.isChecked()]

    def show_options(self, options: tuple[Option, ...]) -> None:
        if [row.option.value for row in self.rows] == [option.value for option in options]:
            for row, option in zip(self.rows, options, strict=True):
                row.show_option(option)
            self._name_rows()
            return
        self._found = None
        for row in self.rows:
            self._grid.removeWidget(row)
            discard(row)
        self.rows = [self._row(option, number) for number, option in enumerate(options, 1)]
        self._tell_nothing()
        self._columns = 0
        self._arrange()
        self.show_view(self.view)

    def show_cells(self, *, on: bool) -> None:
        """Be a line of a table, with the words of the choices at its head, or rows with words."""
        if on == self.cells:
            return
        self.cells = on
        self._grid.setSpacing(0 if on else self.setting.tokens.px(Space.MEDIUM))
        self._columns = -1
        self._arrange()
        self._name_rows()

    def ask(self, question: str, hint: str = "") -> None:
        super().ask(question, hint)
        self._name_rows()

    def _name_rows(self) -> None:
        """In a table a button is heard with its question: its words stand elsewhere."""
        for row in self.rows:
            row.show_option(row.option)
            if self.cells:
                row.setAccessibleName(f"{self.accessibleName()}: {row.accessibleName()}")

    def show_heard(self, value: str) -> None:
        for row in self.rows:
            row.show_heard(row.option.value == value)

    def retell(self, setting: Setting) -> None:
        fresh = setting.tokens != self.setting.tokens
        super().retell(setting)
        self._tell_nothing()
        if fresh:
            options = tuple(row.option for row in self.rows)
            self.show_options(())
            self.show_options(options)

    def _tell_nothing(self) -> None:
        """Say why there is no row: a list that an earlier answer narrows may be empty until that is given."""
        tr = self.setting.tr
        self.nothing.setText(tr("There is nothing to choose here yet: the list depends on an earlier answer."))
        self.nothing.setVisible(not self.rows)

    def take_digit(self, number: int) -> bool:
        """One that may be the first figure of a larger number waits for the second; its row has the keyboard so far."""
        if self._goes_on(str(number)):
            return True
        if self.view.readonly or not (0 <= number <= len(self.rows)):
            return False
        begun = self._begun(number)
        if begun * 10 + number <= len(self.rows):
            number += begun * 10
        elif self.many and begun == number:
            return True  # taken already: what is pressed twice is not taken away by itself
        if not number:
            return bool(begun)
        row = self.rows[number - 1]
        if number * 10 > len(self.rows):
            self._take(row)
        else:
            row.setFocus(Qt.FocusReason.TabFocusReason)
            self.keys.hold(lambda: self._take(row), SECOND_FIGURE, number)
        return True

    def _begun(self, number: int) -> int:
        """The figure that waited for a second one, 0 for none; where the two are no row together, and several may be
        chosen, it was meant alone, and is chosen first."""
        if "keys" not in self.__dict__:
            return 0
        begun = self.keys.figure
        if self.many and begun * 10 + number > len(self.rows):
            self.keys.settle()
        self.keys.drop()
        self.keys.forget()  # a figure answers: no word goes on behind it
        return begun

    def take_letter(self, char: str, alone: Callable[[], object] | None = None) -> bool:
        if not char or not self.rows or self.view.readonly:
            return False
        if alone is not None and self.keys.again(char):
            return True
        if alone is not None and self.keys.waits:
            self.keys.forget()  # one key that states corrects the other; any other letter goes on with a word
        self.keys.drop()
        by_itself = not self.keys.typed and not self.begins(char)
        typed = self.keys.gather(char)
        if alone is not None and by_itself:
            self.keys.hold(alone, ALONE)
            self.keys.pressed = char
            return True
        self._look_up(typed)
        return True

    def _look_up(self, typed: str) -> None:
        """Give the keyboard to the choice that is meant; where there is none, to none that fewer letters had meant."""
        before = self._found
        focused = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1)
        at = looked_up([row.option for row in self.rows], typed, focused)
        self._found = None if at is None else self.rows[at]
        if self._found is not None:
            self._found.setFocus(Qt.FocusReason.TabFocusReason)
        elif before is not None and before.hasFocus():
            self.begin()

    def _take_found(self) -> bool:
        """Take the choice that was found by its letters and still has the keyboard; whether that ends the question."""
        row, self._found = self._found, None
        if row is None or not row.hasFocus() or row.isChecked() or self.view.readonly:
            return False
        return self._take(row)

    def take_back(self) -> bool:
        """Take back the last letter of the word that is typed; False where none is."""
        begun = "keys" in self.__dict__ and self.keys.take_back()
        self._found = None
        if begun and self.keys.typed:
            self._look_up(self.keys.typed)
        return begun

    def _goes_on(self, char: str) -> bool:
        """Take a blank or a figure as part of the word that is being typed, where a choice reads on so."""
        if not self.gathers or not begins([row.option for row in self.rows], self.keys.typed + char):
            return False
        return self.take_letter(char)

    def begins(self, char: str) -> bool:
        return begins([row.option for row in self.rows], char)

    @property
    def gathers(self) -> bool:
        """Whether a word is being typed."""
        return "keys" in self.__dict__ and bool(self.keys.typed)

    @cached_property
    def keys(self) -> KeysInTurn:
        """Made when a first key is pressed: most lists are answered by hand."""
        return KeysInTurn(self)

    def settle(self) -> None:
        if "keys" in self.__dict__:
            self.keys.settle()

    def begin(self) -> None:
        self._found = None
        chosen = [row for row in self.rows if row.isChecked()]
        target = chosen[0] if chosen else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk the rows without choosing; Enter takes what letters have found, and goes on as it does."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() == Qt.Key.Key_Backspace and self.take_back():
            return
        if plain and event.key() in _ENTERS and self._take_found():
            return
        if event.key() in _STEPS:
            self._found = None
        if "keys" in self.__dict__ and event.key() in _STEPS:
            (self.keys.settle if self.keys.waits else self.keys.drop)()
        step = _STEPS.get(Qt.Key(event.key()))
        focused = next((at for at, row in enumerate(self.rows) if row.hasFocus()), None)
        if step is None or not plain or not self.rows:
            super().keyPressEvent(event)
            return
        if focused is None:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return
        if self.cells and step[0]:
            self.beyond.emit(step[0], focused)
            return
        across = -step[1] if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step[1]
        target = focused + step[0] * max(1, self._columns) + across
        if 0 <= target < len(self.rows):
            self.rows[target].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_columns() != self._columns:
            QTimer.singleShot(0, self, self._arrange)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.setting.tokens.px(200), super().minimumSizeHint().height())

    def _row(self, option: Option, number: int) -> ChoiceRow:
        bare = "no-buttons" in self.view.appearance
        row = ChoiceRow(self.setting.tokens, option, number, many=self.many, bare=bare, parent=self)
        row.takes_space = lambda: self._goes_on(" ")
        row.clicked.connect(lambda: self._take(row))
        return row

    def _wanted_columns(self) -> int:
        if self.cells:
            return max(1, len(self.rows))
        if self._is_line:
            return self._count_in_line()
        wanted, narrowest = columns(self.view.appearance)
        room = max(1, self.width() // self.setting.tokens.px(narrowest))
        return max(1, min(wanted, room, len(self.rows) or 1)) if self.width() > 1 else min(wanted, 2)

    @property
    def _is_line(self) -> bool:
        """Whether the choices are a scale: all in one line, or all one beneath the other."""
        return not _IN_A_LINE.isdisjoint(self.view.appearance)

    def _count_in_line(self) -> int:
        count, gap = len(self.rows), self._grid.spacing()
        if count < 2 or self.width() <= 1:
            return max(1, count)
        each = (self.width() - gap * (count - 1)) // count
        return count if each >= max(row.least_width() for row in self.rows) else 1

    def _arrange(self) -> None:
        columns = self._wanted_columns()
        if columns == self._columns:
            return
        for row in self.rows:
            self._grid.removeWidget(row)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for at, row in enumerate(self.rows):
            row.stand(upright=self._is_line and columns > 1 and not self.cells)
            row.show_cell(on=self.cells)
            self._grid.addWidget(row, at // columns, at % columns)
        self.updateGeometry()

    def _take(self, row: ChoiceRow) -> bool:
        """Choose it; whether the form goes on by itself then."""
        self._found = None
        if "keys" in self.__dict__:
            self.keys.drop()
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.many:
            self.chosen.emit(toggled(self.view.value, row.option.value))
            return False
        row.show_chosen(True)
        self.chosen.emit(row.option.value)
        goes_on = not _GOES_ON.isdisjoint(self.view.appearance)
        if goes_on:
            self.finished.emit()
        return goes_on


def columns(appearance: tuple[str, ...]) -> tuple[int, int]:
    """How many columns a form asks for, and how narrow one may be in pixels at scale 1."""
    for name in appearance:
        stem, _, figure = name.rpartition("-")
        if stem in _COUNTED and figure.isdecimal() and int(figure):
            return min(6, int(figure)), _NARROWEST
        if name in _COLUMNED:
            return 3, _NARROWEST
    return 2, _NARROW
