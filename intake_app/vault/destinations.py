"""Where a finished record goes: one rule for the queue, its numbers and its lists.

A record goes to the server its form came from; an edit to the one that has the version before.  Of a form that came
from none, the first server that may have got something of it has it from then on, even where its answer was lost:
another one would count it a second time.  That ends when that server is removed and does not come back, or when a
person says that it did not arrive there.  Before, it goes to the one server that was set for such forms, or to any.

Under another project or account a server is another place.  What may have arrived where it was before goes nowhere
until a person says that it did not, of whatever form it is.
"""

from intake_app.errors import IntakeError
from intake_app.vault import audit, edits, servers
from intake_app.vault.opening import Opening

_FREE = "any_server:"
"""Settings with this beginning and the row of a record: up to this try none says where it goes.  Nobody else sets one:
with other settings it stands under the digests of the register."""

NOTHING_WENT = (
    "openrosa.unreachable", "openrosa.tls", "openrosa.tls_authority", "openrosa.tls_clock", "openrosa.tls_host",
    "openrosa.pin_changed", "openrosa.no_place", "openrosa.credentials", "openrosa.forbidden", "openrosa.not_begun",
)  # fmt: skip
"""Ends of a try by which nothing of its last post arrived: no line was made, or it was refused before it was read.
Beside them a try says itself when nothing of the record was posted at all."""
_ANY_FREE = f"EXISTS (SELECT 1 FROM setting WHERE key > '{_FREE}' AND key < '{_FREE}:')"
"""Asked once for all rows."""
_MAY_HAVE_ARRIVED = (
    f"(a.posted AND coalesce(a.code, '') NOT IN ({', '.join(map(repr, NOTHING_WENT))}) "
    "OR EXISTS (SELECT 1 FROM confirmed c WHERE c.record = a.record "
    "AND c.server IN (a.server, a.server || char(31))))"
)
_LINE = """
    WITH RECURSIVE line(n, same) AS (SELECT r.number, 1 UNION
        SELECT e.former, line.same AND e.kind = 'edit' FROM line JOIN edit e ON e.record = line.n)
"""
"""A ``record r``, the versions before it, and what it is a copy of, which is not ``same``."""
_HAS_IT = "(line.same AND coalesce(a.outcome, '') = 'accepted')"
_TIES = f"""
    ({_MAY_HAVE_ARRIVED} AND a.server IN (SELECT name FROM server UNION ALL {servers.STILL})
        AND (NOT {_ANY_FREE} OR NOT EXISTS (SELECT 1 FROM setting s
            WHERE s.key IN ('{_FREE}' || r.number, '{_FREE}' || line.n) AND CAST(s.value AS INTEGER) >= a.id)))
"""
_TRIES = f"FROM line JOIN attempt a ON a.record = line.n WHERE {_HAS_IT} OR {_TIES}"
_HELD = f"""
    (EXISTS (SELECT 1 FROM store WHERE key > '{servers.WAS}' AND key < '{servers.WAS}~')
        AND coalesce(({_LINE} SELECT max({_HAS_IT}) = 0 AND max({_TIES} AND {servers.ELSEWHERE}) {_TRIES}), 0))
"""
"""Whether a ``record r`` may have arrived where its server is not any more; as long as none moved it costs little."""
DESTINATION = f"""
    CASE WHEN {_HELD} THEN '' ELSE
        coalesce(f.server, ({_LINE} SELECT a.server {_TRIES}
        ORDER BY NOT {_HAS_IT}, CASE a.outcome WHEN 'accepted' THEN a.id ELSE -a.id END LIMIT 1),
        nullif(coalesce((SELECT value FROM setting WHERE key = '{servers.OWN_FORMS}'), ({servers.OF_NONE})), '')) END
"""
"""The one server for a ``record r`` of a ``form f``, "" for none; NULL as long as any may have it."""
TIED = f"""
    (r.state IN ('finalised', 'refused') AND {edits.NOT_BEHIND}
        AND (f.server IS NULL AND coalesce(({_LINE} SELECT max({_HAS_IT}) = 0 {_TRIES}), 0) OR {_HELD}))
"""
"""Whether a ``record r`` of a ``form f`` has its server, or none, only by tries whose end nobody knows.  An edit that
waits for the version before goes where that one goes: a person says it of that one."""


def require_tied(opening: Opening, number: int) -> None:
    """Raises IntakeError 'vault.not_tied' where no try says where a record goes, or where it is under way."""
    ((tied,),) = opening.database.all(
        f"SELECT {TIED} FROM record r JOIN form f ON f.key = r.form_key WHERE r.number = ?", number
    )
    if not tied or number in opening.running.values():
        raise IntakeError("vault.not_tied")


def free(opening: Opening, number: int, record_id: str) -> None:
    """From now on no try so far says where a record goes.  Only inside a transaction."""
    key, database = f"{_FREE}{number}", opening.database
    audit.changing(opening)
    database.run(
        "INSERT INTO setting (key, value) SELECT ?, max(id) FROM attempt WHERE true "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
    )
    audit.append(opening, "setting.changed", key)
    audit.append(opening, "send.any_server", record_id)
