"""The nodes of a path through a repeat, as `sum(/data/person/age)` reads them, with their values kept.

A long repeat is added up anew after each answer in it. The list is found once and kept until instances come or go;
its numbers are read once and brought up to date one by one (`Environment.note`).
"""

from collections.abc import Iterable, Set
from datetime import tzinfo
from functools import reduce
from itertools import compress
from operator import add, not_
from typing import cast

from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, text_number


class Column(list[Node]):
    """A list of nodes that belongs to the tree (never changed once made), and what was read from it.

    Values are kept only where all nodes are leaves: what changes inside a group is not told to its column.
    """

    __slots__ = ("_ends", "_exact", "_numbers", "_places", "_texts", "_total", "_zone", "leaves")

    def __init__(self, nodes: Iterable[Node], leaves: bool | None = None) -> None:
        super().__init__(nodes)
        self.leaves = not any([node.children for node in self]) if leaves is None else leaves
        self._places: dict[Node, int] | None = None
        self._numbers: list[float | None] | None = None
        self._texts: Texts | None = None
        self._zone: tzinfo | None = None
        self._exact = False
        self._total = 0.0
        self._ends: dict[float, float] = {}

    def note(self, node: Node) -> None:
        """The value or relevance of a node is another."""
        if self._numbers is None and self._texts is None:
            return
        if self._places is None:
            self._places = {each: at for at, each in enumerate(self)}
        at = self._places.get(node)
        if at is None:
            self._numbers = self._texts = None
            return
        if self._texts is not None:
            self._texts.put(at, node.value if node.relevant else None)
        if self._numbers is not None:
            before, now = self._numbers[at], _number(node, self._zone)
            self._numbers[at] = now
            self._count(before, now)

    def _count(self, before: float | None, now: float | None) -> None:
        """A number came in the place of another."""
        if self._exact and _is_whole(now):
            self._set_total(self._total + (now or 0.0) - (before or 0.0))
        else:
            self._exact = False
        for sign, end in list(self._ends.items()):
            if now is not None and now * sign >= end * sign:
                self._ends[sign] = now
            elif before == end:
                del self._ends[sign]

    def longer(self, more: list[Node]) -> "Column":
        """This column with nodes at its end, in place of this one, which tells what it knows on."""
        grown = Column([*self, *more], self.leaves and not any([node.children for node in more]))
        if not grown.leaves:
            return grown
        grown._places, self._places = self._places, None
        if grown._places is not None:
            grown._places.update(zip(more, range(len(self), len(grown)), strict=True))
        if self._texts is not None:
            grown._texts = self._texts.without([True] * len(self))
            for node in more:
                grown._texts.add(node.value if node.relevant else None)
        if self._numbers is not None:
            added = [_number(node, self._zone) for node in more]
            grown._follow(self, [*self._numbers, *added])
            for number in added:
                grown._count(None, number)
        return grown

    def without(self, gone: Set[Node]) -> "Column":
        """This column without some nodes, in place of this one, which tells its numbers on."""
        kept = [node not in gone for node in self]
        left = Column(compress(self, kept), self.leaves)
        if self._texts is not None:
            left._texts = self._texts.without(kept)
        if self._numbers is not None:
            left._follow(self, list(compress(self._numbers, kept)))
            for number in compress(self._numbers, map(not_, kept)):
                left._count(number, None)
        return left

    def _follow(self, before: "Column", numbers: list[float | None]) -> None:
        """Take numbers over, and what was found of those before, to be brought up to date."""
        self._numbers, self._zone = numbers, before._zone
        self._total, self._exact, self._ends = before._total, before._exact, dict(before._ends)

    def _set_total(self, total: float) -> None:
        """The sum of whole numbers, which is the same in whatever order they are added."""
        self._total, self._exact = total, abs(total) < _WHOLE

    def numbers(self, zone: tzinfo | None) -> list[float | None]:
        """The number of each node in order: None where it is blank, not relevant or no number."""
        if self._numbers is None or self._zone is not zone:
            self._zone = zone
            self._numbers = [_number(node, zone) for node in self]
            self._exact = False
            self._ends.clear()
        return self._numbers

    def total(self, zone: tzinfo | None) -> float:
        """The sum from the first node to the last. Whole numbers are not added up again: their sum is exact."""
        numbers = self.numbers(zone)
        if not self._exact:
            self._total = reduce(add, [number for number in numbers if number is not None], 0.0)
            self._exact = abs(self._total) < _WHOLE and all(map(_is_whole, numbers))
        return self._total

    def end(self, sign: float, zone: tzinfo | None) -> float:
        """The greatest number (sign 1) or the least (sign -1); NaN where there is none."""
        numbers = self.numbers(zone)
        if sign not in self._ends:
            found = greatest(numbers, sign)
            if found != found:
                return found
            self._ends[sign] = found
        return self._ends[sign]

    def texts(self) -> "Texts":
        """The texts of the nodes, of those that are leaves."""
        if self._texts is None:
            self._texts = Texts()
            for node in self:
                self._texts.add(node.value if node.relevant else None)
        return self._texts


class Texts:
    """The texts of a column in order, None where a node is not relevant; `size`: of all together, in characters."""

    __slots__ = ("_all", "_hidden", "size")

    def __init__(self) -> None:
        self._all: list[str | None] = []
        self._hidden = 0
        self.size = 0

    def add(self, text: str | None) -> None:
        """One more at the end."""
        self._all.append(None)
        self._hidden += 1
        self.put(len(self._all) - 1, text)

    def put(self, at: int, text: str | None) -> None:
        """Another in a place."""
        before = self._all[at]
        self._all[at] = text
        self.size += len(text or "") - len(before or "")
        self._hidden += (text is None) - (before is None)

    def without(self, kept: list[bool]) -> "Texts":
        """Those whose place is to be kept."""
        left = Texts()
        left._all = list(compress(self._all, kept))
        gone = list(compress(self._all, map(not_, kept)))
        left.size = self.size - sum([len(text or "") for text in gone])
        left._hidden = self._hidden - gone.count(None)
        return left

    def relevant(self) -> list[str]:
        """Those of relevant nodes; to be read only."""
        return cast("list[str]", self._all) if not self._hidden else [text for text in self._all if text is not None]


_WHOLE = 2.0**52
_COUNTED = 2.0**32
"""Of a million whole numbers below this no sum on the way is beyond what is exact, in whatever order they come."""


def _is_whole(number: float | None) -> bool:
    return number is None or (number.is_integer() and abs(number) < _COUNTED)


def _number(node: Node, zone: tzinfo | None) -> float | None:
    return number_or_none(node.value, zone) if node.relevant and node.value else None


def number_or_none(text: str, zone: tzinfo | None) -> float | None:
    """The number of a text; None of a blank and of what is no number: both are skipped (engine_decisions, row 4)."""
    return number_or_absent(text_number(text, zone))


def number_or_absent(number: float) -> float | None:
    """A number; None of NaN."""
    return number if number == number else None


def greatest(numbers: Iterable[float | None], sign: float) -> float:
    """The greatest (sign 1) or least (sign -1); NaN where there is none."""
    found = [number for number in numbers if number is not None]
    if not found:
        return NAN
    return max(found) if sign > 0 else min(found)
