"""What stands on the page of a person: the newest conclusion, and whether the answers of all talks point elsewhere.

The same of a record that was just finished, for whoever has no window.
"""

from dataclasses import dataclass, replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Assessment, Conclusion
from intake_app.vault import Vault
from intake_app.vault.roles import Right, may
from intake_app.workflow import assessing, concluding, drafts, finalising, known_beyond
from intake_app.workflow import store as stores


@dataclass(frozen=True, slots=True)
class Standing:
    """``suggestion``: what the answers point to now, "" where nobody was asked for signs, or they can not be weighed;
    ``found``: by which rule and which answers, None then.
    """

    conclusion: Conclusion
    found: Assessment | None = None

    @property
    def suggestion(self) -> str:
        """What the answers point to."""
        return self.found.suggestion if self.found is not None else ""

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


def of_record(store: Vault, record_id: str) -> Standing | None:
    """Of a finished record that one reads and whose form asks what is concluded: that, or what was concluded before,
    beside what the answers of all talks point to. None without either.
    """
    form, values = drafts.finished_told(store, record_id)
    if not form.tagged("outcome"):
        return None
    own = screening.concluded(form, values)
    if own is not None:
        row = store.record(record_id)
        return Standing(replace(own, record=row.code, on=row.finalised or "", by=row.author), _points_to(store, row.id))
    case = store.case_of(record_id)
    before = concluding.standing(store, case.id, record_id) if case is not None else None
    return Standing(before, _points_to(store, record_id)) if before is not None else None


def _points_to(store: Vault, record_id: str) -> Assessment | None:
    beyond = known_beyond.of_person(store, record_id)
    try:
        form, values = drafts.finished_told(store, record_id)
        if not (screening.asks_for_signs(form) or beyond.asked_for_signs):
            return None
        copied = frozenset(each.split(" ", 2)[2] for each in finalising.facts_of(store, record_id).get("copied", ()))
        return screening.assess(form, values, assessing.assessment_rules(), replace(beyond, copied=copied))
    except IntakeError as trouble:
        if trouble.code == "screening.bad_rules" or stores.is_unreadable(trouble):
            return None
        raise
