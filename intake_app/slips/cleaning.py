"""Values from outside before they reach a page: no controls, no overrides of direction, no endless text."""

import unicodedata
from typing import Final

LONGEST: Final = 240
_JOINERS: Final = "\u200c\u200d"


def clean(text: str, longest: int = LONGEST) -> str:
    """One line of text: NFC, controls and line ends to blanks, direction and other invisible signs out, clipped.

    Joiners stay between letters, where Bengali, Persian and others need them. Longer texts end in "…".
    """
    kept = "".join(_keep(sign) for sign in text[: longest * 4])
    joined = "".join(sign for place, sign in enumerate(kept) if sign not in _JOINERS or _between_letters(kept, place))
    one_line = unicodedata.normalize("NFC", " ".join(joined.split()))
    return one_line if len(one_line) <= longest else one_line[: longest - 1].rstrip() + "…"


def _keep(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign in _JOINERS:
        return sign
    if kind in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if kind in ("Cf", "Cs", "Co", "Cn") or 0xFE00 <= ord(sign) <= 0xFE0F else sign


def _between_letters(text: str, place: int) -> bool:
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(unicodedata.category(sign)[0] in "LM" for sign in around)
