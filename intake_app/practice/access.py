"""Which addresses a server has, and who may come in by them."""

import re
from collections.abc import Mapping
from typing import Protocol

from flask import Response, request

from intake_app.practice import answers, documents
from intake_app.practice.doors import DigestDoor, basic
from intake_app.practice.rules import DENIED, UNKNOWN
from intake_app.practice.shelf import Shelf

_KEY = re.compile(r"[A-Za-z0-9!$]{64}")
_PROJECT = "1"
_NO_RIGHTS = "The authentication you provided does not have rights to perform that action."
_NO_VERSION = "An expected header field (X-OpenRosa-Version) did not match the expected format."

Where = Mapping[str, str]


class Access(Protocol):
    """The way in of one kind of server. `where` holds what stood in the path."""

    prefixes: tuple[str, ...]

    def base(self, where: Where) -> str:
        """The path of the addresses that were asked by."""

    def refusal(self, where: Where, needs_version: bool) -> Response | None:
        """The answer to who may not come in."""


class CentralAccess:
    """ODK Central: an app user by the key in the path, a web user by Basic over TLS; neither gets a challenge.

    Answers to a wrong key carry no OpenRosa header, as measured.
    """

    prefixes: tuple[str, ...] = ("/v1/key/<key>/projects/<project>", "/v1/projects/<project>")

    def __init__(self, shelf: Shelf, key: str, people: Mapping[str, str]) -> None:
        self._shelf = shelf
        self._key = key
        self._people = people

    def base(self, where: Where) -> str:
        """As in Access."""
        key = f"/key/{where['key']}" if "key" in where else ""
        return f"/v1{key}/projects/{where['project']}"

    def refusal(self, where: Where, needs_version: bool) -> Response | None:
        """As in Access."""
        stranger = self._app_user(where["key"]) if "key" in where else self._web_user()
        if stranger is not None:
            return stranger
        if where["project"] != _PROJECT:
            return answers.plain(404, documents.envelope(UNKNOWN, True))
        if needs_version and request.headers.get("X-OpenRosa-Version") != "1.0":
            return answers.plain(400, documents.envelope(_NO_VERSION, True))
        return None

    def _app_user(self, key: str) -> Response | None:
        if not _KEY.fullmatch(key):
            return answers.plain(401, documents.envelope(DENIED, True))
        if key != self._key or self._shelf.behaviour == "revoked":
            return answers.plain(403, documents.envelope(_NO_RIGHTS, True))
        return None

    def _web_user(self) -> Response | None:
        known = basic(request.headers.get("Authorization", ""), self._people)
        if known is not None and not request.is_secure:
            told = "This authentication method is only available over HTTPS"
            return answers.plain(401, documents.envelope(told, True))
        if not known or self._shelf.behaviour == "revoked":
            return answers.plain(401, documents.envelope(DENIED, True))
        return None


class KoboAccess:
    """KoboToolbox and Ona: Digest after a challenge, or Basic, over whatever there is."""

    prefixes: tuple[str, ...] = ("", "/<username>")

    def __init__(self, shelf: Shelf, people: Mapping[str, str], door: DigestDoor) -> None:
        self._shelf = shelf
        self._people = people
        self._door = door

    def base(self, where: Where) -> str:
        """As in Access."""
        return f"/{where['username']}" if "username" in where else ""

    def refusal(self, where: Where, needs_version: bool) -> Response | None:
        """As in Access; the version header is not asked for."""
        told = request.headers.get("Authorization", "")
        target = request.full_path if request.query_string else request.path
        known = basic(told, self._people) or self._door.lets_in(told, request.method, target)
        if known and self._shelf.behaviour != "revoked":
            return None
        refused = answers.openrosa(401, documents.kobo_envelope("Authentication credentials were not provided."))
        refused.headers["WWW-Authenticate"] = self._door.challenge()
        return refused
