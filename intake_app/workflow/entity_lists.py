"""Entity lists between records: what finished records ask of them, and what the server's newer list makes of them.

Each server has its own, by name, and all its forms share it. What a record changes is in it once the record is released
to be sent, not before, and until the server gives it in its list only for who may read that record; of records that
leave encrypted no server makes entities, and so nothing is changed here.
"""

import csv
import io
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import PurePath

from intake_app import xform
from intake_app.errors import IntakeError
from intake_app.openrosa import ListedFile
from intake_app.vault import FormPackage, Vault
from intake_app.workflow import store as stores
from intake_app.xform import EntityChange, generic
from intake_app.xform.entity_lists import Entity, EntityList, merged, unconfirmed, with_changes, without_deleted
from intake_app.xform.secondary import table

_MARK = b"http://www.opendatakit.org/xforms/entities"
_COLUMNS = ("name", "label", "__version", "__trunkVersion", "__branchId")


@dataclass(frozen=True)
class _Step:
    """What a record made of an entry: the version it has since, and the entry before, None for one that is new."""

    entity: str
    version: int
    before: Entity | None


@dataclass(frozen=True)
class _Shelf:
    """A list as it is kept. `steps`: by the id of a record that changed it, so that they can be taken back."""

    list: EntityList
    steps: Mapping[str, tuple[_Step, ...]] = field(default_factory=dict)


class KeptLists:
    """What fetching forms does with entity lists."""

    def mark(self, vault: Vault, server: str, name: str) -> str:
        """The server's mark of the list that was merged last."""
        return _kept(vault, server, name).list.hash

    def merge(self, vault: Vault, server: str, listed: ListedFile, content: bytes) -> tuple[str, ...]:
        """Merge what the server gives; ids of entries that it has not got yet, or had deleted. As long as there are
        some the list is not wholly that of the server, and has no mark.

        Raises IntakeError as a form that uses the list would, which keeps the one before.
        """
        shelf = _kept(vault, server, PurePath(listed.filename).stem)
        found = table(content, listed.filename)
        after = merged(shelf.list, found, listed.hash, _branch, listed.type == "approvalEntityList")
        if after is shelf.list:
            return ()
        table(as_csv(after), listed.filename)
        waiting = unconfirmed(after)
        _keep(vault, server, replace(shelf, list=replace(after, hash="" if waiting else after.hash)))
        return waiting

    def without(self, vault: Vault, server: str, listed: ListedFile, deleted: frozenset[str]) -> None:
        """Take out of a list what the server had deleted."""
        shelf = _kept(vault, server, PurePath(listed.filename).stem)
        _keep(vault, server, replace(shelf, list=replace(without_deleted(shelf.list, deleted), hash=listed.hash)))


def form_for(store: Vault, form_key: int, *instances: bytes) -> FormPackage:
    """A form with the lists as they are kept now, for who asks, in the place of those that it came with.

    ``instances``: of records that are read with it, whose own choices stay, as they came to be.
    """
    package = store.form(form_key)
    server = package.row.server
    known = store.entity_lists(server) if server else ()
    names = {file: PurePath(file).stem for file in package.files if PurePath(file).suffix == ".csv"}
    kept = {file: _kept(store, server or "", name) for file, name in names.items() if name in known}

    def chosen(keys: Collection[str]) -> frozenset[str]:
        """Those of these entries that the records chose."""
        named = frozenset(key for key in keys for instance in instances if key.encode() in instance)
        whole = _with_lists(package, kept, lambda shelf: shelf.list)
        return named & _chosen(store, whole, instances) if named else named

    return _with_lists(package, kept, lambda shelf: _seen(store, shelf, chosen))


def _with_lists(package: FormPackage, kept: Mapping[str, _Shelf], of: Callable[[_Shelf], EntityList]) -> FormPackage:
    return replace(package, files={**package.files, **{file: as_csv(of(shelf)) for file, shelf in kept.items()}})


def _chosen(store: Vault, package: FormPackage, instances: Iterable[bytes]) -> frozenset[str]:
    """What records chose in questions whose choices come from lists; what is typed elsewhere chooses nothing."""
    definition, found = xform.load(package.xml, package.files), set[str]()
    asking = {question.path for question in definition.controls() if question.itemset is not None}
    for instance in filter(None, instances):
        values = xform.resume(definition, instance, {}, stores.surroundings(store)).values()
        found.update(part for ref, value in values.items() if generic(ref) in asking for part in value.split())
    return frozenset(found)


def _seen(store: Vault, shelf: _Shelf, chosen_of: Callable[[Collection[str]], Collection[str]]) -> EntityList:
    """A list without what is in records that who asks may not read: the server has not given that yet.

    What they change of such an entry goes on from what the server has, beside the changes of the others: the line of
    changes has a name of its own then. `chosen_of`: tells which of these entries stay all the same.
    """
    hidden = [record for record in shelf.steps if not _reads(store, record)]
    shown = _without(shelf, hidden).list
    forked = {step.entity for record in hidden for step in shelf.steps[record]}
    branches = {
        key: replace(entity, branch_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{entity.branch_id} {store.me.id}")))
        for key, entity in shown.entities.items()
        if key in forked
    }
    made = {key: history[0][2] for key in forked - set(shown.entities) if (history := _history(shelf, key))}
    chosen = {key: made[key] for key in chosen_of(made)}
    return replace(shown, entities={**shown.entities, **branches, **chosen})


def _reads(store: Vault, record_id: str) -> bool:
    try:
        store.reader_for(record_id, None)
    except IntakeError:
        return False
    return True


def take_changes(store: Vault, record_id: str) -> None:
    """Do in the lists of its server what a record asks for that is released now."""
    instance = store.submission(record_id)
    package = form_for(store, store.record(record_id).form_key, instance)
    server = package.row.server
    if not server or _MARK not in package.xml:
        return
    definition = xform.load(package.xml, package.files)
    if definition.public_key is not None:
        return
    session = xform.resume(definition, instance, {}, stores.surroundings(store))
    changes = session.entities()
    for name in {change.dataset for change in changes} & set(store.entity_lists(server)):
        _change(store, server, name, record_id, changes)


def _change(store: Vault, server: str, name: str, record_id: str, changes: Iterable[EntityChange]) -> None:
    """Once for a record: what it asked for before and was not taken back stands."""
    shelf = _kept(store, server, name)
    before, after = shelf.list.entities, with_changes(shelf.list, changes, _branch)
    if record_id in shelf.steps or after == shelf.list:
        return
    made = {key: now for key, now in after.entities.items() if now != before.get(key)}
    table(as_csv(replace(after, entities=made)), name)  # what no form could read is not kept
    steps = tuple(_Step(key, now.version, before.get(key)) for key, now in made.items())
    _keep(store, server, _Shelf(after, {**shelf.steps, record_id: steps}))


def _without(shelf: _Shelf, records: Collection[str]) -> _Shelf:
    """The list without what these records made of it; what others changed of the same entries stays, as a change.

    What the server has given is the server's: an entry that it confirmed stays, and so does what is as new there.
    """
    entities = dict(shelf.list.entities)
    left = {record: {step.entity: step for step in steps} for record, steps in shelf.steps.items()}
    for key in {step.entity for record in records for step in shelf.steps[record]}:
        history = _history(shelf, key)
        now = history[0][1] if history else entities.get(key)
        for record, before, after in history:
            if record in records and not (before is None and entities[key].confirmed):
                continue
            if (made := _again(now, before, after)) is not None:
                left[record][key] = _Step(key, made.version, now)
            now = made
        if now is None:
            entities.pop(key, None)
        else:
            entities[key] = now
    steps = {record: tuple(made.values()) for record, made in left.items() if record not in records}
    return _Shelf(replace(shelf.list, entities=entities), steps)


def _history(shelf: _Shelf, key: str) -> list[tuple[str, Entity | None, Entity]]:
    """Who made what of an entry since the server gave it, the oldest first: record, the entry before and after."""
    found: list[tuple[str, Entity | None, Entity]] = []
    now = shelf.list.entities.get(key)
    steps = [(record, step) for record, steps in shelf.steps.items() for step in steps if step.entity == key]
    for record, step in reversed(steps):
        if now is not None and now.changed and now.version == step.version:
            found.append((record, step.before, now))
            now = step.before
    return found[::-1]


def _again(now: Entity | None, before: Entity | None, after: Entity) -> Entity | None:
    """What a record made of an entry, made of it as it is now; nothing of one that does not come to be."""
    if now is None or before is None:
        return after if before is None else None
    changed = {name: value for name, value in after.properties.items() if value != before.properties.get(name)}
    label = after.label if after.label != before.label else now.label
    return replace(now, label=label, properties={**now.properties, **changed}, version=now.version + 1)


def as_csv(kept: EntityList) -> bytes:
    """A list as a form reads it, with the columns that ODK Collect has."""
    more = dict.fromkeys(name for entity in kept.entities.values() for name in entity.properties)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*_COLUMNS, *more], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(entity) for entity in kept.entities.values())
    return text.getvalue().encode()


def _row(entity: Entity) -> Mapping[str, str]:
    trunk = "" if entity.trunk_version is None else str(entity.trunk_version)
    own = (entity.id, entity.label, str(entity.version), trunk, entity.branch_id)
    return {**entity.properties, **dict(zip(_COLUMNS, own, strict=True))}


def _branch() -> str:
    return str(uuid.uuid4())


def _kept(store: Vault, server: str, name: str) -> _Shelf:
    """A list as it is kept, without what records made of it that may not be sent any more."""
    told = json.loads(store.entity_list(server, name) or "{}")
    entities = {one[0]: Entity(*one) for one in told.get("entities", ())}
    steps = {
        record: tuple(_Step(key, version, Entity(*before) if before else None) for key, version, before in made)
        for record, made in told.get("steps", {}).items()
    }
    shelf = _Shelf(EntityList(name, entities, told.get("hash", ""), told.get("approval", False)), steps)
    stopped = store.stopped(tuple(steps))
    return _without(shelf, stopped) if stopped else shelf


def _keep(store: Vault, server: str, shelf: _Shelf) -> None:
    """Keep a list; what a record made is forgotten once the server has it, or it is gone."""
    entities = shelf.list.entities
    open_steps = {
        record: [(one.entity, one.version, one.before and astuple(one.before)) for one in steps]
        for record, steps in shelf.steps.items()
        if any(one.entity in entities and entities[one.entity].changed for one in steps)
    }
    told = {
        "hash": shelf.list.hash,
        "approval": shelf.list.needs_approval,
        "entities": [astuple(one) for one in entities.values()],
        "steps": open_steps,
    }
    store.put_entity_list(server, shelf.list.name, json.dumps(told, ensure_ascii=False))
