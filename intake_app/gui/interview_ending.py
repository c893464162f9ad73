"""What the mediator has chosen on the last page so far: it outlives the page, however often that is made anew."""

from dataclasses import dataclass

from intake_app.workflow import Finalised

SPOKEN = "spoken"
_NOTHING = ("", "")


@dataclass(slots=True)
class Ending:
    """``agreed``: a choice of the consent card, "" for none; ``how``: a code of `CONSENT_HOW`, "" where nobody said;
    ``witness``: a role; ``language``: in which they were asked when they agreed, "" where that is not known.

    ``closed``: what became of the record, whether only a later look told of it, and whether answers are not in it.
    ``before``: how and before whom they agreed in the version that this corrects, None for none; ``begun``: when the
    record was begun, "" for now. ``outdated``: they agreed, and something was answered after that.
    """

    agreed: str = ""
    how: str = ""
    witness: str = ""
    closed: tuple[Finalised, bool, bool] | None = None
    before: tuple[str, str] | None = None
    begun: str = ""
    language: str = ""
    outdated: bool = False

    def outdate(self) -> None:
        """Something was answered: who agreed before has not agreed to that, and is asked once more."""
        if self.agreed == "yes" and self.closed is None:
            self.agreed, self.language, self.outdated = "", "", True
            self.how, self.witness = self.before or _NOTHING

    @classmethod
    def of(cls, kept: tuple[str, ...], before: tuple[str, str] | None = None, begun: str = "") -> "Ending":
        """As a draft kept it; () where nothing was chosen: of a correction it is as it was before."""
        agreed, how, witness, *asked = kept if len(kept) in (3, 4) else ("", *(before or _NOTHING))
        if agreed not in ("", "yes"):
            how, witness = before or _NOTHING  # nobody said how, whatever stood there
        return cls(agreed, how, witness, before=before, begun=begun, language="".join(asked))

    def kept(self) -> tuple[str, ...]:
        """For the draft."""
        told = self.agreed, self.how, self.witness
        if told == ("", *(self.before or _NOTHING)):
            return ()
        return (*told, self.language) if self.language else told
