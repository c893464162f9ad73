"""What is told of a birth: every reading of it counts, and nobody is an adult by one reading alone."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import calendars, languages
from intake_app.screening import (
    Birth,
    Event,
    Statement,
    assess_values,
    birth_parts,
    read_birth,
    slip_fields,
    understood,
    written_birth,
    years_old,
)
from intake_app.screening.birth import SEASONS

TODAY = date(2026, 11, 27)
EVENTS = {
    "kabul": Event("kabul", date(2021, 8, 15), date(2021, 8, 15), {"en": "Kabul"}),
    "ebola": Event("ebola", date(2014, 3, 22), date(2014, 12, 31), {"en": "Ebola"}),
}


def told(line: str, language: str = "fr", today: date = TODAY) -> Birth:
    said = read_birth(line)
    assert said is not None
    return understood(said, languages.get(language).calendars, EVENTS, today)


@pytest.mark.parametrize(
    ("line", "language", "majority", "iso", "calendar", "precision"),
    [
        # A whole date in a calendar that was asked for.
        ("gregorian 2008-11-27", "fr", "over_18", "2008-11-27", "gregorian", "day"),
        ("gregorian 2008-11-28", "fr", "minor", "2008-11-28", "gregorian", "day"),
        ("ethiopian 2002-5-20", "ti", "minor", "2010-01-28", "ethiopian", "day"),
        ("persian 1385-5-24", "fa-AF", "over_18", "2006-08-15", "persian", "day"),
        ("hijri 1429-11-28", "ar-SD", "may_be_minor", "2008-11-27", "hijri", "day"),
        # 1 January is written where the year alone is known.
        ("gregorian 2008-1-1", "fa-AF", "may_be_minor", "2008-01-01", "gregorian", "day"),
        ("gregorian 2007-1-1", "fa-AF", "over_18", "2007-01-01", "gregorian", "day"),
        # A year, a month, a season.
        ("gregorian 2008--", "fr", "may_be_minor", "2008-12-31", "gregorian", "year"),
        ("gregorian 2007--", "fr", "over_18", "2007-12-31", "gregorian", "year"),
        ("gregorian 2009--", "fr", "minor", "2009-12-31", "gregorian", "year"),
        ("gregorian 2008-11-", "fr", "may_be_minor", "2008-11-30", "gregorian", "month"),
        # A season that began in one year ends in the next.
        ("gregorian 2008-- rains", "wo", "may_be_minor", "2009-07-02", "gregorian", "season"),
        ("gregorian 2008-- autumn", "wo", "may_be_minor", "2008-12-31", "gregorian", "season"),
        ("gregorian 2008-3- winter", "wo", "over_18", "2008-03-31", "gregorian", "month"),
        ("gregorian 2008-1-1 winter", "wo", "may_be_minor", "2008-01-01", "gregorian", "day"),
        ("ethiopian 2000--", "am", "over_18", "2008-09-10", "ethiopian", "year"),
        ("ethiopian 2001--", "am", "may_be_minor", "2009-09-10", "ethiopian", "year"),
        # Nobody asked which calendar. 2002 in Ethiopia is 2009 and 2010: sixteen, not twenty-four.
        ("? 2002--", "ti", "may_be_minor", "2010-09-10", "not_known", "year"),
        ("? 2002-5-20", "am", "may_be_minor", "2010-01-28", "not_known", "day"),
        ("? 2002--", "fr", "over_18", "2002-12-31", "gregorian", "year"),
        ("? 1387--", "fa", "may_be_minor", "2009-03-20", "not_known", "year"),
        ("? 2008--", "ar-EG", "may_be_minor", "2008-12-31", "gregorian", "year"),
        ("? 1429--", "ar-EG", "may_be_minor", "2008-12-30", "hijri", "year"),
        # About: two years to both sides.
        ("about gregorian 2006--", "fr", "may_be_minor", "2008-12-30", "gregorian", "about_year"),
        ("about gregorian 2006-3-1", "fr", "over_18", "2008-02-29", "gregorian", "about_day"),
        # An age: whole years, or the year that runs; of moons where people count so.
        ("age 17 at 2026-11-27", "fr", "minor", "2010-11-27", "gregorian", "age"),
        ("age 18 at 2026-11-27", "fr", "may_be_minor", "2009-11-27", "gregorian", "age"),
        ("age 19 at 2026-11-27", "fr", "over_18", "2008-11-27", "gregorian", "age"),
        # The 19th year of moons began 18 of them ago, and those are seventeen and a half of the sun.
        ("age 19 at 2026-11-27", "ar", "may_be_minor", "2009-06-13", "gregorian", "age"),
        ("age 20 at 2026-11-27", "ar", "over_18", "2008-06-24", "gregorian", "age"),
        ("about age 20 at 2026-11-27", "fr", "may_be_minor", "2009-11-26", "gregorian", "about_age"),
        ("about age 22 at 2026-11-27", "fr", "over_18", "2007-11-27", "gregorian", "about_age"),
        ("age 19 at 2025-11-27", "fr", "over_18", "2007-11-27", "gregorian", "age"),
        # An age at an event.
        ("event kabul age 12", "ps", "may_be_minor", "2010-12-15", "gregorian", "event"),
        ("event kabul age 14", "fr", "over_18", "2008-08-15", "gregorian", "event"),
        ("event kabul age 14", "ps", "may_be_minor", "2009-01-06", "gregorian", "event"),
        ("event kabul age 15", "ps", "over_18", "2008-01-17", "gregorian", "event"),
        ("event kabul age 14 counting hijri", "fr", "may_be_minor", "2009-01-06", "gregorian", "event"),
        ("event ebola age 7", "sus", "may_be_minor", "2008-12-31", "gregorian", "event"),
    ],
)
def test_every_reading_counts(line: str, language: str, majority: str, iso: str, calendar: str, precision: str) -> None:
    birth = told(line, language)
    assert (birth.majority, birth.iso, birth.calendar, birth.precision) == (majority, iso, calendar, precision)


@pytest.mark.parametrize(
    ("line", "iso", "precision"),
    [
        ("gregorian 200--", "200--", "year"),
        ("gregorian -5-", "-5-", "month"),
        ("gregorian 2031--", "2031--", "year"),
        ("gregorian 1899--", "1899--", "year"),
        ("persian 2006--", "2006--", "year"),
        ("age  at 2026-11-27", "", ""),
        ("age 140 at 2026-11-27", "", "age"),
        ("event unheard_of age 9", "", "event"),
        ("event kabul age ", "", ""),
        ("event kabul age 170", "", "event"),
        ("event kabul age 999", "", "event"),
        ("event kabul age 112", "", "event"),
    ],
)
def test_what_means_no_day_says_nothing_of_age(line: str, iso: str, precision: str) -> None:
    birth = told(line)
    assert (birth.iso, birth.precision) == (iso, precision)
    assert (birth.majority, birth.calendar, birth.span, birth.readings) == ("", "", None, ())


@pytest.mark.parametrize(
    ("line", "language", "majority", "iso", "earliest"),
    [
        ("gregorian 2012-2-30", "fr", "minor", "30/2/2012", "2012-02-01"),
        ("gregorian 2008-11-31", "fr", "may_be_minor", "31/11/2008", "2008-11-01"),
        ("gregorian 2008-13-1", "fr", "may_be_minor", "1/13/2008", "2008-01-01"),
        ("gregorian 2008--5", "fr", "may_be_minor", "2008--5", "2008-01-01"),
        ("gregorian 2008-0-", "fr", "may_be_minor", "2008-0-", "2008-01-01"),
        ("gregorian 2007-11-31", "fr", "over_18", "31/11/2007", "2007-11-01"),
        ("ethiopian 2000-13-6", "ti", "over_18", "6/13/2000", "2008-09-06"),
        ("? 2005-13-31", "ti", "minor", "31/13/2005", "2013-09-06"),
        ("? 2005--31", "ti", "may_be_minor", "2005--31", "2005-01-01"),
        ("about gregorian 2008-2-30", "fr", "may_be_minor", "30/2/2008", "2006-02-01"),
    ],
)
def test_a_day_that_no_calendar_has_is_read_as_its_month_or_year(
    line: str, language: str, majority: str, iso: str, earliest: str
) -> None:
    """So that the question says that it does not fit, and no child is missed by that."""
    birth = told(line, language)
    assert birth.span is not None
    assert (birth.majority, birth.iso, birth.span.earliest.isoformat()) == (majority, iso, earliest)


@pytest.mark.parametrize(
    ("line", "language", "latest", "majority"),
    [
        ("gregorian 2008-11-31", "fr", "2008-12-01", "may_be_minor"),
        ("gregorian 2007-2-31", "fr", "2007-03-03", "over_18"),
        ("gregorian 2007-2-99", "fr", "2007-03-31", "over_18"),
        ("gregorian 2007-13-1", "fr", "2008-01-31", "over_18"),
        ("gregorian 2007--5", "fr", "2007-12-31", "over_18"),
        ("persian 1386-12-30", "fa-AF", "2008-03-20", "over_18"),
        ("? 1386-12-30", "fa-AF", "2008-03-20", "over_18"),
        ("ethiopian 2001-3-31", "ti", "2008-12-10", "may_be_minor"),
    ],
)
def test_a_day_that_no_calendar_has_may_be_the_one_behind_it(
    line: str, language: str, latest: str, majority: str
) -> None:
    """Whoever says 31 November may mean the day after 30: nobody is an adult by the end of a month alone."""
    birth = told(line, language, today=date(2026, 11, 30))
    assert birth.span is not None
    assert (birth.span.latest.isoformat(), birth.majority) == (latest, majority)
    assert birth.readings[0].day is None


@pytest.mark.parametrize(
    ("line", "language", "majority", "earliest", "latest"),
    [
        ("persian 1387-7-31", "fa-AF", "may_be_minor", "2008-03-20", "2009-03-20"),
        ("? 1387-7-31", "fa-AF", "may_be_minor", "1967-04-09", "2009-03-20"),
        ("gregorian 2008-2-31", "fr", "may_be_minor", "2008-01-01", "2008-12-31"),
        ("about gregorian 2006-2-30", "fr", "may_be_minor", "2004-01-02", "2008-12-30"),
        # The whole year makes an adult: the month stands.
        ("persian 1386-7-31", "fa-AF", "over_18", "2007-09-23", "2007-10-23"),
        ("about gregorian 2005-2-30", "fr", "over_18", "2003-02-02", "2007-03-02"),
    ],
)
def test_a_day_that_there_is_not_makes_nobody_an_adult_where_its_year_does_not(
    line: str, language: str, majority: str, earliest: str, latest: str
) -> None:
    birth = told(line, language, today=date(2026, 11, 30))
    assert birth.span is not None
    span = birth.span.earliest.isoformat(), birth.span.latest.isoformat()
    assert (birth.majority, *span) == (majority, earliest, latest)


@pytest.mark.parametrize(
    ("line", "language", "iso", "earliest", "latest"),
    [
        ("hijri 1429-2-30", "ar-SD", "2008-03-09", "2008-03-07", "2008-03-11"),
        ("? 1429-2-30", "ar-SD", "2008-03-09", "2008-03-07", "2008-03-11"),
        ("hijri 1429-12-30", "ar-SD", "2008-12-29", "2008-12-27", "2008-12-31"),
        ("hijri 1388-12-30", "fa-AF", "1969-03-20", "1969-03-18", "1969-03-22"),
    ],
)
def test_the_thirtieth_of_a_hijri_month_is_the_day_behind_the_29th(
    line: str, language: str, iso: str, earliest: str, latest: str
) -> None:
    birth = told(line, language)
    assert birth.span is not None and birth.read_as == read_birth(line)
    assert (birth.iso, birth.span.earliest.isoformat(), birth.span.latest.isoformat()) == (iso, earliest, latest)


def test_a_thirtieth_by_the_moon_hides_no_month_of_a_child() -> None:
    """30 Esfand 1388 there is not, and who told it may be born in 2010; by the moon they would be 57."""
    birth = told("? 1388-12-30", "fa-AF")
    assert {one.calendar for one in birth.readings} == {"persian", "hijri"}
    assert (birth.majority, birth.iso) == ("may_be_minor", "30/12/1388")


@pytest.mark.parametrize("language", ["fa", "ps", "bal", "ckb", "ar", "ur", "tr", "en"])
@pytest.mark.parametrize("year", range(1387, 1406))
def test_no_30_esfand_of_a_child_is_read_by_the_moon_alone(language: str, year: int) -> None:
    """Most years lack it, and by the moon it is a day of people of forty: whether the table has it or not."""
    known = languages.get(language)
    said = Statement(year=str(year), month="12", day="30")
    birth = understood(said, known.calendars, EVENTS, date(2026, 11, 30), known.also)
    assert "persian" in {one.calendar for one in birth.readings}
    assert birth.majority in ("minor", "may_be_minor")


@pytest.mark.parametrize(
    ("line", "language", "majority", "iso"),
    [
        # An Ethiopian month has no 31st: whoever is told so may be a day younger than the 30th makes them.
        ("? 2001-8-31", "am", "may_be_minor", "2009-05-09"),
        # Where a child is meant in any case, or nobody in any, the day that there is stays the day.
        ("? 2012-8-31", "am", "minor", "2012-08-31"),
        ("? 1990-8-31", "am", "over_18", "1990-08-31"),
        ("about ? 2000-7-31", "am", "may_be_minor", "2010-04-09"),
        ("ethiopian 1990-8-30", "am", "over_18", "1998-05-08"),
    ],
)
def test_a_day_that_one_calendar_lacks_makes_nobody_an_adult(
    line: str, language: str, majority: str, iso: str
) -> None:
    birth = told(line, language)
    assert (birth.majority, birth.iso) == (majority, iso)


@pytest.mark.parametrize(
    ("line", "language", "ages"),
    [
        ("about age 0 at 2026-11-27", "fr", (0, 2)),
        ("about age 1 at 2026-11-27", "ar", (0, 3)),
        ("gregorian 2026--", "fr", (0, 0)),
        ("about ? 2026--", "ti", (0, 2)),
        ("hijri 1448-6-18", "ar", (0, 0)),
    ],
)
def test_no_reading_is_of_a_birth_that_is_still_to_come(line: str, language: str, ages: tuple[int, int]) -> None:
    birth = told(line, language)
    assert all(years_old(one.span, TODAY)[0] >= 0 and one.span.latest <= TODAY for one in birth.readings)
    assert all(one.day is None or one.day <= TODAY for one in birth.readings)
    assert years_old(birth.readings[0].span, TODAY) == ages and birth.iso <= TODAY.isoformat()


def test_nobody_is_born_tomorrow() -> None:
    birth = told("gregorian 2026--")
    assert birth.span is not None and birth.span.latest == TODAY
    assert told("age 0 at 2026-11-27").iso == "2026-11-27"


def test_a_birth_on_29_february_comes_of_age_on_1_march() -> None:
    assert told("gregorian 2008-2-29", today=date(2026, 2, 28)).majority == "minor"
    assert told("gregorian 2008-2-29", today=date(2026, 3, 1)).majority == "over_18"


def test_ages_of_a_span() -> None:
    birth = told("? 2002--", "ti")
    assert birth.span is not None
    assert years_old(birth.span, TODAY) == (16, 24)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "maybe 2002--",
        "coptic 2002--",
        "gregorian 2002",
        "gregorian 2002-- monsoon",
        "age x at 2026-11-27",
        "age 17 at 2026-02-31",
        "age 17 at 0000-00-00",
        "age 17 at 0001-01-01",
        "age 17 at 9999-12-31",
        "2002-1-1",
    ],
)
def test_a_line_that_is_none(line: str) -> None:
    assert read_birth(line) is None


@pytest.mark.parametrize(
    ("line", "today", "majority"),
    [
        ("gregorian 2007-- winter", date(2026, 1, 15), "may_be_minor"),
        ("gregorian 2007-- winter", date(2026, 4, 2), "over_18"),
        ("gregorian 2007-- dry", date(2026, 6, 30), "may_be_minor"),
        ("gregorian 2007-- rains", date(2026, 6, 30), "may_be_minor"),
        ("gregorian 2007-- autumn", date(2026, 1, 15), "over_18"),
        ("gregorian 2007--", date(2026, 1, 15), "over_18"),
        ("ethiopian 1999-- autumn", date(2025, 9, 30), "may_be_minor"),
        ("persian 1386-- spring", date(2026, 3, 25), "over_18"),
        ("hijri 1428-- summer", date(2026, 4, 1), "may_be_minor"),
    ],
)
def test_a_season_may_end_in_the_next_year(line: str, today: date, majority: str) -> None:
    assert told(line, today=today).majority == majority


@pytest.mark.parametrize("on", ["", "today", "2026-02-31", "0001-01-01"])
def test_an_age_that_was_told_on_no_day_says_nothing(on: str) -> None:
    assert understood(Statement("age", age="19", on=on), ("hijri",), EVENTS, TODAY).majority == ""


@pytest.mark.parametrize(
    ("said", "likely", "majority"),
    [
        (Statement("age", age="19", on="2026-11-27"), ("hijri",), "may_be_minor"),
        (Statement("age", age="19", on="2026-11-27"), ("persian",), "over_18"),
        (Statement("age", age="20", on="2026-11-27"), ("hijri",), "over_18"),
        (Statement("event", event="kabul", age="14"), ("hijri",), "may_be_minor"),
        (Statement("event", event="kabul", age="16"), ("hijri",), "over_18"),
    ],
)
def test_years_of_moons_count_where_they_are_only_likely(
    said: Statement, likely: tuple[str, ...], majority: str
) -> None:
    assert understood(said, ("gregorian",), EVENTS, TODAY, likely).majority == majority


@given(st.integers(1, 60), st.integers(0, 354), st.sampled_from([date(2026, 11, 27), date(2026, 1, 1)]))
def test_no_running_year_of_moons_makes_an_adult_of_a_child(number: int, into: int, today: date) -> None:
    """Whoever was born so many moons ago, and tells the year that runs, is among the days that are read."""
    born = today - timedelta(int((number - 1) * 354.367) + into)
    said = Statement("age", age=str(number), on=today.isoformat())
    birth = understood(said, ("hijri",), {}, today)
    assert birth.span is not None and birth.span.earliest <= born <= birth.span.latest
    if (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < 18:
        assert birth.majority in ("minor", "may_be_minor")


FIGURES = st.integers(0, 9999).map(str) | st.just("")
STATEMENTS = st.one_of(
    st.builds(
        Statement,
        st.just("date"),
        st.sampled_from(("", *calendars.CALENDARS)),
        FIGURES,
        st.integers(0, 14).map(str) | st.just(""),
        st.integers(0, 32).map(str) | st.just(""),
        st.sampled_from(("", *SEASONS)),
        about=st.booleans(),
    ),
    st.builds(
        Statement,
        st.just("age"),
        age=st.integers(0, 130).map(str),
        on=st.dates(date(2020, 1, 1), TODAY).map(date.isoformat),
        about=st.booleans(),
    ),
    st.builds(
        Statement,
        st.just("event"),
        age=st.integers(0, 999).map(str),
        event=st.sampled_from((*EVENTS, "none")),
        about=st.booleans(),
    ),
)


@given(STATEMENTS, st.sampled_from(["fr", "ti", "fa-AF", "ar-SD"]))
def test_what_is_kept_can_be_read_again_and_never_makes_an_adult_of_a_child(said: Statement, language: str) -> None:
    assert read_birth(written_birth(said)) == (None if said.blank else said)
    spoken = languages.get(language).calendars
    birth = understood(said, spoken, EVENTS, TODAY)
    if birth.span is None:
        assert birth.majority == ""
        return
    assert birth.span.earliest <= birth.span.latest <= TODAY
    if birth.read_as == said:
        assert date.fromisoformat(birth.iso) <= TODAY
    else:
        assert sorted(re.findall(r"\d+", birth.iso)) == sorted(filter(None, (said.year, said.month, said.day)))
        with pytest.raises(ValueError):
            date.fromisoformat(birth.iso)
    youngest = min(reading.span.earliest for reading in birth.readings)
    assert birth.span.earliest == min(youngest, TODAY)
    born_a_child = any(reading.span.latest > TODAY - timedelta(18 * 365) for reading in birth.readings)
    assert not (born_a_child and birth.majority == "over_18")


BESIDE = {
    "/d/who/born": {"birth": "date"},
    "/d/who/said": {"birth": "said"},
    "/d/who/is_minor": {"birth": "majority"},
    "/d/other/said": {"birth": "said"},
    "/d/who/odd": {"birth": "unheard_of"},
    "/d/who/age": {"slip": "age_band"},
    "/d/job": {"indicator": "deceived_job", "strength": "weak", "when": "yes"},
}


def test_the_parts_of_a_birth_stand_in_its_group_and_in_its_instance() -> None:
    tags = {path: own for path, own in BESIDE.items() if "birth" in own}
    assert birth_parts(tags, "/d/who[2]/born") == {
        "date": "/d/who[2]/born",
        "said": "/d/who[2]/said",
        "majority": "/d/who[2]/is_minor",
    }


@pytest.mark.parametrize(
    ("majority", "band", "rule"),
    [
        ("minor", "minor", "child_any"),
        ("may_be_minor", "minor", "child_any"),
        ("over_18", "adult", "some"),
        ("", "adult", "some"),
    ],
)
def test_who_may_be_a_minor_goes_as_one_whatever_else_was_said(majority: str, band: str, rule: str) -> None:
    values = {"/d/who/is_minor": majority, "/d/who/age": "adult", "/d/job": "yes"}
    assert slip_fields(BESIDE, values)["age_band"] == band
    assert assess_values(BESIDE, values).rule == rule
