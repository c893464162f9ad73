"""Sending by itself: when a server that was chosen for it answers, what is due goes, and nobody is disturbed.

The store says who may be asked and from when on, the platform whether there is a network and what it costs, and
`Patience` how long a server that did not answer is left alone. Nothing here counts as somebody's being there: the idle
clock hears keys and clicks alone.
"""

import random
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.connection import Connection, ConnectionWatch
from intake_app.gui.idle import clock_that_counts_sleep
from intake_app.gui.lanes import Lanes
from intake_app.gui.rounds import Rounds
from intake_app.sync import FormsReport, Patience, RoundReport
from intake_app.workflow import Outlook, Turn

LONGEST_SECONDS = 300.0
"""Between two looks at the store, whatever is expected."""
AFTER_CHANGE_SECONDS = 2.0
"""After something changed in the store; changes come in bunches."""
WHILE_BUSY_SECONDS = 10.0
"""While somebody would be disturbed."""
AFTER_INTERRUPTION_SECONDS = 600.0
"""How long a server is left alone whose round somebody has interrupted."""


class Automatic(QObject):
    """`changed` comes when `outlook`, `connection` or `trouble` says something else.

    `busy` tells whether somebody would be disturbed now.
    """

    changed = Signal()

    def __init__(self, lanes: Lanes, rounds: Rounds, busy: Callable[[], bool], owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._lanes, self._rounds, self._busy = lanes, rounds, busy
        self._watch = ConnectionWatch(self)
        self.outlook = Outlook()
        self.trouble: dict[str, IntakeError] = {}
        """Why a server was not reached the last time, by name."""
        self.patience = Patience(clock_that_counts_sleep, random.Random(secrets.randbits(64)))
        self.working = self._asked = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        rounds.sent.connect(self._sent)
        rounds.fetched.connect(self._fetched)
        rounds.failed.connect(self._failed)
        rounds.over.connect(lambda: self._look_in(AFTER_CHANGE_SECONDS))
        lanes.vault_changed.connect(lambda: self._look_in(AFTER_CHANGE_SECONDS))
        self._watch.changed.connect(self._network_changed)

    @property
    def connection(self) -> Connection:
        """What the platform says of the network."""
        return self._watch.now

    def start(self) -> None:
        """The store is open: look at once, and ask a server a moment later, not every laptop in the same second."""
        self.working = True
        self._watch.start()
        wait = self.patience.rng.uniform(3.0, 15.0)
        self._ask_store(lambda found: self._take(found, wait))

    def stop(self) -> None:
        """The program locks: begin nothing any more, wait for no server; a round that has begun goes on."""
        self.working = False
        self._timer.stop()
        self._rounds.give_up()

    def look(self) -> None:
        """Ask the store how things stand, and begin what is due."""
        self._ask_store(self._take)

    def _ask_store(self, then: Callable[[Outlook], None]) -> None:
        if self.working and not self._asked:
            self._asked = True
            metered = self.connection.metered
            self._lanes.vault(lambda store: workflow.outlook(store, metered), then, self._unread)

    def _take(self, found: Outlook, at_least: float = 0.0) -> None:
        self._asked, self.outlook = False, found
        there = {*(turn.server for turn in found.turns), *found.kept_back}
        self.trouble = {server: error for server, error in self.trouble.items() if server in there}
        self.changed.emit()
        if self.working:
            waits = {turn.server: max(self._wait(turn), at_least) for turn in found.turns if turn.at is not None}
            ready = [server for server, wait in waits.items() if wait <= 0]
            self._go_on(ready, min(waits.values(), default=LONGEST_SECONDS))

    def _go_on(self, ready: list[str], wait: float) -> None:
        """Begin with one; the others come when it is over. While that can not be, look again soon."""
        if ready and self._busy():
            self._look_in(WHILE_BUSY_SECONDS)
        elif ready and not self._rounds.running:
            self._rounds.send_by_itself(ready[0])
        else:
            self._look_in(max(wait, AFTER_CHANGE_SECONDS))

    def _wait(self, turn: Turn) -> float:
        """Seconds until a server may be asked; without a network those that need one are not."""
        until = (turn.at - datetime.now(UTC)).total_seconds() if turn.at is not None else LONGEST_SECONDS
        offline = self.connection.there is False and not turn.near
        return max(until, self.patience.left(turn.server), LONGEST_SECONDS if offline else 0.0)

    def _unread(self, _error: Exception) -> None:
        """The store can not be read now; whoever works with it hears of that."""
        self._asked = False
        self._look_in(LONGEST_SECONDS)

    def _look_in(self, seconds: float) -> None:
        """A look that is due earlier stays."""
        wait = round(min(seconds, LONGEST_SECONDS) * 1000)
        if self.working and not (self._timer.isActive() and self._timer.remainingTime() <= wait):
            self._timer.start(wait)

    def _network_changed(self) -> None:
        self.patience.hope()
        self.changed.emit()
        self._look_in(self.patience.rng.uniform(1.0, 5.0))

    def _sent(self, report: RoundReport) -> None:
        server, stopped = self._rounds.server, report.stopped
        self.trouble.pop(server, None)
        if self._rounds.cancelled:
            self.patience.rests(server, AFTER_INTERRUPTION_SECONDS)
        elif stopped is not None and stopped.code != "openrosa.server_changed":
            self.patience.failed(server, stopped.retry_after or 0.0)
        else:
            self.patience.answered(server)
        if self._rounds.by_itself and report.results:
            self._lanes.vault_changed.emit()

    def _fetched(self, report: FormsReport) -> None:
        """It answered, whatever it was asked for."""
        if report.stopped is None:
            self.trouble.pop(self._rounds.server, None)
            self.patience.answered(self._rounds.server)

    def _failed(self, error: Exception) -> None:
        rounds = self._rounds
        if not rounds.by_itself:
            return
        given_up = isinstance(error, IntakeError) and error.code == "openrosa.cancelled"
        if isinstance(error, IntakeError) and not given_up:
            self.trouble[rounds.server] = error
        if rounds.cancelled:
            self.patience.rests(rounds.server, AFTER_INTERRUPTION_SECONDS)
        elif not given_up:  # that was a person's order, no fault of the server
            self.patience.failed(rounds.server, _wish(error))
        self.changed.emit()


def _wish(error: Exception) -> float:
    told = error.facts.get("retry_after") if isinstance(error, IntakeError) else None
    return float(told) if isinstance(told, int | float) else 0.0
