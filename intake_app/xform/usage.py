"""Which rows of the feature check-list a form uses, and where.

The catalogue is content (`resources/xforms_features.json`): each row names the signs by which a form is seen to use
it. A sign is a kind and a name: ``appearance:quick``, ``function:regex``, ``bind:relevant``, ``type:int``,
``control:rows``, ``element:itemset``, ``text:guidance``, ``list:csv``, ``preload:uid``, ``event:odk-new-repeat``,
``node:meta/audit``, ``entity:create``, ``submission:…``, ``model:…``, ``root:…``, ``body:pages``, and ``mark:…`` for
what takes more than a name. Namespaces have the usual prefixes, whatever the form calls them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from lxml import etree

from intake_app import prose
from intake_app.xform.expressions import itext_id
from intake_app.xform.model import plain_path
from intake_app.xform.namespaces import (
    ENTITIES,
    INTAKE,
    JAVAROSA,
    ODK,
    OPENROSA,
    XFORMS,
    XHTML,
    local_name,
    named,
    namespace_of,
)
from intake_app.xform.reading import elements_of, parse_xml
from intake_app.xform.wordings import language_code

State = Literal["supported", "degraded", "refused"]
STATES: tuple[State, ...] = ("refused", "degraded", "supported")
"""From what hurts most to what does not: the order of a report."""

_PREFIXES = {JAVAROSA: "jr:", OPENROSA: "orx:", ODK: "odk:", ENTITIES: "entities:", INTAKE: "intake:"}
_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_CALLED = re.compile(r"([A-Za-z_][\w.-]*(?::[\w.-]+)?)\s*\(")
_PLACED = frozenset(
    (*("input", "secret", "textarea", "select1", "select", "upload", "trigger", "range", "rank"), "group", "repeat")
)
_LISTS = {"file-csv": "csv", "instance": "last-saved"}

Sign = tuple[str, str]
"""A sign and the place it was seen at."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the check-list and what this program makes of it. `note` says what is not as it should be.

    `missing` are the signs that row's state is about; a form that shows only other `signs` of it has full support. A
    row whose every sign is meant has no `missing`. `notice` is the code of the notice that loading gives for the same
    thing, "" where it gives none.
    """

    row: int
    group: str
    name: str
    priority: str
    state: State
    note: str
    signs: tuple[str, ...]
    missing: tuple[str, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FeatureUse:
    """A feature that a form uses, what comes of it in this form, and the places it is about, each once, in order."""

    feature: Feature
    state: State
    places: tuple[str, ...]


def read_catalogue(content: Mapping[str, Any]) -> tuple[Feature, ...]:
    """The rows of the catalogue from its JSON content. ValueError for a state that does not exist."""
    found = []
    for row in content["features"]:
        if row["state"] not in STATES:
            raise ValueError(f"row {row['row']}: no such state: {row['state']}")
        texts = {name: str(row[name]) for name in ("group", "name", "priority", "note", "notice")}
        signs, missing = tuple(row["signs"]), tuple(row["missing"])
        found.append(Feature(row=int(row["row"]), state=row["state"], signs=signs, missing=missing, **texts))
    return tuple(found)


def features_used(xml: bytes, catalogue: Sequence[Feature]) -> tuple[FeatureUse, ...]:
    """The rows a form uses: what is refused first, then by row. `xml` is a form that has loaded."""
    rows: dict[str, list[tuple[Feature, State]]] = {}
    for feature in catalogue:
        for sign in feature.missing:
            rows.setdefault(sign, []).append((feature, feature.state))
        for sign in feature.signs:
            rows.setdefault(sign, []).append((feature, "supported" if feature.missing else feature.state))
    places: dict[tuple[Feature, State], dict[str, None]] = {}
    for sign, place in signs_of(xml):
        for use in rows.get(sign, ()):
            places.setdefault(use, {})[place] = None
    hit = {feature for feature, state in places if state != "supported"}
    told = [use for use in places if use[1] != "supported" or use[0] not in hit]
    told.sort(key=lambda use: (STATES.index(use[1]), use[0].row))
    return tuple(FeatureUse(*use, tuple(places[use])) for use in told)


def signs_of(xml: bytes) -> Iterator[Sign]:
    """Every sign of a form with its place, in document order by part: model, record, texts, body."""
    html = parse_xml(xml, "form")
    model = cast("etree._Element", html.find(f"{named(XHTML, 'head')}/{named(XFORMS, 'model')}"))
    body = cast("etree._Element", html.find(named(XHTML, "body")))
    where = _Where(model)
    yield from _attributes(model, "model", "model")
    for element in elements_of(model):
        yield from _model_part(element, where)
    yield from _body(body, where)


class _Where:
    """Tells the generic path of an element that refers to the record: relative to the group around it, or by bind."""

    def __init__(self, model: etree._Element) -> None:
        record = next(elements_of(next(elements_of(model, named(XFORMS, "instance")))))
        self.root = f"/{local_name(str(record.tag))}"
        binds = (element for element in elements_of(model, named(XFORMS, "bind")) if element.get("id"))
        self._binds = {element.get("id") or "": self.of(element, self.root) for element in binds}

    def of(self, element: etree._Element, around: str) -> str:
        """The path of an element; `around` where it names none."""
        source = element.get("ref") or element.get("nodeset")
        if source is not None:
            return plain_path(source, around)
        return self._binds.get(element.get("bind") or "", around)

    def around(self, element: etree._Element) -> str:
        """The path of what holds an element of the body."""
        above = next((each for each in element.iterancestors() if _is_placed(each)), None)
        return self.root if above is None else self.of(above, self.around(above))


def _is_placed(element: etree._Element) -> bool:
    """Whether an element of the body is about a place of the record."""
    return local_name(str(element.tag)) in _PLACED and any(element.get(name) for name in ("ref", "nodeset", "bind"))


def _model_part(element: etree._Element, where: _Where) -> Iterator[Sign]:
    name = local_name(str(element.tag))
    if name == "bind":
        yield from _bind(element, where)
    elif name == "instance":
        yield from _instance(element)
    elif name == "itext":
        yield from _texts(element)
    elif name == "submission":
        yield "element:submission", "submission"
        yield from _attributes(element, "submission", "submission")
    else:
        yield from _action(element, name, where.root, where)


def _bind(element: etree._Element, where: _Where) -> Iterator[Sign]:
    place = where.of(element, where.root)
    yield from _attributes(element, "bind", place)
    yield from _expressions(element, place)
    if "/@" in place:
        yield "mark:attribute-bind", place
    yield f"type:{_type_name(element.get('type') or 'string')}", place
    kind = element.get(named(JAVAROSA, "preload"))
    if kind is not None:
        yield f"preload:{kind}", place


def _type_name(written: str) -> str:
    return written if written.startswith("odk:") else written.rpartition(":")[2]


# the instances


def _instance(element: etree._Element) -> Iterator[Sign]:
    first = next(elements_of(cast("etree._Element", element.getparent()), named(XFORMS, "instance")))
    if element is first:
        yield from _record(next(elements_of(element)))
        return
    source = element.get("src") or ""
    yield f"list:{_list_kind(source)}", element.get("id") or source


def _list_kind(source: str) -> str:
    if not source:
        return "internal"
    scheme = source.removeprefix("jr://").partition("/")[0]
    return _LISTS.get(scheme) or ("geojson" if source.endswith(".geojson") else "xml")


def _record(root: etree._Element) -> Iterator[Sign]:
    name = local_name(str(root.tag))
    yield from _attributes(root, "root", f"/{name}")
    pattern = named(JAVAROSA, "template")
    for element in root.iter("*"):
        if element.get(pattern) is not None:
            yield "node:@jr:template", _path(element, root)
    for meta in elements_of(root):
        kind = local_name(str(meta.tag))
        if kind in ("meta", "formhub"):
            yield from ((f"node:{kind}/{local_name(str(one.tag))}", _path(one, root)) for one in elements_of(meta))
        elif kind == "__version__":
            yield "node:__version__", f"/{name}/__version__"
    for entity in root.iter("{*}entity"):
        yield from _entity(entity, root)


def _entity(entity: etree._Element, root: etree._Element) -> Iterator[Sign]:
    above = entity.getparent()
    if entity.get("dataset") is None or above is None:
        return
    place = _path(entity, root)
    for name in entity.attrib:
        yield f"entity:{local_name(str(name))}", place
    if entity.get("create") is not None and entity.get("update") is not None:
        yield "mark:entity-upsert", place
    if above.getparent() is not root:
        yield "mark:entity-in-repeat", place


def _path(element: etree._Element, root: etree._Element) -> str:
    line = [element]
    while line[-1] is not root:
        line.append(cast("etree._Element", line[-1].getparent()))
    return "/" + "/".join(local_name(str(step.tag)) for step in reversed(line))


# texts


def _texts(itext: etree._Element) -> Iterator[Sign]:
    for translation in elements_of(itext):
        language = translation.get("lang") or ""
        yield "element:translation", language
        if language_code(language) is not None:
            yield "text:code", language
        for value in translation.iter(named(XFORMS, "value")):
            yield from _styled(value, language)
            form = value.get("form")
            if form is not None and (value.text or "").strip() not in ("", "-"):
                yield f"text:{form}", (cast("etree._Element", value.getparent()).get("id") or "").partition(":")[0]
        for output in translation.iter(named(XFORMS, "output")):
            yield from _output(output, language)


def _output(element: etree._Element, place: str) -> Iterator[Sign]:
    yield "element:output", place
    yield from _expressions(element, place)


# the body


def _body(body: etree._Element, where: _Where) -> Iterator[Sign]:
    for name in (body.get("class") or "").split():
        other = name.startswith("theme-") and name != "theme-grid"
        yield f"body:{'theme' if other else name}", name
    place = where.root
    for element in body.iter("*"):
        name = local_name(str(element.tag))
        if name in _PLACED:
            place = _place_of(element, where)
            yield from _control(element, name, place)
        elif name in ("label", "hint"):
            yield from _label(element, place)
        elif name in ("item", "itemset"):
            yield from _choices(element, name, place)
        elif name == "output":
            yield from _output(element, place)
        else:
            yield from _action(element, name, place, where)


def _place_of(element: etree._Element, where: _Where) -> str:
    """As `where.of`, without a look around for the many whose path is absolute."""
    source = element.get("ref") or element.get("nodeset") or ""
    return plain_path(source) if source.startswith("/") else where.of(element, where.around(element))


def _control(element: etree._Element, name: str, place: str) -> Iterator[Sign]:
    yield f"element:{name}", place
    yield from _attributes(element, "control", place)
    yield from _expressions(element, place)
    for look in _looks(element.get("appearance") or ""):
        yield f"appearance:{look}", place
    if name == "repeat" and any(local_name(str(above.tag)) == "repeat" for above in element.iterancestors()):
        yield "mark:nested-repeat", place


def _looks(written: str) -> Iterator[str]:
    """The names of an appearance, figures as N, arguments left out: ``columns-N``, ``ex:``, ``search(``."""
    for part in re.sub(r"\([^)]*\)?", "( ", _TEXTS.sub("", written)).split():
        bare = re.match(r"[^:(]*[:(]?", part)
        yield re.sub(r"\d+", "N", bare.group() if bare is not None else part)


def _styled(element: etree._Element, place: str) -> Iterator[Sign]:
    """The marks in a text: what is bold, slanted or coloured, and links."""
    words = "".join(map(str, element.itertext()))
    said = prose.read(words)
    if said.bold or said.italic or said.coloured:
        yield "mark:styled", place
    if said.text != prose.plain(words):
        yield "mark:link", place


def _label(element: etree._Element, place: str) -> Iterator[Sign]:
    yield from _styled(element, place)
    source = element.get("ref")
    if source is None:
        return
    if itext_id(source) is None:
        yield from _expressions(element, place)
    elif (element.text or "").strip():
        yield "text:inline", place


def _choices(element: etree._Element, name: str, place: str) -> Iterator[Sign]:
    if local_name(str(cast("etree._Element", element.getparent()).tag)) == "range":
        yield "mark:range-labels", place
        return
    yield f"element:{name}", place
    if name == "itemset":
        yield from _expressions(element, place)
        yield from _itemset(element, place)


def _itemset(element: etree._Element, place: str) -> Iterator[Sign]:
    nodeset = (element.get("nodeset") or "").strip()
    if nodeset.startswith("randomize"):
        yield "mark:randomised-list", place
    if "instance(" not in nodeset.partition("[")[0]:
        yield "mark:list-of-repeat", place
    label = element.find(named(XFORMS, "label"))
    if label is not None and (label.get("ref") or "").startswith("jr:itext"):
        yield "mark:translated-list", place


# shared


def _action(element: etree._Element, name: str, place: str, where: _Where) -> Iterator[Sign]:
    """An action, or any other element of model or body: its name and its events."""
    if name not in ("setvalue", "setgeopoint", "recordaudio"):
        yield f"element:{name}", place
        return
    place = where.of(element, place)
    yield f"element:{name}", place
    yield from _expressions(element, place)
    events = [
        part for key, value in element.attrib.items() if local_name(str(key)) == "event" for part in str(value).split()
    ]
    yield from ((f"event:{event}", place) for event in events)
    if len(events) > 1:
        yield "mark:several-events", place


def _attributes(element: etree._Element, kind: str, place: str) -> Iterator[Sign]:
    for key in element.attrib:
        name = str(key)
        yield f"{kind}:{_PREFIXES.get(namespace_of(name), '')}{local_name(name)}", place


def _expressions(element: etree._Element, place: str) -> Iterator[Sign]:
    """The functions called in the attributes of an element; the appearance is no expression."""
    for key, value in element.attrib.items():
        text = str(value)
        if "(" in text and key != "appearance":
            yield from _functions(text, place)


def _functions(source: str, place: str) -> Iterable[Sign]:
    return ((f"function:{name}", place) for name in dict.fromkeys(_CALLED.findall(_TEXTS.sub("", source))))
