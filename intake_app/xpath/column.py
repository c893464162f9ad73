"""The nodes of a path through a repeat, as `sum(/data/person/age)` reads them, with their values kept.

A long repeat is added up anew after each answer in it. The list is found once and kept until instances come or go;
its numbers are read once and brought up to date one by one (`Environment.note`).
"""

from collections.abc import Iterable, Set
from datetime import tzinfo
from functools import reduce
from operator import add

from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, text_number


class Column(list[Node]):
    """A list of nodes that belongs to the tree (never changed once made), and what was read from it.

    Values are kept only where all nodes are leaves: what changes inside a group is not told to its column.
    """

    __slots__ = ("_exact", "_numbers", "_places", "_total", "_zone", "leaves")

    def __init__(self, nodes: Iterable[Node], leaves: bool | None = None) -> None:
        super().__init__(nodes)
        self.leaves = not any([node.children for node in self]) if leaves is None else leaves
        self._places: dict[Node, int] | None = None
        self._numbers: list[float | None] | None = None
        self._zone: tzinfo | None = None
        self._exact = False
        self._total = 0.0

    def note(self, node: Node) -> None:
        """The value or relevance of a node is another."""
        numbers = self._numbers
        if numbers is None:
            return
        if self._places is None:
            self._places = {each: at for at, each in enumerate(self)}
        at = self._places.get(node)
        if at is None:
            self._numbers = None
            return
        before, now = numbers[at], _number(node, self._zone)
        numbers[at] = now
        if self._exact and _is_whole(now):
            self._set_total(self._total + (now or 0.0) - (before or 0.0))
        else:
            self._exact = False

    def longer(self, more: list[Node]) -> "Column":
        """This column with nodes at its end, in place of this one, which tells its numbers on."""
        grown = Column([*self, *more], self.leaves and not any([node.children for node in more]))
        if self._numbers is not None and grown.leaves:
            added = [_number(node, self._zone) for node in more]
            grown._take([*self._numbers, *added], self._zone)
            if self._exact and all(map(_is_whole, added)):
                grown._set_total(self._total + sum([number or 0.0 for number in added]))
        return grown

    def without(self, gone: Set[Node]) -> "Column":
        """This column without some nodes, in place of this one, which tells its numbers on."""
        kept = [at for at, node in enumerate(self) if node not in gone]
        left = Column([self[at] for at in kept], self.leaves)
        numbers = self._numbers
        if numbers is not None:
            left._take([numbers[at] for at in kept], self._zone)
            if self._exact:
                left._set_total(sum([numbers[at] or 0.0 for at in kept]))
        return left

    def _take(self, numbers: list[float | None], zone: tzinfo | None) -> None:
        self._numbers, self._zone = numbers, zone

    def _set_total(self, total: float) -> None:
        """The sum of whole numbers, which is the same in whatever order they are added."""
        self._total, self._exact = total, abs(total) < _WHOLE

    def numbers(self, zone: tzinfo | None) -> list[float | None]:
        """The number of each node in order: None where it is blank, not relevant or no number."""
        if self._numbers is None or self._zone is not zone:
            self._zone = zone
            self._numbers = [_number(node, zone) for node in self]
            self._exact = False
        return self._numbers

    def total(self, zone: tzinfo | None) -> float:
        """The sum from the first node to the last. Whole numbers are not added up again: their sum is exact."""
        numbers = self.numbers(zone)
        if not self._exact:
            self._total = reduce(add, [number for number in numbers if number is not None], 0.0)
            self._exact = abs(self._total) < _WHOLE and all(map(_is_whole, numbers))
        return self._total


_WHOLE = 2.0**52


def _is_whole(number: float | None) -> bool:
    return number is None or (number.is_integer() and abs(number) < _WHOLE)


def _number(node: Node, zone: tzinfo | None) -> float | None:
    return number_or_none(node.value, zone) if node.relevant and node.value else None


def number_or_none(text: str, zone: tzinfo | None) -> float | None:
    """The number of a text; None of a blank and of what is no number: both are skipped (engine_decisions, row 4)."""
    number = text_number(text, zone)
    return number if number == number else None


def greatest(numbers: Iterable[float | None], sign: float) -> float:
    """The greatest (sign 1) or least (sign -1); NaN where there is none."""
    found = [number for number in numbers if number is not None]
    if not found:
        return NAN
    return max(found) if sign > 0 else min(found)
