"""Whoever says the reference of a slip, or the code of a person, takes back what they agreed to; no name is needed."""

from pathlib import Path

import pytest

from intake_app.cli import rehearsal
from tests.cli.conftest import ASKED, Line
from tests.cli.test_main_job import answers_file, own_answers


@pytest.fixture
def referred(line: Line, tmp_path: Path) -> tuple[str, str]:
    """The code of a record, and the reference of a slip of it."""
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    line("record", "finalise", new["code"])
    slip = line("slip", new["code"], "--recipient", "health", "-o", str(tmp_path / "slip.pdf"))
    return new["code"], slip["reference"]


def test_by_the_reference_of_a_slip_as_it_is_typed(line: Line, referred: tuple[str, str]) -> None:
    code, reference = referred
    shown = line("record", "show", code)["id"]
    for typed in (reference, reference.replace("-", ""), reference.lower().replace("-", " ")):
        told = line("record", "list", "--find", typed)
        assert [row["id"] for row in told["records"]] == [shown], typed
        assert line("record", "consents", typed)["record"] == shown
    assert line("record", "show", reference)["id"] == shown
    back = line("record", "withdraw-consent", reference.lower())
    assert (back["record"], back["exit"]) == (shown, 0) and back["stopped"] >= 2
    assert line("record", "consents", code)["open"] == []


def test_by_the_code_of_the_person(line: Line, referred: tuple[str, str]) -> None:
    code, _reference = referred
    case = line("case", "open", code)["code"]
    assert line("record", "consents", case)["record"] == line("record", "show", code)["id"]
    back = line("record", "withdraw-consent", case)
    assert back["stopped"] >= 2
    assert line("record", "agree-again", case, "--purpose", "sync", *ASKED)["returned"][0]["codes"] == [code]
    assert line("record", "show", case)["id"] == line("record", "show", code)["id"], "there is one alone"


def test_what_names_nobody_says_in_which_place_it_stands(line: Line, referred: tuple[str, str]) -> None:
    code, reference = referred
    last = "3" if reference[-1] != "3" else "4"
    for verb in (("withdraw-consent",), ("consents",), ("agree-again", "--purpose", "sync")):
        for typed, error in (
            (reference[:-1] + last, "cli.names_nobody"),
            ("KARO-27-5", "cli.names_nobody"),
            ("Muhamed", "cli.names_nobody"),
            ("BADU-67-1" if code != "BADU-67-1" else "KARO-27-1", "cli.nobody_seen"),
            ("7K4M-29QC", "cli.nobody_seen"),
        ):
            told = line("record", verb[0], typed, *verb[1:])
            assert told["error"] == error, typed
            assert "RECORD" in told["sentence"], told
            assert typed not in str(told)
