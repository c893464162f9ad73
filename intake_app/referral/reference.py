"""References of slips: random, short, safe to say aloud; they say nothing about a person.

Seven random characters and one check character of an alphabet of 29 signs. It has no vowels (no words appear), no 0 and
no 1 (nothing to confuse with O and I). Because 29 is prime and the weights differ, the check character finds every
single wrong character and every swap of two.
"""

import random

from intake_app.errors import IntakeError

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
_RANDOM_LENGTH = 7
_HALF = 4


def new_reference(rng: random.Random) -> str:
    """A fresh reference such as ``7K4M-29QX``; hand in `random.SystemRandom()` outside tests."""
    drawn = "".join(rng.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _grouped(drawn + _check_character(drawn))


def check_reference(text: str) -> str:
    """The reference as it is written, from what a person typed or a scanner read.

    Case, blanks and hyphens do not matter. Raises IntakeError ``referral.bad_reference`` when the length, a sign or the
    check character is wrong; the fact names which.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != _RANDOM_LENGTH + 1:
        raise IntakeError("referral.bad_reference", reason="length")
    if any(sign not in ALPHABET for sign in signs):
        raise IntakeError("referral.bad_reference", reason="sign")
    if _check_character(signs[:_RANDOM_LENGTH]) != signs[_RANDOM_LENGTH]:
        raise IntakeError("referral.bad_reference", reason="check")
    return _grouped(signs)


def _check_character(signs: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(signs: str) -> str:
    return f"{signs[:_HALF]}-{signs[_HALF:]}"
