"""Items 40, 41, 43 to 45 of the catalogue at the window: which pictures are drawn; choosing one leaves no trace."""

import errno
import os
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from intake_app.errors import IntakeError
from intake_app.gui import chosen_picture, picture_child
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.chosen_picture import SIDE, format_of, look, small
from intake_app.gui.interview_files import read
from tests.gui_interview import forms
from tests.gui_interview.conftest import House

pytestmark = pytest.mark.window
EN = "English (en)"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="20" height="20">'
    b'<image x:href="file:///etc/passwd" width="9" height="9"/><rect width="20" height="20"/></svg>'
)


def png(width: int, height: int) -> bytes:
    """A picture of one colour whose file is small whatever its size; only the first rows are there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(bytes((width + 1) * min(height, 100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def thumbnail(data: bytes, side: int) -> QImage | None:
    """What the process that draws makes of a file, in this one."""
    kind = format_of(data)
    return picture_child.drawn(data, kind, side) if kind in picture_child.PLAIN else None


GIF = b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


def in_format(name: str, picture: QImage | None = None) -> bytes:
    if name == "GIF89a":  # Qt writes none
        return GIF
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    (picture or QImage(30, 20, QImage.Format.Format_RGB32)).save(buffer, name)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 12 + b"\0\0\0\1moov\x7f" + b"\xff" * 7 + b"\xff\xff\xff\xffmdat" + b"\0" * 64
"""Two parts that say they are larger than any disk."""
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
        FILM,
        b"%PDF-1.4 <html><svg onload=alert(1)>\n" + b"PK\x03\x04" + b"\0" * 26 + SVG + b"\xff\xd8\xff\xe0 JFIF",
    ],
    ids=["svg", "pdf", "html", "zip", "heic", "ico", "nothing", "film_of_eight_exabytes", "many_kinds_at_once"],
)
def test_43_44_45_only_plain_pictures_are_drawn(qapp: QApplication, data: bytes) -> None:
    assert thumbnail(data, SIDE) is None


@pytest.mark.parametrize("name", ["film.mp4", "film.jpg"])
def test_45_a_film_that_lies_about_its_size_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILM)
    kept, _mime, seen = read(tmp_path / name, SIDE)
    assert (kept, seen.image) == (FILM, None)


@pytest.mark.parametrize(("name", "drawn"), [("PNG", True), ("JPG", True), ("BMP", True), ("TIFF", False)])
def test_44_a_format_is_told_by_its_bytes(qapp: QApplication, tmp_path: Path, name: str, drawn: bool) -> None:
    data = in_format(name)
    assert format_of(data) != b""
    assert (thumbnail(data, 10) is not None) == drawn
    (tmp_path / "photo.jpg").write_bytes(data)
    made, mime, seen = read(tmp_path / "photo.jpg", 10)
    small = QImage.fromData(made)
    assert max(small.width(), small.height()) == (10 if drawn else 30)
    assert (mime, seen.kind, seen.image is not None) == ("image/jpeg", format_of(made), drawn)


def test_43_a_drawing_is_kept_as_it_is_and_never_drawn(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "drawing.svg").write_bytes(SVG)
    made, mime, seen = read(tmp_path / "drawing.svg", 5)
    assert (made, mime, seen.kind, seen.image) == (SVG, "image/svg+xml", b"", None)


@pytest.mark.parametrize("name", BOMBS)
def test_a_chosen_bomb_of_a_picture_is_kept_and_not_drawn(name: str) -> None:
    data = png(100, 100)
    width, height = BOMBS[name]
    whole = data[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[24:29]
    seen, kept = look(whole + zlib.crc32(whole[12:29]).to_bytes(4, "big") + data[33:], 50)
    assert (seen.image, seen.failed, kept) == (None, False, b"")


def test_44_another_process_gives_the_same_small_picture(qapp: QApplication) -> None:
    picture = QImage(1300, 700, QImage.Format.Format_RGB32)
    picture.fill(0xFF336699)
    data = in_format("PNG", picture)
    seen, kept = look(data)
    here = thumbnail(data, SIDE)
    assert seen.image is not None and here is not None
    assert seen.image == here.convertToFormat(QImage.Format.Format_RGBA8888)
    assert (kept, seen.size) == (b"", len(data))
    smaller, kept = look(data, 650)
    assert (QImage.fromData(kept).width(), smaller.size) == (650, len(kept))
    assert smaller.image is not None and smaller.image.size() == here.size()
    assert look(in_format("GIF89a"))[0].image is not None


@pytest.mark.parametrize("size", [(9248, 6936), (12000, 9000)])
def test_40_what_a_telephone_takes_is_made_as_small_as_the_form_asks(size: tuple[int, int], tmp_path: Path) -> None:
    large = QImage(*size, QImage.Format.Format_Grayscale8)
    large.fill(120)
    (tmp_path / "photo.jpg").write_bytes(in_format("JPG", large))
    made, mime, seen = read(tmp_path / "photo.jpg", 800)
    kept = QImage.fromData(made)
    assert (kept.width(), kept.height(), mime) == (800, 800 * size[1] // size[0], "image/jpeg")
    assert seen.image is not None and not (seen.too_large or seen.full_size)


ODD = {
    "of too many pixels": (png(100, 100), "too many pixels"),
    "that can not be made smaller": (in_format("TIFF"), "in its full size"),
    "of words": (b"hello", "right file"),
    "cut off": (in_format("PNG", QImage(300, 200, QImage.Format.Format_RGB32))[:60], "right file"),
}


@pytest.mark.parametrize("what", ODD)
def test_44_a_file_that_is_not_what_is_asked_for_is_kept_and_told_of(house: House, tmp_path: Path, what: str) -> None:
    asked = b'<bind nodeset="/data/photo" type="binary"'
    talk = house.start(forms.kinds().replace(asked, asked + b' orx:max-pixels="20"'), EN, EN)
    data, words = ODD[what]
    if what == "of too many pixels":
        whole = data[:16] + (13_000).to_bytes(4, "big") * 2 + data[24:29]
        data = whole + zlib.crc32(whole[12:29]).to_bytes(4, "big") + data[33:]
    (tmp_path / "a.png").write_bytes(data)
    talk.go("/data/photo")
    field = talk.answer()
    assert isinstance(field, UploadAnswer)
    field.file_chosen.emit(tmp_path / "a.png")
    talk.bot.waitUntil(lambda: words in field.told.text, timeout=5000)
    assert talk.session.value("/data/photo") != ""


@pytest.mark.parametrize(("kind", "most", "tells"), [("GIF", 20, False), ("BMP", 20, False), ("GIF", 2_000, True)])
def test_44_what_a_picture_may_tell_is_said_of_the_file_that_is_kept(
    house: House, tmp_path: Path, kind: str, most: int, tells: bool
) -> None:
    """One that is made smaller is drawn anew, whatever it was."""
    asked = b'<bind nodeset="/data/photo" type="binary"'
    talk = house.start(forms.kinds().replace(asked, asked + f' orx:max-pixels="{most}"'.encode()), EN, EN)
    written, name = BytesIO(), f"a.{kind.lower()}"
    moves = {"save_all": True, "append_images": [Image.new("RGB", (300, 200), "red")]} if kind == "GIF" else {}
    Image.new("RGB", (300, 200)).save(written, kind, **moves)
    (tmp_path / name).write_bytes(written.getvalue())
    talk.go("/data/photo")
    field = talk.answer()
    assert isinstance(field, UploadAnswer)
    field.file_chosen.emit(tmp_path / name)
    talk.bot.waitUntil(field.picture.isVisible, timeout=5000)
    assert talk.session.value("/data/photo").endswith(f".{kind.lower()}" if tells else ".jpg")
    assert ("may tell the place" in field.told.text) == tells
    assert ("were taken out of the picture" in field.told.text) == (not tells)


def test_44_what_went_wrong_with_one_file_is_said_until_another_is_chosen(house: House, tmp_path: Path) -> None:
    talk = house.start(forms.kinds(), EN, EN)
    (tmp_path / "a.png").write_bytes(in_format("PNG"))
    talk.go("/data/photo")
    field, notice = talk.answer(), talk.page.room.notice
    assert isinstance(field, UploadAnswer)
    field.file_chosen.emit(tmp_path / "gone.png")
    talk.bot.waitUntil(notice.isVisible, timeout=5000)
    field.file_chosen.emit(tmp_path / "a.png")
    talk.bot.waitUntil(lambda: talk.session.value("/data/photo") != "", timeout=5000)
    assert not notice.isVisible()


LIMITS = """
import os, sys
from intake_app.gui import picture_child
def hostile(data, kind, side):
    if data == b"files":
        try:
            open("/etc/hostname")
        except OSError as error:
            sys.exit(70 + error.errno)
    if data == b"memory":
        held = bytearray(2 << 30)
    if data == b"time":
        while True:
            pass
    os._exit(3)
picture_child._load = lambda: None
picture_child.drawn, picture_child.SECONDS = hostile, 1
sys.exit(picture_child.serve())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: Windows has no such limits; only the time is limited")
@pytest.mark.parametrize(("what", "code"), [(b"files", 70 + errno.EMFILE), (b"memory", 1), (b"time", -9), (b"", 3)])
def test_44_a_reader_that_was_deceived_has_nothing(what: bytes, code: int) -> None:
    """What it would do next: open a file, take all memory, never end, die."""
    given = chosen_picture.REQUEST.pack(b"png", SIDE, 0, len(what)) + what
    done = subprocess.run([sys.executable, "-c", LIMITS], input=given, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (code, b""), done.stderr


@pytest.mark.parametrize("end", ["1", "print('x' * 30)", "print('x')", "import time; time.sleep(60)"])
def test_44_a_process_that_dies_or_lies_or_hangs_is_told(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_picture, "_PATIENCE", 0.5)
    command = (sys.executable, "-c", end if end != "1" else "raise SystemExit(1)")
    seen, kept = look(png(9, 9), 0, command)
    assert (seen.failed, seen.image, kept) == (True, None, b"")
    with pytest.raises(IntakeError, match=r"gui\.picture_failed"):
        look(png(9, 9), 5, command)


ENDLESS = {
    "says more": "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))",
    "leaves a process that keeps the line open": "import os, time\nif os.fork(): os._exit(0)\ntime.sleep(3)",
}


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: Windows has no fork")
@pytest.mark.parametrize("what", ENDLESS)
def test_44_nobody_waits_or_listens_without_end(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_picture, "_PATIENCE", 1.0)
    told = chosen_picture._heard((sys.executable, "-c", ENDLESS[what]), bytes(1 << 20), 100_000)
    assert len(told) == (100_000 if what == "says more" else 0)


def test_44_pictures_of_a_form_are_drawn_by_one_process(qapp: QApplication, tmp_path: Path) -> None:
    """What is no picture is none of them; where one kills the process, another goes on behind it, but not for ever."""
    start = f"open({str(tmp_path / 'starts')!r}, 'a').write('x')\n"
    dies = "if data.endswith(b'dies'): os._exit(1)"
    program = (
        f"import os, sys\n{start}from intake_app.gui import picture_child\nreal = picture_child.drawn\n"
        f"def drawn(data, kind, side):\n    {dies}\n    return real(data, kind, side)\n"
        "picture_child.drawn = drawn\nsys.exit(picture_child.serve())"
    )
    good, bad = png(100, 50), png(100, 50) + b"dies"
    command = (sys.executable, "-c", program)
    found = small([(good, 40), (SVG, 40), (bad, 40), (good, 20)], command)
    assert [image and (image.width(), image.height()) for image in found] == [(40, 20), None, None, (20, 10)]
    assert (tmp_path / "starts").read_text() == "xx"
    assert small([(bad, 40)] * 5, command) == [None] * 5
    assert (tmp_path / "starts").read_text() == "xxxxx"


def test_44_one_module_reads_pictures() -> None:
    source = Path(__file__).resolve().parents[2] / "intake_app"
    reading = ("QImageReader", "QPixmap(", "fromData(", "loadFromData(", "QMovie", "QIcon(")
    found = {
        (path.name, word)
        for path in source.rglob("*.py")
        for word in reading
        if word in path.read_text(encoding="utf-8")
    }
    assert found == {("picture_child.py", "QImageReader")}


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
