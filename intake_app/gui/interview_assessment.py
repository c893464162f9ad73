"""What the answers may point to, in rows for the mediator: short neutral names, never the words of a question."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_words import answer_words
from intake_app.gui.own_titles import TITLES
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.messages.facts import OUTCOMES
from intake_app.screening import Assessment, Indicator, Missing, Rules
from intake_app.screening.rules import Suggestion
from intake_app.workflow.assessing import could_change

_MOST = 6

SUGGESTIONS = OUTCOMES
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
_BEFORE = msg("Told before, in {code}")
_OPEN_BEFORE = msg("Still open in {code} ({n}):")
_ONE = msg("If this is told: {suggestion}")
_NOTHING = msg("Nothing that can still be asked would change the suggestion.")
_NOTHING_HERE = msg("Nothing more in this questionnaire would change the suggestion.")
_NOTHING_BUT_KEPT = msg(
    "Nothing that can still be asked here would change the suggestion. "
    "What the person keeps to themselves could, if they want to speak of it."
)
_INDICES = {
    1: msg("Art. 603-bis, 1: pay"),
    2: msg("Art. 603-bis, 2: hours and rest"),
    3: msg("Art. 603-bis, 3: health and safety"),
    4: msg("Art. 603-bis, 4: conditions and housing"),
}


# What is open, apart by what is known of it.
_OPEN = {
    "not_asked": msg("Not asked yet ({n}):"),
    "does_not_know": msg("Does not know ({n}):"),
    "prefers_not_to_say": msg("Prefers not to say ({n}):"),
    "behind_does_not_know": msg("Not asked, because an answer before it is not known ({n}):"),
    "behind_prefers_not_to_say": msg("Not asked, because an answer before it was kept back ({n}):"),
    "not_relevant": msg("Not asked, because of what was told ({n}):"),
}
_LEADS: tuple[Suggestion | None, ...] = ("priority_refer_now", "possible_refer", "needs_more_time", None)
Open = tuple[Missing, Suggestion | None]
"""What is open, and what the suggestion would be if it were told; None where that changes nothing by itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph; `language` is "" for words of ours. `leads`: a button, to all that is not known or to the first of
    it.
    """

    text: str
    soft: bool = False
    language: str = ""
    leads: bool = False


def rows(found: Assessment, rules: Rules, reading: Reading, tr: Words, whole: bool = False) -> Iterator[Row]:
    """Everything under the suggestion: the rule, what was told, what is not known and what that would change.

    `whole`: all that is not known is named, not the first of each kind alone.
    """
    yield Row(tr(_RULES.get(found.rule, _ANOTHER_RULE)))
    for group in found.groups:
        yield Row(tr(_GROUPS[group.name]), soft=True)
        for record in sorted({one.record for one in group.indicators}):  # what is of this talk first
            if record:
                yield Row(tr(_BEFORE).format(code=record), soft=True)
            of_talk = [one for one in group.indicators if one.record == record]
            for code in dict.fromkeys(one.code for one in of_talk):
                yield from _told([one for one in of_talk if one.code == code], rules, reading, tr)
    for index in found.indices:
        yield Row(tr(_INDICES[index.number]))
    if found.rule != "urgent_health" and any(rules.sign(one.code).urgent == "health" for one in found.urgent):
        yield Row(tr(_RULES["urgent_health"]))
    yield from _changing(found, rules, reading, tr)
    yield from _unknown(found, rules, reading, tr, whole)


def _changing(found: Assessment, rules: Rules, reading: Reading, tr: Words) -> Iterator[Row]:
    """What would change the suggestion where something is open and no single answer does it."""
    could = could_change(found)
    is_open = any(one.why != "not_relevant" for one in found.missing)
    if found.leads or not (is_open or could):
        return
    if found.together is None:
        yield Row(tr(_NOTHING_BUT_KEPT if found.kept else _NOTHING_HERE if could else _NOTHING))
        if could:
            yield Row(tr("Questionnaires not asked yet that could:"), soft=True)
            yield Row("\n".join(f"• {tr(TITLES.get(name, name))}" for name in could))
        return
    yield Row(tr("No single answer that can still be asked here would change the suggestion."))
    each = found.together.questions
    told = tr("If these are told together, for example: {suggestion}") if len(each) > 1 else tr(_ONE)
    yield Row(told.format(suggestion=tr(SUGGESTIONS[found.together.suggestion])), soft=True)
    known = {one.code for one in found.indicators}
    for one in each:
        name = _named(Missing(one.code, one.ref, one.why, one.record), known, rules, reading, tr)
        behind = tr("{name}, after another answer") if one.behind else "{name}"
        behind = tr("{name}, in {code}") if one.record else behind
        yield replace(name, text="• " + behind.format(name=name.text, code=one.record))


def _told(signs: Sequence[Indicator], rules: Rules, reading: Reading, tr: Words) -> Iterator[Row]:
    """A sign with every answer of a talk that tells it: of another talk with the question, which is not on the page."""
    label = rules.sign(signs[0].code).label
    if label:
        yield Row(tr(label))
    for one in signs:
        if one.record:
            yield from _traced(one, reading)
            continue
        if not label:
            yield _asked(one.ref, reading)
        answer = answer_words(reading, one.ref, tr)
        yield Row(f"“{answer}”", soft=True, language=reading.own_code)
        before = reading.earlier(one.ref) if one.earlier else None
        if before is not None:
            yield Row(tr(_BEFORE).format(code=before[1]), soft=True)


def _traced(one: Indicator, reading: Reading) -> Iterator[Row]:
    """The question and the answer of another talk, once they are known here."""
    each = reading.traces.get((one.record, one.ref), ())
    found = next((told for told in each if told.language == reading.own_code), each[0] if each else None)
    if found is not None:
        yield Row(f"{found.question} “{found.answer}”", soft=True, language=found.language)


def _unknown(found: Assessment, rules: Rules, reading: Reading, tr: Words, whole: bool = False) -> Iterator[Row]:
    """What is not known, apart by why, under what it would lead to; nobody is led to ask again what a person kept to
    themselves.

    What was told in answer to one question is known, whatever others ask about it: one of these stands here only where
    it would change the suggestion by itself, as another question about it.
    """
    reached = {change.ref for change in found.changes}
    leads = {change.ref: change.suggestion for change in found.leads}
    known = {one.code for one in found.indicators}
    kinds: dict[str, list[Missing]] = {tr(words): [] for words in _OPEN.values()}
    for one in found.missing:
        if one.code not in known or one.place in leads:
            behind = one.ref not in reached and f"behind_{one.why}" in _OPEN
            kind = tr(_OPEN[f"behind_{one.why}" if behind else one.why])
            if one.record:
                kind = tr(_OPEN_BEFORE).format(code=one.record, n="{n}")
            kinds.setdefault(kind, []).append(one)
    left = 0
    for kind, missing in kinds.items():
        listed = list(_in_order(missing, leads))
        if not listed:
            continue
        yield Row(kind.format(n=len(listed)))
        shown = listed if whole or len(listed) == _MOST + 1 else listed[:_MOST]
        yield from _listed(shown, known, rules, reading, tr)
        known |= {one.code for one, _suggestion in listed}
        left += len(listed) > _MOST + 1
        if len(shown) < len(listed):
            number = len(listed) - len(shown)
            yield Row(tr.plural("and {n} other", "and {n} others", number).format(n=number), leads=True)
    if whole and left:
        yield Row(tr("Show fewer"), leads=True)


def _in_order(missing: Sequence[Missing], leads: Mapping[str, Suggestion]) -> Iterator[Open]:
    """What would change most first; of several questions about a sign that lead to the same one alone."""
    for suggestion in _LEADS:
        alike = {one.code: one for one in missing if leads.get(one.place) == suggestion}
        yield from ((one, suggestion) for one in alike.values())


def _listed(shown: Sequence[Open], known: Container[str], rules: Rules, reading: Reading, tr: Words) -> Iterator[Row]:
    """In one paragraph what would lead to the same, a line each; what only the form knows in its own language."""
    several = any(suggestion for _one, suggestion in shown)
    for suggestion, each in groupby(shown, lambda one: one[1]):
        if several:
            leads = tr(_ONE) if suggestion else tr("No change by itself")
            yield Row(leads.format(suggestion=tr(SUGGESTIONS.get(suggestion or "", ""))), soft=True)
        names = [_named(one, known, rules, reading, tr) for one, _suggestion in each]
        for language, alike in groupby(names, lambda name: name.language):
            yield Row("\n".join(f"• {name.text}" for name in alike), language=language)


def _named(one: Missing, known: Container[str], rules: Rules, reading: Reading, tr: Words) -> Row:
    """The short name of a sign; of one that only the form knows, the question, or its code where that is elsewhere."""
    label = rules.sign(one.code).label or (one.code if one.record else "")
    if not label:
        return _asked(one.ref, reading)
    return Row((tr("{name}, another question") if one.code in known else "{name}").format(name=tr(label)))


def _asked(ref: str, reading: Reading) -> Row:
    """The question itself, as the form asks it of the mediator."""
    return Row(reading.for_mediator(ref).text, language=reading.own_code)
