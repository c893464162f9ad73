"""The questions of a page in columns, as a form with the style of a grid wants them; in one where there is no room."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_flow import Placing
from intake_app.gui.tokens import Space, direction
from intake_app.xform import width_of

LEAST = 840
"""Where there is less room than this, at scale 1, questions stand one under the other, whatever the form wants."""


class Tiles(Placing):
    """Places blocks from the side where the person's language starts, each as many columns wide as its look says.

    A row that is not full is filled by its last block. What is wider than its columns has a row of its own. It takes
    and gives blocks as a layout does, counted from 1: above them stands the heading of the page.
    """

    def __init__(self, across: int, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        px = setting.tokens.px
        self._across, self._least = across, px(LEAST)
        self._gap, self._under = px(Space.NORMAL), px(Space.SMALL)
        self._blocks: list[QuestionBlock] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def insertWidget(self, at: int, block: QuestionBlock, _stretch: int = 0) -> None:
        """Put a block at a place."""
        block.setParent(self)
        block.installEventFilter(self)
        self._blocks.insert(at - 1, block)
        block.show()
        self.arrange()

    def removeWidget(self, block: QuestionBlock) -> None:
        """Take a block out."""
        self.let_go(block)
        self.arrange()

    def let_go(self, block: QuestionBlock) -> None:
        """Place a block no more that is about to be taken apart."""
        block.removeEventFilter(self)
        self._blocks.remove(block)

    def indexOf(self, block: QuestionBlock) -> int:
        """The place of a block; -1 for one that is not here."""
        return self._blocks.index(block) + 1 if block in self._blocks else -1

    def retell(self, setting: Setting) -> None:
        """Begin at the side where the person's language starts."""
        self.setLayoutDirection(direction(setting.person))
        self.arrange()

    def rows(self, width: int) -> list[list[tuple[QuestionBlock, int]]]:
        """What stands beside each other in so many pixels, each block with its own."""
        found: list[list[tuple[QuestionBlock, int]]] = []
        for line in self._lines(self._across if width >= self._least else 1):
            given = list(self._widths(line, width)) if len(line) > 1 else [(line[0][0], width)]
            if any(block.minimumSizeHint().width() > room for block, room in given):
                found.extend([(block, width)] for block, _room in given)
            else:
                found.append(given)
        return found

    def sizeHint(self) -> QSize:
        width = max((block.sizeHint().width() for block in self._blocks), default=0)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((block.minimumSizeHint().width() for block in self._blocks), default=0), 0)

    def _lines(self, across: int) -> Iterator[list[tuple[QuestionBlock, int]]]:
        """Blocks with their columns, as many as fit beside each other."""
        line: list[tuple[QuestionBlock, int]] = []
        left = across
        for block in self._blocks:
            columns = min(width_of(block.view.appearance) or across, across)
            if columns > left:
                yield line
                line, left = [], across
            line.append((block, columns))
            left -= columns
        if line:
            yield line

    def _widths(self, line: list[tuple[QuestionBlock, int]], width: int) -> Iterator[tuple[QuestionBlock, int]]:
        one = (width + self._gap) / self._across
        begun = 0
        for block, columns in line[:-1]:
            yield block, int(columns * one) - self._gap
            begun += int(columns * one)
        yield line[-1][0], width - begun

    def _place(self, width: int, *, moving: bool) -> int:
        y = -self._under
        for line in self.rows(width):
            x, y = 0, y + self._under
            heights = [_height(block, room) for block, room in line]
            for (block, room), height in zip(line, heights, strict=True):
                if moving:
                    whole, place = QRect(0, 0, width, 0), QRect(x, y, room, height)
                    block.setGeometry(QStyle.visualRect(self.layoutDirection(), whole, place))
                x += room + self._gap
            y += max(heights)
        return max(y, 0)


def _height(block: QuestionBlock, width: int) -> int:
    return block.heightForWidth(width) if block.hasHeightForWidth() else block.sizeHint().height()
