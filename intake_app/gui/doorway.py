"""The window before anybody is in: the gate, and what hides it. It loads nothing of what comes after.

Whoever wants to see the gate is not kept waiting for pages that nobody may see yet.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from intake_app import machine, paths
from intake_app.gui.clipboard import Clipboard
from intake_app.gui.controls import Kind
from intake_app.gui.gate import Gate, Unlock
from intake_app.gui.hide import Ending, Hider
from intake_app.gui.lanes import Lanes
from intake_app.gui.mishap import Mishaps
from intake_app.gui.session_watch import SessionWatch
from intake_app.gui.shell import Shell
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words

if TYPE_CHECKING:
    from intake_app.vault import Kdf


class Doorway(QObject):
    """One main window over one store. `ending` says how this process ends when it locks.

    `keep_report` stores what the window for bugs shows. Before one of `opened`, `forgotten` and `restoring` comes
    `needed`: whoever is behind the door has to be there now.
    """

    needed = Signal()
    opened = Signal(object)
    """The store is open; carries the `Person` who opened it."""
    forgotten = Signal()
    restoring = Signal()
    leaving = Signal()
    """Everything is about to be covered."""

    def __init__(
        self,
        words: Words,
        look: Look,
        lanes: Lanes,
        store: Path,
        ending: Ending,
        kdf: "Kdf | None" = None,
        keep_report: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.words, self.look, self.lanes, self.store, self.kdf = words, look, lanes, store, kdf
        self.shell = Shell(words, look, lanes)
        self.clipboard = Clipboard(self)
        self.hider = Hider(lanes, ending, self.clipboard, self)
        self.session = SessionWatch(self)
        self.mishaps = Mishaps(words, self.hide, keep_report)
        lanes.bug.connect(self.mishaps.show)
        self.shell.hide_requested.connect(self.hide)
        self.shell.idled.connect(self.hide_when_sent)
        self.session.left.connect(lambda _why: self.hide())
        self.gate = Unlock(words, lanes, look, store) if paths.store_exists(store) else self._first_start()
        self.gate.opened.connect(self._open)
        self.gate.restoring.connect(self._restore)
        if isinstance(self.gate, Unlock):
            self.gate.forgotten.connect(self._recover)
        self.shell.show_page(self.gate)
        self.gate.show_open_swap(machine.open_swap())

    def show(self) -> None:
        """Show the window and give it the keyboard."""
        self.shell.show()
        self.shell.activateWindow()

    def hide(self) -> None:
        """Cover everything, save, close, end the process."""
        self.leaving.emit()
        self.hider.hide(self.shell.page)

    def hide_when_sent(self) -> None:
        """Nobody is here: cover everything and save; end the process now, or when what is being sent is through."""
        self.leaving.emit()
        self.hider.rest(self.shell, self.shell.page, self.words, self.shell.drop_pages)

    def tell_unsaved(self) -> None:
        """Say that the process before this one had to end before the last change was in the store."""
        self.shell.say(
            lambda: self.words("The last change before locking could not be saved. What was saved before it is safe."),
            Kind.WARN,
        )

    def _first_start(self) -> Gate:
        from intake_app.gui.first_start import FirstStart
        from intake_app.vault import DEFAULT

        return FirstStart(self.words, self.lanes, self.look, self.store, self.kdf or DEFAULT)

    def _open(self, person: object) -> None:
        self.needed.emit()
        self.opened.emit(person)

    def _restore(self) -> None:
        self.needed.emit()
        self.restoring.emit()

    def _recover(self) -> None:
        self.needed.emit()
        self.forgotten.emit()
