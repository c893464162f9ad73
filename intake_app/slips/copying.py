"""What a line of a right-to-left script tells whoever copies it.

Readers disagree: pdfium (browsers, the toolkit's own view) takes the words from left to right and orders them anew by
itself, see `as_pdfium_turns`; poppler (Evince, Okular, pdftotext) turns only stretches without a number or a comma, on
a page that is mostly left to right from the left, on the others from the right. So a line tells poppler its text in
that order of its own, with marks of direction where a blank would end up on the wrong side of a number.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

_LEFT, _RIGHT = "\u200e", "\u200f"
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_TURNED: Final = ("R", "AL")
_WEAK: Final = ("AN", "EN", "NSM", "CS", "ES", "ET", "BN")
_ENDS: Final = ("L", "EN", "AN", "ES", "ET", "CS")


def mostly_left_to_right(texts: Iterable[str]) -> bool:
    """Whether a page has no more letters from right to left than from left to right."""
    kinds = [unicodedata.bidirectional(sign) for text in texts for sign in text]
    return kinds.count("L") >= sum(kinds.count(kind) for kind in _TURNED)


def is_turned(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return any(_turned(sign) for sign in text)


def is_gap(text: str) -> bool:
    """Whether it is a blank between words; one at which no line ends is a sign of its word."""
    return text.isspace() and "\u00a0" not in text


def as_copied(text: str, from_left: bool) -> str:
    """A line in logical order as it has to be told so that it is copied in logical order."""
    return "".join(_from_left(text)) if from_left else "".join(reversed([*_from_right(text)]))


def as_pdfium_turns(text: str) -> tuple[str, ...]:
    """The words and blanks of a line in the order from left to right from which pdfium makes the line.

    It cuts the line where the kind of the signs changes, a blank, a number and a mark on a letter being kinds of their
    own, and takes the cuts from the right where more of them are written from right to left than are Latin, else from
    the left; what takes sides it mirrors where the last letters before were from right to left. So a row of Latin
    words, or of groups of a number, is told in its order from the right, in which it does not stand.
    """
    cuts = [("".join(signs), kind) for kind, signs in groupby(_apart(text), key=_kind)]
    kinds = [kind for _, kind in cuts]
    from_right = turned = kinds.count("R") > kinds.count("L")
    told = list[str]()
    for cut, kind in cuts:
        turned = kind == "R" or (turned and kind != "L")
        told.append(cut.translate(_MIRRORED) if turned and kind in "R" else cut)
    ordered = "".join(reversed(told) if from_right else told)
    return tuple("".join(signs) for _, signs in groupby(ordered, key=is_gap))


def for_pdfium(words: Iterable[tuple[str, str]], after: bool = False) -> Iterator[str]:
    """Each word of a line, with the text of its glyphs, as it is told to pdfium.

    It turns round what stands at glyphs from right to left or at marks without text, and letters from right to left at
    any others if the word before stands at such glyphs. after: whether the last word of the line before does.
    """
    for word, drawn in words:
        if word.isspace():
            yield word
            continue
        turned = is_turned(drawn) or not drawn
        yield word[::-1] if turned or (after and is_turned(word)) else word
        after = turned


def _apart(text: str) -> str:
    """With a mark between a blank and a bracket beside it, which pdfium would take as one and turn round; and before a
    bracket at the beginning."""
    told = _RIGHT if text and _kind(text[0]) == "" else ""
    for sign in text:
        beside = told and _kind(sign) == _kind(told[-1]) == "" and sign.isspace() != told[-1].isspace()
        told += _RIGHT + sign if beside else sign
    return told


def _kind(sign: str) -> str:
    """L and R for letters of either direction, W for numbers, their signs and marks, "" for all that takes sides."""
    told = unicodedata.bidirectional(sign)
    if told in _TURNED:
        return "R"
    if told == "L":
        return "L"
    return "W" if told in _WEAK else ""


def _from_left(text: str) -> Iterator[str]:
    here = 0
    while here < len(text):
        start = _next(text, here, _turned)
        yield text[here:start]
        end = _next(text, start, _ends)
        core = end if end == len(text) else start + _last(text[start:end], _turned)
        yield ("" if start == core or _turned(text[core - 1]) else _RIGHT) + text[start:core][::-1]
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
