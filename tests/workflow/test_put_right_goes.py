"""What stopped for an age that was mistyped in another record goes again once that record is put right and finished."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import messages, vault, workflow
from intake_app.gui.words import Words
from intake_app.vault import Role, Vault
from intake_app.workflow import ended_for_age, held
from intake_app.workflow.age_grounds import AgeGround
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, Place

BIRTH = "a birth certificate was seen here"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        workflow.add_server(store, "practice", "https://practice.example")
        Place(store).form("asks", True)
        yield Place(store)


def mistyped(place: Place, case: str, kind: str) -> str:
    """A draft in which the age of a child stood that was put right in it."""
    if kind == "module":
        draft = place.begun("module", False, case, age="minor")
    else:
        draft = workflow.edit_record(place.store, place.closed("asks", case, **ALL)).row.id
        place.answer(draft, age="minor")
    return draft


def told(store: Vault, record: str) -> str:
    return " ".join(messages.ended(ended_for_age.told(store, record), Words("en").translator))


@pytest.mark.parametrize("kind", ["module", "correction"])
def test_another_record_waits_again_and_that_is_told_once(place: Place, kind: str) -> None:
    store, case = place.store, place.store.open_case().id
    record = place.closed("asks", case, **ALL)
    draft = mistyped(place, case, kind)
    assert held.why(store, record) == "screening.agreed_as_adult"
    place.answer(draft, age="adult")
    workflow.finalise_draft(store, draft)
    assert record in place.due() and held.why(store, record) == ""
    code = store.record(record).code
    said = told(store, record)
    assert f"wait to be sent again, for the age that had stopped them does not count any more: {code}" in said
    assert "do not wait" not in said and told(store, record) == ""
    assert store.check() == ()


@pytest.mark.parametrize("stays", ["refused", "taken back", "a child", "decided"])
def test_it_stays_where_something_else_holds_it(place: Place, stays: str) -> None:
    store, case = place.store, place.store.open_case().id
    record = place.closed("asks", case, **ALL)
    draft = mistyped(place, case, "module")
    if stays == "refused":
        workflow.consent_given(store, record, "sync", word="no")
    elif stays == "taken back":
        workflow.withdraw_consent(store, record)
    elif stays == "a child":
        workflow.finalise_draft(store, place.begun("module", False, case, age="minor"))
    else:
        workflow.decide_age(store, case, "minor", BIRTH)
    place.answer(draft, age="adult")
    workflow.finalise_draft(store, draft)
    assert record not in place.due() and "again, for the age" not in told(store, record)


def test_what_a_decision_lets_go_is_told_too(place: Place) -> None:
    store, case = place.store, place.store.open_case().id
    record = place.closed("asks", case, **ALL)
    workflow.decide_age(store, case, "minor", BIRTH)
    assert store.record(record).code in told(store, record)
    workflow.decide_age(store, case, "adult", "the certificate was of a brother", AgeGround("passport"))
    assert record in place.due()
    assert f"again, for the age that had stopped them does not count any more: {store.record(record).code}" in told(
        store, record
    )
