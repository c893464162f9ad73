"""Sending by itself: which server may be asked and when, and one round with it that disturbs nobody.

What needs a person stays until a person has done something: a key or password that was refused, a certificate that is
another one. Records that a server refused are not in the queue at all before somebody puts them back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from intake_app import sync
from intake_app.errors import IntakeError
from intake_app.openrosa import is_loopback
from intake_app.sync import OnVault, Progress, RoundReport
from intake_app.vault import LastTry, Pace, ServerRow, Vault
from intake_app.workflow.exchange import client_for

FOR_A_PERSON = frozenset({"openrosa.credentials", "openrosa.forbidden", "openrosa.no_place", "openrosa.pin_changed"})
"""Codes after which nothing is tried by itself until somebody has looked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One server that is asked by itself. `at` is the first moment for it, None when nothing is to be sent there.

    `halted` is the code of what a person must look at first, "" as a rule. `near` is a server on this computer.
    `by_hand`: so many records are of forms that leave it to a person to send.
    """

    server: str
    at: datetime | None
    halted: str = ""
    near: bool = False
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What waits to be sent, what waits for a person, when the server last received something ("" never).

    `turns` has the servers that are asked by themselves over this connection, `kept_back` those that are not because
    it may cost. `put_back` is the day of the copy of a store that nothing leaves, see `confirm_put_back`.
    """

    waiting: int = 0
    needs_person: int = 0
    received: str = ""
    turns: tuple[Turn, ...] = ()
    kept_back: tuple[str, ...] = ()
    put_back: str = ""


def outlook(store: Vault, metered: bool | None, now: datetime | None = None) -> Outlook:
    """How things stand now. `metered`: whether the connection costs by the byte; None when nobody can tell.

    Only where it is known to cost, servers that were not allowed it are kept back.
    """
    moment = now or datetime.now(UTC)
    backlog, back = store.backlog(), store.put_back()
    held = back.made[:10] if back is not None else ""
    rows = [row for row in store.servers() if row.automatic != "off"]
    free = [row for row in rows if row.automatic == "metered" or not metered or _near(row)]
    return Outlook(
        backlog.waiting,
        store.queue_page("", 1, ("needs_person",)).total,
        backlog.received,
        tuple(_turn(row, store.pace(row.name, moment), moment, held) for row in free),
        tuple(row.name for row in rows if row not in free),
        held,
    )


def _near(row: ServerRow) -> bool:
    """On this computer: no network is needed to reach it, and none is paid for."""
    return is_loopback(urlsplit(row.url).hostname or "")


def _turn(row: ServerRow, pace: Pace, now: datetime, held: str) -> Turn:
    last = pace.last
    if held:
        return Turn(row.name, None, "vault.put_back", _near(row))
    if last is not None and not last.looked and _halts(last):
        return Turn(row.name, None, last.code, _near(row))
    if not pace.due and not pace.next_try:
        return Turn(row.name, None, near=_near(row), by_hand=pace.by_hand)
    at = now if pace.due else datetime.fromisoformat(pace.next_try)
    wished = datetime.fromisoformat(pace.rests) if pace.rests else at
    return Turn(row.name, max(at, wished), near=_near(row), by_hand=pace.by_hand)


def _halts(last: LastTry) -> bool:
    """Whether nothing is tried before a person has looked; a clock that was wrong may be right by now."""
    return last.code in FOR_A_PERSON or (last.outcome == "stop" and last.code != "openrosa.tls_clock")


def _note_wish(on_vault: OnVault, server: str, error: IntakeError) -> None:
    """A new process too leaves the server alone as long as it asked for."""
    wish = error.facts.get("retry_after")
    if isinstance(wish, int | float) and wish > 0:
        on_vault(lambda store: store.server_rests(server, float(wish)))


def automatic_round(
    on_vault: OnVault,
    server: str,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    given_up: Callable[[], bool],
    beside: bool = False,
) -> RoundReport:
    """Ask whether the server answers, then send what is due by now; for the net lane.

    As long as it has not answered nothing is written down but how long it wants to be left alone, and `given_up` ends
    it. IntakeError 'openrosa.*' when it does not answer. What a person must look at is met by a record, so that it is
    seen in the list and in the ledger.
    `beside` as in `sync_round`.
    """
    changed = on_vault(lambda store: store.server_watch(server))
    with client_for(on_vault, server, given_up) as client:
        try:
            client.preflight()
        except IntakeError as error:
            if error.code not in FOR_A_PERSON:
                _note_wish(on_vault, server, error)
                raise
        if given_up():
            raise IntakeError("openrosa.cancelled")
        return sync.run_round(on_vault, client, server, progress, cancelled, datetime.now(UTC), beside, changed)
