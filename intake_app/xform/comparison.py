"""What another version of a form changes: questions, what they offer, rules, and texts in each language.

    compare(old, new) -> FormChanges

Places are paths of the form (a question, group or repeat), or the id of a list of choices; a group without a path is
``#`` and the first path in it. A text is compared where it
is shown, not by the id it has in the form: another id for the same words is no change. Texts that are worked out stand
with their expression in braces.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from intake_app.xform.definition import (
    Bind,
    Element,
    Entry,
    FormDefinition,
    NodeSpec,
    Phrase,
    Question,
    Wording,
)
from intake_app.xpath.expression import Compiled
from intake_app.xpath.tree import Node

ChangeKind = Literal["added", "removed", "kind", "rules"]
Part = Literal["label", "hint", "constraint", "required", "choice"]
RULES = ("calculate", "relevant", "readonly", "required", "constraint")
"""The rules that are compared, by their names in a form."""


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that is new, gone, of another kind (type, control, appearance), or has other rules: their names."""

    path: str
    kind: ChangeKind
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """A list of choices, by the question it is written at or its own id: values it offers now, and no longer."""

    place: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that reads otherwise in one language; blank where there was, or is, none. `value`: of which choice."""

    place: str
    part: Part
    before: str
    after: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FormChanges:
    """Everything that differs. `texts` has the languages both versions know, by their names in the form; those of a
    form without languages stand under ``""``.
    """

    questions: tuple[QuestionChange, ...]
    choices: tuple[ChoiceChange, ...]
    texts: Mapping[str, tuple[TextChange, ...]]
    new_languages: tuple[str, ...]
    lost_languages: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether a person who fills in the form would notice no difference."""
        lists = (self.questions, self.choices, self.new_languages, self.lost_languages, *self.texts.values())
        return not any(lists)


def compare(old: FormDefinition, new: FormDefinition) -> FormChanges:
    """What `new` has that `old` had not, and the other way round."""
    before, after = _names(old), _names(new)
    shared = [name for name in before if name in after]
    return FormChanges(
        questions=tuple(_questions(old, new)),
        choices=tuple(_choices(_offers(old), _offers(new))),
        texts={name: texts for name in shared if (texts := tuple(_texts(old, new, name)))},
        new_languages=tuple(name for name in after if name and name not in before),
        lost_languages=tuple(name for name in before if name and name not in after),
    )


def _names(form: FormDefinition) -> tuple[str, ...]:
    """The languages of a form; one without a name where it has none."""
    return tuple(language.name for language in form.languages) or ("",)


def _questions(old: FormDefinition, new: FormDefinition) -> Iterator[QuestionChange]:
    """In the order of the new form, what is gone at the end."""
    before, after = _shown(old), _shown(new)
    for path, spec in after.items():
        former = before.get(path)
        if former is None:
            yield QuestionChange(path, "added")
            continue
        if _kind(former) != _kind(spec):
            yield QuestionChange(path, "kind")
        rules = tuple(rule for rule in RULES if _written(former.bind, rule) != _written(spec.bind, rule))
        if rules:
            yield QuestionChange(path, "rules", rules)
    yield from (QuestionChange(path, "removed") for path in before if path not in after)


def _shown(form: FormDefinition) -> dict[str, NodeSpec]:
    """Every path a person meets or a rule fills: of the body, and calculated ones."""
    body = set(form.labelled())
    return {path: spec for path, spec in form.specs.items() if path in body or spec.bind.calculate is not None}


def _kind(spec: NodeSpec) -> tuple[object, ...]:
    question = spec.question
    if question is None:
        return (spec.repeat is not None, spec.bind.type)
    return (spec.bind.type, question.control, question.appearance, question.mediatype)


def _written(bind: Bind, rule: str) -> object:
    found = getattr(bind, rule)
    return found.source if isinstance(found, Compiled) else found


def _offers(form: FormDefinition) -> dict[str, tuple[str, ...]]:
    """The values of each list of choices: those written at a question, and the instances that hold items."""
    written = {question.path: tuple(item.value for item in question.items) for question in form.controls()}
    listed = {name: tuple(value for value, _ in _items(root)) for name, root in form.instances.items()}
    return {place: values for place, values in {**written, **listed}.items() if values}


def _items(document: Node) -> Iterator[tuple[str, Node]]:
    """(value, row) of the rows of a list that have one: its ``name`` or ``value``."""
    for root in document.elements():
        for row in root.elements():
            value = next((cell for name in ("name", "value") for cell in row.named(name)), None)
            if value is not None:
                yield value.text(), row


def _choices(old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> Iterator[ChoiceChange]:
    for place in dict.fromkeys((*new, *old)):
        before, after = dict.fromkeys(old.get(place, ())), dict.fromkeys(new.get(place, ()))
        added = tuple(value for value in after if value not in before)
        removed = tuple(value for value in before if value not in after)
        if added or removed:
            yield ChoiceChange(place, added, removed)


_Place = tuple[str, Part, str]


def _texts(old: FormDefinition, new: FormDefinition, language: str) -> Iterator[TextChange]:
    """Texts of places that both versions have; those of a new question or choice are new with it."""
    before, after = _said(old, language), _said(new, language)
    shared = _known(old) & _known(new)
    for place in dict.fromkeys((*after, *before)):
        path, part, value = place
        if (path, value) in shared and before.get(place, "") != after.get(place, ""):
            yield TextChange(path, part, before.get(place, ""), after.get(place, ""), value)


def _known(form: FormDefinition) -> set[tuple[str, str]]:
    """What a text may belong to: (path, "") of a question, (list, value) of a choice."""
    places = {(_place(element), "") for element in _elements(form.questions)}
    return places | {(place, value) for place, values in _offers(form).items() for value in values}


def _said(form: FormDefinition, language: str) -> dict[_Place, str]:
    """Every text of a form in one language, by where it is shown."""
    entries = form.itext.get(language, {})
    found: dict[_Place, str] = {}
    for path, part, value, wording in _wordings(form):
        found[path, part, value] = _text(wording, entries)
    for name, root in form.instances.items():
        found |= {(name, "choice", value): _row_text(row, entries) for value, row in _items(root)}
    return {place: text for place, text in found.items() if text}


def _wordings(form: FormDefinition) -> Iterator[tuple[str, Part, str, Wording | None]]:
    for element in _elements(form.questions):
        path = _place(element)
        yield path, "label", "", element.label
        if isinstance(element, Question):
            yield path, "hint", "", element.hint
            yield from ((path, "choice", item.value, item.label) for item in element.items)
    for path, spec in form.specs.items():
        yield path, "constraint", "", spec.bind.constraint_message
        yield path, "required", "", spec.bind.required_message


def _place(element: Element) -> str:
    """The path; of a group that is there for the eye alone ``#`` and the first path in it, which others keep too."""
    if element.path is not None:
        return element.path
    first = next((inner.path for inner in _elements([element]) if inner.path is not None), "")
    return f"#{first}"


def _elements(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        if not isinstance(element, Question):
            yield from _elements(element.children)


def _text(wording: Wording | None, entries: Mapping[str, Entry]) -> str:
    if wording is None:
        return ""
    entry = entries.get(wording.itext or "")
    return _entry_text(entry) if entry else _phrase_text(wording.inline)


def _entry_text(entry: Entry) -> str:
    """The plain text and, each with its name, its other forms: short, guidance, media."""
    told = [f"{form}: {_phrase_text(phrase)}" if form else _phrase_text(phrase) for form, phrase in entry.items()]
    return "\n".join(told)


def _phrase_text(phrase: Phrase) -> str:
    texts = [piece if isinstance(piece, str) else "{" + piece.source + "}" for piece in phrase.pieces]
    return "".join(texts).strip()


def _row_text(row: Node, entries: Mapping[str, Entry]) -> str:
    told = next((cell.text() for cell in row.named("itextId")), "")
    entry = entries.get(told)
    if entry:
        return _entry_text(entry)
    return next((cell.text() for cell in row.named("label")), "")
