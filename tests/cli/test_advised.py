"""An advice is right where it is read: on the command line it names words of a line, and no part of a window."""

import argparse
import re
from collections.abc import Iterator

import pytest

from intake_app import i18n, messages
from intake_app.cli import advised, arguments
from intake_app.errors import IntakeError

TR = i18n.load("en")
WINDOW = re.compile(r"“[A-Z]|on (?:the|that) \w* ?page|\bunder [A-Z]|\b(?:button|press|click)|Lock the program")
LINE = re.compile(r"(?:^|\s)--[a-z]|`")


def parsers(parser: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                yield from parsers(each, f"{path} {name}")


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """Every command by its words, with its options."""
    found = {}
    for group in next(iter(parsers(arguments.parser(TR, ()), "intake")))[1]._actions:
        for name in group.choices if isinstance(group, argparse._SubParsersAction) else ():
            whole = arguments.parser(TR, (name,))
            for path, each in parsers(whole, "intake"):
                found.setdefault(path, set()).update(o for a in each._actions for o in a.option_strings)
    return found


@pytest.mark.parametrize("code", sorted(advised.BY))
def test_what_an_advice_names_is_there_to_be_typed(code: str, known: dict[str, set[str]]) -> None:
    told = advised.BY[code].split(", ")
    for each in told:
        words = [word for word in each.split() if not word.startswith("--")]
        verbs = [word for word in words if word not in ("yes", "consular", "judicial", "cross_border", "guardian")]
        options = {word for word in each.split() if word.startswith("--")}
        if verbs:
            assert options <= known[" ".join(verbs)], each
        else:
            assert options <= known["intake record finalise"], each
    assert advised.explain(IntakeError(code), TR).advice.endswith(f"({advised.BY[code]})")


@pytest.mark.parametrize("code", sorted(code for code in messages.TABLE if not code.startswith("gui.")))
def test_no_advice_on_the_line_sends_anybody_to_a_window(code: str) -> None:
    told = advised.explain(IntakeError(code), TR)
    assert not WINDOW.search(f"{told.sentence} {told.advice}"), told


@pytest.mark.parametrize("code", sorted(code for code in messages.TABLE if not code.startswith("cli.")))
def test_no_advice_in_a_window_sends_anybody_to_a_line(code: str) -> None:
    told = messages.explain(IntakeError(code), TR)
    assert not LINE.search(f"{told.sentence} {told.advice}"), told


def test_what_stands_in_the_place_of_an_advice_is_a_sentence_about_a_code_there_is() -> None:
    assert advised.INSTEAD.keys() | advised.BY.keys() <= messages.TABLE.keys()
    assert all(text.endswith(".") and "{" not in text for text in advised.INSTEAD.values())
