"""Lists of work: counts in one query, what was refused and decided about, what was referred with its newest slip."""

from pathlib import Path

import pytest

from intake_app.vault import AttemptResult, SlipRow, Vault
from tests.vault import scene


def referred(store: Vault, record_id: str, reference: str) -> None:
    """A slip of a finished record."""
    given = scene.release(record_id, "slip", f"health {reference}")
    store.put_release(given)
    store.put_slip(
        SlipRow(reference, record_id, given.recipient, given.id, f"2026-03-01 {reference}", "p1", "{}", b"%PDF")
    )


def tried(store: Vault, record_id: str) -> None:
    """A record that a server refused."""
    attempt = store.attempt_started(scene.queued(store, record_id), "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.refused", 400, "no"))


def test_each_list_counts_its_own_and_a_referred_record_counts_in_two(store: Vault) -> None:
    scene.started(store, "uuid:draft")
    scene.started(store, "uuid:away")
    store.discard("uuid:away")
    tried(store, "uuid:refused")
    for record_id in ("uuid:one", "uuid:two"):
        scene.finalised(store, record_id)
    for record_id, reference in (("uuid:two", "A"), ("uuid:one", "B"), ("uuid:two", "C"), ("uuid:refused", "D")):
        referred(store, record_id, reference)
    assert store.counts() == {"draft": 1, "finalised": 2, "refused": 1, "referred": 3}
    found = store.referrals(9)
    assert [(row.id, slip.reference, slip.pdf) for row, slip in found] == [
        ("uuid:refused", "D", b""),
        ("uuid:two", "C", b""),
        ("uuid:one", "B", b""),
    ]
    assert [row.id for row, _slip in store.referrals(2)] == ["uuid:refused", "uuid:two"]


def test_a_refused_record_that_was_decided_about_says_so(store: Vault) -> None:
    for record_id in ("uuid:one", "uuid:two"):
        tried(store, record_id)
    store.keep_server("uuid:one")
    assert {row.id: row.delivery for row in store.refused(9)} == {"uuid:one": "settled", "uuid:two": "needs_person"}
    assert len(store.refused(1)) == 1


def test_without_records_nothing_is_counted(store: Vault) -> None:
    assert (store.counts(), store.referrals(9), store.refused(9)) == ({"referred": 0}, (), ())


def test_the_counts_are_one_query(store: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []
    database = store._opening.database
    ask = database.all
    monkeypatch.setattr(database, "all", lambda query, *values: asked.append(query) or ask(query, *values))
    store.counts()
    assert len(asked) == 1
