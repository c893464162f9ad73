"""Digits, dates, times, places and marks, without a window."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QDate

from intake_app import calendars
from intake_app import prose as prose_of
from intake_app.gui import interview_script
from intake_app.gui.answers import digits, moments
from intake_app.gui.answers.answer import toggled
from intake_app.gui.answers.choices import columns
from intake_app.gui.answers.coordinates import stored_point, stored_points, unclear_direction
from intake_app.gui.answers.day import long_date
from intake_app.gui.answers.long_list import folded
from intake_app.gui.answers.moments import Parts

SUMMER = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12", "12"),
        ("١٢", "12"),
        ("১২৩", "123"),
        ("۴۵", "45"),
        ("፵፪", "42"),
        ("፳፻፲፮", "2016"),
        ("-፻", "-100"),
        ("፪፼፭፻፩", "20501"),
        ("-7", "-7"),
        ("−7", "-7"),
        ("12,5", "12.5"),
        ("١٢٫٥", "12.5"),
        ("3.", "3."),
        ("1 234", "1234"),
        ("1٬234\u202f567", "1234567"),
        ("", ""),
        ("abc", ""),
        ("a12", "12"),
        ("a1b2", "1b2"),
        ("1e5", "1e5"),
        ("1.2.3", "1.2.3"),
        ("5-3", "5-3"),
        ("5−3", "5-3"),
    ],
)
def test_numbers_of_any_script_are_stored_in_ascii_and_never_changed(typed: str, stored: str) -> None:
    assert digits.lexical_number(typed) == stored


@pytest.mark.parametrize(
    ("signs", "number"),
    [
        ("፩", 1), ("፲", 10), ("፲፪", 12), ("፻", 100), ("፻፩", 101), ("፲፻", 1000), ("፲፱፻፺፱", 1999), ("፳፻፩", 2001),
        ("፳፻፲፯", 2017), ("፸፰፻፺፪", 7892), ("፼", 10_000), ("፻፼", 1_000_000), ("፼፼", 100_000_000),
        ("፸፰፻፩፼፺፪", 78_010_092), ("፸፰፻፩፼፼፺፪", 780_100_000_092), ("፪፼፫፼", 200_030_000),
    ],
)  # fmt: skip
def test_ethiopic_numerals_are_read_as_they_are_written(signs: str, number: int) -> None:
    """Years as calendars of Ethiopia print them; the largest ones from the W3C's note on ready-made counter styles."""
    assert digits.ascii_digits(signs) == digits.lexical_number(signs) == str(number)
    assert digits.ascii_digits(f"{signs}/፪") == f"{number}/2"


@pytest.mark.parametrize("typed", ["፪፭", "፳፳", "፪፳", "፻፻", "፪፻፫፻", "፫፻፪፻፼", "2፻", "፪5", "፪፫5"])
def test_signs_that_are_no_ethiopic_number_make_none(typed: str) -> None:
    """Written as if in places, ፪፭ would be 25; read as Ethiopic it would be 7; 2፻ would be 2100."""
    assert digits.lexical_number(typed) == typed


def test_thousands_are_spread_for_reading_only() -> None:
    assert digits.spread_number("-1234567.25") == "-1\u202f234\u202f567.25"
    assert digits.spread_number("12-") == "12-"


@pytest.mark.parametrize(
    ("parts", "stored"),
    [
        (Parts("5", "3", "2026"), "2026-03-05"),
        (Parts("٥", "٣", "٢٠٢٦"), "2026-03-05"),
        (Parts("", "", ""), ""),
        (Parts("5", "", ""), "--5"),
        (Parts("5", "3", "20"), "20-3-5"),
        (Parts("31", "2", "2026"), "2026-02-31"),
        (Parts("2026-1", "", ""), "--2026-1"),
    ],
)
def test_a_half_typed_date_is_kept(parts: Parts, stored: str) -> None:
    assert moments.stored(parts) == stored


@pytest.mark.parametrize(
    ("value", "gone"),
    [
        ("2001-02-31", True), ("31/13/2001", True), ("2001-13-01T07:05", True), ("2001-02-31T7:", True),
        ("2001-02-28", False), ("2001-02-28T25:70", False), ("2001-2-", False), ("--31", False), ("31/2", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_whole_date_of_a_day_that_is_in_no_calendar_is_told_from_half_a_date(value: str, gone: bool) -> None:
    assert moments.no_such_day(value) == gone


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("30/12/1386 persianT10:45", "30/12/1386 10:45"), ("5/6/ persianT10:45", "5/6 10:45"),
        ("30/12/1386 persian", "30/12/1386"), ("5/6/ persian", "5/6"),
    ],
)  # fmt: skip
def test_a_day_of_another_calendar_stands_apart_from_its_time(value: str, told: str) -> None:
    assert moments.without_calendar(value) == told


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        ("hijri", "30/2/1429"), ("hijri", "30/12/1429"), ("hijri", "31/1/1429"), ("persian", "30/12/1386"),
        ("persian", "31/7/1387"), ("ethiopian", "6/13/2000"), ("ethiopian", "7/13/1999"), ("ethiopian", "31/1/2000"),
        ("gregorian", "31/4/2020"), ("coptic", "6/13/1740"), ("buddhist", "29/2/2566"), ("nepali", "32/1/2082"),
    ],
)  # fmt: skip
def test_a_day_that_a_calendar_lacks_is_refused_with_its_calendar_and_never_moved(calendar: str, told: str) -> None:
    kept = moments.stored_of(calendar, Parts(*told.split("/")))
    assert kept == f"{told} {calendar}" and moments.no_such_day(kept)
    assert moments.by_the_moon_alone(kept) == (told in ("30/2/1429", "30/12/1429"))


def test_the_thirtieth_that_a_month_of_hijri_has_is_that_day() -> None:
    """The first of Muharram 1429 was 10 January 2008; by the table the month has thirty days."""
    assert moments.stored_of("hijri", Parts("30", "1", "1429")) == "2008-02-08"
    assert calendars.parts("hijri", date(2008, 2, 8)) == (1429, 1, 30)


@pytest.mark.parametrize("calendar", calendars.ALL)
@pytest.mark.parametrize("day", [Parts("5", "3", "2018"), Parts("31", "13", "2018"), Parts("5"), Parts()])
def test_half_a_time_stays_whatever_calendar_its_day_is_told_in(calendar: str, day: Parts) -> None:
    for half in (("7", ""), ("", "30"), ("25", "5")):
        kept = moments.stored_moment(moments.stored_of(calendar, day), *half, SUMMER)
        assert moments.clock_of(kept.partition("T")[2]) == half


@pytest.mark.parametrize("value", ["2026-03-05", "--5", "20-3-5", "2026--", "-3-", "--1999", "--2026-1"])
def test_a_date_comes_back_into_its_fields(value: str) -> None:
    assert moments.stored(moments.parts_of(value)) == value


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("2026-03-15", Parts("15", "3", "2026")),
        ("15/03/2026", Parts("15", "3", "2026")),
        ("١٥.٠٣.٢٠٢٦", Parts("15", "3", "2026")),
        ("፲፭/፲፪/፲፱፻፺፱", Parts("15", "12", "1999")),
        ("11/2008", Parts("", "11", "2008")),
        ("٠٣.٢٠٠٨", Parts("", "3", "2008")),
        ("٣٠\u200f/١١\u200f/٢٠٠٨", Parts("30", "11", "2008")),
        ("\u200f30/11/2008", Parts("30", "11", "2008")),
        ("\u061c30/11/2008\u200e", Parts("30", "11", "2008")),
        ("30/ 11 / 2008", Parts("30", "11", "2008")),
        ("30. 11. 2008\n", Parts("30", "11", "2008")),
        ("2008-11-30T10:30:00.000", Parts("30", "11", "2008", ("10", "30"))),
        ("2008-11-30T10:30:00.000+01:00", None),
        ("30/11/2008 9:30م", None),
        ("30/11/2008 12:30:99", None),
        ("30/11/2008 10:30", Parts("30", "11", "2008", ("10", "30"))),
        ("2008/11/30 12:30", Parts("30", "11", "2008", ("12", "30"))),
        ("20081130 12:30", Parts("30", "11", "2008", ("12", "30"))),
        ("2008 12:30", None),
        ("2008–11–30", Parts("30", "11", "2008")),
        ("۳۰؍۱۱؍۲۰۰۸", Parts("30", "11", "2008")),
        ("30/11/2008 alle 10", None),
        ("14/2008", None),
        ("2026-03-1", None),
        ("15/3/26", None),
        ("x", None),
    ],
)
def test_a_whole_date_typed_at_once(typed: str, parts: Parts | None) -> None:
    assert moments.typed_whole(typed) == parts


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("31122001", Parts("31", "12", "2001")),
        ("03052001", Parts("03", "05", "2001")),
        ("20122010", Parts("20", "12", "2010")),
        ("24051385", Parts("24", "05", "1385")),
        ("٣١١٢٢٠٠١", Parts("31", "12", "2001")),
        ("20010503", Parts("03", "05", "2001")),
        ("13850524", Parts("24", "05", "1385")),
        ("20051306", Parts("06", "13", "2005")),
        ("20051307", Parts("20", "05", "1307")),
        ("99999999", Parts("99", "99", "9999")),
        ("3112", Parts(year="3112")),
        ("31", Parts("31")),
    ],
)
def test_figures_without_signs_are_a_date_that_there_can_be(typed: str, parts: Parts) -> None:
    assert moments.from_the_year(typed) == parts


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("122", Parts(month="12", year="2")),
        ("520", Parts(month="5", year="20")),
        ("200", Parts(year="200")),
        ("198", Parts(year="198")),
        ("138", Parts(year="138")),
        ("132", Parts(month="13", year="2")),
        ("052", Parts(month="05", year="2")),
        ("000", Parts(year="000")),
    ],
)
def test_figures_that_go_on_after_the_month_are_of_the_year(typed: str, parts: Parts) -> None:
    assert moments.from_the_month(typed) == parts


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1:30", ("1", "30")),
        ("٩:٣٠", ("9", "30")),
        ("\u200f٠٩ : ٣٠", ("09", "30")),
        ("09.30", ("09", "30")),
        ("12:30:15.000", ("12", "30")),
        ("12:30:15.000+02:00", None),
        ("12:30:15Z", None),
        ("9:30:00PM", None),
        ("1:30 PM", None),
        ("12.5", None),
        ("12：30", ("12", "30")),
        ("123", None),
        ("30/11/2008", None),
        ("30.11.2008", None),
    ],
)
def test_a_time_pasted_at_once(typed: str, told: tuple[str, str] | None) -> None:
    assert moments.pasted_clock(typed) == told


@pytest.mark.parametrize("typed", ["30/11/2008 12:30", "2008-11-30T12:30:00", "2008-11-30 ١٢:٣٠"])
def test_a_time_behind_a_date_is_told_with_it(typed: str) -> None:
    assert moments.typed_whole(typed) == Parts("30", "11", "2008", ("12", "30"))
    assert moments.pasted_whole(typed) == Parts("30", "11", "2008", ("12", "30"))


@pytest.mark.parametrize("signs", ["፼" * 1_100, "፩፼" * 20_000])
def test_a_numeral_that_nobody_writes_is_none(signs: str) -> None:
    assert digits.lexical_number(signs) == signs


def test_times_carry_the_offset_of_their_day() -> None:
    assert moments.stored_time("٧", "05", SUMMER) == "07:05:00.000+02:00"
    assert moments.stored_time("7", "05", SUMMER.astimezone(UTC)) == "07:05:00.000Z"
    assert moments.stored_time("", "", SUMMER) == ""
    assert moments.stored_moment("2026-07-01", "9", "30", SUMMER) == "2026-07-01T09:30:00.000+02:00"
    assert moments.stored_moment("2026-07-01", "", "", SUMMER) == "2026-07-01"
    assert moments.clock_of("T09:30:00.000+02:00") == ("09", "30")


@pytest.mark.parametrize("clock", [("24", "00"), ("9", ""), ("", "5"), ("25", "70")])
def test_what_is_no_time_yet_is_kept_and_comes_back(clock: tuple[str, str]) -> None:
    assert moments.clock_of(moments.stored_time(*clock, SUMMER)) == clock
    assert moments.clock_of(moments.stored_moment("2026-07-01", *clock, SUMMER)) == clock
    assert moments.stored_moment("--31", *clock, SUMMER) == f"--31T{clock[0]}:{clock[1]}"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("35.5013, 12.6089", "35.5013 12.6089 0 0"),
        ("35.5 12.6 4", "35.5 12.6 4 0"),
        ("35.5", "35.5"),
        ("", ""),
        ("35.5,12.6", "35.5 12.6 0 0"),
        ("35,5 12,6", "35.5 12.6 0 0"),
        ("35.5 ,12.6", "35.5 12.6 0 0"),
        ("٣٥٫٥، −١٢٫٦", "35.5 -12.6 0 0"),
        ("12.5° S, 45.3° W", "-12.5 -45.3 0 0"),
        ("12.5s45.3e", "-12.5 45.3 0 0"),
        ("45.3 E 12.5 S 4 2", "-12.5 45.3 4 2"),
        ("S 12.5 E 45.3", "-12.5 45.3 0 0"),
        ("0 S 0.0 W", "0 0.0 0 0"),
        ("\u200e12°30'15\" S, 45° 15′ E", "-12.5041667 45.25 0 0"),
        ("-0°30' +45°", "-0.5 45 0 0"),
    ],
)
def test_places(typed: str, stored: str) -> None:
    assert stored_point(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "12.5 S",
        "12.5 S 45.3",
        "12.5 45.3 S",
        "12.5 N 45.3 S",
        "-12.5 S 45.3 E",
        "12.5 sud 45.3 est",
        "35,12",
        "45,5,12",
        "45,5,12,6",
        "45,30,15,100",
        "35.5 12.6 4 2 1",
        "12 30 0 45 15 0",
        "130' 45",
        "12°30'1530\" 45",
        "12°60' 45°",
        "12.5°30' 45°",
        "12°1.5'30\" 45°",
    ],
)
def test_what_may_mean_another_place_stays_as_it_was_typed(typed: str) -> None:
    assert stored_point(typed, "it") == typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("45.1 7.6; 45,2 7,75;", "45.1 7.6 0 0; 45.2 7.75 0 0"),
        ("45.1 S 7.6 O; 45.2 S 7,75 E", "-45.1 -7.6 0 0; -45.2 7.75 0 0"),
        ("45.1 7.6; 45.2 S 7.7", "45.1 7.6; 45.2 S 7.7"),
        (" ; ", ""),
        ("", ""),
    ],
)
def test_lines_and_areas_are_several_places(typed: str, stored: str) -> None:
    assert stored_points(typed, "it") == stored


def test_o_is_the_west_where_the_typing_person_has_it_so() -> None:
    assert stored_point("12,5 S 45,3 O", "it") == stored_point("12,5 S 45,3 W") == "-12.5 -45.3 0 0"
    assert stored_point("50.1 N 8.6 O", "de") == "50.1 N 8.6 O"
    assert unclear_direction("50.1 N 8.6 O", "de")
    assert not unclear_direction("50.1 N 8.6 O", "it-CH")
    assert not unclear_direction("Oslo", "de")


def test_several_choices_keep_the_order_in_which_they_were_made() -> None:
    assert toggled("b", "a") == "b a"
    assert toggled("b a", "b") == "a"
    assert toggled("does_not_know", "a") == "a"


def test_columns_a_form_asks_for() -> None:
    assert columns(("columns-4",))[0] == 4
    assert columns(())[0] == 2


def test_search_sees_no_accents_and_no_short_vowels() -> None:
    assert folded("Perché") == "perche"
    assert folded("مُحَمَّد") == folded("محمد")


def test_search_takes_either_apostrophe() -> None:
    assert folded("L’Aquila") == folded("L'Aquila") == "l'aquila"


@pytest.mark.feature(92)
def test_marks_in_labels() -> None:
    prose = prose_of.read("# Head\n**Bold** and *slanted* 5 * 3 * 2 [words](http://a.b) <b>x</b> &amp; a_b_c")
    assert prose.text == "Head\nBold and slanted 5 * 3 * 2 words (\u2066http://a.b\u2069) x & a_b_c"
    assert prose.bold == [(0, 4), (5, 4), (53, 1)]
    assert prose.italic == [(14, 7)]


@pytest.mark.feature(92)
def test_tags_in_labels() -> None:
    prose = prose_of.read(
        "<b>a\n<i>b</i></b> <span style='background-color:blue; COLOR:Red; font-weight:bold'>c</span> <em>d</em>"
        '<font color="#0f0">e</font><span style="color: rgb(1, 2, 300)">𝄞</span></b><i>f<br>g'
    )
    assert prose.text == "a\nb c de𝄞f\ng"
    assert prose.bold == [(0, 3), (4, 1)]
    assert prose.italic == [(2, 1), (6, 1)]
    assert prose.coloured == [(4, 1, "red"), (7, 1, "#0f0"), (8, 2, "#0102ff")]


@pytest.mark.feature(92)
def test_a_link_has_its_address_behind_its_words_but_where_a_line_or_a_voice_has_none() -> None:
    label = "See [the *law*](https://x.org/a_b_c) or [http://y.org](http://y.org)"
    said = prose_of.read(label)
    assert said.text == "See the law (\u2066https://x.org/a_b_c\u2069) or http://y.org"
    assert said.italic == [(8, 3)]
    assert prose_of.plain(label) == "See the law or http://y.org"
    assert prose_of.read(f"[x](http://{'y' * 300})").text == f"x (\u2066http://{'y' * 92}…\u2069)"


def test_runs_of_other_scripts_are_found() -> None:
    assert interview_script.runs("Ciao বাংলা!") == [(5, 5, "Beng")]
    assert interview_script.runs("আমি যাই। x যাই") == [(0, 7, "Beng"), (11, 3, "Beng")]
    assert interview_script.language_for("বাংলা", "it") == "bn"
    assert interview_script.language_for("Ciao", "ar") == "ar"


@pytest.mark.parametrize(
    ("language", "figures"), [("ar", "2026"), ("ar-SD", "٢٠٢٦"), ("ar-TN", "2026"), ("bn", "২০২৬")]
)
def test_a_day_in_words_has_the_figures_of_its_region(language: str, figures: str) -> None:
    assert figures in long_date(QDate(2026, 11, 27), language)
