"""ODK encrypted submissions: the vectors, and envelopes that a decryptor written from the specification opens."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, Envelope, FilePart, SubmissionParts, encrypt, parse_address
from intake_app.openrosa.encryption import Sealing, signature_source
from intake_app.openrosa.multipart import check_parts
from intake_app.practice import PracticeServer
from tests.openrosa.opening_envelopes import decipher, iv_of, open_envelope
from tests.openrosa.samples import record
from tests.shared_data import shared

OWNER = rsa.generate_private_key(65537, 2048)
CANARY = "Kanarienvogel"


def written(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> str:
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def form(key: str = written(OWNER.public_key())) -> bytes:
    return f"<model xmlns='http://www.w3.org/2002/xforms'><submission base64RsaPublicKey='{key}'/></model>".encode()


class Kept(dict[str, bytes]):
    """Encrypted files in memory."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        self[name] = b"".join(pieces)

    def pieces(self, name: str) -> Iterable[bytes]:
        return (self[name],)


def chopped(content: bytes, size: int = 1000) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def plain(files: dict[str, bytes], xml: bytes | None = None, given: bytes = form()) -> SubmissionParts:
    parts = [
        FilePart(name, "image/jpeg", lambda c=content: chopped(c), len(content)) for name, content in files.items()
    ]  # type: ignore[misc]
    return SubmissionParts(xml or record("uuid:1", tuple(files), CANARY), parts, tuple(files), given)


def sealed(files: dict[str, bytes], xml: bytes | None = None) -> tuple[Envelope, Kept]:
    kept = Kept()
    return encrypt(plain(files, xml), kept), kept


def vectors() -> list[Any]:
    return list(json.loads(shared("conformance/encryption/vectors.json").read_text(encoding="utf-8")))


def test_the_vectors_of_other_clients() -> None:
    seen = 0
    for vector in vectors():
        key = bytes.fromhex(vector["aes_key_hex"])
        sealing = Sealing(vector["instance_id"], key)
        ivs = [sealing.next_iv() for _ in range(9)]
        assert ivs == [iv_of(vector["instance_id"], key, number) for number in range(1, 10)]
        for file in vector["files"]:
            iv = ivs[file["order"] - 1]
            assert iv.hex() == file.get("iv_hex", iv.hex())
            if "ciphertext_base64" not in file:
                continue
            cipher = base64.b64decode(file["ciphertext_base64"])
            content = b"".join(sealing.decrypted(chopped(cipher, 7), iv))
            assert content == decipher(cipher, key, iv)
            assert b"".join(sealing.encrypted(chopped(content, 11), iv)) == cipher
            assert content == file.get("plaintext", content.decode()).encode()
            assert hashlib.md5(content).hexdigest() == file.get("plaintext_md5", hashlib.md5(content).hexdigest())
            seen += 1
    assert seen == 2


def test_the_signature_of_another_client() -> None:
    (vector,) = [each for each in vectors() if "signature_source" in each]
    form_id, wrapped, instance_id, *lines = vector["signature_source"].splitlines()
    source = signature_source(form_id, None, wrapped, instance_id, lines)
    assert source == vector["signature_source"]
    assert hashlib.md5(source.encode()).hexdigest() == vector["signature_md5_hex"]
    assert lines == [f"{file['name']}::{file['plaintext_md5']}" for file in vector["files"]]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 20])
def test_an_envelope_with_so_many_files(count: int) -> None:
    files = {f"{number} صورة.jpg": os.urandom(number * 7) for number in range(count)}
    envelope, kept = sealed(files)
    opened = open_envelope(envelope.manifest, kept, OWNER)
    assert (opened.form_id, opened.version, opened.instance_id) == ("landing", "3", "uuid:1")
    assert (opened.xml, opened.files) == (record("uuid:1", tuple(files), CANARY), files)
    assert [file.name for file in envelope.files] == [*(f"{name}.enc" for name in files), "submission.xml.enc"]
    assert {file.name: file.size for file in envelope.files} == {name: len(content) for name, content in kept.items()}
    assert CANARY.encode() not in envelope.manifest + b"".join(kept.values())


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 70), max_size=4), st.integers(1, 40))
def test_files_of_any_size_in_pieces_of_any_size(sizes: list[int], piece: int) -> None:
    files = {f"{number}.bin": os.urandom(size) for number, size in enumerate(sizes)}
    parts = [FilePart(n, "a/b", lambda c=content: chopped(c, piece), len(content)) for n, content in files.items()]  # type: ignore[misc]
    kept = Kept()
    envelope = encrypt(replace(plain(files), files=parts), kept)
    assert open_envelope(envelope.manifest, kept, OWNER).files == files


def test_a_form_without_version_and_names_that_must_be_escaped() -> None:
    meta = "<meta><instanceID>uuid:&lt;1&gt;</instanceID></meta>"
    xml = f'<data id="a &amp; b"><p>x &amp; y.jpg</p>{meta}</data>'.encode()
    envelope, kept = sealed({"x & y.jpg": b"1"}, xml)
    opened = open_envelope(envelope.manifest, kept, OWNER)
    assert (opened.form_id, opened.version, opened.instance_id) == ("a & b", None, "uuid:<1>")
    assert opened.xml == xml


def test_the_version_of_a_form_that_central_encrypts() -> None:
    xml = record("uuid:1").replace(b'version="3"', b'version="1[encrypted:AaH/nRLr]"')
    envelope, kept = sealed({}, xml)
    assert open_envelope(envelope.manifest, kept, OWNER).version == "1[encrypted:AaH/nRLr]"


def test_each_envelope_has_a_key_of_its_own() -> None:
    one, two = sealed({}), sealed({})
    assert open_envelope(one[0].manifest, one[1], OWNER).key != open_envelope(two[0].manifest, two[1], OWNER).key


def test_an_envelope_goes_out_in_the_place_of_the_record() -> None:
    files = {f"{number}.jpg": os.urandom(9_000) for number in range(5)}
    envelope, kept = sealed(files)
    with PracticeServer(largest=25_000) as server, Client(parse_address(server.url), "d", seconds=60) as client:
        server.then(None, "cut")
        assert client.submit(plain(files)).code == "openrosa.not_encrypted"
        assert server.posts == 0
        cut = client.submit(envelope.parts(kept, form()))
        assert cut.kind == "retry"
        again = replace(envelope.parts(kept, form()), confirmed=frozenset(cut.confirmed))
        assert client.submit(again).kind == "accepted"
        (arrived,) = server.received
    opened = open_envelope(arrived.xml, arrived.files, OWNER)
    assert (opened.xml, opened.files) == (plain(files).xml, files)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (form("AAAA"), "not_a_key"),
        (form(written(ec.generate_private_key(ec.SECP256R1()).public_key())), "not_rsa"),
        (form(written(rsa.generate_private_key(65537, 1024).public_key())), "small"),
        (b"<model/>", "not_a_key"),
    ],
)
def test_a_key_that_is_of_no_use(given: bytes, reason: str) -> None:
    kept = Kept()
    with pytest.raises(IntakeError) as caught:
        encrypt(plain({}, given=given), kept)
    assert (caught.value.code, dict(caught.value.facts)) == ("openrosa.bad_key", {"reason": reason})
    assert kept == {}


EDIT = b"<data><meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID></meta></data>"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (plain({}, EDIT), "encrypted_edit"),
        (plain({}, b"<data/>"), "no_instance_id"),
        (plain({}, b"<data"), "bad_record"),
        (plain({"submission.xml": b"x"}), "bad_file_name"),
        (plain({"a" * 238 + ".j": b"x"}), "bad_file_name"),
        (replace(plain({"a.jpg": b"x"}), files=()), "attachment_missing"),
        (replace(plain({"a.jpg": b"x"}), files=[FilePart("a.jpg", "a/b", lambda: (b"xy",), 1)]), "attachment_changed"),
        (replace(plain({}), form=None), "bad_record"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_encrypted(given: SubmissionParts, code: str) -> None:
    with pytest.raises(IntakeError) as caught:
        encrypt(given, Kept())
    assert caught.value.code == f"openrosa.{code}"


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "other", "padding"])
def test_what_can_not_be_read_back_is_no_envelope(damage: str) -> None:
    class Damaging(Kept):
        def pieces(self, name: str) -> Iterable[bytes]:
            content = self[name]
            changed = {
                "flip": bytes([content[0] ^ 1]) + content[1:],
                "cut": content[:-16],
                "empty": b"",
                "other": os.urandom(len(content)),
                "padding": content[:-1] + bytes([content[-1] ^ 1]),
            }[damage]
            return (changed,)

    with pytest.raises(IntakeError) as caught:
        encrypt(plain({"a.jpg": b"x" * 100}), Damaging())
    assert caught.value.code == "openrosa.encryption_failed"
    assert caught.value.__cause__ is None and CANARY not in str(caught.value)


@pytest.mark.parametrize("missing", ["base64EncryptedKey", "encryptedXmlFile"])
def test_half_an_envelope_is_none(missing: str) -> None:
    envelope, kept = sealed({})
    broken = replace(envelope, manifest=envelope.manifest.replace(missing.encode(), b"other"), files=())
    with pytest.raises(IntakeError, match=r"openrosa\.(not_encrypted|attachment)"):
        check_parts(broken.parts(kept, form()))


def test_nothing_secret_is_shown() -> None:
    envelope, kept = sealed({"a.jpg": b"x"})
    key = open_envelope(envelope.manifest, kept, OWNER).key
    assert "uuid" not in repr(envelope) and repr(Sealing("uuid:1", key)) == "Sealing()"
    assert CANARY not in repr(plain({})) + repr(envelope.parts(kept))


CHILD = """
import resource, sys
from pathlib import Path
from intake_app.openrosa import FilePart, SubmissionParts, encrypt
from tests.openrosa.samples import record

folder, size, form = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]).read_bytes()
block = bytes(range(256)) * 4096

class Files:
    def put(self, name, pieces):
        with (folder / name).open("wb") as file:
            for piece in pieces:
                file.write(piece)

    def pieces(self, name):
        with (folder / name).open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece

def given(count):
    film = FilePart("a.mp4", "video/mp4", lambda: (block for _ in range(count)), count << 20)
    return SubmissionParts(record(names=("a.mp4",)), [film], ("a.mp4",), form)

encrypt(given(1), Files())
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(folder / "manifest").write_bytes(encrypt(given(size), Files()).manifest)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle)
"""


@pytest.mark.parametrize("size", [50, pytest.param(90, marks=pytest.mark.soak)])
def test_a_film_is_never_whole_in_memory(tmp_path: Path, size: int) -> None:
    given, out = tmp_path / "form.xml", tmp_path / "sealed"
    given.write_bytes(form())
    out.mkdir()
    command = [sys.executable, "-c", CHILD, str(out), str(size), str(given)]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root, timeout=120)
    assert int(ended.stdout) < 8_000  # kilobytes
    manifest = (out / "manifest").read_bytes()
    found = {path.name: path.read_bytes() for path in out.glob("*.enc")}
    opened = open_envelope(manifest, found, OWNER)
    assert opened.files == {"a.mp4": bytes(range(256)) * 4096 * size}
