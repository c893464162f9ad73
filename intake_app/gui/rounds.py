"""What goes over the wire, one thing at a time, whoever ordered it: a person, or the program by itself."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from intake_app import workflow
from intake_app.gui.lanes import Lanes
from intake_app.sync import FormsReport, Progress, RoundReport

SEND, FETCH = "send", "fetch"


class Rounds(QObject):
    """`running` is "send", "fetch" or ""; `server` the one it is with; `by_itself` whether nobody ordered it.

    An order while something runs is done after it, so that no record is sent from two places; `ordered` has them, each
    what and with which server. One that is running or ordered already is not done a second time.
    """

    began = Signal()
    waits = Signal()
    """An order that is done later."""
    moved = Signal(object)
    """A `Progress`."""
    sent = Signal(object)
    """A `RoundReport`; `server` and `by_itself` are still those of the round."""
    fetched = Signal(object)
    """A `FormsReport`."""
    failed = Signal(object)
    """The exception that ended it."""
    over = Signal()
    """After any of the three: nothing runs any more."""

    _progress = Signal(object)

    def __init__(self, lanes: Lanes, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self.lanes = lanes
        self.running, self.server, self.by_itself = "", "", False
        self.at: Progress | None = None
        self.cancelled = False
        self.ordered: list[tuple[str, str]] = []
        self._stop, self._give_up = threading.Event(), threading.Event()
        self._progress.connect(self._moved, Qt.ConnectionType.QueuedConnection)

    def send(self, server: str) -> None:
        """Everything that waits, because somebody asks."""
        self._order(SEND, server)

    def fetch(self, server: str) -> None:
        """Questionnaires that are new or changed."""
        self._order(FETCH, server)

    def _send(self, server: str) -> None:
        told, stop = self._progress.emit, self._begin(SEND, server)
        if stop is not None:
            self.lanes.net(
                lambda: workflow.sync_round(self.lanes.on_vault, server, told, stop.is_set, beside=True),
                self._sent,
                self._failed,
            )

    def send_by_itself(self, server: str) -> None:
        """What is due, if the server answers."""
        told, stop = self._progress.emit, self._begin(SEND, server, by_itself=True)
        given_up = self._give_up
        if stop is not None:
            self.lanes.net(
                lambda: workflow.automatic_round(
                    *(self.lanes.on_vault, server, told, stop.is_set),
                    given_up=lambda: stop.is_set() or given_up.is_set(),
                    beside=True,
                ),
                self._sent,
                self._failed,
            )

    def _fetch(self, server: str) -> None:
        told, stop = self._progress.emit, self._begin(FETCH, server)
        if stop is not None:
            self.lanes.net(
                lambda: workflow.fetch_forms(self.lanes.on_vault, server, told, stop.is_set),
                self._fetched,
                self._failed,
            )

    def cancel(self) -> None:
        """Stop after the present step, because somebody asks; what is not confirmed goes again next time.

        What was ordered to come after it does not begin either.
        """
        self.cancelled = True
        self.ordered.clear()
        self._stop.set()

    def give_up(self) -> None:
        """Wait no longer for a server that has not answered yet; a round that has begun goes on."""
        self._give_up.set()

    def _order(self, what: str, server: str) -> None:
        """A person does not wait for a server that was only asked, by itself, whether it answers."""
        if not self.running:
            self._carry_out(what, server)
            return
        own = [] if self.by_itself else [(self.running, self.server)]
        if server and (what, server) not in [*own, *self.ordered]:
            self.ordered.append((what, server))
            self.waits.emit()
        if self.by_itself and self.at is None:
            self.give_up()

    def _carry_out(self, what: str, server: str) -> None:
        (self._send if what == SEND else self._fetch)(server)

    def _begin(self, what: str, server: str, *, by_itself: bool = False) -> threading.Event | None:
        if self.running or not server:
            return None
        self.running, self.server, self.by_itself = what, server, by_itself
        self.at, self.cancelled = None, False
        self._stop, self._give_up = self.lanes.patience(), self.lanes.patience()
        self.began.emit()
        return self._stop

    def _moved(self, progress: Progress) -> None:
        if self.running:
            self.at = progress
            self.moved.emit(progress)

    def _sent(self, report: RoundReport) -> None:
        self._end(lambda: self.sent.emit(report))

    def _fetched(self, report: FormsReport) -> None:
        self._end(lambda: self.fetched.emit(report))

    def _failed(self, error: Exception) -> None:
        self._end(lambda: self.failed.emit(error))

    def _end(self, tell: Callable[[], None]) -> None:
        self.running = ""
        tell()
        self.by_itself = False
        if self.ordered and not self.running:
            self._carry_out(*self.ordered.pop(0))
        elif not self.running:
            self.over.emit()
