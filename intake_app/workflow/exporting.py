"""One record as a case of the shared data standard (HTCDS 2.0), JSON or CSV: on a release for it, codes alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from intake_app import exports, paths, screening, xform
from intake_app.errors import IntakeError
from intake_app.exports import Determination, Facts, Standard
from intake_app.exports.case import State
from intake_app.vault import Identification, Vault
from intake_app.workflow import consenting, finalising, leaving, services
from intake_app.workflow import store as stores
from intake_app.workflow.finalising import ConsentSheet

ExportKind = Literal["json", "csv"]
_BODIES: Mapping[str, str] = {
    "police": "Police",
    "ngo": "NGO",
    "court": "CourtOrProsecution",
    "government": "NonPoliceGovernmentalOrganization",
    "other": "Other",
}
"""Kinds of bodies that identify a person, as the standard has them."""


def standard() -> Standard:
    """The fields of the data standard, from the data file; `source` is the line that goes beside a table."""
    return exports.load_standard((paths.resources() / "htcds.json").read_bytes())


def export_record(
    store: Vault, record_id: str, recipient: str, kind: ExportKind, noted: ConsentSheet | None = None
) -> bytes:
    """The record as a file for a kind of recipient, on a release that the store keeps.

    It goes when the person agreed to the record and to this export, or for a recorded reason; a child with their
    guardian. Raises IntakeError `exports.not_for_recipient` for kinds that a whole case does not go to,
    `screening.*` with what is missing, `exports.*`, `vault.*`; ValueError for an unknown recipient.
    """
    if recipient not in screening.RECIPIENT_KINDS:
        raise ValueError(f"no such recipient: {recipient}")
    if not services.variants().of(recipient).whole_case:
        raise IntakeError("exports.not_for_recipient")
    fields, row = standard(), store.record(record_id)
    ground = leaving.ground(store, record_id, "export", recipient, noted)
    decision = finalising.new_release(
        store, record_id, "export", recipient, ground.basis, ground.detail, "", ground.lawful
    )
    package = store.form(row.form_key)
    definition = xform.load(package.xml, package.files)
    values = xform.resume(definition, store.submission(record_id), {}, stores.surroundings(store)).values()
    case = store.case_of(record_id)
    identified = store.case_course(case.id).identification if case is not None else None
    facts = Facts(
        case.code if case is not None else row.code,
        datetime.now().astimezone().date().isoformat(),
        exports.answered(fields, definition, values),
        determination=_determination(identified),
        consents=_agreed_now(store, record_id, recipient, ground),
    )
    release = finalising.keep_release(store, decision)
    leaving.keep_words(store, record_id, ground)
    told = exports.htcds_case(fields, definition, values, facts, record_id, release)
    written = exports.as_json(told) if kind == "json" else exports.as_csv(told)
    store.export_left(record_id, release.id, kind)
    return written


def export_recipients() -> tuple[str, ...]:
    """Kinds of recipients that a whole case may go to, in the order in which they are offered."""
    return tuple(kind for kind in screening.RECIPIENT_KINDS if services.variants().of(kind).whole_case)


def _agreed_now(store: Vault, record_id: str, recipient: str, ground: leaving.Ground) -> dict[str, State]:
    """By purpose the word of the person that holds now: of the form, of the case, or of the desk that lets it out.

    A purpose on which nobody's word stands is not here: what the form heard is told as it was heard.
    """
    told = (*consenting.said(store, record_id, finalising.own_consents(store, record_id)), *ground.words)
    newest = {
        consenting.as_forms_know(word.purpose): word.word
        for word in told
        if word.whose == "person" and word.recipient in ("", consenting.ORGANISATION, recipient)
    }
    if newest.get("record") == "withdrawn":
        newest["interview"] = "withdrawn"  # who takes back that anything is kept agrees to no talk that stays
    return dict(newest)


def _determination(found: Identification | None) -> Determination | None:
    """A formal identification; a preliminary one determines nothing."""
    formal = found is not None and found.phase == "formal"
    return Determination(_BODIES[found.body_kind], found.body) if found is not None and formal else None
