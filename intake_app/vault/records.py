"""Records: drafts that change with each answer, and finalised bytes that never do."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault import (
    audit,
    cases,
    codes,
    content,
    drafts,
    name_words,
    quarantine,
    refusals,
    seals,
    search,
    sight,
)
from intake_app.vault.database import Database, Row
from intake_app.vault.keys import Mac
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Condition, Right, not_allowed, require
from intake_app.vault.seals import Seal
from intake_app.vault.sight import number_of, reading_number
from intake_app.vault.types import Draft, Frozen, RecordRow
from intake_app.vault.withdrawing import released

_SELECT = """
    SELECT r.id, r.code, r.form_key, f.form_id, f.title, f.version, r.state, p.name, r.role, r.agency, r.site,
        r.created, r.changed, r.finalised, r.size, a.code, a.message, r.author, r.language,
        r.mediator_language, q.since, {released},
        a.ended IS NULL AND a.opening IS ?, (SELECT g.name FROM handover h JOIN person g ON g.id = h.giver
        WHERE h.record = r.number AND h.taker = ? AND h.ended IS NULL ORDER BY h.id DESC LIMIT 1),
        {readable}, {former}, {person}, a.outcome, r.next_try, k.key, r.number, {judged}
    FROM record r JOIN form f ON f.key = r.form_key JOIN person p ON p.id = r.author
        LEFT JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE record = r.number
            AND code IS NOT 'openrosa.not_begun')
        LEFT JOIN quarantine q ON q.record = r.number LEFT JOIN content_key k ON k.record = r.number
        LEFT JOIN seal s ON s.record = r.number
"""
_FORMER = "b.code, b.state <> 'sent', EXISTS (SELECT 1 FROM settlement WHERE record = b.number)"
_JOINED = " LEFT JOIN record b ON b.number = (SELECT former FROM edit WHERE record = r.number AND kind = 'edit')"
_STATE, _SIZE = 6, 14
_LANGUAGES = slice(18, 20)
_FORM = slice(2, 6)
_JUDGED = slice(33, None)
_LABEL = 44


def _no_more(_number: int) -> None:
    """Nothing to be written with the draft."""


def new(
    opening: Opening, form_key: int, record_id: str, xml: bytes, language: str, mediator: str,
    besides: Callable[[int], None] = _no_more,
) -> RecordRow:  # fmt: skip
    """A new draft under a fresh code; ``besides`` gets its row number and writes what stands or falls with it.

    Raises IntakeError 'vault.no_such_form', 'vault.not_allowed'.
    """
    require(opening.me, Right.INTERVIEW)
    me, now, database = opening.me, opening.now(), opening.database
    with database.transaction():
        if database.one("SELECT 1 FROM form WHERE key = ?", form_key) is None:
            raise IntakeError("vault.no_such_form")
        if database.one("SELECT 1 FROM record WHERE id = ?", record_id) is not None:
            raise ValueError("a record id that is in use")
        database.run(
            "INSERT INTO record (id, code, form_key, state, author, role, agency, site, created, changed, size,"
            " language, mediator_language) VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(record_id, cases.free_code(opening), form_key, me.id, me.role.value, me.agency, me.site, now, now),
            *(len(xml), language, mediator),
        )
        number = own_draft(opening, record_id)
        audit.append(opening, "draft.started", record_id, form=form_key)
        place = _Place(number, record_id, 1, content.new_key(database, number))
        body = drafts.body(AESGCM(place.key), record_id, place.version, Draft(xml))
        database.run("INSERT INTO draft (record, body) VALUES (?, ?)", number, body.sealed)
        database.run("UPDATE record SET label = ? WHERE number = ?", _sealed_label(place, "", None), number)
        seals.first(database, opening.keys.audit, number, body.digest)
        besides(number)
    return row(opening, record_id)


@dataclass(frozen=True, slots=True, repr=False)
class _Place:
    """Where the next content of a record goes: its row, the version to write, its key."""

    number: int
    record_id: str
    version: int
    key: bytes


def _sealed_label(place: _Place, title: str, at: str | None) -> bytes:
    return content.lock_label(AESGCM(place.key), place.record_id, title, at)


def _why_not_draft(opening: Opening, record_id: str) -> IntakeError:
    found = opening.database.one("SELECT state, author, discarded FROM record WHERE id = ?", record_id)
    if found is None:
        return IntakeError("vault.no_such_record")
    if found[1] != opening.me.id:
        return not_allowed(opening.me, "draft")
    return IntakeError("vault.discarded" if found[0] == "draft" else "vault.frozen")


def own_draft(opening: Opening, record_id: str) -> int:
    """The row number of a draft of one's own that is not discarded; else the error that says why not."""
    found = opening.database.one(
        "SELECT number FROM record WHERE id = ? AND author = ? AND state = 'draft' AND discarded IS NULL",
        *(record_id, opening.me.id),
    )
    if found is None:
        raise _why_not_draft(opening, record_id)
    return int(found[0])


def draft(opening: Opening, record_id: str) -> Draft:
    """The draft as last saved: one's own, or behind a broken glass, which is written down.

    Raises IntakeError 'vault.damaged' when its seal does not fit.
    """
    if record_id not in opening.glass:
        return draft_of(opening, own_draft(opening, record_id), record_id)
    number = _draft_behind_glass(opening, record_id)
    found = draft_of(opening, number, record_id)
    with opening.database.transaction():
        audit.append(opening, "record.read", record_id)
    return found


def _draft_behind_glass(opening: Opening, record_id: str) -> int:
    number = reading_number(opening, record_id)
    if opening.database.one("SELECT 1 FROM record WHERE number = ? AND state <> 'draft'", number):
        raise IntakeError("vault.frozen")
    return number


def draft_of(opening: Opening, number: int, record_id: str) -> Draft:
    """The same without asking who asks: for the check."""
    with quarantine.watched(opening, number):
        found = opening.database.one(
            "SELECT d.body, r.label, r.language, r.mediator_language "
            "FROM draft d JOIN record r ON r.number = d.record WHERE d.record = ?",
            number,
        )
        if found is None:
            raise IntakeError("vault.damaged", part="draft")
        body, label, *languages = found
        version, key = _fitting(opening, number, body).version, content.key_of(opening.database, number)
        xml, states, place = drafts.opened(key, record_id, version, bytes(body))
        title, *noted = content.unlock_label(key, record_id, version, bytes(label))
    asked = {ref: tuple(told) for ref, told in (place[1].items() if len(place) > 1 else ())}
    shown, spoken = asked.pop(drafts.SHOWN, ()), (languages[0], languages[1])
    age, *more = asked.pop(drafts.MARK, ("",))
    counting = asked.pop(drafts.COUNTS, ()), asked.pop(drafts.MINOR_IN, ())
    left = bool(asked.pop(drafts.SIMPLE, ())), asked.pop(drafts.ENDING, ())
    heard, (left_out,) = asked.pop(drafts.HEARD, ()), asked.pop(drafts.LEFT_OUT, ("",))
    copied = asked.pop(drafts.COPIED, ())
    told, log, asks = (place or noted)[0], tuple(map(str, place[2:])), bool(more)
    said = title, spoken, asked, age, log, shown, asks
    return Draft(xml, states, told, *said, *counting, *left, heard, left_out, copied)


def _fitting(opening: Opening, number: int, body: bytes) -> seals.Seal:
    """The seal of a record, which fits its facts and this body."""
    seal = seals.verify(opening.database, opening.keys.audit, number)
    seals.verify_body(seal, bytes(body))
    return seal


def listed(opening: Opening, state: str | None, mine: bool, limit: int | None) -> tuple[RecordRow, ...]:
    """Rows this role sees, the newest change first; of those that were discarded the last one."""
    condition, values = sight.seen(opening)
    away = "r.discarded IS NOT NULL AND r.size > 0" if state == "discarded" else "r.discarded IS NULL"
    terms: list[str] = [condition, away]
    bound: list[Any] = [*values]
    if state is not None and state != "discarded":
        terms.append("r.state = ?")
        bound.append(state)
    if mine:
        terms.append("r.author = ?")
        bound.append(opening.me.id)
    try:
        order = "r.discarded DESC, r.number DESC" if state == "discarded" else "r.changed DESC, r.number DESC"
        return matching(opening, " AND ".join(terms), bound, order, limit)
    except IntakeError as trouble:
        if trouble.code != "vault.damaged":
            raise
        rows = _one_by_one(opening, " AND ".join(terms), bound)
        return tuple(sorted(rows, key=lambda row: row.changed, reverse=True)[:limit])


def matching(
    opening: Opening, terms: str, bound: Sequence[Any], order: str, limit: int | None
) -> tuple[RecordRow, ...]:
    """Rows that fit an SQL condition; it must hold what the role sees."""
    select, values = _select(opening)
    sql = f"{select} WHERE {terms} ORDER BY {order} LIMIT ?"
    rows = opening.database.all(sql, *values, *bound, -1 if limit is None else limit)
    judge = _judge(opening)
    return tuple(_row(opening, found, judge(found[_JUDGED])) for found in rows)


def _judge(opening: Opening) -> Callable[[Row], str]:
    """What is wrong with a row by its seal.

    A page of titles that was put back is found where a list would show them, not first where a record is opened.
    """
    database = opening.database
    return partial(seals.misfit, database, Mac(opening.keys.audit), last=seals.last_link(database))


def _select(opening: Opening, alone: bool = False) -> tuple[str, tuple[str, ...]]:
    """The columns of a row for this person, and the values in them.

    ``alone``: nothing of the version before and of the case, so that damage there does not hide this one.
    """
    readable, values = sight.read(opening)
    former, joined, person = ("NULL, 0, 0", "", "NULL") if alone else (_FORMER, _JOINED, search.CASE_CODE)
    sql = _SELECT.format(
        readable=readable, former=former, person=person, judged=seals.JUDGED, released=released()
    ) + joined
    return sql, (opening.id, opening.me.id, *values)


def _one_by_one(opening: Opening, terms: str, bound: Sequence[Any]) -> list[RecordRow]:
    """The rows of a file with damaged pages, past those that can not be read: they are set apart.

    Where the damage is in what all records share, or can not even be written down, it is told of: a list that lacks
    records must not look whole.  A damaged page may read as an empty one, so that rows are counted against seals.
    """
    database, rows, there, judge = opening.database, [], 0, _judge(opening)
    select, values = _select(opening, alone=True)
    for number in range(1, last_number(database) + 1):
        try:
            found = database.one(f"{select} WHERE r.number = ? AND {terms}", *values, number, *bound)
            there += database.one("SELECT 1 FROM record NOT INDEXED WHERE number = ?", number) is not None
        except IntakeError as trouble:
            if _row_reads(opening, number) or not quarantine.set_apart(opening, number, trouble.code):
                raise
            there += 1
        else:
            rows += [_row(opening, found, judge(found[_JUDGED]))] if found is not None else []
    sealed_rows = database.one("SELECT count(*) FROM seal")
    if sealed_rows is None or there < sealed_rows[0]:
        raise IntakeError("vault.damaged", part="records")
    return rows


def last_number(database: Database) -> int:
    """The greatest number of a row: of those given out and of those sealed, as the page of either may be an old one."""
    row = database.one(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'record'), 0), "
        "coalesce((SELECT max(record) FROM seal), 0))"
    )
    return int(row[0]) if row else 0


def _row_reads(opening: Opening, number: int) -> bool:
    """Whether a record's own rows can be read, so that a list fails for another reason."""
    with contextlib.suppress(IntakeError):
        for table, column in (("record", "number"), ("content_key", "record"), ("seal", "record")):
            opening.database.one(f"SELECT * FROM {table} NOT INDEXED WHERE {column} = ?", number)
        return True
    return False


def row(opening: Opening, record_id: str) -> RecordRow:
    """One row.  Raises IntakeError 'vault.no_such_record', 'vault.not_allowed'."""
    found = matching(opening, "r.number = ?", [number_of(opening, record_id)], "r.number", 1)
    if not found:
        raise IntakeError("vault.no_such_record")
    return found[0]


def last_finished(opening: Opening, form_id: str) -> str | None:
    """The id of the record of a form that this person finished last, for what a form asks of it; None without one."""
    found = opening.database.one(
        "SELECT r.id FROM record r JOIN form f ON f.key = r.form_key WHERE r.author = ? AND f.form_id = ? "
        "AND r.finalised IS NOT NULL ORDER BY r.finalised DESC, r.number DESC LIMIT 1",
        *(opening.me.id, form_id),
    )
    return str(found[0]) if found else None


def searched(opening: Opening, text: str, limit: int, reference: str = "") -> tuple[RecordRow, ...]:
    """The record of the slip with this reference, rows by a part of their code or of their person's, then by words of
    titles for who may read these, and of the person's name for whom it is told to, and by how these sound: محمد is
    found as "muhamed", behind all that is written so.

    What was searched for is not kept anywhere; that somebody searched is.
    """
    (mine, values), coded = sight.seen(opening), search.by_code(text)
    mine = f"{mine} AND r.discarded IS NULL"
    found: dict[str, RecordRow] = {}
    if reference:
        slipped, bound = sight.of_slip(opening, reference)
        rows = matching(opening, f"{slipped} AND r.discarded IS NULL", bound, "r.number", limit)
        found.update({row.id: row for row in rows})
    if coded is not None:
        rows = matching(opening, f"{search.by_itself(mine)} AND {coded[0]}", [*values, *coded[1]], "r.code", limit)
        found.update({row.id: row for row in rows})
    readable, own = sight.read(opening)
    for way in _in_turn(text, found):
        if len(found) < limit:
            rows = found_in_a_way(opening, way, (f"{readable} AND r.discarded IS NULL", own), limit)
            found |= {row.id: row for row in rows if row.id not in found}
        if len(found) < limit:
            rows = named_in_a_way(opening, way, (mine, values), limit)
            found |= {row.id: row for row in rows if row.id not in found}
    with opening.database.transaction():
        audit.append(opening, "record.searched", found=len(found))
    return tuple(found.values())[:limit]


def _in_turn(text: str, found: Mapping[str, RecordRow]) -> Iterator[search.Way]:
    """The ways to ask; where no name was found, while a word is being typed, also for what may come of it."""
    by_code = len(found)
    yield from search.ways(text)
    if len(found) == by_code:
        yield from search.begun(text)


def found_in_a_way(opening: Opening, way: search.Way, readable: Condition, limit: int) -> tuple[RecordRow, ...]:
    """Rows whose titles are found in a way of asking, the newest change first; what may be seen is the caller's."""
    rows: tuple[RecordRow, ...] = ()
    for one in search.conditions(opening.database, way, readable[0]):
        rows = matching(opening, one.terms, [*readable[1], *one.values], one.order, limit)
        if len(rows) >= limit:
            break
    return rows


def named_in_a_way(opening: Opening, way: search.Way, visible: Condition, limit: int) -> tuple[RecordRow, ...]:
    """The same of records of whoever has such a name, where it is told to this person."""
    named = name_words.records(opening, way)
    if named is None:
        return ()
    terms, values = f"{search.by_itself(visible[0])} AND {named[0]}", [*visible[1], *named[1]]
    return matching(opening, terms, values, "+r.changed DESC, r.number DESC", limit)


def find(opening: Opening, code: str) -> RecordRow:
    """A row by its code as spoken or typed.  Raises IntakeError 'vault.bad_code', 'vault.no_such_record'.

    A code of a record that this person does not see is answered like one that nobody has: codes are short enough to be
    tried.  The log tells the two apart.
    """
    there = "SELECT id FROM record WHERE code = ? AND (discarded IS NULL OR size > 0)"
    found = opening.database.one(there, codes.code_of(code))
    if found is None:
        raise IntakeError("vault.no_such_record")
    return refusals.as_if_missing(opening, "find", "vault.no_such_record", lambda: row(opening, found[0]))


def _row(opening: Opening, found: Row, misfit: str) -> RecordRow:
    """A row as it is shown; one whose seal does not fit is set apart and shows no title."""
    *columns, since, released, running, giver, readable, former, behind, decided, case = found[: _JUDGED.start - 4]
    kind, next_try, key, number = found[_JUDGED.start - 4 : _JUDGED.start]
    label, version = found[_LABEL : _LABEL + 2]
    if misfit and since is None:
        quarantine.set_apart(opening, number, misfit)
        since = opening.now()
    shown = readable or columns[0] in opening.glass
    title, place = _shown(str(columns[0]), label, key, version) if shown and not misfit else ("", None)
    if not shown:
        columns[_SIZE], columns[_LANGUAGES], columns[_FORM] = 0, ("", ""), (0, "", "", "")
    columns[_SIZE:_SIZE] = title, place
    columns.insert(_STATE + 1, _delivery(columns[_STATE], bool(released), bool(running), bool(decided)))
    columns += since, giver or "", former or "", bool(behind), "", False, kind or "", next_try or "", case or ""
    return RecordRow(*columns)


def _shown(record_id: str, label: bytes, key: bytes | None, version: int) -> tuple[str, str | None]:
    """Title and place; of a record without its key none."""
    if key is None:
        return "", None
    try:
        return content.unlock_label(bytes(key), record_id, version, bytes(label))
    except IntakeError:
        return "", None


def _delivery(state: str, released: bool, running: bool, former_decided: bool) -> str:
    if state != "finalised":
        return {"draft": "draft", "sent": "sent", "refused": "needs_person"}[state]
    if not released:
        return "held"
    if former_decided:
        return "needs_person"
    return "sending" if running else "waiting"


def freeze(opening: Opening, record_id: str, frozen: Frozen, seal: Seal, waits: int = 0) -> None:
    """Freezes the bytes and the files named; other files go.  Inside the caller's transaction.

    ``seal`` is what the draft was judged by just before; ``waits`` is as in `waiting`, for the log.  Raises
    IntakeError 'vault.media_missing', 'vault.damaged'.
    """
    database, now = opening.database, opening.now()
    number = own_draft(opening, record_id)
    place = _Place(number, record_id, seal.version + 1, content.key_of(database, number))
    _keep_only(opening, number, frozen.attachments)
    body, title = _sealed_submission(place, frozen), frozen.instance_name or _title(opening, place)
    digest = hashlib.sha256(frozen.xml).digest()
    database.run("INSERT INTO submission (record, body, sha256) VALUES (?, ?, ?)", number, body, digest)
    database.run("DELETE FROM draft WHERE record = ?", number)
    search.index(database, number, title)
    database.run(
        "UPDATE record SET state = 'finalised', finalised = ?, changed = ?, size = ?, label = ? WHERE number = ?",
        *(now, now, len(frozen.xml), _sealed_label(place, title, None), number),
    )
    told = {"waits": int(waits)} if waits else {}
    audit.append(opening, "record.finalised", record_id, sha256=digest.hex(), files=len(frozen.attachments), **told)
    files = seals.files_digest(database, number)
    seals.write(database, opening.keys.audit, number, seal, place.version, seals.digest(body), files)


def _sealed_submission(place: _Place, frozen: Frozen) -> bytes:
    names = json.dumps(frozen.attachments, ensure_ascii=False)
    packed = content.pack(frozen.xml, names, frozen.instance_name, frozen.values_json)
    return content.lock(place.key, packed, "submission", place.record_id, place.version)


def _title(opening: Opening, place: _Place) -> str:
    """The title as it stands; none when it can not be read."""
    found = opening.database.one("SELECT label FROM record WHERE number = ?", place.number)
    label = bytes(found[0]) if found else b""
    return _shown(place.record_id, label, place.key, place.version - 1)[0]


def _keep_only(opening: Opening, number: int, names: tuple[str, ...]) -> None:
    present = {str(found[0]) for found in opening.database.all("SELECT name FROM media WHERE record = ?", number)}
    for name in names:
        if name not in present:
            raise IntakeError("vault.media_missing", name=name)
    for name in present.difference(names):
        opening.database.run("DELETE FROM media WHERE record = ? AND name = ?", number, name)


def verify_label(opening: Opening, number: int, record_id: str) -> None:
    """Raises IntakeError 'vault.damaged' when title, place or the words to find it by are not as they were written."""
    seal = seals.verify(opening.database, opening.keys.audit, number)
    found = opening.database.one("SELECT label FROM record WHERE number = ?", number)
    key, label = content.key_of(opening.database, number), bytes(found[0]) if found else b""
    title = content.unlock_label(key, record_id, seal.version, label)[0]
    if not search.are_those_of(opening.database, number, title):
        raise IntakeError("vault.damaged", part="words")


def frozen(opening: Opening, record_id: str) -> Frozen:
    """A finalised record as it was frozen.  Raises IntakeError 'vault.not_finalised', 'vault.damaged'."""
    found = sealed(opening, reading_number(opening, record_id), record_id)
    with opening.database.transaction():
        audit.append(opening, "record.read", record_id)
    return found


def sealed(opening: Opening, number: int, record_id: str) -> Frozen:
    """The same without asking who asks: for the check.  The seal is verified."""
    return sealed_as(opening, number, record_id)[0]


def sealed_as(opening: Opening, number: int, record_id: str) -> tuple[Frozen, seals.Seal]:
    """The same for the queue, with the seal."""
    with quarantine.watched(opening, number):
        found = opening.database.one(
            "SELECT s.body, s.sha256, r.size FROM submission s JOIN record r ON r.number = s.record WHERE s.record = ?",
            number,
        )
        if found is None:
            raise IntakeError("vault.not_finalised")
        body, told, size = bytes(found[0]), bytes(found[1]), found[2]
        seal, key = _fitting(opening, number, body), content.key_of(opening.database, number)
        xml, texts = content.unpack(content.unlock(key, body, "submission", record_id, seal.version))
        if (hashlib.sha256(xml).digest(), len(xml)) != (told, size):  # what receipts and the list of what was sent say
            raise IntakeError("vault.damaged", part="record")
    return Frozen(xml, tuple(json.loads(texts[0])), texts[1], texts[2]), seal
