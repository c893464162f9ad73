"""Records that are due go out, one by one, each attempt on record before it begins."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, FilePart, Outcome, SubmissionParts
from intake_app.sync.ahead import NOT_BEGUN, Ahead, Begun
from intake_app.sync.encrypting import sealed_parts
from intake_app.sync.lane import Hand, OnVault
from intake_app.vault import AttemptResult, Vault

# So many records in a row that the line or the server could not take: it is not their fault, the round is over.
_PATIENCE = 3
_ENDS_ROUND = frozenset({"stop", "suspect", "cancelled"})
_CANCELLED = Outcome("cancelled", "openrosa.cancelled")
_CHANGED = Outcome("stop", "openrosa.server_changed")
# What the vault says of one record; anything else that it says concerns all of them.
_OF_A_RECORD = frozenset({"vault.damaged", "vault.replayed", "vault.media_missing"})


@dataclass(frozen=True)
class Progress:
    """Where a round is: records done of all that were due, the speakable code of this one, its bytes sent of all."""

    done: int
    total: int
    code: str
    sent: int
    size: int


@dataclass(frozen=True)
class RecordResult:
    """What became of one record in this round."""

    record_id: str
    code: str
    outcome: Outcome


@dataclass(frozen=True)
class RoundReport:
    """One result for each record tried; `stopped` tells why the round ended before all were tried, if it did."""

    results: tuple[RecordResult, ...]
    stopped: Outcome | None
    waiting_after: int

    @property
    def sent(self) -> int:
        """How many records the server has confirmed."""
        return sum(result.outcome.kind == "accepted" for result in self.results)


def run_round(
    on_vault: OnVault,
    client: Client,
    server_name: str,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    now: datetime | None = None,
    beside: bool = False,
    changed: Callable[[], bool] | None = None,
) -> RoundReport:
    """Send what is due; see the package. IntakeError only when the vault can not go on ('vault.*')."""
    changed = changed or on_vault(lambda vault: vault.server_watch(server_name))
    total = on_vault(lambda vault: vault.waiting(server_name))
    with Hand(on_vault, beside) as hand:
        ahead = Ahead(hand, server_name, now, changed)
        results, stopped = _Round(on_vault, client, ahead, changed, polite=now is not None).run(
            total, progress, cancelled
        )
    return RoundReport(results, stopped, on_vault(lambda vault: vault.waiting(server_name)))


class _Round:
    """One round."""

    def __init__(
        self, on_vault: OnVault, client: Client, ahead: Ahead, changed: Callable[[], bool], *, polite: bool
    ) -> None:
        self._on_vault = on_vault
        self._client = client
        self._ahead = ahead
        self._changed = changed
        self._polite = polite
        self._results: list[RecordResult] = []

    def run(
        self, total: int, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> tuple[tuple[RecordResult, ...], Outcome | None]:
        """The results, and why the round ended before all were tried, if it did."""
        stopped: Outcome | None = None
        try:
            while stopped is None:
                begun, stopped = self._next(cancelled)
                if begun is None:
                    break
                done = len(self._results)
                tell = partial(_tell, progress, done, max(total, done + 1), begun.due.code)
                self._end(begun, self._tried(begun, tell, cancelled))
                stopped = _reason_to_stop(self._results, self._polite)
        except BaseException:
            with suppress(IntakeError):  # the store may be gone; what has failed first is told
                self._ahead.close()
            raise
        self._ahead.close()
        return tuple(self._results), stopped

    def _next(self, cancelled: Callable[[], bool]) -> tuple[Begun | None, Outcome | None]:
        """The record that goes now; or none, and why, if others may still be due."""
        if cancelled():
            return None, _CANCELLED
        begun = self._ahead.next(bool(self._results) and self._results[-1].outcome.kind == "accepted")
        while begun is not None and not self._ahead.is_due(begun):
            self._ahead.ended(begun, NOT_BEGUN)
            begun = self._ahead.next(False)
        if not self._changed():
            return begun, None
        if begun is not None:
            self._ahead.put_back(begun)
        return None, _CHANGED

    def _tried(self, begun: Begun, tell: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Outcome:
        """What became of the record; whatever goes wrong, its attempt does not go on."""
        try:
            return self._send(begun, tell, cancelled)
        except BaseException:
            self._ahead.ended(begun)
            raise

    def _send(self, begun: Begun, tell: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Outcome:
        """What became of the parts, encrypted first where the form wants it; each file that arrived is noted.

        What is taken back meanwhile goes no further, nor what was for a server that is gone or another one by now: it
        is asked before the first byte of each post.
        """
        parts = _parts(self._on_vault, begun)
        try:
            going = sealed_parts(self._on_vault, begun.attempt, parts) if begun.encrypts else parts
        except IntakeError as error:
            if error.code.startswith("vault.") and error.code not in _OF_A_RECORD:
                raise
            return Outcome("hold", error.code, posted=False)
        going = replace(going, confirmed=parts.confirmed)
        left = {part.name for part in going.files} - set(parts.confirmed)
        arrived, may_go = partial(self._arrived, begun, left), partial(self._may_go, begun)
        outcome = self._client.submit(going, tell, cancelled, arrived, may_go)
        if outcome.code == "openrosa.taken_back" and self._changed():
            outcome = replace(outcome, code=_CHANGED.code)
        if outcome.code.startswith("vault.") and outcome.code not in _OF_A_RECORD:
            # The disk failed while a file of it was read: no fault of the record, and the next would fare no better.
            raise IntakeError(outcome.code)
        return outcome

    def _may_go(self, begun: Begun) -> bool:
        return not self._changed() and self._ahead.is_due(begun)

    def _arrived(self, begun: Begun, left: set[str], names: tuple[str, ...]) -> None:
        """Notes what a post brought; the last post needs none, since the end of the attempt follows it."""
        left -= set(names)
        if names and left:
            self._ahead.arrived(begun.attempt, names)

    def _end(self, begun: Begun, outcome: Outcome) -> None:
        self._results.append(RecordResult(begun.due.record_id, begun.due.code, outcome))
        result = AttemptResult(
            *(outcome.kind, outcome.code, outcome.status, outcome.message, outcome.server_date, outcome.retry_after),
            posted=outcome.posted,
        )
        self._ahead.ended(begun, result)


def _tell(progress: Callable[[Progress], None], done: int, total: int, code: str, sent: int, size: int) -> None:
    progress(Progress(done, total, code, sent, size))


def _parts(on_vault: OnVault, begun: Begun) -> SubmissionParts:
    """The frozen bytes, and files that the vault gives (and compares with their digest) when their turn comes."""
    due = begun.due
    files = [
        FilePart(row.name, row.mime, partial(_pieces, on_vault, begun, row.name), row.size) for row in due.attachments
    ]
    return SubmissionParts(due.xml, files, due.announced, begun.form, due.confirmed)


def _pieces(on_vault: OnVault, begun: Begun, name: str) -> Iterator[bytes]:
    """A file piece by piece, each read where the vault lives, so that a large one is never whole in memory."""
    if name in begun.at_hand:
        yield begun.at_hand[name]
        return
    record_id = begun.due.record_id
    stream = on_vault(partial(_stream, record_id, name))
    while (piece := on_vault(partial(_next_piece, stream))) is not None:
        yield piece


def _stream(record_id: str, name: str, vault: Vault) -> Iterator[bytes]:
    return vault.media_stream(record_id, name)


def _next_piece(stream: Iterator[bytes], vault: Vault) -> bytes | None:
    return next(stream, None)


def _reason_to_stop(results: list[RecordResult], polite: bool) -> Outcome | None:
    """The last outcome when it means that the next record would fare no better.

    `polite`: or when the server asked to be left alone, which only a person who orders a round does not wait for.
    """
    last = results[-1].outcome
    if last.code == "openrosa.taken_back":
        return None
    if last.kind in _ENDS_ROUND or last.code == "openrosa.unreachable" or (polite and last.retry_after):
        return last
    recent = results[-_PATIENCE:]
    if len(recent) == _PATIENCE and all(result.outcome.kind == "retry" for result in recent):
        return last
    return None
