"""A record that no server takes, in a sealed file for whoever must have it by another way, and what such a file has."""

import errno
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake_app import given_files, organisation_key, vault
from intake_app.errors import IntakeError
from intake_app.openrosa import check_file_name
from intake_app.vault import DEFAULT, Kdf, SealedRecord, Vault
from intake_app.workflow import held

SUBMISSION = "submission.xml"


@dataclass(frozen=True, slots=True)
class Opener:
    """The key of an organisation that opens what is taken out: its fingerprint, since when it is here, by whom."""

    fingerprint: str
    since: str
    by: str


def openers(store: Vault) -> tuple[Opener, ...]:
    """Who opens what is taken out of this store; whoever may let a key in may also hold its private half."""
    return tuple(
        Opener(organisation_key.fingerprint(key.public), key.since, key.by) for key in store.organisation_keys()
    )


def take_out(store: Vault, record_id: str, path: Path, passphrase: str = "", kdf: Kdf = DEFAULT) -> tuple[Opener, ...]:
    """Write a record that waits for a person to a sealed file that only this account can read; as `openers`.

    With a passphrase whoever knows it opens the file too. Nothing is left where it could not be written whole.
    Raises IntakeError `vault.own_file`, `vault.not_refused`, `vault.sealed_for_nobody`, `vault.weak_passphrase`, and
    OSError.
    """
    for taken in (path, given_files.beside(path)):
        vault.check_target(taken)
    with held.telling_why(store, record_id):
        pieces = store.take_out(record_id, passphrase, kdf)
    with given_files.whole(path) as stream:
        stream.writelines(pieces)
    return openers(store)


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
    """The same, and the record and its files, readable, in a new folder that only this account can read: all or none.

    Of names that some systems take for the same one (large letters, an accent written as a sign of its own) the second
    gets a number, so that none is written over another.
    Raises as `look_into` does, OSError, and IntakeError `workflow.left_readable` with the folder that could not be
    removed again.
    """
    if folder.exists() or folder.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    with path.open("rb") as stream:
        record, files = vault.read_taken_out(stream, passphrase, private)
        with _whole_folder(folder) as beside:
            _put(beside, SUBMISSION, (record.xml,))
            taken: set[str] = set()
            for name, pieces in files:
                if check_file_name(name, "record").casefold() == SUBMISSION:
                    raise IntakeError("openrosa.bad_file_name", place="record")
                _put(beside, _of_its_own(name, taken), pieces)
    return record


def _of_its_own(name: str, taken: set[str]) -> str:
    """The name, or one with a number where it could be taken for one that is there; noted as taken."""
    stem, dot, ending = name.rpartition(".") if "." in name.strip(".") else (name, "", "")
    number, free = 1, name
    while (looks := unicodedata.normalize("NFC", free).casefold()) in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    taken.add(looks)
    return free


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A fresh folder beside, which gets its name once all is in it; nothing of it stays otherwise."""
    beside = given_files.beside(folder)
    beside.mkdir(mode=0o700)
    try:
        yield beside
        beside.rename(folder)
    except BaseException as trouble:
        shutil.rmtree(beside, ignore_errors=True)
        if beside.exists():
            raise IntakeError("workflow.left_readable", file=str(beside)) from trouble
        raise


def _put(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    with given_files.whole_new(folder / name) as stream:
        stream.writelines(pieces)
