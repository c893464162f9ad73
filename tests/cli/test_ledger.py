"""The proof of transmission on the command line: made by who sends, verified by anybody, without a store."""

import json
from pathlib import Path

import pytest

from intake_app import cli, workflow
from intake_app.practice import PracticeServer
from tests.cli.conftest import PASSPHRASE, Line

FORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Landing'
    b'</h:title><model><instance><data id="landing" version="1"><q/><meta><instanceID/></meta></data></instance>'
    b'<bind nodeset="/data/q" type="string"/><bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid" '
    b'xmlns:jr="http://openrosa.org/javarosa"/></model></h:head><h:body><input ref="/data/q"><label>What?</label>'
    b"</input></h:body></h:html>"
)


def _verify(path: Path, capfd: pytest.CaptureFixture[str]) -> dict[str, object]:
    capfd.readouterr()
    code = cli.run(["ledger", "verify", str(path)])
    told: dict[str, object] = json.loads(capfd.readouterr().out)
    return {**told, "exit": code}


def test_what_was_sent_is_proved_to_anybody(
    line: Line, store: Path, server: PracticeServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "landing.xml").write_bytes(FORM)
    line("form", "import", str(tmp_path / "landing.xml"))
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "practice", server.url)
    record = line("record", "new", "landing")["id"]
    line("record", "finalise", record, "--consent", "yes", "--in-language", "bn", "--anyway")
    assert line("sync")["exit"] == 0
    proof = tmp_path / "proof.jsonl"
    made = line("ledger", "export", str(proof))
    assert (made["exit"], made["lines"], made["received"], made["withheld"]) == (0, 3, 1, 0)
    assert proof.stat().st_mode & 0o077 == 0
    found = _verify(proof, capfd)
    assert (found["exit"], found["fingerprint"], found["tried"]) == (0, made["fingerprint"], 1)
    (one,) = found["records"]  # type: ignore[misc]
    assert (one["instance"], one["received"], one["status"], one["form"]) == (record, True, 201, "landing")
    assert len(found["proves"]) == 3 and len(found["does_not_prove"]) == 4  # type: ignore[arg-type]
    assert server.url.rpartition("/key/")[2][:20] not in proof.read_text()
    proof.write_bytes(proof.read_bytes().replace(b'"accepted"', b'"rejected"'))
    assert _verify(proof, capfd)["error"] == "proof.changed"
    assert _verify(tmp_path / "landing.xml", capfd)["error"] == "proof.not_one"
