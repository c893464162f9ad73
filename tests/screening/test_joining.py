"""What one person said in two places: put together, no refusal of either is lost and nothing is agreed to anew."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from intake_app.screening import (
    CONSENT_PURPOSES,
    RECIPIENT_KINDS,
    WITHDRAWN,
    Basis,
    Circumstances,
    Purpose,
    Word,
    may_leave,
    narrower,
    refused,
)

OUT: tuple[Purpose, ...] = ("sync", "slip", "export")
TIMES = st.sampled_from([f"2026-03-0{day}" for day in range(1, 8)])
SAID = st.builds(
    Word,
    st.sampled_from(CONSENT_PURPOSES),
    st.sampled_from(("", "health", "police")),
    st.sampled_from(("yes", "yes", "no", "withdrawn")),
    st.sampled_from(("person", "person", "guardian")),
    at=TIMES,
)
WORDS = st.lists(SAID, max_size=10).map(lambda words: sorted(words, key=lambda word: word.at))
HERE = st.builds(Circumstances, minor=st.booleans(), guardian=st.just(True))


def joined(first: list[Word], second: list[Word]) -> list[Word]:
    """In the order in which a store has them, which is that of no clock: the list may be any mixture of the two."""
    mixed = sorted((*first, *second), key=lambda word: word.at)
    return [*mixed, *(replace(word, at="2026-04-01") for word in narrower(first, second))]


@given(WORDS, WORDS, st.sampled_from(OUT), st.sampled_from(RECIPIENT_KINDS), HERE)
def test_what_either_refused_stays_refused(
    first: list[Word], second: list[Word], purpose: Purpose, kind: str, here: Circumstances
) -> None:
    found = may_leave(purpose, kind, joined(first, second), here)
    for side in (first, second):
        alone = may_leave(purpose, kind, side, here)
        if alone.code in (WITHDRAWN, "screening.consent_refused"):
            assert found.basis is not Basis.CONSENT
        if alone.code == WITHDRAWN:
            assert found.code in (WITHDRAWN, "screening.consulate_closed")


@given(WORDS, WORDS)
def test_nothing_is_agreed_to_that_was_not(first: list[Word], second: list[Word]) -> None:
    assert {word.word for word in narrower(first, second)} <= {"no", "withdrawn"}
    assert narrower(first, []) == ()


def test_the_narrower_counts_whenever_it_was_said() -> None:
    yes, no = Word("slip", "health", "yes", at="2026-03-02"), Word("slip", "", "no", at="2026-03-01")
    assert may_leave("slip", "health", joined([yes], [no]), Circumstances()).code == "screening.consent_refused"
    later = replace(no, at="2026-03-03")
    for each in (no, later):
        assert narrower([yes], [each]) == (replace(each, recipient="health"),)
    assert narrower([no], [later]) == ()


def test_a_service_is_reached_by_words_about_its_kind() -> None:
    yes, back = Word("slip", "health", "yes", at="2026-03-02"), Word("slip", "clinic", "withdrawn", at="2026-03-01")
    assert narrower([yes], [back], {"clinic": "health"}) == (back,)


def test_what_keeps_a_way_shut() -> None:
    assert refused("sync", "organisation", [Word("record", "", "no")]) == "no"
    assert refused("slip", "health", [Word("slip", "health", "withdrawn", "guardian")]) == "withdrawn"
    assert refused("slip", "police", [Word("judicial", "", "no")]) == "no"
    assert refused("slip", "health", [Word("sync", "", "withdrawn"), Word("slip", "", "yes")]) == ""
