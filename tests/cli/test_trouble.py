"""Bad input on the command line: a clear sentence, exit code 1, nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app.cli import rehearsal
from intake_app.practice import PracticeServer
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_main_job import answers_file, own_answers

CYCLE = """| survey |
| | type | name | label | calculation |
| | calculate | first | | ${second} + 1 |
| | calculate | second | | ${first} + 1 |
| | text | q | Question | |
"""


def test_wrong_passphrase_is_a_sentence(line: Line) -> None:
    told = line("store", "info", passphrase="not this one at all")
    assert (told["exit"], told["error"]) == (1, "vault.wrong_passphrase")
    assert "passphrase" in told["sentence"].lower() and told["advice"]
    unknown = line("store", "info", user="Nobody")
    assert (unknown["error"], unknown["sentence"]) == (told["error"], told["sentence"])


def test_a_pdf_is_no_form(line: Line, tmp_path: Path) -> None:
    for name in ("form.xml", "form.xlsx", "form.md"):
        (tmp_path / name).write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        told = line("form", "import", str(tmp_path / name))
        assert told["exit"] == 1 and told["sentence"] and name in told["sentence"]


def test_a_cycle_names_both_places(line: Line, tmp_path: Path) -> None:
    (tmp_path / "cycle.md").write_text(CYCLE, encoding="utf-8")
    told = line("form", "import", str(tmp_path / "cycle.md"))
    assert (told["exit"], told["error"]) == (1, "xform.cycle")
    assert "first" in told["sentence"] and "second" in told["sentence"]


def test_a_truncated_store_is_told_and_left_alone(line: Line, store: Path) -> None:
    whole = store.read_bytes()
    store.write_bytes(whole[: len(whole) // 2])
    told = line("store", "info")
    assert told["exit"] == 1 and told["error"].startswith("vault.") and told["advice"]
    assert store.read_bytes() == whole[: len(whole) // 2]
    store.write_bytes(whole)
    assert line("store", "info")["exit"] == 0


def test_a_login_page_is_not_a_receipt(line: Line, tmp_path: Path, server: PracticeServer) -> None:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    line("record", "finalise", new["code"])
    line("server", "add", "central", "--url", server.url)
    server.behaviour = "login_page"
    told = line("sync")
    assert (told["exit"], told["waiting"]) == (1, 1) and "login" in json.dumps(told).lower()
    server.behaviour = None
    assert line("sync")["ok"] and len(server.received) == 1


def test_a_path_that_the_form_does_not_have(line: Line, tmp_path: Path) -> None:
    told = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, {"/data/nowhere": "x"}))
    assert (told["exit"], told["error"]) == (1, "cli.no_such_question")
    assert told["sentence"] == "There is no question /data/nowhere in this questionnaire."
    told = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, {"/data/safety": "x"}))
    assert told["error"] == "cli.bad_answer", "a part of the form that takes no answer is there"


def test_a_mediator_does_not_see_a_colleagues_records(line: Line, tmp_path: Path) -> None:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    reading, writing = os.pipe()
    os.write(writing, b"another long passphrase here\n")
    os.close(writing)
    line("store", "add-person", "Sara", "--role", "mediator", "--new-passphrase-fd", str(reading))
    os.close(reading)
    seen = line("record", "list", user="Sara", passphrase="another long passphrase here")
    assert seen["records"] == []
    told = line("record", "show", new["id"], user="Sara", passphrase="another long passphrase here")
    assert told["exit"] == 1 and told["error"].startswith("vault.")


@pytest.mark.parametrize("words", [["--help"], ["form", "--help"]])
def test_the_program_answers_as_a_module(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "intake_app", *words], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0 and b"intake" in done.stdout


def test_the_passphrase_is_in_no_output(line: Line, capfd: pytest.CaptureFixture[str]) -> None:
    line("store", "info")
    line("store", "info", passphrase=PASSPHRASE + "x")
    captured = capfd.readouterr()
    assert PASSPHRASE not in captured.out + captured.err
