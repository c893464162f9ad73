"""Which script a text is in, so that a font is chosen by script and never by chance of fallback."""

from functools import cache

from intake_app import languages

_BLOCKS = (
    (0x0530, 0x058F, "Armn"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"), (0x07C0, 0x07FF, "Nkoo"),
    (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"),
    (0x0B80, 0x0BFF, "Taml"), (0x0D80, 0x0DFF, "Sinh"), (0x10A0, 0x10FF, "Geor"), (0x1200, 0x139F, "Ethi"),
    (0x2D30, 0x2D7F, "Tfng"), (0x2D80, 0x2DDF, "Ethi"), (0x3040, 0x30FF, "Hans"), (0x4E00, 0x9FFF, "Hans"),
    (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"), (0x1E900, 0x1E95F, "Adlm"),
)  # fmt: skip
_FIRST = _BLOCKS[0][0]
_SHARED = frozenset((0x0964, 0x0965, 0x060C, 0x061B, 0x061F, 0x0640))
"""Dandas, Arabic points and the stretch: several scripts use them."""


def script_of(char: str) -> str | None:
    """The script of a letter that needs a font of its own; None for Latin, digits, points and spaces."""
    point = ord(char)
    if point < _FIRST or point in _SHARED:
        return None
    return next((script for low, high, script in _BLOCKS if low <= point <= high), None)


def runs(text: str) -> list[tuple[int, int, str]]:
    """Stretches of one script: (start, length, script) in UTF-16 units, as Qt counts.

    Spaces and points between words of the same script belong to the stretch; those at its ends do not.
    """
    found: list[tuple[int, int, str]] = []
    at, broken = 0, False
    for char in text:
        wide = 2 if ord(char) > 0xFFFF else 1
        script = script_of(char)
        if script is not None:
            if found and found[-1][2] == script and not broken:
                found[-1] = (found[-1][0], at + wide - found[-1][0], script)
            else:
                found.append((at, wide, script))
            broken = False
        elif char.isalnum():
            broken = True
        at += wide
    return found


def language_for(text: str, language: str) -> str:
    """The language whose font suits a text: `language`, unless the text begins in another script."""
    script = next((script for script in map(script_of, text) if script), None)
    if script is None:
        return language
    own = languages.get(language)
    return language if own.known and own.script == script else language_of_script(script) or language


@cache
def language_of_script(script: str) -> str | None:
    """The first language of the registry that is written in a script; its font stands for the script."""
    return next((one.code for one in languages.all_languages() if one.script == script), None)
