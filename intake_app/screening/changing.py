"""What would change a suggestion: one answer alone, else the fewest together, else nothing that can still be asked.

What a person keeps to themselves is never among what is told together: nobody is led to ask it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import NamedTuple

from intake_app.screening.rules import STRENGTHS, Rules, Strength, Suggestion
from intake_app.screening.tags import PREFERS_NOT_TO_SAY
from intake_app.screening.weighing import Count, suggest, with_sign

_FEWEST = 3
"""Of so many the fewest are looked for; of more, so many that none can be left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the suggestion would be if the open question at `ref` were answered with what counts."""

    code: str
    ref: str
    why: str
    suggestion: Suggestion
    rule: str


class Open(NamedTuple):
    """A question about a sign without an answer; `behind`: it is asked once another one has an answer, or in another
    talk, whose `record` it is.
    """

    code: str
    strength: Strength
    ref: str
    why: str
    behind: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """What the suggestion would be if all of these were answered with what counts, where none does it alone."""

    questions: tuple[Open, ...]
    suggestion: Suggestion
    rule: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was told so far: the count, and how strongly each sign was told."""

    rules: Rules
    count: Count
    strongest: Mapping[str, Strength]

    def told(self, questions: Sequence[Open]) -> Count:
        """The count with these told too; each is about another sign."""
        count = self.count
        for one in questions:
            count = with_sign(count, self.rules.sign(one.code), one.strength, self.strongest.get(one.code))
        return count


def changes(weighed: Weighed, asked: Sequence[Open]) -> Iterator[Change]:
    """What each open question would lead to; not those that are behind another, which must be told first."""
    leads: dict[tuple[str, Strength], tuple[Suggestion, str]] = {}
    for one in asked:
        if not one.behind:
            sign = (one.code, one.strength)
            if sign not in leads:
                leads[sign] = suggest(weighed.rules, weighed.told([one]))
            yield Change(one.code, one.ref, one.why, *leads[sign])


def together(weighed: Weighed, asked: Sequence[Open]) -> Together | None:
    """The fewest that would change the suggestion; None where nothing would that can still be asked."""
    now = suggest(weighed.rules, weighed.count)[0]
    kinds = _kinds(weighed, [one for one in asked if one.why != PREFERS_NOT_TO_SAY])
    everything = [one for kind in kinds for one in kind]
    if suggest(weighed.rules, weighed.told(everything))[0] == now:  # telling more never lowers it
        return None
    few = (chosen for chosen in _sets(kinds) if suggest(weighed.rules, weighed.told(chosen))[0] != now)
    chosen = next(few, None) or _needed(weighed, everything, now)
    return Together(tuple(chosen), *suggest(weighed.rules, weighed.told(chosen)))


def kept_back(weighed: Weighed, asked: Sequence[Open]) -> bool:
    """Whether the suggestion could change once the person spoke of what they keep to themselves, and of all else."""
    kept = any(one.why == PREFERS_NOT_TO_SAY for one in asked)
    everything = [one for kind in _kinds(weighed, asked) for one in kind] if kept else []
    return suggest(weighed.rules, weighed.told(everything))[0] != suggest(weighed.rules, weighed.count)[0]


def _kinds(weighed: Weighed, asked: Sequence[Open]) -> list[list[Open]]:
    """One question for each sign, apart by what a count knows of them, the strongest first: it does what others do."""
    by_code: dict[str, Open] = {}
    for one in sorted(asked, key=lambda each: (STRENGTHS.index(each.strength), each.behind)):
        by_code.setdefault(one.code, one)
    kinds: dict[tuple[object, ...], list[Open]] = {}
    for code, one in by_code.items():
        sign, before = weighed.rules.sign(code), weighed.strongest.get(code)
        stronger = before is None or STRENGTHS.index(one.strength) < STRENGTHS.index(before)
        if stronger or sign.urgent not in ("", *weighed.count.urgent):
            kinds.setdefault((sign.dimension, bool(sign.index), sign.intent, sign.urgent, before), []).append(one)
    return list(kinds.values())


def _sets(kinds: Sequence[Sequence[Open]]) -> Iterator[list[Open]]:
    """The smallest first; of a kind so many of the strongest."""
    for size in range(1, _FEWEST + 1):
        for places in combinations_with_replacement(range(len(kinds)), size):
            chosen = [one for at in dict.fromkeys(places) for one in kinds[at][: places.count(at)]]
            if len(chosen) == size:
                yield chosen


def _needed(weighed: Weighed, everything: Sequence[Open], now: Suggestion) -> list[Open]:
    """So many that none of them can be left out, the weakest left out first."""
    needed = list(everything)
    for one in sorted(everything, key=lambda each: -STRENGTHS.index(each.strength)):
        fewer = [each for each in needed if each is not one]
        needed = fewer if suggest(weighed.rules, weighed.told(fewer))[0] != now else needed
    return needed
