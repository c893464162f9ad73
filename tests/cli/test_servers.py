"""Servers on the command line: side by side, each with what is believed of it; what waits, page by page."""

import base64
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake_app import cli, vault, workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.cli.test_ledger import FORM
from tests.openrosa.certificates import Authority

KEY = "k" * 64


def _code(**general: str) -> str:
    told = {"general": general, "admin": {}, "project": {"name": "Harbour"}}
    return base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()


def _scan(store: Path, code: str, capfd: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    ends = [os.pipe(), os.pipe()]
    for (_, writing), text in zip(ends, (PASSPHRASE, code), strict=True):
        os.write(writing, text.encode() + b"\n")
        os.close(writing)
    capfd.readouterr()
    line = ["server", "scan", "--store", str(store), "--user", "Ada", "--passphrase-fd", str(ends[0][0])]
    cli.run([*line, "--code-fd", str(ends[1][0]), *more])
    for reading, _ in ends:
        os.close(reading)
    told: dict[str, object] = json.loads(capfd.readouterr().out)
    return told


def _typed(text: str) -> str:
    """A descriptor from which this is read."""
    reading, writing = os.pipe()
    os.write(writing, text.encode() + b"\n")
    os.close(writing)
    return str(reading)


def test_a_settings_code_gives_a_server_with_its_project(
    line: Line, store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = _scan(store, _code(server_url=f"https://central.example/v1/key/{KEY}/projects/1"), capfd)
    assert (told["name"], told["project"], told["test"], told["host"]) == (
        "Harbour",
        "Harbour",
        False,
        "central.example",
    )
    test = _scan(
        store, _code(server_url=f"https://t.example/v1/test/{KEY}/projects/1/forms/f/draft"), capfd, "--name", "try"
    )
    assert test["test"] is True
    taken = _scan(store, _code(server_url=f"https://other.example/v1/key/{KEY}/projects/1"), capfd)
    assert taken["error"] == "workflow.server_exists"
    taken = _scan(store, _code(server_url=f"https://central.example/v1/key/{KEY}/projects/2"), capfd)
    assert taken["error"] == "workflow.server_exists", "records of the forms of the first would go to the second"
    renewed = _scan(store, _code(server_url=f"https://central.example/v1/key/{'n' * 64}/projects/1"), capfd)
    assert renewed["name"] == "Harbour"
    listed = line("server", "list")["servers"]
    assert [(one["name"], one["own_forms"]) for one in listed] == [("Harbour", True), ("try", True)]
    assert KEY not in json.dumps(listed)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.change_server(opened, "Harbour", pin="ab" * 32)
    again = _scan(store, _code(server_url=f"https://central.example/v1/key/{KEY}/projects/1"), capfd)
    assert again["pin"] == "ab" * 32, "a code for the same server takes no pin out"
    third = _code(server_url=f"https://t.example/v1/key/{KEY}/projects/9")
    assert _scan(store, third, capfd, "--name", "Pi\u202eer\u2066")["name"] == "Pier"
    assert _scan(store, third, capfd, "--name", "\u202e\u200f")["error"] == "workflow.server_name"


def test_another_account_is_another_server_where_each_has_records_of_its_own(line: Line) -> None:
    for account, error in (("anna", None), ("otto", "workflow.server_exists")):
        told = line("server", "add", "Kobo", "--kind", "digest", "--url", "https://kobo.example", "--username", account,
                    "--secret-fd", _typed("s"))  # fmt: skip
        assert told.get("error") == error


def test_what_is_set_for_a_server_stays_until_it_is_taken_back(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "central", f"https://central.example/v1/key/{KEY}/projects/1")
        workflow.add_server(opened, "second", f"https://second.example/v1/key/{KEY}/projects/1")
    pin = ":".join(["AB"] * 32)
    told = line(
        *("server", "set", "central", "--authority", str(Authority.make(tmp_path).file), "--pin", pin),
        *("--project", "Spring", "--test", "yes", "--automatic", "metered"),
    )
    assert (told["own_authority"], told["pin"], told["project"]) == (True, "ab" * 32, "Spring")
    assert (told["test"], told["automatic"]) == (True, "metered")
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "central", f"https://central.example/v1/key/{'n' * 64}/projects/1")
        assert opened.server("central").pin == "ab" * 32
        assert opened.server("central").automatic == "metered"
    again = line("server", "set", "central", "--public-authorities", "--no-pin", "--test", "no")
    assert (again["own_authority"], again["pin"], again["test"], again["project"]) == (False, "", False, "Spring")
    assert line("server", "set", "central", "--pin", "12")["error"] == "openrosa.bad_fingerprint"
    (empty := tmp_path / "empty.pem").write_bytes(b"")
    assert line("server", "set", "central", "--authority", str(empty))["error"] == "openrosa.bad_authority"
    assert line("server", "set", "central", "--pin", "")["error"] == "openrosa.bad_fingerprint"
    assert line("server", "set", "nowhere", "--test", "no")["error"] == "vault.no_such_server"
    assert line("server", "cover", "second")["uncovered"] == 0
    assert line("server", "cover", "second", "--told")["covered"] == 0
    assert line("server", "own-forms")["server"] is None
    assert line("server", "own-forms", "--server", "second")["server"] == "second"
    assert [one["own_forms"] for one in line("server", "list")["servers"]] == [False, True]
    assert line("server", "own-forms", "--server", "nowhere")["error"] == "vault.no_such_server"
    assert line("server", "remove", "second")["removed"] == "second"
    assert line("server", "own-forms")["server"] == "second", "they go to no other before somebody chooses"
    assert [one["own_forms"] for one in line("server", "list")["servers"]] == [False]
    assert line("server", "own-forms", "--any")["server"] is None
    assert [one["own_forms"] for one in line("server", "list")["servers"]] == [True]


def test_what_waits_and_since_when(line: Line, store: Path, server: PracticeServer, tmp_path: Path) -> None:
    (tmp_path / "landing.xml").write_bytes(FORM)
    line("form", "import", str(tmp_path / "landing.xml"))
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "practice", server.url)
    records = [str(line("record", "new", "landing")["id"]) for _ in range(3)]
    for record in records[1:]:
        line("record", "finalise", record, *AGREED, "--anyway")
    facts = line("queue", "facts")
    assert facts["unfinished"] == [{"author": "Ada", "today": 1, "recent": 0, "older": 0}]
    assert facts["finished"] == [
        {"form": "landing", "server": None, "delivery": "waiting", "today": 2, "recent": 0, "older": 0}
    ]
    first = line("queue", "list", "--limit", "1")
    assert (first["total"], [one["record"] for one in first["records"]]) == (2, [records[2]])
    second = line("queue", "list", "--limit", "1", "--after", first["after"])
    assert ([one["record"] for one in second["records"]], second["after"]) == ([records[1]], "")
    assert line("queue", "list", "--after", "x y")["error"] == "cli.not_a_page"
    server.then("conflict")
    line("sync")
    (held,) = line("queue", "list", "--state", "needs_person")["records"]
    assert (held["last"], held["delivery"]) == ("openrosa.conflict", "needs_person") and held["sentence"]
    assert line("queue", "retry", held["record"])["delivery"] == "waiting"
    assert line("sync")["exit"] == 0
    assert line("queue", "facts")["finished"] == []


def test_a_coordinator_sees_counts_by_author_and_no_content(store: Path, line: Line) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Cora", Role.COORDINATOR, "silver lantern seven harbour")
        key = next(row.key for row in workflow.form_list(opened))
        workflow.start_record(opened, key)
    told = line("queue", "facts", user="Cora", passphrase="silver lantern seven harbour")
    assert told["unfinished"] == [{"author": "Ada", "today": 1, "recent": 0, "older": 0}]
    assert vault.exists(store)


def test_a_record_whose_server_is_gone_says_so(line: Line, store: Path, server: PracticeServer) -> None:
    server.add_form(FORM, {})
    line("server", "add", "Quay", "--url", server.url)
    line("server", "forms")
    line("record", "finalise", line("record", "new", "landing")["id"], *AGREED, "--anyway")
    line("server", "remove", "Quay")
    line("server", "add", "Pier", "--url", server.url)
    (row,) = line("queue", "list")["records"]
    assert (row["server"], line("sync")["results"]) == ("Quay", [])
    assert row["sentence"] == "It belongs to Quay, which is not set up here any more: it goes nowhere."
    assert (row["actions"], row["advice"].partition(",")[0]) == ([], "Add that server again under the same name")
    line("server", "add", "Quay", "--url", server.url)
    assert line("queue", "list")["records"][0]["sentence"] == ""
    assert len(line("sync", "--server", "Quay")["results"]) == 1


def _two_that_wait(line: Line, tmp_path: Path) -> list[str]:
    (tmp_path / "landing.xml").write_bytes(FORM)
    line("form", "import", str(tmp_path / "landing.xml"))
    records = [str(line("record", "new", "landing")["id"]) for _ in range(2)]
    for record in records:
        line("record", "finalise", record, *AGREED, "--anyway")
    return records


def test_without_a_name_each_server_has_its_turn_but_none_for_testing(
    line: Line, server: PracticeServer, tmp_path: Path
) -> None:
    """The first does not answer: the others have their turn all the same, and what is for testing gets nothing."""
    first, second = _two_that_wait(line, tmp_path)
    with PracticeServer() as testing:
        line("server", "add", "b-practice", "--url", testing.url)
        line("server", "set", "b-practice", "--test", "yes")
        line("server", "add", "a-dead", "--url", f"http://127.0.0.1:9/v1/key/{KEY}/projects/1")
        line("server", "add", "c-quay", "--url", server.url)
        assert line("server", "cover", "c-quay", "--told")["covered"] == 2
        told = line("sync", "--forms")
        assert (told["exit"], told["left_out"], testing.posts) == (1, ["b-practice"], 0)
        dead, quay = told["servers"]
        assert (dead["server"], dead["ok"], dead["waiting"]) == ("a-dead", False, 2) and dead["stopped"]
        assert (quay["server"], quay["ok"], quay["waiting"]) == ("c-quay", True, 0)
        assert {one["record"] for one in quay["results"]} == {first, second}
        line("server", "remove", "a-dead")
        assert line("sync")["exit"] == 0
        line("server", "set", "c-quay", "--test", "yes")
        assert line("sync")["error"] == "cli.which_server"


def test_what_a_person_may_do_with_a_record_is_told_with_the_servers_own_words(
    line: Line, server: PracticeServer, tmp_path: Path
) -> None:
    _two_that_wait(line, tmp_path)
    line("server", "add", "Quay", "--url", server.url)
    server.then("conflict", "busy")
    told = {one["outcome"]: one for one in line("sync")["results"]}
    listed = {one["delivery"]: one for one in line("queue", "list")["records"]}
    asked = ["queue retry", "queue versions", "queue send-as-new", "queue keep-server", "queue export"]
    for one in (told["hold"], listed["needs_person"]):
        assert one["actions"] == asked and "different XML" in one["server_message"]
        assert one["sentence"] and one["advice"]
    for one in (told["retry"], listed["waiting"]):
        assert one["actions"][0] == "queue retry" and one["advice"]
    server.behaviour = "revoked"
    assert line("sync")["results"][0]["actions"] == ["sync"]


def test_a_record_whose_answer_was_lost_names_the_verb_that_frees_it(
    line: Line, server: PracticeServer, tmp_path: Path
) -> None:
    _two_that_wait(line, tmp_path)
    line("server", "add", "Quay", "--url", server.url)
    server.then("cut_before_answer", "cut_before_answer")
    line("sync")
    row = line("queue", "list")["records"][0]
    assert row["actions"] == ["queue retry"], "there is no other server"
    line("server", "add", "Pier", "--url", f"http://127.0.0.1:9/v1/key/{KEY}/projects/1")
    row = line("queue", "list")["records"][0]
    assert row["actions"] == ["queue retry", "queue any-server"]
    assert "It may have arrived at Quay" in row["sentence"] and "It goes there again" in row["advice"]
    assert row["next_try"] and "queue retry" in row["actions"]
    assert line("queue", "any-server", row["record"])["delivery"] == "waiting"


def test_the_receipt_of_a_day_is_the_sheet_of_the_window(line: Line, server: PracticeServer, tmp_path: Path) -> None:
    """What arrived and what is still here, each once whatever was tried before; no key, no words of a server."""
    _two_that_wait(line, tmp_path)
    line("server", "add", "Quay", "--url", server.url)
    file = tmp_path / "day.pdf"
    assert line("queue", "receipt", str(file))["error"] == "cli.nothing_tried" and not file.exists()
    server.then("busy")
    line("sync")
    server.then("odd_conflict")
    assert "no version knows" in line("sync", "--server", "Quay")["results"][0]["server_message"]
    told = line("queue", "receipt", str(file))
    assert (told["exit"], len(told["received"]), len(told["remaining"])) == (0, 1, 1)
    assert file.stat().st_mode & 0o077 == 0
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(text.count(code) == 1 for code in (*told["received"], *told["remaining"]))
    assert "Received by the server: 1" in text and "Still on this computer: 1" in text and told["code"] in text
    assert hashlib.sha256(server.received[0].xml).hexdigest()[:16] in text
    assert server.url.split("/key/")[1].split("/")[0] not in text and "no version knows" not in text
    assert line("queue", "receipt", str(file))["error"] and file.stat().st_size
    assert [one["action"] for one in line("audit", "show")["rows"]].count("receipt.saved") == 1
    line("queue", "receipt", str(tmp_path / "ur.pdf"), "--language", "ur")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "ur.pdf").pages)
    assert "Records sent" in text and not any("\u0600" <= sign <= "\ufefc" for sign in text), "one language, whole"
    with PracticeServer() as other:
        line("server", "add", "Pier", "--url", other.url)
        line("queue", "any-server", *told["remaining"])
        assert line("server", "cover", "Pier", "--told")["covered"] == 1
        line("sync", "--server", "Pier")
        both = line("queue", "receipt", str(tmp_path / "both.pdf"))
        assert (sorted(both["servers"]), both["remaining"]) == (["Pier", "Quay"], [])
        text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "both.pdf").pages)
        assert "Received · Pier" in text and "Received · Quay" in text
        one = line("queue", "receipt", str(tmp_path / "one.pdf"), "--server", "Pier")
        assert (one["servers"], one["received"]) == (["Pier"], told["remaining"])


def test_the_practice_server_plays_kobotoolbox(line: Line, tmp_path: Path) -> None:
    """Its password is printed where nobody gave one; Digest lets in, and records meet 423, 402, 201 in turn."""
    _two_that_wait(line, tmp_path)
    words = ["practice-server", "--kind", "kobo", "--strict-forms", "--then", "locked", "--then", "quota", "--form"]
    words = [sys.executable, "-m", "intake_app", *words, str(tmp_path / "landing.xml")]
    with contextlib.ExitStack() as after:
        running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        after.callback(running.wait)
        after.callback(running.kill)  # it may have been started where Ctrl+C means nothing
        assert running.stdout is not None
        after.callback(running.stdout.close)
        told = json.loads(running.stdout.readline())
        where = ("--url", told["url"], "--kind", "digest", "--username", told["username"])
        assert "error" not in line("server", "add", "Kobo", *where, "--secret-fd", _typed(told["password"]))
        assert {one["status"] for one in line("sync")["results"]} == {423, 402}
        for row in line("queue", "list")["records"]:
            line("queue", "retry", row["record"])
        assert [one["status"] for one in line("sync")["results"]] == [201, 201]
        line("server", "add", "Other", *where, "--secret-fd", _typed("wrong"))
        assert line("server", "forms", "--server", "Other")["error"] == "openrosa.credentials"
