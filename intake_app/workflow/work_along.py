"""What was told of the work, which goes along with a slip on a word to that, beside the one to the slip."""

import json

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.referral import Recipient, WorkTold
from intake_app.vault import SlipRow, Vault
from intake_app.workflow import consenting, finalising, forms, leaving, person_told
from intake_app.workflow.consent_sheet import ConsentSheet


def told(store: Vault, record_id: str, by_itself: bool = False) -> WorkTold | None:
    """What the person told about work, in this record or another of theirs; None where nothing was."""
    found = person_told.of_person(store, record_id, by_itself).work
    if not found:
        return None
    answers = referral.work_answers(dict(found.get("answers", ())))
    return WorkTold(tuple(found["indices"]), str(found["section"]), answers, tuple(found.get("denied", ())))


def refuse_elsewhere(store: Vault, record_id: str) -> None:
    """Raises IntakeError `workflow.work_elsewhere` where colleagues finished the questionnaire on work with the
    person, in a record that one does not read: the names of who asked, the day and the code of the record.
    """
    case, own = store.case_of(record_id), forms.own_form_id("labour")
    found = reversed(store.case_outline(case.id)) if case is not None else ()
    hidden = (one for one in found if (one.form_id, one.known) == (own, "") and one.state != "draft")
    for last in hidden:
        by, day = ", ".join(last.asked_by), finalising.day_of(last.at).isoformat()
        raise IntakeError("workflow.work_elsewhere", by=by, day=day, record=last.code)


def ground(
    store: Vault, record_id: str, recipient: Recipient, found: leaving.Ground, noted: ConsentSheet | None, minor: bool
) -> leaving.Ground:
    """As `leaving.with_work`; of who took back what was told of the work, and of whom nobody noted in which language
    they were asked again, it says that they took it back, and of who said no to it that it is that; where a guardian
    alone agrees, that the person has not been asked.
    """
    try:
        return leaving.with_work(store, record_id, recipient, found, noted, minor)
    except IntakeError as trouble:
        if trouble.code == screening.SAID_NO:
            raise IntakeError("workflow.work_said_no") from trouble
        if trouble.code == "screening.work_not_asked" and noted is not None and noted.work:
            raise IntakeError("workflow.work_of_guardian") from trouble
        words = _said(store, record_id, recipient.code, recipient.recipient_kind)
        refused = screening.refused("export", recipient.recipient_kind, words)
        if trouble.code == "screening.no_language" and refused == "withdrawn":
            raise IntakeError(screening.WITHDRAWN) from trouble
        raise


def require_word(store: Vault, slip: SlipRow) -> None:
    """Raises IntakeError `vault.withdrawn` for a slip along with which it goes, where the word to that does not hold.
    """
    if not _goes_along(slip.sheet_json) or told(store, slip.record_id) is None:
        return
    release = next(one for one in store.releases(slip.record_id) if one.id == slip.release_id)
    words = _said(store, slip.record_id, slip.recipient, release.kind)
    here = leaving.circumstances(store, slip.record_id, False, words)
    allowed = screening.may_leave("export", release.kind, words, here).allowed
    if release.basis == screening.Basis.CONSENT and not allowed:
        raise IntakeError("vault.withdrawn", basis=release.basis)


def _said(store: Vault, record_id: str, code: str, kind: str) -> tuple[screening.Word, ...]:
    return consenting.said(store, record_id, finalising.own_consents(store, record_id), code, kind)


def _goes_along(sheet_json: str) -> bool:
    """Whether the sheet of a slip, of this version of the program or another, says that it does."""
    sheet = json.loads(sheet_json)
    return isinstance(sheet, dict) and bool(sheet.get("dossier"))
