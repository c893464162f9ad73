"""Whether a talk came past the questions about this moment: who listens, how the person is, who may be hurt now.

The first interview asks them before anything else and stores what was said; where one of them closed it, or where no
first interview came as far as asking for the talk, nothing but a first interview goes on.
"""

from collections.abc import Mapping
from typing import Final

from intake_app.errors import IntakeError
from intake_app.vault import Telling, Vault
from intake_app.workflow import forms
from intake_app.xform import Session

CODE, NOT_NOW = "workflow.first_again", "workflow.not_safe_now"
CLOSED: Final = "interview closed 0"
"""What a draft tells, beside what was said to being asked, while its first questions keep the talk shut."""
NOW: Final[Mapping[str, str]] = {
    "understands": "yes", "private": "yes", "well_enough": "yes", "danger_now": "no", "clear": "yes",
}  # fmt: skip
"""Questions of the first interview, by name, that are asked again whenever somebody is asked for the talk outside of
one, with the one answer to each over which something begins; any other is for a first interview, which stores it."""
_FIRST = forms.own_form_id(forms.OWN_FORMS[0])


def closed_in(session: Session) -> bool:
    """Whether the answers of a draft keep shut the question that asks for the talk."""
    asks = [path for path, purpose in session.definition.tagged("consent") if purpose == "interview"]
    return session.definition.form_id == _FIRST and not all(session.relevant(path) for path in asks)


def needs_first(store: Vault, case_id: str) -> bool:
    """Whether the way to any questionnaire leads over a first interview: the newest one, begun or changed last, was
    closed by its first questions or left before the talk was asked for, or there was none. A draft that has not come
    there tells nothing; nor does what can not be read, unless there is nothing else.

    Raises IntakeError as `Vault.telling_of_case` does.
    """
    finished = {
        each.record_id for each in store.case_outline(case_id) if each.form_id == _FIRST and each.state != "draft"
    }
    every = {one.record_id: one for one in store.telling_of_case(case_id)}
    told = [one for one in every.values() if not one.former]
    passed = {one.record_id: _passed(one, finished) for one in told}
    known = [one for one in told if passed[one.record_id] is not None]
    if not known:
        return not _agreed(store, case_id)
    places = list(every)
    talks = [(every[_talk(store, one, every)], one.record_id) for one in known]
    last = max(talks, key=lambda talk: places.index(talk[0].record_id)), max(talks, key=lambda talk: talk[0].changed)
    return not all(passed[record_id] for _, record_id in last)


def require_now(answers: Mapping[str, str]) -> None:
    """Raises IntakeError `workflow.not_safe_now` unless each question about this moment has the answer it needs."""
    if dict(answers) != NOW:
        raise IntakeError(NOT_NOW)


def kept(script: str, answers: Mapping[str, str]) -> str:
    """The text that was read, and what was answered to the questions about this moment, as it is kept with a yes."""
    return f"{script}: {' '.join(f'{_SHORT[name]}={answers[name]}' for name in NOW)}"[:100]


_SHORT: Final = {
    "understands": "understands", "private": "private", "well_enough": "well", "danger_now": "danger", "clear": "clear",
}  # fmt: skip


def _passed(one: Telling, finished: set[str]) -> bool | None:
    """Whether a record came as far as the talk; None where it does not tell."""
    if one.heard:
        return CLOSED not in one.heard
    return False if one.record_id in finished and one.age is not None else None


def _talk(store: Vault, one: Telling, every: Mapping[str, Telling]) -> str:
    """The record of the talk itself: whoever corrects it later has held no newer one."""
    try:
        versions = [row.id for row in store.versions(one.record_id)]
    except IntakeError:
        versions = []
    return next((each for each in versions if each in every), one.record_id)


def _agreed(store: Vault, case_id: str) -> bool:
    """Whether the talk was agreed to at another place, from which the words came but not the record."""
    words = store.case_words(case_id) if store.case(case_id).known else ()
    return any((each.purpose, each.word, each.whose) == ("interview", "yes", "person") for each in words)
