"""A loopback server that answers each request with exactly the bytes a test wants, and keeps what it was sent."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

HEAD = b"X-OpenRosa-Version: 1.0\r\nX-OpenRosa-Accept-Content-Length: 100000000\r\n"
PREFLIGHT = b"HTTP/1.1 204 No Content\r\n" + HEAD + b"Connection: close\r\n\r\n"
KEY = "Kanarienvogel" + "x" * 51


@dataclass
class Exchange:
    """One request as it came; the answering function may read on and write what it likes."""

    line: socket.socket
    method: str
    path: str
    headers: dict[str, str]
    rest: bytes
    body: bytes = b""
    over: threading.Event = field(default_factory=threading.Event)

    def read_body(self) -> bytes:
        """The whole body, by its length."""
        self.body = self.rest
        while len(self.body) < int(self.headers.get("content-length", "0")):
            piece = self.line.recv(65536)
            if not piece:
                break
            self.body += piece
        return self.body

    def send(self, *pieces: bytes) -> None:
        """Write, and do not mind a client that has gone: that is what many tests want it to do."""
        try:
            for piece in pieces:
                self.line.sendall(piece)
        except OSError:
            self.over.set()

    def answer(self, status: int, body: bytes = b"", more: bytes = HEAD) -> None:
        """An ordinary answer, after the body: a line closed over unread bytes may lose what was answered."""
        if self.method == "POST" and not self.body:
            self.read_body()
        length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        self.send(b"HTTP/1.1 %d Said\r\n" % status + more + length + body)

    def drip(self, piece: bytes, every: float = 0.05) -> None:
        """Write the same piece again and again until the client goes or the test ends."""
        while not self.over.wait(every):
            self.send(piece)


Answering = Callable[[Exchange], None]


class OddServer:
    """Serves on 127.0.0.1 until the end of the `with` block; `seen` has every exchange."""

    def __init__(self, answering: Answering, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Exchange] = []
        self._answering = answering
        self._tls = tls
        self._door = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open = True

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://127.0.0.1:{self._door.getsockname()[1]}"

    @property
    def url(self) -> str:
        """An app user's address."""
        return f"{self.origin}/v1/key/{KEY}/projects/1"

    def __enter__(self) -> Self:
        self._start(self._listen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        for exchange in list(self.seen):
            exchange.over.set()
        socket.create_connection(self._door.getsockname()[:2]).close()
        for thread in self._threads:
            thread.join()
        self._door.close()

    def _start(self, work: Callable[..., None], *values: object) -> None:
        thread = threading.Thread(target=work, args=values)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            line, _ = self._door.accept()
            if not self._open:
                line.close()
                return
            self._start(self._talk, line)

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(5)
        try:
            shown = line if self._tls is None else self._tls.wrap_socket(line, server_side=True)
        except OSError:
            line.close()
            return
        with shown:
            exchange = heard(shown)
            if exchange is not None:
                self.seen.append(exchange)
                if not self._open:
                    exchange.over.set()
                self._answering(exchange)


def heard(line: socket.socket) -> Exchange | None:
    """The next request on a line, up to the end of its headers."""
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            piece = line.recv(65536)
        except OSError:
            return None
        if not piece:
            return None
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in lines)}
    return Exchange(line, method, path, headers, rest)


def preflight_then(answering: Answering) -> Answering:
    """Answer HEAD as it should be, and POST by the function, which finds the body read."""

    def both(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
            return
        exchange.read_body()
        answering(exchange)

    return both
