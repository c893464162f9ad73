"""The power goes, at every moment of real work: does the store keep its word?

Run under LD_PRELOAD with `recorder.c`: ``powerloss.py FOLDER KIND SEED STATES`` prints one line of JSON.  The work is
done once, each call that changes a file is written down with its bytes, and what the store acknowledged between them.
Then the disk is made as it may be after a loss of power at some call: all writes, only those that were synced, a
prefix, a random subset, or a subset torn at 512-byte sectors.  A name in a folder is durable once the folder was
synced; before that, a prefix of the changes of names is.  Each such disk is opened and looked at.

Kinds: ``interview``, ``normal`` (the same with synchronous=NORMAL: the positive control, which must show losses),
``unsynced`` (without the sync of folders: a control for names), ``migration``.
"""

import ctypes
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Frozen, Vault, attachments, database, files, header
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene
from tests.vault.campaign import Tally, kept, typed

SECTOR = 512
MODES = ("all", "synced", "prefix", "subset", "torn")
LARGE = 1_100_000


@dataclass(frozen=True)
class Call:
    """One recorded call: w write, t truncate, s sync, c create, d make folder, r rename, u unlink, m what was told."""

    kind: str
    path: str
    offset: int
    data: bytes


def calls(log: Path) -> Iterator[Call]:
    """The recording, call by call."""
    with log.open("rb") as stream:
        while kind := stream.read(1):
            length, offset, size = (int.from_bytes(stream.read(8), sys.byteorder) for _ in range(3))
            path = stream.read(length).decode().removesuffix(" (deleted)")
            yield Call(kind.decode(), path, offset, stream.read(size))


@dataclass
class Inode:
    """A file on the disk: what is durable, and what was done to it since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Call] = field(default_factory=list)

    def after(self, some: list[Call]) -> bytes:
        data = bytearray(self.durable)
        for call in some:
            if call.kind == "t":
                data = data[: call.offset].ljust(call.offset, b"\0")
            else:
                data = data.ljust(call.offset, b"\0")
                data[call.offset : call.offset + len(call.data)] = call.data
        return bytes(data)


class Disk:
    """Folders and files as they become durable, call by call."""

    def __init__(self, base: Path, at: Path) -> None:
        """Everything in `base` is durable; the recorded paths lie under `at`."""
        self.at = at
        self.durable: dict[str, Inode | None] = {}  # None: a folder
        for path in base.rglob("*"):
            content = Inode(bytearray(path.read_bytes())) if path.is_file() else None
            self.durable[str(at / path.relative_to(base))] = content
        self.names = dict(self.durable)
        self.changes: list[tuple[str, str, str, Inode | None]] = []

    def carry_out(self, call: Call) -> None:
        """One call, as the running system sees it."""
        if call.kind in "wt":
            inode = self.names.get(call.path)
            if inode is not None:
                inode.pending.append(call)
        elif call.kind == "s":
            self._sync(call.path)
        elif call.kind in "cd":
            self._name("c", call.path, "", Inode() if call.kind == "c" else None)
        elif call.kind == "u":
            self._name("u", call.path, "", None)
        elif call.kind == "r":
            self._name("r", call.path, call.data.decode(), None)

    def _sync(self, path: str) -> None:
        inode = self.names.get(path)
        if inode is not None:
            inode.durable, inode.pending = bytearray(inode.after(inode.pending)), []
            return
        done = [change for change in self.changes if str(Path(change[1]).parent) == path]
        self.changes = [change for change in self.changes if change not in done]
        for change in done:
            _apply(self.durable, change)

    def _name(self, *change: object) -> None:
        told: tuple[str, str, str, Inode | None] = change  # type: ignore[assignment]
        _apply(self.names, told)
        self.changes.append(told)

    def crash(self, mode: str, rng: random.Random, into: Path) -> None:
        """Writes down the disk as it may be found."""
        names = dict(self.durable)
        count = {"all": len(self.changes), "synced": 0}.get(mode, rng.randint(0, len(self.changes)))
        for change in self.changes[:count]:
            _apply(names, change)
        for name, inode in sorted(names.items()):
            path = into / Path(name).relative_to(self.at)
            if inode is None:
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(inode.after(_survivors(inode.pending, mode, rng)))


def _apply(names: dict[str, Inode | None], change: tuple[str, str, str, Inode | None]) -> None:
    kind, path, to, inode = change
    if kind == "c":
        names[path] = inode
    elif path in names:
        moved = names.pop(path)
        if kind == "r":
            names[to] = moved


def _survivors(pending: list[Call], mode: str, rng: random.Random) -> list[Call]:
    if mode == "all":
        return pending
    if mode == "synced":
        return []
    if mode == "prefix":
        return pending[: rng.randint(0, len(pending))]
    some = [call for call in pending if rng.random() < 0.5]
    return some if mode == "subset" else [piece for call in some for piece in _torn(call, rng)]


def _torn(call: Call, rng: random.Random) -> Iterator[Call]:
    if call.kind == "t":
        yield call
        return
    start = 0
    while start < len(call.data):
        end = min(len(call.data), start + SECTOR - (call.offset + start) % SECTOR)
        if rng.random() < 0.5:
            yield Call("w", call.path, call.offset + start, call.data[start:end])
        start = end


def interview(store: Vault, say: Callable[..., None]) -> None:
    """Two interviews with files small and large, finished, released, sent; a draft that goes on."""
    rng, key = random.Random(3), store.forms()[0].key
    for number in range(2):
        record = f"uuid:p{number}"
        store.new_draft(key, record, b"<data/>", "a", "b")
        say("draft", record, 0)
        for count in range(1, 7):
            store.save_draft(record, typed(count))
            say("saved", record, count)
        picture = rng.randbytes(LARGE if number else 30_000)
        store.put_media(record, "a.jpg", picture, "image/jpeg")
        say("file", record, hashlib.sha256(picture).hexdigest())
        xml = rng.randbytes(4000)
        store.finalise(record, Frozen(xml, ("a.jpg",)))
        say("finalised", record, hashlib.sha256(xml).hexdigest())
        store.put_release(scene.release(record))
        say("released", record, "")
        attempt = store.attempt_started(record, "central")
        store.attempt_ended(attempt, AttemptResult("accepted", "c", 201))
        say("sent", record, "")
        store._opening.database.checkpoint()
    store.new_draft(key, "uuid:last", b"<data/>", "a", "b")
    store.save_draft("uuid:last", typed(1))
    say("saved", "uuid:last", 1)
    store.close()


def record(folder: Path, kind: str, unlocked: Unlocked) -> list[Call]:
    """The work, done once under the recorder."""
    shim, here, log = ctypes.CDLL(None), folder / "work", folder / "log"
    shutil.copytree(folder / "base", here)
    path = here / "place.intake"
    shim.recorder_arm(str(log).encode(), str(here).encode())

    def say(*told: object) -> None:
        shim.recorder_mark(json.dumps(told).encode())

    if kind == "migration":
        store = enter(path, Lock(path), unlocked)
        say("migrated", "", "")
        store.close()
    else:
        interview(enter(path, Lock(path), unlocked), say)
    shim.recorder_disarm()
    return list(calls(log))


def campaign(folder: Path, kind: str, seed: int, states: int) -> Tally:
    """Records the work, then looks at so many disks, spread over all calls and modes."""
    base = folder / "base"
    if kind == "migration":
        shutil.copytree(Path(__file__).with_name("data") / "schema-1", base)
    else:
        with scene.new_store(base) as store:
            scene.put_form(store)
            scene.started(store, "uuid:old")
        (base / "place.intake.ballast").unlink()
    unlocked = unlock(base / "place.intake", scene.NAME, scene.PASSPHRASE)
    _weaken(kind)
    done, rng, tally = record(folder, kind, unlocked), random.Random(seed), Tally()
    _weaken("")
    moments = sorted(rng.choices(range(1, len(done) + 1), k=-(-states // len(MODES))))
    disk, told, at = Disk(base, folder / "work"), list[list[object]](), 0
    for moment in moments:
        for call in done[at:moment]:
            if call.kind == "m":
                told.append(json.loads(call.data))
            else:
                disk.carry_out(call)
        at = moment
        for mode in MODES:
            here = folder / "state"
            disk.crash(mode, rng, here)
            look(here / "place.intake", kind, unlocked, told, tally)
            shutil.rmtree(here)
    return tally


_FULL, _SYNC = database._PRAGMAS, files.sync_folder


def _weaken(kind: str) -> None:
    """The controls: a store that syncs less than it says."""
    loose = tuple(pragma.replace("FULL", "NORMAL") for pragma in _FULL)
    database._PRAGMAS = loose if kind == "normal" else _FULL
    attachments.sync_folder = files.sync_folder = (lambda folder: None) if kind == "unsynced" else _SYNC


def look(path: Path, kind: str, unlocked: Unlocked, told: list[list[object]], tally: Tally) -> None:
    """Opens a disk and looks for what was acknowledged; every tenth is read whole."""
    tally.runs += 1
    lock = Lock(path)
    try:
        found = next(one for one in header.read(path).headers if one.genuine(unlocked.keys.header))
        store = enter(path, lock, replace(unlocked, header=found))
    except (IntakeError, StopIteration):
        lock.release()
        tally.unopenable += 1
        return
    tally.unsound += bool(store.noticed())
    if kind == "migration":
        rows = {row.id: row.state for row in store.records()}
        tally.lost += len(rows) != 6 or store.draft("uuid:draft") != scene.answer(5)
    else:
        kept(store, told, tally, whole=tally.runs % 10 == 0)
    store._opening.database.close()
    store._anchor.close()
    lock.release()


def main(folder: str, kind: str, seed: str, states: str) -> None:
    """One campaign; its tally as JSON."""
    tally = campaign(Path(folder), kind, int(seed), int(states))
    sys.stdout.write(json.dumps(vars(tally)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
