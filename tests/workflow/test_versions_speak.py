"""Of the versions of a record that joins a person the newest speaks."""

from dataclasses import dataclass

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of


@pytest.fixture
def place(workplace: Vault) -> Place:
    return Place(workplace)


def edited(place: Place, record: str, **said: str) -> str:
    edit = workflow.edit_record(place.store, record).row.id
    place.answer(edit, **said)
    workflow.finalise_draft(place.store, edit)
    return edit


@dataclass
class Joining:
    """A case with a record, and what was said before in a record that joins it."""

    place: Place
    case: str
    other: str
    first: str

    def joined(self, newest: str) -> tuple[str, str]:
        """What is said to a slip of the one that has joined, and of the other."""
        workflow.put_in_case(self.place.store, newest, self.case)
        return code_of(lambda: self.place.slip(newest)), code_of(lambda: self.place.slip(self.other))


@pytest.fixture
def joining(place: Place) -> Joining:
    case = place.store.open_case().id
    return Joining(place, case, place.closed(FIRST, case, **ALL), place.closed(**ALL))


REFUSED, WITHDRAWN = ("screening.consent_refused",) * 2, ("screening.consent_withdrawn",) * 2


@pytest.mark.parametrize(
    ("second", "third", "told"), [("no", "yes", ("", "")), ("yes", "no", REFUSED), ("no", "no", REFUSED)]
)
def test_the_newest_version_speaks_when_it_joins(
    joining: Joining, second: str, third: str, told: tuple[str, str]
) -> None:
    newest = joining.first
    for said in (second, third):
        newest = edited(joining.place, newest, referral=said)
    assert joining.joined(newest) == told


@pytest.mark.parametrize(("how", "told"), [("no", REFUSED), ("withdrawn", WITHDRAWN)])
def test_what_was_said_by_hand_after_a_yes_that_only_stands_there_still_stays(
    joining: Joining, how: str, told: tuple[str, str]
) -> None:
    store, first = joining.place.store, joining.first
    if how == "no":
        workflow.consent_given(store, first, "slip", word="no")
    else:
        workflow.withdraw_consent(store, first, "slip")
    assert joining.joined(edited(joining.place, first, export="no")) == told


def test_what_was_taken_back_by_hand_stays_whatever_a_version_says_later(joining: Joining) -> None:
    place = joining.place
    workflow.withdraw_consent(place.store, joining.first, "slip")
    newest = edited(place, edited(place, joining.first, referral="no"), referral="yes")
    assert joining.joined(newest)[1].startswith("screening.consent_")
