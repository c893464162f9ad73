"""What the answers may point to, in rows for the mediator: short neutral names, never the words of a question."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake_app.gui.interview_reading import Reading
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.screening import Assessment, Indicator, Missing, Rules

_MOST = 6

# In the words in which the first interview asks the mediator what they conclude.
SUGGESTIONS = {
    "no_indication_now": msg("No indication now"),
    "needs_more_time": msg("Needs more time or a second meeting"),
    "possible_refer": msg("Possible: refer"),
    "priority_refer_now": msg("Priority: refer now"),
    "person_declined": msg("The person declined"),
}
_RULES = {
    "danger_now": msg("Danger now was told."),
    "urgent_health": msg("Health care is needed soon."),
    "exploitation_and_means": msg("Purpose and means were told."),
    "child_exploitation": msg("A minor, and the purpose was told."),
    "child_any": msg("A minor, and something was told."),
    "one_strong": msg("At least one strong sign was told."),
    "two_medium": msg("Two signs were told."),
    "labour_index": msg("One sign of art. 603-bis was told."),
    "some": msg("Something was told; not enough to say more."),
    "too_little_asked": msg("Too little was asked so far."),
    "none": msg("Nothing was told that points to it."),
    "declined": msg("The person did not want the interview."),
}
_ANOTHER_RULE = msg("Enough signs were told.")
_GROUPS = {
    "act": msg("What was done"),
    "means": msg("By what means"),
    "purpose": msg("What for"),
    "other": msg("Also told"),
}
_INDICES = {
    1: msg("Art. 603-bis, 1: pay"),
    2: msg("Art. 603-bis, 2: hours and rest"),
    3: msg("Art. 603-bis, 3: health and safety"),
    4: msg("Art. 603-bis, 4: conditions and housing"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph; `language` is "" for words of ours."""

    text: str
    soft: bool = False
    language: str = ""


def rows(found: Assessment, rules: Rules, reading: Reading, tr: Words) -> Iterator[Row]:
    """Everything under the suggestion: the rule, what was told, what is not known and what that would change."""
    yield Row(tr(_RULES.get(found.rule, _ANOTHER_RULE)))
    for group in found.groups:
        yield Row(tr(_GROUPS[group.name]), soft=True)
        for indicator in group.indicators:
            yield _named(indicator, rules, reading, tr, "{name}")
            if indicator.record:
                yield Row(tr("Told before, in {code}").format(code=indicator.record), soft=True)
            else:
                answer = reading.chosen_words(reading.session.question(indicator.ref))
                yield Row(f"“{answer}”", soft=True, language=reading.own_code)
    for index in found.indices:
        yield Row(tr(_INDICES[index.number]))
    if found.rule != "urgent_health" and any(rules.sign(one.code).urgent == "health" for one in found.urgent):
        yield Row(tr(_RULES["urgent_health"]))
    yield from _unknown(found, rules, reading, tr)


def _unknown(found: Assessment, rules: Rules, reading: Reading, tr: Words) -> Iterator[Row]:
    """What is not known, under what it would lead to; nobody is led to ask again what a person kept to themselves.

    What was told in answer to one question is known, whatever others ask about it: one of these stands here only where
    it would change the suggestion by itself, as another question about it.
    """
    leads = {
        change.ref: change.suggestion
        for change in found.changes
        if change.suggestion != found.suggestion and change.why != "prefers_not_to_say"
    }
    told = {one.code for one in found.indicators}
    missing = [one for one in found.missing if one.code not in told or one.ref in leads]
    if not missing:
        return
    number = len({one.code for one in missing})
    head = tr.plural("Not known yet ({n} question):", "Not known yet ({n} questions):", number)
    yield Row(head.format(n=number))
    for suggestion in ("priority_refer_now", "possible_refer", "needs_more_time", ""):
        open_here = {one.code: one for one in missing if leads.get(one.ref, "") == suggestion}
        if open_here and suggestion:
            yield Row(tr("If this is told: {suggestion}").format(suggestion=tr(SUGGESTIONS[suggestion])), soft=True)
        elif open_here and leads:
            yield Row(tr("No change by itself"), soft=True)
        for one in [*open_here.values()][:_MOST]:
            another = one.code in told and bool(rules.sign(one.code).label)
            yield _named(one, rules, reading, tr, tr("• {name}, another question") if another else "• {name}")


def _named(one: Indicator | Missing, rules: Rules, reading: Reading, tr: Words, shape: str) -> Row:
    """The short name of an indicator; of one that only the form knows, the question."""
    label = rules.sign(one.code).label
    if label:
        return Row(shape.format(name=tr(label)))
    return Row(shape.format(name=reading.for_mediator(one.ref).text), language=reading.own_code)
