"""A volume key changed by somebody whose disk fails: which key opens what afterwards?

Run under LD_PRELOAD with `faults.c`: ``keys_campaign.py FOLDER KIND SEED RUNS`` prints one line of JSON.

Kinds: ``faults`` (one call of a rotation fails; RUNS 0 is every call with every error) and ``rekey`` (the same with
``PRAGMA rekey`` in the place of the copy: the positive control, which says "done" while only the old key opens the
file).  Who is killed while keys change is in `killing`.
"""

import ctypes
import hashlib
import json
import os
import random
import shutil
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import Vault, header, keys, rotation, slots
from intake_app.vault.files import Lock
from intake_app.vault.opening import Opening
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked
from tests.vault import scene
from tests.vault.faulty import ERRORS
from tests.vault.workflows import revived

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
        tally.revived = int(revived(path, pair(0, 0)[0], volume))
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
    tally = faults(Path(folder), int(seed), int(runs), rekey=kind == "rekey")
    told = {**vars(tally), "codes": sorted(tally.codes), "strange": sorted(tally.codes - EXPECTED)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
