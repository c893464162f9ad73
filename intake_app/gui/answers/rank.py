"""Choices put in order with an up and a down beside each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.controls import Label, discard, link, secondary, set_role, tab_order
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Size, Space
from intake_app.xform import QuestionView

_Told = tuple[Setting, Option, int, int]
"""What a row says: the choice, its place, and the lowest place to which one may move, 0 where none moves."""


class RankAnswer(Answer):
    """All choices in an order; the form's own order is no answer until the person keeps or changes it."""

    def __init__(self, setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self._options = options
        self.keep = secondary()
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.SMALL)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        nest(box, self._column)
        box.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.keep.clicked.connect(lambda: self.chosen.emit(" ".join(self.order())))
        self.rows: list[_RankRow] = []
        self.retell(setting)
        self._build()

    def order(self) -> list[str]:
        """Values as they stand: those ranked, then the rest in the form's order."""
        offered = [option.value for option in self._options]
        ranked = [value for value in self.view.value.split() if value in offered]
        return ranked + [value for value in offered if value not in ranked]

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._build()

    def show_options(self, options: tuple[Option, ...]) -> None:
        self._options = options
        self._build()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.keep.say(setting.tr("Keep this order"))

    def _build(self) -> None:
        """Rows in the order; each place keeps its row, and what is said already is not said anew."""
        held = next((row for row in self.rows if row.holds_focus()), None)
        choice, upward = (held.option.value, held.up.hasFocus()) if held is not None else ("", False)
        by_value = {option.value: option for option in self._options}
        order = self.order()
        last = 0 if self.view.readonly else len(order)
        self._have(len(order))
        for at, value in enumerate(order, 1):
            self.rows[at - 1].tell((self.setting, by_value[value], at, last))
        tab_order((*(button for row in self.rows for button in (row.up, row.down)), self.keep))
        if self.view.value and self.keep.hasFocus():  # what is next would be pressed by a second Space
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keep.setVisible(not self.view.value and not self.view.readonly)
        for row in self.rows:
            if held is not None and row.option.value == choice:
                row.take_focus(upward)

    def _have(self, count: int) -> None:
        """So many rows."""
        there = len(self.rows)
        for row in self.rows[count:]:
            self._column.removeWidget(row)
            discard(row)
        del self.rows[count:]
        for at in range(there, count):
            row = _RankRow(self.setting)
            row.up.clicked.connect(lambda _on=False, here=at: self._move(here, -1))
            row.down.clicked.connect(lambda _on=False, here=at: self._move(here, 1))
            self._column.addWidget(row)
            self.rows.append(row)

    def _move(self, at: int, by: int) -> None:
        order = self.order()
        if 0 <= at + by < len(order):
            order[at], order[at + by] = order[at + by], order[at]
            self.chosen.emit(" ".join(order))


class _RankRow(QFrame):
    """A place in the order."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        set_role(self, "card")
        self._told: _Told | None = None
        tokens = setting.tokens
        self.place = Label("", "heading")
        self.words = TextBlock(tokens.of_person, Type(Size.CHOICE, follows_row=True))
        self.second = TextBlock(tokens.of_mediator, Type(Size.SECOND, "ink_soft", follows_row=True))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.words)
        words.addWidget(self.second)
        words.addStretch(1)
        self.up, self.down = link(), link()
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.SMALL)
        line.addWidget(self.place)
        line.addSpacing(Space.SMALL)
        nest(line, words, 1)
        for button in (self.up, self.down):
            line.addWidget(button)

    def tell(self, told: _Told) -> None:
        """Another choice, or other words for it."""
        if told == self._told:
            return
        self._told = told
        setting, self.option, place, last = told
        tr, tokens, second = setting.tr, setting.tokens, self.option.mediator
        person = self.option.person
        self.place.setText(str(place))
        self.words.tell(person.text, person.language or "", tokens.of_person)
        self.second.tell(second.text if second else "", (second.language if second else "") or "", tokens.of_mediator)
        self.second.setVisible(second is not None)
        self.up.say("↑", tr("Move up: {choice}").format(choice=self.words.text))
        self.down.say("↓", tr("Move down: {choice}").format(choice=self.words.text))
        self.up.setEnabled(1 < place <= last)
        self.down.setEnabled(place < last)

    def holds_focus(self) -> bool:
        """Whether one of its two buttons has the keyboard."""
        return self.up.hasFocus() or self.down.hasFocus()

    def take_focus(self, upward: bool) -> None:
        """The keyboard stays with the choice that moved: at its end it turns round."""
        wanted, other = (self.up, self.down) if upward else (self.down, self.up)
        (wanted if wanted.isEnabled() else other).setFocus(Qt.FocusReason.OtherFocusReason)
