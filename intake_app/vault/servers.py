"""Servers, several side by side: address, secrets, what is believed of them, when they are asked by themselves."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, may, require
from intake_app.vault.types import ServerRow

AUTOMATIC = ("off", "on", "metered")
OWN_FORMS = "own_forms_server"
"""Setting: the one server for records of forms that came from none; each may have them as long as it is not set."""

_REST = "rest {}"
"""Row of the store: when a server asked to be left alone before anything was tried with it, and for how many seconds.

No setting, which somebody made: settings are in the register."""
GONE, _OWN = "gone ", "own"
"""Row of the store for each server that may be brought back, and whether records of forms of none were to go there."""
_GONE_ROWS = f"key > '{GONE}' AND key < '{GONE[:-1]}!'"
STILL = f"SELECT substr(key, {len(GONE) + 1}) FROM store WHERE {_GONE_ROWS}"
"""Names of these; `OF_NONE` is the one that such records were to go to."""
OF_NONE = f"{STILL} AND value = '{_OWN}'"
PLACE, WAS = "place ", "was "
"""Rows of the store: where a server is, and where it was up to a try: name, 0x1F, the number of the try."""
ELSEWHERE = f"""
    coalesce((SELECT value FROM store WHERE key BETWEEN '{WAS}' || a.server || char(31) || printf('%012d', a.id)
        AND '{WAS}' || a.server || char(31) || ':' ORDER BY key LIMIT 1)
    <> (SELECT value FROM store WHERE key = '{PLACE}' || a.server), 0)
"""
"""Whether an ``attempt a`` went to another place than where its server is now."""
_SINCE = (
    "INSERT INTO server_since (name, place, test, since) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET test = excluded.test"
)
"""What stands there of a server, also of one that was removed, stays."""
_KEY = re.compile(r"/(?:key|test)/[^/]+")
_CENTRAL = re.compile(r"/v1/(?:key/[^/]+/)?projects/\d+/?")
"""Paths of ODK Central: of an app user, and of people who sign in; not of a form that is being tried."""
_ROWS = (
    "SELECT s.name, s.url, s.kind, s.username, s.secret, coalesce(d.ca, ''), coalesce(d.pin, ''), "
    "coalesce(d.project, ''), coalesce(d.test, 0), coalesce(d.automatic, 'off') "
    "FROM server s LEFT JOIN server_detail d ON d.name = s.name"
)


def put(opening: Opening, server: ServerRow) -> None:
    """Keeps a server, in the place of one of the same name; as another project or account it is another.

    What one server has confirmed of a record says nothing about another, nor about another account there, which has
    records of its own: all that is kept is that files came to a place of before (0x1F behind the name).  For how long
    the one before asked to be left alone is forgotten when it is asked under another address or by another user.
    """
    require(opening.me, Right.SERVERS)
    if server.automatic not in AUTOMATIC:
        raise ValueError(f"no such choice: {server.automatic}")
    database, before = opening.database, _found(opening, server.name)
    another = before is None or (before.url, before.username) != (server.url, server.username)
    with database.transaction():
        audit.changing(opening)
        if database.one("SELECT 1 FROM store WHERE key = ?", GONE + server.name) is not None:
            _let_go(opening, server.name)
        if before is None or not same_place(before, server):
            moved = "UPDATE OR REPLACE confirmed SET server = server || char(31) WHERE server = ?"
            database.run(moved, server.name)
            _forget_lists(database, before, server)
        if another:
            database.run("DELETE FROM store WHERE key = ?", _REST.format(server.name))
        _note_place(database, server.name, before, server)
        _write(database, server)
        _note_since(database, server, comes=before is None)
        audit.append(opening, "server.stored", server.name)
    opening.gone.pop(server.name, None)
    if before is None or _asked_as(before) != _asked_as(server):
        opening.anew[server.name] += 1


def _write(database: Database, server: ServerRow) -> None:
    database.run(
        "INSERT INTO server (name, url, kind, username, secret) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET url = excluded.url, kind = excluded.kind, "
        "username = excluded.username, secret = excluded.secret",
        *(server.name, server.url, server.kind, server.username, server.secret),
    )
    database.run(
        "INSERT INTO server_detail (name, ca, pin, project, test, automatic) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET ca = excluded.ca, pin = excluded.pin, project = excluded.project, "
        "test = excluded.test, automatic = excluded.automatic",
        *(server.name, server.ca, server.pin, server.project, int(server.test), server.automatic),
    )


def _forget_lists(database: Database, before: ServerRow | None, server: ServerRow) -> None:
    """Lists are of a place: one that was taken away and is set again where it was has them still, with what records
    that wait made of them.  Only inside a transaction.
    """
    known = "SELECT 1 FROM server_since WHERE name = ? AND place = ?"
    if before is not None or database.one(known, server.name, _place(server)) is None:
        database.run("DELETE FROM entity_list WHERE server = ?", server.name)


def same_place(one: ServerRow, other: ServerRow) -> bool:
    """Whether what is sent to either arrives at the same project, for the same account where that matters."""
    return _place(one) == _place(other)


def _place(row: ServerRow) -> str:
    """What tells where records arrive, without the key that one comes with: host, project, account; as a digest.

    On ODK Central all who sign in to a project find the same records.
    """
    parts = urlsplit(row.url)
    path = _KEY.sub("", parts.path).rstrip("/")
    account = "" if _CENTRAL.fullmatch(parts.path) else row.username
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    told = f"{parts.hostname}\n{port}\n{path}\n{account}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _note_place(database: Database, name: str, before: ServerRow | None, now: ServerRow | None) -> None:
    """Keeps where a server is, and up to which try it was elsewhere.  Only inside a transaction.

    What stands there of a try stays: where nothing was tried since, nothing was.
    """
    keep = "INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO"
    ((last,),) = database.all("SELECT coalesce(max(id), 0) FROM attempt WHERE server = ?", name)
    if last and before is not None and (now is None or _place(now) != _place(before)):
        database.run(f"{keep} NOTHING", f"{WAS}{name}\x1f{last:012d}", _place(before))
    if now is not None:
        database.run(f"{keep} UPDATE SET value = excluded.value", PLACE + name, _place(now))


def _note_since(database: Database, server: ServerRow, comes: bool) -> None:
    """Keeps from which release on records go to a server that ``comes``; one that was changed keeps that.

    To the first one go all, for whoever agreed before it was told of the organisation alone; so they do to one that all
    went to and that comes back to its place.  Any other that comes back is new to what was released by then.  One for
    training is none of these.
    """
    place, test = _place(server), int(server.test)
    if not comes:
        database.run("UPDATE server_since SET place = ?, test = ? WHERE name = ?", place, test, server.name)
        return
    ((first, last),) = database.all(
        "SELECT NOT EXISTS (SELECT 1 FROM server_since WHERE test = 0) AND NOT EXISTS (SELECT 1 FROM server s "
        "LEFT JOIN server_detail d ON d.name = s.name WHERE s.name <> ? AND NOT coalesce(d.test, 0)), "
        "(SELECT coalesce(max(number), 0) FROM release)",
        server.name,
    )
    database.run("DELETE FROM server_since WHERE name = ? AND place <> ?", server.name, place)
    database.run(_SINCE, server.name, place, test, 0 if first else last)
    database.run("UPDATE server_since SET since = ? WHERE name = ? AND since > 0", last, server.name)


def cover(opening: Opening, name: str, records: int) -> None:
    """From now on all that is released goes to a server, whenever it was; only inside a transaction."""
    audit.changing(opening)
    if _found(opening, name) is None:
        raise IntakeError("vault.no_such_server")
    opening.database.run("UPDATE server_since SET since = 0 WHERE name = ?", name)
    audit.append(opening, "server.covers", name, records=records)


def _asked_as(row: ServerRow) -> ServerRow:
    """What concerns a conversation that is under way; the rest says when there is one and what it is called."""
    return replace(row, project="", test=False, automatic="off")


def watch(opening: Opening, name: str) -> Callable[[], bool]:
    """Whether since now this server was removed or made another one, or other records are to go to it.

    Reads nothing of the store: whoever is at the wire asks it between two records, on another thread.
    """
    require(opening.me, Right.SEND)
    anew = opening.anew
    before = anew[name], anew[OWN_FORMS]
    return lambda: (anew[name], anew[OWN_FORMS]) != before


def drop(opening: Opening, name: str, for_now: bool = False) -> None:
    """Forgets a server and its secret; records, forms and their lists stay, and so does what it offered until it is
    looked at.

    What goes to it and to no other waits, also where it was chosen for records of forms of none: it stays chosen.
    ``for_now``: until the store is opened anew it may be brought back, see `bring_back`.  So long its secret stays in
    memory alone, and what it has confirmed stays known.
    """
    require(opening.me, Right.SERVERS)
    database = opening.database
    with database.transaction():
        audit.changing(opening)
        before = _found(opening, name)
        if before is None:
            raise IntakeError("vault.no_such_server")
        database.run(_SINCE, name, _place(before), int(before.test), 0)
        database.run("DELETE FROM server WHERE name = ?", name)
        _note_place(database, name, before, None)
        own = for_now and database.run("DELETE FROM setting WHERE key = ? AND value = ?", OWN_FORMS, name)
        if own:  # somebody chose it since another one, which is gone, was that
            database.run(f"UPDATE store SET value = '' WHERE {_GONE_ROWS}")
        if for_now:
            database.run("INSERT INTO store (key, value) VALUES (?, ?)", GONE + name, _OWN if own else "")
        else:
            _let_go(opening, name)
        audit.append(opening, "server.dropped", name)
    if for_now:
        opening.gone[name] = before
    opening.anew[name] += 1


def _let_go(opening: Opening, name: str) -> None:
    """What hung on a server that does not come back, or not as it was.  Only inside a transaction.

    Records of forms of none that were to go to it go to no other by that: it stays chosen until somebody chooses anew.
    """
    if _stays_chosen(opening.database, name):
        audit.append(opening, "setting.changed", OWN_FORMS)
    opening.database.run("DELETE FROM confirmed WHERE server IN (?1, ?1 || char(31))", name)
    opening.database.run("DELETE FROM store WHERE key IN (?, ?)", _REST.format(name), GONE + name)


def _stays_chosen(database: Database, name: str) -> bool:
    """Chooses a removed server as before for records of forms of none, where no other was chosen since."""
    return bool(
        database.run(
            "INSERT INTO setting (key, value) SELECT ?, ? FROM store WHERE key = ? AND value = ? "
            "ON CONFLICT (key) DO NOTHING",
            *(OWN_FORMS, name, GONE + name, _OWN),
        )
    )


def let_go(opening: Opening) -> None:
    """Lets go of those that an opening before could have brought back."""
    database = opening.database
    gone = [str(name) for (name,) in database.all(STILL)]
    if gone:
        with database.transaction():
            audit.changing(opening)
            for name in gone:
                _let_go(opening, name)


def of_none(opening: Opening) -> str:
    """Where records of forms of none go alone, "" where any server may have them: one that was removed stays that."""
    chosen = f"SELECT coalesce((SELECT value FROM setting WHERE key = ?), ({OF_NONE}), '')"
    ((name,),) = opening.database.all(chosen, OWN_FORMS)
    return str(name)


def gone(opening: Opening) -> tuple[str, ...]:
    """Servers that may be brought back, the one that was removed last at the end; for who looks after servers."""
    return tuple(opening.gone)


def bring_back(opening: Opening, name: str) -> bool:
    """Puts a server back as it was when it was removed; False where it was not, or one of this name was kept since.

    Who was chosen since for records of forms of none stays chosen.
    """
    require(opening.me, Right.SERVERS)
    row, database = opening.gone.get(name), opening.database
    if row is None:
        return False
    with database.transaction():
        audit.changing(opening)
        _write(database, row)
        _stays_chosen(database, name)
        database.run("DELETE FROM store WHERE key = ?", GONE + name)
        audit.append(opening, "server.brought_back", name)
    del opening.gone[name]
    opening.anew[name] += 1
    return True


def rest(opening: Opening, name: str, seconds: float) -> None:
    """Notes that a server asked to be left alone for so long, when nothing had been tried with it."""
    require(opening.me, Right.SEND)
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO store (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(_REST.format(name), f"{opening.now()} {float(seconds)}"),
        )


def rests(opening: Opening, name: str) -> tuple[str, float] | None:
    """When it asked for it, and how many seconds; None when it never did, or other tools wrote something else there."""
    found = opening.database.one("SELECT value FROM store WHERE key = ?", _REST.format(name))
    at, _, seconds = str(found[0] if found else "").partition(" ")
    try:
        told = (datetime.fromisoformat(at).tzinfo is not None, float(seconds) >= 0)
    except ValueError:
        return None
    return (at, float(seconds)) if all(told) else None


def listed(opening: Opening) -> tuple[ServerRow, ...]:
    """Servers by name; keys and passwords only for who looks after servers."""
    rows = [_row(found) for found in opening.database.all(f"{_ROWS} ORDER BY s.name")]
    return tuple(rows if may(opening.me, Right.SERVERS) else map(_without_secrets, rows))


def _row(found: Iterable[Any]) -> ServerRow:
    name, url, kind, username, secret, ca, pin, project, test, automatic = found
    return ServerRow(name, url, kind, username, secret, ca, pin, project, bool(test), automatic)


def _without_secrets(row: ServerRow) -> ServerRow:
    """Host and port of the address: the rest of it may be a key."""
    scheme, host = urlsplit(row.url).scheme, host_of(row.url)
    return replace(row, url=f"{scheme}://{host}", username="", secret="")


def host_of(url: str) -> str:
    """Host and port of an address, which may be shown."""
    return urlsplit(url).netloc.rpartition("@")[2]


def is_central(database: Database, name: str) -> bool:
    """Whether a server is ODK Central by its address."""
    found = database.one("SELECT url FROM server WHERE name = ?", name)
    return found is not None and _CENTRAL.fullmatch(urlsplit(str(found[0])).path) is not None


def one(opening: Opening, name: str) -> ServerRow:
    """One server as it is needed to send.  Raises IntakeError 'vault.no_such_server'."""
    require(opening.me, Right.SEND)
    found = _found(opening, name)
    if found is None:
        raise IntakeError("vault.no_such_server")
    return found


def _found(opening: Opening, name: str) -> ServerRow | None:
    row = opening.database.one(f"{_ROWS} WHERE s.name = ?", name)
    return None if row is None else _row(row)
