"""What the log of actions says of records, compared with what is there.

Nothing of this is under the seal of a record: releases, slips, tries, receipts, hand-overs, readings, decisions.
"""

import json
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from intake_app.errors import IntakeError
from intake_app.vault import linked, releases, seals
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening


class _Link(NamedTuple):
    actor: str
    about: str
    detail: dict[str, Any]


_Told = dict[str, list[_Link]]
_ACTIONS = (
    "record.finalised", "record.released", "record.handed_over", "record.handed_back", "record.copied", "record.edited",
    "slip.issued", "consent.withdrawn", *linked.ACTIONS,
    "send.started", "send.ended", "send.sealed", "send.files", "conflict.settled", "glass.broken", "glass.told",
)  # fmt: skip
_SIGHTS = ("record.handed_over", "record.handed_back")


def verify(opening: Opening) -> None:
    """Raises IntakeError 'vault.replayed' when something is there that the log does not say, or is not that it does."""
    database = opening.database
    told, sights = _links(database)
    parts = (_finished, _slips, _tries, _on_the_way, _decisions, _readings)
    kept = all(part(database, told) for part in parts) and _released(opening, told)
    kept = kept and linked.verify(opening, told)
    if not kept or not _handed(database, sights) or not _changes(opening):
        raise IntakeError("vault.replayed")


def _links(database: Database) -> tuple[_Told, list[tuple[str, _Link]]]:
    """The links by their action, and those about hand-overs in their order."""
    told: _Told = defaultdict(list)
    sights: list[tuple[str, _Link]] = []
    marks = ", ".join("?" * len(_ACTIONS))
    query = f"SELECT action, actor, object, detail FROM audit WHERE action IN ({marks}) ORDER BY seq"
    for action, actor, about, detail in database.each(query, *_ACTIONS):
        link = _Link(actor, about, json.loads(detail))
        told[action].append(link)
        sights += [(action, link)] if action in _SIGHTS else []
    return told, sights


def _rows(database: Database, query: str) -> "Counter[tuple[Any, ...]]":
    return Counter(tuple(row) for row in database.all(query))


def _finished(database: Database, told: _Told) -> bool:
    promised = {link.about: link.detail.get("sha256") for link in told["record.finalised"]}
    present = database.all("SELECT r.id, lower(hex(s.sha256)) FROM record r JOIN submission s ON s.record = r.number")
    return promised == dict(present)


def _released(opening: Opening, told: _Told) -> bool:
    """By purpose and basis, and as a whole where the log has a digest of the row: older links have none."""
    links = told["record.released"]
    rows = releases.every(opening.database)
    alike = Counter((link.about, link.detail["purpose"], link.detail["basis"]) for link in links)
    whole = Counter(str(link.detail["row"]) for link in links if "row" in link.detail)
    present = Counter(releases.digest(opening, row) for row in rows)
    taken_back = Counter((link.about, str(link.detail["release"])) for link in told["consent.withdrawn"])
    marked = _rows(
        opening.database,
        "SELECT r.id, x.id FROM release x JOIN record r ON r.number = x.record WHERE x.withdrawn IS NOT NULL",
    )
    if taken_back != marked:
        return False
    return alike == Counter((row.record_id, row.purpose, row.basis) for row in rows) and whole <= present


def _slips(database: Database, told: _Told) -> bool:
    """Each issued once, on a release for its recipient."""
    promised = Counter((link.about, link.detail["reference"]) for link in told["slip.issued"])
    present = _rows(database, "SELECT r.id, s.reference FROM slip s JOIN record r ON r.number = s.record")
    unreleased = database.one(
        "SELECT 1 FROM slip s WHERE NOT EXISTS (SELECT 1 FROM release x WHERE x.id = s.release_id "
        "AND x.record = s.record AND x.recipient = s.recipient AND x.purpose = 'slip')"
    )
    return promised == present and unreleased is None


def _tries(database: Database, told: _Told) -> bool:
    """How each began and ended, and the receipts of those that were accepted."""
    tries = "FROM attempt a JOIN record r ON r.number = a.record"
    began = Counter((link.about, link.detail.get("server")) for link in told["send.started"])
    ended = Counter(
        (link.about, *(link.detail.get(name) for name in ("outcome", "code", "status")), link.detail.get("posted", 1))
        for link in told["send.ended"]
    )
    present = _rows(database, f"SELECT r.id, a.outcome, a.code, a.status, a.posted {tries} WHERE a.ended IS NOT NULL")
    astray = database.one(
        "SELECT 1 FROM receipt x WHERE NOT EXISTS (SELECT 1 FROM attempt a WHERE a.id = x.attempt "
        "AND a.record = x.record AND a.server = x.server AND a.outcome = 'accepted')"
    )
    ((receipts, accepted),) = database.all(
        "SELECT (SELECT count(*) FROM receipt), (SELECT count(*) FROM attempt WHERE outcome = 'accepted')"
    )
    whole = astray is None and receipts == accepted
    return whole and began == _rows(database, f"SELECT r.id, a.server {tries}") and ended == present


def _on_the_way(database: Database, told: _Told) -> bool:
    """Envelopes that the log knows, and no more files with a server than it was noted to have."""
    sealed = {(link.about, link.detail["sha256"]) for link in told["send.sealed"]}
    there = database.all("SELECT r.id, lower(hex(e.sha256)) FROM envelope e JOIN record r ON r.number = e.record")
    noted: Counter[tuple[str, str]] = Counter()
    for link in told["send.files"]:
        noted[link.about, link.detail["server"]] += link.detail["count"]
    on_servers = "FROM confirmed c JOIN record r ON r.number = c.record"
    known = _rows(database, f"SELECT r.id, rtrim(c.server, char(31)) {on_servers}")
    return {tuple(row) for row in there} <= sealed and known <= noted


def _decisions(database: Database, told: _Told) -> bool:
    settled = {(link.about, link.detail["choice"]) for link in told["conflict.settled"]}
    present = _rows(database, "SELECT r.id, s.choice FROM settlement s JOIN record r ON r.number = s.record")
    copied = {
        (link.about, link.detail["former"], kind)
        for action, kind in (("record.copied", "new"), ("record.edited", "edit"))
        for link in told[action]
    }
    copies = _rows(
        database,
        "SELECT n.id, r.id, e.kind FROM edit e JOIN record n ON n.number = e.record "
        "JOIN record r ON r.number = e.former",
    )
    return settled == set(present) and _still_there(database, copied) == set(copies)


def _still_there(database: Database, told: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Those whose record, told first, was not deleted since, as a draft may be."""
    return {row for row in told if database.one("SELECT 1 FROM record WHERE id = ?", row[0]) is not None}


def _readings(database: Database, told: _Told) -> bool:
    """Who read what behind broken glass, and why; and no more of them known to the author than were confirmed."""
    read = {(link.about, link.actor, link.detail["reason"]) for link in told["glass.broken"]}
    present = _rows(database, "SELECT r.id, g.person, g.reason FROM reading g JOIN record r ON r.number = g.record")
    confirmed: Counter[tuple[Any, ...]] = Counter()
    for link in told["glass.told"]:
        confirmed[(link.about,)] += link.detail["count"]
    known = _rows(database, "SELECT author FROM reading WHERE told IS NOT NULL")
    return _still_there(database, read) == set(present) and known <= confirmed


def _handed(database: Database, links: list[tuple[str, _Link]]) -> bool:
    """Each hand-over that is there, and which of them still hold."""
    ever: set[tuple[Any, ...]] = set()
    standing: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for action, link in links:
        if action == "record.handed_back":
            standing[link.about] -= {(link.about, link.detail["of"], sight) for sight in (0, 1)}
            continue
        given = (link.about, link.detail["to"], link.detail["sight"])
        ever.add(given)
        standing[link.about] = {given} | (standing[link.about] if given[2] else set())
    query = "SELECT r.id, h.taker, h.sight FROM handover h JOIN record r ON r.number = h.record"
    now = _still_there(database, set().union(*standing.values()))
    return set(_rows(database, query)) <= ever and set(_rows(database, f"{query} WHERE h.ended IS NULL")) == now


def _changes(opening: Opening) -> bool:
    """The closing link knows of no more changes than the ledger."""
    closed = opening.database.one("SELECT detail FROM audit WHERE action = 'store.closed' ORDER BY seq DESC LIMIT 1")
    known = json.loads(closed[0]).get("changes", 0) if closed else 0
    return bool(known <= seals.ledger(opening.database, opening.keys.audit).changes)
