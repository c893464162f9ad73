"""Fill a record from a JSON object of path to value.

A value is a text or a number, `{"file": NAME}` for a file beside the JSON file, or `{"state": STATE}` for
`does_not_know` and `prefers_not_to_say`. A birth may be a line such as `ethiopian 2002--`. A path into the next repeat
instance adds that instance.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, Session, generic

_INDEX = re.compile(r"^(.*)\[(\d+)\]$")
_MOST_REPEATS = 10_000
_CHOOSING = frozenset({"select1", "select", "rank"})


def fill(session: Session, answers: Mapping[str, Any], attach: Callable[[str], str]) -> dict[str, Any]:
    """Answer in the order of the object, and once more in that of the form what is blank then though it is asked: it
    rests on an answer that came later. Gives what was cleared and what breaks a rule, by path. What answers a question
    that is not asked, as the others stand at the end, is cleared as well: it is kept nowhere.
    A file is attached once for a path, however often that is answered.
    """
    attached = cache(lambda _path, name: attach(name))
    places = {path: number for number, path in enumerate(session.definition.specs)}
    cleared = [ref for path, value in answers.items() for ref in _give(session, path, value, attached)]
    for path in sorted(answers, key=lambda one: places.get(generic(one), len(places))):
        if answers[path] != "" and _is_blank(session, path):
            cleared += _give(session, path, answers[path], attached)
    cleared = [ref for ref in dict.fromkeys(cleared) if not session.exists(ref) or not session.value(ref)]
    for path, value in answers.items():  # at the end, when every list has the answers it depends on
        if not isinstance(value, dict) and not _offered(session, path):
            raise IntakeError("cli.not_offered", place=path)
    cleared += [path for path in answers if path not in cleared and not _is_asked(session, path)]
    faults = [{"path": fault.ref, "kind": fault.kind} for fault in workflow.missing(session)]
    return {"cleared": cleared, "violations": faults}


def _give(session: Session, path: str, value: Any, attach: Callable[[str, str], str]) -> list[str]:
    """Give one answer; the refs of what that cleared."""
    identity = session.instance_id
    try:
        _add_repeats(session, path)
        cleared = [ref for ref, _ in _answer(session, path, value, attach)]
    except ValueError as error:  # the engine knows no such place, or it takes no answer
        code = "cli.bad_answer" if _is_there(session, path) else "cli.no_such_question"
        raise IntakeError(code, place=path) from error
    if session.instance_id != identity:  # the name under which the record is kept and sent
        raise IntakeError("cli.bad_answer", place=path)
    return cleared


def _is_blank(session: Session, path: str) -> bool:
    """Whether a question is asked and has no answer, nor a state instead of one."""
    try:
        view = session.question(path)
    except ValueError:  # a place without a question
        return False
    return view.relevant and not view.value and view.state is AnswerState.NOT_ASKED


def _answer(session: Session, path: str, value: Any, attach: Callable[[str, str], str]) -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict) and "file" in value:
        return session.answer(path, attach(path, str(value["file"]))).cleared
    if isinstance(value, dict) and "state" in value:
        return workflow.mark(session, path, _state(path, value["state"])).cleared
    if isinstance(value, bool) or not isinstance(value, str | int | float) or _wants_file(session, path):
        raise IntakeError("cli.bad_answer", place=path)
    return workflow.answer(session, path, str(value)).cleared


def _is_there(session: Session, path: str) -> bool:
    try:
        session.relevant(path)
    except ValueError:
        return False
    return True


def _wants_file(session: Session, path: str) -> bool:
    """Whether the question at a path takes a file and no words: words there would name a file that is not there."""
    try:
        return session.question(path).control == "upload"
    except ValueError:  # a place without a question
        return False


def _state(path: str, named: Any) -> AnswerState:
    try:
        return AnswerState(str(named))
    except ValueError as error:
        raise IntakeError("cli.bad_answer", place=path) from error


def _is_asked(session: Session, path: str) -> bool:
    """Whether the question at a path is asked; a place without a question is none that could not be."""
    try:
        return session.question(path).relevant
    except ValueError:
        return True


def _offered(session: Session, path: str) -> bool:
    """Whether the answer at a path is among the choices of its question; any other question takes any answer."""
    try:
        question = session.question(path)
    except ValueError:  # a place without a question: a calculation, metadata
        return True
    if not question.relevant or not question.value or question.control not in _CHOOSING:
        return True
    given = [question.value] if question.control == "select1" else question.value.split()
    return set(given) <= set(session.choice_values(path))


def _add_repeats(session: Session, path: str) -> None:
    """Make the repeat instances that a path names and that are not there yet, from the outside in."""
    steps = path.split("/")
    for depth in range(2, len(steps) + 1):
        found = _INDEX.match("/".join(steps[:depth]))
        if not found:
            continue
        repeat, wanted = found.group(1), int(found.group(2))
        if wanted > _MOST_REPEATS:
            raise IntakeError("cli.bad_answer", place=path)
        while session.count_repeat(repeat) < wanted:
            session.add_repeat(repeat)
