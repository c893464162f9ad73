"""Whether a record tells anything: what the form fills in by itself is no answer, nor is a repeat without an entry, nor
what came from an earlier record and was asked by nobody since.
"""

import contextlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from intake_app import xform
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import store as stores
from intake_app.xform import FormDefinition, Question, Session
from intake_app.xform.surroundings import SYSTEM_ZONE

_BY_THE_CLOCK = ("dateTime", "time")
"""Types of what a form fills in that is another value in each record."""


FACT = "untold"
"""The fact that a finished copy told nothing of its own."""


def says_nothing(session: Session, begun: str = "", copied: Collection[str] = ()) -> bool:
    """Whether there are questions, and none of them is answered or declined.

    What stands in a record that was just begun, ``begun`` at this time (ISO 8601, else now), was answered by nobody,
    nor was what is ``copied``, or what the form works out, in a copy.
    """
    form = session.definition
    if session.states().keys() - set(copied) or not any(_is_asked(each) for each in form.controls()):
        return False
    said = {ref: value for ref, value in session.values().items() if value and _is_asked(form.question(_path(ref)))}
    if copied:
        said = {ref: value for ref, value in said.items() if ref not in copied and not session.question(ref).readonly}
    return not is_answered(form, said, begun)


def is_answered(form: FormDefinition, values: Mapping[str, str], begun: str = "") -> bool:
    """Whether any question has a value that does not stand in a record that was just begun, ``begun`` as above."""
    said = {ref: value for ref, value in values.items() if value and _is_asked(form.question(_path(ref)))}
    own = _by_itself(form, begun) if said else {}
    return not all(_fills_in(form, _path(ref), value, own) for ref, value in said.items())


def was_no_talk(store: Vault, record_id: str) -> bool:
    """Whether a finished record is a copy in which nobody asked anything; not where that can not be read."""
    try:
        return bool(json.loads(store.frozen(record_id).values_json).get(FACT))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return False


def _fills_in(form: FormDefinition, path: str, value: str, own: Mapping[str, str]) -> bool:
    """Whether a value is what the form has there by itself."""
    filled, spec = own.get(path, ""), form.specs.get(path)
    by_the_clock = bool(filled) and spec is not None and spec.bind.type in _BY_THE_CLOCK
    return value == filled or by_the_clock


def _by_itself(form: FormDefinition, begun: str) -> dict[str, str]:
    """What stands in a new record, with an entry in each repeat, by generic path."""
    around = stores.surroundings_for({})
    if begun:
        then = datetime.fromisoformat(begun).astimezone(SYSTEM_ZONE)
        around = replace(around, now=lambda: then)
    session = xform.new_session(form, around)
    for path, spec in form.specs.items():
        if spec.repeat is not None:
            with contextlib.suppress(ValueError):  # one that the form counts itself, or inside another
                session.add_repeat(path)
    return {_path(ref): value for ref, value in session.values().items()}


def _path(ref: str) -> str:
    return xform.generic(ref)


def _is_asked(question: Question | None) -> bool:
    return question is not None and question.control != "note"
