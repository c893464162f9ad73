"""How long a server that did not answer is left alone: longer each time, never two laptops at the same moment."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0
"""Seconds: below half of a doubling limit nobody asks again, above it never later."""


@dataclass
class Patience:
    """Waiting times by server. `clock` counts seconds and goes on while the machine sleeps; `rng` spreads."""

    clock: Callable[[], float]
    rng: random.Random
    _failures: dict[str, int] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def failed(self, server: str, wish: float = 0.0) -> None:
        """It did not answer, or not well; `wish` in seconds is its own word, which counts when it is longer."""
        count = self._failures[server] = min(self._failures.get(server, 0) + 1, 16)
        limit = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (count - 1))
        self._until[server] = self.clock() + self.rng.uniform(limit / 2, limit)
        self._asked[server] = max(self._asked.get(server, 0.0), self.clock() + wish)

    def rests(self, server: str, seconds: float) -> None:
        """It is left alone for so long, for no fault of its own: somebody asked for it."""
        self._asked[server] = self.clock() + seconds

    def answered(self, server: str) -> None:
        """All is well."""
        self._failures.pop(server, None)
        self._until.pop(server, None)
        self._asked.pop(server, None)

    def hope(self) -> None:
        """Something changed about the network: every server may be asked again, each after a moment of its own.

        The moment keeps many laptops in one room from asking together. What a server wished is kept nevertheless, and
        what a person did who interrupted a round.
        """
        soon = self.clock() + self.rng.uniform(1.0, 5.0)
        self._until = {server: min(until, soon) for server, until in self._until.items()}

    def left(self, server: str) -> float:
        """Seconds until it may be asked; 0.0 when it may be now."""
        return max(0.0, max(self._until.get(server, 0.0), self._asked.get(server, 0.0)) - self.clock())
