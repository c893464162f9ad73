"""The process that runs the cases, one for each worker."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cost import here
from tests.hostile.trial import Case, Seen

ROOT = Path(__file__).resolve().parents[2]


class Warden:
    """Runs cases by name and says what came of them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, module: str, name: str) -> Seen:
        """What came of a case of a module."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([module, name]) + "\n")
        self._process.stdin.flush()
        return Seen(**json.loads(self._process.stdout.readline()))

    def check(self, module: str, name: str, case: Case) -> Seen:
        """Run a case and hold it to what it must be: refused or loaded, in time, in memory, alone.

        A processor that does other work beside it takes longer for the same, and never shorter: of three times the
        shortest counts.
        """
        seen = self.run(module, name)
        for _again in range(2):
            if not seen.broken and seen.seconds >= here(case.seconds):
                again = self.run(module, name)
                seen = again if again.broken or again.seconds < seen.seconds else seen
        assert not seen.broken, seen.broken
        assert seen.code == case.refused
        for told in seen.sentences:
            assert "…" not in told, "a fact of the sentence is missing"
            assert all(part in told for part in case.told), told
        assert (seen.opened, seen.reads, seen.writes, seen.connected) == ([], 0, 0, False)
        assert seen.seconds < here(case.seconds)
        assert seen.megabytes < case.megabytes
        return seen


@pytest.fixture(scope="session")
def warden() -> Iterator[Warden]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Warden(process)
    process.stdin.close()  # type: ignore[union-attr]
    process.wait(30)
    process.stdout.close()  # type: ignore[union-attr]
