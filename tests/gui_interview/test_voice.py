"""The voice of the computer, with the engine that Qt has for tests: it has English and four more, and is not heard."""

import sys

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.gui.voice import Voice
from tests.gui_interview import forms
from tests.gui_interview.conftest import House

pytestmark = pytest.mark.window
EN, IT = "English (en)", "Italiano (it)"
_ENGINE = (sys.executable, "-m", "intake_app", "speak", "mock")


def unrecorded() -> bytes:
    """The questions of `sounded` without recordings; the last quotes an answer."""
    form = forms.sounded().replace(b"jr://audio/", b"jr://none/").replace(b'form="audio"', b'form="other"')
    return form.replace(b"<value>Far en", b'<value>Far <output value="/data/one"/> en')


def test_where_there_is_no_recording_a_voice_of_just_that_language_reads_and_is_called_one(house: House) -> None:
    talk = house.start(unrecorded(), EN, IT)
    listening, sheet = talk.page.listening, talk.page.sheet
    assert sheet is not None
    button = sheet.blocks["/data/one"].listen
    assert not button.isVisible(), "nobody has told yet of a voice"
    voice = Voice(talk.page, _ENGINE)
    listening.use(voice)
    talk.bot.waitUntil(button.isVisible, timeout=10_000)
    assert (button.text(), listening.sounding) == ("▶ Computer voice", False)
    talk.key(Qt.Key.Key_F5)
    assert (voice.speaking, button.text()) == (True, "■ Stop")
    talk.bot.waitUntil(lambda: not listening.sounding, timeout=10_000)
    talk.key(Qt.Key.Key_F5)
    talk.key(Qt.Key.Key_Escape)
    assert not voice.speaking and not listening.sounding
    talk.key(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert not listening.sounding, "no English voice reads Italian"
    talk.go("/data/far")
    assert not talk.page.sheet.blocks["/data/far"].listen.isVisible(), "an answer stands in it"  # type: ignore[union-attr]
    talk.go("/data/one")
    talk.page.set_languages(IT, EN)
    assert not talk.page.sheet.blocks["/data/one"].listen.isVisible()  # type: ignore[union-attr]


@pytest.mark.parametrize("command", [("-c", "print('no')"), ("-m", "intake_app", "speak", "none")])
def test_a_voice_that_does_not_come_up_is_none(qtbot: QtBot, command: tuple[str, ...]) -> None:
    voice = Voice(None, (sys.executable, *command))
    voice.load()
    child = voice._child
    assert child is not None
    child.wait(60)
    qtbot.wait(50)
    assert not voice.speaks("en")
    voice.say("Hello", "en")
    assert not voice.speaking


_DEAF = "import time; print('{\"locales\": [\"en-US\"]}', flush=True); time.sleep(600)"


def test_a_voice_that_hangs_holds_up_no_window_and_is_ended(qtbot: QtBot) -> None:
    voice = Voice(None, (sys.executable, "-c", _DEAF))
    voice.load()
    child = voice._child
    assert child is not None
    qtbot.waitUntil(lambda: voice.speaks("en"), timeout=20_000)
    for _ in range(40):  # as much as a pipe holds, and more
        voice.say("ا" * 1_000_000, "en")
    assert child.wait(60) != 0
    qtbot.waitUntil(lambda: not voice.speaking, timeout=10_000)
    voice.say("Hello", "en")
    assert not voice.speaks("en") and not voice.speaking
    voice.stop()


def test_a_voice_that_died_says_so_when_it_is_asked(qtbot: QtBot) -> None:
    voice = Voice(None, (sys.executable, "-c", _DEAF))
    voice.load()
    child = voice._child
    assert child is not None
    qtbot.waitUntil(lambda: voice.speaks("en"), timeout=20_000)
    child.kill()
    child.wait(60)
    with qtbot.waitSignal(voice.ended, timeout=10_000):
        voice.say("Hello", "en")
    assert not voice.speaks("en") and not voice.speaking


def test_no_voice_reads_the_script_of_another(qtbot: QtBot) -> None:
    locales = '"pa-IN", "ff-SN", "ku-TR", "sd-IN", "zh-TW", "ur-IN", "mnk", "fa-AF"'
    voice = Voice(None, (sys.executable, "-c", _DEAF.replace('"en-US"', locales)))
    voice.load()
    qtbot.waitUntil(lambda: voice.speaks("pa"), timeout=20_000)
    assert not any(map(voice.speaks, ("pa-Arab", "pa-Arab-PK", "ff-Adlm", "ff-Adlm-GN", "ku-IQ", "sd", "en")))
    voice.say("پنجابی", "pa-Arab")
    assert not voice.speaking
    assert all(map(voice.speaks, ("ff", "ff-SN", "ku", "zh", "ur", "ur-PK", "mnk", "fa")))
    assert voice._child is not None
    voice._child.kill()
    voice._child.wait(60)


def test_a_script_has_the_voice_that_is_its_own(qtbot: QtBot) -> None:
    voice = Voice(None, (sys.executable, "-c", _DEAF.replace("en-US", "pa-PK")))
    voice.load()
    qtbot.waitUntil(lambda: voice.speaks("pa-Arab"), timeout=20_000)
    assert not voice.speaks("pa") and not voice.speaks("pa-IN")
    assert voice._child is not None
    voice._child.kill()
    voice._child.wait(60)
