"""Whether a person is under 18: as they told it, a document says, or somebody decided; never as anybody guesses.

Who told once to be under 18 is so for all that comes after: children are told to say that they are adults. Another
statement does not change it, only a decision that somebody takes with a reason. Of whom nobody told it is not known,
and who may be under 18 has the protection of who is.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, Tagged, Tags, Values, answers, tags_with

Age = Literal["minor", "adult", "not_told", ""]
"""`not_told`: it was asked, and not told; "": nobody asked."""
_MINOR = ("minor", "may_be_minor")


class Told(Protocol):
    """What was told of an age: see `intake_app.vault.AgeWord`."""

    @property
    def age(self) -> str:
        """adult, minor or not_told."""

    @property
    def source(self) -> str:
        """form, person, document or decision."""

    @property
    def told_in(self) -> str:
        """The record, by its code."""

    @property
    def side(self) -> int:
        """Which of the cases that were merged."""

    @property
    def former(self) -> bool:
        """Whether the record has a newer version that is finished."""


def age_told(definition: Tagged, values: Values) -> Age:
    """What the answers of one record tell of the person's age."""
    return age_of({**tags_with(definition, "birth"), **tags_with(definition, "slip")}, values)


def age_of(tags: Tags, values: Values) -> Age:
    """The same of tags by path: under 18 where an answer says so or a birth may mean it, whatever else was said."""
    births = [each for path, own in tags.items() if own.get("birth") == "majority" for _, each in answers(path, values)]
    bands = [each for path, own in tags.items() if own.get("slip") == "age_band" for _, each in answers(path, values)]
    if "minor" in bands or any(each in _MINOR for each in births):
        return "minor"
    if "adult" in bands or "over_18" in births:
        return "adult"
    return "not_told" if any(each in (DOES_NOT_KNOW, PREFERS_NOT_TO_SAY) for each in bands) else ""


def standing_age(told: Sequence[Told]) -> Age:
    """What counts of all that was told of one person, the oldest first; of one record, what it says in the end.

    A decision is on what was known to who took it: what another case tells that was merged since stays.
    """
    sides = {each.side for each in told}
    found = {word.age for side in sides for word in _counting([each for each in told if each.side == side])}
    for age in ("minor", "adult", "not_told"):
        if age in found:
            return age
    return ""


def _counting(told: Sequence[Told]) -> Iterable[Told]:
    last = max((at for at, each in enumerate(told) if each.source == "decision"), default=0)
    return _in_the_end(told[last:])


def _in_the_end(told: Sequence[Told]) -> Iterable[Told]:
    """Each statement, of the answers of one record the last: a draft may be put right, and a version be corrected.

    What a version before told counts where it told of a child: that somebody is an adult goes with its correction.
    """
    newest = {each.told_in: each for each in told if each.source == "form" and each.told_in}
    return (
        each
        for each in told
        if each.source != "form"
        or ((not each.told_in or newest[each.told_in] is each) and not taken_back(each))
    )


def taken_back(told: Told) -> bool:
    """Whether this counts no more because the record was corrected; that it told of a child counts all the same."""
    return told.source == "form" and told.former and told.age != "minor"
