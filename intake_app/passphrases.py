"""Passphrases out of words drawn by lot.

Each word is one of 2,048 (the lists of BIP-0039, in which no two words begin with the same four letters), so that six
of them are one of 2**66 passphrases, more than five words of a diceware list (7,776 words, 2**64.6): with the cost of a
try in `intake_app.vault.keys`, far out of reach.
"""

import secrets
from functools import cache

from mnemonic import Mnemonic

WORDS = 6
_LISTS = {"en": "english", "it": "italian"}
LANGUAGES = tuple(_LISTS)
"""Languages that there are words in, English first."""


@cache
def wordlist(language: str) -> tuple[str, ...]:
    """Every word that may be drawn; English for a language without a list."""
    return tuple(Mnemonic(_LISTS.get(language, _LISTS["en"])).wordlist)


def suggest(language: str, count: int = WORDS) -> str:
    """So many different words with spaces between; English for a language without a list."""
    return " ".join(secrets.SystemRandom().sample(wordlist(language), count))
