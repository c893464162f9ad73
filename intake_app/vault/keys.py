"""Keys: passphrase to slot key (Argon2id), what a slot key wraps (AES-GCM), sealing to a public key (HPKE), subkeys.

The volume key is 32 random bytes and is never derived; a new passphrase wraps a slot's private key anew and leaves the
volume key and the data alone.
"""

import hmac
import itertools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake_app.errors import IntakeError
from intake_app.vault import strength

KEY_BYTES = 32
WRAPPED_BYTES = KEY_BYTES + 16
"""A wrapped key: 32 bytes and the tag of AES-GCM."""
SEALED_BYTES = 2 * KEY_BYTES + 16
"""A sealed key: the encapsulated key of HPKE, 32 bytes and the tag of ChaCha20-Poly1305."""
SALT_BYTES = 16
NONCE_BYTES = 12
FEWEST_SIGNS = 13
"""Without white space.  At ten tries for each, fewer stay below the floor whatever they are."""
LONGEST_PASSPHRASE = 1024
"""Characters; longer text is refused before it reaches the key derivation."""


@dataclass(frozen=True, slots=True)
class Kdf:
    """Cost of Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int
    iterations: int
    lanes: int


FLOOR = Kdf(64 * 1024, 2, 1)
DEFAULT = Kdf(256 * 1024, 3, 1)
CEILING = Kdf(1024 * 1024, 20, 8)


def check_kdf(kdf: Kdf) -> None:
    """Refuse a cost below the floor (a downgrade) or above the ceiling (a bomb), before any memory is taken.

    Raises IntakeError 'vault.kdf_refused'.
    """
    pairs = zip(
        (FLOOR.memory_kib, FLOOR.iterations, FLOOR.lanes),
        (kdf.memory_kib, kdf.iterations, kdf.lanes),
        (CEILING.memory_kib, CEILING.iterations, CEILING.lanes),
        strict=True,
    )
    if not all(low <= value <= high for low, value, high in pairs):
        raise IntakeError("vault.kdf_refused", memory_kib=kdf.memory_kib, iterations=kdf.iterations, lanes=kdf.lanes)


def normalise(text: str) -> str:
    """Passphrases and names as they are compared: NFKC, no white space at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def fold_name(name: str) -> str:
    """A name as it is compared: normalised, single spaces, without case."""
    return " ".join(normalise(name).casefold().split())


def check_passphrase(text: str, known: Iterable[str] = ()) -> None:
    """The floor: `FEWEST_SIGNS` that cost at least `strength.TRIES` to guess, without trivial repetition.

    ``known``: texts whose words are guessed first, such as the person's own name.  Raises IntakeError
    'vault.weak_passphrase' with reason short, repeated, common or long.
    """
    passphrase = normalise(text)
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise IntakeError("vault.weak_passphrase", reason="long", length=len(passphrase))
    if _trivial(passphrase):
        raise IntakeError("vault.weak_passphrase", reason="repeated", length=len(passphrase))
    if sum(not letter.isspace() for letter in passphrase) < FEWEST_SIGNS:
        raise IntakeError("vault.weak_passphrase", reason="short", length=len(passphrase))
    if strength.tries(passphrase, map(normalise, known)) < strength.TRIES:
        raise IntakeError("vault.weak_passphrase", reason="common", length=len(passphrase))


def _trivial(passphrase: str) -> bool:
    """Few different characters, one short block over and over, or a plain run such as 123456789012."""
    text = passphrase.casefold()
    if not text:
        return False
    if len(set(text)) < 5:
        return True
    repeated = any(text == (text[:period] * len(text))[: len(text)] for period in range(1, len(text) // 2 + 1))
    turn = 10 if text.isdigit() else 0x110000
    steps = {(ord(right) - ord(left)) % turn for left, right in itertools.pairwise(text)}
    return repeated or len(steps) == 1


def slot_key(passphrase: str, salt: bytes, kdf: Kdf, factor: bytes = b"") -> bytes:
    """The 32 byte key that wraps a slot's private key.  Takes `kdf` in memory and time.

    ``factor`` is a second secret, mixed in by HKDF; without one it changes nothing.
    """
    check_kdf(kdf)
    secret = normalise(passphrase)[:LONGEST_PASSPHRASE].encode("utf-8", "surrogatepass")
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    )
    derived = derivation.derive(secret)
    if not factor:
        return derived
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"intake second factor").derive(derived + factor)


def wrap(key: bytes, nonce: bytes, secret: bytes, bound_to: bytes) -> bytes:
    """A secret under a slot key, bound to the slot's own data."""
    return AESGCM(key).encrypt(nonce, secret, bound_to)


def unwrap(key: bytes, nonce: bytes, wrapped: bytes, bound_to: bytes) -> bytes | None:
    """The secret, or None when the key or the bound data are others."""
    try:
        return AESGCM(key).decrypt(nonce, wrapped, bound_to)
    except InvalidTag:
        return None


def new_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 key pair: private half, public half, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public half of an X25519 key pair."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal_to(public: bytes, secret: bytes, bound_to: bytes) -> bytes:
    """A secret that only the private half opens (RFC 9180, base mode), bound to the slot's own data.

    Raises IntakeError 'vault.bad_public_key' for a point that gives no shared secret.
    """
    try:
        return _HPKE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=bound_to)
    except ValueError as trouble:
        raise IntakeError("vault.bad_public_key") from trouble


def open_sealed(private: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """The secret, or None when it was sealed to somebody else, to other data, or is no sealed secret at all."""
    try:
        return _HPKE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=bound_to)
    except InvalidTag:
        return None


_PURPOSES = ("database", "header", "audit")


@dataclass(frozen=True, slots=True, repr=False)
class VolumeKeys:
    """The volume key and what is derived from it for as long as the store is open.

    Attachments have no key among these: a large file is under the key of its record, mixed with a file key, and both
    lie inside the store.  So it goes when the record's key is deleted, and stays as it is when the volume key is
    replaced; a key derived from the volume key would mean to write all of them anew.  The key that wraps the volume key
    of before ('previous') is derived when it is needed, and so may one for bundles be.
    """

    volume: bytes
    database: bytes
    header: bytes
    audit: bytes


def volume_keys(volume: bytes, vault_id: str) -> VolumeKeys:
    """Subkeys by HKDF-SHA256, bound to this vault."""
    return VolumeKeys(volume, *(subkey(volume, vault_id, purpose) for purpose in _PURPOSES))


def subkey(volume: bytes, vault_id: str, purpose: str) -> bytes:
    """The key of one purpose in one vault."""
    return HKDF(SHA256(), KEY_BYTES, salt=bytes.fromhex(vault_id), info=f"intake {purpose}".encode()).derive(volume)


def seal(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over the parts, each with its length before it, so that no two lists read alike."""
    return hmac.digest(key, framed(*parts), "sha256")


def framed(*parts: bytes) -> bytes:
    """The parts in a row, each with its length before it: what `seal` computes its MAC over."""
    pieces: list[bytes] = []
    for part in parts:
        pieces += len(part).to_bytes(8, "big"), part
    return b"".join(pieces)


class Mac:
    """HMAC-SHA256 under one key for many messages, set up once: what `hmac.digest` gives, in a third of its time."""

    def __init__(self, key: bytes) -> None:
        self._keyed = HMAC(key, SHA256())

    def __call__(self, message: bytes) -> bytes:
        """The MAC of a message."""
        told = self._keyed.copy()
        told.update(message)
        return told.finalize()


def same(left: bytes, right: bytes) -> bool:
    """Equal, in constant time."""
    return hmac.compare_digest(left, right)
