"""Tables of questions with the same choices: one head with their words, then a line of buttons for each question.

A select of the look `label` is the head, the selects of the look `list-nolabel` that follow it are the lines. Where
there is no room for it, each question of the whole table stands for itself and repeats its choices.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.answers.choice_row import paint_key
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.kinds import is_heading
from intake_app.gui.controls import set_shown
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import layout_at, nest
from intake_app.gui.tokens import Size, Space, direction

_LINE = "list-nolabel"
_WORDS, _CELL = 2, 3
"""Of five parts of the width the words of the questions have two, all buttons together three."""
_WORDS_LEAST, _CELL_LEAST = 220, 76
_KEY = 22
_STATES = 2


@dataclass
class Table:
    """A table of a page, by the refs of its head and its lines."""

    head: str
    lines: tuple[str, ...]
    shown: bool = False


class Tables:
    """The tables of a page."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tables: list[Table] = []
        self._made: Mapping[str, QuestionBlock] = {}
        self._width = 0

    def find(self, refs: Iterable[str], made: Mapping[str, QuestionBlock]) -> None:
        """See which questions of a page are a table; a line that is in none any more stands for itself."""
        before = {one.head: one.shown for one in self._tables}
        self._tables = []
        lines: list[str] | None = None
        for ref in refs:
            view = self._reading.session.question(ref)
            if is_heading(view):
                lines = []
                self._tables.append(Table(ref, (), before.get(ref, False)))
            elif lines is not None and view.control in ("select1", "select") and _LINE in view.appearance:
                lines.append(ref)
                self._tables[-1].lines = tuple(lines)
            else:
                lines = None
        self._tables = [one for one in self._tables if one.lines]
        known = {ref for one in self._tables for ref in (one.head, *one.lines)}
        for ref, block in made.items():
            if ref not in known:
                stand(block)

    def fit(self, width: int, made: Mapping[str, QuestionBlock]) -> None:
        """Show the tables for which there is room in so many pixels, the others question by question."""
        self._width = width
        self.look_again(made)

    def look_again(self, made: Mapping[str, QuestionBlock]) -> None:
        """The same after other words or other choices."""
        for table in self._tables if self._width else ():
            self._show(table, made)

    def take(self, block: QuestionBlock, made: Mapping[str, QuestionBlock]) -> None:
        """A question came to the page."""
        self._made = made
        if isinstance(block.answer, ChoiceGrid):
            block.answer.beyond.connect(lambda step, column, ref=block.ref: self._walk(ref, step, column))
        table = self._table_of(block.ref)
        if table is not None and self._width:
            self._show(table, made)

    def _fits_together(self, head: QuestionBlock, blocks: list[QuestionBlock]) -> bool:
        """Whether all lines have the choices of the head, none is a list to search, and all are of the same person."""
        wanted = [option.value for option in head.options]
        own = self._reading.is_mediators_own(head.ref)
        return bool(wanted) and all(
            isinstance(block.answer, ChoiceGrid)
            and [option.value for option in block.options] == wanted
            and self._reading.is_mediators_own(block.ref) == own
            for block in blocks
        )

    def _table_of(self, ref: str) -> Table | None:
        return next((one for one in self._tables if ref in (one.head, *one.lines)), None)

    def _walk(self, ref: str, step: int, column: int) -> None:
        """The button above or below, in the line of another question; a line that is only read is passed over."""
        table = self._table_of(ref)
        lines = table.lines if table is not None and ref in table.lines else (ref,)
        at = lines.index(ref)
        for one in lines[at + 1 :] if step > 0 else lines[:at][::-1]:
            answer = self._made[one].answer if one in self._made else None
            button = answer.rows[column] if isinstance(answer, ChoiceGrid) and column < len(answer.rows) else None
            if button is not None and button.isEnabled():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _show(self, table: Table, made: Mapping[str, QuestionBlock]) -> None:
        head = made.get(table.head)
        blocks = [made[ref] for ref in table.lines if ref in made]
        if head is None or not blocks:
            return
        table.shown = self._fits_together(head, blocks) and _head_of(head, blocks[0]).least_width() <= self._width
        with _once_laid(head.parentWidget()):
            self._lay(table, head, blocks)

    def _lay(self, table: Table, head: QuestionBlock, blocks: list[QuestionBlock]) -> None:
        (lie_as_head if table.shown else stand)(head)
        for block in blocks:
            if not table.shown or block.lain != len(block.options):
                stand(block)
            if table.shown and not block.lies:
                lie(block)


@contextmanager
def _once_laid(page: QWidget | None) -> Iterator[None]:
    """Lay a page once when all is done: each part that is shown or hidden lays all the others anew."""
    layout = page.layout() if page is not None else None
    if layout is None or not layout.isEnabled():
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.update()


def lie(block: QuestionBlock) -> None:
    """One line: the words, the buttons, what may be said instead."""
    answer = block.answer
    assert isinstance(answer, ChoiceGrid)
    answer.show_cells(on=True)
    count = len(answer.rows)
    line = _line(block, count)
    line.addWidget(answer, _CELL * count)
    _ignore_width(answer)
    block.states.hide()
    for pill in block.pills.values():
        block.states.remove(pill)
        pill.show_narrow(on=True)
        _keep_room(pill)
        line.addWidget(pill, _CELL, Qt.AlignmentFlag.AlignCenter)
    block.tell_states()


def lie_as_head(block: QuestionBlock) -> None:
    """The words of the choices in one line, above the buttons."""
    head = block.head
    if block.lies or not isinstance(head, GridHead):
        return
    block.answer.hide()
    line = _line(block, head.count)
    line.addWidget(head, _CELL * (head.count + _STATES))
    _ignore_width(head)
    head.show()


def stand(block: QuestionBlock) -> None:
    """A question for itself again."""
    if not block.lies:
        return
    block.lies = False
    line = layout_at(block.box, 0)
    while line is not None and line.count():
        line.takeAt(0)
    if line is not None:
        block.box.removeItem(line)
        line.deleteLater()
    card = block.card
    policy = card.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
    policy.setRetainSizeWhenHidden(False)
    card.setSizePolicy(policy)
    block.box.insertWidget(0, card)
    if isinstance(block.answer, ChoiceGrid):
        block.answer.show_cells(on=False)
        policy = block.answer.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        block.answer.setSizePolicy(policy)
        for pill in block.pills.values():
            pill.show_narrow(on=False)
            block.states.add(pill)
    block.box.insertWidget(1, block.answer)
    if block.head is not None:
        block.head.hide()
        block.answer.show()
    block.tell_states()


def _line(block: QuestionBlock, count: int) -> QHBoxLayout:
    """Begun with the words of a question; its parts are as wide as their share, whatever they hold."""
    block.lies, block.lain = True, count
    line = QHBoxLayout()
    line.setSpacing(0)
    block.box.removeWidget(block.card)
    block.box.removeWidget(block.answer)
    nest(block.box, line, at=0)
    line.addWidget(block.card, _WORDS * (count + _STATES))
    _ignore_width(block.card)
    _keep_room(block.card)
    return line


def _ignore_width(part: QWidget) -> None:
    policy = part.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    part.setSizePolicy(policy)


def _keep_room(part: QWidget) -> None:
    policy = part.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    part.setSizePolicy(policy)


def _head_of(block: QuestionBlock, first: QuestionBlock) -> "GridHead":
    """The head of a table in the words that are valid now."""
    states = tuple(Option(str(state), both.person, both.mediator) for state, both in first.state_words().items())
    told = (block.options, states, block.setting)
    if not isinstance(block.head, GridHead) or block.head.told[0] != told[0] or block.head.told != told:
        if block.lies:
            stand(block)
        if block.head is not None:
            block.head.deleteLater()
        block.head = GridHead(*told)
        block.head.setParent(block)
    assert isinstance(block.head, GridHead)
    return block.head


class GridHead(QWidget):
    """The words of the choices with their numbers, then those of what may be said instead."""

    def __init__(self, options: tuple[Option, ...], states: tuple[Option, ...], setting: Setting) -> None:
        super().__init__()
        self.told = (options, states, setting)
        self.count = len(options)
        self.hide()
        self.cells = [_HeadCell(option, at, setting) for at, option in enumerate(options, 1)]
        self.cells += [_HeadCell(option, 0, setting) for option in states]
        self.setLayoutDirection(direction(setting.person))
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.setRowMinimumHeight(0, setting.tokens.px(_KEY + Space.SMALL))
        for at, cell in enumerate(self.cells):
            rows.addWidget(cell, 0, at, 3, 1)
            nest(rows, _within(cell.person, setting.tokens.px(Space.HAIR), above=True), 1, at)
            nest(rows, _within(cell.mediator, setting.tokens.px(Space.HAIR), above=False), 2, at)
            rows.setColumnStretch(at, 1)
        rows.setColumnStretch(len(self.cells), _STATES - len(states))

    def least_width(self) -> int:
        """Pixels of a page in which it can stand: no word is broken, a question has room for its own."""
        px = self.told[2].tokens.px
        cell = max(px(_CELL_LEAST), *(one.widest_word() + px(Space.SMALL) for one in self.cells))
        parts = self.count + _STATES
        return max(cell * parts * (_WORDS + _CELL) // _CELL, px(_WORDS_LEAST) * (_WORDS + _CELL) // _WORDS) + parts


def _within(words: TextBlock, side: int, *, above: bool) -> QVBoxLayout:
    """Words with air at their sides, and with the room that they do not need above or below them."""
    made = QVBoxLayout()
    made.setContentsMargins(side, 0, side, 0)
    made.addStretch(int(above))
    made.addWidget(words)
    made.addStretch(int(not above))
    return made


class _HeadCell(QWidget):
    """A column of the head: the number, and the words that stand in its middle on one line with those beside them."""

    def __init__(self, option: Option, number: int, setting: Setting) -> None:
        super().__init__()
        self._tokens, self._number = setting.tokens, number
        middle = Type(Size.CONTROL, centred=True), Type(Size.SECOND, "ink_soft", centred=True)
        self.person = TextBlock(setting.tokens.of_person, middle[0])
        self.person.tell(option.person.text or option.value, option.person.language or "")
        self.mediator = TextBlock(setting.tokens.of_mediator, middle[1])
        if option.mediator is not None:
            self.mediator.tell(option.mediator.text, option.mediator.language or "")
        set_shown(self.mediator, option.mediator is not None)
        for part in (self, self.person, self.mediator):
            _ignore_width(part)

    def widest_word(self) -> int:
        """Pixels of the widest word of both languages."""
        return max(self.person.widest_word(), self.mediator.widest_word())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._number:
            side = self._tokens.px(_KEY)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_key(painter, QRectF((self.width() - side) / 2, 2, side, side), self._number, self._tokens)
