"""Settings codes of ODK servers: base64 of zlib of JSON, as text or in a picture; or the address of a server alone.

Source: ODK Collect's client-settings schema, and the codes that ODK Central makes.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake_app.errors import IntakeError
from intake_app.openrosa.address import ServerAddress, check_server, parse_address
from intake_app.openrosa.code_picture import codes_in

_LONGEST_CODE = 50_000
_LARGEST_JSON = 256_000
_LONGEST_NAME = 200
_LONGEST_SECRET = 1_000
_FOLLOWED = frozenset({"general.server_url", "general.username", "general.password", "project.name"})


@dataclass(frozen=True, repr=False)
class Settings:
    """What a code says: the server with its secrets, the name of the project, and which settings nobody here follows.

    A code can set a lock or a retention of its own; those are not followed, for who made the code is not known.
    """

    address: ServerAddress
    project: str
    ignored: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Settings(address={self.address!r})"

    @property
    def for_testing(self) -> bool:
        """Whether records sent there are thrown away when the form is published."""
        return self.address.for_testing


def parse_settings(code: str) -> Settings:
    """The settings in a code, or of the plain address of a server, which people paste in its place.

    Raises IntakeError 'openrosa.bad_settings' with `place` and `reason`.
    """
    if code.strip().lower().startswith(("https://", "http://")):
        return Settings(_address({"server_url": code.strip()}), "", ())
    return _coded(code)


def _coded(code: str) -> Settings:
    told = _document(code)
    general, admin, project = _part(told, "general"), _part(told, "admin"), _part(told, "project", needed=False)
    name = _text(project, "project", "name", _LONGEST_NAME)
    address = _address(general)
    return Settings(replace(address, name=name or address.name), name, _ignored(general, admin, project))


def parse_settings_picture(picture: bytes) -> Settings:
    """The settings in the picture of a code, when it holds one such code and no more.

    Raises IntakeError 'openrosa.bad_picture' with `reason` 'not_a_picture', 'too_large', 'no_code', 'several', and what
    `parse_settings` raises.
    """
    codes = codes_in(picture)
    if len(codes) == 1:
        return _coded(codes[0])
    found = [settings for settings in map(_parsed, codes) if settings is not None]
    if len(found) != 1:
        raise IntakeError("openrosa.bad_picture", reason="several" if codes else "no_code")
    return found[0]


def _parsed(code: str) -> Settings | None:
    try:
        return _coded(code)
    except IntakeError:
        return None


def _bad(place: str, reason: str) -> IntakeError:
    return IntakeError("openrosa.bad_settings", place=place, reason=reason)


def _document(code: str) -> Mapping[str, Any]:
    text = "".join(code.split())
    if not text:
        raise _bad("code", "empty")
    if len(text) > _LONGEST_CODE:
        raise _bad("code", "too_large")
    try:
        packed = base64.b64decode(text.translate(_URL_SAFE) + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise _bad("code", "not_base64") from None
    return _loaded(_unpacked(packed))


_URL_SAFE = str.maketrans("-_", "+/")


def _unpacked(packed: bytes) -> bytes:
    """At most 256 kB; without a bound three thousand characters make two million."""
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(packed, _LARGEST_JSON + 1)
    except zlib.error:
        raise _bad("code", "not_packed") from None
    if len(body) > _LARGEST_JSON:
        raise _bad("code", "too_large")
    if not unpacker.eof:
        raise _bad("code", "cut_off")
    return body


def _loaded(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body.decode("utf-8"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise _bad("code", "not_json") from None
    if not isinstance(told, Mapping):
        raise _bad("code", "wrong_type")
    return told


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """What comes twice could be read as one thing here and as another elsewhere."""
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name comes twice")
    return dict(pairs)


def _part(told: Mapping[str, Any], name: str, needed: bool = True) -> Mapping[str, Any]:
    if name not in told and not needed:
        return {}
    if name not in told:
        raise _bad(name, "missing")
    if not isinstance(told[name], Mapping):
        raise _bad(name, "wrong_type")
    return dict(told[name])


def _text(part: Mapping[str, Any], place: str, name: str, most: int) -> str:
    value = part.get(name, "")
    if not isinstance(value, str):
        raise _bad(f"{place}.{name}", "wrong_type")
    if len(value) > most:
        raise _bad(f"{place}.{name}", "too_large")
    return value.strip() if name != "password" else value


def _address(general: Mapping[str, Any]) -> ServerAddress:
    """The server; a web user's password goes by Basic, which Central, KoboToolbox and Ona all take over TLS."""
    place = "general.server_url"
    url = _text(general, "general", "server_url", 10 * _LONGEST_SECRET)
    if not url:
        raise _bad(place, "missing")
    username = _text(general, "general", "username", _LONGEST_SECRET)
    secret = _text(general, "general", "password", _LONGEST_SECRET)
    try:
        parsed = parse_address(url)
        address = parsed if parsed.kind == "app_user" else replace(parsed, username=username, secret=secret)
        if username or address.kind == "app_user":
            check_server(address)
    except IntakeError as error:
        raise _bad(place, str(error.facts.get("reason", ""))) from None
    return address


def _ignored(general: Mapping[str, Any], admin: Mapping[str, Any], project: Mapping[str, Any]) -> tuple[str, ...]:
    parts = {"general": general, "admin": admin, "project": project}
    names = [f"{part}.{name}" for part, values in parts.items() for name in values]
    return tuple(sorted(name for name in names if name not in _FOLLOWED)[:500])
