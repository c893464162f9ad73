"""What the mediator notes of consent, at the end of a form or at the desk."""

from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.screening import Word
from intake_app.vault import plain_words


@dataclass(frozen=True)
class GuardianYes:
    """How a guardian, or who stands in for one, agreed: a code of `referral.CONSENT_HOW`; a code, of what was spoken
    with them; who was there when it was before one, a role. Of them alone: the person's stands beside it. `supposed`:
    nobody asked them; what is looked at is how it would be if they agreed, whatever they refused.
    """

    how: str = "spoken"
    language: str = ""
    witness: str = ""
    supposed: bool = False

    def word(self, recipient: str) -> Word:
        """Their yes to a recipient, of no purpose yet. Raises IntakeError `screening.guardian_language`, and as
        `need_witness`.
        """
        if not self.language:
            raise IntakeError("screening.guardian_language")
        self.need_witness()
        return Word("", recipient, "yes", "guardian", self.how, self.language, witness=self.witness)

    def need_witness(self) -> None:
        """Raises IntakeError `screening.guardian_witness` where somebody was there and nobody says who, or a guardian
        would witness what they say themselves.
        """
        if self.witness == "guardian" or (self.how == "witness" and not self.witness):
            raise IntakeError("screening.guardian_witness")


@dataclass(frozen=True)
class ConsentSheet:
    """What the mediator notes at the end of a form that has no consent questions of ours.

    given: the person agreed to the record being sent to the organisation, or to a slip for its service. how: a code
    of `referral.CONSENT_HOW`. no_person: the form is about a place or a thing and nobody is described in it.
    override_reason: why the record leaves without consent; it is kept and shown. guardian: for who is under 18, how
    their guardian, or who stands in for one, agreed too; None where they did not.
    danger: somebody may be hurt now, which weighs with a reason alone.
    asylum: the person asks, or may ask, for protection. minor: they are, or may be, under 18, whatever was told.
    work: they agreed that what they told of the work goes along with a slip for a desk for workers.
    age: adult or minor, as the `person` says or a `document` shows (age_from), where it was not told; it is kept.
    alone: a child without a parent or anybody else who answers for them.
    language: a code, of what was spoken when they agreed; witness: who was there when it was before one, a role.
    refused: the person was asked and did not agree; that nobody asked them is neither. risks: somebody looked with
    the person at what threatens them where they would go back to. given_for: in a correction, whether how and before
    whom is told of what they agreed to since alone, "new", or of "all", also of what they agreed to aloud.
    """

    given: bool = False
    how: str = "spoken"
    no_person: bool = False
    override_reason: str = ""
    guardian: GuardianYes | None = None
    danger: bool = False
    asylum: bool = True
    minor: bool = False
    work: bool = False
    age: str = ""
    age_from: str = ""
    alone: bool = False
    language: str = ""
    witness: str = ""
    refused: bool = False
    risks: bool = False
    given_for: str = ""

    @property
    def reason(self) -> str:
        """The reason as it is kept, "" for none. Raises IntakeError `vault.no_reason`, `vault.unseen_signs`."""
        return plain_words.reason(self.override_reason) if self.override_reason.strip() else ""


def of_ending(ending: tuple[str, ...]) -> ConsentSheet | None:
    """The sheet of a no that was chosen on the last page of a draft, as that keeps it; None for anything else, which is
    said anew where it is finished without that page.
    """
    return ConsentSheet(refused=True) if ending[:1] == ("refused",) else None
