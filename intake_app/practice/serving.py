"""The part of the practice server that speaks HTTP/1.1: lines are kept open, measured, and broken where planned."""

import socket
import ssl
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, DechunkedInput, WSGIRequestHandler, make_server

from intake_app.practice.breaks import Lines, Meter, MeteredReader, MeteredWriter

_MOST_DRAINED = 300_000_000
_PATIENCE = 30.0


def serve(site: Flask, door: socket.socket, lines: Lines, tls: ssl.SSLContext | None) -> BaseWSGIServer:
    """A server for a site on a socket that listens already; each line has a thread of its own."""
    handler = type("_Handler", (_Handler,), {"lines": lines, "protocol_version": "HTTP/1.1", "timeout": _PATIENCE})
    return make_server("127.0.0.1", 0, site, threaded=True, request_handler=handler, fd=door.fileno(), ssl_context=tls)


class _Handler(WSGIRequestHandler):
    """Writes no line for a request, since its path holds the key; what is left of a broken one is not read on."""

    lines: Lines

    def setup(self) -> None:
        super().setup()
        self.lines.opened(self.connection)
        self._meter = Meter(self.lines, self.connection)
        self.rfile: Any = MeteredReader(self.rfile, self._meter)
        self.wfile: Any = MeteredWriter(self.wfile, self._meter)

    def finish(self) -> None:
        self.lines.closed(self.connection)
        super().finish()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None

    def log_error(self, format: str, *args: Any) -> None:
        return None

    def connection_dropped(self, error: BaseException, environ: dict[str, object] | None = None) -> None:
        self.close_connection = True

    def handle_one_request(self) -> None:
        self._meter.rest()
        super().handle_one_request()

    def run_wsgi(self) -> None:
        """One exchange: the whole answer is made before the rest of the request is read and the answer goes out."""
        if self._meter.traffic is not None:
            self._meter.traffic.method = self.command
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        environ = self.make_environ()
        environ["werkzeug.socket"] = self.connection
        body = environ["wsgi.input"] = self._body()
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], trouble: Any = None) -> Any:
            told.append((status, headers))

        answer = b"".join(self.server.app(environ, start))
        _drain(body)
        status, headers = told[-1]
        self._answer(status, headers, answer)

    def _body(self) -> "_Body | DechunkedInput":
        if self.headers.get("Transfer-Encoding", "").strip().lower() == "chunked":
            return DechunkedInput(self.rfile)
        return _Body(self.rfile, int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        code, _, reason = status.partition(" ")
        lines = [f"HTTP/1.1 {code} {reason}", *(f"{name}: {value}" for name, value in headers)]
        if "content-length" not in {name.lower() for name, _ in headers} and code not in ("204", "304"):
            lines.append(f"Content-Length: {len(body)}")
        shown = body if self.command != "HEAD" else b""
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + shown)


class _Body:
    """The body of a request, by its length."""

    def __init__(self, rfile: Any, size: int) -> None:
        self._rfile = rfile
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        wanted = self._left if size < 0 else min(size, self._left)
        piece: bytes = self._rfile.read(wanted) if wanted else b""
        if wanted and not piece:
            raise ConnectionAbortedError("the other side is gone")
        self._left -= len(piece)
        return piece

    def readline(self, limit: int = -1) -> bytes:
        """As of a file."""
        wanted = self._left if limit < 0 else min(limit, self._left)
        line: bytes = self._rfile.readline(wanted) if wanted else b""
        self._left -= len(line)
        return line


def _drain(body: "_Body | DechunkedInput") -> None:
    """Read what nobody wanted: an answer over unread bytes may never be seen, and the next request comes after them."""
    left = _MOST_DRAINED
    while left > 0 and (piece := body.read(65536)):
        left -= len(piece)
