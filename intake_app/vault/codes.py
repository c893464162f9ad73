"""Speakable codes of records: ``KARO-27-4``, random, with a check digit, saying nothing.

Two syllables, two digits, one check digit by Damm's quasigroup: any one wrong letter or digit, and any two
neighbours exchanged, are noticed.  Ten consonants and five vowels, less what is a word, give 200,000 codes for one
store.
"""

import random
import re
import unicodedata

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
    BABE BAKA BAKE BALA BALE BALI BANE BARA BARE BARI BASE BETE BIDE BIKE BILE BITA BITE BITO BOBO BODE BONA BONE BONO
    BORE BOSA BOTE BUBU BUFO BUSI DABA DABO DADA DADI DADO DAKA DALE DALI DAME DARE DATA DATE DATO DEMO DIKE DIKO DILA
    DIMA DIMI DINA DINE DINO DIRE DITA DITO DODO DOLE DOLO DOME DONE DONO DORA DOSE DOTE DUDE DUKE DUNE DURA DURO FADE
    FADI FAKE FALU FAMA FAME FANO FARE FATE FATO FEDE FERI FESA FETO FIDA FIDO FIFI FIKA FIKI FIKO FILA FILE FILO FINE
    FINO FIRE FOKA FOLE FORA FORE FOTO FUDI FUKA FUKI FUKO FULA FUMO FUNE FURO FUSE FUSO FUTA FUTO KAFE KAFI KAKA KAKI
    KAKO KANE KANO KASA KASE KILO KINO KIRE KIRI KIRU KISA KISE KITE KOLA KOSE KOSO KULI KULO KUNA KUNE KUNI KURA KURE
    KURU KUSA KUSE KUSI KUSU LADO LAKE LALA LAMA LAME LANA LANE LARA LATE LATO LEDA LENA LESA LIBI LIKE LILI LIMA LIME
    LINA LINE LINO LIRA LISA LITE LOBE LODE LODI LOKA LOKI LOKO LOLA LOME LONE LORE LORO LOSE LULI LULU LUNA LUTE LUTO
    MAKE MALA MALE MALI MALO MAMA MAMI MANE MANI MANO MARA MARE MARI MATE MATO MEDO MEMO MERA MERE META METE MIKE MILE
    MIMA MIME MIMI MINA MINE MIRA MITE MITO MODE MODO MOLE MOLO MONA MORA MORE MORI MORO MOTE MULA MULE MULO MURI MURO
    MUSA MUSE MUSO MUTA MUTE MUTI MUTO NABI NAME NANA NANI NANO NASO NATA NATO NEMO NENE NERA NERE NERI NERO NIDO NIKA
    NIKE NIKI NIKO NIKU NINA NINI NINO NODE NODO NOME NONA NONE NONO NORA NOSE NOTA NOTE NUDA NUDE NUDI NUDO NUKE NULA
    NULE RAKE RAME RAMI RANA RARE RARO RASA RASE RATA RATE RATO REDO REMO RENA RENE RESA RESO RETE RIDE RIDI RIFE RIMA
    RIME RINA RISE RISO RITA RITE RITO ROBA ROBE RODE ROLE ROMA ROME ROMI ROMO ROSA ROSE ROSO ROTA ROTE RUDA RUDE RULE
    RUNE RUSE RUSO RUTO SADE SADI SAFE SAKE SALA SALE SALI SALO SAME SAMI SANA SANE SANO SARA SATE SEDE SEKA SEME SENO
    SERA SERO SETA SETE SIBI SIDA SIDE SIKE SIKI SIRE SIRI SITE SITO SODA SODI SODO SOFA SOLA SOLE SOLI SOLO SOME SONO
    SORE SUDA SUKA SUKI SUKO SURE TAKE TALE TAME TANA TARA TATA TELA TELE TEMA TEMI TESA TESO TETA TETE TIFO TILE TIME
    TINA TINO TIRA TIRE TIRO TITE TITI TITO TOMI TONE TONO TORE TORO TOTE TOTO TUBE TUBO TUNE TUTU
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


def plain_digits(text: str) -> str:
    """A text with the digits of any script as codes have them."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def code_of(text: str) -> str:
    """The code in what somebody typed or heard: case, spaces and dashes do not matter, nor the script of its digits.

    Raises IntakeError 'vault.bad_code' when the shape or the check digit is wrong.
    """
    plain = re.sub(r"[\s\-–—]+", "", plain_digits(text)).upper()
    if not re.fullmatch(rf"(?:[{_CONSONANTS}][{_VOWELS}]){{2}}[0-9]{{3}}", plain):
        raise IntakeError("vault.bad_code")
    if check_digit(plain[:6]) != int(plain[6]):
        raise IntakeError("vault.bad_code")
    return f"{plain[:4]}-{plain[4:6]}-{plain[6]}"
