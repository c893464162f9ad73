"""A range has as many values as the form says, and a check tells which is answered in another way."""

import pytest

from intake_app import workflow
from intake_app.workflow.ranges import scale
from tests.gui_interview.test_finger import form


@pytest.mark.parametrize(
    ("start", "end", "step", "count", "last"),
    [
        ("0", "50000", "1", 50_001, "50000"),
        ("0", "1000", "0.05", 20_001, "1000"),
        ("10", "0", "1", 11, "0"),
        ("10", "0", "-1", 11, "0"),
        ("0", "10", "3", 4, "9"),
        ("-1", "1", "0.5", 5, "1"),
        ("0", "2000000000", "1", 2_000_000_001, "2000000000"),
    ],
)
def test_no_value_of_a_range_is_left_out(start: str, end: str, step: str, count: int, last: str) -> None:
    values = scale({"start": start, "end": end, "step": step})
    assert (len(values), values[0], values[-1]) == (count, start, last)
    assert values.place(last) == count - 1 and values.place(f"{last}.00") == (count - 1 if "." not in last else None)
    assert values[:2] == [values[0], values[1]]


@pytest.mark.parametrize(
    "ends",
    [
        ("a", "1", "1"),
        ("0", "1", "0"),
        ("0", "NaN", "1"),
        ("0", "Infinity", "1"),
        ("0", "1e12", "1"),
        ("0", "1e99", "1"),
    ],
)
def test_ends_that_make_no_range_have_no_values(ends: tuple[str, str, str]) -> None:
    assert not scale(dict(zip(("start", "end", "step"), ends, strict=True)))


@pytest.mark.parametrize(
    ("value", "place", "near"),
    [("2.5", None, 2), ("20", None, 10), ("-3", None, 0), ("", None, None), ("x", None, None), ("NaN", None, None)],
)
def test_what_is_no_value_of_a_range_has_a_nearest_one_if_it_is_a_number(
    value: str, place: int | None, near: int | None
) -> None:
    values = scale({})
    assert (values.place(value), values.near(value)) == (place, near)


def told(look: str, start: str, end: str) -> list[tuple[str, str]]:
    body = f'<range ref="/data/a" appearance="{look}" start="{start}" end="{end}" step="1"><label>A</label></range>'
    notices = workflow.check_form("form.xml", form(body, {"a": "int"}), {}).notices
    return [(one.level, one.code) for one in notices if one.code.startswith("workflow.range")]


def test_a_check_tells_of_a_list_that_is_a_slider_and_of_ends_that_make_no_range() -> None:
    assert told("picker", "0", "50000") == [("info", "workflow.range_not_listed")]
    assert told("", "0", "x") == [("info", "workflow.range_typed")]
    assert told("picker", "0", "10000") == told("", "0", "50000") == []
