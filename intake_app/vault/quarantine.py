"""Records that can not be read as they were written are set apart: told of by code and time; all others go on."""

import contextlib
from collections.abc import Iterator

from intake_app.errors import IntakeError
from intake_app.vault import audit, seals
from intake_app.vault.opening import Opening
from intake_app.vault.seals import Seal
from intake_app.vault.types import SetApart

CODES = frozenset({"vault.damaged", "vault.replayed"})


@contextlib.contextmanager
def watched(opening: Opening, number: int) -> Iterator[None]:
    """Sets a record apart when reading it finds damage, and tells."""
    try:
        yield
    except IntakeError as trouble:
        if trouble.code in CODES:
            set_apart(opening, number, trouble.code)
        raise


def judged(opening: Opening, number: int) -> Seal:
    """The seal of a record that is to be changed; before the transaction, so that a broken one can be set apart.

    Raises IntakeError 'vault.damaged', 'vault.replayed'; the latter also for one that an opening before found to be
    put back: it fits itself, and is not to look like the newest state.
    """
    with watched(opening, number):
        return _not_put_back(opening, number, seals.verify(opening.database, opening.keys.audit, number))


def _not_put_back(opening: Opening, number: int, seal: Seal) -> Seal:
    if opening.database.one("SELECT 1 FROM quarantine WHERE record = ? AND code = 'vault.replayed'", number):
        raise IntakeError("vault.replayed")
    return seal


def fitting(opening: Opening, number: int) -> Seal | None:
    """The same; None for a record that does not fit its seal, for what goes on without it."""
    try:
        return judged(opening, number)
    except IntakeError as trouble:
        if trouble.code not in CODES:
            raise
        return None


def judged_with_files(opening: Opening, number: int) -> Seal:
    """The same for a record whose list of files is to be changed or kept for good."""
    with watched(opening, number):
        return _not_put_back(opening, number, seals.verify_files(opening.database, opening.keys.audit, number))


def set_apart(opening: Opening, number: int, code: str) -> bool:
    """Notes a damaged record, once; whether that could be written.  Where not, the damage is told of all the same."""
    with contextlib.suppress(IntakeError):
        if opening.database.writing:
            return False
        opening.database.renew()  # it may have met a page that it could not decrypt, and can not write then
        if _is_apart(opening, number):
            return True
        with opening.database.transaction():
            opening.database.run(
                "INSERT INTO quarantine (record, code, since) VALUES (?, ?, ?)", number, code, opening.now()
            )
            audit.append(opening, "record.set_apart", f"row {number}", code=code)
        return True
    return False


def _is_apart(opening: Opening, number: int) -> bool:
    return opening.database.one("SELECT 1 FROM quarantine WHERE record = ?", number) is not None


def take_back(opening: Opening, number: int) -> None:
    """A record that was set apart and can be read again: its file was put back, or its page.

    One that was put back to an older state can always be read: it stays, unless all seals together fit again.  One
    that was damaged before a migration, which no link of the log tells of, was sealed as it was found: it stays.
    """
    found = opening.database.one(
        "SELECT code, EXISTS (SELECT 1 FROM audit WHERE action = 'record.set_apart' AND object = ?) FROM quarantine "
        "WHERE record = ?",
        *(f"row {number}", number),
    )
    if found is None or not found[1]:
        return
    if found[0] == "vault.replayed":
        try:
            seals.verify_sum(opening.database, opening.keys.audit)
        except IntakeError:
            return
    with contextlib.suppress(IntakeError), opening.database.transaction():
        opening.database.run("DELETE FROM quarantine WHERE record = ?", number)
        audit.append(opening, "record.sound_again", f"row {number}")


def listed(opening: Opening) -> tuple[SetApart, ...]:
    """What is set apart, the oldest first: by code where the row can still be read, never by content."""
    found = opening.database.all("SELECT record, code, since FROM quarantine ORDER BY since, record")
    return tuple(SetApart(number, *_named(opening, number), code, since) for number, code, since in found)


def _named(opening: Opening, number: int) -> tuple[str, str]:
    try:
        row = opening.database.one("SELECT id, code FROM record WHERE number = ?", number)
    except IntakeError:
        row = None
    return (str(row[0]), str(row[1])) if row else ("", "")
