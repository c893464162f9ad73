"""Outlines of a drawing as Qt paints them, and what that costs."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from intake_app.image_map import ImageMap, Shape

MOST_SECONDS = 0.6
"""Of a processor, to paint all of a drawing twice, as `slow` does. One of a body takes a hundredth of that; lines that
cross each other by the thousand would have the window stand still at each look."""
_SIDE = 460
_WIDE = 7.0


def path_of(shape: Shape) -> QPainterPath:
    """The outlines of a shape as Qt wants them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill if shape.odd else Qt.FillRule.WindingFill)
    for line in shape.lines:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


def slow(drawing: ImageMap) -> bool:
    """Whether a drawing takes too long to paint, as it is and with all its parts framed. For another process."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    begun = time.process_time()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = _SIDE / max(drawing.width, drawing.height)
    painter.scale(unit, unit)
    for shape in drawing.shapes:
        path = path_of(shape)
        for width in (shape.width, _WIDE / unit):
            painter.setPen(QPen(QColor("black"), width))
            painter.setBrush(QColor("gray"))
            painter.drawPath(path)
        if time.process_time() - begun > MOST_SECONDS:
            break
    painter.end()
    return time.process_time() - begun > MOST_SECONDS
