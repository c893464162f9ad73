"""A slip that was kept without its being told is gone on with, as long as all that stands on it is as it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake_app.vault import SERVICES, CallMade, ReleaseRow, SlipRow, Vault
from tests.vault import scene

RECORD, SLIP = "uuid:1", "6NYW-V4BV"
CALL = CallMade("2026-03-01T10:00:00+00:00", "staff", "NV-12", "passed_on")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with scene.new_store(tmp_path) as store:
        scene.finalised(store)
        yield store


@pytest.fixture
def decision(store: Vault) -> ReleaseRow:
    """What a slip was issued on that never left."""
    kept = store.put_release(scene.release(RECORD, "slip", "health"))
    store.put_slip(SlipRow(SLIP, RECORD, "health", kept.id, "2026-03-01T10:00:00+00:00", store.me.id, "{}", b"%PDF"))
    return kept


def kept(store: Vault, decision: ReleaseRow) -> str:
    found = store.slip_kept(decision, "{}")
    return found.reference if found is not None else ""


@pytest.mark.parametrize(
    ("meanwhile", "found"),
    [
        (lambda store: None, SLIP),
        (lambda store: store.set_setting("language", "it"), SLIP),
        (lambda store: store.set_setting(SERVICES, "{}"), ""),
        (lambda store: store.note_call(RECORD, CALL), ""),
        (lambda store: store.slip_left(SLIP, "printed"), ""),
        (lambda store: store.slip(SLIP), ""),
    ],
    ids=["nothing", "another setting", "services", "a call", "printed", "read"],
)
def test_a_kept_slip_is_gone_on_with_until_what_stands_on_it_changes(
    store: Vault, decision: ReleaseRow, meanwhile: Callable[[Vault], object], found: str
) -> None:
    meanwhile(store)
    assert kept(store, decision) == found


def test_what_changed_before_it_was_issued_changes_nothing(store: Vault) -> None:
    store.set_setting(SERVICES, "[]")
    store.note_call(RECORD, CALL)
    kept_on = store.put_release(scene.release(RECORD, "slip", "health"))
    store.put_slip(SlipRow(SLIP, RECORD, "health", kept_on.id, "2026-03-01T10:00:00+00:00", store.me.id, "{}", b"%PDF"))
    assert kept(store, kept_on) == SLIP
    assert store.slip_kept(kept_on, '{"priority": "24h"}') is None, "another sheet is another slip"
