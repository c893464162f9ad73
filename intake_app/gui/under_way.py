"""What the store or the program is at work on: said where it takes longer than a moment, with a way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from intake_app.errors import IntakeError
from intake_app.gui.controls import Kind, Label, row, secondary, set_role
from intake_app.gui.still_bar import StillBar
from intake_app.gui.tokens import Space, here
from intake_app.gui.words import Words

if TYPE_CHECKING:
    from intake_app.gui.page import Page
    from intake_app.vault import Vault

T = TypeVar("T")
_SHOWN_AFTER_MS = 300
_BAR = 320
STOPPED = "vault.cancelled"


class Halt:
    """One job: whether somebody wants it to stop, and how far it is. The job asks it, in whatever lane it runs."""

    def __init__(self, moved: Callable[[int, int], None]) -> None:
        self._stopped, self._moved = Event(), moved

    def stop(self) -> None:
        """Nobody wants it any more."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody said so."""
        return self._stopped.is_set()

    def go_on(self, done: int = 0, of: int = 0) -> None:
        """Asked before anything is changed, and after each part. Raises IntakeError `vault.cancelled`."""
        if self.stopped:
            raise IntakeError(STOPPED)
        if of:
            self._moved(done, of)


class UnderWay(QFrame):
    """Stands above the foot of a page while something runs, one thing at a time."""

    _moved = Signal(object, int, int)

    def __init__(self, words: Words, owner: QWidget) -> None:
        super().__init__(owner)
        set_role(self, "footer")
        self.words = words
        self.halt: Halt | None = None
        self._say: Callable[[int, int], str] = self._usual
        self._at = 0, 0
        self.told, self.bar, self.stop = Label(role="second", wrap=True), StillBar(), secondary("Ctrl+.", "Ctrl .")
        across = row(self, gap=Space.NORMAL)
        across.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        across.addWidget(self.told, 1)
        across.addWidget(self.bar, 1)
        across.addWidget(self.stop)
        self._soon = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._soon.timeout.connect(self.show)
        self._moved.connect(self._hear)
        self.stop.clicked.connect(self.halt_now)
        words.changed.connect(self.retranslate)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self.halt is not None

    def begin(self, say: Callable[[int, int], str] | None = None) -> Halt:
        """Something begins; ``say`` words how far it is, of how many, both 0 while that is not known."""
        halt = Halt(lambda done, of: self._moved.emit(halt, done, of))
        self.destroyed.connect(halt.stop)  # nobody is there to hear how far it is
        self.halt, self._say, self._at = halt, say or self._usual, (0, 0)
        self.retranslate()
        if self.isHidden():
            self._soon.start()
        return halt

    def end(self) -> None:
        """Nothing runs any more."""
        self.halt = None
        self._soon.stop()
        QTimer.singleShot(0, self, self._go)

    def _go(self) -> None:
        """Unless the next thing has begun already: the line does not come and go between the parts of one work."""
        if self.halt is None:
            self.hide()

    def halt_now(self) -> None:
        """Ask what runs to stop; it is over once it has answered, which may be that it was done before."""
        if self.halt is not None:
            self.halt.stop()
            self.retranslate()

    def retranslate(self) -> None:
        """Words, and how far it is."""
        tr, (done, of), halt = self.words, self._at, self.halt
        stopping = halt is not None and halt.stopped
        self.told.setText(tr("Stopping…") if stopping else self._say(done, of))
        self.stop.say(tr("Stop"))
        self.stop.setEnabled(not stopping)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.bar.setMaximumWidth(here(_BAR))
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setAccessibleDescription(self.told.text())

    def _usual(self, _done: int, _of: int) -> str:
        return self.words("The store is at work…")

    def _hear(self, halt: Halt, done: int, of: int) -> None:
        if halt is self.halt:
            self._at = done, of
            self.retranslate()


def was_stopped(error: Exception) -> bool:
    """Whether a job ended because somebody stopped it."""
    return isinstance(error, IntakeError) and error.code == STOPPED


def ask_once(
    page: "Page",
    under_way: UnderWay,
    fn: "Callable[[Vault, Halt], T]",
    done: Callable[[T], None],
    failed: Callable[[Exception], None] | None = None,
    say: Callable[[int, int], str] | None = None,
) -> None:
    """Ask the store of a page for one thing at a time: what is asked for while another runs is not asked.

    `fn` may ask its `Halt` whether to go on; what is stopped before it began is never called. Who stopped it reads that
    nothing was changed.
    """
    if under_way.busy:
        return
    halt = under_way.begin(say)

    def asked(store: "Vault") -> T:
        halt.go_on()
        return fn(store, halt)

    page.lanes.vault(asked, *_ends(page, under_way, done, failed))


def work_once(
    page: "Page",
    under_way: UnderWay,
    fn: Callable[[Halt], T],
    done: Callable[[T], None],
    failed: Callable[[Exception], None] | None = None,
    say: Callable[[int, int], str] | None = None,
) -> None:
    """The same of work that needs no store."""
    if under_way.busy:
        return
    halt = under_way.begin(say)
    page.lanes.work(lambda: fn(halt), *_ends(page, under_way, done, failed))


def _ends(
    page: "Page", under_way: UnderWay, done: Callable[[T], None], failed: Callable[[Exception], None] | None
) -> tuple[Callable[[T], None], Callable[[Exception], None]]:
    said = failed or page.lanes.trouble.emit

    def over(value: T) -> None:
        under_way.end()
        done(value)

    def not_done(error: Exception) -> None:
        under_way.end()
        if was_stopped(error):
            page.said.emit(page.words("Stopped. Nothing was changed."), Kind.NEUTRAL, "", None)
        else:
            said(error)

    return over, not_done
