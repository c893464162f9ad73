"""References of slips: random, short, safe to say aloud; they say nothing about a person.

Seven random characters and one check character of an alphabet of 29 signs. It has no vowels (no words appear), no 0 and
no 1 (nothing to confuse with O and I). Because 29 is prime and the weights differ, the check character finds every
single wrong character and every swap of two.
"""

import itertools
import random
import unicodedata

from intake_app.errors import IntakeError

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
_RANDOM_LENGTH = 7
_HALF = 4
_MEANT = {"I": "L", "1": "L", "O": "DQ", "0": "DQ"}
"""What is read for a sign that no reference has; the check character tells which of two it was."""


def new_reference(rng: random.Random) -> str:
    """A fresh reference such as ``7K4M-29QX``; hand in `random.SystemRandom()` outside tests."""
    drawn = "".join(rng.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _grouped(drawn + _check_character(drawn))


def check_reference(text: str) -> str:
    """The reference as it is written, from what a person typed or a scanner read.

    Case, blanks and hyphens do not matter, nor in which digits it is typed; what only looks like a sign of a reference
    is taken for that sign where a single reference can be meant. Raises IntakeError ``referral.bad_reference`` when the
    length, a sign or the check character is wrong; the fact names which.
    """
    signs = "".join(_plain(sign) for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())
    if len(signs) != _RANDOM_LENGTH + 1:
        raise IntakeError("referral.bad_reference", reason="length")
    readings = [_MEANT.get(sign, sign) for sign in signs]
    if any(sign not in ALPHABET for each in readings for sign in each):
        raise IntakeError("referral.bad_reference", reason="sign")
    meant = ["".join(one) for one in itertools.product(*readings)]
    right = [one for one in meant if _check_character(one[:_RANDOM_LENGTH]) == one[_RANDOM_LENGTH]]
    if len(right) != 1:
        raise IntakeError("referral.bad_reference", reason="check")
    return _grouped(right[0])


def _plain(sign: str) -> str:
    """A digit of any script as we write it."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _check_character(signs: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(signs: str) -> str:
    return f"{signs[:_HALF]}-{signs[_HALF:]}"
