"""Whoever issues a slip is told that another talk of the person has a newer version, which they do not read."""

from pathlib import Path

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.workflow.test_person_told import first
from tests.workflow.test_person_told_newest import answered, talk


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
    told = {}
    for to in ("juvenile_court", "health"):
        sent = line("slip", record, "--recipient", to, "--consent", "yes", "-o", str(tmp_path / f"{to}.pdf"))
        told[to] = any("those under 18 alone" in each for each in sent["warnings"])
        assert sent["exit"] == 0
    assert told == {"juvenile_court": True, "health": False}
