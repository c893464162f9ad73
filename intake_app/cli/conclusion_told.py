"""What was concluded, its reason, and beside it what the answers point to and why: codes, as in the questionnaires."""

from collections.abc import Sequence
from typing import Any

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.messages.facts import OUTCOMES
from intake_app.screening import Change, Together
from intake_app.vault import Vault
from intake_app.workflow import concluded
from intake_app.workflow.assessing import could_change
from intake_app.workflow.concluded import Standing


def of_case(store: Vault, case_id: str, tr: Translator) -> dict[str, Any] | None:
    """The newest conclusion about a person; None where nothing was concluded, or who asks is not told of it."""
    return _told(concluded.of_case(store, case_id), tr)


def of_record(store: Vault, record: str, tr: Translator) -> dict[str, Any] | None:
    """What stands once a record is finished, which nothing here undoes."""
    try:
        return _told(concluded.of_record(store, record), tr)
    except IntakeError:
        return None


def _told(standing: Standing | None, tr: Translator) -> dict[str, Any] | None:
    """`change`: what would, of what is open in the talks there were; `kept_back`: where none of it would, whether
    what the person keeps to themselves could; `could_change`: questionnaires not asked yet.
    """
    if standing is None:
        return None
    said, found = standing.conclusion, standing.found
    told: dict[str, Any] = {
        "outcome": said.outcome, "reason": said.reason, "words": said.words, "priority": said.priority,
        "record": said.record, "on": said.on, "by": said.by, "suggestion": standing.suggestion,
        "rule": found.rule if found is not None else "", "signs": [], "open": [], "change": [],
        "kept_back": found is not None and found.kept,
        "could_change": list(could_change(found)) if found is not None else [],
        "differs": standing.differs,
    }  # fmt: skip
    if found is not None:
        told["signs"] = [
            {
                "sign": one.code, "strength": one.strength, "question": one.ref, "answer": one.value,
                "record": one.record, "earlier": one.earlier,
            }
            for one in found.indicators
        ]  # fmt: skip
        told["open"] = [
            {"sign": one.code, "question": one.ref, "why": one.why, "record": one.record}
            for one in found.missing
            if one.why != "not_relevant"
        ]
        told["change"] = [_change([{"sign": one.code, "question": one.ref, "record": ""}], one) for one in found.leads]
        if (each := found.together) is not None:
            open_here = [{"sign": one.code, "question": one.ref, "record": one.record} for one in each.questions]
            told["change"] = [_change(open_here, each)]
    if standing.differs:
        points, said_so = (tr(OUTCOMES.get(each, each)) for each in (standing.suggestion, said.outcome))
        sentence = tr("The answers point to “{suggestion}”, and what was concluded is “{outcome}”. A person decides.")
        told["sentence"] = sentence.format(suggestion=points, outcome=said_so)
    if screening.weighs(said.outcome) and not said.reasoned:
        told["advice"] = tr("No reason was noted. A later talk, or a correction of this record, can say it.")
    return told


def _change(questions: Sequence[dict[str, str]], told: Change | Together) -> dict[str, Any]:
    """What would change the suggestion: one answer, or the fewest together where none does it alone."""
    return {"questions": questions, "suggestion": told.suggestion, "rule": told.rule}
