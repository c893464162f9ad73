"""Choices on a picture: by hand, by keys, by ear; the words beside it say the same."""

import random
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import image_map
from intake_app.gui import chosen_picture
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.image_map import ImageMapAnswer
from tests.gui_interview import pad_forms
from tests.gui_interview.conftest import House, Interview

pytestmark = [pytest.mark.window, pytest.mark.feature(76)]
IT, AR = "Italiano (it)", "العربية (ar)"


@pytest.fixture
def talk(house: House) -> Interview:
    return house.start(pad_forms.mapped(), AR, IT, files={"body.svg": pad_forms.BODY})


def on(talk: Interview, name: str) -> ImageMapAnswer:
    talk.go(f"/data/{name}")
    answer = talk.answer()
    assert isinstance(answer, ImageMapAnswer)
    talk.bot.waitUntil(lambda: bool(answer.picture.parts), timeout=15000)
    QApplication.processEvents()
    return answer


def rows(answer: ImageMapAnswer) -> list[str]:
    assert isinstance(answer.words, ChoiceGrid)
    return [row.option.value for row in answer.words.rows if row.isChecked()]


def test_picture_and_words_are_two_views_of_one_answer(talk: Interview) -> None:
    answer = on(talk, "many")
    assert list(answer.picture.parts) == ["head", "chest", "belly", "right_arm", "left_arm", "right_leg", "left_leg"]
    centre = answer.picture.parts["chest"].geometry().center()
    QTest.mouseClick(talk.shell.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     answer.picture.mapTo(talk.shell, centre))  # fmt: skip
    QApplication.processEvents()
    assert talk.session.value("/data/many") == "chest" and rows(answer) == ["chest"]
    answer.begin()
    talk.key("8")
    talk.click(answer.picture.parts["head"])
    assert talk.session.value("/data/many") == "chest everywhere head"
    assert [value for value, part in answer.picture.parts.items() if part.isChecked()] == ["head", "chest"]
    talk.click(answer.picture.parts["chest"])
    assert rows(answer) == ["head", "everywhere"]
    one = on(talk, "one")
    talk.click(one.picture.parts["belly"])
    talk.click(one.picture.parts["head"])
    assert talk.session.value("/data/one") == "head" and rows(one) == ["head"]

    foot = one.picture.parts["left_leg"].geometry()
    beside = QPoint(foot.center().x(), foot.bottom() + 6)
    for spot, meant in ((QPoint(4, 4), "head"), (beside, "left_leg")):
        QTest.mouseClick(one.picture, Qt.MouseButton.LeftButton, pos=spot)
        assert talk.session.value("/data/one") == meant, "a touch just beside a part means it, one far away nothing"


def test_keys_walk_the_parts_as_they_lie_and_each_is_told_to_the_eye_and_the_ear(talk: Interview) -> None:
    answer = on(talk, "many")
    parts = answer.picture.parts
    told = QAccessible.queryAccessibleInterface(parts["right_arm"])
    assert told.text(QAccessible.Text.Name) == "الذراع اليمنى · Braccio destro"
    assert told.role() is QAccessible.Role.CheckBox
    assert told.state().checkable and not told.state().checked and told.state().focusable
    assert QAccessible.queryAccessibleInterface(answer.picture).text(QAccessible.Text.Name) != ""
    parts["head"].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert (answer.person.text, answer.mediator.text) == ("الرأس", "Testa")
    middle = {"chest", "belly"}
    for key, names in (
        (Qt.Key.Key_Down, {"chest"}),
        (Qt.Key.Key_Right, {"left_arm"}),
        (Qt.Key.Key_Left, middle),
        (Qt.Key.Key_Left, {"right_arm"}),
        (Qt.Key.Key_Left, {"right_arm"}),
    ):
        talk.key(key)
        assert {name for name, part in parts.items() if part.hasFocus()} <= names
        assert answer.picture.isAncestorOf(QApplication.focusWidget())
    assert parts["right_arm"].geometry().x() < parts["left_arm"].geometry().x(), "a picture never mirrors"
    talk.key(Qt.Key.Key_Space)
    assert talk.session.value("/data/many") == "right_arm" and parts["right_arm"].hasFocus()
    assert told.state().checked
    assert (answer.person.text, answer.person.isVisible()) == ("الذراع اليمنى", True), "as long as it is pointed at"
    talk.key(Qt.Key.Key_Tab)
    assert parts["left_arm"].hasFocus()
    talk.key("p", Qt.KeyboardModifier.AltModifier)
    assert talk.session.value("/data/many") == "" and not parts["right_arm"].isChecked()
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == "/data/one"


def test_another_language_and_another_window_show_the_same(talk: Interview) -> None:
    answer = on(talk, "many")
    talk.click(answer.picture.parts["head"])
    talk.page.set_languages(IT, AR)
    assert answer.picture.parts["head"].accessibleName() == "Testa · الرأس"
    options = talk.page.reading.options("/data/many")
    other = ImageMapAnswer(talk.page.setting, talk.session.question("/data/many"), options)
    talk.bot.addWidget(other)
    other.show_drawing(talk.page.reading.picture(talk.page.reading.text("/data/many").person))
    assert other.picture.parts["head"].isChecked() and rows(other) == ["head"]
    other.show_view(replace(other.view, value="belly"))
    assert other.picture.parts["belly"].isChecked() and not other.picture.parts["head"].isChecked()
    other.show_options(options[1:])
    assert "head" not in other.picture.parts


@pytest.mark.parametrize("data", [None, b"<svg"])
def test_without_a_drawing_the_words_are_there(house: House, data: bytes | None) -> None:
    talk = house.start(pad_forms.mapped(), files={"body.svg": data} if data else {})
    answer = talk.answer()
    assert isinstance(answer, ImageMapAnswer)
    talk.bot.waitUntil(answer.picture.isHidden, timeout=15000)
    assert not answer.person.isVisible() and not answer.mediator.isVisible()
    talk.key("2")
    assert talk.session.value("/data/many") == "chest"


@pytest.mark.parametrize("end", ["raise SystemExit(1)", "print('x' * 30)", "import time; time.sleep(60)"])
def test_44_a_reader_that_dies_or_lies_or_hangs_gives_no_drawing(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_picture, "_PATIENCE", 0.5)
    assert chosen_picture.outlines(pad_forms.BODY, (sys.executable, "-c", end)) is None
    assert chosen_picture.outlines(b"\x89PNG", (sys.executable, "-c", end)) is None
    assert chosen_picture.outlines(pad_forms.BODY, ("/no/such/program",)) is None


def test_43_a_drawing_that_takes_long_to_paint_is_none() -> None:
    """Lines that cross each other: each look at it would have the window stand still."""
    chance = random.Random(1)
    points = " ".join(f"{chance.random():.3f} {chance.random():.3f}" for _ in range(400))
    scribble = f"<svg viewBox='0 0 1 1'><path id='a' d='M0 0L{points}'/></svg>".encode()
    drawing = image_map.read(scribble)
    assert drawing is not None and len(drawing.shapes) == 1
    assert chosen_picture.outlines(scribble) is None
    assert chosen_picture.outlines(pad_forms.BODY) is not None, "the control"
