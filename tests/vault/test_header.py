"""The two header files: torn, missing, older, forged, mutated."""

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake_app.errors import IntakeError
from intake_app.vault import header, keys
from intake_app.vault.header import Header, Tries
from intake_app.vault.slots import Kind, Slot
from tests.vault import scene

ENDS = ("a", "b")
REFUSALS = {"vault.damaged", "vault.newer", "vault.kdf_refused"}
VOLUME = bytes(range(32))
VAULT_ID = "00" * 16


HEADER_KEY = keys.volume_keys(VOLUME, VAULT_ID).header
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def _slot(number: int, kind: Kind) -> Slot:
    """A slot with every field that its kind has, of the right length."""
    pair = {"public": bytes(32), "sealed": bytes(80)}
    lock = {"salt": bytes(16), "nonce": bytes(12), "wrapped": bytes(48)}
    fields: dict[str, Any] = {Kind.ESCROW: pair, Kind.LEGACY: lock}.get(kind, pair | lock)
    if kind in (Kind.PERSON, Kind.LEGACY):
        fields = {**fields, "tag": f"{number:032x}"}
    return Slot(f"{number:016x}", kind, **fields)


def _sound() -> Header:
    kinds = (Kind.PERSON, Kind.LEGACY, Kind.PERSON, Kind.RECOVERY, Kind.ESCROW)
    made = tuple(_slot(number, kind) for number, kind in enumerate(kinds))
    return Header(VAULT_ID, 7, made, 3, b"", bytes(60)).sealed(HEADER_KEY, SIGNER)


SOUND = _sound()


def test_a_header_comes_back_as_it_was_written() -> None:
    assert header.decode(header.encode(SOUND, Tries(2, 5.5))) == (SOUND, Tries(2, 5.5))
    assert SOUND.genuine(HEADER_KEY)


def _mutated(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(out))
        kind = rng.randrange(4)
        if kind == 0:
            out[place] = rng.randrange(256)
        elif kind == 1:
            del out[place : place + rng.randrange(1, 40)]
        elif kind == 2:
            out[place:place] = rng.randbytes(rng.randrange(1, 10))
        else:
            out[place] = rng.choice(b'0123456789abcdef"{}[],:\\-')
    return bytes(out)


@pytest.mark.parametrize("seed", range(4))
def test_mutations_give_the_same_header_or_a_refusal(seed: int) -> None:
    """500 for each seed; what is accepted says the same and bears a right seal."""
    rng, data = random.Random(seed), header.encode(SOUND)
    for _ in range(500):
        try:
            found, _tries = header.decode(_mutated(data, rng))
        except IntakeError as error:
            assert error.code in REFUSALS
        else:
            assert found == SOUND


def _forged(body: dict[str, object]) -> bytes:
    """What somebody without the key can write: any body, the old seal, a right sum."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    told = {"body": text, "mac": SOUND.mac.hex(), "signature": SOUND.signature.hex(), "tries": {}}
    return json.dumps({**told, "sum": header._sum(text, SOUND.mac, SOUND.signature)}).encode()


@pytest.mark.parametrize("seed", range(4))
def test_forgeries_with_a_right_sum_never_bear_a_right_seal(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(250):
        body = json.loads(SOUND.body())
        _forge(body, rng)
        try:
            found, _tries = header.decode(_forged(body))
        except IntakeError as error:
            assert error.code in REFUSALS
        else:
            assert found.body() == SOUND.body() or not found.genuine(HEADER_KEY)


def _forge(body: dict[str, object], rng: random.Random) -> None:
    slots = body["slots"]
    assert isinstance(slots, list)
    slot = rng.choice(slots)
    values = [0, 1, 8, 2, 65536, 2**26, 2**70, -1, 1.5, None, "", "zz", "00", "00" * 12, "00" * 16, [], {}, True]
    kind = rng.randrange(6)
    if kind == 0:
        slots.remove(slot)
    elif kind == 1:
        slots.append(dict(slot))
    elif kind == 2:
        body[rng.choice(sorted(body))] = rng.choice(values)
    elif kind == 3:
        body["generation"] = rng.randrange(1000)
    elif kind == 4:
        body["slots"] = slots * rng.choice((2, 20))
    else:
        slot[rng.choice(sorted(slot))] = rng.choice(values)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"body":' * 5000,
        b'{"body":NaN,"mac":"","sum":"","tries":{}}',
        b'{"body":"' + b"9" * 6000 + b'","mac":"00","sum":"00"}',
        header.encode(SOUND) + b" trailing",
        header.encode(SOUND).decode().encode("utf-16"),
        b"\0" * 300,
        header.encode(SOUND).replace(b'"mac":"', b'"mac":"\\ud800'),
    ],
)
def test_hostile_bytes_are_damage(data: bytes) -> None:
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        header.decode(data)


def test_a_cost_below_the_floor_or_above_the_ceiling_is_refused_before_any_memory_is_taken() -> None:
    for cost in (keys.Kdf(8, 1, 1), keys.Kdf(2**26, 3, 1), keys.Kdf(65536, 2, 255), keys.Kdf(65536, 10**9, 1)):
        slots = (replace(SOUND.slots[0], kdf=cost),)
        with pytest.raises(IntakeError, match=r"vault\.kdf_refused"):
            header.decode(header.encode(replace(SOUND, slots=slots)))


def test_a_huge_header_is_not_read_whole(tmp_path: Path) -> None:
    path = header.paths(tmp_path / "x")[0]
    with path.open("wb") as stream:
        stream.truncate(2**33)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        header.read(tmp_path / "x")


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("spoil", ["missing", "torn", "empty", "a folder"])
def test_one_spoilt_header_is_survived_and_mended(tmp_path: Path, end: str, spoil: str) -> None:
    scene.new_store(tmp_path).close()
    path = tmp_path / f"place.intake.header-{end}"
    data = path.read_bytes()
    path.unlink()
    if spoil == "a folder":
        path.mkdir()
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            scene.reopened(tmp_path)
        path.rmdir()
    elif spoil != "missing":
        path.write_bytes(data[: len(data) // 2] if spoil == "torn" else b"")
    scene.reopened(tmp_path).close()
    a, b = (tmp_path / f"place.intake.header-{which}" for which in ENDS)
    assert a.read_bytes() == b.read_bytes()


def test_a_forged_header_beside_a_good_one_is_passed_over(tmp_path: Path) -> None:
    """Somebody raises the generation, or takes a person's slot away, in one of the two files."""
    scene.new_store(tmp_path).close()
    path = tmp_path / "place.intake.header-a"
    found, _ = header.decode(path.read_bytes())
    path.write_bytes(header.encode(replace(found, generation=99)))
    scene.reopened(tmp_path).close()
    assert path.read_bytes() == (tmp_path / "place.intake.header-b").read_bytes()
    assert header.decode(path.read_bytes())[0].generation == 1


def test_two_forged_headers_are_damage_not_a_wrong_passphrase(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    for path in header.paths(tmp_path / "place.intake"):
        found, _ = header.decode(path.read_bytes())
        path.write_bytes(header.encode(replace(found, generation=99)))
    with pytest.raises(IntakeError) as caught:
        scene.reopened(tmp_path)
    assert (caught.value.code, caught.value.facts) == ("vault.damaged", {"part": "header"})


def _states(old: Path, new: Path) -> list[tuple[str, list[bytes | None]]]:
    """Every pair of files that a crash or a power cut can leave while a header is replaced."""
    before = [(old / f"place.intake.header-{end}").read_bytes() for end in ENDS]
    after = [(new / f"place.intake.header-{end}").read_bytes() for end in ENDS]
    torn = after[0][:200]
    return [
        ("before", [before[0], before[1]]),
        ("first replaced", [after[0], before[1]]),
        ("both replaced", [after[0], after[1]]),
        ("second torn", [after[0], torn]),
        ("first torn", [torn, before[1]]),
        ("first lost", [None, before[1]]),
        ("second lost", [after[0], None]),
        ("other way round", [before[0], after[1]]),
    ]


def test_each_state_between_two_headers_opens_with_the_old_or_the_new_passphrase(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    scene.new_store(old).close()
    shutil.copytree(old, new)
    with scene.reopened(new) as store:
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
    for number, (name, pair) in enumerate(_states(old, new)):
        here = tmp_path / str(number)
        shutil.copytree(old, here)  # the store file as it is before the change is settled
        for end, data in zip(ENDS, pair, strict=True):
            path = here / f"place.intake.header-{end}"
            path.unlink() if data is None else path.write_bytes(data)
        assert _opens(here, scene.PASSPHRASE) or _opens(here, scene.OTHER), name


def _opens(folder: Path, passphrase: str) -> bool:
    try:
        scene.reopened(folder, passphrase=passphrase).close()
    except IntakeError as error:
        assert error.code == "vault.wrong_passphrase"
        return False
    return True


def test_a_right_seal_under_another_signature_is_forged() -> None:
    """Whoever had the volume key once can seal, but not sign."""
    other = replace(SOUND, signature=bytes(64))
    assert keys.same(other.mac, SOUND.mac)
    assert not other.genuine(HEADER_KEY)
    assert not replace(SOUND, mac=bytes(32)).genuine(HEADER_KEY)


def test_what_it_costs_to_try_is_what_the_people_of_the_store_have() -> None:
    assert SOUND.cost() == keys.FLOOR
    assert replace(SOUND, slots=SOUND.of_kind(Kind.ESCROW)).cost() == keys.DEFAULT


def test_two_different_headers_are_not_overwritten_by_a_wrong_try(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    old = [path.read_bytes() for path in header.paths(tmp_path / "place.intake")]
    with scene.reopened(tmp_path) as store:
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
    path = header.paths(tmp_path / "place.intake")[1]
    path.write_bytes(old[1])
    before = [part.read_bytes() for part in header.paths(tmp_path / "place.intake")]
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(tmp_path, passphrase="neither the old nor the new one")
    assert [part.read_bytes() for part in header.paths(tmp_path / "place.intake")] == before


def test_a_tries_count_that_makes_no_sense_is_ignored() -> None:
    outer = json.loads(header.encode(SOUND))
    for tries in (
        None,
        [],
        {"count": -1, "until": 0},
        {"count": 1},
        {"count": "3", "until": "x"},
        {"count": 1, "until": 1e300},
    ):
        outer["tries"] = tries
        assert header.decode(json.dumps(outer).encode()) == (SOUND, Tries())
