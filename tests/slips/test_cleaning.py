"""Values from outside: nothing in them may steer the page."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.slips.cleaning import LONGEST, clean


@given(st.text(max_size=600))
def test_what_is_left_is_one_short_line_of_visible_signs(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST
    assert cleaned == clean(cleaned)
    for sign in cleaned:
        assert unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert sign not in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>Rosa</b> & co", "<b>Rosa</b> & co"),
        ("abc\u202edcba", "abcdcba"),
        ("a\tb\r\nc\x00d", "a b c d"),
        ("  two   blanks ", "two blanks"),
        ("ক্\u200dষ", "ক্\u200dষ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a \u200d b", "a b"),
        ("e\u0301", "é"),
        ("", ""),
        ("x" * 300, "x" * 239 + "…"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert clean(text) == shown
