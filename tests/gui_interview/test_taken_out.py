"""What took time to tell is not lost by one key: it comes back by Undo, and a file until its page is left."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.vault import Vault
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_birth import BORN, EN, asked

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier
PHOTO = "/data/photo"
STORY = "a long story that took ten minutes"


def undo(talk: Interview) -> None:
    """Press what the line over the page offers."""
    notice = talk.page.room.notice
    assert notice.isVisible() and notice.action.text().startswith("Undo"), notice.words.text()
    talk.click(notice.action)


@pytest.mark.parametrize("key", ["n", "p"])
@pytest.mark.parametrize("waits", [True, False])
def test_a_story_comes_back(house: House, key: str, waits: bool) -> None:
    """Also one whose last letters the record did not have yet."""
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go("/data/story")
    talk.type(STORY)
    if waits:
        talk.page.commit()
    talk.key(key, ALT)
    assert talk.session.value("/data/story") == ""
    assert STORY not in talk.page.room.notice.words.text(), "the line is seen by who stands by"
    undo(talk)
    assert talk.session.value("/data/story") == STORY and talk.session.state("/data/story") == AnswerState.ANSWERED
    talk.page.save_now()
    talk.wait_saved()
    assert house.reopen(talk.opened.row.id).session.value("/data/story") == STORY


def test_a_birth_comes_back_as_it_was_told(house: House) -> None:
    talk, answer = asked(house, EN)
    talk.type("3/5/2001")
    talk.click(answer.about)
    talk.page.commit()
    before = workflow.birth_said(talk.session, BORN)
    talk.key("p", ALT)
    assert workflow.birth_said(talk.session, BORN).blank
    undo(talk)
    assert workflow.birth_said(talk.session, BORN) == before == answer.statement()


def test_of_one_choice_nothing_is_said(house: House) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go("/data/one")
    talk.key("2")
    talk.key("n", ALT)
    assert talk.session.state("/data/one") == AnswerState.DOES_NOT_KNOW
    assert talk.page.room.notice.isHidden()


def _picture(folder: Path, name: str, grey: int) -> Path:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(grey * 0x010101)
    image.save(str(folder / name))
    return folder / name


def _kept(house: House, talk: Interview, name: str) -> bool:
    """Whether the store has the bytes of a file."""
    record = talk.opened.row.id

    def there(store: Vault) -> bool:
        try:
            return bool(workflow.attachment(store, record, name))
        except IntakeError:
            return False

    return bool(house.wait(lambda done: house.lanes.vault(there, done)))


def _with_a_picture(house: House, folder: Path) -> tuple[Interview, str]:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go(PHOTO)
    talk.page.answering._take_file(PHOTO, _picture(folder, "one.png", 40))
    talk.bot.waitUntil(lambda: talk.session.value(PHOTO) != "")
    return talk, talk.session.value(PHOTO)


@pytest.mark.parametrize("how", ["removed", "declined", "another"])
def test_a_picture_comes_back(house: House, tmp_path: Path, how: str) -> None:
    talk, name = _with_a_picture(house, tmp_path)
    if how == "removed":
        answer = talk.answer()
        assert isinstance(answer, UploadAnswer)
        talk.click(answer.remove)
    elif how == "declined":
        talk.key("p", ALT)
    else:
        talk.page.answering._take_file(PHOTO, _picture(tmp_path, "two.png", 200))
    talk.bot.waitUntil(lambda: talk.session.value(PHOTO) != name)
    undo(talk)
    assert talk.session.value(PHOTO) == name and _kept(house, talk, name)
    talk.page.turn(1)
    assert _kept(house, talk, name)


@pytest.mark.parametrize("left", ["turned", "hidden"])
def test_a_removed_picture_is_gone_once_the_page_is_left(house: House, tmp_path: Path, left: str) -> None:
    talk, name = _with_a_picture(house, tmp_path)
    answer = talk.answer()
    assert isinstance(answer, UploadAnswer)
    talk.click(answer.remove)
    assert _kept(house, talk, name)
    (talk.page.save_now if left == "hidden" else lambda: talk.page.turn(1))()
    talk.bot.waitUntil(lambda: not _kept(house, talk, name))
    assert talk.page.room.notice.isHidden()
