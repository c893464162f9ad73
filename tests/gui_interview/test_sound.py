"""What is heard in an interview: recordings of the form and the voice of the computer, never by themselves."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from intake_app.gui.clipboard import Clipboard
from intake_app.gui.hide import Ending, Hider
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.loudspeaker import Loudspeaker, tone
from tests.needed import need

pytestmark = pytest.mark.window
EN, IT = "English (en)", "Italiano (it)"
SHIFT = Qt.KeyboardModifier.ShiftModifier
FILES = {
    "ask-en.wav": tone(440, 0.3),
    "a-en.wav": tone(660, 0.2),
    "ask-it.wav": tone(880, 3.0),
    "far-it.wav": tone(1000, 0.2),
    "broken.mp3": b"ID3" + bytes(200),
}


@pytest.fixture(autouse=True)
def _sound_server() -> None:
    """One that a test can start, and what listens to it."""
    need("pulseaudio", "pulseaudio", "2026-11-27")
    need("parec", "pulseaudio-utils", "2026-11-27")


@pytest.fixture
def talk(house: House, loudspeaker: Loudspeaker) -> Interview:
    """An interview with a form that has recordings, in English for the person and Italian for the mediator."""
    loudspeaker.forget()
    return house.start(forms.sounded(), EN, IT, files=FILES)


def until_silent(talk: Interview) -> None:
    talk.bot.waitUntil(lambda: not talk.page.listening.sounding, timeout=10_000)
    talk.bot.wait(150)


def until_heard(talk: Interview) -> None:
    talk.bot.waitUntil(lambda: talk.page.listening.speaker.position > 0.1, timeout=10_000)


def falls_silent(talk: Interview, loudspeaker: Loudspeaker) -> bool:
    """Whether nothing is heard soon, long before the recording would have ended; a busy computer hears late."""
    for _try in range(5):
        talk.bot.wait(40)
        loudspeaker.forget()
        talk.bot.wait(120)
        if not loudspeaker.heard():
            return True
    return False


def pitches(loudspeaker: Loudspeaker) -> list[int]:
    """Which recordings were heard, by the pitch of each; one that begins anew may leave a gap in its tone."""
    return [min((440, 660, 880, 1000), key=lambda one: abs(one - pitch)) for pitch, _seconds in loudspeaker.heard()]


def test_one_key_plays_the_question_and_its_choices_in_the_language_of_the_person(
    talk: Interview, loudspeaker: Loudspeaker
) -> None:
    listen = talk.page.sheet.blocks["/data/one"].listen  # type: ignore[union-attr]
    talk.bot.wait(350)
    talk.bot.waitUntil(lambda: talk.lanes.pending == 0, timeout=10_000)
    assert loudspeaker.heard() == [], "nothing plays by itself"
    assert (listen.isVisible(), listen.text()) == (True, "▶ Listen")
    talk.key(Qt.Key.Key_F5)
    assert (listen.text(), talk.page.listening.speaker.playing) == ("■ Stop", True), "it was decoded ahead"
    apple, bread = talk.answer().rows  # type: ignore[attr-defined]
    assert not apple.heard
    talk.bot.waitUntil(lambda: apple.heard, timeout=10_000)
    assert not bread.heard
    until_silent(talk)
    assert not apple.heard
    assert pitches(loudspeaker) == [440, 660]
    assert listen.text() == "▶ Listen"
    loudspeaker.forget()
    talk.key(Qt.Key.Key_F5, SHIFT)
    until_heard(talk)
    talk.key(Qt.Key.Key_F5, SHIFT)
    assert talk.page.listening.speaker.position < 0.1, "from the start"
    until_heard(talk)
    talk.key(Qt.Key.Key_Escape)
    talk.bot.wait(100)
    assert set(pitches(loudspeaker)) == {880}


def ways_to_end(talk: Interview) -> dict[str, Callable[[], object]]:
    page = talk.page
    return {
        "Escape": lambda: talk.key(Qt.Key.Key_Escape),
        "the button": lambda: talk.click(page.sheet.blocks["/data/one"].listen),  # type: ignore[union-attr]
        "the next page": lambda: page.turn(1),
        "another language": lambda: page.set_languages(IT, IT),
        "the words of the window": page.retranslate,
        "saving before the window goes": page.save_now,
    }


def test_whatever_changes_or_leaves_the_page_ends_the_sound_at_once(talk: Interview, loudspeaker: Loudspeaker) -> None:
    speaker = talk.page.listening.speaker
    talk.page.set_languages(IT, EN)
    for name, end in ways_to_end(talk).items():
        talk.key(Qt.Key.Key_F5)
        until_heard(talk)
        end()
        assert (speaker.playing, talk.page.listening.sounding) == (False, False), name
        assert falls_silent(talk, loudspeaker), name
        talk.page.set_languages(IT, EN)
        talk.go("/data/one")


def test_hiding_ends_the_sound_once_all_is_covered_and_before_anything_is_saved(
    talk: Interview, loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while it is still being decoded."""
    speaker, told = talk.page.listening.speaker, []
    save = talk.page.save_now

    def saved() -> None:
        told.append(speaker.playing)
        save()

    monkeypatch.setattr(talk.page, "save_now", saved)

    def replace() -> None:
        raise InterruptedError

    talk.page.set_languages(IT, EN)
    talk.key(Qt.Key.Key_F5)
    until_heard(talk)
    ending = Ending(begin=lambda: None, replace=replace)  # type: ignore[arg-type]
    hider = Hider(talk.lanes, ending, Clipboard())
    with pytest.raises(InterruptedError):
        hider.hide(talk.page)
    assert told == [False]
    assert falls_silent(talk, loudspeaker)


def test_what_can_not_be_heard_is_said_and_no_strange_language_is_played(
    talk: Interview, loudspeaker: Loudspeaker
) -> None:
    notice = talk.page.room.notice
    for ref, words in (
        ("/data/broken", "The recording broken.mp3 of the question “Broken it” can not be played."),
        ("/data/gone", "The recording gone.mp3 of the question “Gone it” did not come with the form."),
    ):
        talk.go(ref)
        talk.key(Qt.Key.Key_F5)
        talk.bot.waitUntil(lambda words=words: notice.words.text().startswith(words), timeout=10_000)
        assert notice.isVisible() and not talk.page.listening.sounding
    talk.go("/data/far")
    assert not talk.page.sheet.blocks["/data/far"].listen.isVisible()  # type: ignore[union-attr]
    talk.key(Qt.Key.Key_F5)
    assert not talk.page.listening.sounding
    talk.key(Qt.Key.Key_F5, SHIFT)  # it belongs to the words of the mediator
    until_silent(talk)
    talk.go("/data/home")
    held = talk.page.sheet.focused()  # type: ignore[union-attr]
    assert held is not None and held.ref == "/data/home/quiet"
    talk.key(Qt.Key.Key_F5)  # the first of the page that can be heard
    until_silent(talk)
    assert pitches(loudspeaker) == [1000, 440]


def test_the_window_of_the_person_plays_and_falls_silent_when_it_is_taken_away(talk: Interview) -> None:
    talk.page.set_languages(IT, EN)
    talk.page.person_view.toggle()
    window = talk.page.person_view.window
    assert window is not None and window.block is not None
    talk.bot.waitUntil(window.isActiveWindow, timeout=5_000)
    QTest.keyClick(window, Qt.Key.Key_F5)
    until_heard(talk)
    assert window.block.listen.text() == "■ Ferma"
    talk.click(window.block.listen)
    assert (talk.page.listening.sounding, window.block.listen.text()) == (False, "▶ Ascolta")
    talk.click(window.block.listen)
    until_heard(talk)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not talk.page.listening.sounding


def test_a_computer_without_sound_says_so() -> None:
    """In a process of its own: Qt asks once where the sound server is."""
    program = """
from PySide6.QtWidgets import QApplication
from intake_app.errors import IntakeError
from intake_app.gui.sound import Speaker
app = QApplication([])
speaker = Speaker()
try:
    speaker.play([bytes(1000)])
except IntakeError as error:
    print(error.code, speaker.playing, speaker.position)
"""
    nowhere = {**os.environ, "PULSE_SERVER": "unix:/nonexistent/native"}
    done = subprocess.run([sys.executable, "-c", program], env=nowhere, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["gui.no_sound", "False", "0.0"], done.stderr


def test_in_a_list_from_right_to_left_the_button_pushes_no_line_of_the_other_language_in(
    house: House, loudspeaker: Loudspeaker
) -> None:
    arabic = "العربية (ar)"
    talk = house.start(forms.sounded().replace(EN.encode(), arabic.encode()), arabic, IT, files=FILES)
    talk.go("/data/home/quiet")
    assert talk.page.sheet is not None
    quiet, loud = talk.page.sheet.blocks.values()
    talk.bot.waitUntil(lambda: loud.listen.isVisible() and loud.words.mediator.isVisible())
    edges = {block.words.mediator.mapTo(talk.shell, QPoint()).x() for block in (quiet, loud)}
    assert len(edges) == 1 and not quiet.listen.isVisible()
    assert loud.listen.mapTo(talk.shell, QPoint()).x() < loud.words.person.mapTo(talk.shell, QPoint()).x()
