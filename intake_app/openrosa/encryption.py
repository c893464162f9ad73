"""ODK encrypted submissions: a record and its files under a key that only the owner of the form can get at.

Source: ODK XForms specification, "Encryption"; where it is silent, what ODK Collect writes and ODK Central decrypts.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from intake_app.errors import IntakeError
from intake_app.openrosa.form_key import public_key
from intake_app.openrosa.multipart import (
    ENCRYPTED,
    FilePart,
    SubmissionParts,
    check_content,
    form_key,
    instance_id_of,
    meta_text,
    record_root,
)
from intake_app.openrosa.names import check_file_name

_OPENROSA = "http://openrosa.org/xforms"
_NAMESPACE = ENCRYPTED.strip("{}")
_ENDING = ".enc"
_XML = "submission.xml"
_BLOCK = 16
_MIME = "application/octet-stream"


class EnvelopeFiles(Protocol):
    """Where encrypted files are kept until the server has taken them: a retry must be the same bytes."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a file, all of it or nothing."""

    def pieces(self, name: str) -> Iterable[bytes]:
        """The file as it was kept."""


@dataclass(frozen=True)
class SealedFile:
    """One encrypted file: its name in the manifest and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class Envelope:
    """A manifest and the files it names, in order: what goes out in the place of the record, again and again."""

    manifest: bytes = field(repr=False)
    files: tuple[SealedFile, ...]

    def parts(self, kept: EnvelopeFiles, form: bytes | None = None) -> SubmissionParts:
        """The same as parts of a submission."""
        files = [FilePart(file.name, _MIME, partial(kept.pieces, file.name), file.size) for file in self.files]
        return SubmissionParts(self.manifest, files, tuple(file.name for file in self.files), form)


def encrypt(record: SubmissionParts, kept: EnvelopeFiles, key: bytes | None = None) -> Envelope:
    """Encrypt a record with the public key of its form (`record.form`), file by file, without any whole in memory.

    Each encrypted file is read back from `kept`, decrypted and compared before the envelope is given: later nobody here
    could tell. Call it once for a record and keep what it gives: another envelope under the same instanceID is refused
    by the server. `key`: 32 random bytes, of a caller who keeps the key in the place of the files, which are the same
    whenever they are encrypted with it. Raises what `check_parts` raises, IntakeError 'openrosa.bad_key' with `reason`,
    'openrosa.encrypted_edit' (Central decrypts a correction under the id of what it corrects, and destroys it),
    'openrosa.attachment_changed' when a file has not the announced size, 'openrosa.encryption_failed'.
    """
    root = record_root(record.xml)
    check_content(record, root)
    if meta_text(root, "deprecatedID"):
        raise IntakeError("openrosa.encrypted_edit")
    for part in record.files:
        if check_file_name(part.name + _ENDING, "record").casefold() == _XML + _ENDING:
            raise IntakeError("openrosa.bad_file_name", place="record")
    owner = public_key(form_key(record.form or b""))
    sealing = Sealing(instance_id_of(root), key or secrets.token_bytes(32))
    xml = FilePart(_XML, "text/xml", lambda: (record.xml,), len(record.xml))
    sealed = [_seal(sealing, part, kept) for part in (*record.files, xml)]
    return Envelope(_manifest(root, owner, sealing, sealed), tuple(file for file, _ in sealed))


def _seal(sealing: "Sealing", part: FilePart, kept: EnvelopeFiles) -> tuple[SealedFile, str]:
    """Encrypt one file and read it back; also a line for the signature."""
    name = part.name + _ENDING
    iv = sealing.next_iv()
    plain = _Measure()
    kept.put(name, sealing.encrypted(plain.passing(part.pieces()), iv))
    if plain.size != part.size:
        raise IntakeError("openrosa.attachment_changed")
    again = _Measure()
    try:
        for _ in again.passing(sealing.decrypted(kept.pieces(name), iv)):
            continue
    except ValueError:
        raise IntakeError("openrosa.encryption_failed") from None
    if (again.size, again.sha256.digest()) != (plain.size, plain.sha256.digest()):
        raise IntakeError("openrosa.encryption_failed")
    return SealedFile(name, plain.size + _BLOCK - plain.size % _BLOCK), f"{part.name}::{plain.md5.hexdigest()}"


class _Measure:
    """Size and digests of what passes."""

    def __init__(self) -> None:
        self.size = 0
        self.md5 = hashlib.md5(usedforsecurity=False)
        self.sha256 = hashlib.sha256()

    def passing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for piece in pieces:
            self.size += len(piece)
            self.md5.update(piece)
            self.sha256.update(piece)
            yield piece


class Sealing:
    """The key of one record and the row of initialisation vectors that follows from it and the instanceID."""

    def __init__(self, instance_id: str, key: bytes) -> None:
        self.key = key
        self._seed = bytearray(hashlib.md5(instance_id.encode() + key, usedforsecurity=False).digest())
        self._count = 0

    def __repr__(self) -> str:
        return "Sealing()"

    def next_iv(self) -> bytes:
        """One byte of the seed goes up by one for each file, the first for the first, and round again after 16."""
        place = self._count % _BLOCK
        self._seed[place] = (self._seed[place] + 1) % 256
        self._count += 1
        return bytes(self._seed)

    def encrypted(self, pieces: Iterable[bytes], iv: bytes) -> Iterator[bytes]:
        """AES-256-CFB128 of the padded pieces: a whole block more when they are a multiple of 16 bytes, or none."""
        padder, encryptor = PKCS7(8 * _BLOCK).padder(), self._cipher(iv).encryptor()
        for piece in pieces:
            yield encryptor.update(padder.update(piece))
        yield encryptor.update(padder.finalize()) + encryptor.finalize()

    def decrypted(self, pieces: Iterable[bytes], iv: bytes) -> Iterator[bytes]:
        """The way back. Raises ValueError when the padding is none."""
        unpadder, decryptor = PKCS7(8 * _BLOCK).unpadder(), self._cipher(iv).decryptor()
        for piece in pieces:
            yield unpadder.update(decryptor.update(piece))
        yield unpadder.update(decryptor.finalize()) + unpadder.finalize()

    def _cipher(self, iv: bytes) -> Cipher[CFB]:
        return Cipher(AES256(self.key), CFB(iv))


def _manifest(
    root: etree._Element, owner: RSAPublicKey, sealing: Sealing, sealed: Sequence[tuple[SealedFile, str]]
) -> bytes:
    wrapped = _for(owner, sealing.key)
    instance_id = instance_id_of(root)
    form_id, version = root.get("id") or "", root.get("version")
    source = signature_source(form_id, version, wrapped, instance_id, [line for _, line in sealed])
    document = etree.Element(ENCRYPTED + "data", nsmap={None: _NAMESPACE}, attrib={"id": form_id})  # type: ignore[dict-item]  # the stubs forget the default namespace
    if version is not None:
        document.set("version", version)
    document.set("encrypted", "yes")
    _add(document, ENCRYPTED + "base64EncryptedKey", wrapped)
    meta = etree.SubElement(document, f"{{{_OPENROSA}}}meta", nsmap={"orx": _OPENROSA})
    _add(meta, f"{{{_OPENROSA}}}instanceID", instance_id)
    for file, _ in sealed[:-1]:
        _add(etree.SubElement(document, ENCRYPTED + "media"), ENCRYPTED + "file", file.name)
    _add(document, ENCRYPTED + "encryptedXmlFile", sealed[-1][0].name)
    digest = hashlib.md5(source.encode(), usedforsecurity=False).digest()
    _add(document, ENCRYPTED + "base64EncryptedElementSignature", _for(owner, digest))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def signature_source(form_id: str, version: str | None, wrapped: str, instance_id: str, lines: Sequence[str]) -> str:
    """What the signature is of; no proof of who made it, since the key that signs is the public one."""
    head = [form_id, *(() if version is None else (version,)), wrapped, instance_id]
    return "".join(f"{line}\n" for line in (*head, *lines))


def _for(owner: RSAPublicKey, secret: bytes) -> str:
    # The hyphenated name in Java would mean MGF1 with SHA-1, which no server decrypts.
    sealed = owner.encrypt(secret, OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None))
    return base64.b64encode(sealed).decode()


def _add(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text
