"""Wrong input of every kind: a sentence and exit code 1, no traceback, no answer in what is said, nothing left."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app import cli, workflow
from intake_app.cli import rehearsal
from tests.cli.conftest import Line
from tests.cli.test_main_job import answers_file, own_answers

NOT_TEXT = os.fsdecode(b"\xff")


def told_by(capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """What one command without a store prints."""
    capfd.readouterr()
    code = cli.run(words)
    return {**json.loads(capfd.readouterr().out), "exit": code}


@pytest.mark.parametrize(
    "value",
    ["canary", "yes no", {"state": "canary"}, {"state": ["canary"]}, ["canary"], None, True, {"file": "canary"}],
)
def test_an_answer_that_can_not_be_is_refused_and_leaves_no_record(line: Line, tmp_path: Path, value: object) -> None:
    given = {"/data/safety/understands": "yes", "/data/safety/private": value}
    told = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, given))
    assert told["exit"] == 1 and told["error"] in {"cli.bad_answer", "cli.not_offered", "cli.file"}
    assert "canary" not in json.dumps(told) or told["error"] == "cli.file"
    assert line("record", "list")["records"] == []


def test_an_answer_to_what_is_not_asked_is_told_as_cleared(line: Line, tmp_path: Path) -> None:
    given = {"/data/safety/understands": "yes", "/data/next_steps/priority": "24h"}
    told = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, given))
    assert (told["exit"], told["cleared"]) == (0, ["/data/next_steps/priority"])
    assert line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))["cleared"] == []


def test_the_name_of_a_record_can_not_be_answered(line: Line, tmp_path: Path) -> None:
    given = answers_file(tmp_path, {"/data/meta/instanceID": "uuid:another"})
    assert line("record", "new", rehearsal.FORM, "--answers", given)["error"] == "cli.bad_answer"


@pytest.mark.parametrize("depth", ["[", '{"a":'])
def test_json_too_deep_to_read(line: Line, tmp_path: Path, depth: str) -> None:
    (tmp_path / "deep.json").write_text(depth * 100_000)
    told = line("record", "new", rehearsal.FORM, "--answers", str(tmp_path / "deep.json"))
    assert (told["exit"], told["error"]) == (1, "cli.not_json")


def test_words_that_are_not_text(line: Line) -> None:
    assert line("record", "show", f"uuid:{NOT_TEXT}")["error"] == "vault.bad_text"
    assert line("record", "new", NOT_TEXT)["error"] == "cli.unknown_form"


def test_numbers_beyond_what_a_store_counts_to(line: Line) -> None:
    """Of a page of the queue where it ended, of an update its number."""
    for end in (f"2026-01-01 {2**63}", f"2026-01-01 -{'9' * 40}"):
        assert line("queue", "list", "--after", end)["error"] == "cli.not_a_page"
    assert line("queue", "list", "--after", f"2026-01-01 {2**63 - 1}")["exit"] == 0
    for verb in (("form", "updates", "accept"), ("audit", "show", "--limit")):
        with pytest.raises(SystemExit) as refused:
            line(*verb, "9" * 40)
        assert refused.value.code == 2


def test_a_descriptor_that_can_not_be(capfd: pytest.CaptureFixture[str]) -> None:
    told = told_by(capfd, "store", "info", "--user", "Ada", "--passphrase-fd", "9" * 30)
    assert (told["exit"], told["error"]) == (1, "cli.no_secret")


@pytest.mark.parametrize("scenario", [[], {"files": 5}, {"files": {"a": 5}}, {"steps": 5}, {}])
def test_a_scenario_of_the_wrong_shape(capfd: pytest.CaptureFixture[str], tmp_path: Path, scenario: object) -> None:
    (tmp_path / "form.md").write_text("| survey |\n| | type | name | label |\n| | text | q | Question |\n")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "scenario.json").write_text(json.dumps(scenario))
    told = told_by(capfd, "form", "play", str(tmp_path / "form.md"), str(tmp_path / "scenario.json"))
    assert told["exit"] == 1 and told["error"] in {"cli.bad_scenario", "cli.not_json"}


@pytest.mark.parametrize("sheet", [{"language": 5}, {"language": "a canary"}, {"services": 7}, {"priority": {}}])
def test_a_slip_sheet_of_the_wrong_shape(line: Line, tmp_path: Path, sheet: dict[str, object]) -> None:
    code = _finished(line, tmp_path)
    (tmp_path / "sheet.json").write_text(json.dumps(sheet))
    told = _slip(line, code, tmp_path / "slip.pdf", "--sheet", str(tmp_path / "sheet.json"))
    assert (told["exit"], told["error"]) == (1, "cli.bad_sheet") and not (tmp_path / "slip.pdf").exists()


def test_no_slip_is_issued_that_can_not_be_written(line: Line, store: Path, tmp_path: Path) -> None:
    code = _finished(line, tmp_path)
    assert _slip(line, code, tmp_path / "nowhere" / "slip.pdf")["error"] == "cli.file"
    assert [one["purpose"] for one in line("record", "show", code)["releases"]] == ["sync"]


def test_a_slip_is_private_and_takes_the_place_of_no_file(line: Line, tmp_path: Path) -> None:
    code, target = _finished(line, tmp_path), tmp_path / "slip.pdf"
    target.write_bytes(b"x" * 1_000_000)
    assert _slip(line, code, target)["error"] == "cli.file_exists"
    assert target.stat().st_size == 1_000_000
    assert [one["purpose"] for one in line("record", "show", code)["releases"]] == ["sync"]
    target.unlink()
    assert _slip(line, code, target, "--recipient", "nowhere")["exit"] == 1 and not target.exists()
    assert _slip(line, code, target)["exit"] == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600 and target.read_bytes().rstrip().endswith(b"%%EOF")


def test_output_where_the_terminal_knows_no_such_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert cli.run(["form", "check", "/nowhere.md", "--language", "it"]) == 1
    assert "non si è potuto" in json.loads(written.getvalue())["sentence"]


def test_a_fault_of_our_own_says_where_and_not_what(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("canary")

    monkeypatch.setattr(workflow, "check_form", broken)
    told = told_by(capfd, "form", "check", __file__)
    assert (told["exit"], told["error"]) == (1, "cli.fault")
    assert "canary" not in json.dumps(told) and "KeyError at test_wrong_input.py:" in str(told["sentence"])


def test_ctrl_c_is_a_sentence(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "check_form", interrupted)
    told = told_by(capfd, "form", "check", __file__)
    assert (told["exit"], told["error"]) == (130, "cli.interrupted")


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    words = [sys.executable, "-m", "intake_app", "form", "check", "forms/first_interview.md"]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout and child.stderr
    child.stdout.close()
    assert child.stderr.read() == b"" and child.wait() == 1
    child.stderr.close()


def _finished(line: Line, folder: Path) -> str:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, own_answers()))
    assert line("record", "finalise", new["code"])["released"]
    return str(new["code"])


def _slip(line: Line, code: str, target: Path, *more: str) -> dict[str, object]:
    return line("slip", code, "--recipient", "health", "-o", str(target), *more)


@pytest.mark.parametrize("port", ["-1", "65536", "99999"])
def test_a_port_that_can_not_be(port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["practice-server", "--port", port])
    assert ended.value.code == 2


@pytest.mark.parametrize(("organisation", "site"), [("", "Quay"), ("Example", "  "), (NOT_TEXT, "Quay")])
def test_a_workplace_has_names_that_a_slip_can_show(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, organisation: str, site: str
) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"quiet harbour lantern seven\n")
    os.close(writing)
    names = ("--organisation", organisation, "--site", site, "--user", "Ada", "--passphrase-fd", str(reading))
    place = ("--store", str(tmp_path / "new" / "work.intake"))
    told = told_by(capfd, "store", "create", "--without-recovery", *names, *place)
    os.close(reading)
    assert (told["exit"], told["error"]) == (1, "vault.bad_name")
    assert not list((tmp_path / "new").iterdir())


def test_words_in_the_place_of_a_photograph(line: Line, tmp_path: Path) -> None:
    (tmp_path / "photo.md").write_text("| survey |\n| | type | name | label |\n| | image | photo | Photo |\n")
    key = line("form", "import", str(tmp_path / "photo.md"))["form_key"]
    told = line("record", "new", str(key), "--answers", answers_file(tmp_path, {"/data/photo": "canary"}))
    assert (told["exit"], told["error"]) == (1, "cli.bad_answer") and "canary" not in json.dumps(told)


def test_a_mistake_in_a_file_leaves_no_draft_behind_that_was_not_there(line: Line, tmp_path: Path) -> None:
    code = str(line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))["code"])
    line("record", "finalise", code)
    case = line("case", "open", code)["code"]
    known = line("record", "list")["records"]
    wrong = answers_file(tmp_path, {"/data/nowhere": "1"})
    for begin in (("case", "begin", case, "labour"), ("record", "copy", code)):
        assert line(*begin, "--answers", wrong)["error"] == "cli.no_such_question"
        assert line("record", "list")["records"] == known
    begun = line("case", "begin", case, "labour")
    assert line("case", "begin", case, "labour", "--answers", wrong)["error"] == "cli.no_such_question"
    assert line("record", "show", str(begun["code"]))["state"] == "draft", "it was there before"
