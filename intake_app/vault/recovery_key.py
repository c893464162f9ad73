"""Recovery keys: 128 random bits in a form that people copy from paper without mistakes.

26 characters of Crockford's base32 (no I, L, O, U) and a check character, in groups of four.  The check is a sum over
GF(32) in which each place has its own weight: it notices any one wrong character and any two that changed places.
"""

import secrets

from intake_app.errors import IntakeError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 27
_BITS = 128
_READ_AS = str.maketrans("OIL", "011", " -\t\n\r.·‐–—")
_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, which makes GF(32) of five bits."""


def new_key() -> str:
    """A fresh key, grouped for reading."""
    return of_bits(secrets.randbits(_BITS))


def of_bits(bits: int) -> str:
    """The key of these 128 bits, grouped for reading; two zero bits fill the last of the 26 characters."""
    filled = bits << 2
    text = "".join(LETTERS[filled >> 5 * place & 31] for place in reversed(range(26)))
    return grouped(text + LETTERS[_check(text)])


def grouped(key: str) -> str:
    """The key in groups of four."""
    return "-".join(key[at : at + 4] for at in range(0, LENGTH, 4))


def canonical(typed: str) -> str:
    """The 27 characters of a key as typed: case, spaces and hyphens do not matter, O is 0, I and L are 1.

    Raises IntakeError 'vault.recovery_typo': reason length (with how many there are), letter (which place) or check.
    """
    text = typed.upper().translate(_READ_AS)
    for place, letter in enumerate(text, 1):
        if letter not in LETTERS:
            raise IntakeError("vault.recovery_typo", reason="letter", place=place)
    if len(text) != LENGTH:
        raise IntakeError("vault.recovery_typo", reason="length", length=len(text))
    if LETTERS[_check(text[:-1])] != text[-1] or LETTERS.index(text[25]) % 4:
        raise IntakeError("vault.recovery_typo", reason="check")
    return text


def _check(text: str) -> int:
    """The sum of the characters, each times a power of x of its own (Horner's rule)."""
    total = 0
    for letter in text:
        total = _times_x(total ^ LETTERS.index(letter))
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
