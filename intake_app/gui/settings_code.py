"""A settings code of a server, from a picture file or from the clipboard, as text or as a picture."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from intake_app import openrosa
from intake_app.gui import files
from intake_app.gui.clipboard import take
from intake_app.gui.controls import Label, column, row, secondary
from intake_app.gui.lanes import Lanes
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.openrosa import Settings


class SettingsCode(QWidget):
    """Two ways to hand over a code. What was pasted is taken off the clipboard: it holds a key."""

    found = Signal(object)
    """`Settings` that a code held."""

    def __init__(self, page: QWidget, words: Words, lanes: Lanes) -> None:
        super().__init__()
        self._page, self.words, self.lanes = page, words, lanes
        self.explanation, self.trouble = Label(role="second", wrap=True), Label(role="trouble", wrap=True)
        self.choose, self.paste = secondary("Ctrl+O"), secondary("Ctrl+Shift+V", "Ctrl ⇧ V")
        down = column(self, gap=Space.SMALL)
        down.addWidget(self.explanation)
        across = row(gap=Space.SMALL)
        across.addWidget(self.choose)
        across.addWidget(self.paste)
        across.addStretch(1)
        down.addLayout(across)
        down.addWidget(self.trouble)
        self.trouble.hide()
        self.choose.clicked.connect(self.ask)
        self.paste.clicked.connect(self.paste_now)

    def retranslate(self) -> None:
        """Words of the buttons."""
        tr = self.words
        self.explanation.setText(tr("With a settings code (QR) the lines below are filled in."))
        self.choose.say(tr("From a picture…"))
        self.paste.say(tr("Paste a code"))

    def clear(self) -> None:
        """Forget what was wrong."""
        self.trouble.hide()

    def ask(self) -> None:
        """Ask for the picture of a code."""
        tr = self.words
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.gif)"
        files.ask_open(self._page, tr("Choose the picture of a settings code"), kinds, self.take_files, several=False)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read the code in a picture file."""
        path = paths[0]
        self._read(lambda: openrosa.parse_settings_picture(files.read(path)))

    def paste_now(self) -> None:
        """The code that lies on the clipboard, a picture or a text."""
        image, text = take()
        if image.isNull():
            self._read(lambda: openrosa.parse_settings(text))
        else:
            self._read(lambda: openrosa.parse_settings_picture(_png(image)))

    def _read(self, parse: Callable[[], Settings]) -> None:
        self.trouble.hide()
        self.lanes.work(parse, self.found.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.setText(str(explain(error, self.words)))
        self.trouble.show()


def _png(image: QImage) -> bytes:
    """For the work lane: a large one takes seconds."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload, unused-ignore]
    return bytes(buffer.data().data())
