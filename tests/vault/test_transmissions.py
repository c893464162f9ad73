"""The list of all that was sent: written with each try, chained, signed when it leaves, without content."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Role, ServerRow, Vault, verify_proof
from tests.vault import scene

XML = b"<data><q>1</q></data>"
SERVER = ServerRow("central", "https://user@central.example:8443/v1/key/s3cret/projects/1")
ACCEPTED = AttemptResult("accepted", "openrosa.accepted", 201, "full of words", "2026-03-01T10:00:00+00:00")


def _sent(store: Vault, record: str = "uuid:1", *results: AttemptResult) -> None:
    scene.queued(store, record)
    for result in results or (ACCEPTED,):
        store.attempt_ended(store.attempt_started(record, "central"), result)


def _told(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_each_try_is_a_line_its_answer_another_and_a_receipt_one_more(store: Vault) -> None:
    store.put_server(SERVER)
    _sent(store, "uuid:1", AttemptResult("retry", "openrosa.busy", 503, "busy", None, 30.0), ACCEPTED)
    lines = verify_proof(store.export_ledger()).lines
    assert [line["event"] for line in lines] == ["attempt", "answer", "attempt", "answer", "receipt"]
    first, busy, last = lines[0], lines[1], lines[-1]
    assert {name: first[name] for name in ("seq", "server", "host", "form", "version", "instance", "files")} == {
        "seq": 1,
        "server": "central",
        "host": "central.example:8443",
        "form": "intake",
        "version": "1",
        "instance": "uuid:1",
        "files": 1,
    }
    assert (first["sha256"], first["size"]) == (hashlib.sha256(XML).hexdigest(), len(XML))
    assert (first["encrypted"], first["file_bytes"]) == (False, len(b"picture" * 10))
    assert (first["outcome"], first["status"], first["code"]) == (None, None, None)
    assert (busy["outcome"], busy["status"], busy["code"]) == ("retry", 503, "openrosa.busy")
    assert (last["outcome"], last["status"], last["server_date"]) == ("accepted", 201, "2026-03-01T10:00:00+00:00")
    assert (store.verify_ledger(), store.check()) == (5, ())


@pytest.mark.parametrize("code", ["cancelled", "hold", "accepted"])
def test_what_goes_out_encrypted_has_no_digest_before_its_envelope(store: Vault, code: str) -> None:
    """Whatever ended the try: the digest of the answers themselves is nowhere."""
    scene.queued(store)
    attempt = store.attempt_started("uuid:1", "central", encrypts=True)
    store.attempt_ended(attempt, AttemptResult(code, "openrosa.bad_key"))
    data = store.export_ledger()
    told = [(line["encrypted"], line["sha256"], line["size"]) for line in verify_proof(data).lines]
    assert told == [(True, None, None)] * (3 if code == "accepted" else 2)
    assert hashlib.sha256(XML).hexdigest().encode() not in data
    assert (store.verify_ledger(), store.check()) == (len(told), ())


def test_no_key_no_content_and_no_words_of_the_server_stand_there(store: Vault) -> None:
    store.put_server(SERVER)
    scene.started(store)
    store.save_draft("uuid:1", scene.answer(7))
    store.discard("uuid:1")
    _sent(store, "uuid:2")
    text = store.export_ledger().decode()
    assert not [word for word in ("s3cret", "Answer", "one.jpg", "full of words", "user@", scene.NAME) if word in text]


def test_a_server_that_is_gone_is_told_by_its_name(store: Vault) -> None:
    scene.queued(store)
    store.attempt_started("uuid:1", "once")
    (line,) = verify_proof(store.export_ledger()).lines
    assert (line["server"], line["host"]) == ("once", "")


def test_the_chain_can_be_computed_by_anybody(store: Vault) -> None:
    """As the documentation says it, with no code of ours."""
    _sent(store)
    first, *between, last = store.export_ledger().removesuffix(b"\n").split(b"\n")
    chain = bytes(32)
    for line in between:
        chain = hashlib.sha256(chain + hashlib.sha256(line).digest()).digest()
    told, end = json.loads(first), json.loads(last)
    assert (end["rows"], end["chain"]) == (len(between), chain.hex())
    message = b"intake proof of transmission\0" + hashlib.sha256(first).digest() + (3).to_bytes(8, "big") + chain
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"])).verify(bytes.fromhex(end["signature"]), message)
    assert told["key"] == store.info().signer


def test_who_does_not_see_a_record_hands_out_a_digest_of_its_line(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Dario", Role.MEDIATOR, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, "silver lantern seven harbour")
        _sent(store)
    with scene.reopened(tmp_path, "Dario", scene.OTHER) as store:
        _sent(store, "uuid:of Dario")
        proof = verify_proof(store.export_ledger())
        assert (proof.shown, proof.withheld) == (3, 3)
        assert proof.tried == proof.received == ("uuid:of Dario",)
        assert b"uuid:1" not in store.export_ledger()
    with scene.reopened(tmp_path, "Cora", "silver lantern seven harbour") as store:
        proof = verify_proof(store.export_ledger())
        assert (proof.shown, proof.withheld, proof.received) == (6, 0, ("uuid:1", "uuid:of Dario"))
        assert (proof.organisation, proof.site, proof.key) == ("Help Desk Trust", "Harbour", store.info().signer)


def test_an_empty_list_is_proved_too(store: Vault) -> None:
    proof = verify_proof(store.export_ledger())
    assert (proof.shown, proof.tried, proof.received, store.verify_ledger()) == (0, (), (), 0)
    assert store.audit_head().seq == 2 and next(row.action for row in store.audit_rows(1)) == "ledger.exported"


Spoil = Callable[[list[bytes]], list[bytes]]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "a word of a line": (lambda lines: [line.replace(b'"accepted"', b'"retry"') for line in lines], "proof.changed"),
    "a line gone": (lambda lines: [*lines[:2], *lines[3:]], "proof.changed"),
    "the last line gone": (lambda lines: [*lines[:-2], lines[-1]], "proof.changed"),
    "a line twice": (lambda lines: [*lines[:2], *lines[1:]], "proof.changed"),
    "the name of the site": (lambda lines: [lines[0].replace(b"Harbour", b"Station"), *lines[1:]], "proof.forged"),
    "another key": (lambda lines: [lines[0][:-10] + b"00000000" + lines[0][-2:], *lines[1:]], "proof.forged"),
    "another signature": (lambda lines: [*lines[:-1], lines[-1][:-10] + b"00000000" + lines[-1][-2:]], "proof.forged"),
    "a key that is none": (lambda lines: [lines[0][:-10] + lines[0][-2:], *lines[1:]], "proof.not_one"),
    "a signature that is none": (
        lambda lines: [*lines[:-1], b'{"rows":3,"chain":%s,"signature":"x"}'],
        "proof.changed",
    ),
    "no signature": (lambda lines: [*lines[:-1], lines[-1].partition(b',"signature"')[0] + b"}"], "proof.not_one"),
    "no text": (lambda lines: [b"\xff", *lines], "proof.not_one"),
    "no JSON": (lambda lines: [lines[0], b"{", *lines[1:]], "proof.not_one"),
    "JSON without end": (lambda lines: [lines[0], b"[" * 100_000, *lines[1:]], "proof.not_one"),
    "a list": (lambda lines: [lines[0], b"[1]", *lines[1:]], "proof.not_one"),
    "one line": (lambda lines: lines[:1], "proof.not_one"),
    "another kind": (lambda lines: [lines[0].replace(b"proof", b"profile"), *lines[1:]], "proof.not_one"),
    "another format": (lambda lines: [lines[0].replace(b'"format":1', b'"format":2'), *lines[1:]], "proof.not_one"),
    "a digest that is none": (lambda lines: [lines[0], b'{"seq":1,"withheld":"zz"}', *lines[2:]], "proof.not_one"),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_file_that_was_changed_proves_nothing(store: Vault, what: str) -> None:
    _sent(store)
    good = store.export_ledger().removesuffix(b"\n").split(b"\n")
    spoil, code = SPOILT[what]
    bad = spoil(list(good))
    if b"%s" in bad[-1]:
        bad[-1] = bad[-1].replace(b"%s", b'"' + json.loads(good[-1])["chain"].encode() + b'"')
        code = "proof.not_one"
    assert bad != good
    with pytest.raises(IntakeError) as caught:
        verify_proof(b"\n".join(bad))
    assert caught.value.code == code


def test_a_line_may_be_withheld_by_whoever_passes_the_file_on(store: Vault) -> None:
    _sent(store)
    first, line, *rest = store.export_ledger().removesuffix(b"\n").split(b"\n")
    hidden = b'{"seq":1,"withheld":"%s"}' % hashlib.sha256(line).hexdigest().encode()
    proof = verify_proof(b"\n".join([first, hidden, *rest]))
    assert (proof.shown, proof.withheld) == (2, 1)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE transmission SET line = replace(line, '503', '201')", "vault.ledger_broken"),
        ("DELETE FROM transmission WHERE seq = 1", "vault.ledger_broken"),
        ("DELETE FROM transmission WHERE seq = 2", "vault.replayed"),
        ("DELETE FROM transmission", "vault.replayed"),
    ],
)
def test_a_list_that_was_changed_from_outside_is_noticed(store: Vault, statement: str, code: str) -> None:
    _sent(store, "uuid:1", AttemptResult("retry", "openrosa.busy", 503))
    handle = store._opening.database.connection
    for name in ("next", "change", "delete"):
        handle.execute(f"DROP TRIGGER transmission_{name}")
    handle.execute(statement)
    with pytest.raises(IntakeError) as caught:
        store.verify_ledger()
    assert caught.value.code == code
    assert code in store.check()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transmission SET line = ''",
        "DELETE FROM transmission",
        "INSERT INTO transmission VALUES (9, 1, 1, '', zeroblob(32))",
        "INSERT OR REPLACE INTO transmission VALUES (1, 1, 1, '', zeroblob(32))",
    ],
)
def test_no_line_is_ever_changed_or_put_between(store: Vault, statement: str) -> None:
    _sent(store)
    database = store._opening.database
    with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
        database.run(statement)
    assert store.check() == ()


def test_a_sheet_that_leaves_is_in_the_log(store: Vault) -> None:
    for way in ("printed", "saved"):
        store.paper_left("central", 3, way)
    assert [row.action for row in store.audit_rows(2)] == ["receipt.saved", "receipt.printed"]
    with pytest.raises(ValueError, match="no such way"):
        store.paper_left("central", 3, "eaten")
