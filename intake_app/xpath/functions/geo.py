"""Functions of places. A place is "latitude longitude altitude accuracy"; a line or area is places joined by ";".

Area and distance use JavaRosa's formulas and its radius of 6,378,100 m, so that a record reads the same here and on
a phone (engine_decisions, row 11).
"""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from intake_app.xpath.functions.strings import text_list
from intake_app.xpath.signatures import BOOLEAN, NUMBER, Builder, Code, Function, texts
from intake_app.xpath.syntax import Call
from intake_app.xpath.values import Value

Place: TypeAlias = tuple[float, float]

_RADIUS: Final = 6378100.0
_CIRCUMFERENCE: Final = _RADIUS * 2.0 * math.pi


def places(text: str) -> list[Place] | None:
    """Latitude and longitude of each place of a text, in degrees; None if one is malformed."""
    found: list[Place] = []
    for piece in text.split(";"):
        words = piece.split()
        if not words:
            continue
        try:
            latitude, longitude = float(words[0]), float(words[1])
        except (ValueError, IndexError):
            return None
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return None
        found.append((latitude, longitude))
    return found


def area(shape: list[Place]) -> float:
    """Square metres inside a closed line, each piece measured on its own strip of latitude."""
    if len(shape) < 3:
        return 0.0
    latitude, longitude = shape[0]
    ys = [(place[0] - latitude) * _CIRCUMFERENCE / 360 for place in shape[1:]]
    xs = [(place[1] - longitude) * _CIRCUMFERENCE * math.cos(math.radians(place[0])) / 360 for place in shape[1:]]
    pieces = [(ys[at - 1] * xs[at] - xs[at - 1] * ys[at]) / 2 for at in range(1, len(xs))]
    return abs(sum(pieces))


def distance(line: list[Place]) -> float:
    """Metres along a line of places."""
    return sum(_between(line[at - 1], line[at]) for at in range(1, len(line)))


def _between(one: Place, other: Place) -> float:
    if one == other:
        return 0.0
    turn = math.radians(one[1] - other[1])
    first, second = math.radians(one[0]), math.radians(other[0])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def geofence(point: str, shape: str) -> bool:
    """Whether a place lies inside a closed area: a ray from it crosses the border an odd number of times."""
    at, border = places(point), places(shape)
    if not at or not border or len(border) < 3 or border[0] != border[-1]:
        return False
    y, x = at[0]
    inside = False
    for (y1, x1), (y2, x2) in pairwise(border):
        if (x1 > x) != (x2 > x) and y < (y2 - y1) * (x - x1) / (x2 - x1) + y1:
            inside = not inside
    return inside


def intersects(text: str) -> bool:
    """Whether a line crosses or touches itself elsewhere than where one piece follows the other."""
    line = places(text)
    if line is None or len(line) < 4:
        return False
    pieces = [(a, b) for a, b in pairwise(line) if a != b]
    closed = line[0] == line[-1]
    for first in range(len(pieces)):
        for second in range(first + 2, len(pieces)):
            neighbours = closed and first == 0 and second == len(pieces) - 1
            if not neighbours and _cross(pieces[first], pieces[second]):
                return True
    return False


def _side(a: Place, b: Place, c: Place) -> float:
    return (b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1])


def _on(a: Place, b: Place, c: Place) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _cross(one: tuple[Place, Place], other: tuple[Place, Place]) -> bool:
    (a, b), (c, d) = one, other
    sides = (_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b))
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    touches = ((sides[0], a, b, c), (sides[1], a, b, d), (sides[2], c, d, a), (sides[3], c, d, b))
    return any(side == 0 and _on(p, q, r) for side, p, q, r in touches)


def _measured(rule: Callable[[list[Place]], float]) -> Function:
    """A measure of one text of several places, or of many arguments or nodes of one place each."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        listed = text_list(builder, call.args)

        def measure(told: list[str]) -> float:
            found = places(";".join(told))
            return 0.0 if found is None else rule(found)

        return lambda node, context: measure(listed(node, context))

    return Function(1, None, NUMBER, build)


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "area": _measured(area),
        "enclosed-area": _measured(area),
        "distance": _measured(distance),
        "geofence": texts(2, 2, BOOLEAN, geofence),
        "intersects": texts(1, 1, BOOLEAN, intersects),
    }
)
