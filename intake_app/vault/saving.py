"""Saving a draft: the one verb that happens with each answer, and so the one that must cost little.

What one save has read and computed is remembered for the next, as long as nothing else was written in between: the
seal, the ledger, the key of the record, its body.  What lists show and sort by is written when it changes, and once a
minute while one draft is saved over and over: the record stays the newest, and its row and two indexes as they are.
"""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, content, drafts, quarantine, records, seals, search
from intake_app.vault.opening import Opening, Remembered
from intake_app.vault.types import Draft

_MINUTE = len("2026-01-01T00:00")
_BODY = "UPDATE draft SET body = ? WHERE record = ?"
_ROW = "UPDATE record SET changed = ?, size = ?, language = ?, mediator_language = ?, label = ? WHERE number = ?"


def save(opening: Opening, record_id: str, draft: Draft) -> str:
    """Keeps a draft in one small transaction; the time it was saved.

    Raises IntakeError 'vault.frozen', 'vault.discarded', 'vault.no_such_record', 'vault.not_allowed',
    'vault.damaged' and 'vault.replayed' for a record that does not fit its seal, or is without its key.
    """
    now = opening.now()
    goes_on = not (draft.looked or record_id in opening.touched)
    saved = _remembered(opening, record_id, goes_on)
    with opening.database.transaction():
        saved = saved or _read(opening, record_id, goes_on)
        _list(opening, saved, draft, now)
        _write(opening, saved, draft)
    if goes_on:
        opening.touched.add(record_id)
    opening.titles[record_id] = draft.title
    opening.saved = saved
    return now


def _remembered(opening: Opening, record_id: str, goes_on: bool) -> Remembered | None:
    """What the save before left, when nothing was written since, and nothing is to be told to the log; None for a draft
    that fits its seal.
    """
    saved, opening.saved = opening.saved, None
    if not goes_on and saved is not None and (saved.record_id, saved.turn) == (record_id, opening.database.turn):
        return saved
    quarantine.judged(opening, records.own_draft(opening, record_id))
    return None


def _read(opening: Opening, record_id: str, goes_on: bool) -> Remembered:
    """It read anew, and the log and the case told of the first time that something was said."""
    number = records.own_draft(opening, record_id)
    if goes_on:
        audit.append(opening, "draft.changed", record_id)
        cases.gone_on(opening, number, opening.now())
    cipher = AESGCM(content.key_of(opening.database, number))
    standing = seals.standing(opening.database, opening.keys.audit, number)
    if standing is None:  # the record was judged; what they all share is gone
        raise IntakeError("vault.damaged", part="ledger")
    return Remembered(record_id, opening.database.turn, cipher, standing)


def _list(opening: Opening, before: Remembered, draft: Draft, now: str) -> None:
    """Writes what lists show, when that is another or a minute has begun."""
    row = (draft.title, *draft.languages)
    if before.row == row and before.changed[:_MINUTE] == now[:_MINUTE]:
        return
    database, number = opening.database, before.standing.number
    before.changed, before.row = now, row
    before.label = content.lock_label(before.cipher, before.record_id, draft.title, draft.place)
    database.run(_ROW, now, len(draft.xml), *draft.languages, before.label, number)
    if opening.titles.pop(before.record_id, None) != draft.title:  # known again once this save has succeeded
        search.index(database, number, draft.title)


def _write(opening: Opening, before: Remembered, draft: Draft) -> None:
    """Writes the body, its seal, and the ledger."""
    database, standing = opening.database, before.standing
    body = drafts.body(before.cipher, before.record_id, standing.version + 1, draft, before.whole)
    database.run(_BODY, body.sealed, standing.number)
    seals.renew(database, standing, before.label, body.digest)
    before.turn, before.whole = database.turn, body.whole
    database.mark = standing.last, standing.changes


def anew(opening: Opening, number: int, record_id: str) -> None:
    """Writes a draft whole before somebody else gets it: what was typed and taken back is in it no longer.

    A damaged one stays as it is.
    """
    try:
        draft = records.draft_of(opening, number, record_id)
    except IntakeError:
        return
    with opening.database.transaction():
        standing = seals.standing(opening.database, opening.keys.audit, number)
        assert standing is not None  # or it could not have been read
        place = Remembered(record_id, opening.database.turn, AESGCM(content.key_of(opening.database, number)), standing)
        place.label = content.lock_label(place.cipher, record_id, draft.title, draft.place)
        opening.database.run("UPDATE record SET label = ? WHERE number = ?", place.label, number)
        _write(opening, place, draft)
