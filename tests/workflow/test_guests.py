"""Somebody of another agency who went on with the person in records of their own: what is theirs, and what is not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.workflow.age_grounds import AgeGround
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of, fled

SEEN = AgeGround("passport")
BODY = "Questura di Ragusa"
WHY = "same face and same voice"


class Two:
    """A case of Ada's, of which Far of another agency was shown a record and has one of their own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "w.intake"
        setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
        with workflow.create_store(self.path, setup, vault.FLOOR) as store:
            workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
            self.case = store.open_case().id
            self.home = self._closed(store)
            workflow.note_path(store, self.case, "judicial")
            workflow.note_identified(store, self.case, "formal", "police", BODY)
            workflow.enter_stage(store, self.case, "taken_in_charge")
            workflow.consent_given(store, self.home, "judicial", "police", language="bn")
            workflow.consent_given(store, self.home, "slip", "consulate", word="no", how="signed", language="bn")
            workflow.hand_over(store, self.home, "Far", "anti_trafficking", ConsentSheet(given=True, language="bn"))
        with self.guest() as store:
            self.own = self._closed(store)

    def _closed(self, store: Vault) -> str:
        record = Place(store).begun(FIRST, True, self.case, **ALL)
        workflow.finalise_draft(store, record)
        return record

    @contextmanager
    def guest(self) -> Iterator[Vault]:
        with workflow.open_store(self.path, "Far", PASSPHRASE) as store:
            yield store

    @contextmanager
    def at_home(self) -> Iterator[Vault]:
        with workflow.open_store(self.path, "Ada", PASSPHRASE) as store:
            yield store

    def end(self) -> None:
        with self.at_home() as store:
            workflow.withdraw(store, self.home, "Far")


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def exported(store: Vault, record: str) -> tuple[str, str, str]:
    """Status, the body that decided, and how the case stands."""
    told = json.loads(
        workflow.export_record(store, record, "anti_trafficking", "json", ConsentSheet(given=True, language="bn")).data
    )
    (victim,), (stands,) = told["objects"]["victim"], told["objects"]["case"]
    status, body = victim["vic_TraffickingStatus"], told["extension"]["ext_DeterminationBody"]
    return status, f"{victim['vic_TraffickingStatusDecisionMakingOrg']} {body}".strip(), stands["cas_Status"]


def test_what_a_guest_takes_out_says_nothing_that_another_agency_noted(two: Two) -> None:
    """Also while the sight stands, in which they are told of it; what they note themselves goes."""
    with two.guest() as store:
        course = workflow.case_sheet(store, two.case).course
        assert course is not None and course.identification is not None and course.identification.body == BODY
        assert exported(store, two.own) == ("", "", "Active")
        workflow.enter_stage(store, two.case, "follow_up")
        assert exported(store, two.own)[2] == "FollowUp"
    with two.at_home() as store:
        assert exported(store, two.home) == ("ActualVictimOfTrafficking", "Police", "Active")
    with two.guest() as store:
        workflow.note_identified(store, two.case, "formal", "court", "Tribunale di Catania")
        assert exported(store, two.own)[:2] == ("ActualVictimOfTrafficking", "CourtOrProsecution")


def test_the_name_of_a_body_goes_as_that_of_a_known_service_to_whom_the_person_agreed_to(two: Two) -> None:
    heads = "code,kind,recipient_kind,names:it,mandate:it,phone,territory,source\n"
    with two.at_home() as store:
        assert exported(store, two.home)[1] == "Police", "words of staff stay here"
        row = f"questura,legal,police,{BODY.upper()},denunce,1522,Ragusa,here\n"
        workflow.import_services(store, (heads + row).encode())
        assert exported(store, two.home)[1] == f"Police {BODY}"
        workflow.withdraw_consent(store, two.home, "export")
        reason = ConsentSheet(override_reason="he bleeds and told us that he is followed", danger=True)
        told = workflow.export_record(store, two.home, "anti_trafficking", "json", reason).data
        assert BODY.encode() not in told and b'"Police"' in told


def test_when_the_sight_has_ended_nothing_is_told_but_that_something_was_refused(two: Two) -> None:
    two.end()
    with two.guest() as store:
        for told in (store.case_words(two.case), store.said(two.own), store.case_words(two.case, two.own)):
            theirs = [(word.purpose, word.word, word.how, word.language, word.by) for word in told if word.by != "Far"]
            assert theirs == [("slip", "no", "spoken", "", "")], "it holds for their records too"
        assert code_of(lambda: store.case_words(two.case, two.home)) == "vault.not_allowed"
        assert code_of(lambda: store.case_ways(two.case)) == "vault.not_allowed"
        assert store.case_course(two.case).path.path == "not_decided"
        assert code_of(lambda: Place(store).slip(two.own, "consulate")) != ""


def test_when_the_sight_has_ended_a_guest_changes_nothing_but_their_own(two: Two) -> None:
    two.end()
    with two.guest() as store:
        other = store.open_case().id
        sheet = workflow.case_sheet(store, two.case)
        assert (sheet.writes, sheet.goes_on, sheet.decides) == (False, True, False)
        for verb in (
            lambda: workflow.note_path(store, two.case, "social"),
            lambda: workflow.begin_reflection(store, two.case),
            lambda: workflow.note_identified(store, two.case, "formal", "ngo", "Help Desk Trust"),
            lambda: workflow.merge_cases(store, two.case, other, WHY),
            lambda: workflow.merge_cases(store, other, two.case, WHY),
            lambda: workflow.decide_age(store, two.case, "minor", "the mother's letter says he is sixteen"),
        ):
            assert code_of(verb) == "vault.not_allowed"
        workflow.enter_stage(store, two.case, "inclusion")
        workflow.meet(store, two.case, "phone")
        workflow.begin_module(store, two.case, "transit")
    with two.at_home() as store:
        course = store.case_course(two.case)
        assert course.path.path == "judicial" and course.identification is not None
        assert course.identification.body == BODY and course.reflection is None
        slip = Place(store).slip(two.home, "police", ConsentSheet(given=True, language="bn"))
    with two.guest() as store:
        apart = workflow.take_from_case(store, two.case, two.own)
        assert workflow.note_path(store, apart.id, "social").path.path == "social", "in a case of their own"
    with two.at_home() as store:
        assert workflow.reprint(store, slip), "what the other agency does of its own ends nothing here"
        assert store.check() == ()


def test_nobody_takes_over_a_case_of_another_agency(two: Two) -> None:
    """Neither while something of it is shown to them nor after; a child stays one whatever they decide."""
    with two.guest() as store:
        mine = store.open_case().id
        for kept, other in ((two.case, mine), (mine, two.case)):
            assert code_of(lambda k=kept, o=other: workflow.merge_cases(store, k, o, WHY)) == "vault.not_allowed"
        assert not workflow.case_sheet(store, two.case).decides
        decided = lambda: workflow.decide_age(store, two.case, "adult", "an uncle’s passport was seen", SEEN)  # noqa: E731
        assert code_of(decided) == "vault.not_allowed"
        assert workflow.case_sheet(store, mine).decides
    with two.at_home() as store:
        assert workflow.case_sheet(store, two.case).decides


def test_to_whom_else_the_person_turned_is_told_to_no_other_agency(two: Two) -> None:
    with two.at_home() as store:
        module = Place(store).closed("asks", two.case, **ALL)
        slip = Place(store).slip(module, "health")
        workflow.slip_left(store, slip, "printed")
        workflow.note_call(store, module, "place_found", "OP7")
        told = workflow.agreement(store, two.home)
        assert ("slip", "some_health") in told.open and told.beyond, "the guest has a record that waits"
    with two.guest() as store:
        shown, own = (workflow.agreement(store, each) for each in (two.home, two.own))
        assert [(one.way, one.recipient) for one in shown.left] == [("handed_over", "anti_trafficking")]
        assert own.left == () and set(own.open) == {("sync", "organisation")} and own.beyond
        assert workflow.calls_of(store, two.own) == () == workflow.calls_of(store, two.home)
        workflow.note_call(store, two.own, "advised", "OP8")
        assert [call.operator for call in workflow.calls_of(store, two.own)] == ["OP8"]
        workflow.slip_left(store, Place(store).slip(two.own, "health"), "printed")
    with two.at_home() as store:
        assert [call.operator for call in workflow.calls_of(store, two.home)] == ["OP7"]
        told = workflow.agreement(store, two.home)
        assert [one.reference for one in told.left if one.way == "printed"] == [slip] and told.beyond
        done = workflow.withdraw_consent(store, two.home)
        assert [one.reference for one in done.left if one.way == "printed"] == [slip]
    with two.guest() as store:
        assert Place(store).due() == set() and workflow.agreement(store, two.own).open == (), "it is of the person"


def third_reads(two: Two, record: str) -> bool:
    with workflow.open_store(two.path, "Third", PASSPHRASE) as store:
        return record in {row.id for row in store.records()}


def shown_to_third(two: Two, kind: str, by: str) -> str:
    """A record that the one or the other agency shows to a third one."""
    with two.at_home() as store:
        workflow.add_person(store, "Third", Role.DESK, PASSPHRASE, agency="A third one")
        Place(store).form("asks", True)
        fled(Place(store), store.open_case().id)  # a guest adds no form
    record = two.home if by == "Ada" else two.own
    with two.at_home() if by == "Ada" else two.guest() as store:
        workflow.consent_given(store, record, "consular", "consulate", language="bn")
        workflow.hand_over(store, record, "Third", kind, ConsentSheet(given=True, asylum=False, language="bn"))
    assert third_reads(two, record)
    return record


@pytest.mark.parametrize(("by", "hears"), [("Ada", "Far"), ("Far", "Ada"), ("Ada", "Ada")])
@pytest.mark.parametrize("told", ["a child", "afraid"])
def test_what_one_agency_hears_of_a_child_or_of_fear_ends_what_another_one_shows_to_a_third(
    two: Two, by: str, hears: str, told: str
) -> None:
    record = shown_to_third(two, "health" if told == "a child" else "consulate", by)
    with two.at_home() if hears == "Ada" else two.guest() as store:
        place = Place(store)
        if told == "a child":
            place.begun("asks", True, two.case, **ALL, age="minor")
        else:
            place.answer(fled(place, two.case), protection="yes")
        assert store.record(two.own if hears == "Far" else two.home), "it is still theirs"
    assert not third_reads(two, record)


@pytest.mark.parametrize("case", [True, False])
def test_where_the_power_went_before_it_was_stopped_it_stops_when_who_was_shown_it_comes(two: Two, case: bool) -> None:
    record = shown_to_third(two, "health", "Ada")
    with two.at_home() as store:
        place = Place(store)
        if not case:
            record = place.closed(**ALL)
            workflow.hand_over(store, record, "Third", "health", ConsentSheet(given=True, language="bn"))
        other = place.begun("asks", True, two.case, **ALL) if case else workflow.edit_record(store, record).row.id
        store.save_draft(other, replace(store.draft(other), age="minor"))
        assert any(one.ended is None for one in store.handovers(record)), "nobody came to that"
    assert not third_reads(two, record)


def test_what_a_third_agency_is_shown_on_a_duty_or_with_a_guardian_stays(two: Two) -> None:
    record = shown_to_third(two, "health", "Ada")
    with two.at_home() as store:
        workflow.withdraw(store, record, "Third")
        Place(store).begun("asks", True, two.case, **ALL, age="minor")
        for purpose in ("record", "export"):
            workflow.consent_given(store, record, purpose, whose="guardian", language="bn")
        workflow.hand_over(store, record, "Third", "health", ConsentSheet(given=True, guardian=GUARDIAN, language="bn"))
    with two.guest() as store:
        Place(store).begun("asks", True, two.case, **ALL, age="minor")
    assert third_reads(two, record)
