"""Digests, base64 and signed codes."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake_app.xpath.signatures import TEXT, Function, texts

_ALGORITHMS: Final = frozenset({"MD5", "SHA1", "SHA256", "SHA384", "SHA512"})
_SIGNATURE_BYTES: Final = 64


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """The digest of a text's UTF-8, in base64 or hex; blank for an algorithm that is not known."""
    name = algorithm.strip().upper().replace("-", "")
    if name not in _ALGORITHMS:
        return ""
    found = hashlib.new(name.lower(), text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return found.hex() if encoding.strip().lower() == "hex" else base64.b64encode(found).decode("ascii")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def base64_decode(text: str) -> str:
    """The UTF-8 text in a base64 code; blank if it is none."""
    found = _decoded(text)
    return "" if found is None else found.decode("utf-8", "replace")


def extract_signed(text: str, key: str) -> str:
    """The message of a base64 code that begins with its 64-byte Ed25519 signature; blank if the key does not fit."""
    content, public = _decoded(text), _decoded(key)
    if content is None or public is None or len(content) < _SIGNATURE_BYTES:
        return ""
    signature, message = content[:_SIGNATURE_BYTES], content[_SIGNATURE_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return ""
    return message.decode("utf-8", "replace")


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "digest": texts(2, 3, TEXT, digest),
        "base64-decode": texts(1, 1, TEXT, base64_decode),
        "extract-signed": texts(2, 2, TEXT, extract_signed),
    }
)
