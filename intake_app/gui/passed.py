"""What became of the records that a round has left behind, while it goes on: asked of the store in bunches."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from intake_app.gui.lanes import Lanes
from intake_app.vault import RecordRow, Vault

PAUSE_MS = 1000
"""A round of many records is through some dozens in that time."""


class Passed(QObject):
    """`known` has the rows of those that were asked for since `forget`, by id."""

    told = Signal(str)
    """The id of a row that is new in `known`."""

    def __init__(self, lanes: Lanes, owner: QObject) -> None:
        super().__init__(owner)
        self._lanes = lanes
        self.known: Mapping[str, RecordRow] = {}
        self._ids: list[str] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask)

    def add(self, record_id: str) -> None:
        """A round has gone on from this record."""
        self._ids.append(record_id)
        if not self._timer.isActive():
            self._timer.start(PAUSE_MS)

    def forget(self) -> None:
        """Everything is asked for anew."""
        self._timer.stop()
        self._ids, self.known = [], {}

    def _ask(self) -> None:
        ids, self._ids = tuple(dict.fromkeys(self._ids)), []

        def rows(store: Vault) -> dict[str, RecordRow]:
            return {record_id: store.record(record_id) for record_id in ids}

        self._lanes.vault(rows, self._take, self._unread)

    def _take(self, rows: dict[str, RecordRow]) -> None:
        self.known = {**self.known, **rows}
        for record_id in rows:
            self.told.emit(record_id)

    def _unread(self, _error: Exception) -> None:
        """The end of the round tells."""
