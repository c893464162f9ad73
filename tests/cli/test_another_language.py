"""A yes may be one in a language that is not in the list of languages: an interpreter says our own text in it."""

from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.workflow import own_words
from tests.cli.conftest import PASSPHRASE, Line
from tests.gui_shell import people
from tests.slips.test_pdf import extracted

OTHER = ("--in-language", "other")


@pytest.fixture
def record(store: Path) -> str:
    """Of an adult who agreed to all that the form asks, but that it is sent; in a language of the list."""
    return finished(store, people.BENGALI)


def finished(store: Path, language: str) -> str:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        return opened.record(people.finish(opened, language, {"information/consent_sync": "no"})).code


def newest(line: Line, record: str) -> dict[str, Any]:
    return dict(line("record", "consents", record)["words"][-1])


def test_a_code_that_is_not_in_the_list_is_told_what_to_write_for_it(line: Line, record: str) -> None:
    consent = ("record", "consent", record, "--purpose", "judicial", "--recipient", "police")
    told = line(*consent, "--in-language", "xx")
    assert (told["exit"], told["error"]) == (1, "workflow.unlisted_language")
    assert "xx" in told["sentence"] and "other" in told["advice"]
    assert line(*consent, "--in-language", "in Swahili")["error"] == "workflow.unknown_language"
    assert line(*consent, *OTHER)["exit"] == 0
    word = newest(line, record)
    assert [word[each] for each in ("purpose", "recipient", "word", "language", "script")] == [
        "judicial", "police", "yes", "other", own_words.texts().name,
    ]  # fmt: skip
    read = line("record", "consents", record, "--read", "police", *OTHER)["read"]
    assert read["person"]["text"] and read["person"]["language"] == own_words.SOURCE


def test_a_slip_says_that_they_agreed_in_another_language(line: Line, record: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    slip = ("slip", record, "--recipient", "prefecture", "-o", str(file), "--consent", "yes", *OTHER)
    assert line(*slip)["exit"] == 0
    word = newest(line, record)
    assert [word[each] for each in ("purpose", "word", "language")] == ["slip", "yes", "other"]
    assert "lingua: un’altra lingua" in extracted(file.read_bytes())


def test_a_language_beyond_the_list_is_kept_by_its_code_and_named_on_paper(
    line: Line, record: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    slip = ("slip", record, "--recipient", "prefecture", "-o", str(file), "--consent", "yes", "--in-language", "sw")
    assert line(*slip)["exit"] == 0
    assert newest(line, record)["language"] == "sw"
    assert "lingua: swahili" in extracted(file.read_bytes())


@pytest.mark.parametrize(
    "words",
    [
        ("record", "export", "{}", "--recipient", "anti_trafficking", "-o", "{file}", "--consent", "yes"),
        ("print", "screening", "{}", "-o", "{file}", "--consent", "yes"),
        ("record", "release", "{}", "--consent", "yes"),
        ("record", "consent", "{}", "--purpose", "research"),
    ],
)
def test_each_way_out_takes_it(line: Line, record: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    told = line(*(each.format(record, file=tmp_path / "a") for each in words), *OTHER)
    assert told["exit"] == 0, told


def test_an_interview_in_such_a_language_is_one_in_another_language(line: Line, store: Path, tmp_path: Path) -> None:
    code, file = finished(store, people.SWAHILI), tmp_path / "a.pdf"
    assert line("slip", code, "--recipient", "health", "-o", str(file))["exit"] == 0
    text = extracted(file.read_bytes())
    assert "lingua: un’altra lingua" in text and "lingua non annotata" not in text
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.case_for(opened, next(row.id for row in opened.records() if row.code == code))
    assert {word["language"] for word in line("record", "consents", code)["words"]} == {"other"}


def test_a_language_of_the_person_that_is_none_is_told_and_begins_nothing(line: Line) -> None:
    before = line("record", "list")
    for name in ("other", "Kiswahili"):
        told = line("record", "new", "intake_first_interview", "--person-language", name)
        assert (told["exit"], told["error"]) == (1, "workflow.unknown_language") and name in told["sentence"]
    assert line("record", "list") == before
