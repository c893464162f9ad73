"""The power goes, at every moment of real work: does the store keep its word?

Run under LD_PRELOAD with `recorder.c`: ``powerloss.py FOLDER WORKFLOW SEED STATES CONTROLS`` prints one line of JSON.
The work is done once, each call that changes a file is written down with its bytes, and what the store acknowledged
between them.  Then the disk is made as it may be after a loss of power at some call: all writes, only those that were
synced, a prefix, a random subset, or a subset torn at 512-byte sectors.  A name in a folder is durable once the folder
was synced; before that, a prefix of the changes of names is.  Each such disk is opened and looked at.

Every tenth is read whole.

The controls, which must show a loss within so many states: ``lying``, the same work on a disk that says "synced" and
did nothing; and for the workflow ``interview`` a store that syncs less: ``normal`` (synchronous=NORMAL) and
``unsynced`` (folders are not).
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

from intake_app.vault import AttemptResult, Frozen, Vault, attachments, database, files
from tests.vault import cutting, scene
from tests.vault.campaign import Tally, typed
from tests.vault.cutting import Do, Workflow, looked_at
from tests.vault.workflows import LARGE, WORKFLOWS

SECTOR = 512
MODES = ("all", "synced", "prefix", "subset", "torn")


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

    def after(self, some: list[Call]) -> bytearray:
        """What it holds when these calls have reached the disk too."""
        return _changed(bytearray(self.durable), some)

    def sync(self) -> None:
        """Everything so far is durable."""
        _changed(self.durable, self.pending)
        self.pending = []


def _changed(data: bytearray, some: list[Call]) -> bytearray:
    for call in some:
        if len(data) < call.offset:
            data.extend(bytes(call.offset - len(data)))
        if call.kind == "t":
            del data[call.offset :]
        else:
            data[call.offset : call.offset + len(call.data)] = call.data
    return data


@dataclass(frozen=True, eq=False)
class Change:
    """One change of a name: c made, u taken away, r another name `to`."""

    kind: str
    path: str
    to: str = ""
    inode: Inode | None = None


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
        self.changes: list[Change] = []

    def carry_out(self, call: Call) -> None:
        """One call, as the running system sees it."""
        if call.kind in "wt":
            inode = self.names.get(call.path)
            if inode is not None:
                inode.pending.append(call)
        elif call.kind == "s":
            self._sync(call.path)
        elif call.kind in "cd":
            self._name(Change("c", call.path, inode=Inode() if call.kind == "c" else None))
        elif call.kind in "ur":
            self._name(Change(call.kind, call.path, call.data.decode()))

    def _sync(self, path: str) -> None:
        inode = self.names.get(path)
        if inode is not None:
            inode.sync()
            return
        done = [change for change in self.changes if str(Path(change.path).parent) == path]
        self.changes = [change for change in self.changes if change not in done]
        for change in done:
            _apply(self.durable, change)
            if change.kind == "r":  # what waits below a folder that moved waits below its new name
                self.changes = [replace(other, path=_moved(other.path, change)) for other in self.changes]

    def _name(self, change: Change) -> None:
        _apply(self.names, change)
        self.changes.append(change)

    def crash(self, mode: str, rng: random.Random, into: Path) -> None:
        """Writes down the disk as it may be found."""
        names = dict(self.durable)
        count = {"all": len(self.changes), "synced": 0}.get(mode, rng.randint(0, len(self.changes)))
        for change in self.changes[:count]:
            _apply(names, change)
        into.mkdir()
        for name, inode in sorted(names.items()):
            path = into / Path(name).relative_to(self.at)
            if not path.parent.is_dir():  # a name in a folder that has none itself
                continue
            if inode is None:
                path.mkdir()
            else:
                path.write_bytes(inode.after(_survivors(inode.pending, mode, rng)))


def _moved(path: str, change: Change) -> str:
    return change.to + path.removeprefix(change.path) if _below(path, change.path) else path


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _apply(names: dict[str, Inode | None], change: Change) -> None:
    if change.kind == "c":
        names[change.path] = change.inode
        return
    for path in [path for path in names if _below(path, change.path)]:
        moved = names.pop(path)
        if change.kind == "r":
            names[_moved(path, change)] = moved


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


class Interview(Workflow):
    """Two interviews with files small and large, finished, released, sent; a draft that goes on."""

    def work(self, store: object, _here: Path, seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        rng, key = random.Random(seed), store.forms()[0].key
        for number in range(2):
            record = f"uuid:p{number}"
            do(lambda record=record: store.new_draft(key, record, b"<data/>", "a", "b"), "draft", record, 0)
            for count in range(1, 7):
                do(lambda record=record, count=count: store.save_draft(record, typed(count)), "saved", record, count)
            picture = rng.randbytes(len(LARGE) if number else 30_000)
            put = lambda record=record, picture=picture: store.put_media(record, "a.jpg", picture, "image/jpeg")  # noqa: E731
            do(put, "file", record, hashlib.sha256(picture).hexdigest())
            xml = rng.randbytes(4000)
            frozen = Frozen(xml, ("a.jpg",))
            do(
                lambda record=record, frozen=frozen: store.finalise(record, frozen),
                *("finalised", record, hashlib.sha256(xml).hexdigest()),
            )
            do(lambda record=record: store.put_release(scene.release(record)), "released", record, "")
            attempt = store.attempt_started(record, "central")
            accepted = AttemptResult("accepted", "c", 201)
            end = lambda attempt=attempt, accepted=accepted: store.attempt_ended(attempt, accepted)  # noqa: E731
            do(end, "sent", record, "")
            store._opening.database.checkpoint()
        do(lambda: store.new_draft(key, "uuid:last", b"<data/>", "a", "b"), "draft", "uuid:last", 0)
        do(lambda: store.save_draft("uuid:last", typed(1)), "saved", "uuid:last", 1)
        store.close()


ALL: dict[str, Workflow] = {"interview": Interview(), **WORKFLOWS}


def record(folder: Path, workflow: Workflow, seed: int) -> list[Call]:
    """The work, done once under the recorder."""
    shim, here, log = ctypes.CDLL(None), folder / "work", folder / "log"
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(folder / "base", here)

    def do(verb: Callable[[], object], *told: object) -> None:
        verb()
        shim.recorder_mark(json.dumps(told).encode())

    cutting.settle_randomness(seed)
    shim.recorder_arm(str(log).encode(), str(here).encode())
    workflow.work(workflow.begin(here), here, seed, do)
    shim.recorder_disarm()
    return list(calls(log))


def campaign(folder: Path, name: str, seed: int, states: int, manner: str) -> Tally:
    """Records the work, then looks at so many disks, spread over all calls and modes."""
    workflow, rng, tally = ALL[name], random.Random(seed), Tally()
    if not (folder / "base").exists():
        folder.mkdir(exist_ok=True)
        cutting.settle_randomness()
        workflow.stage(folder / "base")
    _weaken(manner)
    done = record(folder, workflow, seed)
    _weaken("")
    count = -(-states // len(MODES))
    last = count // (10 if manner == "honest" else 2)  # some when all is done and acknowledged
    moments = sorted([*rng.choices(range(1, len(done) + 1), k=count - last), *[len(done)] * last])
    disk, told, at = Disk(folder / "base", folder / "work"), list[list[object]](), 0
    for moment in moments:
        for call in done[at:moment]:
            if call.kind == "m":
                told.append(json.loads(call.data))
            elif call.kind != "s" or manner != "lying":
                disk.carry_out(call)
        at = moment
        for mode in MODES:
            here = folder / "state"
            disk.crash(mode, rng, here)
            tally.runs += 1
            where = f"{name} at call {at} of {len(done)}, {mode}" if manner == "honest" else ""
            looked_at(workflow, here, told, tally, tally.runs % 10 == 0, where)
            shutil.rmtree(here)
        if tally.faults and manner != "honest":  # a control has done its duty
            break
    return tally


_FULL, _SYNC = database._PRAGMAS, files.sync_folder


def _weaken(manner: str) -> None:
    """The controls: a store that syncs less than it says."""
    loose = tuple(pragma.replace("FULL", "NORMAL") for pragma in _FULL)
    database._PRAGMAS = loose if manner == "normal" else _FULL
    attachments.sync_folder = files.sync_folder = (lambda folder: None) if manner == "unsynced" else _SYNC


def main(folder: str, name: str, seed: str, states: str, controls: str) -> None:
    """One workflow; its tallies as JSON."""
    cutting.remember_keys()
    manners = ("lying", "normal", "unsynced") if name == "interview" else ("lying",)
    told = {"honest": vars(campaign(Path(folder), name, int(seed), int(states), "honest"))}
    for manner in manners:
        told[manner] = vars(campaign(Path(folder), name, int(seed), int(controls), manner))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
