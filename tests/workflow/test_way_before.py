"""How, before whom and when somebody agreed stays as it was in a correction, whoever finishes that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake_app import workflow
from intake_app.workflow import ConsentSheet, carrying
from tests.workflow.test_said_since import ALL
from tests.workflow.test_told_to_colleagues import By, by  # noqa: F401

BEFORE = ConsentSheet(given=True, how="witness", witness="interpreter", language="bn")
ONE_NO = {**ALL, "export": "no"}


def corrected(by: By, who: str, in_case: bool = True, **said: str) -> str:  # noqa: F811
    """A talk of Ada's before an interpreter, and a correction of it that somebody has open."""
    ada = by("Ada")
    record = ada.begun("asks", True, ada.store.open_case().id if in_case else "", **{**ALL, **said})
    workflow.finalise_draft(ada.store, record, BEFORE)
    correction = workflow.edit_record(ada.store, record).row.id
    if who != "Ada":
        workflow.hand_over(ada.store, correction, who)
        by(who)
    return correction


@pytest.mark.parametrize("who", ["Ada", "Bea"])
def test_a_yes_that_stands_is_not_noted_anew(by: By, who: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    correction = corrected(by, who)
    here = by(who)
    case = here.store.case_of(correction)
    assert case is not None
    said = here.store.case_words(case.id)
    later = datetime.now(UTC) + timedelta(days=30)
    monkeypatch.setattr(here.store._opening, "clock", lambda: later)
    here.answer(correction, asylum="no")
    assert workflow.finalise_draft(here.store, correction).released
    assert here.store.case_words(case.id) == said, "nobody asked them again"


@pytest.mark.parametrize("who", ["Ada", "Bea"])
def test_what_is_agreed_to_since_is_noted(by: By, who: str) -> None:  # noqa: F811
    correction = corrected(by, who, export="no")
    here = by(who)
    here.answer(correction, export="yes")
    workflow.finalise_draft(here.store, correction)
    last = [word for word in here.store.said(correction) if word.purpose == "export"][-1]
    assert (last.word, last.how) == ("yes", "spoken")


@pytest.mark.parametrize("who", ["Ada", "Bea"])
@pytest.mark.parametrize("in_case", [True, False])
def test_the_end_of_a_correction_begins_with_how_they_agreed_before(by: By, who: str, in_case: bool) -> None:  # noqa: F811
    correction = corrected(by, who, in_case)
    assert workflow.open_record(by(who).store, correction).given == ("witness", "interpreter")


def test_where_nothing_is_corrected_it_begins_with_nothing_and_after_a_yes_aloud_with_that(by: By) -> None:  # noqa: F811
    ada = by("Ada")
    assert workflow.open_record(ada.store, ada.begun("asks", True, "", **ALL)).given is None
    assert workflow.edit_record(ada.store, ada.closed("asks", "", **ALL)).given == ("spoken", "")


@pytest.mark.parametrize(
    ("given_for", "how", "old", "new"),
    [
        ("new", "witness", "witness", "witness"),
        ("new", "signed", "witness", "signed"),
        ("all", "spoken", "spoken", "spoken"),
        ("all", "signed", "signed", "signed"),
    ],
)
@pytest.mark.parametrize("who", ["Ada", "Bea"])
def test_the_way_is_told_of_what_is_new_or_of_all(
    by: By, who: str, given_for: str, how: str, old: str, new: str  # noqa: F811
) -> None:
    correction = corrected(by, who, export="no")
    here = by(who)
    here.answer(correction, export="yes")
    sheet = replace(BEFORE, how=how, witness="interpreter" if how == "witness" else "", given_for=given_for)
    workflow.finalise_draft(here.store, correction, sheet)
    heard = {each.purpose: each for each in carrying.heard_in(here.store, correction)}
    assert (heard["sync"].how, heard["export"].how) == (old, new)
    assert heard["sync"].witness == ("interpreter" if old == "witness" else "")
