"""A record that went on the yes of an adult who is decided a child says on the line why it waits, and what to do."""

from pathlib import Path

from intake_app import workflow
from tests.cli.conftest import PASSPHRASE, Line
from tests.gui_shell import people
from tests.workflow.test_adult_corrected import ADULT

CODE = "screening.agreed_as_adult"


def test_the_line_tells_why_a_record_waits_and_releases_it_on_the_yes_of_the_child(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    told = line("case", "age", case, "minor", "--reason", "a birth certificate was seen")
    assert told["exit"] == 0 and code in " ".join(told["warnings"]), told
    (row,) = line("queue", "list")["records"]
    assert (row["delivery"], row["reason"]) == ("held", CODE) and "record release" in row["advice"]
    asked = line("record", "release", code)
    assert (asked["released"], asked["reason"]) == (False, CODE) and "--consent yes" in asked["advice"]
    assert line("record", "release", code, "--consent", "yes", "--in-language", "bn")["released"]
    (row,) = line("queue", "list")["records"]
    assert row["delivery"] == "waiting" and "reason" not in row


def test_a_record_that_was_taken_back_says_so_in_the_queue(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
    assert line("record", "withdraw-consent", code)["exit"] == 0
    (row,) = line("queue", "list")["records"]
    assert row["delivery"] == "held" and row["reason"].startswith("screening."), row
    assert row["sentence"] and row["advice"]
