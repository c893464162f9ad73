"""What a person takes back: nothing more leaves, what had left is told of, and whoever agrees again is asked anew."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Departure, SlipRow, Vault, Withdrawal
from tests.vault import scene

RECORD = "uuid:1"
SLIP, OTHER = "6NYW-V4BV", "YY34-4FXF"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A record that waits to be sent, with a slip for each of two services."""
    with scene.new_store(tmp_path) as store:
        scene.queued(store)
        for reference, recipient in ((SLIP, "health"), (OTHER, "labour_desk")):
            kept = store.put_release(scene.release(RECORD, "slip", recipient))
            at = "2026-03-01T10:00:00+00:00"
            store.put_slip(SlipRow(reference, RECORD, recipient, kept.id, at, store.me.id, "{}", b"%PDF"))
        yield store


def anew(store: Vault) -> None:
    """The person agrees again: a release of its own."""
    kept = store.put_release(replace(scene.release(RECORD), id="again"))
    assert kept.id == "again"


def refused(do: object) -> str:
    assert callable(do)
    with pytest.raises(IntakeError) as caught:
        do()
    return caught.value.code


def test_all_that_was_agreed_to_can_be_taken_back_at_once(store: Vault) -> None:
    at = "2026-03-01T10:00:00+00:00"
    issued = tuple(
        Departure("slip", recipient, "issued", at, reference, basis="consent")
        for reference, recipient in ((SLIP, "health"), (OTHER, "labour_desk"))
    )
    assert store.withdraw_consent(RECORD) == Withdrawal(3, issued), "whoever has their pages may have printed them"
    assert store.next_due("central", None) is None
    assert store.releases(RECORD) == ()
    assert store.record(RECORD).delivery == "held"
    assert refused(lambda: store.slip(SLIP)) == "vault.withdrawn"
    assert refused(lambda: store.slip_left(OTHER, "printed")) == "vault.withdrawn"
    assert refused(lambda: store.attempt_started(RECORD, "central")) == "vault.not_queued"
    assert store.check() == ()


def test_one_recipient_can_be_taken_back_alone(store: Vault) -> None:
    done = store.withdraw_consent(RECORD, "slip", "health")
    assert (done.stopped, [(one.way, one.reference) for one in done.left]) == (1, [("issued", SLIP)])
    assert refused(lambda: store.slip(SLIP)) == "vault.withdrawn"
    assert store.slip(OTHER).pdf == b"%PDF"
    assert store.next_due("central", None) is not None


@pytest.mark.parametrize("along", [True, False])
@pytest.mark.parametrize("recipient", ["workers", "labour_desk", ".workers", ""])
def test_what_was_told_of_the_work_is_taken_back_with_its_slip(store: Vault, recipient: str, along: bool) -> None:
    """It rests on a yes to an export, and goes along with a slip."""
    kept = store.put_release(replace(scene.release(RECORD, "slip", "workers"), kind="labour_desk"))
    at, sheet = "2026-03-01T10:00:00+00:00", json.dumps({"dossier": along})
    store.put_slip(SlipRow("9NM6-FPKF", RECORD, "workers", kept.id, at, store.me.id, sheet, b"%PDF"))
    assert store.ways_out(RECORD).work == ("workers",) * along
    assert store.withdraw_consent(RECORD, "export", "health") == Withdrawal(0, ())
    done = store.withdraw_consent(RECORD, "export", recipient)
    assert done.stopped == along
    assert [(one.purpose, one.recipient, one.paper) for one in done.left] == [("slip", "workers", "work")] * along
    ways = store.ways_out(RECORD)
    assert (("slip", "workers") in ways.open, ways.work) == (not along, ())
    stopped = [(one.purpose, one.recipient) for one in ways.stopped]
    assert stopped == [("slip", "workers"), ("export", "workers")] * along
    if along:
        assert refused(lambda: store.slip("9NM6-FPKF")) == "vault.withdrawn"
    assert store.slip(OTHER).pdf == b"%PDF", "nothing of the work is on it"
    assert store.check() == ()


def test_of_a_slip_that_can_not_be_read_it_is_told_that_the_work_may_have_gone_along(store: Vault) -> None:
    kept = store.put_release(replace(scene.release(RECORD, "slip", "workers"), kind="labour_desk"))
    at = "2026-03-01T10:00:00+00:00"
    store.put_slip(SlipRow("9NM6-FPKF", RECORD, "workers", kept.id, at, store.me.id, "{}", b"%PDF"))
    with store._opening.database.transaction():
        store._opening.database.run("DELETE FROM content_key")
    assert store.withdraw_consent(RECORD, "export", "workers").stopped == 1


def test_taking_back_twice_stops_nothing_more(store: Vault) -> None:
    store.withdraw_consent(RECORD, "sync")
    assert store.withdraw_consent(RECORD, "sync").stopped == 0
    assert store.check() == ()


def test_whoever_agrees_again_is_released_anew(store: Vault) -> None:
    store.withdraw_consent(RECORD, "sync")
    anew(store)
    assert store.next_due("central", None) is not None
    assert store.check() == ()


def test_no_slip_is_kept_on_a_release_that_was_taken_back(store: Vault) -> None:
    kept = store.put_release(scene.release(RECORD, "slip", "shelter"))
    store.withdraw_consent(RECORD, "slip", "shelter")
    at = "2026-03-01T10:00:00+00:00"
    late = SlipRow("9NM6-FPKF", RECORD, "shelter", kept.id, at, store.me.id, "{}", b"%PDF")
    assert refused(lambda: store.put_slip(late)) == "vault.no_release"


def test_what_had_left_is_told_of(store: Vault) -> None:
    """A server that has it, one that may have it, one it is on its way to; paper; an export."""
    for server, outcome in (("central", "retry"), ("central", "accepted"), ("kobo", "retry"), ("ona", "")):
        attempt = store.attempt_started(RECORD, server) if outcome != "retry" or server == "kobo" else None
        if attempt is not None and outcome:
            store.attempt_ended(attempt, AttemptResult(outcome, "openrosa.x", 201))
        if outcome == "accepted":
            break
    store.slip_left(SLIP, "printed")
    store.slip_left(OTHER, "saved")
    store.put_release(scene.release(RECORD, "export", "partner"))
    left = store.withdraw_consent(RECORD).left
    assert [(one.purpose, one.recipient, one.way, one.reference) for one in left] == [
        ("export", "partner", "exported", ""),
        ("sync", "central", "received", ""),
        ("slip", "health", "printed", SLIP),
        ("slip", "labour_desk", "saved", OTHER),
    ]
    assert store.withdraw_consent(RECORD, "slip", "health").left == (left[2],)


def test_each_thing_that_left_bears_what_it_went_on(store: Vault) -> None:
    """A record on what it was released for by then, not on what came after it."""

    def on(basis: str, lawful: str, purpose: str, recipient: str) -> str:
        at, name = f"20{26 + (recipient == 'later')}-03-01T10:00:00.000+00:00", f"{basis} {purpose} {recipient}"
        row = replace(scene.release(RECORD, purpose, recipient), id=name, basis=basis, lawful=lawful, at=at)
        return store.put_release(row).id

    store.attempt_ended(store.attempt_started(RECORD, "central"), AttemptResult("accepted", "openrosa.ok", 201))
    on("override", "public_interest", "sync", "later")
    kept = on("duty", "legal_duty", "slip", "court")
    store.put_slip(SlipRow("9NM6-FPKF", RECORD, "court", kept, "2026-03-01T10:00:00+00:00", store.me.id, "{}", b"%PDF"))
    on("override", "vital_interest", "export", "police")
    left = {(one.purpose, one.recipient): (one.basis, one.lawful) for one in store.ways_out(RECORD).left}
    assert left == {
        ("sync", "central"): ("consent", ""),
        ("slip", "health"): ("consent", ""),
        ("slip", "labour_desk"): ("consent", ""),
        ("slip", "court"): ("duty", "legal_duty"),
        ("export", "police"): ("override", "vital_interest"),
    }


@pytest.mark.parametrize(("outcome", "way"), [("retry", "perhaps"), ("", "under_way")])
def test_a_server_that_may_have_it_is_told_of(store: Vault, outcome: str, way: str) -> None:
    attempt = store.attempt_started(RECORD, "central")
    if outcome:
        store.attempt_ended(attempt, AttemptResult(outcome, "openrosa.x", 500))
    (left,) = store.withdraw_consent(RECORD, "sync").left
    assert (left.way, left.recipient) == (way, "central")
    assert isinstance(left, Departure)


def test_a_record_that_was_taken_back_is_not_taken_out_by_another_way(store: Vault) -> None:
    attempt = store.attempt_started(RECORD, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.x", 409))
    store.withdraw_consent(RECORD, "sync")
    assert refused(lambda: store.take_out(RECORD, scene.OTHER)) == "vault.withdrawn"
    anew(store)
    assert b"".join(store.take_out(RECORD, scene.OTHER))


def test_a_mark_that_the_log_does_not_know_is_noticed(tmp_path: Path, store: Vault) -> None:
    database = store._opening.database
    with database.transaction():
        database.run("UPDATE release SET withdrawn = '2026' WHERE purpose = 'sync'")
    assert "vault.replayed" in store.check()


def test_a_purpose_that_there_is_not(store: Vault) -> None:
    with pytest.raises(ValueError, match="gossip"):
        store.withdraw_consent(RECORD, "gossip")
