"""Of whom a guardian is asked: of a child, or of who may be one."""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow.consent_sheet import ConsentSheet


def refuse_for_adult(store: Vault, record_id: str, noted: ConsentSheet | None, adult: bool) -> None:
    """Raises IntakeError `screening.guardian_for_adult` where a guardian is noted to agree for who counts as an adult.

    Not where a guardian spoke for them before, whose word binds until somebody decided about the age.
    """
    if noted is not None and noted.guardian is not None and not is_asked(store, record_id, adult):
        raise IntakeError("screening.guardian_for_adult")


def is_asked(store: Vault, record_id: str, adult: bool) -> bool:
    """Whether a guardian may speak for the person: see `refuse_for_adult`."""
    spoke = any(each.whose == "guardian" for each in store.said(record_id))
    return not adult or (spoke and not screening.found_adult(store.ages(record_id)))
