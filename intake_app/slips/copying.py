"""What a line of a right-to-left script tells whoever copies it.

Readers disagree: pdfium takes the words from left to right and orders them anew by itself; poppler (Evince, Okular,
pdftotext) turns only stretches without a number or a comma, on a page that is mostly left to right from the left,
on the others from the right. So a line tells poppler its text in that order of its own, with marks of direction
where a blank would end up on the wrong side of a number.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

_LEFT, _RIGHT = "\u200e", "\u200f"
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_TURNED: Final = ("R", "AL")
_ENDS: Final = ("L", "EN", "AN", "ES", "ET", "CS")


def mostly_left_to_right(texts: Iterable[str]) -> bool:
    """Whether a page has no more letters from right to left than from left to right."""
    kinds = [unicodedata.bidirectional(sign) for text in texts for sign in text]
    return kinds.count("L") >= sum(kinds.count(kind) for kind in _TURNED)


def is_turned(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return any(_turned(sign) for sign in text)


def as_copied(text: str, from_left: bool) -> str:
    """A line in logical order as it has to be told so that it is copied in logical order."""
    return "".join(_from_left(text)) if from_left else "".join(reversed([*_from_right(text)]))


def as_pdfium_turns(text: str, turned: bool) -> str:
    """A word as pdfium wants it on a line with anything from right to left: each stretch of letters from its end, and
    brackets of a right-to-left word the other way round. The order of the words it finds by itself."""
    text = text.translate(_MIRRORED) if turned else text
    return "".join(
        "".join(stretch)[::-1] if turned else "".join(stretch) for turned, stretch in groupby(text, key=_turned)
    )


def _from_left(text: str) -> Iterator[str]:
    here = 0
    while here < len(text):
        start = _next(text, here, _turned)
        yield text[here:start]
        end = _next(text, start, _ends)
        core = end if end == len(text) else start + _last(text[start:end], _turned)
        yield text[start:core][::-1]
        if core < end:
            yield _LEFT + _RIGHT + text[core:end][::-1]
        here = end


def _from_right(text: str) -> Iterator[str]:
    here = 0
    mark = ""
    while here < len(text):
        end = _next(text, here, _ends)
        yield (mark + text[here:end])[::-1]
        turned = _next(text, end, _turned)
        here = end + _last(text[end:turned], _ends)
        yield text[end:here]
        mark = _RIGHT if here < turned else ""


def _next(text: str, start: int, wanted: Callable[[str], bool]) -> int:
    return next((place for place in range(start, len(text)) if wanted(text[place])), len(text))


def _last(text: str, wanted: Callable[[str], bool]) -> int:
    """Where the last such sign ends."""
    return next((place + 1 for place in range(len(text) - 1, -1, -1) if wanted(text[place])), 0)


def _turned(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in _TURNED


def _ends(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in _ENDS
