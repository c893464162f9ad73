"""A private message bus with a stand-in for login1 on it; nothing of the machine's own buses is touched."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = """<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""


class Talker:
    """A process that says lines and may be told lines."""

    def __init__(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=environment)
        self._heard: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._heard.put(line.strip())

    def hears(self, patience: float = 20.0) -> str:
        """The next line; raises queue.Empty when none comes."""
        return self._heard.get(timeout=patience)

    def tell(self, line: str) -> None:
        """A line down."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Be done with it."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def bus(folder: Path) -> Iterator[str]:
    """A bus; gives its address."""
    configuration = folder / "bus.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder))
    command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.kill()
    process.wait()
    process.stdout.close()


@contextmanager
def login(address: str) -> Iterator[Talker]:
    """The stand-in for login1 on a bus."""
    made = Talker([sys.executable, "-m", "tests.gui_shell.login1", address])
    assert made.hears() == "ready"
    yield made
    made.end()


def environment(address: str) -> dict[str, str]:
    """Both buses are this one; the session is the one of the stand-in."""
    return {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address, "XDG_SESSION_ID": "c1"}
