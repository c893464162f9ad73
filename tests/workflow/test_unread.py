"""A record that can not be read is told of, and keeps nobody from the other records of its person."""

from collections.abc import Iterator

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Draft, RecordRow, Role, Vault
from intake_app.workflow import ConsentSheet, drafts
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_last_saved import LAST, SET
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of
from tests.xform.forms import inputs, xform

GARBAGE = Draft(b"<garbage", {}, None, "x")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path_factory.mktemp("unread") / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", "https://practice.example")
        yield Place(made)


def changed(store: Vault, sql: str, *values: str) -> None:
    """From outside."""
    with store._opening.database.transaction():
        store._opening.database.run(sql, *values)


def cases(store: Vault) -> object:
    return store._opening.database.one("SELECT count(*) FROM casefile")


def spoil(store: Vault, record: str) -> str:
    """Make a record one that can not be read; its code."""
    if store.record(record).state == "draft":
        store.save_draft(record, GARBAGE)
    else:
        changed(store, "UPDATE seal SET mac = x'00' WHERE record = (SELECT number FROM record WHERE id = ?)", record)
    with pytest.raises(IntakeError):
        drafts.draft_told(store, record) if store.record(record).state == "draft" else store.frozen(record)
    return store.record(record).code


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("name", ["plain", FIRST])
def test_the_other_records_of_the_person_go_on(place: Place, name: str, finished: bool) -> None:
    store, asks = place.store, name == FIRST
    case = store.open_case().id
    first = place.closed(FIRST, case, **ALL)
    spoiled = place.begun(name, asks, case, **(ALL if asks else {}))
    if finished:
        workflow.finalise_draft(store, spoiled)
    module = place.begun("plain", False, case)
    code = spoil(store, spoiled)
    opened = workflow.open_record(store, module)
    assert opened.beyond.unread == (code,) and opened.beyond.minor == ""
    sheet = workflow.case_sheet(store, case)
    assert (sheet.unread, sheet.age) == ((code,) if finished else (), "adult")
    before = len(store.records())
    begun = workflow.begin_module(store, case, "needs")
    assert begun.beyond.unread == (code,) and len(store.records()) == before + 1
    assert workflow.finalise_draft(store, module).released
    assert place.slip(module) and place.slip(first)
    if finished:
        assert ("sync", "organisation") in workflow.agreement(store, spoiled).open, "and may be taken back"


@pytest.mark.parametrize("said", [{"sync": "no", "referral": "no"}, {"age": "minor"}])
def test_what_was_noted_of_it_goes_on_counting(place: Place, said: dict[str, str]) -> None:
    case = place.store.open_case().id
    spoiled = place.closed(FIRST, case, **(ALL | said))
    module = place.begun("plain", False, case)
    spoil(place.store, spoiled)
    refused = "sync" in said
    told = workflow.finalise_draft(place.store, module)
    assert (told.released, told.code) == (not refused, "screening.consent_refused" if refused else "")
    opened = workflow.begin_module(place.store, case, "needs")
    assert bool(opened.beyond.minor) is not refused
    held = "screening.consent_refused" if refused else "screening.guardian_missing"
    assert code_of(lambda: place.slip(module)) == held


def test_of_a_version_that_can_not_be_read_nobody_is_an_adult_for_certain(place: Place) -> None:
    former = place.closed(**(ALL | {"age": "minor"}))
    edit = workflow.edit_record(place.store, former).row.id
    place.answer(edit, age="adult")
    spoil(place.store, former)
    workflow.open_record(place.store, edit)
    workflow.finalise_draft(place.store, edit)
    assert code_of(lambda: place.slip(edit)) in ("screening.guardian_missing", "screening.age_not_told")


@pytest.mark.parametrize("finished", [True, False])
def test_what_can_not_be_read_comes_into_no_case(place: Place, finished: bool) -> None:
    store = place.store
    spoiled, case = place.closed(**ALL) if finished else place.begun(**ALL), store.open_case().id
    spoil(store, spoiled)
    assert code_of(lambda: workflow.put_in_case(store, spoiled, case))
    opened = cases(store)
    assert code_of(lambda: workflow.case_for(store, spoiled)) and cases(store) == opened
    assert store.case_of(spoiled) is None and store.case_outline(case) == ()


def test_an_interview_that_can_not_be_begun_leaves_no_draft(place: Place) -> None:
    store, case = place.store, place.store.open_case().id
    key = workflow.import_form(store, "form.xml", xform("<town/>", "", inputs("town"), LAST + SET)).form_key
    assert key is not None
    last = workflow.start_record(store, key).row.id
    workflow.finalise_draft(store, last)
    before = {row.id for row in store.records()}

    def begun(record: str, draft: Draft) -> RecordRow:
        row = store.new_case_draft(case, key, record, draft.xml, draft.languages)
        spoil(store, last)
        return row

    assert code_of(lambda: workflow.start_record(store, key, "", "", begun)) in ("vault.damaged", "vault.replayed")
    assert {row.id for row in store.records()} == before


def test_a_duty_to_a_child_outlasts_that_the_record_can_not_be_read(place: Place) -> None:
    store = place.store
    record = place.closed(FIRST, **(ALL | {"age": "minor"}))
    slip = place.slip(record, "juvenile_court", ConsentSheet(alone=True))
    spoil(store, record)
    assert code_of(lambda: workflow.reprint(store, slip)) in ("", "vault.damaged", "vault.replayed")
    assert any(one.basis == "duty" for one in store.releases(record))
