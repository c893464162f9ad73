"""A pill that opens a menu and says so: the arrow of a list of choices, at its far end in either direction."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QActionGroup, QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionButton, QStylePainter, QWidget

from intake_app.gui.clipboard import choose_at_once
from intake_app.gui.controls import Button, set_role

_OPENING = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier)


class MenuPill(Button):
    """Qt's own arrow is a speck that does not grow with the words, and from right to left there is none.

    Without an `arrow` it says so to who hears it alone. Whether it is `lit` says to the eye how things are; nothing is
    ticked by pressing it.
    """

    def __init__(self, *, arrow: bool = True) -> None:
        super().__init__("pill")
        self._arrow = arrow
        self.lit = False

    def light(self, on: bool) -> None:
        """Look as what is on, or not."""
        self.lit = on
        self.update()

    def turns_bold(self) -> bool:
        """What is lit is bold."""
        return not self._arrow

    def opens(self, fill: Callable[[QMenu], object], owner: QWidget | None = None) -> None:
        """Have a menu that `fill` fills each time it opens; an `owner` gives it another dress than that of the pill."""
        menu = QMenu(owner or self)
        set_role(menu, "languages")

        def anew() -> None:
            for inner in (*menu.findChildren(QMenu), *menu.findChildren(QActionGroup)):
                inner.deleteLater()
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(anew)
        self.setMenu(menu)

    def setMenu(self, menu: QMenu) -> None:
        """Who hears a menu that opens hears which."""
        menu.aboutToShow.connect(lambda: menu.setAccessibleName(self.accessibleName() or self.text()))
        choose_at_once(menu)
        super().setMenu(menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the menu, as in a list of choices, at its first entry."""
        menu, held = self.menu(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if menu is None or event.key() != Qt.Key.Key_Down or held not in _OPENING:
            super().keyPressEvent(event)
            return
        self.showMenu()
        entries = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        if entries:
            menu.setActiveAction(entries[0])

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Not as one with a menu: its arrow is drawn here. What is lit looks as what is ticked."""
        super().initStyleOption(option)
        if self.lit:
            option.state |= QStyle.StateFlag.State_On  # type: ignore[attr-defined, unused-ignore]
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu  # type: ignore[attr-defined, unused-ignore]

    def sizeHint(self) -> QSize:
        """The words, and the arrow beside them; no narrower than it is tall: it is pressed by a finger."""
        if not self._arrow and not self.menu():
            return super().sizeHint()
        taken = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, None, self) if self.menu() else 0
        told = super().sizeHint() + QSize(self._room() - taken, 0)
        return told.expandedTo(QSize(told.height(), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pill, its words, and the arrow after them."""
        if not self._arrow:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        rtl, arm, room = self.layoutDirection() == Qt.LayoutDirection.RightToLeft, self._arm(), self._room()
        option.rect = self.rect().adjusted(  # type: ignore[attr-defined, unused-ignore]
            room if rtl else 0, 0, 0 if rtl else -room, 0
        )
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        far = inside.left() + arm if rtl else inside.right() + 1 - arm
        middle = QPointF(far, self.height() / 2)
        draw_arrow(painter, middle, arm, self.palette().buttonText().color())
        painter.end()

    def _arm(self) -> float:
        return self.fontMetrics().height() / 5

    def _room(self) -> int:
        return round(4 * self._arm()) if self._arrow else 0


def draw_arrow(painter: QPainter, middle: QPointF, arm: float, colour: QColor) -> None:
    """Downwards, two strokes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    tip = middle + QPointF(0, arm / 2)
    painter.drawPolyline([tip - QPointF(arm, arm), tip, tip + QPointF(arm, -arm)])
