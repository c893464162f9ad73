"""A record is edited, compared and taken out on the command line."""

import json
import os
from pathlib import Path

import pytest

from intake_app import cli, workflow
from intake_app.practice import PracticeServer
from tests.cli.conftest import PASSPHRASE, Line
from tests.workflow.test_editing import FORM
from tests.workflow.test_said_since import ALL, Place

WORDS = "meadow copper eleven windows"


def _descriptor(text: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return reading


def _look(path: Path, capfd: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    reading = _descriptor(WORDS)
    capfd.readouterr()
    try:
        cli.run(["queue", "open-export", str(path), "--file-passphrase-fd", str(reading), *more])
    finally:
        os.close(reading)
    told: dict[str, object] = json.loads(capfd.readouterr().out)
    return told


def test_a_slip_of_a_record_as_it_was_is_told_as_such(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        old = Place(opened).closed(**ALL)
    made = line("slip", old, "--recipient", "health", "-o", str(tmp_path / "one.pdf"))
    assert not made["corrected"]
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.finalise_draft(opened, workflow.edit_record(opened, old).row.id)
    newer = line("slip", old, "--recipient", "health", "-o", str(tmp_path / "two.pdf"))
    printed = line("print", "slips", made["reference"], newer["reference"], "-o", str(tmp_path / "both.pdf"))
    assert (printed["exit"], printed["slips"], printed["corrected"]) == (0, 2, [made["reference"]])
    told = "1 slip is of a record that was corrected since then, and is as it was: {}. Issue another one."
    assert printed["notes"] == [told.format(made["reference"])]
    printed = line("print", "slips", newer["reference"], "-o", str(tmp_path / "new.pdf"))
    assert (printed["corrected"], printed["notes"]) == ([], [])


def test_an_adult_that_a_correction_takes_back_is_told_as_such(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        place, case = Place(opened), opened.open_case()
        old = place.closed("asks", case.id, **ALL)
        new = workflow.edit_record(opened, old).row.id
        place.answer(new, age="")
        workflow.finalise_draft(opened, new)
    told = line("case", "show", case.code)
    assert [(one["age"], one["taken_back"]) for one in told["ages"]] == [("adult", True)] and told["age"] == ""


def test_edit_compare_take_out(
    line: Line, store: Path, server: PracticeServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "landing.xml").write_bytes(FORM)
    line("form", "import", str(tmp_path / "landing.xml"))
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "practice", server.url)
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(json.dumps({"/data/q": f"answer {number}", "/data/place": "pier"}))
    first = line("record", "new", "landing", "--answers", str(tmp_path / "1.json"))["id"]
    line("record", "finalise", first, "--consent", "yes", "--in-language", "bn")
    draft = line("record", "edit", first, "--answers", str(tmp_path / "2.json"))
    assert (draft["exit"], draft["state"], draft["edit_of"] != "") == (0, "draft", True)
    second = draft["id"]
    assert line("record", "edit", first)["id"] == second
    line("record", "finalise", second, "--consent", "yes", "--in-language", "bn")
    told = line("queue", "versions", first)
    assert [one["record"] for one in told["versions"]] == [first, second]
    assert told["questions"][0] == {
        "label": "What?", "place": "", "values": ["answer 1", "answer 2"], "states": ["answered", "answered"],
        "differs": True,
    }  # fmt: skip
    server.then("conflict")
    assert line("sync")["exit"] == 1
    path = tmp_path / "held.sealed"
    assert line("queue", "export", first, str(path))["error"] == "vault.sealed_for_nobody"
    reading = _descriptor(WORDS)
    made = line("queue", "export", first, str(path), "--with-passphrase", "--file-passphrase-fd", str(reading))
    os.close(reading)
    assert (made["exit"], made["organisations"], made["passphrase"]) == (0, [], True)
    found = _look(path, capfd)
    assert (found["record"], found["form"], found["into"]) == (first, "landing", None)
    assert "answer 1" not in json.dumps(found)
    _look(path, capfd, "--into", str(tmp_path / "readable"))
    assert b"answer 1" in (tmp_path / "readable" / "submission.xml").read_bytes()


def test_a_slip_with_the_words_of_somebody_else_is_not_printed_and_what_to_do_is_told(
    line: Line, store: Path, tmp_path: Path
) -> None:
    why = "they told us so themselves"
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        place, first, second = Place(opened), opened.open_case(), opened.open_case()
        mine, _theirs = (place.closed("asks", case.id, **ALL) for case in (first, second))
    assert line("case", "merge", first.code, second.code, "--reason", why)["exit"] == 0
    made = line("slip", mine, "--recipient", "health", "-o", str(tmp_path / "one.pdf"))
    assert line("case", "part", first.code, second.code, "--reason", why)["exit"] == 0
    printed = line("print", "slips", made["reference"], "-o", str(tmp_path / "again.pdf"))
    assert (printed["exit"], printed["error"]) == (1, "vault.slip_of_two")
    assert made["reference"] in str(printed) and "Make a new slip." in str(printed) and "(intake slip)" in str(printed)
    assert not (tmp_path / "again.pdf").exists()
