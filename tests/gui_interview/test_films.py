"""Films that a form brings along: played by a process that has nothing, seen in both windows, over in one call."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from intake_app.gui.film_answer import END, FRAME
from intake_app.gui.films import Films
from intake_app.gui.interview_film import FilmView
from intake_app.gui.lanes import Lanes
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.film import film
from tests.gui_interview.loudspeaker import tone
from tests.gui_shell import looking

pytestmark = pytest.mark.window
EN, IT = "English (en)", "Italiano (it)"
LONG = ["red", "blue"] * 100


@pytest.fixture
def talk(house: House) -> Interview:
    files = {"ask.avi": film(LONG), "a.avi": film(["lime"] * 5), "broken.mp4": b"\0\0\0\x20ftyp" + bytes(300)}
    return house.start(forms.filmed(), EN, EN, files=files | {"chiesto.avi": film(LONG)})


def view_of(talk: Interview) -> FilmView:
    assert talk.page.sheet is not None
    view = talk.page.sheet.blocks["/data/one"].film
    assert view is not None
    return view


def drawn(view: FilmView) -> QColor | None:
    """The colour that is to be seen."""
    image = view.pictured.pixmap().toImage()
    return image.pixelColor(image.rect().center()) if view.pictured.isVisible() and not image.isNull() else None


def until_drawn(talk: Interview, view: FilmView) -> None:
    talk.bot.waitUntil(lambda: drawn(view) is not None)


@pytest.mark.feature(89)
def test_a_film_plays_where_it_is_asked_for_and_ends_by_itself(talk: Interview) -> None:
    view = view_of(talk)
    assert [button.text() for button in view.buttons] == [
        "▶ Play the film", "▶ Play the film: a", "▶ Play the film: b"
    ]  # fmt: skip
    assert not view.pictured.isVisible(), "nothing plays by itself"
    talk.click(view.buttons[1])
    until_drawn(talk, view)
    colour = drawn(view)
    assert colour is not None and (colour.green() > 200, colour.red() < 60)
    assert view.buttons[1].text() == "■ Stop the film: a"
    talk.bot.waitUntil(lambda: not view.pictured.isVisible())
    assert view.buttons[1].text() == "▶ Play the film: a" and talk.page.room.notice.isHidden()


@pytest.mark.parametrize("deed", ["button", "another", "page", "hidden", "recording"])
def test_it_is_over_in_one_call(talk: Interview, deed: str) -> None:
    view, films = view_of(talk), talk.page.reading.films
    assert films is not None
    talk.click(view.buttons[0])
    until_drawn(talk, view)
    if deed == "another":
        films.play("a.avi", talk.page.reading.file("a.avi"))
        assert films.now == "a.avi"
        return
    deeds = {
        "button": lambda: talk.click(view.buttons[0]),
        "page": lambda: talk.page.turn(1),
        "hidden": talk.page.hush,
        "recording": lambda: talk.page.listening.sounded.emit("/data/one"),
    }
    deeds[deed]()
    assert films.now == "" and films._player is None


def test_in_another_language_it_is_another_film_and_the_first_is_over(talk: Interview) -> None:
    view, films = view_of(talk), talk.page.reading.films
    assert films is not None
    talk.click(view.buttons[0])
    until_drawn(talk, view)
    for language, name in ((IT, "chiesto.avi"), (EN, "ask.avi"), (IT, "chiesto.avi")):
        talk.page.set_languages(language, EN)
        assert films.now == "" and view.films[0].name == name
        talk.shell.resize(talk.shell.width() - 40, talk.shell.height() - 20)
        talk.bot.wait(100)
        talk.click(view.buttons[0])
        assert films.now == name
        talk.click(view.buttons[1])
        assert films.now == "a.avi", "it goes on in every language"


def test_one_that_can_not_be_played_says_so(talk: Interview) -> None:
    view = view_of(talk)
    talk.click(view.buttons[2])
    talk.bot.waitUntil(lambda: not talk.page.room.notice.isHidden())
    shown = " ".join(label.text() for label in talk.page.room.notice.findChildren(QLabel))
    assert "The film broken.mp4 of the question “ask” can not be played." in shown
    assert view.buttons[2].text() == "▶ Play the film: b" and not view.pictured.isVisible()


def test_the_person_sees_it_in_their_window(talk: Interview) -> None:
    talk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    talk.bot.waitUntil(lambda: talk.page.person_view.window.block is not None)
    theirs = talk.page.person_view.window.block.film
    assert theirs is not None and theirs.buttons[0].isVisible()
    talk.click(view_of(talk).buttons[0])
    talk.bot.waitUntil(lambda: drawn(theirs) is not None)
    for button in (*theirs.buttons, *view_of(talk).buttons):
        assert button.width() >= button.sizeHint().width(), "no word is cut"
    talk.click(theirs.buttons[0])
    assert drawn(view_of(talk)) is None and talk.page.reading.films.now == ""


def test_a_window_of_the_person_that_opens_later_shows_it_too_and_no_wider_than_it_is(talk: Interview) -> None:
    talk.click(view_of(talk).buttons[0])
    until_drawn(talk, view_of(talk))
    talk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    window = talk.page.person_view.window
    talk.bot.waitUntil(lambda: window.block is not None and window.block.film is not None)
    assert window.block is not None and window.block.film is not None
    theirs = window.block.film
    talk.bot.waitUntil(lambda: drawn(theirs) is not None)
    window.resize(480, 600)
    talk.bot.waitUntil(lambda: theirs.pictured.width() < 420)
    assert theirs.pictured.width() * 3 == theirs.pictured.height() * 4
    assert looking.cut_at_side(window) == []


PICTURE = FRAME.pack(2, 1) + bytes(8)


@pytest.mark.parametrize(
    ("says", "shown", "troubled"),
    [
        (PICTURE + PICTURE + END, 1, False),
        (b"", 0, True),
        (END, 0, True),
        (PICTURE[:7], 0, True),
        (FRAME.pack(4000, 4000) + bytes(100), 0, True),
        (FRAME.pack(0, 3), 0, True),
        (PICTURE, 1, True),
    ],
)
def test_a_process_that_lies_is_not_believed(qtbot: QtBot, says: bytes, shown: int, troubled: bool) -> None:
    told: list[str] = []
    seen: list[QImage] = []
    lanes = Lanes()
    command = (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({says!r})")
    films = Films(lanes, command=command)
    films.troubled.connect(lambda error, _of: told.append(error.code))
    films.drawn.connect(lambda _name, image: seen.append(image))
    films.play("x.mp4", b"\0\0\0\x20ftypmp42")
    qtbot.waitUntil(lambda: films.now == "" and lanes.pending == 0)
    assert (len(seen) >= shown, told) == (True, ["gui.film_damaged"] * troubled)
    lanes.close()


STARTED = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "intake_app", "play-film"], stdin=open(sys.argv[1], "rb"),
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
os._exit(75)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere no signal tells that a parent is gone")
def test_whoever_locks_at_once_leaves_no_process_that_still_begins(tmp_path: Path) -> None:
    """Sound alone: a process that nobody hears would learn of it when it gives out a picture."""
    asked = tmp_path / "asked"
    asked.write_bytes(tone(440, 120.0))
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", STARTED, str(asked)], stdout=subprocess.PIPE, timeout=60, check=False
    )  # fmt: skip
    there = Path(f"/proc/{int(told.stdout)}")
    while there.exists() and "play-film" in (there / "cmdline").read_text():
        assert time.monotonic() < began + 60
        time.sleep(0.1)


def test_a_list_of_other_files_reaches_no_player(qtbot: QtBot) -> None:
    told: list[str] = []
    lanes = Lanes()
    films = Films(lanes, command=("false",))
    films.troubled.connect(lambda error, _of: told.append(error.code))
    for data in (b"#EXTM3U\nfile:///etc/passwd\n", b"ffconcat version 1.0", None):
        films.play("x.mp4", data)
        assert films.now == ""
    assert told == ["gui.film_damaged"] * 3
    lanes.close()
