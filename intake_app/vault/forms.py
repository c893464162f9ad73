"""Forms with their files.  A set is stored whole or not at all; a form is never changed, only followed by another."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import audit
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, may, not_allowed, require
from intake_app.vault.types import FormFile, FormPackage, FormRow

_COLUMNS = "key, form_id, version, title, source, server, hash, report, added, current"


def put(opening: Opening, form: FormFile, files: Mapping[str, bytes]) -> int:
    """Stores a form and makes it the one that new records use; its key.

    The same bytes again give the same key.  Older rows stay while a record uses them.  Forms of several servers stand
    side by side, also under one id; what comes from a file takes the place of all of them.
    """
    require(opening.me, Right.FORMS)
    with opening.database.transaction():
        audit.changing(opening)
        return put_inside(opening, form, files)


def put_own(opening: Opening, form: FormFile) -> int:
    """Stores a questionnaire of the program itself, which who holds interviews may bring in when it is first needed.

    Raises IntakeError 'vault.not_allowed', also where the organisation has one of this name from elsewhere.
    """
    if form.source != "own" or form.server is not None:
        raise ValueError("not a questionnaire of the program itself")
    if not may(opening.me, Right.INTERVIEW):
        require(opening.me, Right.FORMS)
    with opening.database.transaction():
        audit.changing(opening)
        other = "SELECT 1 FROM form WHERE form_id = ? AND current = 1 AND source <> 'own'"
        if opening.database.one(other, form.form_id):
            raise not_allowed(opening.me, Right.FORMS.value)
        return put_inside(opening, form, {})


def put_inside(opening: Opening, form: FormFile, files: Mapping[str, bytes]) -> int:
    """The same inside the caller's transaction, who has asked for the right and looked at the register."""
    told, database = digest(form.xml, files), opening.database
    row = database.one(
        "SELECT key FROM form WHERE form_id = ? AND version = ? AND digest = ? AND server IS ?",
        *(form.form_id, form.version, told, form.server),
    )
    database.run(
        "UPDATE form SET current = 0 WHERE form_id = ?1 AND current = 1 AND (?2 IS NULL OR coalesce(server, ?2) = ?2)",
        *(form.form_id, form.server),
    )
    key = _again(opening, int(row[0]), form) if row else _insert(opening, form, files, told)
    database.run(
        "DELETE FROM form WHERE form_id = ? AND current = 0 "
        "AND NOT EXISTS (SELECT 1 FROM record WHERE form_key = form.key)",
        form.form_id,
    )
    audit.append(opening, "form.stored", f"{form.form_id} {form.version}", key=key, server=form.server)
    return key


def digest(xml: bytes, files: Mapping[str, bytes]) -> bytes:
    """One digest of a form with its files."""
    told = hashlib.sha256(hashlib.sha256(xml).digest())
    for name in sorted(files):
        told.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return told.digest()


def _again(opening: Opening, key: int, form: FormFile) -> int:
    opening.database.run(
        "UPDATE form SET current = 1, title = ?, source = ?, hash = ?, report = ? WHERE key = ?",
        *(form.title, form.source, form.hash, form.report, key),
    )
    return key


def _insert(opening: Opening, form: FormFile, files: Mapping[str, bytes], digest: bytes) -> int:
    database = opening.database
    database.run(
        "INSERT INTO form (form_id, version, title, xml, digest, source, server, hash, report, added, added_by, "
        "current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        *(form.form_id, form.version, form.title, form.xml, digest, form.source, form.server, form.hash, form.report),
        *(opening.now(), opening.me.id),
    )
    row = database.one("SELECT last_insert_rowid()")
    key = int(row[0]) if row else 0
    for name, content in files.items():
        database.run("INSERT INTO form_file (form_key, name, content) VALUES (?, ?, ?)", key, name, content)
    return key


def listed(opening: Opening, every: bool) -> tuple[FormRow, ...]:
    """Forms by title: the current ones, or every stored row."""
    condition = "" if every else "WHERE current = 1"
    rows = opening.database.all(f"SELECT {_COLUMNS} FROM form {condition} ORDER BY title, form_id, key")
    return tuple(_row(row) for row in rows)


def _row(columns: Sequence[Any]) -> FormRow:
    key, form_id, version, title, source, server, told_hash, report, added, current = columns
    return FormRow(key, form_id, version, title, source, server, told_hash, report, added, bool(current))


def package(opening: Opening, key: int) -> FormPackage:
    """A form with its bytes, which are those that were stored: the log has their digest.

    Raises IntakeError 'vault.no_such_form', 'vault.damaged'.
    """
    row = opening.database.one(f"SELECT {_COLUMNS}, xml, digest FROM form WHERE key = ?", key)
    if row is None:
        raise IntakeError("vault.no_such_form")
    *told, xml, known = row
    found = opening.database.all("SELECT name, content FROM form_file WHERE form_key = ? ORDER BY name", key)
    files = {str(name): bytes(content) for name, content in found}
    if digest(bytes(xml), files) != bytes(known):
        raise IntakeError("vault.damaged", part="form")
    return FormPackage(_row(told), bytes(xml), files)
