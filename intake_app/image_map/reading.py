"""Outlines out of an SVG from anywhere: no entities, no scripts, no references, nothing fetched, all of it bounded.

Read are paths, rectangles, circles, ellipses, lines and polygons in groups, with their transforms and plain paint, from
attributes, from `style` and from classes. What refers to something (use, image, clip paths, gradients) or is text is
left out; a fill by reference is grey.
"""

import codecs
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from intake_app.image_map.paths import PLAIN, Matrix, matrix, moved, numbers, outlines, size_of, times
from intake_app.image_map.shapes import LONGEST_ID, MOST_IDS, MOST_POINTS, MOST_SHAPES, ImageMap, Line, Shape

MOST_BYTES = 1024 * 1024
_MOST_ELEMENTS = 50_000
_DEEPEST = 100
_MOST_RULES = 500
_ROUND = 48
"""Straight lines for a circle."""
_UNSEEN = frozenset(
    ("defs", "clipPath", "mask", "symbol", "pattern", "marker", "metadata", "script", "foreignObject", "filter")
)
_INHERITED = ("fill", "stroke", "stroke-width", "fill-rule", "visibility")
_OWN = ("display", "opacity", "fill-opacity", "stroke-opacity")
_CLASS = re.compile(r"\.([\w-]{1,100})")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_NAME = re.compile(r"[a-z]{3,24}")
_BY_REFERENCE = "#9aa5ab"
_NOTHING = {"none", "transparent", ""}

_Style = Mapping[str, str]


class _TooMuch(Exception):
    """What is read is no drawing, or more of one than anybody needs."""


@dataclass(frozen=True, slots=True)
class _Level:
    """What holds inside an element."""

    by: Matrix = PLAIN
    style: _Style = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    unseen: bool = False
    clear: bool = False


def read(data: bytes) -> ImageMap | None:
    """The shapes of an SVG; None when it is none, has a document type, or is larger than a picture of parts needs."""
    if len(data) > MOST_BYTES:
        return None
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _TooMuch, OverflowError, ValueError, LookupError):
        return None
    return reader.drawing()


def is_drawing(data: bytes) -> bool:
    """Whether the first bytes are those of an SVG."""
    return data[:100].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<") and b"svg" in data[:20_000]


class _Reader:
    def __init__(self) -> None:
        self._levels = [_Level()]
        self._rules: dict[str, dict[str, str]] = {}
        self._css: list[str] | None = None
        self._box: list[float] = []
        self._shapes: list[Shape] = []
        self._elements = self._points = 0

    def drawing(self) -> ImageMap | None:
        """What was read, moved so that its corner is at 0, 0."""
        if len(self._box) != 4 or not (self._box[2] > 0 and self._box[3] > 0):
            return None
        return ImageMap(self._box[2], self._box[3], tuple(self._shapes))

    def refuse(self, *_told: object) -> None:
        """A document type may bring entities along."""
        raise _TooMuch

    def start(self, tag: str, told: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._levels) > _DEEPEST:
            raise _TooMuch
        if self._elements == 1:
            self._open(name, told)
        if name == "style":
            self._css = []
        level = self._inside(name, told)
        self._levels.append(level)
        lines = [] if level.unseen else _lines(name, told)
        if lines:
            self._add(lines, level)

    def words(self, text: str) -> None:
        """Text counts in a style sheet only."""
        if self._css is not None:
            self._css.append(text)

    def end(self, tag: str) -> None:
        """An element ends; so do its rules of style."""
        self._levels.pop()
        if tag.rpartition(":")[2] == "style" and self._css is not None:
            for rule in "".join(self._css).split("}")[:_MOST_RULES]:
                names, _brace, rules = rule.partition("{")
                for name in _CLASS.findall(names)[:_MOST_RULES]:
                    self._rules.setdefault(name, {}).update(_declared(rules))
            self._css = None

    def _open(self, name: str, told: Mapping[str, str]) -> None:
        if name != "svg":
            raise _TooMuch
        box = numbers(told.get("viewBox", ""))
        if len(box) != 4:
            sides = [numbers(told.get(side, "")) for side in ("width", "height")]
            box = [0.0, 0.0, *(side[0] for side in sides if side)]
        self._box = box
        if len(box) == 4:
            self._levels[0] = _Level(by=(1.0, 0.0, 0.0, 1.0, -box[0], -box[1]))

    def _inside(self, name: str, told: Mapping[str, str]) -> _Level:
        around = self._levels[-1]
        own = {key: told[key] for key in (*_INHERITED, *_OWN) if key in told}
        for one in told.get("class", "").split()[:20]:
            own.update(self._rules.get(one, {}))
        own.update(_declared(told.get("style", "")))
        style = {key: value for key, value in around.style.items() if key in _INHERITED} | own
        unseen = around.unseen or name in _UNSEEN or own.get("display") == "none"
        clear = around.clear or _zero(own.get("opacity"))
        by = times(around.by, matrix(told["transform"])) if "transform" in told else around.by
        key = told.get("id", "")
        ids = (key, *around.ids)[:MOST_IDS] if 0 < len(key) <= LONGEST_ID and self._elements > 1 else around.ids
        return _Level(by, style, ids, unseen, clear)

    def _add(self, lines: list[Line], level: _Level) -> None:
        self._points += sum(map(len, lines))
        if self._points > MOST_POINTS or len(self._shapes) >= MOST_SHAPES:
            raise _TooMuch
        made = tuple(moved(line, level.by) for line in lines)
        if not all(math.isfinite(number) for line in made for point in line for number in point):
            raise _TooMuch
        style = level.style
        seen = not level.clear and style.get("visibility") not in ("hidden", "collapse")
        fill = _paint(style.get("fill", "black")) if seen and not _zero(style.get("fill-opacity")) else ""
        stroke = _paint(style.get("stroke", "none")) if seen and not _zero(style.get("stroke-opacity")) else ""
        width = (numbers(style.get("stroke-width", "")) or [1.0])[0] * size_of(level.by)
        self._shapes.append(Shape(level.ids, made, fill, stroke, abs(width), style.get("fill-rule") == "evenodd"))


def _declared(text: str) -> dict[str, str]:
    """The declarations of a style that matter here."""
    pairs = (part.partition(":") for part in text[:4_000].split(";"))
    told = {key.strip(): value.partition("!")[0].strip() for key, _colon, value in pairs}
    return {key: value for key, value in told.items() if key in _INHERITED or key in _OWN}


def _zero(text: str | None) -> bool:
    return text is not None and numbers(text)[:1] == [0.0]


def _paint(text: str) -> str:
    """#rrggbb, the name of a colour, or "" for none; grey for what refers to something."""
    told = text.strip().lower()
    if told in _NOTHING:
        return ""
    if _HEX.fullmatch(told):
        return told if len(told) == 7 else "#" + "".join(2 * digit for digit in told[1:])
    plain = _RGB.fullmatch(told)
    if plain:
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in plain.groups())
    return told if _NAME.fullmatch(told) and told not in ("inherit", "currentcolor") else _BY_REFERENCE


def _lines(name: str, told: Mapping[str, str]) -> list[Line]:
    """The outlines of an element; none where it is no shape."""
    makers: dict[str, Callable[[Mapping[str, str]], list[Line]]] = {
        "path": lambda given: outlines(given.get("d", "")),
        "rect": _rectangle,
        "circle": _ellipse,
        "ellipse": _ellipse,
        "line": _line,
        "polyline": lambda given: _polygon(given, closed=False),
        "polygon": lambda given: _polygon(given, closed=True),
    }
    return makers[name](told) if name in makers else []


def _given(told: Mapping[str, str], *names: str) -> list[float]:
    return [(numbers(told.get(name, "")) or [0.0])[0] for name in names]


def _rectangle(told: Mapping[str, str]) -> list[Line]:
    x, y, wide, high = _given(told, "x", "y", "width", "height")
    if wide <= 0 or high <= 0:
        return []
    return [((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))]


def _ellipse(told: Mapping[str, str]) -> list[Line]:
    x, y, radius, wide, high = _given(told, "cx", "cy", "r", "rx", "ry")
    wide, high = radius or wide, radius or high
    if wide <= 0 or high <= 0:
        return []
    angles = (2 * math.pi * step / _ROUND for step in range(_ROUND + 1))
    return [tuple((x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles)]


def _line(told: Mapping[str, str]) -> list[Line]:
    x, y, to_x, to_y = _given(told, "x1", "y1", "x2", "y2")
    return [((x, y), (to_x, to_y))]


def _polygon(told: Mapping[str, str], *, closed: bool) -> list[Line]:
    given = numbers(told.get("points", ""))
    points = tuple(zip(given[::2], given[1::2], strict=False))
    if len(points) < 2:
        return []
    return [(*points, points[0]) if closed else points]
