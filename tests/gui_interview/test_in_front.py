"""What is typed or pasted in front of the figures of an age or a year, and marks that nobody sees around a number."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.birth_words import NOT_TAKEN
from intake_app.gui.answers.day import DateAnswer
from intake_app.gui.answers.digits import lexical_number
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_birth import BORN, EN, asked, told, typed_slowly
from tests.gui_interview.test_figures import field_of, stored
from tests.gui_interview.test_two_years import DIGITS, begin_at, in_digits

pytestmark = pytest.mark.window
_YEAR = date.today().year - 19
LIMITS = ["<20", "≤19", "under 20", "u20", "?19", "meno di 20", "quasi 18", "-20", "−20", "+20", ">18", "২০ <২০", "<১৯"]
ABOUT = ["~19", "≈ 19", "circa 19", "Circa 19", "c. 19", "ca19", "about 19", "حوالي ١٩", "~১৯", "circa ۱۹"]


def by(talk: Interview, answer: BirthAnswer, how: str, text: str, kind: str = "age") -> None:
    talk.click(answer.kinds[kind])
    if how == "typed":
        typed_slowly(talk, text)
        return
    field = (answer.age if kind == "age" else answer.age_then).field
    field.setFocus()
    QApplication.clipboard().setText(text)
    field.paste()


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("text", [*LIMITS[:-2], LIMITS[-1]])
def test_an_age_behind_a_sign_or_a_word_is_not_that_age_and_that_is_told(house: House, text: str, how: str) -> None:
    """Who is under 20 was an adult of 20."""
    talk, answer = asked(house, "বাংলা (bn)")
    by(talk, answer, how, text)
    assert answer.statement().blank and told(talk, "majority") == ""
    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN
    talk.key(Qt.Key.Key_Return)
    notice = talk.page.room.notice
    assert talk.ref != BORN and told(talk, "majority") == ""
    assert how == "pasted" or (not notice.isHidden() and NOT_TAKEN in notice.words.text())


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("text", ABOUT)
def test_an_age_behind_a_sign_of_doubt_is_about_that_age(house: House, text: str, how: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    by(talk, answer, how, text)
    for _left in range(2):
        assert (answer.statement().age, answer.statement().about) == ("19", True)
        assert told(talk, "majority") == "may_be_minor" and not answer.left_out.isVisible()
        answer.about.setFocus()
    assert answer.about.isChecked() and answer.age.field.text() == "19"


def test_a_sign_typed_in_front_of_an_age_that_stands_takes_it_back(house: House) -> None:
    talk, answer = asked(house, EN)
    by(talk, answer, "typed", "20")
    talk.key(Qt.Key.Key_Home)
    talk.type("<")
    assert answer.statement().blank and answer.left_out.isVisible()
    talk.key(Qt.Key.Key_Backspace)
    assert answer.statement().age == "20" and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize("digits", ["en", "bn", "ar"])
def test_a_year_behind_a_sign_or_a_word_makes_nobody_an_adult(house: House, at: str, digits: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    for front in ("dopo ", "after ", ">", "<", "+", "prima del ") if digits == "en" else ("after ", "<"):
        begin_at(answer, at, in_digits(f"{front}{_YEAR - 1}", digits), talk)
        for _left in range(2):
            assert told(talk, "majority") == "" and answer.statement().blank, front
            assert answer.left_out.isVisible(), front
            answer.season.setFocus()
    for front in ("circa ", "~", "c. ") if digits == "en" else ("circa ",):
        begin_at(answer, at, in_digits(f"{front}{_YEAR}", digits), talk)
        answer.season.setFocus()
        assert told(talk, "majority") == "may_be_minor" and answer.about.isChecked(), front
        assert answer.year.text == str(_YEAR) and not answer.left_out.isVisible(), front


@pytest.mark.parametrize("front", ["after ", ">", "dopo "])
def test_a_year_behind_a_sign_is_none_beside_a_day_either(house: House, front: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    for field, text in ((answer.day, "7"), (answer.month, "3")):
        field.field.setFocus()
        talk.type(text)
    answer.year.field.setFocus()
    typed_slowly(talk, f"{front}{_YEAR - 1}")
    for _left in range(2):
        assert told(talk, "majority") == "" and answer.left_out.isVisible()
        answer.season.setFocus()


MARKED = ["\u200f{}\u200e", "{}\u200f", "\u2068{}\u2069", "\u202b{}\u202c", "\ufeff{}\ufeff", "{}\u2069\u200f"]


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("around", MARKED)
def test_a_mark_that_nobody_sees_around_a_number_is_left_out(house: House, around: str, how: str) -> None:
    """A number of seventeen was refused as none that can be kept."""
    talk = house.start(forms.kinds(), "العربية (ar)", EN)
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    answer.day.field.setFocus()
    text = around.format("20/7/2008")
    if how == "typed":
        typed_slowly(talk, text)
    else:
        QApplication.clipboard().setText(text)
        answer.day.field.paste()
    talk.page.commit()
    assert talk.session.value("/data/born") == "2008-07-20" and not answer.left_out.isVisible()


@pytest.mark.parametrize("around", MARKED)
def test_such_a_mark_makes_no_other_age_year_or_number_to_call(house: House, around: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    for at in ("month", "year"):
        begin_at(answer, at, around.format(_YEAR - 5), talk)
        answer.season.setFocus()
        assert (answer.year.text, answer.left_out.isVisible()) == (str(_YEAR - 5), False)
    by(talk, answer, "typed", around.format("17"))
    assert answer.statement().age == "17" and not answer.left_out.isVisible()
    assert lexical_number(around.format("17")) == "17" and lexical_number(around.format("١٧٫٥")) == "17.5"
    other = house.start(forms.figured(), "العربية (ar)", EN)
    line = field_of(other, "phone")
    other.type(around.format("+39 333 123456"))
    assert stored(other, "phone") == "+39 333 123456" and line.field.isVisible()


def test_between_figures_it_parts_them() -> None:
    for mark in ("\u200f", "\u2069\u200f", "\ufeff"):
        assert not lexical_number(f"1{mark}7").isdecimal()


def test_a_mark_in_a_day_never_joins_its_figures(house: House) -> None:
    talk, answer = asked(house, EN)
    for text in ("1\u200f2", "1\u200f/7/2008", "1/7\u200f/2008\u200f"):
        begin_at(answer, "day", text, talk)
        assert answer.day.text == "1" and (answer.left_out.isVisible() == (text == "1\u200f2")), text


SIGNED = ["-{}", "/{}", ".{}", ":{}", ",{}", "− {}", "--{}", "،{}"]


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_a_year_behind_a_sign_that_parts_dates_is_none_and_that_is_told(house: House, at: str, how: str) -> None:
    """-2006 may be any year until then; it was 2006, and an adult."""
    talk, answer = asked(house, "বাংলা (bn)")
    for sign in SIGNED:
        for digits in DIGITS:
            text = in_digits(sign.format(_YEAR - 1), digits)
            begin_at(answer, at, text if how == "typed" else "", talk)
            if how == "pasted":
                QApplication.clipboard().setText(text)
                {"day": answer.day, "month": answer.month, "year": answer.year}[at].field.paste()
            for _left in range(2):
                assert told(talk, "majority") == "" and answer.statement().blank, text
                assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN, text
                answer.season.setFocus()
            assert answer.trouble() and not any(part.field.text() for part in (answer.day, answer.month, answer.year))


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_who_goes_on_behind_such_a_year_is_told_on_the_next_page(house: House, at: str) -> None:
    talk, answer = asked(house, EN)
    begin_at(answer, at, f"-{_YEAR - 1}", talk)
    talk.key(Qt.Key.Key_Return)
    notice = talk.page.room.notice
    assert talk.ref != BORN and told(talk, "majority") == ""
    assert not notice.isHidden() and NOT_TAKEN in notice.words.text()


@pytest.mark.parametrize("at", ["day", "year"])
def test_a_sign_taken_out_again_from_in_front_of_a_year_leaves_the_year(house: House, at: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    begin_at(answer, at, str(_YEAR - 1), talk)
    talk.key(Qt.Key.Key_Home)
    talk.type("-")
    assert told(talk, "majority") == "" and answer.left_out.isVisible()
    talk.key(Qt.Key.Key_Backspace)
    assert answer.statement().year == str(_YEAR - 1) and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["day", "year"])
def test_a_sign_alone_counts_until_its_field_is_left(house: House, at: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    begin_at(answer, at, "-", talk)
    answer.season.setFocus()
    {"day": answer.day, "year": answer.year}[at].field.setFocus()
    typed_slowly(talk, str(_YEAR - 1))
    assert answer.statement().year == str(_YEAR - 1) and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_a_sign_that_was_taken_back_counts_no_more(house: House, at: str) -> None:
    talk, answer = asked(house, EN)
    begin_at(answer, at, "", talk)
    talk.type("-")
    talk.key(Qt.Key.Key_Backspace)
    typed_slowly(talk, str(_YEAR - 1))
    answer.season.setFocus()
    assert answer.statement().year == str(_YEAR - 1) and not answer.left_out.isVisible()


@pytest.mark.parametrize(("month", "year"), [("/", "2006"), ("/03", "2006"), ("/03", "/2006"), ("/03/", "2006")])
@pytest.mark.parametrize("day", ["15", "/15"])
def test_a_sign_that_belongs_to_the_field_before_does_no_harm(house: House, day: str, month: str, year: str) -> None:
    talk, answer = asked(house, EN)
    begin_at(answer, "day", day, talk)
    for field, text in ((answer.month, month), (answer.year, year)):
        field.field.setFocus()
        typed_slowly(talk, text)
    answer.season.setFocus()
    said = answer.statement()
    assert (said.day, said.month, said.year) == ("15", month.strip("/"), "2006")
    assert not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize("text", ["15/03/2006", "/15/03/2006", "15/03//2006", "2006-03-15"])
def test_whole_dates_are_read_as_before(house: House, at: str, text: str) -> None:
    talk, answer = asked(house, EN)
    begin_at(answer, at, text, talk)
    answer.season.setFocus()
    said = answer.statement()
    assert (said.day, said.month.zfill(2), said.year) == ("15", "03", "2006") and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_a_plain_date_takes_no_such_year_either(house: House, at: str) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    {"day": answer.day, "month": answer.month, "year": answer.year}[at].field.setFocus()
    typed_slowly(talk, "-2006")
    assert answer.left_out.isVisible()
    talk.page.setFocus()
    talk.page.commit()
    assert "2006" not in talk.session.question("/data/born").value and answer.trouble() and not answer.year.text


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("kind", ["age", "event"])
def test_an_age_with_a_sign_behind_it_is_not_that_age_and_that_is_told(house: House, kind: str, how: str) -> None:
    """20- begins two ages, of which the other may be of a child; it was 20, and nothing was told."""
    for text in ("20-", "20–", "20 - ", "20/", "20:", "২০-"):
        talk, answer = asked(house, "বাংলা (bn)")
        by(talk, answer, how, text, kind)
        assert answer.statement().age == "" and told(talk, "majority") == "", text
        assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN, text
        talk.key(Qt.Key.Key_Return)
        notice = talk.page.room.notice
        assert talk.ref != BORN and told(talk, "majority") == ""
        assert how == "pasted" or (not notice.isHidden() and NOT_TAKEN in notice.words.text())


def test_a_sign_taken_out_again_from_behind_an_age_leaves_the_age(house: House) -> None:
    talk, answer = asked(house, EN)
    by(talk, answer, "typed", "20-")
    talk.key(Qt.Key.Key_Backspace)
    assert answer.statement().age == "20" and not answer.left_out.isVisible()
    talk.type(".")
    assert answer.statement().age == "20" and not answer.left_out.isVisible(), "the end of a sentence"


@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize("text", ["circa {}", "~{}", "{}?", "c. {}", "{} ؟", "\u200fحوالي {}"])
def test_a_year_pasted_with_a_sign_of_doubt_is_about_that_year(house: House, at: str, text: str) -> None:
    """Typed it was about that year; pasted it was left out."""
    for digits in ("en", "ar"):
        talk, answer = asked(house, "বাংলা (bn)")
        begin_at(answer, at, "", talk)
        QApplication.clipboard().setText(in_digits(text.format(_YEAR), digits))
        {"day": answer.day, "month": answer.month, "year": answer.year}[at].field.paste()
        for _left in range(2):
            assert (answer.statement().year, answer.statement().about) == (str(_YEAR), True)
            assert told(talk, "majority") == "may_be_minor" and not answer.left_out.isVisible()
            answer.season.setFocus()
        assert answer.about.isChecked() and answer.year.text == str(_YEAR) and not answer.day.field.text()


@pytest.mark.parametrize("at", ["day", "month", "year"])
def test_what_else_is_pasted_in_front_of_a_year_is_left_out(house: House, at: str) -> None:
    talk, answer = asked(house, EN)
    for text in ("after 2006", "circa 2007 o 2008", ">2006", "15/3/circa 2006"):
        begin_at(answer, at, "", talk)
        QApplication.clipboard().setText(text)
        {"day": answer.day, "month": answer.month, "year": answer.year}[at].field.paste()
        assert answer.statement().blank and answer.left_out.isVisible(), text
