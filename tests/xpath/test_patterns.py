"""regex(): the whole text, in Java's syntax. Every row of `java_patterns.json` was asked of JavaRosa 5.1.0."""

import json
from pathlib import Path

import pytest
import regex  # type: ignore[import-untyped]

from intake_app.xpath.context import Environment
from intake_app.xpath.functions.patterns import LONGEST, PatternError, compiled, java_pattern
from intake_app.xpath.functions.selection import matches
from tests.cost import calls

ROWS = json.loads(Path(__file__).with_name("java_patterns.json").read_text(encoding="utf-8"))


def asked(text: str, pattern: str) -> tuple[bool, list[str]]:
    env, told = Environment(), list[str]()
    env.notice = lambda code, _facts: told.append(code)
    return matches(text, pattern, env), told


@pytest.mark.feature(140)
@pytest.mark.decision("6", "19")
@pytest.mark.parametrize(("text", "pattern", "wanted"), ROWS, ids=[f"{row[1]} on {row[0]}" for row in ROWS])
def test_a_pattern_matches_as_in_javarosa(text: str, pattern: str, wanted: bool | str) -> None:
    refused = wanted == "refused"
    assert asked(text, pattern) == ((False, ["xpath.regex_refused"]) if refused else (wanted, []))


@pytest.mark.parametrize("pattern", [r"\N{LATIN SMALL LETTER A}", r"\b{g}a", "(?:a){2}{3}", "{1}", "(?i", "a\\"])
def test_what_only_java_takes_is_refused_with_a_notice(pattern: str) -> None:
    assert asked("a", pattern) == (False, ["xpath.regex_refused"])


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("é?", r"\xe9?"),
        ("😀", r"\U0001f600"),
        ("(?i)k", r"[\x6b\x4b]"),
        ("(?i)[0-Z]", r"[\x30-\x5a\x61-\x7a]"),
        ("(?i)[x-~]", r"[\x78-\x7e\x58-\x5a]"),
        ("(?iu)k", r"(?i-f:\x6b)"),
        ("a(?i)b(?-i:c)d", r"\x61[\x62\x42](?:\x63)[\x64\x44]"),
        ("(?i:b)c", r"(?:[\x62\x42])\x63"),
        ("(?s).", r"[\s\S]"),
        ("(?d).", r"[^\n]"),
        ("(?m)^$", "(?m:^)(?m:$)"),
        ("(?x) a {2} # b\n [ a # c\n ] ", r"\x61{2}[\x61]"),
        (r"(a)(?<b>b)\1\k<b>\22", r"(\x61)(?P<b>\x62)\g<1>(?P=b)\g<2>\x32"),
        (r"(?i)(a)\1", r"([\x61\x41])(?i-f:\g<1>)"),
        (r"(?U)\d\D\h", r"\p{Nd}\P{Nd}[\x20\t\u00A0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]"),
        (r"\t\cA\x41\x{1F600}\u0041\0101\060", r"\x09\x01\x41\U0001f600\x41\x41\x30"),
        (r"\P{L}\pN", r"[^\p{L}]\p{N}"),
        ("[a&&b&&[c]]", r"[[\x61]&&[\x62]&&[[\x63]]]"),
        ("[^]-]", r"[^\x5d\x2d]"),
    ],
)
def test_how_a_pattern_is_written(pattern: str, written: str) -> None:
    assert java_pattern(pattern) == written


HEAVY = [
    "(?:" * 20 + "a" + "){2}" * 20,
    "(?:" * 40 + "a" + ")+" * 40,
    "((a{1000}){1000}){1000}",
    "a{20001}",
    "(?:ab){10000,}",
    "(" * 51 + ")" * 51,
    "[" * 51 + "a" + "]" * 51,
    "a" * (LONGEST + 1),
    "[ab]{9999}" * 3,
]


@pytest.mark.parametrize("pattern", HEAVY, ids=lambda value: value[:20])
def test_a_pattern_that_unrolls_too_far_is_never_tried(pattern: str) -> None:
    def refuse() -> None:
        with pytest.raises(PatternError):
            compiled(pattern)

    assert calls(refuse, of=regex.compile) == 0
    assert calls(refuse) < 100 + 20 * len(pattern), "and it is read once"


@pytest.mark.parametrize(
    "pattern", ["a{20000}", "a{1,30000}b", "(" * 50 + "a" + ")" * 50, "a" * LONGEST, "(?:x*)*" * 1000]
)
def test_a_large_pattern_within_bounds_works(pattern: str) -> None:
    compiled(pattern)
