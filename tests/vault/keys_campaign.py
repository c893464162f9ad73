"""Slots and volume keys changed without end by somebody who is killed, or whose disk fails: who opens what afterwards?

Run as a program: ``keys_campaign.py FOLDER KIND SEED RUNS`` prints one line of JSON.

Kinds: ``killed`` (an organisation's key is put in, a setting saved, the key taken out with a new volume key, again and
again, until SIGKILL), ``careless`` (the same with the file replaced before the header knows the new key: the positive
control, after which nobody opens the store), ``faults`` (one call of a rotation fails; needs the shim of `faulty`;
RUNS 0 is every call with every error), ``rekey`` (the same with ``PRAGMA rekey`` in the place of the copy: the
positive control, which says "done" while only the old key opens the file).
"""

import contextlib
import ctypes
import hashlib
import json
import os
import random
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import Vault, header, keys, rotation, slots
from intake_app.vault.database import Database
from intake_app.vault.files import Lock
from intake_app.vault.opening import Opening
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock_with_escrow
from tests.vault import scene
from tests.vault.campaign import Say, killed
from tests.vault.faulty import ERRORS

EXPECTED = {"vault.disk_full", "vault.io_error", "vault.read_only", "vault.rotation_unfinished"}


@dataclass
class Tally:
    """What a campaign found; ``revived`` counts old keys that still open something after "done"."""

    runs: int = 0
    acknowledged: int = 0
    done: int = 0
    lost: int = 0
    unopenable: int = 0
    unsound: int = 0
    revived: int = 0
    ahead: int = 0
    calls: int = 0
    codes: set[str] = field(default_factory=set)


def pair(seed: int, number: int) -> tuple[bytes, bytes]:
    """The key pair of one organisation: private and public half."""
    private = hashlib.sha256(f"{seed} {number}".encode()).digest()
    return private, keys.public_of(private)


def _base(folder: Path) -> tuple[Path, bytes]:
    """A store with a form and a record, and the slot key of its keeper, derived once."""
    with scene.new_store(folder) as store:
        scene.finalised(store, "uuid:kept")
        (slot,) = store._opening.header.current.slots
    return folder / "place.intake", keys.slot_key(scene.PASSPHRASE, slot.salt, slot.kdf)


def _unlocked(path: Path, key: bytes) -> Unlocked:
    """What `unlock` does, without deriving the slot key again: a rotation leaves salt and wrapping as they are."""
    for candidate in header.read(path).headers:
        slot = candidate.slot_of(scene.NAME)
        volume = slots.volume_by(slot, candidate.binding, key) if slot else None
        if slot is not None and volume is not None:
            subkeys = keys.volume_keys(volume, candidate.vault_id)
            if candidate.genuine(subkeys.header):
                return Unlocked(candidate, subkeys, slot.id, repair=not header.read(path).alike)
    raise IntakeError("vault.wrong_passphrase")


def _opened(path: Path, key: bytes) -> Vault:
    lock = Lock(path)
    try:
        return enter(path, lock, _unlocked(path, key))
    except IntakeError:
        lock.release()
        raise


def _at_work(store: Vault, seed: int, say: Say) -> None:
    say("begun", 0)
    for number in range(10_000):
        _, public = pair(seed, number)
        store.put_escrow(public)
        say("in", number)
        store.set_setting("number", str(number))
        say("saved", number)
        old = store._opening.keys.volume.hex()
        store.drop_escrow(public)
        say("out", number, old)


def _careless(opening: Opening) -> None:
    """Step 3 before step 2: for a moment the file has a key that no header has."""
    database = opening.database
    database.checkpoint()
    database.let_go()
    rotation._beside(database.path).replace(database.path)
    time.sleep(60)  # the header would come next


def _swap_first(monkey: Callable[[str, object], None]) -> None:
    real = rotation._copy

    def copy(opening: Opening, *rest: object) -> None:
        real(opening, *rest)  # type: ignore[arg-type]
        _careless(opening)

    monkey("_copy", copy)


def kills(folder: Path, seed: int, runs: int, careless: bool) -> Tally:
    """Killed at a random moment, again and again."""
    path, key = _base(folder / "base")
    rng, tally = random.Random(seed), Tally()
    if careless:
        _swap_first(lambda name, value: setattr(rotation, name, value))
    for run in range(runs):
        here = folder / f"run{run}"
        shutil.copytree(path.parent, here)
        file = here / path.name
        told = killed(lambda say, file=file, run=run: _at_work(_opened(file, key), run, say), rng, 0.4)
        _look(file, key, run, told, tally)
        shutil.rmtree(here)
    return tally


def _look(path: Path, key: bytes, seed: int, told: list[list[object]], tally: Tally) -> None:
    tally.runs += 1
    tally.acknowledged += len(told) - 1
    last = {str(what): rest for what, *rest in told}
    inside, saved, out = (int(str(last.get(what, [-1])[0])) for what in ("in", "saved", "out"))
    tally.done += out + 1
    try:
        store = _opened(path, key)
    except IntakeError:
        tally.unopenable += 1
        return
    with store:
        tally.unsound += bool(store.check())
        tally.lost += int(store.setting("number") or -1) < saved
        tally.lost += store.submission("uuid:kept") != b"<data><q>1</q></data>"
        there = store.safeguards().organisations
        tally.ahead += inside > out and pair(seed, inside)[1] not in there
        tally.lost += inside > saved and pair(seed, inside)[1] not in there
    if out >= 0:
        tally.revived += _opens(path, pair(seed, out)[0], bytes.fromhex(str(last["out"][1])))


def _opens(path: Path, private: bytes, volume: bytes) -> bool:
    """Whether the organisation's key, or the volume key that it gave, still opens anything."""
    (found, *_) = header.read(path).headers
    with contextlib.suppress(IntakeError):
        Database(path, keys.volume_keys(volume, found.vault_id).database).close()
        return True
    with contextlib.suppress(IntakeError):
        unlock_with_escrow(path, private)
        return True
    return False


def _rekey(opening: Opening, fresh: keys.VolumeKeys, *_rest: object) -> None:
    """What must not be used: the file keyed anew in place, which says nothing when it fails."""
    connection = opening.database.connection
    connection.set_authorizer(None)
    connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    connection.execute(f"PRAGMA rekey = \"x'{fresh.database.hex()}'\"")
    with opening.database.transaction():
        rotation._keep(opening.database, "audit_key", fresh.audit.hex())


def _in_place(opening: Opening) -> None:
    opening.database._key = opening.keys.database


def _fault(path: Path, key: bytes, fault: tuple[int, int, bool], rekey: bool, out: int) -> int:
    """One rotation with one fault, then a setting; what was told, on a pipe."""
    shim = ctypes.CDLL(None)
    store = _opened(path, key)
    if rekey:
        rotation._copy, rotation._swap = _rekey, _in_place  # type: ignore[assignment]
    told: dict[str, object] = {"done": False, "saved": False, "codes": []}
    codes: list[str] = []
    at, error, forever = fault
    shim.faults_arm(ctypes.c_long(at), error, int(forever), ctypes.c_char_p(str(path.parent).encode()))
    for what, verb in (
        ("done", lambda: store.drop_escrow(pair(0, 0)[1])),
        ("saved", lambda: store.set_setting("after", "1")),
        ("closed", store.close),
    ):
        try:
            verb()
            told[what] = True
        except IntakeError as trouble:
            codes.append(trouble.code)
    calls = int(shim.faults_calls())
    shim.faults_arm(ctypes.c_long(-1), 0, 0, None)
    os.write(out, json.dumps({**told, "codes": codes, "calls": calls}).encode())
    return 0


def _one(base: Path, here: Path, key: bytes, volume: bytes, fault: tuple[int, int, bool], rekey: bool) -> Tally:
    shutil.copytree(base, here)
    path = here / "place.intake"
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 70
        try:
            code = _fault(path, key, fault, rekey, writing)
        except Exception:  # noqa: BLE001 - told on the way out: the parent sees the code 70
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    answer = b"".join(iter(lambda: os.read(reading, 65536), b""))
    os.close(reading)
    _, status = os.waitpid(process, 0)
    tally = Tally(runs=1)
    if status:
        if not rekey:
            raise RuntimeError(f"fault {fault}: not a code of the vault")
        shutil.rmtree(here)
        return tally
    told = json.loads(answer)
    tally.calls, tally.codes, tally.done = told["calls"], set(told["codes"]), int(told["done"])
    tally.acknowledged = told["done"] + told["saved"]
    try:
        store = _opened(path, key)
    except IntakeError:
        tally.unopenable = 1
    else:
        with store:
            tally.unsound = int(bool(store.check()))
            tally.lost = int(told["saved"] and store.setting("after") != "1")
            tally.lost += store.submission("uuid:kept") != b"<data><q>1</q></data>"
    if told["done"]:
        tally.revived = int(_opens(path, pair(0, 0)[0], volume))
    shutil.rmtree(here)
    return tally


def faults(folder: Path, seed: int, most: int, rekey: bool) -> Tally:
    """A seeded sample of `most` faults, or every fault when `most` is 0."""
    path, key = _base(folder / "base")
    with _opened(path, key) as store:
        store.put_escrow(pair(0, 0)[1])
        volume = store._opening.keys.volume
    calls = _one(path.parent, folder / "run", key, volume, (10**9, 0, False), rekey).calls
    every = [(at, error, forever) for at in range(1, calls + 1) for error in ERRORS for forever in (False, True)]
    whole = Tally(calls=calls)
    for fault in every if most == 0 else random.Random(seed).sample(every, min(most, len(every))):
        found = _one(path.parent, folder / "run", key, volume, fault, rekey)
        for name in ("runs", "acknowledged", "done", "lost", "unopenable", "unsound", "revived"):
            setattr(whole, name, getattr(whole, name) + getattr(found, name))
        whole.codes |= found.codes
    return whole


def main(folder: str, kind: str, seed: str, runs: str) -> None:
    """One campaign; its tally as JSON."""
    where, start, count = Path(folder), int(seed), int(runs)
    if kind in ("killed", "careless"):
        tally = kills(where, start, count, careless=kind == "careless")
    else:
        tally = faults(where, start, count, rekey=kind == "rekey")
    told = {**vars(tally), "codes": sorted(tally.codes), "strange": sorted(tally.codes - EXPECTED)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
