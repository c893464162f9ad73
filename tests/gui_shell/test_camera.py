"""A settings code that is held before the camera: what the camera sees is fed to the window frame by frame."""

import io
import time
from collections.abc import Callable

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from intake_app.gui.lanes import Lanes
from intake_app.gui.server_page import AddServer
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from tests.gui_shell.test_settings_pictures import CODE, URL
from tests.openrosa.test_settings_code import picture

media = pytest.importorskip(
    "PySide6.QtMultimedia", reason="2026-11-27: the sound library of the system is missing", exc_type=ImportError
)
pytestmark = pytest.mark.window
Shown = Callable[[QImage], None]


@pytest.fixture
def form(qtbot: QtBot, words: Words, lanes: Lanes, look: Look) -> AddServer:
    """The page for a new server, in front, with the camera on."""
    made = AddServer(words, lanes, look)
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    made.code.camera.watch()
    made.code.retranslate()
    return made


@pytest.fixture
def shown(qtbot: QtBot, form: AddServer, lanes: Lanes) -> Shown:
    """Hold something before the camera until it has been looked at."""

    def hold(image: QImage) -> None:
        time.sleep(0.21)
        form.code.camera.sink.setVideoFrame(media.QVideoFrame(image))
        qtbot.waitUntil(lambda: lanes.pending == 0, timeout=15_000)

    return hold


def _frame(code: str) -> QImage:
    """A code in a hand: small, turned, in what a camera gives."""
    with Image.open(io.BytesIO(picture(code))) as drawn:
        whole = Image.effect_noise((1286, 724), 60).convert("RGB")
        whole.paste(drawn.convert("RGB").resize((420, 420)).rotate(8, expand=True, fillcolor="white"), (500, 120))
    out = io.BytesIO()
    whole.save(out, "PNG")
    return QImage.fromData(out.getvalue())


def test_the_lines_are_filled_in_from_the_first_frame_that_holds_a_settings_code(
    form: AddServer, shown: Shown
) -> None:
    nothing = QImage(640, 480, QImage.Format.Format_RGB32)
    nothing.fill(0xFF808080)
    for image in (nothing, _frame("WIFI:S:quay;;"), _frame(CODE[: len(CODE) // 2])):
        shown(image)
        assert form.code.camera.looking and form.code.camera.view.isVisible()
        assert (form.url_line.text(), form.code.trouble.isVisible()) == ("", False)
    assert form.code.explanation.text() == "Hold the code before the camera."
    shown(_frame(CODE))
    assert form.url_line.text() == URL
    assert not form.code.camera.looking and not form.code.camera.view.isVisible()
    assert form.code.camera.view.pixmap().isNull(), "nothing of it is kept"


@pytest.mark.parametrize("go", [AddServer.hide, AddServer.forget, lambda form: form.code.film.click()])
def test_who_goes_elsewhere_is_not_filmed_any_more(
    form: AddServer, shown: Shown, go: Callable[[AddServer], None]
) -> None:
    sink = form.code.camera.sink
    go(form)
    assert not form.code.camera.looking and not form.code.camera.view.isVisible()
    sink.setVideoFrame(media.QVideoFrame(_frame(CODE)))
    assert form.url_line.text() == ""


def test_without_a_camera_it_is_said_what_else_can_be_done(qtbot: QtBot, form: AddServer) -> None:
    if media.QMediaDevices.videoInputs():
        pytest.skip("2026-11-27: this computer has a camera")
    form.code.film.click()
    form.code.film.click()
    assert not form.code.camera.looking
    assert form.code.trouble.text().startswith("This computer has no camera that the program can use.")
    assert form.code.film.isEnabled() and form.code.film.text() == "With the camera"
