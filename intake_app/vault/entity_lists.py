"""Lists of entities as they are kept between records, each of one server; what is in one is the caller's own text.

A list is under a seal: one that other tools changed is damage.
"""

from collections.abc import Collection

from intake_app.errors import IntakeError
from intake_app.vault import audit, keys
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, may, require
from intake_app.vault.withdrawing import released


def kept(opening: Opening, server: str, name: str) -> str | None:
    """A list, None where none is kept.  Raises IntakeError 'vault.damaged'."""
    found = opening.database.one("SELECT body, seal FROM entity_list WHERE server = ? AND name = ?", server, name)
    if found is None:
        return None
    body = str(found[0])
    if _seal(opening, server, name, body) != bytes(found[1]):
        raise IntakeError("vault.damaged", part="list")
    return body


def put(opening: Opening, server: str, name: str, body: str) -> None:
    """Keeps a list in the place of what was kept of it: by who holds interviews, or looks after forms."""
    if not may(opening.me, Right.INTERVIEW):
        require(opening.me, Right.FORMS)
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO entity_list (server, name, body, seal) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (server, name) DO UPDATE SET body = excluded.body, seal = excluded.seal",
            *(server, name, body, _seal(opening, server, name, body)),
        )
        audit.append(opening, "list.kept", name, server=server)


def names(opening: Opening, server: str) -> tuple[str, ...]:
    """The lists that are kept of a server."""
    found = opening.database.all("SELECT name FROM entity_list WHERE server = ? ORDER BY name", server)
    return tuple(str(name) for (name,) in found)


def stopped(opening: Opening, record_ids: Collection[str]) -> frozenset[str]:
    """Those of these records that may not be sent any more and were not: what they asked of a list is undone."""
    query = f"SELECT 1 FROM record r WHERE r.id = ? AND r.state <> 'sent' AND NOT {released()}"
    return frozenset(one for one in record_ids if opening.database.one(query, one) is not None)


def _seal(opening: Opening, server: str, name: str, body: str) -> bytes:
    return keys.seal(opening.keys.audit, b"entity list", repr((server, name, body)).encode("utf-8", "surrogatepass"))
