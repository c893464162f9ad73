"""Following a slip: what came back is noted in an order that can be, and services that do not answer grow old."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipContent
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow.test_finished_twice import FORM, PASSPHRASE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A finished record with two slips, to be answered within a day and within two weeks."""
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "work.intake", setup, vault.FLOOR) as store:
        key = workflow.import_form(store, "small.md", FORM, {}).form_key
        assert key is not None
        record = workflow.start_record(store, key, "", "").row.id
        workflow.finalise_draft(store, record, ConsentSheet())
        for recipient, priority in (("health", "24h"), ("labour_desk", "2w")):
            sheet = replace(workflow.propose_slip(store, record).sheet, priority=priority)
            noted = ConsentSheet(given=True, age="adult", age_from="person", language="bn")
            workflow.issue_slip(store, record, recipient, sheet, "en", _page, noted)
        yield store


def _page(_content: SlipContent, _language: str) -> bytes:
    return b"%PDF"


def reference(store: Vault, recipient: str) -> str:
    return next(slip.reference for slip in store.slips_standing() if slip.recipient == recipient)


def later(**past: float) -> datetime:
    return datetime.now().astimezone() + timedelta(**past)


def refused(store: Vault, recipient: str, *note: str) -> str:
    with pytest.raises(IntakeError) as caught:
        workflow.note_answer(store, reference(store, recipient), *note)
    return caught.value.code


def test_who_does_not_answer_for_a_day_is_listed(store: Vault) -> None:
    assert workflow.follow_up(store, later(hours=23)).waiting == ()
    waiting = workflow.follow_up(store, later(hours=25)).waiting
    assert [(one.slip.recipient, one.standing.level, one.standing.overdue) for one in waiting] == [
        ("health", "late", True),
        ("labour_desk", "late", False),
    ]
    assert {one.standing.level for one in workflow.follow_up(store, later(hours=73)).waiting} == {"very_late"}


def test_the_slip_comes_first_of_which_the_time_that_was_promised_ends_first(store: Vault) -> None:
    record = store.slips_standing()[0].record_id
    sheet = replace(workflow.propose_slip(store, record).sheet, priority="72h")
    noted = ConsentSheet(given=True, age="adult", age_from="person", language="bn")
    content = workflow.slip_for(store, record, workflow.directory().get("local_support"), sheet, noted)
    workflow.keep_slip(store, replace(content, issued_at=later(hours=-2).isoformat()), b"%PDF")
    found = workflow.follow_up(store, later(hours=30))
    assert [(one.slip.recipient, one.slip.priority) for one in found.slips] == [
        ("health", "24h"), ("local_support", "72h"), ("labour_desk", "2w"),
    ]  # fmt: skip
    hours = [round(one.standing.left.total_seconds() / 3600) for one in found.slips]
    assert hours == [-6, 40, 306] and [one.standing.overdue for one in found.slips] == [True, False, False]
    assert [one.slip.recipient for one in found.waiting] == ["health", "local_support", "labour_desk"]


def test_who_answered_is_listed_no_more(store: Vault) -> None:
    workflow.note_answer(store, reference(store, "health"), "accepted")
    found = workflow.follow_up(store, later(hours=30))
    assert [one.slip.recipient for one in found.waiting] == ["labour_desk"]
    assert (found.count.issued, found.count.answered, found.count.ended) == (2, 1, 0)
    assert [one.slip.recipient for one in found.slips] == ["labour_desk", "health"]


def test_a_slip_that_was_taken_back_asks_for_no_answer_and_one_that_comes_is_kept(store: Vault) -> None:
    record = store.slips_standing()[0].record_id
    store.withdraw_consent(record, "slip", "health")
    assert refused(store, "health", "revoked") == refused(store, "health", "started") == "referral.not_next"
    workflow.note_answer(store, reference(store, "health"), "received")
    told = [(note.status, note.taken_back) for note in workflow.answers_of(store, reference(store, "health"))]
    assert told == [("received", False), ("revoked", True)]
    found = workflow.follow_up(store, later(hours=30))
    assert [one.slip.recipient for one in found.waiting] == ["labour_desk"]
    assert [one.slip.status for one in found.slips if one.slip.recipient == "health"] == ["revoked"]
    workflow.note_answer(store, reference(store, "health"), "issued")
    workflow.note_answer(store, reference(store, "health"), "declined", "full")
    with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
        workflow.reprint(store, reference(store, "health"))
    assert store.check() == ()


def test_only_what_can_follow_is_taken(store: Vault) -> None:
    assert refused(store, "health", "started") == "referral.not_next"
    assert refused(store, "health", "declined") == "referral.no_reason"
    assert refused(store, "health", "accepted", "full") == "referral.no_reason"
    workflow.note_answer(store, reference(store, "health"), "declined", "full", f"{later():%Y-%m-%d}")
    assert refused(store, "health", "accepted") == "referral.not_next"
    workflow.note_answer(store, reference(store, "health"), "issued")
    workflow.note_answer(store, reference(store, "health").replace("-", " ").lower(), "accepted")
    told = [(note.status, note.reason) for note in workflow.answers_of(store, reference(store, "health"))]
    assert told == [("declined", "full"), ("issued", ""), ("accepted", "")]
    assert store.check() == ()


def test_nothing_comes_back_before_a_slip_was_issued_or_tomorrow(store: Vault) -> None:
    """Waiting times are told by it; a day without an hour is the whole of it."""
    for wrong in ("2025-01-01", "2025-01-01T10:00:00+01:00", later(minutes=-5).isoformat(), f"{later(days=2):%Y-%m-%d}",
                  later(minutes=5).isoformat()):  # fmt: skip
        assert refused(store, "health", "accepted", "", wrong) == "referral.not_then", wrong
    assert workflow.answers_of(store, reference(store, "health")) == ()
    today = f"{later():%Y-%m-%d}"
    assert workflow.note_answer(store, reference(store, "health"), "received", "", today).happened == today
    now = later().isoformat(timespec="minutes")
    assert workflow.note_answer(store, reference(store, "health"), "accepted", "", now).happened == now
