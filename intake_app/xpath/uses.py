"""What an expression reads, found without evaluating it: the input of the form engine's dependency graph."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from intake_app.xpath.functions import FUNCTIONS
from intake_app.xpath.syntax import Call, Expr, Filter, Path, Step, parts
from intake_app.xpath.syntax import Literal as Text

Origin: TypeAlias = Literal["main", "context", "instance", "unknown"]


@dataclass(frozen=True, slots=True)
class StepUse:
    """One step of a path. `name` is the local name, "*" for any; `test` name, node, text, comment …"""

    axis: str
    test: str
    name: str
    predicates: bool


@dataclass(frozen=True, slots=True)
class PathUse:
    """One path an expression reads, from where it begins.

    `origin`: main (from the root of the primary instance), context (from the context node of the whole expression,
    by a relative path or `current()`), instance (from a secondary instance, whose id is `instance`, None if it is
    computed), unknown (from a nodeset of another function). Paths inside a predicate are told with the steps of the
    list they filter before them, so nothing is relative to anything else than the origin.
    """

    origin: Origin
    instance: str | None
    steps: tuple[StepUse, ...]

    @property
    def absolute(self) -> bool:
        """Whether it begins at the root of the primary instance."""
        return self.origin == "main"


_CONTEXT: Final = PathUse("context", None, ())
_UNKNOWN: Final = PathUse("unknown", None, ())
_CONTEXT_READERS: Final = frozenset({"string", "number", "string-length", "normalize-space", "name", "local-name"})


def paths(expr: Expr) -> tuple[PathUse, ...]:
    """Every path an expression reads, predicates included, each once, in source order."""
    found: dict[PathUse, None] = {}
    stack: list[tuple[Expr, PathUse]] = [(expr, _CONTEXT)]
    while stack:
        inner, base = stack.pop()
        if isinstance(inner, Path):
            _path(inner, base, found, stack)
        elif isinstance(inner, Filter):
            filtered = _origin(inner.primary, base)
            stack.extend((predicate, filtered) for predicate in reversed(inner.predicates))
            stack.append((inner.primary, base))
        else:
            _call(inner, base, found)
            stack.extend((part, base) for part in reversed(parts(inner)))
    return tuple(found)


def _path(path: Path, base: PathUse, found: dict[PathUse, None], stack: list[tuple[Expr, PathUse]]) -> None:
    use = _origin(path, base, steps=False)
    if path.start is not None and not isinstance(path.start, str):
        stack.extend((part, base) for part in parts(path.start) if not isinstance(path.start, Filter))
        if isinstance(path.start, Filter):
            stack.append((path.start, base))
    steps = use.steps
    for step in path.steps:
        steps = (*steps, step_use(step))
        here = PathUse(use.origin, use.instance, steps)
        stack.extend((predicate, here) for predicate in step.predicates)
    found[PathUse(use.origin, use.instance, steps)] = None


def _call(expr: Expr, base: PathUse, found: dict[PathUse, None]) -> None:
    if not isinstance(expr, Call):
        return
    if expr.name in ("instance", "current"):
        found[_origin(expr, base)] = None
    elif expr.name == "pulldata" and len(expr.args) == 4:
        name = expr.args[0]
        found[PathUse("instance", name.value if isinstance(name, Text) else None, ())] = None
    elif expr.name == "once" or (not expr.args and expr.name in _CONTEXT_READERS):
        found[base] = None


def step_use(step: Step) -> StepUse:
    """A step without what its predicates say."""
    return StepUse(step.axis, step.test.kind, step.test.name, bool(step.predicates))


def _origin(expr: Expr, base: PathUse, steps: bool = True) -> PathUse:
    """The path that leads to the nodes an expression gives, as far as it can be told."""
    inner: Expr = expr
    trail: tuple[StepUse, ...] = ()
    while True:
        if isinstance(inner, Filter):
            inner = inner.primary
        elif isinstance(inner, Path):
            if steps or inner is not expr:
                trail = (*(step_use(step) for step in inner.steps), *trail)
            if inner.start is None:
                return PathUse(base.origin, base.instance, (*base.steps, *trail))
            if isinstance(inner.start, str):
                return PathUse("main", None, trail)
            inner = inner.start
        else:
            return _from_call(inner, trail)


def _from_call(expr: Expr, trail: tuple[StepUse, ...]) -> PathUse:
    if isinstance(expr, Call) and expr.name == "current":
        return PathUse("context", None, trail)
    if isinstance(expr, Call) and expr.name == "instance":
        name = expr.args[0] if expr.args else None
        return PathUse("instance", name.value if isinstance(name, Text) else None, trail)
    if isinstance(expr, Call) and expr.name == "randomize" and expr.args:
        return _origin(expr.args[0], _CONTEXT)
    return PathUse(_UNKNOWN.origin, None, trail)


def calls(expr: Expr) -> tuple[Call, ...]:
    """Every function call in an expression, in source order."""
    found: list[Call] = []
    stack = [expr]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Call):
            found.append(inner)
        stack.extend(reversed(parts(inner)))
    return tuple(found)


def volatile(expr: Expr) -> bool:
    """Whether the value may change though nothing it reads does: now(), today(), random(), uuid(), a free shuffle."""
    return any(_is_volatile(call) for call in calls(expr))


def _is_volatile(call: Call) -> bool:
    function = FUNCTIONS.get(call.name)
    return (function is not None and function.volatile) or (call.name == "randomize" and len(call.args) == 1)
