"""A record that no server takes, in a sealed file for whoever must have it by another way, and what such a file has."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from intake_app import organisation_key, vault
from intake_app.errors import IntakeError
from intake_app.openrosa import check_file_name
from intake_app.vault import DEFAULT, Kdf, SealedRecord, Vault

SUBMISSION = "submission.xml"


def openers(store: Vault) -> tuple[str, ...]:
    """Fingerprints of the organisations whose keys open what is taken out of this store."""
    return tuple(organisation_key.fingerprint(public) for public in store.safeguards().organisations)


def take_out(store: Vault, record_id: str, path: Path, passphrase: str = "", kdf: Kdf = DEFAULT) -> tuple[str, ...]:
    """Write a record that waits for a person to a sealed file that only this account can read; as `openers`.

    With a passphrase whoever knows it opens the file too. Nothing is left where it could not be written whole.
    Raises IntakeError `vault.own_file`, `vault.not_refused`, `vault.sealed_for_nobody`, `vault.weak_passphrase`, and
    OSError.
    """
    for taken in (path, _beside(path)):
        vault.check_target(taken)
    pieces = store.take_out(record_id, passphrase, kdf)
    with _whole(path) as stream:
        stream.writelines(pieces)
    return openers(store)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A new file in the place of what was there, durable and whole, or nothing."""
    beside = _beside(path)
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def look_into(path: Path, passphrase: str = "", private: bytes = b"") -> SealedRecord:
    """What a sealed file holds, for who has its passphrase or the organisation's key; every byte of it is read.

    Raises IntakeError `vault.sealed_not_one`, `vault.sealed_changed`, `vault.sealed_wrong`.
    """
    with path.open("rb") as stream:
        record, files = vault.read_taken_out(stream, passphrase, private)
        for _name, pieces in files:
            for _piece in pieces:
                continue
    return record


def unpack(path: Path, folder: Path, passphrase: str = "", private: bytes = b"") -> SealedRecord:
    """The same, and the record and its files, readable, in a new folder that only this account can read."""
    with path.open("rb") as stream:
        record, files = vault.read_taken_out(stream, passphrase, private)
        folder.mkdir(mode=0o700)
        _put(folder, SUBMISSION, (record.xml,))
        for name, pieces in files:
            if check_file_name(name, "record").casefold() == SUBMISSION:
                raise IntakeError("openrosa.bad_file_name", place="record")
            _put(folder, name, pieces)
    return record


def _put(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    with _whole(folder / name) as stream:
        stream.writelines(pieces)
