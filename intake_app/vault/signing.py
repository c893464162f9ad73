"""The signing key of this device's store: Ed25519, the private half inside the store, the public half for anybody.

It signs the headers, and whatever leaves that others shall know to be from here.  A new volume key leaves it as it is.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake_app.vault.database import Database

_ROW = "signing_key"


def new_key() -> Ed25519PrivateKey:
    """A fresh key."""
    return Ed25519PrivateKey.generate()


def keep(database: Database, key: Ed25519PrivateKey) -> None:
    """Writes the private half down; only inside a transaction."""
    database.run("INSERT INTO store (key, value) VALUES (?, ?)", _ROW, key.private_bytes_raw().hex())


def key_of(database: Database) -> Ed25519PrivateKey:
    """The key of this store; made and kept when it is a store of version 1, which had none."""
    row = database.one("SELECT value FROM store WHERE key = ?", _ROW)
    if row is not None:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(row[0]))
    fresh = new_key()
    with database.transaction():
        keep(database, fresh)
    return fresh


def public_of(database: Database) -> bytes:
    """The public half of it, 32 bytes."""
    return key_of(database).public_key().public_bytes_raw()
