"""What ended as an age was noted and whoever noted it was not told of yet: kept until they are, also when they lock."""

import json
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import suppress

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.opening import Opening

Ended = tuple[str, str, str]
"""Of whom, what it is, its name."""


class Untold(MutableMapping[Ended, None]):
    """As a mapping in the order in which it ended; of each person who opens the store their own."""

    def __init__(self, opening: Opening) -> None:
        self._opening, self._key = opening, f"untold {opening.me.id}"
        self._read: dict[Ended, None] | None = None

    @property
    def _known(self) -> dict[Ended, None]:
        if self._read is None:
            row = self._opening.database.one("SELECT value FROM setting WHERE key = ?", self._key)
            self._read = {(whose, what, name): None for whose, what, name in json.loads(row[0] if row else "[]")}
        return self._read

    def _keep(self) -> None:
        """Where it can not be written, it is told in this sitting alone."""
        with suppress(IntakeError), self._opening.database.transaction():
            audit.changing(self._opening)
            self._opening.database.run("DELETE FROM setting WHERE key = ?", self._key)
            if self._known:
                told = json.dumps([list(each) for each in self._known])
                self._opening.database.run("INSERT INTO setting (key, value) VALUES (?, ?)", self._key, told)
            audit.append(self._opening, "setting.changed", self._key)

    def __getitem__(self, ended: Ended) -> None:
        return self._known[ended]

    def add(self, ended: Iterable[Ended]) -> None:
        """Keeps all of these at once."""
        fresh = [each for each in dict.fromkeys(ended) if each not in self._known]
        self._known.update(dict.fromkeys(fresh))
        if fresh:
            self._keep()

    def drop(self, told: Iterable[Ended]) -> None:
        """Forgets all of these at once, of those that are kept."""
        gone = [each for each in dict.fromkeys(told) if each in self._known]
        for each in gone:
            del self._known[each]
        if gone:
            self._keep()

    def __setitem__(self, ended: Ended, value: None) -> None:
        self.add([ended])

    def __delitem__(self, ended: Ended) -> None:
        del self._known[ended]
        self._keep()

    def __iter__(self) -> Iterator[Ended]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
