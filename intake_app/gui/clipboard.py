"""What this program puts on the clipboard is marked as secret for programs that keep a history, and taken back soon."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtWidgets import QApplication, QMenu

EXPIRES_MS = 10_000

_MARK = "application/x-intake-own"
_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\1\0\0\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}
"""Klipper and KeePassXC read the first; the others are clipboard formats of Windows 10 and later."""

_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif")


_FAR, _NEAR = 1_000_000, 1


def drag_nothing(application: QApplication) -> None:
    """No text, file or picture is dragged out of any window: it would come into another program unmarked, and stay.

    While the toolkit drags it hears no key either, not even that which hides.
    """
    application.setStartDragDistance(_FAR)


class _Open(QObject):
    """Watches whether a menu is open, also one that goes while it is."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.open = False
        menu.installEventFilter(self)
        menu.destroyed.connect(lambda: self.tell(False))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Near while it is there, far again as soon as it is not."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.tell(event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def tell(self, shown: bool) -> None:
        """Whether it is open now."""
        if shown is not self.open:
            self.open = shown
            QApplication.setStartDragDistance(_NEAR if shown else _FAR)


def choose_at_once(menu: QMenu) -> None:
    """A menu that is open takes the first press in it, also where nothing was moved before, as by a finger.

    Qt asks how far from where it was opened that is, by the same figure as for dragging; beside a menu nothing else is
    pressed.
    """
    _Open(menu)


class Clipboard(QObject):
    """Watches the clipboard: a text copied from any field of ours is put there again, marked, and expires.

    Where the system has a selection beside the clipboard (X11), a text that is only marked with the mouse never stays.
    """

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._board = QApplication.clipboard()
        self._ours = b""
        self._expiry = QTimer(self, singleShot=True, interval=EXPIRES_MS)
        self._expiry.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._look)
        self._board.selectionChanged.connect(self._drop_selection)

    @property
    def ours(self) -> bool:
        """Whether what lies there now is what this program put there."""
        data = self._board.mimeData()
        return bool(self._ours) and data is not None and data.data(_MARK).data() == self._ours

    def put(self, text: str) -> None:
        """Copy a text: plain, marked as secret, for ten seconds."""
        self._ours = secrets.token_hex(8).encode()
        data = QMimeData()
        data.setText(text)
        data.setData(_MARK, QByteArray(self._ours))
        for name, value in _HINTS.items():
            data.setData(name, QByteArray(value))
        self._board.setMimeData(data)
        self._expiry.start()

    def clear(self) -> None:
        """Take back what this program put there; leave what is another program's."""
        self._expiry.stop()
        if self.ours or self._board.ownsClipboard():
            self._board.clear(QClipboard.Mode.Clipboard)
        self._ours = b""
        self._drop_selection()

    def _look(self) -> None:
        if self._board.ownsClipboard() and not self.ours:
            text = self._board.text()
            if text:
                self.put(text)

    def _drop_selection(self) -> None:
        if self._board.supportsSelection() and self._board.ownsSelection():
            self._board.clear(QClipboard.Mode.Selection)


@dataclass(frozen=True)
class Taken:
    """What lay on the clipboard: a text, a picture as bytes of a file or as pixels, files that were copied."""

    text: str = ""
    picture: bytes = b""
    pixels: QImage | None = None
    files: tuple[Path, ...] = ()


def take() -> Taken:
    """What lies there, and nothing is left: a person pasted something that holds a key.

    A picture in a format of files is taken as it is: drawing what another program put there is not for this process.
    """
    board = QApplication.clipboard()
    data = _held(board)
    if data is None:
        return Taken()
    picture = next((bytes(data.data(kind).data()) for kind in _PICTURES if data.hasFormat(kind)), b"")
    image = QImage() if picture else board.image()
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    taken = Taken("" if files else board.text(), picture, None if image.isNull() else image, files)
    board.clear(QClipboard.Mode.Clipboard)
    return taken


def _held(board: QClipboard) -> QMimeData | None:
    return board.mimeData()
