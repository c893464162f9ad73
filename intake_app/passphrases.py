"""Passphrases out of words drawn by lot.

Each word is one of 2,048 (the lists of BIP-0039), so that five of them are one of 2**55 passphrases: with the cost of
a try in `intake_app.vault.keys`, far out of reach.
"""

import secrets

from mnemonic import Mnemonic

WORDS = 5
_LISTS = {"en": "english", "it": "italian"}
LANGUAGES = tuple(_LISTS)
"""Languages that there are words in, English first."""


def suggest(language: str, count: int = WORDS) -> str:
    """So many different words with spaces between; English for a language without a list."""
    words = Mnemonic(_LISTS.get(language, _LISTS["en"])).wordlist
    return " ".join(secrets.SystemRandom().sample(words, count))
