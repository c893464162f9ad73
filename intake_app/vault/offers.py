"""What servers offer of forms that are here already: each set kept beside, until somebody takes it or leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.vault import audit, forms, sight
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.types import FormFile

_COLUMNS = "id, form_id, version, title, server, hash, report, fetched, left_at"


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offered set without its bytes; ``left_at`` is since when it was left where it is, None when undecided."""

    id: int
    form_id: str
    version: str
    title: str
    server: str
    hash: str
    report: str
    fetched: str
    left_at: str | None


@dataclass(frozen=True, slots=True)
class OfferPackage:
    """An offered form with its bytes and its files by name."""

    row: OfferRow
    xml: bytes
    files: Mapping[str, bytes]


def put(opening: Opening, form: FormFile, files: Mapping[str, bytes]) -> int:
    """Keeps what a server offers, in the place of what it offered of this form before; its id.

    Raises IntakeError 'vault.not_allowed'; ValueError for a form that comes from no server.
    """
    require(opening.me, Right.FORMS)
    if not form.server:
        raise ValueError("an offer of no server")
    database = opening.database
    with database.transaction():
        audit.changing(opening)
        database.run("DELETE FROM offer WHERE form_id = ? AND server = ?", form.form_id, form.server)
        database.run(
            "INSERT INTO offer (form_id, version, title, xml, digest, server, hash, report, fetched) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(form.form_id, form.version, form.title, form.xml, forms.digest(form.xml, files)),
            *(form.server, form.hash, form.report, opening.now()),
        )
        ((offer,),) = database.all("SELECT last_insert_rowid()")
        for name, content in files.items():
            database.run("INSERT INTO offer_file (offer, name, content) VALUES (?, ?, ?)", offer, name, content)
        audit.append(opening, "form.offered", f"{form.form_id} {form.version}", offer=offer, server=form.server)
    return int(offer)


def listed(opening: Opening) -> tuple[OfferRow, ...]:
    """What is offered, by title."""
    rows = opening.database.all(f"SELECT {_COLUMNS} FROM offer ORDER BY title, form_id, server")
    return tuple(OfferRow(*row) for row in rows)


def package(opening: Opening, offer: int) -> OfferPackage:
    """An offer with its bytes.  Raises IntakeError 'vault.no_such_offer', 'vault.damaged' when they are others."""
    found = opening.database.one(f"SELECT {_COLUMNS}, xml, digest FROM offer WHERE id = ?", offer)
    if found is None:
        raise IntakeError("vault.no_such_offer")
    *told, xml, digest = found
    rows = opening.database.all("SELECT name, content FROM offer_file WHERE offer = ? ORDER BY name", offer)
    files = {name: bytes(content) for name, content in rows}
    if forms.digest(bytes(xml), files) != bytes(digest):
        raise IntakeError("vault.damaged", part="offer")
    return OfferPackage(OfferRow(*told), bytes(xml), files)


def accept(opening: Opening, offer: int) -> int:
    """Makes an offered form the one that new records use; its key.  Drafts stay with the version they began with."""
    require(opening.me, Right.FORMS)
    offered = package(opening, offer)
    row = offered.row
    form = FormFile(row.form_id, row.version, row.title, offered.xml, "server", row.server, row.hash, row.report)
    with opening.database.transaction():
        audit.changing(opening)
        key = forms.put_inside(opening, form, offered.files)
        opening.database.run("DELETE FROM offer WHERE id = ?", offer)
        audit.append(opening, "form.accepted", f"{row.form_id} {row.version}", offer=offer, key=key)
    return key


def leave(opening: Opening, offer: int) -> None:
    """Leaves an offer where it is: it is not told of again, until the server offers something else."""
    require(opening.me, Right.FORMS)
    with opening.database.transaction():
        audit.changing(opening)
        if not opening.database.run("UPDATE offer SET left_at = ? WHERE id = ?", opening.now(), offer):
            raise IntakeError("vault.no_such_offer")
        audit.append(opening, "form.left", "", offer=offer)


def withdrawn(opening: Opening, form_id: str, server: str) -> None:
    """Forgets an offer, because the server has again what is here."""
    require(opening.me, Right.FORMS)
    with opening.database.transaction():
        audit.changing(opening)
        if opening.database.run("DELETE FROM offer WHERE form_id = ? AND server = ?", form_id, server):
            audit.append(opening, "form.withdrawn", form_id, server=server)


def drafts(opening: Opening, offer: int) -> tuple[tuple[str, int], ...]:
    """(name of the author, how many) of the drafts of the form that is offered anew, as far as the role sees them."""
    condition, values = sight.seen(opening)
    return tuple(
        (str(name), int(count))
        for name, count in opening.database.all(
            "SELECT p.name, count(*) FROM record r JOIN form f ON f.key = r.form_key JOIN person p ON p.id = r.author "
            "JOIN offer o ON o.form_id = f.form_id AND (f.server IS NULL OR f.server = o.server) "
            f"WHERE o.id = ? AND r.state = 'draft' AND r.discarded IS NULL AND {condition} "
            "GROUP BY r.author ORDER BY p.folded",
            *(offer, *values),
        )
    )
