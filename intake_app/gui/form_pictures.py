"""Pictures that a form brings along: drawn by another process, shown when they have come, kept for the next page."""

import hashlib
from collections import OrderedDict

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from intake_app.gui.chosen_picture import SIDE, Seen, format_of, outlines, small
from intake_app.gui.lanes import Lanes
from intake_app.gui.picture_child import PLAIN
from intake_app.image_map import ImageMap

MOST = 64 * 1024 * 1024
"""Bytes of pixels that are kept; the pictures shown longest ago go first."""

_Key = tuple[bytes, int]


class FormPictures(QObject):
    """The small pictures of one form by digest and side. `drawn`: some that were not there are, or will never be."""

    drawn = Signal()

    def __init__(self, lanes: Lanes, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._known: OrderedDict[_Key, QImage | None] = OrderedDict()
        self._ordered: set[_Key] = set()
        self._wanted: dict[_Key, bytes] = {}
        self._outlines: dict[bytes, ImageMap | None] = {}
        self._read: set[bytes] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._order)

    def get(self, data: bytes, side: int) -> tuple[bool, QImage | None]:
        """Whether it is known what a file shows, and the picture; what is not known is ordered and told by `drawn`."""
        if format_of(data) not in PLAIN:
            return True, None
        key = (hashlib.sha256(data).digest(), side)
        if key in self._known:
            self._known.move_to_end(key)
            return True, self._known[key]
        if key not in self._ordered:
            self._ordered.add(key)
            self._wanted[key] = data
            self._soon.start()
        return False, None

    def seen(self, data: bytes, side: int = SIDE) -> Seen | None:
        """What a file of the form shows where it stands as an answer; None until that is known."""
        known, image = self.get(data, side)
        return Seen(len(data), format_of(data), image) if known else None

    def outlines(self, data: bytes) -> tuple[bool, ImageMap | None]:
        """Whether it is known what a drawing is made of, and the drawing; else it is ordered and told by `drawn`."""
        key = hashlib.sha256(data).digest()
        if key not in self._outlines and key not in self._read:
            self._read.add(key)
            self._lanes.work(lambda: outlines(data), lambda made: self._keep(key, made))
        return key in self._outlines, self._outlines.get(key)

    def _keep(self, key: bytes, made: ImageMap | None) -> None:
        self._outlines[key] = made
        self.drawn.emit()

    def _order(self) -> None:
        """All that one page wants goes to one process."""
        wanted, self._wanted = self._wanted, {}
        files = [(data, side) for (_digest, side), data in wanted.items()]
        keys = list(wanted)
        self._lanes.work(lambda: small(files), lambda images: self._take(keys, images))

    def _take(self, keys: list[_Key], images: list[QImage | None]) -> None:
        for key, image in zip(keys, images, strict=True):
            self._ordered.discard(key)
            self._known[key] = image
        while len(self._known) > len(keys) and sum(map(_bytes, self._known.values())) > MOST:
            self._known.popitem(last=False)
        self.drawn.emit()


def _bytes(image: QImage | None) -> int:
    return image.sizeInBytes() if image is not None else 0
