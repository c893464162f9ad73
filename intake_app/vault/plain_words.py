"""Texts that somebody writes as the reason of an act, or as the name of a body: words that can be seen and read."""

import unicodedata

from intake_app.errors import IntakeError

FEWEST_LETTERS, FEWEST_WORDS = 10, 3
"""A reason has so many letters, or so many words of two letters and more."""
_JOINERS = "\u200c\u200d"
"""Signs without a look of their own that Persian and Bengali are written with."""
_HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs")


def readable(text: str) -> str:
    """The text, its spaces tidied.  Raises IntakeError 'vault.unseen_signs' for one with signs that nobody sees."""
    kept = " ".join(text.split())
    if any(unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS for sign in kept):
        raise IntakeError("vault.unseen_signs")
    return kept


def reason(text: str) -> str:
    """A reason as it is kept.  Raises IntakeError 'vault.no_reason' for one that says nothing, and as `readable` does.
    """
    kept = readable(text)
    words = [letters(word) for word in kept.split()]
    if sum(words) < FEWEST_LETTERS and sum(count > 1 for count in words) < FEWEST_WORDS:
        raise IntakeError("vault.no_reason", words=FEWEST_WORDS, letters=FEWEST_LETTERS)
    return kept


def letters(text: str) -> int:
    """How many letters a text has, of any script."""
    return sum(unicodedata.category(sign).startswith("L") for sign in text)
