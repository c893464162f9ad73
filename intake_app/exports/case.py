"""One case as HTCDS has it, from the tags of forms, the relevant answers and what the organisation adds.

Of the answers nothing goes but what our indicators, the consent and the mediator's conclusion say, as codes: no answer
is copied. A screening finds no victims: the status is *possible* when the mediator concludes so, *actual* only by the
determination of a named body, and else blank; there is no way to "not a victim".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from intake_app.errors import IntakeError
from intake_app.exports.heard import require_release
from intake_app.exports.standard import Field, Standard, is_code, is_plain
from intake_app.screening import Release, weighs
from intake_app.screening.tags import (
    DOES_NOT_KNOW,
    PREFERS_NOT_TO_SAY,
    Asking,
    Values,
    answers,
    by_path,
    signs,
    tags_with,
)

State = Literal["yes", "prefers_not_to_say", "does_not_know", "not_asked", "no", "withdrawn"]
Value = str | tuple[str, ...]
Row = Mapping[str, Value]
_FIRST: tuple[State, ...] = ("yes", "prefers_not_to_say", "does_not_know", "not_asked", "no")
"""Of several answers about one thing the first of these counts: a "no" only when every answer was no."""
_OF_RECORDS: tuple[State, ...] = ("yes", "prefers_not_to_say", "does_not_know", "no", "not_asked")
"""Of several records the first of these counts: a "no" that one of them heard is none that was not asked."""
Answered = Literal["answered", "prefers_not_to_say", "does_not_know", "told_before", "not_asked"]
_SAID: tuple[Answered, ...] = ("answered", "prefers_not_to_say", "does_not_know", "told_before", "not_asked")
_HERE = ("answered", "prefers_not_to_say", "does_not_know")
"""What somebody said who was asked."""
"""Of several instances of one question the first of these counts."""
_CAREFUL: tuple[State, ...] = ("no", "withdrawn", "prefers_not_to_say", "does_not_know", "yes", "not_asked")
"""Of several words to one consent the first of these counts, where nobody says which holds now."""


@dataclass(frozen=True, slots=True)
class Determination:
    """That a body found the person to be a victim: the kind of body as the standard has it, its name, or ""."""

    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the organisation adds to a case: `told` maps an object of the standard to its rows of field and value.

    Fields that identify the person go only when `may_identify` says that there is leave for it. `consents`: by purpose
    the word that holds now, in the place of what the form heard; a case has one consent, whichever form asked.
    `not_possible`: what a record that is no part of it concluded last makes nobody a possible victim.
    """

    case_code: str
    exported_on: str
    told: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)
    may_identify: bool = False
    determination: Determination | None = None
    consents: Mapping[str, State] = field(default_factory=dict)
    not_possible: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A record of the case: its form, its answers, and the release on which it is in this export.

    `asked`: the questions to the person, by their names in the export, each with its path; `copied`: what came from an
    earlier record and nobody asked since, by ref.
    """

    definition: Asking
    values: Values = field(repr=False)
    record_id: str
    release: Release | None
    asked: Mapping[str, str] = field(default_factory=dict)
    copied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HtcdsCase:
    """A case: rows by object, each with all its fields; extension columns; and what became of each question."""

    standard: Standard
    rows: Mapping[str, tuple[Row, ...]]
    extension: Mapping[str, str]
    indicators: Mapping[str, State]
    consents: Mapping[str, State]
    consent_v1: Mapping[str, str]
    questions: Mapping[str, Answered] = field(default_factory=dict)


def htcds_case(standard: Standard, sources: Sequence[Source], facts: Facts) -> HtcdsCase:
    """The case that one or more records of a person tell, the newest first.

    Raises IntakeError ``exports.no_release`` without a release for this export of each of them.
    """
    releases = [require_release(each.release, each.record_id) for each in sources]
    if not releases:
        raise IntakeError("exports.no_release")
    indicators = _together([_states(each.definition, "indicator", each.values) for each in sources], _OF_RECORDS)
    asked = [_states(each.definition, "consent", each.values) for each in sources]
    consents = {**_together([_told_last(sources), *asked], _CAREFUL), **facts.consents}
    questions = _questions(sources)
    found = [code for code, state in indicators.items() if state == "yes"]
    gathered: dict[str, list[dict[str, Value]]] = {
        name: [dict(row) for row in facts.told.get(name, ()) if any(row.values())] for name in standard.objects
    }
    _refuse_unknown(standard, facts)
    _tell_indicators(standard, gathered, found)
    _tell_place(standard, gathered, found)
    _one(gathered, "victim").update(_status(standard, sources, facts))
    _one(gathered, "consent")["con_Consent"] = _agreed([consents.get(each) for each in standard.consent_v2])
    return HtcdsCase(
        standard=standard,
        rows={
            name: tuple(_whole(standard.of(name), row, facts.may_identify) for row in gathered[name] or [{}])
            for name in standard.objects
        },
        extension=_extension(standard, facts, releases, found, indicators, consents, questions),
        indicators=indicators,
        consents=consents,
        questions=questions,
        consent_v1={name: _agreed([consents.get(purpose)]) for name, purpose in standard.consent_v1.items()},
    )


def _told_last(sources: Sequence[Source]) -> dict[str, State]:
    """What was said last beside consent, as whether they understood what they were told: of which nothing is noted."""
    told: dict[str, State] = {}
    for source in sources:
        for code, state in _states(source.definition, "word", source.values).items():
            if told.get(code, "not_asked") == "not_asked":
                told[code] = state
    return told


def _together(several: Sequence[Mapping[str, State]], first: Sequence[State]) -> dict[str, State]:
    """Of what several records say of one thing, that which comes first in ``first``."""
    heard: dict[str, list[State]] = {}
    for code, state in (each for one in several for each in one.items()):
        heard.setdefault(code, []).append(state)
    return {code: min(states, key=first.index) for code, states in heard.items()}


def _states(definition: Asking, tag: str, values: Values) -> dict[str, State]:
    """What became of each thing that a form asks about under a tag, in the order of the form.

    What the mediator saw or thinks goes nowhere: the person has not said it, and was not asked whether it may go.
    """
    heard: dict[str, list[State]] = {}
    tagged = signs(definition) if tag == "indicator" else tags_with(definition, tag).items()
    for path, own in (each for each in tagged if each[1].get("audience") != "mediator"):
        if not is_code(own[tag]):
            raise IntakeError("exports.bad_value", field=path)
        counting = set(own.get("when", "yes").split())
        said = [_state(value, counting, alone=tag != "indicator") for _, value in answers(path, values)]
        heard.setdefault(own[tag], []).extend(said)
    return {code: min(said, key=_FIRST.index) if said else "not_asked" for code, said in heard.items()}


def _questions(sources: Sequence[Source]) -> dict[str, Answered]:
    """Whether each question was answered, or why not, and no answer; of several records the newest that says so.

    What came from an earlier record and was not asked since was told before; that one says what became of it there.
    """
    found: dict[str, Answered] = {}
    for source in sources:
        given = by_path(source.values)
        for name, path in source.asked.items():
            said: list[Answered] = [
                "told_before" if ref in source.copied else _answered(value) for ref, value in given.get(path, ())
            ]
            one = min(said, key=_SAID.index) if said else "not_asked"
            before = found.get(name, "not_asked")
            if before not in _HERE and _SAID.index(one) <= _SAID.index(before):
                found[name] = one
    return found


def _answered(value: str) -> Answered:
    words = value.split()
    if words == [PREFERS_NOT_TO_SAY]:
        return "prefers_not_to_say"
    if words == [DOES_NOT_KNOW]:
        return "does_not_know"
    return "answered" if words else "not_asked"


def _state(value: str, counting: set[str], alone: bool) -> State:
    """What an answer says. With `alone` only what counts may stand in it: a yes beside a no is no consent."""
    words = set(value.split())
    if (words and words <= counting) or (words & counting and not alone):
        return "yes"
    if PREFERS_NOT_TO_SAY in words:
        return "prefers_not_to_say"
    if DOES_NOT_KNOW in words:
        return "does_not_know"
    return "no" if words else "not_asked"


def _agreed(states: Sequence[State | None]) -> str:
    """A checkbox: true when all said yes, false when one said no or was taken back, and else blank."""
    if "no" in states or "withdrawn" in states:
        return "false"
    return "true" if states and all(state == "yes" for state in states) else ""


def _refuse_unknown(standard: Standard, facts: Facts) -> None:
    """What is handed in has a place, is one row where there is one, and is not what is worked out here."""
    for name, rows in facts.told.items():
        open_fields = {each.name for each in standard.of(name) if not each.closed}
        if len(rows) > 1 and name not in standard.many:
            raise IntakeError("exports.bad_value", field=name)
        for wrong in (key for row in rows for key in row if key not in open_fields):
            raise IntakeError("exports.bad_value", field=wrong)


def _tell_indicators(standard: Standard, gathered: dict[str, list[dict[str, Value]]], found: Sequence[str]) -> None:
    """Each indicator as the standard has it: a value of the victim's, or an event where none of a place tells it."""
    events = {each.name for each in standard.of("events")}
    placed = {what for row in gathered["events"] for what in str(row.get("hte_Description", "")).split("; ")}
    for code in found:
        told = standard.indicators.get(code, {})
        event = {name: value for name, value in told.items() if name in events}
        if event and event.get("hte_Description") not in placed:
            gathered["events"].append({**event})
        for each in (each for each in standard.of("victim") if each.name in told):
            victim = _one(gathered, "victim")
            victim[each.name] = tuple(dict.fromkeys((*_several(victim.get(each.name, ())), told[each.name])))


def _tell_place(standard: Standard, gathered: dict[str, list[dict[str, Value]]], found: Sequence[str]) -> None:
    """Where the work was is told as a place of exploitation only where a sign of that at work was told."""
    signs_told = [standard.indicators.get(code, {}) for code in found]
    exploited = any("ext_603bis" in told or told.get("vic_TypeOfExploitation") == "ForcedLabour" for told in signs_told)
    events = gathered["events"]
    gathered["events"] = [each for each in events if exploited or not (each.get("hte_State") and _at_work(each))]
    places = [str(each["hte_State"]) for each in gathered["events"] if each.get("hte_State") and _at_work(each)]
    if places:
        _one(gathered, "victim").setdefault("vic_LocationOfExploitation", "; ".join(dict.fromkeys(places)))


def _at_work(event: Mapping[str, Value]) -> bool:
    return event.get("hte_Type") == "Exploitation"


def _status(standard: Standard, sources: Sequence[Source], facts: Facts) -> dict[str, Value]:
    determination = facts.determination
    if determination is not None:
        if not determination.kind:
            raise IntakeError("exports.bad_value", field="vic_TraffickingStatusDecisionMakingOrg")
        return {
            "vic_TraffickingStatus": "ActualVictimOfTrafficking",
            "vic_TraffickingStatusDecisionMakingOrg": determination.kind,
        }
    concluded = set() if facts.not_possible else next(filter(None, map(_concluded, sources)), set())
    return {"vic_TraffickingStatus": "PossibleVictimOfTrafficking"} if concluded & set(standard.possible) else {}


def _concluded(source: Source) -> set[str]:
    """What the mediator concluded from what was told; of several records the newest that says so counts."""
    paths = [path for path, _ in source.definition.tagged("outcome")]
    return {value for path in paths for _, value in answers(path, source.values) if weighs(value)}


def _whole(fields: Sequence[Field], row: Mapping[str, Value], may_identify: bool) -> Row:
    """A row with all its fields, checked: blank where nothing was told and where there is no leave to tell."""
    whole: dict[str, Value] = {}
    for each in fields:
        value = row.get(each.name, "") if may_identify or not each.identifying else ""
        if each.kind == "many":
            whole[each.name] = tuple(each.checked(part) for part in _several(value) if part)
        elif isinstance(value, str):
            whole[each.name] = each.checked(value)
        else:
            raise IntakeError("exports.bad_value", field=each.name)
    return whole


def _extension(
    standard: Standard,
    facts: Facts,
    releases: Sequence[Release],
    found: Sequence[str],
    indicators: Mapping[str, State],
    consents: Mapping[str, State],
    questions: Mapping[str, Answered],
) -> dict[str, str]:
    """The extension columns, each a text; several values stand with a semicolon between."""
    told = {
        "ext_CaseCode": facts.case_code,
        "ext_ReleaseId": ";".join(each.id for each in releases),
        "ext_ReleaseBasis": ";".join(dict.fromkeys(str(each.basis) for each in releases)),
        "ext_ExportedOn": facts.exported_on,
        "ext_Mapping": standard.told_mapping,
        "ext_IndicatorCodes": ";".join(found),
        "ext_DeterminationBody": facts.determination.body if facts.determination else "",
        "ext_AnswerStates": ";".join(f"{code}={state}" for code, state in indicators.items()),
        "ext_ConsentStates": ";".join(f"{purpose}={state}" for purpose, state in consents.items()),
        "ext_QuestionStates": ";".join(f"{name}={state}" for name, state in questions.items()),
    }
    extension = {name: told.get(name, ";".join(_mapped(standard, found, name))) for name in standard.extension}
    for name, value in extension.items():
        if not is_plain(value):
            raise IntakeError("exports.bad_value", field=name)
    return extension


def _mapped(standard: Standard, found: Sequence[str], column: str) -> Iterator[str]:
    yield from dict.fromkeys(
        standard.indicators[code][column] for code in found if column in standard.indicators.get(code, {})
    )


def _one(gathered: dict[str, list[dict[str, Value]]], name: str) -> dict[str, Value]:
    """The one row of an object of which a case has one."""
    if not gathered[name]:
        gathered[name].append({})
    return gathered[name][0]


def _several(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
