"""Records that are begun ahead of the wire. Ends and beginnings that are due at the same time share one transaction.

A commit waits for the disk, and a record needs two: its attempt is on record before its first byte goes, its receipt
as soon as the store is at leisure after the answer. While a record is on the wire the store writes what has ended since
and begins what goes next; the faster the line, the more of them go into one commit. A crash leaves attempts without an
end, whose records are due again.
"""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Condition
from time import monotonic

from intake_app.errors import IntakeError
from intake_app.sync.encrypting import wants_encryption
from intake_app.sync.lane import Hand
from intake_app.vault import AttemptResult, Outgoing, Vault

DEPTH = 12
"""Records that are begun and wait for the wire, at most."""
# Where records go faster than this, in seconds, several ends and beginnings are left together for one commit.
_QUICK = 0.1
# Turns that the hand is told of ahead: the one it is at and the next. One that finds enough in line costs two threads
# their time all the same.
_TURNS = 2
# Bytes of the files of one record that are read ahead.
_AT_HAND = 2_000_000
_BROKEN_OFF = AttemptResult("cancelled", "openrosa.cancelled")
NOT_BEGUN = AttemptResult("cancelled", "openrosa.not_begun", posted=False)


@dataclass(frozen=True)
class Begun:
    """A record whose attempt is on record; its small files are at hand already."""

    due: Outgoing
    form: bytes
    encrypts: bool
    attempt: int
    looks: int
    """So often the line had been looked through when this joined it."""
    at_hand: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class _Chosen:
    due: Outgoing
    form: bytes
    encrypts: bool


@dataclass(frozen=True)
class _Over:
    """An attempt that has ended. `in_posts`: its hand was told of files that arrived, which is to be written first."""

    record_id: str
    attempt: int
    result: AttemptResult
    in_posts: bool


class Ahead:
    """The line before the wire, of one round. Whatever is done to the store is done by the hand, one turn at a time.

    Only the loop calls `next`, `arrived`, `ended` and `close`; only the hand fills the line.
    """

    def __init__(self, hand: Hand, server: str, now: datetime | None, changed: Callable[[], bool]) -> None:
        """`changed`: whether the server is gone or is another one by now; nothing more is begun for it then."""
        self._hand = hand
        self._server = server
        self._now = now
        self._changed = changed
        self._forms: dict[int, tuple[bytes, bool]] = {}
        self._turns: deque[Future[None]] = deque()
        self._line: deque[Begun] = deque()
        self._moved = Condition()  # a record joined the line, or a turn is over
        self._asked = 0.0  # when a record was asked for last
        self._over: list[_Over] = []
        self._written = 0  # so many of them are on record
        self._in_posts: int | None = None
        self._otherwise = hand.ask(lambda vault: vault.queue_watch())
        self._looks = 0
        self._open: set[str] = set()
        self._left: set[str] = set()

    def next(self, more: bool) -> Begun | None:
        """The record that goes now; None when nothing is due.

        `more`: others may be begun while it is sent. Where the line or the server is in trouble none is begun that
        would not be sent. Raises IntakeError 'vault.*' when the store can not go on.
        """
        depth = DEPTH if more and self._hand.beside else 1
        before, self._asked = self._asked, monotonic()
        enough = depth // 2 if self._asked - before < _QUICK else depth
        if not self._line or (len(self._line) <= enough and len(self._turns) < _TURNS):
            self._turns.append(self._hand.note(partial(self._turn, depth, enough, len(self._over))))
            self._turns[-1].add_done_callback(self._moved_on)
        while self._turns and (self._turns[0].done() or not self._line):
            with self._moved:
                self._moved.wait_for(lambda: self._line or self._turns[0].done())
            if self._turns[0].done():
                self._turns.popleft().result()
        self._hand.settle(wait=False)
        return self._line.popleft() if self._line else None

    def is_due(self, begun: Begun) -> bool:
        """Whether it may go still, asked right before it does: somebody may have taken it back while it was in line."""
        if not self._otherwise() and begun.looks == self._looks:
            return True
        return self._hand.ask(lambda vault: vault.still_due(self._server, begun.due.record_id))

    def arrived(self, attempt: int, names: tuple[str, ...]) -> None:
        """Files of the record on the wire arrived, and others of it are still to go.

        Not noted of a server that is another one by now: that one has none of them.
        """
        self._in_posts = attempt
        self._hand.note(lambda vault: None if self._changed() else vault.files_confirmed(attempt, names))

    def ended(self, begun: Begun, result: AttemptResult = _BROKEN_OFF) -> None:
        """An attempt is over; whatever its end, its record is not tried again in this round."""
        if result.outcome != "accepted":
            self._left.add(begun.due.record_id)
        self._over.append(_Over(begun.due.record_id, begun.attempt, result, self._in_posts == begun.attempt))

    def put_back(self, begun: Begun) -> None:
        """It does not go after all."""
        self._line.appendleft(begun)

    def close(self) -> None:
        """What has ended is written. What was begun and is not sent any more has ended too: nothing of it went out."""
        self._hand.note(self._give_back)

    def _turn(self, depth: int, enough: int, noted: int, vault: Vault) -> None:
        """Writes what has ended and fills the line to its depth; `noted`: so many had ended when the hand was told.

        Nothing is done while more than `enough` are in line. What could not be written stays, for the next turn or the
        end of the round.
        """
        if len(self._line) > enough:
            return
        over = self._over[self._written : self._until(noted)]
        ends = [*((one.attempt, one.result) for one in over), *self._taken_back(vault)]
        try:
            chosen = [] if self._changed() else self._choose(depth - len(self._line), vault)
            attempts = vault.attempts_noted(self._server, [(one.due.record_id, one.encrypts) for one in chosen], ends)
        except IntakeError:
            vault.attempts_noted(self._server, (), ends)  # the next could not begin; these have ended all the same
            self._written += len(over)
            raise
        self._written += len(over)
        self._open.difference_update(one.record_id for one in over)
        for one, attempt in zip(chosen, attempts, strict=True):
            self._open.add(one.due.record_id)
            small = _small_files(one.due, vault)
            self._line.append(Begun(one.due, one.form, one.encrypts, attempt, self._looks, small))
            self._moved_on()
        if over and not chosen:  # one that waited behind those that have ended may be due by now
            self._turn(depth, enough, noted, vault)

    def _taken_back(self, vault: Vault) -> list[tuple[int, AttemptResult]]:
        """The ends of those in line that are not due any more: nothing of them goes out."""
        gone: list[tuple[int, AttemptResult]] = []
        if not self._otherwise():
            return gone
        self._looks += 1
        for begun in tuple(self._line):
            if not vault.still_due(self._server, begun.due.record_id):
                with suppress(ValueError):  # the loop has it, and asks by itself
                    self._line.remove(begun)
                    gone.append((begun.attempt, NOT_BEGUN))
        return gone

    def _moved_on(self, turn: Future[None] | None = None) -> None:
        """Wakes the loop where it waits; `turn`: one that is over."""
        with self._moved:
            self._moved.notify()

    def _until(self, noted: int) -> int:
        """Where the ends stop that may be written now.

        What ended since the hand was told shares the commit, up to the first whose files that arrived may still stand
        behind this turn: they can not be written once their attempt has ended.
        """
        until = max(noted, self._written)
        while until < len(self._over) and not self._over[until].in_posts:
            until += 1
        return until

    def _choose(self, count: int, vault: Vault) -> list[_Chosen]:
        """So many records that are due, each at most once a round."""
        chosen: list[_Chosen] = []
        skipped = self._open | self._left
        while len(chosen) < count and (due := vault.next_due(self._server, self._now, skipped)) is not None:
            if due.form_key not in self._forms:
                form = vault.form(due.form_key).xml
                self._forms[due.form_key] = form, _encrypts(form)
            chosen.append(_Chosen(due, *self._forms[due.form_key]))
            skipped.add(due.record_id)
        return chosen

    def _give_back(self, vault: Vault) -> None:
        ends = [(one.attempt, one.result) for one in self._over[self._written :]]
        vault.attempts_noted(self._server, (), [*ends, *((begun.attempt, NOT_BEGUN) for begun in self._line)])


def _encrypts(form: bytes) -> bool:
    """Of a form that can not be read nobody knows: no line tells a digest of its records, and they do not leave."""
    try:
        return wants_encryption(form)
    except IntakeError:
        return True


def _small_files(due: Outgoing, vault: Vault) -> dict[str, bytes]:
    """Files that together fit into a little memory, read while another record is on the wire.

    One that can not be read is told of when its turn comes.
    """
    wanted = [row for row in due.attachments if row.name not in due.confirmed]
    if not wanted or sum(row.size for row in wanted) > _AT_HAND:
        return {}
    try:
        return vault.small_media(due.record_id, [row.name for row in wanted])
    except IntakeError:
        return {}
