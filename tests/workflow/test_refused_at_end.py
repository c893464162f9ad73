"""What a person says no to at the end of a record holds that record, whatever they said yes to elsewhere before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow import test_said_since as scenes
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, Place, code_of

REFUSED = "screening.consent_refused"


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(scenes, "AGE", scenes.AGE + "| | select_one yn | note | Is there more? | | |\n")
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        place = Place(store)
        place.form("asks", True)
        place.form("plain", False)
        yield place


def out(place: Place, record: str) -> set[str]:
    """Why a record does not go, by each way; "" where it does."""
    store = place.store
    ways = {"" if store.record(record).delivery == "waiting" else store.record(record).delivery}
    ways.add(code_of(lambda: place.slip(record)))
    return ways | {code_of(lambda: workflow.export_record(store, record, "anti_trafficking", "json"))}


@pytest.mark.parametrize("form", ["plain", "asks"])
@pytest.mark.parametrize("case_first", [True, False])
def test_a_no_at_the_end_holds_this_record_alone(ada: Place, form: str, case_first: bool) -> None:
    store, case = ada.store, ada.store.open_case().id
    talk = ada.closed("asks", case, **ALL)
    record = ada.begun(form, form == "asks", case if case_first else "", **(ALL if form == "asks" else {}))
    done = workflow.finalise_draft(store, record, ConsentSheet(refused=True))
    assert (done.released, done.code) == (False, REFUSED)
    if not case_first:
        workflow.put_in_case(store, record, case)
    assert workflow.found_closed(store, record) == workflow.Finalised(store.record(record), False, REFUSED)
    assert out(ada, record) == {"held", REFUSED}
    assert out(ada, talk) == {""}


@pytest.mark.parametrize("form", ["plain", "asks"])
def test_nobody_asked_is_no_refusal(ada: Place, form: str) -> None:
    case = ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun(form, form == "asks", case, **(ALL if form == "asks" else {}))
    assert workflow.finalise_draft(ada.store, record, ConsentSheet()).released
    assert out(ada, record) == {""}


def said_after(place: Place, record: str, case: str, how: str) -> None:
    if how == "talk":
        place.closed("asks", case, **ALL)
    elif how == "word":
        for purpose in ("sync", "slip", "export"):
            workflow.consent_given(place.store, record, purpose, language="bn")


@pytest.mark.parametrize("how", ["talk", "word", "asked"])
def test_a_later_yes_ends_it(ada: Place, how: str) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.finalise_draft(store, record, ConsentSheet(refused=True))
    assert workflow.release_later(store, record, ConsentSheet()).code
    said_after(ada, record, case, how)
    assert workflow.release_later(store, record, ConsentSheet(given=True, language="bn")).released
    assert code_of(lambda: ada.slip(record)) == (REFUSED if how == "asked" else "")


def test_what_another_talk_had_heard_before_is_older_whenever_it_is_closed(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    open_talk = ada.begun("asks", True, case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.finalise_draft(store, record, ConsentSheet(refused=True))
    workflow.finalise_draft(store, open_talk)
    assert out(ada, record) == {"held", REFUSED}


def test_a_recorded_reason_lets_it_go_and_the_no_is_kept(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    sheet = ConsentSheet(refused=True, override_reason="somebody may be hurt tonight")
    assert workflow.finalise_draft(store, record, sheet).released
    assert [one.basis for one in store.releases(record)] == ["override"]
    assert code_of(lambda: ada.slip(record)) == REFUSED


def agreed(store: Vault, record: str) -> list[tuple[str, str]]:
    return [(word.purpose, word.at) for word in store.said(record) if word.word == "yes"]


def test_a_correction_of_something_else_says_no_yes_anew(ada: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store, case = ada.store, ada.store.open_case().id
    record = ada.closed("asks", case, **ALL)
    told = agreed(store, record)
    assert told
    correction = workflow.edit_record(store, record).row.id
    later = datetime.now(UTC) + timedelta(days=30)
    monkeypatch.setattr(store._opening, "clock", lambda: later)
    ada.answer(correction, note="no")
    assert workflow.finalise_draft(store, correction).released
    assert agreed(store, correction) == told
    assert code_of(lambda: ada.slip(correction)) == ""


@pytest.mark.parametrize("sheet", [None, ConsentSheet(), ConsentSheet(override_reason="somebody may be hurt tonight")])
def test_a_no_that_was_chosen_on_the_last_page_holds_without_that_page(ada: Place, sheet: ConsentSheet | None) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.save(store, record, replace(store.draft(record), ending=("refused", "spoken", "")))
    done = workflow.finalise_draft(store, record, sheet)
    reasoned = sheet is not None and bool(sheet.reason)
    assert [one.basis for one in store.releases(record)] == ["override"] * reasoned
    assert (done.released, done.code) == ((True, "") if reasoned else (False, REFUSED))
    assert code_of(lambda: ada.slip(record)) == REFUSED


def test_who_says_yes_where_it_is_finished_is_heard(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.save(store, record, replace(store.draft(record), ending=("refused", "spoken", "")))
    assert workflow.finalise_draft(store, record, ConsentSheet(given=True, language="bn")).released
    assert out(ada, record) == {""}


YES = ConsentSheet(given=True, language="bn")


def test_who_refused_at_the_end_is_asked_at_the_desk_and_their_yes_counts_for_what_was_asked(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record, other = (ada.begun("plain", False, case) for _each in range(2))
    for each in (record, other):
        workflow.finalise_draft(store, each, ConsentSheet(refused=True))
    proposal = workflow.propose_slip(store, record)
    assert (proposal.sheet_needs_consent, proposal.blocked) == (True, "")
    for noted in (None, ConsentSheet(), ConsentSheet(refused=True)):
        assert code_of(lambda noted=noted: ada.slip(record, noted=noted)) == REFUSED
    slip = ada.slip(record, noted=YES)
    assert code_of(lambda: workflow.reprint(store, slip)) == ""
    assert code_of(lambda: ada.slip(record, "labour_desk")) == REFUSED, "nobody asked about this body"
    assert code_of(lambda: ada.slip(other)) == REFUSED, "nor about this record"
    file = workflow.export_record(store, record, "anti_trafficking", "json", YES)
    assert next(one.record_id for one in file.releases) == record and other not in {
        one.record_id for one in file.releases
    }
    assert store.record(record).delivery == "held"
    assert code_of(lambda: ada.slip(record)) == ""
    assert store.check() == ()


def test_what_goes_on_the_page_of_the_screening_leaves_out_what_was_refused(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    talk = ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.finalise_draft(store, record, ConsentSheet(refused=True))
    page = workflow.screening_page(store, talk, "it", YES)
    assert [one.record_id for one in page.releases] == [talk]
    page = workflow.screening_page(store, record, "it", YES)
    assert {one.record_id for one in page.releases} == {talk, record}


def test_a_copy_of_what_was_refused_goes_when_they_agree_at_its_end(ada: Place) -> None:
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **ALL)
    record = ada.begun("plain", False, case)
    workflow.finalise_draft(store, record, ConsentSheet(refused=True))
    copy = workflow.copy_record(store, record).row.id
    ada.answer(copy, age="adult")
    assert workflow.finalise_draft(store, copy, YES).released


def test_what_another_form_heard_as_a_no_is_no_question_of_the_slip(ada: Place) -> None:
    """The page says that they said no, and leads to where that is changed; it asks for no yes that would not count."""
    store, case = ada.store, ada.store.open_case().id
    ada.closed("asks", case, **(ALL | {"referral": "no"}))
    record = ada.closed("plain", case)
    proposal = workflow.propose_slip(store, record)
    assert (proposal.sheet_needs_consent, proposal.refused) == (False, True)
    assert code_of(lambda: ada.slip(record, noted=YES)) == REFUSED
