"""Rules as nobody writes them, seeded: they read anything in a form by any path, from anywhere.

Each is a template whose places are filled by kind: {n} a number, {t} a text, {b} a truth, {k} a small number, {q} a
short text in quotes, {ref} a path to one answer, {nodes} to several; the others are named after what they give.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

_PLACE = re.compile(r"\{(\w+)\}")
_NUMBERS = (
    "({n} {sign} {n})", "({n} {sign} {n})", "{ref} {sign} {k}", "if({b}, {n}, {n})", "string-length({t})", "-{ref}",
    "number({ref})", "round({n}, {k})", "int({n})", "coalesce({ref}, {k})", "count-selected({ref})", "sum({nodes})",
    "count({nodes})", "count-non-empty({nodes})", "max({nodes})", "min({nodes})", "count({repeat})", "{indexed}",
    "{indexed}", "count(instance('l')/root/item[{item}])", "{k}", "{ref}", "{ref}",
)  # fmt: skip
_TEXTS = (
    "concat({t}, {t})", "string({n})", "if({b}, {t}, {t})", "substr({t}, 0, 3)", "coalesce({ref}, {t})",
    "selected-at({ref}, {k})", "join(',', {nodes})", "concat({nodes})", "string({nodes})", "{indexed}", "{q}",
    "instance('l')/root/item[{item}]/n", "jr:choice-name({ref}, {chosen})", "{n}", "{ref}", "{ref}",
)  # fmt: skip
_TRUTHS = (
    "{n} {relation} {n}", "{ref} {relation} {k}", "{ref} {equal} {q}", "selected({ref}, {q})", "{b} and {b}",
    "{b} or {b}", "not({b})", "boolean({ref})", "regex({t}, '[0-9]+')", "{nodes} = {nodes}", "{nodes} {relation} {n}",
    "{nodes}", "position({here}) {relation} {k}",
)  # fmt: skip
_ITEMS = (
    "n {relation} {n}", "g {equal} {outer}", "selected({outer}, name)", "name != {q}", "position() <= {n}",
    "n >= {k} and {outer}", "name = {outer} and {n}", "{b}",
)  # fmt: skip
_INSTANCES = (
    "1", "2", "last()", "position() = 2", "position() < position(current()/..)", "position() = position(..)",
    "position() = count(preceding-sibling::*)", "true()",
)  # fmt: skip
_LEAVES = {"n": ("{k}", "{ref}", "{ref}"), "t": ("{q}", "{ref}", "{ref}"), "b": ("{ref} {equal} {q}",)}
_DRAWN: dict[str, Sequence[str]] = {
    "k": ("0", "1", "2", "3", "0.1"), "q": ("''", "'a'", "'b'", "'1'", "'0'", "'007'"), "equal": ("=", "!="),
    "sign": ("+", "-", "*", "div", "mod"), "relation": ("=", "!=", "<", ">", "<=", ">="),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A node of a form: its path, its type ("" for a group), the repeats it lies in, outermost first."""

    path: str
    kind: str
    scope: tuple[str, ...]
    calculated: bool = False


def relative(here: str, there: str) -> str:
    """The path from one node to another, up to what both share and down from it."""
    left, right = here.strip("/").split("/"), there.strip("/").split("/")
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return "/".join([".."] * (len(left) - shared) + right[shared:]) or "."


class Rules:
    """Writes rules that read a form's places. `repeats`: their paths."""

    def __init__(self, dice: Random, places: Sequence[Place], repeats: Sequence[str]) -> None:
        self._dice = dice
        self._answers = [place for place in places if place.kind]
        self._repeats = repeats

    def number(self, here: Place, depth: int = 2) -> str:
        """A rule that gives a number."""
        return self._filled(self._drawn(_NUMBERS, "n", depth), here, depth)

    def text(self, here: Place, depth: int = 2) -> str:
        """A rule that gives a text."""
        return self._filled(self._drawn(_TEXTS, "t", depth), here, depth)

    def truth(self, here: Place, depth: int = 2) -> str:
        """A rule that is true or false."""
        return self._filled(self._drawn(_TRUTHS, "b", depth), here, depth)

    def choices(self, here: Place) -> tuple[str, str]:
        """The nodes of a list of choices, and where each has its value."""
        around = self._dice.choice([place for place in self._answers if place.scope] or [here])
        if around.scope and self._dice.random() < 0.3:
            inside = around.path[len(around.scope[-1]) + 1 :]
            return (
                f"{self._dice.choice([around.scope[-1], relative(here.path, around.scope[-1])])}[{inside} != '']",
                inside,
            )
        return f"instance('l')/root/item[{self._filled(self._dice.choice(_ITEMS), here, 1)}]", "name"

    def _drawn(self, templates: Sequence[str], kind: str, depth: int) -> str:
        return self._dice.choice(templates if depth > 0 else _LEAVES[kind])

    def _filled(self, template: str, here: Place, depth: int) -> str:
        return _PLACE.sub(lambda found: self._part(found[1], here, depth - 1), template)

    def _part(self, kind: str, here: Place, depth: int) -> str:
        match kind:
            case "n":
                return f"({self.number(here, depth)})"
            case "t":
                return self.text(here, depth)
            case "b":
                return f"({self.truth(here, depth)})"
            case "item":
                return self._filled(self._dice.choice(_ITEMS), here, 0)
            case "outer":
                return f"current()/{relative(here.path, self._one(here).path)}"
            case _:
                return self._dice.choice(_DRAWN[kind]) if kind in _DRAWN else self._path(kind, here)

    def _path(self, kind: str, here: Place) -> str:
        match kind:
            case "ref":
                return self._way(here, self._one(here))
            case "nodes":
                ends = ("", "", "", "[. > 1]", "[position() = 1]", "[. = 'a']")
                return self._way(here, self._any(here)) + self._dice.choice(ends)
            case "repeat":
                return self._dice.choice([*self._repeats, "/data/*"])
            case "chosen":
                return f"'{self._any(here).path}'"
            case "indexed":
                return self._indexed(here)
        assert kind == "here", kind
        return relative(here.path, here.scope[-1]) if here.scope else "."

    def _one(self, here: Place) -> Place:
        """An answer that lies in no repeat but those around, more often than not."""
        others = [place for place in self._answers if place != here]
        near = [place for place in others if place.scope == here.scope[: len(place.scope)]]
        return self._dice.choice((near if self._dice.random() < 0.6 else None) or others or [here])

    def _any(self, here: Place) -> Place:
        others = [place for place in self._answers if place != here]
        return self._dice.choice([place for place in others if place.scope] or others or [here])

    def _way(self, here: Place, there: Place) -> str:
        """One of many paths to a place."""
        match self._dice.choice(("full", "full", "relative", "relative", "current", "one", "some", "star", "beside")):
            case "relative":
                return relative(here.path, there.path)
            case "current":
                return f"current()/{relative(here.path, there.path)}"
            case "one" if there.scope:
                return self._with(there, self._dice.choice(_INSTANCES))
            case "some" if there.scope:
                return self._with(there, f"{self._dice.choice(self._inside(there)).rpartition('/')[2]} != ''")
            case "star":
                return self._starred(there.path)
            case "beside" if here.scope:
                return self._beside(here)
        return there.path

    def _with(self, there: Place, condition: str) -> str:
        repeat = self._dice.choice(there.scope)
        return f"{repeat}[{condition}]{there.path[len(repeat) :]}"

    def _inside(self, there: Place) -> list[str]:
        """The answers of the innermost repeat of a place."""
        return [place.path for place in self._answers if place.scope == there.scope]

    def _starred(self, path: str) -> str:
        """A path of which one step is written in an unusual way."""
        steps = path.split("/")
        at = self._dice.randrange(1, len(steps))
        steps[at] = self._dice.choice(("*", f"{steps[at]}/../{steps[at]}", f"self::node()/{steps[at]}"))
        return "/".join(steps)

    def _beside(self, here: Place) -> str:
        """An answer in the instances before or behind."""
        repeat = here.scope[-1]
        axis = self._dice.choice(("preceding-sibling", "following-sibling"))
        which = self._dice.choice(("", "[1]", "[last()]"))
        answer = self._dice.choice(self._inside(here) or [here.path])[len(repeat) :]
        return f"{relative(here.path, repeat)}/{axis}::{repeat.rpartition('/')[2]}{which}{answer}"

    def _indexed(self, here: Place) -> str:
        there = self._any(here)
        if not there.scope:
            return "0"
        numbers = ("1", "2", "0", "position(..)", "position(..) - 1", f"count({there.scope[0]})", self._one(here).path)
        pairs = ", ".join(f"{repeat}, {self._dice.choice(numbers)}" for repeat in there.scope)
        return f"indexed-repeat({there.path}, {pairs})"
