"""The rules of the assessment: content, not code. One JSON file, versioned, a draft until somebody signs it.

What signs are needed is written as a list of strengths; a stronger sign also does where a weaker one is asked for, so
that telling more can not take a suggestion away.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, cast

from intake_app.errors import IntakeError
from intake_app.screening.recipients import RECIPIENT_KINDS

Strength = Literal["strong", "medium", "weak"]
Suggestion = Literal["no_indication_now", "needs_more_time", "possible_refer", "priority_refer_now", "person_declined"]

FORMAT: Final = 1
STRENGTHS: Final = ("strong", "medium", "weak")
DIMENSIONS: Final = (
    "recruitment_deception",
    "recruitment_coercion",
    "recruitment_vulnerability",
    "exploitation",
    "coercion",
    "vulnerability",
)
GROUPS: Final = ("act", "means", "purpose")
URGENT: Final = ("danger", "health")
INDICES: Final = (1, 2, 3, 4)
SOON: Final = ("24h", "72h", "2w")
"""How soon a service should see the person, the soonest first."""
OFFERED_WHEN: Final = ("urgent_danger", "urgent_health", "minor", "labour_index", "refer", "transfer")
_SERVICE: Final = "service_"
_SUGGESTED: Final = ("needs_more_time", "possible_refer", "priority_refer_now")


@dataclass(frozen=True, slots=True)
class Sign:
    """An indicator of the library: what it speaks of, and how strongly where a form does not say.

    `index` is a number of art. 603-bis or 0; `urgent` is 'danger', 'health' or ""; `intent`: it shows what somebody
    meant to do by itself. `label` is a short neutral name, a key of the catalogues.
    """

    code: str
    label: str = ""
    strength: Strength = "medium"
    dimension: str = ""
    group: str = ""
    index: int = 0
    urgent: str = ""
    intent: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Signs that are needed, the strongest first, and what they then suggest ("" within a dimension)."""

    rule: str
    needs: tuple[Strength, ...]
    suggests: Suggestion | Literal[""] = ""

    def holds(self, counted: Sequence[int]) -> bool:
        """Whether there are enough: `counted` says how many are strong, medium, weak."""
        strong, medium, weak = counted
        at_strong, at_medium, at_weak = _thresholds(self.needs)
        return strong >= at_strong and strong + medium >= at_medium and strong + medium + weak >= at_weak


@cache
def _thresholds(needs: tuple[Strength, ...]) -> tuple[int, int, int]:
    """How many must be strong, how many at least medium, how many there must be at all."""
    strong = needs.count("strong")
    medium = strong + needs.count("medium")
    return strong, medium, len(needs)


_QUICK: Final = (
    Clause("one_strong", ("strong",), "possible_refer"),
    Clause("two_medium", ("medium", "medium"), "possible_refer"),
)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What is offered `when` a fact holds: kinds of recipients, the first first.

    `when`: 'urgent_danger', 'urgent_health', 'minor', 'labour_index', 'refer', or 'service_' and a service asked for.
    """

    when: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A questionnaire, by name, the signs that speak for asking it, and those that it asks about."""

    module: str
    signs: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule file. Without one there is the quick screen alone: no dimensions, no indices.

    `soon`: by when a service should see the person where something is urgent in that way.
    """

    signs: Mapping[str, Sign] = field(default_factory=lambda: {"danger_now": Sign("danger_now", urgent="danger")})
    quick: tuple[Clause, ...] = _QUICK
    child: Clause = Clause("child_any", ("weak",), "possible_refer")
    labour: Clause | None = None
    dimension: tuple[Clause, ...] = ()
    purpose: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    combined: Suggestion = "priority_refer_now"
    urgent: Mapping[str, Suggestion] = field(default_factory=lambda: {"danger": "priority_refer_now"})
    soon: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[OfferRow, ...] = ()
    modules: tuple[ModuleRow, ...] = ()
    version: str = ""
    draft: bool = True

    def sign(self, code: str) -> Sign:
        """The indicator of the library, else one that only the quick screen counts."""
        return self.signs.get(code) or Sign(code)


QUICK_ALONE: Final = Rules()


def load_rules(data: bytes) -> Rules:
    """The rules of a JSON file.

    Raises IntakeError ``screening.bad_rules`` with the `place` (entry and field) and a `reason`: 'not_json',
    'wrong_type', 'missing', 'twice', 'not_listed' (the value is none of those that may stand there).
    """
    try:
        loaded = json.loads(data)
    except ValueError as error:
        raise _bad("file", "not_json") from error
    if not isinstance(loaded, dict):
        raise _bad("file", "wrong_type")
    _among(loaded.get("format"), (FORMAT,), "format")
    combined = _mapping(loaded, "combined")
    urgent = _mapping(loaded, "urgent")
    signs = _signs(_rows(loaded, "indicators"))
    return Rules(
        signs=signs,
        quick=tuple(_clauses(loaded, "quick", suggests=True)),
        child=_clause(_mapping(loaded, "child"), "child", "child_any"),
        labour=_clause(_mapping(loaded, "labour"), "labour", "labour_index"),
        dimension=tuple(_clauses(loaded, "dimension", suggests=False)),
        purpose=_list(combined, "purpose", DIMENSIONS, "combined"),
        means=_list(combined, "means", DIMENSIONS, "combined"),
        combined=_suggested(combined, "combined"),
        urgent={_among(flag, URGENT, f"urgent {flag}"): _suggested(urgent, "urgent", flag) for flag in urgent},
        soon=_soon(_mapping(loaded, "soon") if "soon" in loaded else {}),
        offers=tuple(_offers(_rows(loaded, "offers"))),
        modules=tuple(_modules(_rows(loaded, "modules") if "modules" in loaded else (), tuple(signs))),
        version=_text(loaded, "version", "file"),
        draft=loaded.get("draft") is not False,
    )


def _soon(told: Mapping[str, Any]) -> dict[str, str]:
    return {_among(flag, URGENT, f"soon {flag}"): _among(told[flag], SOON, f"soon {flag}") for flag in told}


def _offers(rows: Sequence[Any]) -> Iterator[OfferRow]:
    for number, row in enumerate(rows, start=1):
        place = f"offers {number}"
        if not isinstance(row, dict):
            raise _bad(place, "wrong_type")
        when = _text(row, "when", place)
        if not when.startswith(_SERVICE):
            _among(when, OFFERED_WHEN, f"{place} when")
        yield OfferRow(when, _list(row, "recipients", RECIPIENT_KINDS, place))


def _modules(rows: Sequence[Any], signs: tuple[str, ...]) -> Iterator[ModuleRow]:
    for number, row in enumerate(rows, start=1):
        place = f"modules {number}"
        if not isinstance(row, dict):
            raise _bad(place, "wrong_type")
        told = {each: _list(row, each, signs, place) if each in row else () for each in ("signs", "asks")}
        if not any(told.values()):
            raise _bad(f"{place} signs", "missing")
        yield ModuleRow(_text(row, "module", place), **told)


def _bad(place: str, reason: str) -> IntakeError:
    return IntakeError("screening.bad_rules", place=place, reason=reason)


def _signs(rows: Sequence[Any]) -> dict[str, Sign]:
    signs: dict[str, Sign] = {}
    for number, row in enumerate(rows, start=1):
        sign = _sign(row, f"indicators {number}")
        if sign.code in signs:
            raise _bad(sign.code, "twice")
        signs[sign.code] = sign
    return signs


def _sign(row: object, place: str) -> Sign:
    if not isinstance(row, dict):
        raise _bad(place, "wrong_type")
    code = _text(row, "code", place)
    if not isinstance(row.get("intent", False), bool):
        raise _bad(f"{code} intent", "wrong_type")
    return Sign(
        code=code,
        label=_text(row, "label", code),
        strength=cast(Strength, _among(row.get("strength"), STRENGTHS, f"{code} strength")),
        dimension=_among(row.get("dimension", ""), ("", *DIMENSIONS), f"{code} dimension"),
        group=_among(row.get("group", ""), ("", *GROUPS), f"{code} group"),
        index=_among(row.get("index", 0), (0, *INDICES), f"{code} index"),
        urgent=_among(row.get("urgent", ""), ("", *URGENT), f"{code} urgent"),
        intent=row.get("intent", False),
    )


def _clauses(loaded: Mapping[str, Any], name: str, *, suggests: bool) -> Iterator[Clause]:
    for number, row in enumerate(_rows(loaded, name), start=1):
        place = f"{name} {number}"
        if not isinstance(row, dict):
            raise _bad(place, "wrong_type")
        yield _clause(row, place, _text(row, "rule", place), suggests=suggests)


def _clause(row: Mapping[str, Any], place: str, rule: str, *, suggests: bool = True) -> Clause:
    needs = cast(tuple[Strength, ...], _list(row, "needs", STRENGTHS, place))
    return Clause(rule, needs, _suggested(row, place) if suggests else "")


def _suggested(row: Mapping[str, Any], place: str, name: str = "suggests") -> Suggestion:
    return cast(Suggestion, _among(row.get(name), _SUGGESTED, f"{place} {name}"))


def _among(value: Any, allowed: Sequence[Any], place: str) -> Any:
    """The value when it may stand there: of the same kind too, so that true is no 1."""
    if value is None:
        raise _bad(place, "missing")
    if not any(value == each and type(value) is type(each) for each in allowed):
        raise _bad(place, "not_listed")
    return value


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if value is None or value == "":
        raise _bad(f"{place} {name}", "missing")
    if not isinstance(value, str):
        raise _bad(f"{place} {name}", "wrong_type")
    return value


def _rows(row: Mapping[str, Any], name: str, place: str = "") -> list[Any]:
    value = row.get(name)
    if not value:
        raise _bad(f"{place} {name}".strip(), "missing")
    if not isinstance(value, list):
        raise _bad(f"{place} {name}".strip(), "wrong_type")
    return value


def _list(row: Mapping[str, Any], name: str, allowed: Sequence[str], place: str) -> tuple[str, ...]:
    return tuple(_among(value, allowed, f"{place} {name}") for value in _rows(row, name, place))


def _mapping(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    if not value:
        raise _bad(name, "missing")
    if not isinstance(value, dict):
        raise _bad(name, "wrong_type")
    return value
