"""Recordings that a form brings along: decoded by another process, kept for the next time they are asked for."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event

from PySide6.QtCore import QObject

from intake_app.gui.lanes import Lanes
from intake_app.gui.recorded import DAMAGED, Recording, decode

MOST = 64 * 1024 * 1024
"""Bytes of samples that are kept; what was heard longest ago goes first."""

_Take = Callable[[list[Recording]], None]


class FormSounds(QObject):
    """The recordings of one form by digest."""

    def __init__(self, lanes: Lanes, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._known: OrderedDict[bytes, Recording] = OrderedDict()
        self._running: dict[bytes, Event] = {}
        self._waiting: list[tuple[list[bytes], _Take]] = []

    def get(self, files: Sequence[bytes], take: _Take) -> None:
        """Give the recordings of these files to `take`: at once where all are known, else when they are decoded.

        Nobody waits for others that were asked for before.
        """
        digests = [hashlib.sha256(data).digest() for data in files]
        unknown = {digest: data for digest, data in zip(digests, files, strict=True) if digest not in self._known}
        self._leave({*self._running} - {*unknown})
        if not unknown:
            take(self._told(digests))
            return
        self._waiting.append((digests, take))
        for digest in [one for one in unknown if one not in self._running]:
            left = self._running[digest] = self._lanes.patience()
            self._lanes.sound(partial(_decoded, digest, unknown[digest], left), self._keep)

    def leave(self) -> None:
        """Nobody waits any more: what decodes ends."""
        self._leave({*self._running})

    def _leave(self, digests: set[bytes]) -> None:
        for digest in digests:
            self._running.pop(digest).set()
        self._waiting = [one for one in self._waiting if not digests & {*one[0]}]

    def _keep(self, found: tuple[bytes, Recording, Event]) -> None:
        digest, recording, left = found
        if self._running.get(digest) is not left:
            return
        del self._running[digest]
        self._known[digest] = recording
        served = [one for one in self._waiting if self._known.keys() >= set(one[0])]
        self._waiting = [one for one in self._waiting if one not in served]
        for digests, take in served:
            take(self._told(digests))
        self._forget({digest for digests, _take in (*served, *self._waiting) for digest in digests})

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


def _decoded(digest: bytes, data: bytes, left: Event) -> tuple[bytes, Recording, Event]:
    """For the lane beside: a recording, or none where nobody waits for it when its turn comes."""
    return digest, (DAMAGED if left.is_set() else decode(data, left=left.is_set)), left
