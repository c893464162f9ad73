"""Reading the model: the primary instance as generic paths, and what each bind says of one."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace

from lxml import etree

from intake_app.xform.definition import PLAIN_BIND, Bind, NodeSpec, Notice
from intake_app.xform.expressions import Compiler
from intake_app.xform.namespaces import INTAKE, JAVAROSA, OPENROSA, XFORMS, named
from intake_app.xform.reading import elements_of, too_large
from intake_app.xform.tolerance import calculation, relevance
from intake_app.xform.wordings import message_wording
from intake_app.xpath.tree import Node

MAX_BINDS = 20_000

_KNOWN_TYPES = frozenset(
    (
        *(
            "string",
            "int",
            "long",
            "decimal",
            "boolean",
            "date",
            "time",
            "dateTime",
            "geopoint",
            "geotrace",
            "geoshape",
        ),
        *("binary", "barcode", "intent", "select", "select1", "odk:rank", "rank"),
    )
)
_SYNONYMS = {"integer": "int", "double": "decimal", "float": "decimal", "selectOne": "select1", "selectMulti": "select"}
_INTAKE = f"{{{INTAKE}}}"


class Specs:
    """The generic paths of an instance, in document order."""

    def __init__(self, root: Node) -> None:
        self.by_path: dict[str, NodeSpec] = {}
        self.root = self._add(root, None, 1)

    def _add(self, node: Node, parent: NodeSpec | None, depth: int) -> NodeSpec:
        above = parent.path if parent is not None else ""
        path = f"{above}/{node.name}"
        spec = self.by_path.get(path)
        if spec is None:
            spec = self.by_path[path] = NodeSpec(path, node.name, parent, depth, len(self.by_path))
            if parent is not None:
                parent.children[node.name] = spec
        for attribute in node.attributes:
            self._attribute(attribute, spec)
        for child in node.elements():
            self._add(child, spec, depth + 1)
        return spec

    def _attribute(self, node: Node, parent: NodeSpec) -> None:
        path = f"{parent.path}/@{node.name}"
        if path not in self.by_path:
            spec = NodeSpec(path, "@" + node.name, parent, parent.depth + 1, len(self.by_path), attribute=True)
            self.by_path[path] = parent.children[spec.name] = spec


def plain_path(source: str, context: str = "") -> str:
    """A reference of the form as a generic path: no prefixes, no predicates, relative ones resolved."""
    if _GENERIC.fullmatch(source):
        return source
    steps = [] if source.strip().startswith("/") else context.strip("/").split("/")
    for step in _without_predicates(source.strip().removeprefix("current()/")).strip("/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in (".", ""):
            mark = "@" if step.startswith("@") else ""
            steps.append(mark + step.removeprefix("@").rpartition(":")[2])
    return "/" + "/".join(step for step in steps if step)


_GENERIC = re.compile(r"(?:/[A-Za-z_][A-Za-z0-9_-]*)+")


def _without_predicates(source: str) -> str:
    out, depth = [], 0
    for character in source:
        depth += character == "["
        if depth == 0:
            out.append(character)
        depth -= character == "]"
    return "".join(out)


def read_binds(model: etree._Element, specs: Specs, compiler: Compiler, notices: list[Notice]) -> Mapping[str, str]:
    """Put every bind on its path; gives the paths of binds that have an id."""
    ids: dict[str, str] = {}
    binds = list(elements_of(model, named(XFORMS, "bind")))
    if len(binds) > MAX_BINDS:
        raise too_large("form", MAX_BINDS, "binds")
    for element in binds:
        source = element.get("nodeset") or element.get("ref")
        path = plain_path(source, specs.root.path) if source else ""
        if element.get("id"):
            ids[str(element.get("id"))] = path
        spec = specs.by_path.get(path)
        if spec is None:
            notices.append(Notice("warning", path or "bind", "xform.bind_without_node"))
            continue
        bind = _bind(element, path, compiler, notices)
        if spec.bind is not PLAIN_BIND:
            notices.append(Notice("warning", path, "xform.duplicate_bind"))
            bind = _merged(spec.bind, bind)
        spec.bind = bind
    return ids


def _merged(first: Bind, second: Bind) -> Bind:
    """Two binds of one path: what the second says, and of the first what the second leaves open."""
    said = {field.name: getattr(second, field.name) for field in fields(Bind)}
    return replace(first, **{name: value for name, value in said.items() if value != getattr(PLAIN_BIND, name)})


def _bind(element: etree._Element, path: str, compiler: Compiler, notices: list[Notice]) -> Bind:
    pixels = element.get(named(OPENROSA, "max-pixels")) or ""
    return Bind(
        type=_type(element.get("type") or "string", path, notices),
        calculate=calculation(element.get("calculate"), path, compiler, notices),
        relevant=relevance(element.get("relevant"), path, compiler, notices),
        readonly=compiler.rule(element.get("readonly"), path, False, "readonly"),
        required=compiler.rule(element.get("required"), path, False, "required"),
        constraint=compiler.rule(element.get("constraint"), path, True, "constraint"),
        required_message=message_wording(element.get(named(JAVAROSA, "requiredMsg")), compiler, path),
        constraint_message=message_wording(element.get(named(JAVAROSA, "constraintMsg")), compiler, path),
        preload=element.get(named(JAVAROSA, "preload")) or "",
        preload_parameters=element.get(named(JAVAROSA, "preloadParams")) or "",
        max_pixels=int(pixels) if pixels.isascii() and pixels.isdigit() else None,
        save_incomplete=(element.get("saveIncomplete") or "").startswith("true"),
        tags={
            str(name).removeprefix(_INTAKE): str(value)
            for name, value in element.items()
            if str(name).startswith(_INTAKE)
        },
    )


def _type(written: str, path: str, notices: list[Notice]) -> str:
    name = written if written.startswith("odk:") else written.rpartition(":")[2]
    name = _SYNONYMS.get(name, name)
    if name in _KNOWN_TYPES:
        return name
    notices.append(Notice("info", path, "xform.unknown_type", {"type": written}))
    return "string"
