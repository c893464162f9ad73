"""Functions that choose, and the booleans."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from intake_app.xpath.context import Context
from intake_app.xpath.signatures import ANY, BOOLEAN, DATE, TEXT, Builder, Code, Function, constant, texts
from intake_app.xpath.syntax import Call, Expr
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, to_text


def _common_kind(builder: Builder, branches: tuple[Expr, ...]) -> str:
    """The kind of all branches, or `any`. A literal blank does not spoil a text or date."""
    kinds = {builder.kind(branch) for branch in branches}
    return kinds.pop() if len(kinds) == 1 else ANY


def _if(builder: Builder, call: Call) -> Code[Value]:
    test = builder.boolean(call.args[0])
    yes, no = builder.value(call.args[1]), builder.value(call.args[2])
    return lambda node, context: yes(node, context) if test(node, context) else no(node, context)


def _coalesce(builder: Builder, call: Call) -> Code[Value]:
    """The first value that is neither blank nor the number NaN (the text NaN is an answer); else the last."""
    codes = [builder.value(arg) for arg in call.args]

    def run(node: Node, context: Context) -> Value:
        value: Value = ""
        for code in codes:
            value = code(node, context)
            if value == value and to_text(context.env.plain(value)) != "":
                return value
        return value

    return run


def _once_kind(builder: Builder, call: Call) -> str:
    kind = builder.kind(call.args[0])
    return kind if kind in (TEXT, DATE) else ANY


def _once(builder: Builder, call: Call) -> Code[Value]:
    """The context node's own text, or the argument while it is blank or not relevant."""
    code = builder.value(call.args[0])
    return lambda node, context: (node.value if context.env.keeps(node) else "") or code(node, context)


def _boolean(builder: Builder, call: Call) -> Code[Value]:
    return builder.boolean(call.args[0])


def _not(builder: Builder, call: Call) -> Code[Value]:
    test = builder.boolean(call.args[0])
    return lambda node, context: not test(node, context)


def _depend(builder: Builder, call: Call) -> Code[Value]:
    return builder.value(call.args[0])


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "if": Function(3, 3, lambda builder, call: _common_kind(builder, call.args[1:]), _if),
        "coalesce": Function(1, None, lambda builder, call: _common_kind(builder, call.args), _coalesce),
        "once": Function(1, 1, _once_kind, _once),
        "depend": Function(1, None, lambda builder, call: builder.kind(call.args[0]), _depend),
        "true": constant(BOOLEAN, True),
        "false": constant(BOOLEAN, False),
        "boolean": Function(1, 1, BOOLEAN, _boolean),
        "not": Function(1, 1, BOOLEAN, _not),
        "boolean-from-string": texts(1, 1, BOOLEAN, lambda text: text.lower() in ("1", "true")),
    }
)
