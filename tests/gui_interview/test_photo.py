"""A photograph for a question: what the camera sees is fed to the window frame by frame."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from intake_app import workflow
from intake_app.gui.answers.photo import PhotoAnswer
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

media = pytest.importorskip(
    "PySide6.QtMultimedia", reason="2026-11-27: the sound library of the system is missing", exc_type=ImportError
)
pytestmark = pytest.mark.window
EN = "English (en)"
REF = "/data/photo"


def before_the_camera(talk: Interview, ref: str = REF) -> PhotoAnswer:
    """The question with its camera on, and something red before it."""
    talk.go(ref)
    field = talk.answer()
    assert isinstance(field, PhotoAnswer)
    field.finder.watch()
    field.retell(field.setting)
    seen = QImage(640, 480, QImage.Format.Format_RGB32)
    seen.fill(0xFFC03020)
    field.finder.sink.setVideoFrame(media.QVideoFrame(seen))
    return field


def test_what_the_camera_sees_is_kept_at_a_key_and_no_longer_than_the_form_allows(house: House) -> None:
    form = forms.kinds().replace(
        b'<bind nodeset="/data/photo" type="binary"', b'<bind nodeset="/data/photo" type="binary" orx:max-pixels="320"'
    )
    talk = house.start(form, EN, EN)
    field = before_the_camera(talk)
    assert field.finder.view.isVisible() and not field.finder.view.pixmap().isNull()
    assert (field.choose.isVisible(), field.shoot.isVisible()) == (False, True)
    field.shoot.setFocus()
    talk.key(Qt.Key.Key_Return)
    talk.bot.waitUntil(lambda: talk.session.value(REF) != "", timeout=5_000)
    assert not field.finder.looking and field.finder.last.isNull() and field.finder.view.pixmap().isNull()
    assert field.choose.isVisible() and field.picture.isVisible()
    name, record = talk.session.value(REF), talk.opened.row.id
    data = house.wait(lambda done: talk.lanes.vault(lambda store: workflow.attachment(store, record, name), done))
    kept = QImage.fromData(data)
    assert (data[:3], b"Exif" in data, kept.width(), kept.height()) == (b"\xff\xd8\xff", False, 320, 240)
    assert kept.pixelColor(9, 9).red() > 150


def test_who_hides_turns_the_page_or_thinks_better_of_it_is_not_filmed_any_more(house: House) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    for end in (
        talk.page.hush,
        lambda: talk.page.turn(1),
        lambda: talk.page.set_languages(EN, EN),
        talk.page.save_now,
        lambda: talk.click(talk.answer(REF).film),  # type: ignore[attr-defined]
    ):
        field = before_the_camera(talk)
        sink = field.finder.sink
        end()
        sink.setVideoFrame(media.QVideoFrame(QImage(64, 48, QImage.Format.Format_RGB32)))
        assert not field.finder.looking and field.finder.last.isNull()
        assert field.finder.view.pixmap().isNull() and not field.finder.view.isVisible()
        assert talk.session.value(REF) == ""


def test_without_a_camera_it_is_said_what_else_can_be_done(house: House) -> None:
    if media.QMediaDevices.videoInputs():
        pytest.skip("2026-11-27: this computer has a camera")
    talk = house.start(forms.kinds().replace(b'mediatype="image/*"', b'mediatype="image/*" appearance="new"'), EN, EN)
    talk.go(REF)
    field = talk.answer()
    assert isinstance(field, PhotoAnswer)
    field.film.show()
    talk.click(field.film)
    assert not field.finder.looking and not field.film.isVisible()
    assert field.told.text.startswith("This computer has no camera that the program can use.")
    assert field.choose.isVisible()
