"""A form in the style of a grid: questions beside each other, from the side of the language, or in one column."""

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from intake_app.gui.interview_tiles import Tiles
from tests.gui_interview.conftest import House, Interview
from tests.xform.forms import xform

IT, AR = "Italiano (it)", "العربية (ar)"
WORDS = {"a": ("Nome", "الاسم"), "b": ("Cognome", "اللقب"), "c": ("Città", "المدينة"), "d": ("Note", "ملاحظات")}
LOOKS = {"a": "w2", "b": "w2", "c": "w1", "d": ""}


def grid() -> bytes:
    texts = "".join(
        f'<translation lang="{language}">'
        + "".join(f'<text id="{name}"><value>{words[at]}</value></text>' for name, words in WORDS.items())
        + "</translation>"
        for at, language in enumerate((IT, AR))
    )
    body = "".join(
        f'<input ref="/data/g/{name}" appearance="{look}"><label ref="jr:itext(\'{name}\')"/></input>'
        for name, look in LOOKS.items()
    )
    made = xform(
        "<g><a/><b/><c/><d/></g>", "", f'<group ref="/data/g">{body}</group>', f"<itext>{texts}</itext>"
    )
    return made.replace(b"<h:body>", b'<h:body class="theme-grid no-text-transform">')


Places = dict[str, tuple[int, int, int]]


def places(talk: Interview) -> Places:
    """Left, top and width of each question on its page, from the left of all; once nothing moves any more."""
    sheet, found = talk.page.sheet, []
    assert sheet is not None and len(sheet.blocks) == 4
    assert len(sheet.findChildren(Tiles)) == 1

    def settled() -> bool:
        QApplication.processEvents()
        found.append({ref[-1]: (one.x(), one.y(), one.width()) for ref, one in sheet.blocks.items()})
        return found[-3:-1] == [found[-1]] * 2

    talk.bot.waitUntil(settled, timeout=3000)
    return found[-1]


def whole(at: Places) -> int:
    return max(left + width for left, _top, width in at.values())


@pytest.mark.feature(10, 83)
def test_questions_stand_beside_each_other_as_wide_as_they_say(house: House) -> None:
    talk = house.start(grid(), IT, AR)
    at = places(talk)
    assert at["a"][1] == at["b"][1] < at["c"][1] < at["d"][1]
    assert abs(at["a"][2] - at["b"][2]) <= 1 and at["a"][2] + at["b"][2] < whole(at)
    assert at["a"][0] == 0 and at["b"][0] + at["b"][2] == whole(at)
    assert at["c"] == (0, at["c"][1], whole(at)), "the last of a row fills it, and one without a width takes the row"
    assert at["d"][2] == whole(at)
    sheet = talk.page.sheet
    assert sheet is not None and sheet.minimumHeight() == 0, "no empty room below them"
    last = sheet.blocks["/data/g/d"]
    assert last.mapTo(sheet, last.rect().bottomLeft()).y() > sheet.height() - 2 * sheet.setting.tokens.px(32)


@pytest.mark.feature(10)
def test_in_arabic_the_first_stands_at_the_right(house: House) -> None:
    talk = house.start(grid(), AR, IT)
    at = places(talk)
    assert at["b"][0] == 0 and at["a"][0] + at["a"][2] == whole(at)
    talk.page.set_languages(IT, AR)
    assert places(talk)["a"][0] == 0


@pytest.mark.feature(10)
def test_where_there_is_no_room_they_stand_one_under_the_other(house: House) -> None:
    talk = house.start(grid(), IT, AR, size=(1024, 600))
    at = places(talk)
    assert len({top for _left, top, _width in at.values()}) == 4
    assert {(left, width) for left, _top, width in at.values()} == {(0, whole(at))}
    talk.shell.resize(1500, 800)
    at = places(talk)
    assert at["a"][1] == at["b"][1]


@pytest.mark.feature(10)
def test_what_is_typed_and_the_order_of_keys_are_as_on_any_page(house: House) -> None:
    talk = house.start(grid(), IT, AR)
    places(talk)
    for name in "abcd":
        talk.page.begin(f"/data/g/{name}")
        talk.type(f"answer {name}")
    talk.page.commit()
    assert [talk.session.value(f"/data/g/{name}") for name in "abcd"] == [f"answer {name}" for name in "abcd"]


@pytest.mark.feature(10)
def test_a_page_that_was_left_is_taken_apart_while_the_letters_grow(house: House) -> None:
    names = [f"q{number}" for number in range(12)]
    body = "".join(f'<input ref="/data/g/{name}" appearance="w2"><label>{name}</label></input>' for name in names)
    nodes = "".join(f"<{name}/>" for name in names)
    ends = '<input ref="/data/z"><label>Z</label></input>'
    form = xform(f"<g>{nodes}</g><z/>", "", f'<group ref="/data/g" appearance="field-list">{body}</group>{ends}')
    talk = house.start(form.replace(b"<h:body>", b'<h:body class="theme-grid">'), "", "")
    for scale in (1.5, 1.2, 1.0):
        sheet = talk.page.sheet
        assert sheet is not None
        (tiles,) = sheet.findChildren(Tiles)
        talk.bot.waitUntil(lambda sheet=sheet: len(sheet.made) == 12)
        talk.page.turn(1)
        talk.page.look.set_scale(scale)
        talk.bot.waitUntil(lambda tiles=tiles: not isValid(tiles))
        talk.page.turn(-1)
