"""Taking a person away: what it means, the progress of the copy that it takes, and a way to stop it."""

from PySide6.QtCore import Signal

from intake_app.errors import IntakeError
from intake_app.gui.controls import Card, Kind, Label, link, row, secondary
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.still_bar import StillBar
from intake_app.gui.tokens import Space
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.words import Words, own_way


class RemovalCard(Card):
    """Asks once, then removes; nothing else waits for it but the store itself."""

    ended = Signal()
    """It is over: the person is gone, or stays."""

    said = Signal(object, str, object, object)
    _moved = Signal(int, int)

    def __init__(self, words: Words, lanes: Lanes) -> None:
        super().__init__(gap=Space.MEDIUM)
        self.words, self.lanes, self.name = words, lanes, ""
        self.head, self.explanation = Label(role="heading", wrap=True), Label(role="second", wrap=True)
        self.trouble, self.progress = TroubleLine(words), StillBar()
        self.remove, self.keep = secondary(), link(hint="Esc")
        for widget in (self.head, self.explanation, self.trouble, self.progress):
            self.column.addWidget(widget)
        last = row()
        last.addWidget(self.keep)
        last.addStretch(1)
        last.addWidget(self.remove)
        nest(self.column, last)
        self._stopped = self._busy = False
        self.remove.clicked.connect(self.remove_now)
        self.keep.clicked.connect(self.stop)
        self._moved.connect(self._show_progress)
        self.ask("")

    def retranslate(self) -> None:
        """Words of the card."""
        tr = self.words
        self.head.setText(tr("Remove {name}?").format(name=own_way(self.name)))
        self.explanation.setText(
            tr("{name} can no longer open this workplace, and the records stay. The store gets a new key: it is copied "
               "whole, which takes a moment. Everybody else keeps their passphrase.").format(name=own_way(self.name))
        )  # fmt: skip
        self.remove.say(tr("Remove"))
        self.keep.say(tr("Stop") if self._busy else tr("Do not remove"))

    def ask(self, name: str) -> None:
        """Show who is meant."""
        self.name = name
        self.trouble.hide()
        self._set_busy(False)

    def remove_now(self) -> None:
        """Remove the person on the vault lane."""
        if self._busy or not self.name:
            return
        name, self._stopped = self.name, False
        self._set_busy(True)
        self.lanes.vault(lambda store: store.remove_person(name, self._hear), self._removed, self._not_removed)

    def stop(self) -> None:
        """Leave, or stop what runs as long as it has changed nothing."""
        self._stopped = True
        if not self._busy:
            self.ended.emit()

    def _hear(self, done: int, of: int) -> None:
        """Called in the vault lane."""
        if self._stopped:
            raise IntakeError("vault.cancelled")
        self._moved.emit(done, of)

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _removed(self, _value: None) -> None:
        self._set_busy(False)
        self.said.emit(self.words("{name} was removed.").format(name=own_way(self.name)), Kind.OK, "", None)
        self.ended.emit()

    def _not_removed(self, error: Exception) -> None:
        self._set_busy(False)
        self.trouble.tell(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.remove.setEnabled(not busy)
        self.retranslate()
