"""What a form offers by language: names, review marks, and how much of it is translated."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app import languages
from intake_app.gui.controls import Kind
from intake_app.gui.table import Cell, Row
from intake_app.gui.words import Words
from intake_app.xform import FormDefinition


@dataclass(frozen=True)
class Coverage:
    """One language of a form: its itext name, BCP 47 code ("" unknown), review mark, texts translated of all texts."""

    name: str
    code: str
    review: str
    translated: int
    texts: int

    @property
    def complete(self) -> bool:
        """Every text is there."""
        return self.translated == self.texts


def coverage(definition: FormDefinition) -> tuple[Coverage, ...]:
    """Every language of a form. A text that is missing or stands in another language does not count; pure."""
    ids = {text_id for texts in definition.itext.values() for text_id in texts}
    found = []
    for language in definition.languages:
        own = definition.itext.get(language.name, {})
        known = languages.from_form_name(language.name)
        code = language.code or (known.code if known else "")
        there = sum(1 for text_id in ids if _translated(own.get(text_id), code))
        found.append(Coverage(language.name, code, language.review or "", there, len(ids)))
    return tuple(found)


def rows(found: Sequence[Coverage], words: Words) -> list[Row]:
    """A row for each language: its own name, its name in the interface language, how far it is."""
    return [Row(one.name, (_own_name(one), Cell(our_name(one.code, words)), _state(one, words))) for one in found]


def heads(words: Words) -> tuple[str, str, str]:
    """The heads over those rows."""
    tr = words
    return tr("Language"), tr("In words"), tr("Translation")


def _translated(entry: object, code: str) -> bool:
    phrases = entry.values() if isinstance(entry, dict) or hasattr(entry, "values") else ()
    return any(not phrase.missing and (phrase.fallback in (None, code)) for phrase in phrases)


def _own_name(one: Coverage) -> Cell:
    known = languages.get(one.code) if one.code else None
    return Cell(known.endonym if known else one.name, language=one.code)


def our_name(code: str, words: Words) -> str:
    """A language in the interface language, so far as the registry has its name; "" for no code."""
    if not code:
        return ""
    known = languages.get(code)
    return known.italian if words.language == "it" else known.english


def _state(one: Coverage, words: Words) -> Cell:
    tr = words
    badge, kind = {
        "reviewed": (tr("Reviewed"), Kind.OK),
        "unreviewed": (tr("Not yet reviewed"), Kind.WARN),
    }.get(one.review, ("", Kind.NEUTRAL))
    told = "" if one.complete else tr("{there} of {all} texts").format(there=one.translated, all=one.texts)
    return Cell(told or ("" if badge else tr("complete")), badge, kind)
