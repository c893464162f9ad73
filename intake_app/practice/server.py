"""The practice server as a thing to start and stop."""

import secrets
import socket
import ssl
import string
import threading
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import Self

from intake_app.errors import IntakeError
from intake_app.practice import rules
from intake_app.practice.access import Access, CentralAccess, KoboAccess
from intake_app.practice.breaks import Break, Lines, Traffic
from intake_app.practice.doors import DigestDoor
from intake_app.practice.serving import serve
from intake_app.practice.shelf import Behaviour, FormState, Kind, Received, Shelf
from intake_app.practice.site import make_site

_ALPHABET = string.ascii_letters + string.digits + "!$"
_POLL = 0.02
_LARGEST: Mapping[Kind, int] = {"central": 100_000_000, "kobo": 10_000_000}


class PracticeServer:
    """See the package. Raises IntakeError 'practice.port_taken' when it can not listen on the port."""

    def __init__(
        self,
        port: int = 0,
        key: str | None = None,
        strict_forms: bool = False,
        largest: int | None = None,
        *,
        kind: Kind = "central",
        people: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._shelf = Shelf(strict_forms, rules.kobo if kind == "kobo" else rules.central)
        self._key = key or "".join(secrets.choice(_ALPHABET) for _ in range(64))
        self._kind = kind
        self._scheme = "http" if tls is None else "https"
        self._lines = Lines()
        self._door = DigestDoor(people or {})
        self._thread: threading.Thread | None = None
        access: Access = CentralAccess(self._shelf, self._key, people or {})
        if kind == "kobo":
            access = KoboAccess(self._shelf, people or {}, self._door)
        site = make_site(self._shelf, access, largest or _LARGEST[kind], kind)
        try:
            door = socket.create_server(("127.0.0.1", port))
        except OSError:
            raise IntakeError("practice.port_taken", port=port) from None
        with door:  # the server takes a handle of its own
            self._server = serve(site, door, self._lines, tls)

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
        return f"{self._scheme}://127.0.0.1:{self._server.port}/"

    @property
    def url(self) -> str:
        """The base address: of the app user, with the key inside, or of KoboToolbox."""
        return self.page_url.rstrip("/") if self._kind == "kobo" else f"{self.page_url}v1/key/{self._key}/projects/1"

    @property
    def web_url(self) -> str:
        """The base address of Central's web users, who come with a name and a password."""
        return f"{self.page_url}v1/projects/1"

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

    @property
    def traffic(self) -> list[Traffic]:
        """What went over the lines, one for each request, in the order they began."""
        return self._lines.traffic

    def breaking(self, *breaks: Break | None) -> None:
        """Say after which byte the line breaks, one for each of the next requests, whatever they ask."""
        self._lines.plan(breaks)

    def mend(self) -> None:
        """Forget what was planned."""
        self._lines.forget()

    def renew_digest(self) -> None:
        """Let every proof of Digest be worth nothing from now on: the next request gets a challenge."""
        self._door.renew()

    def delete(self, instance_id: str) -> None:
        """Delete a record on the server, as a person can there."""
        self._shelf.received[:] = [one for one in self._shelf.received if one.instance_id != instance_id]
        self._shelf.deleted.add(instance_id)

    def delete_entity(self, entity_id: str) -> None:
        """Delete an entity, of which the server tells who asks; the list that has it no more is a form's to bring."""
        self._shelf.deleted_entities.add(entity_id)

    def add_form(self, xml: bytes, files: Mapping[str, bytes] | None = None, entity_lists: Collection[str] = ()) -> str:
        """Offer a form with its files, some of which may be entity lists; returns its formID.

        Raises IntakeError 'practice.not_a_form'.
        """
        return self._shelf.add_form(xml, files or {}, frozenset(entity_lists))

    def set_state(self, form_id: str, state: FormState) -> None:
        """Let a form be open, closing, closed, or not assigned to who asks."""
        self._shelf.states[form_id] = state

    def start(self) -> None:
        """Serve on a thread of its own; the address is open from the moment that the object exists."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), name="practice", daemon=True)
        self._thread.start()

    def serve_forever(self) -> None:
        """Serve on this thread until Ctrl+C."""
        self._server.serve_forever(_POLL)

    def stop(self) -> None:
        """Stop listening, end the open lines, and let go of the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()
        self._lines.hang_up()
