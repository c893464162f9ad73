"""Recovery keys: what is forgiven, what is noticed."""

import random

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import recovery_key

KEY = recovery_key.of_bits(0x0123456789ABCDEF_FEDCBA9876543210)


def test_the_form_is_part_of_the_format() -> None:
    """26 characters of Crockford's base32 are the 128 bits with two zero bits behind; keys on paper must stay good."""
    plain = recovery_key.canonical(KEY)
    assert recovery_key.grouped(plain) == KEY
    number = 0
    for letter in plain[:26]:
        number = number * 32 + recovery_key.LETTERS.index(letter)
    assert number == 0x0123456789ABCDEF_FEDCBA9876543210 << 2
    assert [len(group) for group in KEY.split("-")] == [4] * 6 + [3]


def test_every_new_key_is_another_and_is_well_formed() -> None:
    keys = {vault.new_recovery_key() for _ in range(200)}
    assert len(keys) == 200
    for key in keys:
        assert vault.check_recovery_key(key) == key.replace("-", "")


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda key: key.replace("-", ""),
        lambda key: key.replace("-", " "),
        lambda key: f"  {key}\n",
        lambda key: key.replace("0", "O").replace("1", "l"),
        lambda key: key.replace("0", "o").replace("1", "I"),
        lambda key: key.replace("-", "–"),
    ],
)
def test_what_a_hand_does_to_it_is_forgiven(change: object) -> None:
    assert recovery_key.canonical(change(KEY)) == recovery_key.canonical(KEY)  # type: ignore[operator]


def _reason(typed: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(IntakeError) as caught:
        recovery_key.canonical(typed)
    assert caught.value.code == "vault.recovery_typo"
    facts = dict(caught.value.facts)
    return str(facts.pop("reason")), facts


def test_any_one_wrong_character_is_noticed() -> None:
    plain = recovery_key.canonical(KEY)
    for place, letter in enumerate(plain):
        for other in set(recovery_key.LETTERS) - {letter}:
            assert _reason(plain[:place] + other + plain[place + 1 :]) == ("check", {})


def test_any_two_that_changed_places_are_noticed() -> None:
    rng = random.Random(1)
    for _ in range(300):
        plain = list(recovery_key.canonical(recovery_key.of_bits(rng.getrandbits(128))))
        one, two = rng.sample(range(27), 2)
        if plain[one] != plain[two]:
            plain[one], plain[two] = plain[two], plain[one]
            assert _reason("".join(plain))[0] == "check"


def test_too_short_too_long_and_strange_are_told_apart() -> None:
    assert _reason("") == ("length", {"length": 0})
    assert _reason(KEY[:-1]) == ("length", {"length": 26})
    assert _reason(KEY + "0") == ("length", {"length": 28})
    assert _reason("ABU") == ("letter", {"place": 3})
    assert _reason("é") == ("letter", {"place": 1})


def test_the_two_spare_bits_are_zero() -> None:
    plain = recovery_key.canonical(KEY)
    odd = plain[:25] + recovery_key.LETTERS[recovery_key.LETTERS.index(plain[25]) + 1]
    assert _reason(odd + recovery_key.LETTERS[recovery_key._check(odd)]) == ("check", {})


def test_the_check_is_the_sum_over_gf32_worked_out_by_hand() -> None:
    """The field of x^5 + x^2 + 1, multiplication by shifting and adding; the first character has the greatest power."""

    def times(left: int, right: int) -> int:
        product = 0
        for bit in range(5):
            if right >> bit & 1:
                product ^= left << bit
        for bit in range(8, 4, -1):
            if product >> bit & 1:
                product ^= 0b100101 << bit - 5
        return product

    plain = recovery_key.canonical(KEY)
    total = 0
    for place, letter in enumerate(plain[:26]):
        power = 1
        for _ in range(26 - place):
            power = times(power, 2)
        total ^= times(recovery_key.LETTERS.index(letter), power)
    assert recovery_key.LETTERS[total] == plain[26]
