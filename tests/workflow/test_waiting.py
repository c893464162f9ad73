"""What waits for the first interview of its person, and nothing else, goes when that is closed: of colleagues too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import ReleaseRow, Role
from intake_app.workflow import ConsentSheet
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of

NO = ALL | {"sync": "no"}
DANGER = ConsentSheet(override_reason="he bleeds from the arm", danger=True)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace of two mediators."""
    path = tmp_path_factory.mktemp("waits") / "w.intake"
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", "https://practice.example")
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
        for name, asks in (("plain", False), (FIRST, True)):  # whichever test comes first, and whoever opens it
            Place(made).form(name, asks)
    return path


@contextmanager
def opened(path: Path, name: str) -> Iterator[Place]:
    with workflow.open_store(path, name, PASSPHRASE) as store:
        yield Place(store)


@pytest.fixture
def place(path: Path) -> Iterator[Place]:
    with opened(path, "Ada") as place:
        yield place


def closed(place: Place, case: str) -> tuple[str, workflow.Finalised]:
    """A module that asks for no consent itself."""
    module = place.begun("plain", False, case)
    return module, workflow.finalise_draft(place.store, module)


def test_what_is_taken_back_elsewhere_keeps_no_module_back(place: Place) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module, told = closed(place, case)
    place.slip(module, noted=DANGER)
    assert workflow.withdraw_consent(place.store, module, "slip", "health").stopped == 1
    assert (told.code, place.due()) == ("screening.first_open", set())
    workflow.finalise_draft(place.store, first)
    assert place.due() == {first, module}


def test_a_module_that_was_refused_goes_no_more_by_itself_than_the_interview_does(place: Place) -> None:
    case = place.store.open_case().id
    place.closed(FIRST, case, **NO)
    _module, told = closed(place, case)
    assert told.code == "screening.consent_refused"
    again = place.closed(FIRST, case, **ALL)
    assert place.due() == {again}


@pytest.mark.parametrize("refused", [True, False], ids=["said no", "was not asked"])
def test_what_was_noted_at_the_end_to_stay_does_not_wait(place: Place, refused: bool) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module = place.begun("plain", False, case)
    told = workflow.finalise_draft(place.store, module, ConsentSheet(refused=refused))
    assert told.code == ("screening.consent_refused" if refused else "screening.consent_missing")
    assert workflow.found_closed(place.store, module) == told
    workflow.finalise_draft(place.store, first)
    assert place.due() == {first}


@pytest.mark.parametrize("then", [ALL, NO])
def test_a_colleagues_module_waits_for_the_first_interview_that_they_do_not_read(
    path: Path, then: dict[str, str]
) -> None:
    with opened(path, "Ada") as ada:
        case = ada.store.open_case().id
        first = ada.begun(FIRST, True, case, **then)
    with opened(path, "Dario") as dario:
        module, told = closed(dario, case)
        assert code_of(lambda: workflow.open_record(dario.store, first)) == "vault.not_allowed"
        known = workflow.found_closed(dario.store, module)
        assert known is not None and (told.released, told.code, known.code) == (False, *["screening.first_open"] * 2)
    with opened(path, "Ada") as ada:
        ada.mine = {first, module}
        workflow.finalise_draft(ada.store, first)
        assert ada.due() == ({first} if then is ALL else set()), "each sends their own"
    with opened(path, "Dario") as dario:
        dario.mine = {first, module}
        assert dario.due() == ({module} if then is ALL else set())
        known = workflow.found_closed(dario.store, module)
        assert known is not None and known.code == ("" if then is ALL else "screening.consent_refused")


def test_what_was_kept_back_for_want_of_a_word_does_not_wait(place: Place) -> None:
    case = place.store.open_case().id
    module, told = closed(place, case)
    first = place.begun(FIRST, True, case, **ALL)
    known = workflow.found_closed(place.store, module)
    assert known is not None and (told.code, known.code) == ("screening.consent_missing",) * 2
    workflow.finalise_draft(place.store, first)
    assert place.due() == {first}


def test_only_what_waits_is_let_go(place: Place) -> None:
    store = place.store
    case = store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module, _told = closed(place, case)
    assert store.waiting_for_first(module) == (module,) == store.waiting_for_first(first)
    made = ReleaseRow("r", module, "sync", "organisation", "consent", "form", store.me.id, "2026-03-02T10:00:00+00:00")
    for wrong in (replace(made, purpose="export"), replace(made, record_id="uuid:of-another-case")):
        assert code_of(lambda wrong=wrong: store.release_waiting(first, [made, wrong])) == "vault.no_release"
    assert store.releases(module) == ()
    store.release_waiting(first, [made])
    assert store.waiting_for_first(first) == () and store.check() == ()
    store.withdraw_consent(module)
    assert store.waiting_for_first(first) == (), "it is not for a yes to a first interview to bring it back"
