"""A record that was kept back, released later: only by the person's word since, or by a reason that is kept."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake_app import cli
from intake_app.cli import rehearsal
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.cli.test_main_job import answers_file, own_answers


def held_record(line: Line, folder: Path) -> str:
    said_no = own_answers(information__consent_sync="no")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, said_no))
    assert line("record", "finalise", new["code"])["delivery"] == "held"
    return str(new["code"])


def test_a_no_in_the_form_is_not_written_over(line: Line, tmp_path: Path) -> None:
    code = held_record(line, tmp_path)
    for words in ([], ["--no-person"], ["--consent", "no"]):
        told = line("record", "release", code, *words)
        assert (told["exit"], told["released"], told["delivery"]) == (1, False, "held")
    told = line("record", "release", code, *AGREED, "--how", "witness", "--witness", "colleague")
    assert (told["exit"], told["released"], told["delivery"]) == (0, True, "waiting")
    kept = line("record", "show", code)["releases"]
    assert [(each["basis"], each["detail"]) for each in kept] == [("consent", "witness")]


@contextmanager
def typed(text: bytes) -> Iterator[None]:
    """What a person or a script sends to standard input."""
    reading, writing = os.pipe()
    os.write(writing, text)
    os.close(writing)
    before = os.dup(0)
    os.dup2(reading, 0)
    os.close(reading)
    try:
        yield
    finally:
        os.dup2(before, 0)
        os.close(before)


@pytest.mark.parametrize("asked", [("--find",), ("--find", "-")])
def test_a_name_is_asked_for_and_stands_on_no_command_line(line: Line, tmp_path: Path, asked: tuple[str, ...]) -> None:
    code = held_record(line, tmp_path)
    with typed(f"{code[:4].lower()}\n".encode()):
        assert [one["code"] for one in line("record", "list", *asked)["records"]] == [code]
    with typed(b"nobody\n"):
        assert line("record", "list", *asked, "--state", "finalised")["records"] == []
    for none in (b"", b" \n", b"\xff\n"):
        with typed(none):
            told = line("record", "list", *asked)
        assert (told["exit"], told["error"]) == (1, "vault.bad_name")


@pytest.mark.parametrize("asked", [("--override",), ("--override", "-")])
def test_a_reason_is_asked_for_and_stands_on_no_command_line(
    line: Line, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    code = held_record(line, tmp_path)
    for none in (b"", b" \n", b"\xff\n"):
        with typed(none):
            told = line("record", "release", code, *asked)
        assert (told["exit"], told["error"]) == (1, "cli.no_reason")
    with typed("Ordine del tribunale, già dato\n".encode()):
        assert line("record", "release", code, *asked)["released"]
    kept = line("record", "show", code)["releases"]
    assert [(each["basis"], each["detail"]) for each in kept] == [("override", "Ordine del tribunale, già dato")]


def test_a_passphrase_and_a_reason_come_one_after_the_other(
    line: Line, store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = held_record(line, tmp_path)
    with typed(f"{PASSPHRASE}\nThe office asked.\nnot read".encode()):
        words = ["record", "release", code, "--override", "-", "--store", str(store), "--user", "Ada"]
        assert cli.run([*words, "--passphrase-fd", "0"]) == 0
        assert os.read(0, 100) == b"not read"
    assert json.loads(capfd.readouterr().out)["released"] is True
    assert line("record", "show", code)["releases"][0]["detail"] == "The office asked."


def test_a_reason_lets_it_go_at_once_or_later(line: Line, tmp_path: Path) -> None:
    code = held_record(line, tmp_path)
    assert line("record", "release", code, "--override", "a court ordered it")["released"]
    said_no = own_answers(information__consent_sync="no")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, said_no))
    assert line("record", "finalise", new["code"], *AGREED)["released"] is False
    other = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, said_no))
    done = line("record", "finalise", other["code"], "--override", "it is urgent now")
    assert (done["released"], done["delivery"]) == (True, "waiting")
