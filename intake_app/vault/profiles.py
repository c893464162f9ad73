"""The profile of a workplace, for a second laptop: servers, forms, keys of organisations, services, the site.

It holds no record. One JSON object: ``body`` is JSON text, signed as it stands with the key of the store that made it,
whose public half is beside it. Secrets of servers, their addresses among these (the key of an app user is in one), are
in the body only sealed: AES-256-GCM under a key that Argon2id makes of a passphrase, as slots of the store are,
bound to the signer.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake_app.errors import IntakeError
from intake_app.vault import audit, forms, keys, people, safeguards, servers, signing
from intake_app.vault.keys import DEFAULT, Kdf
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import FormFile, ServerRow

KIND, FORMAT = "intake profile", 1
SERVICES = "directory"
"""The setting with the workplace's own services, as whoever set it wrote them."""
_SIGNED = b"intake profile\0"
_SECRET = ("url", "username", "secret")


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """A form of a profile with its files."""

    form: FormFile
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile holds whose signature fits.

    ``servers`` have no address and no secret until `unsealed`; ``host`` tells where they are, by name.  ``key`` is the
    signer's public half in hex; ``own_forms`` the server that was set for forms that came from none; ``services`` what
    was kept of the workplace's own services, "" for none.
    """

    organisation: str
    site: str
    made: str
    key: str
    servers: tuple[ServerRow, ...]
    hosts: Mapping[str, str]
    forms: tuple[ProfileForm, ...]
    organisations: tuple[bytes, ...]
    own_forms: str
    sealed: Mapping[str, Any] | None = field(repr=False)
    services: str = ""


def export(opening: Opening, passphrase: str, kdf: Kdf = DEFAULT) -> bytes:
    """The profile; with a passphrase the secrets of servers too, sealed by it.

    Raises IntakeError 'vault.not_allowed', 'vault.weak_passphrase'.
    """
    for right in (Right.SERVERS, Right.FORMS):
        require(opening.me, right)
    here, database = people.site_of(opening.database), opening.database
    if passphrase:
        keys.check_passphrase(passphrase, (here.organisation, here.site))
    public = signing.public_of(database)
    rows = servers.listed(opening)
    told = {
        "organisation": here.organisation,
        "site": here.site,
        "made": opening.now(),
        "servers": [_shown(row) for row in rows],
        "forms": [_form(opening, row.key) for row in forms.listed(opening, every=False) if row.source != "own"],
        "organisations": [public.hex() for public in safeguards.listed(opening).organisations],
        "own_forms": people.setting(opening, servers.OWN_FORMS) or "",
        "services": people.setting(opening, SERVICES) or "",
        "secrets": _sealed(rows, passphrase, kdf, public) if passphrase else None,
    }
    body = json.dumps(told, ensure_ascii=False)
    signature = signing.key_of(database).sign(_message(body))
    whole = {"intake": KIND, "format": FORMAT, "key": public.hex(), "signature": signature.hex(), "body": body}
    with database.transaction():
        audit.append(opening, "profile.exported", servers=len(rows), secrets=int(bool(passphrase)))
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _shown(row: ServerRow) -> dict[str, Any]:
    return {
        "name": row.name, "host": servers.host_of(row.url), "kind": row.kind, "ca": row.ca, "pin": row.pin,
        "project": row.project, "test": row.test, "automatic": row.automatic,
    }  # fmt: skip


def _form(opening: Opening, key: int) -> dict[str, Any]:
    package = forms.package(opening, key)
    row = package.row
    return {
        "form_id": row.form_id, "version": row.version, "title": row.title, "server": row.server, "hash": row.hash,
        "xml": _text(package.xml), "files": {name: _text(content) for name, content in package.files.items()},
    }  # fmt: skip


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _message(body: str) -> bytes:
    return _SIGNED + hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()


def _sealed(rows: tuple[ServerRow, ...], passphrase: str, kdf: Kdf, public: bytes) -> dict[str, Any]:
    told = {row.name: {name: getattr(row, name) for name in _SECRET} for row in rows}
    salt, nonce = secrets.token_bytes(keys.SALT_BYTES), secrets.token_bytes(keys.NONCE_BYTES)
    wrapped = keys.wrap(keys.slot_key(passphrase, salt, kdf), nonce, json.dumps(told).encode(), _SIGNED + public)
    cost = {"memory_kib": kdf.memory_kib, "iterations": kdf.iterations, "lanes": kdf.lanes}
    return {"salt": salt.hex(), "nonce": nonce.hex(), "kdf": cost, "sealed": _text(wrapped)}


def read(data: bytes) -> Profile:
    """What a profile holds, once its signature fits; needs no store.

    Raises IntakeError 'profile.not_one', 'profile.newer', 'profile.forged'.  Who signed it is told by ``key`` alone:
    compare that.
    """
    try:
        whole = json.loads(data.decode("utf-8"))
        if (whole["intake"], whole["format"]) != (KIND, FORMAT):
            newer = whole["intake"] == KIND and whole["format"] > FORMAT
            raise IntakeError("profile.newer" if newer else "profile.not_one")
        public, body = bytes.fromhex(whole["key"]), str(whole["body"])
        signature, verifier = bytes.fromhex(whole["signature"]), Ed25519PublicKey.from_public_bytes(public)
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise IntakeError("profile.not_one") from trouble
    try:
        verifier.verify(signature, _message(body))
    except InvalidSignature as trouble:
        raise IntakeError("profile.forged") from trouble
    try:
        return _told(json.loads(body), public.hex())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise IntakeError("profile.not_one") from trouble


def _told(told: dict[str, Any], key: str) -> Profile:
    names = [str(one["name"]) for one in told["servers"]]
    if len(set(names)) != len(names):
        raise ValueError("two servers of one name")
    return Profile(
        organisation=str(told["organisation"]),
        site=str(told["site"]),
        made=str(told["made"]),
        key=key,
        servers=tuple(_server(one) for one in told["servers"]),
        hosts={str(one["name"]): str(one["host"]) for one in told["servers"]},
        forms=tuple(_form_told(one) for one in told["forms"]),
        organisations=tuple(_public(text) for text in told["organisations"]),
        own_forms=str(told["own_forms"]),
        sealed=told["secrets"],
        services=str(told.get("services", "")),  # a laptop of before told of none
    )


def _server(one: dict[str, Any]) -> ServerRow:
    if one["automatic"] not in servers.AUTOMATIC:
        raise ValueError("no such choice")
    name, kind, ca, pin, project = (str(one[name]) for name in ("name", "kind", "ca", "pin", "project"))
    return ServerRow(name, "", kind, "", "", ca, pin, project, bool(one["test"]), str(one["automatic"]))


def _form_told(one: dict[str, Any]) -> ProfileForm:
    form = FormFile(
        form_id=str(one["form_id"]),
        version=str(one["version"]),
        title=str(one["title"]),
        xml=base64.b64decode(one["xml"], validate=True),
        server=None if one["server"] is None else str(one["server"]),
        hash=str(one["hash"]),
    )
    if any(not name or set(name) & set("/\\\0") for name in one["files"]):
        raise ValueError("a file name with a path in it")
    files = {str(name): base64.b64decode(content, validate=True) for name, content in one["files"].items()}
    return ProfileForm(form, files)


def _public(text: str) -> bytes:
    public = bytes.fromhex(text)
    if len(public) != keys.KEY_BYTES:
        raise ValueError("no key")
    return public


def unsealed(profile: Profile, passphrase: str) -> tuple[ServerRow, ...]:
    """Servers with their addresses and secrets.

    Raises IntakeError 'profile.no_secrets' when it was made without, 'profile.wrong_passphrase', 'vault.kdf_refused'.
    """
    if profile.sealed is None:
        raise IntakeError("profile.no_secrets")
    try:
        salt, nonce = (bytes.fromhex(profile.sealed[name]) for name in ("salt", "nonce"))
        kdf = Kdf(**{name: int(value) for name, value in profile.sealed["kdf"].items()})
        wrapped = base64.b64decode(profile.sealed["sealed"], validate=True)
        key = keys.slot_key(passphrase, salt, kdf)
        opened = keys.unwrap(key, nonce, wrapped, _SIGNED + bytes.fromhex(profile.key))
        if opened is None:
            raise IntakeError("profile.wrong_passphrase")
        told = json.loads(opened)
        return tuple(_with_secrets(row, told[row.name]) for row in profile.servers)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as trouble:
        raise IntakeError("profile.not_one") from trouble


def _with_secrets(row: ServerRow, told: Mapping[str, Any]) -> ServerRow:
    url, username, secret = (str(told[name]) for name in _SECRET)
    return replace(row, url=url, username=username, secret=secret)
