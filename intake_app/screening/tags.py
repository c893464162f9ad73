"""How a form's tags and a record's answers come in: plain mappings, or anything shaped like a form definition."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

DOES_NOT_KNOW = "does_not_know"
PREFERS_NOT_TO_SAY = "prefers_not_to_say"

Tags = Mapping[str, Mapping[str, str]]
Values = Mapping[str, str]

_POSITION = re.compile(r"\[\d+\]")


class Tagged(Protocol):
    """What is needed of a form definition."""

    def tagged(self, name: str) -> Sequence[tuple[str, str]]:
        """Each path that carries the tag, with its value."""
        ...

    def tags(self, ref: str) -> Mapping[str, str]:
        """All tags of a path without positions."""
        ...


def tags_with(definition: Tagged, name: str) -> Tags:
    """The tags of every path that carries `name`."""
    return {path: definition.tags(path) for path, _ in definition.tagged(name)}


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


def is_sensitive(definition: Tagged, ref: str) -> bool:
    """Whether a question waits while somebody listens: it or a group around it says so, or it is an indicator's."""
    path = bare(ref)
    around = [path[:end] for end in range(1, len(path) + 1) if path[end : end + 1] in ("", "/")]
    return "indicator" in definition.tags(path) or any(
        definition.tags(each).get("sensitive") == "yes" for each in around
    )
