"""Consent is a gate: who said no to the talk, or to its being written down, is asked again before anything begins."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow.asking import refused
from tests.gui_shell import people
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_unread import spoil

TALK, NOTES = "information/consent_interview", "information/consent_record"
DECLINED = {"next_steps/outcome": "person_declined"}
AGREED = {TALK: "yes", NOTES: "yes"}
NO: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "the talk": ({TALK: "no", **DECLINED}, ("interview",)),
    "its record": ({TALK: "yes", NOTES: "no", **DECLINED}, ("record",)),
    "the talk, declined": ({TALK: "prefers_not_to_say", **DECLINED}, ("interview",)),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def first(store: Vault, answers: dict[str, str]) -> tuple[str, str]:
    """A first interview by its record and its case."""
    record = people.finish(store, people.ARABIC, answers)
    return record, workflow.case_for(store, record).id


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except IntakeError as error:
        return error.code
    return ""


def advised(store: Vault, case: str) -> list[str]:
    return [one.name for one in workflow.case_sheet(store, case).modules if one.advised]


@pytest.mark.parametrize("said", NO)
def test_nothing_begins_over_a_no_until_they_agree(store: Vault, said: str) -> None:
    answers, purposes = NO[said]
    _, case = first(store, answers)
    assert workflow.case_sheet(store, case).refused == purposes and advised(store, case) == []
    drafts = store.records("draft")
    assert code_of(lambda: workflow.begin_module(store, case, "labour")) == "workflow.talk_refused"
    assert code_of(lambda: workflow.begin_module(store, case, "needs", again=True)) == "workflow.talk_refused"
    assert store.records("draft") == drafts
    begun = workflow.begin_module(store, case, "labour", agreed=True)
    told = [(one.purpose, one.word, one.how, one.language) for one in store.said(begun.row.id)][-len(purposes) :]
    assert told == [(each, "yes", "spoken", "ar") for each in purposes]
    assert workflow.case_sheet(store, case).refused == () and advised(store, case) == ["labour"]
    workflow.begin_module(store, case, "needs")
    workflow.discard(store, begun.row.id)
    assert refused(store, case) == purposes, "what began on their word is gone, and that with it"
    assert store.check() == ()


def test_who_agreed_is_not_asked_again(store: Vault) -> None:
    _, case = first(store, AGREED)
    assert workflow.case_sheet(store, case).refused == () and advised(store, case) == ["needs"]
    begun = workflow.begin_module(store, case, "labour", agreed=True)
    assert not [one for one in store.said(begun.row.id) if one.purpose == "interview" and not one.early]


def test_what_was_taken_back_is_asked_first_too_also_where_it_was_begun(store: Vault) -> None:
    record, case = first(store, AGREED)
    begun = workflow.begin_module(store, case, "labour")
    workflow.withdraw_consent(store, record, "record")
    assert refused(store, case) == ("record",)
    assert code_of(lambda: workflow.begin_module(store, case, "transit")) == "workflow.talk_refused"
    assert code_of(lambda: workflow.begin_module(store, case, "labour")) == "workflow.talk_refused"
    assert workflow.begin_module(store, case, "labour", agreed=True).row.id == begun.row.id
    workflow.withdraw_consent(store, record, "record")
    workflow.consent_given(store, record, "record")
    assert workflow.begin_module(store, case, "transit").row.state == "draft"


def test_what_asks_for_consent_itself_and_what_the_law_asks_for_a_child_begin(store: Vault) -> None:
    record, case = first(store, {TALK: "no", "information/age_band": "minor", **DECLINED})
    assert workflow.begin_module(store, case, "minor").row.state == "draft"
    again = workflow.begin_module(store, case, "first_interview", again=True)
    assert refused(store, case) == ("interview",), "that one has not come to it"
    session = workflow.session_for(again, workflow.load_definition(again.package.xml, again.package.files))
    for said, purposes in (("yes", ()), ("no", ("interview",))):
        session.answer(f"/data/{TALK}", said)
        workflow.save(store, again.row.id, workflow.snapshot(session, None, again.languages))
        assert refused(store, case) == purposes
    spoil(store, record)
    workflow.discard(store, again.row.id)
    assert refused(store, case) == ("interview",), "what was refused in one that was deleted stands"


def test_what_was_refused_is_known_where_no_first_interview_is_read(store: Vault, tmp_path: Path) -> None:
    record, case = first(store, AGREED)
    workflow.consent_given(store, record, "record", word="no")
    store.add_person("Bea", Role.MEDIATOR, PASSPHRASE)
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as bea:
        assert refused(bea, case) == ("record",)
        assert code_of(lambda: workflow.begin_module(bea, case, "labour")) == "workflow.talk_refused"
