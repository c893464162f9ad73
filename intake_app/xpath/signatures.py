"""What a function of the language is: its arity, its kind of result, and how a call to it is compiled.

Compiled code is a closure `(node, context) -> value`: `node` is the context node of that place, `context` carries
what stays the same over one evaluation, and the position in a predicate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar

from intake_app.xpath.context import Context
from intake_app.xpath.syntax import Call, Expr
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value

T = TypeVar("T", covariant=True)

Code: TypeAlias = Callable[[Node, Context], T]

TEXT: Final = "text"
DATE: Final = "date"
NUMBER: Final = "number"
BOOLEAN: Final = "boolean"
NODES: Final = "nodes"
ANY: Final = "any"


class Builder(Protocol):
    """What a function may ask of the compiler: code for an argument as one of the four types, or as it comes.

    `plain`: the rules of XPath 1.0 alone hold where forms have another (an absent node is nothing, not a blank answer).
    """

    plain: bool

    def kind(self, expr: Expr) -> str:
        """The type an expression gives, one of the names above; `date` is a text, `any` is known only at run time."""
        ...

    def text(self, expr: Expr) -> Code[str]: ...

    def number(self, expr: Expr) -> Code[float]: ...

    def boolean(self, expr: Expr) -> Code[bool]: ...

    def nodes(self, expr: Expr) -> Code[list[Node]]: ...

    def value(self, expr: Expr) -> Code[Value]: ...

    def number_of_nodes(self, expr: Expr) -> Code[float | None] | None:
        """Code for how many nodes an expression gives, without looking for them, where an index knows; it may still
        give None, and then they are to be looked for.
        """
        ...


Kind: TypeAlias = str | Callable[[Builder, Call], str]


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `high` None means any number of arguments. `volatile`: the result changes without its inputs."""

    low: int
    high: int | None
    kind: Kind
    build: Callable[[Builder, Call], Code[Value]]
    volatile: bool = False
    even: bool = False
    odd: bool = False


def texts(low: int, high: int | None, kind: str, rule: Callable[..., Value]) -> Function:
    """A function of texts only, by a plain Python rule."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        return spread([builder.text(arg) for arg in call.args], rule)

    return Function(low, high, kind, build)


def numbers(low: int, high: int | None, rule: Callable[..., float]) -> Function:
    """A function of numbers to a number."""

    def build(builder: Builder, call: Call) -> Code[Value]:
        return spread([builder.number(arg) for arg in call.args], rule)

    return Function(low, high, NUMBER, build)


def constant(kind: str, value: Value) -> Function:
    """A function without arguments that always gives the same."""

    def build(_builder: Builder, _call: Call) -> Code[Value]:
        return lambda _node, _context: value

    return Function(0, 0, kind, build)


def spread(args: list[Code[Value]], rule: Callable[..., Value]) -> Code[Value]:
    """Code that evaluates the arguments and hands them to a rule."""
    if len(args) == 1:
        only = args[0]
        return lambda node, context: rule(only(node, context))
    if len(args) == 2:
        first, second = args
        return lambda node, context: rule(first(node, context), second(node, context))
    return lambda node, context: rule(*[arg(node, context) for arg in args])
