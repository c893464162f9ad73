"""Whatever lets something out tells on what it goes, in the words in which all that left is told of: consent, duty or a
noted reason, and the ground in law.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role
from tests.cli.conftest import Line
from tests.cli.test_doubted import SIGHT
from tests.cli.test_guardian_said import CHILD, _out
from tests.cli.test_guardian_said import MAKE_STORE as MADE
from tests.cli.test_told_what_is_missing import _met
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import YES

MAKE_STORE = MADE
EXPORT = ("record", "export", "--recipient", "anti_trafficking")
BOTH = (*CHILD, "--guardian", "--guardian-language", "ur")
REASON = ("--override", "somebody may be hurt where they sleep")
GROUNDS = [
    (CHILD, ("consent", "consent")), (REASON, ("override", "public_interest")),
    ((*REASON, "--danger"), ("override", "vital_interest")),
]  # fmt: skip


def _ground(told: dict[str, Any]) -> tuple[str, str]:
    return told["basis"], told["lawful"]


def _left(line: Line, code: str) -> list[tuple[str, str]]:
    return [_ground(one) for one in line("record", "consents", code)["left"] if one["purpose"] == "export"]


@pytest.mark.parametrize(("said", "ground"), GROUNDS)
def test_an_export_tells_on_what_each_of_its_records_goes(
    line: Line, store: Path, tmp_path: Path, said: tuple[str, ...], ground: tuple[str, str]
) -> None:
    code = _met(store, said={**YES.said, "record": "", "export": ""})
    told = _out(line, EXPORT, code, tmp_path, *said)
    assert told["exit"] == 0, told
    assert _ground(told) == ground and _left(line, code) == [ground]
    assert told["grounds"] == [{"record": code, "basis": ground[0], "lawful": ground[1]}]


def test_a_reason_for_one_record_is_told_of_that_one_alone(line: Line, store: Path, tmp_path: Path) -> None:
    other = _met(store)
    line("case", "open", other)
    line("record", "consent", other, "--purpose", "export", "--in-language", "bn")
    code = _met(store, said={**YES.said, "record": "", "export": ""})
    line("case", "open", code)
    assert line("case", "merge", code, other, "--reason", "the same person told us")["exit"] == 0
    told = _out(line, EXPORT, code, tmp_path, *REASON)
    assert told["exit"] == 0, told
    by_record = {one["record"]: _ground(one) for one in told["grounds"]}
    assert set(by_record) == set(told["records"]) and by_record[code] == _ground(told)
    assert sorted(by_record.values()) == [("consent", "consent"), ("override", "public_interest")]


@pytest.mark.parametrize(("said", "ground"), GROUNDS)
def test_who_hands_a_record_to_another_agency_is_told_on_what_it_goes(
    line: Line, store: Path, tmp_path: Path, said: tuple[str, ...], ground: tuple[str, str]
) -> None:
    code = _met(store)
    told = _out(line, SIGHT, code, tmp_path, *said)
    assert told["exit"] == 0, told
    assert _ground(told) == ground and _left(line, code) == [ground]
    again = _out(line, SIGHT, code, tmp_path)
    assert _ground(again) == ground, "it stands"


def test_a_child_who_is_alone_is_shown_by_a_duty_and_the_answer_says_so(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(store, age="minor")
    told = _out(line, (*SIGHT[:-1], "juvenile_court"), code, tmp_path, "--alone")
    assert _ground(told) == ("duty", "legal_duty") and _left(line, code) == [_ground(told)]
    report = line("print", "minor-report", code, "--alone", "-o", str(tmp_path / "report.pdf"))
    assert _ground(report) == ("duty", "legal_duty"), report


def test_within_the_agency_nothing_leaves_and_no_ground_is_told(line: Line, store: Path) -> None:
    with workflow.open_store(store, consent_scenes.NAME, consent_scenes.PASSPHRASE) as opened:
        workflow.add_person(opened, "Omar", Role.MEDIATOR, consent_scenes.PASSPHRASE)
    assert _ground(line("record", "hand-over", _met(store), "--to", "Omar")) == ("", "")


@pytest.mark.parametrize(("said", "ground"), [
    (CHILD, ("consent", "consent")), (REASON, ("override", "public_interest")),
])  # fmt: skip
def test_what_is_sent_tells_on_what_as_it_is_released_and_as_it_goes(
    line: Line, store: Path, server: PracticeServer, said: tuple[str, ...], ground: tuple[str, str]
) -> None:
    code = _met(store, said={**YES.said, "sync": ""})
    kept_back = line("record", "release", code)
    assert _ground(kept_back) == ("", "") and not kept_back["released"]
    assert _ground(line("record", "release", code, *said)) == ground
    line("server", "add", "central", "--url", server.url)
    (sent,) = line("sync")["results"]
    assert (sent["outcome"], *_ground(sent)) == ("accepted", *ground), sent


def test_a_record_that_is_finished_tells_on_what_it_waits_to_be_sent(line: Line, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text("| survey |\n| | type | name | label |\n| | text | told | Told? |\n")
    key = str(line("form", "import", str(form))["form_key"])
    for said, ground in ((CHILD, ("consent", "consent")), (("--no-person",), None), ((), ("", ""))):
        code = line("record", "new", key)["code"]
        done = line("record", "finalise", code, "--anyway", *said)
        assert ground is None or _ground(done) == ground, done
        assert bool(done["basis"]) is done["released"]


@pytest.mark.parametrize(("age", "said"), [("adult", CHILD), ("minor", BOTH)])
def test_a_yes_that_is_noted_with_an_export_counts_in_it_for_each_record(
    line: Line, store: Path, tmp_path: Path, age: str, said: tuple[str, ...]
) -> None:
    code = _met(store, age=age, said={**YES.said, "export": ""})
    case = line("case", "open", code)["code"]
    (tmp_path / "answers.json").write_text(json.dumps({"/data/health/doctor": "yes"}), encoding="utf-8")
    other = line("case", "begin", case, "needs", "--answers", str(tmp_path / "answers.json"))["code"]
    done = line("record", "finalise", other)
    assert "error" not in done, done
    told = _out(line, EXPORT, code, tmp_path, *said)
    assert (told["exit"], told["left_out"], told["warnings"]) == (0, 0, []), told
    grounds = {one["record"]: _ground(one) for one in told["grounds"]}
    assert grounds == dict.fromkeys((code, other), ("consent", "consent"))
    assert _left(line, code) == list(grounds.values())
    assert sorted(_out(line, EXPORT, code, tmp_path, *said)["records"]) == sorted(told["records"])
