"""The register: people, servers, settings, forms and offers, which each link of the log about them says a digest of.

A verb that changes one of them looks at all first.  Where they are not as the newest link says, other tools changed
them: every link says from then on that they do not fit, so that no verb makes what was changed look as if it were
meant.
"""

import json

from intake_app.vault import keys
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening

ALTERED = "store.altered"
"""What a link says that tells of such a change, once."""
_UNFIT = ""
_KINDS = frozenset({"person", "server", "setting", "form"})
_FIRST = (
    "SELECT * FROM person ORDER BY id",
    "SELECT * FROM server ORDER BY name",
    "SELECT * FROM setting ORDER BY key",
    "SELECT key, form_id, version, title, digest, source, server, hash, report, added, current FROM form ORDER BY key",
)
_LATER = (
    "SELECT * FROM server_detail ORDER BY name",
    "SELECT id, form_id, version, title, digest, server, hash, report, fetched, left_at FROM offer ORDER BY id",
    "SELECT * FROM server_since ORDER BY name",
)
"""Registers that came later: an empty one changes nothing, so that what older programs wrote still holds."""
_SITE = "SELECT key, value FROM store WHERE key IN ('callback', 'organisation', 'site') ORDER BY key"
"""The workplace, which stands on every slip.  Older programs did not tell of it."""
_NEWEST = (
    "SELECT detail FROM audit WHERE action GLOB 'person.*' OR action GLOB 'server.*' OR action GLOB 'setting.*' "
    "OR action GLOB 'form.*' OR action = 'store.recovered' OR seq = 1 ORDER BY seq DESC LIMIT 1"
)


def concerns(action: str, seq: int) -> bool:
    """Whether a link with this action and number says a digest of the register; the first one does too."""
    return seq == 1 or action.partition(".")[0] in _KINDS or action == "store.recovered"


def digest(opening: Opening, site: bool = True) -> str:
    """A digest of it as it is; under the key of the chain, for it stands there.  ``site``: the workplace too."""
    rows = [_rows(opening.database, query) for query in _FIRST]
    rows += [later for query in _LATER if (later := _rows(opening.database, query))]
    rows += [_rows(opening.database, _SITE)] if site else []
    return keys.seal(opening.keys.audit, b"register", repr(rows).encode()).hex()


def _rows(database: Database, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.all(query)]


def fits(opening: Opening) -> bool:
    """Whether it is as the newest link about it says; so it is where no link does."""
    told = _told(opening.database)
    return told is None or told in (digest(opening), digest(opening, site=False))


def _told(database: Database) -> str | None:
    found = database.one(_NEWEST)
    told = json.loads(found[0]).get("register") if found else None
    return None if told is None else str(told)


def judge(opening: Opening) -> bool:
    """Compares it before it is changed, for `to_tell`; whether it is found altered for the first time."""
    fit = fits(opening)
    opening.judged = (opening.database, opening.database.turn, fit)
    return not fit and _told(opening.database) != _UNFIT


def to_tell(opening: Opening) -> str:
    """What a link says of it as it is now: its digest, as long as nobody but our verbs changed it."""
    if opening.judged is None or opening.judged[:2] != (opening.database, opening.database.turn):
        raise ValueError("a change of the register that nobody judged before")
    return digest(opening) if opening.judged[2] else _UNFIT
