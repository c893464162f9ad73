"""What a doubt that somebody is, or may be, under 18 keeps from going on, until their age is decided: it ends no slip.

A slip that had gone on the person's word alone is not shown or printed as long as the doubt stands, and holds again
once they are found to be an adult, or a guardian agrees. The sight of a record, which is open all the time, ends.
"""

from collections.abc import Collection

from intake_app.errors import IntakeError
from intake_app.vault import SlipRow, Vault
from intake_app.workflow import ages, weighing_again


def slips(store: Vault, record_id: str) -> tuple[str, ...]:
    """References of the person's slips that a doubt holds, the oldest first, as far as one reads their records."""
    held = weighing_again.doubted(store, record_id)
    read = dict.fromkeys(one.record_id for one in held) if held else ()
    issued = {one.release_id: one.reference for each in read for one in _issued(store, each)}
    return tuple(issued[one.id] for one in held if one.id in issued)


def _issued(store: Vault, record_id: str) -> tuple[SlipRow, ...]:
    try:
        return store.slips(record_id)
    except IntakeError:  # of a colleague, who is told it where they print it
        return ()


def refuse(store: Vault, record_id: str, release_id: str) -> None:
    """Raises IntakeError `screening.age_in_doubt` where a doubt holds what a slip is to go on."""
    if any(one.id == release_id for one in weighing_again.doubted(store, record_id)):
        raise IntakeError("screening.age_in_doubt")


def sights(store: Vault, record_id: str, kinds: Collection[str] | None = None) -> tuple[str, ...]:
    """Who of another agency had the sight of a record of this person, by name, of which what went to a body, of these
    kinds or any, is stopped, and has it not any more: no yes gives it back but one with which it is handed over anew.
    """
    others, found = {one.name for one in store.people() if one.agency != store.me.agency}, set[str]()
    stopped = (one for one in store.ways_out(record_id).stopped if one.purpose == "export" and one.code)
    for each in {one.record_id for one in stopped if kinds is None or one.recipient in kinds}:
        given = [one for one in store.handovers(each) if one.sight and one.taker in others]
        found |= {one.taker for one in given} - {one.taker for one in given if one.ended is None}
    return tuple(sorted(found))


def told(store: Vault, record_id: str) -> dict[str, str]:
    """What a doubt means for what went before, as facts that words know: which slips it holds, and whose sight is shut;
    nothing where none stands, or nothing had gone.
    """
    doubted = ages.is_doubted(store, record_id)
    facts = {"on_hold": slips(store, record_id), "sights_shut": sights(store, record_id)} if doubted else {}
    return {name: ", ".join(each) for name, each in facts.items() if each}
