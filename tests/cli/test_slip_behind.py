"""Whoever issues a slip is told that another talk of the person has a newer version, which they do not read."""

import json
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.gui_shell import people
from tests.workflow.test_person_told import first, later
from tests.workflow.test_person_told_newest import answered, talk

CENTRE = "code,kind,recipient_kind,names:it,mandate:it\ncentre,support,training,Centro,corsi\n"


def test_a_slip_says_that_a_newer_version_is_not_read_and_whom_to_ask(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record, case = first(ada)
        late = talk(ada, case, whom="man", contact="do_not_call")
    paper = ("slip", record, "--recipient", "health", "-o")
    told = line(*paper, str(tmp_path / "before.pdf"))
    assert (told["exit"], told["behind"]) == (0, False) and not any("newer version" in one for one in told["warnings"])
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        workflow.add_person(ada, "Bea", Role.MEDIATOR, PASSPHRASE)
        edit = workflow.edit_record(ada, late).row.id
        workflow.hand_over(ada, edit, "Bea")
    with workflow.open_store(store, "Bea", PASSPHRASE) as bea:
        answered(bea, workflow.open_record(bea, edit), whom="woman")
    told = line(*paper, str(tmp_path / "since.pdf"))
    assert (told["exit"], told["behind"]) == (0, True)
    said = "Bea finished a newer version of another talk with them, which you may not read: ask first."
    assert told["warnings"][0] == said


def test_a_slip_for_an_adult_to_a_body_for_the_young_says_so_and_goes(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record, _case = first(ada)
    table = tmp_path / "services.csv"
    table.write_text(CENTRE.replace("code,", "code,accepts,").replace("centre,", "centre,minors,"), encoding="utf-8")
    assert line("referral", "directory", "import", str(table))["exit"] == 0
    told = {}
    for to in ("centre", "health"):
        sent = line("slip", record, "--recipient", to, *AGREED, "-o", str(tmp_path / f"{to}.pdf"))
        told[to] = any("those under 18 alone" in each for each in sent["warnings"])
        assert sent["exit"] == 0
    assert told == {"centre": True, "health": False}


@pytest.mark.parametrize("said", ["", "bn"])
def test_a_service_that_is_not_known_to_speak_the_language_says_so_and_which_it_does(
    line: Line, store: Path, tmp_path: Path, said: str
) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record = ada.record(people.finish(ada, people.BENGALI, {"next_steps/language": said})).code
    sent = {
        to: line("slip", record, "--recipient", to, "-o", str(tmp_path / f"{to}.pdf"))["warnings"]
        for to in ("freephone", "health")
    }
    known = "This service is not known to speak Bengali. It is known to speak: Italian, English, French, Arabic"
    assert any(each.startswith(known) for each in sent["freephone"])
    asked = "It is not known which languages this service speaks: ask whether it speaks Bengali."
    assert asked in sent["health"]


def test_who_is_asked_for_nothing_urgent_is_not_hurried(line: Line, store: Path, tmp_path: Path) -> None:
    """A centre for training, of whom it was concluded that a day is all there is; what the sheet says of it stays."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        pressing = {"next_steps/outcome": "priority_refer_now", "next_steps/priority": "24h"}
        record = people.finish(ada, people.BENGALI, pressing)
        workflow.import_services(ada, CENTRE.encode())
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"priority": "24h"}', encoding="utf-8")
    found = {}
    for name, to, more in (("a", "centre", ()), ("b", "health", ()), ("c", "centre", ("--sheet", str(sheet)))):
        sent = line("slip", record, "--recipient", to, *AGREED, "-o", str(tmp_path / name), *more)
        assert sent["exit"] == 0, sent
        issued = {each["reference"]: each["priority"] for each in line("referral", "list")["referrals"]}
        found[name] = issued[sent["reference"]]
    assert found == {"a": "2w", "b": "24h", "c": "24h"}


@pytest.mark.parametrize("urgent", ["", "told", "noted"])
def test_a_slip_that_gives_more_time_than_what_is_urgent_has_says_so(
    line: Line, store: Path, tmp_path: Path, urgent: str
) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record, case = first(ada)
        if urgent == "told":
            later(ada, case, "sexual", what__unwanted="yes")
    noted = ("--danger", "--override", "they are bleeding and can not speak") if urgent == "noted" else ()
    late = {}
    for priority in ("24h", "2w"):
        (tmp_path / "sheet.json").write_text(json.dumps({"priority": priority}), "utf-8")
        paper = ("slip", record, "--recipient", "health", "-o", str(tmp_path / f"{priority}.pdf"), *noted)
        told = line(*paper, "--sheet", str(tmp_path / "sheet.json"))["warnings"]
        late[priority] = [each for each in told if each.startswith("The slip gives more time")]
    hours = 24 if urgent == "noted" else 72
    said = f"The slip gives more time than is proposed for what is urgent (Within {hours} hours)."
    assert late == {"24h": [], "2w": [said] if urgent else []}
