"""Who has read a translation: a signature stands in the catalogue beside each entry, and ends when a word changes.

The line is a translator's comment of the entry, ``# reviewed by NAME on 2026-11-27 (0123456789abcdef)``: what stands
in parentheses is drawn from the text and its translation, so that a changed entry is unreviewed again by itself.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from intake_app.errors import IntakeError

_LINE = re.compile(r"reviewed by (?P<name>\S.*\S|\S) on (?P<day>\d{4}-\d\d-\d\d) \((?P<seal>[0-9a-f]{16})\)")
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class Signature:
    """A person by name, and the day on which they found a translation right."""

    reviewer: str
    day: date

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.day.isoformat()}"


def sign(reviewer: str, day: date, texts: Iterable[str], translations: Iterable[str]) -> str:
    """The line that says so; several texts and translations where an entry has forms for one and many.

    Raises IntakeError review.no_name for a name that is empty, too long, or more than one line.
    """
    name = reviewer.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise IntakeError("review.no_name", most=_LONGEST_NAME)
    return f"reviewed by {name} on {day.isoformat()} ({_seal(texts, translations)})"


def signature(comments: Iterable[str], texts: Iterable[str], translations: Iterable[str]) -> Signature | None:
    """The signature among the comments of an entry, if it is of these very words."""
    seal = _seal(texts, translations)
    for comment in comments:
        found = _LINE.fullmatch(comment.strip())
        if found and found["seal"] == seal:
            try:
                return Signature(found["name"], date.fromisoformat(found["day"]))
            except ValueError:
                continue
    return None


def is_signature(comment: str) -> bool:
    """Whether a comment has the shape of a signature, of whatever words."""
    return _LINE.fullmatch(comment.strip()) is not None


def _seal(texts: Iterable[str], translations: Iterable[str]) -> str:
    whole = "\0".join([*texts, "", *translations])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
