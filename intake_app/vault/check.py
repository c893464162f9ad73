"""Facts about the store, and the reading of everything that says whether it is sound."""

import json
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import audit, people, records, schema, signing
from intake_app.vault.opening import Opening
from intake_app.vault.roles import visible
from intake_app.vault.types import Site, StoreInfo


def site(opening: Opening) -> Site:
    """The workplace as it was set up."""
    return people.site_of(opening.database)


def info(opening: Opening, path: Path) -> StoreInfo:
    """Facts for an about box and the first screen."""
    condition, values = visible(opening.me)
    counts = opening.database.all(
        f"SELECT r.state, count(*) FROM record r WHERE r.discarded IS NULL AND {condition} GROUP BY r.state", *values
    )
    people = opening.database.one("SELECT count(*) FROM person WHERE removed IS NULL")
    here = site(opening)
    return StoreInfo(
        *(path, here.organisation, here.site, here.callback, schema.CURRENT),
        people=int(people[0]) if people else 0,
        signer=signing.public_of(opening.database).hex(),
        counts=dict(counts),
    )


def sound(opening: Opening) -> tuple[str, ...]:
    """Codes of what is wrong.  The log is emptied first: the page check reads the main file only."""
    found: list[str] = []
    for look in (_pages, _references, _headers, _seals, _audit):
        try:
            look(opening)
        except IntakeError as trouble:
            found.append(trouble.code)
    return tuple(dict.fromkeys(found))


def _pages(opening: Opening) -> None:
    database = opening.database
    if not database.checkpoint():
        raise IntakeError("vault.io_error", reason="checkpoint")
    if database.all("PRAGMA cipher_integrity_check") or database.one("PRAGMA quick_check") != ("ok",):
        raise IntakeError("vault.damaged", part="records")


def _references(opening: Opening) -> None:
    if opening.database.all("PRAGMA foreign_key_check"):
        raise IntakeError("vault.damaged", part="references")


def _headers(opening: Opening) -> None:
    if opening.header.current.generation < opening.header.oldest():
        raise IntakeError("vault.old_header")


def _seals(opening: Opening) -> None:
    """Each finalised record against its own seal."""
    for number, record_id in opening.database.all("SELECT number, id FROM record WHERE state <> 'draft'"):
        records.sealed(opening, number, record_id)


def _audit(opening: Opening) -> None:
    """The chain, then what it says was finalised against what is there."""
    audit.verify(opening)
    told = opening.database.all("SELECT object, detail FROM audit WHERE action = 'record.finalised'")
    promised = {record_id: json.loads(detail)["sha256"] for record_id, detail in told}
    present = opening.database.all(
        "SELECT r.id, lower(hex(s.sha256)) FROM record r JOIN submission s ON s.record = r.number"
    )
    if promised != dict(present):
        raise IntakeError("vault.damaged", part="record")
