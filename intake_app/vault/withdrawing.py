"""What a person takes back: releases that no longer count, and what had left before.

A release is never deleted; it is marked with the moment.  Whoever agrees again is released anew.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import audit, dossiers, sight
from intake_app.vault.database import Database, Row
from intake_app.vault.opening import Opening
from intake_app.vault.types import ReleaseRow

DENIED: Mapping[str, tuple[str, ...]] = {
    "interview": ("sync", "slip", "export"),
    "record": ("sync", "slip", "export"),
    "sync": ("sync",),
    "slip": ("slip",),
    "export": ("export",),
    "research": (),
}
"""Ways out that end with a no to a purpose."""
OWN_WORD: Mapping[str, tuple[str, ...]] = {
    "judicial": ("police", "judicial_authority"),
    "cross_border": ("abroad",),
    "consular": ("consulate",),
}
"""Kinds of bodies to which nothing goes after a no to the purpose that is theirs alone."""
PAPERS = frozenset({"screening", "minor"})
"""Kinds of files that are a paper, in words."""
LIVE = "withdrawn IS NULL AND basis <> 'duty'"
"""SQL: a release that rests on what was said, or on a reason, and counts; a duty is nobody's to take back."""


def released(record: str = "r", server: str = "") -> str:
    """SQL: a record, by the name of its row, may be sent: it was released, and that was not taken back.

    ``server``: SQL for the name of one, that was known by then.
    """
    since = f" AND number > coalesce((SELECT since FROM server_since WHERE name = {server}), 0)" if server else ""
    return (
        f"EXISTS (SELECT 1 FROM release WHERE record = {record}.number AND purpose = 'sync' AND withdrawn IS NULL"
        f"{since})"
    )


@dataclass(frozen=True, slots=True)
class Departure:
    """Something that left before it was taken back: to whom, and when (ISO 8601).

    ``purpose`` as of a release; ``way``: 'received' by a server, 'under_way' to one, 'perhaps' where
    a try ended without an answer that tells, 'printed' or 'saved' for a slip, 'issued' for one whose pages were
    given out and of which nobody noted more,
    'exported', 'prepared' for a file that nobody noted as written, 'handed_over' to be read,
    'taken_out' as a sealed file.  ``reference`` of a slip, agency of who it was
    handed to, else "".
    """

    purpose: str
    recipient: str
    way: str
    at: str
    reference: str = ""
    kind: str = ""
    """The kind of body that the recipient is."""
    paper: str = ""
    """Of an export that was a paper, which: 'screening', the page for the authority of art. 17, or 'minor', the report
    on a child. A page kept before that authority had a kind of its own names the body that decides on asylum. Of a
    slip 'work' where what was told of the work went along."""
    basis: str = ""
    """On what it went, as of a release, with the lawful ground; "" where nobody wrote it down."""
    lawful: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A record with a way out that was taken back and not released anew: it comes back if the person agrees again.

    ``code`` is "" for who does not see the record; ``waits``: it is finished and not sent; ``basis``: on what it went;
    ``behind``: a server came after that; ``refused``: a server refused it, and it waits for a person.
    """

    purpose: str
    recipient: str
    record_id: str
    code: str
    waits: bool
    basis: str
    behind: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How many releases do not count any more, and what had left on those or on earlier ones."""

    stopped: int
    left: tuple[Departure, ...]


def stop(
    opening: Opening, number: int, purpose: str, recipient: str, basis: str = "", **detail: int
) -> int:
    """Marks what a record, by its row number, was released for; how many.  Only inside a transaction.

    ``recipient``: a service, or a kind of body with all its services; behind a dot a service whose code is a kind of
    body, alone; ``basis``: of what rests on this alone;
    ``detail``: for the log, the number of the ``merge`` of two cases that stops it, or of the word of a draft that was
    put ``away``.  With an export stop the slips with which what was told of the work goes: it rests on the same word.
    """
    database = opening.database
    where = (
        "x.record = ? AND (? IN ('', x.purpose) OR x.id IN (SELECT value FROM json_each(?))) "
        "AND ? IN ('', x.recipient, x.kind, iif(x.kind = '', '', '.' || x.recipient)) "
        f"AND ? IN ('', x.basis) AND {LIVE}"
    )
    along = dossiers.releases(database, number) if purpose == "export" else ()
    bound = (number, purpose, json.dumps(sorted(along)), recipient, basis)
    stopped = database.all(
        f"SELECT x.id, r.id FROM release x JOIN record r ON r.number = x.record WHERE {where}", *bound
    )
    database.run(f"UPDATE release AS x SET withdrawn = ? WHERE {where}", opening.now(), *bound)
    for release, record_id in stopped:
        audit.append(opening, "consent.withdrawn", str(record_id), release=str(release), **detail)
    return len(stopped)


def deny(
    opening: Opening, numbers: Sequence[int], purpose: str, recipient: str, word: str, **detail: int
) -> int:
    """Marks what these records, by row, were released for where that needs a yes to a purpose; as `stop`.

    ``word``: a 'no' ends what rests on consent; what goes for a reason was recorded without their yes.  What is taken
    back, 'withdrawn', is so for a reason, too, but for that to bodies with a purpose of their own: nothing but danger
    opened those.
    """
    basis = "" if word == "withdrawn" and purpose in DENIED else "consent"
    ways = _ways(purpose, recipient)
    return sum(stop(opening, number, way, to, basis, **detail) for number in numbers for way, to in ways)


def end_reasons(opening: Opening, numbers: Sequence[int], purpose: str, recipient: str) -> int:
    """Marks what these records, by row, were released for on a reason alone, where that needs a yes to a purpose that
    was taken back before they were begun; as `stop`.
    """
    ways = _ways(purpose, recipient)
    return sum(stop(opening, number, way, to, "override") for number in numbers for way, to in ways)


def _ways(purpose: str, recipient: str) -> list[tuple[str, str]]:
    """Ways out, and to whom, that need a yes to a purpose."""
    kinds = OWN_WORD.get(purpose, ())
    named = kinds if not recipient else (recipient,) if kinds else ()
    ways = [(way, recipient) for way in DENIED.get(purpose, ())]
    return [*ways, *((way, kind) for kind in named for way in ("slip", "export"))]


def standing(opening: Opening, numbers: Sequence[int]) -> tuple[ReleaseRow, ...]:
    """What these records, by row, are released for, for a duty too, without words and names."""
    found = opening.database.all(
        "SELECT x.id, r.id, x.purpose, x.recipient, x.basis, '', '', x.at, x.kind, x.lawful FROM release x "
        f"JOIN record r ON r.number = x.record WHERE x.record IN ({marks(numbers)}) AND x.withdrawn IS NULL "
        "ORDER BY x.number",
        *numbers,
    )
    return tuple(ReleaseRow(*row) for row in found)


def lapse(opening: Opening, numbers: Sequence[int], releases: Sequence[str], **detail: int) -> int:
    """Marks releases of these records, by row, and by their ids; how many; as `stop`.  Only inside a transaction.

    ``detail``: for the log, the number of the ``merge`` or of the ``part`` of two cases that stops them.
    """
    given, ids = ", ".join(map(str, numbers)), ", ".join("?" * len(releases))
    found = opening.database.all(
        f"SELECT x.id, r.id FROM release x JOIN record r ON r.number = x.record WHERE x.record IN ({given}) "
        f"AND x.id IN ({ids}) AND x.withdrawn IS NULL",
        *releases,
    )
    for release, record_id in found:
        opening.database.run("UPDATE release SET withdrawn = ? WHERE id = ?", opening.now(), release)
        audit.append(opening, "consent.withdrawn", str(record_id), release=str(release), **detail)
    return len(found)


def stopped(opening: Opening, numbers: Sequence[int], where: str = "1") -> tuple[Stopped, ...]:
    """What of these records, by row, was taken back, and nothing else that counts stands in its place.

    ``where``: SQL on the last of the releases of each, ``x``.
    """
    condition, values = sight.seen(opening)
    found = opening.database.all(
        f"SELECT x.purpose, x.recipient, r.id, iif({condition}, r.code, ''), r.state = 'finalised', x.basis, "
        "max(x.number) <= (SELECT coalesce(max(n.since), 0) FROM server_since n JOIN server s ON s.name = n.name), "
        "r.state = 'refused', max(x.number) "
        f"FROM release x JOIN record r ON r.number = x.record WHERE x.record IN ({marks(numbers)}) "
        "AND x.withdrawn IS NOT NULL AND NOT EXISTS (SELECT 1 FROM release y WHERE y.record = x.record "
        "AND y.purpose = x.purpose AND y.recipient = x.recipient AND y.withdrawn IS NULL) "
        f"GROUP BY x.purpose, x.recipient, r.number HAVING {where} ORDER BY x.purpose, x.recipient, r.number",
        *(*values, *numbers),
    )
    return tuple(
        Stopped(way, to, record, code, bool(waits), basis, bool(behind), bool(refused))
        for way, to, record, code, waits, basis, behind, refused, _newest in found
    )


def work_going(opening: Opening, numbers: Sequence[int]) -> tuple[str, ...]:
    """Services to which slips of these records, by row, go out along with what was told of the work."""
    along = {each for number in numbers for each in dossiers.releases(opening.database, number)}
    standing_now = (each for each in standing(opening, numbers) if each.id in along)
    return tuple(sorted({each.recipient for each in standing_now}))


def work_stopped(opening: Opening, numbers: Sequence[int]) -> tuple[Stopped, ...]:
    """As `stopped`, what was told of the work, as an export to the service of the slip along with which it went."""
    condition, values = sight.seen(opening)
    along = {each for number in numbers for each in dossiers.releases(opening.database, number)}
    found = opening.database.all(
        f"SELECT x.recipient, r.id, iif({condition}, r.code, '') FROM release x JOIN record r ON r.number = x.record "
        "WHERE x.id IN (SELECT value FROM json_each(?)) GROUP BY x.recipient, r.number "
        "HAVING count(x.withdrawn) = count(*) ORDER BY x.recipient, r.number",
        *(*values, json.dumps(sorted(along))),
    )
    return tuple(Stopped("export", to, record, code, waits=False, basis="consent") for to, record, code in found)


def marks(numbers: Collection[int]) -> str:
    """Places for so many values in a statement."""
    return ", ".join("?" * len(numbers))


def concerns(left: Departure, purpose: str, recipient: str) -> bool:
    """Whether something that left is of what is taken back.  A release for sync names no server.

    What was told of the work, which an export lets out, goes along with a slip; see `stop`.
    """
    if purpose in OWN_WORD:
        return left.kind in OWN_WORD[purpose]
    ways = {left.purpose, "export"} if left.paper == "work" else {left.purpose}
    of_purpose = not purpose or not ways.isdisjoint(DENIED[purpose])
    page = "screening_authority" if left.paper == "screening" else ""  # also of one that was kept under another kind
    names = ("", left.recipient, left.kind, f".{left.recipient}" if left.kind else "", page)
    return of_purpose and (recipient in names or purpose == "sync")


def departures(database: Database, number: int) -> tuple[Departure, ...]:
    """All that left of a record, the oldest first, whatever became of the release."""
    sends = database.all(
        "SELECT 'sync', server, CASE WHEN max(outcome IS 'accepted') THEN 'received' WHEN max(ended IS NULL) "
        "THEN 'under_way' ELSE 'perhaps' END, max(coalesce(ended, started)) FROM attempt "
        "WHERE record = ? AND posted = 1 GROUP BY server ORDER BY max(id)",
        number,
    )
    slips = database.all(
        "SELECT 'slip', s.recipient, coalesce(substr(u.action, 6), 'issued'), coalesce(u.at, s.issued_at), "
        "s.reference, x.kind, x.id, x.basis, x.lawful FROM slip s JOIN record r ON r.number = s.record "
        "JOIN release x ON x.id = s.release_id LEFT JOIN audit u ON u.object = r.id "
        "AND u.action IN ('slip.printed', 'slip.saved') AND json_extract(u.detail, '$.reference') = s.reference "
        "WHERE s.record = ? ORDER BY u.seq",
        number,
    )
    along = dossiers.releases(database, number) if slips else ()
    slips = [(*row[:6], "work" if row[6] in along else "", *row[7:]) for row in slips]
    exports = database.all(
        "SELECT 'export', x.recipient, iif(h.id IS NULL, x.id, 'handed_over'), x.at, coalesce(p.agency, ''), "
        "x.kind, x.basis, x.lawful FROM release x LEFT JOIN handover h ON h.record = x.record AND h.at = x.at "
        "LEFT JOIN person p ON p.id = h.taker WHERE x.record = ? AND x.purpose = 'export' ORDER BY x.number",
        number,
    )
    made = _files(database, number) if exports else {}
    exports = [each for row in exports for each in _as_files(row, made)]
    files = database.all(
        "SELECT 'sync', 'organisation', 'taken_out', u.at FROM record r JOIN audit u ON u.object = r.id "
        "AND u.action = 'record.taken_out' WHERE r.number = ? ORDER BY u.seq",
        number,
    )
    sent = [(*row, "", "", "", *_sent_on(database, number, row[3])) for row in (*sends, *files)]
    return tuple(Departure(*row) for row in sorted((*sent, *slips, *exports), key=lambda row: str(row[3])))


def _sent_on(database: Database, number: int, at: object) -> Row:
    """The basis and the lawful ground on which a record was sent, or taken out for its organisation, at a moment."""
    found = database.one(
        "SELECT basis, lawful FROM release WHERE record = ? AND purpose = 'sync' "
        "ORDER BY at > ?, number DESC LIMIT 1",
        number,
        at,
    )
    return found or ("", "")


def _files(database: Database, number: int) -> dict[object, list[Row]]:
    """Of releases of a record on which files were prepared: the kind of each, how it left, and when. One of which the
    log says that it could not be written did not leave; one of which it says nothing may have, and is taken for the
    next one of its kind.

    Of what left before files were prepared the log has only that it was written, or nothing.
    """
    told = database.all(
        "SELECT json_extract(u.detail, '$.release'), json_extract(u.detail, '$.kind'), u.action, u.at "
        "FROM record r JOIN audit u ON u.object = r.id AND u.action IN ('record.export_prepared', 'record.exported', "
        "'record.export_unwritten') WHERE r.number = ? ORDER BY u.seq",
        number,
    )
    made: dict[object, list[Row]] = {}
    for release, kind, action, at in told:
        before = [file for file in made.get(release, ()) if file[:2] != (kind, "prepared")]
        ways = {"record.export_prepared": "prepared", "record.exported": "exported"}
        made[release] = [*before, (kind, ways[action], at)] if action in ways else before
    return made


def _as_files(row: Row, made: Mapping[object, Sequence[Row]]) -> list[Row]:
    """How something left, where its release stands in the place of that, and as which paper: each file by itself."""
    release, at = row[2:4]
    if release == "handed_over":
        return [(*row[:6], "", *row[6:])]
    return [
        (*row[:2], way, when, *row[4:6], kind if kind in PAPERS else "", *row[6:])
        for kind, way, when in made.get(release, [("", "exported", at)])
    ]


def require_live(database: Database, release_id: str) -> None:
    """Raises IntakeError 'vault.withdrawn' for a release that was taken back, with what it rested on."""
    ended = database.one("SELECT basis FROM release WHERE id = ? AND withdrawn IS NOT NULL", release_id)
    if ended is not None:
        raise IntakeError("vault.withdrawn", basis=str(ended[0]))


def require_not_all(database: Database, number: int) -> None:
    """Raises IntakeError 'vault.withdrawn' when each release of a record for its organisation was taken back."""
    found = database.one(
        "SELECT count(*), count(withdrawn) FROM release WHERE record = ? AND purpose = 'sync'", number
    )
    if found and found[0] and found[0] == found[1]:
        raise IntakeError("vault.withdrawn")
