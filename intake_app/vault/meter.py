"""How far long work of the store is, told to whoever waits for it, who may stop it."""

from collections.abc import Callable
from dataclasses import dataclass

from intake_app.errors import IntakeError

Progress = Callable[[int, int], bool]
"""Hears how much is done and of how much; False ends the work with 'vault.cancelled'."""
Upgrade = Callable[[str, int, int], bool]
"""The same while an older store is brought up to date: of its `COPY` in bytes, then of its `RECORDS` and names."""
COPY, RECORDS = "copy", "records"


def heedless(_done: int, _of: int) -> bool:
    """Nobody watches; go on."""
    return True


def unwatched(_part: str, _done: int, _of: int) -> bool:
    """The same of a store that is brought up to date."""
    return True


@dataclass(slots=True)
class Meter:
    """What is done and to do, told on."""

    of: int
    progress: Progress
    done: int = 0

    def add(self, count: int) -> None:
        """Raises IntakeError 'vault.cancelled' when nobody wants to go on."""
        self.done += count
        if not self.progress(min(self.done, self.of), self.of):
            raise IntakeError("vault.cancelled")

    def one(self) -> None:
        """The same of one of very many: told at each hundredth."""
        if (self.done + 1) * 100 // max(self.of, 1) != self.done * 100 // max(self.of, 1):
            self.add(1)
        else:
            self.done += 1
