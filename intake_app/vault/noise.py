"""Bytes that look like anything sealed and that nothing compresses, for room that holds nothing."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.vault.keys import KEY_BYTES


def noise(size: int) -> bytes:
    """So many of them, under a key nobody keeps: a tenth of the time that as many of the system's take."""
    return AESGCM(secrets.token_bytes(KEY_BYTES)).encrypt(bytes(12), bytes(size), None)[:size]
