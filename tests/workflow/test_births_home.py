"""In which calendars somebody counts is known of where they are from, and not of the language of an interview alone."""

from datetime import date

import pytest

from intake_app import languages, workflow, xform
from intake_app.workflow import births
from intake_app.workflow.store import surroundings_for
from intake_app.xform import AnswerState, Session
from tests.gui_interview import forms

TODAY = date(2026, 11, 27)
BORN, FROM = "/data/who/born", "/data/plain"
EN, TI, FA = "English (en)", "ትግርኛ (ti)", "دری (fa-AF)"


def form(from_where: bool = True) -> bytes:
    """Births, and a question for the nationality."""
    made = forms.births()
    if not from_where:
        return made
    plain = b'<bind nodeset="/data/plain" type="date"/>'
    assert plain in made
    return made.replace(plain, b'<bind nodeset="/data/plain" type="string" intake:htcds="prs_Citizenship"/>')


def talk_in(language: str, from_where: bool = True) -> Session:
    return xform.new_session(xform.load(form(from_where)), surroundings_for({}), language)


def majority(talk: Session) -> str:
    return talk.value("/data/who/majority")


OF_MANY = ["English (en)", "Français (fr)", "Italiano (it)", "العربية (ar)", "Soomaali (so)"]


@pytest.mark.parametrize("language", OF_MANY)
def test_a_year_of_the_ethiopian_calendar_makes_no_adult_in_a_language_of_many(language: str) -> None:
    talk = talk_in(language, from_where=False)
    workflow.answer(talk, BORN, "? 2001--", TODAY)
    assert (majority(talk), talk.value("/data/who/calendar")) == ("may_be_minor", "not_known")
    assert talk.relevant("/data/help")
    workflow.answer(talk, BORN, "gregorian 2001--", TODAY)
    assert majority(talk) == "over_18"


@pytest.mark.parametrize("language", ["বাংলা (bn)", "Wolof (wo)", "Українська (uk)"])
def test_nor_is_anybody_made_a_child_who_counts_in_one_calendar_at_home(language: str) -> None:
    talk = talk_in(language, from_where=False)
    workflow.answer(talk, BORN, "? 2001--", TODAY)
    assert (majority(talk), talk.value("/data/who/calendar")) == ("over_18", "gregorian")


@pytest.mark.parametrize("year", ["1999", "1985"])
def test_what_makes_nobody_a_minor_is_read_as_before(year: str) -> None:
    talk = talk_in(EN, from_where=False)
    workflow.answer(talk, BORN, f"? {year}--", TODAY)
    assert (majority(talk), talk.value(BORN)) == ("over_18", f"{year}-12-31")


def test_a_year_that_only_another_calendar_has_is_that_of_a_minor() -> None:
    """1389 told in English, by somebody from Afghanistan: 2010 and 2011."""
    talk = talk_in(EN, from_where=False)
    workflow.answer(talk, BORN, "? 1389--", TODAY)
    assert (majority(talk), talk.value(BORN)) == ("minor", "2011-03-20")


def test_about_two_years_more_or_less_counts_in_such_a_calendar_too() -> None:
    talk = talk_in(EN, from_where=False)
    workflow.answer(talk, BORN, "about ? 1999--", TODAY)
    assert majority(talk) == "may_be_minor"
    workflow.answer(talk, BORN, "about ? 1997--", TODAY)
    assert majority(talk) == "over_18"


@pytest.mark.parametrize(("country", "expected"), [("ET", "may_be_minor"), ("ER", "may_be_minor"), ("NG", "over_18")])
@pytest.mark.parametrize("first", [True, False])
def test_a_nationality_decides_in_which_calendars_a_year_is_read(country: str, expected: str, first: bool) -> None:
    """Whichever was told first; by that of Nigeria nobody needs to ask any more."""
    talk = talk_in(EN)
    for ref, told in [(FROM, country), (BORN, "? 2001--")][:: 1 if first else -1]:
        changes = workflow.answer(talk, ref, told, TODAY)
    assert majority(talk) == expected and talk.relevant("/data/help") == (expected != "over_18")
    if not first:
        assert ("/data/who/majority" in changes.value) == (country == "NG")


def test_a_nationality_counts_beside_the_language_that_somebody_speaks() -> None:
    talk = talk_in("বাংলা (bn)")
    workflow.answer(talk, BORN, "? 2001--", TODAY)
    assert majority(talk) == "over_18"
    workflow.answer(talk, FROM, "ET", TODAY)
    assert majority(talk) == "may_be_minor"
    assert workflow.spoken_calendars(talk, BORN)[0] == "ethiopian"
    workflow.mark(talk, FROM, AnswerState.DECLINED)
    assert majority(talk) == "may_be_minor", "what is taken back makes nobody older"


def test_a_nationality_of_one_record_counts_for_a_birth_of_another() -> None:
    """It stands with the calendars of the record, which all records of the person are read by."""
    talk = talk_in("বাংলা (bn)")
    workflow.answer(talk, FROM, "ET", TODAY)
    assert workflow.snapshot(talk, None, ("বাংলা (bn)", "")).counts == ("ethiopian",)


def test_an_older_draft_is_read_again() -> None:
    """It took for an adult who may be none by what is known now."""
    talk = talk_in(EN, from_where=False)
    workflow.answer(talk, BORN, "? 2001--", TODAY)
    told = talk.serialise_draft().replace(b">may_be_minor<", b">over_18<")
    again = xform.resume(talk.definition, told, talk.states(), surroundings_for({}), EN)
    assert majority(again) == "over_18"
    births.recall(again, (EN,), today=TODAY)
    assert majority(again) == "may_be_minor"


@pytest.mark.parametrize(
    ("country", "first", "others"),
    [
        ("ET", "ethiopian", {"gregorian"}), ("ER", "gregorian", {"ethiopian"}), ("SA", "gregorian", {"hijri"}),
        ("AF", "persian", {"gregorian", "hijri"}), ("NG", "gregorian", {"hijri"}), ("XX", "gregorian", set()),
    ],
)  # fmt: skip
def test_calendars_of_a_country(country: str, first: str, others: set[str]) -> None:
    found = languages.calendars_of(country)
    assert found[0] == first and set(found[1:]) == others
