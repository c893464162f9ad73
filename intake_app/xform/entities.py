"""Entities: what a record changes in shared lists (features 161 to 167), as data for the client.

A block is ``meta/entity`` of the record, or of a group or repeat since version 2025.1. The attributes say which list,
which entry and what to do; binds with ``entities:saveto`` say which answers become properties of the entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.definition import EntityBlock, NodeSpec, Notice
from intake_app.xform.instance import Instance, children, climb, ref_of
from intake_app.xform.model import plain_path
from intake_app.xform.namespaces import ENTITIES, XFORMS, named
from intake_app.xform.reading import elements_of
from intake_app.xform.views import EntityAction, EntityChange, EntityFault
from intake_app.xpath.tree import Node

_KNOWN = re.compile(r"(?:2022\.1|2023\.1|2024\.1|2025\.1)(?:\..*)?")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)


def entities_version(model: etree._Element) -> str:
    """The version of the rules for entities a form was written for; "" for none.

    IntakeError ``xform.entities_too_new`` for one that is not known here.
    """
    version = model.get(named(ENTITIES, "entities-version")) or ""
    if version and not _KNOWN.fullmatch(version):
        raise IntakeError("xform.entities_too_new", version=version)
    return version


def entity_blocks(model: etree._Element, specs: Mapping[str, NodeSpec]) -> tuple[EntityBlock, ...]:
    """The entity blocks of a form in document order."""
    blocks: dict[NodeSpec, dict[str, NodeSpec]] = {spec: {} for spec in specs.values() if _is_block(spec)}
    scopes = {_scope(spec): spec for spec in blocks}
    for element in elements_of(model, named(XFORMS, "bind")):
        name = element.get(named(ENTITIES, "saveto"))
        asked = specs.get(plain_path(element.get("nodeset") or element.get("ref") or ""))
        block = _around(asked, scopes) if name and asked is not None else None
        if name and asked is not None and block is not None:
            blocks[block][name] = asked
    return tuple(EntityBlock(spec, properties) for spec, properties in blocks.items())


def _is_block(spec: NodeSpec) -> bool:
    return spec.name == "entity" and spec.parent is not None and spec.parent.name == "meta"


def _scope(block: NodeSpec) -> NodeSpec:
    """The record, group or repeat whose answers a block is about: what holds its meta."""
    meta = block.parent
    return meta.parent if meta is not None and meta.parent is not None else block


def _around(spec: NodeSpec | None, scopes: Mapping[NodeSpec, NodeSpec]) -> NodeSpec | None:
    while spec is not None:
        if spec in scopes:
            return scopes[spec]
        spec = spec.parent
    return None


def entity_notices(version: str, blocks: Iterable[EntityBlock], root: Node) -> Iterator[Notice]:
    """What to tell about the entities of a form at import."""
    blocks = list(blocks)
    if version:
        yield Notice("info", "entity", "xform.entities_kept")
    elif blocks:
        yield Notice("warning", blocks[0].spec.path, "xform.entities_unversioned")
    for block in blocks:
        if "@create" in block.spec.children and "label" not in block.spec.children:
            yield Notice("warning", block.spec.path, "xform.entity_without_label", {"list": _list_of(root, block.spec)})


def _list_of(root: Node, spec: NodeSpec) -> str:
    """The list a block names in the form itself."""
    found = [root]
    for name in spec.path.split("/")[2:]:
        found = [child for node in found for child in node.elements() if child.name == name]
    return next((_attribute(node, "dataset") for node in found), "")


def entity_changes(blocks: Iterable[EntityBlock], instance: Instance) -> Iterator[EntityChange]:
    """What the record as it is now asks for, in document order of the blocks; blocks that are not relevant or ask for
    nothing are left out.
    """
    for block in blocks:
        for node in instance.nodes(block.spec):
            action = _action(node)
            if node.relevant and action is not None:
                yield _change(block, node, action, instance)


def _action(node: Node) -> EntityAction | None:
    create, update = (_attribute(node, name) in ("1", "true") for name in ("create", "update"))
    if create:
        return "upsert" if update else "create"
    return "update" if update else None


def _change(block: EntityBlock, node: Node, action: EntityAction, instance: Instance) -> EntityChange:
    label = next((child.text().strip() for child in node.named("label")), "")
    known = {name: _attribute(node, name) for name in ("dataset", "id", "baseVersion", "trunkVersion", "branchId")}
    return EntityChange(
        ref=ref_of(node),
        dataset=known["dataset"],
        action=action,
        id=known["id"],
        label=label,
        properties=dict(_properties(block, node, instance)),
        base_version=known["baseVersion"],
        trunk_version=known["trunkVersion"],
        branch_id=known["branchId"],
        faults=tuple(_faults(known["dataset"], known["id"], label, action)),
    )


def _properties(block: EntityBlock, node: Node, instance: Instance) -> Iterator[tuple[str, str]]:
    scope = climb(node, max(1, block.spec.depth - 2))
    for name, spec in block.properties.items():
        for asked in instance.below(scope, spec)[:1]:
            if asked.relevant:
                yield name, asked.value


def is_random_uuid(identity: str) -> bool:
    """Whether an id is a random uuid (version 4), as the id of an entity has to be."""
    return _UUID.fullmatch(identity) is not None


def _faults(dataset: str, identity: str, label: str, action: EntityAction) -> Iterator[EntityFault]:
    if not dataset:
        yield "dataset"
    if not is_random_uuid(identity) if action == "create" else not identity:
        yield "id"
    if action == "create" and not label:
        yield "label"


def _attribute(node: Node, name: str) -> str:
    return next((each.text().strip() for each in children(node, f"@{name}")), "")
