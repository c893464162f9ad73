"""Records that are due go out, one by one, each attempt on record before it begins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, FilePart, Outcome, SubmissionParts
from intake_app.sync.encrypting import sealed_parts, wants_encryption
from intake_app.sync.lane import OnVault
from intake_app.vault import AttemptResult, Outgoing, Vault

# So many records in a row that the line or the server could not take: it is not their fault, the round is over.
_PATIENCE = 3
_ENDS_ROUND = frozenset({"stop", "suspect", "cancelled"})
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
) -> RoundReport:
    """Send what is due; see the package. IntakeError only when the vault can not go on ('vault.*')."""
    total = on_vault(lambda vault: vault.waiting(server_name))
    results: list[RecordResult] = []
    stopped: Outcome | None = None
    while stopped is None:
        if cancelled():
            stopped = Outcome("cancelled", "openrosa.cancelled")
            break
        tried = frozenset(result.record_id for result in results if result.outcome.kind != "accepted")
        due = on_vault(partial(_next_due, server_name, now, tried))
        if due is None:
            break
        tell = partial(_tell, progress, len(results), max(total, len(results) + 1), due.code)
        results.append(
            RecordResult(due.record_id, due.code, _attempt(on_vault, client, server_name, due, tell, cancelled))
        )
        stopped = _reason_to_stop(results)
    return RoundReport(tuple(results), stopped, on_vault(lambda vault: vault.waiting(server_name)))


def _next_due(server_name: str, now: datetime | None, tried: frozenset[str], vault: Vault) -> Outgoing | None:
    return vault.next_due(server_name, now, tried)


def _tell(progress: Callable[[Progress], None], done: int, total: int, code: str, sent: int, size: int) -> None:
    progress(Progress(done, total, code, sent, size))


def _attempt(
    on_vault: OnVault,
    client: Client,
    server_name: str,
    due: Outgoing,
    tell: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """One attempt, on record from before its first byte; a crash leaves it open and the record due."""
    form = on_vault(partial(_form_of, due.record_id))
    encrypts = _encrypts(form)
    attempt_id = on_vault(lambda vault: vault.attempt_started(due.record_id, server_name, encrypts))
    outcome = _submitted(on_vault, client, attempt_id, _parts(on_vault, due, form), encrypts, tell, cancelled)
    result = AttemptResult(
        outcome.kind, outcome.code, outcome.status, outcome.message, outcome.server_date, outcome.retry_after
    )
    on_vault(lambda vault: vault.attempt_ended(attempt_id, result))
    return outcome


def _encrypts(form: bytes) -> bool:
    """A form that can not be read is told of by what is sent with it."""
    try:
        return wants_encryption(form)
    except IntakeError:
        return False


def _submitted(
    on_vault: OnVault,
    client: Client,
    attempt_id: int,
    parts: SubmissionParts,
    encrypts: bool,
    tell: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """What became of the parts, encrypted first where the form wants it; each file that arrived is noted at once."""
    try:
        going = sealed_parts(on_vault, attempt_id, parts) if encrypts else parts
    except IntakeError as error:
        if error.code.startswith("vault.") and error.code not in _OF_A_RECORD:
            raise
        return Outcome("hold", error.code)
    going = replace(going, confirmed=parts.confirmed)
    return client.submit(going, tell, cancelled, partial(_arrived, on_vault, attempt_id))


def _arrived(on_vault: OnVault, attempt_id: int, names: tuple[str, ...]) -> None:
    if names:
        on_vault(lambda vault: vault.files_confirmed(attempt_id, names))


def _parts(on_vault: OnVault, due: Outgoing, form: bytes) -> SubmissionParts:
    """The frozen bytes, and files that the vault gives (and compares with their digest) when their turn comes."""
    files = [
        FilePart(row.name, row.mime, partial(_pieces, on_vault, due.record_id, row.name), row.size)
        for row in due.attachments
    ]
    return SubmissionParts(due.xml, files, due.announced, form, due.confirmed)


def _form_of(record_id: str, vault: Vault) -> bytes:
    """The XForm that a record was made with: it may ask for encryption, which a server does not enforce."""
    return vault.form(vault.record(record_id).form_key).xml


def _pieces(on_vault: OnVault, record_id: str, name: str) -> Iterator[bytes]:
    """A file piece by piece, each read where the vault lives, so that a large one is never whole in memory."""
    stream = on_vault(partial(_stream, record_id, name))
    while (piece := on_vault(partial(_next_piece, stream))) is not None:
        yield piece


def _stream(record_id: str, name: str, vault: Vault) -> Iterator[bytes]:
    return vault.media_stream(record_id, name)


def _next_piece(stream: Iterator[bytes], vault: Vault) -> bytes | None:
    return next(stream, None)


def _reason_to_stop(results: list[RecordResult]) -> Outcome | None:
    """The last outcome when it means that the next record would fare no better."""
    last = results[-1].outcome
    if last.kind in _ENDS_ROUND or last.code == "openrosa.unreachable":
        return last
    recent = results[-_PATIENCE:]
    if len(recent) == _PATIENCE and all(result.outcome.kind == "retry" for result in recent):
        return last
    return None
