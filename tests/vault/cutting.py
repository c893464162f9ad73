"""Work that is cut: by SIGKILL at a call (`killing`), a fault (`faulty`), or a loss of power (`powerloss`).

A `Workflow` is done once in full, then cut.  It tells what the store has acknowledged; `look` opens what is left and
counts what is not there.  Each has a careless twin: the same work by a program that is a little less careful, which
must be found out.

Slot keys are derived once and remembered, salts come from a seeded source, and what is kept aside for a full disk is as
small as may be, so that a run takes milliseconds.
"""

import contextlib
import functools
import gc
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

from intake_app.errors import IntakeError
from intake_app.vault import Vault, ballast, keys, slots
from intake_app.vault.database import Database
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene
from tests.vault.campaign import Tally, kept

Do = Callable[..., None]
"""Does a verb and then tells what it acknowledged: what, whose, a value."""
Told = list[list[object]]

FILE = "place.intake"


def settle_randomness(seed: int = 0) -> None:
    """Salts from here on come from this seed, so that a slot key that was derived once is known."""
    rng = random.Random(seed)
    slots.secrets = SimpleNamespace(  # type: ignore[assignment]
        token_bytes=rng.randbytes, token_hex=lambda size: rng.randbytes(size).hex()
    )


BALLAST = 16 * 1024
"""Bytes kept aside where a store is cut hundreds of times: written by the same calls as four megabytes."""


def remember_keys() -> None:
    """Each slot key is derived once in this process and in those that are forked from it; the ballast is small."""
    keys.slot_key = functools.cache(keys.slot_key)  # type: ignore[assignment]
    ballast.SIZE = BALLAST
    gc.freeze()  # a child that looks for garbage would take a copy of all that is there


@contextlib.contextmanager
def entered(path: Path, unlocked: Unlocked | None = None) -> Iterator[Vault]:
    """The store as its headers are now; let go without last words, as every state is looked at once."""
    lock = Lock(path)
    try:
        store = enter(path, lock, unlocked or current(path))
    except BaseException:
        lock.release()
        raise
    with left(store):
        yield store


@contextlib.contextmanager
def left(store: Vault) -> Iterator[Vault]:
    """An open store that is let go without last words."""
    try:
        yield store
    finally:
        store._opening.database.close()
        store._anchor.close()
        store._lock.release()


def current(path: Path) -> Unlocked:
    """The keys of the first person."""
    return unlock(path, scene.NAME, scene.PASSPHRASE)


def opened(path: Path) -> Vault:
    """The store for one who works in it and is cut."""
    return enter(path, Lock(path), current(path))


class Workflow:
    """Work in a store that is there already; the base of the others."""

    def stage(self, base: Path) -> None:
        """What is there before the work: a store with a form and what `before` adds."""
        with scene.new_store(base) as store:
            scene.put_form(store)
            self.before(store, base)
        (base / f"{FILE}.ballast").unlink()

    def before(self, store: Vault, base: Path) -> None:
        """What the store holds when the work begins."""

    def begin(self, here: Path) -> object:
        """What is done before anything is cut."""
        return opened(here / FILE)

    def work(self, store: object, here: Path, seed: int, do: Do) -> None:
        """The work itself."""
        raise NotImplementedError

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        """Opens what is left; raises IntakeError when it does not open."""
        with entered(here / FILE) as store:
            tally.unsound += bool(store.noticed())
            self.found(store, told, tally)
            tally.unsound += whole and bool(store.check())

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        """Looks for what was acknowledged in an open store."""
        kept(store, told, tally, whole=False)

    def careless(self) -> None:
        """Makes this process's program less careful: no transaction holds the changes of a verb together."""
        Database.transaction = lambda _self: contextlib.nullcontext()  # type: ignore[method-assign]
        Database.run = lambda self, sql, *values: int(self._handle().execute(sql, values).rowcount)  # type: ignore[method-assign]


def looked_at(workflow: Workflow, here: Path, told: Told, tally: Tally, whole: bool, where: str) -> None:
    """Looks, and says on standard error `where` something is wrong; without a `where`, of a control, anything may come.

    What does not open counts as unopenable.
    """
    before, said = tally.faults, str(told)
    try:
        workflow.look(here, told, tally, whole)
    except Exception as trouble:
        if where and not isinstance(trouble, IntakeError):
            raise
        tally.unopenable += 1
        said = traceback.format_exc()
    if where and tally.faults > before:
        sys.stderr.write(f"{where}: {said}\n")
