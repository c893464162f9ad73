"""Two cases put together by mistake and taken apart: nobody stays bound by what the other said; and what joins a case.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import CallMade, Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.workflow.age_grounds import AgeGround
from intake_app.workflow.ages import age_of_person
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of

WHY, BACK = "same face and same voice", "another person after all"
AGREED = ConsentSheet(given=True, language="bn")


@dataclass
class Pair:
    """Two persons, each with a code; the second is A's until they are taken apart."""

    place: Place
    kept: str
    other: str

    def merge(self) -> None:
        workflow.merge_cases(self.place.store, self.kept, self.other, WHY)

    def part(self) -> None:
        code = next(each.code for each in self.place.store.case_merges(self.kept))
        workflow.part_cases(self.place.store, self.kept, code, BACK)

    def closed(self, name: str, case: str, asks: bool = False, /, **answers: str) -> str:
        record = self.place.begun(name, asks, case, **answers)
        workflow.finalise_draft(self.place.store, record)
        return record


@pytest.fixture
def pair(workplace: Vault) -> Pair:
    return Pair(Place(workplace), *(workplace.open_case().id for _ in range(2)))


def test_what_went_on_the_word_of_another_ends_when_they_are_parted(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    pair.closed(FIRST, pair.kept, True, **ALL)
    module, draft = pair.closed("module", pair.other), place.begun("later", False, pair.other)
    assert code_of(lambda: place.slip(module)) == "screening.consent_missing"
    pair.merge()
    slip = place.slip(module)
    assert workflow.finalise_draft(store, draft).released, "on what A said"
    pair.part()
    assert code_of(lambda: workflow.reprint(store, slip)) == "workflow.slip_ended"
    assert draft not in place.due() and store.said(draft) == ()


def test_a_yes_goes_with_the_record_with_which_it_was_said(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine = pair.closed(FIRST, pair.kept, True, **{**ALL, "referral": "no", "sync": "no"})
    theirs = pair.closed("module", pair.other)
    late = place.begun(FIRST, True, pair.other, **ALL)
    pair.merge()
    workflow.consent_given(store, theirs, "slip", "health", language="bn")
    assert workflow.finalise_draft(store, late).released
    store.note_call(theirs, CallMade("2026-03-01T10:00:00+00:00", "staff", "", "advised"))
    pair.part()
    assert code_of(lambda: place.slip(mine)) == "screening.consent_refused" and mine not in place.due()
    assert not workflow.finalise_draft(store, place.begun("module", False, pair.kept)).released
    assert late in place.due() and place.slip(theirs)
    assert store.calls(mine) == () and len(store.calls(theirs)) == 1
    assert store.check() == ()


def test_a_yes_that_was_said_with_a_draft_goes_with_it(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine = pair.closed(FIRST, pair.kept, True, **{**ALL, "referral": "no"})
    draft = place.begun("later", False, pair.other)
    pair.merge()
    workflow.consent_given(store, draft, "slip", language="bn")
    assert place.slip(mine)
    workflow.discard(store, draft)
    assert code_of(lambda: place.slip(mine)) == "screening.consent_refused"
    workflow.restore(store, draft)
    assert place.slip(mine)


def test_a_no_stays_with_both_unless_it_became_a_yes_in_the_same_record(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine, theirs = (pair.closed(FIRST, case, True, **ALL) for case in (pair.kept, pair.other))
    pair.merge()
    for word in ("no", "yes"):
        workflow.consent_given(store, mine, "slip", word=word, language="bn")
    workflow.consent_given(store, theirs, "export", word="no")
    workflow.consent_given(store, mine, "sync", word="no")
    pair.part()
    assert place.slip(mine) and place.slip(theirs)
    for record in (mine, theirs):
        export = workflow.export_record
        assert code_of(lambda each=record: export(store, each, "anti_trafficking", "json")) == (  # noqa: B023
            "screening.consent_refused"
        )
        assert record not in place.due()


def test_who_is_on_the_social_path_takes_the_word_to_police_back_for_both(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine, theirs = (pair.closed(FIRST, case, True, **ALL) for case in (pair.kept, pair.other))
    workflow.note_path(store, pair.kept, "judicial")
    workflow.consent_given(store, mine, "judicial", "police", language="bn")
    slip = place.slip(mine, "police", AGREED)
    workflow.note_path(store, pair.other, "social")
    pair.merge()
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    for record in (mine, theirs):
        assert code_of(lambda each=record: place.slip(each, "police", AGREED)) == "screening.path_left"


def test_a_merging_that_tells_of_a_child_stops_what_went_without_a_guardian(pair: Pair) -> None:
    mine = pair.closed(FIRST, pair.kept, True, **ALL)
    slip = pair.place.slip(mine)
    pair.closed("module", pair.other, False, age="minor")
    pair.merge()
    assert code_of(lambda: workflow.reprint(pair.place.store, slip)) == "workflow.slip_of_child"
    assert mine not in pair.place.due(), "they agreed as an adult"
    assert workflow.release_later(pair.place.store, mine, ConsentSheet(given=True, language="bn")).released
    assert mine in pair.place.due(), "their own word is enough for the servers of this workplace"


@pytest.mark.parametrize(
    ("purpose", "path", "kind"), [("judicial", "judicial", "police"), ("cross_border", "social", "abroad")]
)
def test_a_no_to_the_word_of_its_own_ends_what_went_to_that_body(
    pair: Pair, purpose: str, path: str, kind: str
) -> None:
    store, place = pair.place.store, pair.place
    record = pair.closed(FIRST, pair.kept, True, **ALL)
    workflow.note_path(store, pair.kept, path)
    workflow.consent_given(store, record, purpose, kind, language="bn")
    slips = [place.slip(record, each, AGREED) for each in (kind, "health")]
    workflow.consent_given(store, record, purpose, word="no")
    assert [code_of(lambda each=slip: workflow.reprint(store, each)) for slip in slips] == ["vault.withdrawn", ""]
    workflow.consent_given(store, record, purpose, kind, language="bn")
    again = place.slip(record, kind, AGREED)
    for slip in (again, slips[1]):
        workflow.slip_left(store, slip, "printed")
    done = workflow.withdraw_consent(store, record, purpose)
    assert done.stopped == 1
    assert {(one.kind, one.way, one.reference) for one in done.left} == {
        (kind, "issued", slips[0]), (kind, "printed", again),
    }  # fmt: skip
    assert code_of(lambda: workflow.reprint(store, again)) == "vault.withdrawn"


def test_who_leaves_the_judicial_path_ends_what_police_still_get(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    record = pair.closed(FIRST, pair.kept, True, **ALL)
    workflow.note_path(store, pair.kept, "judicial")
    workflow.consent_given(store, record, "judicial", "police", language="bn")
    slip = place.slip(record, "police", AGREED)
    workflow.note_path(store, pair.kept, "social")
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    assert code_of(lambda: place.slip(record, "police", AGREED)) == "screening.path_left"


def test_a_reason_outlasts_the_same_no_heard_again_but_not_what_is_taken_back(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    record = pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
    workflow.release_later(store, record, ConsentSheet(override_reason="he bleeds and told us he is followed"))
    pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
    assert place.due() == {record}
    apart = place.closed("asks", **ALL)
    workflow.withdraw_consent(store, apart)
    workflow.put_in_case(store, apart, pair.kept)
    assert place.due() == set()


def test_a_decision_that_this_is_a_child_stops_what_went_without_a_guardian(pair: Pair) -> None:
    record = pair.closed(FIRST, pair.kept, True, **ALL)
    slip = pair.place.slip(record)
    workflow.decide_age(pair.place.store, pair.kept, "minor", "the mother's letter says he is sixteen years old")
    assert code_of(lambda: workflow.reprint(pair.place.store, slip)) == "workflow.slip_of_child"


def test_what_joins_a_case_with_a_no_stops_what_colleagues_released_in_it(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_server(store, "practice", "https://practice.example")
        workflow.add_person(store, "Dario", Role.MEDIATOR, PASSPHRASE)
        place, case = Place(store), store.open_case().id
        workflow.finalise_draft(store, place.begun(FIRST, True, case, **ALL))
        place.form("module", False)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        place = Place(store)
        theirs = place.begun("module", False, case)
        assert workflow.finalise_draft(store, theirs).released
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        apart = Place(store).closed("asks", **ALL)
        workflow.consent_given(store, apart, "sync", word="no")
        workflow.put_in_case(store, apart, case)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert store.next_due("practice", None) is None and not store.releases(theirs)
        assert store.check() == ()


def test_a_record_in_the_wrong_case_is_taken_out_with_what_was_said_in_it(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine = pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
    module = pair.closed("module", pair.kept)
    theirs = pair.closed(FIRST, pair.kept, True, **{**ALL, "age": "minor"})
    late = pair.closed("later", pair.kept)
    workflow.consent_given(store, mine, "export", word="no")
    assert late in place.due(), "on what the other one said"
    apart = workflow.take_from_case(store, pair.kept, theirs)
    assert store.case_of(theirs) == apart and apart.id != pair.kept
    assert theirs in place.due() and late not in place.due()
    assert [workflow.case_sheet(store, each).age for each in (pair.kept, apart.id)] == ["adult", "minor"]
    for record, told in ((mine, "screening.consent_refused"), (theirs, "screening.consent_refused")):
        export = workflow.export_record
        assert code_of(lambda each=record: export(store, each, "anti_trafficking", "json")) == told  # noqa: B023
    assert not workflow.finalise_draft(store, place.begun("module", False, pair.kept)).released
    assert code_of(lambda: workflow.take_from_case(store, pair.kept, theirs)) == "vault.no_such_record"
    assert store.case_of(module) == store.case(pair.kept) and store.check() == ()


def test_what_was_taken_out_meanwhile_stays_stopped_when_the_two_are_parted(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
    theirs, left = (pair.closed(FIRST, pair.other, True, **ALL) for _ in range(2))
    pair.merge()
    workflow.take_from_case(store, pair.kept, theirs)
    workflow.withdraw_consent(store, theirs)
    pair.part()
    assert place.due() == {left}


def test_a_word_to_one_sight_outlasts_what_is_weighed_by_others(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Dario", Role.MEDIATOR, PASSPHRASE)
        workflow.add_person(store, "Far", Role.DESK, PASSPHRASE, agency="Prefettura")
        place, case = Place(store), store.open_case().id
        record = place.begun(FIRST, True, case, **{**ALL, "age": "minor"})
        workflow.finalise_draft(store, record)
        place.form("module", False)
        both = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")
        workflow.hand_over(store, record, "Far", "prefecture", both)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        workflow.finalise_draft(store, Place(store).begun("module", False, case, age="minor"))
        workflow.merge_cases(store, case, store.open_case().id, WHY)
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        assert [one.ended for one in store.handovers(record)] == [None]


def test_what_was_sent_as_new_goes_where_the_record_goes(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    old = place.closed("asks", **ALL)
    slip = place.slip(old)
    attempt = store.attempt_started(old, "practice")
    store.attempt_ended(attempt, vault.AttemptResult("hold", "openrosa.conflict", 409, ""))
    before = {row.id for row in store.records()}
    workflow.send_as_new(store, old)
    (new,) = {row.id for row in store.records()} - before
    workflow.put_in_case(store, new, pair.kept)
    apart = workflow.take_from_case(store, pair.kept, new)
    assert store.case_of(old) == store.case_of(new) == apart
    workflow.withdraw_consent(store, new)
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    assert store.releases(new) == ()


@pytest.mark.parametrize("other", ["a no to one kind", "a yes to one kind since"])
def test_the_no_of_a_form_that_joins_is_the_newest_word_whatever_is_said_of_one_kind(pair: Pair, other: str) -> None:
    store, place = pair.place.store, pair.place
    mine = pair.closed(FIRST, pair.kept, True, **ALL)
    slip = place.slip(mine)
    if "no" in other.split():
        workflow.consent_given(store, mine, "slip", "police", word="no")
    joins = place.closed("asks", **{**ALL, "referral": "no"})
    if "since" in other.split():
        workflow.consent_given(store, mine, "slip", "health", language="bn")
    workflow.put_in_case(store, joins, pair.kept)
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    assert code_of(lambda: place.slip(mine)) == "screening.consent_refused"


@pytest.mark.parametrize("how", ["taken back", "in its form"])
def test_an_older_yes_that_is_told_to_a_new_case_is_no_newer_than_a_no(pair: Pair, how: str) -> None:
    store, place = pair.place.store, pair.place
    older = place.closed("asks", **ALL)
    slip = place.slip(older)
    newer = place.closed("asks", **(ALL if how == "taken back" else {**ALL, "referral": "no", "sync": "no"}))
    if how == "taken back":
        workflow.withdraw_consent(store, newer)
    workflow.same_person(store, newer, older)
    assert place.due() == set()
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    for record in (older, newer):
        assert code_of(lambda each=record: place.slip(each)).startswith("screening.consent_")


@pytest.mark.parametrize("how", ["parted", "taken out"])
def test_a_decision_on_the_age_of_one_is_none_on_the_other(pair: Pair, how: str) -> None:
    store, place = pair.place.store, pair.place
    pair.closed(FIRST, pair.kept, True, **ALL)
    child = pair.closed(FIRST, pair.other if how == "parted" else pair.kept, True, **{**ALL, "age": "minor"})
    if how == "parted":
        pair.merge()
    workflow.decide_age(store, pair.kept, "adult", "the passport of her uncle was seen", AgeGround("passport"))
    if how == "parted":
        pair.part()
    else:
        workflow.take_from_case(store, pair.kept, child)
    assert code_of(lambda: place.slip(child)) == "screening.guardian_missing"
    assert workflow.case_sheet(store, pair.kept).age == "adult" and store.check() == ()


@pytest.mark.parametrize("how", ["parted", "taken out"])
def test_who_identified_one_of_two_identified_neither(
    pair: Pair, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noted before, it stays where it was noted; a clock that was set back changes nothing."""
    store, kept = pair.place.store, pair.kept
    mine = pair.closed(FIRST, kept, True, **ALL)
    workflow.note_identified(store, kept, "preliminary", "ngo", "Help Desk Trust")
    theirs = pair.closed(FIRST, pair.other if how == "parted" else kept, True, **ALL)
    if how == "parted":
        workflow.note_identified(store, pair.other, "preliminary", "court", "Court of Agrigento")
        pair.merge()
    monkeypatch.setattr(store._opening, "clock", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    workflow.note_identified(store, kept, "formal", "police", "Questura di Ragusa")
    code = next((each.code for each in store.case_merges(kept)), "")
    apart = workflow.taken_apart(
        store, kept, lambda: workflow.part_cases(store, kept, code, BACK) if code
        else workflow.take_from_case(store, kept, theirs)
    )  # fmt: skip
    noted = [store.case_course(case).identification for case in (kept, apart.case.id)]
    bodies = [one.body for one in noted if one is not None]
    assert bodies == ["Help Desk Trust", *(["Court of Agrigento"] if how == "parted" else [])]
    assert apart.unidentified and store.check() == ()
    for record in (mine, theirs):
        told = json.loads(workflow.export_record(store, record, "anti_trafficking", "json").data)
        (victim,) = told["objects"]["victim"]
        assert victim["vic_TraffickingStatus"] != "ActualVictimOfTrafficking"
    again = workflow.merge_cases(store, kept, apart.case.id, WHY).id
    assert not workflow.taken_apart(
        store, again, lambda: workflow.part_cases(store, again, store.case_merges(again)[0].code, BACK)
    ).unidentified


@pytest.mark.parametrize("age", ["adult", ""])
def test_a_duty_to_a_child_ends_when_they_are_none(pair: Pair, age: str) -> None:
    store, place = pair.place.store, pair.place
    grown = pair.closed(FIRST, pair.other, True, **{**ALL, "referral": "no", "age": age})
    pair.closed(FIRST, pair.kept, True, **{**ALL, "age": "minor"})
    pair.merge()
    slip = place.slip(grown, "juvenile_court", ConsentSheet(alone=True))
    assert workflow.reprint(store, slip)
    pair.part()
    assert code_of(lambda: workflow.reprint(store, slip)) == "workflow.duty_ended"


@pytest.mark.parametrize(("path", "after"), [("judicial", "not_decided"), ("social", "social")])
def test_a_path_chosen_while_they_were_one_is_asked_again(pair: Pair, path: str, after: str) -> None:
    store = pair.place.store
    workflow.note_path(store, pair.other, "judicial")
    pair.merge()
    workflow.note_path(store, pair.kept, "social")
    workflow.note_path(store, pair.kept, path)
    pair.part()
    assert [store.case_course(each).path.path for each in (pair.kept, pair.other)] == [after] * 2


def test_who_agrees_again_to_one_service_agrees_to_no_other_of_its_kind(place_services: Place) -> None:
    place, store = place_services, place_services.store
    record = place.closed("asks", **ALL)
    directory = workflow.directory(store)

    def issue(code: str, noted: ConsentSheet | None = None) -> str:
        sheet = workflow.propose_slip(store, record).sheet
        content = workflow.slip_for(store, record, directory.get(code), sheet, noted)
        return workflow.keep_slip(store, content, b"%PDF").reference

    for code in ("asp1", "asp2"):
        issue(code)
        workflow.withdraw_consent(store, record, "slip", code)
    workflow.agree_again(store, record, [("slip", "asp1")], language="bn")
    assert issue("asp1") and code_of(lambda: issue("asp2")) == "screening.consent_withdrawn"
    assert issue("asp2", AGREED), "agreed to at the desk, by name"


@pytest.fixture
def place_services(workplace: Vault) -> Place:
    heads = "code,kind,recipient_kind,names:it,mandate:it,phone,territory,source\n"
    rows = "".join(f"{code},health,health,Ambulatorio,visite,1522,Porto,here\n" for code in ("asp1", "asp2"))
    workflow.import_services(workplace, (heads + rows).encode())
    return Place(workplace)


def test_a_yes_that_is_the_newest_word_counts_when_it_joins_an_earlier_no(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    older = place.closed("asks", **{**ALL, "sync": "no"})
    newer, draft = place.closed("asks", **ALL), place.begun("asks", **ALL)
    workflow.put_in_case(store, older, pair.kept)
    for record in (newer, draft):
        workflow.put_in_case(store, record, pair.kept)
    assert workflow.finalise_draft(store, draft).released
    assert place.due() == {newer, draft}, "the older one stays as it was said in it"


def test_what_went_on_the_first_interview_of_another_waits_for_its_own(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    first, module = place.begun(FIRST, True, pair.other, **ALL), place.begun("module", False, pair.other)
    assert workflow.finalise_draft(store, module).code == "screening.first_open"
    pair.merge()
    theirs = pair.closed(FIRST, pair.kept, True, **ALL)
    assert place.due() == {module, theirs}
    pair.part()
    assert place.due() == {theirs}
    workflow.finalise_draft(store, first)
    assert place.due() == {module, theirs, first}


def test_a_no_that_was_still_being_asked_while_a_yes_was_noted_elsewhere_is_the_newer_word(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    mine = pair.closed(FIRST, pair.kept, True, **ALL)
    slip, draft = place.slip(mine), place.begun("asks", **{**ALL, "referral": "no", "sync": "no"})
    for purpose in ("sync", "slip"):
        workflow.consent_given(store, mine, purpose, language="bn")
    workflow.finalise_draft(store, draft)
    workflow.put_in_case(store, draft, pair.kept)
    assert place.due() == set() and code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    for record in (mine, draft):
        assert code_of(lambda each=record: place.slip(each)) == "screening.consent_refused"
    workflow.consent_given(store, draft, "slip", language="bn")
    assert place.slip(draft), "a yes since"


def test_what_another_agency_was_agreed_to_is_weighed_by_what_was_said_to_it(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
        place, case = Place(store), store.open_case().id
        record, module = place.begun(FIRST, True, case, **{**ALL, "sync": "no"}), place.begun("module", False, case)
        for each in (record, module):
            workflow.finalise_draft(store, each)
        workflow.hand_over(store, record, "Far", "anti_trafficking", ConsentSheet(given=True, language="bn"))
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        theirs = Place(store).begun(FIRST, True, case, **ALL)
        assert workflow.finalise_draft(store, theirs).released
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.take_from_case(store, case, module)
        told = store.case_words(case, theirs)
        assert {word.word for word in told} == {"yes", "no"} and {word.by for word in told} == {""}
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        assert store.releases(theirs) and store.check() == ()


def test_a_guest_takes_along_only_what_was_said_to_them(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
        place, case = Place(store), store.open_case().id
        record = place.begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, record)
        workflow.hand_over(store, record, "Far", "anti_trafficking", ConsentSheet(given=True, language="bn"))
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        theirs = Place(store).begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, theirs)
        workflow.consent_given(store, theirs, "export", word="no")
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.consent_given(store, record, "slip", "health", word="no")
        workflow.withdraw_consent(store, record, "sync")
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        apart = workflow.take_from_case(store, case, theirs)
        assert {(word.purpose, word.word) for word in store.said(theirs) if word.word != "yes"} == {("export", "no")}
        assert store.case_words(apart.id) == store.said(theirs)
        assert theirs not in Place(store).due(), "what had been stopped stays so until they agree again"
        assert store.check() == ()
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        assert {("slip", "no"), ("sync", "withdrawn"), ("export", "no")} <= {
            (word.purpose, word.word) for word in store.case_words(case)
        }


def test_who_takes_two_apart_is_told_what_stays_stopped_and_whose_the_name_may_be(pair: Pair) -> None:
    store, place, kept = pair.place.store, pair.place, pair.kept
    mine = pair.closed(FIRST, kept, True, **{**ALL, "sync": "no"})
    workflow.release_later(store, mine, ConsentSheet(override_reason="he bleeds and told us he is followed"))
    theirs = pair.closed(FIRST, pair.other, True, **ALL)
    workflow.withdraw_consent(store, theirs)
    pair.merge()
    assert place.due() == set()
    workflow.decide_age(store, kept, "adult", "the passport of her uncle was seen", AgeGround("passport"))
    workflow.put_case_name(store, kept, "Zarafshan")
    code = store.case_merges(kept)[0].code
    apart = workflow.taken_apart(store, kept, lambda: workflow.part_cases(store, kept, code, BACK))
    assert (store.record(mine).code, "organisation") in apart.stopped and place.due() == set()
    assert apart.undecided and apart.named == (store.case(kept).code,)
    again = workflow.release_later(store, mine, ConsentSheet(override_reason="he bleeds and is still followed"))
    assert again and place.due() == {mine}


def test_a_guest_who_takes_their_record_out_is_told_nothing_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "w.intake"
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
        case = store.open_case().id
        record = Place(store).begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, record)
        workflow.hand_over(store, record, "Far", "anti_trafficking", ConsentSheet(given=True, language="bn"))
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        theirs = Place(store).begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, theirs)
        store.hand_back(record)
        apart = workflow.taken_apart(store, case, lambda: workflow.take_from_case(store, case, theirs))
        assert apart == workflow.Apart(apart.case, (), False, False, ())


def test_who_agrees_at_the_end_after_taking_it_back_has_said_so(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    first = pair.closed(FIRST, pair.kept, True, **ALL)
    workflow.withdraw_consent(store, first, "sync")
    done = workflow.finalise_draft(store, place.begun("module", False, pair.kept), AGREED)
    assert done.released and place.due() == {done.row.id}


def test_a_server_that_came_since_gets_nothing_by_a_parting(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        workflow.add_server(store, "practice", "https://practice.example")
        pair = Pair(Place(store), *(store.open_case().id for _ in range(2)))
        theirs = pair.closed(FIRST, pair.other, True, **ALL)
        pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
        workflow.add_server(store, "second", "https://second.example")
        pair.merge()
        pair.part()
        assert store.next_due("second", None) is None and not store.releases(theirs)


def test_the_no_of_the_newest_interview_is_told_where_an_older_one_stands(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    pair.closed(FIRST, pair.kept, True, **{**ALL, "sync": "no"})
    agreed = place.closed("asks", **ALL)
    workflow.put_in_case(store, agreed, pair.kept)
    assert place.due() == {agreed}
    workflow.put_in_case(store, place.closed("asks", **{**ALL, "sync": "no", "referral": "no"}), pair.kept)
    assert place.due() == set() and code_of(lambda: place.slip(agreed)) == "screening.consent_refused"


@pytest.mark.parametrize("how", ["chosen", "joined"])
def test_who_is_on_the_social_path_gave_no_word_to_police_before(pair: Pair, how: str) -> None:
    store, place = pair.place.store, pair.place
    record = place.closed("asks", **ALL)
    if how == "chosen":
        workflow.put_in_case(store, record, pair.kept)
    workflow.consent_given(store, record, "judicial", "police", language="bn")
    slip = place.slip(record, "police", AGREED)
    workflow.note_path(store, pair.kept, "social")
    if how == "joined":
        workflow.put_in_case(store, record, pair.kept)
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    workflow.consent_given(store, record, "judicial", "police", language="bn")
    assert place.slip(record, "police", AGREED), "a word of its own, said on that path"


def test_what_went_on_the_words_of_two_records_ends_when_both_are_taken_out(pair: Pair) -> None:
    store, place = pair.place.store, pair.place
    theirs = [pair.closed(FIRST, pair.kept, True, **ALL)]
    module = pair.closed("module", pair.kept)
    theirs.append(pair.closed(FIRST, pair.kept, True, **ALL))
    assert module in place.due()
    for record in theirs:
        workflow.take_from_case(store, pair.kept, record)
    assert place.due() == set(theirs)


@pytest.mark.parametrize("then", ["takes it back", "refuses", "is a copy"])
def test_a_correction_that_was_begun_while_two_were_one_goes_with_its_record(pair: Pair, then: str) -> None:
    store, place = pair.place.store, pair.place
    other, mine = (place.closed("asks", case, **ALL) for case in (pair.kept, pair.other))
    pair.merge()
    begun = workflow.copy_record(store, mine) if then == "is a copy" else workflow.edit_record(store, mine)
    pair.part()
    case = store.case_of(begun.row.id)
    assert case is not None and case.id == pair.other
    if then == "takes it back":
        assert workflow.withdraw_consent(store, begun.row.id).stopped
    else:
        place.answer(begun.row.id, **(ALL | {"age": "minor", "sync": "no", "referral": "no", "export": "no"}))
        workflow.finalise_draft(store, begun.row.id)
    assert place.due() == {other} and code_of(lambda: place.slip(other)) == ""
    assert code_of(lambda: place.slip(mine)).startswith("screening.consent_")
    ages = [age_of_person(store, record) for record in (mine, other)]
    assert ages == (["adult", "adult"] if then == "takes it back" else ["minor", "adult"])
    assert store.check() == ()
