"""What waited to be sent and stopped since two persons stood as one goes once they are parted, and that is told."""

from collections.abc import Callable

import pytest

from intake_app import workflow
from intake_app.gui import case_words
from intake_app.gui.words import Words
from intake_app.vault import ServerRow, Vault
from intake_app.workflow import Apart
from tests.workflow.test_parted import BACK, WHY, Pair
from tests.workflow.test_said_since import ALL, Place


@pytest.fixture
def pair(workplace: Vault) -> Pair:
    return Pair(Place(workplace), *(workplace.open_case().id for _ in range(2)))


def merged(pair: Pair, case: str, other: str, kept: bool) -> str:
    return workflow.merge_cases(pair.place.store, *((case, other) if kept else (other, case)), WHY).id


def parted(pair: Pair, lead: str, at: int = 0) -> Apart:
    store = pair.place.store
    code = store.case_merges(lead)[at].code
    return workflow.taken_apart(store, lead, lambda: workflow.part_cases(store, lead, code, BACK))


def export_refused(pair: Pair, _mine: str, theirs: str) -> None:
    workflow.consent_given(pair.place.store, theirs, "export", word="no")


def slip_refused(pair: Pair, mine: str, _theirs: str) -> None:
    workflow.consent_given(pair.place.store, mine, "slip", word="no")


def sending_refused(pair: Pair, mine: str, _theirs: str) -> None:
    workflow.consent_given(pair.place.store, mine, "sync", word="no")


def sending_taken_back(pair: Pair, _mine: str, theirs: str) -> None:
    workflow.withdraw_consent(pair.place.store, theirs, "sync")


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(("meanwhile", "goes"), [
    (export_refused, True), (slip_refused, True), (sending_refused, False), (sending_taken_back, False),
])  # fmt: skip
def test_what_was_refused_meanwhile_holds_what_needs_that_alone(
    pair: Pair, meanwhile: Callable[[Pair, str, str], None], goes: bool, kept: bool
) -> None:
    store, place = pair.place.store, pair.place
    mine, theirs = (place.closed("asks", case, **ALL) for case in (pair.kept, pair.other))
    workflow.withdraw_consent(store, theirs)
    lead = merged(pair, pair.kept, pair.other, kept)
    meanwhile(pair, mine, theirs)
    assert place.due() == set()
    apart = parted(pair, lead)
    assert place.due() == ({mine} if goes else set())
    assert apart.goes == ((store.record(mine).code,) if goes else ())
    told = " ".join(case_words.apart(apart, Words("en")))
    assert (f"wait to be sent again: {store.record(mine).code}." in told) is goes
    assert store.check() == ()


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_told_of_one_meanwhile_holds_the_other_no_more(pair: Pair, kept: bool) -> None:
    """What stopped later, by what was told while they were one, stopped for that alone."""
    place = pair.place
    mine, theirs = (place.closed("asks", case, **ALL) for case in (pair.kept, pair.other))
    lead = merged(pair, pair.kept, pair.other, kept)
    pair.closed("module", pair.other, False, age="minor")
    assert place.due() == set()
    apart, both = parted(pair, lead), (mine, theirs)
    (grown,) = (one for one in both if workflow.ages.age_of_person(pair.place.store, one) != "minor")
    assert place.due() == {grown} and apart.goes == (pair.place.store.record(grown).code,)


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("first", [0, 1])
def test_of_three_each_goes_as_soon_as_it_stands_by_its_own_words(pair: Pair, first: int, kept: bool) -> None:
    """Whichever of two wrong persons is parted first."""
    place, store = pair.place, pair.place.store
    third = store.open_case().id
    mine = place.closed("asks", pair.kept, **ALL)
    children = [pair.closed("module", case, False, age="minor") for case in (pair.other, third)]
    lead = merged(pair, pair.kept, pair.other, kept)
    lead = merged(pair, lead, third, kept)
    told = list[str]()
    for at in (first, 0):
        own = store.case_of(mine)
        assert own is not None and place.due() == set()
        lead = own.id
        told += parted(pair, lead, min(at, len(store.case_merges(lead)) - 1)).goes
        if place.due():
            break
    assert place.due() == {mine} and told == [store.record(mine).code]
    assert {store.record(each).delivery for each in children} == {"held"} and store.check() == ()


def test_what_did_not_stand_before_does_not_go_by_a_parting(pair: Pair) -> None:
    """What they took back and agreed to elsewhere is asked again, as before."""
    place, store = pair.place, pair.place.store
    mine = place.closed("asks", pair.kept, **ALL)
    workflow.withdraw_consent(store, mine, "sync")
    again = place.closed("asks", pair.kept, **ALL)
    pair.closed("module", pair.other, False, age="minor")
    lead = merged(pair, pair.kept, pair.other, True)
    assert place.due() == set()
    assert parted(pair, lead).goes == (store.record(again).code,)
    assert place.due() == {again}


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("form", ["asks", "module"])
def test_what_was_finished_while_they_were_one_goes_by_its_own_persons_age(pair: Pair, form: str, kept: bool) -> None:
    """It was kept back for the age of the other alone, and stayed here for good."""
    place, store = pair.place, pair.place.store
    mine = place.closed("asks", pair.kept, **ALL)
    pair.closed("module", pair.other, False, age="minor")
    lead = merged(pair, pair.kept, pair.other, kept)
    asks = form == "asks"
    draft = place.begun(form, asks, pair.kept, **(ALL if asks else {}))
    workflow.finalise_draft(store, draft)
    assert place.due() == set() and store.record(draft).delivery == "held"
    apart, child = parted(pair, lead), store.case_of(draft) != store.case_of(mine)
    expected = {mine} if child else {mine, draft}
    assert place.due() == expected and set(apart.goes) == {store.record(each).code for each in expected}
    assert child is not kept and store.check() == ()


@pytest.mark.parametrize("own", ["yes", "no"])
def test_what_was_finished_beside_the_record_of_a_child_goes_once_that_is_taken_out(pair: Pair, own: str) -> None:
    place, store = pair.place, pair.place.store
    child = pair.closed("module", pair.kept, False, age="minor")
    mine = place.closed("asks", pair.kept, **{**ALL, "sync": own})
    assert place.due() == set()
    apart = workflow.taken_apart(store, pair.kept, lambda: workflow.take_from_case(store, pair.kept, child))
    goes = own == "yes"
    assert place.due() == ({mine} if goes else set())
    assert apart.goes == ((store.record(mine).code,) if goes else ())
    assert store.record(child).delivery == "held" and store.check() == ()
    workflow.withdraw_consent(store, mine)
    assert place.due() == set()


def test_what_was_finished_before_a_server_came_stays_and_is_told(pair: Pair) -> None:
    place, store = pair.place, pair.place.store
    child = pair.closed("module", pair.kept, False, age="minor")
    mine = place.closed("asks", pair.kept, **ALL)
    store.put_server(ServerRow(name="later", url="https://later.example.org"))
    apart = workflow.taken_apart(store, pair.kept, lambda: workflow.take_from_case(store, pair.kept, child))
    assert place.due() == set() and (apart.goes, apart.late) == ((), (store.record(mine).code,))
