"""Slots: what opens them, what they are bound to, and what somebody with a pen can not make of them."""

from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import keys, slots
from intake_app.vault.slots import Binding, Kind, Secret, Slot

HERE = Binding("00" * 16, 1, bytes(32))
VOLUME = bytes(range(32))
SECRET = Secret("violet harbour lantern seven", keys.FLOOR)

pytestmark = pytest.mark.usefixtures("derived_anew")


@pytest.fixture(scope="module")
def mine(derived_anew: None) -> tuple[Slot, bytes]:
    """A person's slot, and the key its passphrase gives."""
    slot = slots.person_slot(HERE, "p1", "Amal", SECRET, VOLUME)
    return slot, keys.slot_key(SECRET.text, slot.salt, slot.kdf)


def test_the_passphrase_gives_the_volume_key(mine: tuple[Slot, bytes]) -> None:
    slot, key = mine
    assert slots.volume_by(slot, HERE, key) == VOLUME
    assert slots.volume_by(slot, HERE, bytes(32)) is None
    assert slot.belongs_to(" AMAL ")
    assert not slot.belongs_to("Omar")


CHANGES: dict[str, tuple[dict[str, object], Binding]] = {
    "its id": ({"id": "p2"}, HERE),
    "its kind": ({"kind": Kind.RECOVERY}, HERE),
    "its tag": ({"tag": "00" * 16}, HERE),
    "its cost": ({"kdf": keys.DEFAULT}, HERE),
    "its second factor": ({"keyring": True}, HERE),
    "its public half": ({"public": keys.new_pair()[1]}, HERE),
    "the store": ({}, replace(HERE, vault_id="01" * 16)),
    "the store's signing key": ({}, replace(HERE, signer=bytes([1]) * 32)),
    "the number of the volume key": ({}, replace(HERE, epoch=2)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_opens_when_something_was_changed(mine: tuple[Slot, bytes], what: str) -> None:
    slot, key = mine
    change, binding = CHANGES[what]
    assert slots.volume_by(replace(slot, **change), binding, key) is None  # type: ignore[arg-type]


def test_a_new_volume_key_reaches_a_person_without_the_passphrase(mine: tuple[Slot, bytes]) -> None:
    slot, key = mine
    later, other = replace(HERE, epoch=2), bytes(reversed(VOLUME))
    renewed = slots.resealed(slot, later, other)
    assert slots.volume_by(renewed, later, key) == other
    assert slots.volume_by(slot, HERE, key) == VOLUME
    assert (renewed.wrapped, renewed.public) == (slot.wrapped, slot.public)


def test_a_new_passphrase_keeps_the_pair_and_takes_fresh_salt(mine: tuple[Slot, bytes]) -> None:
    slot, key = mine
    private = slots.private_half(slot, HERE, key)
    assert private is not None
    assert keys.public_of(private) == slot.public
    secret = Secret("copper meadow window eleven", keys.FLOOR, b"s" * 32)
    changed = slots.with_secret(slot, HERE, private, secret, VOLUME, "Amal")
    assert changed.public == slot.public
    assert changed.keyring and not slot.keyring
    assert len({slot.salt, changed.salt, slot.nonce, changed.nonce}) == 4
    assert slots.volume_by(changed, HERE, key) is None
    for factor, found in ((b"s" * 32, VOLUME), (b"", None), (b"t" * 32, None)):
        again = keys.slot_key(secret.text, changed.salt, changed.kdf, factor)
        assert slots.volume_by(changed, HERE, again) == found


def test_a_recovery_key_has_a_slot_without_a_name() -> None:
    slot = slots.recovery_slot(HERE, "KEY", VOLUME)
    assert slots.volume_by(slot, HERE, keys.slot_key("KEY", slot.salt, slot.kdf)) == VOLUME
    assert (slot.tag, slot.kdf, slot.personal) == ("", keys.FLOOR, False)
    assert not slot.belongs_to("")


def test_an_organisation_opens_its_slot_and_no_other() -> None:
    private, public = keys.new_pair()
    slot = slots.escrow_slot(HERE, public, VOLUME)
    assert slots.volume_with(slot, HERE, private) == VOLUME
    assert slots.volume_with(slot, HERE, keys.new_pair()[0]) is None
    assert slots.volume_with(slot, replace(HERE, epoch=2), private) is None
    for change in ({"id": "other"}, {"kind": Kind.RECOVERY}):
        assert slots.volume_with(replace(slot, **change), HERE, private) is None  # type: ignore[arg-type]
    assert slot.id == slots.escrow_id(public) != slots.escrow_id(slot.id.encode())


def test_a_public_key_that_shares_no_secret_is_refused() -> None:
    with pytest.raises(IntakeError, match=r"vault\.bad_public_key"):
        slots.escrow_slot(HERE, bytes(32), VOLUME)


def test_a_legacy_slot_becomes_a_slot_with_a_pair_under_the_same_key() -> None:
    key, nonce = bytes(32), bytes(12)
    legacy = Slot("p1", Kind.LEGACY, tag="t", salt=bytes(16), nonce=nonce)
    legacy = replace(legacy, wrapped=keys.wrap(key, nonce, VOLUME, slots._lock(legacy, HERE)))
    assert slots.volume_by(legacy, HERE, key) == VOLUME
    modern = slots.modern(legacy, HERE, key, VOLUME)
    assert slots.volume_by(modern, HERE, key) == VOLUME
    assert (modern.kind, modern.tag, modern.salt) == (Kind.PERSON, "t", legacy.salt)
    assert modern.nonce != nonce


@pytest.mark.parametrize("kind", Kind)
def test_a_row_has_what_its_kind_needs_and_nothing_else(kind: Kind) -> None:
    whole = Slot("i", kind, bytes(32), bytes(80), "t", bytes(16), keys.FLOOR, bytes(12), bytes(48), True)
    row = slots.as_row(whole, 2)
    assert slots.as_row(slots.of_row(row, 2), 2) == row
    for name in row:
        with pytest.raises((KeyError, ValueError)):
            slots.of_row({**row, name: None}, 2)
        with pytest.raises((KeyError, ValueError)):
            slots.of_row({key: value for key, value in row.items() if key != name}, 2)


@pytest.mark.parametrize("name", ["public", "sealed", "salt", "nonce", "wrapped"])
def test_a_field_of_another_length_is_refused(name: str) -> None:
    row = slots.as_row(
        Slot("i", Kind.PERSON, bytes(32), bytes(80), "t", bytes(16), keys.FLOOR, bytes(12), bytes(48)), 2
    )
    for value in (str(row[name])[:-2], str(row[name]) + "00", ""):
        with pytest.raises(ValueError, match=name):
            slots.of_row({**row, name: value}, 2)


@pytest.mark.parametrize("value", [True, -1, 1.0, "1", None])
def test_a_number_is_a_whole_number_from_0(value: object) -> None:
    with pytest.raises(ValueError, match="n"):
        slots.number({"n": value}, "n")
