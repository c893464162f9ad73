"""Finished records that are edited: a new draft for each version, the version before unchanged, one behind the other.

Each version is a record of its own, with the id of the one before in its ``meta/deprecatedID``; table ``edit`` has the
chain.  A version is sent once the one before has a receipt, and to the server that gave it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, media, putting_away, records, saving, servers, sight
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import DUTIES, Reach, Right, not_allowed, require
from intake_app.vault.sight import number_of, reading_number
from intake_app.vault.types import Draft, Person, RecordRow, ReleaseRow, ServerReading
from intake_app.vault.withdrawing import Stopped, marks, released

FORMER = "SELECT e.former FROM edit e WHERE e.record = r.number AND e.kind = 'edit'"
"""The version before a ``record r``; no row for a first version."""
NOT_BEHIND = f"NOT EXISTS (SELECT 1 FROM record b WHERE b.number = ({FORMER}) AND b.state <> 'sent')"
"""Whether a ``record r`` may go: no version before it, or one that a server has received."""
_BLOCKED = f"""
    EXISTS (WITH RECURSIVE before(n) AS ({FORMER} UNION
        SELECT e.former FROM before JOIN edit e ON e.record = before.n AND e.kind = 'edit')
    SELECT 1 FROM before JOIN record b ON b.number = before.n WHERE b.state = 'refused' OR (b.state = 'finalised'
        AND ({{elsewhere}} OR NOT {released('b')})))
"""
_NOT_NOW = {
    "draft": "vault.not_finalised",
    "needs_person": "vault.waits_for_person",
}
_BEFORE = """
    WITH RECURSIVE before(n) AS (SELECT ?1 UNION
        SELECT e.former FROM before JOIN edit e ON e.record = before.n AND e.kind = 'edit')
"""
_FIRST = f"{_BEFORE} SELECT r.id FROM before JOIN record r ON r.number = before.n ORDER BY r.number LIMIT 1"
_CHAIN = f"""
    {_BEFORE}, chain(n) AS (SELECT n FROM before UNION
        SELECT e.record FROM chain JOIN edit e ON e.former = chain.n AND e.kind = 'edit')
    SELECT r.id FROM chain JOIN record r ON r.number = chain.n
"""

_ANSWERS = """
    WITH RECURSIVE before(n) AS (SELECT ? UNION SELECT e.former FROM before JOIN edit e ON e.record = before.n)
    SELECT r.id, {read} FROM before JOIN record r ON r.number = before.n
"""
"""A record and what its answers come from: the versions before it, and what it was sent as new in the place of."""

_BEHIND = """
    WITH RECURSIVE behind(former, n) AS (SELECT f.id, e.record FROM edit e JOIN record f ON f.number = e.former
            WHERE e.kind = 'edit' AND f.id IN (SELECT value FROM json_each(?))
        UNION SELECT b.former, e.record FROM behind b JOIN edit e ON e.former = b.n AND e.kind = 'edit')
    SELECT r.id, {code}, max(b.former) FROM behind b JOIN record r ON r.number = b.n
    WHERE r.state = 'finalised' AND NOT EXISTS (SELECT 1 FROM release WHERE record = r.number AND purpose = 'sync')
    GROUP BY r.number ORDER BY r.number
"""
"""Finished versions behind some, that were never released to be sent."""


def not_blocked(person: Person) -> str:
    """SQL: nothing before a ``record r`` of this sender waits for a person, or for somebody else who sends it.

    It can go in the same round as those before it.
    """
    what = "agency" if DUTIES[person.role].sends is Reach.AGENCY else "author"
    return f"NOT {_BLOCKED.format(elsewhere=f'b.{what} <> r.{what}')}"


def chain(opening: Opening, record_id: str) -> tuple[RecordRow, ...]:
    """All versions of a record that this person sees, the oldest first; of one that nobody edited just itself."""
    condition, values = sight.seen(opening)
    found = opening.database.all(
        f"{_CHAIN} WHERE r.discarded IS NULL AND {condition} ORDER BY r.number",
        *(number_of(opening, record_id), *values),
    )
    return tuple(records.row(opening, version) for (version,) in found)


def finishings(opening: Opening, record_ids: Iterable[str]) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Of each of these records, whose content one reads, in which order it and all that its answers come from were
    finished: the oldest first, each with a number that grows from record to record, whatever a clock said, and with its
    id, "" for one that one does not read.
    """
    (read, reading), found = sight.read(opening), dict[str, list[tuple[str, bool]]]()
    for each in record_ids:
        number = reading_number(opening, each)
        found[each] = opening.database.all(_ANSWERS.format(read=read), number, *reading)
    asked = json.dumps(sorted({version for told in found.values() for version, _read in told}))
    links = opening.database.all(
        "SELECT object, seq FROM audit WHERE action = 'record.finalised' "
        "AND object IN (SELECT value FROM json_each(?))",
        asked,
    )
    order = {str(record): int(number) for record, number in links}
    return {
        each: tuple(sorted((order.get(one, 0), one if is_read else "") for one, is_read in told))
        for each, told in found.items()
    }


def corrected_by(opening: Opening, record_id: str) -> str | None:
    """Who finished the newest version of a record that this person sees, where that version is not theirs to see.

    The name of a colleague, "" for somebody of another agency; None where they see the newest finished version, or
    there is none. That there is one, and whom to ask, is all that is told of it.
    """
    (seen, values), versions = sight.seen(opening), sorted(numbers(opening, number_of(opening, record_id)))
    found = opening.database.one(
        f"SELECT {seen}, iif(r.agency = ?, p.name, '') FROM record r JOIN person p ON p.id = r.author "
        f"WHERE r.number IN ({marks(versions)}) AND r.state <> 'draft' ORDER BY r.number DESC LIMIT 1",
        *(*values, opening.me.agency, *versions),
    )
    return None if found is None or found[0] else str(found[1])


def numbers(opening: Opening, number: int) -> frozenset[int]:
    """The rows of all versions of a record, whoever may see them."""
    found = opening.database.all(f"SELECT number FROM record WHERE id IN ({_CHAIN})", number)
    return frozenset(int(row[0]) for row in found)


def reader_for(opening: Opening, record_id: str, server: str | None) -> ServerReading | None:
    """By whom what a server has of a record is read; None, and nothing written down, for no server.

    It is a reading like that of the bytes here: the same right is asked for, and it is in the log.  A server knows the
    record by its first version, also where that one is somebody else's.  What it gives is the newest: whose newest
    version here is not theirs to read does not ask.
    Raises IntakeError 'vault.not_allowed', 'vault.no_such_record', 'vault.no_such_server'.
    """
    number = reading_number(opening, record_id)
    later = f"{_CHAIN} WHERE r.state <> 'draft' AND r.number > ?1 ORDER BY r.number DESC LIMIT 1"
    for (newest,) in opening.database.all(later, number):
        reading_number(opening, newest)
    if server is None:
        return None
    row = servers.one(opening, server)
    ((first,),) = opening.database.all(_FIRST, number)
    with opening.database.transaction():
        audit.append(opening, "record.read", record_id)
    return ServerReading(row, records.row(opening, record_id).form_id, str(first))


def begin(opening: Opening, record_id: str, new_id: str, draft: Draft) -> RecordRow:
    """A draft of the next version of a finished record of one's own, with the files that it names.

    One that was kept back is corrected like any other: what people say of it does not wait for a server.
    Raises IntakeError 'vault.not_allowed', 'vault.not_finalised', 'vault.waits_for_person' for one that a server
    refused, 'vault.edited' when there is a next version already.
    """
    former = editable(opening, record_id)

    def chained(number: int) -> None:
        database = opening.database
        before = number_of(opening, record_id)
        database.run(
            "INSERT INTO edit (record, former, kind, at) VALUES (?, ?, 'edit', ?)", number, before, opening.now()
        )
        audit.append(opening, "record.edited", new_id, former=record_id)
        cases.follow(opening, number, new_id, before)

    records.new(opening, former.form_key, new_id, draft.xml, former.language, former.mediator_language, chained)
    saving.save(opening, new_id, draft)
    carry(opening, new_id)
    return records.row(opening, new_id)


def begin_copy(opening: Opening, record_id: str, new_id: str, draft: Draft) -> RecordRow:
    """A draft of its own that begins with what a record of one's own says, draft or finished, with the files it names.

    It is no version of that one; the log has where it came from. It is of the same person: it comes into their case.
    Raises IntakeError 'vault.not_allowed' for one of somebody else, 'vault.no_such_record', 'vault.damaged'.
    """
    former = own_to_copy(opening, record_id)

    def noted(number: int) -> None:
        audit.append(opening, "record.begun_anew", new_id, former=record_id)
        cases.follow(opening, number, new_id, number_of(opening, record_id))

    records.new(opening, former.form_key, new_id, draft.xml, *draft.languages, noted)
    saving.save(opening, new_id, draft)
    _carry_from(opening, record_id, new_id)
    return records.row(opening, new_id)


def own_to_copy(opening: Opening, record_id: str) -> RecordRow:
    """The row of a record that this person may begin anew; raises as `begin_copy` does."""
    require(opening.me, Right.INTERVIEW)
    row = records.row(opening, record_id)
    if row.author_id != opening.me.id:
        raise not_allowed(opening.me, "content")
    return row


def held_behind(opening: Opening, record_ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """The versions behind these records that are finished, and that nobody ever released to be sent: the id of each,
    its code, "" for who does not see it, and which of these it corrects.
    """
    condition, values = sight.seen(opening)
    query = _BEHIND.format(code=f"iif({condition}, r.code, '')")
    found = opening.database.all(query, *(json.dumps(sorted(record_ids)), *values))
    return [(str(each), str(code), str(former)) for each, code, former in found]


def editable(opening: Opening, record_id: str) -> RecordRow:
    """The row of a record that this person may edit now; raises as `begin` does."""
    require(opening.me, Right.INTERVIEW)
    row = records.row(opening, record_id)
    if row.author_id != opening.me.id:
        raise not_allowed(opening.me, "edit")
    if row.delivery in _NOT_NOW:
        raise IntakeError(_NOT_NOW[row.delivery])
    refuse_second(opening, number_of(opening, record_id))
    return row


def refuse_second(opening: Opening, former: int) -> None:
    """One chain: raises IntakeError 'vault.edited', with the code of the next version, when there is one already."""
    found = opening.database.one(
        "SELECT r.code FROM edit e JOIN record r ON r.number = e.record "
        "WHERE e.former = ? AND e.kind = 'edit' AND r.discarded IS NULL",
        former,
    )
    if found is not None:
        raise IntakeError("vault.edited", record=str(found[0]))


def restore(opening: Opening, record_id: str, anew: Sequence[ReleaseRow]) -> tuple[Stopped, ...]:
    """Brings a discarded draft back; not an edit in whose place another was begun.  See `unsaid.back`."""
    found = opening.database.one(
        f"SELECT ({FORMER}) FROM record r WHERE r.id = ? AND r.discarded IS NOT NULL", record_id
    )
    if found is not None and found[0] is not None:
        refuse_second(opening, found[0])
    return putting_away.restore(opening, record_id, anew)


def carry(opening: Opening, record_id: str) -> None:
    """Gives a draft the files of the version before that it names and has not, each read back before it is kept.

    A file is sealed under the key of its record, so each version has its own.  What a crash left out comes the next
    time that the draft is opened.
    """
    former = _own_former(opening, records.own_draft(opening, record_id))
    if not former:
        return
    _carry_from(opening, former, record_id)


def _carry_from(opening: Opening, former: str, record_id: str) -> None:
    number = number_of(opening, record_id)
    xml = records.draft_of(opening, number, record_id).xml
    there = {file.name for file in media.rows(opening, number)}
    for file in media.rows(opening, number_of(opening, former)):
        if file.name not in there and f">{file.name}<".encode() in xml:
            media.put(opening, record_id, file.name, media.content_of(opening, former, file.name), file.mime)


def _own_former(opening: Opening, number: int) -> str:
    """The id of the version before, "" when there is none or it is somebody else's: a draft may be handed over."""
    found = opening.database.one(
        "SELECT b.id FROM edit e JOIN record b ON b.number = e.former "
        "WHERE e.record = ? AND e.kind = 'edit' AND b.author = ?",
        *(number, opening.me.id),
    )
    return str(found[0]) if found else ""


def carried(database: Database, number: int, server: str) -> frozenset[str]:
    """Names of files that a server has with the version before, the same bytes, and takes over by itself.

    That ODK Central does so was measured; to any other server all files go again.
    """
    if not servers.is_central(database, server):
        return frozenset()
    found = database.all(
        "SELECT m.name FROM edit e JOIN media m ON m.record = e.record JOIN media b ON b.record = e.former "
        "AND b.name = m.name AND b.sha256 = m.sha256 AND b.size = m.size JOIN receipt x ON x.record = e.former "
        "JOIN attempt a ON a.id = x.attempt "
        f"WHERE e.record = ? AND e.kind = 'edit' AND x.server = ? AND NOT {servers.ELSEWHERE}",
        *(number, server),
    )
    return frozenset(str(name) for (name,) in found)


def copied(database: Database, number: int) -> bool:
    """Whether a finished copy goes as a new record in the place of this one, by whomever it was made."""
    query = (
        "SELECT 1 FROM edit e JOIN record n ON n.number = e.record "
        "WHERE e.former = ? AND e.kind = 'new' AND n.state <> 'draft' AND n.discarded IS NULL"
    )
    return database.one(query, number) is not None
