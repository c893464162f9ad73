"""Files of an interview: read on the work lane, drawings apart, kept on the vault lane, shown from memory."""

import mimetypes
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject, Qt, Signal

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.pad import Drawn
from intake_app.gui.chosen_picture import SIDE, Seen, look
from intake_app.gui.lanes import Lanes
from intake_app.vault import Vault
from intake_app.workflow.interview import detach_removed

_QUALITY = {"JPEG": 88}
_Made = tuple[bytes, str, Seen]
"""A file: its bytes, its media type, what it shows."""


class Files(QObject):
    """`kept` carries ref, stored name and what it shows, `loaded` the last two, `failed` ref and error."""

    kept = Signal(str, str, object)
    loaded = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, lanes: Lanes, record_id: str, owner: QObject) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._record_id = record_id
        self._orders: dict[str, int] = {}
        self._drawn: dict[str, tuple[Drawn, int | None]] = {}
        """What nobody can choose again from a file, until the store has it."""
        self._going: list[str] = []
        lanes.vault(lambda store: detach_removed(store, record_id), None, self._fail(""))

    def keep(self, ref: str, what: Path | Drawn, max_pixels: int | None, side: int = SIDE) -> None:
        """Put a file or a drawing into the store, a picture no longer than `max_pixels`; `side` is for what it shows.

        Of several on their way to one question the last is kept. A drawing does not wait for files that are read, nor
        for recordings that are decoded.
        """
        self.forget(ref)
        order = self._orders[ref]

        def made() -> _Made | None:
            if self._orders[ref] != order:
                return None
            return read(what, max_pixels, side) if isinstance(what, Path) else written(what, max_pixels)

        if isinstance(what, Path):
            self._lanes.work(made, lambda told: self._put(ref, order, lambda: told), self._fail(ref))
        else:
            self._drawn[ref] = what, max_pixels
            self._put(ref, order, made)

    def forget(self, ref: str) -> None:
        """What is on its way to this question is wanted no more."""
        self._orders[ref] = self._orders.get(ref, 0) + 1
        self._drawn.pop(ref, None)

    def forget_repeat(self, ref: str) -> None:
        """One of a repeat goes, and those behind it move up: nothing on its way may reach the wrong one."""
        self.hurry()
        repeat = ref.rpartition("[")[0] + "["
        for each in [one for one in self._orders if one.startswith(repeat)]:
            self.forget(each)

    def hurry(self) -> None:
        """Have all that was drawn in the store and told of before this returns: the window is about to go."""
        record_id = self._record_id
        for ref, drawn in list(self._drawn.items()) if not self._lanes.closed else ():
            self.forget(ref)
            data, mime, seen = written(*drawn)
            attach = partial(workflow.attach, record_id=record_id, data=data, mime=mime)
            try:
                name = self._lanes.on_vault(attach)
            except (IntakeError, OSError) as error:
                self.failed.emit(ref, error)
            else:
                self.kept.emit(ref, name, seen)

    def load(self, name: str, side: int = SIDE) -> None:
        """Fetch the bytes of a kept file, and what they show in so many pixels."""
        record_id = self._record_id

        def fetch(store: Vault) -> bytes:
            return workflow.attachment(store, record_id, name)

        def show(told: tuple[Seen, bytes]) -> None:
            self.loaded.emit(name, told[0])

        self._lanes.vault(fetch, lambda data: self._lanes.work(lambda: look(data, side=side), show), self._fail(""))

    def drop_later(self, name: str) -> None:
        """A removed file can be had again until the page is left."""
        self._going.append(name)

    def have_again(self, name: str) -> bool:
        """It stays after all; False where it is gone for good."""
        if name not in self._going:
            return False
        self._going.remove(name)
        return True

    def drop_going(self) -> bool:
        """Take the bytes of removed files out of the store; whether there were any."""
        going, self._going = self._going, []
        for name in going:
            self.drop(name)
        return bool(going)

    def drop(self, name: str) -> None:
        """Take the bytes of a removed file out of the store."""
        record_id = self._record_id
        self._lanes.vault(lambda store: workflow.detach(store, record_id, name), None, self._fail(""))

    def _put(self, ref: str, order: int, made: Callable[[], _Made | None]) -> None:
        record_id = self._record_id

        def attach(store: Vault) -> tuple[str, Seen] | None:
            told = made()
            return None if told is None else (workflow.attach(store, record_id, told[0], told[1]), told[2])

        def tell(kept: tuple[str, Seen] | None) -> None:
            if kept is not None and self._orders[ref] == order:
                self._drawn.pop(ref, None)
                self.kept.emit(ref, *kept)
            elif kept is not None:
                self.drop(kept[0])

        self._lanes.vault(attach, tell, self._fail(ref))

    def _fail(self, ref: str) -> Callable[[Exception], None]:
        return lambda error: self.failed.emit(ref, error)


def written(drawn: Drawn, max_pixels: int | None) -> _Made:
    """A drawing as bytes, its media type and what it shows: itself."""
    image, made = drawn.image, QBuffer()
    if max_pixels and max_pixels < max(image.width(), image.height()):
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(max_pixels, max_pixels, keep, smooth)
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(made, drawn.kind, _QUALITY.get(drawn.kind, -1))  # type: ignore[call-overload]
    data = bytes(made.data().data())
    return data, f"image/{drawn.kind.lower()}", Seen(len(data), drawn.kind.lower().encode(), drawn.image)


def read(path: Path, max_pixels: int | None, side: int = SIDE) -> _Made:
    """The bytes of a file, its media type and what it shows; a picture longer than `max_pixels` is made smaller.

    Raises IntakeError `workflow.not_a_file`, `gui.file_too_large`, `gui.picture_failed`, and OSError when the file can
    not be read.
    """
    data = workflow.read_attachment(path)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    seen, smaller = look(data, max_pixels or 0, side=side)
    return (smaller, "image/jpeg", seen) if smaller else (data, mime, seen)
