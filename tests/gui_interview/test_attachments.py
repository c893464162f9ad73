"""Items 40, 41, 43 to 45 of the catalogue at the window: which pictures are drawn; choosing one leaves no trace."""

import os
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from intake_app.gui.answers.upload import UploadAnswer, format_of, thumbnail
from intake_app.gui.interview_files import read
from tests.gui_interview import forms
from tests.gui_interview.conftest import House

pytestmark = pytest.mark.window
EN = "English (en)"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="20" height="20">'
    b'<image x:href="file:///etc/passwd" width="9" height="9"/><rect width="20" height="20"/></svg>'
)
SIDE = 100


def png(width: int, height: int) -> bytes:
    """A picture of one colour whose file is small whatever its size; only the first rows are there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(bytes((width + 1) * min(height, 100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def in_format(name: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImage(30, 20, QImage.Format.Format_RGB32).save(buffer, name)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


BOMBS = {
    "40_13_000_squared": (13_000, 13_000),
    "40_just_too_many": (40_000_001, 1),
    "41_40_000_squared": (40_000, 40_000),
    "41_the_widest": (2**31 - 1, 2**31 - 1),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_a_picture_is_not_drawn(qapp: QApplication, name: str) -> None:
    data = png(*(min(side, 100) for side in BOMBS[name]))
    assert thumbnail(data, SIDE) is not None, "the control: a small one is"
    width, height = BOMBS[name]
    whole = data[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[24:29]
    bomb = whole + zlib.crc32(whole[12:29]).to_bytes(4, "big") + data[33:]
    assert thumbnail(bomb, SIDE) is None


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        b"%PDF-1.4\n%%EOF",
        b"<html><script>1</script></html>",
        b"PK\x03\x04",
        b"\0\0\0\x20ftypheic" + b"\0" * 40,
        b"\0\0\x01\0" + b"\0" * 40,
        b"",
    ],
    ids=["svg", "pdf", "html", "zip", "heic", "ico", "nothing"],
)
def test_43_44_45_only_plain_pictures_are_drawn(qapp: QApplication, data: bytes) -> None:
    assert thumbnail(data, SIDE) is None


@pytest.mark.parametrize(("name", "drawn"), [("PNG", True), ("JPG", True), ("BMP", True), ("TIFF", False)])
def test_44_a_format_is_told_by_its_bytes(qapp: QApplication, tmp_path: Path, name: str, drawn: bool) -> None:
    data = in_format(name)
    assert format_of(data) != b""
    assert (thumbnail(data, 10) is not None) == drawn
    (tmp_path / "photo.jpg").write_bytes(data)
    made, mime = read(tmp_path / "photo.jpg", 10)
    small = QImage.fromData(made)
    assert max(small.width(), small.height()) == (10 if drawn else 30)
    assert mime == "image/jpeg"


def test_43_a_drawing_is_kept_as_it_is_and_never_drawn(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "drawing.svg").write_bytes(SVG)
    assert read(tmp_path / "drawing.svg", 5) == (SVG, "image/svg+xml")


def test_choosing_a_picture_leaves_no_name_of_a_folder(house: House, tmp_path: Path) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    folder = tmp_path / "Photographs of people"
    folder.mkdir()
    (folder / "a.png").write_bytes(in_format("PNG"))
    talk.go("/data/photo")
    field = talk.answer()
    assert isinstance(field, UploadAnswer)
    talk.click(field.choose)
    (dialog,) = field.findChildren(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFile
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(folder / "a.png"))
    dialog.accept()
    talk.bot.waitUntil(lambda: bool(gone) and talk.session.value("/data/photo") != "", timeout=5000)
    written = Path(QSettings(QSettings.Scope.UserScope, "QtProject").fileName())
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    for path in (written, data / "recently-used.xbel"):
        assert not path.is_file() or b"Photographs" not in path.read_bytes()


def test_files_are_asked_for_in_one_place_only() -> None:
    source = Path(__file__).resolve().parents[2] / "intake_app"
    asking = [path.name for path in source.rglob("*.py") if "QFileDialog" in path.read_text(encoding="utf-8")]
    assert asking == ["files.py"]
