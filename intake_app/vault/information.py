"""Information that somebody was given: what about, how, in which language, to how many; never to whom.

No record and no case comes of it.  It is counted by who gives information, for one's site, by a coordinator for the
whole agency.
"""

import re
from dataclasses import astuple, dataclass

from intake_app.vault import linked
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, informed, require

MEDIA = ("card", "leaflet", "spoken", "screen", "audio")
"""How information is given."""
MOST = 10_000
"""Persons of one row: whoever was given it at one time."""
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class InformationGiven:
    """What was given once: the code of a topic, one of `MEDIA`, a BCP 47 code, to how many persons."""

    topic: str
    medium: str
    language: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class InformationCount:
    """How many persons were given the same, on how many days."""

    topic: str
    medium: str
    language: str
    contacts: int
    days: int


def put(opening: Opening, given: InformationGiven) -> None:
    """Notes it.  Codes alone are taken, so that nobody's name comes in by a topic; anything else is a ValueError."""
    me = opening.me
    require(me, Right.INFORM)
    if not _CODE.fullmatch(given.topic) or not _LANGUAGE.fullmatch(given.language) or given.medium not in MEDIA:
        raise ValueError("not a topic, a medium and a language")
    if not 1 <= given.copies <= MOST:
        raise ValueError("not a number of persons")
    row = (*astuple(given), me.agency, me.site, me.id, opening.now())
    with opening.database.transaction():
        opening.database.run(
            "INSERT INTO information_given (topic, medium, language, copies, agency, site, noted_by, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *row,
        )
        linked.told(opening, "information.given", "", linked.last(opening.database))


def counted(opening: Opening, since: str = "", until: str = "") -> tuple[InformationCount, ...]:
    """What was given from a moment on and before another one, the most frequent first."""
    require(opening.me, Right.INFORM)
    condition, values = informed(opening.me)
    found = opening.database.all(
        "SELECT topic, medium, language, sum(copies), count(DISTINCT substr(at, 1, 10)) FROM information_given "
        f"WHERE {condition} AND at >= ? AND (? = '' OR at < ?) GROUP BY topic, medium, language "
        "ORDER BY sum(copies) DESC, topic, medium, language",
        *(*values, since, until, until),
    )
    return tuple(InformationCount(*row) for row in found)
