"""The suggestion that stands beside the human decision: which indicators were told, where, and what that suggests.

A form tags a question with `indicator`, `strength` and `when` (the answers that count). The rule is the quick
screen's: one strong, or two medium, or any at all for a child or for who may be one. It is never a finding, and it has
no word for "not a victim".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from intake_app.screening.birth import may_be_minor
from intake_app.screening.consent import consents
from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, Tagged, Tags, Values, answers, tags_with

Strength = Literal["strong", "medium", "weak"]
Suggestion = Literal["no_indication_now", "needs_more_time", "possible_refer", "priority_refer_now", "person_declined"]
OUTCOMES: tuple[Suggestion, ...] = (
    "no_indication_now",
    "needs_more_time",
    "possible_refer",
    "priority_refer_now",
    "person_declined",
)
_URGENT = "danger_now"
_STRENGTHS = ("strong", "medium", "weak")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator that the answer at `ref` points to."""

    code: str
    strength: Strength
    ref: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A question about an indicator without an answer.

    `why`: 'not_asked', 'does_not_know', 'prefers_not_to_say', or 'not_relevant' when the form never came to it.
    """

    code: str
    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Indicators with their places, strongest first; what they suggest and by which rule; what is not known.

    `rule` is one of: 'danger_now', 'child_any', 'one_strong', 'two_medium', 'some', 'too_little_asked', 'none',
    'declined'. `suggestion` is one of `OUTCOMES`.
    """

    indicators: tuple[Indicator, ...]
    suggestion: Suggestion
    rule: str
    missing: tuple[Missing, ...]


def assess(definition: Tagged, values: Values) -> Assessment:
    """The assessment for a form definition and the relevant answers of a record."""
    tags: dict[str, dict[str, str]] = {}
    for name in ("indicator", "slip", "consent", "birth"):
        for path, own in tags_with(definition, name).items():
            tags[path] = dict(own)
    return assess_values(tags, values)


def assess_values(tags: Tags, values: Values) -> Assessment:
    """The assessment for tags by path and answers by ref."""
    found: list[Indicator] = []
    missing: list[Missing] = []
    heard = False
    for code, strength, ref, value, counting in _asked(tags, values):
        if value is not None and set(value.split()) & counting:
            found.append(Indicator(code, strength, ref))
        elif why := _unanswered(value):
            missing.append(Missing(code, ref, why))
        elif code != _URGENT:
            heard = True
    found.sort(key=lambda indicator: _STRENGTHS.index(indicator.strength))
    open_questions = any(each.why != "not_relevant" for each in missing) or (bool(missing) and not heard)
    suggestion, rule = _suggest(found, open_questions, _is_child(tags, values), _declined(tags, values))
    return Assessment(tuple(found), suggestion, rule, tuple(missing))


def _asked(tags: Tags, values: Values) -> Iterator[tuple[str, Strength, str, str | None, set[str]]]:
    """Each question about an indicator: (code, strength, ref, value or None when it is not relevant, what counts)."""
    for path, own in tags.items():
        if "indicator" not in own:
            continue
        told = own.get("strength", "medium")
        strength = cast(Strength, told if told in _STRENGTHS else "medium")
        counting = set(own.get("when", "yes").split())
        asked: list[tuple[str, str | None]] = [*answers(path, values)]
        for ref, value in asked or [(path, None)]:
            yield own["indicator"], strength, ref, value, counting


def _unanswered(value: str | None) -> str | None:
    if value is None:
        return "not_relevant"
    if not value.strip():
        return "not_asked"
    return value if value in (DOES_NOT_KNOW, PREFERS_NOT_TO_SAY) else None


def _is_child(tags: Tags, values: Values) -> bool:
    """Whether the person says so, or a birth that was told may mean it."""
    bands = (path for path, own in tags.items() if own.get("slip") == "age_band")
    return may_be_minor(tags, values) or any(
        value == "minor" for path in bands for _, value in answers(path, values)
    )


def _declined(tags: Tags, values: Values) -> bool:
    return any(each.purpose in ("interview", "record") and each.given == "no" for each in consents(tags, values))


def _suggest(found: Sequence[Indicator], open_questions: bool, child: bool, declined: bool) -> tuple[Suggestion, str]:
    codes = {indicator.code for indicator in found}
    strong = {indicator.code for indicator in found if indicator.strength == "strong"}
    medium = {indicator.code for indicator in found if indicator.strength == "medium"}
    rules: tuple[tuple[bool, Suggestion, str], ...] = (
        (_URGENT in codes, "priority_refer_now", "danger_now"),
        (declined and not codes, "person_declined", "declined"),
        (child and bool(codes), "possible_refer", "child_any"),
        (bool(strong), "possible_refer", "one_strong"),
        (len(medium) >= 2, "possible_refer", "two_medium"),
        (bool(codes), "needs_more_time", "some"),
        (open_questions, "needs_more_time", "too_little_asked"),
    )
    return next(((told, rule) for holds, told, rule in rules if holds), ("no_indication_now", "none"))
