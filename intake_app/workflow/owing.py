"""What the law asks for a child who is alone, as far as a record tells that is open: a slip, how soon, and a talk."""

from dataclasses import dataclass

from intake_app import exports, referral, screening
from intake_app.screening import DUTY_FOR_MINORS, Basis, Beyond
from intake_app.vault import Vault
from intake_app.workflow import ages, following, leaving
from intake_app.workflow.store import with_states
from intake_app.xform import Session

_TOLD = ("age_band", "asked_as")
"""The fields of a question about the age, and of a talk that is held as with a child."""


@dataclass(frozen=True, slots=True)
class Owing:
    """`told`: they are under 18, or a birth may mean it, else they only may be. `alone`: that they are was told, else
    nobody told it. `soon`: within what time a slip on it goes, of `referral.PRIORITIES`. `within_days` of coming into
    a facility the talk with them is due; 0 where this is that talk.
    """

    told: bool
    alone: bool
    soon: str
    within_days: int


def for_child(session: Session, beyond: Beyond) -> Owing | None:
    """None where they are 18 or older, an adult who answers for them is here, or this record asks for neither."""
    form, said = session.definition, with_states(session.values(), session.states())
    slip = {field: said.get(path, "") for path, field in form.tagged("slip") if field in ("alone", *_TOLD)}
    age = screening.age_told(form, said)
    told = age == "minor" or bool(slip and beyond.minor) or (slip.get("asked_as") == "minor" and not beyond.grown)
    doubt = age == "not_told" and not beyond.grown
    if not (told or doubt) or slip.get("alone") == "no":
        return None
    soon = referral.propose_sheet({}).priority
    return Owing(told, slip.get("alone") == "yes", soon, 0 if "alone" in slip else exports.MINOR_DAYS)


def still_to_tell(store: Vault, record_id: str) -> tuple[str, ...]:
    """The kinds of bodies that the law asks to tell of a child who is alone, and to which no slip of theirs went; of
    their own agency, for another one's are not known. What left the program is told, also where it was taken back then.
    """
    age = ages.age_of_person(store, record_id)
    child = age == "minor" or ages.may_presume(store, record_id, age)
    if leaving.guest(store, record_id) or not (child and leaving.told_alone(store, record_id)):
        return ()
    went = (one for one in store.standing_releases(record_id) if one.purpose == "slip" or one.basis == Basis.DUTY)
    slips = (one for one in store.ways_out(record_id).left if one.purpose == "slip")
    left = (one for one in slips if one.way != "issued" or following.noted(store.slip_notes(one.reference)))
    told = {one.kind or one.recipient for one in went} | {one.kind or one.recipient for one in left}
    return tuple(sorted(DUTY_FOR_MINORS - told))
