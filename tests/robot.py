"""Somebody who fills any form: answers each question that is shown with something its rules allow."""

import random
from typing import Any

from intake_app.xform import AnswerState, QuestionView, Session

PHOTO = "photo.jpg"
_BY_TYPE: dict[str, tuple[str, ...]] = {
    "int": ("12", "1", "3", "30", "100", "0"),
    "decimal": ("36.5", "1.5", "10", "0"),
    "date": ("2024-02-29", "2020-01-01", "2030-01-01"),
    "time": ("09:30:00.000+01:00",),
    "dateTime": ("2024-02-29T09:30:00.000+01:00",),
    "geopoint": ("37.5 15.1 0.0 0.0",),
    "geotrace": ("37.5 15.1 0.0 0.0; 37.6 15.2 0.0 0.0",),
    "geoshape": ("37.5 15.1 0.0 0.0; 37.6 15.2 0.0 0.0; 37.6 15.1 0.0 0.0; 37.5 15.1 0.0 0.0",),
    "boolean": ("true",),
}
_TEXTS = ("Perché no? àèìòù", "يوم", "abc", "12345", "1234567890")


def answers_for(session: Session, seed: int = 0) -> dict[str, Any]:
    """Fill a session and give what was answered, in order, as the command line takes it."""
    chance, given = random.Random(seed), {}
    while True:
        open_questions = [ref for ref in _refs(session) if ref not in given and _is_open(session.question(ref))]
        if not open_questions:
            return given
        ref = open_questions[0]
        given[ref] = _answer(session, ref, chance)


def _refs(session: Session) -> list[str]:
    return [ref for page in session.pages() for ref in page.refs]


def _is_open(view: QuestionView) -> bool:
    return view.control != "note" and not view.readonly and view.state is AnswerState.NOT_ASKED


def _answer(session: Session, ref: str, chance: random.Random) -> Any:
    view = session.question(ref)
    if view.control == "upload":
        session.answer(ref, PHOTO)
        return {"file": PHOTO}
    for text in _candidates(session, view, chance):
        session.answer(ref, text)
        if session.question(ref).valid is True:
            return text
    session.mark(ref, AnswerState.DECLINED)
    return {"state": "prefers_not_to_say"}


def _candidates(session: Session, view: QuestionView, chance: random.Random) -> tuple[str, ...]:
    if view.control == "trigger":
        return ("OK",)
    if view.control in ("select1", "select", "rank"):
        values = list(session.choice_values(view.ref))
        if view.control == "rank":
            return (" ".join(values),)
        chance.shuffle(values)
        return tuple(values)
    if view.control == "range":
        return (view.parameters.get("start", "1"),)
    return _BY_TYPE.get(view.type, _TEXTS)
