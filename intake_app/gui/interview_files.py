"""Files of an interview: read on the work lane, kept on the vault lane, shown from memory."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from intake_app import workflow
from intake_app.gui.answers.upload import PLAIN, format_of
from intake_app.gui.lanes import Lanes
from intake_app.vault import Vault

_QUALITY = 88


class Files(QObject):
    """`kept` carries ref and stored name, `loaded` stored name and bytes, `failed` ref and error."""

    kept = Signal(str, str, object)
    loaded = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, lanes: Lanes, record_id: str, owner: QObject) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._record_id = record_id

    def keep(self, ref: str, path: Path, max_pixels: int | None) -> None:
        """Read a file, make a picture no longer than `max_pixels`, put the bytes into the store."""
        self._lanes.work(lambda: read(path, max_pixels), self._to_store(ref), self._fail(ref))

    def load(self, name: str) -> None:
        """Fetch the bytes of a kept file."""
        record_id = self._record_id

        def fetch(store: Vault) -> bytes:
            return workflow.attachment(store, record_id, name)

        self._lanes.vault(fetch, lambda data: self.loaded.emit(name, data), self._fail(""))

    def drop(self, name: str) -> None:
        """Take the bytes of a removed file out of the store."""
        record_id = self._record_id
        self._lanes.vault(lambda store: workflow.detach(store, record_id, name), None, self._fail(""))

    def _to_store(self, ref: str) -> Callable[[tuple[bytes, str]], None]:
        record_id = self._record_id

        def put(told: tuple[bytes, str]) -> None:
            data, mime = told

            def attach(store: Vault) -> str:
                return workflow.attach(store, record_id, data, mime)

            self._lanes.vault(attach, lambda name: self.kept.emit(ref, name, data), self._fail(ref))

        return put

    def _fail(self, ref: str) -> Callable[[Exception], None]:
        return lambda error: self.failed.emit(ref, error)


def read(path: Path, max_pixels: int | None) -> tuple[bytes, str]:
    """The bytes of a file and its media type; a picture longer than `max_pixels` is made smaller in memory.

    Raises IntakeError `workflow.not_a_file`, `gui.file_too_large`, and OSError when the file can not be read.
    """
    data = workflow.read_attachment(path)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    small = _smaller(data, max_pixels) if max_pixels and format_of(data) in PLAIN else None
    return (small, "image/jpeg") if small else (data, mime)


def _smaller(data: bytes, longest: int) -> bytes | None:
    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) <= longest:
        return None
    reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    if image.isNull():
        return None
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(made, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(made.data().data())
