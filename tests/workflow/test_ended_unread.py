"""What ended by an age is told at the next opening of the store where nobody was told of it before they locked."""

from pathlib import Path

from intake_app import workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ended_for_age
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.test_adult_corrected import Correction, first, server, standing, store

__all__ = ["first", "server", "store"]


def locked(store: Vault, first: str) -> str:
    """A correction to a child that stays open while somebody locks; the code of the record that is held by it."""
    Correction(store, first).told(age_band="minor")
    assert standing(store, first) == ["held"]
    code = store.record(first).code
    store.close()
    return code


def test_it_is_told_once_at_the_next_opening(tmp_path: Path, store: Vault, first: str) -> None:
    code = locked(store, first)
    for told in ({"sending_ended": code}, {}):
        with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as again:
            assert ended_for_age.left_over(again) == told


def test_it_is_told_where_the_record_is_opened_again(tmp_path: Path, store: Vault, first: str) -> None:
    code = locked(store, first)
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as again:
        assert ended_for_age.told(again, first) == {"sending_ended": code}
        assert ended_for_age.left_over(again) == {}


def test_who_did_not_note_it_is_not_told(tmp_path: Path, store: Vault, first: str) -> None:
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    code = locked(store, first)
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as hers:
        assert ended_for_age.left_over(hers) == {}
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as again:
        assert ended_for_age.left_over(again) == {"sending_ended": code}


def test_what_waits_again_meanwhile_is_not_told(tmp_path: Path, store: Vault, first: str) -> None:
    locked(store, first)
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as again:
        yes = workflow.ConsentSheet(given=True, language="bn")
        assert workflow.release_later(again, first, yes).released
        assert ended_for_age.left_over(again) == {}
