"""The frozen syntax tree. `at` is the 0-based place in the source, for messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral."""

    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Negate:
    """A unary minus; an even count of them is kept too, because it makes a number."""

    operand: "Expr"
    odd: bool
    at: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over operands: two or more, or one that is no more than taken as true or false."""

    op: str
    operands: tuple["Expr", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    """One of = != < <= > >=."""

    op: str
    left: "Expr"
    right: "Expr"
    at: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A run of operators of one precedence, from the left: `first`, then (operator, operand) pairs."""

    first: "Expr"
    rest: tuple[tuple[str, "Expr"], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Union:
    """Nodesets joined by `|`."""

    operands: tuple["Expr", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` as written, with its prefix."""

    name: str
    args: tuple["Expr", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Test:
    """A node test. `kind` is name, node, text, comment or processing-instruction; `name` "*" matches any."""

    kind: str
    prefix: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: str
    test: Test
    predicates: tuple["Expr", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Path:
    """A location path. `start` is None for the context node, "root" for `/`, or the expression it begins with."""

    start: "Expr | str | None"
    steps: tuple[Step, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates: `(…)[1]`, `instance('x')[…]`."""

    primary: "Expr"
    predicates: tuple["Expr", ...]
    at: int


Expr = Literal | Number | Negate | Logic | Compare | Arithmetic | Union | Call | Path | Filter

ROOT_START = "root"


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside one, predicates included, in source order."""
    match expr:
        case Literal() | Number():
            return ()
        case Negate(operand=operand):
            return (operand,)
        case Logic(operands=operands) | Union(operands=operands):
            return operands
        case Compare(left=left, right=right):
            return (left, right)
        case Arithmetic(first=first, rest=rest):
            return (first, *(operand for _, operand in rest))
        case Call(args=args):
            return args
        case Filter(primary=primary, predicates=predicates):
            return (primary, *predicates)
        case _:
            inner = tuple(predicate for step in expr.steps for predicate in step.predicates)
            return inner if expr.start is None or isinstance(expr.start, str) else (expr.start, *inner)
