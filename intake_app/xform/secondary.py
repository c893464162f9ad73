"""Secondary instances: inside the form, or files beside it as XML, CSV or GeoJSON."""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.namespaces import XFORMS, local_name
from intake_app.xform.reading import MAX_BYTES, MAX_ELEMENTS, elements_of, parse_xml, to_node, too_large
from intake_app.xpath.tree import ELEMENT, Node, Row, new_root

_UNFIT = re.compile(r"[^\w.\-]")
_LINE_END = re.compile(rb"\r?\n|\r")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST = (((b"{", b"["), MAX_ELEMENTS), ((b":",), MAX_ELEMENTS), ((b",",), 4 * MAX_ELEMENTS))
"""Signs of one GeoJSON list: objects and lists, values with a name, values. A million points hold as many numbers."""


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
        raise too_large(name, MAX_BYTES // 2**20, "megabytes")
    if _is_csv(source):
        return _root(_from_csv(data, name)[1], 0, name)
    if name.lower().endswith(".geojson"):
        return _from_geojson(data, name)
    return document(to_node(parse_xml(data, name)))


def _is_csv(source: str) -> bool:
    return source.startswith("jr://file-csv/") or source.lower().endswith(".csv")


def table(data: bytes, place: str) -> list[dict[str, str]]:
    """The rows of a CSV list by its columns. Raises IntakeError as a form does that has it as ``place``."""
    if len(data) > MAX_BYTES:
        raise too_large(place, MAX_BYTES // 2**20, "megabytes")
    names, rows = _from_csv(data, place)
    return [{name: row.cell(name) or "" for name in names} for row in rows]


def twin_titles(source: str, files: Mapping[str, bytes]) -> list[str]:
    """The titles that more than one column of a CSV list has, which JavaRosa refuses; here the last column counts."""
    data = files.get(file_name(source), b"") if _is_csv(source) else b""
    titles = [_header(cell) for cell in next(_cells(data), [])]
    return [title for title, count in Counter(titles).items() if title and count > 1]


def _cells(data: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file as they stand there."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    return csv.reader(lines, delimiter=_delimiter(data))


def _root(rows: Sequence[Node], cells: int, place: str) -> Node:
    if cells + len(rows) > MAX_ELEMENTS:
        raise too_large(place, MAX_ELEMENTS, "elements")
    root = Node(ELEMENT, "root")
    for row in rows:
        root.append(row)
    return document(root)


def _from_csv(data: bytes, name: str) -> tuple[list[str], list[Row]]:
    """The names of the columns, and the rows."""
    if b"\0" in data:
        raise IntakeError("xform.bad_csv", place=name, reason="encoding" if data.startswith(_UTF_16) else "nul")
    rows = _cells(data)
    try:
        header = [_header(cell) for cell in next(rows, [])]
        items = _rows(header, rows, name)
    except UnicodeDecodeError as error:
        raise IntakeError("xform.bad_csv", place=name, reason="encoding") from error
    except csv.Error as error:
        raise IntakeError("xform.bad_csv", place=name, reason="syntax") from error
    return [name for name in header if name], items


def _rows(header: list[str], rows: Iterator[list[str]], place: str) -> list[Row]:
    """The rows that hold anything; cells a short row lacks are blank. Too many are refused as they come.

    A column without a title is nowhere asked for and is left out; of two with one title the last counts.
    """
    most = MAX_ELEMENTS // (len(header) + 1)
    width = len(header)
    items: list[Row] = []
    places = {name: at for at, name in enumerate(header) if name}
    for row in rows:
        if not any(row):
            continue
        if len(items) >= most:
            raise too_large(place, MAX_ELEMENTS, "elements")
        if len(row) < width:
            row += [""] * (width - len(row))
        items.append(Row("item", places, row))
    return items


def _delimiter(data: bytes) -> str:
    first = _LINE_END.split(data, maxsplit=1)[0]
    return ";" if first.count(b";") > first.count(b",") else ","


def _header(cell: str) -> str:
    """A column title as an element name: characters that a name may not hold become ``_``."""
    return _UNFIT.sub("_", cell.strip())


def _from_geojson(data: bytes, name: str) -> Node:
    if any(sum(data.count(sign) for sign in signs) > most for signs, most in _MOST):
        raise too_large(name, MAX_ELEMENTS, "elements")
    try:
        whole = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
        items = [_feature(feature) for feature in whole["features"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IntakeError("xform.bad_geojson", place=name) from error
    rows = [Row("item", {key: at for at, key in enumerate(item)}, [*item.values()]) for item in items]
    return _root(rows, sum(map(len, items)), name)


def _refuse_constant(name: str) -> object:
    """NaN and Infinity, which Python's reader would take, are no JSON."""
    raise ValueError(name)


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names are all different: of two values it is not known which one is meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("the same name twice in an object")
    return made


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
    if not isinstance(position, list) or len(position) < 2 or not all(type(each) in (int, float) for each in position):
        raise ValueError("a position needs two numbers")
    return f"{position[1]} {position[0]} 0 0"
