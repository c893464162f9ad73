"""Drawings become outlines: shapes, transforms, paint, names. What is hostile or no drawing becomes nothing."""

import json
import random
from functools import partial

import pytest

from intake_app import image_map
from intake_app.image_map import ImageMap, Shape, packed, read, unpacked
from intake_app.image_map.paths import outlines
from tests.cost import times_as_long
from tests.gui_interview.pad_forms import BODY


def svg(inside: str, top: str = 'viewBox="0 0 100 100"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {top}>{inside}</svg>'.encode()


def only(inside: str) -> Shape:
    drawing = read(svg(inside))
    assert drawing is not None
    (shape,) = drawing.shapes
    return shape


def box(shape: Shape) -> tuple[float, float, float, float]:
    points = [point for line in shape.lines for point in line]
    sides = (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))
    left, top, right, bottom = (round(side, 2) for side in sides)
    return left, top, right, bottom


@pytest.mark.parametrize(
    ("inside", "around"),
    [
        ('<rect x="1" y="2" width="3" height="4"/>', (1, 2, 4, 6)),
        ('<circle cx="10" cy="10" r="5"/>', (5, 5, 15, 15)),
        ('<ellipse cx="10" cy="10" rx="5" ry="2"/>', (5, 8, 15, 12)),
        ('<line x1="1" y1="2" x2="3" y2="4"/>', (1, 2, 3, 4)),
        ('<polyline points="1,2 3,4 5,0"/>', (1, 0, 5, 4)),
        ('<polygon points="1 2,3 4 5-1"/>', (1, -1, 5, 4)),
        ('<path d="M1 2h3v4H1z"/>', (1, 2, 4, 6)),
        ('<path d="m1,2 3,0 0,4 -3,0z"/>', (1, 2, 4, 6)),
        ('<path d="M0 0C0 8 8 8 8 0"/>', (0, 0, 8, 6)),
        ('<path d="M0 0c0 4 4 4 4 0s4-4 4 0"/>', (0, -3, 8, 3)),
        ('<path d="M0 0Q4 8 8 0T16 0"/>', (0, -4, 16, 4)),
        ('<path d="M0 5A5 5 0 0 1 10 5"/>', (0, 0, 10, 5)),
        ('<path d="M0 5a5 5 0 0010 0"/>', (0, 5, 10, 10)),
        ('<path d="M0 5A1 1 0 0 1 10 5"/>', (0, 0, 10, 5)),
        ('<path d="M0 0L.5.5 1e1-2"/>', (0, -2, 10, 0.5)),
        ('<path d="M0 0L5 5 bad L9 9"/>', (0, 0, 9, 9)),
        ('<g transform="translate(10)"><rect width="1" height="1" transform="scale(2,3)"/></g>', (10, 0, 12, 3)),
        ('<rect width="2" height="1" transform="rotate(90)"/>', (-1, 0, 0, 2)),
        ('<rect width="2" height="2" transform="rotate(90, 1, 1)"/>', (0, 0, 2, 2)),
        ('<rect width="1" height="1" transform="matrix(1 0 0 1 5 6)"/>', (5, 6, 6, 7)),
        ('<rect width="1" height="1" transform="skewX(45)"/>', (0, 0, 2, 1)),
        ('<rect width="1" height="1" transform="skewY(45)"/>', (0, 0, 1, 2)),
        ('<rect width="1" height="1" transform="scale(1,2,3)"/>', (0, 0, 1, 1)),
    ],
)
def test_shapes_lie_where_they_are_written(inside: str, around: tuple[float, ...]) -> None:
    assert box(only(inside)) == pytest.approx(around, abs=0.06)


@pytest.mark.parametrize(
    ("inside", "paint"),
    [
        ('<path d="M0 0h1v1z"/>', ("black", "")),
        ('<path d="M0 0h1v1z" fill="none" stroke="#ABC"/>', ("", "#aabbcc")),
        ('<path d="M0 0h1v1z" style="fill:#123456!important; stroke : rgb(255, 0,300)"/>', ("#123456", "#ff00ff")),
        ('<style>.a, .b{fill:#010203}.c{stroke:red}</style><path class="b c" d="M0 0h1v1z"/>', ("#010203", "red")),
        ('<g fill="green"><path d="M0 0h1v1z"/></g>', ("green", "")),
        ('<path d="M0 0h1v1z" fill="url(#g)" stroke="currentColor"/>', ("#9aa5ab", "#9aa5ab")),
        ('<path d="M0 0h1v1z" fill-opacity="0"/>', ("", "")),
        ('<g opacity="0.0"><path d="M0 0h1v1z"/></g>', ("", "")),
        ('<g visibility="hidden"><path d="M0 0h1v1z" stroke="red"/></g>', ("", "")),
    ],
)
def test_paint_comes_from_attributes_style_classes_and_groups(inside: str, paint: tuple[str, str]) -> None:
    shape = only(inside)
    assert (shape.fill, shape.stroke) == paint


def test_a_stroke_grows_with_its_transform_and_holes_are_told() -> None:
    inside = '<path transform="scale(3)" stroke="red" stroke-width="2px" fill-rule="evenodd" d="M0 0h1v1z"/>'
    shape = only(inside)
    assert (round(shape.width, 6), shape.odd) == (6, True)


def test_names_are_those_of_the_shape_and_of_the_groups_around_it() -> None:
    inside = '<g id="arm"><path id="hand" d="M0 0h1v1z"/><path d="M0 0h1v1z"/></g>'
    drawing = read(svg(inside, 'id="top" viewBox="0 0 9 9"'))
    assert drawing is not None
    assert [shape.ids for shape in drawing.shapes] == [("hand", "arm"), ("arm",)]
    assert [shape.part({"arm"}) for shape in drawing.shapes] == ["arm", "arm"]
    assert [shape.part({"arm", "hand"}) for shape in drawing.shapes] == ["hand", "arm"]
    assert drawing.shapes[0].part(frozenset()) == ""
    assert drawing.ids == ("arm", "hand")


@pytest.mark.parametrize(
    ("top", "size"),
    [
        ('viewBox="10 20 30 40"', (30, 40)),
        ('width="30px" height="40mm"', (30, 40)),
        ('viewBox="0 0 3" width="3" height="4"', (3, 4)),
    ],
)
def test_a_drawing_has_a_size(top: str, size: tuple[float, float]) -> None:
    drawing = read(svg('<rect x="10" y="20" width="1" height="1"/>', top))
    assert drawing is not None and (drawing.width, drawing.height) == size
    assert box(drawing.shapes[0])[:2] == ((0, 0) if "10 20" in top else (10, 20))


NOTHING = "<defs><path d='M0 0h1v1z'/></defs><clipPath><rect width='1' height='1'/></clipPath><script>a()</script>"


def test_what_is_not_drawn_is_left_out() -> None:
    inside = (
        NOTHING + '<image href="http://127.0.0.1/x.png" width="9" height="9"/><use href="#a"/><text>words</text>'
        '<path d="M0 0h1v1z" style="display:none"/><rect width="0" height="1"/><circle r="0"/><polygon points="1"/>'
        '<path d="L1 1"/><path d=""/><foreignObject><rect width="1" height="1"/></foreignObject>'
    )
    drawing = read(svg(inside))
    assert drawing == ImageMap(100, 100, ())


BOMB = b"""<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<svg viewBox="0 0 9 9"><g id="&b;"/></svg>"""
OUTSIDE = b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg viewBox="0 0 9 9"/>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<html/>",
        b"<svg viewBox='0 0 9 9'>",
        svg("", ""),
        svg("", 'viewBox="0 0 0 9"'),
        svg("", 'width="1"'),
        BOMB,
        OUTSIDE,
        b'<?xml version="1.0" encoding="no such"?><svg viewBox="0 0 9 9"/>',
        svg("<g>" * 101 + "</g>" * 101),
        svg("<g/>" * 50_001),
        svg('<path d="M0 0h1"/>' * 5_001),
        svg('<path d="M0 0' + "q1 1 2 2" * 17_000 + '"/>'),
        svg('<rect width="1e300" height="1e300" transform="scale(1e300)"/>'),
        svg("x" * (1024 * 1024)),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_43_no_drawing_a_hostile_one_and_one_that_is_too_large_are_nothing(data: bytes) -> None:
    assert read(data) is None


def test_a_drawing_is_told_by_its_first_bytes() -> None:
    assert [image_map.is_drawing(data) for data in (BODY, svg(""), b"\xef\xbb\xbf" + svg(""))] == [True] * 3
    assert [image_map.is_drawing(data) for data in (b"", b"\x89PNG svg", b"<html/>")] == [False] * 3


def test_it_comes_through_the_line_as_it_was() -> None:
    drawing = read(BODY)
    assert drawing is not None and len(drawing.shapes) == 10
    again = unpacked(packed(drawing))
    assert again is not None
    assert [shape.ids for shape in again.shapes] == [shape.ids for shape in drawing.shapes]
    for one, other in zip(again.shapes[0].lines[0], drawing.shapes[0].lines[0], strict=True):
        assert one == pytest.approx(other, abs=0.001)
    assert unpacked(packed(again)) == again


EMPTY = {"ids": [], "lines": [], "paint": ["", "", 1, False]}


def _told(**other: object) -> bytes:
    shape = {"ids": ["a"], "lines": [[0, 0, 1, 1]], "paint": ["#000000", "", 1, False]} | other
    return json.dumps({"size": [9, 9], "shapes": [shape]}).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        json.dumps({"size": [0, 9], "shapes": []}).encode(),
        json.dumps({"size": [True, 9], "shapes": []}).encode(),
        json.dumps({"size": [9, 9], "shapes": [1]}).encode(),
        json.dumps({"size": [9, 9], "shapes": [EMPTY] * 5_001}).encode(),
        _told(lines=[[0, 0, 1]]),
        _told(lines=["00"]),
        _told(lines=[[0, 1e9]]),
        _told(lines=[[0, float("nan")]]),
        _told(lines=[[0, 0] * 200_001]),
        _told(paint=["url(file:///etc/passwd)", "", 1, False]),
        _told(paint=["", 5, 1, False]),
        _told(paint=[]),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_a_deceived_reader_may_say_is_not_believed(data: bytes) -> None:
    assert unpacked(_told()) is not None, "the control"
    assert unpacked(data) is None


@pytest.mark.parametrize("tail", ["2", "2.", "2e1", "1", "0 "])
def test_a_long_row_of_digits_is_read_once_and_not_in_every_way_it_can_be_divided(tail: str) -> None:
    long, short = (partial(read, svg(f'<path d="M0 0a{tail * count}"/>')) for count in (20_000, 2_000))
    assert times_as_long(long, short, 3) < 50, "it took hours"


def test_torn_path_data_ends_the_path_and_nothing_else() -> None:
    """Seeded: any sequence of signs of path data is read or ends, and every line has two points at least."""
    chance = random.Random(6)
    for _ in range(300):
        data = "M0 0" + "".join(chance.choice("MmLlHhVvCcSsQqTtAaZz0123456789.,- e") for _ in range(60))
        assert all(len(line) > 1 for line in outlines(data))
