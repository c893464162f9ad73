"""What may mean two things: "2008-09" is a month, or two years; "1.5" an hour and a half, or five minutes past one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app import calendars, workflow
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.birth_words import HALF_MINUTE, NOT_TAKEN, TWO_YEARS, WHOLE_YEARS
from intake_app.gui.answers.day import DateAnswer, MomentAnswer, TimeAnswer
from intake_app.gui.interview_answering import PAUSE
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_birth import BORN, EN, FA, TI, asked, told, typed_slowly

pytestmark = pytest.mark.window
_YEAR = date.today().year - 19
"""Who is born at its end is 18, and who is born in the next may be a child."""


def give(talk: Interview, answer: BirthAnswer | DateAnswer, how: str, text: str) -> None:
    if how == "typed":
        typed_slowly(talk, text)
        return
    field = {"day": answer.day, "month": answer.month, "year": answer.year}[how].field
    field.setFocus()
    QApplication.clipboard().setText(text)
    field.paste()
    talk.page.commit()


@pytest.mark.parametrize("how", ["typed", "day", "month", "year"])
@pytest.mark.parametrize("sign", ["-", "–", "/", "."])
@pytest.mark.parametrize("figures", [2, 4])
def test_two_years_are_no_month_and_make_nobody_an_adult(house: House, how: str, sign: str, figures: int) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    give(talk, answer, how, f"{_YEAR}{sign}{str(_YEAR + 1)[-figures:]}")
    assert told(talk, "majority") == "may_be_minor" and told(talk, "precision") == "about_year"
    assert told(talk, "latest") >= f"{_YEAR + 1}-12-31"
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", str(_YEAR))
    assert answer.about.isChecked() and answer.left_out.isVisible() and answer.left_out.text == TWO_YEARS
    assert told(talk, "majority") == "may_be_minor"
    talk.bot.wait(2 * PAUSE)
    assert answer.left_out.isVisible(), "it stays when what came before is kept"
    answer.month.field.setFocus()
    talk.type("5")
    assert not answer.left_out.isVisible()


def test_who_goes_on_at_once_is_told_on_the_next_page(house: House) -> None:
    talk, _answer = asked(house, EN)
    typed_slowly(talk, "2007-08")
    talk.key(Qt.Key.Key_Return)
    assert talk.ref != BORN
    notice = talk.page.room.notice
    assert not notice.isHidden() and "2007" in notice.words.text() and "08/2007" in notice.words.text()
    talk.page.go(BORN)
    assert workflow.birth_said(talk.session, BORN).about


def test_a_day_that_begins_so_is_that_day_and_what_stood_there_goes(house: House) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, "7/3/2001")
    answer.day.field.setFocus()
    answer.day.field.selectAll()
    typed_slowly(talk, "2008-09-15")
    assert not answer.about.isChecked() and (answer.statement().month, answer.statement().day) == ("9", "15")
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("15", "9", "2008")
    answer.day.field.setFocus()
    answer.day.field.selectAll()
    typed_slowly(talk, "2008-09")
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", "2008")


@pytest.mark.parametrize(("typed", "stands"), [("2005-2009", "2005-2009"), ("2008-0509", "2008-05")])
def test_years_further_apart_are_left_out_and_told(house: House, typed: str, stands: str) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, typed)
    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN
    assert answer.day.field.text() == stands


def test_that_it_may_be_two_years_stays_told_in_other_words(house: House) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, "2008-09")
    answer.season.setFocus()
    house.words.set_language("it")
    QApplication.processEvents()
    again = talk.answer()
    assert isinstance(again, BirthAnswer)
    assert again.left_out.isVisible() and again.left_out.text == house.words(TWO_YEARS) != TWO_YEARS
    assert again.doubt() == ("2008", "09/2008")


def test_a_plain_date_keeps_no_month_of_two_years(house: House) -> None:
    talk = house.start(forms.kinds(), EN, "العربية (ar)")
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    typed_slowly(talk, "2008-09")
    talk.page.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", "2008")
    assert answer.left_out.isVisible() and answer.left_out.text == TWO_YEARS


def timed(house: House, at: str) -> tuple[Interview, TimeAnswer | MomentAnswer]:
    """A question about a time of day, or about one of a day."""
    talk = house.start(forms.kinds(), EN, EN)
    talk.go(f"/data/{at}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    return talk, answer


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize("typed", ["1.5", "1,5", "1،5", "1-5", "١.٥"])
def test_a_part_of_an_hour_is_no_minute(house: House, at: str, typed: str) -> None:
    talk, answer = timed(house, at)
    clock = answer.clock
    clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    talk.bot.wait(2 * PAUSE)
    assert ":05" not in talk.session.question(f"/data/{at}").value and clock.minute.text == "5", "it may go on"
    clock.now.setFocus()
    assert (clock.hour.text, clock.minute.text) == ("1", "")
    assert answer.left_out.isVisible() and answer.left_out.text == HALF_MINUTE
    clock.minute.field.setFocus()
    typed_slowly(talk, "5")
    clock.now.setFocus()
    assert clock.minute.text in ("5", "05") and "01:05" in talk.session.question(f"/data/{at}").value


TIMES = [("1.05", "01:05"), ("9,30", "09:30"), ("9:5", "09:05"), ("9 5", "09:05")]


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize(("typed", "stored"), TIMES)
def test_minutes_of_two_figures_and_behind_a_colon_are_minutes(
    house: House, at: str, typed: str, stored: str
) -> None:
    talk, answer = timed(house, at)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    answer.clock.now.setFocus()
    assert stored in talk.session.question(f"/data/{at}").value and not answer.left_out.isVisible()


HALVES = [
    ("1:30 pm", "13:30"), ("1:30pm", "13:30"), ("1:30 P.M.", "13:30"), ("1 pm", "13:00"), ("1pm", "13:00"),
    ("12:15 am", "00:15"), ("12:15 pm", "12:15"), ("9.05 am", "09:05"), ("13:30 pm", "13:30"), ("١:٣٠ pm", "13:30"),
]  # fmt: skip


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize(("typed", "stored"), HALVES)
def test_half_of_the_day_behind_a_time_is_read(house: House, at: str, typed: str, stored: str) -> None:
    """The letters were dropped: half past one in the afternoon was in the night."""
    talk, answer = timed(house, at)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    answer.clock.now.setFocus()
    talk.page.commit()
    assert stored in talk.session.question(f"/data/{at}").value and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize(
    "typed", ["1:30 p", "1:30 م", "1:30 afternoon", "1:30 pomeriggio", "13:30 am", "0:30 pm", "1.5pm"]
)
def test_other_letters_behind_a_time_are_told_there_and_on_the_next_page(house: House, at: str, typed: str) -> None:
    talk, answer = timed(house, at)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    assert answer.left_out.isVisible()
    talk.page.turn(1)
    notice = talk.page.room.notice
    assert talk.ref != f"/data/{at}" and not notice.isHidden() and "does not fit" in notice.words.text()


DIGITS = {"bn": "০১২৩৪৫৬৭৮৯", "ar": "٠١٢٣٤٥٦٧٨٩", "en": "0123456789"}
SIGNS = ["-", "‐", "‑", "‒", "–", "—", "−", "/", ".", " - ", " – ", " / ", " "]


def in_digits(text: str, language: str) -> str:
    return text.translate(str.maketrans(DIGITS["en"], DIGITS[language]))


def begin_at(answer: BirthAnswer, at: str, text: str, talk: Interview) -> None:
    """With nothing in the fields, the keys one by one from one of them."""
    for part in (answer.day, answer.month, answer.year):
        part.field.clear()
    answer.about.setChecked(False)
    answer.season.setFocus()
    {"day": answer.day, "month": answer.month, "year": answer.year}[at].field.setFocus()
    typed_slowly(talk, text)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_two_years_by_any_sign_from_any_field_are_about_the_first(house: House, at: str, digits: str) -> None:
    """By “–” in the year the second was lost, and by " - " it was a month 20."""
    talk, answer = asked(house, "বাংলা (bn)")
    for sign in SIGNS if digits == "en" else ("–", "/", " - "):
        for second in (str(_YEAR + 1), str(_YEAR + 1)[-2:]):
            text = in_digits(f"{_YEAR}{sign}{second}", digits)
            begin_at(answer, at, text, talk)
            assert told(talk, "majority") == "may_be_minor" and told(talk, "precision") == "about_year", text
            answer.season.setFocus()
            assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", str(_YEAR)), text
            assert answer.about.isChecked() and answer.left_out.isVisible() and answer.left_out.text == TWO_YEARS
            assert told(talk, "majority") == "may_be_minor"


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_years_further_apart_make_no_month_and_nobody_an_adult_from_any_field(
    house: House, at: str, digits: str
) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    for sign in ("–", "/", " - ") if digits == "en" else ("–",):
        for second in (str(_YEAR + 2), "1999", str(_YEAR + 2)[:2], str(_YEAR + 8)[-2:]):
            text = in_digits(f"{_YEAR - 1}{sign}{second}", digits)
            begin_at(answer, at, text, talk)
            for _left in range(2):
                assert told(talk, "majority") == "" and answer.statement().blank, text
                if len(second) == 4 or _left:
                    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN, text
                answer.season.setFocus()
            assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", ""), text


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_a_month_behind_a_year_is_one_by_any_sign_from_any_field(house: House, at: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    for sign in ("–", "/", " - ", "−"):
        begin_at(answer, at, f"2005{sign}11", talk)
        answer.season.setFocus()
        assert (answer.day.text, answer.month.text, answer.year.text) == ("", "11", "2005"), sign
        assert not answer.about.isChecked() and not answer.left_out.isVisible()


@pytest.mark.parametrize("person", [FA, "বাংলা (bn)"])
def test_two_years_of_another_calendar_are_two_years(house: House, person: str) -> None:
    talk, answer = asked(house, person)
    talk.click(answer.calendars["persian"])
    for at in ("day", "month", "year"):
        begin_at(answer, at, "۱۳۸۶–۸۷", talk)
        assert (told(talk, "majority"), answer.statement().year) == ("may_be_minor", "1386")
        begin_at(answer, at, "۱۳۸۰/۱۳۹۹", talk)
        assert told(talk, "majority") == "" and answer.left_out.isVisible()


@pytest.mark.parametrize(("second", "wanted"), [("–08", "may_be_minor"), (" - 2008", "may_be_minor"), ("/2015", "")])
@pytest.mark.parametrize("how", ["over", "behind"])
def test_two_years_beside_a_day_are_no_day_and_make_nobody_an_adult(
    house: House, how: str, second: str, wanted: str
) -> None:
    second = second.replace("08", str(_YEAR + 1)[-2:])
    talk, answer = asked(house, "বাংলা (bn)")
    typed_slowly(talk, f"7/3/{_YEAR}")
    if how == "over":
        answer.season.setFocus()
        answer.year.field.setFocus()
        answer.year.field.selectAll()
        typed_slowly(talk, str(_YEAR))
    typed_slowly(talk, second)
    for _left in range(2):
        assert told(talk, "majority") == wanted
        answer.season.setFocus()
    assert answer.left_out.isVisible()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", str(_YEAR) if wanted else "")


def test_who_goes_on_at_once_is_told_of_years_that_were_left_out(house: House) -> None:
    talk, answer = asked(house, EN)
    answer.year.field.setFocus()
    typed_slowly(talk, "2006/2008")
    talk.key(Qt.Key.Key_Return)
    assert talk.ref != BORN
    notice = talk.page.room.notice
    assert not notice.isHidden() and NOT_TAKEN in notice.words.text()


UNKNOWN = ["٫", "؛", "ـ", "۔", "।", "፡", "።", ";", "~", "_", "·", "?", "o", "\u200f", "\u2066", "\u3000"]


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_two_years_by_a_sign_that_nobody_knows_make_nobody_an_adult(house: House, at: str) -> None:
    """The sign was dropped, and the figures closed up: 2007;2008 was the twentieth of July 2008, or 2007 alone."""
    talk, answer = asked(house, "বাংলা (bn)")
    for sign in UNKNOWN:
        for second in (str(_YEAR + 1), str(_YEAR + 1)[-2:]):
            begin_at(answer, at, f"{_YEAR}{sign}{second}", talk)
            answer.season.setFocus()
            assert told(talk, "majority") == "may_be_minor" and told(talk, "precision") == "about_year", sign
            assert answer.about.isChecked() and answer.left_out.isVisible() and answer.left_out.text == TWO_YEARS
            assert (answer.day.text, answer.month.text, answer.year.text) == ("", "", str(_YEAR)), sign


@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize(
    "typed",
    [
        "2006~2010", "٢٠٠٦٫٢٠١٠", "2006;2010", "2005o2010", "2001;11", "5;6;2001", "5/6;2001", "2007-08/2008-09",
        "2005/2006/2010", "2005-06-2010", "2005/10/2010", "2005-10", "2005-07",
    ],
)
def test_what_is_more_than_a_date_makes_nobody_an_adult_and_is_told_on_the_next_page(
    house: House, at: str, typed: str
) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    open_since = date.today().year - 18
    if typed.startswith("2005-") and len(typed) == 7 and 2000 + int(typed[-2:]) < open_since:
        return
    begin_at(answer, at, typed, talk)
    assert answer.left_out.isVisible() and told(talk, "majority") in ("", "may_be_minor"), typed
    talk.key(Qt.Key.Key_Return)
    assert talk.ref != BORN and told(talk, "majority") in ("", "may_be_minor")
    notice = talk.page.room.notice
    assert not notice.isHidden() and NOT_TAKEN in notice.words.text()


@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize("sign", ["-", "–", "/"])
def test_a_year_soon_after_that_looks_like_a_month_makes_nobody_an_adult(house: House, at: str, sign: str) -> None:
    """Of 2006-10 a person may be sixteen; 2001-10 is a month."""
    talk, answer = asked(house, "বাংলা (bn)")
    for typed in ("2006-10", "2006-08"):
        begin_at(answer, at, typed.replace("-", sign), talk)
        answer.season.setFocus()
        if date.today().isoformat() < "2026-12-30":
            assert told(talk, "majority") == "may_be_minor" and answer.left_out.text == TWO_YEARS, typed
        assert told(talk, "majority") != "over_18" and answer.left_out.isVisible()
    begin_at(answer, at, f"2001{sign}10", talk)
    answer.season.setFocus()
    assert (answer.month.text, answer.year.text) == ("10", "2001") and not answer.left_out.isVisible()


@pytest.mark.parametrize("typed", ["~2007", "2007?", "২০০৭?", "≈ 2007"])
@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_a_sign_of_doubt_beside_a_year_says_that_it_is_about(house: House, at: str, typed: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    begin_at(answer, at, typed, talk)
    assert told(talk, "precision") == "about_year"
    answer.season.setFocus()
    assert answer.about.isChecked() and answer.year.text == "2007" and not answer.left_out.isVisible()
    assert told(talk, "precision") == "about_year"


@pytest.mark.parametrize("question", ["day", "month", "year"])
def test_a_date_with_a_sign_that_nobody_knows_is_none(house: House, question: str) -> None:
    talk = house.start(forms.looks(), EN, EN)
    talk.go(f"/data/{question}")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    typed_slowly(talk, "2001;2010")
    assert answer.left_out.isVisible()
    talk.page.setFocus()
    assert answer.left_out.isVisible() and answer.trouble()
    assert talk.session.question(f"/data/{question}").value == ""


PARTS_OF_YEARS = [
    ("17.5", "17", False), ("17,5", "17", False), ("17٫5", "17", False), ("১৭.৫", "17", False), ("17½", "17", False),
    ("17 1/2", "17", False), ("17.5-19", "17", True), ("19-17.5", "17", True), ("20_17", "17", True),
    ("20to17", "17", True),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "years", "about"), PARTS_OF_YEARS)
def test_a_part_of_a_year_is_no_age(house: House, typed: str, years: str, about: bool) -> None:
    """Of 17.5-19 the five was the age, and of 17 1/2 the one."""
    talk, answer = asked(house, "বাংলা (bn)")
    talk.click(answer.kinds["age"])
    typed_slowly(talk, typed)
    assert (answer.statement().age, answer.statement().about) == (years, about)
    answer.about.setFocus()
    assert (answer.statement().age, answer.statement().about) == (years, about)
    assert answer.left_out.isVisible() and answer.trouble() and told(talk, "majority") in ("minor", "may_be_minor")


@pytest.mark.parametrize("typed", ["20 months", "20m", "২০ মাস", "18 years"])
def test_letters_behind_an_age_make_it_none_and_that_is_told(house: House, typed: str) -> None:
    """A child of twenty months was an adult of twenty years."""
    talk, answer = asked(house, "বাংলা (bn)")
    talk.click(answer.kinds["age"])
    typed_slowly(talk, typed)
    assert answer.statement().blank and told(talk, "majority") == ""
    talk.key(Qt.Key.Key_Return)
    assert talk.ref != BORN and told(talk, "majority") == ""
    notice = talk.page.room.notice
    assert not notice.isHidden() and NOT_TAKEN in notice.words.text()


_ADULT = date.today().year - 21
"""Of whose second year, within five, somebody may be a child."""


@pytest.mark.parametrize("sign", ["-", "/", "–"])
@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_one_figure_behind_a_year_may_be_a_year_and_makes_nobody_an_adult(house: House, at: str, sign: str) -> None:
    """2006/8 was the eighth month, and who was born in 2008 an adult by it."""
    talk, answer = asked(house, "বাংলা (bn)")
    for first, apart in ((_YEAR - 1, 2), (_YEAR, 2), (_YEAR - 1, 3)):
        text = f"{first}{sign}{str(first + apart)[-1]}"
        begin_at(answer, at, text, talk)
        for _left in range(2):
            assert told(talk, "majority") in ("may_be_minor", ""), text
            answer.season.setFocus()
        assert answer.left_out.isVisible(), text
        talk.key(Qt.Key.Key_Return)
        assert told(talk, "majority") in ("may_be_minor", "")
        talk.page.go(BORN)
        fresh = talk.answer()
        assert isinstance(fresh, BirthAnswer)
        answer = fresh
    begin_at(answer, at, f"{_ADULT}{sign}12{sign}5", talk)
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == ("5", "12", str(_ADULT))
    assert told(talk, "majority") == "over_18" and not answer.left_out.isVisible()
    begin_at(answer, at, f"1990{sign}8", talk)
    answer.season.setFocus()
    assert (answer.month.text, answer.year.text) == ("8", "1990") and not answer.left_out.isVisible()


@pytest.mark.parametrize("pressed", [True, False])
def test_two_years_of_the_ethiopian_calendar_are_counted_in_it(house: House, pressed: bool) -> None:
    """2000-05 was the fifth month of a year that is 2007 elsewhere, also where it was told of 2000 to 2005."""
    talk, answer = asked(house, TI)
    if pressed:
        talk.click(answer.calendars["ethiopian"])
    first = calendars.parts("ethiopian", date.today())[0] - 19
    for second in (str(first + 5)[-2:], str(first + 3)[-2:], str(first + 3)[-1]):
        begin_at(answer, "day", f"{first}-{second}", talk)
        assert told(talk, "majority") in ("may_be_minor", ""), second
        answer.season.setFocus()
        assert told(talk, "majority") in ("may_be_minor", "") and answer.left_out.isVisible(), second
    talk.click(answer.calendars["gregorian"])
    begin_at(answer, "day", f"{first - 5}-05", talk)
    answer.season.setFocus()
    assert not answer.left_out.isVisible() or told(talk, "majority") in ("may_be_minor", "")


@pytest.mark.parametrize(("typed", "about"), [("18.11", True), ("18.06", True), ("17.10", False), ("18.5", False)])
def test_months_behind_a_point_are_no_second_age(house: House, typed: str, about: bool) -> None:
    """Of 18.11 eleven was the age."""
    talk, answer = asked(house, "বাংলা (bn)")
    talk.click(answer.kinds["age"])
    typed_slowly(talk, typed)
    for _left in range(2):
        assert (answer.statement().age, answer.statement().about) == (typed[:2], about)
        assert answer.left_out.isVisible() and answer.left_out.text == WHOLE_YEARS
        answer.about.setFocus()
    assert told(talk, "majority") == ("minor" if typed == "17.10" else "may_be_minor")


RUN_TOGETHER = [
    ("9h30", "09:30"), ("9 h 30", "09:30"), ("21H05", "21:05"), ("1330", "13:30"), ("930", "09:30"), ("0915", "09:15"),
    ("১৩৩০", "13:30"),
]  # fmt: skip


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize("stood", ["", "08:45", "13:45"])
@pytest.mark.parametrize(("text", "stored"), RUN_TOGETHER)
def test_a_time_by_an_h_or_without_a_sign(house: House, at: str, stood: str, text: str, stored: str, how: str) -> None:
    """No part of what stood there is kept: 1315 over 08:45 was 13:45, which nobody had said."""
    talk, answer = timed(house, at)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, stood)
    answer.clock.hour.field.setFocus()
    answer.clock.hour.field.selectAll()
    if how == "typed":
        typed_slowly(talk, text)
    else:
        QApplication.clipboard().setText(text)
        answer.clock.hour.field.paste()
    answer.clock.now.setFocus()
    talk.page.commit()
    assert stored in talk.session.question(f"/data/{at}").value and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize("typed", ["133", "2430", "1:30-2:30"])
def test_what_is_no_time_makes_none_and_is_told(house: House, at: str, typed: str) -> None:
    talk, answer = timed(house, at)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    shown = answer.left_out.isVisible()
    answer.clock.now.setFocus()
    talk.page.commit()
    value = talk.session.question(f"/data/{at}").value
    assert shown or answer.left_out.isVisible()
    assert not any(told in value for told in ("24:", "02:", "13:03", "02:30"))


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("1330:15", ("", "")), ("930/15", ("", "")), ("1330-1430", ("", "")), ("1:30-2:30", ("1", "30")),
        ("1:30 – 2:30", ("1", "30")), ("13-14:30", ("13", "14")),
    ],
)
def test_more_than_a_time_is_told_there_and_on_the_next_page(
    house: House, at: str, typed: str, stands: tuple[str, str]
) -> None:
    """Of 1330:15 a minute 5 stood there, and nothing was told."""
    talk = house.start(forms.kinds(), EN, EN)
    talk.go(f"/data/{at}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    if isinstance(answer, MomentAnswer) and any(stands):  # a day alone is told as no whole moment
        answer.day.field.setFocus()
        typed_slowly(talk, "7/3/2020")
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, typed)
    assert (answer.clock.hour.text, answer.clock.minute.text) == stands
    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN
    talk.page.turn(1)
    notice = talk.page.room.notice
    assert talk.ref != f"/data/{at}" and not notice.isHidden() and NOT_TAKEN in notice.words.text()


def test_a_time_typed_anew_after_that_is_read(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/at")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer)
    for before in ("1330:15", "1:30-2:30"):
        for part in (answer.clock.minute, answer.clock.hour):
            part.field.setFocus()
            part.field.selectAll()
        typed_slowly(talk, before)
        answer.clock.hour.field.setFocus()
        answer.clock.hour.field.selectAll()
        typed_slowly(talk, "13:45")
        assert answer.clock.told == ("13", "45") and not answer.left_out.isVisible() and not answer.trouble()


def test_seconds_behind_a_time_are_told_there_alone(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/at")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer)
    answer.clock.hour.field.setFocus()
    typed_slowly(talk, "13:30:15")
    assert answer.clock.told == ("13", "30") and answer.left_out.isVisible() and not answer.trouble()


@pytest.mark.parametrize("at", ["at", "seen"])
def test_a_figure_more_in_an_hour_takes_no_minute_away(house: House, at: str) -> None:
    """Where minutes stand the hour has two figures; where none do, a third one is of a time without a sign."""
    talk, answer = timed(house, at)
    hour, minute = answer.clock.hour.field, answer.clock.minute.field
    hour.setFocus()
    typed_slowly(talk, "13:45")
    hour.setFocus()
    for there in (0, 1, 2):
        hour.setCursorPosition(there)
        typed_slowly(talk, "9")
        assert (hour.text(), minute.text()) == ("13", "45")
