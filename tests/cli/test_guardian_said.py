"""What is noted of a guardian's yes is kept as theirs, and none of it as the child's."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Line
from tests.cli.test_told_what_is_missing import _met as met_by_form
from tests.slips.test_pdf import extracted
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import OTHER

SAID = ("--how", "witness", "--witness", "interpreter", "--in-language", "ur")
MAKE_STORE = consent_scenes.make
THEIRS = ("witness", "ur", "interpreter")


def _words(line: Line, code: str, whose: str) -> list[dict[str, Any]]:
    return [one for one in line("record", "consents", code)["words"] if one["whose"] == whose]


def _told(words: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["how"], one["language"], one["witness"]) for one in words}


def test_of_who_asked_the_guardian_alone_nothing_is_kept_as_said_by_the_child(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code, file = met_by_form(store, age="minor"), tmp_path / "slip.pdf"
    before = _words(line, code, "person")
    assert line("slip", code, "--recipient", "service_health", "--guardian", *SAID, "-o", str(file))["exit"] == 0
    assert _words(line, code, "person") == before and _told(_words(line, code, "guardian")) == {THEIRS}
    page = extracted(file.read_bytes())
    assert "testimone" not in page and "lingua: urdu" not in page, "the child agreed aloud"


@pytest.mark.parametrize("way", [
    ("slip", "--recipient", "service_health"), ("slip", "--recipient", "service_prefecture"),
    ("record", "export", "--recipient", "anti_trafficking"), ("record", "hand-over", "--to", OTHER, "--as", "health"),
])  # fmt: skip
def test_where_both_agree_nothing_of_the_child_is_noted_as_said_by_the_guardian(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    verb, rest = (way[:1], way[1:]) if way[0] == "slip" else (way[:2], way[2:])
    file = () if "hand-over" in way else ("-o", str(tmp_path / "out"))
    assert line(*verb, code, *rest, "--consent", "yes", "--guardian", *SAID, *file)["exit"] == 0
    theirs, childs = (_words(line, code, whose) for whose in ("guardian", "person"))
    assert _told(theirs) == {("spoken", "", "")} and THEIRS in _told(childs)


def test_the_paper_tells_how_the_word_was_given_that_is_said_now(line: Line, store: Path, tmp_path: Path) -> None:
    code, file = met_by_form(store), tmp_path / "slip.pdf"
    way = ("slip", code, "--recipient", "service_prefecture", "--consent", "yes", "-o", str(file))
    for how, language, told in (("spoken", "bn", "a voce"), ("signed", "ur", "con firma"), ("spoken", "bn", "a voce")):
        file.unlink(missing_ok=True)
        assert line(*way, "--how", how, "--in-language", language)["exit"] == 0
        page = extracted(file.read_bytes())
        assert f"Consenso dato {told} · lingua: {'urdu' if language == 'ur' else 'bengalese'}" in page
