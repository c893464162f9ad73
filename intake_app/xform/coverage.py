"""How far a form is translated, by language and by kind of text."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from intake_app.xform.definition import Element, Entry, FormDefinition, FormLanguage, Question, Wording
from intake_app.xform.speaking import MEDIA, UNNAMED, has_words

TextClass = Literal["labels", "hints", "choices", "messages"]
_PLAIN = "\0"  # no itext id begins so
CLASSES: tuple[TextClass, ...] = ("labels", "hints", "choices", "messages")


@dataclass(frozen=True, slots=True)
class Share:
    """So many texts are there, of so many."""

    there: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all; 100 where there is nothing to translate."""
        return self.there * 100 // self.of if self.of else 100


@dataclass(frozen=True, slots=True)
class LanguageCoverage:
    """One language of a form and what of the form's texts it has: by kind, and all together.

    `reviewed` counts the texts that a person has signed, `reviewers` says who, by how many, most first.
    """

    language: FormLanguage
    shares: Mapping[TextClass, Share]
    total: Share
    reviewed: Share
    reviewers: tuple[str, ...] = ()


def coverage(definition: FormDefinition) -> tuple[LanguageCoverage, ...]:
    """Every language of a form, in its order.

    Only texts count that the form has in some language, or once for all of them, which is in none that it names. A
    text that is missing, ``-`` or in truth in another language does not count as there. Guidance belongs to its hint,
    pictures and sounds to their text.
    """
    classes = _classes(definition)
    found = []
    for language in definition.languages:
        own = definition.itext[language.name]
        there = {text for text in classes if _is_there(own.get(text), language)}
        there |= {text for text in classes if text[:1] == _PLAIN and language.name == UNNAMED}
        shares = {kind: _share(classes, there, kind) for kind in CLASSES}
        signed = [who for text in sorted(there & own.keys()) if (who := _signed(own[text])) is not None]
        reviewers = tuple(name for name, _count in Counter(signed).most_common())
        total, reviewed = Share(len(there), len(classes)), Share(len(signed), len(classes))
        found.append(LanguageCoverage(language, shares, total, reviewed, reviewers))
    return tuple(found)


def _signed(entry: Entry) -> str | None:
    """Who has read every form of a text; the name without the day."""
    told = [phrase.reviewer for form, phrase in entry.items() if form not in MEDIA and not phrase.missing]
    names = [who.rpartition(", ")[0] or who for who in told if who]
    return names[0] if names and len(names) == len(told) else None


def _share(classes: Mapping[str, TextClass], there: set[str], kind: TextClass) -> Share:
    of = [text for text, each in classes.items() if each == kind]
    return Share(sum(text in there for text in of), len(of))


def _is_there(entry: Entry | None, language: FormLanguage) -> bool:
    if entry is None:
        return False
    return any(not phrase.missing and phrase.fallback in (None, language.code) for phrase in entry.values())


def _classes(definition: FormDefinition) -> Mapping[str, TextClass]:
    """What each itext id is, of those that have a text in some language, and each text that is in none.

    What no question names is a choice.
    """
    known: dict[str, TextClass] = {}
    plain: dict[str, TextClass] = {}
    for kind, wording in _wordings(definition):
        if wording is not None and wording.itext is not None:
            known.setdefault(wording.itext, kind)
        elif wording is not None and wording.itext_expression is None and has_words(wording.inline):
            plain[f"{_PLAIN}{len(plain)}"] = kind
    return plain | {
        text: known.get(text, "choices")
        for language in definition.languages
        for text, entry in definition.itext[language.name].items()
        if _is_there(entry, language)
    }


def _wordings(definition: FormDefinition) -> Iterator[tuple[TextClass, Wording | None]]:
    for element in _elements(definition.questions):
        yield "labels", element.label
        if isinstance(element, Question):
            yield "hints", element.hint
            yield from (("choices", item.label) for item in element.items)
    for spec in definition.specs.values():
        yield "messages", spec.bind.constraint_message
        yield "messages", spec.bind.required_message


def _elements(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        if not isinstance(element, Question):
            yield from _elements(element.children)
