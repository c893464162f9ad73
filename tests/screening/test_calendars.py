"""Calendars beside days that others published, and beside Qt's and Saudi Arabia's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCalendar, QDate

from intake_app import calendars
from intake_app.calendars import BUDDHIST, COPTIC, ETHIOPIAN, GREGORIAN, HIJRI, NEPALI, PERSIAN, Span

# Days of history that are known by both dates: people's own calendar first.
KNOWN = [
    (ETHIOPIAN, (1888, 6, 23), "1896-03-01", "Adwa, Yekatit 23"),
    (ETHIOPIAN, (1967, 1, 2), "1974-09-12", "the emperor deposed, Meskerem 2"),
    (ETHIOPIAN, (1983, 9, 20), "1991-05-28", "the fall of the Derg, Ginbot 20"),
    (ETHIOPIAN, (1983, 9, 16), "1991-05-24", "Asmara free, Ginbot 16"),
    (ETHIOPIAN, (2000, 1, 1), "2007-09-12", "the millennium, Meskerem 1"),
    (ETHIOPIAN, (2013, 1, 1), "2020-09-11", "Meskerem 1"),
    (ETHIOPIAN, (2016, 1, 1), "2023-09-12", "Meskerem 1 after a year of 366 days"),
    (ETHIOPIAN, (2015, 13, 6), "2023-09-11", "the sixth day of Pagume"),
    (ETHIOPIAN, (2016, 4, 28), "2024-01-07", "Genna, Tahsas 28 after a year of 366 days"),
    (PERSIAN, (1357, 11, 22), "1979-02-11", "Bahman 22"),
    (PERSIAN, (1358, 1, 12), "1979-04-01", "Farvardin 12"),
    (PERSIAN, (1357, 2, 7), "1978-04-27", "Kabul, Sawr 7"),
    (PERSIAN, (1371, 2, 8), "1992-04-28", "Kabul, Sawr 8"),
    (PERSIAN, (1400, 5, 24), "2021-08-15", "Kabul, Asad 24"),
    (PERSIAN, (1403, 1, 1), "2024-03-20", "Nowruz"),
    (PERSIAN, (1403, 12, 30), "2025-03-20", "the last day of a leap year that rules of thumb miss"),
    (PERSIAN, (1404, 1, 1), "2025-03-21", "Nowruz"),
    (GREGORIAN, (2008, 2, 29), "2008-02-29", ""),
    (COPTIC, (1740, 1, 1), "2023-09-12", "Nayrouz after a year of 366 days"),
    (COPTIC, (1739, 13, 6), "2023-09-11", "the sixth day of Nesi"),
    (COPTIC, (1741, 4, 29), "2025-01-07", "Christmas, Koiak 29"),
    (BUDDHIST, (2475, 6, 24), "1932-06-24", "Bangkok, the end of absolute rule"),
    (BUDDHIST, (2567, 2, 29), "2024-02-29", ""),
    (NEPALI, (1990, 10, 2), "1934-01-15", "the great earthquake, Magh 2"),
    (NEPALI, (2007, 11, 7), "1951-02-18", "Democracy Day, Falgun 7"),
    (NEPALI, (2017, 9, 1), "1960-12-15", "the king dismisses the government, Poush 1"),
    (NEPALI, (2028, 10, 17), "1972-01-31", "the king dies, Magh 17"),
    (NEPALI, (2058, 2, 19), "2001-06-01", "the palace, Jestha 19"),
    (NEPALI, (2063, 1, 11), "2006-04-24", "Loktantra Day, Baisakh 11"),
    (NEPALI, (2064, 12, 28), "2008-04-10", "the constituent assembly is voted for, Chaitra 28"),
    (NEPALI, (2065, 2, 15), "2008-05-28", "Republic Day, Jestha 15"),
    (NEPALI, (2070, 8, 4), "2013-11-19", "the second one is voted for, Mangsir 4"),
    (NEPALI, (2072, 1, 12), "2015-04-25", "the earthquake of Gorkha, Baisakh 12"),
    (NEPALI, (2072, 6, 3), "2015-09-20", "Constitution Day, Asoj 3"),
    (NEPALI, (2080, 1, 1), "2023-04-14", "New Year"),
    (NEPALI, (2081, 1, 1), "2024-04-13", "New Year"),
    (NEPALI, (2082, 2, 15), "2025-05-29", "Republic Day, Jestha 15"),
]
# First days of months by Umm al-Qura, from the package hijridate 2.6.0: (year, month) to the Gregorian day.
UMM_AL_QURA = {
    (1385, 1): "1965-05-01", (1385, 9): "1965-12-23", (1397, 1): "1976-12-22", (1397, 9): "1977-08-15",
    (1400, 1): "1979-11-20", (1400, 9): "1980-07-13", (1412, 1): "1991-07-12", (1412, 9): "1992-03-05",
    (1420, 1): "1999-04-17", (1420, 9): "1999-12-09", (1425, 1): "2004-02-21", (1425, 9): "2004-10-15",
    (1427, 1): "2006-01-31", (1427, 9): "2006-09-24", (1429, 1): "2008-01-10", (1429, 9): "2008-09-01",
    (1440, 1): "2018-09-11", (1440, 9): "2019-05-06", (1445, 1): "2023-07-19", (1445, 9): "2024-03-11",
}  # fmt: skip


@pytest.mark.parametrize(("calendar", "told", "day", "what"), KNOWN)
def test_days_known_by_both_dates(calendar: str, told: tuple[int, int, int], day: str, what: str) -> None:
    assert calendars.day(calendar, *told) == date.fromisoformat(day), what
    assert calendars.parts(calendar, date.fromisoformat(day)) == told


def test_hijri_days_are_right_to_the_sighting_of_the_moon() -> None:
    for (year, month), day in UMM_AL_QURA.items():
        found = calendars.day(HIJRI, year, month, 1)
        assert found is not None
        assert abs((found - date.fromisoformat(day)).days) <= calendars.SIGHTING
        meant = calendars.span(HIJRI, year, month, 1)
        assert meant is not None and meant.earliest <= date.fromisoformat(day) <= meant.latest


@pytest.mark.parametrize(
    ("told", "real"), [((1429, 2), "2008-03-08"), ((1429, 12), "2008-12-28"), ((1428, 12), "2008-01-09")]
)
def test_every_hijri_month_may_have_a_thirtieth_by_the_moon(told: tuple[int, int], real: str) -> None:
    """The table gives these months 29 days; by Umm al-Qura the first two have thirty."""
    found, before = calendars.day(HIJRI, *told, 30), calendars.day(HIJRI, *told, 29)
    assert found is not None and before is not None and found - before == timedelta(1)
    meant = calendars.span(HIJRI, *told, 30)
    assert meant == Span(found, found).wider(calendars.SIGHTING)
    assert meant.earliest <= date.fromisoformat(real) <= meant.latest
    assert all(calendars.day(HIJRI, year, month, 30) for year in range(1300, 1450) for month in range(1, 13))


@pytest.mark.parametrize(
    ("calendar", "system"), [(PERSIAN, QCalendar.System.Jalali), (HIJRI, QCalendar.System.IslamicCivil)]
)
def test_the_same_days_as_another_implementation(calendar: str, system: QCalendar.System) -> None:
    theirs = QCalendar(system)
    for year in range(1300, 1430):
        for month in (1, 6, 7, 12):
            last = calendars.month_length(calendar, year, month)
            assert theirs.daysInMonth(month, year) == last, (year, month)
            assert calendars.day(calendar, year, month, last) == QDate(year, month, last, theirs).toPython()


@given(
    st.sampled_from(calendars.ALL), st.dates(date(calendars.FIRST + 12, 1, 1), date(calendars.LAST - 12, 12, 31))
)
def test_every_day_has_one_name(calendar: str, on: date) -> None:
    if calendar == NEPALI:
        on = date(1918 + on.year % 125, 5, 1) + timedelta(on.toordinal() % 300)
    assert calendars.day(calendar, *calendars.parts(calendar, on)) == on
    after = calendars.parts(calendar, on + timedelta(1))
    assert after > calendars.parts(calendar, on)


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        (GREGORIAN, (2007, 2, 29)),
        (GREGORIAN, (2007, 13, 1)),
        (GREGORIAN, (98, 1, 1)),
        (ETHIOPIAN, (2000, 13, 6)),
        (ETHIOPIAN, (2000, 14, 1)),
        (ETHIOPIAN, (2000, 1, 31)),
        (PERSIAN, (1404, 12, 30)),
        (PERSIAN, (1404, 7, 31)),
        (PERSIAN, (2006, 1, 1)),
        (HIJRI, (1427, 2, 31)),
        (HIJRI, (1427, 1, 31)),
        (HIJRI, (1427, 1, 0)),
        (COPTIC, (1740, 13, 6)),
        (BUDDHIST, (2566, 2, 29)),
        (BUDDHIST, (2024, 1, 1)),
        (NEPALI, (2082, 1, 32)),
        (NEPALI, (2082, 13, 1)),
        (NEPALI, (1974, 12, 30)),
        (NEPALI, (2101, 1, 1)),
    ],
)
def test_a_day_that_there_is_not(calendar: str, told: tuple[int, int, int]) -> None:
    assert calendars.day(calendar, *told) is None
    assert calendars.span(calendar, *told) is None or told[2] == 0


@pytest.mark.parametrize(
    ("calendar", "told", "earliest", "latest"),
    [
        (GREGORIAN, (2008,), "2008-01-01", "2008-12-31"),
        (GREGORIAN, (2008, 2), "2008-02-01", "2008-02-29"),
        (ETHIOPIAN, (2000,), "2007-09-12", "2008-09-10"),
        (ETHIOPIAN, (1999, 13), "2007-09-06", "2007-09-11"),
        (PERSIAN, (1387,), "2008-03-20", "2009-03-20"),
        (PERSIAN, (1387, 7), "2008-09-22", "2008-10-21"),
        (NEPALI, (2081,), "2024-04-13", "2025-04-13"),
        (NEPALI, (2081, 12), "2025-03-14", "2025-04-13"),
        (NEPALI, (2100,), "2043-04-14", "2044-04-12"),
    ],
)
def test_a_year_or_a_month_is_all_its_days(calendar: str, told: tuple[int, ...], earliest: str, latest: str) -> None:
    found = calendars.span(calendar, *told)
    assert found == Span(date.fromisoformat(earliest), date.fromisoformat(latest))


def test_a_hijri_year_is_a_little_longer_than_its_days() -> None:
    found = calendars.span(HIJRI, 1429)
    assert found is not None and (found.latest - found.earliest).days + 1 == 354 + 2 * calendars.SIGHTING


def test_a_day_before_or_behind_the_table_of_nepal_has_no_name_in_it() -> None:
    edges = {"1918-04-12": False, "1918-04-13": True, "2044-04-12": True, "2044-04-13": False}
    assert {day: calendars.reaches(NEPALI, date.fromisoformat(day)) for day in edges} == edges
    assert calendars.reaches(PERSIAN, date(1700, 1, 1))
    with pytest.raises(ValueError, match="year"):
        calendars.parts(NEPALI, date(1900, 1, 1))
