"""A person at work on a disk that fails: the n-th change of a file goes wrong, for each n.

Run under LD_PRELOAD with `faults.c`: ``faulty.py FOLDER WORKFLOW SEED MOST CONTROLS`` prints one line of JSON.  Each
fork does a workflow on a copy of a store; what the store acknowledged is looked for afterwards, without faults.  A verb
may fail only with a code of the vault, and may never say "done" for what is not there.

The control is ``deaf``: the same by a program that takes every failure for success, which must show losses.
"""

import ctypes
import errno
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import Frozen, Vault, header
from tests.vault import campaign, cutting, scene, workflows
from tests.vault.cutting import Do, Told, Workflow, looked_at
from tests.vault.killing import done
from tests.vault.workflows import WORKFLOWS

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)
DISK = {"vault.disk_full", "vault.io_error", "vault.read_only"}
EXPECTED = {
    "typing": DISK | {"vault.no_such_record"},
    "finalising": DISK | {"vault.not_finalised"},
    "slots": DISK | {"vault.wrong_passphrase"},
    "saving": DISK | {"vault.not_finalised", "vault.frozen"},
    "backup": DISK | {"vault.backup_full", "vault.backup_failed"},
    "rotation": DISK | {"vault.rotation_unfinished"},
}
"""What a verb may say; after one that failed, a later one may find that its turn has not come."""


class Saving(workflows.Encrypting):
    """Twelve saves with the log emptied and the header rewritten among them, files, finalising, a release, closing."""

    RECORD = "uuid:0"

    def work(self, store: object, _here: Path, _seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        for count in range(1, 13):
            draft = replace(scene.answer(count), xml=b"<data>%d" % count + b"x" * (4000 if count > 3 else 0))
            do(lambda draft=draft: store.save_draft(self.RECORD, draft), "saved", "", count)
            if count == 6:
                do(store._opening.database.checkpoint, "emptied", "", 1)
                do(lambda: _rewrite_header(store), "header", "", store._opening.header.current.generation + 1)
        named: list[str] = []
        for name, data in (("a.jpg", b"j" * 30_000), ("big.wav", workflows.LARGE)):
            keep = lambda name=name, data=data: named.append(store.put_media(self.RECORD, name, data, "x").name)  # noqa: E731
            do(keep, "media", name, len(data))
        do(lambda: store.finalise(self.RECORD, Frozen(b"<done/>", tuple(named))), "frozen", "", 1)
        do(lambda: store.put_release(scene.release(self.RECORD)), "released", "", 1)
        do(store.close, "closed", "", 1)

    def look(self, here: Path, told: Told, tally: campaign.Tally, whole: bool) -> None:
        super().look(here, told, tally, whole)
        wanted = max((int(str(value)) for what, _, value in told if what == "header"), default=0)
        tally.lost += header.read(here / cutting.FILE).headers[0].generation < wanted

    def found(self, store: Vault, told: Told, tally: campaign.Tally) -> None:
        tally.acknowledged += len(told)
        row, whats = store.record(self.RECORD), {str(what) for what, _, _ in told}
        saved = max((int(str(value)) for what, _, value in told if what == "saved"), default=0)
        if "frozen" in whats:
            tally.lost += row.state != "finalised" or store.submission(self.RECORD) != b"<done/>"
        elif row.state == "draft" and saved:
            tally.lost += int((store.draft(self.RECORD).title.split() or ["0"])[-1]) < saved
        sizes = {file.name: len(store.media_bytes(self.RECORD, file.name)) for file in store.media(self.RECORD)}
        tally.lost += sum(what == "media" and sizes.get(str(name)) != size for what, name, size in told)
        tally.lost += "released" in whats and not store.releases(self.RECORD)


def _rewrite_header(store: Vault) -> None:
    """What changing a passphrase does to the files, without deriving keys."""
    desk = store._opening.header
    desk.put(desk.current.with_slot(desk.current.slots[0]))


ALL: dict[str, Workflow] = {"saving": Saving(), **WORKFLOWS}
Fault = tuple[int, int, int]
"""Which call, which error, and what else fails from then on: nothing, everything, or each sync."""
ALONE, ALL_AFTER, SYNCS_AFTER = 0, 1, 2


@dataclass
class Tally(campaign.Tally):
    """What a campaign found; ``told`` of the runs had at least one failure that was told."""

    calls: int = 0
    told: int = 0
    codes: set[str] = field(default_factory=set)


def _in_child(shim: ctypes.CDLL, workflow: Workflow, here: Path, seed: int, fault: Fault, deaf: bool) -> bytes:
    told: Told = []
    codes: list[str] = []

    def do(verb: Callable[[], object], *facts: object) -> None:
        try:
            verb()
        except IntakeError as error:
            codes.append(error.code)
            if not deaf:
                return
        told.append(list(facts))

    cutting.settle_randomness(seed)
    begun = workflow.begin(here)
    at, error, after = fault
    shim.faults_arm(ctypes.c_long(at), error, after, ctypes.c_char_p(str(here).encode()))
    workflow.work(begun, here, seed, do)
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    return json.dumps([told, codes]).encode()


def one(
    shim: ctypes.CDLL, workflow: Workflow, here: Path, seed: int, fault: Fault, deaf: bool
) -> tuple[Told, set[str]]:
    """A fork that works with one fault; what it had acknowledged, and which failures it had told."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 70
        try:
            os.write(writing, _in_child(shim, workflow, here, seed, fault, deaf))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError(f"fault {fault}: not a code of the vault")
    told, codes = json.loads(answer)
    return told, set(codes)


def faults(folder: Path, name: str, seed: int, most: int, deaf: bool) -> Tally:
    """A seeded sample of `most` faults, or every fault when `most` is 0."""
    shim, workflow, rng, tally = ctypes.CDLL(None), ALL[name], random.Random(seed), Tally()
    base, here = folder / "base", folder / "here"
    if not base.exists():
        folder.mkdir(exist_ok=True)
        cutting.settle_randomness()
        workflow.stage(base)
    shutil.copytree(base, here)
    tally.calls = done(shim, workflow, here, seed)
    shutil.rmtree(here)
    every = [
        (at, error, after)
        for at in range(1, tally.calls + 1)
        for error in ERRORS
        for after in (ALONE, ALL_AFTER, SYNCS_AFTER)
    ]
    for fault in every if most == 0 else rng.sample(every, min(most, len(every))):
        shutil.copytree(base, here)
        told, codes = one(shim, workflow, here, seed, fault, deaf)
        tally.runs, tally.told, tally.codes = tally.runs + 1, tally.told + bool(codes), tally.codes | codes
        looked_at(workflow, here, told, tally, True, "" if deaf else f"{name}: {fault}, {codes}")
        shutil.rmtree(here)
        if deaf and tally.faults:  # the control has done its duty
            break
    return tally


def main(folder: str, name: str, seed: str, most: str, controls: str) -> None:
    """One workflow; its tallies as JSON."""
    cutting.remember_keys()
    honest = faults(Path(folder), name, int(seed), int(most), deaf=False)
    deaf = faults(Path(folder), name, int(seed), int(controls), deaf=True)
    strange = sorted(honest.codes - EXPECTED.get(name, DISK))
    told = {
        kind: {**vars(tally), "codes": sorted(tally.codes), "strange": strange}
        for kind, tally in (("honest", honest), ("deaf", deaf))
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
