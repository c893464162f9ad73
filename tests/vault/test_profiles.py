"""The profile for a second laptop: signed, without a record, without a private key, its secrets sealed or left out."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import (
    FLOOR,
    OWN_FORMS,
    SERVICES,
    FormFile,
    Profile,
    Role,
    ServerRow,
    Vault,
    keys,
    read_profile,
    signing,
    unsealed_servers,
)
from intake_app.vault.profiles import _message
from tests.vault import scene

SERVER = ServerRow(
    "central",
    "https://central.example/v1/key/s3cretKey/projects/1",
    "basic",
    "amal",
    "p4ssword",
    "-----BEGIN CERTIFICATE-----",
    "ab" * 32,
    "Harbour",
    test=True,
    automatic="on",
)
WORDS = "silver lantern seven harbour"
PUBLIC = keys.public_of(bytes(range(32)))


def _workplace(store: Vault) -> Vault:
    store.put_server(SERVER)
    store.put_form(FormFile("served", "1", "Landing", b"<h:html/>", "server", "central", "v1"), {"a.png": b"\x89PNG"})
    store.put_form(FormFile("own", "1", "Own", b"<h:html/>", "own"), {})
    store.put_form(FormFile("brought", "1", "Brought", b"<h:html/>", "file"), {})
    store.put_escrow(PUBLIC)
    store.set_setting(OWN_FORMS, "central")
    store.set_setting(SERVICES, "services as they were kept")
    scene.queued(store)
    return store


def test_a_profile_holds_what_a_second_laptop_needs(store: Vault) -> None:
    profile = read_profile(_workplace(store).export_profile())
    assert (profile.organisation, profile.site, profile.own_forms) == ("Help Desk Trust", "Harbour", "central")
    assert (profile.key, profile.organisations) == (store.info().signer, (PUBLIC,))
    assert profile.hosts == {"central": "central.example"} and profile.services == "services as they were kept"
    (server,) = profile.servers
    assert (server.url, server.username, server.secret, server.pin, server.test) == ("", "", "", "ab" * 32, True)
    assert (server.ca, server.project, server.automatic, server.kind) == (SERVER.ca, "Harbour", "on", "basic")
    forms = {one.form.form_id: one for one in profile.forms}
    assert set(forms) == {"served", "brought"} and forms["brought"].form.server is None
    assert (forms["served"].files, forms["served"].form.hash) == ({"a.png": b"\x89PNG"}, "v1")
    with pytest.raises(IntakeError, match=r"profile\.no_secrets"):
        unsealed_servers(profile, WORDS)


def test_no_record_no_private_key_and_no_secret_in_the_clear(store: Vault) -> None:
    data = _workplace(store).export_profile(WORDS, FLOOR)
    private = signing.key_of(store._opening.database).private_bytes_raw()
    for secret in (b"s3cretKey", b"p4ssword", b"uuid:1", b"priority", private.hex().encode(), WORDS.encode()):
        assert secret not in data
        assert base64.b64encode(secret)[:-4] not in data
    assert "s3cret" not in repr(read_profile(data))


def test_secrets_come_out_by_the_passphrase_alone(store: Vault) -> None:
    profile = read_profile(_workplace(store).export_profile(WORDS, FLOOR))
    assert unsealed_servers(profile, WORDS) == (SERVER,)
    with pytest.raises(IntakeError, match=r"profile\.wrong_passphrase"):
        unsealed_servers(profile, "another lantern seven harbour")
    with pytest.raises(IntakeError, match=r"vault\.weak_passphrase"):
        store.export_profile("short")
    assert store.audit_rows(1)[0].action == "profile.exported"


def test_only_who_looks_after_servers_and_forms_makes_one(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Dario", Role.DESK, scene.OTHER)
    with scene.reopened(tmp_path, "Dario", scene.OTHER) as store, pytest.raises(IntakeError, match="not_allowed"):
        store.export_profile()


def _signed(store: Vault, body: str, **more: Any) -> bytes:
    key = signing.key_of(store._opening.database)
    whole = {"intake": "intake profile", "format": 1, "key": key.public_key().public_bytes_raw().hex(), "body": body}
    return json.dumps({**whole, "signature": key.sign(_message(body)).hex(), **more}).encode()


ENDLESS = {"memory_kib": float("inf"), "iterations": 2, "lanes": 1}
Spoil = Callable[[dict[str, Any]], object]
BODIES: dict[str, Spoil] = {
    "no server list": lambda body: body.pop("servers"),
    "two servers of one name": lambda body: body["servers"].append(body["servers"][0]),
    "a choice that there is not": lambda body: body["servers"][0].update(automatic="always"),
    "a server that is none": lambda body: body.update(servers=["central"]),
    "a form without bytes": lambda body: body["forms"][0].pop("xml"),
    "a form that is no base64": lambda body: body["forms"][0].update(xml="**"),
    "a file name that leads elsewhere": lambda body: body["forms"][0].update(files={"../a.png": "AA=="}),
    "files that are a list": lambda body: body["forms"][0].update(files=[]),
    "a key of another length": lambda body: body.update(organisations=["00"]),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_none_is_refused_though_it_is_signed(store: Vault, what: str) -> None:
    body = json.loads(json.loads(_workplace(store).export_profile())["body"])
    BODIES[what](body)
    with pytest.raises(IntakeError, match=r"profile\.not_one"):
        read_profile(_signed(store, json.dumps(body)))


def test_a_file_that_was_changed_or_is_another(store: Vault) -> None:
    good = _workplace(store).export_profile()
    for bad, code in (
        (good.replace(b"central.example", b"evil.example"), "forged"),
        (_signed(store, "{}", signature="00" * 64), "forged"),
        (_signed(store, "{}", signature="zz"), "not_one"),
        (_signed(store, "{}", key="00"), "not_one"),
        (_signed(store, "{}", format=2), "newer"),
        (_signed(store, "{}", format=0), "not_one"),
        (_signed(store, "{}", format="2"), "not_one"),
        (_signed(store, "{}", intake="another", format=2), "not_one"),
        (_signed(store, "{"), "not_one"),
        (b"\xff", "not_one"),
        (b"[" * 100_000, "not_one"),
        (b"[]", "not_one"),
    ):
        with pytest.raises(IntakeError, match=rf"profile\.{code}"):
            read_profile(bad)


def _with_sealed(profile: Profile, **change: Any) -> Profile:
    sealed = {**(profile.sealed or {}), **change}
    return Profile(**{**{name: getattr(profile, name) for name in Profile.__slots__}, "sealed": sealed})


def test_what_is_sealed_is_as_it_was_or_nothing(store: Vault) -> None:
    profile = read_profile(_workplace(store).export_profile(WORDS, FLOOR))
    assert profile.sealed is not None
    for change in ({"salt": "zz"}, {"kdf": []}, {"kdf": {"no": 1}}, {"kdf": ENDLESS}, {"sealed": "**"}):
        with pytest.raises(IntakeError, match=r"profile\.not_one"):
            unsealed_servers(_with_sealed(profile, **change), WORDS)
    cheap = {"memory_kib": 8, "iterations": 1, "lanes": 1}
    with pytest.raises(IntakeError, match=r"vault\.kdf_refused"):
        unsealed_servers(_with_sealed(profile, kdf=cheap), WORDS)
    with pytest.raises(IntakeError, match=r"profile\.not_one"):
        unsealed_servers(_with_sealed(_renamed(profile), **profile.sealed), WORDS)


def _renamed(profile: Profile) -> Profile:
    (row,) = profile.servers
    other = ServerRow("another", "", row.kind)
    return Profile(**{**{name: getattr(profile, name) for name in Profile.__slots__}, "servers": (other,)})
