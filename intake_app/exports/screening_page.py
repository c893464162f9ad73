"""The page that goes beside the form of art. 17 of the Screening Regulation (EU) 2024/1356: five of its items alone.

A form carries the parts as the tag `art17`: (a) who the person is, (b) nationality, residence, languages, (e) what a
check of vulnerability should know, (f) protection, (g) family in a member state. Reason of entry, health, hits in
databases and cooperation, (c), (d), (h), (i), are for others: a form that tags them is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from intake_app.errors import IntakeError
from intake_app.exports.heard import Heard, require_release, tagged
from intake_app.exports.minor_report import AgeTold
from intake_app.screening import Release
from intake_app.screening.tags import Tagged

SCREENING_ITEMS: Final = ("a", "b", "e", "f", "g")
Source = tuple[Tagged, Sequence[Heard], str, Release | None]
"""A form, its answers, the record's id, and its release."""


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """`items` by their letter; `releases` on which the records of it go."""

    items: Mapping[str, tuple[Heard, ...]] = field(repr=False)
    releases: tuple[Release, ...]
    child: Literal["", "minor", "not_told"] = ""
    """Whether the person has the protection of a child: told or in doubt to be under 18, or asked and not told."""

    decided: tuple[AgeTold, ...] = ()
    """What was decided of the age that counts."""

    told_child: bool = False
    """Whether they answered to be under 18 who counts as an adult since that was decided: it is not in the items."""

    @property
    def bases(self) -> tuple[str, ...]:
        """On what the records were released: 'consent', 'duty', 'override'."""
        return tuple(dict.fromkeys(str(each.basis) for each in self.releases))


def screening_page(sources: Sequence[Source]) -> ScreeningPage:
    """The page of one person, from one or more records.

    Raises IntakeError ``exports.no_release`` for a record without a release for an export of it, ``exports.bad_value``
    with the question that is tagged with an item that does not go.
    """
    items: dict[str, tuple[Heard, ...]] = dict.fromkeys(SCREENING_ITEMS, ())
    releases: list[Release] = []
    for definition, heard, record_id, release in sources:
        releases.append(require_release(release, record_id))
        for path, letter in definition.tagged("art17"):
            if letter not in SCREENING_ITEMS:
                raise IntakeError("exports.bad_value", field=path)
        for letter, told in tagged(definition, heard, "art17").items():
            items[letter] += told
    return ScreeningPage(items, tuple(releases))
