"""What brings a store back when passphrases are forgotten: the recovery key and the keys of organisations."""

from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import audit, header, people, recovery_key, rotation, slots
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.rotation import Progress
from intake_app.vault.slots import Kind, Secret, Slot
from intake_app.vault.types import OrganisationKey, Person, Role, Safeguards


@dataclass(frozen=True, slots=True, repr=False)
class Return:
    """Who comes back by a recovery: a name, a new passphrase, and whether this is a new person, who keeps the store."""

    name: str
    passphrase: str
    new_keeper: bool = False


def listed(opening: Opening) -> Safeguards:
    """What there is."""
    current = opening.header.current
    return Safeguards(bool(current.of_kind(Kind.RECOVERY)), tuple(slot.public for slot in current.of_kind(Kind.ESCROW)))


def organisation_keys(opening: Opening) -> tuple[OrganisationKey, ...]:
    """The keys of organisations, and what the log has of how each came here: not everybody may read the log."""
    found = opening.database.all(
        "SELECT a.object, a.at, coalesce(p.name, '') FROM audit a LEFT JOIN person p ON p.id = a.actor "
        "WHERE a.action = 'escrow.added' ORDER BY a.seq"
    )
    told = {about: (at, by) for about, at, by in found}
    return tuple(
        OrganisationKey(public, *told.get(slots.escrow_id(public), ("", "")))
        for public in listed(opening).organisations
    )


def put_recovery(opening: Opening, key: str, progress: Progress) -> None:
    """Gives the store a recovery key.  One that it had before opens nothing any more: the volume key changes then.

    Raises IntakeError 'vault.recovery_typo', and as `rotation.rotate` does.
    """
    require(opening.me, Right.PEOPLE)
    slot = slots.recovery_slot(opening.header.binding(), recovery_key.canonical(key), opening.keys.volume)
    old = opening.header.current.of_kind(Kind.RECOVERY)
    if old:
        stay = tuple(other for other in opening.header.current.slots if other not in old)
        rotation.rotate(opening, (*stay, slot), lambda inside: audit.append(inside, "recovery.replaced"), progress)
    else:
        _add(opening, slot, "recovery.added")


def put_escrow(opening: Opening, public: bytes) -> None:
    """Seals the volume key to an organisation's key too.  Raises IntakeError 'vault.organisation_key_known' ..."""
    require(opening.me, Right.ESCROW)
    if opening.header.current.slot(slots.escrow_id(public)) is not None:
        raise IntakeError("vault.organisation_key_known")
    _add(opening, slots.escrow_slot(opening.header.binding(), public, opening.keys.volume), "escrow.added")


def _add(opening: Opening, slot: Slot, action: str) -> None:
    current = opening.header.current
    if len(current.slots) >= header.MOST_SLOTS:
        raise IntakeError("vault.too_many_people", most=header.MOST_SLOTS)
    with opening.database.transaction():
        audit.append(opening, action, slot.id)
    opening.header.put(current.with_slot(slot))


def drop_escrow(opening: Opening, public: bytes, progress: Progress) -> None:
    """Takes an organisation's key out, and gives the store a new volume key.

    Raises IntakeError 'vault.no_organisation_key', and as `rotation.rotate` does.
    """
    require(opening.me, Right.ESCROW)
    gone = slots.escrow_id(public)
    current = opening.header.current
    if current.slot(gone) is None:
        raise IntakeError("vault.no_organisation_key")
    stay = tuple(slot for slot in current.slots if slot.id != gone)
    rotation.rotate(opening, stay, lambda inside: audit.append(inside, "escrow.removed", gone), progress)


def returning(database: Database, who: Return) -> Person:
    """The person who comes back: known by this name, or a new one.

    Raises IntakeError 'vault.no_such_person', 'vault.name_taken'.
    """
    found = people.by_name(database, who.name)
    if who.new_keeper and found is None:
        return people.new_person(people.site_of(database), who.name, Role.ADMINISTRATOR, keeper=True)
    if found is None or who.new_keeper:
        raise IntakeError("vault.no_such_person" if found is None else "vault.name_taken")
    return found


def readmit(opening: Opening, who: Return, by: str) -> None:
    """Gives the one who opened the store a slot under a new passphrase, and a row if they are new.

    ``by`` is the id of the slot that was opened for it.
    """
    me, current = opening.me, opening.header.current
    secret = Secret(who.passphrase, current.cost())
    slot = slots.person_slot(opening.header.binding(), me.id, me.name, secret, opening.keys.volume)
    used = current.slot(by)
    with opening.database.transaction():
        audit.changing(opening)
        if who.new_keeper:
            people.take_in(opening, me)
        kind = used.kind.value if used else ""
        audit.append(opening, "store.recovered", me.id, by=kind, slot=by, keeper=int(who.new_keeper))
    opening.header.put(current.with_slot(slot))
