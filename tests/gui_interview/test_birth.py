"""Telling a birth in the window, by keyboard and by touch."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QTableView, QToolButton, QWidget

from intake_app import calendars, workflow
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.birth_words import NO_SUCH_DAY, NOT_TAKEN, SEVERAL_AGES, TOO_OLD, month_name
from intake_app.gui.answers.day import DateAnswer, MomentAnswer, TimeAnswer, long_date
from intake_app.gui.interview_answering import PAUSE
from intake_app.gui.tokens import TARGET
from intake_app.i18n import nearest
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import looking
from tests.gui_shell.walking import come_to_rest

EN, TI, FA = "English (en)", "ትግርኛ (ti)", "دری (fa-AF)"
BORN = "/data/who/born"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.window


def asked(house: House, person: str, size: tuple[int, int] = (1366, 768)) -> tuple[Interview, BirthAnswer]:
    talk = house.start(forms.births(), person, EN, size)
    talk.go(BORN)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer)
    return talk, answer


def told(talk: Interview, part: str) -> str:
    talk.page.commit()
    return talk.session.value(f"/data/who/{part}")


def test_a_year_that_may_be_of_two_calendars_is_shown_in_both_and_asked_about(house: House) -> None:
    talk, answer = asked(house, TI)
    answer.year.field.setFocus()
    talk.type("2002")
    assert "Gregorian: \u20681 January 2002\u2069 – \u206831 December 2002\u2069" in answer.echo.text
    assert "Ethiopian: \u20682002\u2069 = \u206811 September 2009\u2069" in answer.echo.text
    assert "Ask which calendar it is." in answer.echo.text
    assert answer.protection.isVisible() and "May be under 18" in answer.protection.text()
    assert told(talk, "majority") == "may_be_minor"
    talk.click(answer.calendars["gregorian"])
    assert not answer.protection.isVisible() and "Ask" not in answer.echo.text
    talk.click(answer.calendars["ethiopian"])
    assert answer.protection.text() == "Under 18" and told(talk, "calendar") == "ethiopian"
    assert not answer.calendars["gregorian"].isChecked()
    talk.click(answer.calendars["ethiopian"])
    assert told(talk, "calendar") == "not_known"


@pytest.mark.parametrize(
    ("line", "shown"),
    [("? 2001--", "born \u20662001\u2069 (calendar not known)"),
     ("? 2008-12-25", "born \u206625/12/2008\u2069 (calendar not known)"),
     ("about ethiopian 2000--", "about: born \u20662000\u2069 (Ethiopian calendar)"),
     ("gregorian 2008-11-28", "born \u206628/11/2008\u2069"),
     ("persian 1386-12-30", "born \u206630/12/1386\u2069 (Solar Hijri calendar)"),
     ("event sidr_2007 age 3", "3 years old at an event that is known: \u2068Cyclone Sidr (November 2007)\u2069")],
)  # fmt: skip
def test_the_list_of_questions_shows_a_birth_as_it_was_told(house: House, line: str, shown: str) -> None:
    talk, _answer = asked(house, TI)
    workflow.answer(talk.session, BORN, line)
    talk.key(Qt.Key.Key_J, CTRL)
    lines = talk.page.room.jump_list.list
    found = next(lines.item(at).text() for at in range(lines.count()) if lines.item(at).data(256) == BORN)
    assert found.split(" — ")[1] == shown


def test_the_list_of_questions_says_that_a_calendar_is_open_also_where_the_language_counts_in_one(
    house: House
) -> None:
    talk, _answer = asked(house, EN)
    for line, shown in (
        ("? 2008-11-31", "born \u206631/11/2008\u2069 (calendar not known)"),
        ("gregorian 2008-11-28", "born \u206628/11/2008\u2069"),
    ):
        workflow.answer(talk.session, BORN, line)
        talk.key(Qt.Key.Key_J, CTRL)
        lines = talk.page.room.jump_list.list
        found = next(lines.item(at).text() for at in range(lines.count()) if lines.item(at).data(256) == BORN)
        assert found.split(" — ")[1] == shown
        talk.key(Qt.Key.Key_Escape)


def test_it_is_told_by_the_keyboard_alone(house: House) -> None:
    talk, answer = asked(house, FA)
    talk.type("24/5/1385")
    assert (answer.day.text, answer.month.text, answer.year.text) == ("24", "5", "1385")
    assert "24 Mordad 1385" in answer.echo.text and "اسد" not in answer.echo.text, "it is for who reads English"
    assert "15 August 2006" in answer.echo.text
    for _ in range(40):
        if QApplication.focusWidget() is answer.kinds["age"]:
            break
        QTest.keyClick(QApplication.focusWidget() or talk.page, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is answer.kinds["age"]
    talk.key(Qt.Key.Key_Space)
    talk.type("۱۷")
    assert (told(talk, "precision"), told(talk, "majority")) == ("age", "minor")
    talk.key(Qt.Key.Key_N, ALT)
    assert talk.session.state(BORN) == AnswerState.DOES_NOT_KNOW
    assert (answer.age.text, told(talk, "said")) == ("", "")


def test_who_turns_to_the_age_at_once_has_taken_the_date_back(house: House) -> None:
    talk, answer = asked(house, FA)
    talk.type("24/5/1385")
    talk.click(answer.kinds["age"])
    talk.bot.wait(2 * PAUSE)
    assert told(talk, "said") == "" and answer.kind == "age"
    talk.type("17")
    assert told(talk, "precision") == "age" and answer.age.text == "17"


def test_an_age_that_is_put_right_is_told_today(house: House) -> None:
    talk, answer = asked(house, EN)
    then, now = "2025-01-15", date.today().isoformat()
    talk.page.answering.commit()
    workflow.answer(talk.session, BORN, f"age 17 at {then}")
    talk.page.sheet.blocks[BORN].refresh()  # type: ignore[union-attr]
    assert answer.age.text == "17" and answer.statement().on == then, "what nobody touches stays as it was told"
    answer.age.field.setFocus()
    answer.age.field.selectAll()
    talk.type("18")
    assert told(talk, "said") == f"age 18 at {now}" and told(talk, "majority") == "may_be_minor"


def test_texts_in_another_language_change_nothing_of_a_birth(house: House) -> None:
    talk, answer = asked(house, TI)
    answer.year.field.setFocus()
    talk.type("2002")
    assert told(talk, "majority") == "may_be_minor"
    talk.page.swap()
    assert told(talk, "majority") == "may_be_minor"
    assert "Ethiopian: " in talk.answer().echo.text and talk.answer().protection.isVisible()  # type: ignore[attr-defined]


def test_an_age_that_nobody_has_is_said_in_place(house: House) -> None:
    talk, answer = asked(house, EN)
    talk.click(answer.kinds["age"])
    talk.type("161")
    assert answer.echo.isVisible() and answer.echo.text == "Nobody is that old. Please check the age."
    assert (answer.protection.isVisible(), told(talk, "majority")) == (False, "")
    talk.key(Qt.Key.Key_Backspace)
    assert "Nobody" not in answer.echo.text and answer.protection.isVisible()


def test_an_age_at_an_event_counts_once_an_event_is_chosen(house: House) -> None:
    talk, answer = asked(house, FA)
    talk.click(answer.kinds["event"])
    talk.type("12")
    assert (answer.happening.code(), told(talk, "majority")) == ("", "")
    assert answer.happening.itemData(1) == "kabul_2021", "events of the person's country come first"
    assert answer.raw.isVisible() and "review" in answer.raw.text(), "no speaker has read the names"
    answer.happening.choose("kabul_2021")
    assert told(talk, "said").startswith("event kabul_2021 age 12") and told(talk, "majority") == "may_be_minor"
    talk.click(answer.about)
    assert told(talk, "precision") == "about_event"


def test_names_of_events_that_a_speaker_has_read_are_not_marked(house: House) -> None:
    _talk, answer = asked(house, FA)
    read = tuple(replace(event, reviewed=tuple(event.names)) for event in answer._told.events)
    answer._told = replace(answer._told, events=read)
    answer.retell(answer.setting)
    assert answer.raw.isHidden()


def test_what_was_told_is_there_again(house: House) -> None:
    talk, answer = asked(house, TI)
    talk.click(answer.calendars["ethiopian"])
    answer.day.field.setFocus()
    talk.type("5.13.2000")
    answer.season.choose("rains")
    talk.click(answer.about)
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    shown = again.answer()
    assert isinstance(shown, BirthAnswer)
    assert shown.statement() == answer.statement()
    assert shown.echo.text == answer.echo.text and "Pagumen" in shown.echo.text


def test_nothing_typed_is_lost_by_another_language_or_size(house: House) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    answer.year.field.setFocus()
    talk.type("2002")
    talk.bot.wait(PAUSE + 50)
    assert told(talk, "majority") == "over_18"
    talk.page.set_languages(TI, EN)
    assert told(talk, "majority") == "may_be_minor" and answer.protection.isVisible()
    house.look.set_scale(1.4)
    house.words.set_language("it")
    made = talk.answer()
    assert isinstance(made, BirthAnswer) and made.year.text == "2002"
    assert "Chieda di quale calendario" in made.echo.text


@pytest.mark.parametrize("turned", [False, True])
def test_a_look_in_another_language_is_forgotten_unless_one_reads_on_in_it(house: House, turned: bool) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    answer.year.field.setFocus()
    talk.type("2002")
    before = told(talk, "said")
    talk.page.set_languages(TI, EN)
    assert told(talk, "majority") == "may_be_minor"
    if turned:
        talk.page.turn(1)
        talk.page.turn(-1)
    talk.page.set_languages("বাংলা (bn)", EN)
    assert told(talk, "majority") == ("may_be_minor" if turned else "over_18")
    assert (told(talk, "said") == before) != turned
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert told(again, "majority") == ("may_be_minor" if turned else "over_18")


def typed_slowly(talk: Interview, text: str) -> None:
    """As a person types: after each key the program has taken what is there."""
    for char in text:
        talk.type(char)
        talk.page.commit()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2001", ("", "", "2001")),
        ("٢٠٠١", ("", "", "2001")),
        ("200", ("", "", "200")),
        ("2001-05-03", ("3", "5", "2001")),
        ("20010503", ("03", "05", "2001")),
        ("2001-05", ("", "05", "2001")),
        ("3.5.2001", ("3", "5", "2001")),
        ("2005-11", ("", "11", "2005")),
        ("11/2008", ("", "11", "2008")),
        ("11.2008", ("", "11", "2008")),
        ("٣/٢٠٠٨", ("", "3", "2008")),
        ("۱۱-۱۳۸۷", ("", "11", "1387")),
        ("31/2008", ("31", "", "2008")),
    ],
)
def test_a_year_that_is_typed_first_is_kept_at_any_pace(house: House, typed: str, wanted: tuple[str, str, str]) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, typed)
    said = answer.statement()
    assert (said.day.lstrip("0"), said.month.lstrip("0"), said.year) == tuple(part.lstrip("0") for part in wanted)
    assert workflow.birth_said(talk.session, BORN) == said, "the record has it as well"
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted
    assert answer.statement() == said


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("sign", ["/", "."])
def test_a_month_and_a_year_are_no_day_and_make_nobody_an_adult(house: House, how: str, sign: str) -> None:
    talk, answer = asked(house, "বাংলা (bn)")
    year = date.today().year - 17
    if how == "typed":
        typed_slowly(talk, f"11{sign}{year}")
    else:
        QApplication.clipboard().setText(f"11{sign}{year}")
        answer.day.field.paste()
    parts = ("precision", "earliest", "latest", "born", "majority")
    span = [f"{year}-11-01", *[f"{year}-11-30"] * 2]
    assert [told(talk, part) for part in parts] == ["month", *span, "minor"]
    assert (answer.day.text, answer.month.text, answer.year.text) == ("", "11", str(year))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("፲፭/፲፪/፲፱፻፺፱", ("15", "12", "1999")),
        ("፲፱፻፺፱-፭-፫", ("3", "5", "1999")),
        ("፳፻፩", ("", "", "2001")),
        ("፲፩/፳፻", ("", "11", "2000")),
    ],
)
@pytest.mark.parametrize("how", ["typed", "pasted"])
def test_a_birth_is_told_in_ethiopic_numerals(
    house: House, typed: str, wanted: tuple[str, str, str], how: str
) -> None:
    talk, answer = asked(house, TI)
    if how == "typed":
        typed_slowly(talk, typed)
    else:
        QApplication.clipboard().setText(typed)
        answer.day.field.paste()
        talk.page.commit()
    said = workflow.birth_said(talk.session, BORN)
    assert (said.day, said.month, said.year) == wanted and said == answer.statement()
    answer.season.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted and answer.statement() == said


@pytest.mark.parametrize("control", ["birth", "date"])
@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("at", ["day", "month", "year"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30/11/2008", ("30", "11", "2008")),
        ("11/2008", ("", "11", "2008")),
        ("٣٠.١١.٢٠٠٨", ("30", "11", "2008")),
        ("2005/11", ("", "11", "2005")),
        ("2008-11-30", ("30", "11", "2008")),
        ("፲፩/፳፻", ("", "11", "2000")),
        ("30. 11. 2008", ("30", "11", "2008")),
    ],
)
def test_a_date_with_signs_is_read_as_a_whole_in_whichever_field(
    house: House, control: str, how: str, at: str, text: str, wanted: tuple[str, str, str]
) -> None:
    if control == "birth":
        talk, answer = asked(house, TI)
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    field = {"day": answer.day, "month": answer.month, "year": answer.year}[at].field
    field.setFocus()
    if how == "typed":
        typed_slowly(talk, text)
    else:
        QApplication.clipboard().setText(text)
        field.paste()
        talk.page.commit()
    day, month, year = wanted
    if control == "birth":
        said = workflow.birth_said(talk.session, BORN)
        assert (said.day, said.month, said.year) == wanted
    else:
        assert talk.session.question("/data/born").value == (f"{year}-{month}-{day}")
    talk.page.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted


@pytest.mark.parametrize("control", ["birth", "date"])
@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("year", "20081"),
        ("year", "30/11"),
        ("month", "30/11/08"),
        ("month", "200811"),
        ("month", "፲፩፳፻"),
        ("day", "15/3/26"),
        ("day", "Nov 2008"),
        ("day", "novembre 2008"),
        ("day", "12 dicembre 2008"),
        ("day", "2008 novembre"),
        ("month", "December 2008"),
        ("year", "novembre 2008"),
        ("year", "x"),
        ("day", "31/2008"),
    ],
)
def test_what_can_not_be_read_comes_into_no_field_and_is_told(
    house: House, control: str, at: str, text: str
) -> None:
    if control == "birth":
        talk, _answer = asked(house, TI)
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    fields = {"day": answer.day.field, "month": answer.month.field, "year": answer.year.field}
    for name, before in (("day", "7"), ("month", "3"), ("year", "2001")):
        fields[name].setFocus()
        talk.type(before)
    talk.page.commit()
    kept = talk.session.question(talk.ref).value
    fields[at].setFocus()
    fields[at].selectAll()
    assert not answer.left_out.isVisible()
    QApplication.clipboard().setText(text)
    fields[at].paste()
    assert answer.left_out.isVisible() and answer.left_out.text == NOT_TAKEN
    talk.page.commit()
    assert answer.left_out.isVisible(), "it stays when what came before is kept"
    assert [field.text() for field in fields.values()] == ["7", "3", "2001"]
    assert talk.session.question(talk.ref).value == kept
    fields["day"].setFocus()
    fields["day"].selectAll()
    talk.type("8")
    assert not answer.left_out.isVisible() and fields["day"].text() == "8"


@pytest.mark.parametrize("window", ["en", "it", "ar"])
@pytest.mark.parametrize(
    ("person", "kind", "typed", "more"),
    [
        ("বাংলা (bn)", "date", "2009", "5"),
        ("বাংলা (bn)", "date", "1/12/2008", "5"),
        ("বাংলা (bn)", "age", "105", "5"),
        ("ትግርኛ (ti)", "date", "2001", "5"),
        ("ትግርኛ (ti)", "age", "፲፯", "፭"),
        ("العربية (ar)", "date", "2008", "5"),
        ("العربية (ar)", "date", "2008", "x"),
    ],
)
def test_one_figure_too_many_takes_away_nothing_of_what_is_told(
    house: House, window: str, person: str, kind: str, typed: str, more: str
) -> None:
    house.words.set_language(window)
    talk, answer = asked(house, person)
    talk.click(answer.kinds[kind])
    if kind == "date" and "/" not in typed:
        answer.year.field.setFocus()
    talk.type(typed)
    talk.page.commit()
    before = (answer.echo.text, answer.protection.text(), answer.protection.isVisible(), answer.statement())
    kept = talk.session.question(talk.ref).value
    assert before[0] and kept
    for _pause in range(2):
        talk.type(more)
        assert answer.left_out.isVisible() and answer.left_out.text == house.words(NOT_TAKEN)
        talk.page.commit()
        assert answer.left_out.isVisible(), "however soon what came before is kept"
        assert (answer.echo.text, answer.protection.text(), answer.protection.isVisible(), answer.statement()) == before
    assert talk.session.question(talk.ref).value == kept
    answer.kinds["event"].setFocus()
    assert not answer.left_out.isVisible(), "the field is left"


@pytest.mark.parametrize("control", ["birth", "age", "born", "at", "seen"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_that_something_was_left_out_stays_told_in_other_words_and_larger_letters(
    house: House, control: str, at: int
) -> None:
    if control in ("birth", "age"):
        talk, answer = asked(house, TI)
        talk.click(answer.kinds["age" if control == "age" else "date"])
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go(f"/data/{control}")

    def fields() -> list[QLineEdit]:
        return [one for one in talk.answer().findChildren(QLineEdit) if one.isVisible()]

    at %= len(fields())
    fields()[at].setFocus()
    talk.type("1")
    QApplication.clipboard().setText("novembre")
    fields()[at].paste()
    for language, scale in (("ar", 1.0), ("ar", 1.4), ("it", 1.4)):
        house.words.set_language(language)
        house.look.set_scale(scale)
        QApplication.processEvents()
        again = talk.answer()
        assert isinstance(again, BirthAnswer | DateAnswer | TimeAnswer)
        assert again.left_out.isVisible() and again.left_out.text == house.words(NOT_TAKEN)
        assert fields()[at].hasFocus() and fields()[at].text() == "1"
    if at % 2:
        fields()[at - 1].setFocus()
    else:
        talk.type("2")
    assert not again.left_out.isVisible()


@pytest.mark.parametrize(
    ("control", "before"),
    [
        *[("birth", before) for before in ("7/3/2001", "3/2001", "2001", "7/3/", "tabbed", "tabbed month")],
        ("born", "7/3/2001"),
        ("born", "tabbed month"),
    ],
)
@pytest.mark.parametrize(
    ("text", "wanted"), [("11/2008", ("", "11", "2008")), ("5.11.2008", ("5", "11", "2008"))]
)
def test_a_date_with_signs_that_is_typed_over_a_year_is_read_as_a_whole_whatever_stands_there(
    house: House, control: str, before: str, text: str, wanted: tuple[str, str, str]
) -> None:
    """"11/2008" made the year 1120 of a month that stood there."""
    if control == "birth":
        talk, _answer = asked(house, EN)
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    if before.startswith("tabbed"):
        for part, figures in ((answer.day, "7"), (answer.month, "3"))["month" in before :]:
            part.field.setFocus()
            talk.type(figures)
    else:
        typed_slowly(talk, before)
    answer.season.setFocus() if isinstance(answer, BirthAnswer) else answer.calendar.setFocus()
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    typed_slowly(talk, text)
    talk.page.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted
    assert not answer.left_out.isVisible()


def test_a_date_that_begins_with_its_year_field_by_field_keeps_it_whatever_is_typed_behind_its_day(
    house: House,
) -> None:
    talk, answer = asked(house, EN)
    for part, text in ((answer.day, "2001"), (answer.month, "3"), (answer.year, "11/2008")):
        part.field.setFocus()
        part.field.selectAll()
        typed_slowly(talk, text)
    assert (answer.day.text, answer.month.text, answer.year.text) == ("11", "3", "2001")
    assert answer.left_out.isVisible()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("30/11/08/", ("30", "11", "08")),
        ("30/11/08/2008", ("30", "11", "08")),
        ("30/12/11/2008", ("30", "12", "11")),
        ("30/212/2008", ("30", "2", "12")),
        ("5/522/2008", ("5", "5", "22")),
    ],
)
def test_a_year_of_two_figures_with_a_sign_behind_a_date_takes_nothing_of_it(
    house: House, typed: str, kept: tuple[str, str, str]
) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, typed)
    assert (answer.day.text, answer.month.text, answer.year.text) == kept
    assert answer.left_out.isVisible() and answer.year.field.hasFocus()
    talk.key(Qt.Key.Key_Backspace)
    assert not answer.left_out.isVisible()
    typed_slowly(talk, "9")
    assert answer.year.text == kept[2][:1] + "9", "what is put right there comes in again"


BEHIND = [
    (EN, "", "1/1/2001", "30/12/2008", ("30", "12", "2008")),
    (EN, "", "7/3/2001", "30/11/2008", ("30", "11", "2008")),
    (EN, "", "30/11/2001", "1/12/2008", ("1", "12", "2008")),
    (EN, "", "9/9/2001", "10/10/2008", ("10", "10", "2008")),
    (EN, "", "7/3/2001", "11/2008", ("", "11", "2008")),
    (EN, "", "7/3/2001", "12/2008", ("", "12", "2008")),
    (EN, "", "7/3/2001", "12/5/2008", ("12", "5", "2008")),
    (EN, "", "30/11/2001", "12/05/2008", ("12", "05", "2008")),
    (EN, "", "5/6/1999", "03/02/2009", ("03", "02", "2009")),
    (EN, "", "1/1/2001", "30. 12. 2008", ("30", "12", "2008")),
    (EN, "", "১/১/২০০১", "৩০/১২/২০০৮", ("30", "12", "2008")),
    (TI, "", "፩/፩/፲፱፻፺፫", "፳/፲፩/፳፻፩", ("20", "11", "2001")),
    (TI, "ethiopian", "1/1/1993", "20/11/2001", ("20", "11", "2001")),
    (FA, "hijri", "١/١/١٤٢٠", "١٥/١٢/١٤٣٠", ("15", "12", "1430")),
    (FA, "hijri", "١/١/١٤٢٠", "١٢/١٤٣٠", ("", "12", "1430")),
    (EN, "persian", "1/1/1380", "30/10/1387", ("30", "10", "1387")),
]


@pytest.mark.parametrize(
    ("control", "how", "person", "calendar", "before", "typed", "wanted"),
    [
        *[("birth", "keyboard", *row) for row in BEHIND],
        *[
            (control, how, *row)
            for control, how in (("birth", "mouse"), ("date", "keyboard"), ("date", "mouse"))
            for row in BEHIND[:5:4]
        ],
    ],
)
def test_a_date_that_is_typed_over_the_day_of_another_stands_instead_of_all_of_it(
    house: House, control: str, how: str, person: str, calendar: str, before: str, typed: str, wanted: tuple[str, ...]
) -> None:
    """The figures went behind those of the month before, and a child was an adult."""
    if control == "birth":
        talk, answer = asked(house, person)
        if calendar in answer.calendars:
            talk.click(answer.calendars[calendar])
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    answer.day.field.setFocus()
    typed_slowly(talk, before)
    assert answer.year.field.hasFocus()
    if how == "keyboard":
        talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.mouseDClick(answer.day.field, Qt.MouseButton.LeftButton)
    assert answer.day.field.selectedText() == answer.day.field.text()
    typed_slowly(talk, typed)
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted and not answer.left_out.isVisible()
    if control == "birth":
        said = workflow.birth_said(talk.session, BORN)
        assert (said.day, said.month, said.year) == wanted


@pytest.mark.parametrize("before", ["3/2001", "2001"])
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("30/11/2008", ("30", "11", "2008")),
        ("30.11.2008", ("30", "11", "2008")),
        ("30 11 2008", ("30", "11", "2008")),
        ("11/2008", ("", "11", "2008")),
    ],
)
def test_a_date_typed_where_no_day_stands_yet_stands_instead_of_the_month_and_the_year(
    house: House, before: str, typed: str, wanted: tuple[str, str, str]
) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, before)
    answer.season.setFocus()
    answer.day.field.setFocus()
    typed_slowly(talk, typed)
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted and not answer.left_out.isVisible()


def test_a_child_whose_birth_is_put_right_is_a_child(house: House) -> None:
    talk, _answer = asked(house, EN)
    typed_slowly(talk, "1/1/2001")
    talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    typed_slowly(talk, (date.today() - timedelta(days=17 * 365)).strftime("%d/%m/%Y"))
    assert told(talk, "majority") == "minor"


@pytest.mark.parametrize("control", ["birth", "date"])
@pytest.mark.parametrize("way", ["keyboard", "mouse"])
@pytest.mark.parametrize("before", ["7/3/2001", "7/3/", "3/2001"])
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("5/11/2008", ("5", "11", "2008")),
        ("30.12.2008", ("30", "12", "2008")),
        ("2008-11-05", ("05", "11", "2008")),
        ("11/2008", ("", "11", "2008")),
    ],
)
def test_a_whole_date_typed_over_the_month_of_another_stands_instead_of_all_of_it(
    house: House, control: str, way: str, before: str, typed: str, wanted: tuple[str, str, str]
) -> None:
    """It was refused, and of another day was left what stood there."""
    if control == "birth":
        talk, _answer = asked(house, EN)
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    typed_slowly(talk, before)
    if typed.count("/") == 1 and before.startswith("7/3"):
        wanted = ("7", *wanted[1:])  # a month with its year is none of the day
    answer.day.field.setFocus()
    if way == "keyboard":
        talk.key(Qt.Key.Key_Tab)
    else:
        QTest.mouseDClick(answer.month.field, Qt.MouseButton.LeftButton)
    assert answer.month.field.selectedText() == answer.month.field.text()
    typed_slowly(talk, typed)
    talk.page.setFocus()
    assert (answer.day.text, answer.month.text, answer.year.text) == wanted
    assert not answer.left_out.isVisible()


def test_a_year_typed_later_over_the_month_makes_no_month_of_the_day(house: House) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, "11/3/2001")
    answer.season.setFocus()
    answer.month.field.setFocus()
    answer.month.field.selectAll()
    typed_slowly(talk, "2008")
    assert (answer.day.text, answer.month.text, answer.year.text) == ("11", "", "2008")


@pytest.mark.parametrize(("typed", "stands"), [("7.5", "7"), ("1,7", "1"), ("16-17", "16"), ("17.", "17")])
def test_an_age_with_a_sign_is_never_another_age(house: House, typed: str, stands: str) -> None:
    """Of 7.5 the sign was left out, and it was 75."""
    talk, answer = asked(house, EN)
    talk.click(answer.kinds["age"])
    typed_slowly(talk, typed)
    assert answer.age.text == stands and answer.left_out.isVisible() == (typed != "17.")
    assert told(talk, "majority") == "minor"


@pytest.mark.parametrize("kind", ["age", "event"])
@pytest.mark.parametrize(
    ("typed", "lowest"),
    [
        ("19-17", "17"), ("20-17", "17"), ("18–17", "17"), ("20/19/17", "17"), ("18 o 17", "17"), ("17-18", "17"),
        ("١٩-١٧", "17"), ("19-1", "1"),
    ],
)
def test_of_several_ages_the_lowest_counts_and_that_is_told(house: House, kind: str, typed: str, lowest: str) -> None:
    """Of 19-17 the second was dropped without a word, and made an adult."""
    talk, answer = asked(house, EN)
    field = _press(talk, answer, kind)
    assert isinstance(field, QLineEdit)
    typed_slowly(talk, typed)
    for _left in range(2):
        said = answer.statement()
        assert (said.age, said.about) == (lowest, True) and answer.left_out.text == SEVERAL_AGES
        assert answer.left_out.isVisible() and (kind == "event" or told(talk, "majority") in ("minor", "may_be_minor"))
        answer.about.setFocus()
    assert field.text() == lowest and answer.about.isChecked()
    talk.page.turn(1)
    notice = talk.page.room.notice
    assert talk.ref != BORN and not notice.isHidden() and SEVERAL_AGES in notice.words.text()


def test_an_age_typed_anew_takes_back_that_several_were(house: House) -> None:
    talk, answer = asked(house, EN)
    talk.click(answer.kinds["age"])
    typed_slowly(talk, "30-1")
    talk.key(Qt.Key.Key_Backspace)
    talk.key(Qt.Key.Key_Backspace)
    assert answer.statement().age == "30" and not answer.statement().about and not answer.left_out.isVisible()
    assert told(talk, "majority") == "over_18"


def test_a_sign_behind_what_was_left_out_does_not_take_away_that_it_is_told(house: House) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, "7/3/20089")
    assert answer.left_out.isVisible()
    talk.type("/")
    assert answer.left_out.isVisible() and answer.year.text == "2008"


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize("how", ["keyboard", "mouse"])
def test_a_time_typed_over_the_hour_of_another_stands_instead_of_both(house: House, at: str, how: str) -> None:
    talk = house.start(forms.kinds(), EN, "العربية (ar)")
    talk.go(f"/data/{at}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    clock = answer.clock
    clock.hour.field.setFocus()
    typed_slowly(talk, "9:45")
    if how == "keyboard":
        talk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.mouseDClick(clock.hour.field, Qt.MouseButton.LeftButton)
    typed_slowly(talk, "21:30")
    assert (clock.hour.text, clock.minute.text) == ("21", "30") and not answer.left_out.isVisible()


@pytest.mark.parametrize("at", ["at", "seen"])
@pytest.mark.parametrize(
    "time",
    [
        "9:30PM", "9:30pm", "9:30 PM", "9:30م", "9:30 ص", "9:30:00PM", "9:30:00م", "9:30Z", "21:30:00Z",
        "12:30:00+05:00", "12:30:00.000+02:00", "7:05-8:00", "12:30–13:30", "12:30:99",
    ],
)
def test_a_time_that_would_be_another_is_refused_as_a_whole_and_told(house: House, at: str, time: str) -> None:
    """Half of the day, a zone and the end of a while were dropped: 9:30PM was 9:30 in the morning."""
    talk = house.start(forms.kinds(), EN, "العربية (ar)")
    talk.go(f"/data/{at}")
    answer = talk.answer()
    assert isinstance(answer, TimeAnswer | MomentAnswer)
    parts = [(part, time) for part in (answer.clock.hour, answer.clock.minute)]
    if isinstance(answer, MomentAnswer):
        whole = [f"{day}{time}" for day in ("30/11/2008 ", "2008-11-30T", "2008-11-30 ", "2008 ")]
        parts += [(part, text) for part in (answer.day, answer.month, answer.year) for text in whole]
    for part, text in parts:
        part.field.setFocus()
        QApplication.clipboard().setText(text)
        part.field.paste()
        talk.page.commit()
        assert answer.left_out.isVisible() and talk.session.question(talk.ref).value == "", text


@pytest.mark.parametrize("before", ["", "7/3/2001"])
def test_a_year_pasted_with_a_blank_is_a_year(house: House, before: str) -> None:
    talk, answer = asked(house, EN)
    typed_slowly(talk, before)
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    QApplication.clipboard().setText("2008 ")
    answer.year.field.paste()
    talk.page.commit()
    assert answer.year.field.hasFocus() and answer.year.field.text() == "2008"
    said = answer.statement()
    assert (said.day, said.month, said.year) == (*(("7", "3") if before else ("", "")), "2008")


def test_a_figure_too_many_leaves_the_day_in_words(house: House) -> None:
    talk = house.start(forms.kinds(), EN, "العربية (ar)")
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    talk.type("7/3/2001")
    before = (answer.echo.text, answer.elsewhere.text)
    assert before[0] and answer.echo.isVisible()
    talk.type("5")
    assert answer.left_out.isVisible() and answer.echo.isVisible()
    assert (answer.echo.text, answer.elsewhere.text) == before


@pytest.mark.parametrize("language", ["bn", "ur", "fa", "so", "ti", "am"])
def test_who_types_in_a_window_of_their_own_reads_in_their_language_that_it_was_left_out(language: str) -> None:
    assert nearest(language, NOT_TAKEN)(NOT_TAKEN) != NOT_TAKEN


def test_signs_that_make_no_ethiopic_number_come_into_no_field_of_figures(house: House) -> None:
    """As letters do not; ፪፭ would be 25 in places and 7 if added."""
    talk, answer = asked(house, TI)
    for one, typed, kept in ((answer.day, "፪፭", "፪"), (answer.month, "5፪", "5"), (answer.year, "፳፻፪፫", "፳፻፪")):
        one.field.setFocus()
        talk.type(typed)
        assert one.field.text() == kept
    assert answer.statement().year == "2002"
    answer.year.field.setCursorPosition(1)
    talk.type("2")
    assert answer.year.text == "2002"
    answer.year.field.setText("1999")
    answer.year.field.setCursorPosition(2)
    talk.type("5")
    assert answer.year.text == "1999", "there is no room, and no figure behind it goes"
    talk.click(answer.kinds["age"])
    talk.type("፲፯")
    talk.page.commit()
    assert workflow.birth_said(talk.session, BORN).age == "17" and told(talk, "majority") == "minor"


def test_a_year_that_is_typed_where_the_month_stands_is_kept(house: House) -> None:
    talk, answer = asked(house, EN)
    answer.month.field.setFocus()
    typed_slowly(talk, "2001")
    assert (answer.month.text, answer.year.text) == ("", "2001") and answer.year.field.hasFocus()
    answer.year.field.clear()
    answer.month.field.setFocus()
    typed_slowly(talk, "122001")
    assert (answer.month.text, answer.year.text) == ("12", "2001")


def test_a_figure_too_many_in_the_day_takes_no_year_that_is_told(house: House) -> None:
    """Nor the sign of a child with it; a whole year typed over the day is one all the same."""
    talk, answer = asked(house, EN)
    typed_slowly(talk, "3/4/2009")
    answer.day.field.setFocus()
    answer.day.field.end(False)
    typed_slowly(talk, "00")
    talk.page.commit()
    assert (answer.statement().year, talk.session.value("/data/who/majority")) == ("2009", "minor")
    answer.season.setFocus()
    fields = (answer.day.field.text(), answer.month.field.text().lstrip("0"), answer.year.field.text())
    assert fields == ("", "4", "2009") and not answer.year.beneath
    answer.day.field.setFocus()
    typed_slowly(talk, "2010")
    assert answer.statement().year == "2010"


def test_a_plain_date_takes_a_year_first_too(house: House) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go("/data/born")
    typed_slowly(talk, "2001-05-03")
    assert talk.session.value("/data/born") == "2001-05-03"
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    answer.day.field.setFocus()
    answer.day.field.selectAll()
    typed_slowly(talk, "1999")
    assert talk.session.question("/data/born").value == "1999-5-"


@pytest.mark.parametrize("calendar", ["", "gregorian"])
def test_a_birth_that_is_still_to_come_is_told_as_one(house: House, calendar: str) -> None:
    talk, answer = asked(house, EN)
    day = date.today() + timedelta(days=40)
    if calendar:
        talk.click(answer.calendars[calendar])
        answer.day.field.setFocus()
    talk.type(f"{day.day}/{day.month}/{day.year}")
    said = "This day is still to come. Please check day, month and year."
    assert answer.echo.text.startswith(said) and "no such day" not in answer.echo.text
    talk.page.turn(1)
    assert said in talk.page.room.notice.words.text()
    talk.page.go(BORN)
    assert talk.page.sheet is not None and talk.page.sheet.blocks[BORN].fault.words.person.text == said


@pytest.mark.parametrize(("typed", "said"), [("1/1/9999", "This day is still to come"), ("31/4/9999", "no such day")])
def test_a_birth_in_a_year_far_ahead_is_told_as_one_that_is_still_to_come(house: House, typed: str, said: str) -> None:
    talk, answer = asked(house, EN)
    talk.click(answer.calendars["gregorian"])
    answer.day.field.setFocus()
    talk.type(typed)
    assert said in answer.echo.text


@pytest.mark.parametrize(
    ("person", "typed", "quiet"),
    [(EN, "2030", "20"), (EN, "9999", ""), (EN, "1850", "1"), (FA, "1500", "1"), (EN, "08", ""),
     (EN, "1/1/08", "1/1/")],
)  # fmt: skip
def test_a_year_in_which_nobody_living_was_born_is_told_as_one(
    house: House, person: str, typed: str, quiet: str
) -> None:
    talk, answer = asked(house, person)
    said = "Nobody who is alive was born in this year. Please check the year."
    (answer.day if "/" in typed else answer.year).field.setFocus()
    talk.type(quiet)
    assert said not in answer.echo.text
    talk.type(typed.removeprefix(quiet))
    assert answer.echo.text == said and answer.echo.isVisible()
    assert answer.year.text == typed.rpartition("/")[2], "nothing is lost"
    talk.page.turn(1)
    talk.page.go(BORN)
    back = talk.answer()
    assert isinstance(back, BirthAnswer) and back.echo.text == said


@pytest.mark.parametrize("typed", ["20", "19", "200", "14"])
def test_half_a_year_is_told_as_no_year_of_a_birth_once_it_is_left(house: House, typed: str) -> None:
    talk, answer = asked(house, EN)
    answer.year.field.setFocus()
    talk.type(typed)
    assert not answer.echo.isVisible()
    answer.day.field.setFocus()
    assert "Nobody who is alive was born in this year" in answer.echo.text
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    talk.type("2008")
    assert "Nobody" not in answer.echo.text and "2008" in answer.echo.text


def test_a_day_that_there_is_not_tells_a_child_all_the_same(house: House) -> None:
    talk, answer = asked(house, EN)
    talk.type("30/2/2012")
    assert answer.protection.isVisible() and answer.protection.text() == "Under 18"
    assert "There is no such day" in answer.echo.text and "1 February 2012" in answer.echo.text
    assert told(talk, "majority") == "minor"
    talk.page.turn(1)
    talk.page.go(BORN)
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks[BORN]
    assert block.fault.isVisible(), "it is to be put right"


@pytest.mark.parametrize(("person", "mediator"), [(TI, EN), (EN, TI)])
def test_that_a_day_of_the_page_before_is_none_is_told_in_the_language_of_the_window(
    house: House, person: str, mediator: str
) -> None:
    house.words.set_language("it")
    talk = house.start(forms.births(), person, mediator)
    talk.go(BORN)
    typed_slowly(talk, "31/4/2001")
    talk.page.turn(1)
    told = f"{house.words('The answer before does not fit.')} {house.words(NO_SUCH_DAY)}"
    assert talk.page.room.notice.words.text() == told and "giorno" in told
    house.words.set_language("en")
    told = f"{house.words('The answer before does not fit.')} {house.words(NO_SUCH_DAY)}"
    assert talk.page.room.notice.words.text() == told and "day" in told, "and in its language from now on"


def test_what_means_no_day_is_said_in_place(house: House) -> None:
    talk, answer = asked(house, EN)
    answer.month.field.setFocus()
    talk.type("14")
    talk.page.turn(1)
    talk.page.go(BORN)
    assert talk.page.sheet is not None
    block = talk.page.sheet.blocks[BORN]
    assert block.fault.isVisible() and "not a whole date" in block.fault.words.person.text
    assert isinstance(block.answer, BirthAnswer) and block.answer.month.text == "14"


def test_every_part_has_a_name_and_is_large_enough_for_a_finger(house: House) -> None:
    talk, answer = asked(house, TI, (1024, 600))
    parts: list[QWidget] = [*answer.kinds.values(), *answer.calendars.values(), answer.about, answer.season]
    parts += [field.field for field in (answer.day, answer.month, answer.year)]
    for part in parts:
        assert part.accessibleName(), part
        assert part.height() >= TARGET, part
    assert talk.page.room.scroll.widget().width() <= talk.page.room.scroll.viewport().width()


def test_a_date_without_room_beside_it_is_one_day_in_the_calendar_of_who_tells_it(house: House) -> None:
    talk = house.start(forms.births(), FA, EN)
    talk.go("/data/plain")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    assert answer.counted.isVisible() and answer.counted.offered == ("gregorian", "persian", "hijri")
    talk.click(answer.counted.pills["persian"])
    answer.day.field.setFocus()
    talk.type("24/5/1400")
    talk.page.commit()
    assert talk.session.value("/data/plain") == "2021-08-15"
    assert answer.elsewhere.text.splitlines()[0] == "Solar Hijri: \u206824 Mordad 1400\u2069"
    assert (answer.echo.language, answer.elsewhere.language) == ("fa-AF", "en"), "each in its own direction"
    answer.day.field.setText("32")
    answer.day.field.textEdited.emit("32")
    talk.page.commit()
    view = talk.session.question("/data/plain")
    assert (view.value, view.valid) == ("32/5/1400 persian", "type"), "a day that there is not is none in any calendar"
    talk.page.set_languages(EN, EN)
    assert "persian" in answer.counted.offered and answer.echo.language == "en"


@pytest.mark.parametrize(
    ("person", "name"),
    [(TI, " (ናይ ፈረንጂ)"), ("ትግርኛ (ti-ER)", " (ናይ ፈረንጂ)"), (FA, " (میلادی)"), (EN, "")],
)
def test_a_day_is_read_back_with_its_calendar_to_who_counts_in_another_too(
    house: House, person: str, name: str
) -> None:
    talk = house.start(forms.births(), person, EN)
    talk.go("/data/plain")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    talk.click(answer.counted.pills["gregorian"]) if answer.counted.isVisible() else None
    answer.begin()
    talk.type("25/12/2008")
    code = person.rpartition("(")[2].strip(")")
    assert answer.echo.text == f"{long_date(QDate(2008, 12, 25), code)}{name}"


def test_the_form_may_ask_for_a_calendar(house: House) -> None:
    talk = house.start(forms.births(), EN, EN)
    talk.go("/data/met")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    assert answer.counted.offered == ("gregorian", "ethiopian") and answer.counted.name == "ethiopian"
    talk.type("5/13/2000")
    talk.page.commit()
    assert talk.session.value("/data/met") == "2008-09-10"
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id).answer()
    assert isinstance(again, DateAnswer)
    assert (again.day.text, again.month.text, again.year.text) == ("5", "13", "2000")
    talk.page.go("/data/plain")
    plain = talk.answer()
    assert isinstance(plain, DateAnswer) and plain.counted.isHidden()


@pytest.mark.parametrize(
    ("calendar", "month", "language", "name"),
    [
        ("ethiopian", 1, "am", "መስከረም"),
        ("ethiopian", 6, "ti-ER", "ለካቲት"),
        ("ethiopian", 13, "it", "Pagumen"),
        ("persian", 1, "fa", "فروردین"),
        ("persian", 1, "fa-AF", "حمل"),
        ("hijri", 9, "ar-SD", "رمضان"),
        ("gregorian", 3, "it", "marzo"),
    ],
)
def test_names_of_months(calendar: str, month: int, language: str, name: str) -> None:
    assert month_name(calendar, month, language) == name


def _anew(talk: Interview, how: str) -> None:
    """Everything is shown again in other words or another size."""
    if how == "language":
        talk.key("l", CTRL)
    elif how == "size":
        talk.page.look.set_scale(1.25)
    else:
        talk.page.look.set_person_scale(1.25)
    QApplication.processEvents()


def _press(talk: Interview, answer: BirthAnswer, what: str) -> QWidget:
    """Choose how it is told, before a figure of it is; the field that comes next."""
    if what in answer.kinds:
        talk.click(answer.kinds[what])
        if what == "event":
            answer.happening.setCurrentIndex(1)
            answer.happening.picked.emit(answer.happening.code())
    elif what == "about":
        talk.click(answer.kinds["age"])
        talk.click(answer.about)
    elif what == "season":
        answer.season.choose("winter")
    else:
        talk.click(answer.calendars[what])
    next_field = {"event": answer.age_then, "age": answer.age, "about": answer.age}.get(what, answer.year).field
    next_field.setFocus()
    return next_field


@pytest.mark.parametrize("control", ["birth", "date"])
@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("31122001\t", ("31", "12", "2001")),
        ("3\t52001\t", ("3", "5", "2001")),
        ("2001\t5\t3\t", ("3", "5", "2001")),
        ("2001\t5\t23", ("23", "5", "2001")),
        ("2001\t5\t\t", ("", "5", "2001")),
        ("2001\t5\t1999", ("", "5", "1999")),
    ],
)
def test_a_date_is_typed_in_any_order(house: House, control: str, typed: str, parts: tuple[str, str, str]) -> None:
    if control == "birth":
        talk, _answer = asked(house, EN)
    else:
        talk = house.start(forms.kinds(), EN, "العربية (ar)")
        talk.go("/data/born")
    for char in typed:
        talk.key(Qt.Key.Key_Tab) if char == "\t" else talk.type(char)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer | DateAnswer)
    talk.page.commit()
    kept = workflow.birth_said(talk.session, talk.ref) if control == "birth" else None
    day, month, year = parts
    if kept is not None:
        assert (kept.day, kept.month, kept.year) == parts
    elif day:
        assert talk.session.value("/data/born") == f"{year}-{int(month):02d}-{int(day):02d}"
    talk.page.setFocus()
    assert tuple(one.text for one in (answer.day, answer.month, answer.year)) == parts


@pytest.mark.parametrize("kind", ["age", "event"])
def test_an_age_that_nobody_has_is_said_to_be_too_high(house: House, kind: str) -> None:
    talk, answer = asked(house, FA)
    field = _press(talk, answer, kind)
    assert field.hasFocus() and TOO_OLD not in answer.echo.text
    talk.type("170")
    assert TOO_OLD in answer.echo.text
    assert (told(talk, "majority"), answer.protection.isVisible()) == ("", False)


@pytest.mark.parametrize("how", ["language", "size", "person's size"])
@pytest.mark.parametrize(
    ("what", "typed", "line"),
    [
        ("age", "17", "age 17 at"),
        ("about", "17", "about age 17 at"),
        ("event", "5", "age 5"),
        ("ethiopian", "2001", "ethiopian 2001--"),
        ("season", "2001", "? 2001-- winter"),
    ],
)
@pytest.mark.parametrize("own_window", [False, True])
def test_the_way_of_telling_stays(house: House, how: str, what: str, typed: str, line: str, own_window: bool) -> None:
    """An age never becomes a day because the words or the letters changed in between."""
    talk, answer = asked(house, TI)
    if own_window:
        talk.page.person_view.toggle()
        window = talk.page.person_view.window
        talk.bot.waitUntil(window.isActiveWindow)
        assert window.block is not None and isinstance(window.block.answer, BirthAnswer)
        if what == "event" and window.block.answer.kinds["event"].isHidden():
            pytest.skip("nobody has said the events in this language")
        field = _press(talk, window.block.answer, what)
    else:
        field = _press(talk, answer, what)
    assert field.hasFocus()
    _anew(talk, how)
    talk.type(typed)
    assert line in told(talk, "said")
    if what in ("age", "about"):
        assert told(talk, "majority") in ("minor", "may_be_minor")


def test_days_that_are_the_same_by_the_sun_and_by_the_moon_are_told_once(house: House) -> None:
    talk, answer = asked(house, FA)
    workflow.speak(talk.session, FA)
    talk.session.counted = ("hijri",)
    talk.click(answer.kinds["event"])
    answer.happening.choose("sidr_2007")
    answer.age_then.field.setFocus()
    talk.type("1")
    lines = answer.echo.text.splitlines()
    assert len(lines) == len(set(lines)) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_month_to_point_at_is_of_a_finger_s_size_and_its_steps_have_names(house: House, language: str) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.page.words.set_language(language)
    talk.go("/data/born")
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    answer.calendar.click()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    come_to_rest(popup)
    assert looking.faults(popup, language) == looking.small_targets(popup) == []
    steps = [popup.findChild(QToolButton, f"qt_calendar_{name}month") for name in ("prev", "next")]
    assert all(step.accessibleName() for step in steps)
    assert [step.text() for step in steps] == (["←", "→"] if language == "en" else ["→", "←"])
    (view,) = popup.findChildren(QTableView)
    names = [str(view.model().index(0, at).data()) for at in range(7)]
    assert all(view.fontMetrics().horizontalAdvance(name) <= view.columnWidth(at) for at, name in enumerate(names))
    assert sum(view.columnWidth(at) for at in range(7)) <= view.viewport().width(), "all seven days are seen"
    popup.close()


def plain_date(talk: Interview) -> DateAnswer:
    answer = talk.answer()
    assert isinstance(answer, DateAnswer)
    return answer


def figures(answer: DateAnswer) -> list[str]:
    return [answer.day.text, answer.month.text, answer.year.text]


@pytest.mark.parametrize("person", [FA, EN])
@pytest.mark.parametrize("typed", ["30/12/1386", "29/12/13"])
def test_figures_of_another_calendar_that_are_no_day_come_back_in_it(house: House, person: str, typed: str) -> None:
    talk = house.start(forms.births(), FA, EN)
    talk.go("/data/plain")
    answer = plain_date(talk)
    talk.click(answer.counted.pills["persian"])
    for field, part in zip((answer.day, answer.month, answer.year), typed.split("/"), strict=True):
        field.field.setFocus()
        talk.type(part)
    talk.page.commit()
    assert talk.session.question("/data/plain").value == f"{typed} persian"
    assert talk.session.question("/data/plain").valid == "type"
    talk.page.set_languages(person, EN)
    talk.page.turn(1)
    talk.go("/data/plain")
    answer = plain_date(talk)
    assert answer.counted.name == "persian" and answer.counted.pills["persian"].isChecked()
    assert answer.counted.isVisible() and answer.echo.isHidden() and answer.elsewhere.isHidden()
    assert figures(answer) == typed.split("/")
    talk.key(Qt.Key.Key_J, CTRL)
    lines = talk.page.room.jump_list.list
    found = next(lines.item(at).text() for at in range(lines.count()) if lines.item(at).data(256) == "/data/plain")
    assert found.split(" — ")[1] == f"\u2066{typed}\u2069 (Solar Hijri calendar)"
    talk.key(Qt.Key.Key_Escape)
    for field, part in ((answer.day, "29"), (answer.year, "1386")):
        field.field.setFocus()
        field.field.selectAll()
        talk.type(part)
    talk.page.commit()
    assert talk.session.value("/data/plain") == "2008-03-19"


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
@pytest.mark.parametrize("way", ["now", "month"])
def test_a_day_that_was_pointed_at_stays_that_day_in_another_calendar(house: House, way: str) -> None:
    form = forms.births().replace(b'"/data/plain" type="date"', b'"/data/plain" type="dateTime"')
    talk = house.start(form, FA, EN)
    talk.go("/data/plain")
    answer = talk.answer()
    assert isinstance(answer, MomentAnswer)
    talk.click(answer.clock.now)
    if way == "month":
        talk.click(answer.calendar)
        months = answer.calendar.findChild(QCalendarWidget)
        assert months is not None
        months.clicked.emit(QDate(2024, 3, 20))
    talk.page.commit()
    kept = talk.session.value("/data/plain")
    day = date.fromisoformat(kept[:10])
    assert way == "now" or day == date(2024, 3, 20)
    for name in ("hijri", "gregorian", "persian", "hijri"):
        if answer.counted.pills[name].isVisible():
            talk.click(answer.counted.pills[name])
            talk.page.commit()
            assert talk.session.value("/data/plain") == kept
            year, month, number = calendars.parts(name, day)
            assert figures(answer) == [str(number), str(month), str(year)]
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    talk.type("1400")
    talk.click(answer.counted.pills["persian"])
    talk.page.commit()
    assert answer.year.text == "1400", "what is typed is read anew, as ever"


def test_the_thirtieth_of_a_hijri_month_of_29_days_is_refused_and_never_the_first_of_the_next(house: House) -> None:
    talk = house.start(forms.births(), FA, EN)
    talk.go("/data/plain")
    answer = plain_date(talk)
    talk.click(answer.counted.pills["hijri"])
    answer.begin()
    for month, kept, valid in (("2", "30/2/1429 hijri", "type"), ("3", "2008-04-07", "ok")):
        answer.month.field.clear()
        answer.day.field.setFocus()
        answer.day.field.selectAll()
        talk.type(f"30/{month}/1429")
        talk.page.commit()
        held = talk.session.question("/data/plain")
        assert (held.value, held.valid == "type") == (kept, valid == "type")
        assert answer.elsewhere.isVisible()
        assert answer.elsewhere.text.startswith("By the table this month has 29 days") == (valid == "type")
        assert answer.echo.isHidden() == (valid == "type")
    answer.month.field.setFocus()
    answer.month.field.selectAll()
    talk.type("2")
    talk.page.turn(1)
    talk.page.turn(-1)
    assert figures(plain_date(talk)) == ["30", "2", "1429"] and plain_date(talk).counted.name == "hijri"
    assert talk.session.value("/data/plain") == "", "no other day"


def test_half_typed_gregorian_figures_come_back_so_where_the_form_asks_for_another_calendar(house: House) -> None:
    talk = house.start(forms.births(), TI, EN)
    talk.go("/data/met")
    answer = plain_date(talk)
    talk.type("3/11/20")
    talk.click(answer.counted.pills["gregorian"])
    talk.page.commit()
    assert talk.session.question("/data/met").value == "3/11/20 gregorian"
    talk.page.turn(1)
    talk.go("/data/met")
    assert plain_date(talk).counted.name == "gregorian" and figures(plain_date(talk)) == ["3", "11", "20"]


@pytest.mark.parametrize(
    ("looks", "pill", "typed", "kept"),
    [("persian month-year", "gregorian", "6/2001", "2001-06-01"),
     ("persian month-year", "hijri", "3/1422", "2001-05-24"),
     ("ethiopian year", "persian", "1380", "2001-03-21"),
     ("ethiopian year", "gregorian", "2001", "2001-01-01"),
     ("persian year", "hijri", "1422", "2001-03-26")],
)  # fmt: skip
def test_a_month_or_year_comes_back_in_the_calendar_that_it_was_told_in(
    house: House, looks: str, pill: str, typed: str, kept: str
) -> None:
    talk = house.start(forms.births().replace(b'"ethiopian"', f'"{looks}"'.encode()), FA, EN)
    talk.go("/data/met")
    answer = plain_date(talk)
    talk.click(answer.counted.pills[pill])
    answer.begin()
    talk.type(typed)
    talk.page.commit()
    assert talk.session.value("/data/met") == kept
    said = answer.echo.text
    talk.page.turn(1)
    for person in (FA, EN):
        talk.page.set_languages(person, EN)
        talk.go("/data/met")
        answer = plain_date(talk)
        assert answer.counted.name == pill and answer.counted.pills[pill].isChecked()
        assert figures(answer)[-len(typed.split("/")) :] == typed.split("/")
        assert answer.echo.text == said or person == EN
        talk.click(answer.counted.pills[pill])
        talk.page.commit()
        assert talk.session.value("/data/met") == kept


def test_of_a_day_within_a_month_that_is_shown_alone_that_day_is_read(house: House) -> None:
    talk = house.start(forms.births().replace(b'"ethiopian"', b'"persian month-year"'), FA, EN)
    talk.session.answer("/data/met", "2001-06-10")
    talk.go("/data/met")
    answer = plain_date(talk)
    assert answer.counted.name == "persian" and figures(answer)[1:] == ["3", "1380"]
    assert "\u06f1\u06f0" in answer.echo.text, "10 June, which is stored"
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    talk.type("1381")
    talk.page.commit()
    assert talk.session.value("/data/met") == "2002-05-22" and "\u06f2\u06f2" in answer.echo.text


@pytest.mark.parametrize("person", [FA, EN])
def test_a_day_whose_calendar_is_not_known_is_never_taken_for_a_gregorian_one(house: House, person: str) -> None:
    """A record that was begun with an older version has the figures alone."""
    talk = house.start(forms.births(), FA, EN)
    talk.session.answer("/data/plain", "30/12/1386")
    talk.page.set_languages(person, EN)
    talk.go("/data/plain")
    answer = plain_date(talk)
    assert not any(pill.isChecked() for pill in answer.counted.pills.values())
    assert answer.echo.isHidden() and answer.elsewhere.text == "Ask which calendar it is."
    assert figures(answer) == ["30", "12", "1386"]
    answer.day.field.setFocus()
    answer.day.field.selectAll()
    talk.type("29")
    talk.page.commit()
    assert talk.session.question("/data/plain").value == "29/12/1386" and talk.session.value("/data/plain") == ""
    talk.page.set_languages(EN, FA)
    answer = plain_date(talk)
    assert answer.counted.name == "" and answer.counted.pills["hijri"].isVisible()
    talk.click(answer.counted.pills["persian"])
    talk.page.commit()
    assert talk.session.value("/data/plain") == "2008-03-19"
    assert answer.echo.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_in_the_calendar_no_day_of_another_month_looks_like_one_of_this_month(house: House, palette: str) -> None:
    house.look.set_palette(palette)
    talk = house.start(forms.births(), EN, EN)
    talk.go("/data/plain")
    answer = plain_date(talk)
    talk.click(answer.calendar)
    months = answer.calendar.findChild(QCalendarWidget)
    assert months is not None
    months.setCurrentPage(2026, 11)
    days = months.findChild(QTableView)
    assert days is not None
    model = days.model()
    seen = [
        (model.index(at, each).data(), model.index(at, each).data(Qt.ItemDataRole.ForegroundRole).name())
        for at in range(1, 7)
        for each in range(7)
    ]
    assert [number for number, _ in seen].count(30) == 2 and len(set(seen)) == len(seen)
    colours = house.look.tokens.palette
    assert {colour for _, colour in seen} == {colours.ink, colours.off}
    months.window().close()
