"""The format of keys, slots, headers and log, worked out here by hand: what is written today is read tomorrow.

A change of both the writing and the reading would pass every other test, and shut people out of their stores.
"""

import hashlib
import hmac
import json
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from intake_app.errors import IntakeError
from intake_app.vault import Draft, Role, drafts, header, keys, register, rotation, schema, slots
from intake_app.vault.header import Header, Tries
from intake_app.vault.slots import Binding, Kind, Secret, Slot
from tests.vault import scene

pytestmark = pytest.mark.usefixtures("derived_anew")

VAULT_ID = "0f" * 16
HERE = Binding(VAULT_ID, 3, bytes([7]) * 32)
VOLUME = bytes(range(32))
PERSON = Slot("p1", Kind.PERSON, bytes([2]) * 32, bytes(80), "t1", bytes([3]) * 16, keys.Kdf(70_000, 4, 2), bytes(12))


def _bound(*told: object) -> bytes:
    return json.dumps(["intake-store", *told], separators=(",", ":")).encode()


def test_a_name_and_an_organisation_are_in_the_header_as_salted_hashes() -> None:
    salt = bytes([9]) * 16
    assert slots.name_tag(" Amál ", salt) == hashlib.sha256(b"intake name\0" + salt + "amál".encode()).hexdigest()[:32]
    assert slots.name_tag("\ud800", salt) == hashlib.sha256(b"intake name\0" + salt + b"\xed\xa0\x80").hexdigest()[:32]
    assert slots.escrow_id(bytes(32)) == hashlib.sha256(b"intake escrow\0" + bytes(32)).hexdigest()[:16]


def test_what_a_passphrase_opens_is_bound_to_its_slot_and_its_store() -> None:
    key = bytes([1]) * 32
    locked = slots._locked(PERSON, HERE, VOLUME, key)
    told = ("slot", VAULT_ID, "07" * 32, "p1", "person", "t1", 70_000, 4, 2, False, "02" * 32)
    assert AESGCM(key).decrypt(locked.nonce, locked.wrapped, _bound(2, *told)) == VOLUME
    legacy = slots._locked(replace(PERSON, kind=Kind.LEGACY), HERE, VOLUME, key)
    told_then = _bound(1, VAULT_ID, "p1", "t1", 70_000, 4, 2)
    assert AESGCM(key).decrypt(legacy.nonce, legacy.wrapped, told_then) == VOLUME


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.RECOVERY, Kind.ESCROW])
def test_the_volume_key_is_sealed_for_one_slot_and_one_number_of_it(kind: Kind) -> None:
    private, public = keys.new_pair()
    sealed = slots.resealed(replace(PERSON, kind=kind, public=public), HERE, VOLUME)
    assert keys.open_sealed(private, sealed.sealed, _bound(2, "volume", VAULT_ID, 3, "p1", kind.value)) == VOLUME
    assert len(sealed.sealed) == keys.SEALED_BYTES


def test_a_second_secret_is_mixed_in_by_hkdf_as_rfc_5869_says() -> None:
    salt = bytes([5]) * 16
    alone = keys.slot_key("violet harbour", salt, keys.FLOOR)
    extracted = hmac.digest(salt, alone + b"second", "sha256")
    mixed = hmac.digest(extracted, b"intake second factor\x01", "sha256")
    assert keys.slot_key(" violet harbour", salt, keys.FLOOR, b"second") == mixed


def test_the_slot_key_is_argon2id_of_the_passphrase_as_people_type_it() -> None:
    """The key as argon2-cffi gives it for the same text, salt and cost."""
    found = keys.slot_key("violet  harbour\u00a0", b"0123456789abcdef", keys.FLOOR)
    assert found.hex() == "eb79ae03f2e65aaaf1b3ee5efe203bd6a789b9ce76bd9efcd0eaa9f80e88bc3c"
    assert keys.slot_key("\ud800" * 12, bytes(16), keys.FLOOR) != keys.slot_key("\ud801" * 12, bytes(16), keys.FLOOR)


def test_the_slot_key_is_worked_out_each_time_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another salt or cost gives another key."""
    argon2id, made = keys.Argon2id, []

    def told(**costs: Any) -> Argon2id:
        made.append(costs["memory_cost"])
        return argon2id(**costs)

    monkeypatch.setattr(keys, "Argon2id", told)
    text, salt, dearer = "violet harbour", b"0123456789abcdef", replace(keys.FLOOR, iterations=3)
    once, twice = keys.slot_key(text, salt, keys.FLOOR), keys.slot_key(text, salt, keys.FLOOR)
    assert once == twice
    assert len({once, keys.slot_key(text, salt[::-1], keys.FLOOR), keys.slot_key(text, salt, dearer)}) == 3
    assert made == [keys.FLOOR.memory_kib] * 4


def test_a_seal_tells_lists_apart() -> None:
    message = (3).to_bytes(8, "big") + b"abc" + (0).to_bytes(8, "big")
    assert keys.seal(b"k", b"abc", b"") == hmac.digest(b"k", message, "sha256")
    assert keys.seal(b"k", b"ab", b"c") != keys.seal(b"k", b"a", b"bc")


def test_the_key_before_is_wrapped_by_the_one_after() -> None:
    old, new = bytes([4]) * 32, bytes([6]) * 32
    kept = rotation._old_wrapped(old, new, VAULT_ID)
    key = hmac.digest(hmac.digest(bytes.fromhex(VAULT_ID), new, "sha256"), b"intake previous\x01", "sha256")
    assert AESGCM(key).decrypt(kept[:12], kept[12:], VAULT_ID.encode()) == old
    assert rotation._old_of(Header(VAULT_ID, 1, (PERSON,), previous=kept), new) == old
    assert rotation._old_of(Header(VAULT_ID, 1, (PERSON,)), new) is None


PERSON_ROW = {
    "id": "p1",
    "kind": "person",
    "public": "02" * 32,
    "sealed": "00" * 80,
    "tag": "t1",
    "salt": "03" * 16,
    "memory_kib": 70_000,
    "iterations": 4,
    "lanes": 2,
    "nonce": "00" * 12,
    "wrapped": "08" * 48,
    "keyring": True,
}


def test_a_header_file_is_this_json_and_no_other() -> None:
    signer, key = Ed25519PrivateKey.from_private_bytes(bytes(32)), bytes([1]) * 32
    slot = replace(PERSON, wrapped=bytes([8]) * 48, keyring=True)
    sealed = Header(VAULT_ID, 5, (slot,), 3, previous=bytes(60)).sealed(key, signer)
    public = signer.public_key().public_bytes_raw()
    body = json.dumps(
        {
            "format": "intake-store",
            "version": 2,
            "vault": VAULT_ID,
            "generation": 5,
            "slots": [PERSON_ROW],
            "epoch": 3,
            "signer": public.hex(),
            "previous": "00" * 60,
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    mac = hmac.digest(key, len(body).to_bytes(8, "big") + body.encode(), "sha256")
    told = {
        "body": body,
        "mac": mac.hex(),
        "sum": hashlib.sha256(body.encode() + mac + sealed.signature).hexdigest(),
        "signature": sealed.signature.hex(),
        "tries": {"count": 4, "until": 7.5, "recoveries": 2},
    }
    assert header.encode(sealed, Tries(4, 7.5, 2)) == json.dumps(told, separators=(",", ":")).encode()
    signer.public_key().verify(sealed.signature, body.encode())
    assert header.decode(json.dumps(told).encode()) == (sealed, Tries(4, 7.5, 2))


def test_a_header_of_version_1_is_read_and_told_as_it_was() -> None:
    row = {name: PERSON_ROW[name] for name in ("id", "tag", "salt", "memory_kib", "iterations", "lanes", "nonce")}
    body = json.dumps(
        {
            "format": "intake-store",
            "version": 1,
            "vault": VAULT_ID,
            "generation": 1,
            "slots": [{**row, "wrapped": "08" * 48}],
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    mac = hmac.digest(bytes(32), len(body).to_bytes(8, "big") + body.encode(), "sha256")
    told = {"body": body, "mac": mac.hex(), "sum": hashlib.sha256(body.encode() + mac).hexdigest()}
    tries = {"count": 1, "until": 0.0, "recoveries": 0}
    found, counted = header.decode(json.dumps({**told, "tries": tries}).encode())
    assert (found.version, found.epoch, found.signer, found.previous, counted) == (1, 1, b"", b"", Tries(1))
    assert found.genuine(bytes(32)) and not found.genuine(bytes([1]) * 32)
    assert json.loads(header.encode(found, counted)) == {**told, "tries": tries}
    assert found.slots[0].kind is Kind.LEGACY


def test_a_slot_of_each_kind_is_told_by_name() -> None:
    for kind in ("person", "recovery", "escrow", "legacy"):
        row = slots.as_row(replace(PERSON, kind=Kind(kind)), 2)
        assert row["kind"] == kind
        assert "kind" not in slots.as_row(replace(PERSON, kind=Kind(kind)), 1)


def test_a_link_of_the_log_is_the_hmac_of_the_one_before_and_its_columns(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        store.set_setting("scale", "2")
        store.add_person("Omar", Role.DESK, scene.OTHER)
        database, key = store._opening.database, store._opening.keys.audit
        before = bytes(32)
        for row in reversed(store.audit_rows()):
            parts = (before, *(str(column).encode() for column in astuple(row)))
            before = hmac.digest(key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), "sha256")
        assert store.audit_head().mac == before.hex()
        rows = [
            [tuple(row) for row in database.all(query)]
            for query in (
                "SELECT * FROM person ORDER BY id",
                "SELECT * FROM server ORDER BY name",
                "SELECT * FROM setting ORDER BY key",
                "SELECT key, form_id, version, title, digest, source, server, hash, report, added, current FROM form",
                "SELECT key, value FROM store WHERE key IN ('callback', 'organisation', 'site') ORDER BY key",
            )
        ]
        told = (b"register", repr(rows).encode())
        digest = hmac.digest(key, b"".join(len(part).to_bytes(8, "big") + part for part in told), "sha256")
        newest = store.audit_rows(1)[0]
        assert json.loads(newest.detail) == {"register": digest.hex(), "role": "desk"}
        assert register.digest(store._opening) == digest.hex()


@pytest.mark.parametrize(
    ("field", "floor", "ceiling"),
    [("memory_kib", 65_536, 1_048_576), ("iterations", 2, 20), ("lanes", 1, 8)],
)
def test_each_part_of_the_cost_has_its_floor_and_its_ceiling(field: str, floor: int, ceiling: int) -> None:
    """The two ends are allowed, one beyond is not, and the refusal says what was asked for."""
    fair = keys.Kdf(100_000, 3, 2)
    for value in (floor, ceiling):
        keys.check_kdf(replace(fair, **{field: value}))
    for value in (floor - 1, ceiling + 1):
        asked = replace(fair, **{field: value})
        with pytest.raises(IntakeError) as caught:
            keys.check_kdf(asked)
        assert caught.value.code == "vault.kdf_refused"
        assert tuple(caught.value.facts.values()) == astuple(asked)
        assert list(caught.value.facts) == ["memory_kib", "iterations", "lanes"]
        row = {**PERSON_ROW, field: value}
        with pytest.raises(IntakeError, match=r"vault\.kdf_refused"):
            slots.of_row(row, 2)
    assert (keys.Kdf(262_144, 3, 1), keys.Kdf(65_536, 2, 1)) == (keys.DEFAULT, keys.FLOOR)


def test_a_slot_made_without_a_word_on_its_cost_has_the_floor() -> None:
    assert Secret("x").kdf == Slot("i", Kind.ESCROW).kdf == keys.FLOOR
    assert (Secret("x").factor, Slot("i", Kind.ESCROW).keyring) == (b"", False)


def _part(data: bytes, *told: object) -> bytes:
    nonce = bytes([9]) * 12
    return nonce + AESGCM(bytes(32)).encrypt(nonce, data, json.dumps(told, separators=(",", ":")).encode())


def test_a_draft_that_changed_since_it_was_written_whole() -> None:
    """The whole as of version 4 with spaces behind it, the change of version 6 in 2,048 bytes, 4, a mark."""
    xml, texts = b"<data>" + b"x" * 5000 + b"</data>", b'[{"/data/q":"declined"},"/data/q1"]'
    whole = _part(len(xml).to_bytes(8, "big") + xml + texts + b" " * 99, "draft", "uuid:1", 4)
    places = b"".join(number.to_bytes(4, "big") for number in (106, 4900, 3, 32, 2, 1))
    change = _part((places + b"new" + b"2").ljust(2004, b"\0"), "change", "uuid:1", 6)
    found = drafts.opened(bytes(32), "uuid:1", 6, whole + change + (4).to_bytes(8, "big") + b"\0changed")
    after = b"<data>" + b"x" * 100 + b"new" + b"x" * 4893 + b"</data>"
    assert found == (after, {"/data/q": "declined"}, ["/data/q2"])


def test_who_asked_what_stands_behind_what_other_programs_read() -> None:
    """One that knows nothing of it takes the place and passes the rest over; a draft without it is as ever."""
    cipher, asked = AESGCM(bytes(32)), {"/q": ("Amal", "2026-11-27T10:00:00+00:00")}
    body = drafts.body(cipher, "uuid:1", 1, Draft(b"<d/>", {}, "/q", asked=asked)).sealed
    xml, states, (place, *more) = drafts.opened(bytes(32), "uuid:1", 1, body)
    assert (xml, states, place, more) == (b"<d/>", {}, "/q", [{"/q": ["Amal", "2026-11-27T10:00:00+00:00"]}])


def test_lines_of_a_log_stand_behind_who_asked_what() -> None:
    """So that a line more is a small change of the draft, at its end."""
    cipher = AESGCM(bytes(32))
    body = drafts.body(cipher, "uuid:1", 1, Draft(b"<d/>", {}, "/q", log=("one", "two"))).sealed
    assert drafts.opened(bytes(32), "uuid:1", 1, body)[2] == ["/q", {}, "one", "two"]


def test_a_draft_is_written_so() -> None:
    """Stores say so by their number: who writes drafts in another way takes another."""
    assert schema.CURRENT == 18
    cipher, xml = AESGCM(bytes(32)), b"<data>" + b"x" * 5000 + b"</data>"
    first = drafts.body(cipher, "uuid:1", 4, Draft(xml, {}, "/q"))
    body = drafts.body(cipher, "uuid:1", 6, Draft(xml.replace(b"</", b"y</"), {}, "/q"), first.whole).sealed
    since, mark = body[-16:-8], body[-8:]
    whole = cipher.decrypt(body[:12], body[12:-2048], b'["draft","uuid:1",4]')
    change = cipher.decrypt(body[-2048:-2036], body[-2036:-16], b'["change","uuid:1",6]')
    assert (since, mark) == ((4).to_bytes(8, "big"), b"\0changed")
    assert whole.rstrip(b" ") == len(xml).to_bytes(8, "big") + xml + b'[{},"/q"]'
    start, end, new, *texts = (int.from_bytes(change[at : at + 4], "big") for at in range(0, 24, 4))
    assert xml[:start] + change[24 : 24 + new] + xml[len(xml) - end :] == xml.replace(b"</", b"y</")
    assert (texts, change[24 + new :].rstrip(b"\0")) == ([0, 0, 9], b'[{},"/q"]')


def test_a_file_on_a_shelf_is_written_so(tmp_path: Path) -> None:
    """Nonce, content and tag in one piece from the first byte of its first page, under the key of its record."""
    photo = bytes(range(256)) * 100
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        for name in ("first.jpg", "second.jpg"):
            store.put_media("uuid:1", name, photo, "image/jpeg")
        database = store._opening.database
        ((key,),) = database.all("SELECT key FROM content_key")
        ((mark, shelf, page, number),) = database.all(
            "SELECT mark, shelf, page, file_key FROM media WHERE name = 'second.jpg'"
        )
    assert (page, number) == (7, 0)
    data = (tmp_path / "place.intake.files" / shelf).read_bytes()
    assert len(data) == 16 * 1024 * 1024
    nonce, sealed = data[7 * 4096 : 7 * 4096 + 12], data[7 * 4096 + 12 : 7 * 4096 + 12 + len(photo) + 16]
    bound = json.dumps(["file", "uuid:1", mark, 0, 1], separators=(",", ":")).encode()
    assert AESGCM(bytes(key)).decrypt(nonce, sealed, bound) == photo
