"""A settings code by its picture, from a file or from the clipboard, by the window: what it is, or why it is none."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.gui.lanes import Lanes
from intake_app.gui.server_page import AddServer
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from tests.gui_shell.test_dayend import _code
from tests.openrosa.test_settings_code import picture

pytestmark = pytest.mark.window
URL = "https://central.example/v1/key/abc/projects/1"
CODE = _code(URL, "Molo")
Filled = Callable[[Callable[[], None]], str]


def _bomb(width: int, height: int) -> bytes:
    """A picture of few bytes that says it is very large."""
    data = _file(Image.new("1", (8, 8), 1), "PNG")
    whole = data[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[24:29]
    return whole + zlib.crc32(whole[12:29]).to_bytes(4, "big") + data[33:]


def _file(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _photograph() -> bytes:
    """As a telephone takes it: the code small, turned, on something else."""
    with Image.open(io.BytesIO(picture(CODE))) as code:
        whole = Image.effect_noise((1600, 1200), 60).convert("RGB")
        whole.paste(code.convert("RGB").resize((700, 700)).rotate(9, expand=True, fillcolor="white"), (500, 200))
    return _file(whole, "JPEG")


@pytest.fixture(autouse=True)
def _nothing_copied(qapp: QApplication) -> None:
    """What a test before left on the clipboard would be read as a code."""
    qapp.clipboard().clear()


@pytest.fixture
def form(qtbot: QtBot, words: Words, lanes: Lanes, look: Look) -> AddServer:
    """The page for a new server, in front."""
    made = AddServer(words, lanes, look)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    return made


@pytest.fixture
def told(qtbot: QtBot, form: AddServer, lanes: Lanes) -> Filled:
    """Do something with a code; gives what was said of it, "" when the lines were filled in."""

    def doing(do: Callable[[], None]) -> str:
        form.forget()
        QTest.keyClicks(form.url_line, "typed")
        do()
        qtbot.waitUntil(lambda: lanes.pending == 0, timeout=15_000)
        assert form.code.paste.isEnabled()
        said = form.code.trouble.text() if form.code.trouble.isVisible() else ""
        assert form.url_line.text() == ("typed" if said else URL)
        return said

    return doing


def test_a_file_is_a_code_or_says_why_it_is_none_and_nothing_typed_is_lost(
    form: AddServer, told: Filled, tmp_path: Path
) -> None:
    whole = picture(CODE)
    for data, reason in (
        (_photograph(), ""),
        (whole[: len(whole) // 2], "it is damaged"),
        (b"no picture at all", "it is no picture"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "it is no JPEG, PNG"),
        (_file(Image.new("RGB", (400, 300), "white"), "JPEG"), "there is no code in it"),
        (picture(CODE[: len(CODE) // 2]), "(the code: its end is missing)"),
        (_bomb(20_000, 20_000), "it is too large"),
    ):
        (tmp_path / "code.png").write_bytes(data)
        said = told(lambda: form.code.take_files([tmp_path / "code.png"]))
        assert reason in said and bool(reason) == bool(said), said


def _copied(data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)


def _as_file(data: bytes, text: str = "") -> QMimeData:
    made = QMimeData()
    made.setData("image/png", QByteArray(data))
    if text:
        made.setText(text)
    return made


def test_what_was_copied_as_a_picture_a_file_or_both_is_read_where_it_can_be(
    form: AddServer, told: Filled, tmp_path: Path
) -> None:
    """A table puts a picture of its letters beside them; a folder window puts the name of the file."""
    paste, board = form.code.paste_now, QApplication.clipboard()
    (tmp_path / "code.png").write_bytes(picture(CODE))
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(tmp_path / "code.png"))])
    blank = _file(Image.new("1", (90, 90), 1), "PNG")
    for data, reason in (
        (copied, ""),
        (_as_file(blank, CODE), ""),
        (_as_file(picture(CODE), "an inscription"), ""),
        (_as_file(_bomb(20_000, 20_000)), "it is too large"),
    ):
        _copied(data)
        said = told(paste)
        assert reason in said and bool(reason) == bool(said), said
        assert not board.text() and board.image().isNull(), "it holds a key"


def test_pixels_on_the_clipboard_are_no_larger_than_they_may_be(form: AddServer, told: Filled) -> None:
    board, huge = QApplication.clipboard(), QImage(20_000, 20_000, QImage.Format.Format_Mono)
    huge.fill(1)
    board.setImage(huge)
    assert "it is too large" in told(form.code.paste_now)
    board.setImage(QImage.fromData(picture(CODE)))
    assert told(form.code.paste_now) == ""


def test_pressed_twice_it_tells_nobody_off_who_got_what_they_want(qtbot: QtBot, form: AddServer, lanes: Lanes) -> None:
    QTest.mouseClick(form.code.paste, Qt.MouseButton.LeftButton)
    assert form.code.trouble.isVisible() and not form.code.reading
    assert form.code.trouble.text() == "There is nothing to paste. Copy the code or its picture first."
    form.words.set_language("it")
    assert form.code.trouble.text().startswith("Non c’è nulla da incollare.")
    form.words.set_language("en")
    QApplication.clipboard().setText(CODE)
    for _twice in range(2):
        form.code.paste_now()
    assert form.code.explanation.text() == "Looking for a code…" and not form.code.choose.isEnabled()
    qtbot.waitUntil(lambda: lanes.pending == 0, timeout=15_000)
    assert form.code.trouble.isHidden(), form.code.trouble.text()
    assert form.url_line.text() == URL
    form.code.paste_now()
    assert form.code.trouble.isHidden(), form.code.trouble.text()
    assert form.url_line.text() == URL


def test_a_name_that_was_typed_stays(form: AddServer, told: Filled) -> None:
    board = QApplication.clipboard()
    board.setText(CODE)
    told(form.code.paste_now)
    assert form.name_line.text() == "Molo"
    board.setText(_code(URL, "Second"))
    told(form.code.paste_now)
    assert form.name_line.text() == "Second"

    def typed() -> None:
        QTest.keyClicks(form.name_line, "Harbour")
        board.setText(CODE)
        form.code.paste_now()

    told(typed)
    assert form.name_line.text() == "Harbour"


def test_a_page_that_was_left_takes_no_code(qtbot: QtBot, words: Words, lanes: Lanes, look: Look) -> None:
    bugs: list[Exception] = []
    lanes.bug.connect(bugs.append)
    page = AddServer(words, lanes, look)
    QApplication.clipboard().setText(CODE)
    page.code.paste_now()
    page.deleteLater()
    QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: lanes.pending == 0)
    assert not bugs
