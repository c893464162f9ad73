"""Whether the public key of a form could encrypt its records."""

import base64
import binascii
import re
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from intake_app.errors import IntakeError

SMALLEST, LARGEST = 2048, 8192
"""Bits of an RSA key: below it can be broken, above it only costs time."""
_LONGEST = 4_096
_ARMOUR = re.compile(r"-----(?:BEGIN|END)[A-Z ]*-----")

KeyFault = Literal["", "not_a_key", "not_rsa", "small", "large"]


def key_fault(text: str) -> KeyFault:
    """What is wrong with a key in base64 (SubjectPublicKeyInfo), as it is or between the lines of a PEM; "" if nothing.

    Source: ODK XForms specification, base64RsaPublicKey of the submission element.
    """
    key = _loaded(text)
    return key if isinstance(key, str) else _size_fault(key)


def public_key(text: str) -> RSAPublicKey:
    """The key itself, or IntakeError 'openrosa.bad_key' with the fault as `reason`."""
    key = _loaded(text)
    fault = key if isinstance(key, str) else _size_fault(key)
    if isinstance(key, str) or fault:
        raise IntakeError("openrosa.bad_key", reason=fault)
    return key


def _loaded(text: str) -> RSAPublicKey | Literal["not_a_key", "not_rsa"]:
    bare = "".join(_ARMOUR.sub("", text).split())
    if len(bare) > _LONGEST:
        return "not_a_key"
    try:
        key = load_der_public_key(base64.b64decode(bare, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return "not_a_key"
    return key if isinstance(key, RSAPublicKey) else "not_rsa"


def _size_fault(key: RSAPublicKey) -> Literal["", "small", "large"]:
    if key.key_size < SMALLEST:
        return "small"
    return "large" if key.key_size > LARGEST else ""
