"""A decryptor of ODK submissions written from the specification alone, sharing nothing with ours.

RSA-OAEP by hand from numbers, CFB by hand from single blocks (ECB), padding by hand, and another XML library.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SPACE = "{http://opendatakit.org/submissions}"
META = "{http://openrosa.org/xforms}"


def _mask(seed: bytes, length: int) -> bytes:
    blocks = (hashlib.sha256(seed + number.to_bytes(4, "big")).digest() for number in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def _xor(one: bytes, other: bytes) -> bytes:
    assert len(one) == len(other)
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")


def _power(number: int, key: rsa.RSAPrivateNumbers) -> int:
    """By the Chinese remainder theorem, which is four times as fast."""
    one, other = pow(number, key.dmp1, key.p), pow(number, key.dmq1, key.q)
    return other + (one - other) * key.iqmp % key.p * key.q


def unwrap(text: str, owner: rsa.RSAPrivateKey) -> bytes:
    """RSA-OAEP of RFC 8017 with SHA-256 for the label and for the mask."""
    numbers = owner.private_numbers()
    size = owner.key_size // 8
    sealed = base64.b64decode(text, validate=True)
    assert len(sealed) == size
    block = _power(int.from_bytes(sealed, "big"), numbers).to_bytes(size, "big")
    assert block[0] == 0
    seed, masked = block[1:33], block[33:]
    seed = _xor(seed, _mask(masked, 32))
    data = _xor(masked, _mask(seed, len(masked)))
    assert data[:32] == hashlib.sha256(b"").digest()
    rest = data[32:].lstrip(b"\x00")
    assert rest[:1] == b"\x01"
    return rest[1:]


def decipher(sealed: bytes, key: bytes, iv: bytes) -> bytes:
    """CFB with whole blocks: a block of the plain text is one of the cipher text and the enciphered one before."""
    assert sealed and len(sealed) % 16 == 0
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    padded = _xor(sealed, encryptor.update(iv + sealed[:-16]) + encryptor.finalize())
    count = padded[-1]
    assert 1 <= count <= 16 and padded.endswith(bytes([count]) * count)
    return padded[:-count]


def iv_of(instance_id: str, key: bytes, number: int) -> bytes:
    """The vector of the file with this number, counted from 1."""
    seed = list(hashlib.md5(instance_id.encode("utf-8") + key).digest())
    for each in range(number):
        seed[each % 16] = (seed[each % 16] + 1) & 0xFF
    return bytes(seed)


@dataclass
class Opened:
    """What was in an envelope."""

    form_id: str
    version: str | None
    instance_id: str
    key: bytes
    xml: bytes
    files: dict[str, bytes]


def open_envelope(manifest: bytes, sealed: Mapping[str, bytes], owner: rsa.RSAPrivateKey) -> Opened:
    """Decrypt an envelope and check its signature."""
    root = ElementTree.fromstring(manifest)
    assert root.tag == SPACE + "data" and root.get("encrypted") == "yes"
    text: Callable[[str], str] = lambda path: root.findtext(path) or ""  # noqa: E731
    wrapped, instance_id = text(SPACE + "base64EncryptedKey"), text(f"{META}meta/{META}instanceID")
    key = unwrap(wrapped, owner)
    assert len(key) == 32
    media = [element.text or "" for element in root.findall(f"{SPACE}media/{SPACE}file")]
    names = [*media, text(SPACE + "encryptedXmlFile")]
    assert sorted(names) == sorted(sealed)
    contents = {
        name.removesuffix(".enc"): decipher(sealed[name], key, iv_of(instance_id, key, number))
        for number, name in enumerate(names, 1)
    }
    version = root.get("version")
    lines = [root.get("id") or "", *([] if version is None else [version]), wrapped, instance_id]
    lines += [f"{name}::{hashlib.md5(content).hexdigest()}" for name, content in contents.items()]
    signed = hashlib.md5("".join(line + "\n" for line in lines).encode("utf-8")).digest()
    assert unwrap(text(SPACE + "base64EncryptedElementSignature"), owner) == signed
    xml = contents.pop("submission.xml")
    return Opened(root.get("id") or "", version, instance_id, key, xml, contents)
