"""Widgets side by side that go on in the next line, from the side where the language of their parent starts."""

from abc import abstractmethod
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget


class Breaking:
    """A widget that stands in more lines where a row of its own is too narrow for it.

    A class, not a protocol: it is asked for at each width of each page.
    """

    @abstractmethod
    def size_in(self, width: int) -> QSize:
        """Its size in so much room."""

    @abstractmethod
    def stand_in(self, width: int) -> None:
        """Stand so."""


class Placing(QWidget):
    """Gives what is in it its places by itself, in the height that follows from its width.

    A widget, not a layout: it owns no layout items.
    """

    def arrange(self) -> None:
        """Place everything again after words or visibility changed."""
        self.updateGeometry()
        self._place(self.width(), moving=True)

    def event(self, event: QEvent) -> bool:
        """Words or letters of a widget in it are larger: what is in no layout tells its parent of that."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A widget that asks for another size moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return False

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, moving=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), moving=True)

    @abstractmethod
    def _place(self, width: int, *, moving: bool) -> int:
        """The height that is needed in a width; `moving`: everything goes to its place."""


class Flow(Placing):
    """Places its widgets at their own size, `gap` pixels apart, each in the middle of its line, or `low` in it."""

    def __init__(self, gap: int, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self._gap, self._low = gap, low
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        if widget.parent() is not self:
            widget.setParent(self)
        widget.installEventFilter(self)
        self._widgets.append(widget)

    def remove(self, widget: QWidget) -> None:
        """Let go of a widget that is about to be taken apart."""
        widget.removeEventFilter(self)
        self._widgets.remove(widget)

    def order(self, widgets: list[QWidget]) -> None:
        """Place the widgets it has in this order, for the eye and for the keyboard."""
        self._widgets = widgets
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)
        self.arrange()

    def sizeHint(self) -> QSize:
        width = sum(_size(one).width() + self._gap for one in self._shown())
        return QSize(width, self.heightForWidth(max(width, 1)))

    def minimumSizeHint(self) -> QSize:
        widths = [_size(one, 0).width() for one in self._shown()]
        return QSize(max(widths, default=0), 0)

    def _shown(self) -> list[QWidget]:
        return [one for one in self._widgets if not one.isHidden()]

    def _place(self, width: int, *, moving: bool) -> int:
        y = -self._gap
        for line in self._lines(width):
            x, y, tall = 0, y + self._gap, max(_size(one, width).height() for one in line)
            for one in line:
                size = _size(one, width)
                if moving:
                    if isinstance(one, Breaking):
                        one.stand_in(width)
                    over = tall - size.height()
                    place = QRect(QPoint(x, y + (over if self._low else over // 2)), size)
                    one.setGeometry(QStyle.visualRect(self.layoutDirection(), QRect(0, 0, width, 0), place))
                x += size.width() + self._gap
            y += tall
        return max(y, 0)

    def _lines(self, width: int) -> list[list[QWidget]]:
        """What stands beside each other: as many as have room, and at least one."""
        lines: list[list[QWidget]] = []
        left = 0
        for one in self._shown():
            wanted = _size(one, width).width()
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append(one)
            left -= wanted + self._gap
        return lines


def _size(one: QWidget, width: int | None = None) -> QSize:
    """Its own size, or the least it may have; of what breaks, that in so much room."""
    if width is not None and isinstance(one, Breaking):
        return one.size_in(width).expandedTo(one.minimumSize())
    return one.sizeHint().expandedTo(one.minimumSize())
