"""Any exception in one sentence and one piece of advice."""

from dataclasses import dataclass

from intake_app import messages
from intake_app.errors import IntakeError
from intake_app.gui.fingerprints import groups
from intake_app.gui.words import Words, bare


@dataclass(frozen=True)
class Told:
    """What a person reads about a failure."""

    sentence: str
    advice: str

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


def explain(error: Exception, words: Words) -> Told:
    """The words for a failure. What is no `IntakeError` is never quoted: it may hold an answer."""
    tr = words
    if isinstance(error, IntakeError):
        told = messages.explain(_compared(error), words.translator)
        return Told(told.sentence, told.advice)
    if isinstance(error, OSError):
        return Told(
            tr("A file could not be read or written."),
            tr("See that it is there and that the disk has room, then try again."),
        )
    return Told(tr("Something unexpected happened."), tr("What was saved is safe. Please try again."))


def _compared(error: IntakeError) -> IntakeError:
    """A fingerprint in groups, so that it wraps and can be compared."""
    seen = error.facts.get("fingerprint")
    if not isinstance(seen, str):
        return error
    return IntakeError(error.code, **{**error.facts, "fingerprint": bare(groups(seen)).replace("\n", " ")})
