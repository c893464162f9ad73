"""What the mediator concludes, which is a person's decision: with a reason, and free to differ from the suggestion.

A form tags the question with `outcome`, and with `reason` the one for what it rests on (`coded`) and for the mediator's
own words (`words`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, Tagged, Values, answers

CODED, WORDS = "coded", "words"
ANOTHER = "other"
"""The code of a reason that is none of those in a list: its words tell it."""
_NO_WEIGHING = ("", "person_declined")
"""Outcomes that weigh nothing: none is there, or the person ended the talk."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One of `OUTCOMES`, what it rests on, by code, and the mediator's own words; how soon a service should answer.

    `record` is the code of the record that it is in, `on` the moment when that was finished, `by` who held that talk;
    `wordless`: its form asks for no words of one's own.
    """

    outcome: str
    reason: str = ""
    words: str = field(default="", repr=False)
    priority: str = ""
    record: str = ""
    on: str = ""
    by: str = ""
    wordless: bool = False

    @property
    def reasoned(self) -> bool:
        """Whether it says on what it rests: that nobody knows, or says, is no reason, nor that it is another one."""
        unsaid = ("", DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, *(() if self.wordless else (ANOTHER,)))
        return self.reason.strip() not in unsaid or bool(self.words.strip())


def concluded(definition: Tagged, values: Values) -> Conclusion | None:
    """What the relevant answers of a record conclude; None where nothing was concluded."""
    outcome = _first(values, [path for path, _ in definition.tagged("outcome")])
    if not outcome:
        return None
    asked = {part: path for path, part in definition.tagged("reason")}
    coded, words = (_first(values, [asked[part]] if part in asked else []) for part in (CODED, WORDS))
    soon = [path for path, name in definition.tagged("slip") if name == "priority"]
    return Conclusion(outcome, coded, words, _first(values, soon), wordless=WORDS not in asked)


def differs(outcome: str, suggestion: str) -> bool:
    """Whether somebody concluded something else than what was suggested, which is theirs to do and has a reason."""
    return weighs(outcome) and outcome != suggestion


def weighs(outcome: str) -> bool:
    """Whether something was concluded from what was told; that a person ended a talk takes nothing of before away."""
    return outcome not in _NO_WEIGHING


def _first(values: Values, paths: Sequence[str]) -> str:
    return next((value for path in paths for _, value in answers(path, values) if value), "")
