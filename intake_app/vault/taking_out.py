"""A record that no server takes, taken out as a sealed file, for whoever must have it by another way."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from intake_app.errors import IntakeError
from intake_app.vault import audit, keys, media, people, quarantine, records, safeguards, settlements, signing, slots
from intake_app.vault.attachments import PIECE
from intake_app.vault.keys import DEFAULT, Kdf
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.sealed_file import Lock, SealedFile, sealed
from intake_app.vault.sight import content_number, sending_number
from intake_app.vault.withdrawing import require_not_all

KIND, FORMAT = "intake sealed record", 1


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """What a sealed file holds: facts and files as it tells them, and the bytes of the record.

    ``fingerprint_of`` is the public key, in hex, of the store that made it; ``organisations`` those of who can open it.
    """

    facts: dict[str, Any] = field(repr=False)
    xml: bytes = field(repr=False)
    fingerprint_of: str
    organisations: tuple[str, ...]


def export(opening: Opening, record_id: str, passphrase: str, kdf: Kdf = DEFAULT) -> Iterator[bytes]:
    """The bytes of the file, for the organisations whose keys the store has, and for a passphrase when there is one.

    Who sends a record may take it out for the organisation; with a passphrase, who reads it too. Raises IntakeError
    'vault.not_refused' unless a person must look at it, 'vault.withdrawn', 'vault.sealed_for_nobody',
    'vault.weak_passphrase'.
    """
    require(opening.me, Right.SEND)
    number = sending_number(opening, record_id)
    here = people.site_of(opening.database)
    if passphrase:
        content_number(opening, record_id)
        keys.check_passphrase(passphrase, (here.organisation, here.site))
    opening.may_leave()
    settlements.require_held(opening, number)
    require_not_all(opening.database, number)
    lock = Lock(safeguards.listed(opening).organisations, passphrase, kdf)
    if not lock.organisations and not passphrase:
        raise IntakeError("vault.sealed_for_nobody")
    told = _told(opening, number, record_id)
    with opening.database.transaction():
        audit.append(
            opening,
            "record.taken_out",
            record_id,
            organisations=len(lock.organisations),
            keys=" ".join(map(slots.escrow_id, lock.organisations)),
            passphrase=int(bool(passphrase)),
        )
    facts = {"intake": KIND, "format": str(FORMAT), "made": opening.now()}
    return sealed(facts, lock, signing.key_of(opening.database), _parts(opening, number, record_id, told))


def _told(opening: Opening, number: int, record_id: str) -> dict[str, Any]:
    """What the file says of the record, inside the seal."""
    row, here = records.row(opening, record_id), people.site_of(opening.database)
    last = opening.database.one(
        "SELECT server, code, status, message, ended FROM attempt WHERE record = ? ORDER BY id DESC LIMIT 1", number
    )
    return {
        "record": row.id, "code": row.code, "form": row.form_id, "version": row.version, "finished": row.finalised,
        "edit_of": row.edit_of, "organisation": here.organisation, "site": here.site,
        "refused": dict(zip(("server", "code", "status", "message", "at"), last, strict=True)) if last else None,
        "files": [asdict(file) for file in media.rows(opening, number)],
    }  # fmt: skip


def _parts(opening: Opening, number: int, record_id: str, told: dict[str, Any]) -> Iterator[Iterator[bytes]]:
    """Facts, record, and each file, read and compared with their digests while they go out."""
    xml = records.sealed(opening, number, record_id).xml
    yield iter((json.dumps(told, ensure_ascii=False).encode(),))
    yield (xml[at : at + PIECE] for at in range(0, len(xml), PIECE))
    with quarantine.watched(opening, number):
        media.verify_list(opening, number)
        for file in told["files"]:
            yield media.pieces(opening, number, record_id, file["name"])


def read(
    stream: BinaryIO, passphrase: str = "", private: bytes = b""
) -> tuple[SealedRecord, Iterator[tuple[str, Iterator[bytes]]]]:
    """What a sealed file holds, and its files by name, one after the other; needs no store.

    Raises IntakeError 'vault.sealed_not_one', 'vault.sealed_changed', 'vault.sealed_wrong'.
    """
    file = SealedFile(stream)
    if (file.head.get("intake"), file.head.get("format")) != (KIND, str(FORMAT)):
        raise IntakeError("vault.sealed_not_one")
    parts = file.parts(file.key(passphrase, private))
    try:
        facts, xml = json.loads(b"".join(next(parts))), b"".join(next(parts))
        names = [str(one["name"]) for one in facts["files"]]
        record = SealedRecord(facts, xml, str(file.head["key"]), tuple(file.head["organisations"]))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as trouble:
        raise IntakeError("vault.sealed_not_one") from trouble
    return record, zip(names, parts, strict=False)
