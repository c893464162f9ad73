"""How a form's tags and a record's answers come in: plain mappings, or anything shaped like a form definition."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

DOES_NOT_KNOW = "does_not_know"
PREFERS_NOT_TO_SAY = "prefers_not_to_say"

Tags = Mapping[str, Mapping[str, str]]
Values = Mapping[str, str]
Gates = Mapping[str, Sequence[str]]
"""Paths by the path, of a question or of what is around it, whose condition reads them."""

_POSITION = re.compile(r"\[\d+\]")


class Tagged(Protocol):
    """What is needed of a form definition."""

    def tagged(self, name: str) -> Sequence[tuple[str, str]]:
        """Each path that carries the tag, with its value."""
        ...

    def tags(self, ref: str) -> Mapping[str, str]:
        """All tags of a path without positions."""
        ...


class Asking(Tagged, Protocol):
    """The same with the choices of its questions."""

    @property
    def choice_tags(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """The tags of choices: path to value to tags."""
        ...

    @property
    def gates(self) -> Gates:
        """On whose answers it rests whether a path is asked."""
        ...


def tags_with(definition: Tagged, name: str) -> Tags:
    """The tags of every path that carries `name`."""
    return {path: definition.tags(path) for path, _ in definition.tagged(name)}


def signs(definition: Asking) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each (path, tags) that asks for an indicator: of a question, and one for each choice that carries one itself.

    `when` of a choice is the choice.
    """
    yield from tags_with(definition, "indicator").items()
    for path, choices in definition.choice_tags.items():
        for value, own in choices.items():
            if own.get("indicator"):
                yield path, {"audience": definition.tags(path).get("audience", ""), **own, "when": value}


def asks_for_signs(definition: Asking) -> bool:
    """Whether any question or choice of the form stands for an indicator."""
    return next(signs(definition), None) is not None


def bare(ref: str) -> str:
    """The ref without positions: what the form's tags are keyed by."""
    return _POSITION.sub("", ref)


def answers(path: str, values: Values) -> Iterator[tuple[str, str]]:
    """Each (ref, value) of a path: one, or one for each repeat instance; none when the question is not there."""
    for ref, value in values.items():
        if ref == path or ("[" in ref and bare(ref) == path):
            yield ref, value


def by_path(values: Values) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Each (ref, value) under the path it belongs to: what `answers` finds, for all paths in one walk."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ref, value in values.items():
        found.setdefault(bare(ref) if "[" in ref else ref, []).append((ref, value))
    return found


def is_sensitive(definition: Asking, ref: str) -> bool:
    """Whether a question waits while somebody listens: it or a group around it says so, or it is an indicator's."""
    path = bare(ref)
    around = [path[:end] for end in range(1, len(path) + 1) if path[end : end + 1] in ("", "/")]
    asked = "indicator" in definition.tags(path) or any(
        own.get("indicator") for own in definition.choice_tags.get(path, {}).values()
    )
    return asked or any(
        definition.tags(each).get("sensitive") == "yes" for each in around
    )
