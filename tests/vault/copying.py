"""Killed while a store is brought up from an older schema, copied, or made from a copy: whole, or not there.

Run as a program: ``copying.py FOLDER KIND SEED RUNS`` prints one line of JSON.  Kinds: ``migration``, ``backup``,
``restore``, ``form`` (a form with its files is put in the place of another).  The harness is that of `campaign`.
"""

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import FormFile, Vault, header, migration
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene
from tests.vault.campaign import Say, Tally, killed

LARGE = os.urandom(3_000_000)
FILES = {f"list{number}.csv": os.urandom(200_000) for number in range(4)}


def opened(path: Path, unlocked: Unlocked) -> Vault:
    """The store as its headers are now, without deriving keys again."""
    found = next(one for one in header.read(path).headers if one.genuine(unlocked.keys.header))
    return enter(path, Lock(path), replace(unlocked, header=found))


def heedless(_done: int, _of: int) -> bool:
    """Nobody watches."""
    return True


class Trials:
    """A store and a copy of it, and for each run a folder to be killed in."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.rng, self.tally = folder, random.Random(seed), Tally()
        self.base, self.copy = folder / "base", folder / "copy"
        with scene.new_store(self.base) as store:
            scene.finalised(store)
            store.put_media(scene.started(store, "uuid:large"), "voice.wav", LARGE, "audio/wav")
            store.back_up(self.copy)
        self.unlocked = unlock(self.base / "place.intake", scene.NAME, scene.PASSPHRASE)

    def run(self, begun: Callable[[Path], object], work: Callable[[Path, object], object], window: float) -> Path:
        """One run in a folder of its own; what `begun` makes is there before the clock runs."""
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()

        def at_work(say: Say) -> None:
            made = begun(here)
            say("begun")
            work(here, made)
            say("done")
            signal.pause()

        told = killed(at_work, self.rng, window)
        self.tally.runs += 1
        self.done = len(told) > 1
        self.tally.acknowledged += self.done
        return here

    def migration(self) -> None:
        """The old store opens and is brought up, from wherever it was cut."""
        old = Path(__file__).with_name("data") / "schema-1"
        unlocked = unlock(old / "place.intake", scene.NAME, scene.PASSPHRASE)
        place = lambda here: shutil.copytree(old, here, dirs_exist_ok=True)  # noqa: E731
        here = self.run(place, lambda here, _: enter(here / "place.intake", Lock(here / "place.intake"), unlocked), 0.2)
        with opened(here / "place.intake", unlocked) as store:
            self.tally.lost += len(store.records()) != 6 or store.draft("uuid:draft") != scene.answer(5)
            self.tally.unsound += bool(store.check())
        self.tally.unsound += migration.copy_path(here / "place.intake").exists()

    def _placed(self, here: Path) -> Vault:
        shutil.copytree(self.base, here, dirs_exist_ok=True)
        return enter(here / "place.intake", Lock(here / "place.intake"), self.unlocked)

    def backup(self) -> None:
        """The store is as it was, and a copy under the right name is whole; the next one can be made."""
        here = self.run(self._placed, lambda here, store: store.back_up(here / "stick"), 0.4)  # type: ignore[attr-defined]
        copied = (here / "stick").exists()
        self.tally.lost += self.done and not copied
        with opened(here / "place.intake", self.unlocked) as store:
            self.tally.unsound += bool(store.check())
            if not copied:
                store.back_up(here / "stick")
        self.tally.unsound += (here / "stick.part").exists()
        self._restores(here / "stick", here / "new.intake")

    def _restores(self, source: Path, target: Path) -> None:
        with vault.restore(source, target, scene.NAME, scene.PASSPHRASE, heedless) as store:
            self.tally.lost += store.media_bytes("uuid:large", "voice.wav") != LARGE
            self.tally.unsound += bool(store.check())

    def restore(self) -> None:
        """No store, or a whole one; where none is, it can be made again."""
        nothing = lambda here: None  # noqa: E731
        work = lambda here, _: vault.restore(  # noqa: E731
            self.copy, here / "new.intake", scene.NAME, scene.PASSPHRASE, heedless
        )
        here = self.run(nothing, work, 1.5)
        try:
            self._restores(self.copy, here / "new.intake")
            self.tally.lost += self.done
        except IntakeError as error:
            self.tally.unsound += error.code != "vault.exists"
            with opened(here / "new.intake", self.unlocked) as store:
                self.tally.lost += store.media_bytes("uuid:large", "voice.wav") != LARGE
                self.tally.unsound += bool(store.check())

    def form(self) -> None:
        """The old form with its files or the new one with all of them."""
        form = FormFile("intake", "2", "A form", b"<h:html>2</h:html>" * 20_000)
        here = self.run(self._placed, lambda _here, store: store.put_form(form, FILES), 0.05)  # type: ignore[attr-defined]
        with opened(here / "place.intake", self.unlocked) as store:
            row = store.forms()[0]
            files = store.form(row.key).files
            self.tally.lost += self.done and row.version != "2"
            self.tally.unsound += row.version == "2" and files != FILES
            self.tally.unsound += bool(store.check())


def main(folder: str, kind: str, seed: str, runs: str) -> None:
    """One campaign; its tally as JSON."""
    trials = Trials(Path(folder), int(seed))
    for _ in range(int(runs)):
        try:
            getattr(trials, kind)()
        except IntakeError as error:
            trials.tally.unopenable += 1
            sys.stderr.write(f"{error}\n")
    sys.stdout.write(json.dumps(vars(trials.tally)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
