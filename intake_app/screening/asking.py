"""Whether a person may be asked: consent is a gate before the questions, and not only before what leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from intake_app.screening.consent import Basis, Verdict
from intake_app.screening.gate import CONSENT_PURPOSES, Circumstances, Word, newest_words

ASKING = ("interview", "record")
"""To what somebody says yes who is asked: to the talk, and to its being written down."""
_BEYOND: Final = tuple(each for each in CONSENT_PURPOSES if each not in ("interview", "research"))
"""What is taken back by who takes back everything, as it is written; of research, which comes after it, an older
program wrote nothing.
"""
ASKING_REFUSED, ASKING_WITHDRAWN, ASKING_OPEN = "asking_refused", "asking_withdrawn", "asking_open"


class Spoken(Protocol):
    """A word, of the rules or of the store."""

    @property
    def purpose(self) -> str:
        """To what."""

    @property
    def recipient(self) -> str:
        """To whom, "" for any."""

    @property
    def word(self) -> str:
        """Yes, no, or that it is taken back."""

    @property
    def whose(self) -> str:
        """Who said it."""


def refused_asking(words: Sequence[Word]) -> tuple[str, ...]:
    """To which of `ASKING` the person's newest word is a no, or taken back; the oldest word first."""
    told = _told(words)
    return tuple(each for each in ASKING if told.get(each) in ("no", "withdrawn"))


def to_ask_for(words: Sequence[Word]) -> tuple[str, ...]:
    """To which of `ASKING` the person's newest word is no yes, or there is none; the oldest word first."""
    told = _told(words)
    return tuple(each for each in ASKING if told.get(each) != "yes")


def may_ask(words: Sequence[Word], here: Circumstances | None = None) -> Verdict:
    """Whether questions may be asked and answers written down after what was said, the oldest word first.

    The person's newest word to each of `ASKING` counts. What a guardian says stops what leaves, and not that a child
    who wants to talk is heard. Whoever was not asked has agreed to nothing: a form that asks for consent comes first.
    `here`: given for questions that a duty asks for, which for a child who is alone needs nobody's yes.
    """
    said = set(_told(words).values())
    if not to_ask_for(words):
        return Verdict(True, Basis.CONSENT, None, "consent")
    if here is not None and here.minor and (here.age_told or here.presumed) and here.alone:
        return Verdict(True, Basis.DUTY, None, "legal_duty")
    refused = ASKING_REFUSED if "no" in said else ASKING_OPEN
    return Verdict(False, None, ASKING_WITHDRAWN if "withdrawn" in said else refused)


def ends_talk(words: Iterable[Spoken]) -> tuple[int, ...]:
    """After which of these words, by place, the oldest first, the person has taken everything back: one for each other
    purpose in their order, as they are written together. That ends the talk, too.
    """
    reached, found = 0, list[int]()
    for at, each in enumerate(words):
        if each.whose != "person" or each.recipient or each.purpose not in _BEYOND:
            continue
        if each.word != "withdrawn" or each.purpose == _BEYOND[0]:
            reached = 0
        if each.word == "withdrawn" and each.purpose == _BEYOND[reached]:
            reached += 1
        if reached == len(_BEYOND):
            found.append(at)
            reached = 0
    return tuple(found)


def _told(words: Sequence[Word]) -> Mapping[str, str]:
    """The person's newest word to each of `ASKING` that there is one to."""
    ends = frozenset(ends_talk(words))
    said: list[Word] = []
    for at, each in enumerate(words):
        said.append(each)
        if at in ends:
            said.append(replace(each, purpose="interview"))
    told = newest_words(each for each in said if each.whose == "person" and not each.recipient)
    return {purpose: told[purpose].word for purpose in ASKING if purpose in told}
