"""The rules of the assessment of this workplace, from the data file."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from intake_app import paths, screening
from intake_app.errors import IntakeError
from intake_app.referral import WorkTold, work_answers
from intake_app.screening import SOON, Offer, Rules
from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, signs
from intake_app.screening.tags import answers as answers_to
from intake_app.workflow import forms, untold
from intake_app.xform import FormDefinition

_SECTOR = "vic_ForcedLabourIndustry"
"""The field of the data standard that the question about the kind of work stands for; its choices are letters."""


@cache
def assessment_rules() -> Rules:
    """The rules; IntakeError ``screening.bad_rules`` names the entry that can not be used."""
    return screening.load_rules((paths.resources() / "assessment.json").read_bytes())


def offered(definition: FormDefinition, values: Mapping[str, str], slip: Mapping[str, str]) -> tuple[Offer, ...]:
    """Which kinds of services to offer first, by what was told; rules that can not be used offer nothing."""
    rules = _usable()
    return screening.offers(rules, screening.assess(definition, values, rules), slip) if rules else ()


def offered_for(facts: Collection[str]) -> tuple[Offer, ...]:
    """The same for facts as the rules name them, of one record or of several."""
    rules = _usable()
    return screening.offers_for(rules, facts) if rules else ()


class Told(NamedTuple):
    """How strongly an answer tells a sign; that, and the place of its question, "" where nobody kept them."""

    strength: str
    ref: str = ""
    value: str = ""


def signs_told(definition: FormDefinition, values: Mapping[str, str]) -> Mapping[str, tuple[Told, ...]]:
    """The indicators that were told, the strongest first, each with all answers that tell it."""
    rules = _usable()
    found = screening.assess(definition, values, rules).indicators if rules else ()
    told = dict[str, tuple[Told, ...]]()
    for one in found:
        told[one.code] = (*told.get(one.code, ()), Told(one.strength, one.ref, one.value))
    return told


def weighed(
    definition: FormDefinition, values: Mapping[str, str], said: Mapping[str, str], begun: str = ""
) -> dict[str, Any]:
    """What is kept of the signs with a finished record; `said`: the answers with why there is none."""
    return {"signs": signs_told(definition, values), "asked": signs_asked(definition, said, begun)}


class Asked(NamedTuple):
    """Which question about a sign is open, and why; "" where what was asked about it has an answer.

    `gate`: the question without an answer that alone hides all that is open about it, "" for none.
    """

    ref: str = ""
    why: str = ""
    gate: str = ""


def signs_asked(definition: FormDefinition, values: Mapping[str, str], begun: str = "") -> Mapping[str, Asked]:
    """The indicators that are open or have an answer, whatever it is, and the paths that have one as
    `screening.Assessment.answered` has them. A talk in which nothing was said opens nothing.

    `begun`: when, as `untold.is_answered` takes it.
    """
    rules = _usable()
    if rules is None:
        return {}
    found = screening.assess(definition, values, rules)
    left = dict[str, Asked]()
    for one in found.missing:
        if one.why != "not_relevant":
            first = left.setdefault(one.code, Asked(one.ref, one.why, one.gate))
            left[one.code] = first if first.gate == one.gate else first._replace(gate="")
    if left and not untold.is_answered(definition, values, begun):
        left = {}
    return {**dict.fromkeys(sorted(found.answered), Asked()), **left}


def speaks_for(signs: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The questionnaires that these signs speak for, each with those that do. A suggestion: a person chooses."""
    rules = _usable()
    found = {row.module: tuple(code for code in row.signs if code in signs) for row in (rules.modules if rules else ())}
    return {module: codes for module, codes in found.items() if codes}


def could_change(found: screening.Assessment) -> tuple[str, ...]:
    """The questionnaires, by name, that were not asked yet and could change what is suggested: for a child or who may
    be one that for children, and for who told to be one none of those for adults.
    """
    unfit = forms.FOR_ADULTS if found.child and not found.presumed else frozenset[str]()
    unfit |= frozenset[str]() if found.child else forms.FOR_CHILDREN
    return tuple(name for name in found.elsewhere if name not in unfit)


def work_told(definition: FormDefinition, values: Mapping[str, str]) -> WorkTold | None:
    """What was told about work, for the dossier of a desk for workers; None where nothing was."""
    rules = _usable()
    indices = screening.assess(definition, values, rules).indices if rules else ()
    asked = [path for path, field in definition.tagged("htcds") if field == _SECTOR]
    sections = [value for path in asked for value in (values.get(path, ""),) if len(value) == 1]
    answers = work_answers({name: values.get(path, "") for path, name in definition.tagged("work")})
    if not (indices or answers):
        return None
    told = tuple(one.number for one in indices)
    return WorkTold(told, sections[0] if sections else "", answers, _denied(definition, values, rules, told))


def _denied(
    definition: FormDefinition, values: Mapping[str, str], rules: Rules | None, told: Collection[int]
) -> tuple[int, ...]:
    """The indices of the penal code that nothing told points to, and of which each question that was asked was answered
    otherwise than its sign: one that was declined, or not known, leaves its index open.
    """
    said: dict[int, set[bool]] = {}
    if rules is None:
        return ()
    for path, own in signs(definition):
        whole = "indicator" in definition.tags(path)
        for value in filter(None, dict(answers_to(path, values)).values()):
            kinds = said.setdefault(rules.sign(own["indicator"]).index, set())
            kinds.add(_is_denied(set(value.split()), set(own.get("when", "yes").split()), whole=whole))
    return tuple(sorted(index for index, kinds in said.items() if kinds == {True} and index not in (0, *told)))


def _is_denied(value: Collection[str], when: Collection[str], *, whole: bool) -> bool:
    """Whether an answer is none and no sign either; of several choices with a sign each only "no" tells that."""
    if not {DOES_NOT_KNOW, PREFERS_NOT_TO_SAY}.isdisjoint(value):
        return False
    return set(value).isdisjoint(when) if whole else "no" in value


def soon(offers: Collection[Offer]) -> tuple[str, str]:
    """How soon a service should see the person, and the fact of an offer that says so; ("", "") where none does."""
    facts = {reason for offer in offers for reason in offer.reasons}
    rules = _usable()
    found = ((priority, f"urgent_{flag}") for flag, priority in (rules.soon if rules else {}).items())
    return min((each for each in found if each[1] in facts), key=lambda each: SOON.index(each[0]), default=("", ""))


def _usable() -> Rules | None:
    try:
        return assessment_rules()
    except IntakeError:
        return None
