"""What the verbs of one opening share: the connection, the keys, the header, the person, the clock."""

import contextlib
import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault import header, signing
from intake_app.vault.anchor import Mark
from intake_app.vault.clockwatch import ClockWatch
from intake_app.vault.database import Database, Row
from intake_app.vault.drafts import Whole
from intake_app.vault.header import NO_TRIES, Header, Pair, Tries
from intake_app.vault.keys import VolumeKeys
from intake_app.vault.reckoning import UNKNOWN, Reckoning
from intake_app.vault.seals import Standing
from intake_app.vault.shelves import Gap
from intake_app.vault.slots import Binding
from intake_app.vault.types import Clock, Person, ServerRow, stamp


def lasting(database: Database, derived: VolumeKeys) -> VolumeKeys:
    """The keys with the one of the audit chain as the store keeps it: a new volume key does not break old links."""
    row = database.one("SELECT value FROM store WHERE key = 'audit_key'")
    return replace(derived, audit=bytes.fromhex(row[0])) if row else derived


class HeaderDesk:
    """The header in force; `put` replaces both files, then tells the store not to accept an older one."""

    def __init__(self, store: Path, current: Header, database: Database, header_key: bytes) -> None:
        self.current = current
        self._store = store
        self._database = database
        self._key = header_key

    def put(self, changed: Header) -> None:
        """Writes the next generation.  A crash on the way leaves the old or the new, each of which opens."""
        sealed = changed.sealed(self._key, signing.key_of(self._database))
        header.write(self._store, sealed)
        self.current = sealed
        self.settle()

    def advance(self, changed: Header, header_key: bytes) -> None:
        """Puts a header of the next volume key into force; when that fails, the one before stays."""
        sealed = changed.sealed(header_key, signing.key_of(self._database))
        try:
            header.write(self._store, sealed)
        except IntakeError:
            with contextlib.suppress(IntakeError):  # each of the two, and one of each, opens the store
                self.repair()
            raise
        self._key, self.current = header_key, sealed

    def binding(self) -> Binding:
        """What a slot made now is bound to."""
        return replace(self.current.binding, signer=signing.public_of(self._database))

    def settle(self) -> None:
        """Raises the oldest generation that the store accepts to the one in force."""
        oldest = self.oldest()
        if oldest < self.current.generation:
            with self._database.transaction():
                self._database.run(
                    "INSERT INTO store (key, value) VALUES ('generation', ?) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    str(self.current.generation),
                )

    def oldest(self) -> int:
        """The oldest generation that the store accepts."""
        row = self._database.one("SELECT value FROM store WHERE key = 'generation'")
        return int(row[0]) if row else 0

    def repair(self) -> None:
        """Writes both files again, after one was torn, missing or older."""
        header.write(self._store, self.current)

    def look_after(self) -> None:
        """Writes both files again when they are not those in force: taken away or put back while the store is open."""
        with contextlib.suppress(IntakeError):
            if header.read(self._store) == Pair((self.current,), NO_TRIES, alike=True):
                return
        self.repair()


@dataclass(slots=True, repr=False)
class Remembered:
    """How a save left its draft; the next one goes on from it and changes it.

    ``turn`` is that of its transaction; ``row`` what it wrote of the draft where lists look, at the time ``changed``;
    ``whole`` what the body's next change can be told against.
    """

    record_id: str
    turn: int
    cipher: AESGCM
    standing: Standing
    changed: str = ""
    row: tuple[str, ...] = ()
    label: bytes = b""
    whole: Whole | None = None


@dataclass(slots=True, repr=False)
class Line:
    """What waits for a server at a time (None: whatever that of the next try), the oldest first: rows and their ids.

    ``rows`` were due in the ``turn`` of the database, and since then nothing was written but by those who send them.
    ``due`` are those that were named as the next in that turn, with their rows.  ``given`` are those whose frozen bytes
    were given out: row, digest of the list of files as the seal has it, and what `media.kept` said of them then.
    """

    server: str = ""
    now: datetime | None = None
    rows: dict[int, Row] = field(default_factory=dict)
    turn: int = -1
    due: dict[str, int] = field(default_factory=dict)
    given: dict[str, tuple[int, bytes, list[Row]]] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class Opening:
    """One person in one open store.

    ``id`` tells attempts of this opening from those that a crash cut; ``touched`` are the drafts already in the audit;
    ``announced`` is the link of the audit chain that tells of this opening, with the ``wrong`` tries before it;
    ``titles`` are those whose words the search knows already; ``saved`` is what the last save of a draft left;
    ``behind`` is how far the store had come before it was put back; ``watch`` notices a clock that is set; ``glass``
    are records that this opening reads for a reason; ``judged`` is the file and the transaction in which the register
    was looked at, and whether it fitted; ``handed`` is whether anything was handed over to the person, as of a turn of
    the database; ``line`` are rows of the queue that were looked up ahead; ``anew`` counts how often a server by its
    name, or a setting by its key, became another one; ``running`` are tries that have begun and not ended, and the rows
    of their records: one whose end could not be written is none of them; ``gaps`` are what is free on the shelves, once
    somebody asked; ``held`` is the moment up to which a store knows what was said that was put back, as long as nobody
    said who withdrew since, see `returned`; ``held_anew``: no link of the log tells of it yet; ``births`` are calendars
    in which records of an older program, by row, are a child's, as far as one looked; ``gone`` are servers that were
    removed and may be brought back, see `servers`; ``unnamed`` are names that were taken out, by the row of their case,
    see `case_names`.
    """

    database: Database
    keys: VolumeKeys
    header: HeaderDesk
    me: Person
    clock: Clock
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    touched: set[str] = field(default_factory=set)
    wrong: Tries = NO_TRIES
    announced: int | None = None
    titles: dict[str, str] = field(default_factory=dict, repr=False)
    saved: Remembered | None = None
    behind: Mark | None = None
    watch: ClockWatch = field(default_factory=ClockWatch)
    glass: set[str] = field(default_factory=set)
    judged: tuple[Database, int, bool] | None = None
    handed: tuple[int, bool] = (-1, False)
    line: Line = field(default_factory=Line)
    anew: Counter[str] = field(default_factory=Counter, repr=False)
    running: dict[int, int] = field(default_factory=dict, repr=False)
    gaps: list[Gap] | None = field(default=None, repr=False)
    held: str = ""
    held_anew: bool = False
    reckoning: Reckoning = UNKNOWN
    births: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    gone: dict[str, ServerRow] = field(default_factory=dict, repr=False)
    unnamed: dict[int, str] = field(default_factory=dict, repr=False)

    def now(self) -> str:
        """The present as the vault writes it."""
        return stamp(self.clock())

    def may_leave(self) -> None:
        """Raises IntakeError 'vault.put_back' where nothing leaves before somebody says who withdrew."""
        if self.held:
            raise IntakeError("vault.put_back", made=self.held[:10])
