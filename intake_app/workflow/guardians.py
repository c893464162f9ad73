"""Of whom a guardian is asked: of a child, or of who may be one."""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow.consent_sheet import ConsentSheet


def refuse_for_adult(store: Vault, record_id: str, noted: ConsentSheet | None, adult: bool) -> None:
    """Raises IntakeError `screening.guardian_for_adult` where a guardian is noted to agree for who counts as an adult.

    Not where a guardian spoke for them before, whose word binds until somebody decided about the age.
    """
    if noted is None or noted.guardian is None or not adult:
        return
    spoke = any(each.whose == "guardian" for each in store.said(record_id))
    if not spoke or screening.found_adult(store.ages(record_id)):
        raise IntakeError("screening.guardian_for_adult")
