"""Records: drafts that change with each answer, and finalised bytes that never do."""

import hashlib
import json
import random
import secrets
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import audit, codes, keys
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, not_allowed, require, sees_content, visible
from intake_app.vault.types import Draft, Frozen, RecordRow

_SELECT = """
    SELECT r.id, r.code, r.form_key, f.form_id, f.title, f.version, r.state, p.name, r.role, r.agency, r.site,
        r.created, r.changed, r.finalised, r.title, r.place, r.size, a.code, a.message, r.author, r.language,
        r.mediator_language, EXISTS (SELECT 1 FROM release WHERE record = r.number AND purpose = 'sync'),
        a.ended IS NULL AND a.opening IS ?
    FROM record r JOIN form f ON f.key = r.form_key JOIN person p ON p.id = r.author
        LEFT JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE record = r.number)
"""
_STATE = 6


def number_of(opening: Opening, record_id: str) -> int:
    """The row number of a record that this person may see.

    Raises IntakeError 'vault.no_such_record', 'vault.not_allowed'.
    """
    condition, values = visible(opening.me)
    row = opening.database.one(f"SELECT r.number, {condition} FROM record r WHERE r.id = ?", *values, record_id)
    if row is None:
        raise IntakeError("vault.no_such_record")
    if not row[1]:
        raise not_allowed(opening.me, "record")
    return int(row[0])


def content_number(opening: Opening, record_id: str) -> int:
    """The same for a record whose content this person may read."""
    number = number_of(opening, record_id)
    if not sees_content(opening.me):
        raise not_allowed(opening.me, "content")
    return number


def new(opening: Opening, form_key: int, record_id: str, xml: bytes, language: str, mediator: str) -> RecordRow:
    """A new draft under a fresh code.  Raises IntakeError 'vault.no_such_form', 'vault.not_allowed'."""
    require(opening.me, Right.INTERVIEW)
    me, now, database = opening.me, opening.now(), opening.database
    with database.transaction():
        if database.one("SELECT 1 FROM form WHERE key = ?", form_key) is None:
            raise IntakeError("vault.no_such_form")
        if database.one("SELECT 1 FROM record WHERE id = ?", record_id) is not None:
            raise ValueError("a record id that is in use")
        database.run(
            "INSERT INTO record (id, code, form_key, state, author, role, agency, site, created, changed, title, size,"
            " language, mediator_language) VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
            *(record_id, _free_code(opening), form_key, me.id, me.role.value, me.agency, me.site, now, now, len(xml)),
            *(language, mediator),
        )
        _put_draft(opening, record_id, Draft(xml))
        audit.append(opening, "draft.started", record_id, form=form_key)
    return row(opening, record_id)


def _free_code(opening: Opening) -> str:
    rng: random.Random = secrets.SystemRandom()
    while True:
        code = codes.new_code(rng)
        if opening.database.one("SELECT 1 FROM record WHERE code = ?", code) is None:
            return code


def save(opening: Opening, record_id: str, draft: Draft) -> str:
    """Keeps a draft in one small transaction; the time it was saved.

    Raises IntakeError 'vault.frozen', 'vault.discarded', 'vault.no_such_record', 'vault.not_allowed'.
    """
    now = opening.now()
    first = record_id not in opening.touched
    with opening.database.transaction():
        changed = opening.database.run(
            "UPDATE record SET changed = ?, title = ?, place = ?, size = ?, language = ?, mediator_language = ? "
            "WHERE id = ? AND author = ? AND state = 'draft' AND discarded IS NULL",
            *(now, draft.title, draft.place, len(draft.xml), *draft.languages, record_id, opening.me.id),
        )
        if not changed:
            raise _why_not_draft(opening, record_id)
        _put_draft(opening, record_id, draft)
        if first:
            audit.append(opening, "draft.changed", record_id)
    opening.touched.add(record_id)
    return now


def _put_draft(opening: Opening, record_id: str, draft: Draft) -> None:
    states = json.dumps(dict(draft.states), separators=(",", ":"), ensure_ascii=False)
    opening.database.run(
        "INSERT INTO draft (record, xml, states, seal) SELECT number, ?, ?, ? FROM record WHERE id = ? "
        "ON CONFLICT (record) DO UPDATE SET xml = excluded.xml, states = excluded.states, seal = excluded.seal",
        *(draft.xml, states, _seal(opening, "draft", record_id, draft.xml, states), record_id),
    )


def _seal(opening: Opening, kind: str, record_id: str, xml: bytes, *texts: str) -> bytes:
    """Binds bytes to their record, so that pages of two files or two records can not be mixed unseen."""
    parts = (kind.encode(), record_id.encode(), xml, *(text.encode() for text in texts))
    return keys.seal(opening.keys.audit, *parts)


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
    """The draft as last saved.  Raises IntakeError 'vault.damaged' when its seal does not fit."""
    number = own_draft(opening, record_id)
    found = opening.database.one(
        "SELECT d.xml, d.states, d.seal, r.place, r.title, r.language, r.mediator_language "
        "FROM draft d JOIN record r ON r.number = d.record WHERE d.record = ?",
        number,
    )
    if found is None:
        raise IntakeError("vault.damaged", part="draft")
    xml, states, seal, place, title, *languages = found
    if not keys.same(bytes(seal), _seal(opening, "draft", record_id, bytes(xml), states)):
        raise IntakeError("vault.damaged", part="draft")
    return Draft(bytes(xml), json.loads(states), place, title, (languages[0], languages[1]))


def listed(opening: Opening, state: str | None, mine: bool, limit: int | None) -> tuple[RecordRow, ...]:
    """Rows this role sees, the newest change first."""
    condition, values = visible(opening.me)
    terms: list[str] = [condition, "r.discarded IS NOT NULL" if state == "discarded" else "r.discarded IS NULL"]
    bound: list[Any] = [*values]
    if state is not None and state != "discarded":
        terms.append("r.state = ?")
        bound.append(state)
    if mine:
        terms.append("r.author = ?")
        bound.append(opening.me.id)
    sql = f"{_SELECT} WHERE {' AND '.join(terms)} ORDER BY r.changed DESC, r.number DESC LIMIT ?"
    rows = opening.database.all(sql, opening.id, *bound, -1 if limit is None else limit)
    return tuple(_row(opening, found) for found in rows)


def row(opening: Opening, record_id: str) -> RecordRow:
    """One row.  Raises IntakeError 'vault.no_such_record', 'vault.not_allowed'."""
    number = number_of(opening, record_id)
    found = opening.database.one(f"{_SELECT} WHERE r.number = ?", opening.id, number)
    if found is None:
        raise IntakeError("vault.no_such_record")
    return _row(opening, found)


def find(opening: Opening, code: str) -> RecordRow:
    """A row by its code as spoken or typed.  Raises IntakeError 'vault.bad_code', 'vault.no_such_record'."""
    found = opening.database.one("SELECT id FROM record WHERE code = ?", codes.code_of(code))
    if found is None:
        raise IntakeError("vault.no_such_record")
    return row(opening, found[0])


def _row(opening: Opening, found: tuple[Any, ...]) -> RecordRow:
    *columns, released, running = found
    if not sees_content(opening.me):
        columns[14], columns[15] = "", None
    columns.insert(_STATE + 1, _delivery(columns[_STATE], bool(released), bool(running)))
    return RecordRow(*columns)


def _delivery(state: str, released: bool, running: bool) -> str:
    if state != "finalised":
        return {"draft": "draft", "sent": "sent", "refused": "needs_person"}[state]
    if not released:
        return "held"
    return "sending" if running else "waiting"


def discard(opening: Opening, record_id: str) -> None:
    """Puts a draft of one's own aside; it is deleted when the store closes."""
    with opening.database.transaction():
        number = own_draft(opening, record_id)
        opening.database.run("UPDATE record SET discarded = ? WHERE number = ?", opening.now(), number)
        audit.append(opening, "draft.discarded", record_id)


def restore(opening: Opening, record_id: str) -> None:
    """Brings a discarded draft back, as long as the store has not been closed."""
    with opening.database.transaction():
        changed = opening.database.run(
            "UPDATE record SET discarded = NULL WHERE id = ? AND author = ? AND discarded IS NOT NULL",
            *(record_id, opening.me.id),
        )
        if not changed:
            raise IntakeError("vault.no_such_record")
        audit.append(opening, "draft.restored", record_id)


def purge(opening: Opening) -> int:
    """Deletes what was discarded, overwriting its pages; how many records.  Any person's: the store is closing."""
    if opening.database.one("SELECT 1 FROM record WHERE discarded IS NOT NULL LIMIT 1") is None:
        return 0
    with opening.database.transaction():
        count = opening.database.run("DELETE FROM record WHERE discarded IS NOT NULL AND state = 'draft'")
        audit.append(opening, "draft.purged", count=count)
    return count


def freeze(opening: Opening, record_id: str, frozen: Frozen) -> None:
    """Freezes the bytes and the files named; other files go.  Inside the caller's transaction.

    Raises IntakeError 'vault.media_missing' and what `save` raises.
    """
    database = opening.database
    number = own_draft(opening, record_id)
    _keep_only(opening, number, frozen.attachments)
    digest = hashlib.sha256(frozen.xml).digest()
    names = json.dumps(frozen.attachments, ensure_ascii=False)
    texts = (names, frozen.instance_name, frozen.values_json)
    database.run(
        "INSERT INTO submission (record, xml, attachments, instance_name, values_json, sha256, seal) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(number, frozen.xml, *texts, digest, _seal(opening, "submission", record_id, frozen.xml, *texts)),
    )
    database.run("DELETE FROM draft WHERE record = ?", number)
    now = opening.now()
    database.run(
        "UPDATE record SET state = 'finalised', finalised = ?, changed = ?, size = ?, "
        "title = CASE ? WHEN '' THEN title ELSE ? END, place = NULL WHERE number = ?",
        *(now, now, len(frozen.xml), frozen.instance_name, frozen.instance_name, number),
    )
    audit.append(opening, "record.finalised", record_id, sha256=digest.hex(), files=len(frozen.attachments))


def _keep_only(opening: Opening, number: int, names: tuple[str, ...]) -> None:
    present = {str(found[0]) for found in opening.database.all("SELECT name FROM media WHERE record = ?", number)}
    for name in names:
        if name not in present:
            raise IntakeError("vault.media_missing", name=name)
    for name in present.difference(names):
        opening.database.run("DELETE FROM media WHERE record = ? AND name = ?", number, name)


def frozen(opening: Opening, record_id: str) -> Frozen:
    """A finalised record as it was frozen.  Raises IntakeError 'vault.not_finalised', 'vault.damaged'."""
    found = sealed(opening, content_number(opening, record_id), record_id)
    with opening.database.transaction():
        audit.append(opening, "record.read", record_id)
    return found


def sealed(opening: Opening, number: int, record_id: str) -> Frozen:
    """The same without asking who asks: for the queue and the check.  The seal is verified."""
    found = opening.database.one(
        "SELECT xml, attachments, instance_name, values_json, seal FROM submission WHERE record = ?", number
    )
    if found is None:
        raise IntakeError("vault.not_finalised")
    xml, *texts, seal = found
    if not keys.same(bytes(seal), _seal(opening, "submission", record_id, bytes(xml), *texts)):
        raise IntakeError("vault.damaged", part="record")
    return Frozen(bytes(xml), tuple(json.loads(texts[0])), texts[1], texts[2])
