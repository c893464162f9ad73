"""regex(): the whole text, in Java's syntax. Each row was asked of JavaRosa."""

import pytest

from intake_app.xpath.context import Environment
from intake_app.xpath.functions.selection import matches

ROWS = [
    ("abc", "b", False),
    ("a", "(?i)A", True),
    ("ä", r"\w", False),
    ("12", r"\d{2}", True),
    ("a.b", r"a\.b", True),
    ("a\n", "a.", False),
    ("ab", "a++b", True),
    ("aab", "a++b", True),
    ("a1", r"\p{Alpha}[0-9]", True),
    ("é", "[[:alpha:]]", False),
    ("x", "[a-z&&[^x]]", False),
    ("y", "[a-z&&[^x]]", True),
    ("à", r"\p{L}", True),
    ("A", r"\p{Lu}", True),
    ("a", r"\p{IsLatin}", True),
    ("ا", r"\p{InArabic}", True),
    ("y", "[a-c[x-z]]", True),
    ("a+b", r"\Qa+b\E", True),
    ("١", r"\d", False),
    ("0612345678", r"^0[0-9]{9}$", True),
    ("AB12", "[A-Z]{2}[0-9]{2}", True),
    ("x-y", r"[\w-]+", True),
    ("a|b", r"a\|b", True),
    ("", "", True),
    ("a b", r"a\hb", True),
]


@pytest.mark.parametrize(("text", "pattern", "wanted"), ROWS)
def test_pattern(text: str, pattern: str, wanted: bool) -> None:
    assert matches(text, pattern, Environment()) is wanted
