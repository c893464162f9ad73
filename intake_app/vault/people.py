"""People of the store and its settings.  A slot in the header and a row inside belong together by id."""

import json
import secrets
import unicodedata
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import audit, header, keys, rotation, slots
from intake_app.vault.database import Database
from intake_app.vault.opening import Opening
from intake_app.vault.roles import SETTINGS_OF_ALL, Right, require
from intake_app.vault.rotation import Progress, silent
from intake_app.vault.slots import Kind, Secret
from intake_app.vault.types import Person, Role, Site
from intake_app.vault.unlocking import Factor, second_secret

LONGEST_NAME = 200
_VIEW = "view"
_COLUMNS = "id, name, role, agency, site, keeper"


def check_name(name: str) -> str:
    """A name as it is kept.

    Raises IntakeError 'vault.bad_name' when nothing of it is seen, when it holds signs that hide or turn others, and
    when it is longer than `LONGEST_NAME`.  Bytes of a command line that are no text come as lone surrogates.
    """
    kept = " ".join(keys.normalise(name).split())
    seen = any(unicodedata.category(letter)[0] in "LNS" for letter in kept)
    if not seen or len(kept) > LONGEST_NAME or any(map(_hides, _without_joiners(kept))):
        raise IntakeError("vault.bad_name", length=len(kept))
    return kept


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _without_joiners(name: str) -> str:
    """A name without what joins and parts letters, which Persian and Bengali names need and nobody sees."""
    return name.translate({0x200C: None, 0x200D: None})


def new_person(site: Site, name: str, role: Role, keeper: bool) -> Person:
    """A person of an agency at a site, with a random id."""
    return Person(secrets.token_hex(8), check_name(name), Role(role), site.organisation, site.site, keeper)


def insert(database: Database, person: Person, at: str) -> None:
    """The row of a person; only inside a transaction."""
    database.run(
        "INSERT INTO person (id, name, folded, role, agency, site, keeper, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(person.id, person.name, keys.fold_name(person.name), person.role.value, person.agency, person.site),
        *(int(person.keeper), at),
    )


def _person(row: tuple[Any, ...]) -> Person:
    identity, name, role, agency, site, keeper = row
    return Person(identity, name, Role(role), agency, site, bool(keeper))


def by_id(database: Database, person_id: str) -> Person:
    """Who a slot belongs to.  Raises IntakeError 'vault.damaged' when nobody does."""
    return _with_id(database, person_id, "removed IS NULL")


def site_of(database: Database) -> Site:
    """The workplace as it was set up."""
    told: dict[str, str] = dict(database.all("SELECT key, value FROM store"))
    return Site(told["organisation"], told["site"], told["callback"])


def ever(database: Database, person_id: str) -> Person:
    """Somebody by id, who may have been removed since.  Raises IntakeError 'vault.damaged' when nobody ever was."""
    return _with_id(database, person_id, "1")


def _with_id(database: Database, person_id: str, condition: str) -> Person:
    row = database.one(f"SELECT {_COLUMNS} FROM person WHERE id = ? AND {condition}", person_id)
    if row is None:
        raise IntakeError("vault.damaged", part="people")
    return _person(row)


def listed(opening: Opening) -> tuple[Person, ...]:
    """Everybody who may open the store, by name."""
    rows = opening.database.all(f"SELECT {_COLUMNS} FROM person WHERE removed IS NULL ORDER BY folded")
    return tuple(_person(row) for row in rows)


def add_at(opening: Opening, agency: str, site: str, name: str, role: Role, passphrase: str) -> Person:
    """A new person of an agency at a site, where these are empty of those of the workplace."""
    here = site_of(opening.database)
    at = [check_name(own) if own else known for own, known in ((agency, here.organisation), (site, here.site))]
    return add(opening, Site(at[0], at[1], here.callback), name, role, passphrase)


def add(opening: Opening, site: Site, name: str, role: Role, passphrase: str) -> Person:
    """A new person: row first, slot last, so that a crash between the two leaves nobody with half an entry.

    A row without a slot is such a remnant and gives way to the same name.
    """
    require(opening.me, Right.PEOPLE)
    keys.check_passphrase(passphrase, (name, site.organisation, site.site))
    person = new_person(site, name, role, keeper=False)
    current = opening.header.current
    if current.slot_of(person.name) is not None or _looks_like_another(opening, person.name):
        raise IntakeError("vault.name_taken")
    if len(current.slots) >= header.MOST_SLOTS:
        raise IntakeError("vault.too_many_people", most=header.MOST_SLOTS)
    secret = Secret(passphrase, current.cost())
    slot = slots.person_slot(opening.header.binding(), person.id, person.name, secret, opening.keys.volume)
    with opening.database.transaction():
        audit.changing(opening)
        take_in(opening, person)
        audit.append(opening, "person.added", person.id, role=person.role.value)
    opening.header.put(current.with_slot(slot))
    return person


def _looks_like_another(opening: Opening, name: str) -> bool:
    """Whether somebody has a name that differs in nothing that is seen: what is handed over would go astray."""
    mine, looks = keys.fold_name(name), keys.fold_name(_without_joiners(name))
    others = (keys.fold_name(other.name) for other in listed(opening))
    return any(other != mine and _without_joiners(other) == looks for other in others)


def take_in(opening: Opening, person: Person) -> None:
    """The row of a new person, in the place of one without a slot who had the name; only inside a transaction."""
    _retire_folded(opening, person.name)
    insert(opening.database, person, opening.now())


def by_name(database: Database, name: str) -> Person | None:
    """Who has this name, however it is typed."""
    row = database.one(f"SELECT {_COLUMNS} FROM person WHERE folded = ? AND removed IS NULL", keys.fold_name(name))
    return _person(row) if row else None


def _retire_folded(opening: Opening, name: str) -> None:
    """Frees a name: the row keeps the id that records point to, under a name that nobody types."""
    opening.database.run(
        "UPDATE person SET folded = folded || char(0) || id, removed = coalesce(removed, ?) WHERE folded = ?",
        *(opening.now(), keys.fold_name(name)),
    )


def remove(opening: Opening, name: str, progress: Progress = silent) -> None:
    """Takes a person's slot away and gives the store a new volume key, which that person never had.

    Who keeps the store is taken away only by another who does.  Raises IntakeError 'vault.no_such_person',
    'vault.not_allowed' for oneself and for a keeper, and as `rotation.rotate` does.
    """
    require(opening.me, Right.PEOPLE)
    current = opening.header.current
    slot = current.slot_of(name)
    if slot is None:
        raise IntakeError("vault.no_such_person")
    person = by_id(opening.database, slot.id)
    if person.id == opening.me.id or (person.keeper and not opening.me.keeper):
        raise IntakeError("vault.not_allowed", role=opening.me.role.value, what="remove")

    def removed(inside: Opening) -> None:
        audit.changing(inside)
        _retire_folded(inside, person.name)
        audit.append(inside, "person.removed", person.id)

    rotation.rotate(opening, tuple(other for other in current.slots if other.id != slot.id), removed, progress)


def catch_up(opening: Opening) -> None:
    """After a new volume key that was cut: the rows of those whose slots it took away.  Only inside a transaction."""
    current = opening.header.current
    audit.changing(opening)
    for person in listed(opening):
        if current.slot(person.id) is None:
            _retire_folded(opening, person.name)
            audit.append(opening, "person.removed", person.id)
    audit.append(opening, "store.rekeyed", epoch=current.epoch)


def change_passphrase(opening: Opening, old: str, new: str, factor: Factor, second: bytes | None = None) -> None:
    """Puts one's slot under a new passphrase; keys and data stay as they are.

    ``factor`` is the system keyring as it is now; ``second`` the second secret from now on: b"" none, None as now.
    Raises IntakeError 'vault.wrong_passphrase', 'vault.weak_passphrase', 'vault.keyring_missing'.
    """
    current, me = opening.header.current, opening.me
    keys.check_passphrase(new, (me.name, me.agency, me.site))
    slot = current.slot(me.id)
    if slot is None:
        raise IntakeError("vault.wrong_passphrase")
    before = second_secret(current.vault_id, slot, factor)
    private = slots.private_half(slot, current.binding, keys.slot_key(old, slot.salt, slot.kdf, before))
    if private is None:
        raise IntakeError("vault.wrong_passphrase")
    after = before if second is None else second
    secret, binding = Secret(new, slot.kdf, after), opening.header.binding()
    if slot.kind is Kind.LEGACY:
        fresh = slots.person_slot(binding, me.id, me.name, secret, opening.keys.volume)
    else:
        fresh = slots.with_secret(slot, binding, private, secret, opening.keys.volume, me.name)
    with opening.database.transaction():
        audit.changing(opening)
        audit.append(opening, "person.passphrase", me.id, keyring=int(bool(after)))
    opening.header.put(current.with_slot(fresh))


def keep_view(opening: Opening, view: str) -> None:
    """Keeps what this person looks at, for their next opening: it may hold a name somebody looked for.

    There is one at most, and whoever else opens the store wipes it; "" keeps none.
    """
    with opening.database.transaction():
        _write_view(opening, json.dumps([opening.me.id, view]) if view else "")


def kept_view(opening: Opening) -> str:
    """What this person looked at before; "" when nothing was kept, or somebody else's was, which is gone now."""
    row = opening.database.one("SELECT value FROM setting WHERE key = ?", _VIEW)
    holder, view = json.loads(row[0]) if row else ("", "")
    if holder not in ("", opening.me.id):
        keep_view(opening, "")
    return str(view) if holder == opening.me.id else ""


def _write_view(opening: Opening, value: str) -> None:
    audit.changing(opening)
    opening.database.run("DELETE FROM setting WHERE key = ?", _VIEW)
    if value:
        opening.database.run("INSERT INTO setting (key, value) VALUES (?, ?)", _VIEW, value)
    audit.append(opening, "setting.changed", _VIEW)


def setting(opening: Opening, key: str) -> str | None:
    """A setting of the store, or None; what somebody looks at is none of these."""
    if key == _VIEW:
        return None
    row = opening.database.one("SELECT value FROM setting WHERE key = ?", key)
    return str(row[0]) if row else None


def set_setting(opening: Opening, key: str, value: str) -> None:
    """Keeps a setting.  Raises IntakeError 'vault.not_allowed' for one that is not everybody's to change."""
    if key not in SETTINGS_OF_ALL:
        require(opening.me, Right.SETTINGS)
    with opening.database.transaction():
        audit.changing(opening)
        opening.database.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            *(key, value),
        )
        audit.append(opening, "setting.changed", key)
    opening.anew[key] += 1
