"""The key of an organisation and its shares."""

import itertools
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from intake_app import organisation_key
from intake_app.errors import IntakeError

MADE = organisation_key.create(3, 2)


def _public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _code(*shares: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(IntakeError) as caught:
        organisation_key.private_half(shares)
    return caught.value.code, dict(caught.value.facts)


@pytest.mark.parametrize("pair", list(itertools.permutations(range(3), 2)))
def test_any_two_of_three_give_the_key(pair: tuple[int, int]) -> None:
    assert _public(organisation_key.private_half([MADE.shares[at] for at in pair])) == MADE.public


def test_more_than_enough_is_as_good() -> None:
    assert _public(organisation_key.private_half(MADE.shares)) == MADE.public


@pytest.mark.parametrize(("count", "threshold"), [(2, 2), (5, 3), (16, 16)])
def test_other_numbers(count: int, threshold: int) -> None:
    made = organisation_key.create(count, threshold)
    assert len(set(made.shares)) == count
    assert _public(organisation_key.private_half(random.Random(1).sample(made.shares, threshold))) == made.public
    assert _code(*made.shares[: threshold - 1]) == ("share.too_few", {"given": threshold - 1, "needed": threshold})


@pytest.mark.parametrize(("count", "threshold"), [(3, 1), (2, 3), (17, 2), (1, 1), (0, 0), (3, -1)])
def test_numbers_that_make_no_sense_are_refused(count: int, threshold: int) -> None:
    with pytest.raises(IntakeError, match=r"share\.numbers"):
        organisation_key.create(count, threshold)


def test_a_share_says_which_it_is() -> None:
    told = [organisation_key.facts(share) for share in MADE.shares]
    assert [one.number for one in told] == [1, 2, 3]
    assert {one.threshold for one in told} == {2}
    assert len({one.set for one in told}) == 1
    assert all(len(share.split()) == organisation_key.WORDS for share in MADE.shares)


def test_what_a_hand_does_to_words_is_forgiven() -> None:
    first, second = MADE.shares[:2]
    short = " ".join(word[:4] for word in first.split())
    loud = second.upper().replace(" ", ",\n", 7)
    assert _public(organisation_key.private_half([short, loud])) == MADE.public


def test_each_mistake_is_named_by_its_place_and_without_a_word() -> None:
    first, second = MADE.shares[:2]
    words = second.split()
    strange = " ".join([*words[:4], "zzzz", *words[5:]])
    swapped = " ".join([*words[:6], words[7], words[6], *words[8:]])
    assert words[6] != words[7]
    other = organisation_key.create(3, 2).shares[1]
    sets = (organisation_key.facts(other).set, organisation_key.facts(first).set)
    assert _code() == ("share.too_few", {"given": 0, "needed": 2})
    assert _code(first) == ("share.too_few", {"given": 1, "needed": 2})
    assert _code(first, strange) == ("share.word", {"share": 2, "word": 5})
    assert _code(first, " ".join(words[:-1])) == ("share.length", {"share": 2, "words": 32, "expected": 33})
    assert _code(first, "") == ("share.length", {"share": 2, "words": 0, "expected": 33})
    assert _code(first, swapped) == ("share.checksum", {"share": 2})
    assert _code(first, first) == ("share.twice", {})
    assert _code(first, other) == ("share.mixed", {"share": 2, "set": sets[0], "other": sets[1]})


def test_a_share_that_was_made_up_is_noticed_by_the_digest() -> None:
    """Well formed, of the right set, with a right checksum, and not one of the shares."""
    from shamir_mnemonic import Share

    real = Share.from_mnemonic(MADE.shares[1])
    forged = Share(*(getattr(real, name) for name in real.__dataclass_fields__ if name != "value"), bytes(32))
    assert _code(MADE.shares[0], forged.mnemonic()) == ("share.spoilt", {})


def test_published_vectors_of_slip_0039() -> None:
    """Vectors 1 and 4 of the published list (128 bits, passphrase TREZOR) hold in the library that makes our shares."""
    from shamir_mnemonic import combine_mnemonics

    alone = (
        "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband erode "
        "duke ajar critical decision keyboard"
    )
    assert combine_mnemonics([alone], b"TREZOR").hex() == "bb54aac4b89dc868ba37d9cc21b2cece"
    pair = (
        "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short "
        "owner flip making coding armed",
        "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft "
        "early superior advocate guest smoking",
    )
    assert combine_mnemonics(pair, b"TREZOR").hex() == "b43ceb7e57a0ea8766221624d01b0864"


def test_the_fingerprint_is_six_groups_of_four_digits() -> None:
    told = organisation_key.fingerprint(MADE.public).split(" ")
    assert [len(group) for group in told] == [4] * 6
    assert all(group.isdigit() for group in told)
    assert organisation_key.fingerprint(bytes(32)) != organisation_key.fingerprint(MADE.public)


def test_the_file_of_the_public_half() -> None:
    text = organisation_key.public_file(MADE.public)
    assert organisation_key.public_half(text) == MADE.public
    assert organisation_key.public_half(text.replace("\n", "\r\n") + "\n") == MADE.public


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace("key 1", "key 2"),
        lambda text: text.replace(text.split()[4][:2], "00", 1) if text.split()[4][:2] != "00" else text[1:],
        lambda text: text.replace("fingerprint ", "fingerprint 9"),
        lambda text: text + "more\n",
        lambda text: "\n".join([text.splitlines()[0], "zz", text.splitlines()[2]]),
        lambda text: "\n".join([text.splitlines()[0], "00" * 31, text.splitlines()[2]]),
    ],
)
def test_another_file_is_no_key(change: object) -> None:
    with pytest.raises(IntakeError, match=r"share\.bad_file"):
        organisation_key.public_half(change(organisation_key.public_file(MADE.public)))  # type: ignore[operator]
