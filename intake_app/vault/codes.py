"""Speakable codes of records: ``KARO-27-4``, random, with a check digit, saying nothing.

Two syllables, two digits, one check digit by Damm's quasigroup: any one wrong letter or digit, and any two
neighbours exchanged, are noticed.  Ten consonants and five vowels give 250,000 codes for one store.
"""

import random
import re

from intake_app.errors import IntakeError

_CONSONANTS = "BDFKLMNRST"
_VOWELS = "AEIOU"
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_MEANINGFUL = """
    MORO MORA MORI NERO NERA NERI SIDA MALI LIMA ROMA ROMI ROMO NUDO NUDA NUDI NUDE MUTO MUTA
    BARA BARE LIBI DAKA RUDE RUDA FATE DIRE DIMI KILL SOLA SOLO SOLI RATO RATA TOMB DADA SODO
    SIRI SERA MINA MINE NANO NANA RASA RESO FIDA FALU BOSA BUSI LUTO LESA MALE MALA MALO DILA
    TUTU KAKA KAFI TITS BOBO NUKE FUKO FUKA DIKO DIKE
"""
_WORDS = frozenset(_MEANINGFUL.split())
"""Syllables that mean something, or name a place or a people, in a language of the field."""


def _digit(letter: str) -> int:
    if letter.isdigit():
        return int(letter)
    return _VOWELS.index(letter) if letter in _VOWELS else _CONSONANTS.index(letter)


def check_digit(body: str) -> int:
    """Damm's digit for six characters, consonants and vowels read as their place in their row."""
    interim = 0
    for letter in body:
        interim = int(_DAMM[interim][_digit(letter)])
    return interim


def new_code(rng: random.Random) -> str:
    """A code that no word of the field resembles; whether it is taken is the caller's question."""
    while True:
        word = "".join(rng.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2)
        if word not in _WORDS:
            break
    digits = f"{rng.randrange(100):02d}"
    return f"{word}-{digits}-{check_digit(word + digits)}"


def code_of(text: str) -> str:
    """The code in what somebody typed or heard: case, spaces and dashes do not matter.

    Raises IntakeError 'vault.bad_code' when the shape or the check digit is wrong.
    """
    plain = re.sub(r"[\s\-–—]+", "", text).upper()
    if not re.fullmatch(rf"(?:[{_CONSONANTS}][{_VOWELS}]){{2}}[0-9]{{3}}", plain):
        raise IntakeError("vault.bad_code")
    if check_digit(plain[:6]) != int(plain[6]):
        raise IntakeError("vault.bad_code")
    return f"{plain[:4]}-{plain[4:6]}-{plain[6]}"
