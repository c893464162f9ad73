"""Whom we take for the server: the authorities that everybody trusts, or one of the organisation's own, and a pin."""

import hashlib
import re
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake_app.errors import IntakeError

_LARGEST_FILE = 200_000
_MOST_CERTIFICATES = 50
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Trust:
    """`authority`: certificates in PEM that are trusted in place of the public ones, '' for these. `fingerprint`:
    SHA-256 of a certificate that must be in the server's chain, its own or an authority's, 64 hexadecimal digits.

    There is no way to say that anything is trusted.
    """

    authority: str = ""
    fingerprint: str = ""


PUBLIC = Trust()
"""The authorities that everybody trusts, and no pin."""


@dataclass(frozen=True)
class Certificate:
    """One certificate of a server's chain, for a person to compare. `until` is the last moment it is valid."""

    subject: str
    issuer: str
    until: datetime
    fingerprint: str


def parse_authority(data: bytes) -> str:
    """The certificates of a file, PEM or DER, as PEM. Raises IntakeError 'openrosa.bad_authority' with `reason`."""
    from cryptography import x509  # 0.1 s, for whoever sets up a server
    from cryptography.hazmat.primitives.serialization import Encoding

    if len(data) > _LARGEST_FILE:
        raise IntakeError("openrosa.bad_authority", reason="too_large")
    if b"PRIVATE KEY-----" in data:
        # Nobody needs it here, and it would be kept.
        raise IntakeError("openrosa.bad_authority", reason="private_key")
    try:
        found = (
            x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
        )
    except (ValueError, TypeError):
        raise IntakeError("openrosa.bad_authority", reason="not_a_certificate") from None
    if len(found) > _MOST_CERTIFICATES:
        raise IntakeError("openrosa.bad_authority", reason="too_large")
    return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in found)


def parse_fingerprint(text: str) -> str:
    """A SHA-256 fingerprint as people and browsers write it, as digits. IntakeError 'openrosa.bad_fingerprint'."""
    bare = re.sub(r"[\s:]", "", text).lower().removeprefix("sha256").lstrip("=/")
    if not _FINGERPRINT.fullmatch(bare):
        raise IntakeError("openrosa.bad_fingerprint")
    return bare


def check_trust(trust: Trust) -> None:
    """Raise the same when a trust can not be used as it is."""
    if trust.authority:
        parse_authority(trust.authority.encode())
    if trust.fingerprint:
        parse_fingerprint(trust.fingerprint)


def context_of(trust: Trust) -> ssl.SSLContext:
    """TLS 1.2 or newer with verification; made here, so that SSLKEYLOGFILE and the like count for nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if trust.authority:
        context.load_verify_locations(cadata=trust.authority)
        # The certificate that an organisation gives may be the server's own or an authority between.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def verified_chain(line: Any) -> tuple[bytes, ...]:
    """The certificates (DER) by which a TLS connection was verified, the server's own first.

    Python says it in public from 3.13 on; before, the object below the socket knows it. Raises ConnectionResetError for
    a socket whose other side was gone before the first word: Python wraps it without a handshake.
    """
    if line._sslobj is None:
        raise ConnectionResetError("no handshake")
    if hasattr(line, "get_verified_chain"):
        return tuple(line.get_verified_chain())
    return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in line._sslobj.get_verified_chain())


def check_pin(chain: tuple[bytes, ...], trust: Trust) -> None:
    """Raise IntakeError 'openrosa.pin_changed' with the server's `fingerprint` when its chain lacks the pinned one."""
    wanted = trust.fingerprint and parse_fingerprint(trust.fingerprint)
    if wanted and all(_digest(one) != wanted for one in chain):
        raise IntakeError("openrosa.pin_changed", fingerprint=shown(_digest(chain[0])) if chain else "")


def described(chain: tuple[bytes, ...]) -> tuple[Certificate, ...]:
    """The same for a person."""
    return tuple(_described(der) for der in chain)


def certificates_in(authority: str) -> tuple[Certificate, ...]:
    """Those that `parse_authority` gave, for a person."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    found = x509.load_pem_x509_certificates(authority.encode())
    return described(tuple(one.public_bytes(Encoding.DER) for one in found))


def _described(der: bytes) -> Certificate:
    from cryptography import x509

    one = x509.load_der_x509_certificate(der)
    names = (one.subject.rfc4514_string(), one.issuer.rfc4514_string())
    return Certificate(*names, one.not_valid_after_utc, shown(_digest(der)))


def shown(fingerprint: str) -> str:
    """Pairs of digits, as browsers show them."""
    digits = fingerprint.upper()
    return ":".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def _digest(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest()
