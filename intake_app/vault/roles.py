"""Who may do what: one table.  Rights of each role, and how far each role sees, reads and sends records.

Every verb of the vault that touches a record asks here, through `intake_app.vault.sight`; ``docs/roles.md`` shows the
same table.
"""

from dataclasses import dataclass
from enum import StrEnum

from intake_app.errors import IntakeError
from intake_app.vault.types import Person, Role


class Right(StrEnum):
    """Something a role may or may not do, whatever the record."""

    INTERVIEW = "interview"
    HAND_OVER = "hand_over"
    SEND = "send"
    SLIPS = "slips"
    INFORM = "inform"
    BREAK_GLASS = "break_glass"
    FORMS = "forms"
    SERVERS = "servers"
    SETTINGS = "settings"
    PEOPLE = "people"
    AUDIT = "audit"
    ESCROW = "escrow"
    BACKUP = "backup"


class Reach(StrEnum):
    """Which records a role gets at, beside those that were handed over to the person.

    ``OWN``: those whose author one is.  ``SITE``: the finished ones of one's agency at one's site.  ``AGENCY``: those
    of one's agency in every state.
    """

    OWN = "own"
    SITE = "site"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the table: rights; which rows one sees, whose content one reads, what one sends."""

    rights: frozenset[Right]
    sees: Reach = Reach.OWN
    reads: Reach = Reach.OWN
    sends: Reach = Reach.OWN


_UPKEEP = (Right.FORMS, Right.SERVERS, Right.SETTINGS, Right.AUDIT, Right.ESCROW, Right.BACKUP)

DUTIES: dict[Role, Duty] = {
    Role.MEDIATOR: Duty(frozenset({Right.INTERVIEW, Right.HAND_OVER, Right.SEND, Right.SLIPS, Right.INFORM})),
    Role.DESK: Duty(frozenset({Right.SEND, Right.SLIPS, Right.INFORM}), sees=Reach.SITE, reads=Reach.SITE),
    Role.COORDINATOR: Duty(
        frozenset({Right.SEND, Right.BREAK_GLASS, Right.INFORM, *_UPKEEP}), sees=Reach.AGENCY, sends=Reach.AGENCY
    ),
    Role.ADMINISTRATOR: Duty(frozenset({Right.SEND, Right.PEOPLE, *_UPKEEP})),
}
KEEPER = frozenset({Right.PEOPLE, *_UPKEEP})
"""What the person who created the store may do besides: somebody must, where one person works alone."""

DRAFT_TAKERS = frozenset({Role.MEDIATOR})
"""To whom a draft can be handed over, and the sight of a finished record at any site: within one agency."""
FINISHED_TAKERS = frozenset({Role.MEDIATOR, Role.DESK})
"""To whom the sight of a finished record can be handed over, within one site; also of another agency there."""
SETTINGS_OF_ALL = frozenset({"reports"})
"""Settings that everybody may change: reports of mistakes of the program."""

Condition = tuple[str, tuple[str, ...]]
"""SQL on ``record r``, and its values."""

CORRECTED = """SELECT n.finalised FROM edit d JOIN record n ON n.number = d.record
    WHERE d.former = h.record AND d.kind = 'edit' AND n.state <> 'draft'"""
"""SQL: when the record of a ``handover h``, or a ``slip h``, was corrected; elsewhere it is seen no more then."""
HAND_OVER_RELEASED = f"""SELECT 1 FROM release x WHERE x.record = h.record AND x.purpose = 'export' AND x.at = h.at
    AND NOT EXISTS ({CORRECTED})"""
"""SQL: the release on which ``handover h`` gave somebody of another agency the sight: it has the same moment."""
_GIVEN_HERE = """
    SELECT h.record FROM handover h JOIN record o ON o.number = h.record
    WHERE h.taker = ? AND h.sight = 1 AND h.ended IS NULL AND (o.agency = ?
"""
_GIVEN = f"{_GIVEN_HERE} OR EXISTS ({HAND_OVER_RELEASED} AND x.withdrawn IS NULL))"


def may(person: Person, right: Right) -> bool:
    """Whether this person has this right."""
    return right in DUTIES[person.role].rights or (person.keeper and right in KEEPER)


def require(person: Person, right: Right) -> None:
    """Raises IntakeError 'vault.not_allowed' without the right."""
    if not may(person, right):
        raise not_allowed(person, right.value)


def not_allowed(person: Person, what: str) -> IntakeError:
    """The refusal, with the role and what was asked for."""
    return IntakeError("vault.not_allowed", role=person.role.value, what=what)


def may_take(giver: Person, taker: Person, draft: bool) -> bool:
    """Whether a record of the giver can be handed over to the taker: the draft itself, or the sight when finished."""
    if giver.agency == taker.agency and taker.role in DRAFT_TAKERS:
        return True
    return not draft and giver.site == taker.site and taker.role in FINISHED_TAKERS


def visible(person: Person, handed: bool = False, held: bool = False) -> Condition:
    """The rows this person's role sees; ``handed``: and those handed over to the person; ``held``: nothing leaves now,
    so that those are of the own agency alone."""
    return _with_handed(person, _reached(person, DUTIES[person.role].sees), handed, held)


def readable(person: Person, handed: bool = False, held: bool = False) -> Condition:
    """The rows whose titles, places, bytes and slips this person reads."""
    return _with_handed(person, _reached(person, DUTIES[person.role].reads), handed, held)


def at_home(condition: Condition, person: Person) -> Condition:
    """Of these rows those of the person's own agency: what a record tells beyond itself is not for a guest."""
    sql, values = condition
    return f"(r.agency = ? AND {sql})", (person.agency, *values)


def met_in_agency(person: Person) -> Condition:
    """The finished rows of which somebody who holds interviews may be told a day and a site: see `contacts`."""
    return "r.state <> 'draft' AND r.agency = ?", (person.agency,)


def informed(person: Person) -> Condition:
    """The rows of ``information_given`` that this person counts: of the agency, at one's site or at all of them."""
    if DUTIES[person.role].sees is Reach.AGENCY:
        return "agency = ?", (person.agency,)
    return "agency = ? AND site = ?", (person.agency, person.site)


def sendable(person: Person) -> Condition:
    """The rows this person sends once they are released; not those that were only handed over to be read."""
    return _reached(person, DUTIES[person.role].sends)


def reads_what_is_sent(person: Person) -> bool:
    """Whether whatever this person sends is also theirs to read."""
    return DUTIES[person.role].sends is DUTIES[person.role].reads


def _reached(person: Person, reach: Reach) -> Condition:
    if reach is Reach.AGENCY:
        return "r.agency = ?", (person.agency,)
    if reach is Reach.SITE:
        return "r.state <> 'draft' AND r.site = ? AND r.agency = ?", (person.site, person.agency)
    return "r.author = ?", (person.id,)


def _with_handed(person: Person, reached: Condition, handed: bool, held: bool) -> Condition:
    sql, values = reached
    if not handed:
        return f"({sql})", values
    given = f"{_GIVEN_HERE})" if held else _GIVEN
    return f"({sql} OR r.number IN ({given}))", (*values, person.id, person.agency)
