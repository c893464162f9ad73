"""Records that a server refused because it knows them otherwise: what a person decided, once and for good.

``keep_server``: what the server has stands; ours stays here and is not sent again.  ``sent_as_new``: a copy under an
identity of its own went into the queue in the place of it.
"""

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, edits, media, quarantine, records
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, not_allowed, require
from intake_app.vault.sight import number_of, sending_number
from intake_app.vault.types import RecordRow

_TO_DECIDE = (
    "SELECT 1 FROM record r WHERE r.number = ? AND (r.state = 'refused' OR r.state = 'finalised' AND EXISTS "
    f"(SELECT 1 FROM settlement WHERE record = ({edits.FORMER})))"
)


def decision(opening: Opening, record_id: str) -> str:
    """What was decided about a record that this person sees: keep_server, sent_as_new; "" when nothing was."""
    return settled(opening, number_of(opening, record_id))


def settled(opening: Opening, number: int) -> str:
    """The same by its row, whoever asks."""
    found = opening.database.one("SELECT choice FROM settlement WHERE record = ?", number)
    return str(found[0]) if found else ""


def _refused(opening: Opening, record_id: str) -> int:
    """The row of a refused record, or of an edit of one that was decided about, that nobody has decided about yet."""
    require(opening.me, Right.SEND)
    number = sending_number(opening, record_id)
    require_held(opening, number)
    if settled(opening, number):
        raise IntakeError("vault.settled")
    quarantine.judged(opening, number)
    return number


def require_held(opening: Opening, number: int) -> None:
    """Raises IntakeError 'vault.not_refused' unless a record waits, or waited, for a person."""
    if opening.database.one(_TO_DECIDE, number) is None:
        raise IntakeError("vault.not_refused")


def keep_server(opening: Opening, record_id: str) -> None:
    """Lets stand what the server has.  Raises IntakeError 'vault.not_refused', 'vault.settled', 'vault.not_allowed'."""
    number = _refused(opening, record_id)
    if edits.copied(opening.database, number):
        raise IntakeError("vault.settled")
    with opening.database.transaction():
        _settle(opening, number, record_id, "keep_server")


def _settle(opening: Opening, number: int, record_id: str, choice: str) -> None:
    opening.database.run("INSERT INTO settlement (record, choice, at) VALUES (?, ?, ?)", number, choice, opening.now())
    opening.database.run("DELETE FROM envelope WHERE record = ?", number)
    audit.append(opening, "conflict.settled", record_id, choice=choice)


def successor(opening: Opening, record_id: str) -> str:
    """The id of the copy that goes as a new record in the place of one of one's own; "" when there is none."""
    found = opening.database.one(
        "SELECT n.id FROM edit e JOIN record r ON r.number = e.former JOIN record n ON n.number = e.record "
        "WHERE r.id = ? AND e.kind = 'new' AND r.author = ? AND n.discarded IS NULL ORDER BY e.record DESC LIMIT 1",
        *(record_id, opening.me.id),
    )
    return str(found[0]) if found else ""


def copy_as_new(opening: Opening, record_id: str, new_id: str, xml: bytes) -> RecordRow:
    """A draft with these bytes and the files of a refused record of one's own, to be finished in the place of it."""
    former = records.row(opening, record_id)
    if former.author_id != opening.me.id:
        raise not_allowed(opening.me, "content")
    number = _refused(opening, record_id)

    def noted(copy: int) -> None:
        opening.database.run(
            "INSERT INTO edit (record, former, kind, at) VALUES (?, ?, 'new', ?)", copy, number, opening.now()
        )
        audit.append(opening, "record.copied", new_id, former=record_id)
        cases.follow(opening, copy, new_id, number)

    made = records.new(opening, former.form_key, new_id, xml, former.language, former.mediator_language, noted)
    for file in media.rows(opening, number):
        media.put(opening, new_id, file.name, media.content_of(opening, record_id, file.name), file.mime)
    return made


def sent_as_new(opening: Opening, record_id: str) -> None:
    """Notes that the copy of a record waits in its place; only once the copy is finished.

    Raises IntakeError 'vault.not_finalised' as long as it is not, and as `keep_server` does.
    """
    number, copy = _refused(opening, record_id), successor(opening, record_id)
    if not copy or records.row(opening, copy).state == "draft":
        raise IntakeError("vault.not_finalised")
    with opening.database.transaction():
        _settle(opening, number, record_id, "sent_as_new")
