"""A person at work, killed at a random moment, again and again: does the store keep its word?

Run as a program: ``campaign.py FOLDER KIND SEED RUNS`` prints one line of JSON.  For each run a process is forked that
works on a copy of a store and says on a pipe what the store has acknowledged; it is killed with SIGKILL; then the copy
is opened again and each acknowledged thing is looked for.  Keys are derived once, so that a run takes milliseconds.

Kinds: ``interview`` (drafts, files, finalising, releases, attempts) and ``eager`` (the same, but acknowledging before
the store does: the positive control, which must show losses).  `killing` kills at each call instead.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Frozen, Vault
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene

Say = Callable[..., None]


@dataclass
class Tally:
    """What a campaign found."""

    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    unopenable: int = 0
    unsound: int = 0
    ahead: int = 0
    """Committed but not yet acknowledged when the process died: allowed, and proof that kills come inside a verb."""
    reopening_ms: list[float] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How much was found that must not be."""
        return self.lost + self.unopenable + self.unsound


def killed(work: Callable[[Say], None], rng: random.Random, window: float) -> list[list[object]]:
    """Forks, lets `work` go on until a random moment, kills it; what it had said by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(lambda *told: os.write(writing, json.dumps(told).encode() + b"\n") and None)
        finally:
            os._exit(70)
    os.close(writing)
    first = os.read(reading, 65536)  # wait for a sign of life, then for a moment that is nobody's choice
    time.sleep(rng.uniform(0, window))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        raise RuntimeError("the one at work failed before it was killed")
    rest = b"".join(iter(lambda: os.read(reading, 65536), b""))
    os.close(reading)
    lines = (first + rest).split(b"\n")
    return [json.loads(line) for line in lines[:-1]]


def interview(store: Vault, seed: int, say: Say, eager: bool) -> None:
    """Interviews without end: each answer saved, each save acknowledged."""
    rng = random.Random(seed)
    key = store.forms()[0].key

    late: list[Callable[[], object]] = []

    def done(verb: Callable[[], object], *told: object) -> None:
        late.append(verb)
        if not eager or len(late) == 5:
            for waiting in late:
                waiting()
            late.clear()
        say(*told)

    for number in range(10_000):
        record = f"uuid:{seed}-{number}"
        done(lambda record=record: store.new_draft(key, record, b"<data/>", "a", "b"), "draft", record, 0)
        for count in range(1, rng.randrange(2, 12)):
            done(lambda count=count, record=record: store.save_draft(record, typed(count)), "draft", record, count)
        _end(store, rng, record, done)


def typed(count: int) -> vault.Draft:
    """A draft after so many answers."""
    return vault.Draft(b"<data>" + b"x" * 3000 + b"</data>", {"n": str(count)}, f"/data/q{count}", "T", ("a", "b"))


def _end(store: Vault, rng: random.Random, record: str, done: Callable[..., None]) -> None:
    picture = rng.randbytes(rng.choice((10, 40_000)))
    done(
        lambda: store.put_media(record, "a.jpg", picture, "image/jpeg"),
        *("file", record, hashlib.sha256(picture).hexdigest()),
    )
    if rng.random() < 0.2:
        return
    xml = rng.randbytes(5000)
    done(lambda: store.finalise(record, Frozen(xml, ("a.jpg",))), "finalised", record, hashlib.sha256(xml).hexdigest())
    done(lambda: store.put_release(scene.release(record)), "released", record, "")
    done(lambda: _send(store, record), "sent", record, "")


def _send(store: Vault, record: str) -> None:
    attempt = store.attempt_started(record, "central")
    store.attempt_ended(attempt, AttemptResult("accepted", "c", 201))


def kept(store: Vault, told: list[list[object]], tally: Tally, whole: bool = True) -> None:
    """Looks for everything that was acknowledged, and reads the whole store."""
    latest: dict[str, dict[str, object]] = {}
    for what, record, value in told:
        latest.setdefault(str(record), {})[str(what)] = value
    tally.acknowledged += len(told)
    rows = {row.id: row for row in store.records()}
    for record, facts in latest.items():
        tally.lost += sum(not _holds(store, rows, record, what, value, tally) for what, value in facts.items())
    tally.ahead += len(set(rows) - set(latest))
    tally.unsound += whole and bool(store.check())


def _holds(store: Vault, rows: dict[str, vault.RecordRow], record: str, what: str, value: object, tally: Tally) -> bool:
    try:
        return _there(store, rows, record, what, value, tally)
    except IntakeError:
        return False


def _there(store: Vault, rows: dict[str, vault.RecordRow], record: str, what: str, value: object, tally: Tally) -> bool:
    if record not in rows:
        return False
    state = rows[record].state
    if what in ("draft", "saved"):
        if state != "draft":
            return True
        count = int(store.draft(record).states.get("n", 0))
        tally.ahead += count > int(str(value))
        return count >= int(str(value))
    if what == "file":
        return hashlib.sha256(store.media_bytes(record, "a.jpg")).hexdigest() == value
    if what == "finalised":
        return state != "draft" and hashlib.sha256(store.submission(record)).hexdigest() == value
    return bool(store.releases(record)) if what == "released" else state == "sent" and bool(store.receipts(record))


def interviews(folder: Path, seed: int, runs: int, eager: bool) -> Tally:
    """The campaign of the name; see the module."""
    base = folder / "base"
    with scene.new_store(base) as store:
        scene.put_form(store)
    unlocked = unlock(base / "place.intake", scene.NAME, scene.PASSPHRASE)
    rng, tally = random.Random(seed), Tally()
    for run in range(runs):
        here = folder / f"run{run}"
        shutil.copytree(base, here)
        path = here / "place.intake"
        told = killed(
            lambda say, path=path, run=run: interview(enter(path, Lock(path), unlocked), run, say, eager), rng, 0.15
        )
        _look(path, unlocked, told, tally)
        shutil.rmtree(here)
    return tally


def _look(path: Path, unlocked: Unlocked, told: list[list[object]], tally: Tally) -> None:
    tally.runs += 1
    began = time.perf_counter()
    try:
        store = enter(path, Lock(path), unlocked)
    except IntakeError:
        tally.unopenable += 1
        return
    tally.reopening_ms.append((time.perf_counter() - began) * 1000)
    with store:
        kept(store, told, tally)


def main(folder: str, kind: str, seed: str, runs: str) -> None:
    """One campaign; its tally as JSON."""
    tally = interviews(Path(folder), int(seed), int(runs), eager=kind == "eager")
    times = sorted(tally.reopening_ms) or [0.0]
    told = {**vars(tally), "reopening_ms": [times[len(times) // 2], times[-1]]}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
