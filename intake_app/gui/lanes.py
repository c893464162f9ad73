"""Three lanes beside the window: `vault` owns the one connection, `net` the wire, `work` pure functions.

Each is one thread, but that a short question to a server need not wait for a round: `net` has a second one for it, and
`Rounds` has no two rounds run at a time. Who waits for a decoder has a thread beside `work`. A job's result comes back
on the GUI thread through a queued signal, never before the call that ordered it has returned. Frozen values cross
lanes; the store itself never leaves its lane, and no lane takes a window apart that nobody has any more.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from intake_app.errors import IntakeError
from intake_app.gui.garbage import Garbage

if TYPE_CHECKING:
    from intake_app.vault import Person, Vault

T = TypeVar("T")
Done = Callable[[T], None]
Failed = Callable[[Exception], None]
_STOPPED = "openrosa.cancelled"
"""What a page that was left did not wait for: nobody needs to hear of it."""


class Lanes(QObject):
    """The lanes of one process.

    `trouble` is called on the GUI thread with an `IntakeError` or `OSError` that no `failed` took;
    any other exception is a bug and goes to `bug` as well, so that the window for bugs shows it.
    """

    trouble = Signal(object)
    bug = Signal(object)
    vault_changed = Signal()
    wire_silent = Signal()
    """Nothing is being sent or fetched any more."""

    _ended = Signal(object, int)
    _silent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._vault: Vault | None = None
        self._garbage = Garbage(self)
        self._lanes = {
            name: ThreadPoolExecutor(threads, thread_name_prefix=name)
            for name, threads in (("vault", 1), ("net", 2), ("work", 1), ("sound", 1))
        }
        self.closed = False
        self.pending = 0
        self._jobs = 0
        self._ordered: dict[int, tuple[Callable[[], Any], Done[Any] | None, Failed | None]] = {}
        """What was ordered and by whom, until its result came back: a lane that lets go of a window last would take it
        apart, in the middle of whatever the window's own thread is doing."""
        self._wire = 0
        self._saves: list[Future[Any]] = []
        self._waits: list[Event] = []
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._silent.connect(self._count_wire, Qt.ConnectionType.QueuedConnection)

    def open(self, fn: "Callable[[], Vault]", done: "Done[Person]", failed: Failed | None = None) -> None:
        """Open or create the store inside the vault lane; `done` gets the person who opened it."""

        def opening() -> "Person":
            self._vault = fn()
            return self._vault.me

        self._garbage.begin()
        self._order("vault", opening, done, failed)

    def vault(self, fn: "Callable[[Vault], T]", done: Done[T] | None = None, failed: Failed | None = None) -> None:
        """Run `fn` with the store; jobs run one after another in the order of the calls."""
        self._order("vault", lambda: self._on_store(fn), done, failed)

    def save(self, fn: "Callable[[Vault], T]", done: Done[T] | None = None, failed: Failed | None = None) -> None:
        """As `vault`, for something a person typed: `close` and `when_saved` tell whether it was kept."""
        job = self._order("vault", lambda: fn(self._opened()), done, failed)
        self._saves = [other for other in self._saves if not other.done()] + ([job] if job else [])

    def when_saved(self, do: Callable[[], None]) -> None:
        """Call `do` when everything typed so far is in the store; never when one save failed."""
        saves = list(self._saves)

        def told(_none: None) -> None:
            if all(_kept(job) for job in saves):
                do()

        self._order("vault", lambda: None, told, None)

    @property
    def on_the_wire(self) -> bool:
        """Whether something is being sent or fetched."""
        return self._wire > 0

    def net(self, fn: Callable[[], T], done: Done[T] | None = None, failed: Failed | None = None) -> None:
        """Run `fn` on the lane that may wait for the network, and through `on_vault` for the store."""
        job = self._order("net", fn, done, failed)
        if job is not None:
            self._wire += 1
            job.add_done_callback(lambda _job: self._silent.emit())

    def work(self, fn: Callable[[], T], done: Done[T] | None = None, failed: Failed | None = None) -> None:
        """Run a pure function: parse a form, render a page."""
        self._order("work", fn, done, failed)

    def sound(self, fn: Callable[[], T], done: Done[T] | None = None) -> None:
        """Wait for what decodes a recording of a stranger, which may take its time: no page waits behind it."""
        self._order("sound", fn, done, None)

    def patience(self) -> Event:
        """For something that takes its time to look at: set when nobody waits for it any more, and by `close`."""
        self._waits = [*(one for one in self._waits if not one.is_set()), Event()]
        return self._waits[-1]

    def on_vault(self, fn: "Callable[[Vault], T]") -> T:
        """For the net lane, and for what is kept as the window goes: run `fn` with the store and wait for its value."""
        return self._lanes["vault"].submit(lambda: fn(self._opened())).result()

    def close(self) -> bool:
        """Let the vault lane finish, close the store, start nothing new; gives whether every save was kept.

        Blocks for as long as the vault lane works; may be called twice.
        """
        if self.closed:
            return True
        self.closed = True
        self._garbage.end()
        for waiting in self._waits:
            waiting.set()
        self._lanes["net"].shutdown(wait=False, cancel_futures=True)
        for name in ("work", "sound"):
            self._lanes[name].shutdown(wait=False, cancel_futures=True)
        closing = self._lanes["vault"].submit(self._close_vault)
        self._lanes["vault"].shutdown(wait=True)
        closing.result()
        return all(_kept(job) for job in self._saves)

    def _opened(self) -> "Vault":
        if self._vault is None:
            raise ValueError("no store is open")
        return self._vault

    def _on_store(self, fn: "Callable[[Vault], T]") -> T:
        from intake_app.workflow import ended_for_age  # the first window waits for nothing that comes after it

        with ended_for_age.with_trouble(self._opened()):
            return fn(self._opened())

    def _close_vault(self) -> None:
        if self._vault is not None:
            vault, self._vault = self._vault, None
            vault.close()

    def _order(self, lane: str, fn: Callable[[], T], done: Done[T] | None, failed: Failed | None) -> "Future[T] | None":
        if self.closed:
            return None
        self.pending += 1
        self._jobs += 1
        number = self._jobs
        self._ordered[number] = fn, done, failed
        job: Future[T] = self._lanes[lane].submit(self._run, number)
        job.add_done_callback(lambda ended: self._ended.emit(ended, number))
        return job

    def _run(self, number: int) -> Any:
        """On a lane, which holds what it does for no longer than it does it."""
        return self._ordered[number][0]()

    @Slot()
    def _count_wire(self) -> None:
        self._wire -= 1
        if not self._wire:
            self.wire_silent.emit()

    @Slot(object, int)
    def _deliver(self, ended: Future[Any], number: int) -> None:
        self.pending -= 1
        _fn, done, failed = self._ordered.pop(number)
        if ended.cancelled() or (self.closed and ended.exception() is not None):
            return  # what fails because the store was closed is told to nobody
        error = ended.exception()
        if error is None:
            if done is not None and _alive(done):
                done(ended.result())
        elif isinstance(error, Exception) and not isinstance(error, CancelledError):
            self._fail(error, failed)

    def _fail(self, error: Exception, failed: Failed | None) -> None:
        heard = failed is not None and _alive(failed)
        if failed is not None and heard:
            failed(error)
        if not isinstance(error, (IntakeError, OSError)):
            self.bug.emit(error)
        elif not heard and not (isinstance(error, IntakeError) and error.code == _STOPPED):
            self.trouble.emit(error)


def _kept(job: "Future[Any]") -> bool:
    return not job.cancelled() and job.exception() is None


def _alive(callback: Callable[[Any], None]) -> bool:
    """False when the window that waits for the result is gone: the owner of a method, or what a closure holds."""
    return all(_is_there(owner) for owner in _owners(callback))


def _owners(callback: Callable[[Any], None]) -> list[QObject]:
    inner = callback.func if isinstance(callback, partial) else callback
    cells = getattr(inner, "__closure__", None) or ()
    held = [getattr(inner, "__self__", None), *(cell.cell_contents for cell in cells)]
    return [owner for owner in held if isinstance(owner, QObject)]


def _is_there(owner: QObject) -> bool:
    try:
        owner.signalsBlocked()
    except RuntimeError:  # PySide's word for an object that Qt has deleted
        return False
    return True
