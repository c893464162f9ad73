"""The report on the talk with a minor who came alone (DPCM 98/2024): its six items, who was there, what is due by when.

A form carries the parts as the tag `report`. It rests on a duty in law and not on consent. Of the age it has what was
stated, on what that rests and who doubts it; nobody estimates it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from intake_app.errors import IntakeError
from intake_app.exports.heard import Heard, require_release, tagged
from intake_app.screening import Basis, Release, Statement, read_birth
from intake_app.screening.tags import Tagged, bare

ITEMS: Final = ("a", "b", "c", "d", "e", "f")
"""Story, ties, vulnerability, facts that could lead to protection, how the child took part, opinion on the plan."""
DAYS: Final = 3
"""From the day on which the child came into the facility until the talk."""
_ENTERED, _HELD, _LATE_WHY, _GUARDIAN, _LANGUAGE = "entered", "held_on", "late_why", "guardian", "talk_language"
_GUARDIANS: Final[Mapping[str, "Guardian"]] = {
    "guardian_here": "here",
    "provisional_here": "provisional",
    "guardian_absent": "absent",
}
_AGE: Final = ("age_known_from", "documents", "doubt_by", "doubt_on", "doubt_basis", "doubt_told", "doubt_state")
_DECIDED: Final = "doubt_state"

Guardian = Literal["here", "provisional", "absent", "to_be_asked"]


@dataclass(frozen=True, slots=True)
class AgeTold:
    """That the person is an `adult` or a `minor`, as it was told and no more exact.

    `source`: a `form`, the `person` or a `document` at the desk, or a `decision`; `on`: the day it was noted, None
    where nobody knows.
    """

    age: str
    source: str
    on: date | None


@dataclass(frozen=True, slots=True)
class MinorReport:
    """`items` by their letter; `entered` as it was noted, `due` the last day for the talk, `held` the day of it.

    `guardian` is 'to_be_asked' where nobody is known to be one; `stated` how the birth was told, `age` on what it rests
    and who doubts it; `language` the code of the language of the talk, "" where not noted.
    """

    items: Mapping[str, tuple[Heard, ...]] = field(repr=False)
    present: tuple[Heard, ...]
    entered: datetime | None
    due: date | None
    held: date | None
    late_why: str
    guardian: Guardian
    stated: Statement | None = field(repr=False)
    age: tuple[Heard, ...]
    language: str
    release: Release
    """On what it goes."""
    corrected: bool = False
    """Whether the record was corrected since by somebody whose version was not seen."""
    presumed: bool = False
    """Whether no age is known, so that they are presumed to be under 18."""
    decided: bool = False
    """Whether a court decided that they are under 18."""
    told: tuple[AgeTold, ...] = ()
    """What was told of the age elsewhere: in other records of the person, or at the desk; the oldest first."""

    @property
    def late(self) -> bool:
        """Whether the talk was held after the last day for it."""
        return self.due is not None and self.held is not None and self.held > self.due

    @property
    def amiss(self) -> bool:
        """Whether the talk would be before the arrival."""
        return self.entered is not None and self.held is not None and self.held < self.entered.date()


def minor_report(
    definition: Tagged, heard: Sequence[Heard], record_id: str, release: Release | None
) -> MinorReport:
    """The report of a record. IntakeError ``exports.no_release`` without a release on a duty, ``exports.no_report`` for
    a form that has no such parts, ``exports.not_a_minor`` where a court has decided that the person is none."""
    ground = require_release(release, record_id)
    if ground.basis != Basis.DUTY:
        raise IntakeError("exports.no_release")
    parts = tagged(definition, heard, "report")
    if not set(ITEMS) <= {value for _, value in definition.tagged("report")}:
        raise IntakeError("exports.no_report")
    named = {each.name: each for each in heard}
    decided = _value(named, _DECIDED)
    if decided == "court_adult":
        raise IntakeError("exports.not_a_minor")
    entered = _moment(_value(named, _ENTERED))
    return MinorReport(
        items={letter: parts.get(letter, ()) for letter in ITEMS},
        present=parts.get("present", ()),
        entered=entered,
        due=entered.date() + timedelta(days=DAYS) if entered else None,
        held=_day(_value(named, _HELD)),
        late_why=named[_LATE_WHY].answer if _value(named, _LATE_WHY) else "",
        guardian=_GUARDIANS.get(_value(named, _GUARDIAN), "to_be_asked"),
        stated=_stated(definition, heard),
        age=tuple(named[name] for name in _AGE if _value(named, name)),
        language=_value(named, _LANGUAGE),
        release=ground,
        decided=decided == "court_minor",
    )


def _value(named: Mapping[str, Heard], name: str) -> str:
    return named[name].value if name in named else ""


def _stated(definition: Tagged, heard: Sequence[Heard]) -> Statement | None:
    """As it was told; a date that came without more is the Gregorian day that it says."""
    values = {bare(each.ref): each.value for each in heard if each.value}
    tags = {part: path for path, part in definition.tagged("birth")}
    said = read_birth(values.get(tags.get("said", ""), ""))
    day = _day(values.get(tags.get("date", ""), ""))
    if said is not None or day is None:
        return said
    return Statement(calendar="gregorian", year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
