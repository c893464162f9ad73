"""A person at work on a disk that fails: the n-th change of a file goes wrong, for each n.

Run under LD_PRELOAD with `faults.c`: ``faulty.py FOLDER SEED MOST`` prints one line of JSON.  Each fork works
on a copy of a store through a fixed piece of work; what the store acknowledged is looked for afterwards, without
faults.  A verb may fail only with a code of the vault, and may never say "done" for what is not there.
"""

import ctypes
import errno
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import Frozen, Vault, header
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene
from tests.vault.campaign import Tally

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)
LARGE = b"0123456789abcdef" * 70_000
EXPECTED = {"vault.disk_full", "vault.io_error", "vault.read_only", "vault.not_finalised", "vault.frozen"}


def work(store: Vault, record: str, told: list[list[object]], codes: set[str]) -> None:
    """Twelve saves, a file, finalising, a release; each that does not raise is acknowledged."""

    def done(verb: Callable[[], object], *facts: object) -> None:
        try:
            verb()
        except IntakeError as error:
            codes.add(error.code)
        else:
            told.append(list(facts))

    for count in range(1, 13):
        draft = scene.answer(count)
        done(lambda draft=draft: store.save_draft(record, draft), "saved", record, count)
        if count == 6:
            done(store._opening.database.checkpoint, "emptied", record, 1)
            done(lambda: _rewrite_header(store), "header", record, store._opening.header.current.generation + 1)
    done(lambda: store.put_media(record, "a.jpg", b"j" * 30_000, "image/jpeg"), "media", record, 1)
    done(lambda: store.put_media(record, "big.wav", LARGE, "audio/wav"), "large", record, 1)
    named = ("big.wav",) if ["large", record, 1] in told else ()
    done(lambda: store.finalise(record, Frozen(b"<done/>", named)), "frozen", record, 1)
    done(lambda: store.put_release(scene.release(record)), "released", record, 1)
    done(store.close, "closed", record, 1)


def _rewrite_header(store: Vault) -> None:
    """What changing a passphrase does to the files, without deriving keys."""
    desk = store._opening.header
    desk.put(desk.current.with_slot(desk.current.slots[0]))


def child(path: Path, unlocked: Unlocked, at: int, error: int, forever: bool, out: int) -> int:
    """One run with one fault; what was told, on a pipe."""
    shim = ctypes.CDLL(None)
    store = enter(path, Lock(path), unlocked)
    scene.started(store, "uuid:f")
    told: list[list[object]] = []
    codes: set[str] = set()
    shim.faults_arm(ctypes.c_long(at), error, int(forever), ctypes.c_char_p(str(path.parent).encode()))
    work(store, "uuid:f", told, codes)
    calls = int(shim.faults_calls())
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    os.write(out, json.dumps({"told": told, "codes": sorted(codes), "calls": calls}).encode())
    return 0


def look(path: Path, unlocked: Unlocked, told: list[list[object]], tally: Tally) -> None:
    """What was acknowledged is there."""
    facts = {str(what): value for what, _record, value in told}
    try:
        found = next(one for one in header.read(path).headers if one.genuine(unlocked.keys.header))
        store = enter(path, Lock(path), replace(unlocked, header=found))
    except (IntakeError, StopIteration):
        tally.unopenable += 1
        return
    tally.lost += "header" in facts and found.generation < int(str(facts["header"]))
    with store:
        tally.unsound += bool(store.check())
        row = store.record("uuid:f")
        if "frozen" in facts:
            tally.lost += row.state != "finalised" or store.submission("uuid:f") != b"<done/>"
        elif row.state == "draft" and "saved" in facts:
            tally.lost += int(store.draft("uuid:f").title.split()[-1]) < int(str(facts["saved"]))
        if "large" in facts:
            tally.lost += store.media_bytes("uuid:f", "big.wav") != LARGE
        if "released" in facts:
            tally.lost += not store.releases("uuid:f")


def one(base: Path, here: Path, unlocked: Unlocked, fault: tuple[int, int, bool], tally: Tally) -> dict[str, object]:
    """A copy, a fork, a look."""
    shutil.copytree(base, here)
    path = here / "place.intake"
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        code = 70
        try:
            code = child(path, unlocked, *fault, writing)
        finally:
            os._exit(code)
    os.close(writing)
    answer = b"".join(iter(lambda: os.read(reading, 65536), b""))
    os.close(reading)
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError(f"fault {fault}: not a code of the vault")
    told: dict[str, object] = json.loads(answer)
    look(path, unlocked, told["told"], tally)  # type: ignore[arg-type]
    tally.runs += 1
    tally.acknowledged += len(told["told"])  # type: ignore[arg-type]
    shutil.rmtree(here)
    return told


def main(folder: str, seed: str, most: str) -> None:
    """A seeded sample of `most` faults, or every fault when `most` is 0."""
    where, rng = Path(folder), random.Random(int(seed))
    base = where / "base"
    with scene.new_store(base) as store:
        scene.put_form(store)
    unlocked = unlock(base / "place.intake", scene.NAME, scene.PASSPHRASE)
    tally, codes = Tally(), set[str]()
    calls = int(str(one(base, where / "run", unlocked, (10**9, 0, False), Tally())["calls"]))
    every = [(at, error, forever) for at in range(1, calls + 1) for error in ERRORS for forever in (False, True)]
    for fault in every if most == "0" else rng.sample(every, min(int(most), len(every))):
        codes.update(str(code) for code in one(base, where / "run", unlocked, fault, tally)["codes"])  # type: ignore[attr-defined]
    told = {**vars(tally), "calls": calls, "codes": sorted(codes), "strange": sorted(codes - EXPECTED)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
