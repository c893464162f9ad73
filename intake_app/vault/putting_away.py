"""A draft that is put away: it comes back until the store is closed; then it is gone, but for what protects its person.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, content, drafts, quarantine, records, seals, search, unsaid
from intake_app.vault.consents import ConsentWord
from intake_app.vault.opening import Opening
from intake_app.vault.seals import Seal
from intake_app.vault.types import Draft, ReleaseRow
from intake_app.vault.withdrawing import Stopped

_SAID_TOGETHER = f"""
    SELECT 1 FROM consent c WHERE c.told_in = ?2
        AND c.casefile <> (SELECT e.casefile {cases.OF_CASE} WHERE k.record = ?1)
"""
"""SQL for what was said with a record while its case was merged into another one."""


def discard(opening: Opening, record_id: str, refused: Sequence[ConsentWord]) -> None:
    """Puts a draft of one's own aside; it is deleted when the store closes.  ``refused``: what stays said."""
    number = records.own_draft(opening, record_id)
    with _put_aside(opening, number, record_id, opening.now()):
        unsaid.put(opening, number, record_id, refused)


@contextlib.contextmanager
def _put_aside(opening: Opening, number: int, record_id: str, at: str | None) -> Iterator[None]:
    """Inside it, what goes with it: all or nothing."""
    seal = quarantine.judged(opening, number)
    with opening.database.transaction():
        opening.database.run("UPDATE record SET discarded = ? WHERE number = ?", at, number)
        audit.append(opening, "draft.discarded" if at else "draft.restored", record_id)
        yield
        seals.write(opening.database, opening.keys.audit, number, seal)


def restore(opening: Opening, record_id: str, anew: Sequence[ReleaseRow] = ()) -> tuple[Stopped, ...]:
    """Brings a discarded draft back, as long as the store has not been closed; see `unsaid.back`."""
    with _put_aside(opening, _away(opening, record_id), record_id, None):
        return unsaid.back(opening, record_id, anew)


def words_left(opening: Opening, record_id: str) -> frozenset[int]:
    """The numbers of the words that a draft of one's own leaves as long as it is away; raises as `restore`."""
    _away(opening, record_id)
    return unsaid.left_by(opening, record_id)


def _away(opening: Opening, record_id: str) -> int:
    """The row of a draft of one's own that was put aside."""
    found = opening.database.one(
        "SELECT number FROM record WHERE id = ? AND author = ? AND discarded IS NOT NULL AND size > 0",
        *(record_id, opening.me.id),
    )
    if found is None:
        raise IntakeError("vault.no_such_record")
    return int(found[0])


def purge(opening: Opening) -> int:
    """Deletes what was discarded, overwriting its pages; how many records.  Any person's: the store is closing.

    Of one that is of a person whom other records are of too a row stays, with the marks of what it told that protects
    them and no other content: it goes where its case or the record that it corrects goes. So it does of one that
    refused something while its case was put together with another: where they are taken apart, its words go along.
    A row that was changed from outside may say so of a draft that nobody discarded: it is set apart and stays.
    """
    database = opening.database
    told = database.all("SELECT number, id FROM record WHERE discarded IS NOT NULL AND state = 'draft' AND size > 0")
    fitting = ((number, record_id, quarantine.fitting(opening, number)) for number, record_id in told)
    found = [(number, record_id, seal) for number, record_id, seal in fitting if seal is not None]
    if not found:
        return 0
    marks = {number: _protecting(opening, number, record_id) for number, record_id, _seal in found}
    with database.transaction():
        for number, record_id, seal in found:
            kept = marks[number]
            if kept is not None:
                _reduce(opening, number, record_id, kept, seal)
            else:
                seals.forget(database, opening.keys.audit, number)
                database.run("DELETE FROM record WHERE number = ?", number)  # its key, body, files and words with it
        audit.append(opening, "draft.purged", count=len(found))
    return len(found)


def _protecting(opening: Opening, number: int, record_id: str) -> Draft | None:
    """The marks of a draft that hold for all who meet its person, without anything else; None where there are none,
    or nobody else to whom they could matter.
    """
    shared = "SELECT 1 FROM case_record WHERE record = ?1 UNION SELECT 1 FROM edit WHERE record = ?1"
    if opening.database.one(shared, number) is None:
        return None
    try:
        draft = records.draft_of(opening, number, record_id)
    except IntakeError:
        return None
    age = draft.age if draft.age == "minor" else ""
    kept = Draft(b"", age=age, asylum=draft.asylum, counts=draft.counts, minor_in=draft.minor_in, simple=draft.simple)
    kept = replace(kept, heard=tuple(each for each in draft.heard if each.split()[1] == "no"))
    return kept if kept != Draft(b"") or opening.database.one(_SAID_TOGETHER, number, record_id) is not None else None


def _reduce(opening: Opening, number: int, record_id: str, kept: Draft, seal: Seal) -> None:
    """Writes marks in the place of a draft, its title, its languages and its files.  Only inside a transaction."""
    database, cipher = opening.database, AESGCM(content.key_of(opening.database, number))
    body = drafts.body(cipher, record_id, seal.version + 1, kept, None)
    database.run("DELETE FROM media WHERE record = ?", number)
    database.run("UPDATE draft SET body = ? WHERE record = ?", body.sealed, number)
    search.index(database, number, "")
    database.run(
        "UPDATE record SET size = 0, language = '', mediator_language = '', label = ? WHERE number = ?",
        *(content.lock_label(cipher, record_id, "", None), number),
    )
    files = seals.files_digest(database, number)
    seals.write(database, opening.keys.audit, number, seal, seal.version + 1, body.digest, files)
