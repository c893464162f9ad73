"""A white sheet to draw on with a finger, a pen or the mouse. White with dark ink in every palette: it is printed so.

Touch and pen come as mouse events, which Qt makes of them for a widget that takes neither.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.gui.finger import holds_finger
from intake_app.gui.tokens import LIGHT, RADIUS_CONTROL, Tokens

LONGEST = 1600
"""The longer side of what is drawn, in pixels of the file."""
_PEN = 6.0
_HALO = 16.0
"""Width of a line, and of the light around it where it runs over a picture, at `LONGEST`."""
_ROOM = 0.27
"""How much of the height of the window it takes at most: who draws must not scroll."""
_LOWEST = 130
_MOST_STEPS = 200

Stroke = tuple[QPointF, ...]


@dataclass(frozen=True)
class Drawn:
    """What was drawn, as pixels, and the kind of file it becomes."""

    image: QImage
    kind: str


@dataclass(frozen=True)
class _Sheet:
    """What lies under the strokes, and the strokes, in pixels of the file."""

    ground: QImage | None = None
    strokes: tuple[Stroke, ...] = ()

    @property
    def blank(self) -> bool:
        return self.ground is None and not self.strokes


class Pad(QWidget):
    """`drawn`: a stroke was made, or taken back; the sheet may be blank then."""

    drawn = Signal()

    def __init__(self, tokens: Tokens, shape: QSize) -> None:
        """``shape``: width and height of a blank sheet, as a proportion."""
        super().__init__()
        holds_finger(self)
        self._tokens = tokens
        self._shape = QSizeF(shape.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
        self._sheet = _Sheet()
        self._before: list[_Sheet] = []
        self._stroke: list[QPointF] = []
        self.readonly = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def blank(self) -> bool:
        """Whether there is nothing on the sheet."""
        return self._sheet.blank

    @property
    def touched(self) -> bool:
        """Whether there are strokes that are not yet part of a picture."""
        return bool(self._sheet.strokes)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    def lay(self, ground: QImage | None) -> None:
        """Put a picture under the pen, or nothing; what was there can be brought back while it is taken away."""
        if ground is None and self.blank:
            return
        self._before = [*self._before, self._sheet] if ground is None else []
        self._sheet = _Sheet(ground)
        self._stroke = []
        self.updateGeometry()
        self.update()

    def undo(self) -> None:
        """Take the last stroke back, or the blank sheet."""
        if self._before:
            self._sheet = self._before.pop()
            self.updateGeometry()
            self.update()
            self.drawn.emit()

    def picture(self) -> Drawn:
        """The sheet as a picture: PNG of lines, JPEG where they run over a picture that knows no opacity."""
        size = self._paper().toSize()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(LIGHT.paper))
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        over = self._sheet.ground is not None and not self._is_own()
        return Drawn(image, "JPEG" if over else "PNG")

    def sizeHint(self) -> QSize:
        return QSize(self._tokens.px(560), self.heightForWidth(self._tokens.px(560)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tokens.px(200), self._tokens.px(_LOWEST))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        paper = self._paper()
        most = max(self._tokens.px(_LOWEST), round(self.window().height() * _ROOM))
        return min(most, round(width * paper.height() / paper.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins where the sheet is."""
        spot = self._spot(event.position())
        on = QRectF(QPointF(0, 0), self._paper()).contains(spot)
        if event.button() != Qt.MouseButton.LeftButton or self.readonly or not on:
            event.ignore()
            return
        self._stroke = [spot]
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on."""
        if self._stroke:
            self._stroke.append(self._spot(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke ends, and is told at once: nothing drawn waits to be lost."""
        if not self._stroke or event.button() != Qt.MouseButton.LeftButton:
            return
        stroke, self._stroke = tuple(self._stroke), []
        self._before = [*self._before, self._sheet][-_MOST_STEPS:]
        self._sheet = replace(self._sheet, strokes=(*self._sheet.strokes, stroke))
        self.update()
        self.drawn.emit()

    def changeEvent(self, event: QEvent) -> None:
        """A sheet that can not be drawn on says so by its cursor."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.setCursor(Qt.CursorShape.CrossCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet with a hairline around it."""
        place = self._place()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge, round_ = QPainterPath(), self._tokens.px(RADIUS_CONTROL)
        edge.addRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
        painter.fillPath(edge, QColor(LIGHT.paper))
        painter.save()
        painter.setClipPath(edge)
        painter.translate(place.topLeft())
        painter.scale(place.width() / self._paper().width(), place.height() / self._paper().height())
        self._draw(painter)
        painter.restore()
        painter.setPen(QPen(self._tokens.color("field"), 1))
        painter.drawPath(edge)

    def _paper(self) -> QSizeF:
        """The sheet in pixels of the file."""
        return QSizeF(self._sheet.ground.size()) if self._sheet.ground is not None else self._shape

    def _is_own(self) -> bool:
        """Whether what lies under the pen was drawn here before: as large as a blank sheet."""
        ground = self._sheet.ground
        return ground is not None and ground.size() == self._shape.toSize()

    def paper_rect(self) -> QRect:
        """The sheet in this widget."""
        return self._place().toAlignedRect()

    def _place(self) -> QRectF:
        """Where the sheet lies in this widget: where its row starts."""
        paper = self._paper().scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRectF(QPointF(self.width() - paper.width() if rtl else 0.0, 0.0), paper)

    def _spot(self, at: QPointF) -> QPointF:
        """A place in this widget as pixels of the file."""
        place = self._place()
        unit = self._paper().width() / max(1.0, place.width())
        return (at - place.topLeft()) * unit

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._sheet.ground is not None:
            painter.drawImage(QPointF(0, 0), self._sheet.ground)
        unit = max(self._paper().width(), self._paper().height()) / LONGEST
        strokes = [*self._sheet.strokes, *([tuple(self._stroke)] if self._stroke else [])]
        lines = [(_PEN, LIGHT.ink)]
        if self._sheet.ground is not None and not self._is_own():
            lines.insert(0, (_HALO, LIGHT.paper))
        for width, colour in lines:
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(QColor(colour), width * unit, Qt.PenStyle.SolidLine, cap, join))
            for stroke in strokes:
                painter.drawPath(_line(stroke))


def _line(stroke: Stroke) -> QPainterPath:
    """A smooth line through the middles between the points; a dot where there is one."""
    path = QPainterPath(stroke[0])
    for here, after in pairwise(stroke):
        path.quadTo(here, (here + after) / 2)
    path.lineTo(stroke[-1] + (QPointF(0.1, 0) if len(stroke) == 1 else QPointF(0, 0)))
    return path
