"""A server's update of a form waits until somebody has seen what it changes."""

from pathlib import Path
from typing import Any

from intake_app import workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.cli.test_ledger import FORM
from tests.openrosa.odd_server import PREFLIGHT, Exchange, OddServer

NEWER = (
    FORM.replace(b'version="1"', b'version="2"')
    .replace(b"<q/>", b"<q/><more/>")
    .replace(b"What?", b"What now?")
    .replace(b"</input></h:body>", b'</input><input ref="/data/more"><label>More?</label></input></h:body>')
)


def test_an_update_is_shown_taken_or_left(line: Line, store: Path, server: PracticeServer) -> None:
    server.add_form(FORM, {"list.csv": b"a"})
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "practice", server.url)
    fetched = line("server", "forms")
    assert (fetched["exit"], [one["state"] for one in fetched["forms"]]) == (0, ["new"])
    draft = line("record", "new", "landing")["id"]
    assert line("form", "updates", "list")["updates"] == []
    server.add_form(NEWER, {"list.csv": b"b", "more.csv": b"c"})
    (offered,) = line("sync", "--forms")["forms"]
    assert offered["state"] == "offered"
    (update,) = line("form", "updates", "list")["updates"]
    assert (update["update"], update["from_version"], update["to_version"]) == (offered["update"], "1", "2")
    assert (update["drafts"], update["left"]) == ([{"author": "Ada", "count": 1}], None)
    changes = update["changes"]
    assert (changes["key_changed"], changes["new_files"], changes["lost_files"]) == (False, ["more.csv"], [])
    assert changes["changed_files"] == ["list.csv"]
    assert [(one["path"], one["kind"]) for one in changes["form"]["questions"]] == [("/data/more", "added")]
    texts = changes["form"]["texts"][""]
    assert [(one["before"], one["after"]) for one in texts] == [("What?", "What now?")]
    assert line("form", "updates", "leave", str(update["update"]))["left"]
    assert line("form", "updates", "list")["updates"][0]["left"] is not None
    taken = line("form", "updates", "accept", str(update["update"]))
    assert (taken["exit"], line("form", "updates", "list")["updates"]) == (0, [])
    assert {row["version"] for row in line("form", "list")["forms"] if row["form_id"] == "landing"} == {"2"}
    assert line("record", "show", draft)["state"] == "draft"
    assert line("form", "updates", "accept", str(update["update"]))["error"] == "vault.no_such_offer"
    assert [one["state"] for one in line("server", "forms")["forms"]] == ["unchanged"]


def test_a_list_of_forms_that_can_not_be_had_keeps_no_record_here(line: Line, tmp_path: Path) -> None:
    """And what failed is no success: who runs it by a timetable looks at the exit code alone."""

    def answer(asked: Exchange) -> None:
        if asked.method == "HEAD":
            asked.send(PREFLIGHT)
        else:
            asked.answer(201 if asked.method == "POST" else 500)

    (tmp_path / "landing.xml").write_bytes(FORM)
    line("form", "import", str(tmp_path / "landing.xml"))
    with OddServer(answer) as server:
        line("server", "add", "practice", "--url", server.url)
        line("record", "finalise", line("record", "new", "landing")["id"], "--no-person", "--anyway")
        told = line("sync", "--forms")
        assert [one["outcome"] for one in told["results"]] == ["accepted"]
        assert (told["ok"], told["exit"], told["forms"]) == (False, 1, [])
        assert told["forms_stopped"] == "Something went wrong on the server."


def test_who_may_not_bring_forms_in_sends_all_the_same(line: Line, server: PracticeServer, store: Path) -> None:
    server.add_form(FORM, {})
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.import_form(opened, "landing.xml", FORM.replace(b'id="landing"', b'id="own"'))
        workflow.add_server(opened, "practice", server.url)
        opened.add_person("Noor", Role.MEDIATOR, "silver lantern seven harbour")

    def noor(*words: str) -> dict[str, Any]:
        return line(*words, user="Noor", passphrase="silver lantern seven harbour")

    noor("record", "finalise", noor("record", "new", "own")["id"], *AGREED, "--anyway")
    told = noor("sync", "--forms")
    assert ([one["outcome"] for one in told["results"]], told["exit"]) == (["accepted"], 1)
    assert "role" in told["forms_stopped"]


def test_a_form_that_is_refused_is_no_success(line: Line, server: PracticeServer) -> None:
    server.add_form(FORM.replace(b"h:body", b"h:nobody"), {})
    line("server", "add", "practice", "--url", server.url)
    told = line("sync", "--forms")
    assert ([one["state"] for one in told["forms"]], told["exit"]) == (["failed"], 1)
