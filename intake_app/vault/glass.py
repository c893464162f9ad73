"""Breaking the glass: who sees a record without its content reads it once there is a reason, which is kept and told.

It holds for one record until the store closes.  The log of actions has the reason; the record's author is told of it at
the next opening, and who may see the log can list every such reading.
"""

from intake_app.errors import IntakeError
from intake_app.vault import audit, plain_words
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.sight import number_of
from intake_app.vault.types import Reading

FEWEST_WORDS, SHORTEST, LONGEST = 4, 20, 500
"""What makes a reason a sentence: so many words and letters at least; letters at most."""

_SELECT = """
    SELECT r.id, r.code, p.name, a.name, g.reason, g.at, g.told FROM reading g JOIN record r ON r.number = g.record
    JOIN person p ON p.id = g.person JOIN person a ON a.id = g.author
"""


def break_glass(opening: Opening, record_id: str, reason: str) -> None:
    """Lets this person read one record until the store closes.

    Raises IntakeError 'vault.not_allowed', 'vault.bad_reason', 'vault.discarded', 'vault.no_such_record'.
    """
    require(opening.me, Right.BREAK_GLASS)
    kept = check_reason(reason)
    number = number_of(opening, record_id)
    with opening.database.transaction():
        written = opening.database.run(
            "INSERT INTO reading (record, person, author, reason, at) "
            "SELECT number, ?, author, ?, ? FROM record WHERE number = ? AND discarded IS NULL",
            *(opening.me.id, kept, opening.now(), number),
        )
        if not written:
            raise IntakeError("vault.discarded")
        audit.append(opening, "glass.broken", record_id, reason=kept)
    opening.glass.add(record_id)


def check_reason(reason: str) -> str:
    """A reason as it is kept.  Raises IntakeError 'vault.bad_reason' when it is no sentence or too long, and
    as `plain_words.readable` does."""
    kept = " ".join(reason.split())
    fits = len(kept.split()) >= FEWEST_WORDS and SHORTEST <= len(kept) <= LONGEST
    if not fits or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in kept):
        raise IntakeError("vault.bad_reason", words=FEWEST_WORDS, letters=SHORTEST, most=LONGEST)
    return plain_words.readable(kept)


def untold(opening: Opening) -> tuple[Reading, ...]:
    """Readings of one's own records that one has not confirmed to know of, the oldest first."""
    return _listed(opening, "WHERE g.author = ? AND g.told IS NULL", opening.me.id)


def listed(opening: Opening) -> tuple[Reading, ...]:
    """Every reading behind broken glass, the oldest first, for who may see the log of actions."""
    require(opening.me, Right.AUDIT)
    return _listed(opening, "")


def _listed(opening: Opening, condition: str, *values: str) -> tuple[Reading, ...]:
    return tuple(Reading(*row) for row in opening.database.all(f"{_SELECT} {condition} ORDER BY g.id", *values))


def told(opening: Opening, until: str) -> int:
    """Notes that this person knows of the readings of their records, up to a moment or so far; of how many anew."""
    now = opening.now()
    with opening.database.transaction():
        count = opening.database.run(
            "UPDATE reading SET told = ? WHERE author = ? AND told IS NULL AND at <= ?",
            *(now, opening.me.id, until or now),
        )
        if count:
            audit.append(opening, "glass.told", opening.me.id, count=count)
    return count
