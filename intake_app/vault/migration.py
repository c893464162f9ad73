"""From the schema of an older program to the present one, with a verified copy of the file until all is well.

The change itself is one transaction: a crash leaves the old schema or the new.  The copy, encrypted under the same key
and beside the store, is there for what no transaction can promise: a program that is wrong about its own change.
"""

import contextlib
import filecmp
import functools
import hashlib
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.errors import IntakeError
from intake_app.vault import conversion, name_words, schema
from intake_app.vault.database import PAGE, Database, Row
from intake_app.vault.files import durable, new_private, told
from intake_app.vault.meter import COPY, RECORDS, Meter, Progress, Upgrade, unwatched

_FOUND_ANEW = 18
"""The schema since which names are found by what they are found by now; all are indexed anew for it, and once."""


def migrate(database: Database, at: str, audit_key: bytes, progress: Upgrade = unwatched) -> int:
    """Brings an older file to the current schema in one transaction; the schema found after it.

    Where ``progress`` wants no more, all stays as it was and 'vault.cancelled' is raised.

    Raises IntakeError 'vault.newer' for a file of a later program, 'vault.damaged' when the tables or triggers are not
    the ones that this program makes, 'vault.disk_full' without room for the copy.
    """
    found = known(database)
    try:
        if 0 < found < schema.CURRENT:
            _keep_copy(database, partial(progress, COPY))
        if found < schema.CURRENT:
            with database.transaction():
                _apply(database, found, at, audit_key, partial(progress, RECORDS))
    except IntakeError as trouble:
        if trouble.code == "vault.cancelled":
            with told():
                copy_path(database.path).unlink()
        raise
    if _fingerprint(database.all) != expected():
        raise IntakeError("vault.damaged", part="schema")
    _drop_copy(database)
    return schema.CURRENT


def known(database: Database) -> int:
    """The schema of a file.  Raises IntakeError 'vault.newer' for one of a later program."""
    found = version_of(database)
    if found > schema.CURRENT:
        raise IntakeError("vault.newer", found=found, known=schema.CURRENT)
    return found


def version_of(database: Database) -> int:
    """The schema of a file; 0 for an empty one."""
    if database.one("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'") is None:
        return 0
    row = database.one("SELECT max(version) FROM migration")
    return int(row[0]) if row and row[0] is not None else 0


def _apply(database: Database, found: int, at: str, audit_key: bytes, progress: Progress) -> None:
    for version in range(found + 1, schema.CURRENT + 1):
        migration = schema.MIGRATIONS[version - 1]
        for statement in migration.before:
            database.run(statement)
        if version == 2:
            conversion.convert(database, audit_key)
        if version == _FOUND_ANEW:
            meter = Meter(conversion.count(database) + name_words.count(database), progress)
            meter.add(0)
            conversion.index_again(database, meter.one)
            name_words.index_all(database, audit_key, meter.one)
        for statement in migration.after:
            database.run(statement)
        database.run("INSERT INTO migration (version, at) VALUES (?, ?)", version, at)


def copy_path(store: Path) -> Path:
    """Where the file of before a migration lies."""
    return store.with_name(f"{store.name}.before")


def _keep_copy(database: Database, progress: Progress) -> None:
    """A copy that was read back; a remnant of a change that did not end is written over, for the store is still old.

    A file with damaged pages is copied as it lies: what can be read of it goes on in the new schema too.
    """
    path = copy_path(database.path)
    try:
        _fresh(path)
        database.copy(path, lambda done, of: Meter(of * PAGE, progress).add(done * PAGE))
        durable(path)
        verify_copy(path, database)
    except IntakeError as trouble:
        if trouble.code != "vault.damaged":
            raise
        _fresh(path)
        _as_it_lies(database, path)


def _fresh(path: Path) -> None:
    with told():
        path.unlink(missing_ok=True)
    new_private(path)


def _as_it_lies(database: Database, path: Path) -> None:
    """Byte by byte, read back; SQLite has let go of the file meanwhile."""
    database.renew()
    database.checkpoint()
    database.let_go()
    with told():
        shutil.copyfile(database.path, path)
        durable(path)
        if not filecmp.cmp(database.path, path, shallow=False):
            raise IntakeError("vault.io_error", reason="copy")
    database.take(database.key)


def verify_copy(path: Path, database: Database) -> None:
    """Raises IntakeError 'vault.damaged' when a file is not a sound copy of a store."""
    copied = Database(path, database.key)
    try:
        if not pages_sound(copied) or _counts(copied) != _counts(database):
            raise IntakeError("vault.damaged", part="copy")
    finally:
        copied.close()


def _drop_copy(database: Database) -> None:
    """Once the changed file was read back."""
    path = copy_path(database.path)
    if not path.exists():
        return
    database.checkpoint()
    if not pages_sound(database) and _damaged(database) > _damaged_in(path, database.key):
        raise IntakeError("vault.damaged", part="records")
    with told():
        path.unlink()


def _damaged(database: Database) -> int:
    """How many pages are not as they were written.  The handle that looked is not used any more."""
    found = len(database.all("PRAGMA cipher_integrity_check"))
    database.renew()
    return found


def _damaged_in(path: Path, key: bytes) -> int:
    """The same of a copy; none in one that can not be opened, which excuses nothing."""
    try:
        with contextlib.closing(Database(path, key, frozen=True)) as copied:
            return _damaged(copied)
    except IntakeError:
        return 0


def pages_sound(database: Database) -> bool:
    """Whether each page is as it was written; the log must be empty, for only the main file is read."""
    return not database.all("PRAGMA cipher_integrity_check") and database.one("PRAGMA integrity_check") == ("ok",)


def _counts(database: Database) -> list[Row]:
    tables = ("person", "form", "record", "draft", "submission", "media", "media_part", "release", "slip", "audit")
    return [row for table in tables for row in database.all(f"SELECT count(*) FROM {table}")]


def _fingerprint(query: Any) -> str:
    rows: Sequence[Row] = query("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


@functools.cache
def expected() -> str:
    """The same from an empty database that has every migration."""
    scratch = sqlcipher.connect(":memory:", isolation_level=None)
    try:
        for migration in schema.MIGRATIONS:
            for statement in migration.before + migration.after:
                scratch.execute(statement)
        return _fingerprint(lambda sql: scratch.execute(sql).fetchall())
    finally:
        scratch.close()
