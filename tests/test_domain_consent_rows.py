"""Rows of the domain about what a person agrees to, beside `test_domain_rows`: each check as it runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipSheet
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.vault import scene


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        yield store


def refused(store: Vault, record: str, kind: str, noted: ConsentSheet | None = None) -> str:
    """The code that says why no slip goes to a service of this kind, "" when one would go."""
    service = replace(workflow.directory().get("health"), code=f"some_{kind}", recipient_kind=kind)
    try:
        workflow.slip_for(store, record, service, SlipSheet(), noted)
    except IntakeError as error:
        return error.code
    return ""


def row_12_nothing_across_a_border_without_a_word_of_its_own(store: Vault) -> None:
    """Cross-border slip refused without specific cross-border consent."""
    record = people.finish(store, people.ARABIC)
    urgent = ConsentSheet(given=True, override_reason="they said so", danger=True, language="bn")
    assert refused(store, record, "abroad", urgent) == "screening.cross_border_missing"
    workflow.consent_given(store, record, "cross_border", "abroad", language="bn")
    assert refused(store, record, "abroad") == ""


def row_35_nothing_for_a_court_without_a_word_of_its_own(store: Vault) -> None:
    """Cannot export without judicial-track consent."""
    record = people.finish(store, people.ARABIC, {"information/consent_export": "yes"})
    reason = ConsentSheet(override_reason="a court asked")
    with pytest.raises(IntakeError, match=r"screening\.social_path"):
        workflow.export_record(store, record, "judicial_authority", "json", reason)
    assert workflow.export_record(store, record, "anti_trafficking", "json")
    workflow.consent_given(store, record, "judicial", "judicial_authority", language="bn")
    assert workflow.export_record(store, record, "judicial_authority", "json")


ROWS: dict[int, Callable[[Vault], None]] = {
    12: row_12_nothing_across_a_border_without_a_word_of_its_own,
    35: row_35_nothing_for_a_court_without_a_word_of_its_own,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_the_row_runs(store: Vault, row: int) -> None:
    ROWS[row](store)
