"""A number given as stars: so many are filled, and the number stands beside them."""

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.answers.span import Step, StepsAnswer
from intake_app.gui.controls import Button
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import TARGET, Size, Tokens
from intake_app.workflow.ranges import Scale
from intake_app.xform import QuestionView

_INNER = 0.42
"""How far in the corners between the points of a star lie."""


class Star(Step):
    """One star; `lit` says that it belongs to the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.lit = False
        self.tokens = Tokens()

    def sizeHint(self) -> QSize:
        side = self.tokens.px(TARGET)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled or hollow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if self.lit or self.underMouse() else "ink_soft"
        painter.setPen(QPen(self.tokens.color(edge), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(self.tokens.color("accent" if self.lit else "paper"))
        far = min(self.width(), self.height()) * 0.42
        middle = QPointF(self.width() / 2, self.height() / 2 + far * 0.05)
        corners = []
        for at in range(10):
            angle, reach = math.pi * at / 5 - math.pi / 2, far * (_INNER if at % 2 else 1.0)
            corners.append(middle + QPointF(math.cos(angle) * reach, math.sin(angle) * reach))
        painter.drawPolygon(QPolygonF(corners))


class StarsAnswer(StepsAnswer):
    """Every value above zero is a star."""

    def __init__(self, setting: Setting, view: QuestionView, values: Scale, options: tuple[Option, ...]) -> None:
        self.told = TextBlock(setting.tokens, Type(Size.CHOICE, bold=True, follows_row=True, wraps=False))
        super().__init__(setting, view, values, options)
        self.line.add(self.told)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        values = list(self.buttons)
        at = values.index(self.held) if self.held else -1
        for place, button in enumerate(self.buttons.values()):
            if isinstance(button, Star):
                button.lit = place <= at
                button.update()
        told = f"{self.held} / {values[-1]}" if self.held else ""
        self.told.tell(told, "en", self.setting.tokens)
        self.line.arrange()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        values = list(self.buttons)
        for value, button in self.buttons.items():
            if isinstance(button, Star):
                button.tokens = setting.tokens
                button.setStyleSheet("")
                words = setting.tr("{value} of {most} stars").format(value=value, most=values[-1])
                button.setAccessibleName(self.named(words, value))

    def made_button(self, value: str) -> Button:
        return Step() if value == "0" else Star()
