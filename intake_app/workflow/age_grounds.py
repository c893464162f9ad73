"""On what a decision rests that somebody is an adult: a body that decided, or a document that was seen; never looks.

A ground is kept in the reason of the decision: its code, the name of the body, and the words, with lines between.
"""

from dataclasses import dataclass

from intake_app.errors import IntakeError

BODIES = ("juvenile_court", "judge")
DOCUMENTS = ("passport", "identity_card", "birth_certificate", "other_document")
OWN_WORD = "own_word"
"""What the person says: it tells an adult where nobody told of a child; see `intake_app.screening.standing_age`."""
GROUNDS = (*BODIES, *DOCUMENTS, OWN_WORD)
_BETWEEN = " | "
_SHORTEST_BODY = 2


@dataclass(frozen=True, slots=True)
class AgeGround:
    """A kind of ground, of `GROUNDS`, and of a body its `name`."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class OnGround:
    """A reason as it was kept: its `ground`, None for one of words alone, and the `words`."""

    ground: AgeGround | None
    words: str


def required(ground: AgeGround | None, told: str) -> AgeGround:
    """The ground of a decision that somebody is an adult, who was `told` to be of that age so far.

    Raises IntakeError `workflow.no_age_ground` without one, `workflow.age_by_own_word` where a child was told and the
    person alone says otherwise, `vault.no_body` for a body without a name.
    """
    if ground is None or ground.kind not in GROUNDS:
        raise IntakeError("workflow.no_age_ground")
    if ground.kind == OWN_WORD and told == "minor":
        raise IntakeError("workflow.age_by_own_word")
    name = " ".join(ground.name.replace("|", " ").split()) if ground.kind in BODIES else ""
    if ground.kind in BODIES and sum(letter.isalpha() for letter in name) < _SHORTEST_BODY:
        raise IntakeError("workflow.no_age_body")
    return AgeGround(ground.kind, name)


def kept(ground: AgeGround | None) -> str:
    """What stands before the words of a reason."""
    return _BETWEEN.join((ground.kind, ground.name, "")) if ground is not None else ""


def read(reason: str) -> OnGround:
    """A reason as it was kept, with a ground or, of a child and of older decisions, of words alone."""
    kind, *rest = reason.split("|", 2)
    if kind.strip() in GROUNDS and len(rest) == 2:
        return OnGround(AgeGround(kind.strip(), rest[0].strip()), rest[1].strip())
    return OnGround(None, reason)
