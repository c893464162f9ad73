"""The page that opens the store of a workplace. It loads nothing that only who is in needs: it is shown at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from intake_app.gui import inside
from intake_app.gui.controls import (
    Button,
    Card,
    Label,
    Sheet,
    column,
    link,
    primary,
    row,
    scrolled,
    secondary,
    tab_order,
)
from intake_app.gui.fields import Field, Line, Secret
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.still_bar import StillBar
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

if TYPE_CHECKING:
    from intake_app.vault import Person, Vault


_WIDE = 720
_COPY, _MEGABYTE = "copy", 1_000_000
_DOES_NOT_OPEN = frozenset(
    f"vault.{code}"
    for code in ("damaged", "truncated", "not_a_store", "header_missing", "file_missing", "old_header", "not_found")
)
"""What the store is told to be when a copy of it is the way on."""


class Gate(Page):
    """What both pages share: one card in the middle, a line of progress, nothing that locks."""

    idle_seconds = 0
    opened = Signal(object)
    """The store is open; carries the `Person` who opened it."""
    restoring = Signal()
    """Somebody has a copy of a store and wants it to be the store here."""
    _upgraded = Signal(str, int, int)

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path, width: int) -> None:
        super().__init__(words, lanes)
        self.path = path
        self.head = Label(role="title", wrap=True)
        self.explanation = Label(role="second", wrap=True)
        self.trouble = Label(role="trouble", wrap=True)
        self.progress = StillBar()
        self.working = Label(role="second", wrap=True)
        self.swap = Label(role="second", wrap=True)
        self.swap.hide()
        self.go = primary(hint="↵")
        self.go.clicked.connect(self.submit)
        self.card = Card(margin=Space.LARGE, gap=Space.MEDIUM)
        self.stop = secondary("Ctrl+.", "Ctrl .")
        self.stop.hide()
        self.stop.clicked.connect(self._stop)
        self._upgraded.connect(self._show_upgrade, Qt.ConnectionType.QueuedConnection)
        self._look, self._width, self._busy, self.room = look, width, False, Room(self)
        self._stopped = False
        self._quiet: tuple[Button, ...] = ()
        self._last: QWidget | None = None
        """The buttons, where they are not in a bar at the foot."""
        look.changed.connect(self._fit)
        self._fit()
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def lay_out(self, body: QWidget, *, pinned: bool, quiet: Sequence[Button] = ()) -> None:
        """Head, body and trouble in the card in the middle; the buttons in it, or pinned to the foot of the window."""
        inside = self.card.column
        for widget in (self.head, self.explanation, body, self.trouble, self.progress, self.swap):
            inside.addWidget(widget)
        middle = Sheet()
        down = column(middle, gap=0)
        down.setContentsMargins(Space.LARGE, Space.NORMAL, Space.LARGE, Space.NORMAL)
        for around in (down, inside):
            self.room.edges(around)
        down.addStretch(1)  # an alignment would hold the card to a height that its lines may outgrow
        across = row(gap=0)
        across.addStretch(1)
        across.addWidget(self.card, 100)
        across.addStretch(1)
        nest(down, across)
        down.addStretch(1)
        whole = column(self, gap=0)
        self._scroll = scrolled(middle)
        Following(self._scroll)
        whole.addWidget(self._scroll, 1)
        self._quiet = tuple(quiet)
        inside.addWidget(self.working)
        if pinned:
            whole.addWidget(Footer((*quiet, self.stop), (self.go,)))
        else:
            last = QWidget()
            beside = row(last)
            for button in (*quiet, self.stop, self.go):
                beside.addWidget(button)
            self._last = last
            self._stand()
        self.set_busy(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons of a card are at the foot of a low window, in sight whatever is scrolled."""
        super().resizeEvent(event)
        self._stand()
        self._fit()

    def _stand(self) -> None:
        layout = self.layout()
        wanted = layout if self.room.low else self.card.column
        if self._last is None or not isinstance(layout, QVBoxLayout) or not isinstance(wanted, QVBoxLayout):
            return
        if wanted.indexOf(self._last) < 0:
            held = self.focusWidget()
            for held_by in (layout, self.card.column):
                held_by.removeWidget(self._last)
            wanted.addWidget(self._last)
            edge = Space.NORMAL if self.room.low else 0
            self._last.setContentsMargins(edge, Space.SMALL if edge else 0, edge, Space.SMALL if edge else 0)
            if held is not None:
                held.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Something in it takes more or less room than before."""
        taken = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            QTimer.singleShot(0, self, lambda: self.room.squeeze(self._scroll))
        return taken

    def submit(self) -> None:
        """Enter was pressed in a field, or the button."""

    def set_busy(self, busy: bool, text: str = "") -> None:
        """Show that the passphrase is being worked on; it takes a second or a few."""
        self._busy, self._stopped = busy, False
        if self.stop.isVisibleTo(self):
            self._offer_stop(False)
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.working.setText(text)
        self.working.setVisible(busy)
        for button in (*self._quiet, self.go):
            button.setEnabled(not busy)
        self.trouble.setVisible(False)

    def hear(self, part: str, done: int, of: int) -> bool:
        """Called in the vault lane while an older store is brought up to date; goes on until somebody stops it.

        Or until the program is about to end.
        """
        size = _MEGABYTE if part == _COPY else 1
        self._upgraded.emit(part, done // size, max(of // size, 1))
        return not (self._stopped or self.lanes.closed)

    def _show_upgrade(self, part: str, done: int, of: int) -> None:
        if not self._busy or self._stopped:
            return
        over, tr = done >= of, self.words  # what comes then has no figures
        self.progress.setRange(0, 0 if over else of)
        self.progress.setValue(done)
        told = tr("A copy is made before the store is brought up to date: {done} of {of} MB")
        if part != _COPY:
            told = tr("The store is brought up to date: {done} of {of} records and names")
        self.working.setText(tr("What was written is read back.") if over else told.format(done=done, of=of))
        if not self.stop.isVisibleTo(self):
            self._offer_stop(True)

    def _offer_stop(self, offered: bool) -> None:
        """In the place of the quiet buttons."""
        self.stop.say(self.words("Stop"))
        self.stop.setEnabled(offered)
        self.stop.setVisible(offered)
        for button in self._quiet:
            button.setVisible(not offered)

    def _stop(self) -> None:
        self._stopped = True
        self.stop.setEnabled(False)
        self.working.setText(self.words("Stopping…"))

    def show_open_swap(self, places: Sequence[str]) -> None:
        """Say that the system may put pieces of memory on the disk in the open; nobody is stopped by it."""
        self.swap.setVisible(bool(places))
        self.tell_swap()

    def tell_swap(self) -> None:
        """The words about swap, again in the present language."""
        tr = self.words
        self.swap.setText(
            tr(
                "The swap space of this computer is not encrypted: while the program is open, pieces of its memory "
                "may be written there. Whoever looks after this computer can encrypt the disk or turn swap off."
            )
        )

    def _fit(self) -> None:
        width = max(self._width, _WIDE) if self.room.low else self._width
        self.card.setMaximumWidth(self._look.tokens.px(width))

    def show_failure(self, error: Exception) -> None:
        """What went wrong, in place."""
        self.set_busy(False)
        self.say_trouble(str(explain(error, self.words)))

    def say_trouble(self, text: str) -> None:
        """Say it under the fields, and not below the edge of a small screen."""
        self.trouble.setText(text)
        self.trouble.setVisible(True)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.trouble))


class Unlock(Gate):
    """Name and passphrase, and the way out for who forgot it."""

    forgotten = Signal()
    """Somebody wants to use the recovery key or the organisation's."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path) -> None:
        super().__init__(words, lanes, look, path, 480)
        self.name_line, self.secret_line = Line(), Secret()
        self.name, self.passphrase = Field(self.name_line), Field(self.secret_line)
        body = QWidget()
        down, self._pair = column(body, gap=Space.NORMAL), column(gap=Space.NORMAL)
        for field in (self.name, self.passphrase):
            self._pair.addWidget(field)
        nest(down, self._pair)
        self.forgot, self.restore = link(), link()
        down.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeading)
        self.restore.hide()
        self.restore.clicked.connect(self.restoring)
        self.forgot.clicked.connect(self.forgotten)
        self.lay_out(body, pinned=False, quiet=(self.forgot,))
        self.name_line.returnPressed.connect(lambda: self.secret_line.setFocus(Qt.FocusReason.TabFocusReason))
        self.secret_line.returnPressed.connect(self.submit)
        tab_order([self.name_line, self.secret_line, self.restore, self.forgot, self.stop, self.go])
        self.retranslate()

    def _stand(self) -> None:
        """In a low window both fields stand beside each other, or the second would be below its edge."""
        super()._stand()
        ways = QBoxLayout.Direction
        self._pair.setDirection(ways.LeftToRight if self.room.low else ways.TopToBottom)

    def shown(self) -> None:
        """The keyboard on the name."""
        self.name_line.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Welcome back"))
        self.explanation.setText(tr("Open the workplace with your name and your passphrase."))
        self.name.say(tr("Your name"))
        self.passphrase.say(tr("Passphrase"))
        self.go.say(tr("Open"))
        self.forgot.say(tr("Forgotten passphrase…"))
        self.restore.say(tr("Restore from a copy…"))
        self.tell_swap()
        self.trouble.setVisible(False)

    def submit(self) -> None:
        """Open the store on the vault lane."""
        if self._busy:
            return
        path, name, passphrase = self.path, self.name_line.text(), self.secret_line.text()
        self.set_busy(True, self.words("Opening, a few seconds…"))

        def opening() -> "Vault":
            inside.load_engine()  # it may be loading still: the lane waits for it, the window does not
            from intake_app import workflow

            return workflow.open_store(path, name, passphrase, self.hear)

        self.lanes.open(opening, self._opened, self._refused)

    def _opened(self, person: "Person") -> None:
        self.secret_line.clear()
        self.set_busy(False)
        self.opened.emit(person)

    def _refused(self, error: Exception) -> None:
        self.show_failure(error)
        self.restore.setVisible(getattr(error, "code", "") in _DOES_NOT_OPEN)
        self.secret_line.clear()
        self.secret_line.setFocus(Qt.FocusReason.OtherFocusReason)
