"""The main job by the command line: our own form, then foreign ones, to a real loopback server."""

import json
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.cli import rehearsal
from intake_app.practice import PracticeServer
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.gui_shell import people
from tests.shared_data import shared


def answers_file(folder: Path, answers: dict[str, Any]) -> str:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return str(path)


def own_answers(**changes: Any) -> dict[str, Any]:
    changed = {path.replace("__", "/"): value for path, value in changes.items()}
    answers = people.as_asked({**rehearsal.ANSWERS["العربية (ar)"], **changed})
    return {f"/data/{path}": value for path, value in answers.items()}


def test_interview_slip_and_sync(line: Line, tmp_path: Path, server: PracticeServer) -> None:
    new = line(
        "record",
        "new",
        rehearsal.FORM,
        "--answers",
        answers_file(tmp_path, own_answers()),
        "--person-language",
        "العربية (ar)",
        "--mediator-language",
        "Italiano (it)",
    )
    assert (new["exit"], new["violations"], new["state"]) == (0, [], "draft")
    done = line("record", "finalise", new["code"])
    assert (done["released"], done["state"], done["delivery"]) == (True, "finalised", "waiting")

    pdf = tmp_path / "slip.pdf"
    slip = line("slip", new["code"], "--recipient", "health", "-o", str(pdf))
    assert pdf.read_bytes().startswith(b"%PDF-") and pdf.stat().st_mode & 0o777 == 0o600
    assert len(slip["reference"]) == 9

    assert line("server", "add", "central", "--url", server.url)["kind"] == "app_user"
    assert server.url not in json.dumps(line("server", "list"))
    report = line("sync")
    assert (report["ok"], report["results"][0]["outcome"], report["waiting"]) == (True, "accepted", 0)
    assert server.received[0].instance_id == new["id"]
    shown = line("record", "show", new["code"])
    assert shown["xml"].encode() == server.received[0].xml and shown["receipts"][0]["status"] == 201
    assert line("sync")["results"] == []


def test_without_consent_nothing_leaves(line: Line, tmp_path: Path, server: PracticeServer) -> None:
    said_no = own_answers(information__consent_referral="no", information__consent_sync="no")
    said_no.pop("/data/next_steps/safe_contact")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, said_no))
    done = line("record", "finalise", new["code"])
    assert (done["released"], done["reason"], done["delivery"]) == (False, "screening.consent_refused", "held")
    refused = line("slip", new["code"], "--recipient", "health", "-o", str(tmp_path / "no.pdf"))
    assert (refused["exit"], refused["error"]) == (1, "screening.consent_refused")
    assert not (tmp_path / "no.pdf").exists()
    line("server", "add", "central", "--url", server.url)
    assert line("sync")["results"] == [] and server.received == []


def test_a_foreign_form_asks_for_consent_at_the_end(line: Line, tmp_path: Path) -> None:
    source = shared("data/htcds/htcds_xlsform.xlsx")
    form = line("form", "import", str(source))
    assert form["exit"] == 0
    new = line("record", "new", form["form_id"])
    kept = line("record", "finalise", new["code"], "--anyway")
    assert (kept["released"], kept["reason"]) == (False, "screening.consent_missing")
    refused = line("slip", new["code"], "--recipient", "health", "-o", str(tmp_path / "x.pdf"))
    assert refused["error"] == "screening.consent_missing"
    agreed = ("slip", new["code"], "--recipient", "health", "-o", str(tmp_path / "x.pdf"), *AGREED)
    assert line(*agreed)["error"] == "screening.age_not_told"
    slip = line(*agreed, "--age", "adult")
    assert slip["exit"] == 0 and (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("recipient", ["freephone", "health"])
def test_every_recipient_gives_a_slip(line: Line, tmp_path: Path, recipient: str) -> None:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    line("record", "finalise", new["code"])
    assert line("slip", new["code"], "--recipient", recipient, "-o", str(tmp_path / "s.pdf"))["exit"] == 0


def test_the_code_on_a_slip_is_the_records_own(line: Line, store: Path, tmp_path: Path) -> None:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    line("record", "finalise", new["code"])
    (tmp_path / "sheet.json").write_text(json.dumps({"person_code": "a name and a story"}))
    out = ("-o", str(tmp_path / "slip.pdf"), "--sheet", str(tmp_path / "sheet.json"))
    assert line("slip", new["code"], "--recipient", "health", *out)["exit"] == 0
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        row = opened.slip(opened.slips()[0].reference)
    assert json.loads(row.sheet_json)["person_code"] == new["code"]


def test_no_answer_of_a_file_is_lost_by_the_order_in_which_they_stand_there(line: Line, tmp_path: Path) -> None:
    backwards = dict(reversed(own_answers().items()))
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, backwards))
    assert (new["exit"], new["cleared"], new["violations"]) == (0, [], [])
    assert line("record", "finalise", new["code"])["released"]
    told = {"/data/information/consent_sync": "no", "/data/information/age_band": "minor"}
    edited = line("record", "edit", new["code"], "--answers", answers_file(tmp_path, told))
    assert not line("record", "finalise", edited["code"])["released"]
    assert {one["purpose"]: one["word"] for one in line("record", "consents", edited["code"])["words"]}["sync"] == "no"
