"""The print queue of this computer, spoken to directly: a document goes from memory to the queue and is purged there.

CUPS, the queue of Linux and macOS, keeps a printed document for a day. Printing through it here writes no file of our
own, and the job is purged as soon as it is printed. Sources: RFC 8010 (encoding), RFC 8011 (operations), and the
`purge-job` attribute of Cancel-Job as CUPS documents it. The command `cancel -x` is not used: before CUPS 2.4.7 it
purges nothing.
"""

import getpass
import http.client
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import IntakeError

PATIENCE = 12 * 3600.0
"""Seconds that a job may lie in the queue before it is taken out, printed or not."""

_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_PRINT_JOB, _CANCEL_JOB, _GET_JOB = 0x0002, 0x0008, 0x0009
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM, _RANGE, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = (
    0x21, 0x22, 0x23, 0x33, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49,
)  # fmt: skip
_DONE = 7
"""Job states from here on: canceled, aborted, completed (RFC 8011, 5.3.7)."""

_NOT_FOUND = 0x0406
_TIMEOUT = 20.0

Value = str | int | bool | tuple[int, int]
Attribute = tuple[int, str, Value]


@dataclass(frozen=True)
class Order:
    """What a person chose: the queue, how often, one side or both, the pages (first, last; () for all), the paper.

    `paper` is a name that CUPS knows, such as A4; "" leaves it to the queue.
    """

    queue: str
    copies: int = 1
    both_sides: bool = False
    pages: tuple[int, int] | tuple[()] = ()
    paper: str = ""


def reachable() -> bool:
    """Whether there is a queue of CUPS here."""
    connection = _connection()
    try:
        connection.connect()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def send(document: bytes, title: str, order: Order) -> int:
    """Hand a PDF to the queue, under a neutral title; gives the number of the job.

    Raises IntakeError `print.refused` (status) and `print.no_queue`.
    """
    operation: list[Attribute] = [
        (_URI, "printer-uri", f"ipp://localhost/printers/{order.queue}"),
        (_NAME, "requesting-user-name", getpass.getuser()),
        (_NAME, "job-name", title),
        (_MIME, "document-format", "application/pdf"),
    ]
    sides = "two-sided-long-edge" if order.both_sides else "one-sided"
    job: list[Attribute] = [(_INTEGER, "copies", order.copies), (_KEYWORD, "sides", sides)]
    if order.pages:
        job.append((_RANGE, "page-ranges", order.pages))
    if order.paper:
        job.append((_KEYWORD, "media", order.paper))
    told = _ask(_PRINT_JOB, f"/printers/{order.queue}", operation, job, document)
    return int(told["job-id"])


def finished(job: int) -> bool:
    """Whether a job is printed, cancelled or gone."""
    try:
        return int(_ask(_GET_JOB, "/jobs", _named(job))["job-state"]) >= _DONE
    except IntakeError as error:
        if error.facts.get("status") == _NOT_FOUND:
            return True
        raise


def purge(job: int) -> None:
    """Delete a job with its document. Raises IntakeError `print.not_purged` when the queue still has it."""
    try:
        _ask(_CANCEL_JOB, "/jobs", [*_named(job), (_BOOLEAN, "purge-job", True)])
        _ask(_GET_JOB, "/jobs", _named(job))
    except IntakeError as error:
        if error.facts.get("status") == _NOT_FOUND:
            return
        raise
    raise IntakeError("print.not_purged", job=job)


def watch(job: int) -> "subprocess.Popen[bytes]":
    """Start a process that purges a job when it is printed. It outlives this one and knows only the number."""
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-m", "intake_app", "purge-print", str(job)]
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


def purge_when_printed(job: int, pause: float = 0.5) -> int:
    """Wait for a job and purge it; gives 0 when it is gone from the queue, 1 when it is not."""
    end = time.monotonic() + PATIENCE
    try:
        while not finished(job) and time.monotonic() < end:
            time.sleep(pause)
        purge(job)
    except IntakeError:
        return 1
    return 0


def _named(job: int) -> list[Attribute]:
    return [(_URI, "job-uri", f"ipp://localhost/jobs/{job}"), (_NAME, "requesting-user-name", getpass.getuser())]


def _ask(
    operation: int, path: str, attributes: Sequence[Attribute], job: Sequence[Attribute] = (), document: bytes = b""
) -> dict[str, str]:
    request = struct.pack(">HHI", 0x0200, operation, 1) + bytes([_OPERATION])
    request += b"".join(
        _attribute(*one)
        for one in ((_CHARSET, "attributes-charset", "utf-8"), (_LANGUAGE, "attributes-natural-language", "en"))
    )
    request += b"".join(_attribute(*one) for one in attributes)
    if job:
        request += bytes([_JOB]) + b"".join(_attribute(*one) for one in job)
    answer = _post(path, request + bytes([_END]) + document)
    status = struct.unpack(">H", answer[2:4])[0] if len(answer) >= 8 else 0xFFFF
    if status >= 0x0400:
        raise IntakeError("print.refused", status=status)
    return dict(_values(answer))


def _attribute(tag: int, name: str, value: Value) -> bytes:
    if isinstance(value, tuple):
        data = struct.pack(">ii", *value)
    elif isinstance(value, bool):
        data = bytes([value])
    elif isinstance(value, int):
        data = struct.pack(">i", value)
    else:
        data = value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(data)) + data


def _values(answer: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of an answer; of a set only the first value."""
    at = 8
    while at < len(answer) and answer[at] != _END:
        if answer[at] < 0x10:
            at += 1
            continue
        tag, size = struct.unpack_from(">BH", answer, at)
        name = answer[at + 3 : at + 3 + size].decode()
        at += 3 + size
        (size,) = struct.unpack_from(">H", answer, at)
        value = answer[at + 2 : at + 2 + size]
        at += 2 + size
        if name:
            yield (
                name,
                str(struct.unpack(">i", value)[0]) if tag in (_INTEGER, _ENUM) else value.decode("utf-8", "replace"),
            )


def _post(path: str, body: bytes) -> bytes:
    connection = _connection()
    try:
        connection.request("POST", path, body, {"Content-Type": "application/ipp", "Host": "localhost"})
        answer = connection.getresponse()
        told = answer.read(1 << 20)
    except (OSError, http.client.HTTPException) as error:
        raise IntakeError("print.no_queue") from error
    finally:
        connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise IntakeError("print.refused", status=answer.status)
    return told


def _connection() -> http.client.HTTPConnection:
    server = os.environ.get("CUPS_SERVER", "")
    if server.startswith("/"):
        return _Local(server)
    if not server:
        found = next((path for path in _SOCKETS if Path(path).exists()), None)
        return _Local(found) if found else http.client.HTTPConnection("localhost", 631, timeout=_TIMEOUT)
    host, _, port = server.partition("/")[0].partition(":")
    return http.client.HTTPConnection(host, int(port or 631), timeout=_TIMEOUT)


class _Local(http.client.HTTPConnection):
    """HTTP over the socket file of the queue."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_TIMEOUT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_TIMEOUT)
        self.sock.connect(self._path)
