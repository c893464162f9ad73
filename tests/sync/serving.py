"""The practice server in a process of its own, for programs that are cut while they talk to it."""

import multiprocessing
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from intake_app.openrosa import Client, SubmissionParts, parse_address
from intake_app.practice import Behaviour, PracticeServer
from tests.sync.workplace import FORM


def form(form_id: str, version: str) -> bytes:
    """A form of a server."""
    return (FORM % version.encode()).replace(b'id="landing"', f'id="{form_id}"'.encode())


OFFERED: dict[str, tuple[str, bytes, dict[str, bytes]]] = {
    "arrival": ("2", form("arrival", "2"), {"cities.csv": b"name,label\n1,Lampedusa\n", "a.png": b"png" * 3000}),
    "transfer": ("1", form("transfer", "1"), {"list.csv": b"name,label\n2,Pozzallo\n"}),
}
"""Version, XML and files of the forms that the server offers."""


@dataclass(frozen=True)
class Seen:
    """What the server has and what was asked of it, since it was set back.

    ``doubles``: records that came under more than one id, or an id that is there more than once.
    """

    records: dict[str, tuple[bytes, dict[str, bytes]]]
    doubles: int
    methods: list[str]

    @staticmethod
    def other(name: str) -> bytes:
        """What the server has in the place of a record that it knows otherwise."""
        return f'<data id="landing"><q>other</q><meta><instanceID>{name}</instanceID></meta></data>'.encode()


class Serving:
    """A server that knows the forms above and other records under some ids; it ends with the `with` block."""

    def __init__(self, known: tuple[str, ...]) -> None:
        context = multiprocessing.get_context("fork")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, known), daemon=True)
        self._process.start()
        theirs.close()
        self.url: str = self._line.recv()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.send(None)
        self._process.join()
        self._line.close()

    def set_back(self, *behaviours: Behaviour | None) -> None:
        """As at the beginning; how it treats the next submissions."""
        self._line.send(behaviours)
        self._line.recv()

    def look(self) -> Seen:
        """What it has now."""
        self._line.send("look")
        seen: Seen = self._line.recv()
        return seen


def _serve(line: Connection, known: tuple[str, ...]) -> None:
    with PracticeServer(largest=20_000) as server:
        for _version, xml, files in OFFERED.values():
            server.add_form(xml, files)
        with Client(parse_address(server.url), "other") as client:
            for name in known:
                client.submit(SubmissionParts(Seen.other(name)))
        seeds = list(server.received)
        line.send(server.url)
        before = 0
        while (wanted := line.recv()) is not None:
            if wanted == "look":
                line.send(_seen(server, before))
                continue
            server.behaviour = None
            server.received[:] = [replace(one, files=dict(one.files)) for one in seeds]
            server.then(*wanted)
            before = len(server.traffic)
            line.send(True)


def _seen(server: PracticeServer, before: int) -> Seen:
    arrived = list(server.received)
    records = {one.instance_id: (one.xml, dict(one.files)) for one in arrived}
    answers = [one.xml.partition(b"<meta>")[0] for one in arrived if b'encrypted="yes"' not in one.xml]
    others = [answer for answer in answers if b"<q>other</q>" not in answer]
    doubles = len(arrived) - len(records) + len(others) - len(set(others))
    return Seen(records, doubles, [each.method for each in server.traffic[before:]])
