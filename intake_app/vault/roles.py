"""Who may do what.  One table of rights, one rule for rows, one rule for content."""

from enum import StrEnum

from intake_app.errors import IntakeError
from intake_app.vault.types import Person, Role


class Right(StrEnum):
    """Something a role may or may not do, whatever the record."""

    INTERVIEW = "interview"
    SEND = "send"
    SLIPS = "slips"
    FORMS = "forms"
    SERVERS = "servers"
    PEOPLE = "people"
    AUDIT = "audit"
    ESCROW = "escrow"
    BACKUP = "backup"


_UPKEEP = (Right.AUDIT, Right.ESCROW, Right.BACKUP)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MEDIATOR: frozenset({Right.INTERVIEW, Right.SEND, Right.SLIPS}),
    Role.DESK: frozenset({Right.SEND, Right.SLIPS}),
    Role.COORDINATOR: frozenset({Right.SEND, Right.FORMS, Right.SERVERS, *_UPKEEP}),
    Role.ADMINISTRATOR: frozenset({Right.FORMS, Right.SERVERS, Right.PEOPLE, *_UPKEEP}),
}
KEEPER = frozenset({Right.FORMS, Right.SERVERS, Right.PEOPLE, *_UPKEEP})
"""What the person who created the store may do besides: somebody must, where one person works alone."""


def may(person: Person, right: Right) -> bool:
    """Whether this person has this right."""
    return right in RIGHTS[person.role] or (person.keeper and right in KEEPER)


def require(person: Person, right: Right) -> None:
    """Raises IntakeError 'vault.not_allowed' without the right."""
    if not may(person, right):
        raise not_allowed(person, right.value)


def not_allowed(person: Person, what: str) -> IntakeError:
    """The refusal, with the role and what was asked for."""
    return IntakeError("vault.not_allowed", role=person.role.value, what=what)


def visible(person: Person) -> tuple[str, tuple[str, ...]]:
    """SQL condition on ``record r`` for the rows that this person's role sees, and its values."""
    if person.role is Role.MEDIATOR:
        return "r.author = ?", (person.id,)
    if person.role is Role.DESK:
        return "r.state <> 'draft' AND r.site = ?", (person.site,)
    return ("1", ()) if person.role is Role.COORDINATOR else ("0", ())


def sees_content(person: Person) -> bool:
    """Whether titles, places and bytes of visible rows may be read."""
    return person.role in (Role.MEDIATOR, Role.DESK)
