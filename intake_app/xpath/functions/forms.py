"""Functions that reach into the form: instances, texts, labels, properties."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.signatures import NODES, TEXT, Builder, Code, Function
from intake_app.xpath.syntax import Call
from intake_app.xpath.tree import Node, Row
from intake_app.xpath.values import Value


def _instance(builder: Builder, call: Call) -> Code[Value]:
    name = builder.text(call.args[0])

    def run(node: Node, context: Context) -> Value:
        found = context.env.instance(name(node, context))
        return [] if found is None else [found]

    return run


def _current(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: [context.current]


def _itext(builder: Builder, call: Call) -> Code[Value]:
    name = builder.text(call.args[0])
    return lambda node, context: context.env.itext(name(node, context))


def _choice_name(builder: Builder, call: Call) -> Code[Value]:
    value, path = builder.text(call.args[0]), builder.text(call.args[1])
    return lambda node, context: context.env.choice_label(value(node, context), path(node, context), node)


def _property(builder: Builder, call: Call) -> Code[Value]:
    name = builder.text(call.args[0])
    return lambda node, context: context.env.properties.get(name(node, context), "")


def _version(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: context.env.version


def _pulldata(builder: Builder, call: Call) -> Code[Value]:
    """The cell of a column in the first row of a list whose key column holds a value."""
    codes = [builder.text(arg) for arg in call.args]

    def run(node: Node, context: Context) -> Value:
        name, column, key, value = [code(node, context) for code in codes]
        rows = _rows(context, name, key).get(value, ())
        found = rows[0].named(column) if rows and value else []
        return context.env.text(found[0]) if found else ""

    return run


def _rows(context: Context, name: str, key: str) -> Mapping[str, list[Node]]:
    """The rows of a list by the text of their key column; made once for each session."""
    env = context.env
    place = ("pulldata", name, key)
    index: dict[str, list[Node]] | None = env.indexes.get(place)
    if index is None:
        index = {}
        root = env.instance(name) or env.instance(name.removesuffix(".csv").removesuffix(".xml"))
        rows = [] if root is None else [row for top in root.elements() for row in top.elements()]
        env.allow(len(rows))
        env.spend(len(rows))
        for row in rows:
            for text in _texts(env, row, key):
                index.setdefault(text, []).append(row)
        env.indexes[place] = index
    return index


def _texts(env: Environment, row: Node, key: str) -> list[str]:
    """The texts of the cells of a column; of a key written ``@name`` that of the attribute."""
    if isinstance(row, Row):
        told = row.cell(key)
        return [] if told is None else [told]
    if key.startswith("@"):
        return [env.text(cell) for cell in row.attributes if cell.name == key[1:]]
    return [env.text(cell) for cell in row.scan(key)]


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "instance": Function(1, 1, NODES, _instance),
        "current": Function(0, 0, NODES, _current),
        "jr:itext": Function(1, 1, TEXT, _itext),
        "jr:choice-name": Function(2, 2, TEXT, _choice_name),
        "property": Function(1, 1, TEXT, _property),
        "version": Function(0, 0, TEXT, _version),
        "pulldata": Function(4, 4, TEXT, _pulldata),
    }
)
