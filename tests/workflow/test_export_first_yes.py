"""A yes that is noted at the desk with an export counts in that very file for all records for which it holds."""

from collections.abc import Callable

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, Exported
from intake_app.workflow.consent_sheet import GuardianYes
from tests.workflow.test_said_since import ALL, FIRST, Place

TO = "anti_trafficking"
YES = ConsentSheet(given=True, language="bn")
THEIRS = GuardianYes(language="bn")
NOBODY_ASKED = {**ALL, "export": ""}
REFUSED = "screening.consent_refused"


class Two:
    """Two records of one person, closed one after the other; a file is asked for of the first."""

    def __init__(self, store: Vault, second: ConsentSheet | None = None, **said: str) -> None:
        self.store, place = store, Place(store)
        place.form("plain", False)
        self.case = store.open_case().id
        self.first = place.begun(FIRST, True, self.case, **said)
        workflow.finalise_draft(store, self.first)
        self.second = place.begun("plain", False, self.case)
        workflow.finalise_draft(store, self.second, second)

    def export(self, noted: ConsentSheet, record: str = "") -> Exported:
        return workflow.export_record(self.store, record or self.first, TO, "json", noted)

    def kept(self) -> dict[str, list[tuple[str, str]]]:
        """For each record the grounds of the exports that are kept."""
        records = (self.first, self.second)
        return {
            record: [(one.basis, one.lawful) for one in self.store.releases(record) if one.purpose == "export"]
            for record in records
        }


def is_adult(_two: Two) -> None:
    """As they told in the form, or as nobody asked."""


def takes_back(two: Two) -> None:
    workflow.withdraw_consent(two.store, two.first, "export")


def takes_all_back(two: Two) -> None:
    workflow.withdraw_consent(two.store, two.first)


def decided_a_child(two: Two) -> None:
    workflow.decide_age(two.store, two.case, "minor", "a birth certificate was seen today")


BOTH = ConsentSheet(given=True, language="bn", guardian=THEIRS)
SCENES: list[tuple[dict[str, str], Callable[[Two], None], ConsentSheet]] = [
    ({**NOBODY_ASKED, "age": "adult"}, is_adult, YES),
    ({**ALL, "age": "adult"}, takes_back, YES),
    (ALL, decided_a_child, BOTH),
    ({**NOBODY_ASKED, "age": "minor"}, is_adult, BOTH),
    ({**ALL, "age": "minor"}, is_adult, ConsentSheet(guardian=THEIRS)),
    ({**ALL, "age": "minor"}, takes_back, BOTH),
    (NOBODY_ASKED, is_adult, ConsentSheet(given=True, language="bn", age="adult", age_from="person")),
]


@pytest.mark.parametrize(("said", "then", "noted"), SCENES)
def test_one_file_tells_all_that_the_same_one_tells_later(
    workplace: Vault, said: dict[str, str], then: Callable[[Two], None], noted: ConsentSheet
) -> None:
    two = Two(workplace, **said)
    then(two)
    done = two.export(noted)
    assert done.others == () and set(done.records) == {two.first, two.second}
    kept = two.kept()
    assert kept[two.first] == kept[two.second] == [("consent", "consent")]
    words, ages = two.store.said(two.first), two.store.ages(two.first)
    again = two.export(noted)
    assert again.records == done.records and again.others == ()
    assert (two.store.said(two.first), two.store.ages(two.first)) == (words, ages), "it was kept once"
    assert two.store.check() == ()


def test_what_was_refused_at_the_end_of_another_record_stays_out(workplace: Vault) -> None:
    two = Two(workplace, ConsentSheet(refused=True), **{**NOBODY_ASKED, "age": "adult"})
    done = two.export(YES)
    assert [(one.code, one.why) for one in done.others] == [(two.store.record(two.second).code, REFUSED)]
    assert set(done.records) == {two.first} and two.kept()[two.second] == []


def test_a_yes_to_one_record_alone_lets_out_no_other(workplace: Vault) -> None:
    """The one that they had refused at its end: they are asked about that one."""
    two = Two(workplace, ConsentSheet(refused=True), **{**NOBODY_ASKED, "age": "adult"})
    done = two.export(YES, two.second)
    assert set(done.records) == {two.second}
    assert [one.why for one in done.others] == ["screening.consent_missing"]
    assert two.kept()[two.first] == []


def test_what_a_reason_lets_out_is_one_record(workplace: Vault) -> None:
    two = Two(workplace, **{**NOBODY_ASKED, "age": "adult"})
    done = two.export(ConsentSheet(override_reason="somebody may be hurt where they sleep"))
    assert set(done.records) == {two.first} and two.kept()[two.second] == []


def test_a_no_at_the_desk_lets_out_no_other_either(workplace: Vault) -> None:
    two = Two(workplace, **{**NOBODY_ASKED, "age": "adult"})
    done = two.export(ConsentSheet(refused=True, override_reason="somebody may be hurt where they sleep"))
    assert set(done.records) == {two.first} and len(done.others) == 1


def test_a_doubt_that_is_noted_with_it_holds_for_all(workplace: Vault) -> None:
    """Who may be under 18 goes with a guardian, whichever record tells of them."""
    two = Two(workplace, **{**ALL, "age": "adult"})
    done = two.export(ConsentSheet(minor=True, override_reason="somebody may be hurt where they sleep"))
    assert set(done.records) == {two.first} and len(done.others) == 1
    assert two.export(ConsentSheet(given=True, language="bn", minor=True, guardian=THEIRS)).others == ()
