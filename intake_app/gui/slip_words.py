"""How a slip stands, in words: what came back, why a service declined, how long nothing has."""

from dataclasses import dataclass
from datetime import timedelta

from intake_app.gui.controls import Kind
from intake_app.gui.form_languages import our_name
from intake_app.gui.states import when
from intake_app.gui.table import Cell
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.referral import Sender, life
from intake_app.screening import own_word
from intake_app.slips import wording
from intake_app.vault import ConsentWord, SlipRow
from intake_app.workflow import Followed, SlipProposal, slip_words

WHY = {
    "urgent_danger": msg("there is danger now"),
    "urgent_health": msg("health care is needed soon"),
    "minor": msg("the person may be under 18"),
    "labour_index": msg("what was told about work"),
    "refer": msg("what was told in the interview"),
    "transfer": msg("an office may send the person to another country"),
}
ASKED_FOR = msg("the help that was asked for")
"""Why a service is offered first, by the facts of the rules, and where none of them says so."""
NOTHING_ASKED = msg("The slip asks this service for nothing: tick the help that it is to give.")
NO_NUMBER = msg("They may be phoned, and no number is noted: the slip says that the sender phones.")
STATUS = {
    "issued": msg("Nothing yet"),
    "received": msg("Received"),
    "accepted": msg("Accepted"),
    "waiting_list": msg("On a waiting list"),
    "declined": msg("Declined"),
    "not_reached": msg("Person not reached"),
    "started": msg("Help has begun"),
    "closed": msg("Closed"),
    "revoked": msg("Called back"),
}
REASON = {
    "full": msg("no place free"),
    "other_mandate": msg("not their task"),
    "other_territory": msg("another area"),
    "language": msg("nobody speaks the language"),
    "not_accepted_group": msg("not for women, men, families or minors"),
    "person_refused": msg("the person does not want it"),
    "other": msg("another reason"),
}
_KINDS = {"accepted": Kind.OK, "started": Kind.OK, "closed": Kind.OK, "declined": Kind.WARN, "not_reached": Kind.WARN}
WITHDRAWN = msg("Holds no more")


@dataclass(frozen=True)
class Shut:
    """When the person took back that a slip goes to a service, or to any, "" for never; or `no`: refused it there.
    `guardian`: when a guardian took it back. `agreed`: the yes that stands there, of the person and a guardian.
    """

    at: str = ""
    no: bool = False
    guardian: str = ""
    agreed: tuple[ConsentWord, ...] = ()

    @classmethod
    def of(cls, proposal: SlipProposal | None, code: str, kind: str) -> "Shut":
        """As it stands with one service."""
        if proposal is None:
            return cls()
        back = proposal.taken_back_from(code, kind)
        guardian = proposal.taken_back_from(code, kind, guardian=True)
        shut = {"person": back or proposal.refused_to(code, kind), "guardian": guardian}
        named = not own_word(kind) or (kind, "guardian", "yes") in proposal.own_words
        of = (whose for whose, at in shut.items() if not at and (named or whose == "person"))
        agreed = (slip_words.agreed(proposal.said, code, kind, whose) for whose in of)
        return cls(shut["person"], not back, guardian, tuple(filter(None, agreed)))

    def told(self, tr: Words, handed: bool) -> str:
        """Over all that there is to fill in, where one may note something here; "" where nothing shuts it."""
        if not (self.at or self.guardian):
            return ""
        refused = tr("The person said no to this service ({when}).")
        head = refused if self.no else tr("The person took back that slips go out ({when}).")
        if not self.at:
            head = tr("The guardian took back that slips go out ({when}).")
        anew = tr("None goes before they agree anew: ask them, and note it under “Consent”.")
        return " ".join([head.format(when=when(self.at or self.guardian, tr)), *([] if handed else [anew])])

    def lacking(self, tr: Words) -> str:
        """What is missing for that; "" for nothing."""
        refused = tr("Still missing: a new yes, for they said no ({when}).")
        told = refused if self.no else tr("Still missing: a new yes, for they took it back ({when}).")
        return told.format(when=when(self.at, tr)) if self.at else ""


@dataclass(frozen=True)
class Pressing:
    """How soon a slip to a kind of body should be, `danger` noted there or not, beside how soon it is `chosen`; `duty`:
    it goes for a child who is alone.
    """

    proposal: SlipProposal | None
    kind: str
    danger: bool
    chosen: str
    duty: bool = False

    def told(self, tr: Words) -> str:
        """What is proposed and why; "" where nothing is urgent."""
        why = self.proposal.pressing(self.kind, self.danger) if self.proposal is not None else ""
        told = tr("Proposed: {priority}, because {reason}. You can change it.")
        return told.format(priority=self._soon(tr), reason=tr(WHY[why])) if why else ""

    def late(self, tr: Words) -> str:
        """That it is chosen later than that; "" where it is not."""
        if self.proposal is None or not self.proposal.late(self.chosen, self.kind, self.danger, self.duty):
            return ""
        told = tr("The slip gives more time than is proposed for what is urgent ({priority}).")
        return told.format(priority=self._soon(tr))

    def _soon(self, tr: Words) -> str:
        proposed = self.proposal.priority_for(self.kind, self.danger) if self.proposal is not None else ""
        return wording.label("priority", proposed, tr)


def standing_cell(one: Followed, words: Words) -> Cell:
    """The state of a slip as a badge; beside it how long its service has not answered, or since when it stands."""
    slip = one.slip
    if slip.withdrawn and slip.status == "revoked":
        return Cell(when(slip.since, words), words(WITHDRAWN), Kind.NEUTRAL)
    if one.waits:
        kind = {"late": Kind.WARN, "very_late": Kind.STOP}.get(one.standing.level, Kind.NEUTRAL)
        return Cell(age_words(one.standing.age, words), words(STATUS[life.ISSUED]), kind)
    told = words(REASON[slip.reason]) if slip.reason in REASON else when(slip.since, words)
    return Cell(told, words(STATUS[slip.status]), _KINDS.get(slip.status, Kind.NEUTRAL))


def head_words(issued: SlipRow | None, proposal: SlipProposal | None, reference: str, tr: Words) -> str:
    """What stands over the page of a slip, of one that is to be shown again by its reference."""
    if proposal is not None and issued is None:
        return tr("Referral slip for {code}").format(code=proposal.record.code)
    shown = issued.reference if issued is not None else reference
    return tr("Slip {reference}").format(reference=shown) if shown else tr("Referral slip")


def issued_words(slip: SlipRow, tr: Words) -> str:
    """What is said over the pages of a slip that was issued."""
    told = tr("Issued. Printing it again keeps this reference.")
    if not slip.corrected:
        return told
    return told + " " + tr("The record was corrected since then; this slip is as it was. Issue another one.")


def language_name(code: str, words: Words) -> str:
    """The language that is best for somebody; "" where nobody told it."""
    if not code:
        return words("Not told")
    return our_name(code, words)


def age_words(age: timedelta, words: Words) -> str:
    """How long nothing came back, in hours up to two days, then in days."""
    number, unit = _counted(age)
    if not number:
        return words("for less than an hour")
    if unit == "h":
        return words.plural("for {n} hour", "for {n} hours", number).format(n=number)
    return words.plural("for {n} day", "for {n} days", number).format(n=number)


def _counted(time: timedelta) -> tuple[int, str]:
    """In whole hours up to two days, then in days."""
    hours = int(time.total_seconds() // 3600)
    return (hours, "h") if hours < 48 else (hours // 24, "d")


def left_out_words(sender: Sender | None, tr: Words) -> str:
    """What of who sends is not on a slip, or stands on it by another name; "" where all is on it."""
    out, told = sender.left_out if sender is not None else (), []
    if sender is not None and "organisation" in out:
        instead = tr("It names you as “{name}”: your own name tells of trafficking, and this service must not be told.")
        unnamed = tr("Your name is not on it: it tells of trafficking, and this service must not be told.")
        told.append((instead if sender.organisation else unnamed).format(name=f"\u2068{sender.organisation}\u2069"))
    if "site" in out:
        told.append(tr("Your place is not on it: its name tells of trafficking, and this service must not be told."))
    return " ".join(told)
