"""Which records have the same answers: versions of one, what was sent as new in its place, and what was begun anew with
its answers.  What a person says at the end of a record to that record itself holds all of these, whoever sees them.
"""

import re
from collections.abc import Sequence

from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

_VERSIONS = """
    WITH RECURSIVE same(n) AS (SELECT ?1 UNION SELECT e.former FROM same JOIN edit e ON e.record = same.n
        UNION SELECT e.record FROM same JOIN edit e ON e.former = same.n)
    SELECT n FROM same ORDER BY n
"""
"""Edits of a record, and what was sent as new with the same answers."""
_OF_SAME = """
    WITH RECURSIVE copy(record, former) AS MATERIALIZED (SELECT object, json_extract(detail, '$.former') FROM audit
        WHERE action = 'record.begun_anew'),
    version(record, former) AS MATERIALIZED (SELECT r.id, f.id FROM edit e JOIN record r ON r.number = e.record
        JOIN record f ON f.number = e.former),
    same(id) AS (SELECT id FROM record WHERE number IN ({given})
        UNION SELECT version.former FROM same JOIN version ON version.record = same.id
        UNION SELECT version.record FROM same JOIN version ON version.former = same.id
        UNION SELECT {copy} FROM same JOIN copy ON {known} = same.id)
"""


def versions_of(opening: Opening, number: int) -> list[int]:
    """The rows of all that has the answers of a record, by its row: edits of it, and what was sent as new."""
    return [int(row[0]) for row in opening.database.all(_VERSIONS, number)]


def code_of(record_id: str) -> str:
    """A record, by id, as a code to which something is said: to itself and what has its answers, and nothing else."""
    return re.sub("[^A-Za-z0-9_.-]", "-", record_id)[-64:]


def is_record(code: str) -> bool:
    """Whether something was said to a record, and to no body or service."""
    return code.startswith(code_of("uuid:"))


def holding(opening: Opening, versions: Sequence[int]) -> frozenset[str]:
    """The codes of the records whose answers are in a record, by the rows of its versions: what was said to one of them
    is said to it.
    """
    query = _OF_SAME.format(given=marks(versions), copy="copy.former", known="copy.record")
    return frozenset(code_of(str(row[0])) for row in opening.database.all(f"{query} SELECT id FROM same", *versions))


def held(opening: Opening, record_id: str) -> list[int]:
    """The rows of all that has answers of a record: what is said to it is said to them."""
    query = _OF_SAME.format(given="SELECT number FROM record WHERE id = ?", copy="copy.record", known="copy.former")
    found = opening.database.all(f"{query} SELECT number FROM record WHERE id IN (SELECT id FROM same)", record_id)
    return [int(row[0]) for row in found]
