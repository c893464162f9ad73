"""A settings code of a server, from a picture file, before the camera, or from the clipboard as text or picture.

A picture comes from anybody: it is drawn by another process, and only its shades of grey are looked at in this one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter
from PySide6.QtWidgets import QWidget

from intake_app import openrosa
from intake_app.errors import IntakeError
from intake_app.gui import chosen_picture, files
from intake_app.gui.button_row import ButtonRow
from intake_app.gui.camera import Camera
from intake_app.gui.clipboard import Taken, take
from intake_app.gui.controls import Label, column, secondary
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.openrosa import Settings

LONGEST = 4000
"""Side in pixels of what is looked at: photographs of twelve million pixels and large screens are no smaller for it."""
_MOST_PIXELS = 64_000_000
_LARGEST_FILE = 50_000_000


class SettingsCode(QWidget):
    """Three ways to hand over a code. What was pasted is taken off the clipboard: it holds a key."""

    found = Signal(object)
    """`Settings` that a code held."""

    def __init__(self, page: QWidget, words: Words, lanes: Lanes) -> None:
        super().__init__()
        self._page, self.words, self.lanes = page, words, lanes
        self.reading = self._taken = False
        self._wrong: Exception | None = None
        self.explanation, self.trouble = Label(role="second", wrap=True), Label(role="trouble", wrap=True)
        self.choose, self.paste = secondary("Ctrl+O"), secondary("Ctrl+Shift+V", "Ctrl ⇧ V")
        self.film, self.camera = secondary("Ctrl+K"), Camera(lanes)
        down = column(self, gap=Space.SMALL)
        down.addWidget(self.explanation)
        down.addWidget(ButtonRow((self.choose, self.paste, self.film)))
        down.addWidget(self.camera.view)
        down.addWidget(self.trouble)
        self.trouble.hide()
        self.choose.clicked.connect(self.ask)
        self.paste.clicked.connect(self.paste_now)
        self.film.clicked.connect(self.look)
        self.camera.found.connect(self._found)
        self.camera.failed.connect(self._failed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Who goes elsewhere is not filmed any more."""
        super().hideEvent(event)
        self.camera.stop()
        self.retranslate()

    def look(self) -> None:
        """Look for a code before the camera, or stop it."""
        self.trouble.hide()
        if self.camera.looking:
            self.camera.stop()
        else:
            self.camera.start()
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the buttons."""
        tr = self.words
        told = tr("With a settings code (QR) the lines below are filled in.")
        if self.camera.looking:
            told = tr("Hold the code before the camera.")
        self.explanation.setText(tr("Looking for a code…") if self.reading else told)
        self.film.say(tr("Stop the camera") if self.camera.looking else tr("With the camera"))
        self.choose.say(tr("From a picture…"))
        self.paste.say(tr("Paste a code"))
        nothing = tr("There is nothing to paste. Copy the code or its picture first.")
        self.trouble.setText(str(explain(self._wrong, tr)) if self._wrong is not None else nothing)

    def clear(self) -> None:
        """Forget what was wrong, and look no further."""
        self.camera.stop()
        self._taken = False
        self.trouble.hide()

    def ask(self) -> None:
        """Ask for the picture of a code."""
        tr = self.words
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.gif)"
        files.ask_open(self._page, tr("Choose the picture of a settings code"), kinds, self.take_files, several=False)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read the code in a picture file."""
        path = paths[0]
        self._read(lambda: _in_file(path))

    def paste_now(self) -> None:
        """The code that lies on the clipboard: a text, a picture, or the file of one."""
        if self.reading:
            return
        given = take()
        if given != Taken():
            self._read(lambda: _in_what_was_pasted(given))
        elif not self._taken:  # else it was pressed once more
            self._tell(None)

    def _read(self, parse: Callable[[], Settings]) -> None:
        if not self.reading:
            self._wait(reading=True)
            self.trouble.hide()
            self.lanes.work(parse, self._found, self._failed)

    def _wait(self, *, reading: bool) -> None:
        self.reading = reading
        for button in (self.choose, self.paste, self.film):
            button.setEnabled(not reading)
        self.retranslate()

    def _found(self, settings: Settings) -> None:
        self._wait(reading=False)
        self._taken = True
        self.found.emit(settings)

    def _failed(self, error: Exception) -> None:
        self._wait(reading=False)
        self._tell(error)

    def _tell(self, error: Exception | None) -> None:
        """What was wrong with a code, or that there is none."""
        self._wrong = error
        self.retranslate()
        self.trouble.show()


def _in_what_was_pasted(given: Taken) -> Settings:
    """A text that is a code goes before a picture of it: tables and letters put both there."""
    if given.files:
        return _in_file(given.files[0])
    pictured = bool(given.picture) or given.pixels is not None
    try:
        return openrosa.parse_settings(given.text)
    except IntakeError:
        if not pictured:
            raise
    if given.pixels is None:
        return _in_picture(given.picture)
    return openrosa.parse_settings_picture(_grey(_smaller(given.pixels)))


def _in_file(path: Path) -> Settings:
    return _in_picture(files.read(path, _LARGEST_FILE))


def _in_picture(data: bytes) -> Settings:
    return openrosa.parse_settings_picture(_grey(chosen_picture.drawn(data, LONGEST)))


def _smaller(image: QImage) -> QImage:
    """No side longer than is looked at. Raises IntakeError `openrosa.bad_picture`."""
    if image.width() * image.height() > _MOST_PIXELS:
        raise IntakeError("openrosa.bad_picture", reason="too_large")
    if max(image.width(), image.height()) <= LONGEST:
        return image
    modes = Qt.TransformationMode
    return image.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio, modes.SmoothTransformation)


def _grey(image: QImage) -> bytes:
    """Shades of grey as a file; what is transparent is white, as on paper."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper.convertToFormat(QImage.Format.Format_Grayscale8).save(buffer, "BMP")  # type: ignore[call-overload, unused-ignore]
    return bytes(buffer.data().data())
