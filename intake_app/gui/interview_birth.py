"""A birth as the session holds it, for the widget that shows it."""

from datetime import date

from intake_app import languages, workflow
from intake_app.gui.answers.birth import Told
from intake_app.gui.interview_reading import code_of
from intake_app.screening import Event
from intake_app.xform import Session


def told_of(session: Session, ref: str) -> Told | None:
    """What the widget of a birth needs of the session; None for any other question."""
    if not workflow.asks_birth(session, ref):
        return None
    return Told(
        said=lambda: workflow.birth_said(session, ref),
        understand=lambda said: workflow.understand_birth(session, ref, said, date.today()),
        spoken=lambda: workflow.spoken_calendars(session, ref),
        events=_near_first(session),
    )


def _near_first(session: Session) -> tuple[Event, ...]:
    """Events that people of the language's country count by, then the others."""
    code = code_of(session.definition, session.language)
    region = languages.get(code).region if code else ""
    return tuple(sorted(workflow.birth_events().values(), key=lambda event: region not in event.countries))
