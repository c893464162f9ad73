"""Whether a slip of a record may go to a service: what the form heard, what the desk notes, whose record it is."""

from dataclasses import dataclass

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.referral import Recipient, SlipSheet
from intake_app.screening import Basis, Circumstances, Word
from intake_app.vault import Vault
from intake_app.workflow import finalising
from intake_app.workflow.finalising import ConsentSheet


@dataclass(frozen=True)
class Ground:
    """On what a release rests: its basis and detail as the store keeps them, and the lawful ground."""

    basis: Basis
    detail: str
    lawful: str


def slip_ground(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, noted: ConsentSheet | None
) -> Ground:
    """The ground for a slip to a service. Raises IntakeError `screening.*` with what is missing.

    What the person said in the form is not written over by what the desk notes; a reason stands beside it.
    """
    heard = finalising.consents_in(store, record_id)
    words = [*screening.words_of(heard), *_noted(recipient, noted, asked=bool(heard))]
    here = circumstances(store, record_id, sheet, noted)
    reason = noted.override_reason.strip() if noted is not None else ""
    verdict = screening.may_leave("slip", recipient.recipient_kind, words, here, reason)
    if verdict.basis is None:
        raise IntakeError(verdict.code or "screening.consent_missing")
    how = sheet.consent_how if heard or noted is None else noted.how
    details = {Basis.CONSENT: how, Basis.DUTY: "minor", Basis.OVERRIDE: reason}
    return Ground(verdict.basis, details[verdict.basis], verdict.lawful)


def circumstances(store: Vault, record_id: str, sheet: SlipSheet, noted: ConsentSheet | None = None) -> Circumstances:
    """What the rules look at besides words. Whoever told to be under 18 stays so, whatever the sheet says."""
    told = finalising.facts_of(store, record_id).get("slip", {})
    minor = "minor" in (told.get("age_band"), sheet.age_band)
    return Circumstances(minor=minor, guardian=minor and noted is not None and noted.guardian)


def _noted(recipient: Recipient, noted: ConsentSheet | None, *, asked: bool) -> list[Word]:
    """What the desk heard itself, for this recipient: the person where the form asked nothing, and a guardian."""
    words: list[Word] = []
    if noted is not None and not asked:
        words.append(Word("slip", recipient.recipient_kind, "yes" if noted.given else "no", how=noted.how))
    if noted is not None and noted.guardian:
        words.append(Word("slip", recipient.recipient_kind, "yes", "guardian", how=noted.how))
    return words
