"""Consent: anything but a clear yes keeps a record here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.screening import (
    Basis,
    Consent,
    Verdict,
    asks_consent,
    consents,
    consents_of,
    may_release,
    slip_declined_of,
    slip_fields,
    slip_fields_of,
)

TAGS = {
    "/d/interview": {"consent": "interview"},
    "/d/record": {"consent": "record"},
    "/d/referral": {"consent": "referral"},
    "/d/sync": {"consent": "sync"},
}
ALL_YES = dict.fromkeys(TAGS, "yes")


class Form:
    """A form definition as far as screening looks at one."""

    def __init__(self, tags: dict[str, dict[str, str]]) -> None:
        self._tags = tags

    def tagged(self, name: str) -> list[tuple[str, str]]:
        return [(path, own[name]) for path, own in self._tags.items() if name in own]

    def tags(self, ref: str) -> dict[str, str]:
        return self._tags[ref]


def test_the_four_purposes_in_the_order_of_the_form() -> None:
    found = consents_of(Form(TAGS), {**ALL_YES, "/d/sync": "no", "/d/referral": ""})
    assert [(each.purpose, each.given) for each in found] == [
        ("interview", "yes"),
        ("record", "yes"),
        ("referral", "not_asked"),
        ("sync", "no"),
    ]
    assert found[3] == Consent("sync", "no", "/d/sync")


@pytest.mark.parametrize("answer", ["no", "does_not_know", "prefers_not_to_say", "perhaps", "Yes", "yesno"])
def test_nothing_but_yes_is_yes(answer: str) -> None:
    assert consents(TAGS, {"/d/sync": answer})[3].given == "no"


def test_a_question_that_is_not_there_was_not_asked() -> None:
    assert {each.given for each in consents(TAGS, {})} == {"not_asked"}


def test_a_form_can_name_the_answers_that_agree() -> None:
    tags = {"/d/c": {"consent": "sync", "when": "spoken signed"}}
    assert [consents(tags, {"/d/c": said})[0].given for said in ("signed", "spoken", "yes")] == ["yes", "yes", "no"]


def test_consent_in_a_repeat_counts_for_each_instance() -> None:
    tags = {"/d/person/c": {"consent": "sync"}}
    found = consents(tags, {"/d/person[1]/c": "yes", "/d/person[2]/c": "no"})
    assert [each.ref for each in found] == ["/d/person[1]/c", "/d/person[2]/c"]
    assert may_release(found, "sync").code == "screening.consent_refused"


@pytest.mark.parametrize(
    ("changed", "purpose", "code"),
    [
        ({}, "sync", None),
        ({}, "slip", None),
        ({"/d/sync": "no"}, "sync", "screening.consent_refused"),
        ({"/d/sync": "no"}, "slip", None),
        ({"/d/record": "no"}, "sync", "screening.consent_refused"),
        ({"/d/referral": "no"}, "sync", None),
        ({"/d/referral": "no"}, "slip", "screening.consent_refused"),
        ({"/d/referral": ""}, "slip", "screening.consent_missing"),
        ({"/d/interview": "no"}, "slip", "screening.consent_refused"),
        ({"/d/interview": "no"}, "sync", "screening.consent_refused"),
    ],
)
def test_what_may_leave(changed: dict[str, str], purpose: str, code: str | None) -> None:
    verdict = may_release(consents(TAGS, {**ALL_YES, **changed}), purpose)  # type: ignore[arg-type]
    assert verdict == (Verdict(False, None, code) if code else Verdict(True, Basis.CONSENT, None, "consent"))


def test_a_form_without_consent_questions_releases_nothing_by_itself() -> None:
    form = Form({"/d/a": {"indicator": "fee_debt"}})
    assert not asks_consent(form)
    assert asks_consent(Form(TAGS))
    assert may_release(consents_of(form, {"/d/a": "yes"}), "sync") == Verdict(
        False, None, "screening.no_consent_questions"
    )


def test_a_form_that_asks_only_one_purpose_does_not_cover_the_other() -> None:
    found = consents({"/d/c": {"consent": "referral"}}, {"/d/c": "yes"})
    assert may_release(found, "slip").allowed
    assert may_release(found, "sync").code == "screening.consent_missing"


@given(st.dictionaries(st.sampled_from(sorted(TAGS)), st.sampled_from(["yes", "no", "", "does_not_know"])))
def test_no_release_without_a_yes_to_that_very_purpose(values: dict[str, str]) -> None:
    found = consents(TAGS, values)
    assert not may_release(found, "sync").allowed or values["/d/sync"] == values["/d/record"] == "yes"
    assert not may_release(found, "slip").allowed or values["/d/referral"] == "yes"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"/d/export": ""}, "screening.consent_missing"),
        ({"/d/export": "no"}, "screening.consent_refused"),
        ({"/d/record": "no"}, "screening.consent_refused"),
        ({"/d/interview": "no"}, "screening.consent_refused"),
        ({"/d/sync": "no", "/d/referral": "no"}, None),
    ],
)
def test_an_export_needs_a_yes_to_the_record_and_to_the_export(changed: dict[str, str], code: str | None) -> None:
    tags = {**TAGS, "/d/export": {"consent": "export"}}
    verdict = may_release(consents(tags, {**ALL_YES, "/d/export": "yes", **changed}), "export")
    assert verdict == (Verdict(False, None, code) if code else Verdict(True, Basis.CONSENT, None, "consent"))


def test_a_yes_to_every_other_purpose_is_none_to_an_export() -> None:
    assert may_release(consents(TAGS, ALL_YES), "export").code == "screening.consent_missing"


def test_slip_fields_take_what_was_answered_and_nothing_else() -> None:
    tags = {
        "/d/age": {"slip": "age_band"},
        "/d/lang": {"slip": "language"},
        "/d/help": {"slip": "services"},
        "/d/debt": {"indicator": "fee_debt"},
    }
    values = {"/d/age": "prefers_not_to_say", "/d/lang": "bn", "/d/help": "medical_visit safe_place", "/d/debt": "yes"}
    assert slip_fields(tags, values) == {"language": "bn", "services": "medical_visit safe_place"}
    assert slip_fields_of(Form(tags), {}) == {}


def test_a_slip_field_is_declined_where_no_question_of_it_was_answered() -> None:
    tags = {
        "/d/early/whom": {"slip": "interpreter_gender"},
        "/d/whom": {"slip": "interpreter_gender"},
        "/d/contact": {"slip": "safe_contact"},
        "/d/gender": {"slip": "gender"},
        "/d/lang": {"slip": "language"},
        "/d/debt": {"indicator": "fee_debt"},
        "/d/help": {"slip": "services"},
    }
    values = {
        "/d/early/whom": "prefers_not_to_say",
        "/d/whom": "woman",
        "/d/contact": "does_not_know",
        "/d/gender": "prefers_not_to_say",
        "/d/lang": "",
        "/d/debt": "prefers_not_to_say",
        "/d/help": "nothing",
    }
    assert slip_declined_of(Form(tags), values) == ("gender", "safe_contact", "services")
    assert slip_fields(tags, values) == {"interpreter_gender": "woman"}
    assert slip_declined_of(Form(tags), {}) == ()


@pytest.mark.parametrize("answer", ["yes no", "no yes", "yes, no", "no, never say yes"])
def test_a_yes_beside_anything_else_is_no_consent(answer: str) -> None:
    (given,) = consents({"/data/agreed": {"consent": "sync"}}, {"/data/agreed": answer})
    assert given.given == "no"
