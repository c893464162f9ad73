"""Two programs on one store, both told to send: one sends, the other says in plain words why it does not."""

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from intake_app.openrosa import Client, parse_address
from intake_app.sync import run_round
from intake_app.vault import ServerRow, open_store
from tests.openrosa.odd_server import PREFLIGHT, Exchange, OddServer
from tests.sync.errands import Lane
from tests.sync.workplace import PASSPHRASE, SERVER, Workplace, never, quiet

ROOT = Path(__file__).resolve().parents[2]


def sending(store: Path) -> dict[str, Any]:
    """What the program on the command line says, as somebody starts it in a window of its own."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    words = ["sync", "--server", SERVER, "--store", str(store), "--user", "anna", "--passphrase-fd", str(reading)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    try:
        command = [sys.executable, "-m", "intake_app", *words]
        done = subprocess.run(command, check=False, capture_output=True, env=environment, pass_fds=(reading,))
    finally:
        os.close(reading)
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "exit": done.returncode}


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
    with OddServer(answering) as server, ThreadPoolExecutor(1) as wire:
        place.vault.put_server(ServerRow(SERVER, server.url))
        place.record("a", {"a.jpg": b"a" * 1000})
        place.record("b")
        place.vault.close()
        lane = Lane(place.path, lambda path: open_store(path, "anna", PASSPHRASE))
        with Client(parse_address(server.url), "device") as client:
            first = wire.submit(partial(run_round, lane, client, SERVER, quiet, never))
            assert begun.wait(60)
            second = sending(place.path)
            posts = sum(exchange.method == "POST" for exchange in server.seen)
            go_on.set()
            assert first.result().sent == 2
        lane(lambda store: store.close())
        assert (second["exit"], second["error"]) == (1, "vault.in_use")
        assert second["sentence"] == "The store is open in another window or program."
        assert second["advice"] == "Close it there, then try again."
        assert posts == 1 and sum(exchange.method == "POST" for exchange in server.seen) == 2
    place.reopen()
    assert place.sent() == {"uuid:a", "uuid:b"}
    assert [len(place.vault.attempts(name)) for name in ("uuid:a", "uuid:b")] == [1, 1]
    place.vault.close()
