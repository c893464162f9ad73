"""Choices by how their words sound, spelt in short turns while nothing else is to be done: there may be thousands."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from PySide6.QtCore import QObject, QTimer, Signal

from intake_app import sounds

AT_ONCE = 250
"""Choices that are spelt within a keystroke."""
_TURN = 0.004
"""Seconds of a turn; between two of them whatever was typed or is to be drawn has its way."""
_TELLING = sounds.LEAST
"""Letters by which keys are put together: no shorter one is looked for."""


_ENOUGH = 4
"""Different letters of a word of one sound, as "zawiya"; with fewer, as "zzz", it would find all of that sound."""


def heard_ways(typed: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What is looked for by its sound; nothing where a word says too little."""
    ways = sounds.asked_for(typed) if typed.strip() else ()
    little = any(map(_says_little, sounds.words_of(typed)))
    return tuple(way for way in ways if not (little and _has_one_sound(way)))


def _says_little(word: str) -> bool:
    return any(map(_has_one_sound, sounds.asked_for(word))) and sounds.count_letters(word) < _ENOUGH


def _has_one_sound(way: tuple[frozenset[str], ...]) -> bool:
    """Whether a word in it is of one sound."""
    return any(key.endswith(sounds.END) for part in way for key in part)


def sounds_so(keys: frozenset[str], way: tuple[frozenset[str], ...]) -> bool:
    """Whether each word that is looked for begins like one that is there."""
    return all(any(key.startswith(tuple(beginnings)) for key in keys) for beginnings in way)


class Spelt(QObject):
    """The texts of a list. `ready` comes once a long one is spelt; until then nothing of it sounds like anything."""

    ready = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._count = 0
        self._left: Iterator[tuple[int, str]] = iter(())
        self._places: dict[str, list[tuple[str, int]]] = {}
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._turn)
        self.done = True

    def take(self, texts: Iterable[str], count: int) -> None:
        """Another list of so many; a short one is spelt when something is looked for."""
        self._count, self._left, self._places = count, iter(enumerate(texts)), defaultdict(list)
        self.done = not count
        if count > AT_ONCE:
            self._turns.start(0)
        else:
            self._turns.stop()

    def alike(self, typed: str) -> list[int]:
        """Where texts stand that sound like every word of what was typed, in the order of the list."""
        ways = heard_ways(typed)
        if ways and not self.done and self._count <= AT_ONCE:
            self._go_on(None)
        if not self.done:
            return []
        found = (set.intersection(*(self._heard(beginnings) for beginnings in way)) for way in ways)
        return sorted(set().union(*found))

    def _heard(self, beginnings: frozenset[str]) -> set[int]:
        return {
            at
            for beginning in beginnings
            for key, at in self._places.get(beginning[:_TELLING], ())
            if key.startswith(beginning)
        }

    def _turn(self) -> None:
        self._go_on(time.perf_counter() + _TURN)
        if self.done:
            self._turns.stop()
            self.ready.emit()

    def _go_on(self, end: float | None) -> None:
        """Spells until a time by the clock, or all that is left."""
        for at, text in self._left:
            for key in _keys(text):
                self._places[key[:_TELLING]].append((key, at))
            if end is not None and time.perf_counter() > end:
                return
        self.done = True


@lru_cache(maxsize=1 << 15)
def _keys(text: str) -> frozenset[str]:
    """Kept, for a list is shown again whenever its page is."""
    return sounds.keys_of(text)
