"""Expressions compiled once and evaluated many times."""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from intake_app.errors import IntakeError
from intake_app.xpath.combine import Chain
from intake_app.xpath.compiler import Compiler, function_of
from intake_app.xpath.context import Context
from intake_app.xpath.parser import DEEPEST, parse
from intake_app.xpath.signatures import BOOLEAN, NUMBER, Code
from intake_app.xpath.syntax import Call, Expr, parts
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value

T = TypeVar("T")


def check(expr: Expr) -> frozenset[str]:
    """Refuse unknown functions and wrong arity anywhere in a tree; gives the names of all functions called.

    IntakeError xpath.unknown_function, xpath.arity (name, position).
    """
    names: set[str] = set()
    stack = [expr]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Call):
            function_of(inner)
            names.add(inner.name)
        stack.extend(parts(inner))
    return frozenset(names) if names else _NO_NAMES


_NO_NAMES: frozenset[str] = frozenset()


class Compiled:
    """One expression ready to use. Not changed after it is made; any thread may share it.

    Each way of asking is compiled when it is first asked for. All raise IntakeError xpath.too_expensive when the
    evaluation visits more nodes than the environment's budget. `calls`: the names of the functions called in it.
    """

    __slots__ = ("_boolean", "_compiler", "_nodes", "_number", "_text", "calls", "code", "expr", "kind", "source")

    def __init__(self, source: str, expr: Expr, compiler: Compiler, calls: frozenset[str] = _NO_NAMES) -> None:
        self.source = source
        self.calls = calls
        self.expr = expr
        self._compiler = compiler
        self.kind = compiler.kind(expr)
        self.code: Code[Value] = compiler.value(expr)
        self._text: Code[str] | None = None
        self._boolean: Code[bool] | None = None
        self._number: Code[float] | None = None
        self._nodes: Code[list[Node]] | None = None

    def __repr__(self) -> str:
        return f"Compiled({self.source!r})"

    def evaluate(self, context: Context) -> Value:
        """The value as it comes: str, float, bool or a list of nodes (which belongs to the tree: do not change it)."""
        return _run(self.code, context)

    def string(self, context: Context) -> str:
        """string() of the value. A date is its text; a boolean is true or false."""
        code = self._text
        if code is None:
            code = self._text = self._compiler.text(self.expr)
        return _run(code, context)

    def boolean(self, context: Context) -> bool:
        """boolean() of the value; of a blank or zero node it is false."""
        return _run(self.test, context)

    @property
    def test(self) -> Code[bool]:
        """The code of `boolean`, as `code` is of `evaluate`: for whoever keeps the budget (`Environment.begin`)."""
        code = self._boolean
        if code is None:
            given = cast("Code[bool]", self.code) if self.kind == BOOLEAN else None
            code = self._boolean = given or self._compiler.boolean(self.expr)
        return code

    @property
    def chain(self) -> Chain | None:
        """The expression as a node and numerals, where it is no more than that: its value is a number or a boolean."""
        return self._compiler.chain(self.expr) if self.kind in (NUMBER, BOOLEAN) else None

    def number(self, context: Context) -> float:
        """number() of the value; a date gives its day number."""
        code = self._number
        if code is None:
            code = self._number = self._compiler.number(self.expr)
        return _run(code, context)

    def nodes(self, context: Context) -> list[Node]:
        """The nodes in document order, in a fresh list. IntakeError xpath.not_nodes for another type."""
        code = self._nodes
        if code is None:
            code = self._nodes = self._compiler.nodes(self.expr)
        return list(_run(code, context))


def _run(code: Callable[[Node, Context], T], context: Context) -> T:
    env = context.env
    if env.running:
        return code(context.node, context)
    env.left = env.budget
    env.running = True
    try:
        return code(context.node, context)
    except RecursionError:
        raise IntakeError("xpath.too_deep", position=1, limit=DEEPEST) from None
    finally:
        env.running = False


def compile_expression(source: str, namespaces: Mapping[str, str] | None = None) -> Compiled:
    """Parse, check and compile.

    `namespaces` maps prefixes to URIs. Without the prefix "" an unprefixed element name matches any namespace, as
    forms need it; with it, only that one ("" as the URI: only names in no namespace, plain XPath 1.0).
    IntakeError xpath.syntax, xpath.too_deep, xpath.too_long, xpath.unknown_function, xpath.arity,
    xpath.unknown_prefix, xpath.not_nodes, each with `position` (1-based).
    """
    expr = parse(source)
    return Compiled(source, expr, Compiler(namespaces or {}), check(expr))
