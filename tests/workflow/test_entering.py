"""Opening the store: what is left half done is done, nothing else is looked at, and nobody is kept out."""

from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, entering
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, Place


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A store with a finished record of a case, that a desk of another agency was shown."""
    path, setup = tmp_path / "w.intake", workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Far", Role.DESK, PASSPHRASE, agency="Another")
        record = Place(store).closed("asks", store.open_case().id, **ALL)
        workflow.hand_over(store, record, "Far", "anti_trafficking", ConsentSheet(given=True, language="bn"))
    return path


def reads(store: Vault) -> int:
    return sum(entry.action == "record.read" for entry in store.log())


def test_who_opens_the_store_reads_no_record_by_that(shown: Path) -> None:
    told = list[int]()
    for name in ("Ada", "Far", "Ada"):
        workflow.open_store(shown, name, PASSPHRASE).close()
        with vault.open_store(shown, "Ada", PASSPHRASE) as store:
            told.append(reads(store))
    assert told == [told[0]] * 3


def test_what_goes_wrong_while_it_is_opened_leaves_it_closed(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(_store: Vault) -> None:
        raise ValueError

    with monkeypatch.context() as here:
        here.setattr(entering, "_weigh_what_is_shown", odd)
        with pytest.raises(ValueError):
            workflow.open_store(shown, "Ada", PASSPHRASE)
    with workflow.open_store(shown, "Ada", PASSPHRASE) as store:
        assert store.records() and not store.cut_short()
