"""What a record leaves on: a release with all that it rests on, in one transaction; and files that records leave in.

That a file was written is kept in another one, and so is that nothing of it was.  Before that the program may be
killed, or the disk be full: a file of which neither was noted is told of as prepared, and as no more than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import ages, audit, consents, releases, sight
from intake_app.vault.consents import ConsentWord
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import ReleaseRow

PREPARED, WRITTEN, UNWRITTEN = "record.export_prepared", "record.exported", "record.export_unwritten"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A release, the words that it rests on and are not kept yet, and the age that was told with it, with its source,
    both "" for none; ``doubt``: that they are, or may be, under 18, whatever was told."""

    release: ReleaseRow
    words: tuple[ConsentWord, ...] = ()
    alone: tuple[ConsentWord, ...] = ()
    """Words to this record and no other."""
    age: str = ""
    age_from: str = ""
    doubt: bool = False


def prepare(opening: Opening, kind: str, leaving: Sequence[Leaving], ended: Sequence[str]) -> tuple[ReleaseRow, ...]:
    """Keeps all that a file of this kind rests on, or nothing; the releases that are kept, in their order.

    ``ended``: releases of the person of the first record that do not count any more by what is kept here.  Raises
    IntakeError as `releases.put` and `consents.put` do for each record.
    """
    require(opening.me, Right.SLIPS)
    opening.may_leave()
    with opening.database.transaction():
        if ended:
            consents.lapse_now(opening, leaving[0].release.record_id, ended)
        kept = [_kept(opening, one) for one in leaving]
        for release in kept:
            audit.append(opening, PREPARED, release.record_id, release=release.id, kind=kind)
    return tuple(kept)


def put(opening: Opening, leaving: Leaving, ended: Sequence[str]) -> ReleaseRow:
    """Keeps a release with all that it rests on, or nothing; the one that is kept for its decision.

    ``ended``: as for `prepare`.  Raises IntakeError as `releases.put` and `consents.put` do.
    """
    with opening.database.transaction():
        if ended:
            consents.lapse_now(opening, leaving.release.record_id, ended)
        return _kept(opening, leaving)


def _kept(opening: Opening, one: Leaving) -> ReleaseRow:
    release = releases.write(opening, one.release)
    note(opening, one)
    return release


def note(opening: Opening, one: Leaving) -> None:
    """What a release rests on, without itself; inside the caller's transaction."""
    record_id = one.release.record_id
    if one.age:
        ages.note(opening, record_id, one.age, one.age_from)
    if one.doubt:
        ages.note(opening, record_id, "not_told", ages.DOUBT)
    for words, alone in ((one.words, False), (one.alone, True)):
        if words:
            consents.note(opening, record_id, words, alone=alone)


def written(opening: Opening, kind: str, parts: Sequence[tuple[str, str]]) -> None:
    """Notes that a file of this kind was written: of these records, by id, each on its release, by id.

    It has left, whatever became of the release meanwhile.  Raises IntakeError 'vault.no_release' without one.
    """
    _became(opening, WRITTEN, kind, parts)


def unwritten(opening: Opening, kind: str, parts: Sequence[tuple[str, str]]) -> None:
    """Notes that nothing stayed of a file that was prepared last, as `written` has it: it could not be written."""
    _became(opening, UNWRITTEN, kind, parts)


def _became(opening: Opening, action: str, kind: str, parts: Sequence[tuple[str, str]]) -> None:
    require(opening.me, Right.SLIPS)
    fitting = "SELECT 1 FROM release WHERE id = ? AND record = ? AND purpose = 'export'"
    for record_id, release_id in parts:
        if opening.database.one(fitting, release_id, sight.content_number(opening, record_id)) is None:
            raise IntakeError("vault.no_release")
    with opening.database.transaction():
        for record_id, release_id in parts:
            audit.append(opening, action, record_id, release=release_id, kind=kind)
