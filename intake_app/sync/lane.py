"""Where the vault lives, as the loop sees it, and a hand that works there while the loop waits for the server."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self, TypeVar

from intake_app.vault import Vault

T = TypeVar("T")


class OnVault(Protocol):
    """Runs a function where the vault lives and waits for its value."""

    def __call__(self, work: Callable[[Vault], T], /) -> T: ...


class Hand:
    """Works on the vault beside the loop, one thing after another in the order it was told.

    `beside`: `on_vault` may be called from another thread than the loop's. Where it may not, all is done at once.
    """

    def __init__(self, on_vault: OnVault, beside: bool) -> None:
        self.beside = beside
        self._on_vault = on_vault
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ahead") if beside else None
        self._owed: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """All that was told is done when the loop is left; what failed there is told unless the loop failed itself."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)
        if error is None:
            self.settle()

    def ask(self, work: Callable[[Vault], T]) -> T:
        """Something that the loop waits for."""
        return self._on_vault(work)

    def note(self, work: Callable[[Vault], None]) -> Future[None]:
        """Something that must happen, and that the loop need not wait for."""
        if self._thread is None:
            done: Future[None] = Future()
            done.set_result(self._on_vault(work))
            return done
        self._owed.append(self._thread.submit(self._on_vault, work))
        return self._owed[-1]

    def settle(self, wait: bool = True) -> None:
        """Raises the first trouble in what must happen; waits for all of it, or looks at what has happened by now."""
        over = [one for one in self._owed if wait or one.done()]
        self._owed = [one for one in self._owed if one not in over]
        for one in over:
            one.result()
