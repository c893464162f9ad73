"""Consent, purpose by purpose, and whether a record may leave. A form carries the purposes as `consent` tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from intake_app.screening.birth import may_be_minor
from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, Tagged, Tags, Values, answers, tags_with

Given = Literal["yes", "no", "not_asked"]
Purpose = Literal["sync", "slip", "export"]
_NO_WISH = ("nothing", DOES_NOT_KNOW, PREFERS_NOT_TO_SAY)
"""Answers to a question of a slip that put nothing on it: no help is wanted now, it is not known, or not said."""


class Basis(StrEnum):
    """On what a release rests: the person's consent, a duty in law, or a recorded decision to override."""

    CONSENT = "consent"
    DUTY = "duty"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person said to one purpose (interview, record, referral, sync). Anything but a clear yes is no.

    `language`: the form's name for the one that was spoken when they said it, "" where nobody noted it. `after`: the
    number of the newest word that stood in the store when the answer got its present form; 0 where nobody knows.
    `how` a yes was given, and before whom: `witness` is a role; `at`: when it was answered, ISO 8601 in UTC, "" where
    nobody noted it.
    """

    purpose: str
    given: Given
    ref: str
    language: str = ""
    after: int = 0
    how: str = "spoken"
    witness: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Leave for one record to go to one recipient for one purpose. Made by `workflow` alone, kept by the vault.

    `basis` is a `Basis` value; `detail` says how consent was given or why it was overridden; `at` is ISO 8601.
    `kind`: the kind of body that the recipient is, of `CONSENT_KINDS`; "" for the own organisation; `lawful`: the
    ground in law, a `Lawful` of the gate.
    """

    id: str
    record_id: str
    purpose: Purpose
    recipient: str
    basis: str
    detail: str
    by: str
    at: str
    kind: str = ""
    lawful: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a release may be made, on which basis, else the code that says why not.

    `lawful` is the ground that is recorded: 'consent', 'vital_interest', 'public_interest', 'legal_duty'.
    """

    allowed: bool
    basis: Basis | None
    code: str | None
    lawful: str = ""


def asks_consent(definition: Tagged) -> bool:
    """Whether the form has consent questions of ours."""
    return bool(definition.tagged("consent"))


def consents_of(definition: Tagged, values: Values) -> tuple[Consent, ...]:
    """What the person agreed to, read from a form definition and the relevant answers."""
    return consents(tags_with(definition, "consent"), values)


def consents(tags: Tags, values: Values) -> tuple[Consent, ...]:
    """What the person agreed to: one entry for each consent question, in the form's order.

    A question that is not relevant, blank or absent counts as not asked. Of several for one purpose, such as one for an
    adult and one for a child, those that are not relevant do not count beside one that is.
    """
    asking = {path: own for path, own in tags.items() if "consent" in own}
    heard = {path: list(answers(path, values)) for path in asking}
    asked = {own["consent"] for path, own in asking.items() if heard[path]}
    found: list[Consent] = []
    for path, own in asking.items():
        agreeing, purpose = own.get("when", "yes").split(), own["consent"]
        said = heard[path] or ([] if purpose in asked else [(path, "")])
        asked.add(purpose)
        found.extend(Consent(purpose, _given(value, agreeing), ref) for ref, value in said)
    return tuple(found)


def slip_fields_of(definition: Tagged, values: Values) -> dict[str, str]:
    """Slip field to answer, read from a form definition and the relevant answers."""
    births = {path: {"birth": own["birth"]} for path, own in tags_with(definition, "birth").items()}
    slip = {path: dict(own) for path, own in tags_with(definition, "slip").items()}
    return slip_fields({**births, **slip}, values)


def slip_fields(tags: Tags, values: Values) -> dict[str, str]:
    """Slip field to answer, only what was answered: a referral slip takes nothing else from a record.

    Whoever may be under 18 by the birth they told goes as a minor, whatever else was said.
    """
    fields: dict[str, str] = {}
    for path, own in tags.items():
        for _, value in answers(path, values):
            if "slip" in own and value and value not in _NO_WISH:
                fields[own["slip"]] = value
    return {**fields, "age_band": "minor"} if may_be_minor(tags, values) else fields


def slip_declined_of(definition: Tagged, values: Values) -> tuple[str, ...]:
    """Slip fields that were asked for and not told: nothing wanted now, not known, or rather not said; `values` say so
    where they are empty. One that another question of the record tells of is told.
    """
    unsaid = {
        own["slip"]
        for path, own in tags_with(definition, "slip").items()
        for _, value in answers(path, values)
        if value in _NO_WISH
    }
    return tuple(sorted(unsaid - slip_fields_of(definition, values).keys()))


def _given(value: str, agreeing: Sequence[str]) -> Given:
    if not value.strip():
        return "not_asked"
    return "yes" if set(value.split()) <= set(agreeing) else "no"
