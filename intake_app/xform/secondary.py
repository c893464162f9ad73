"""Secondary instances: inside the form, or files beside it as XML, CSV or GeoJSON."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.namespaces import XFORMS, local_name
from intake_app.xform.reading import MAX_BYTES, MAX_ELEMENTS, elements_of, parse_xml, to_node
from intake_app.xpath.tree import ELEMENT, Node, new_root

_UNFIT = re.compile(r"[^\w.\-]")


def document(content: Node) -> Node:
    """A document root with one root element."""
    root = new_root()
    root.append(content)
    return root


def internal_instance(element: etree._Element) -> Node:
    """The document of an ``<instance id>`` that is written out in the form; empty when it holds nothing."""
    child = next(elements_of(element), None)
    if child is None:
        return empty_instance()
    if local_name(str(child.tag)) == "item":  # some old forms leave the root element out
        root = Node(ELEMENT, "root", "", XFORMS)
        for item in elements_of(element):
            root.append(to_node(item))
        return document(root)
    return document(to_node(child))


def empty_instance() -> Node:
    """A document with nothing but its root element, in place of a file that was not handed in."""
    return document(Node(ELEMENT, "root"))


def file_name(source: str) -> str:
    """The last part of a ``jr://`` address."""
    return source.rpartition("/")[2]


def external_instance(source: str, files: Mapping[str, bytes]) -> Node | None:
    """The document behind a ``jr://file…`` address; None when the file was not handed in."""
    name = file_name(source)
    data = files.get(name)
    if data is None:
        return None
    if len(data) > MAX_BYTES:
        raise IntakeError("xform.too_large", place=name, limit=MAX_BYTES, unit="bytes")
    if source.startswith("jr://file-csv/") or name.lower().endswith(".csv"):
        return _from_csv(data, name)
    if name.lower().endswith(".geojson"):
        return _from_geojson(data, name)
    return document(to_node(parse_xml(data, name)))


def _item(values: Mapping[str, str]) -> Node:
    item = Node(ELEMENT, "item")
    for name, value in values.items():
        item.append(Node(ELEMENT, name, value))
    return item


def _too_large(place: str) -> IntakeError:
    return IntakeError("xform.too_large", place=place, limit=MAX_ELEMENTS, unit="elements")


def _root(items: list[dict[str, str]], place: str) -> Node:
    if sum(len(item) + 1 for item in items) > MAX_ELEMENTS:
        raise _too_large(place)
    root = Node(ELEMENT, "root")
    for values in items:
        root.append(_item(values))
    return document(root)


def _from_csv(data: bytes, name: str) -> Node:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError("xform.bad_csv", place=name, reason="encoding") from error
    if "\0" in text:
        raise IntakeError("xform.bad_csv", place=name, reason="syntax")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = [_header(cell) for cell in next(rows, [])]
        items = _rows(header, rows, name)
    except csv.Error as error:
        raise IntakeError("xform.bad_csv", place=name, reason="syntax") from error
    return _root(items, name)


def _rows(header: list[str], rows: Iterator[list[str]], place: str) -> list[dict[str, str]]:
    """The rows that hold anything, by column; cells a short row lacks are blank. Too many are refused as they come."""
    most = MAX_ELEMENTS // (len(header) + 1)
    items: list[dict[str, str]] = []
    for row in rows:
        if not any(row):
            continue
        if len(items) >= most:
            raise _too_large(place)
        items.append(dict(zip_longest(header, row[: len(header)], fillvalue="")))
    return items


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _header(cell: str) -> str:
    """A column title as an element name: characters that a name may not hold become ``_``."""
    return _UNFIT.sub("_", cell.strip())


def _from_geojson(data: bytes, name: str) -> Node:
    try:
        features = json.loads(data.decode("utf-8-sig"))["features"]
        items = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IntakeError("xform.bad_geojson", place=name) from error
    return _root(items, name)


def _feature(feature: Mapping[str, object]) -> dict[str, str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, Mapping):
        raise ValueError("properties of a feature are not an object")
    values = {"geometry": _geometry(feature.get("geometry"))}
    if "id" in feature:
        values["id"] = _plain(feature["id"])
    for key, value in properties.items():
        values.setdefault(_header(str(key)), _plain(value))
    return values


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else json.dumps(value)


def _geometry(geometry: object) -> str:
    """ODK's lexical form: ``lat lon alt acc`` points joined by ``; ``."""
    if not isinstance(geometry, Mapping):
        return ""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return _point(coordinates)
    if kind == "LineString" and isinstance(coordinates, list):
        return "; ".join(_point(point) for point in coordinates)
    if kind == "Polygon" and isinstance(coordinates, list) and coordinates:
        return "; ".join(_point(point) for point in coordinates[0])
    raise ValueError("unknown geometry")


def _point(position: object) -> str:
    if not isinstance(position, list) or len(position) < 2:
        raise ValueError("a position needs two numbers")
    return f"{position[1]} {position[0]} 0 0"
