"""The name of the person of a case, if it was said: apart from everything else, sealed under a key of its own.

It is in no title and no list; whom it is told to finds the records of the case by it, see `name_words`.  Taking it out
deletes it with its key, and the figures that it was found by; whoever did so has it in memory, and may bring it back,
until the store is locked or another name is kept.  A copy of the whole store of before has all of these; of
old pages alone the figures let who also has a key of this store try whether a name that they think of was there.
"""

import contextlib
import secrets
from collections.abc import Mapping, Sequence

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, content, linked, name_words, people, sight
from intake_app.vault.case_types import CaseRow
from intake_app.vault.keys import KEY_BYTES
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.withdrawing import marks

_BETWEEN = " · "
"""Between the names of cases that were put together."""


def put(opening: Opening, case_id: str, name: str) -> CaseRow:
    """Keeps the name, in the place of one that was there, which is gone.

    Where cases were put together, and their names are put as `read` tells them, one behind the other, each goes where
    it stands.  One name goes to the case whose name is told, or to the first that may be named; what another was given
    stays, so that each has what it had when they are taken apart.

    Raises IntakeError 'vault.bad_name', 'vault.not_allowed', 'vault.no_such_case'.
    """
    require(opening.me, Right.INTERVIEW)
    lead, kept = cases.naming_number(opening, case_id), people.check_name(name)
    group = cases.numbers(opening, lead)
    named = cases.names_told(opening, group)
    free = cases.free_of(cases.nameable(opening, group), named)
    sight.need(opening, "guest", bool(free))
    mine = [each for each in named if each in free]
    told = _told(opening, mine) if len(mine) > 1 else dict.fromkeys(mine, "")  # one that is damaged is put anew
    first = next(iter(told)) if len(told) == 1 else lead if lead in free else free[0]
    with opening.database.transaction():
        for number, each in _placed(kept, told, first).items():
            _put(opening, number, each)
    for other in opening.unnamed.keys() & set(group):  # what was taken out before would come in the place of this one
        del opening.unnamed[other]
    return cases.row(opening, case_id)


def _placed(kept: str, told: Mapping[int, str], first: int) -> dict[int, str]:
    """What was put, by the case that it is the name of, by row; "" for one whose name was left out.

    ``told``: the names that were there; ``first``: the case that what is none of these is put to.
    """
    names = kept.split(_BETWEEN)
    if len(names) == len(told):
        return dict(zip(told, names, strict=True))
    others = {name for case, name in told.items() if case != first}
    return {first: _BETWEEN.join(each for each in names if each not in others)}


def _put(opening: Opening, number: int, name: str) -> None:
    """The name of one case, by row; "" takes it out.  Only inside a transaction."""
    named_id, database = cases.id_of(opening, number), opening.database
    _forget(opening, [number])
    if name:
        key = secrets.token_bytes(KEY_BYTES)
        kept = people.check_name(name)
        body = content.lock(key, kept.encode(), "case_name", named_id)
        database.run("INSERT INTO case_name (casefile, key, body) VALUES (?, ?, ?)", number, key, body)
        linked.told(opening, "case.named", named_id, number)
        name_words.index(database, opening.keys.audit, number, kept)


def read(opening: Opening, case_id: str) -> str:
    """The name; "" where there is none, of cases that were merged what each was given.  That it was read is in the log.

    Of another agency's name as long as a record of its is handed over to the own one; of those that are told to this
    person, where they may name one of the cases.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case', 'vault.damaged'.
    """
    told = _told(opening, _mine(opening, case_id))
    if told:
        with opening.database.transaction():
            audit.append(opening, "case.name_read", case_id)
    return _BETWEEN.join(told.values())


def of_record(opening: Opening, record: int) -> str:
    """The name of the case of a record, by row, as `read` tells it; "" where it is not told.  For who compares records,
    which is in the log; that the name was read is too.  Only inside a transaction.
    """
    number = cases.case_number(opening, record)
    named = cases.names_told(opening, cases.numbers(opening, number)) if number is not None else {}
    told: dict[int, str] = {}
    with contextlib.suppress(IntakeError):  # one that is damaged is told of where it is read
        told = _told(opening, [case for case, is_told in named.items() if is_told])
    if told and number is not None:
        audit.append(opening, "case.name_read", cases.id_of(opening, number))
    return _BETWEEN.join(told.values())


def remove(opening: Opening, case_id: str) -> CaseRow:
    """Takes the name out, and its key with it; see `bring_back`.

    Raises IntakeError 'vault.no_name' where there is none, 'vault.not_allowed', 'vault.no_such_case'.
    """
    told, names = _mine(opening, case_id), dict[int, str]()
    for each in told:
        with contextlib.suppress(IntakeError):  # one that is damaged goes all the same, for good
            names |= _told(opening, [each])
    with opening.database.transaction():
        if not _forget(opening, told):
            raise IntakeError("vault.no_name")
    opening.unnamed |= names
    return cases.row(opening, case_id)


def away(opening: Opening, case_id: str) -> dict[int, str]:
    """Names that this person took out since the store was opened and may bring back, by the row of their case: also who
    keeps none takes back what they did.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case'.
    """
    group = cases.numbers(opening, cases.naming_number(opening, case_id))
    return {each: opening.unnamed[each] for each in cases.nameable(opening, group) if each in opening.unnamed}


def bring_back(opening: Opening, case_id: str) -> bool:
    """Puts names that were taken out where they stood, each under a key of its own; whether there were any.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case'.
    """
    names = away(opening, case_id)
    with opening.database.transaction():
        for number, name in names.items():
            _put(opening, number, name)
    for number in names:
        del opening.unnamed[number]
    return bool(names)


def _mine(opening: Opening, case_id: str) -> list[int]:
    """The cases, by row, whose names are told to this person, who may name one of those that are together."""
    group = cases.numbers(opening, cases.naming_number(opening, case_id))
    named = cases.names_told(opening, group)
    sight.need(opening, "guest", bool(cases.free_of(cases.nameable(opening, group), named)))
    return [case for case, told in named.items() if told]


def _told(opening: Opening, numbers: Sequence[int]) -> dict[int, str]:
    """The names of these cases, by row."""
    found = opening.database.all(
        "SELECT c.number, n.key, n.body, c.id FROM case_name n JOIN casefile c ON c.number = n.casefile "
        f"WHERE n.casefile IN ({marks(numbers)}) ORDER BY n.casefile",
        *numbers,
    )
    return {
        int(number): content.unlock(bytes(key), bytes(body), "case_name", own).decode()
        for number, key, body, own in found
    }


def _forget(opening: Opening, numbers: Sequence[int]) -> bool:
    """What these cases were given is gone, its key first."""
    gone = 0
    for each in numbers:
        linked.unnamed(opening, cases.id_of(opening, each), each)
        gone += opening.database.run("DELETE FROM case_name WHERE casefile = ?", each)
        name_words.forget(opening.database, each)
    return bool(gone)
