"""Files of an interview: read on the work lane, kept on the vault lane, shown from memory."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from intake_app import workflow
from intake_app.gui.chosen_picture import Seen, look
from intake_app.gui.lanes import Lanes
from intake_app.vault import Vault


class Files(QObject):
    """`kept` carries ref, stored name and what it shows, `loaded` the last two, `failed` ref and error."""

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

        def show(told: tuple[Seen, bytes]) -> None:
            self.loaded.emit(name, told[0])

        self._lanes.vault(fetch, lambda data: self._lanes.work(lambda: look(data), show), self._fail(""))

    def drop(self, name: str) -> None:
        """Take the bytes of a removed file out of the store."""
        record_id = self._record_id
        self._lanes.vault(lambda store: workflow.detach(store, record_id, name), None, self._fail(""))

    def _to_store(self, ref: str) -> Callable[[tuple[bytes, str, Seen]], None]:
        record_id = self._record_id

        def put(told: tuple[bytes, str, Seen]) -> None:
            data, mime, seen = told

            def attach(store: Vault) -> str:
                return workflow.attach(store, record_id, data, mime)

            self._lanes.vault(attach, lambda name: self.kept.emit(ref, name, seen), self._fail(ref))

        return put

    def _fail(self, ref: str) -> Callable[[Exception], None]:
        return lambda error: self.failed.emit(ref, error)


def read(path: Path, max_pixels: int | None) -> tuple[bytes, str, Seen]:
    """The bytes of a file, its media type and what it shows; a picture longer than `max_pixels` is made smaller.

    Raises IntakeError `workflow.not_a_file`, `gui.file_too_large`, `gui.picture_failed`, and OSError when the file can
    not be read.
    """
    data = workflow.read_attachment(path)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    seen, smaller = look(data, max_pixels or 0)
    return (smaller, "image/jpeg", seen) if smaller else (data, mime, seen)
