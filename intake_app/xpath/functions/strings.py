"""Functions of text: XPath 1.0, section 4.2, and what ODK adds."""

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from intake_app.xpath.column import Column
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.signatures import BOOLEAN, NODES, NUMBER, TEXT, Builder, Code, Function, spread, texts
from intake_app.xpath.syntax import Call, Expr
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_SHORT: Final = 1000
_LAST_SINGLE: Final = "\uffff"


def whole(number: float) -> int:
    """A number as a whole one, cut towards zero; NaN gives 0 and infinity a bound beyond any text."""
    if number != number:
        return 0
    if math.isinf(number) or abs(number) > 2**53:
        return 2**53 if number > 0 else -(2**53)
    return int(number)


def length(text: str) -> int:
    """The length of a text as every engine counts it: a character beyond the first 65,536 is two."""
    return len(text) if text.isascii() else len(text) + sum(character > _LAST_SINGLE for character in text)


def _cut(text: str, first: int, last: int) -> str:
    """From one place to another, counted as `length` counts; half a character is left out."""
    if text.isascii() or max(text) <= _LAST_SINGLE:
        return text[first:last]
    return text.encode("utf-16-le", "surrogatepass")[2 * first : 2 * last].decode("utf-16-le", "ignore")


def substr(text: str, start: float, end: float = math.inf) -> str:
    """Characters from a 0-based start up to an end left out; negative places count from the end (JavaRosa)."""
    first, last = whole(start), whole(end)
    first = length(text) + first if first < 0 else first
    last = length(text) + last if last < 0 else last
    return _cut(text, max(first, 0), max(last, 0))


def substring(text: str, start: float, count: float | None = None) -> str:
    """Characters from a 1-based start, both arguments rounded (XPath 1.0)."""
    first = _half_up(start)
    last = math.inf if count is None else first + _half_up(count)
    if first != first or last != last:
        return ""
    begin = max(first, 1)
    return "" if last <= begin else _cut(text, whole(begin) - 1, whole(last) - 1)


def _half_up(number: float) -> float:
    return number if number != number or math.isinf(number) else float(math.floor(number + 0.5))


def translate(text: str, source: str, target: str) -> str:
    """Each character of `source` becomes its counterpart in `target`, or goes."""
    table: dict[int, str | None] = {}
    for at, character in enumerate(source):
        table.setdefault(ord(character), target[at] if at < len(target) else None)
    return text.translate(table)


def normalize_space(text: str) -> str:
    """Blanks at the ends removed, runs inside made one space."""
    return _BLANKS.sub(" ", text).strip(" ")


def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _mixed(kinds: tuple[str, ...], low: int, kind: str, rule: Callable[..., Value]) -> Function:
    """A rule whose arguments are texts ("t") and numbers ("n")."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        args: list[Code[Value]] = []
        for letter, arg in zip(kinds, call.args, strict=False):
            args.append(builder.text(arg) if letter == "t" else builder.number(arg))
        return spread(args, rule)

    return Function(low, len(kinds), kind, build)


def of_context(kind: str, rule: Callable[..., Value]) -> Function:
    """A rule of one text, which is that of the context node when left out."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        if call.args:
            return spread([builder.text(call.args[0])], rule)
        return lambda node, context: rule(context.env.text(node))

    return Function(0, 1, kind, build)


def text_list(builder: Builder, args: tuple[Expr, ...]) -> Code[list[str]]:
    """The texts of arguments, a nodeset giving those of its relevant nodes."""
    codes = [(builder.nodes(arg), True) if builder.kind(arg) == NODES else (builder.text(arg), False) for arg in args]

    def run(node: Node, context: Context) -> list[str]:
        found: list[str] = []
        for code, of_nodes in codes:
            value: Any = code(node, context)
            if not of_nodes:
                found.append(value)
            elif len(value) == 1 and not value[0].children:
                if value[0].relevant:
                    found.append(value[0].value)
            else:
                text = context.env.text
                found += [text(item) if item.children else item.value for item in value if item.relevant]
        return found

    return run


def joined(between: str, parts: list[str], env: Environment) -> str:
    """Texts with another between them; a long result is counted before it is built."""
    size = sum(map(len, parts)) + len(between) * len(parts)
    if size > _SHORT:
        env.spend_text(size)
    return between.join(parts)


def _concat(builder: Builder, call: Call) -> Code[Value]:
    if any(builder.kind(arg) == NODES for arg in call.args):
        listed = text_list(builder, call.args)
        return lambda node, context: joined("", listed(node, context), context.env)
    codes = [builder.text(arg) for arg in call.args]
    return lambda node, context: joined("", [code(node, context) for code in codes], context.env)


def _join(builder: Builder, call: Call) -> Code[Value]:
    """A single nodeset gives its relevant nodes; among other arguments one without a node is a blank (JavaRosa)."""
    between = builder.text(call.args[0])
    if len(call.args) < 3:
        listed = text_list(builder, call.args[1:])
        if len(call.args) > 1 and builder.kind(call.args[1]) == NODES:
            return _join_nodes(between, builder.nodes(call.args[1]), listed)
        return lambda node, context: joined(between(node, context), listed(node, context), context.env)
    codes = [text_list(builder, (arg,)) for arg in call.args[1:]]

    def run(node: Node, context: Context) -> Value:
        found = [text for code in codes for text in code(node, context) or [""]]
        return joined(between(node, context), found, context.env)

    return run


def _join_nodes(between: Code[str], nodes: Code[list[Node]], listed: Code[list[str]]) -> Code[Value]:
    def run(node: Node, context: Context) -> Value:
        found = nodes(node, context)
        if not isinstance(found, Column) or not found.leaves:
            return joined(between(node, context), listed(node, context), context.env)
        texts, mark = found.texts(), between(node, context)
        parts = texts.relevant()
        size = texts.size + len(mark) * len(parts)
        if size > _SHORT:
            context.env.spend_text(size)
        return mark.join(parts)

    return run


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "string": of_context(TEXT, lambda text: text),
        "string-length": of_context(NUMBER, lambda text: float(length(text))),
        "normalize-space": of_context(TEXT, normalize_space),
        "concat": Function(0, None, TEXT, _concat),
        "join": Function(1, None, TEXT, _join),
        "substr": _mixed(("t", "n", "n"), 2, TEXT, substr),
        "substring": _mixed(("t", "n", "n"), 2, TEXT, substring),
        "substring-before": texts(2, 2, TEXT, _substring_before),
        "substring-after": texts(2, 2, TEXT, _substring_after),
        "translate": texts(3, 3, TEXT, translate),
        "contains": texts(2, 2, BOOLEAN, lambda text, part: part in text),
        "starts-with": texts(2, 2, BOOLEAN, lambda text, part: text.startswith(part)),
        "ends-with": texts(2, 2, BOOLEAN, lambda text, part: text.endswith(part)),
    }
)
