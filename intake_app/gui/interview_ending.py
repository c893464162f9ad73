"""What the mediator has chosen on the last page so far: it outlives the page, however often that is made anew."""

from dataclasses import dataclass

from intake_app.workflow import Finalised

SPOKEN = "spoken"


@dataclass(slots=True)
class Ending:
    """``agreed``: a choice of the consent card, "" for none; ``how``: a code of `CONSENT_HOW`; ``witness``: a role.

    ``closed``: what became of the record, whether only a later look told of it, and whether answers are not in it.
    """

    agreed: str = ""
    how: str = SPOKEN
    witness: str = ""
    closed: tuple[Finalised, bool, bool] | None = None

    @classmethod
    def of(cls, kept: tuple[str, ...]) -> "Ending":
        """As a draft kept it; () where nothing was chosen."""
        agreed, how, witness = kept if len(kept) == 3 else ("", SPOKEN, "")
        return cls(agreed, how, witness)

    def kept(self) -> tuple[str, ...]:
        """For the draft."""
        told = self.agreed, self.how, self.witness
        return told if told != ("", SPOKEN, "") else ()
