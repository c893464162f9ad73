"""What may leave: by purpose, kind of recipient, path, age, and what was said. A word never stretches."""

import itertools
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.screening import (
    CONSENT_KINDS,
    CONSENT_PURPOSES,
    DUTY_FOR_MINORS,
    UNTOLD,
    WITHDRAWN,
    Basis,
    Circumstances,
    Consent,
    Given,
    Path,
    Purpose,
    Verdict,
    Word,
    asked_by_name,
    may_leave,
    newest_words,
    words_of,
)
from intake_app.screening import refused as refused_for

OUT: tuple[Purpose, ...] = ("sync", "slip", "export")
POLICE = Word("judicial", "police", "yes", language="bn")
PATHS: tuple[Path, ...] = ("not_decided", "social", "judicial")
SPECIAL = ("police", "judicial_authority", "abroad", "consulate")
ORDINARY = tuple(kind for kind in CONSENT_KINDS if kind not in SPECIAL)
YES = tuple(Word(purpose, "", "yes") for purpose in ("interview", "record", "sync", "slip", "export"))
GUARDIAN = tuple(Word(purpose, "", "yes", "guardian") for purpose in ("record", "sync", "slip", "export"))
BY_NAME = {
    ("export", "screening_authority"): "screening.page_not_asked",
    ("export", "labour_desk"): "screening.work_not_asked",
    ("slip", "return_advice"): "screening.return_not_asked",
    ("slip", "transfer_body"): "screening.transfer_not_asked",
    ("slip", "asylum_body"): "screening.authority_not_asked",
    ("slip", "prefecture"): "screening.authority_not_asked",
}
"""A yes to codes for an organisation is none to answers in words for an authority, nor to what was told of the work;
one to a service that helps is none to a body that decides about them."""
ADULT, CHILD, ALONE = Circumstances(), Circumstances(minor=True), Circumstances(minor=True, alone=True)
PERHAPS = Circumstances(minor=True, age_told=False, alone=True)
WORDS = st.lists(
    st.builds(
        Word,
        st.sampled_from(CONSENT_PURPOSES),
        st.sampled_from(("", *CONSENT_KINDS)),
        st.sampled_from(("yes", "no", "withdrawn")),
        st.sampled_from(("person", "guardian")),
    ),
    max_size=14,
)
HERE = st.builds(Circumstances, st.sampled_from(PATHS), *[st.booleans()] * 7)


def verdict(purpose: Purpose, recipient: str, *words: Word, here: Circumstances = ADULT, override: str = "") -> Verdict:
    return may_leave(purpose, recipient, words, here, override)


@pytest.mark.parametrize(("purpose", "recipient"), list(itertools.product(OUT, ORDINARY)))
def test_an_adult_who_agreed_is_enough_for_whom_nothing_special_is_asked(purpose: Purpose, recipient: str) -> None:
    named = Word(purpose, recipient, "yes")
    general = verdict(purpose, recipient, *YES)
    if (purpose, recipient) in BY_NAME:
        assert (general.code, asked_by_name(purpose, recipient)) == (BY_NAME[purpose, recipient], True)
        general = verdict(purpose, recipient, *YES, named)
        assert verdict(purpose, recipient, *YES, named, replace(named, recipient="", word="no")).code
    assert general == Verdict(True, Basis.CONSENT, None, "consent")
    assert verdict(purpose, recipient).code == BY_NAME.get((purpose, recipient), "screening.consent_missing")


@pytest.mark.parametrize("whose", ["person", "guardian"])
@pytest.mark.parametrize(("word", "code"), [("no", "screening.consent_refused"), ("withdrawn", WITHDRAWN)])
def test_a_no_to_the_page_for_the_screening_under_its_former_name_counts_until_something_newer_is_said(
    word: Literal["no", "withdrawn"], code: str, whose: Literal["person", "guardian"]
) -> None:
    """Before that authority had a kind of its own the page was kept as one for the body that decides on asylum."""
    agreed = (*YES, Word("export", "screening_authority", "yes"))
    formerly = Word("export", "asylum_body", word, whose)
    told = verdict("export", "screening_authority", *YES, formerly, override="he was hurt")
    assert (told.code, told.basis) == ((WITHDRAWN, None) if word == "withdrawn" else (None, Basis.OVERRIDE))
    assert verdict("export", "screening_authority", *YES, formerly).code == code
    assert refused_for("export", "screening_authority", (*YES, formerly)) == word
    if whose == "person":
        assert verdict("export", "screening_authority", formerly, *agreed).allowed
        assert verdict("export", "screening_authority", *agreed, formerly).allowed, "one to the other body alone"
    again = replace(formerly, word="yes")
    assert verdict("export", "screening_authority", *YES, formerly, again).code == "screening.page_not_asked"
    assert verdict("export", "health", *YES, formerly).allowed
    assert verdict("slip", "asylum_body", *YES, Word("slip", "asylum_body", "yes"), formerly).allowed


@pytest.mark.parametrize(
    ("recipient", "purpose", "code"),
    [
        ("police", "judicial", "screening.social_path"),
        ("judicial_authority", "judicial", "screening.social_path"),
        ("abroad", "cross_border", "screening.cross_border_missing"),
        ("consulate", "consular", "screening.consular_missing"),
    ],
)
def test_some_recipients_need_a_word_of_their_own(recipient: str, purpose: str, code: str) -> None:
    here = Circumstances(path="social", asylum=False)
    assert verdict("slip", recipient, *YES, here=here).code == code
    own = Word(purpose, recipient, "yes", language="bn")
    assert verdict("slip", recipient, *YES, own, here=here).allowed
    for untold in (replace(own, recipient=""), replace(own, language="")):
        for way in OUT:
            assert verdict(way, recipient, *YES, untold, here=here).code == UNTOLD
        assert verdict("slip", recipient, *YES, own, untold, here=here).allowed, "it takes nothing back"
        assert verdict("slip", recipient, *YES, replace(own, word="no"), untold, here=here).code == code
        assert verdict("slip", recipient, *YES, replace(own, word="withdrawn"), untold, here=here).code == WITHDRAWN


def test_to_choose_the_path_of_the_courts_is_no_consent_to_tell_the_police() -> None:
    here = Circumstances(path="judicial")
    assert verdict("slip", "police", *YES, here=here).code == "screening.judicial_missing"


def test_the_consulate_of_who_may_be_fleeing_is_never_told() -> None:
    agreed = (*YES, Word("consular", "consulate", "yes", language="bn"))
    for override in ("", "a reason"):
        assert verdict("slip", "consulate", *agreed, override=override).code == "screening.consulate_closed"


@pytest.mark.parametrize("recipient", sorted(DUTY_FOR_MINORS))
def test_what_the_law_asks_for_a_child_rests_on_a_duty(recipient: str) -> None:
    assert verdict("slip", recipient, here=ALONE) == Verdict(True, Basis.DUTY, None, "legal_duty")
    assert verdict("slip", recipient, Word("slip", "", "no"), here=ALONE).basis is Basis.DUTY
    assert verdict("slip", recipient, Word("slip", "", "no"), here=CHILD).code == "screening.consent_refused"
    assert verdict("slip", recipient, *YES, here=CHILD).code == "screening.alone_not_told"
    told = replace(CHILD, accompanied=True)
    assert verdict("slip", recipient, *YES, here=told).code == "screening.not_alone", "somebody has told"
    assert verdict("slip", recipient, *YES, *GUARDIAN, here=replace(told, guardian=True)).allowed
    assert verdict("export", recipient, *YES, here=CHILD).code == "screening.guardian_missing"
    assert verdict("slip", recipient, *YES, here=PERHAPS).code == "screening.age_not_told"
    presumed = replace(PERHAPS, presumed=True)
    assert verdict("slip", recipient, Word("slip", "", "no"), here=presumed).basis is Basis.DUTY
    assert verdict("slip", recipient, *YES, here=replace(presumed, alone=False)).code == "screening.age_not_told"
    assert verdict("slip", "health", *YES, here=presumed).code == "screening.age_not_told"
    assert verdict("slip", recipient, here=replace(presumed, minor=False)).code == "screening.consent_missing"
    assert verdict("export", recipient, here=ALONE).code == "screening.consent_missing"
    assert verdict("slip", recipient, here=ADULT).code == "screening.consent_missing"


def test_a_child_and_a_guardian_speak_both() -> None:
    ward = Circumstances(minor=True, guardian=True)
    assert verdict("slip", "health", *YES, here=CHILD).code == "screening.guardian_missing"
    assert verdict("slip", "health", *YES, here=ward).code == "screening.guardian_asked"
    assert verdict("slip", "health", *GUARDIAN, here=ward).code == "screening.consent_missing", "the child's own word"
    assert verdict("slip", "health", *YES, *GUARDIAN, here=ward).allowed
    assert verdict("slip", "health", *YES, here=CHILD, override="fever").basis is Basis.OVERRIDE


def test_who_may_be_a_child_is_treated_as_one_until_somebody_tells_it() -> None:
    assert verdict("slip", "health", *YES, here=PERHAPS).code == "screening.age_not_told"
    assert verdict("export", "health", *YES, here=PERHAPS).code == "screening.age_not_told"
    assert verdict("sync", "", *YES, here=PERHAPS).allowed
    asked = Circumstances(minor=True, age_told=False, guardian=True)
    assert verdict("slip", "health", *YES, *GUARDIAN, here=asked).allowed
    assert verdict("slip", "health", *YES, Word("slip", "", "withdrawn", "guardian"), here=PERHAPS).code == WITHDRAWN


def test_a_no_to_one_by_name_outlasts_a_general_yes() -> None:
    words = (Word("slip", "labour_desk", "no"), *YES)
    assert verdict("slip", "labour_desk", *words).code == "screening.consent_refused"
    assert verdict("slip", "health", *words).allowed
    assert verdict("slip", "labour_desk", *words, Word("slip", "labour_desk", "yes")).allowed


def test_the_last_word_counts() -> None:
    assert verdict("slip", "health", *YES, Word("slip", "", "withdrawn")).code == WITHDRAWN
    assert verdict("slip", "health", *YES, Word("slip", "health", "yes"), Word("slip", "", "withdrawn")).code
    assert verdict("slip", "health", Word("slip", "", "no"), *YES).allowed


@pytest.mark.parametrize("path", ["social", "not_decided"])
@pytest.mark.parametrize("purpose", OUT)
def test_off_the_judicial_path_no_danger_and_no_reason_tell_the_police(purpose: Purpose, path: Path) -> None:
    danger = Circumstances(path=path, danger=True)
    told = verdict(purpose, "police", *YES, here=danger, override="112 was called")
    assert (told.allowed, told.code) == (False, "screening.social_path")
    back = Word("judicial", "", "withdrawn")
    assert verdict(purpose, "police", *YES, back, here=danger, override="112 was called").code == WITHDRAWN
    assert verdict(purpose, "police", *YES, POLICE, here=danger).basis is Basis.CONSENT
    for other in ("anti_trafficking", "freephone", "health", "social_services"):
        assert verdict(purpose, other, here=danger, override="they wait outside").lawful == "vital_interest"


def test_on_the_judicial_path_danger_opens_the_police_by_a_recorded_reason_alone() -> None:
    danger = Circumstances(path="judicial", danger=True)
    assert not verdict("slip", "police", here=danger).allowed
    assert verdict("slip", "police", here=danger, override="112 was called").lawful == "vital_interest"
    assert verdict("slip", "police", here=Circumstances(path="judicial"), override="a reason").code
    assert verdict("slip", "judicial_authority", here=danger, override="a reason").code


def test_the_office_for_transfers_is_told_on_the_own_word_to_that_alone() -> None:
    named = Word("slip", "transfer_body", "yes")
    danger, ward = Circumstances(path="judicial", danger=True), Circumstances(minor=True, guardian=True)
    for here in (danger, replace(danger, minor=True)):
        for words in ((), YES, (*YES, named, replace(named, word="withdrawn"))):
            told = verdict("slip", "transfer_body", *words, here=here, override="the transfer is today")
            assert not told.allowed and told.code
    assert verdict("slip", "transfer_body", *YES, named).basis is Basis.CONSENT
    assert verdict("slip", "transfer_body", *YES, named, here=ward).code == "screening.guardian_asked"
    assert not verdict("slip", "transfer_body", *YES, *GUARDIAN, named, here=ward).allowed, "the guardian by name, too"
    both = (*YES, *GUARDIAN, named, replace(named, whose="guardian"))
    assert verdict("slip", "transfer_body", *both, here=ward).basis is Basis.CONSENT
    assert verdict("slip", "transfer_body", *both, here=CHILD).code == "screening.guardian_missing"


def test_a_blank_reason_is_none() -> None:
    assert verdict("slip", "health", override="  ").code == "screening.consent_missing"
    assert verdict("slip", "health", override="asked twice").lawful == "public_interest"


def test_the_answers_of_a_form_are_words() -> None:
    heard = [Consent("interview", "yes", "/a"), Consent("referral", "no", "/b"), Consent("sync", "not_asked", "/c")]
    told = words_of(heard, "2026", "bn", "1")
    assert [(each.purpose, each.word) for each in told] == [("interview", "yes"), ("slip", "no"), ("sync", "not_asked")]
    assert {(each.recipient, each.at, each.language, each.script) for each in told} == {("", "2026", "bn", "1")}


@pytest.mark.parametrize(("first", "second", "told"), [("yes", "no", "no"), ("no", "yes", "no"), ("yes", "yes", "yes"),
                                                       ("not_asked", "yes", "not_asked")])  # fmt: skip
def test_what_a_form_asks_twice_needs_yes_twice(first: Given, second: Given, told: str) -> None:
    (word,) = words_of([Consent("sync", first, "/a"), Consent("sync", second, "/b")])
    assert word.word == told


def test_a_question_that_was_passed_over_opens_nothing() -> None:
    words = (*YES, *words_of([Consent("interview", "not_asked", "/a")]))
    assert verdict("slip", "health", *words).code == "screening.consent_missing"
    assert verdict("slip", "health", *YES, Word("slip", "", "not_asked")).code == "screening.consent_missing"


@pytest.mark.parametrize(("word", "code"), [("no", "screening.consent_refused"), ("withdrawn", WITHDRAWN)])
def test_a_question_that_was_passed_over_loosens_nothing(word: Literal["no", "withdrawn"], code: str) -> None:
    over = words_of([Consent("referral", "not_asked", "/a"), Consent("record", "not_asked", "/b")])
    said = (*YES, Word("slip", "", word), *over)
    assert verdict("slip", "health", *said).code == code
    assert verdict("slip", "health", *said, Word("slip", "", "yes")).allowed
    assert verdict("slip", "health", *said, Word("slip", "", "yes"), *over).code == "screening.consent_missing"


@pytest.mark.parametrize("whose", ["person", "guardian"])
def test_a_slip_tells_what_was_written_down(whose: Literal["person", "guardian"]) -> None:
    """Who takes back that it is kept takes slips back with it; of whom nobody asked that, a slip goes all the same."""
    spoken = tuple(Word(purpose, "", "yes") for purpose in ("interview", "slip"))
    assert verdict("slip", "health", *spoken).allowed
    assert verdict("slip", "health", *spoken, Word("record", "", "not_asked")).allowed
    refused, back = Word("record", "", "no", whose), Word("record", "", "withdrawn", whose)
    for word, code, told in ((refused, "screening.consent_refused", "no"), (back, WITHDRAWN, "withdrawn")):
        assert verdict("slip", "health", *YES, word).code == code
        assert refused_for("slip", "health", (*YES, word)) == told
        assert refused_for("sync", "organisation", (*YES, word)) == told
        assert verdict("slip", "health", *YES, word, replace(word, word="yes")).allowed
    assert refused_for("slip", "health", YES) == ""


def test_what_was_taken_back_opens_in_danger_alone() -> None:
    back, danger = (*YES, Word("slip", "", "withdrawn")), Circumstances(danger=True)
    assert verdict("slip", "health", *back, override="a reason").code == WITHDRAWN
    assert verdict("slip", "health", *back, here=danger).code == WITHDRAWN
    assert verdict("slip", "health", *back, here=danger, override="she bleeds").lawful == "vital_interest"
    assert verdict("slip", "abroad", *back, here=danger, override="she bleeds").code == WITHDRAWN


def test_a_guardian_speaks_of_what_is_special_too_and_may_take_it_back() -> None:
    ward = Circumstances(path="judicial", minor=True, guardian=True)
    both = (*YES, *GUARDIAN, POLICE)
    assert verdict("slip", "police", *both, here=ward).code == "screening.guardian_asked"
    untold = Word("judicial", "", "yes", "guardian")
    assert verdict("slip", "police", *both, untold, here=ward).code == "screening.guardian_asked"
    agreed = (*both, replace(untold, recipient="police"))
    assert verdict("slip", "police", *agreed, here=ward).allowed
    back = Word("judicial", "", "withdrawn", "guardian")
    assert verdict("slip", "police", *agreed, back, here=ward).code == WITHDRAWN


def test_a_child_s_own_yes_is_enough_for_the_own_organisation() -> None:
    assert verdict("sync", "", *YES, here=CHILD).allowed


@given(st.sampled_from(OUT), st.sampled_from(CONSENT_KINDS), WORDS, HERE, st.sampled_from(["", "reason"]))
def test_nothing_leaves_without_its_word_a_duty_or_a_reason(
    purpose: Purpose, recipient: str, words: list[Word], here: Circumstances, override: str
) -> None:
    found = may_leave(purpose, recipient, words, here, override)
    assert found.allowed is (found.code is None) is (found.basis is not None)
    said_yes = {(each.purpose, each.whose) for each in words if each.word == "yes"}
    if found.basis is Basis.CONSENT:
        assert (purpose, "person") in said_yes
        assert not here.minor or purpose == "sync" or (purpose, "guardian") in said_yes
    elif found.basis is Basis.DUTY:
        assert here.minor and here.alone and (here.age_told or here.presumed)
        assert recipient in DUTY_FOR_MINORS and purpose == "slip"
    elif found.basis is Basis.OVERRIDE:
        assert override and recipient not in ("judicial_authority", "consulate", "abroad")


@given(st.sampled_from(OUT), st.sampled_from(CONSENT_KINDS), WORDS, HERE, st.sampled_from(["", "reason"]))
def test_after_everything_is_taken_back_only_a_duty_and_danger_are_left(
    purpose: Purpose, recipient: str, words: list[Word], here: Circumstances, override: str
) -> None:
    back = [Word(each, "", "withdrawn") for each in CONSENT_PURPOSES]
    found = may_leave(purpose, recipient, [*words, *back], here, override)
    assert found.basis in (None, Basis.DUTY) or (here.danger and override)


@pytest.mark.parametrize(("before", "stands"), [("yes", "yes"), ("no", "not_asked"), ("withdrawn", "not_asked")])
def test_what_a_child_agreed_to_as_an_adult_hides_no_yes_of_theirs_and_opens_nothing(before: str, stands: str) -> None:
    said = Word("sync", "", "yes")
    as_adult = replace(said, word="not_asked", as_adult=True)
    told = [replace(said, word=before), as_adult]  # type: ignore[arg-type]
    assert newest_words(told)["sync"].word == stands
    assert newest_words([as_adult, said])["sync"].word == "yes", "a child who agrees since"
