"""What somebody tried without the right to do it goes into the log of actions."""

import contextlib
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.opening import Opening

Verbs = TypeVar("Verbs")
Found = TypeVar("Found")


def noted(verbs: type[Verbs]) -> type[Verbs]:
    """A class of verbs whose refusals for the role are written down; each has the opening as ``_opening``."""
    for name, verb in list(vars(verbs).items()):
        if callable(verb) and not name.startswith("_"):
            setattr(verbs, name, _noting(name, verb))
    return verbs


def _noting(name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(verb)
    def noting(self: Any, *given: Any, **named: Any) -> Any:
        try:
            return verb(self, *given, **named)
        except IntakeError as trouble:
            if trouble.code == "vault.not_allowed":
                _note(self._opening, name, str(trouble.facts.get("what", "")))
            raise

    return noting


def as_if_missing(opening: Opening, verb: str, code: str, look: Callable[[], Found]) -> Found:
    """What is found; a refusal is written down and then told as if there were nothing, by ``code``."""
    try:
        return look()
    except IntakeError as trouble:
        if trouble.code != "vault.not_allowed":
            raise
        _note(opening, verb, str(trouble.facts.get("what", "")))
    raise IntakeError(code)


def _note(opening: Opening, verb: str, what: str) -> None:
    """On a full disk the refusal stands all the same."""
    with contextlib.suppress(IntakeError), opening.database.transaction():
        audit.append(opening, "refused", "", verb=verb, what=what)
