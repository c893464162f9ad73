"""The list of all that was sent: a line when a try begins, one for its answer, one for a receipt.

Each line is JSON text: time, server and its host, form, instanceID, digest and size of what was sent, number of files,
and what came back.  No content, no title, nobody's answer, no words of the server.  Lines are chained by SHA-256::

    chain(n) = sha256(chain(n - 1) + sha256(line n)),  chain(0) = 32 zero bytes

so that a line may be shown to others by its digest alone.  The log of actions has the newest link of the chain with
each try, under its own key: the list can neither be changed nor cut unseen.  `intake_app.vault.proof` hands it out.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Literal

from intake_app.errors import IntakeError
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening
from intake_app.vault.servers import host_of
from intake_app.vault.types import AttemptResult

Event = Literal["attempt", "answer", "receipt"]
START = b"\0" * 32
NOTHING_YET = AttemptResult("", "")

Facts = Row
"""What a line tells of the record and its server, whatever happened."""

_FACTS = """
    SELECT r.number, r.id, f.form_id, f.version, a.server, s.url, lower(hex(coalesce(e.sha256, b.sha256))),
        coalesce(e.size, r.size), e.record IS NOT NULL,
        (SELECT count(*) FROM media WHERE record = r.number),
        (SELECT coalesce(sum(size), 0) FROM media WHERE record = r.number),
        (SELECT line FROM transmission WHERE record = r.number AND attempt = a.id ORDER BY seq LIMIT 1)
    FROM attempt a JOIN record r ON r.number = a.record JOIN form f ON f.key = r.form_key
        LEFT JOIN submission b ON b.record = r.number LEFT JOIN envelope e ON e.record = r.number
        LEFT JOIN server s ON s.name = a.server
    WHERE a.id = ?
"""


def facts(database: Database, attempt: int) -> Facts:
    """Those of a try.  Only inside a transaction, and only for the lines that it adds."""
    (found,) = database.all(_FACTS, attempt)
    return found


def note(
    opening: Opening, event: Event, attempt: int, about: Facts, result: AttemptResult = NOTHING_YET,
    sealed: bool = False,
) -> str:  # fmt: skip
    """Adds a line; the newest link of the chain in hex, for the log of actions.  Only inside a transaction.

    ``about`` are the `facts` of the try.  ``sealed``: the record goes out encrypted, as the line of a beginning tells
    the later ones; before there is an envelope nobody knows the digest of what will be sent.  The host too is that of
    the beginning, whatever became of the server since.
    """
    database = opening.database
    number, instance, form, version, server, url, sha256, size, enveloped, files, file_bytes, began = about
    sealed, host = (sealed, host_of(url or "")) if began is None else _as_begun(json.loads(began), sealed)
    hidden, (before, link) = sealed and not enveloped, head(database)
    told = {
        "seq": before + 1, "at": opening.now(), "event": event, "attempt": attempt, "server": server,
        "host": host, "form": form, "version": version, "instance": instance,
        "sha256": None if hidden else sha256, "size": None if hidden else size, "encrypted": bool(sealed or enveloped),
        "files": files, "file_bytes": file_bytes, "outcome": result.outcome or None, "status": result.status,
        "code": result.code or None, "server_date": result.server_date,
    }  # fmt: skip
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    chain = linked(link, digest(line))
    database.run(
        "INSERT INTO transmission (seq, attempt, record, line, chain) VALUES (?, ?, ?, ?, ?)",
        *(before + 1, attempt, number, line, chain),
    )
    database.seen.line = before + 1, chain
    return chain.hex()


def _as_begun(first: dict[str, Any], sealed: bool) -> tuple[bool, str]:
    return sealed or bool(first["encrypted"]), str(first["host"])


def digest(line: str) -> bytes:
    """What stands for a line in the chain."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def linked(before: bytes, line_digest: bytes) -> bytes:
    """The next link of the chain."""
    return hashlib.sha256(before + line_digest).digest()


def head(database: Database) -> tuple[int, bytes]:
    """Number and link of the newest line; 0 and zeros before the first."""
    if database.seen.line is not None:
        return database.seen.line
    found = database.one("SELECT seq, chain FROM transmission ORDER BY seq DESC LIMIT 1")
    return (int(found[0]), bytes(found[1])) if found else (0, START)


def lines(database: Database) -> Iterator[tuple[int, int, str, bytes]]:
    """(number, row number of the record, line, link) of all, the oldest first."""
    for seq, record, line, chain in database.each("SELECT seq, record, line, chain FROM transmission ORDER BY seq"):
        yield seq, record, line, bytes(chain)


def verify(opening: Opening) -> int:
    """Walks the chain; how many lines.

    Raises IntakeError 'vault.ledger_broken' with the first line that does not fit, 'vault.replayed' when the list is
    not the one that the log of actions tells of, link by link: it was cut, or changed and chained anew.
    """
    database, before, count = opening.database, START, 0
    promised = iter(_promised(database))
    kept, waited = START.hex(), next(promised, None)
    for seq, _record, line, chain in lines(database):
        count += 1
        before = linked(before, digest(line))
        if seq != count or chain != before:
            raise IntakeError("vault.ledger_broken", row=count)
        if before.hex() == waited:
            kept, waited = waited, next(promised, None)
    if waited is not None or kept != before.hex() or not _of_these_records(database):
        raise IntakeError("vault.replayed")
    return count


def _promised(database: Database) -> list[str]:
    """The links that the log of actions tells of, the oldest first; tries of before the list was have none."""
    query = "SELECT detail FROM audit WHERE action IN ('send.started', 'send.ended') ORDER BY seq"
    links = (json.loads(detail).get("ledger") for (detail,) in database.each(query))
    return [str(link) for link in links if link is not None]


def _of_these_records(database: Database) -> bool:
    """Whether each line stands for the record that it names, and each receipt since the first line has its own."""
    received, astray = {}, 0
    every = "SELECT r.id, t.line FROM transmission t JOIN record r ON r.number = t.record"
    for record_id, told in database.each(every):
        line = json.loads(told)
        astray += line["instance"] != record_id
        if line["event"] == "receipt":
            received[line["attempt"]] = line["sha256"]
    query = "SELECT attempt, lower(hex(sha256)) FROM receipt WHERE attempt >= (SELECT min(attempt) FROM transmission)"
    kept: dict[int, str] = dict(database.all(query))
    # What went out encrypted without an envelope is told without a digest.
    return not astray and received.keys() == kept.keys() and all(received[a] in (None, kept[a]) for a in kept)
