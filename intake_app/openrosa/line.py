"""One guarded HTTP exchange: own TLS settings, no proxy, no redirect, no cookie, byte caps, a deadline, no log."""

import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPResponse, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Protocol, Self

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from intake_app.errors import IntakeError
from intake_app.openrosa.answers import Answer
from intake_app.openrosa.trust import Trust, check_pin, context_of, verified_chain
from intake_app.openrosa.watch import FAST_BUFFER, SEND_BUFFER, SLOWEST, Guard, Watch

PUBLIC_AUTHORITIES = DEFAULT_CA_BUNDLE_PATH
_PIECE = 65_536
# What a body is asked for at once; one that goes out over a slow line gives less.
_MOST_AT_ONCE = 524_288
_CONNECT_SECONDS = 20.0
_BUFFERED = 2 * FAST_BUFFER / SLOWEST
_SOCKET_OPTIONS = [
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    # A small buffer, so that "sent" is near the truth for progress and deadline on a slow line.
    (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER),
]
_TO_COME = frozenset({102, 103})
# What OpenSSL says of a certificate, for which a person can do something of its own.
_CERTIFICATE = {
    **dict.fromkeys((9, 10), "openrosa.tls_clock"),  # not yet valid, expired
    **dict.fromkeys((2, 18, 19, 20, 21), "openrosa.tls_authority"),  # made by itself, or by nobody who is known
    **dict.fromkeys((62, 64), "openrosa.tls_host"),  # for another name, for another address
}


class Body(Protocol):
    """A request body that is read in pieces and can start again."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def read(self, size: int = -1) -> bytes: ...
    def rewind(self, watch: Watch) -> None: ...


@dataclass(frozen=True)
class Ask:
    """One request. `cap` in bytes of the unpacked answer; a `strict` answer beyond it is an error, else it is cut."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str | bytes] = field(default_factory=dict, repr=False)
    body: Body | None = field(default=None, repr=False)
    cap: int = _PIECE
    strict: bool = False


class _Switchboard:
    """Knows the watch of the exchange that is under way, for connections that live longer than one, and whom to trust.

    `chain` holds the certificates by which the connection opened last was verified. `patience`: seconds in which the
    slowest line makes room in a full buffer; it took its head quickly.
    """

    def __init__(self, trust: Trust, patience: float) -> None:
        self.watch: Watch | None = None
        self.trust = trust
        self._patience = patience
        self.chain: tuple[bytes, ...] = ()

    def opened(self, line: socket.socket | None) -> None:
        if self.watch is not None and line is not None:
            self.watch.opened(line)

    def headed(self, line: socket.socket) -> None:
        """The head has gone: for the body the watch has its eye on the time."""
        line.settimeout(self._patience)

    def secured(self, line: Any) -> None:
        """Compare the server's certificates with the pinned one, before anything is said to it."""
        self.chain = verified_chain(line)
        check_pin(self.chain, self.trust)


class _Session(requests.Session):
    """Sees no redirect: requests would parse its address and read its whole body even when told not to follow it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Nowhere."""
        return None


class Line:
    """A session with one server, used by one thread. See the module for what it refuses."""

    def __init__(self, seconds: float, trust: Trust, cancelled: Callable[[], bool]) -> None:
        _silence_wire_logs()
        self._seconds = seconds
        self._cancelled = cancelled
        self._guard = Guard()
        self._switchboard = _Switchboard(trust, seconds + _BUFFERED)
        self._session = _Session()
        self._session.trust_env = False
        self._place = "", ""
        self._blank = requests.PreparedRequest()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(self._switchboard)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates (DER) by which the server was verified last."""
        return self._switchboard.chain

    def close(self) -> None:
        """Close every connection."""
        self._session.close()
        self._guard.close()

    def exchange(self, ask: Ask, cancelled: Callable[[], bool] | None = None) -> Answer:
        """The answer, whatever its status. IntakeError: unreachable, cut, too_slow, cancelled, tls, answer_too_big.

        Errors are made anew outside the handler, so that no address hangs on them as their context.
        """
        with Watch(self._guard, self._seconds, cancelled or self._cancelled) as watch:
            self._switchboard.watch = watch
            trouble: Exception
            try:
                return self._exchange(ask, watch)
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                trouble = error
            finally:
                self._switchboard.watch = None
            told = _named(trouble, watch)
        del trouble
        raise told

    def _exchange(self, ask: Ask, watch: Watch) -> Answer:
        watch.check()
        if ask.body is not None:
            ask.body.rewind(watch)
        response = self._session.send(
            self._prepared(ask),
            allow_redirects=False,
            stream=True,
            timeout=(min(self._seconds, _CONNECT_SECONDS), self._seconds + _BUFFERED),
            proxies={},
        )
        with response:
            body, whole = _read(response, ask, watch)
            watch.raise_if_cut()
        return Answer(response.status_code, response.headers, body, whole)

    def _prepared(self, ask: Ask) -> Any:
        """The request; what hangs on method and address alone is made once for all records of a round."""
        place = ask.method, ask.url
        if self._place != place:
            self._blank, self._place = self._session.prepare_request(requests.Request(*place)), place
        request: Any = self._blank.copy()  # what a body and a header may be is more than requests says of them
        request.headers.update(ask.headers)
        if ask.body is not None:
            request.body = ask.body
            request.headers["Content-Length"] = str(len(ask.body))
        return request


def _read(response: requests.Response, ask: Ask, watch: Watch) -> tuple[bytes, bool]:
    """The unpacked body up to the cap, and whether that was all of it."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("", "identity", "gzip") and ask.strict:
        raise IntakeError("openrosa.bad_answer", what="encoding")
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_content(_PIECE):
        size += len(piece)
        watch.moved(size)
        watch.check()
        if size > ask.cap:
            if ask.strict:
                raise IntakeError("openrosa.answer_too_big", limit=ask.cap)
            return b"".join(pieces), False
        pieces.append(piece)
    return b"".join(pieces), True


def _named(error: Exception, watch: Watch) -> IntakeError:
    if watch.reason == "cancelled":
        return IntakeError("openrosa.cancelled")
    if watch.reason == "slow" or isinstance(error, requests.Timeout):
        return IntakeError("openrosa.too_slow")
    certificate = _certificate_trouble(error)
    if certificate is not None:
        return IntakeError(_CERTIFICATE.get(certificate, "openrosa.tls"))
    if isinstance(error, requests.exceptions.SSLError):
        return IntakeError("openrosa.tls")
    if "NewConnectionError" in _family(error) or "NameResolutionError" in _family(error):
        return IntakeError("openrosa.unreachable")
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return IntakeError("openrosa.bad_answer", what="encoding")
    return IntakeError("openrosa.cut")


def _chain(error: BaseException) -> list[BaseException]:
    """An error with everything it was made of: causes, contexts, and the arguments that urllib3 wraps."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if any(one is known for known in found):
            continue
        found.append(one)
        inner: list[object] = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting.extend(each for each in inner if isinstance(each, BaseException))
    return found


def _family(error: BaseException) -> set[str]:
    return {type(one).__name__ for one in _chain(error)}


def _certificate_trouble(error: BaseException) -> int | None:
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return one.verify_code
    return None


class _Adapter(HTTPAdapter):
    """Connections that show their sockets to the watch and make TLS by our own rules."""

    def __init__(self, switchboard: _Switchboard) -> None:
        self._switchboard = switchboard
        super().__init__(pool_connections=2, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """As in requests, with our own pools."""
        context = context_of(self._switchboard.trust)
        super().init_poolmanager(
            *(connections, maxsize, block),
            ssl_context=context,
            socket_options=_SOCKET_OPTIONS,
            blocksize=_MOST_AT_ONCE,
            **more,
        )
        self.poolmanager.pool_classes_by_scheme = _pools(self._switchboard)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """As in requests, but the organisation's own authority takes the place of the public ones."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = None if self._switchboard.trust.authority else PUBLIC_AUTHORITIES


class _LastLine:
    """A line's reading end that remembers what it read last."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.last = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def readline(self, limit: int = -1) -> bytes:
        """As of a file."""
        self.last = self._inner.readline(limit)
        return self.last


class _Response(HTTPResponse):
    """An answer whose headers must come to their end, behind those that only say that there is something to come.

    Python takes the end of a broken line for the end of the headers. A 201 would then lack the header that tells the
    server from a portal, or the length that tells whether its body is whole.
    """

    def begin(self) -> None:
        """As in Python, or IncompleteRead."""
        inner = self.fp
        reading = _LastLine(inner)
        self.fp = reading  # type: ignore[assignment]
        super().begin()
        if reading.last not in (b"\r\n", b"\n"):
            raise IncompleteRead(b"")
        if self.fp is not None:
            self.fp = inner

    def _read_status(self) -> tuple[str, int, str]:
        """As in Python, which passes over 100 alone: who works long, or has a page shown early, says 102 or 103."""
        told: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
        while told[1] in _TO_COME:
            while self.fp.readline(_PIECE) not in (b"\r\n", b"\n", b""):
                continue
            told = super()._read_status()  # type: ignore[misc]
        return told


def _pools(switchboard: _Switchboard) -> dict[str, type[HTTPConnectionPool]]:
    """Pools by scheme whose connections report each socket, and each new use of an old one."""

    class Plain(HTTPConnection):
        response_class = _Response

        def _new_conn(self) -> socket.socket:
            line = super()._new_conn()
            switchboard.opened(line)
            return line

        def putrequest(self, *words: Any, **more: Any) -> None:
            switchboard.opened(self.sock)
            super().putrequest(*words, **more)

        def endheaders(self, *words: Any, **more: Any) -> None:
            super().endheaders(*words, **more)
            switchboard.headed(self.sock)

    class Secure(HTTPSConnection):
        response_class = _Response

        def connect(self) -> None:
            super().connect()
            switchboard.secured(self.sock)

        def _new_conn(self) -> socket.socket:
            line = super()._new_conn()
            switchboard.opened(line)
            return line

        def putrequest(self, *words: Any, **more: Any) -> None:
            switchboard.opened(self.sock)
            super().putrequest(*words, **more)

        def endheaders(self, *words: Any, **more: Any) -> None:
            super().endheaders(*words, **more)
            switchboard.headed(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _silence_wire_logs() -> None:
    """Let urllib3 write no log lines: they hold whole URLs, and the URL of an app user is a key."""
    for name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry", "urllib3.response"):
        logging.getLogger(name).addFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False
