"""Directions against an independent implementation of the bidirectional algorithm."""

from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.slips.direction import Isolate, is_rtl, levels, visual_order

MIXED = st.text(alphabet="abàאבجدপ12٣٤ ,.-/()[]{}:%+€«»\u064b", min_size=1, max_size=24)


def displayed(text: str, rtl: bool) -> str:
    """The text from left to right, blanks at the end of the line laid to the paragraph's side (rule L1)."""
    found = levels(text, rtl)
    for place in range(len(text) - 1, -1, -1):
        if text[place] != " ":
            break
        found[place] = int(rtl)
    return "".join(text[place] for place in visual_order(found))


@settings(max_examples=400)
@given(MIXED, st.booleans())
def test_order_agrees_with_the_reference_implementation(text: str, rtl: bool) -> None:
    assert displayed(text, rtl) == get_display(text, base_dir="R" if rtl else "L")


def test_a_number_that_stands_alone_keeps_its_groups_in_order() -> None:
    text = "اتصل 000 111 2222 الآن"
    start = text.index("0")
    found = levels(text, True, [Isolate(start, start + 12, False)])
    order = visual_order(found)
    assert "000 111 2222" in "".join(text[place] for place in order)


def test_a_name_that_stands_alone_does_not_turn_its_neighbours() -> None:
    text = "code: אבג (7)"
    found = levels(text, False, [Isolate(6, 9, True)])
    assert found == [0] * 6 + [1] * 3 + [0] * 4


def test_isolates_that_touch_and_fill_the_paragraph() -> None:
    assert levels("ab12", True, [Isolate(0, 2, False), Isolate(2, 4, False)]) == [2, 2, 2, 2]
    assert levels("", True) == []
    assert visual_order([]) == []


def test_the_first_strong_character_decides() -> None:
    assert is_rtl("12 ، مرحبا ab")
    assert not is_rtl("12 ab مرحبا")
    assert not is_rtl("12 …")
