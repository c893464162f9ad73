"""A print queue of its own: cupsd on a loopback port with a private spool, and a printer that writes into a folder."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FILES = """ServerRoot {root}/etc
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/tmp
DataDir /usr/share/cups
ServerBin {root}/bin
ErrorLog {root}/log/error
AccessLog {root}/log/access
PageLog {root}/log/page
FileDevice Yes
SystemGroup root
{user}"""
SERVER = """Listen 127.0.0.1:{port}
LogLevel debug
Browsing Off
WebInterface No
PreserveJobFiles 86400
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


BACKEND = """#!/bin/sh
[ $# = 0 ] && exit 0
cat ${{6:+"$6"}} >> "{paper}"
"""
"""The printer: a backend of CUPS that puts what it gets on the paper."""


@dataclass(frozen=True)
class Queue:
    """Where it lies and what the printer called `Paper` printed on."""

    root: Path
    server: str

    @property
    def spool(self) -> Path:
        """What a thief would look through."""
        return self.root / "spool"

    @property
    def paper(self) -> Path:
        """What came out of the printer."""
        return self.root / "paper"


def tool(name: str) -> str:
    """A program of CUPS; the tests need it, `packaging/system.sh test` installs it."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    assert found, f"{name} is not installed: packaging/system.sh test brings it"
    return found


@contextmanager
def running(root: Path) -> Iterator[Queue]:
    """The queue, with one printer."""
    for name in ("etc", "spool", "cache", "state", "tmp", "log"):
        (root / name).mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Queue(root, f"127.0.0.1:{port}")
    _plug_in(root, made.paper)
    user = "" if os.geteuid() == 0 else f"User {os.environ.get('USER', 'nobody')}\n"
    (root / "etc" / "cups-files.conf").write_text(FILES.format(root=root, user=user))
    (root / "etc" / "cupsd.conf").write_text(SERVER.format(port=port))
    command = [tool("cupsd"), "-f", "-c", f"{root}/etc/cupsd.conf", "-s", f"{root}/etc/cups-files.conf"]
    process = subprocess.Popen(command)
    _wait_for(port)
    given = {**os.environ, "CUPS_SERVER": made.server}
    add = [tool("lpadmin"), "-p", "Paper", "-E", "-v", "paper:/", "-m", "raw"]
    subprocess.run(add, env=given, check=True, capture_output=True)
    yield made
    process.terminate()
    process.wait()


def _plug_in(root: Path, paper: Path) -> None:
    for name in ("filter", "daemon", "monitor", "notifier", "cgi-bin"):
        (root / "bin").mkdir(exist_ok=True)
        (root / "bin" / name).symlink_to(Path("/usr/lib/cups") / name)
    (root / "bin" / "backend").mkdir()
    printer = root / "bin" / "backend" / "paper"
    printer.write_text(BACKEND.format(paper=paper))
    printer.chmod(0o700)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("cupsd does not listen")
