"""What a form names and did not bring along, or wants and does not get here, is said at the question, to the mediator
alone; it can be answered."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.answers.image_map import ImageMapAnswer
from intake_app.gui.answers.text import LineAnswer
from intake_app.gui.answers.upload import UploadAnswer
from tests.gui_interview import forms, pad_forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.film import film
from tests.shared_data import shared
from tests.xform.forms import xform

pytestmark = pytest.mark.window
ELSEWHERE = "The list of this question is only on phones; the answer is typed."
EN, IT, AR = "English (en)", "Italiano (it)", "العربية (ar)"
NONE = dict.fromkeys(("image", "audio", "video"), "")


def said(talk: Interview, ref: str) -> dict[str, str]:
    """What is said to be missing, by kind, as far as it is seen."""
    assert talk.page.sheet is not None
    badges = talk.page.sheet.blocks[ref].badges
    told = {name: one.text() for name, one in badges.items() if one.isVisible()}
    return {name: told.get(name, "").replace("\u200b", "") for name in NONE}


def test_a_missing_film_is_said_in_the_language_that_names_it(house: House) -> None:
    talk = house.start(forms.filmed(), EN, EN, files={"ask.avi": film(["red"]), "a.avi": film(["red"])})
    assert said(talk, "/data/one") == {**NONE, "video": "A film did not come with the form: broken.mp4"}
    talk.page.set_languages(IT, EN)
    assert said(talk, "/data/one")["video"] == "2 films did not come with the form: chiesto.avi, broken.mp4"
    talk.page.set_languages(EN, EN)
    assert said(talk, "/data/one")["video"] == "A film did not come with the form: broken.mp4"
    talk.go("/data/two")
    assert said(talk, "/data/two") == NONE, "a question that names none"


def test_it_is_said_to_the_mediator_and_not_in_the_window_of_the_person(house: House) -> None:
    talk = house.start(forms.filmed(), EN, IT)
    talk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    talk.bot.waitUntil(lambda: talk.page.person_view.window.block is not None)
    assert said(talk, "/data/one")["video"] == "3 films did not come with the form: ask.avi, a.avi, …"
    theirs = talk.page.person_view.window.block
    assert theirs is not None and not set(NONE) & set(theirs.badges)


def test_pictures_and_recordings_of_choices_are_said_once_each_and_long_names_are_cut(house: House) -> None:
    long = "a" * 40 + ".png"
    texts = "".join(
        f'<text id="{key}"><value>{key}</value>{media}</text>'
        for key, media in (
            ("ask", '<value form="audio">jr://audio/ask.mp3</value>'),
            ("a", f'<value form="image">jr://images/{long}</value>'),
            ("b", f'<value form="image">jr://images/{long}</value><value form="audio">jr://audio/b.mp3</value>'),
        )
    )
    second = texts.replace("ask.mp3", "chiesto.mp3")
    form = forms.filmed().decode()
    at, end = form.index("<translation"), form.index("</itext>")
    itext = f'<translation lang="{EN}">{texts}</translation><translation lang="{IT}">{second}</translation>'
    talk = house.start((form[:at] + itext + form[end:]).encode(), IT, EN)
    assert said(talk, "/data/one") == {
        "image": f"A picture did not come with the form: {long[:14]}…{long[-14:]}",
        "audio": "2 recordings did not come with the form: chiesto.mp3, b.mp3",
        "video": "",
    }


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_long_names_of_files_widen_no_page(house: House, scale: float) -> None:
    long = b"a_very_long_name_of_a_film_of_the_quay_in_the_morning.mp4"
    form = forms.filmed().replace(b"ask.avi", long).replace(b"broken.mp4", b"other_" + long)
    house.words.set_language("fr")
    house.look.set_scale(scale)
    talk = house.start(form, EN, IT, size=(1024, 600))
    assert talk.page.sheet is not None
    badge = talk.page.sheet.blocks["/data/one"].badges["video"]
    scroll = talk.page.room.scroll
    talk.bot.waitUntil(lambda: talk.page.room.middle.width() <= scroll.viewport().width())
    talk.bot.waitUntil(lambda: badge.height() >= badge.heightForWidth(badge.width()))
    assert badge.geometry().right() <= badge.parentWidget().width()
    assert badge.wordWrap() == (scale > 1), "it stands in two lines where one has no room"
    house.look.set_scale(1.0)
    badge = talk.page.sheet.blocks["/data/one"].badges["video"]
    talk.bot.waitUntil(lambda: not badge.wordWrap())


def test_an_image_map_without_its_picture_says_so_and_is_answered_in_words(house: House) -> None:
    talk = house.start(pad_forms.mapped(), AR, IT)
    answer = talk.answer()
    assert isinstance(answer, ImageMapAnswer) and answer.picture.isHidden()
    assert said(talk, "/data/many") == {**NONE, "image": "A picture did not come with the form: body.svg"}
    talk.key("2")
    talk.key("8")
    assert talk.session.value("/data/many") == "chest everywhere"


def test_a_picture_to_draw_on_that_is_missing_is_not_said_to_be_kept(house: House) -> None:
    talk = house.start(pad_forms.drawn(), EN, IT)
    talk.go("/data/plan")
    answer = talk.answer()
    assert isinstance(answer, UploadAnswer) and answer.told.text == "No file yet"
    assert said(talk, "/data/plan") == {**NONE, "image": "A picture did not come with the form: plan.png"}


@pytest.mark.feature(52, 53, 81, 83)
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('<input ref="/data/a" query="instance(\'c\')/root/item"><label>A</label></input>', ELSEWHERE),
        (
            '<select1 ref="/data/a" appearance="minimal search(\'towns\')"><label>A</label>'
            "<item><label>name_column</label><value>key</value></item></select1>",
            ELSEWHERE,
        ),
        ('<select1 ref="/data/a" appearance="search"><label>A</label></select1>', ""),
        ('<input ref="/data/a" appearance="maps"><label>A</label></input>', "There is no map; the place is typed."),
        ('<range ref="/data/a" start="1" end="5" step="1" appearance="distress"><label>A</label></range>',
         "The question has its usual look here."),
    ],
)  # fmt: skip
def test_a_list_that_only_phones_have_is_typed_and_said_at_the_question(
    house: House, written: str, words: str
) -> None:
    talk = house.start(xform("<a/>", body=written))
    talk.go("/data/a")
    assert talk.page.sheet is not None
    badge = talk.page.sheet.blocks["/data/a"].badges.get("not here")
    assert (badge.text().replace("\u200b", "") if badge is not None and badge.isVisible() else "") == words
    if words == ELSEWHERE:
        assert isinstance(talk.answer(), LineAnswer)
        talk.type("Palermo")
        talk.bot.waitUntil(lambda: talk.session.value("/data/a") == "Palermo")


@pytest.mark.feature(64, 65, 66)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("number_widgets/bearing_widget", "There is no compass; the number is typed."),
        ("text_widgets/ex_string_widget", "Other apps are not opened; the answer is typed."),
        ("number_widgets/ex_integer_widget", "Other apps are not opened; the answer is typed."),
        ("text_widgets/ex_printer_widget", "Nothing is printed from a question."),
        (
            "date_time_widgets/myanmar_date_widget",
            "Here the Gregorian date is asked for; its year is not that of the calendar of Myanmar.",
        ),
        ("date_time_widgets/ethiopian_date_widget", ""),
        ("select_one_widgets/select_one_from_map_widget", "There is no map to choose from; the choices are a list."),
        ("text_widgets/string_widget", ""),
    ],
)
def test_a_look_that_is_not_followed_is_said_at_the_question_to_the_mediator(
    house: House, name: str, words: str
) -> None:
    talk = house.start(shared("data/forms/all-widgets.xml"))
    talk.go(f"/data/{name}")
    assert talk.page.sheet is not None
    badge = talk.page.sheet.blocks[f"/data/{name}"].badges.get("not here")
    assert (badge.text().replace("\u200b", "") if badge is not None and badge.isVisible() else "") == words
    talk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    talk.bot.waitUntil(lambda: talk.page.person_view.window.block is not None)
    theirs = talk.page.person_view.window.block
    assert theirs is not None and "not here" not in theirs.badges
