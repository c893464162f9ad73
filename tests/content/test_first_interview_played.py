"""The first questionnaire in the engine: the paths a talk can take, and what screening makes of them."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

import pytest

from intake_app import languages, paths, referral, screening, workflow, xform, xlsform

SAFETY, INFORMATION, SCREEN, NEXT = (f"/data/{group}/" for group in ("safety", "information", "screen", "next_steps"))
OPEN_GATE = {f"{SAFETY}{name}": "yes" for name in ("understands", "private", "well_enough")}
OPEN_GATE[f"{SAFETY}danger_now"] = "no"
AGREED = {f"{INFORMATION}consent_{purpose}": "yes" for purpose in ("interview", "record", "referral", "sync")}
QUESTIONS = (
    "promise_broken",
    "debt",
    "documents_held",
    "locked_watched",
    "unpaid_work",
    "threats",
    "contact_waiting",
    "fear_here",
)
ALL_NO = {f"{SCREEN}{name}": "no" for name in QUESTIONS}
PASSED_ON = ("consent_referral", "consent_sync", "consent_export", "research")
TO_A_CHILD = {
    "consent_interview": ["under_18", "child_talk"],
    "consent_record": ["child_record"],
    "consent_referral": ["child_share", "child_referral"],
    "consent_sync": ["child_sync"],
    "consent_export": ["child_export"],
    "research": ["child_research"],
}
"""What a child hears right before each question to agree, in plainer words."""


@cache
def definition() -> xform.FormDefinition:
    own = xlsform.compile_own(paths.forms() / "first_interview.md", paths.translations())
    return xform.load(own.xml)


def talk(*answers: Mapping[str, str]) -> xform.Session:
    numbers = random.Random(7)
    surroundings = xform.Surroundings(
        now=lambda: datetime(2026, 3, 6, 10, 30, tzinfo=UTC),
        random=numbers,
        uuid=lambda: f"{numbers.getrandbits(128):032x}",
        properties={},
        month_names=lambda code, short, month: f"{month}",
    )
    session = xform.new_session(definition(), surroundings)
    for part in answers:
        for ref, value in part.items():
            session.answer(placed(session, ref), value)
    return session


def placed(session: xform.Session, ref: str) -> str:
    """Where a question is asked: whether something may be passed on, of a child in one of its own."""
    own = f"{ref}_child"
    return own if ref.removeprefix(INFORMATION) in PASSED_ON and session.relevant(own) else ref


def asked(session: xform.Session) -> set[str]:
    return {ref for page in session.pages() for ref in page.refs}


def test_the_form_loads_without_a_notice() -> None:
    assert definition().notices == ()
    assert definition().default_language == "English (en)"


def test_nothing_is_asked_before_consent() -> None:
    session = talk(OPEN_GATE)
    assert f"{INFORMATION}consent_interview" in asked(session)
    assert not any(ref.startswith(SCREEN) for ref in asked(session))


@pytest.mark.parametrize("gate", ["understands", "private", "well_enough"])
def test_one_no_at_the_gate_postpones_the_talk(gate: str) -> None:
    session = talk(OPEN_GATE, {f"{SAFETY}{gate}": "no"})
    assert {f"{SAFETY}postponed", f"{SAFETY}opens_again"} <= asked(session)
    assert definition().tags(f"{SAFETY}opens_again")["audience"] == "mediator", "how it goes on is not for the person"
    assert not any(ref.startswith((INFORMATION, SCREEN)) for ref in asked(session))
    assert f"{NEXT}next_meeting" in asked(session)


def test_danger_stops_the_questions_and_is_priority() -> None:
    session = talk(OPEN_GATE, {f"{SAFETY}danger_now": "yes"})
    assert f"{SAFETY}danger_help" in asked(session)
    assert not any(ref.startswith((INFORMATION, SCREEN)) for ref in asked(session))
    assert screening.assess(definition(), session.values()).suggestion == "priority_refer_now"


@pytest.mark.parametrize("purpose", ["interview", "record"])
@pytest.mark.parametrize("said", ["no", "does_not_know", "prefers_not_to_say"])
def test_without_agreement_no_question_is_asked_and_nothing_leaves(purpose: str, said: str) -> None:
    session = talk(OPEN_GATE, AGREED, {f"{INFORMATION}consent_{purpose}": said})
    assert f"{INFORMATION}not_now" in asked(session)
    assert not any(ref.startswith(SCREEN) for ref in asked(session))
    given = screening.consents_of(definition(), session.values())
    assert not screening.may_release(given, "sync").allowed
    assert not screening.may_release(given, "slip").allowed
    assert screening.assess(definition(), session.values()).suggestion == "person_declined"


@pytest.mark.parametrize(
    ("age", "child"),
    [("minor", True), ("does_not_know", True), ("adult", False), ("prefers_not_to_say", True), ("", True)],
)
def test_a_child_hears_in_plain_words_what_each_question_means_right_before_it(age: str, child: bool) -> None:
    session = talk(OPEN_GATE, {f"{INFORMATION}age_band": age}, AGREED)
    heard = [ref.removeprefix(INFORMATION) for page in session.pages() for ref in page.refs]
    for question, notes in TO_A_CHILD.items():
        at = heard.index(f"{question}_child" if child and question in PASSED_ON else question)
        assert (heard[at - len(notes) : at] == notes) is child
        assert (set(notes) <= set(heard)) is child and (child or not set(notes) & set(heard))


def test_whose_years_turn_out_to_be_over_18_is_spoken_to_as_an_adult() -> None:
    session = talk(OPEN_GATE, {f"{INFORMATION}age_band": "does_not_know"}, AGREED)
    session.answer(f"{INFORMATION}born_majority", "over_18")
    notes = {f"{INFORMATION}{note}" for notes in TO_A_CHILD.values() for note in notes}
    assert not notes & asked(session)


ALL_AGREED = {f"{INFORMATION}{name}": "yes" for name in ("consent_interview", "consent_record", *PASSED_ON)}
ADULT = {f"{INFORMATION}age_band": "adult"}


def agreed(session: xform.Session) -> dict[str, str]:
    """What stands of each."""
    return {name: session.value(placed(session, f"{INFORMATION}{name}")) for name in PASSED_ON}


def may(session: xform.Session, *purposes: str) -> bool:
    given = screening.consents_of(definition(), session.values())
    return all(screening.may_release(given, purpose).allowed for purpose in purposes)


@pytest.mark.parametrize("age", ["minor", "does_not_know", "prefers_not_to_say", ""])
def test_what_was_agreed_to_as_an_adult_is_asked_again_in_the_words_for_a_child(age: str) -> None:
    session = talk(OPEN_GATE, ADULT, ALL_AGREED)
    assert f"{INFORMATION}ask_again" not in asked(session) and may(session, "sync", "slip")
    changes = session.answer(f"{INFORMATION}age_band", age)
    assert agreed(session) == dict.fromkeys(PASSED_ON, "") and changes.cleared == ()
    assert session.value(f"{INFORMATION}consent_record") == "yes", "what was written down stays"
    assert f"{INFORMATION}ask_again" in asked(session)
    assert definition().tags(f"{INFORMATION}ask_again")["audience"] == "mediator"
    assert not may(session, "sync") and not may(session, "slip")
    heard = [ref.removeprefix(INFORMATION) for page in session.pages() for ref in page.refs]
    assert heard.index("child_sync") + 1 == heard.index("consent_sync_child")


def test_whoever_was_a_child_only_while_somebody_typed_agreed_as_before() -> None:
    session = talk(OPEN_GATE, ADULT, ALL_AGREED)
    for age in ("minor", "adult"):
        session.answer(f"{INFORMATION}age_band", age)
    assert agreed(session) == dict.fromkeys(PASSED_ON, "yes") and may(session, "sync", "slip")
    assert f"{INFORMATION}ask_again" not in asked(session)


def test_each_question_is_asked_once_whoever_the_person_turns_out_to_be() -> None:
    numbers = random.Random(11)
    session = talk(OPEN_GATE, {f"{INFORMATION}{name}": "yes" for name in ("consent_interview", "consent_record")})
    heard: dict[str, tuple[str, bool]] = {}
    for _ in range(400):
        if numbers.random() < 0.4:
            session.answer(f"{INFORMATION}age_band", numbers.choice(["adult", "minor", "does_not_know", ""]))
        else:
            name, value = numbers.choice(PASSED_ON), numbers.choice(["yes", "no", "prefers_not_to_say", ""])
            if value == agreed(session)[name]:
                continue  # it stands so already
            session.answer(placed(session, f"{INFORMATION}{name}"), value)
            heard[name] = value, session.value(f"{INFORMATION}child") == "yes"
        child = session.value(f"{INFORMATION}child") == "yes"
        for name in PASSED_ON:
            both = [session.relevant(f"{INFORMATION}{name}{whose}") for whose in ("", "_child")]
            assert sorted(both) == [False, True]
            value, as_child = heard.get(name, ("", False))
            assert agreed(session)[name] == ("" if value == "yes" and child and not as_child else value), name


def test_an_answer_other_than_yes_stays_and_one_given_as_a_child_too() -> None:
    session = talk(OPEN_GATE, ADULT, ALL_AGREED, {f"{INFORMATION}consent_export": "no", f"{INFORMATION}research": ""})
    session.answer(f"{INFORMATION}research", "prefers_not_to_say")
    session.answer(f"{INFORMATION}age_band", "minor")
    assert agreed(session) == dict(zip(PASSED_ON, ("", "", "no", "prefers_not_to_say"), strict=True))
    session.answer(f"{INFORMATION}consent_referral_child", "yes")
    assert f"{INFORMATION}ask_again" in asked(session)
    session.answer(f"{INFORMATION}consent_sync_child", "no")
    assert f"{INFORMATION}ask_again" not in asked(session), "each was asked again"
    for age in ("adult", "minor"):
        session.answer(f"{INFORMATION}age_band", age)
        assert list(agreed(session).values()) == ["yes", "no", "no", "prefers_not_to_say"]


def test_a_birth_that_is_corrected_to_a_childs_asks_again_and_one_corrected_to_an_adults_does_not() -> None:
    session = talk(OPEN_GATE, {f"{INFORMATION}age_band": "does_not_know"})
    for told, stands in [("1990-01-01", "yes"), ("2010-01-01", ""), ("1991-01-01", "yes"), ("", "")]:
        workflow.answer(session, f"{INFORMATION}born", told, date(2026, 3, 6))
        if told == "1990-01-01":
            for ref, value in ALL_AGREED.items():
                session.answer(ref, value)
        assert agreed(session) == dict.fromkeys(PASSED_ON, stands)
        assert may(session, "sync") is (stands == "yes")


def test_one_who_turns_out_to_be_an_adult_is_asked_nothing_again() -> None:
    session = talk(OPEN_GATE, {f"{INFORMATION}age_band": "minor"}, ALL_AGREED)
    session.answer(f"{INFORMATION}age_band", "adult")
    assert agreed(session) == dict.fromkeys(PASSED_ON, "yes") and may(session, "sync", "slip")


@pytest.mark.parametrize("said", ["no", "does_not_know", "prefers_not_to_say"])
def test_a_child_who_does_not_agree_to_writing_is_asked_about_nobody_else(said: str) -> None:
    minor = {f"{INFORMATION}age_band": "minor"}
    session = talk(OPEN_GATE, minor, AGREED, {f"{INFORMATION}consent_record": said})
    later = {f"{INFORMATION}{note}" for place in list(TO_A_CHILD)[2:] for note in TO_A_CHILD[place]}
    assert f"{INFORMATION}child_record" in asked(session) and not later & asked(session)


def test_the_gender_is_told_in_the_codes_of_the_slip() -> None:
    offered = talk(OPEN_GATE, AGREED).choice_values(f"{NEXT}gender")
    told = [code for code in referral.GENDERS if code != "not_stated"]
    assert list(offered) == [*told, "does_not_know", "prefers_not_to_say"]


def test_the_eight_questions_come_after_agreement() -> None:
    session = talk(OPEN_GATE, AGREED)
    assert {f"{SCREEN}{name}" for name in QUESTIONS} <= asked(session)
    given = screening.consents_of(definition(), session.values())
    assert screening.may_release(given, "sync").allowed
    assert screening.may_release(given, "slip").allowed


@pytest.mark.parametrize(
    ("told", "suggestion"),
    [
        ({}, "no_indication_now"),
        ({f"{SCREEN}documents_held": "documents"}, "possible_refer"),
        ({f"{SCREEN}documents_held": "phone"}, "needs_more_time"),
        ({f"{SCREEN}promise_broken": "work"}, "possible_refer"),
        ({f"{SCREEN}promise_broken": "school work"}, "possible_refer"),
        ({f"{SCREEN}promise_broken": "papers"}, "needs_more_time"),
        ({f"{SCREEN}promise_broken": "school"}, "needs_more_time"),
        ({f"{SCREEN}promise_broken": "school", f"{SCREEN}debt": "yes"}, "needs_more_time"),
        ({f"{SCREEN}promise_broken": "papers", f"{SCREEN}debt": "yes"}, "possible_refer"),
        ({f"{SCREEN}debt": "yes"}, "needs_more_time"),
        ({f"{SCREEN}debt": "yes", f"{SCREEN}unpaid_work": "yes"}, "possible_refer"),
        ({f"{SCREEN}debt": "yes", f"{INFORMATION}age_band": "minor"}, "possible_refer"),
        ({f"{SCREEN}threats": "prefers_not_to_say"}, "needs_more_time"),
    ],
)
def test_what_the_answers_suggest(told: dict[str, str], suggestion: str) -> None:
    session = talk(OPEN_GATE, {f"{INFORMATION}age_band": "adult"}, AGREED, ALL_NO, told)
    assert screening.assess(definition(), session.values()).suggestion == suggestion


def test_the_slip_takes_its_fields_and_no_answer() -> None:
    session = talk(
        OPEN_GATE,
        AGREED,
        ALL_NO,
        {
            f"{SCREEN}debt": "yes",
            f"{NEXT}services": "legal_information safe_place",
            f"{NEXT}language": "bn",
            f"{NEXT}interpreter": "yes",
            f"{NEXT}safe_contact": "no_message",
            f"{NEXT}outcome": "possible_refer",
            f"{NEXT}priority": "72h",
        },
    )
    assert screening.slip_fields_of(definition(), session.values()) == {
        "services": "legal_information safe_place",
        "language": "bn",
        "interpreter": "yes",
        "safe_contact": "no_message",
        "priority": "72h",
    }


def test_nothing_for_now_stands_alone_and_asks_for_nothing() -> None:
    session = talk(OPEN_GATE, AGREED, ALL_NO, {f"{NEXT}services": "nothing legal_information"})
    assert f"{NEXT}services" in [each.ref for each in session.violations()]
    before = screening.assess(definition(), session.values())
    session.answer(f"{NEXT}services", "nothing")
    assert f"{NEXT}services" not in [each.ref for each in session.violations()]
    assert screening.slip_fields_of(definition(), session.values()) == {}
    assert screening.slip_declined_of(definition(), session.values()) == ("services",)
    assert screening.assess(definition(), session.values()) == before


def test_only_the_outcome_is_needed_to_finish() -> None:
    session = talk(OPEN_GATE)
    assert [each.ref for each in session.violations()] == [f"{NEXT}outcome"]
    session.answer(f"{NEXT}outcome", "needs_more_time")
    assert session.violations() == ()
    submission = session.finalise()
    assert submission.form_id == "intake_first_interview"
    assert submission.instance_name == f"First interview {submission.instance_id[5:13]}"


def test_a_person_who_declines_everything_can_finish_too() -> None:
    session = talk()
    for ref in sorted(asked(session)):
        if session.question(ref).control == "select1":
            session.mark(ref, xform.AnswerState.DECLINED)
    assert session.violations() == ()


@pytest.mark.parametrize("code", ["it", "ar", "bn", "fr", "ur", "fa", "so", "ti", "am"])
def test_every_text_is_there_in_each_language(code: str) -> None:
    session, language = talk(OPEN_GATE, AGREED), languages.form_name(code)
    for ref in asked(session):
        text = session.text(ref, "label", language)
        assert text.text
        assert not text.fallback
        assert text.review == "unreviewed"
