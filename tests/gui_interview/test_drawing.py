"""Signatures, drawings and marks on pictures: what is drawn is kept at once, comes back, and can be taken back."""

import time
from collections.abc import Iterable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.drawing import DrawingAnswer
from intake_app.gui.answers.pad import LONGEST, Pad
from intake_app.gui.tokens import LIGHT
from intake_app.xform import AnswerState
from tests.gui_interview import pad_forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_appearances import png

pytestmark = [pytest.mark.window, pytest.mark.feature(79)]


def pad_of(talk: Interview, name: str) -> tuple[DrawingAnswer, Pad]:
    if talk.ref != f"/data/{name}":
        talk.go(f"/data/{name}")
    answer = talk.answer()
    assert isinstance(answer, DrawingAnswer)
    return answer, answer.pad


def draw(pad: Pad, points: Iterable[tuple[float, float]]) -> None:
    """One stroke through points given in parts of the sheet."""
    place = pad._place()
    spots = [QPointF(place.x() + place.width() * x, place.y() + place.height() * y).toPoint() for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(pad, spot)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[-1])
    QApplication.processEvents()


ACROSS = ((0.2, 0.5), (0.5, 0.5), (0.8, 0.5))
DOWN = ((0.5, 0.2), (0.5, 0.4), (0.5, 0.8))


def kept(talk: Interview, name: str, before: str = "") -> str:
    """The name of the file that is the answer, once it is another than before and the others are gone."""
    talk.bot.waitUntil(lambda: talk.session.value(f"/data/{name}") not in ("", before), timeout=10000)
    return talk.session.value(f"/data/{name}")


def bytes_of(house: House, talk: Interview, name: str) -> bytes:
    record_id = talk.opened.row.id
    data: bytes = house.wait(
        lambda done: house.lanes.vault(lambda store: workflow.attachment(store, record_id, name), done)
    )
    return data


def files_of(house: House, talk: Interview) -> set[str]:
    """Names of the files in the store, after all that was ordered before."""
    rows = house.wait(lambda done: house.lanes.vault(lambda store: store.media(talk.opened.row.id), done))
    return {row.name for row in rows}


def colour(image: QImage, x: float, y: float) -> str:
    return QColor(image.pixel(round(image.width() * x), round(image.height() * y))).name()


def test_a_signature_is_kept_at_once_taken_back_and_there_again_after_a_pause(house: House) -> None:
    house.look.set_palette("dark")
    talk = house.start(pad_forms.drawn())
    answer, pad = pad_of(talk, "sign")
    assert not answer.undo.isEnabled()
    draw(pad, ACROSS)
    first = kept(talk, "sign")
    draw(pad, DOWN)
    second = kept(talk, "sign", first)
    data = bytes_of(house, talk, second)
    image = QImage()
    assert second.endswith(".png") and image.loadFromData(data) and (image.width(), image.height()) == (LONGEST, 640)
    assert [colour(image, *at) for at in ((0.3, 0.5), (0.5, 0.3), (0.3, 0.3))] == [LIGHT.ink, LIGHT.ink, LIGHT.paper]

    talk.click(answer.undo)
    third = kept(talk, "sign", second)
    talk.click(answer.remove)
    assert talk.session.value("/data/sign") == "" and pad.blank and answer.undo.isEnabled()
    talk.click(answer.undo)
    fourth = kept(talk, "sign")
    talk.wait_saved()
    assert files_of(house, talk) == {fourth}, f"the others are gone: {first} {second} {third}"

    again = house.reopen(talk.opened.row.id)
    answer, pad = pad_of(again, "sign")
    again.bot.waitUntil(lambda: not pad.blank, timeout=10000)
    image = pad.picture().image
    assert [colour(image, *at) for at in ((0.3, 0.5), (0.5, 0.3))] == [LIGHT.ink, LIGHT.paper]
    draw(pad, DOWN)
    fifth = kept(again, "sign", fourth)
    assert fifth.endswith(".png"), "lines over what was drawn here stay lines"


@pytest.mark.parametrize("leave", ["hide", "stop"])
def test_what_was_just_drawn_is_there_when_the_window_goes(house: House, leave: str) -> None:
    """Whatever else is being read or decoded; the bytes are in the store, and the answer names them."""
    talk = house.start(pad_forms.drawn())
    _, pad = pad_of(talk, "sign")
    house.lanes.work(lambda: time.sleep(0.3))
    draw(pad, DOWN)
    draw(pad, ACROSS)
    (talk.page.save_now if leave == "hide" else talk.page.stop)()
    name = talk.session.value("/data/sign")
    assert name and f"<sign>{name}</sign>".encode() in talk.stored().xml
    image = QImage.fromData(bytes_of(house, talk, name))
    assert [colour(image, *at) for at in ((0.3, 0.5), (0.5, 0.3))] == [LIGHT.ink, LIGHT.ink]


def test_a_drawing_of_one_in_a_repeat_reaches_no_other(house: House) -> None:
    """Those behind one that is taken away move up while it is on its way to the store."""
    form = pad_forms.drawn().replace(b"<sketch/>", b"<p><face/></p>" * 3)
    form = form.replace(b"/data/sketch", b"/data/p/face")
    form = form.replace(b'<upload ref="/data/p/', b'<repeat nodeset="/data/p"><upload ref="/data/p/')
    at = form.index(b"</upload>", form.index(b"<repeat")) + len(b"</upload>")
    talk = house.start(form[:at] + b"</repeat>" + form[at:])
    talk.go("/data/p[2]/face")
    answer = talk.answer()
    assert isinstance(answer, DrawingAnswer)
    house.lanes.vault(lambda _store: time.sleep(0.2))
    draw(answer.pad, ACROSS)
    talk.page.files.forget_repeat("/data/p[1]")
    talk.page.answering.apply(talk.session.remove_repeat("/data/p[1]"))
    talk.stored()
    assert talk.session.value("/data/p[1]/face").endswith(".png") and talk.session.value("/data/p[2]/face") == ""

    talk.go("/data/p[2]/face")
    answer = talk.answer()
    assert isinstance(answer, DrawingAnswer)
    house.lanes.vault(lambda _store: time.sleep(0.2))
    draw(answer.pad, ACROSS)
    talk.page.answering.apply(talk.session.remove_repeat("/data/p[2]"))
    assert files_of(house, talk) and len(files_of(house, talk)) == 1, "what has no question any more is not kept"


def test_a_drawing_that_the_disk_did_not_take_is_tried_again_as_the_window_goes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = house.start(pad_forms.drawn())
    _, pad = pad_of(talk, "sign")

    def full(*_told: object) -> None:
        raise IntakeError("vault.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr("intake_app.vault.Vault.put_media", full)
        draw(pad, ACROSS)
        talk.bot.waitUntil(talk.page.room.notice.isVisible, timeout=5000)
        talk.page.save_now()
    assert talk.session.value("/data/sign") == ""
    draw(pad, DOWN)
    talk.page.save_now()
    assert talk.session.value("/data/sign").endswith(".png")


def test_nothing_drawn_is_lost_or_comes_late(house: House) -> None:
    talk = house.start(pad_forms.drawn())
    _, pad = pad_of(talk, "sign")
    draw(pad, ACROSS)
    talk.page.turn(1)
    name = kept(talk, "sign")
    assert name, "what was drawn just before the page was turned"

    answer, pad = pad_of(talk, "sketch")
    draw(pad, ACROSS)
    answer.begin()
    talk.key("p")
    assert talk.session.question("/data/sketch").state is AnswerState.DECLINED
    house.wait(lambda done: house.lanes.work(lambda: True, done))  # the drawing is on its way to the store
    files_of(house, talk)  # it is there, and known to be too late
    assert files_of(house, talk) == {name}
    assert talk.session.question("/data/sketch").state is AnswerState.DECLINED


def test_marks_on_a_picture_of_the_form_are_seen_on_dark_and_on_light(house: House) -> None:
    talk = house.start(pad_forms.drawn(), files={"plan.png": png(600, 400)})
    answer, pad = pad_of(talk, "mark")
    assert pad.isHidden() and not answer.how.isHidden(), "there is no picture yet"
    answer, pad = pad_of(talk, "plan")
    talk.bot.waitUntil(pad.isVisible, timeout=10000)
    draw(pad, ACROSS)
    name = kept(talk, "plan", "jr://images/plan.png")
    assert name.endswith(".jpg")
    image = pad.picture().image
    ground = QColor(Qt.GlobalColor.darkGreen).name()
    assert (image.width(), image.height(), colour(image, 0.5, 0.2)) == (600, 400, ground)
    column = [QColor(image.pixel(300, y)).lightness() for y in range(190, 211)]
    assert min(column) < 60 and max(column) > 235, "dark ink with light around it"


def test_a_finger_draws_and_another_window_of_the_same_question_follows(house: House) -> None:
    talk = house.start(pad_forms.drawn())
    answer, pad = pad_of(talk, "sign")
    other = DrawingAnswer(talk.page.setting, answer.view)
    talk.bot.addWidget(other)
    talk.bot.wait(60)  # the page takes its size once it is there
    place = pad._place()
    device = QTest.createTouchDevice()
    assert device.type() == QPointingDevice.DeviceType.TouchScreen
    spots = [QPoint(round(place.width() * x), round(place.height() * y)) for x, y in ACROSS]
    touch = QTest.touchEvent(talk.shell.windowHandle(), device)
    for step, spot in zip(("press", "move", "move", "release"), (*spots, spots[-1]), strict=True):
        getattr(touch, step)(0, pad.mapTo(talk.shell, spot), talk.shell.windowHandle())
        touch.commit()
    name = kept(talk, "sign")
    assert pad.touched
    shown: list[object] = []
    talk.page.files.loaded.connect(lambda _name, seen: shown.append(seen))
    other.show_view(talk.session.question("/data/sign"))
    talk.page.files.loaded.connect(lambda _name, seen: other.show_file(seen))
    talk.page.files.load(name, other.side)
    talk.bot.waitUntil(lambda: bool(shown) and not other.pad.blank, timeout=10000)
    assert colour(other.pad.picture().image, 0.5, 0.5) == LIGHT.ink


def test_a_photograph_is_taken_and_then_drawn_on(house: House) -> None:
    from tests.gui_interview.test_photo import before_the_camera  # skips where the sound library is missing

    talk = house.start(pad_forms.drawn())
    before_the_camera(talk, "/data/mark")
    answer, pad = pad_of(talk, "mark")
    assert pad.isHidden()
    wide = QImage(2400, 1200, QImage.Format.Format_RGB32)
    wide.fill(Qt.GlobalColor.white)
    answer.finder.last = wide
    talk.click(answer.shoot)
    name = kept(talk, "mark")
    assert pad.isVisible() and not answer.finder.looking and not pad.touched
    draw(pad, ACROSS)
    assert kept(talk, "mark", name).endswith(".jpg")
    image = pad.picture().image
    assert (image.width(), colour(image, 0.5, 0.5)) == (LONGEST, LIGHT.ink)


def test_the_ring_stands_around_the_sheet_or_the_button_that_the_keyboard_has(house: House) -> None:
    """Around all of it, it runs through the words beside and below."""
    talk = house.start(pad_forms.drawn())
    for name, seen in (("sign", True), ("mark", False)):
        answer, pad = pad_of(talk, name)
        answer.begin()
        talk.bot.waitUntil(lambda answer=answer: answer.hasFocus())
        assert pad.isVisible() == seen
        assert answer.ring_rect() == (pad.paper_rect() if seen else answer.choose.geometry())
        assert not answer.ring_rect().intersects(answer.told.geometry())
