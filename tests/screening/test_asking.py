"""Whether a person may be asked: the newest word to the talk and to its being written down, and a child's duty."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.screening import (
    ASKING,
    CONSENT_PURPOSES,
    Basis,
    Circumstances,
    Verdict,
    Word,
    ends_talk,
    may_ask,
    refused_asking,
    to_ask_for,
)

YES = tuple(Word(purpose, "", "yes") for purpose in ASKING)
ALONE = Circumstances(minor=True, alone=True)
NEITHER = Verdict(False, None, "asking_open")
REFUSED, WITHDRAWN = (
    Verdict(False, None, "asking_refused"),
    Verdict(False, None, "asking_withdrawn"),
)


def test_who_agreed_to_both_may_be_asked_and_nobody_before_they_did() -> None:
    assert may_ask(YES) == Verdict(True, Basis.CONSENT, None, "consent")
    assert may_ask(()) == may_ask(YES[:1]) == may_ask(YES[1:]) == NEITHER


@pytest.mark.parametrize("purpose", ASKING)
def test_a_no_or_what_was_taken_back_stands_until_a_newer_yes_to_the_same(purpose: str) -> None:
    no, back, yes = (Word(purpose, "", word) for word in ("no", "withdrawn", "yes"))  # type: ignore[arg-type]
    other = Word(next(each for each in ASKING if each != purpose), "", "yes")
    assert may_ask((no,)) == may_ask((*YES, no)) == may_ask((*YES, no, other)) == REFUSED
    assert may_ask((*YES, back)) == may_ask((*YES, back, other)) == WITHDRAWN
    assert may_ask((*YES, no, yes)).allowed and may_ask((*YES, back, yes)).allowed
    assert not may_ask((*YES, yes, no)).allowed
    assert may_ask((*YES, no, replace(no, word="not_asked"))) == REFUSED, "what is passed over is no yes"


def test_who_took_everything_back_took_back_the_talk_and_agrees_to_it_anew() -> None:
    back = tuple(Word(each, "", "withdrawn") for each in CONSENT_PURPOSES if each != "interview")
    assert to_ask_for((*YES, *back)) == refused_asking((*YES, *back)) == ASKING
    assert may_ask((*YES, *back, Word("record", "", "yes"))) == WITHDRAWN
    assert may_ask((*YES, *back, *YES)).allowed
    assert to_ask_for((*YES, *back, *YES, back[0])) == ("record",), "that one alone"
    assert to_ask_for((*YES, *back[:-1])) == ASKING, "an older program wrote nothing of research"
    assert to_ask_for((*YES, *back[:-2])) == ("record",)
    assert ends_talk((*YES, *back, *YES, *back)) == (8, 18)
    assert (
        ends_talk([replace(each, whose="guardian") for each in back])
        == ends_talk([replace(each, recipient="police") for each in back])
        == ()
    )


def test_what_leaves_is_another_question_and_so_is_what_a_guardian_says() -> None:
    others = (Word("sync", "", "withdrawn"), Word("slip", "", "no"), Word("export", "", "no"))
    assert may_ask((*YES, *others)).basis is Basis.CONSENT
    assert may_ask((*YES, Word("record", "police", "withdrawn"))).basis is Basis.CONSENT, "to one body, by name"
    assert may_ask((*YES, Word("record", "", "withdrawn", "guardian"))).basis is Basis.CONSENT
    assert may_ask((*YES, Word("record", "", "no"), Word("record", "", "yes", "guardian"))) == REFUSED


def test_what_the_law_asks_for_a_child_who_is_alone_rests_on_a_duty() -> None:
    no = Word("interview", "", "no")
    assert may_ask((no,), ALONE) == Verdict(True, Basis.DUTY, None, "legal_duty")
    assert may_ask(YES, ALONE).basis is Basis.CONSENT
    for here in (replace(ALONE, alone=False), replace(ALONE, minor=False), replace(ALONE, age_told=False)):
        assert may_ask((no,), here) == REFUSED


@given(
    st.lists(
        st.builds(
            Word, st.sampled_from([*ASKING, "sync"]), st.sampled_from(["", "police"]),
            st.sampled_from(["yes", "no", "withdrawn", "not_asked"]), st.sampled_from(["person", "guardian"]),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_a_further_yes_never_shuts_and_a_further_no_never_opens(words: list[Word]) -> None:
    before = may_ask(words).allowed
    for purpose in ASKING:
        assert may_ask([*words, Word(purpose, "", "yes")]).allowed or not before
        assert not may_ask([*words, Word(purpose, "", "no")]).allowed
