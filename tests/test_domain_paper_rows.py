"""Rows of the domain that are about papers, beside `test_domain_rows`: each check as it runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from intake_app import i18n, slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role
from tests.gui_shell import people
from tests.slips.test_pages import shown
from tests.test_domain_service_rows import module
from tests.vault import scene


def row_8_information_is_counted_without_a_case(folder: Path) -> None:
    """Give card to 30 persons without case → stats show 30 info contacts, 0 cases."""
    with scene.new_store(folder) as store:
        for _person in range(30):
            workflow.note_information(store, "freephone", "card", "bn")
        assert sum(one.contacts for one in workflow.information(store)) == 30
        assert store._opening.database.all("SELECT count(*) FROM casefile") == [(0,)]
        assert store.records() == ()


def row_38_the_report_on_a_child_who_came_alone(folder: Path) -> None:
    """Generated report has items a-f; deadlines computed: of a talk in a case, in the words that were said.

    No report of who is not told to be a child, nor of a child who is not told to be alone.
    """
    told = {
        "present/alone": "yes", "present/guardian": "none_yet", "entry/entered": "2024-11-27T09:00:00.000+01:00",
        "story/own_words": "Sono partito con mio zio.", "family/family_here": "no", "how_you_are/sleep": "no",
        "safe/hurt": "no", "part/part_spoke": "freely", "plan/plan_view": "partly",
    }  # fmt: skip
    setup = workflow.Setup("Org", "Pier", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(folder / "w.intake", setup, vault.FLOOR) as store:
        first = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
        case = workflow.case_for(store, first)
        record = module(store, case.id, "minor", told)
        report = workflow.minor_report(store, record)
        assert report.due == date(2024, 11, 30), "three days from the entry"
        assert [(one.basis, one.detail) for one in store.releases(record) if one.purpose == "export"] == [
            ("duty", "DPCM 98/2024")
        ]
        with pytest.raises(IntakeError, match=r"exports\.no_report"):
            workflow.minor_report(store, first)
        accompanied = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
        with pytest.raises(IntakeError, match=r"exports\.not_alone"):
            workflow.minor_report(store, accompanied)
        adult = people.finish(store, people.BENGALI, {"information/age_band": "adult"})
        with pytest.raises(IntakeError, match=r"exports\.not_a_minor"):
            workflow.minor_report(store, adult)
    layout = slips.lay_out_minor_report(report, slips.ReportFrame(case.code, "Org", "Pier"), i18n.load)
    text = " ".join(map(shown, layout.pages))
    places = [text.find(f"{item}) ") for item in "abcdef"]
    assert -1 not in places and places == sorted(places)
    assert {item: bool(heard) for item, heard in report.items.items()} == dict.fromkeys("abcdef", True)
    assert "Sono partito con mio zio." in text and case.code in text
    assert "Nessuna età è stata dichiarata" not in text
    assert "meno di 18 anni: risposta data in un altro colloquio" in text
    assert "30/11/2024" in text and "chiederne subito la nomina" in text


ROWS: dict[int, Callable[[Path], None]] = {
    8: row_8_information_is_counted_without_a_case,
    38: row_38_the_report_on_a_child_who_came_alone,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_a_row_of_the_domain(row: int, tmp_path: Path) -> None:
    ROWS[row](tmp_path)
