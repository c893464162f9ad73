"""Recordings that a form brings along: decoded by another process, kept for the next time they are asked for."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from intake_app.gui.lanes import Lanes
from intake_app.gui.recorded import Recording, decode

MOST = 64 * 1024 * 1024
"""Bytes of samples that are kept; what was heard longest ago goes first."""


class FormSounds(QObject):
    """The recordings of one form by digest."""

    def __init__(self, lanes: Lanes, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._known: OrderedDict[bytes, Recording] = OrderedDict()

    def get(self, files: Sequence[bytes], take: Callable[[list[Recording]], None]) -> None:
        """Give the recordings of these files to `take`: at once where all are known, else when they are decoded."""
        digests = [hashlib.sha256(data).digest() for data in files]
        unknown = {digest: data for digest, data in zip(digests, files, strict=True) if digest not in self._known}
        if not unknown:
            take(self._told(digests))
            return

        def keep(found: dict[bytes, Recording]) -> None:
            self._known.update(found)
            told = self._told(digests)
            self._forget(set(digests))
            take(told)

        self._lanes.work(lambda: {digest: decode(data) for digest, data in unknown.items()}, keep)

    def _told(self, digests: Sequence[bytes]) -> list[Recording]:
        for digest in digests:
            self._known.move_to_end(digest)
        return [self._known[digest] for digest in digests]

    def _forget(self, needed: set[bytes]) -> None:
        held = sum(len(one.samples) for one in self._known.values())
        for digest in list(self._known):
            if held <= MOST or digest in needed:
                break
            held -= len(self._known.pop(digest).samples)
