"""A canary answer is nowhere on the disk after a whole run: not in the store's bytes, nor in temp, home or output."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from intake_app.practice import PracticeServer
from tests import traces
from tests.cli.conftest import PASSPHRASE

pytestmark = pytest.mark.always

CANARY = "Zirkonvogel 7719/Kanarienlied"
FORM = """| survey |
| | type | name | label |
| | text | story | What happened? |
| | image | photo | A photograph |
| settings |
| | form_id | form_title | version |
| | canary | Canary | 1 |
"""


class Machine:
    """A home, a temp folder and a place for the store of their own, and the program run in processes of its own."""

    def __init__(self, root: Path) -> None:
        self.root, self.said = root, b""
        for name in ("home", "temp", "store", "given"):
            (root / name).mkdir()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        self.env |= {"HOME": str(root / "home"), "TMPDIR": str(root / "temp"), "PYTHONPATH": ""}

    def run(self, *words: str) -> dict[str, Any]:
        done = self._started(words)
        out, err = done.communicate(timeout=120)
        self.said += out + err
        assert done.returncode == 0, out[-800:]
        return dict(json.loads(out))

    def run_and_kill(self, busy: Callable[[], bool], *words: str) -> None:
        """The same, killed as soon as it is busy."""
        done = self._started(words)
        while not busy() and done.poll() is None:
            time.sleep(0.001)
        done.kill()
        self.said += b"".join(done.communicate(timeout=120))

    def _started(self, words: tuple[str, ...]) -> "subprocess.Popen[bytes]":
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE.encode() + b"\n")
        os.close(writing)
        store = str(self.root / "store" / "work.intake")
        whole = [
            sys.executable,
            "-m",
            "intake_app",
            *words,
            "--store",
            store,
            "--user",
            "Ada",
            "--passphrase-fd",
            str(reading),
        ]
        pipe = subprocess.PIPE
        started = subprocess.Popen(whole, env=self.env, pass_fds=[reading], stdout=pipe, stderr=pipe)
        os.close(reading)
        return started


def test_a_canary_answer_leaves_no_trace(tmp_path: Path, server: PracticeServer) -> None:
    machine = Machine(tmp_path)
    given = tmp_path / "given"
    (given / "form.md").write_text(FORM, encoding="utf-8")
    (given / "photo.jpg").write_bytes(b"\xff\xd8" + CANARY.encode() + b"\xff\xd9")
    answers = {"/data/story": CANARY, "/data/photo": {"file": "photo.jpg"}}
    (given / "answers.json").write_text(json.dumps(answers), encoding="utf-8")

    machine.run("store", "create", "--without-recovery", "--organisation", "E", "--site", "Q")
    machine.run("form", "import", str(given / "form.md"))
    new = machine.run("record", "new", "canary", "--answers", str(given / "answers.json"))
    machine.run("record", "finalise", new["id"], "--consent", "yes", "--in-language", "bn")
    agreed = ("--consent", "yes", "--in-language", "bn", "--age", "adult")
    machine.run("slip", new["code"], "--recipient", "health", "-o", str(given / "slip.pdf"), *agreed)
    machine.run("server", "add", "central", "--url", server.url)
    machine.run("sync")
    machine.run_and_kill(given.joinpath("cut.part").exists, "store", "backup", str(given / "cut"))
    machine.run("store", "backup", str(given / "copy"))

    assert CANARY.encode() in server.received[0].xml  # the control: it did travel, so it was in the store
    own = frozenset({given / "form.md", given / "photo.jpg", given / "answers.json"})
    assert traces.found_in([given], CANARY) != []  # the control: the scan does find it where it is
    assert traces.found_in([tmp_path], CANARY, own) == []
    assert CANARY.encode() not in machine.said
    assert server.url.split("/key/")[1].split("/")[0].encode() not in machine.said
