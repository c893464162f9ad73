"""The name of the person of a case, if it was said: apart from everything else, sealed under a key of its own.

It is in no title, no list and no search.  Taking it out deletes its key, so that copies of old pages say nothing.
"""

import secrets

from intake_app.errors import IntakeError
from intake_app.vault import audit, cases, content, linked, people
from intake_app.vault.case_types import CaseRow
from intake_app.vault.keys import KEY_BYTES
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require


def put(opening: Opening, case_id: str, name: str) -> CaseRow:
    """Keeps the name, in the place of one that was there, which is gone.

    Raises IntakeError 'vault.bad_name', 'vault.not_allowed', 'vault.no_such_case'.
    """
    require(opening.me, Right.INTERVIEW)
    number, kept, database = cases.naming_number(opening, case_id), people.check_name(name), opening.database
    key = secrets.token_bytes(KEY_BYTES)
    body = content.lock(key, kept.encode(), "case_name", case_id)
    with database.transaction():
        _forget(opening, case_id, number)
        database.run("INSERT INTO case_name (casefile, key, body) VALUES (?, ?, ?)", number, key, body)
        linked.told(opening, "case.named", case_id, number)
    return cases.row(opening, case_id)


def read(opening: Opening, case_id: str) -> str:
    """The name; "" where there is none.  That it was read is in the log.

    Raises IntakeError 'vault.not_allowed', 'vault.no_such_case', 'vault.damaged'.
    """
    number, database = cases.naming_number(opening, case_id), opening.database
    found = database.one("SELECT key, body FROM case_name WHERE casefile = ?", number)
    if found is None:
        return ""
    name = content.unlock(bytes(found[0]), bytes(found[1]), "case_name", case_id).decode()
    with database.transaction():
        audit.append(opening, "case.name_read", case_id)
    return name


def remove(opening: Opening, case_id: str) -> CaseRow:
    """Takes the name out, and its key with it.

    Raises IntakeError 'vault.no_name' where there is none, 'vault.not_allowed', 'vault.no_such_case'.
    """
    number = cases.naming_number(opening, case_id)
    with opening.database.transaction():
        if not _forget(opening, case_id, number):
            raise IntakeError("vault.no_name")
    return cases.row(opening, case_id)


def _forget(opening: Opening, case_id: str, number: int) -> bool:
    linked.unnamed(opening, case_id, number)
    return bool(opening.database.run("DELETE FROM case_name WHERE casefile = ?", number))
