"""Scenarios on the command line: one or a list, without a store and without a window."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intake_app import cli
from intake_app.xform import load, new_session
from intake_app.xform.scenario import FORMAT
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

GET = {"op": "get", "path": "/data/b"}
STEPS = [{"op": "set", "path": "/data/a", "value": "4", "tag": "answer"}, GET]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A form, a scenario and a list of three items, the middle one bad."""
    bind = '<bind nodeset="/data/b" calculate="/data/a * 2"/>'
    (tmp_path / "form.xml").write_bytes(xform("<a/><b/>", bind, inputs("a")))
    (tmp_path / "form.json").write_text(json.dumps({"format": FORMAT, "steps": STEPS}))
    good = {"form": "form.xml", "scenario": "form.json"}
    (tmp_path / "list.json").write_text(json.dumps([good, {**good, "form": "absent.xml"}, 5, good]))
    return tmp_path


def told(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capfd.readouterr()
    code = cli.run(["form", "play", *words])
    return code, json.loads(capfd.readouterr().out)


def test_runs_and_budget_come_from_the_environment(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for runs, budget, expected in (("3", "60", 3), ("3", "0", 1), ("", "", 5)):
        monkeypatch.setenv("RUNS", runs)
        monkeypatch.setenv("BUDGET", budget)
        code, output = told(capfd, str(folder / "form.xml"), str(folder / "form.json"))
        assert (code, output["ok"], output["form"], len(output["runs"])) == (0, True, "form.xml", expected)
        assert output["results"] == [{"op": "get", "path": "/data/b", "value": "8"}]
    if sys.platform == "linux":
        assert output["memory"]["peak_rss_mb"] > 10 and output["memory"]["heap_after_load_mb"] >= 0


def test_a_number_that_is_none(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNS", "many")
    code, output = told(capfd, str(folder / "form.xml"), str(folder / "form.json"))
    assert (code, output["error"]) == (1, "cli.bad_number") and "RUNS" in output["sentence"]


def test_a_bad_item_does_not_stop_the_batch(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, output = told(capfd, "--batch", str(folder / "list.json"))
    assert code == 0 and [item["ok"] for item in output] == [True, False, False, True]
    assert output[1]["form"] == "absent.xml" and "FileNotFoundError" in output[1]["error"]
    assert [len(item["runs"]) for item in output if item["ok"]] == [1, 1]
    assert output[3]["results"] == [{"op": "get", "path": "/data/b", "value": "8"}]


def test_a_list_that_is_none_and_nothing_to_play(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, "--batch", str(folder / "form.json"))[1]["error"] == "cli.not_json"
    assert told(capfd, str(folder / "form.xml"))[1]["error"] == "cli.nothing_to_play"


def test_playing_loads_no_store_and_no_window(folder: Path) -> None:
    script = "import sys; from intake_app import cli; cli.run(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules))"
    line = [sys.executable, "-c", script, "form", "play", str(folder / "form.xml"), str(folder / "form.json")]
    loaded = set(subprocess.run(line, capture_output=True, check=True, text=True).stderr.split())
    assert {"intake_app.xform", "intake_app.cli.playing"} <= loaded
    heavy = {"PySide6", "sqlcipher3", "requests", "reportlab", "flask", "pyxform", "intake_app.vault"}
    assert not heavy & loaded


@pytest.mark.feature(113)
def test_a_finished_record_is_edited(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNS", "2")
    before = new_session(load((folder / "form.xml").read_bytes()), surroundings(NOW))
    before.answer("/data/a", "3")
    sent = before.finalise()
    (folder / "sent.xml").write_bytes(sent.xml)
    ids = [{"op": "get", "path": f"/data/meta/{name}"} for name in ("deprecatedID", "instanceID")]
    steps = [GET, *ids, *STEPS, {"op": "serialize", "text": True}]
    (folder / "edit.json").write_text(json.dumps({"format": FORMAT, "steps": steps}))
    line = (str(folder / "form.xml"), str(folder / "edit.json"), "--edit", str(folder / "sent.xml"))
    code, output = told(capfd, *line)
    was, old, new, now, record = (result["value"] for result in output["results"])
    assert (code, was, old, now) == (0, "6", sent.instance_id, "8")
    assert new.startswith("uuid:") and new != sent.instance_id
    assert f"<orx:deprecatedID>{sent.instance_id}</orx:deprecatedID>" in record["xml"]
    assert f"<orx:instanceID>{new}</orx:instanceID>" in record["xml"]


def test_a_record_of_another_form_is_not_edited(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "other.xml").write_bytes(b"<visit><a>3</a></visit>")
    code, output = told(capfd, str(folder / "form.xml"), str(folder / "form.json"), "--edit", str(folder / "other.xml"))
    assert (code, output["error"]) == (1, "xform.draft_of_other_form")
    item = {"form": "form.xml", "scenario": "form.json", "edit": "other.xml"}
    (folder / "list.json").write_text(json.dumps([item]))
    code, output = told(capfd, "--batch", str(folder / "list.json"))
    assert (code, output[0]["ok"]) == (0, False) and "xform.draft_of_other_form" in output[0]["error"]
