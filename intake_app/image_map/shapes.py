"""What is left of a drawing: outlines in its own units, with their paint, and the names they can be chosen by."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]
Line = tuple[Point, ...]

MOST_SHAPES = 5_000
MOST_POINTS = 200_000
MOST_IDS = 50
LONGEST_ID = 200
_FARTHEST = 1e6
_PAINT = re.compile(r"|#[0-9a-f]{6}|[a-z]{3,24}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines that are filled and drawn as one.

    ids: its own and those of the groups around it, from inside to outside. fill, stroke: #rrggbb, the name of a colour
    in CSS, or "" for none. width: of the stroke, in units of the drawing. odd: what two outlines share is a hole.
    """

    ids: tuple[str, ...]
    lines: tuple[Line, ...]
    fill: str
    stroke: str
    width: float
    odd: bool

    def part(self, names: Mapping[str, object] | frozenset[str] | set[str]) -> str:
        """The innermost of these names that it belongs to; "" for none."""
        return next((name for name in self.ids if name in names), "")


@dataclass(frozen=True, slots=True)
class ImageMap:
    """A drawing: width and height in its own units, and its shapes, the lowest first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """All names in the drawing, each once."""
        return tuple(dict.fromkeys(name for shape in self.shapes for name in reversed(shape.ids)))


def packed(drawing: ImageMap) -> bytes:
    """A drawing as bytes that `unpacked` reads."""
    shapes = [
        {
            "ids": shape.ids,
            "lines": [[round(number, 3) for point in line for number in point] for line in shape.lines],
            "paint": [shape.fill, shape.stroke, round(shape.width, 3), shape.odd],
        }
        for shape in drawing.shapes
    ]
    return json.dumps({"size": [drawing.width, drawing.height], "shapes": shapes}, ensure_ascii=False).encode()


def unpacked(data: bytes) -> ImageMap | None:
    """The drawing in bytes from somebody who may have been deceived; None when they hold anything else."""
    try:
        told = json.loads(data)
        width, height = (_number(each) for each in told["size"])
        shapes = tuple(_shape(each) for each in told["shapes"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    points = sum(len(line) for shape in shapes for line in shape.lines)
    fits = width > 0 and height > 0 and len(shapes) <= MOST_SHAPES and points <= MOST_POINTS
    return ImageMap(width, height, shapes) if fits else None


def _shape(told: Mapping[str, list[object]]) -> Shape:
    fill, stroke, width, odd = told["paint"]
    if not (isinstance(fill, str) and isinstance(stroke, str) and _PAINT.fullmatch(fill) and _PAINT.fullmatch(stroke)):
        raise ValueError("no paint")
    ids = tuple(each for each in told["ids"] if isinstance(each, str) and len(each) <= LONGEST_ID)
    lines = tuple(_line(each) for each in told["lines"])
    return Shape(ids[:MOST_IDS], lines, fill, stroke, abs(_number(width)), odd is True)


def _line(told: object) -> Line:
    if not isinstance(told, list):
        raise TypeError("no line")
    numbers = [_number(each) for each in told]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _number(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told) or abs(told) > _FARTHEST:
        raise ValueError("no number")
    return float(told)
