"""A question of a record as paper shows it: its words, what was answered, and why nothing was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake_app.errors import IntakeError
from intake_app.screening import Basis, Release, Statement
from intake_app.screening.tags import Tagged, bare

ANSWERED = "answered"
_BASES = tuple(str(basis) for basis in Basis)


@dataclass(frozen=True, slots=True)
class Heard:
    """`ref` of the question; its `value` as it is stored; question and answer in the language of the paper; `state` is
    'answered', 'does_not_know', 'prefers_not_to_say' or 'not_asked'."""

    ref: str
    value: str = field(repr=False)
    question: str
    answer: str = field(repr=False)
    state: str = ANSWERED
    stated: Statement | None = field(default=None, repr=False)
    """How a birth was told, whose `answer` and `value` are but the last day that it may mean."""

    @property
    def name(self) -> str:
        """The question's own name, without the groups that it stands in."""
        return bare(self.ref).rpartition("/")[2]


def tagged(definition: Tagged, heard: Sequence[Heard], tag: str) -> dict[str, tuple[Heard, ...]]:
    """By the value of a tag the questions that carry it, in the order of the form."""
    values = dict(definition.tagged(tag))
    found: dict[str, tuple[Heard, ...]] = {}
    for each in heard:
        value = values.get(bare(each.ref))
        if value:
            found[value] = (*found.get(value, ()), each)
    return found


def require_release(release: Release | None, record_id: str) -> Release:
    """The release; IntakeError ``exports.no_release`` without one for an export of this very record."""
    if release is None or release.purpose != "export" or release.record_id != record_id or release.basis not in _BASES:
        raise IntakeError("exports.no_release")
    return release
