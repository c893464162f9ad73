"""A process that has imported the engine waits for names of cases and forks for each one."""

import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.hostile import warm
from tests.hostile.trial import TRAP, Seen, Trap, attempt

_PATIENCE = 120.0
"""Seconds until a process is ended that does not come back."""


def serve() -> None:
    """Take a module and the name of a case from each line of the input; answer with a line of JSON."""
    warm.up()
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        secret = Path(folder) / "secret.txt"
        secret.write_text("the secret of the canary")
        TRAP.append(Trap(listener, secret))
        for line in sys.stdin:
            module, name = json.loads(line)
            sys.stdout.write(json.dumps(_forked(module, name)) + "\n")
            sys.stdout.flush()


def _forked(module: str, name: str) -> dict[str, Any]:
    cases = importlib.import_module(module).CASES
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        with os.fdopen(writer, "w") as out:
            json.dump(asdict(attempt(cases[name])), out)
        os._exit(0)
    os.close(writer)
    return _answer(child, reader)


def _answer(child: int, reader: int) -> dict[str, Any]:
    parts: list[bytes] = []
    end = time.monotonic() + _PATIENCE
    while select.select([reader], [], [], max(0.0, end - time.monotonic()))[0]:
        part = os.read(reader, 65536)
        if not part:
            break
        parts.append(part)
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    if status or not parts:
        return asdict(Seen(broken=f"the process ended with status {status}"))
    return dict(json.loads(b"".join(parts)))


if __name__ == "__main__":
    serve()
