"""Which kinds of services to offer first, and why. They are offers: the person chooses, the desk decides."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from intake_app.screening.assessment import Assessment
from intake_app.screening.rules import Rules

_REFER = ("possible_refer", "priority_refer_now")


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of recipient, and the facts of `Rules.offers` that speak for it, in their order. No answer is in it."""

    recipient: str
    reasons: tuple[str, ...]


def offers(rules: Rules, found: Assessment, slip_fields: Mapping[str, str]) -> tuple[Offer, ...]:
    """Kinds of recipients for one record, the most pressing first, each once.

    `slip_fields` as `slip_fields_of` reads them: a service that was asked for counts as much as an indicator.
    """
    facts = set(_facts(rules, found)) | {f"service_{code}" for code in slip_fields.get("services", "").split()}
    if slip_fields.get("age_band") == "minor":
        facts.add("minor")
    if slip_fields.get("transfer") == "yes":
        facts.add("transfer")
    return offers_for(rules, facts)


def offers_for(rules: Rules, facts: Collection[str]) -> tuple[Offer, ...]:
    """The same for facts as the rules name them."""
    reasons: dict[str, list[str]] = {}
    for row in rules.offers:
        for recipient in row.recipients if row.when in facts else ():
            reasons.setdefault(recipient, []).append(row.when)
    return tuple(Offer(recipient, tuple(why)) for recipient, why in reasons.items())


def _facts(rules: Rules, found: Assessment) -> Iterator[str]:
    """What an assessment says, as the rows of the rules name it."""
    for one in found.urgent:
        yield f"urgent_{rules.sign(one.code).urgent}"
    if found.child and not found.presumed:
        yield "minor"
    if found.indices:
        yield "labour_index"
    if found.suggestion in _REFER:
        yield "refer"
