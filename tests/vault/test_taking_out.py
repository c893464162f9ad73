"""A held record as a sealed file, and files that are none."""

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import FLOOR, AttemptResult, Draft, Frozen, Role, SealedRecord, Vault, read_taken_out, signing
from intake_app.vault.keys import new_pair
from intake_app.vault.sealed_file import MAGIC, Lock, sealed
from tests.vault import scene

WORDS = "meadow copper eleven windows"
LARGE = bytes(range(256)) * 5000
MAKER = signing.new_key()


def _held(store: Vault, record: str = "uuid:1") -> str:
    scene.started(store, record)
    for name, data in (("large.bin", LARGE), ("none.txt", b"")):
        store.put_media(record, name, data, "application/octet-stream")
    store.finalise(record, Frozen(b"<data>Zarafshan</data>", ("large.bin", "none.txt")), scene.release(record))
    attempt = store.attempt_started(record, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.conflict", 409, "said"))
    return record


def _read(data: bytes, passphrase: str = "", private: bytes = b"") -> tuple[SealedRecord, dict[str, bytes]]:
    record, files = read_taken_out(io.BytesIO(data), passphrase, private)
    return record, {name: b"".join(pieces) for name, pieces in files}


def test_for_a_passphrase_and_for_organisations(store: Vault) -> None:
    (private, public), (other, _public) = new_pair(), new_pair()
    store.put_escrow(public)
    record = _held(store)
    data = b"".join(store.take_out(record, WORDS, FLOOR))
    assert b"Zarafshan" not in data and LARGE[:64] not in data
    for given in ({"passphrase": WORDS}, {"private": private}):
        told, files = _read(data, **given)  # type: ignore[arg-type]
        assert (told.xml, files) == (b"<data>Zarafshan</data>", {"large.bin": LARGE, "none.txt": b""})
        assert told.facts["refused"]["message"] == "said"
    for wrong in ({"passphrase": "other words altogether"}, {"private": other}):
        with pytest.raises(IntakeError, match=r"vault\.sealed_wrong"):
            _read(data, **wrong)  # type: ignore[arg-type]
    alone = b"".join(store.take_out(record))
    with pytest.raises(IntakeError, match=r"vault\.sealed_wrong"):
        _read(alone, WORDS)
    assert _read(alone, private=private)[1]["large.bin"] == LARGE
    assert store.check() == ()


def test_who_may_and_what(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        record = _held(store)
        scene.queued(store, "uuid:waits")
        with pytest.raises(IntakeError, match=r"vault\.not_refused"):
            store.take_out("uuid:waits", WORDS)
        with pytest.raises(IntakeError, match=r"vault\.sealed_for_nobody"):
            store.take_out(record)
        with pytest.raises(IntakeError, match=r"vault\.weak_passphrase"):
            store.take_out(record, "short")
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store, pytest.raises(IntakeError, match="not_allowed"):
        store.take_out(record, WORDS)


def test_an_edit_that_lost_what_it_followed_has_no_answer_of_a_server(store: Vault) -> None:
    first = _held(store)
    store.retry(first)
    store.begin_edit(first, "uuid:2", Draft(b"<data/>"))
    store.finalise("uuid:2", Frozen(b"<data/>"), scene.release("uuid:2"))
    attempt = store.attempt_started(first, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.conflict", 409))
    store.keep_server(first)
    told, files = _read(b"".join(store.take_out("uuid:2", WORDS, FLOOR)), WORDS)
    assert (told.facts["refused"], told.facts["edit_of"], files) == (None, store.record(first).code, {})


def _made(facts: dict[str, str], *parts: bytes) -> bytes:
    """A file that somebody else signed."""
    pieces: Iterator[Iterator[bytes]] = (iter((part,)) for part in parts)
    return b"".join(sealed(facts, Lock((), WORDS, FLOOR), MAKER, pieces))


KIND = {"intake": "intake sealed record", "format": "1"}


@pytest.mark.parametrize(
    "parts",
    [(), (b"{}",), (b"{}", b"<data/>"), (b"[", b"<data/>"), (b'{"files": 1}', b"<data/>")],
    ids=["nothing", "no record", "no files", "no JSON", "no list"],
)
def test_whoever_signed_it_what_is_none_is_refused(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(IntakeError, match=r"vault\.sealed_not_one"):
        _read(_made(KIND, *parts), WORDS)


def test_another_kind_of_file_of_the_same_make() -> None:
    with pytest.raises(IntakeError, match=r"vault\.sealed_not_one"):
        _read(_made({"intake": "something", "format": "1"}, b"{}"), WORDS)


def _signed(head: dict[str, Any]) -> bytes:
    told = json.dumps(head).encode()
    data = MAGIC + len(told).to_bytes(4, "big") + told
    return data + MAKER.sign(b"intake sealed record\0" + hashlib.sha256(data).digest())


def test_heads_that_are_none() -> None:
    public = MAKER.public_key().public_bytes_raw().hex()
    whole = {**KIND, "key": public, "file": "00" * 16}
    for head in (
        {**whole, "passphrase": {}},
        {**whole, "passphrase": {"salt": "x", "nonce": "", "wrapped": "", "kdf": {}}},
        {**whole, "key": "zz"},
        {},
    ):
        with pytest.raises(IntakeError, match=r"vault\.sealed_not_one"):
            _read(_signed(head), WORDS)
    with pytest.raises(IntakeError, match=r"vault\.sealed_not_one"):
        _read(_signed({**whole, "organisations": {new_pair()[1].hex(): ""}}), private=b"short")
    for data in (b"", MAGIC + b"\xff\xff\xff\xff", b"PK\x03\x04"):
        with pytest.raises(IntakeError, match=r"vault\.sealed_not_one"):
            _read(data, WORDS)
    good = _signed({**whole, "passphrase": None})
    for data in (good[:-1] + bytes([good[-1] ^ 1]), good[:-30]):
        with pytest.raises(IntakeError, match=r"vault\.sealed_changed"):
            _read(data, WORDS)
