"""The name of the person of a case, if it was said: apart from everything else, sealed under a key of its own.

It is in no title, no list and no search.  Taking it out deletes its key, so that copies of old pages say nothing.
"""

import secrets
from collections.abc import Sequence

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, content, linked, people, sight
from intake_app.vault.case_types import CaseRow
from intake_app.vault.keys import KEY_BYTES
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.withdrawing import marks


def put(opening: Opening, case_id: str, name: str) -> CaseRow:
    """Keeps the name, in the place of one that was there, which is gone.

    Where cases were put together that of one: the case that has a name, or the first that may be named; what another
    was given stays, so that each has what it had when they are taken apart.

    Raises IntakeError 'vault.bad_name', 'vault.not_allowed', 'vault.no_such_case'.
    """
    require(opening.me, Right.INTERVIEW)
    lead, kept, database = cases.naming_number(opening, case_id), people.check_name(name), opening.database
    group = cases.numbers(opening, lead)
    named = cases.names_told(opening, group)
    own = cases.nameable(opening, group)
    number = next(iter(named)) if len(named) == 1 else lead if lead in own else own[0]
    sight.need(opening, "guest", named.get(number, True))
    key, named_id = secrets.token_bytes(KEY_BYTES), cases.id_of(opening, number)
    body = content.lock(key, kept.encode(), "case_name", named_id)
    with database.transaction():
        _forget(opening, [number])
        database.run("INSERT INTO case_name (casefile, key, body) VALUES (?, ?, ?)", number, key, body)
        linked.told(opening, "case.named", named_id, number)
    return cases.row(opening, case_id)


def read(opening: Opening, case_id: str) -> str:
    """The name; "" where there is none, of cases that were merged what each was given.  That it was read is in the log.

    Of another agency's name as long as a record of its is handed over to the own one.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case', 'vault.damaged'.
    """
    number, database = cases.naming_number(opening, case_id), opening.database
    named = cases.names_told(opening, cases.numbers(opening, number))
    group = [case for case, told in named.items() if told]
    sight.need(opening, "guest", bool(group) or not named)
    found = database.all(
        "SELECT n.key, n.body, c.id FROM case_name n JOIN casefile c ON c.number = n.casefile "
        f"WHERE n.casefile IN ({marks(group)}) ORDER BY n.casefile",
        *group,
    )
    names = [content.unlock(bytes(key), bytes(body), "case_name", own).decode() for key, body, own in found]
    if names:
        with database.transaction():
            audit.append(opening, "case.name_read", case_id)
    return " · ".join(names)


def remove(opening: Opening, case_id: str) -> CaseRow:
    """Takes the name out, and its key with it.

    Raises IntakeError 'vault.no_name' where there is none, 'vault.not_allowed', 'vault.no_such_case'.
    """
    number = cases.naming_number(opening, case_id)
    named = cases.names_told(opening, cases.numbers(opening, number))
    told = [case for case, mine in named.items() if mine]
    sight.need(opening, "guest", bool(told) or not named)
    with opening.database.transaction():
        if not _forget(opening, told):
            raise IntakeError("vault.no_name")
    return cases.row(opening, case_id)


def _forget(opening: Opening, numbers: Sequence[int]) -> bool:
    """What these cases were given is gone, its key first."""
    gone = 0
    for each in numbers:
        linked.unnamed(opening, cases.id_of(opening, each), each)
        gone += opening.database.run("DELETE FROM case_name WHERE casefile = ?", each)
    return bool(gone)
