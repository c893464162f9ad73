"""Every code has one sentence and one piece of advice; none is dead; nothing in them can fail."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from intake_app import i18n, messages
from intake_app.errors import IntakeError
from intake_app.messages.facts import WORDS

PACKAGE = Path(messages.__file__).resolve().parents[1]
AREAS = (
    "xpath|xform|xlsform|vault|openrosa|sync|referral|slips|screening|workflow|practice|gui|cli|app|"
    "print|keychain|share|proof|profile|review|exports"
)
CODE = re.compile(rf"(?:{AREAS})\.[a-z][a-z0-9_]*")
ACTIONS = {"profile.exported"}
"""What the log tells that was done: no trouble, and with words of its own."""
TR = i18n.load("en")


def codes_in(source: str) -> set[str]:
    """Every string of the source that has the shape of a code."""
    found = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str) and CODE.fullmatch(value)}


def used() -> set[str]:
    sources = (path for path in PACKAGE.rglob("*.py") if "messages" not in path.relative_to(PACKAGE).parts)
    return set().union(*(codes_in(path.read_text(encoding="utf-8")) for path in sources)) - ACTIONS


def test_every_code_of_the_program_has_words() -> None:
    assert sorted(used() - messages.TABLE.keys()) == []


def test_no_words_for_codes_that_nothing_raises() -> None:
    assert sorted(messages.TABLE.keys() - used()) == []


@pytest.mark.parametrize("code", sorted(messages.TABLE))
def test_words_are_whole_sentences_and_survive_missing_facts(code: str) -> None:
    for told in (messages.sentence(code, {}, TR), messages.advice(code, {}, TR)):
        assert told[:1].isupper() or told.startswith("…")
        assert told.endswith((".", "?", "…", "}"))
        assert "{" not in told
        assert len(told) < 250


@pytest.mark.parametrize("code", sorted(messages.TABLE))
def test_advice_asks_for_no_fact_that_the_sentence_is_not_told(code: str) -> None:
    for text in messages.TABLE[code]:
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text))


def test_facts_are_filled_in() -> None:
    told = messages.explain(IntakeError("vault.wait", seconds=30), TR)
    assert "30" in told.sentence + told.advice


def test_facts_that_are_codes_come_in_words() -> None:
    told = messages.sentence("xlsform.not_a_form", {"file": "plan.pdf", "kind": "pdf"}, TR)
    assert told == "The file plan.pdf is not a questionnaire but a PDF document."
    italian = messages.sentence("xlsform.not_a_form", {"file": "plan.pdf", "kind": "pdf"}, i18n.load("it"))
    assert "un documento PDF" in italian


def test_the_trouble_behind_a_trouble_is_told_in_words() -> None:
    facts = {"place": "/data/age", "reason": "xpath.syntax", "position": 4, "near": "))"}
    told = messages.sentence("xform.bad_expression", facts, TR)
    assert "/data/age" in told
    assert "))" in told
    assert "xpath." not in told


def test_an_unknown_code_is_admitted_with_the_code() -> None:
    told = messages.explain(IntakeError("moon.eclipse", depth=3), TR)
    assert "moon.eclipse" in told.sentence
    assert told.advice


def test_braces_in_facts_do_no_harm() -> None:
    told = messages.sentence(
        "xlsform.unknown_reference", {"file": "{0}{x}.md", "sheet": "{b}", "row": 3, "found": "${a}"}, TR
    )
    assert "{0}{x}.md" in told
    assert "${a}" in told
    assert 'sheet "{b}", row 3' in told


def test_words_for_facts_are_short() -> None:
    assert all(0 < len(text) < 60 for text in WORDS.values())


def test_no_advice_about_a_server_says_that_something_goes_by_itself() -> None:
    """Only who chose it has that, and the same words tell of questionnaires that were not fetched."""
    wire = {code: told for code, told in messages.TABLE.items() if code.startswith("openrosa.")}
    assert [code for code, told in wire.items() if "by itself" in " ".join(told)] == []
