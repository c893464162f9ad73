"""The page of art. 17 of whose age was decided: what counts stands there alone, and what they answered as that."""

from collections.abc import Sequence
from dataclasses import replace

from intake_app import i18n, slips, workflow
from intake_app.slips.minor_report import ReportFrame
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.workflow.test_adult_corrected import AGREED
from tests.workflow.test_decided_a_child import YES, decided, server, store

__all__ = ["server", "store"]
GUARDIAN = workflow.GuardianYes("spoken", "it")
OTHERWISE = "under 18: so it was answered before. What was decided counts."


def met(store: Vault, age: str) -> str:
    told = {f"information/{name}": "yes" for name in ("consent_interview", "consent_record", *AGREED)}
    return people.finish(store, people.BENGALI, {**told, "information/age_band": age})


def page_of(store: Vault, record: str, noted: ConsentSheet = YES) -> tuple[Sequence[str], Sequence[str]]:
    """What was decided, by age, and the lines of the item of who the person is, in English."""
    page = workflow.screening_page(store, record, "en", noted)
    laid = slips.lay_out_screening(page, ReportFrame("A", "B", "C"), "en", i18n.load)
    shown = [box.text for paper in laid.pages for box in paper.texts if box.role.startswith("a-")]
    return [each.age for each in page.decided], shown


def test_of_who_is_decided_an_adult_what_they_answered_stands_as_that(store: Vault) -> None:
    record = met(store, "minor")
    decided(store, record, "adult")
    ages, shown = page_of(store, record)
    assert ages == ["adult"] and OTHERWISE in shown
    assert not [line for line in shown if "18 years old" in line or line == "No, under 18"], shown


def test_who_answered_what_was_decided_is_told_as_they_answered(store: Vault) -> None:
    record = met(store, "adult")
    decided(store, record, "adult")
    ages, shown = page_of(store, record)
    assert ages == ["adult"] and OTHERWISE not in shown and "Yes, 18 or older" in shown


def test_of_several_decisions_the_last_stands_alone(store: Vault) -> None:
    record = met(store, "adult")
    for age in ("adult", "minor"):
        decided(store, record, age)
    ages, shown = page_of(store, record, replace(YES, guardian=GUARDIAN))
    assert ages == ["minor"] and OTHERWISE not in shown
    assert not [line for line in shown if line.startswith(("18 or older", "Yes, 18"))], shown
    decided(store, record, "adult")
    ages, shown = page_of(store, record)
    assert ages == ["adult"] and OTHERWISE not in shown
    assert not [line for line in shown if line.startswith("under 18")], shown


def test_a_decision_after_which_a_doubt_was_noted_does_not_stand(store: Vault) -> None:
    record = met(store, "adult")
    decided(store, record, "adult")
    workflow.told_here.keep(store, record, ConsentSheet(minor=True))
    assert page_of(store, record, replace(YES, guardian=GUARDIAN))[0] == []
