"""Who may come in: the key of an app user in the path, Basic, Digest."""

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Mapping

_PAIR = re.compile(r'([a-z]+)="?([^",]*)"?')
REALM = "kobotoolbox"


def basic(header: str, people: Mapping[str, str]) -> bool | None:
    """Whether a name and its password are right; None when the header is no Basic."""
    scheme, _, told = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(told, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return False
    return secrets.compare_digest(people.get(name, "").encode(), password.encode()) and name in people


class DigestDoor:
    """Digest of RFC 2617 with MD5 and qop=auth; a count that was used is not taken again."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._people = people
        self._used: dict[str, set[str]] = {}

    def challenge(self) -> str:
        """The WWW-Authenticate text, with a nonce of its own."""
        nonce = secrets.token_hex(16)
        self._used[nonce] = set()
        return f'Digest realm="{REALM}", qop="auth", nonce="{nonce}", opaque="open", algorithm="MD5"'

    def renew(self) -> None:
        """Let every proof so far be worth nothing, as a server does after some minutes."""
        self._used.clear()

    def lets_in(self, header: str, method: str, target: str) -> bool:
        """Whether a proof is right and new."""
        scheme, _, rest = header.encode("latin-1", "replace").decode("utf-8", "replace").partition(" ")
        told = dict(_PAIR.findall(rest))
        used = self._used.get(told.get("nonce", ""))
        if scheme.lower() != "digest" or used is None or told.get("uri") != target:
            return False
        if told.get("username", "") not in self._people or told.get("nc", "") in used:
            return False
        used.add(told.get("nc", ""))
        wanted = self._response(told, method, target)
        return secrets.compare_digest(wanted, told.get("response", ""))

    def _response(self, told: Mapping[str, str], method: str, target: str) -> str:
        name = told["username"]
        person = _md5(f"{name}:{REALM}:{self._people[name]}")
        return _md5(
            f"{person}:{told['nonce']}:{told.get('nc', '')}:{told.get('cnonce', '')}:auth:{_md5(f'{method}:{target}')}"
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest()
