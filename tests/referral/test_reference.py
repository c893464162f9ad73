"""References: short, random, and a slip of the finger is found."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import IntakeError
from intake_app.referral import check_reference, new_reference
from intake_app.referral.reference import ALPHABET

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(SEEDS)
def test_a_new_reference_is_accepted_as_typed_in_any_way(seed: int) -> None:
    reference = new_reference(random.Random(seed))
    assert len(reference) == 9 and reference[4] == "-"
    assert check_reference(f"  {reference.lower().replace('-', ' ')} ") == reference


@given(SEEDS, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_every_wrong_character_is_found(seed: int, place: int, sign: str) -> None:
    signs = list(new_reference(random.Random(seed)).replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    with pytest.raises(IntakeError) as caught:
        check_reference("".join(signs))
    assert caught.value.code == "referral.bad_reference" and caught.value.facts == {"reason": "check"}


@given(SEEDS, st.integers(0, 6))
def test_every_swap_of_neighbours_is_found(seed: int, place: int) -> None:
    signs = list(new_reference(random.Random(seed)).replace("-", ""))
    if signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    with pytest.raises(IntakeError):
        check_reference("".join(signs))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("7K4M", "length"), ("", "length"), ("OI01AEIO", "sign"), ("OOOOOOOO", "check"), ("<b>7K4M29QX", "length")],
)
def test_other_texts_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_reference(text)
    assert caught.value.facts == {"reason": reason}


def test_references_spell_no_word_and_no_sign_twice_meant() -> None:
    assert not set(ALPHABET) & set("AEIOU01")


@given(SEEDS, st.integers(0, 7))
def test_what_looks_like_a_sign_is_taken_for_it(seed: int, place: int) -> None:
    reference = new_reference(random.Random(seed))
    signs = list(reference.replace("-", ""))
    for meant, typed in (("L", "1I"), ("D", "0O"), ("Q", "0O")):
        for sign in typed if signs[place] == meant else "":
            assert check_reference("".join((*signs[:place], sign, *signs[place + 1 :])).lower()) == reference
    digits = str.maketrans("23456789", "٢٣٤٥٦٧٨٩")
    assert check_reference(reference.translate(digits)) == reference
