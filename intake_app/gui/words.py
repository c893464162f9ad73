"""The interface language as something that can change while windows are open."""

import re
from collections.abc import Iterable
from unicodedata import bidirectional

from PySide6.QtCore import QObject, Qt, Signal

from intake_app import i18n, languages
from intake_app.gui import tokens


class Words(QObject):
    """The present translator. Call it for a sentence; connect `changed` to `retranslate`.

    Call sites name it `tr` and its `plural` `trn`, so that the sentences are found by the extraction.
    """

    changing = Signal()
    changed = Signal()
    settled = Signal()
    """Before the language is another, then it is, and then everything says so."""

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        self.translator = i18n.load(language).for_frame()
        self.language = language

    def __call__(self, msgid: str) -> str:
        """The sentence in the interface language, or the English one."""
        return self.translator(msgid)

    def plural(self, one: str, many: str, n: int) -> str:
        """The form of the sentence for a count."""
        return self.translator.plural(one, many, n)

    def set_language(self, language: str) -> None:
        """Change the interface language of every window that listens."""
        if language != self.language:
            self.changing.emit()
            self.translator = i18n.load(language).for_frame()
            self.language = language
            self.changed.emit()
            self.settled.emit()

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The direction of the frame of the windows."""
        return tokens.direction(self.language)


def bare(text: str) -> str:
    """The text without the marks that keep parts of it together in a window: for paper, files and who hears it."""
    return text.translate(_MARKS)


def own_way(name: str) -> str:
    """A name in a sentence: on one line, in its own direction, and with places to break it where it is very long."""
    shown = " ".join(_TURNING.sub(" ", name).split())
    shown = shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
    shown = _LONG_WORD.sub(lambda word: "\u200b".join(_PIECE.findall(word.group())), shown)
    if not any(bidirectional(sign) in ("R", "AL") for sign in shown):
        return shown
    return f"\u2068{framed(shown) if _first_letter(shown) == 'L' else steady(shown)}\u2069"


def file_name(name: str, tr: Words) -> str:
    """The name of a file in a sentence: its ending stays at its end, also in a window from right to left."""
    return tr.translator.apart(own_way(name))


_LONGEST_NAME = 100
_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u202d\u202c"))
_TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONG_WORD, _PIECE = re.compile(r"\S{25,}"), re.compile(r".{1,12}")
_OF_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RIGHT = f"[{_OF_RIGHT}]"
_POINT = r"""(?<![\d.,])\d{1,3}(?:[.,]\d+)?°(?:[ ]?\d+(?:[.,]\d+)?['’′"”″]+)*[ ]?[NSEOW](?!\w)"""
_STRAIGHT = re.compile(
    r"""(?P<left>(?!RIGHT)[^\W\d_](?:[^\nOF_RIGHT]*(?:\d|(?!RIGHT)[^\W\d_]))?)  # letters lead the rest by themselves
    | \d{4}-\d\d-\d\dT[\d:.]+\d(?:Z|[+-]\d\d:\d\d)? | (?<![\d:])\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?
    | (?<!\d)\d{1,2}(?:[-–/]\d{1,2})?(?:[ ](?:(?!RIGHT)[^\W\d_])+\.?){1,3}[ ]\d{4}(?!\d)
    | (?<![\d-])\d{1,4}(?:-|[ ]-[ ])\d{1,2}(?:-|[ ]-[ ])\d{1,4}(?![-/.]?\d)  # days
    | (?<![\d/.-])\d{1,4}[/.]\d{1,2}[/.]\d{1,4}(?![-/.]?\d)
    | (?<![\d-])(?:(?:19|20)\d\d-(?:0?\d|1[0-2])|(?:0?\d|1[0-2])-(?:19|20)\d\d)(?![-/.]?\d)  # months
    | (?P<years>(?<!\d)(?:19|20)\d\d[ ]?[-/][ ]?(?:19|20)\d\d(?![-/.]?\d))  # years: they read from the right
    | (?<![\w/.:@-])(?=[A-Z /-]{0,40}\d)(?=[\d /-]{0,40}[A-Z])[A-Z\d]++(?:[ /-][A-Z\d]++)+(?![\w/@-]|\.\w)  # codes
    | (?<![\w/.-])(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z\d]++(?:-[A-Za-z\d]++)+(?![\w/])
    | (?<![\d.,])-?\d{1,3}(?:\.\d+)?[ ]-?\d{1,3}(?:\.\d+)?[ ]-?\d+(?:\.\d+)?[ ]\d+(?:\.\d+)?(?![.,]?\d)  # places
    | POINT(?:[,;]?[ ]POINT)?
    | (?<!\d)\+\d[\d\u00a0 ()/.-]*\d | (?<!\d)\d++(?:[\u00a0 ]\d++)+(?![\u00a0 ()/.-]*\d)  # to call
    | (?<!\d)\d{2,5}[-/]\d{5,}(?:[-/]\d{1,2})?(?!\d) | (?<![\d-])116-(?:0\d\d|1(?:11|17|23))(?![-/.]?\d)
    | [*\#]+\d[\d*]*\#
    | (?<!\d)(?=\(|[\d.]*[\u00a0 /-])(?=(?:[(+]*\d[\u00a0 ()/.-]{0,3}){7})(?:\(\+?\d+\)|\d)[\d\u00a0 ()/.-]*\d
    | (?<![\d.,])(?<!\d[,;][ ])-?\d{1,3}(?:\.\d{2,},|,\d{2,};)[ ]?-?\d{1,3}[.,]\d{2,}(?![.,]?\d|[,;][ ]\d)  # the same
    | (?<![\w)-])[-−]\d+(?:[.,]\d+)?(?![\w-])  # less than nothing
    """.replace("OF_RIGHT", _OF_RIGHT)
    .replace("RIGHT", _RIGHT)
    .replace("POINT", _POINT),
    re.VERBOSE,
)
_RIGHT_TO_LEFT = re.compile(rf"{_RIGHT}+(?:(?:[^\w\n]|[\d_])*{_RIGHT}+)*")  # no letter of another way in between
_FROM_THE_RIGHT = re.compile("[\u0660-\u0669]")
"""Digits whose groups go from right to left even among words from left to right, unless they are told not to."""


def listed(parts: Iterable[str], language: str) -> str:
    """Several things in a row, with the comma of the language."""
    return ("، " if languages.get(language).script == "Arab" else ", ").join(parts)


def quoted(text: str, language: str) -> str:
    """Words of a form in a sentence, with the quotation marks of the language; in their own direction where they or the
    sentence run from the right."""
    before, after = "“”" if language == "en" else "«»"
    from_right = tokens.direction(language) == Qt.LayoutDirection.RightToLeft
    turns = from_right or any(bidirectional(sign) in ("R", "AL") for sign in text)
    return f"{before}\u2068{text}\u2069{after}" if turns and text else f"{before}{text}{after}"


def with_colon(name: str, told: str, language: str) -> str:
    """What is told of something, after its name: in French a blank stands before the colon."""
    return f"{name}\u00a0: {told}" if language == "fr" else f"{name}: {told}"


def key_name(keys: str) -> str:
    """A key by its name, which is not turned round among words from right to left."""
    return f"\u200e{keys}\u200e"


def from_the_right(text: str) -> str:
    """A sentence with letters from right to left reads so also where a Latin name stands first."""
    mixed = any(bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u200f{text}" if mixed and _first_letter(text) == "L" else text


def _first_letter(text: str) -> str:
    return next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "")


def steady(text: str) -> str:
    """The text with its telephone numbers, days, codes and negative numbers held together as they are written:
    right-to-left text would turn their parts round."""
    return _STRAIGHT.sub(_held, text)


def apart(text: str, tr: Words) -> str:
    """Words of others in a window from right to left: each line in its own direction, its signs where they belong."""
    if tr.direction == Qt.LayoutDirection.LeftToRight:
        return text
    return "\n".join(f"\u2068{steady(line)}\u2069" if line else "" for line in text.split("\n"))


def beside(text: str, tr: Words, language: str = "") -> str:
    """Words of a language, or of one that is not known, in a line of a window with others: together, and in their own
    direction, unless they and the window run from the left."""
    if not language:
        mark = "\u2068" if any(bidirectional(sign) in ("R", "AL") for sign in text) else ""
    else:
        mark = "\u2067" if tokens.direction(language) == Qt.LayoutDirection.RightToLeft else ""
    if tr.direction == Qt.LayoutDirection.RightToLeft:
        mark = mark or ("\u2066" if language else "\u2068")
    return f"{mark}{text}\u2069" if mark and text else text


def framed(text: str) -> str:
    """Words from left to right with those from the right apart from the rest, with all that is between these: a number
    after a name in Arabic would else be drawn before it."""
    return _RIGHT_TO_LEFT.sub(lambda found: f"\u2067{steady(found.group())}\u2069", text)


def in_order(text: str, language: str) -> str:
    """Words of a language of which each part keeps its order, whichever way it runs."""
    return steady(text) if tokens.direction(language) == Qt.LayoutDirection.RightToLeft else framed(text)


def _held(found: re.Match[str]) -> str:
    told = found.group()
    if found["years"] or found["left"]:
        return told
    if told.count("(") > told.count(")"):  # it closes behind the number
        number = told[: told.rindex("(")].rstrip()
        return f"\u2066{number}\u2069{told[len(number) :]}"
    return f"\u2066\u202d{told}\u202c\u2069" if _FROM_THE_RIGHT.search(told) else f"\u2066{told}\u2069"
