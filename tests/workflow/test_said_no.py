"""A no that is said at the desk is kept: it holds for that service, or that body, until they say something newer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, agreeing
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import GUARDIAN, OTHER, YES, met
from tests.workflow.test_consent_matrix import service

NO, AGREED = ConsentSheet(refused=True), ConsentSheet(given=True, language="bn")
HURT = ConsentSheet(refused=True, override_reason="he was hurt", danger=True)
HOME, TWIN = "service_health", "service_health_two"
"""Two services of one kind."""
KEPT = {
    "slip": ("slip", HOME), "page": ("export", "screening_authority"), "export": ("export", "anti_trafficking"),
}  # fmt: skip
"""What is kept of a no to each way out."""
ASKED = {"slip": True, "page": False, "export": True}
"""Whether what the form asked lets it out."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with consent_scenes.make(tmp_path_factory.mktemp("no") / "work.intake") as store:
        twin = f"code;kind;recipient_kind;names:it;mandate:it\n{TWIN};health;health;Due;aiuto"
        workflow.import_services(store, twin.encode())
        yield store


def out(store: Vault, way: str, record: str, noted: ConsentSheet | None = None, to: str = HOME) -> str:
    """The basis on which it went, or the code with which it did not."""
    try:
        if way == "slip":
            sheet = workflow.propose_slip(store, record).sheet
            return workflow.slip_for(store, record, replace(service("health"), code=to), sheet, noted).release.basis
        if way == "page":
            return workflow.screening_page(store, record, "it", noted).releases[0].basis
        return workflow.export_record(store, record, "anti_trafficking", "json", noted).releases[0].basis
    except IntakeError as refused:
        return refused.code


def standing(store: Vault, record: str, way: str) -> str:
    return next((one.word for one in reversed(store.said(record)) if (one.purpose, one.recipient) == KEPT[way]), "")


@pytest.mark.parametrize("way", KEPT)
def test_a_no_over_a_standing_yes_holds_until_they_say_yes_to_it_again(place: Vault, way: str) -> None:
    record = met(place, YES)
    assert ASKED[way] is (out(place, way, record) == "consent")
    assert out(place, way, record, AGREED) == "consent" == out(place, way, record)
    noes = len(place.said(record))
    assert out(place, way, record, replace(NO, language="bn", witness="interpreter")) == "screening.said_no"
    (kept,) = place.said(record)[noes:]
    assert ((kept.purpose, kept.recipient), kept.word) == (KEPT[way], "no")
    assert (kept.language, kept.witness, kept.by) == ("bn", "interpreter", "Ada") and kept.at
    assert out(place, way, record) == "screening.said_no", "the next line without a word"
    others = {each for each in KEPT if ASKED[each] and each != way}
    assert all(out(place, each, record) == "consent" for each in others)
    assert out(place, way, record, AGREED) == "consent" == out(place, way, record)
    assert standing(place, record, way) == "yes"
    assert out(place, way, record, NO) == "screening.said_no" == out(place, way, record), "and once more"
    assert place.check() == ()


def test_a_no_to_one_service_shuts_no_other_of_its_kind(place: Vault) -> None:
    record = met(place, YES)
    assert out(place, "slip", record, NO) == "screening.said_no"
    assert out(place, "slip", record, to=TWIN) == "consent"
    workflow.consent_given(place, record, "slip", "health", language="bn")
    assert out(place, "slip", record) == "screening.said_no", "a yes to its kind says nothing of this one"
    workflow.consent_given(place, record, "slip", HOME, language="bn")
    assert out(place, "slip", record) == "consent"


def test_who_had_said_nothing_and_says_no_is_kept_too_and_may_say_yes(place: Vault) -> None:
    record = met(place, replace(YES, asks=False))
    assert out(place, "slip", record, NO) == "screening.said_no" == out(place, "slip", record)
    assert out(place, "slip", record, to=TWIN) == "screening.consent_missing"
    assert out(place, "slip", record, AGREED) == "consent" == out(place, "slip", record)


def test_over_a_no_that_the_form_heard_a_no_at_the_desk_opens_no_way_round_it(place: Vault) -> None:
    record = met(place, replace(YES, said={**YES.said, "referral": "no"}))
    assert out(place, "slip", record, NO) == out(place, "slip", record, AGREED) == "screening.consent_refused"
    assert not [one for one in workflow.agreement(place, record).returning if one.purpose == "slip"]


def test_a_no_beside_a_reason_is_kept_and_the_next_goes_on_no_old_yes(place: Vault) -> None:
    record = met(place, YES)
    assert out(place, "slip", record, HURT) == "override"
    assert out(place, "slip", record) == "screening.said_no" and standing(place, record, "slip") == "no"


def test_a_no_ends_the_slip_that_went_and_to_agree_again_opens_the_way(place: Vault) -> None:
    record = met(place, YES)
    sheet = workflow.propose_slip(place, record).sheet
    content = workflow.slip_for(place, record, service("health"), sheet)
    issued = workflow.keep_slip(place, content, b"%PDF").reference
    assert out(place, "slip", record, NO) == "screening.said_no"
    with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
        workflow.reprint(place, issued)
    (back,) = (one for one in workflow.agreement(place, record).returning if one.purpose == "slip")
    assert (back.way, back.asked, back.shut) == (("slip", HOME), ("slip",), "")
    workflow.agree_again(place, record, [back.way], language="bn")
    assert out(place, "slip", record) == "consent"
    assert not [one for one in workflow.agreement(place, record).returning if one.purpose == "slip"]


@pytest.mark.parametrize("way", KEPT)
def test_what_never_went_and_was_refused_comes_back_by_agreeing_again(place: Vault, way: str) -> None:
    record = met(place, YES)
    assert out(place, way, record, NO) == "screening.said_no"
    (back,) = (one for one in workflow.agreement(place, record).returning if one.way == KEPT[way])
    workflow.agree_again(place, record, [back.way], language="bn")
    assert out(place, way, record) == "consent" and standing(place, record, way) == "yes"


def test_a_no_to_the_sight_of_a_record_is_kept_for_that_body(place: Vault) -> None:
    record = met(place, YES)
    with pytest.raises(IntakeError, match=r"screening\.said_no"):
        workflow.hand_over(place, record, OTHER, "anti_trafficking", NO)
    assert out(place, "export", record) == "screening.said_no"
    workflow.hand_over(place, record, OTHER, "anti_trafficking", AGREED)
    assert out(place, "export", record) == "consent"


def test_of_a_child_who_is_alone_the_duty_stands_beside_a_no_that_is_kept(place: Vault) -> None:
    record = met(place, replace(YES, age="minor"))
    sheet = workflow.propose_slip(place, record).sheet
    noted = ConsentSheet(refused=True, alone=True)
    content = workflow.slip_for(place, record, service("social_services"), sheet, noted)
    last = place.said(record)[-1]
    assert (content.release.basis, last.recipient, last.word) == ("duty", "service_social_services", "no")


def test_the_guardian_of_a_child_does_not_end_the_no_of_the_child(place: Vault) -> None:
    record = met(place, replace(YES, age="minor"))
    both = replace(AGREED, guardian=GUARDIAN)
    assert out(place, "slip", record, both) == "consent"
    assert out(place, "slip", record, NO) == "screening.said_no"
    assert out(place, "slip", record, ConsentSheet(guardian=GUARDIAN)) == "screening.said_no"
    assert out(place, "slip", record, both) == "consent"


GUARDIANS_NO = "screening.guardian_said_no"


@pytest.mark.parametrize("way", ["slip", "export"])
def test_a_no_of_a_guardian_by_name_is_told_as_theirs_and_ends_when_they_agree_again(place: Vault, way: str) -> None:
    record, (purpose, recipient) = met(place, replace(YES, age="minor")), KEPT[way]
    both = replace(AGREED, guardian=GUARDIAN)
    assert out(place, way, record, both) == "consent"
    workflow.consent_given(place, record, purpose, recipient, word="no", whose="guardian")
    assert {out(place, way, record, noted) for noted in (None, AGREED, both)} == {GUARDIANS_NO}, "asked by themselves"
    (back,) = (one for one in workflow.agreement(place, record).returning if one.way == (purpose, recipient))
    assert back.guardian and not back.shut
    (alone,) = workflow.agree_again(place, record, [back.way], language="bn")
    assert alone.shut == GUARDIANS_NO == out(place, way, record), "the child alone does not end it"
    (again,) = workflow.agree_again(place, record, [back.way], language="bn", guardian=GUARDIAN)
    assert not again.shut and out(place, way, record) == "consent"
    assert back.way not in {one.way for one in workflow.agreement(place, record).returning}


def test_a_general_no_of_a_guardian_is_told_as_theirs_and_a_child_s_own_no_as_the_child_s(place: Vault) -> None:
    record = met(place, replace(YES, age="minor"))
    workflow.consent_given(place, record, "slip", word="no", whose="guardian")
    assert out(place, "slip", record) == out(place, "slip", record, AGREED) == GUARDIANS_NO
    assert out(place, "slip", record, NO) == "screening.said_no", "both did"
    assert out(place, "slip", record, AGREED) == GUARDIANS_NO
    workflow.consent_given(place, record, "slip", whose="guardian", language="bn")
    assert out(place, "slip", record, AGREED) == "consent"


def test_a_preview_of_a_no_keeps_nothing(place: Vault) -> None:
    record = met(place, YES)
    before, sheet = place.said(record), workflow.propose_slip(place, record).sheet
    workflow.draft_slip(place, record, HOME, sheet, NO)
    assert not workflow.on_reason(place, record, HOME, sheet, NO)
    assert place.said(record) == before and out(place, "slip", record) == "consent"


def test_the_desk_is_told_to_which_service_they_said_no_and_when(place: Vault) -> None:
    record = met(place, YES)
    assert out(place, "slip", record, NO) == "screening.said_no"
    proposal = workflow.propose_slip(place, record)
    assert proposal.refused_to(HOME, "health") == place.said(record)[-1].at and not proposal.blocked
    assert proposal.refused_to(TWIN, "health") == proposal.taken_back_from(HOME, "health") == ""
    workflow.consent_given(place, record, "slip", "health", word="no")
    assert workflow.propose_slip(place, record).refused_to(TWIN, "health")
    assert out(place, "slip", record, AGREED, TWIN) == "consent" and out(place, "slip", record) == "screening.said_no"
    proposal = workflow.propose_slip(place, record)
    assert proposal.refused_to(TWIN, "health") == "" != proposal.refused_to(HOME, "health")


def test_a_no_of_somebody_of_another_agency_narrows_too(tmp_path: Path) -> None:
    path = tmp_path / "work.intake"
    with consent_scenes.make(path) as place:
        record = met(place, YES)
        workflow.hand_over(place, record, OTHER, "anti_trafficking", AGREED)
    with workflow.open_store(path, OTHER, consent_scenes.PASSPHRASE) as far:
        assert out(far, "slip", record, NO) == "screening.said_no" == out(far, "slip", record)
    with workflow.open_store(path, consent_scenes.NAME, consent_scenes.PASSPHRASE) as place:
        assert out(place, "slip", record) == "screening.said_no" and place.check() == ()


@pytest.mark.parametrize("kind", ["anti_trafficking", ""])
def test_a_no_to_a_body_that_has_the_sight_already_ends_it(place: Vault, kind: str) -> None:
    record = met(place, YES)
    workflow.hand_over(place, record, OTHER, "anti_trafficking", AGREED)
    with pytest.raises(IntakeError, match=r"screening\.said_no"):
        workflow.hand_over(place, record, OTHER, kind, NO)
    assert standing(place, record, "export") == "no"
    assert all(each.ended for each in place.handovers(record))
    assert out(place, "export", record) == "screening.said_no"


@pytest.mark.parametrize(
    ("age", "body", "before", "no", "stays"),
    [
        ("adult", "anti_trafficking", replace(HURT, refused=False), NO, False),
        ("adult", "anti_trafficking", replace(HURT, refused=False), HURT, True),
        ("minor", "social_services", ConsentSheet(alone=True), NO, True),
    ],
)
def test_a_no_to_a_sight_that_stands_on_no_yes_is_kept_and_leaves_what_the_law_or_a_reason_asks_for(
    place: Vault, age: str, body: str, before: ConsentSheet, no: ConsentSheet, stays: bool
) -> None:
    record = met(place, replace(YES, age=age))
    workflow.hand_over(place, record, OTHER, body, before)
    try:
        workflow.hand_over(place, record, OTHER, "", no)
        told = ""
    except IntakeError as trouble:
        told = trouble.code
    assert told == ("" if stays else "screening.said_no")
    assert all(each.ended is None for each in place.handovers(record)) is stays
    last = place.said(record)[-1]
    assert (last.purpose, last.recipient, last.word) == ("export", body, "no")


@pytest.mark.parametrize("whose", ["person", "guardian"])
@pytest.mark.parametrize("way", KEPT)
def test_a_no_by_name_stands_beneath_what_was_taken_back(place: Vault, way: str, whose: str) -> None:
    record, (purpose, recipient) = met(place, replace(YES, age="minor")), KEPT[way]
    workflow.consent_given(place, record, purpose, recipient, word="no", whose=whose)
    workflow.withdraw_consent(place, record)
    if whose == "guardian":
        workflow.withdraw_consent(place, record, whose="guardian")
    assert agreeing.is_refused(place, record, KEPT[way])
    assert KEPT[way] not in agreeing.ways_again(place, record, purpose)
    assert agreeing.ways_again(place, record, purpose, recipient) == (KEPT[way],)
