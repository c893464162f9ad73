"""Closing a record from its window, and finding out that it is closed when a try said that it had failed."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.lanes import Lanes
from intake_app.workflow import AskedBy, ConsentSheet, FillingLog, Finalised
from intake_app.xform import Session


class Closing(QObject):
    """Freezes on the vault lane; whatever goes wrong there, the store is asked whether the record is closed.

    `closed` carries the `Finalised` record and whether only a later look told of it; `open` the error of a try after
    which it is a draft still.
    """

    closed = Signal(object, bool)
    open = Signal(object)

    def __init__(self, lanes: Lanes, record_id: str, talk: tuple[Session, AskedBy, FillingLog], owner: QObject) -> None:
        super().__init__(owner)
        self._lanes, self._record_id = lanes, record_id
        self._session, self._asked, self._log = talk
        self._handed: bytes | None = None

    def freeze(self, sheet: ConsentSheet | None) -> None:
        """Close it with the answers of just now."""
        try:
            prepared = workflow.prepare(self._session, self._asked, self._log)
        except IntakeError as error:
            self.open.emit(error)
            return
        self._handed = self._session.serialise_draft()
        record_id = self._record_id
        self._lanes.vault(
            lambda store: workflow.freeze(store, record_id, prepared, sheet),
            lambda done: self.closed.emit(done, False),
            self.look,
        )

    def lacking(self) -> bool:
        """Whether answers were given since, which a record that was closed then does not have."""
        return self._handed != self._session.serialise_draft()

    def look(self, error: Exception) -> None:
        """Ask the store, after something could not be written, whether that is because the record is closed."""
        record_id = self._record_id
        self._lanes.vault(
            lambda store: workflow.found_closed(store, record_id),
            partial(self._seen, error),
            partial(self._blind, error),
        )

    def look_if_frozen(self, error: Exception) -> None:
        """The same where the store said that it takes no change of this record."""
        if isinstance(error, IntakeError) and error.code == "vault.frozen":
            self.look(error)

    def _seen(self, error: Exception, found: Finalised | None) -> None:
        if found is None:
            self.open.emit(error)
        else:
            self.closed.emit(found, True)

    def _blind(self, error: Exception, _of_looking: Exception) -> None:
        """What could not be asked is not known: the first error is told, and the next try asks again."""
        self.open.emit(error)
