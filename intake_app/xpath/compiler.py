"""The syntax tree compiled to closures, once; nothing of the tree is looked at when an expression is evaluated."""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile
from typing import Final, TypeVar, cast

from intake_app.errors import IntakeError
from intake_app.xpath.combine import (
    OPERATIONS,
    Chain,
    Steps,
    all_of,
    any_of,
    any_or_true,
    at_position,
    both_sides,
    filtered,
    first_number,
    first_text,
    main_root,
    perhaps_position,
    pick_sieve,
    plain_sieve,
    positional_sieve,
    sibling_by_sole,
    sibling_chain,
    sole_chain,
    union,
    walked,
    with_constant,
)
from intake_app.xpath.compare import RELATIONS, compile_comparison
from intake_app.xpath.context import Context
from intake_app.xpath.functions import FUNCTIONS
from intake_app.xpath.index import Place, counted_list, filtered_list, place_of, whole_list
from intake_app.xpath.locate import (
    FullName,
    Sieve,
    Walk,
    absolute_nodes,
    child_walk,
    full_name,
    is_step_self,
    is_step_up,
    keeps_level,
    key_of_names,
    plain_name,
    qualified_nodes,
    relative_nodes,
    step_walk,
)
from intake_app.xpath.signatures import ANY, BOOLEAN, DATE, NODES, NUMBER, TEXT, Code, Function
from intake_app.xpath.syntax import (
    ROOT_START,
    Arithmetic,
    Call,
    Compare,
    Expr,
    Filter,
    Literal,
    Logic,
    Negate,
    Number,
    Path,
    Step,
    Union,
    parts,
)
from intake_app.xpath.tree import Node
from intake_app.xpath.values import (
    Value,
    boolean_text,
    number_text,
    text_number,
    to_number,
    to_text,
)

T = TypeVar("T", float, bool)

_PARTS_A_VISIT: Final = 20  # a predicate of so many parts costs as much as a look at one more node
_PLAIN_KINDS: Final[dict[type, str]] = {
    Literal: TEXT,
    Number: NUMBER,
    Negate: NUMBER,
    Arithmetic: NUMBER,
    Logic: BOOLEAN,
    Compare: BOOLEAN,
    Union: NODES,
    Path: NODES,
    Filter: NODES,
}


def function_of(call: Call) -> Function:
    """The function a call names. IntakeError xpath.unknown_function, xpath.arity (name, position)."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise IntakeError("xpath.unknown_function", name=call.name, position=call.at + 1)
    count = len(call.args)
    if count < function.low or (function.high is not None and count > function.high):
        raise IntakeError("xpath.arity", name=call.name, position=call.at + 1, given=count)
    if (function.even and count % 2) or (function.odd and count % 2 == 0):
        raise IntakeError("xpath.arity", name=call.name, position=call.at + 1, given=count)
    return function


def _numerals(expr: Expr) -> tuple[Expr, Steps]:
    """What an expression begins with, and the operators with the numerals that are put to it from the right."""
    steps: list[tuple[Callable[[float, float], float], float]] = []
    if isinstance(expr, Compare) and isinstance(expr.right, Number):
        steps.append((RELATIONS[expr.op], expr.right.value))
        expr = expr.left
    while isinstance(expr, Arithmetic) and len(expr.rest) == 1 and isinstance(expr.rest[0][1], Number):
        steps.append((OPERATIONS[expr.rest[0][0]], expr.rest[0][1].value))
        expr = expr.first
    return expr, tuple(reversed(steps))


class Compiler:
    """Compiles expressions of one namespace context. Without "" in `namespaces`, unprefixed names match any."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces
        self.plain = "" in namespaces

    # the four types

    def kind(self, expr: Expr) -> str:
        plain = _PLAIN_KINDS.get(type(expr))
        if plain is not None:
            return plain
        call = cast(Call, expr)
        kind = function_of(call).kind
        return kind if isinstance(kind, str) else kind(self, call)

    def text(self, expr: Expr) -> Code[str]:
        kind = self.kind(expr)
        code = self.value(expr)
        if kind in (TEXT, DATE):
            return cast("Code[str]", code)
        if kind == NODES:
            return first_text(cast("Code[list[Node]]", code))
        if kind == NUMBER:
            numbers = cast("Code[float]", code)
            return lambda node, context: number_text(numbers(node, context))
        if kind == BOOLEAN:
            booleans = cast("Code[bool]", code)
            return lambda node, context: boolean_text(booleans(node, context))
        return lambda node, context: to_text(context.env.plain(code(node, context)))

    def number(self, expr: Expr) -> Code[float]:
        kind = self.kind(expr)
        code = self.value(expr)
        if kind == NUMBER:
            return cast("Code[float]", code)
        if kind == NODES:
            nodes = cast("Code[list[Node]]", code)
            return self.shortened(expr, first_number(nodes))
        if kind in (TEXT, DATE):
            texts = cast("Code[str]", code)
            return lambda node, context: text_number(texts(node, context), context.env.zone)
        return lambda node, context: to_number(context.env.plain(code(node, context)), context.env.zone)

    def boolean(self, expr: Expr) -> Code[bool]:
        """boolean(). In a document, of a path that ends in a predicate: whether there is such a node, whatever it says.

        In a record it is blank or zero like any other (row 7).
        """
        kind = self.kind(expr)
        code = self.value(expr)
        if kind == BOOLEAN:
            return cast("Code[bool]", code)
        if kind == NODES:
            nodes = cast("Code[list[Node]]", code)
            if isinstance(expr, Path) and expr.steps and expr.steps[-1].predicates:
                return any_or_true(nodes)
        return lambda node, context: context.env.truth(code(node, context))

    def nodes(self, expr: Expr) -> Code[list[Node]]:
        kind = self.kind(expr)
        if kind == NODES:
            return cast("Code[list[Node]]", self.value(expr))
        if kind != ANY:
            raise IntakeError("xpath.not_nodes", position=expr.at + 1)
        code = self.value(expr)

        def run(node: Node, context: Context) -> list[Node]:
            value = code(node, context)
            return value if isinstance(value, list) else []

        return run

    def value(self, expr: Expr) -> Code[Value]:
        match expr:
            case Literal(value=text):
                return lambda node, context: text
            case Number(value=number):
                return lambda node, context: number
            case Call():
                return function_of(expr).build(self, expr)
            case Path():
                return self.path(expr)
            case Filter(primary=primary, predicates=predicates):
                return filtered(self.nodes(primary), [self.sieve(predicate) for predicate in predicates])
            case Union(operands=operands):
                return union([self.nodes(operand) for operand in operands])
            case _:
                return self.operation(expr)

    def operation(self, expr: Expr) -> Code[Value]:
        match expr:
            case Compare():
                return self.shortened(expr, compile_comparison(self, expr))
            case Logic(op=op, operands=operands):
                codes = [self.boolean(operand) for operand in operands]
                return any_of(codes) if op == "or" else all_of(codes)
            case Arithmetic(first=first, rest=rest):
                return self.shortened(expr, self.arithmetic(first, rest))
            case _:
                negate = cast(Negate, expr)
                number = self.number(negate.operand)
                return (lambda node, context: -number(node, context)) if negate.odd else number

    def arithmetic(self, first: Expr, rest: tuple[tuple[str, Expr], ...]) -> Code[float]:
        start = self.number(first)
        pairs = [(OPERATIONS[op], self.number(operand)) for op, operand in rest]
        if len(pairs) == 1:
            operation, other = pairs[0]
            if isinstance(rest[0][1], Number):
                return with_constant(operation, start, rest[0][1].value)
            name, key = self.sibling_name(first), self.sole_key(rest[0][1])
            both = both_sides(operation, start, other)
            return both if name is None or key is None else sibling_by_sole(name, key, operation, both)

        def run(node: Node, context: Context) -> float:
            total = start(node, context)
            for operation, operand in pairs:
                total = operation(total, operand(node, context))
            return total

        return run

    # paths

    def path(self, path: Path) -> Code[list[Node]]:
        quick = self.quick_path(path)
        if quick is not None:
            return quick
        names = [plain_name(step, self.namespaces) for step in path.steps]
        place = place_of(path, names)
        if place is not None:
            return self.listed_path(path, *place)
        if path.start == ROOT_START:
            return self.absolute_path(path)
        start, level = self.start(path)
        return walked(start, self.walks(merged(path.steps), level))

    def absolute_path(self, path: Path) -> Code[list[Node]]:
        """`/data/rep/q[…]`: the names before the first predicate take the own instance of each repeat."""
        full = (None if step.predicates else full_name(step, self.namespaces) for step in path.steps)
        known = cast("tuple[FullName, ...]", tuple(takewhile(lambda name: name is not None, full)))
        rest = self.walks(merged(path.steps[len(known) :]), True)
        if any(uri is not None for _, uri in known):
            return walked(qualified_nodes(known), rest)
        return walked(absolute_nodes(tuple(name for name, _ in known)) if known else main_root, rest)

    def listed_path(self, path: Path, place: Place, taken: int) -> Code[list[Node]]:
        """`instance('x')/root/item[…]/label`: the list is kept, its first predicate answered by an index."""
        last, rest = path.steps[taken - 1], self.walks(merged(path.steps[taken:]), True)
        start: Code[list[Node]] = whole_list(place)
        if last.predicates:
            slow = cache(lambda: walked(whole_list((place[0], place[1][:-1])), [self.walk(last, True)]))
            if self.is_positional(last.predicates[0]):
                start = slow()
            else:
                start = filtered_list(self, place, last.predicates, self.sieve, slow)
        return walked(start, rest) if rest else start

    def number_of_nodes(self, expr: Expr) -> Code[float | None] | None:
        """Code for the number of nodes of `instance('x')/root/item[a > …]`, which an index tells."""
        if not isinstance(expr, Path):
            return None
        place = place_of(expr, [plain_name(step, self.namespaces) for step in expr.steps])
        if place is None or place[1] != len(expr.steps):
            return None
        return counted_list(self, place[0], expr.steps[-1].predicates)

    def quick_path(self, path: Path) -> Code[list[Node]] | None:
        """The paths forms are made of: names only, after `/`, or after any number of `..`."""
        ups = 0
        while path.start is None and ups < len(path.steps) and is_step_up(path.steps[ups]):
            ups += 1
        rest = path.steps[ups:]
        if path.start is None and len(rest) == 1 and not ups and is_step_self(rest[0]):
            return lambda node, context: [node]
        names = [plain_name(step, self.namespaces) for step in rest]
        if None in names or any(step.predicates for step in rest):
            return None
        known = cast("tuple[str, ...]", tuple(names))
        if path.start == ROOT_START and known:
            return absolute_nodes(known)
        return relative_nodes(ups, known) if path.start is None else None

    def sole_key(self, expr: Expr) -> str | None:
        """What the environment may keep the nodes of an absolute path of names by; None for any other expression."""
        if not isinstance(expr, Path) or expr.start != ROOT_START or any(step.predicates for step in expr.steps):
            return None
        names = [plain_name(step, self.namespaces) for step in expr.steps]
        return key_of_names(cast("tuple[str, ...]", tuple(names))) if names and None not in names else None

    def chain(self, expr: Expr) -> Chain | None:
        """An absolute path, alone or with numerals put to it from the right; None for any other expression."""
        first, steps = _numerals(expr)
        key = self.sole_key(first)
        return None if key is None else Chain(key, steps)

    def shortened(self, expr: Expr, otherwise: Code[T]) -> Code[T]:
        """Quicker code for a chain, and for one that begins with `../name`."""
        first, steps = _numerals(expr)
        key, name = self.sole_key(first), self.sibling_name(first)
        if name is not None:
            return sibling_chain(name, steps, otherwise)
        return otherwise if key is None else sole_chain(Chain(key, steps), otherwise)

    def sibling_name(self, expr: Expr) -> str | None:
        """The name in `../name`; None for any other expression."""
        if not isinstance(expr, Path) or expr.start is not None or len(expr.steps) != 2:
            return None
        up, step = expr.steps
        return plain_name(step, self.namespaces) if is_step_up(up) and not step.predicates else None

    def start(self, path: Path) -> tuple[Code[list[Node]], bool]:
        """Where a path that is not absolute begins, and whether that is nodes of one depth."""
        if path.start is None:
            return (lambda node, context: [node]), True
        begin = cast("Expr", path.start)
        single = isinstance(begin, Call) and begin.name in ("instance", "current")
        return self.nodes(begin), single

    def walks(self, steps: tuple[Step, ...], level: bool) -> list[Walk]:
        found: list[Walk] = []
        for step in steps:
            name = plain_name(step, self.namespaces) if level and not step.predicates else None
            found.append(child_walk(name) if name is not None else self.walk(step, level))
            level = level and keeps_level(step.axis)
        return found

    def walk(self, step: Step, level: bool) -> Walk:
        positional = any(self.is_positional(predicate) for predicate in step.predicates)
        sieves = [self.sieve(predicate) for predicate in step.predicates]
        return step_walk(step, self.namespaces, sieves, positional, level)

    # predicates

    def is_positional(self, predicate: Expr) -> bool:
        """Whether a predicate looks at the position: a number, or position() or last() at its own level."""
        return self.kind(predicate) in (NUMBER, ANY) or mentions_position(predicate)

    def sieve(self, predicate: Expr) -> Sieve:
        if isinstance(predicate, Number):
            return pick_sieve(predicate.value)
        kind, weight = self.kind(predicate), 1 + size(predicate) // _PARTS_A_VISIT
        if kind == NUMBER:
            return positional_sieve(at_position(self.number(predicate)), weight)
        if kind == ANY:
            return positional_sieve(perhaps_position(self.value(predicate)), weight)
        test = self.boolean(predicate)
        return positional_sieve(test, weight) if mentions_position(predicate) else plain_sieve(test, weight)


def size(expr: Expr) -> int:
    """How many expressions there are in one, itself included."""
    count, stack = 0, [expr]
    while stack:
        stack.extend(parts(stack.pop()))
        count += 1
    return count


def mentions_position(expr: Expr) -> bool:
    """Whether position() or last() stands in an expression outside the predicates in it."""
    stack = [expr]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Call) and inner.name in ("position", "last") and not inner.args:
            return True
        stack.extend(outer_parts(inner))
    return False


def outer_parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions inside one that share its context node and position."""
    from_path = isinstance(expr, Path)
    if from_path:
        start = cast(Path, expr).start
        return () if start is None or isinstance(start, str) else (start,)
    if isinstance(expr, Filter):
        return (expr.primary,)
    return parts(expr)


def merged(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """`//x` as one descendant step where no predicate could tell the difference."""
    found: list[Step] = []
    for step in steps:
        before = found[-1] if found else None
        anywhere = before is not None and before.axis == "descendant-or-self" and before.test.kind == "node"
        if anywhere and before is not None and not before.predicates and step.axis == "child" and not step.predicates:
            found[-1] = Step("descendant", step.test, (), step.at)
        else:
            found.append(step)
    return tuple(found)
