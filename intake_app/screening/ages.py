"""Whether a person is under 18: as they told it, a document says, or somebody decided; never as anybody guesses.

Who told once to be under 18 is so for all that comes after: children are told to say that they are adults. Another
statement does not change it, only a decision that somebody takes with a reason. Of whom nobody told it is not known,
and who may be under 18 has the protection of who is.
"""

from collections.abc import Collection, Iterable
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
        """form, person, document, doubt or decision."""

    @property
    def former(self) -> bool:
        """Whether the record has a newer version that is finished."""

    @property
    def weighed(self) -> bool:
        """Whether somebody decided since who knew of it."""

    @property
    def put_right(self) -> bool:
        """Whether that record says something else now."""


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


def standing_age(told: Iterable[Told]) -> Age:
    """What counts of all that was told of one person: what no decision was on, and decisions.

    A decision is on what was known to who took it, word by word: what comes to be known after it, told before or since,
    by whatever record, stands beside it.  Of one record counts what it says in the end; what a version before told
    counts where it told of a child: that somebody is an adult goes with its correction.
    A doubt is no age: see `age_in_doubt`.
    """
    found = {each.age for each in told if not each.weighed and not taken_back(each) and each.source != "doubt"}
    for age in ("minor", "adult", "not_told"):
        if age in found:
            return age
    return ""


def age_in_doubt(told: Collection[Told]) -> Age:
    """What counts where a doubt leaves nobody an adult: it protects them, and opens no duty over what they say."""
    age = standing_age(told)
    return "not_told" if age != "minor" and is_doubted(told) else age


def is_doubted(told: Iterable[Told]) -> bool:
    """Whether somebody noted that a person is, or may be, under 18, and nobody decided their age since."""
    return any(each.source == "doubt" and not each.weighed for each in told)


def as_child(age: str) -> bool:
    """Whether a person has the protection of a child: told to be under 18, or asked and not told, which leaves a doubt
    that is decided for the child until somebody finds out.
    """
    return age in ("minor", "not_told")


def found_adult(told: Collection[Told]) -> bool:
    """Whether a person counts as an adult because somebody decided so, on all that was known of them."""
    decided = any(each.source == "decision" and each.age == "adult" and not each.weighed for each in told)
    return decided and age_in_doubt(told) == "adult"


def taken_back(told: Told) -> bool:
    """Whether this counts no more since that record says something else, or was corrected: of a version before it
    counts all the same that it told of a child.
    """
    return told.source == "form" and (told.put_right or (told.former and told.age != "minor"))
