"""The practice server as a thing to start and stop."""

import secrets
import socket
import string
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from intake_app.errors import IntakeError
from intake_app.practice.shelf import Behaviour, Received, Shelf
from intake_app.practice.site import make_site

_ALPHABET = string.ascii_letters + string.digits + "!$"
_POLL = 0.02
LARGEST = 100_000_000


class _Quiet(WSGIRequestHandler):
    """Writes no line for a request, since its path holds the key; what is left of a broken one is not read on."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None

    def connection_dropped(self, error: BaseException, environ: dict[str, object] | None = None) -> None:
        self.close_connection = True


class PracticeServer:
    """See the package. Raises IntakeError 'practice.port_taken' when it can not listen on the port."""

    def __init__(
        self, port: int = 0, key: str | None = None, strict_forms: bool = False, largest: int = LARGEST
    ) -> None:
        self._shelf = Shelf(strict_forms)
        self._key = key or "".join(secrets.choice(_ALPHABET) for _ in range(64))
        self._thread: threading.Thread | None = None
        site = make_site(self._shelf, self._key, lambda: self.url, largest)
        try:
            door = socket.create_server(("127.0.0.1", port))
        except OSError:
            raise IntakeError("practice.port_taken", port=port) from None
        with door:  # the server takes a handle of its own
            self._server: BaseWSGIServer = make_server(
                "127.0.0.1", port, site, threaded=True, request_handler=_Quiet, fd=door.fileno()
            )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def page_url(self) -> str:
        """The page for people."""
        return f"http://127.0.0.1:{self._server.port}/"

    @property
    def url(self) -> str:
        """The base address of the app user; it holds the key."""
        return f"{self.page_url}v1/key/{self._key}/projects/1"

    @property
    def received(self) -> list[Received]:
        """The records that arrived, in order."""
        return self._shelf.received

    @property
    def posts(self) -> int:
        """How many submissions were posted, whatever became of them."""
        return self._shelf.posts

    @property
    def behaviour(self) -> Behaviour | None:
        """How submissions are treated until somebody says otherwise."""
        return self._shelf.behaviour

    @behaviour.setter
    def behaviour(self, behaviour: Behaviour | None) -> None:
        self._shelf.behaviour = behaviour

    def then(self, *behaviours: Behaviour | None) -> None:
        """Say how the next submissions are treated, one each; after them `behaviour` holds again."""
        self._shelf.plan(behaviours)

    def add_form(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> str:
        """Offer a form with its files; returns its formID. Raises IntakeError 'practice.not_a_form'."""
        return self._shelf.add_form(xml, files or {})

    def start(self) -> None:
        """Serve on a thread of its own; the address is open from the moment that the object exists."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), name="practice", daemon=True)
        self._thread.start()

    def serve_forever(self) -> None:
        """Serve on this thread until Ctrl+C."""
        self._server.serve_forever(_POLL)

    def stop(self) -> None:
        """Stop listening and let go of the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()
