"""Proof of transmission: the list of all that was sent, in a file of its own, signed with the key of this store.

JSON lines.  The first says what this is and gives the public key; the last has the number of lines between, the newest
link of their chain and the signature.  Between them stand the lines as they lie in the store, byte for byte; of a
record that whoever made the file does not see, the digest of the line stands there alone.  Everything that is needed to
verify the file is in it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake_app.errors import IntakeError
from intake_app.vault import audit, people, sight, signing, transmissions
from intake_app.vault.opening import Opening
from intake_app.vault.releases import LEAVES
from intake_app.vault.roles import Right, require

KIND, FORMAT = "intake proof of transmission", 1
_SIGNED = b"intake proof of transmission\0"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file says whose chain and signature hold.

    ``key``: the public half that it was signed with, in hex.  ``shown`` and ``withheld`` are lines; ``received`` are
    the instanceIDs for which a receipt stands there, ``tried`` all that stand there but those of which nothing went
    out, because their round ended before their turn.
    """

    organisation: str
    site: str
    made: str
    key: str
    shown: int
    withheld: int
    tried: tuple[str, ...]
    received: tuple[str, ...]
    lines: tuple[dict[str, Any], ...]


def export(opening: Opening) -> bytes:
    """The file for who asks: lines of records that the role sees, digests of all others."""
    database, here = opening.database, people.site_of(opening.database)
    condition, values = sight.seen(opening)
    seen = {number for (number,) in database.all(f"SELECT r.number FROM record r WHERE {condition}", *values)}
    key = signing.key_of(database)
    first = _written(
        {"intake": KIND, "format": FORMAT, "organisation": here.organisation, "site": here.site,
         "made": opening.now(), "key": signing.public_of(database).hex()}
    )  # fmt: skip
    between = [
        line if record in seen else _written({"seq": seq, "withheld": transmissions.digest(line).hex()})
        for seq, record, line, _chain in transmissions.lines(database)
    ]
    seq, chain = transmissions.head(database)
    last = _written({"rows": seq, "chain": chain.hex(), "signature": key.sign(_message(first, seq, chain)).hex()})
    with database.transaction():
        audit.append(opening, "ledger.exported", rows=len(between))
    return "".join(f"{line}\n" for line in (first, *between, last)).encode("utf-8", "surrogatepass")


def paper_left(opening: Opening, server: str, records: int, way: str) -> None:
    """Notes that a sheet about the records of a round left the store: 'printed', or 'saved' as a file."""
    if way not in LEAVES:
        raise ValueError(f"no such way: {way}")
    require(opening.me, Right.SEND)
    with opening.database.transaction():
        audit.append(opening, f"receipt.{way}", "", server=server, records=records)


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _message(first: str, rows: int, chain: bytes) -> bytes:
    return _SIGNED + transmissions.digest(first) + rows.to_bytes(8, "big") + chain


def verify(data: bytes) -> Proof:
    """What a file proves; needs no store.

    Raises IntakeError 'proof.not_one' for another kind of file, 'proof.changed' when the lines do not add up to the
    link that was signed, 'proof.forged' when the signature is not of the key that the file names.
    """
    written = _lines(data)
    first, *between, last = (_read(line) for line in written)
    if first.get("intake") != KIND or first.get("format") != FORMAT:
        raise IntakeError("proof.not_one")
    chain = transmissions.START
    for number, (line, told) in enumerate(zip(written[1:-1], between, strict=True), start=1):
        if told.get("seq") != number:
            raise IntakeError("proof.changed", row=number)
        chain = transmissions.linked(chain, _digest(line, told))
    if (last.get("rows"), last.get("chain")) != (len(between), chain.hex()):
        raise IntakeError("proof.changed", row=len(between))
    _signed(first, last, _message(written[0], len(between), chain))
    return _told(first, between)


def _lines(data: bytes) -> Sequence[str]:
    try:
        lines = data.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as trouble:
        raise IntakeError("proof.not_one") from trouble
    if len(lines) < 2:
        raise IntakeError("proof.not_one")
    return lines


def _read(line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as trouble:
        raise IntakeError("proof.not_one") from trouble
    if not isinstance(told, dict):
        raise IntakeError("proof.not_one")
    return told


def _digest(line: str, told: dict[str, Any]) -> bytes:
    if "withheld" not in told:
        return transmissions.digest(line)
    return _bytes(told["withheld"], hashlib.sha256().digest_size)


def _bytes(text: object, size: int) -> bytes:
    try:
        found = bytes.fromhex(str(text))
    except ValueError:
        found = b""
    if len(found) != size:
        raise IntakeError("proof.not_one")
    return found


def _signed(first: dict[str, Any], last: dict[str, Any], message: bytes) -> None:
    public = Ed25519PublicKey.from_public_bytes(_bytes(first.get("key"), 32))
    try:
        public.verify(_bytes(last.get("signature"), 64), message)
    except InvalidSignature as trouble:
        raise IntakeError("proof.forged") from trouble


def _told(first: dict[str, Any], between: Sequence[dict[str, Any]]) -> Proof:
    shown = tuple(told for told in between if "withheld" not in told)
    unbegun = {told.get("attempt") for told in shown if told.get("code") == "openrosa.not_begun"}
    tried = dict.fromkeys(str(told.get("instance")) for told in shown if told.get("attempt") not in unbegun)
    received = dict.fromkeys(str(told.get("instance")) for told in shown if told.get("event") == "receipt")
    return Proof(
        organisation=str(first.get("organisation")),
        site=str(first.get("site")),
        made=str(first.get("made")),
        key=str(first.get("key")),
        shown=len(shown),
        withheld=len(between) - len(shown),
        tried=tuple(tried),
        received=tuple(received),
        lines=shown,
    )
