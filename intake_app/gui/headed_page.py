"""Pages that one goes to and comes back from: a head, what it is about, the page itself, the way back at the foot."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from intake_app.gui.controls import (
    Button,
    Card,
    Label,
    Sheet,
    column,
    link,
    row,
    scrolled,
    stand_on_top,
)
from intake_app.gui.fitted import Remainder
from intake_app.gui.following import SETTLED_MS, Following, turned
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import LOWEST, Room
from intake_app.gui.table import Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.under_way import UnderWay, ask_once
from intake_app.gui.words import Words
from intake_app.vault import Vault

T = TypeVar("T")
_LOWEST = 220
"""Of a list with its card."""
_NO_LIMIT = (1 << 24) - 1
"""The width that Qt gives to what has none."""
_SHARE = 1000
"""Of a width, beside 1 for what is left."""


class HeadedPage(Page):
    """Heirs call `lay_out` once their widgets are made, and `say_head` in `retranslate`."""

    def __init__(self, words: Words, lanes: Lanes) -> None:
        super().__init__(words, lanes)
        self.head, self.explanation = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.cancel = link(hint="Esc")
        self.cancel.clicked.connect(self.back)
        self._area: QScrollArea | None = None
        self._actions: tuple[Button, ...] = ()
        self._room = Room(self)
        self.under_way = UnderWay(words, self)

    def back(self) -> None:
        """Leave the page, but not before the store has answered what was asked of it by `once`."""
        if not self.under_way.busy:
            self.left.emit()

    def once(
        self, fn: Callable[[Vault], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Ask the store to change something, however often the button is pressed; it can be stopped until it begins."""
        ask_once(self, self.under_way, lambda store, _halt: fn(store), done, failed)

    def say_head(self, head: str, explanation: str) -> None:
        """Set the words that every such page has."""
        self.head.setText(head)
        self.explanation.setText(explanation)
        self.cancel.say(self.words("Back"))

    def lay_out(self, parts: Sequence[QWidget], actions: Sequence[Button], quiet: Sequence[Button] = ()) -> None:
        """The parts, one below the other; when they want more room than there is, they scroll together."""
        holder = self._below_the_head(parts, Space.NORMAL)
        self._area = scrolled(holder)
        Following(self._area)
        self._stand(self._area, actions, quiet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is only to be read, below all that the keyboard comes to, comes into sight by these two keys."""
        if self._area is None or not turned(event.key(), self._area):
            super().keyPressEvent(event)

    def see(self, part: QWidget) -> None:
        """Scroll until this part stands at the top, or as far up as there is something below it, once all has room."""
        QTimer.singleShot(SETTLED_MS, self, lambda: self._scroll_to(part))

    def _scroll_to(self, part: QWidget) -> None:
        if self._area is not None and (holder := self._area.widget()) is not None:
            at = part.mapTo(holder, QPoint(0, 0)).y()
            self._area.verticalScrollBar().setValue(at - Space.NORMAL)

    def _below_the_head(self, parts: Sequence[QWidget], gap: int, stretched: int = 0) -> QWidget:
        holder = Sheet()
        inside = column(holder, gap=gap)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        self._room.edges(inside)
        inside.addWidget(self.head)
        inside.addWidget(self.explanation)
        for part in parts:
            if part.maximumWidth() < _NO_LIMIT:
                nest(inside, leading(part), stretched)
            else:
                inside.addWidget(part, stretched)
        if not stretched:
            inside.addStretch(1)
        return holder

    def _stand(self, body: QWidget, actions: Sequence[Button], quiet: Sequence[Button]) -> None:
        self._actions = tuple(actions)
        whole = column(self, gap=0)
        whole.addWidget(body, 1)
        whole.addWidget(self.under_way)
        whole.addWidget(Footer((self.cancel, *quiet), actions))


def leading(part: QWidget) -> QHBoxLayout:
    """A part that is no wider than so, at the leading edge: a row asks it for its height at the width that it gets."""
    across = row(gap=0)
    across.addWidget(part, _SHARE)
    across.addStretch(1)
    return across


class ListPage(HeadedPage):
    """A list, and beside it a card with what is chosen in it; one sentence where the list is empty.

    Heirs say in `refresh` what is queried, and call `lay_out_list` once their widgets are made.
    """

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.table, self.empty = Table(look), Label(wrap=True)
        self.name = Label(role="heading", wrap=True)
        self._body, self._look = Remainder(), look
        self._beside: Card | None = None

    def shown(self) -> None:
        """Query, and give the keyboard to the list."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Query what is listed."""

    def show_rows(self, heads: Sequence[str], rows: Sequence[Row]) -> None:
        """What is listed now."""
        self.table.take(heads, rows)
        self._body.setCurrentIndex(0 if rows else 1)
        self._fit()
        if self.isVisible() and self.window().focusWidget() is self.table:  # given while the list could not be seen
            offered = (button for button in reversed(self._actions) if button.isVisible() and button.isEnabled())
            led = self.table if rows else next(offered, self.cancel)
            led.setFocus(Qt.FocusReason.TabFocusReason)

    def lay_out_list(
        self,
        card: Card,
        actions: Sequence[Button],
        quiet: Sequence[Button] = (),
        inside: QScrollArea | None = None,
        above: Sequence[QWidget] = (),
    ) -> None:
        """The list and the card share what room there is; ``inside`` is the part of the card that scrolls by itself.

        ``above``: what stands over both, such as a search.
        """
        both, self._beside = QWidget(), card
        card.installEventFilter(self)
        if inside is not None:
            self._room.unfold(inside)
            Following(inside)  # before the one around it, which measures what stands where then
        across = row(both, gap=Space.LARGE)
        across.addWidget(self.table, 9)
        across.addWidget(card, 11)
        self._room.beside(across)
        self._room.keep(self.table)
        for widget in (both, self.empty):
            self._body.addWidget(widget)
        stand_on_top(self.empty)
        self._area = scrolled(self._below_the_head((*above, self._body), Space.SMALL, stretched=1))
        self.table.chosen.connect(Following(self._area).look_at_row)
        self.table.chosen.connect(lambda _key: QTimer.singleShot(0, self, self._fit))
        self._stand(self._area, actions, quiet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low for large letters, the page scrolls before list and card are cut."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The card has more or less to show than before."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self._body.setMinimumHeight(0 if self._body.currentIndex() else self._lowest())

    def _lowest(self) -> int:
        """Of list and card: no less than the parts of the card need, however long the name in it is."""
        beside = self._beside
        needs = beside.column.totalMinimumHeightForWidth(beside.width()) if beside is not None else 0
        if self._room.narrow:
            return self._look.tokens.px(LOWEST) + Space.LARGE + needs
        return max(self._look.tokens.px(_LOWEST), needs)
