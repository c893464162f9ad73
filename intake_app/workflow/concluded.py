"""What stands on the page of a person: the newest conclusion, and whether the answers of all talks point elsewhere."""

from dataclasses import dataclass

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Conclusion
from intake_app.vault import Vault
from intake_app.vault.roles import Right, may
from intake_app.workflow import assessing, concluding, drafts, known_beyond
from intake_app.workflow import store as stores


@dataclass(frozen=True, slots=True)
class Standing:
    """``suggestion``: what the answers point to now, "" where nobody was asked for signs, or they can not be weighed.
    """

    conclusion: Conclusion
    suggestion: str

    @property
    def differs(self) -> bool:
        """Whether the conclusion is another, which is the mediator's to decide."""
        return bool(self.suggestion) and screening.differs(self.conclusion.outcome, self.suggestion)


def of_case(store: Vault, case_id: str) -> Standing | None:
    """For who holds interviews, of the finished records that they read; None for others and where there is none.

    Raises IntakeError as `Vault.case_outline` does.
    """
    found = concluding.newest(store, case_id) if may(store.me, Right.INTERVIEW) else None
    return Standing(found[1], _points_to(store, found[0])) if found else None


def _points_to(store: Vault, record_id: str) -> str:
    beyond = known_beyond.of_person(store, record_id)
    try:
        form, values = drafts.finished_told(store, record_id)
        if not (screening.asks_for_signs(form) or beyond.signs):
            return ""
        return screening.assess(form, values, assessing.assessment_rules(), beyond).suggestion
    except IntakeError as trouble:
        if trouble.code == "screening.bad_rules" or stores.is_unreadable(trouble):
            return ""
        raise
