"""What a person agreed to, by purpose and recipient: what is open on it, what had left, and what would come back."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake_app import referral
from intake_app.referral import Recipient
from intake_app.vault import Departure, withdrawing

Way = tuple[str, str]
"""A purpose with a service or a kind of recipient."""


@dataclass(frozen=True)
class Returning:
    """A way out that was taken back: it comes back if the person agrees again.

    `codes`: records that wait again then, as far as one sees them; `others`: how many more do. A slip and an export
    wait for nothing: they are made anew, and nothing goes out by a yes to research. `guardian`: for a child, or where a
    guardian said no to it, it goes when the guardian agrees too. `reasoned`: it had gone on a reason that somebody
    noted, for one record or more, and not on the person's word.
    """

    purpose: str
    recipient: str
    codes: tuple[str, ...]
    others: int
    guardian: bool
    reasoned: bool
    asked: tuple[str, ...] = ()
    """To which purposes they say yes who agree to it again."""
    shut: str = ""
    """The code of what keeps it shut all the same, once all that are asked agree."""
    stands: bool = False
    """Whether the person's own yes to it stands, so that a guardian who took it back alone agrees alone."""
    as_adult: bool = False
    """Whether nobody took it back or refused it: they agreed as an adult, and count as a child since."""

    @property
    def way(self) -> Way:
        """What is agreed to."""
        return self.purpose, self.recipient


@dataclass(frozen=True)
class Agreement:
    """What is open, what had left, what would come back. `speaks`: one may note here that the person agrees again.

    `own_words`: the word that counts to each kind of body that needs one of its own, with whose it is; `beyond`:
    records of another agency go out, too, on what the person said or a reason, of which no more is told.
    """

    open: tuple[Way, ...]
    left: tuple[Departure, ...]
    returning: tuple[Returning, ...]
    minor: bool
    speaks: bool
    own_words: tuple[tuple[str, str, str], ...] = ()
    beyond: bool = False
    agreed: tuple[Way, ...] = ()
    """To what there is a yes, of the person or a guardian, whether something went out on it or not; "" for any body.
    For who reads the record."""
    as_adult: tuple[Way, ...] = ()
    """To what else they had agreed as an adult, of which a child is asked anew: nothing goes out on it."""
    guardian: bool = True
    """Whether a guardian may speak for them."""
    doubtable: bool = False
    """Whether one may who did not so far: they told to be an adult, nobody decided it, and somebody may doubt it."""
    work: tuple[str, ...] = ()
    """Services to which slips go out now along with what was told of the work, which goes on a word to that."""

    @property
    def offered(self) -> tuple[Way, ...]:
        """What may be taken back by itself, as words name it: what goes out now, then all else that was agreed to,
        also as an adult: it would hold again for who is found to be one."""
        going = [(purpose, referral.named(to) if purpose == "slip" else to) for purpose, to in self.open]
        known = {(purpose, "" if purpose == "sync" else to) for purpose, to in going}
        return (*going, *(way for way in (*self.agreed, *self.as_adult) if way not in known))

    def stops(self, way: Way, directory: Iterable[Recipient]) -> tuple[Way, ...]:
        """What goes out now and ends when one of `offered` is taken back."""
        purpose, recipient = way
        kinds = {service.code: service.recipient_kind for service in directory}
        own = withdrawing.OWN_WORD.get(purpose)
        ways = ("slip", "export") if own is not None else withdrawing.DENIED[purpose]

        def ends(out: str, to: str) -> bool:
            kind = kinds.get(to, to)
            named = recipient in ("", to, kind, referral.named(to)) or purpose == "sync"
            along = "export" in ways and out == "slip" and to in self.work
            return (out in ways or along) and named and (own is None or kind in own)

        return tuple(one for one in self.open if ends(*one))
