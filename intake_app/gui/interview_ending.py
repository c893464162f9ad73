"""What the mediator has chosen on the last page so far: it outlives the page, however often that is made anew."""

from dataclasses import dataclass

from intake_app.workflow import Finalised

SPOKEN = "spoken"
_ALOUD = (SPOKEN, "")


@dataclass(slots=True)
class Ending:
    """``agreed``: a choice of the consent card, "" for none; ``how``: a code of `CONSENT_HOW`; ``witness``: a role.

    ``closed``: what became of the record, whether only a later look told of it, and whether answers are not in it.
    ``before``: how and before whom they agreed in the version that this corrects, None for none; ``begun``: when the
    record was begun, "" for now.
    """

    agreed: str = ""
    how: str = SPOKEN
    witness: str = ""
    closed: tuple[Finalised, bool, bool] | None = None
    before: tuple[str, str] | None = None
    begun: str = ""

    @classmethod
    def of(cls, kept: tuple[str, ...], before: tuple[str, str] | None = None, begun: str = "") -> "Ending":
        """As a draft kept it; () where nothing was chosen: of a correction it is as it was before."""
        agreed, how, witness = kept if len(kept) == 3 else ("", *(before or _ALOUD))
        return cls(agreed, how, witness, before=before, begun=begun)

    def kept(self) -> tuple[str, ...]:
        """For the draft."""
        told = self.agreed, self.how, self.witness
        return told if told != ("", *(self.before or _ALOUD)) else ()
