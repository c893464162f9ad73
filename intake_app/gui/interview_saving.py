"""Saving while the interview goes on: soon after a change, one at a time, always the newest."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from intake_app import workflow
from intake_app.gui.lanes import Lanes
from intake_app.vault import Draft, Vault

SOON = 400
"""Milliseconds from a change to its save; a person who types on does not put it off."""

_AGAIN = 5_000


class Saver(QObject):
    """Takes a snapshot on the GUI thread and saves it on the vault lane.

    `saved` carries the local time of the last save, `failed` the error; after an error it tries again by itself.
    """

    saving = Signal()
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, lanes: Lanes, record_id: str, snapshot: Callable[[], Draft], owner: QObject) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self._record_id = record_id
        self._snapshot = snapshot
        self._in_flight = False
        self._dirty = False
        self.stopped = False
        self.midway: Callable[[], bool] = lambda: False
        """Whether something is being typed that ends nothing for good yet."""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._save)

    @property
    def clean(self) -> bool:
        """Whether everything said so far is in the store."""
        return not (self._dirty or self._in_flight)

    def touch(self) -> None:
        """Something changed; it is saved soon."""
        self._dirty = True
        if not self._soon.isActive():
            self._soon.start(SOON)

    def now(self) -> None:
        """Something changed that is saved at once, or as soon as the save under way has ended."""
        self._dirty = True
        self._soon.stop()
        self._save()

    def flush(self) -> None:
        """Order a save behind whatever is under way, without waiting: the window is about to go."""
        self._soon.stop()
        if self._dirty and not self.stopped:
            self._order()

    def stop(self) -> None:
        """The record is being finished; nothing is saved from here on."""
        self.stopped = True
        self._soon.stop()

    def go_on(self) -> None:
        """It could not be finished: what is not saved yet is saved after all."""
        self.stopped = False
        if self._dirty:
            self._soon.start(SOON)

    def done(self) -> None:
        """The record is finished, with everything in it; a save that failed before has nothing left to keep."""
        self.stop()
        self._dirty = False

    def _save(self) -> None:
        if self._dirty and not self._in_flight and not self.stopped:
            self.saving.emit()
            self._order()

    def _order(self) -> None:
        draft, record_id, midway = self._snapshot(), self._record_id, self.midway()
        self._dirty, self._in_flight = False, True

        def save(store: Vault) -> str:
            return workflow.save(store, record_id, draft, midway=midway)

        self._lanes.save(save, self._saved, self._failed)

    def _saved(self, _at: str) -> None:
        self._in_flight = False
        self.saved.emit(datetime.now().astimezone())
        if self._dirty:
            self._save()

    def _failed(self, error: Exception) -> None:
        self._in_flight = False
        self._dirty = True
        self.failed.emit(error)
        if not self.stopped:
            self._soon.start(_AGAIN)
