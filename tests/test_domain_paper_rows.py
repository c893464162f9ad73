"""Rows of the domain that are about papers, beside `test_domain_rows`: each check as it runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from intake_app import exports, i18n, slips, workflow
from intake_app.exports import Heard
from intake_app.screening import Release
from tests.slips.test_pages import shown
from tests.test_domain_rows import own
from tests.vault import scene


def row_8_information_is_counted_without_a_case(folder: Path) -> None:
    """Give card to 30 persons without case → stats show 30 info contacts, 0 cases."""
    with scene.new_store(folder) as store:
        for _person in range(30):
            workflow.note_information(store, "freephone", "card", "bn")
        assert sum(one.contacts for one in workflow.information(store)) == 30
        assert store._opening.database.all("SELECT count(*) FROM casefile") == [(0,)]
        assert store.records() == ()


def row_38_the_report_on_a_child_who_came_alone(_folder: Path) -> None:
    """Generated report has items a-f; deadlines computed."""
    asked = (("entry/entered", "2026-11-27T09:00:00.000+01:00"), ("present/guardian", "none_yet"))
    heard = [Heard(f"/data/{path}", value, path, value) for path, value in asked]
    release = Release("r", "x", "export", "social_services", "duty", "", "me", "2026-11-27T10:00:00+01:00")
    report = exports.minor_report(own("minor"), heard, "x", release)
    assert report.due == date(2026, 11, 30)
    layout = slips.lay_out_minor_report(report, slips.ReportFrame("PINO-44-1", "Org", "Pier"), i18n.load)
    text = " ".join(map(shown, layout.pages))
    places = [text.find(f"{item}) ") for item in "abcdef"]
    assert -1 not in places and places == sorted(places)
    assert "30/11/2026" in text and "chiederne subito la nomina" in text


ROWS: dict[int, Callable[[Path], None]] = {
    8: row_8_information_is_counted_without_a_case,
    38: row_38_the_report_on_a_child_who_came_alone,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_a_row_of_the_domain(row: int, tmp_path: Path) -> None:
    ROWS[row](tmp_path)
