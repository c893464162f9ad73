"""Hostile header files and passphrases, item by item of the catalogue: 63 to 66 and 72."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import header, keys, slots
from intake_app.vault.slots import Kind
from tests.vault import scene


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with two people, to be spoiled in copies."""
    folder = tmp_path_factory.mktemp("whole")
    with scene.new_store(folder) as store:
        store.add_person("Omar", vault.Role.DESK, scene.OTHER)
    return folder


@pytest.fixture
def here(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _parts(folder: Path) -> tuple[Path, Path]:
    return header.paths(folder / "place.intake")


def _code(folder: Path, name: str = scene.NAME, passphrase: str = scene.PASSPHRASE) -> str:
    with pytest.raises(IntakeError) as caught:
        scene.reopened(folder, name, passphrase)
    return caught.value.code


def _forge(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Both files with another body, a right sum, and seal and signature as they were."""
    for path in _parts(folder):
        outer = json.loads(path.read_text())
        body = json.loads(outer["body"])
        change(body)
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        signed = (bytes.fromhex(outer["mac"]), bytes.fromhex(outer["signature"]))
        path.write_text(json.dumps({**outer, "body": text, "sum": header._sum(text, *signed)}))


class TestTwoFiles:
    """Item 63."""

    def test_the_same_generation_with_different_content(self, here: Path) -> None:
        """Two copies of one store went different ways, and their headers were mixed: either person gets in."""
        other = here / "other"
        shutil.copytree(here, other, ignore=shutil.ignore_patterns("other"))
        with scene.reopened(here) as store:
            store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        with scene.reopened(other) as store:
            store.add_person("Third", vault.Role.DESK, scene.OTHER)
        shutil.copy(_parts(other)[1], _parts(here)[1])
        assert len({one.generation for one in header.read(here / "place.intake").headers}) == 1
        scene.reopened(here, passphrase=scene.OTHER).close()
        (one,) = header.read(here / "place.intake").headers
        assert one.slot_of("Third") is None

    def test_an_older_pair_with_a_newer_store(self, here: Path) -> None:
        old = [path.read_bytes() for path in _parts(here)]
        with scene.reopened(here) as store:
            store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        for path, data in zip(_parts(here), old, strict=True):
            path.write_bytes(data)
        assert _code(here) == "vault.old_header"

    def test_one_file_of_another_store_beside_a_good_one(self, here: Path) -> None:
        other = here / "other"
        scene.new_store(other).close()
        shutil.copy(_parts(other)[0], _parts(here)[0])
        for name, passphrase in ((scene.NAME, scene.PASSPHRASE), ("Omar", scene.OTHER)):
            scene.reopened(here, name, passphrase).close()
        a, b = (path.read_bytes() for path in _parts(here))
        assert a == b

    def test_a_store_that_a_thief_made_for_somebody_elses_key_pair(self, here: Path) -> None:
        """The volume key is the thief's own, sealed to the public half that the header shows: it does not open."""
        found, _ = header.decode(_parts(here)[0].read_bytes())
        slot = found.slot_of(scene.NAME)
        assert slot is not None
        thief = Ed25519PrivateKey.generate()
        binding = replace(found.binding, signer=thief.public_key().public_bytes_raw())
        volume = bytes(32)
        baited = slots.resealed(slot, binding, volume)
        mine = keys.volume_keys(volume, found.vault_id)
        forged = replace(found, slots=(baited,), generation=99).sealed(mine.header, thief)
        assert forged.genuine(mine.header)
        for path in _parts(here):
            path.write_bytes(header.encode(forged))
        assert _code(here) == "vault.wrong_passphrase"


COSTS: list[dict[str, object]] = [
    {"memory_kib": 8},
    {"memory_kib": 64 * 1024 * 1024},
    {"iterations": 0},
    {"iterations": 10**9},
    {"lanes": 0},
    {"lanes": 255},
]


@pytest.mark.parametrize("cost", COSTS, ids=str)
def test_costs_that_are_too_cheap_or_a_bomb(here: Path, cost: dict[str, object]) -> None:
    """Item 64."""
    _forge(here, lambda body: body["slots"][0].update(cost))
    assert _code(here) == "vault.kdf_refused"


@pytest.mark.parametrize("salt", ["", "00", "00" * 100_000, "zz" * 16, None, 5])
def test_salts_that_are_none(here: Path, salt: object) -> None:
    """Item 64."""
    _forge(here, lambda body: body["slots"][0].update(salt=salt))
    assert _code(here) == "vault.damaged"


def _swap_wraps(body: dict[str, Any]) -> None:
    first, second = body["slots"][:2]
    for name in ("wrapped", "nonce"):
        first[name], second[name] = second[name], first[name]


SLOTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "none": (lambda body: body["slots"].clear(), "vault.damaged"),
    "65": (lambda body: body.update(slots=[{**body["slots"][0], "id": f"{n}"} for n in range(65)]), "vault.damaged"),
    "the same id twice": (lambda body: body["slots"].append(dict(body["slots"][0])), "vault.damaged"),
    "an unknown kind": (lambda body: body["slots"][0].update(kind="face"), "vault.damaged"),
    "no kind": (lambda body: body["slots"][0].pop("kind"), "vault.damaged"),
    "one more field": (lambda body: body["slots"][0].update(role="administrator"), "vault.damaged"),
    "no list": (lambda body: body.update(slots={}), "vault.damaged"),
    "an item that is no object": (lambda body: body["slots"].append("x"), "vault.damaged"),
    "one taken away": (lambda body: body["slots"].pop(), "vault.damaged"),
    "wraps exchanged": (_swap_wraps, "vault.wrong_passphrase"),
    "a keyring asked for": (lambda body: body["slots"][0].update(keyring=True), "vault.keyring_missing"),
    "another signing key": (lambda body: body.update(signer="11" * 32), "vault.wrong_passphrase"),
    "another number of the key": (lambda body: body.update(epoch=2), "vault.wrong_passphrase"),
    "an old key beside it": (lambda body: body.update(previous="00" * 60), "vault.damaged"),
    "a short old key": (lambda body: body.update(previous="00"), "vault.damaged"),
    "a short signing key": (lambda body: body.update(signer="00"), "vault.damaged"),
    "version 0": (lambda body: body.update(version=0), "vault.newer"),
    "version 3": (lambda body: body.update(version=3), "vault.newer"),
    "version 1": (lambda body: body.update(version=1), "vault.damaged"),
}


@pytest.mark.parametrize("what", SLOTS)
def test_slots_as_somebody_without_the_keys_can_write_them(here: Path, what: str) -> None:
    """Item 65: the person of the first slot does not get in, and is told what is wrong."""
    change, code = SLOTS[what]
    _forge(here, change)
    assert _code(here) == code


def test_a_hundred_thousand_slots_are_not_read(here: Path) -> None:
    """Item 65: the file is larger than a header can be."""
    row = json.loads(json.loads(_parts(here)[0].read_text())["body"])["slots"][0]
    _forge(here, lambda body: body.update(slots=[row] * 100_000))
    assert _parts(here)[0].stat().st_size > 10**7
    assert _code(here) == "vault.damaged"


def test_two_recovery_slots_are_not_a_header() -> None:
    slot = slots.Slot("a", Kind.RECOVERY, bytes(32), bytes(80), "", bytes(16), keys.FLOOR, bytes(12), bytes(48))
    double = header.Header("00" * 16, 1, (slot, replace(slot, id="b")), 1, bytes(32))
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        header.decode(header.encode(double))


JSONS: dict[str, Callable[[str], bytes]] = {
    "a member twice": lambda text: text.replace('"mac":', '"mac":"00","mac":', 1).encode(),
    "NaN": lambda text: text.replace('"tries":{', '"more":NaN,"tries":{', 1).replace('"mac":"', '"mac":"zz').encode(),
    "5,000 digits": lambda text: text.replace('"mac":"', f'"n":{"9" * 5000},"mac":"', 1).encode(),
    "deep nesting": lambda text: b'{"body":' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    "a NUL": lambda text: text.replace('"mac":"', '"mac":"\0').encode(),
    "no hex": lambda text: text.replace('"mac":"', '"mac":"=').encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "something behind": lambda text: text.encode() + b"{}",
    "a list": lambda text: b"[" + text.encode() + b"]",
    "half": lambda text: text.encode()[: len(text) // 2],
}


@pytest.mark.parametrize("what", JSONS)
def test_json_that_is_none_of_ours(here: Path, what: str) -> None:
    """Item 66."""
    for path in _parts(here):
        path.write_bytes(JSONS[what](path.read_text()))
    assert _code(here) == "vault.damaged"


class TestPassphrases:
    """Item 72."""

    def test_accents_typed_in_another_way_and_spaces_at_the_ends(self, tmp_path: Path) -> None:
        typed = "perché così è più città"
        vault.create(tmp_path / "place.intake", scene.SITE, "A", vault.Role.DESK, typed, vault.FLOOR).close()
        for same in (unicodedata.normalize("NFD", typed), f"  {typed}\u00a0", typed.replace("p", "\uff50")):
            assert same != typed
            scene.reopened(tmp_path, "A", same).close()

    @pytest.mark.parametrize("odd", ["", " ", "\0", "\ud800", "violet harbour lantern seven\0", "x" * 2**20])
    def test_odd_ones_are_wrong_ones(self, here: Path, odd: str) -> None:
        assert _code(here, passphrase=odd) == "vault.wrong_passphrase"

    def test_a_million_characters_cost_no_more_than_the_longest_that_counts(self) -> None:
        """What is beyond the longest is refused for new ones and not looked at when one is tried."""
        with pytest.raises(IntakeError, match=r"vault\.weak_passphrase"):
            vault.check_passphrase("ab cd ef gh " * 100_000)
        long = "ab cd ef gh " * 200
        salt = bytes(16)
        assert keys.slot_key(long, salt, keys.FLOOR) == keys.slot_key(long + "more", salt, keys.FLOOR)
