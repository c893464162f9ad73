"""What came back of a slip: noted once, corrected by another note, read by who reads the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import SlipNote, SlipRow, SlipStanding, Vault
from tests.vault import scene

RECORD, SLIP = "uuid:1", "6NYW-V4BV"
ISSUED, DAY = "2026-03-01T10:00:00+00:00", "2026-03-02"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A finished record with a slip for a service."""
    with scene.new_store(tmp_path) as store:
        scene.finalised(store)
        kept = store.put_release(scene.release(RECORD, "slip", "health"))
        store.put_slip(SlipRow(SLIP, RECORD, "health", kept.id, ISSUED, store.me.id, '{"priority": "24h"}', b"%PDF"))
        yield store


def test_a_slip_stands_as_issued_until_something_comes_back(store: Vault) -> None:
    code = store.record(RECORD).code
    assert store.slips_standing() == (
        SlipStanding(SLIP, RECORD, code, "health", ISSUED, "24h", "issued", "", ISSUED, False, "consent", ""),
    )
    assert store.slip_notes(SLIP) == ()


def test_the_newest_note_stands_and_the_log_has_every_one(store: Vault) -> None:
    first = store.note_slip(SLIP, "declined", "full", DAY)
    store.note_slip(SLIP, "accepted", "", "2026-03-03")
    (now,) = store.slips_standing()
    assert (now.status, now.reason, now.since) == ("accepted", "", "2026-03-03")
    assert store.slip_notes(SLIP)[0] == first == SlipNote("declined", "full", DAY, scene.NAME, first.at)
    assert [note.status for note in store.slip_notes(SLIP)] == ["declined", "accepted"]
    assert store.check() == ()


def test_a_slip_whose_ground_was_taken_back_is_revoked_from_that_day(store: Vault) -> None:
    store.note_slip(SLIP, "accepted", "", DAY)
    store.withdraw_consent(RECORD, "slip")
    ((at,),) = store._opening.database.all("SELECT withdrawn FROM release WHERE purpose = 'slip'")
    (now,) = store.slips_standing()
    assert (now.status, now.since, now.withdrawn) == ("revoked", at, True)
    assert [note.status for note in store.slip_notes(SLIP)] == ["accepted", "revoked"]
    assert store.slip_notes(SLIP)[-1] == SlipNote("revoked", "", str(at), scene.NAME, str(at), taken_back=True)
    assert store.check() == ()


@pytest.mark.parametrize(("status", "reason"), [("closed", ""), ("declined", "full")])
def test_what_had_ended_is_not_revoked(store: Vault, status: str, reason: str) -> None:
    store.note_slip(SLIP, status, reason, DAY)
    store.withdraw_consent(RECORD, "slip")
    (now,) = store.slips_standing()
    assert (now.status, now.since, now.withdrawn) == (status, DAY, True)
    assert [note.status for note in store.slip_notes(SLIP)] == [status]


def test_a_sheet_without_a_priority(store: Vault) -> None:
    for number, sheet in enumerate(("[]", "{}")):
        kept = store.put_release(scene.release(RECORD, "slip", f"service {number}"))
        reference = ("YY34-4FXF", "9NM6-FPKF")[number]
        store.put_slip(SlipRow(reference, RECORD, kept.recipient, kept.id, ISSUED, store.me.id, sheet, b"%PDF"))
    assert [slip.priority for slip in store.slips_standing()] == ["24h", "", ""]


@pytest.mark.parametrize(("status", "reason"), [("lost", ""), ("declined", "Amina Diallo"), ("declined", "x" * 41)])
def test_nothing_but_codes_is_kept(store: Vault, status: str, reason: str) -> None:
    with pytest.raises(ValueError, match="not a status"):
        store.note_slip(SLIP, status, reason, DAY)
    assert store.slip_notes(SLIP) == ()


def test_of_a_slip_that_there_is_not(store: Vault) -> None:
    for ask in (lambda: store.slip_notes("YY34-4FXF"), lambda: store.note_slip("YY34-4FXF", "received", "", DAY)):
        with pytest.raises(IntakeError, match=r"vault\.no_such_slip"):
            ask()


def test_a_note_that_the_log_does_not_know_is_noticed(store: Vault) -> None:
    database = store._opening.database
    with database.transaction():
        database.run(
            "INSERT INTO slip_status (slip, status, reason, happened, noted_by, at) "
            "VALUES (1, 'closed', '', '', ?, '')",
            store.me.id,
        )
    assert "vault.replayed" in store.check()
