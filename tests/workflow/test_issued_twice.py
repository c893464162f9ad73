"""A slip whose keeping could not be told is kept once, under one reference, however often it is tried."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import referral, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow.test_finished_twice import FORM, PASSPHRASE

AGREED = ConsentSheet(given=True, age="adult", age_from="person", language="bn")


@pytest.fixture
def store(tmp_path: Path) -> Vault:
    """A workplace with one finished record of a small form, seen by somebody who issues slips."""
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "work.intake", setup, vault.FLOOR) as store:
        key = workflow.import_form(store, "small.md", FORM, {}).form_key
        assert key is not None
        opened = workflow.start_record(store, key, "", "")
        workflow.finalise_draft(store, opened.row.id, ConsentSheet(given=True, language="bn"))
        workflow.add_person(store, "Luca", Role.DESK, PASSPHRASE)
    return workflow.open_store(tmp_path / "work.intake", "Luca", PASSPHRASE)


def _after_commit(store: Vault, do: Callable[[], None], kept: str = "slip") -> None:
    """Calls something behind the next commit that keeps a slip, or a release, once."""
    database = store._opening.database
    before, count = database.after_commit, f"SELECT count(*) FROM {kept}"
    known = database.one(count)

    def once() -> None:
        before()
        if database.one(count) != known:
            database.after_commit = before
            do()

    database.after_commit = once


def _told_as_failed() -> None:
    raise IntakeError("vault.io_error", reason="EIO")


def test_kept_again_under_the_same_reference(store: Vault) -> None:
    with store:
        (record,) = workflow.record_list(store, workflow.FINISHED).rows
        proposal = workflow.propose_slip(store, record.id)
        recipient = workflow.directory().get("health")
        content = workflow.slip_for(store, record.id, recipient, proposal.sheet, AGREED)
        _after_commit(store, _told_as_failed)
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            workflow.keep_slip(store, content, b"%PDF")
        assert workflow.keep_slip(store, content, b"%PDF").pdf == b"%PDF"
        assert [slip.reference for slip in workflow.slips_of(store)] == [content.reference]
        assert store.check() == ()


@pytest.mark.parametrize("kept", [True, False])
def test_issued_at_once_it_is_tried_a_second_time(store: Vault, kept: bool) -> None:
    with store:
        (record,) = workflow.record_list(store, workflow.FINISHED).rows
        sheet = workflow.propose_slip(store, record.id).sheet

        def render(content: referral.SlipContent, _language: str) -> bytes:
            if kept:
                _after_commit(store, _told_as_failed)
            return content.reference.encode()

        row = workflow.issue_slip(store, record.id, "health", sheet, "it", render, AGREED)
        assert [slip.reference for slip in workflow.slips_of(store)] == [row.reference]
        assert workflow.reprint(store, row.reference).pdf == row.reference.encode()
        assert len(store.releases(record.id)) == 2, "one to the organisation, one for the slip"


@pytest.mark.parametrize("reopened", [False, True])
def test_a_release_whose_keeping_could_not_be_told_is_one(store: Vault, tmp_path: Path, reopened: bool) -> None:
    with contextlib.ExitStack() as undo:
        undo.enter_context(store)
        (record,) = workflow.record_list(store, workflow.FINISHED).rows
        sheet, health = workflow.propose_slip(store, record.id).sheet, workflow.directory().get("health")
        _after_commit(store, _told_as_failed, "release")
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            workflow.slip_for(store, record.id, health, sheet, AGREED)
        if reopened:
            undo.close()
            store = undo.enter_context(workflow.open_store(tmp_path / "work.intake", "Luca", PASSPHRASE))
        content = workflow.slip_for(store, record.id, health, sheet, AGREED)
        assert [one.purpose for one in store.releases(record.id)] == ["sync", "slip"]
        assert content.release.id == store.releases(record.id)[1].id
        workflow.keep_slip(store, content, b"%PDF")
        workflow.slip_left(store, content.reference, "printed")
        again = workflow.slip_for(store, record.id, health, sheet, AGREED)
        assert again.release.id != content.release.id, "a second slip is a second decision"
        other = workflow.slip_for(store, record.id, health, sheet, replace(AGREED, how="signed"))
        assert other.release.id not in (again.release.id, content.release.id), "and so is another consent"
        assert store.check() == ()


@pytest.mark.parametrize("reopened", [False, True])
def test_a_slip_whose_keeping_could_not_be_told_is_one_also_when_it_is_begun_again(
    store: Vault, tmp_path: Path, reopened: bool
) -> None:
    with contextlib.ExitStack() as undo:
        undo.enter_context(store)
        (record,) = workflow.record_list(store, workflow.FINISHED).rows
        sheet, health = workflow.propose_slip(store, record.id).sheet, workflow.directory().get("health")
        content = workflow.slip_for(store, record.id, health, sheet, AGREED)
        _after_commit(store, _told_as_failed)
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            workflow.keep_slip(store, content, b"%PDF")
        if reopened:
            undo.close()
            store = undo.enter_context(workflow.open_store(tmp_path / "work.intake", "Luca", PASSPHRASE))
        urgent = workflow.slip_for(store, record.id, health, replace(sheet, priority="24h"), AGREED)
        assert urgent.reference != content.reference, "another sheet is another slip"
        again = workflow.slip_for(store, record.id, health, sheet, AGREED)
        assert again == content
        assert workflow.keep_slip(store, again, b"%PDF drawn again").pdf == b"%PDF"
        assert [slip.reference for slip in workflow.slips_of(store)] == [content.reference]
        after = workflow.slip_for(store, record.id, health, sheet, AGREED)
        assert after.reference != content.reference, "it was read: somebody knows of it"
        assert store.check() == ()


def test_a_release_to_be_sent_that_is_decided_again_is_one(store: Vault) -> None:
    with store:
        (record,) = workflow.record_list(store, workflow.FINISHED).rows
        for _try in range(2):
            assert workflow.release_later(store, record.id, ConsentSheet(override_reason="they asked us")).released
        assert [one.detail for one in store.releases(record.id) if one.basis == "override"] == ["they asked us"]
        assert store.check() == ()
