"""Text on a page: each block has its own direction, font and line height, wraps, and is read by screen readers."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app import languages, prose
from intake_app.gui.interview_script import language_for, language_of_script, runs
from intake_app.gui.shaped import ShapedText, climbs, may_be_shaped
from intake_app.gui.tokens import HEADINGS, Size, Tokens, direction, families, line_height
from intake_app.gui.words import bare, framed, in_order, steady

_LINE_BREAK = "\u2028"
_WIDEST = 100_000
_MOST_FOREIGN = 200
"""Words of other scripts in one block that get a font of their own; Qt takes seconds for thousands."""

_SLANTS = frozenset(("Latn", "Cyrl", "Grek"))
"""Scripts that have italics. In the others what is slanted is bold, as their printers set it."""

_NUMBER = re.compile(r"\d{2,5}(?: \d{2,5}){2,}|\u2066[^\u2069]{,24}\u2069")
"""Three groups of digits or more: hardly anything but a number to call."""


@dataclass(frozen=True)
class Type:
    """How a block is set: size of type, colour token, weight, and whether it starts where its row starts.

    A block that follows its row stands at the right in a right-to-left row even when its language is Italian; one that
    is centred stands in the middle.
    """

    size: int = Size.CONTROL
    colour: str = "ink"
    bold: bool = False
    follows_row: bool = False
    wraps: bool = True
    centred: bool = False


class TextBlock(QWidget):
    """A paragraph in one language."""

    def __init__(self, tokens: Tokens, kind: Type, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._kind = kind
        self._layout = QTextLayout()
        self._shaped: ShapedText | None = None
        self._language = ""
        self._text = ""
        self._told = ("", "")
        self._height = 0.0
        self._laid = -1.0
        self._ideal = 0.0
        self._heights: dict[int, int] = {}
        self._own = direction("")
        self._step = float(line_height("") * tokens.px(kind.size))
        self._largest = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(kind.wraps)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The words shown, without marks."""
        return self._text

    @property
    def language(self) -> str:
        """The code of the language the words are in."""
        return self._language

    def tell(self, text: str, language: str, tokens: Tokens | None = None) -> None:
        """Show a text in a language (BCP 47); the same text again costs nothing."""
        if (text, language) == self._told and tokens in (None, self._tokens):
            return
        self._tokens = tokens or self._tokens
        said = prose.read(text)
        self._told = (text, language)
        self._text, self._language = said.text, language or language_for(said.text, "")
        self._own = direction(self._language)
        self._step = float(line_height(self._language) * self._tokens.px(self._kind.size))
        self.setAccessibleName(bare(said.text))
        said = _drawable(_in_order(said, self._own), self._language)
        shown = said.text
        self._layout = QTextLayout(shown.replace("\n", _LINE_BREAK), self._font())
        self._layout.setCacheEnabled(True)
        size = self._tokens.px(self._kind.size)
        whole = [(0, len(shown) * 2)] if self._kind.bold else said.bold
        shaped = climbs(self._language) and may_be_shaped(shown)
        whole = [*whole, *((start, length) for start, length, _colour in said.coloured)] if shaped else whole
        larger = [(start, length, self._size_of(level)) for start, length, level in said.headings if level in HEADINGS]
        self._largest = max((one for *_, one in larger), default=size) / size
        self._shaped = ShapedText(shown, whole, self._language, size, larger) if shaped else None
        self._layout.setFormats([*self._formats(said), *_foreign(shown, self._language)])
        self._laid = -1.0
        self._heights.clear()
        self._ideal = self._measure(_WIDEST)[0]
        self.updateGeometry()
        self.update()

    def set_colour(self, colour: str) -> None:
        """Take another colour token."""
        self._kind = replace(self._kind, colour=colour)
        self.update()

    def widest_word(self) -> int:
        """Pixels of the widest word that is shown."""
        font = self._font()
        font.setPixelSize(round(font.pixelSize() * self._largest))
        metrics = QFontMetrics(font)
        return max((metrics.horizontalAdvance(word) for word in self._text.split()), default=0) + 2

    def hasHeightForWidth(self) -> bool:
        return self._kind.wraps

    def heightForWidth(self, width: int) -> int:
        """Asked for again and again, with and without a scroll bar, whenever something else on the page changes."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = round(self._measure(width)[1] + 0.5)
        return known

    def sizeHint(self) -> QSize:
        width = round(min(self._ideal, self._tokens.px(680) if self._kind.wraps else self._ideal) + 1.5)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = min(round(self._ideal + 1.5), self._tokens.px(60)) if self._kind.wraps else round(self._ideal + 1.5)
        return QSize(width, round(self._step))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the text as wide as the block, from the corner where the painter stands."""
        self._measure(self.width())
        painter.setPen(QColor(self._tokens.color(self._kind.colour)))
        if self._shaped is not None:
            self._shaped.draw(painter, self.width(), None if self._kind.centred else self._side())
        else:
            self._layout.draw(painter, QPointF(0, 0))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._laid = -1.0
            self.update()
        super().changeEvent(event)

    def _font(self) -> QFont:
        return self._tokens.font(self._language, self._kind.size, bold=self._kind.bold)

    def _size_of(self, level: int) -> int:
        """Pixels of the letters of a heading."""
        return self._tokens.px(self._kind.size * HEADINGS.get(level, 1.0))

    def _formats(self, said: prose.Prose) -> list[QTextLayout.FormatRange]:
        """How the parts of a text are set; a colour of the form where the text has none that means something."""
        bold, italic = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        italic.setFontItalic(True)
        spans = [*((*span, bold) for span in said.bold), *((*span, italic) for span in said.italic)]
        for start, length, level in said.headings:
            larger = QTextCharFormat()
            larger.setProperty(QTextFormat.Property.FontPixelSize, self._size_of(level))
            spans.append((start, length, larger))
        for start, length, colour in said.coloured if self._kind.colour in ("ink", "ink_soft") else ():
            legible, form = self._tokens.legible(colour), QTextCharFormat()
            form.setForeground(QColor(legible)) if legible else form.setFontWeight(QFont.Weight.Bold)
            spans.append((start, length, form))
        made = []
        for start, length, form in spans[:_MOST_FOREIGN]:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, length, form
            made.append(one)
        return made

    def _side(self) -> Qt.LayoutDirection:
        """Where lines begin: where the row does, or where the language does."""
        return self.layoutDirection() if self._kind.follows_row else self._own

    def _option(self) -> QTextOption:
        return _setting(self._own, None if self._kind.centred else self._side(), self._kind.wraps)

    def _measure(self, width: float) -> tuple[float, float]:
        """Break the text into lines of a width; gives the widest line and the height, in pixels."""
        if width == self._laid:
            return self._ideal, self._height
        if self._shaped is not None:
            room = width if self._kind.wraps else _WIDEST
            widest, self._height = self._shaped.measure(room, self._step)
            self._laid = width
            return widest, self._height
        self._layout.setTextOption(self._option())
        self._layout.beginLayout()
        widest = top = 0.0
        while True:
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            tall = max(line.height(), self._step)
            line.setPosition(QPointF(0, top + (tall - line.height()) / 2))
            top += tall
            widest = max(widest, line.naturalTextWidth())
        self._layout.endLayout()
        self._laid, self._height = width, top
        return widest, top


@cache
def _setting(own: Qt.LayoutDirection, side: Qt.LayoutDirection | None, wraps: bool) -> QTextOption:
    right = side == Qt.LayoutDirection.RightToLeft
    edge = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    edge = Qt.AlignmentFlag.AlignHCenter if side is None else edge
    option = QTextOption(edge | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(own)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wraps else QTextOption.WrapMode.NoWrap)
    return option


def _drawable(said: prose.Prose, language: str) -> prose.Prose:
    """The same with what is slanted bold, in a script without italics."""
    if not said.italic or languages.get(language).script in _SLANTS:
        return said
    return replace(said, bold=[*said.bold, *said.italic], italic=[])


def _in_order(said: prose.Prose, way: Qt.LayoutDirection) -> prose.Prose:
    """The same whose telephone numbers, days and codes keep their order: words from right to left would put what comes
    first last. Blanks that do not break part the groups of a number."""
    is_right = way == Qt.LayoutDirection.RightToLeft
    held = steady(said.text) if is_right else framed(said.text)
    if held != said.text:
        places = _places(said.text, held)
        bold, italic = (
            [(places[start], places[start + length] - places[start]) for start, length in ranges]
            for ranges in (said.bold, said.italic)
        )
        coloured = [
            (places[start], places[start + length] - places[start], colour) for start, length, colour in said.coloured
        ]
        headings = [
            (places[start], places[start + length] - places[start], level) for start, length, level in said.headings
        ]
        said = prose.Prose(held, bold, italic, coloured, headings)
    if not is_right:
        return said
    return replace(said, text=_NUMBER.sub(lambda number: number.group().replace(" ", "\u00a0"), said.text))


def _places(text: str, held: str) -> dict[int, int]:
    """Where each sign of a text stands once marks were put in, and its end, in UTF-16 units."""
    found, before, after, signs = dict[int, int](), 0, 0, iter(text)
    sign = next(signs, "")
    for each in held:
        size = 2 if ord(each) > 0xFFFF else 1
        if each == sign:
            found[before] = after
            before, sign = before + size, next(signs, "")
        after += size
    return {**found, before: after}


def draw_line(painter: QPainter, place: QRect, text: str, face: tuple[QFont, str], edge: Qt.AlignmentFlag) -> None:
    """Draw one line at an edge of `place`, in the middle of its height; what does not fit ends in an ellipsis.

    `face` is the font and the language (BCP 47) of the text; words of another script get their own font.
    """
    font, language = face
    text = in_order(text, language)
    if climbs(language) and may_be_shaped(text):
        _draw_shaped(painter, place, _shaped_line(text, language, font.pixelSize(), place.width()), edge)
        return
    layout = _one_line(text, font, language)
    if layout.lineAt(0).naturalTextWidth() > place.width():
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        layout = _one_line(short, font, language)
    line = layout.lineAt(0)
    spare = place.width() - line.naturalTextWidth() if edge & Qt.AlignmentFlag.AlignRight else 0.0
    line.setPosition(QPointF(place.left() + spare, place.top() + (place.height() - line.height()) / 2))
    layout.draw(painter, QPointF(0, 0))


def _draw_shaped(painter: QPainter, place: QRect, line: tuple[ShapedText, float], edge: Qt.AlignmentFlag) -> None:
    shaped, tall = line
    right = bool(edge & Qt.AlignmentFlag.AlignRight)
    painter.save()
    painter.translate(place.left(), place.top() + (place.height() - tall) / 2)
    shaped.draw(painter, place.width(), Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
    painter.restore()


@lru_cache(maxsize=256)
def _shaped_line(text: str, language: str, size: int, room: int) -> tuple[ShapedText, float]:
    """A line and its height, without the words for which there is no room; a list draws each row again and again."""
    words, kept = text.split(" "), text
    shaped = ShapedText(kept, (), language, size)
    widest, tall = shaped.measure(_WIDEST, 0)
    while widest > room and len(words) > 1:
        words.pop()
        kept = " ".join(words) + "…"
        shaped = ShapedText(kept, (), language, size)
        widest, tall = shaped.measure(_WIDEST, 0)
    return shaped, tall


def _one_line(text: str, font: QFont, language: str) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setFormats(_foreign(text, language_for(text, language)))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(direction(language))
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _foreign(text: str, language: str) -> list[QTextLayout.FormatRange]:
    """Fonts for words of another script than the text's own: names of languages, a greeting."""
    own = languages.get(language).script
    made: list[QTextLayout.FormatRange] = []
    for start, length, script in runs(text):
        if len(made) == _MOST_FOREIGN:
            break
        other = language_of_script(script) if script != own else None
        if other:
            one, form = QTextLayout.FormatRange(), QTextCharFormat()
            form.setFontFamilies(families(other))
            one.start, one.length, one.format = start, length, form
            made.append(one)
    return made
