"""What a page does where there is little room: less white around it, lists above what stood beside them, scrolling.

A laptop of 1366x768 whose screen is set to twice the size leaves 683x384 for a window.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QScrollArea, QWidget

from intake_app.gui.controls import Label, Sheet, column, scrolled, stand_on_top
from intake_app.gui.fitted import Remainder
from intake_app.gui.following import Following
from intake_app.gui.nested import nest
from intake_app.gui.table import Table
from intake_app.gui.tokens import Size, Space

_NARROW, _LOW = 800, 480
"""In pixels at scale 1: below these there is little room."""
LOWEST = 148
"""Of a list: its head and two rows."""


class Room(QObject):
    """Watches how large a page is, and how large its letters are."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._edges: list[tuple[QLayout, tuple[int, int, int, int]]] = []
        self._beside: list[QBoxLayout] = []
        self._bodies: list[tuple[QWidget, int]] = []
        self._unfolding: list[QScrollArea] = []
        self.narrow = self.low = False
        self._over, self._spare = 0, 1
        """By how much a page is higher than its place, of all the white above and below that may go."""
        page.installEventFilter(self)

    def edges(self, inside: QLayout) -> None:
        """The white around it, as it was laid out, for when there is room for it."""
        kept = inside.contentsMargins()
        self._edges.append((inside, (kept.left(), kept.top(), kept.right(), kept.bottom())))
        self.fit()

    def squeeze(self, area: QScrollArea) -> None:
        """White above and below goes, no more than is lacking, where that alone spares the page a scroll bar."""
        holder = area.widget()
        if holder is None:
            return
        usual = [edge for _layout, edges in self._edges for edge in self._usual(edges)[1::2]]
        now = [edge for layout, _edges in self._edges for edge in _upright(layout)]
        spare = sum(max(0, edge - Space.SMALL) for edge in usual)
        needed = max(holder.heightForWidth(area.viewport().width()), 0) + sum(usual) - sum(now)
        over = needed - area.viewport().height()
        wanted = (over, spare) if 0 < over <= spare else (0, 1)
        if wanted != (self._over, self._spare):
            self._over, self._spare = wanted
            self.fit()

    @property
    def tight(self) -> bool:
        """Whether white has gone, so that there is no scroll bar."""
        return self._over > 0

    def _usual(self, edges: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """White around it: left, above, right, below; less of it where there is little room."""
        if not (self.narrow or self.low):
            return edges
        left, top, right, bottom = (min(edge, Space.NORMAL) for edge in edges)
        return left, top, right, bottom

    def _squeezed(self, edge: int) -> int:
        """What is left of white above or below; each gives by how much it may."""
        return edge - -(-max(0, edge - Space.SMALL) * self._over // self._spare)

    def beside(self, across: QBoxLayout) -> None:
        """What stands beside each other stands one above the other in a narrow window."""
        self._beside.append(across)
        self.fit()

    def keep(self, body: QWidget, lowest: int = LOWEST) -> None:
        """So high is a part at least, in pixels at scale 1."""
        self._bodies.append((body, lowest))
        self.fit()

    def unfold(self, area: QScrollArea) -> None:
        """What scrolls by itself shows all it has in a narrow window, where the page alone scrolls."""
        self._unfolding.append(area)
        holder = area.widget()
        if holder is not None:
            holder.installEventFilter(self)
        self.fit()

    def list_or_words(self, table: Table, empty: Label) -> Remainder:
        """What holds a list, or the sentence in its place, and has the room the other parts of a page leave."""
        body = Remainder()
        body.addWidget(table)
        body.addWidget(empty)
        stand_on_top(empty)
        self.keep(body)
        return body

    def scroll(self, parts: Sequence[QWidget | QLayout], growing: QWidget | QLayout, *tables: Table) -> QScrollArea:
        """The parts of a page, one of which grows with it; where even the least they need has no room, it scrolls."""
        holder = Sheet()
        down = column(holder, gap=Space.NORMAL)
        down.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        for part in parts:
            if isinstance(part, QLayout):
                nest(down, part, int(part is growing))
            else:
                down.addWidget(part, int(part is growing))
        down.addStretch(0)  # where what grows is hidden the others stay on top
        self.edges(down)
        area = scrolled(holder)
        following = Following(area)
        for table in tables:
            table.chosen.connect(following.look_at_row)
        return area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page has another size, or other letters; what unfolds has more or less to show."""
        if "_page" not in self.__dict__:  # taken apart with its page, which still tells of its end
            return False
        kinds = QEvent.Type
        mine = (kinds.Resize, kinds.FontChange, kinds.StyleChange)
        if event.type() in (mine if watched is self._page else (kinds.LayoutRequest, kinds.Resize)):
            self.fit()
        return False

    def fit(self) -> None:
        """Look how much room there is."""
        scale = QApplication.font().pixelSize() / Size.CONTROL
        self.narrow = self._page.width() < _NARROW * scale
        self.low = self._page.height() < _LOW * scale
        for layout, edges in self._edges:
            left, top, right, bottom = self._usual(edges)
            layout.setContentsMargins(left, self._squeezed(top), right, self._squeezed(bottom))
        ways = QBoxLayout.Direction
        for across in self._beside:
            across.setDirection(ways.TopToBottom if self.narrow else ways.LeftToRight)
        for body, lowest in self._bodies:
            body.setMinimumHeight(round(lowest * scale))
        for area in self._unfolding:
            holder = area.widget()
            wanted = holder.heightForWidth(area.viewport().width()) if holder is not None and self.narrow else 0
            area.setMinimumHeight(max(wanted, 0))


def _upright(layout: QLayout) -> tuple[int, int]:
    """The white above and below it as it is now."""
    edges = layout.contentsMargins()
    return edges.top(), edges.bottom()
