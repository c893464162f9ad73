"""The suggestion that stands beside the human decision: which indicators were told, where, and what that suggests.

A form tags a question with `indicator`, `strength` and `when` (the answers that count), or a choice with the columns
`intake_indicator` and `intake_strength`. What the signs suggest is said
by the rules: those of the quick screen, and with a rule file the picture of act, means and purpose, where for a child
means are not needed. It is never a finding, and it has no word for "not a victim". No answer is never a "no".
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from intake_app.screening.changing import Change, Open, Together, Weighed, changes, kept_back, together
from intake_app.screening.consent import consents
from intake_app.screening.rules import (
    DIMENSIONS,
    GROUPS,
    INDICES,
    QUICK_ALONE,
    STRENGTHS,
    Rules,
    Sign,
    Strength,
    Suggestion,
)
from intake_app.screening.tags import (
    DOES_NOT_KNOW,
    PREFERS_NOT_TO_SAY,
    Asking,
    Gates,
    Tags,
    Values,
    by_path,
    signs,
    tags_with,
)
from intake_app.screening.weighing import Count, plain_count, suggest, with_sign

OUTCOMES: tuple[Suggestion, ...] = (
    "no_indication_now",
    "needs_more_time",
    "possible_refer",
    "priority_refer_now",
    "person_declined",
)
OTHER = "other"
"""The group of indicators that the rules know no group for."""
_OPEN = frozenset((DOES_NOT_KNOW, PREFERS_NOT_TO_SAY))
_ByPath = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator that the answer at `ref`, which is `value`, points to.

    `record`: code of another record of the person in which it was told; `ref` and `value` are of that one then, or ""
    where nobody knows them.  `earlier`: the answer came from another record of theirs, and nobody asked it since.
    """

    code: str
    strength: Strength
    ref: str
    value: str
    record: str = ""
    earlier: bool = False

    @property
    def place(self) -> str:
        """Where it was told: the question, behind the other record where that is of one."""
        return f"{self.record} {self.ref}".strip()


class Before(NamedTuple):
    """A sign that another record of a person tells, by its code: how strong it is there, "" as the rules have it; the
    answer and the place of its question there, "" where nobody knows them.
    """

    code: str
    record: str
    strength: str = ""
    ref: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Beyond:
    """What other records of a person tell: signs, each with the answer that tells it, and where they are a child.

    `minor` is the code of that record, or any other word that is not ""; "" where nothing tells it; `doubt` the same of
    one in which the age was asked and not told, or of their case where nobody asked, as long as nothing else tells it;
    `grown`: that they count as 18 or older. `unread`: codes of
    records of theirs that can not be read; whatever they tell, too little is known then to say that nothing points to
    anything.  `copied`: places of answers in this record that came from another one, and that nobody asked since.
    `open`: what has no answer in them, nor in a later one: no "no" either. `asked`: the questionnaires of ours that
    they are, by name.
    """

    signs: tuple[Before, ...] = ()
    minor: str = ""
    unread: tuple[str, ...] = ()
    doubt: str = ""
    grown: bool = False
    copied: frozenset[str] = frozenset()
    open: tuple["Missing", ...] = ()
    asked: frozenset[str] = frozenset()

    @property
    def asked_for_signs(self) -> bool:
        """Whether any of them tells a sign, or has one open."""
        return bool(self.signs or self.open)


NOTHING_BEYOND = Beyond()


@dataclass(frozen=True, slots=True)
class Missing:
    """A question about an indicator without an answer.

    `why`: 'not_asked', 'does_not_know', 'prefers_not_to_say', or 'not_relevant' when the form never came to it for
    what was told. Where it did not come to it because another question has no answer, it is what is said of that one.
    `record`: code of another record of the person in which it is open, with a question of that one; `after`: that talk
    came later than this one, so that no answer here is one to it. `gate`: the path of the question without an answer
    for which it was not come to; of another record, where this one has it too.
    """

    code: str
    ref: str
    why: str
    record: str = ""
    after: bool = False
    gate: str = ""

    @property
    def place(self) -> str:
        """Where it is open, as of an `Indicator`."""
        return f"{self.record} {self.ref}".strip()


@dataclass(frozen=True, slots=True)
class Group:
    """What was told of the 'act', of the 'means', of the 'purpose', or of what has no group ('other')."""

    name: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of the picture; `clause` names what makes it positive, "" when it is not."""

    name: str
    clause: str
    indicators: tuple[Indicator, ...]

    @property
    def positive(self) -> bool:
        """Whether enough was told."""
        return bool(self.clause)


@dataclass(frozen=True, slots=True)
class LabourIndex:
    """One of the four indices of art. 603-bis of the penal code with what points to it; one may suffice."""

    number: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Indicators with their places, strongest first; what they suggest and by which rule; what is not known.

    `rule`: 'danger_now', 'urgent_health', 'exploitation_and_means', 'child_exploitation', 'child_any', the name of a
    clause of the quick screen ('one_strong', 'two_medium'), 'labour_index', 'some', 'too_little_asked', 'none',
    'declined'. `suggestion` is one of `OUTCOMES`; `traced` are the places it rests on: without those it is not made.
    """

    indicators: tuple[Indicator, ...]
    suggestion: Suggestion
    rule: str
    missing: tuple[Missing, ...]
    traced: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    indices: tuple[LabourIndex, ...] = ()
    urgent: tuple[Indicator, ...] = ()
    changes: tuple[Change, ...] = ()
    child: bool = False
    version: str = ""
    presumed: bool = False
    """Whether they count as a child because nobody knows their age, and nobody told that they are one."""
    answered: frozenset[str] = frozenset()
    """The indicators about which something was answered in this record, whatever it was; and the paths of questions on
    which it rests whether others are asked, where any about an indicator was.
    """
    together: Together | None = None
    """Where none of `leads` is: what would change the suggestion if it were told together; None where nothing would."""
    kept: bool = False
    """Where neither of these is: whether what the person keeps to themselves could change it."""
    elsewhere: tuple[str, ...] = ()
    """The questionnaires, by name, that were not asked yet and could change it by what they ask about."""

    @property
    def leads(self) -> tuple[Change, ...]:
        """The single answers that would change the suggestion, but what the person keeps to themselves."""
        return tuple(each for each in self.changes if _leads(each, self.suggestion))


@dataclass(frozen=True, slots=True)
class _Asked:
    code: str
    strength: Strength
    ref: str
    value: str | None
    counting: frozenset[str]
    behind: str = ""
    gate: str = ""

    @property
    def told(self) -> bool:
        return self.value is not None and not self.counting.isdisjoint(self.value.split())

    @property
    def waits(self) -> bool:
        """Whether it can still be asked: now, or once another question has an answer."""
        return self.value is not None or bool(self.behind)

    @property
    def open(self) -> Open:
        return Open(self.code, self.strength, self.ref, self.unanswered, self.value is None)

    @property
    def unanswered(self) -> str:
        return self.behind or "not_relevant" if self.value is None else _unsaid(self.value)


def assess(
    definition: Asking, values: Values, rules: Rules = QUICK_ALONE, beyond: Beyond = NOTHING_BEYOND
) -> Assessment:
    """The assessment for a form and the relevant answers of a record, with what others of the person tell."""
    tags: dict[str, dict[str, str]] = {}
    for name in ("slip", "consent", "birth"):
        for path, own in tags_with(definition, name).items():
            tags[path] = dict(own)
    return _assessed(tags, list(signs(definition)), values, rules, beyond, definition.gates)


def assess_values(
    tags: Tags, values: Values, rules: Rules = QUICK_ALONE, beyond: Beyond = NOTHING_BEYOND
) -> Assessment:
    """The assessment for tags by path and answers by ref."""
    return _assessed(tags, [(path, own) for path, own in tags.items() if "indicator" in own], values, rules, beyond, {})


def _assessed(
    tags: Tags, asking: Iterable[tuple[str, Mapping[str, str]]], values: Values, rules: Rules, beyond: Beyond,
    gates: Gates,
) -> Assessment:  # fmt: skip
    given = by_path(values)
    asked = [_without_danger(one, rules, beyond) for one in _asked(asking, given, rules, gates)]
    told = (*(_told_here(one, beyond) for one in asked if one.told), *_elsewhere(beyond, rules))
    found = sorted(told, key=lambda indicator: STRENGTHS.index(indicator.strength))
    open_asked = [one for one in asked if not one.told and one.unanswered]
    heard = any(not one.told and not one.unanswered and rules.sign(one.code).urgent != "danger" for one in asked)
    answered = frozenset((
        *(one.code for one in asked if (one.told or not one.unanswered) and one.ref not in beyond.copied),
        *(_answered(gates, given, beyond) if heard else ()),
    ))
    missing = (
        *(Missing(one.code, one.ref, one.unanswered, gate=one.gate) for one in open_asked),
        *(one for one in beyond.open if one.after or answered.isdisjoint((one.code, one.gate))),
    )
    still_open = any(each.why != "not_relevant" for each in missing) or (bool(missing) and not heard)
    still_open = still_open or bool(beyond.unread)
    told_minor = _minor(tags, given) or tuple(filter(None, [beyond.minor]))
    minor = told_minor or _in_doubt(tags, given, beyond)
    refused = _refused(tags, given)
    strongest: dict[str, Strength] = {}
    count = plain_count(child=bool(minor), declined=bool(refused), open_questions=still_open)
    for one in found:  # the strongest come first
        count = with_sign(count, _of_today(rules.sign(one.code), one), one.strength, strongest.get(one.code))
        strongest.setdefault(one.code, one.strength)
    suggestion, rule = suggest(rules, count)
    weighed, left = Weighed(rules, count, strongest), [*_left(open_asked, missing, rules)]
    alone = tuple(changes(weighed, left))
    unknown = (*(one.place for one in missing), *beyond.unread)
    return Assessment(
        tuple(found),
        suggestion,
        rule,
        missing,
        tuple(_traced(rule, rules, count, found, {"minor": minor, "refused": refused, "open": unknown})),
        tuple(_groups(rules, found)),
        tuple(_dimensions(rules, count, found)),
        tuple(_indices(rules, found)),
        tuple(one for one in found if _of_today(rules.sign(one.code), one).urgent),
        alone,
        bool(minor),
        rules.version,
        bool(minor) and not told_minor,
        answered,
        *((None, False) if any(_leads(one, suggestion) for one in alone) else _not_alone(weighed, left)),
        tuple(_elsewhere_asked(weighed, suggestion, {one.code for one in asked}, answered, beyond)),
    )


def _asked(
    asking: Iterable[tuple[str, Mapping[str, str]]], given: _ByPath, rules: Rules, gates: Gates
) -> Iterator[_Asked]:
    """Each question about an indicator; one without a value is not relevant."""
    there = {around for path in given for around in _around(path)} if gates else set()
    for path, own in asking:
        code = own["indicator"]
        told = own.get("strength") or rules.sign(code).strength
        strength = cast(Strength, told if told in STRENGTHS else "medium")
        counting = frozenset(own.get("when", "yes").split())
        for ref, value in given.get(path, ()):
            yield _Asked(code, strength, ref, value, counting)
        for behind, gate in _behind(path, given, gates, there):
            yield _Asked(code, strength, path, None, counting, behind, gate)


def _answered(gates: Gates, given: _ByPath, beyond: Beyond) -> Iterator[str]:
    """The paths on which it rests whether others are asked, that have an answer wherever they are asked."""
    for gate in {gate for each in gates.values() for gate in each}:
        told = given.get(gate, ())
        if told and not any(_unsaid(value) or ref in beyond.copied for ref, value in told):
            yield gate


def _unsaid(value: str) -> str:
    """Why there is no answer, "" where there is one: beside that somebody does not know, or say, nothing is a "no"."""
    chosen = value.split()
    return next((each for each in chosen if each in _OPEN), "") if chosen else "not_asked"


def _around(path: str) -> Iterator[str]:
    """All that is around a path."""
    yield from (path[:end] for end in range(1, len(path)) if path[end] == "/")


def _behind(path: str, given: _ByPath, gates: Gates, there: Container[str]) -> tuple[tuple[str, str], ...]:
    """Why a question is not there, if it is not, or not in each entry of a list.

    "" for what was told, else what is said of another that has no answer, and which: that it has none is never a "no".
    """
    asked = [ref.rpartition("]")[0] for ref, _ in given.get(path, ())]
    waiting, seen = [path], set[str]()
    while waiting:
        one = waiting.pop()
        hiding = [each for each in (*_around(one), one) if asked or each not in there]
        for gate in (gate for each in hiding for gate in gates.get(each, ())):
            answers = given.get(gate, ())
            waiting += [gate] if not answers and gate not in seen else ()
            seen.add(gate)
            for ref, value in answers:
                if (why := _unsaid(value)) and not any(entry.startswith(ref.rpartition("]")[0]) for entry in asked):
                    return ((why, gate),)
    return () if asked else (("", ""),)


def _without_danger(asked: _Asked, rules: Rules, beyond: Beyond) -> _Asked:
    """A danger that was told in the record from which this one came is none of today: nobody asked."""
    there = asked.ref in beyond.copied and rules.sign(asked.code).urgent == "danger"
    return replace(asked, value="") if there else asked


def _leads(change: Change, suggestion: Suggestion) -> bool:
    return change.suggestion != suggestion and change.why != PREFERS_NOT_TO_SAY


def _not_alone(weighed: Weighed, left: Sequence[Open]) -> tuple[Together | None, bool]:
    """What would change it together; where nothing would, whether what is kept back could."""
    several = together(weighed, left)
    return several, several is None and kept_back(weighed, left)


def _told_here(one: _Asked, beyond: Beyond) -> Indicator:
    return Indicator(one.code, one.strength, one.ref, one.value or "", earlier=one.ref in beyond.copied)


def _elsewhere(beyond: Beyond, rules: Rules) -> Iterator[Indicator]:
    """What was told in other records: all but a danger, which was there on its day."""
    for one in beyond.signs:
        if rules.sign(one.code).urgent != "danger":
            told = cast(Strength, one.strength if one.strength in STRENGTHS else rules.sign(one.code).strength)
            yield Indicator(one.code, told, one.ref, one.value, one.record)


def _left(asked: Iterable[_Asked], missing: Iterable[Missing], rules: Rules) -> Iterator[Open]:
    """What can still be asked, here and in other talks."""
    yield from (one.open for one in asked if one.waits)
    for one in missing:
        if one.record and one.why != "not_relevant":
            yield Open(one.code, rules.sign(one.code).strength, one.ref, one.why, behind=True, record=one.record)


def _of_today(sign: Sign, told: Indicator) -> Sign:
    """Of what was told in another record: no more urgent than anything else, as that was so on its day."""
    return replace(sign, urgent="") if told.record or told.earlier else sign


def _elsewhere_asked(
    weighed: Weighed, now: Suggestion, here: Collection[str], answered: Container[str], beyond: Beyond
) -> Iterator[str]:
    """Of the questionnaires that ask about more than this one, which could change the suggestion: nobody who did not
    want to talk is led to another.
    """
    rules = weighed.rules
    for row in rules.modules if not weighed.count.declined else ():
        new = row.module not in beyond.asked and not set(row.asks) <= {*here}
        left = [Open(code, rules.sign(code).strength, "", "not_asked") for code in row.asks if code not in answered]
        if new and suggest(rules, weighed.told(left))[0] != now:
            yield row.module


def _minor(tags: Tags, given: _ByPath) -> tuple[str, ...]:
    """Where the person says to be under 18, a birth that was told may mean it, or they are asked as a child is."""
    meaning = {path: ("minor",) for path, own in tags.items() if own.get("slip") in ("age_band", "asked_as")} | {
        path: ("minor", "may_be_minor") for path, own in tags.items() if own.get("birth") == "majority"
    }
    return tuple(ref for path, words in meaning.items() for ref, value in given.get(path, ()) if value in words)


def _in_doubt(tags: Tags, given: _ByPath, beyond: Beyond) -> tuple[str, ...]:
    """Where the age is not known, not told or not asked: in doubt who may be a child has the protection of one, unless
    they tell to be an adult, here or elsewhere, or that was decided, or a birth that was told is over 18.
    """
    births = (value for path, own in tags.items() if "birth" in own for _, value in given.get(path, ()))
    if beyond.grown or "over_18" in births:
        return ()
    bands = [path for path, own in tags.items() if own.get("slip") == "age_band"]
    told = [each for path in bands for each in given.get(path, ())]
    if any(value == "adult" for _, value in told):
        return ()
    return tuple(ref for ref, value in told if _unsaid(value)) or tuple(filter(None, [beyond.doubt]))


def _refused(tags: Tags, given: _ByPath) -> tuple[str, ...]:
    """Where the person did not agree to the interview, or to its being kept."""
    asking = {path: own for path, own in tags.items() if own.get("consent") in ("interview", "record")}
    values = {ref: value for path in asking for ref, value in given.get(path, ())}
    return tuple(each.ref for each in consents(asking, values) if each.given == "no")


def _traced(
    rule: str, rules: Rules, count: Count, found: Sequence[Indicator], others: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """The places a suggestion rests on."""
    if rule in ("too_little_asked", "declined"):
        yield from others["open" if rule == "too_little_asked" else "refused"]
        return
    positive, enough = count.positive(rules), _enough(rule, rules)
    for one in found:
        sign = rules.sign(one.code)
        whole = sign.intent or sign.dimension in positive
        wanted = {
            "danger_now": sign.urgent == "danger",
            "urgent_health": _of_today(sign, one).urgent == "health",
            "exploitation_and_means": whole,
            "child_exploitation": whole and (sign.intent or sign.dimension in rules.purpose),
            "labour_index": bool(sign.index),
        }
        if wanted.get(rule, one.strength in enough):
            yield one.place
    if rule.startswith("child_"):
        yield from others["minor"]


def _enough(rule: str, rules: Rules) -> tuple[str, ...]:
    """The strengths that a clause of the quick screen counts; all for a rule that counts any."""
    needs = next((clause.needs for clause in rules.quick if clause.rule == rule), STRENGTHS)
    return STRENGTHS[: max(STRENGTHS.index(need) for need in needs) + 1]


def _groups(rules: Rules, found: Sequence[Indicator]) -> Iterator[Group]:
    for name in (*GROUPS, OTHER):
        told = tuple(one for one in found if (rules.sign(one.code).group or OTHER) == name)
        if told:
            yield Group(name, told)


def _dimensions(rules: Rules, count: Count, found: Sequence[Indicator]) -> Iterator[Dimension]:
    clauses = count.positive(rules)
    for name in DIMENSIONS if rules.dimension else ():
        told = tuple(one for one in found if rules.sign(one.code).dimension == name)
        yield Dimension(name, clauses.get(name, ""), told)


def _indices(rules: Rules, found: Sequence[Indicator]) -> Iterator[LabourIndex]:
    for number in INDICES:
        told = tuple(one for one in found if rules.sign(one.code).index == number)
        if told:
            yield LabourIndex(number, told)
