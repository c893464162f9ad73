"""The path data of SVG 1.1 (section 8.3) as straight lines, and its transforms (section 7.6).

What is wrong with path data ends the path there, as the specification wants it.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from intake_app.image_map.shapes import MOST_POINTS, Line, Point

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as in `matrix()`."""
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STEPS = 12
"""Straight lines for a curve, and for a quarter of a circle."""
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_NUMBER = r"[-+]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][-+]?\d{1,3})?"
_NUMBERS = re.compile(_NUMBER)
_FLAGGED = (_NUMBER, _NUMBER, _NUMBER, "[01]", "[01]", _NUMBER, _NUMBER)
_ARC = re.compile(r"[\s,]*".join(f"((?>{part}))" for part in _FLAGGED))
"""No number gives digits back to the one before: a long row of them would be divided in every way there is."""
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]{0,300})\)")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


def numbers(text: str) -> list[float]:
    """The numbers in a text, whatever stands between them."""
    return [float(one) for one in _NUMBERS.findall(text)]


def outlines(data: str) -> list[Line]:
    """The lines of path data."""
    pen = _Pen()
    for command in _COMMAND.finditer(data):
        if not pen.lines and command[1] not in "Mm":
            break
        for at, arguments in enumerate(_arguments(command[1].lower(), command[2])):
            pen.take(command[1], arguments, first=at == 0)
        if sum(map(len, pen.lines[-2:])) > MOST_POINTS or len(pen.lines) > MOST_POINTS:
            break
    return [tuple(line) for line in pen.lines if len(line) > 1]


def _arguments(command: str, rest: str) -> Iterator[list[float]]:
    """The numbers of a command in groups, as many as it takes; whatever is left over counts for nothing."""
    count = _TAKES[command]
    if not count:
        yield []
    elif command == "a":
        yield from ([float(one) for one in group] for group in _ARC.findall(rest))
    else:
        told = numbers(rest)
        yield from (told[at : at + count] for at in range(0, len(told) - count + 1, count))


class _Pen:
    def __init__(self) -> None:
        self.lines: list[list[Point]] = []
        self.here: Point = (0.0, 0.0)
        self._bend: Point | None = None
        self._bent = ""

    def take(self, command: str, told: Sequence[float], *, first: bool) -> None:
        """One command; further pairs after a move are lines."""
        kind = command.lower()
        if kind == "m" and not first:
            kind = "l"
        if kind != self._bent:  # only a curve goes on from one of its own kind
            self._bend = None
        x, y = self.here if command.islower() else (0.0, 0.0)
        if kind in _STRAIGHT:
            _STRAIGHT[kind](self, told, x, y)
        else:
            self._curve(kind, [(x + told[at], y + told[at + 1]) for at in range(0, len(told), 2)])
        self._bent = _BENT.get(kind, "")

    def move(self, to: Point) -> None:
        """A line begins."""
        self.here = to
        self.lines.append([to])

    def line(self, to: Point) -> None:
        """Straight on."""
        self.here = to
        self.lines[-1].append(to)

    def close(self) -> None:
        """Back to where the line began, and another one from there."""
        start = self.lines[-1][0]
        self.line(start)
        self.lines.append([start])

    def _curve(self, kind: str, points: list[Point]) -> None:
        """A curve of three or four points, the missing one mirrored from the curve before."""
        if kind in "st":
            before = self._bend or self.here
            points = [(2 * self.here[0] - before[0], 2 * self.here[1] - before[1]), *points]
        held = [self.here, *points]
        self._bend = points[-2]
        for step in range(1, _STEPS + 1):
            self.line(_on_curve(held, step / _STEPS))

    def arc(self, told: Sequence[float], to: Point) -> None:
        """An arc of an ellipse by its ends (SVG 1.1, appendix F.6.5)."""
        wide, high, turned, large, sweep = abs(told[0]), abs(told[1]), math.radians(told[2]), told[3], told[4]
        if not wide or not high or to == self.here:
            self.line(to)
            return
        cos, sin = math.cos(turned), math.sin(turned)
        across, down = (self.here[0] - to[0]) / 2, (self.here[1] - to[1]) / 2
        u, v = cos * across + sin * down, cos * down - sin * across
        grown = math.sqrt(max(1.0, (u / wide) ** 2 + (v / high) ** 2))
        wide, high = wide * grown, high * grown
        rest = (wide * high) ** 2 - (wide * v) ** 2 - (high * u) ** 2
        far = math.sqrt(max(0.0, rest / ((wide * v) ** 2 + (high * u) ** 2))) * (1 if large != sweep else -1)
        cu, cv = far * wide * v / high, -far * high * u / wide
        begin = math.atan2((v - cv) / high, (u - cu) / wide)
        swept = math.atan2((-v - cv) / high, (-u - cu) / wide) - begin
        swept += 2 * math.pi * ((swept < 0) - (swept > 0)) if (swept > 0) != bool(sweep) else 0.0
        middle = ((self.here[0] + to[0]) / 2, (self.here[1] + to[1]) / 2)
        steps = max(2, math.ceil(abs(swept) / (math.pi / 2) * _STEPS))
        for step in range(1, steps):
            angle = begin + swept * step / steps
            p, q = cu + wide * math.cos(angle), cv + high * math.sin(angle)
            self.line((cos * p - sin * q + middle[0], sin * p + cos * q + middle[1]))
        self.line(to)


_BENT = {"c": "s", "s": "s", "q": "t", "t": "t"}
_STRAIGHT: dict[str, Callable[[_Pen, Sequence[float], float, float], None]] = {
    "m": lambda pen, told, x, y: pen.move((x + told[0], y + told[1])),
    "l": lambda pen, told, x, y: pen.line((x + told[0], y + told[1])),
    "h": lambda pen, told, x, y: pen.line((x + told[0], pen.here[1])),
    "v": lambda pen, told, x, y: pen.line((pen.here[0], y + told[0])),
    "z": lambda pen, _told, _x, _y: pen.close(),
    "a": lambda pen, told, x, y: pen.arc(told, (x + told[5], y + told[6])),
}


def _on_curve(points: list[Point], along: float) -> Point:
    """De Casteljau: the point of a Bezier curve at a part of its way."""
    while len(points) > 1:
        points = [(x + (u - x) * along, y + (v - y) * along) for (x, y), (u, v) in pairwise(points)]
    return points[0]


def matrix(text: str) -> Matrix:
    """The transforms of an attribute as one; those that take other numbers count for nothing."""
    made = PLAIN
    for name, rest in _TRANSFORM.findall(text[:2_000]):
        step = _step(name, numbers(rest))
        if step is not None:
            made = times(made, step)
    return made


def _step(name: str, told: list[float]) -> Matrix | None:
    count = len(told)
    if name == "matrix" and count == 6:
        return (told[0], told[1], told[2], told[3], told[4], told[5])
    if name == "translate" and count in (1, 2):
        return (1.0, 0.0, 0.0, 1.0, told[0], told[1] if count == 2 else 0.0)
    if name == "scale" and count in (1, 2):
        return (told[0], 0.0, 0.0, told[-1], 0.0, 0.0)
    if name == "rotate" and count in (1, 3):
        return _turned(told)
    if name in ("skewX", "skewY") and count == 1:
        slope = math.tan(math.radians(told[0]))
        return (1.0, slope, 0.0, 1.0, 0.0, 0.0) if name == "skewY" else (1.0, 0.0, slope, 1.0, 0.0, 0.0)
    return None


def _turned(told: list[float]) -> Matrix:
    cos, sin = math.cos(math.radians(told[0])), math.sin(math.radians(told[0]))
    x, y = told[1:] or (0.0, 0.0)
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def times(one: Matrix, other: Matrix) -> Matrix:
    """The second transform inside the first."""
    a, b, c, d, e, f = one
    u, v, w, x, y, z = other
    return (a * u + c * v, b * u + d * v, a * w + c * x, b * w + d * x, a * y + c * z + e, b * y + d * z + f)


def moved(line: Line, by: Matrix) -> Line:
    """A line transformed."""
    a, b, c, d, e, f = by
    return tuple((a * x + c * y + e, b * x + d * y + f) for x, y in line)


def size_of(by: Matrix) -> float:
    """How much a transform widens a stroke."""
    return math.sqrt(abs(by[0] * by[3] - by[1] * by[2]))
