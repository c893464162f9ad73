"""Keys: costs, subkeys, seals."""

import hmac
from dataclasses import astuple

from intake_app.vault import keys

VAULT_ID = "00" * 16


def test_each_purpose_and_each_store_has_a_key_of_its_own() -> None:
    here, there = keys.volume_keys(bytes(32), VAULT_ID), keys.volume_keys(bytes(32), "01" * 16)
    every = [*astuple(here), *astuple(there)[1:]]
    assert len(set(every)) == 7
    assert {len(key) for key in every} == {32}


def test_the_subkeys_are_hkdf_sha256_as_rfc_5869_says() -> None:
    """Worked out here by hand: a store of today must open tomorrow, so the derivation is part of the format."""
    volume = bytes(range(32))
    extracted = hmac.digest(bytes.fromhex(VAULT_ID), volume, "sha256")
    found = astuple(keys.volume_keys(volume, VAULT_ID))[1:]
    purposes = ("database", "header", "audit")
    assert found == tuple(hmac.digest(extracted, f"intake {name}\x01".encode(), "sha256") for name in purposes)
