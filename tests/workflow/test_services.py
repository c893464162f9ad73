"""A workplace's own services lie in its store, over the built-in ones; a bad file changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.slips.test_pdf import extracted
from tests.vault import scene

HEADS = "code;kind;names:it;mandate:it;provinces;needs;last_verified\n"
TABLE = HEADS + "health;health;Azienda vera;visite;AG;medical_visit;2026-01-01\nlawyer;legal;Studio;consigli;;;\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """One person works alone: interviews and settings are theirs."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        yield store


def test_own_services_are_kept_searched_and_on_slips(store: Vault) -> None:
    assert workflow.directory(store) == workflow.directory()
    told = workflow.import_services(store, TABLE.encode())
    assert (told.added, told.changed, told.own, told.to_check) == (1, 1, 2, 2)
    found = workflow.directory(store).search(province="AG", need="medical_visit")
    assert "Azienda vera" in {one.name("it") for one in found}
    record = people.finish(store, people.BENGALI)
    sheet, agreed = workflow.propose_slip(store, record).sheet, ConsentSheet(given=True)
    slip = workflow.issue_slip(store, record, "health", sheet, "bn", slips.render, agreed)
    assert "Azienda vera" in extracted(slip.pdf) and "voce dell’elenco da confermare" in extracted(slip.pdf)
    assert len(workflow.directory()) + 1 == len(workflow.directory(store))


def test_more_come_beside_what_is_there_or_in_its_place(store: Vault) -> None:
    workflow.import_services(store, TABLE.encode())
    more = (HEADS + "clinic;health;Clinica;visite;;;\n").encode()
    assert workflow.import_services(store, more).own == 3
    again = workflow.export_services(store, "csv")
    assert workflow.import_services(store, more, replace=True).own == 1
    assert workflow.import_services(store, again, replace=True).own == 3
    assert workflow.import_services(store, workflow.export_services(store, "json")).changed == 0


def test_a_bad_file_changes_nothing(store: Vault) -> None:
    workflow.import_services(store, TABLE.encode())
    before = workflow.own_directory(store)
    for bad in (TABLE.replace("legal", "lawyers"), TABLE[:-30], "{", ""):
        with pytest.raises(IntakeError, match=r"referral\.bad_table"):
            workflow.import_services(store, bad.encode(), replace=True)
    assert workflow.own_directory(store) == before
