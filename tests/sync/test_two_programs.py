"""Two programs on one store, both told to send: one sends, the other says in plain words why it does not."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from intake_app.vault import ServerRow
from tests.openrosa.odd_server import PREFLIGHT, Exchange, OddServer
from tests.sync.workplace import PASSPHRASE, SERVER, Workplace

ROOT = Path(__file__).resolve().parents[2]


def sending(store: Path) -> subprocess.Popen[bytes]:
    """The program on the command line, as somebody starts it in a window of its own."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    words = ["sync", "--server", SERVER, "--store", str(store), "--user", "anna", "--passphrase-fd", str(reading)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "intake_app", *words], stdout=subprocess.PIPE, env=environment, pass_fds=(reading,)
        )
    finally:
        os.close(reading)


def told(program: subprocess.Popen[bytes]) -> dict[str, Any]:
    said, _ = program.communicate(timeout=60)
    answer: dict[str, Any] = json.loads(said)
    return {**answer, "exit": program.returncode}


def test_the_second_sends_nothing_and_says_why(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def answering(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
            return
        exchange.read_body()
        begun.set()
        go_on.wait(60)
        exchange.answer(201)

    place = Workplace.create(tmp_path)
    with OddServer(answering) as server:
        place.vault.put_server(ServerRow(SERVER, server.url))
        place.record("a", {"a.jpg": b"a" * 1000})
        place.record("b")
        place.vault.close()
        first = sending(place.path)
        assert begun.wait(60)
        second = told(sending(place.path))
        posts = sum(exchange.method == "POST" for exchange in server.seen)
        go_on.set()
        sent = told(first)
        assert (sent["exit"], sent["ok"], len(sent["results"])) == (0, True, 2), sent
        assert (second["exit"], second["error"]) == (1, "vault.in_use")
        assert second["sentence"] == "The store is open in another window or program."
        assert second["advice"] == "Close it there, then try again."
        assert posts == 1 and sum(exchange.method == "POST" for exchange in server.seen) == 2
    place.reopen()
    assert place.sent() == {"uuid:a", "uuid:b"}
    assert [len(place.vault.attempts(name)) for name in ("uuid:a", "uuid:b")] == [1, 1]
    place.vault.close()
