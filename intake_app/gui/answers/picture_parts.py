"""A picture whose parts are choices: each part is a button of its own shape, for the hand, the keys and screen readers.

The picture never mirrors. It stands on white in the light and the dark look; with high contrast its own colours give
way to ink on paper.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from intake_app.gui.answers.answer import Option
from intake_app.gui.outlines import path_of
from intake_app.gui.tokens import CONTRAST, LIGHT, RADIUS_CARD, Palette, Space, Tokens
from intake_app.image_map import ImageMap, Shape

_WIDEST, _TALLEST, _LOWEST = 380, 460, 180
_ROOM, _REST = 0.5, 84
"""Of the height of the window it takes so much at most, less what its words need."""
_NEAR = 16
"""Pixels beside a small part that still mean it."""
_THIN = 8.0
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Part(QAbstractButton):
    """One part that can be chosen. It paints nothing: the picture does."""

    pointed = Signal(object)
    walked = Signal(object)

    def __init__(self, option: Option, shapes: Sequence[Shape]) -> None:
        super().__init__()
        self.option = option
        self.outline = QPainterPath()
        self.outline.setFillRule(Qt.FillRule.WindingFill)
        for shape in shapes:
            self.outline.addPath(path_of(shape))
        self.shape_here = QPainterPath()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_option(self, option: Option) -> None:
        """The same choice, perhaps in other languages."""
        self.option = option
        self.setAccessibleName(" · ".join(text.text for text in (option.person, option.mediator) if text is not None))

    def take_place(self, by: QTransform) -> None:
        """Lie where the part is seen."""
        self.shape_here = by.map(self.outline)
        box = self.shape_here.boundingRect()
        if box.width() < _THIN or box.height() < _THIN:
            wide = QPainterPathStroker(QPen(Qt.GlobalColor.black, _THIN))
            self.shape_here.addPath(wide.createStroke(self.shape_here))
        around = self.shape_here.boundingRect().toAlignedRect()
        self.setGeometry(around)
        mask = QRegion()
        for polygon in self.shape_here.toFillPolygons():
            mask += QRegion(polygon.toPolygon(), Qt.FillRule.WindingFill)
        self.setMask(mask.translated(-around.topLeft()) if not mask.isEmpty() else QRegion(self.rect()))

    def ring_rect(self) -> QRect:
        """The picture draws the outline of what has the keyboard; a ring around the box would say less."""
        return QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses, arrow keys walk; Enter goes to the page, which goes on."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        elif event.key() in _WAYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(_WAYS[Qt.Key(event.key())])
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is over it."""
        super().enterEvent(event)
        self.pointed.emit(self)

    def leaveEvent(self, event: object) -> None:
        """The pointer is gone."""
        self.pointed.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is on it."""
        super().focusInEvent(event)
        self.pointed.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is gone."""
        super().focusOutEvent(event)
        self.pointed.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing."""


class PartsPicture(QWidget):
    """`chosen` carries the value of a part; `told`: another part, or none, is `pointed` at."""

    chosen = Signal(str)
    told = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._drawing: ImageMap | None = None
        self._painted: tuple[QSize, Palette, QImage] | None = None
        self._over: Part | None = None
        self.parts: dict[str, Part] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    @property
    def pointed(self) -> Option | None:
        """The choice of the part that the pointer or the keyboard is on."""
        return self._over.option if self._over is not None else None

    def show_drawing(self, drawing: ImageMap, options: Sequence[Option]) -> None:
        """Show a drawing with these choices as its parts, in the order of the drawing."""
        names = {option.value: option for option in options}
        if drawing is self._drawing and list(self.parts) == list(_by_part(drawing, names)):
            for value, part in self.parts.items():
                part.show_option(names[value])
            return
        if drawing is not self._drawing:
            self._drawing, self._painted = drawing, None
        for part in self.parts.values():
            part.hide()
            part.deleteLater()
        self._over = None
        self.parts = {value: self._part(names[value], shapes) for value, shapes in _by_part(drawing, names).items()}
        self.updateGeometry()
        self._place_parts()
        self.update()

    def show_chosen(self, values: Sequence[str], *, readonly: bool) -> None:
        """Mark the parts that are chosen."""
        for value, part in self.parts.items():
            part.setChecked(value in values)
            part.setEnabled(not readonly)
        self.update()

    def sizeHint(self) -> QSize:
        px, drawing = self._tokens.px, self._drawing
        tallest = max(px(_LOWEST), min(px(_TALLEST), round(self.window().height() * _ROOM - px(_REST))))
        room = QSizeF(px(_WIDEST), tallest)
        if drawing is None:
            return QSize(px(_WIDEST) * 2 // 3, tallest)
        return QSizeF(drawing.width, drawing.height).scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch is told where it ends: one that scrolls the page means nothing here."""
        if event.button() != Qt.MouseButton.LeftButton or not self._near(event.position()):
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch just beside a small part means it."""
        near = self._near(event.position())
        if near and event.button() == Qt.MouseButton.LeftButton:
            min(near, key=lambda part: _far(part, event.position().toPoint())).click()

    def _near(self, spot: QPointF) -> list[Part]:
        """The parts that a touch there may mean."""
        reach = self._tokens.px(_NEAR)
        around = QRectF(spot - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach))
        return [part for part in self.parts.values() if part.shape_here.intersects(around)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, the parts that are chosen, the one that is pointed at, the one that has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours()
        radius = self._tokens.px(RADIUS_CARD)
        painter.setPen(QPen(self._tokens.color("line"), 1))
        painter.setBrush(QColor(colours.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self._drawing is None:
            return
        painter.drawImage(0, 0, self._ground())
        for part in self.parts.values():
            if part.isChecked() or part is self._over:
                self._paint_part(painter, part)
        held = next((part for part in self.parts.values() if part.hasFocus()), None)
        if held is not None:
            self._paint_focus(painter, held)

    def _ground(self) -> QImage:
        """The drawing without marks, painted once for each size and look."""
        dots, kind = self.devicePixelRatioF(), QImage.Format.Format_ARGB32_Premultiplied
        wanted = (self.size() * dots, self._colours())
        if self._painted is None or self._painted[:2] != wanted:
            image = QImage(wanted[0], kind)
            image.setDevicePixelRatio(dots)
            image.fill(0)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(self._way(), combine=True)
            for shape in self._drawing.shapes if self._drawing is not None else ():
                self._paint_shape(painter, shape, path_of(shape))
            painter.end()
            self._painted = (*wanted, image)
        return self._painted[2]

    def _part(self, option: Option, shapes: Sequence[Shape]) -> Part:
        part = Part(option, shapes)
        part.setParent(self)
        part.show_option(option)
        part.clicked.connect(lambda: self.chosen.emit(option.value))
        part.pointed.connect(self._point)
        part.walked.connect(lambda way: self._walk(part, *way))
        part.show()
        return part

    def _colours(self) -> Palette:
        return CONTRAST if self._tokens.palette is CONTRAST else LIGHT

    def _way(self) -> QTransform:
        """From the units of the drawing to this widget, within a margin."""
        drawing, edge = self._drawing, self._tokens.px(Space.SMALL)
        if drawing is None:
            return QTransform()
        unit = min((self.width() - 2 * edge) / drawing.width, (self.height() - 2 * edge) / drawing.height)
        x, y = (self.width() - unit * drawing.width) / 2, (self.height() - unit * drawing.height) / 2
        return QTransform(unit, 0, 0, unit, x, y)

    def _place_parts(self) -> None:
        for part in self.parts.values():
            part.take_place(self._way())

    def _point(self, part: Part | None) -> None:
        held = next((one for one in self.parts.values() if one.hasFocus()), None)
        self._over = part or held
        self.told.emit()
        self.update()

    def _walk(self, part: Part, across: int, down: int) -> None:
        """To the nearest part that way."""
        here = part.geometry().center()
        found: list[tuple[int, Part]] = []
        for other in self.parts.values():
            way = other.geometry().center() - here
            on, aside = way.x() * across + way.y() * down, abs(way.x() * down) + abs(way.y() * across)
            if on > 0 and other.isEnabled():
                found.append((on + aside, other))
        if found:
            min(found, key=lambda one: one[0])[1].setFocus(Qt.FocusReason.TabFocusReason)

    def _paint_shape(self, painter: QPainter, shape: Shape, path: QPainterPath) -> None:
        colours = self._colours()
        plain = colours is CONTRAST
        fill, stroke = ((colours.paper, colours.ink) if plain else (shape.fill, shape.stroke))
        seen = bool(shape.fill or shape.stroke)
        painter.setBrush(_colour(fill) if shape.fill else Qt.BrushStyle.NoBrush)
        pen = QPen(_colour(stroke), shape.width)
        if plain:
            pen = QPen(_colour(stroke), 1.5)
            pen.setCosmetic(True)
        painter.setPen(pen if seen and (shape.stroke or plain) else Qt.PenStyle.NoPen)
        painter.drawPath(path)

    def _paint_part(self, painter: QPainter, part: Part) -> None:
        colours = self._colours()
        accent = QColor(colours.accent)
        chosen = part.isChecked()
        painter.setPen(QPen(accent, 3 if chosen else 2))
        accent.setAlpha(150 if chosen else 45)
        painter.setBrush(accent)
        painter.drawPath(part.shape_here)
        if not chosen:
            return
        side = float(self._tokens.px(20))
        place = QRectF(0, 0, side, side)
        place.moveCenter(QPointF(part.geometry().center()))
        painter.setPen(QPen(QColor(colours.on_accent), 2))
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(place)
        corners = [place.topLeft() + QPointF(side * x, side * y) for x, y in ((0.28, 0.52), (0.44, 0.68), (0.73, 0.36))]
        painter.drawPolyline(corners)

    def _paint_focus(self, painter: QPainter, part: Part) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((7, self._colours().focus_edge), (3, self._colours().focus)):
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPath(part.shape_here)


def _by_part(drawing: ImageMap, names: dict[str, Option]) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = {}
    for shape in drawing.shapes:
        name = shape.part(names)
        if name:
            found.setdefault(name, []).append(shape)
    return found


def _colour(name: str) -> QColor:
    made = QColor(name)
    return made if made.isValid() else QColor(LIGHT.ink)


def _far(part: Part, spot: QPoint) -> int:
    return (part.geometry().center() - spot).manhattanLength()
