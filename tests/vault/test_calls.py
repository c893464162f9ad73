"""Calls to the telephone line: kept as codes, of a person, known to the log row by row."""

from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import CallMade, Vault
from tests.vault import scene

RECORD = "uuid:1"
CALL = CallMade("2026-03-01T10:00:00+00:00", "staff", "NV-12", "passed_on")


def test_a_call_is_of_a_record_and_of_its_case_later(store: Vault) -> None:
    scene.finalised(store)
    assert store.calls(RECORD) == ()
    first = store.note_call(RECORD, CALL)
    assert first == replace(CALL, noted_by=scene.NAME)
    case = store.open_case()
    store.put_in_case(RECORD, case.id)
    second = store.note_call(RECORD, replace(CALL, caller="person", operator="", outcome="no_answer"))
    store.new_case_draft(case.id, store.forms()[0].key, "uuid:2", b"<data/>", ("fr", "it"))
    third = store.note_call("uuid:2", CALL)
    assert store.calls(RECORD) == store.calls("uuid:2") == (first, second, third)
    assert store.check() == ()


def test_a_draft_alone_may_go_again_and_has_no_calls(store: Vault) -> None:
    scene.started(store)
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.note_call(RECORD, CALL)


@pytest.mark.parametrize(
    "bad", [{"caller": "uncle"}, {"outcome": "wept"}, {"operator": "Amina Diallo"}, {"called": "at noon"}]
)
def test_nothing_but_codes_is_kept(store: Vault, bad: dict[str, str]) -> None:
    scene.finalised(store)
    with pytest.raises(ValueError, match=r"not a caller|Invalid isoformat"):
        store.note_call(RECORD, replace(CALL, **bad))
    assert store.calls(RECORD) == ()


def test_a_call_that_the_log_does_not_know_is_noticed(store: Vault) -> None:
    scene.finalised(store)
    database = store._opening.database
    with database.transaction():
        database.run(
            "INSERT INTO call_made (record, called, caller, operator, outcome, noted_by, at, told_in) "
            "VALUES (1, '', 'staff', '', 'advised', ?, '', '')",
            store.me.id,
        )
    assert "vault.replayed" in store.check()
    with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
        database.run("DELETE FROM call_made")
