"""What became of slips: noted by hand, listed by how long an answer has been missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake_app import referral
from intake_app.errors import IntakeError
from intake_app.referral import life
from intake_app.referral.life import LoopCount, Standing
from intake_app.vault import SlipNote, SlipStanding, Vault
from intake_app.workflow.releasing import moment


@dataclass(frozen=True)
class Followed:
    """A slip with how it stands now: `slip` as the store has it, `standing` what follows from the time that passed."""

    slip: SlipStanding
    standing: Standing

    @property
    def waits(self) -> bool:
        """Whether its service has not answered yet, and should."""
        return self.slip.status == life.ISSUED and not self.slip.withdrawn


@dataclass(frozen=True)
class FollowUp:
    """All slips: those first whose services have not answered, that first of which the time that was promised is over
    first, then the newest of the others.

    `count` is for the figures.
    """

    slips: tuple[Followed, ...]
    count: LoopCount

    @property
    def waiting(self) -> tuple[Followed, ...]:
        """Those that nothing came back of after a day, in the same order."""
        return tuple(one for one in self.slips if one.waits and one.standing.level)


def follow_up(store: Vault, now: datetime | None = None) -> FollowUp:
    """How every slip stands that this person may read."""
    at = now or datetime.now().astimezone()
    found = [
        Followed(slip, life.standing(slip.status, slip.issued_at, slip.priority, at)) for slip in store.slips_standing()
    ]
    waiting = sorted((one for one in found if one.waits), key=lambda one: one.standing.left)
    others = [one for one in reversed(found) if not one.waits]
    return FollowUp((*waiting, *others), life.closed_loop(one.slip.status for one in found))


def note_answer(store: Vault, reference: str, status: str, reason: str = "", happened: str = "") -> SlipNote:
    """Note what came back of a slip. `happened` is when, ISO 8601, now where it is "".

    Raises IntakeError `referral.not_next` with what may be noted, `referral.no_reason` for a service that declined,
    `referral.not_then` for a time before the slip was issued or still to come, `referral.bad_reference`,
    `vault.no_such_slip`.
    """
    checked = referral.check_reference(reference)
    allowed = next_steps(store.slip_notes(checked))
    if status not in allowed:
        raise IntakeError("referral.not_next", status=status, allowed=" ".join(allowed))
    if (status == "declined") != (reason in life.REASONS):
        raise IntakeError("referral.no_reason", allowed=" ".join(life.REASONS))
    if happened:
        issued = next(each.issued_at for each in store.slips_standing() if each.reference == checked)
        _refuse_another_time(happened, issued)
    return store.note_slip(checked, status, reason, happened or moment())


def next_steps(notes: Sequence[SlipNote]) -> tuple[str, ...]:
    """What may be noted of a slip after these. Where the person took back what it goes on, too: a service that has the
    paper may still say so, and nothing leaves by it.
    """
    told = noted(notes)
    steps = life.next_steps([note.status for note in told])
    return steps if len(told) == len(notes) else tuple(step for step in steps if step != "revoked")


def noted(notes: Sequence[SlipNote]) -> list[SlipNote]:
    """What somebody noted of a slip; that the person took back what it goes on stands beside it."""
    return [note for note in notes if not note.taken_back]


def _refuse_another_time(happened: str, issued_at: str) -> None:
    """No answer comes before the slip was issued, or tomorrow; a day alone is the whole day."""
    told, issued = (datetime.fromisoformat(each).astimezone() for each in (happened, issued_at))
    now = datetime.now().astimezone()
    day_alone = len(happened) == len("2026-11-27")
    first = issued.replace(hour=0, minute=0, second=0) if day_alone else issued.replace(second=0)
    if not first.replace(microsecond=0) <= told <= now:
        raise IntakeError("referral.not_then", issued=issued_at[:10], happened=happened[:10])


def answers_of(store: Vault, reference: str) -> tuple[SlipNote, ...]:
    """All that was noted of a slip, the oldest first."""
    return store.slip_notes(referral.check_reference(reference))
