"""One language on a slip: what it says, in which language that really is, and whether a speaker has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from intake_app import languages
from intake_app.i18n import SOURCE, msg
from intake_app.slips.shaping import Span
from intake_app.slips.wording import Catalogues, Words, filled

ITALIAN = "it"
SHEET: Final = msg("Sheet")
INFORMATION: Final = msg("Information sheet")
"""What the properties of a paper call it, whoever it is of or for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text ready to be set, with the language it is in: English where a translation is missing."""

    spans: tuple[Span, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts in one language."""

    words: Words
    language: str

    @classmethod
    def of(cls, language: str, catalogues: Catalogues) -> "Voice":
        """The voice for a BCP 47 code."""
        return cls(catalogues(language), language)

    def say(self, key: str, *, bold: bool = False, **values: str) -> Said:
        """The text for an English key, fields filled."""
        language = self.language if self.words.knows(key) and self._has_catalogue() else SOURCE
        return Said(tuple(filled(self.words(key), bold=bold, **values)), language)

    def listed(self, keys: Sequence[str]) -> Said:
        """The texts for several English keys as one sentence that lists them."""
        between, around = msg("{before}, {next}"), msg("{list}.")
        known = all(self.words.knows(key) for key in (*keys, between, around)) and self._has_catalogue()

        def words(key: str) -> str:
            return self.words(key) if known else key

        told = reduce(lambda before, each: words(between).format(before=before, next=each), map(words, keys))
        return Said((Span(words(around).format(list=told)),), self.language if known else SOURCE)

    def join(self, said: Sequence[Said]) -> list[Said]:
        """Sentences in a row as one paragraph for each stretch of the same language."""
        joined: list[Said] = []
        for sentence in said:
            if joined and joined[-1].language == sentence.language:
                spans = (*joined[-1].spans, Span(" "), *sentence.spans)
                joined[-1] = Said(spans, sentence.language)
            else:
                joined.append(sentence)
        return joined

    @property
    def needs_review_note(self) -> bool:
        """Whether the reader must be told that no speaker has read this yet; the English source needs no such word."""
        is_source = self.language.partition("-")[0] == SOURCE
        return self._has_catalogue() and not is_source and not self.words.reviewed

    @property
    def is_missing(self) -> bool:
        """Whether there is no translation at all, so that the text is in English."""
        return not self._has_catalogue()

    @property
    def is_italian(self) -> bool:
        return self.language.partition("-")[0] == ITALIAN

    def _has_catalogue(self) -> bool:
        return languages.get(self.words.language).code.partition("-")[0] == self.language.partition("-")[0]
