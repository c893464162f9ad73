"""Words for people: English texts in the source are the keys, `translations/interface/<code>.po` holds the rest.

Call sites name the translator `tr`: ``tr("Save")``, ``tr.plural("{n} record", "{n} records", n)``. A text without a
translation is shown in English, never blank.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from intake_app import languages, paths

SOURCE = "en"
_OFFERED_FROM = 0.9
_REVIEWED = b'"X-Review: reviewed'
_COMMENT = re.compile(rb"^#(?!,).*\n", re.MULTILINE)
"""What only translators read; reading takes a third less without."""
_EMPTY = re.compile(rb'^msgstr(?:\[0\])? ""$(?!\n")', re.MULTILINE)
_UNTOLD = b'\nmsgstr ""'
"""The end of an entry that nobody translated yet: most of them in a language of the person alone, which is read when
the language of an interview is changed, before the eyes of two people."""


def msg(text: str) -> str:
    """The text itself: marks a text in a table for extraction, to be translated when it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class _Words:
    single: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]
    total: int
    reviewed: bool


class Translator:
    """Texts in one language. Immutable; safe to share between threads."""

    __slots__ = ("_frame", "_words", "language")

    def __init__(self, language: str, words: _Words, frame: bool = False) -> None:
        self.language = language
        self._words = words
        self._frame = frame and languages.get(language).direction == "rtl"

    def for_frame(self) -> "Translator":
        """The same for a window: an English text among words from right to left keeps its own direction.

        Else one that begins with a figure or ends with dots would be turned round. Never for files or the clipboard:
        the text then has marks around it that nobody sees.
        """
        return Translator(self.language, self._words, frame=True)

    def _own(self, text: str) -> str:
        return f"\u2066{text}\u2069" if self._frame and text else text

    def apart(self, name: str) -> str:
        """A name from outside in a sentence of a window from right to left: in its own direction."""
        return f"\u2068{name}\u2069" if self._frame else name

    def __call__(self, text: str) -> str:
        """The translation of an English text, or the text itself."""
        return self._words.single.get(text) or self._own(text)

    def plural(self, one: str, many: str, n: int) -> str:
        """The form for `n` things; the caller fills the fields."""
        forms = self._words.plural.get(one)
        if forms:
            told = forms[min(self._words.form(n), len(forms) - 1)]
            if told:
                return told
        return self._own(one if n == 1 else many)

    def knows(self, text: str) -> bool:
        """Whether the catalogue itself has this text."""
        return self.language == SOURCE or bool(self._words.single.get(text)) or text in self._words.plural

    @property
    def reviewed(self) -> bool:
        """Whether a person who speaks the language has read the whole catalogue."""
        return self.language == SOURCE or self._words.reviewed

    @property
    def completeness(self) -> float:
        """Translated texts over all texts, 0 to 1."""
        if self.language == SOURCE or not self._words.total:
            return 1.0
        return (len(self._words.single) + len(self._words.plural)) / self._words.total


@dataclass(frozen=True, slots=True)
class Offer:
    """A language the windows can be shown in."""

    code: str
    endonym: str
    completeness: float
    reviewed: bool


@cache
def load(language: str) -> Translator:
    """The translator for a code; a region falls to its language, a language without catalogue to English."""
    code = language.replace("_", "-")
    catalogue = _folder() / f"{code}.po"
    if code and catalogue.is_file():
        return Translator(code, _read(catalogue))
    wider = code.rpartition("-")[0]
    return load(wider) if wider else Translator(SOURCE, _Words({}, {}, lambda n: int(n != 1), 0, True))


@cache
def nearest(language: str, text: str) -> Translator:
    """The translator that has a text in a language, or in the first of those that stand in for it; at last English."""
    for code in languages.chain(language or SOURCE):
        found = load(code)
        if found.language.partition("-")[0] == code.partition("-")[0] and found.knows(text):
            return found
    return load(SOURCE)


def has(language: str, text: str) -> bool:
    """Whether there is a catalogue for this very language, and the text in it.

    Where the text stands in one line it is seen at sight: to read the catalogues of all languages takes a second.
    """
    catalogue = _folder() / f"{language}.po"
    if language == SOURCE or not catalogue.is_file():
        return language == SOURCE
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    data = catalogue.read_bytes()
    entry = re.search(rb'(?m)^msgid "%s"\nmsgstr "(?!")' % re.escape(quoted.encode()), data)
    if entry is None or b"fuzzy" in data[data.rfind(b"\n\n", 0, entry.start()) + 1 : entry.start()]:
        return load(language).knows(text)
    return True


def offered() -> tuple[Offer, ...]:
    """English, then every language whose catalogue holds at least nine texts in ten."""
    found = [Offer(SOURCE, languages.get(SOURCE).endonym, 1.0, True)]
    for catalogue in sorted(_folder().glob("*.po")):
        data = catalogue.read_bytes()
        share = _completeness(data)
        if share >= _OFFERED_FROM:
            endonym = languages.get(catalogue.stem).endonym
            found.append(Offer(catalogue.stem, endonym, share, _REVIEWED in data))
    return tuple(found)


def for_windows(language: str) -> str:
    """The code of the language of windows for somebody who speaks `language`: that one where it is offered, else
    English, also when a catalogue has the few texts that are for the person."""
    code = load(language).language
    return code if code in {offer.code for offer in offered()} else SOURCE


def _completeness(catalogue: bytes) -> float:
    """Translated texts over all texts, counted at sight: the windows ask it of each catalogue at every start, and to
    read a whole one takes forty times as long."""
    texts = catalogue.count(b"\nmsgid ") - 1  # the header has no text
    return 1 - len(_EMPTY.findall(catalogue)) / texts if texts > 0 else 0.0


def _folder() -> Path:
    return paths.translations() / "interface"


def _read(path: Path) -> _Words:
    data = path.read_bytes()
    entries = _COMMENT.sub(b"", data).strip().split(b"\n\n")
    told = [entry for entry in entries if not entry.endswith(_UNTOLD)]
    catalogue = read_po(BytesIO(b"\n\n".join(told)), locale=path.stem.replace("-", "_"))
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    total = len(entries) - len(told)
    for entry in catalogue:
        if not entry.id:
            continue
        total += 1
        if entry.fuzzy:
            continue
        if isinstance(entry.id, str):
            if entry.string:
                single[entry.id] = str(entry.string)
        elif not isinstance(entry.string, str | None) and any(entry.string):
            plural[entry.id[0]] = tuple(entry.string)
    return _Words(single, plural, c2py(catalogue.plural_expr), total, _REVIEWED in data)
