"""A list of entities as it is kept between records: what finished records change in it, and what a server's newer list
makes of it (features 168 and 169). Pure: a list and what happened in, a list out; nobody here asks a server.

The rules are those of ODK Collect, so that what a record says of an entity (base version, trunk version, branch) is
what Central expects.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from intake_app.xform.entities import is_random_uuid
from intake_app.xform.views import EntityChange

_OWN = ("name", "label")
_VERSION = "__version"
_DIGITS = 18
"""A version is a number of eight bytes, on servers and in ODK Collect."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry of a list.

    version: counts changes, made here too. trunk_version: the version of the server this is based on, None for an
    entry that the server has not given yet. branch_id: names the line of changes made here since then. confirmed: the
    server has given it.
    """

    id: str
    label: str = field(repr=False)
    version: int = 1
    properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    confirmed: bool = False
    trunk_version: int | None = None
    branch_id: str = ""

    @property
    def changed(self) -> bool:
        """Whether records changed it since the server gave it."""
        return self.version != self.trunk_version


@dataclass(frozen=True, slots=True)
class EntityList:
    """A list by its name, its entries by id in order. hash: the server's mark of the list it was merged with last.

    needs_approval: a list of type ``approvalEntityList``: somebody on the server decides whether an entry comes to be.
    """

    name: str
    entities: Mapping[str, Entity] = field(default_factory=dict)
    hash: str = ""
    needs_approval: bool = False


def with_changes(kept: EntityList, changes: Iterable[EntityChange], uuid: Callable[[], str]) -> EntityList:
    """The list after a record was finished. `uuid` gives a bare uuid for a new branch.

    Left out is what a server leaves out: an id that is no random uuid, a new entry without a label or with an id that
    is taken, an update of what is not there. Where entries need approval, none comes to be here (feature 169).
    """
    entities = dict(kept.entities)
    for change in changes:
        if change.dataset == kept.name and is_random_uuid(change.id):
            made = _after(entities.get(change.id), change, kept.needs_approval, uuid)
            if made is not None:
                entities[change.id] = made
    return replace(kept, entities=entities)


def _after(known: Entity | None, change: EntityChange, needs_approval: bool, uuid: Callable[[], str]) -> Entity | None:
    """What a change makes of an entry; None where it makes nothing."""
    if known is None:
        if change.action == "update" or not change.label or needs_approval:
            return None
        return Entity(change.id, change.label, 1, dict(change.properties), branch_id=uuid())
    if change.action == "create":
        return None
    properties = {**known.properties, **change.properties}
    return replace(known, label=change.label or known.label, properties=properties, version=known.version + 1)


def merged(
    kept: EntityList,
    rows: Iterable[Mapping[str, str]],
    mark: str,
    uuid: Callable[[], str],
    needs_approval: bool = False,
) -> EntityList:
    """The list after the server gave its own (feature 168): `rows` of its CSV, and its hash as `mark`.

    The same list when the mark is that of last time, or when a row lacks name, label or version. An entry newer on the
    server, or as new there and changed here, is the server's again, on a new branch; one newer here is confirmed, its
    changes stay. What the server gave and has no longer is gone; what it has not had yet stays, see `unconfirmed`.
    """
    given = list(rows)
    if mark == kept.hash or not all(map(_is_whole, given)):
        return kept
    servers = {row["name"]: row for row in given}
    names = {name for row in given for name in _properties(row)}
    local = {known.id: _without_others(known, names) for known in kept.entities.values()}
    entities = {known.id: known for known in _kept(local.values(), servers)}
    for id_, row in servers.items():
        entities[id_] = _reconciled(local.get(id_), row, uuid)
    return EntityList(kept.name, entities, mark, needs_approval)


def _is_whole(row: Mapping[str, str]) -> bool:
    version = row.get(_VERSION) or ""
    counts = version.isascii() and version.isdigit() and len(version) <= _DIGITS
    return bool(row.get("name")) and row.get("label") is not None and counts


def _properties(row: Mapping[str, str]) -> dict[str, str]:
    """What a row says of the entry itself; the server's own columns begin with two underscores."""
    return {name: value for name, value in row.items() if name not in _OWN and not name.startswith("__")}


def _without_others(known: Entity, names: Collection[str]) -> Entity:
    """Without the properties that the list has no longer."""
    return replace(known, properties={name: value for name, value in known.properties.items() if name in names})


def _kept(local: Iterable[Entity], servers: Collection[str]) -> Iterator[Entity]:
    return (known for known in local if known.id in servers or not known.confirmed)


def _reconciled(known: Entity | None, row: Mapping[str, str], uuid: Callable[[], str]) -> Entity:
    version = int(row[_VERSION])
    if known is not None and (version < known.version or (version == known.version and not known.changed)):
        return replace(known, confirmed=True)
    return Entity(row["name"], row["label"], version, _properties(row), True, version, uuid())


def unconfirmed(kept: EntityList) -> tuple[str, ...]:
    """The ids to ask the server about (``integrityUrl``): entries it has not given yet, or had deleted meanwhile."""
    return tuple(known.id for known in kept.entities.values() if not known.confirmed)


def without_deleted(kept: EntityList, deleted: Collection[str]) -> EntityList:
    """The list without the unconfirmed entries of which the server said that they were deleted."""
    gone = set(unconfirmed(kept)) & set(deleted)
    return replace(kept, entities={id_: known for id_, known in kept.entities.items() if id_ not in gone})
