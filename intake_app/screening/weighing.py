"""Signs are counted, each indicator once, and the counts say what they suggest: the highest of the rules that hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from intake_app.screening.rules import STRENGTHS, Clause, Rules, Sign, Strength, Suggestion

_ALL: Final = ""
_LABOUR: Final = "603-bis"
_NONE: Final = (0, 0, 0)
_RANK: Final = ("no_indication_now", "needs_more_time", "possible_refer", "priority_refer_now")
_URGENT: Final = {"danger": "danger_now", "health": "urgent_health"}


@dataclass(frozen=True, slots=True)
class Count:
    """How many are strong, medium, weak: of all, of each dimension, of the four indices; and what else matters."""

    numbers: Mapping[str, tuple[int, ...]]
    urgent: frozenset[str]
    intent: bool
    child: bool
    declined: bool
    open_questions: bool

    def of(self, what: str = _ALL) -> tuple[int, ...]:
        """The numbers of a dimension, or of all."""
        return self.numbers.get(what, _NONE)

    def positive(self, rules: Rules) -> dict[str, str]:
        """The dimensions that are positive, each with the clause that makes it so."""
        found = {what: _holding(rules.dimension, numbers) for what, numbers in self.numbers.items()}
        return {what: clause for what, clause in found.items() if clause and what not in (_ALL, _LABOUR)}


def plain_count(*, child: bool, declined: bool, open_questions: bool) -> Count:
    """A count of nothing yet."""
    return Count({}, frozenset(), False, child, declined, open_questions)


def with_sign(count: Count, sign: Sign, strength: Strength, before: Strength | None = None) -> Count:
    """The count with a sign told in addition; `before`: as strongly as it was told already."""
    urgent = count.urgent | {sign.urgent} if sign.urgent else count.urgent
    if before is not None and STRENGTHS.index(before) <= STRENGTHS.index(strength):
        return replace(count, urgent=urgent)
    numbers = dict(count.numbers)
    for what in (_ALL, *filter(None, (sign.dimension, _LABOUR if sign.index else ""))):
        found = list(numbers.get(what, _NONE))
        found[STRENGTHS.index(strength)] += 1
        if before is not None:
            found[STRENGTHS.index(before)] -= 1
        numbers[what] = tuple(found)
    return replace(count, numbers=numbers, urgent=urgent, intent=count.intent or sign.intent)


def suggest(rules: Rules, count: Count) -> tuple[Suggestion, str]:
    """What the counts suggest and by which rule; of rules that suggest the same, the first."""
    if not any(count.of()):
        if count.declined:
            return "person_declined", "declined"
        return ("needs_more_time", "too_little_asked") if count.open_questions else ("no_indication_now", "none")
    return max(_holding_rules(rules, count), key=lambda told: _RANK.index(told[0]))


def _holding_rules(rules: Rules, count: Count) -> Iterator[tuple[Suggestion, str]]:
    """Every rule that holds when something was told."""
    for flag, rule in _URGENT.items():
        if flag in count.urgent and flag in rules.urgent:
            yield rules.urgent[flag], rule
    positive = count.positive(rules)
    if count.intent or any(name in positive for name in rules.purpose):
        if count.child:
            yield rules.combined, "child_exploitation"
        elif any(name in positive for name in rules.means):
            yield rules.combined, "exploitation_and_means"
    if count.child and rules.child.suggests and rules.child.holds(count.of()):
        yield rules.child.suggests, rules.child.rule
    for clause in rules.quick:
        if clause.suggests and clause.holds(count.of()):
            yield clause.suggests, clause.rule
    if rules.labour and rules.labour.suggests and rules.labour.holds(count.of(_LABOUR)):
        yield rules.labour.suggests, rules.labour.rule
    yield "needs_more_time", "some"


def _holding(clauses: tuple[Clause, ...], numbers: tuple[int, ...]) -> str:
    return next((clause.rule for clause in clauses if clause.holds(numbers)), "")
