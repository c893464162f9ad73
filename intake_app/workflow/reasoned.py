"""Whether a conclusion that is not what the answers point to says on what it rests: a reason of one's own, which a
person gives and does not decline.
"""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import assessing, known_beyond
from intake_app.xform import Session


def need_reason(store: Vault, record_id: str, session: Session) -> None:
    """What a window asks before its last button can be pressed, of a draft that is finished without one.

    Raises IntakeError `workflow.no_reason` with the place, where its answers, with those of all talks, point elsewhere
    than what it concludes, and nobody said why.
    """
    form, values = session.definition, session.values()
    own = screening.concluded(form, values)
    part = screening.WORDS if own is not None and own.reason.strip() == screening.ANOTHER else screening.CODED
    places = [path for path, tag in form.tagged("reason") if tag == part and path in values]
    if own is None or own.reasoned or not places:
        return
    beyond = known_beyond.of_person(store, record_id)
    if screening.asks_for_signs(form) or beyond.asked_for_signs:
        found = screening.assess(form, values, assessing.assessment_rules(), beyond)
        if screening.differs(own.outcome, found.suggestion):
            raise IntakeError("workflow.no_reason", place=places[0])
