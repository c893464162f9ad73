"""What a check looks for and a load has no time for: paths that lead nowhere, doubtful rules, and rules that cost much.

The cost of a rule is an estimate of the nodes one evaluation looks at: lists at their real length, a condition that an
index answers at the square root of it, conditions inside conditions multiplied.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isqrt

from intake_app.errors import Fact
from intake_app.xform.definition import FormDefinition, NodeSpec, Notice, line_of
from intake_app.xform.doubtful import doubts, rules_of
from intake_app.xform.references import References
from intake_app.xpath.expression import Compiled
from intake_app.xpath.index import conjuncts, is_constant, key_of
from intake_app.xpath.syntax import ROOT_START, Call, Compare, Expr, Filter, Literal, Number, Path, Step, parts
from intake_app.xpath.tree import Node

MANY = 5_000
"""Nodes looked at by one evaluation from which on a person may feel the wait: some 30 ms on a slow laptop."""
_FAR_TOO_MANY = 50_000
_MOST = 30
"""Costs that are told of, the dearest first: an author mends these before looking at more."""

Rule = tuple[NodeSpec, Compiled]
"""An expression and the path it is evaluated for."""


def inspect(definition: FormDefinition) -> tuple[Notice, ...]:
    """Notices on paths that lead nowhere, doubtful rules, dear ones, the dearest first. The form is not changed."""
    rules = [(spec, rule) for spec, rule, _ in rules_of(definition)]
    return (*paths_astray(definition, rules), *doubts(definition), *costs(definition, rules))


# paths that lead nowhere


def paths_astray(definition: FormDefinition, rules: Iterable[Rule]) -> Iterator[Notice]:
    """A notice for each path of a rule that the form does not contain, once for each place."""
    seen = set()
    for spec, rule in rules:
        for path in _astray(rule.expr, spec, _Start(spec, definition.root)):
            if (spec.path, path) not in seen:
                seen.add((spec.path, path))
                yield Notice("warning", spec.path, "xform.no_such_path", {"path": path})


@dataclass(frozen=True, slots=True)
class _Start:
    """Where `current()` and absolute paths of a rule begin."""

    current: NodeSpec
    root: NodeSpec


def _astray(expr: Expr, here: NodeSpec | None, start: _Start) -> Iterator[str]:
    """Paths below an expression that lead nowhere. `here` None: relative paths begin at something unknown."""
    if isinstance(expr, Path):
        yield from _lost(expr, here, start)
        if isinstance(expr.start, Call):
            yield from _astray(expr.start, here, start)
        for step in expr.steps:
            for predicate in step.predicates:
                yield from _astray(predicate, None, start)
    elif isinstance(expr, Filter):
        yield from _astray(expr.primary, here, start)
        for predicate in expr.predicates:
            yield from _astray(predicate, None, start)
    else:
        for part in parts(expr):
            yield from _astray(part, here, start)


def _lost(path: Path, here: NodeSpec | None, start: _Start) -> Iterator[str]:
    steps = list(path.steps)
    if path.start == ROOT_START:
        first = steps.pop(0) if steps else None
        if first is None or first.axis != "child" or not _is_name(first):
            return
        if first.test.name != start.root.name:
            yield f"/{first.test.name}"
            return
        spec: NodeSpec | None = start.root
    elif isinstance(path.start, Call) and path.start.name == "current":
        spec = start.current
    else:
        spec = here if path.start is None else None
    yield from _down(spec, steps)


def _down(spec: NodeSpec | None, steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if spec is None or step.axis not in ("self", "parent", "child", "attribute"):
            return
        if step.axis == "parent":
            spec = spec.parent
        elif step.axis != "self":
            if not _is_name(step):
                return
            name = f"@{step.test.name}" if step.axis == "attribute" else step.test.name
            if name not in spec.children:
                yield f"{spec.path}/{name}"
                return
            spec = spec.children[name]


def _is_name(step: Step) -> bool:
    return step.test.kind == "name" and step.test.name != "*"


# rules that cost much


@dataclass(slots=True)
class _Cause:
    """Why a rule costs: the nodes it looks at, the code of the notice, what this names and counts."""

    visits: int
    code: str
    name: str
    count: int


@dataclass(slots=True)
class _Scales:
    """Weighs expressions: the lists of the form, the number of its paths, and the causes found on the way."""

    instances: dict[str, Node]
    paths: int
    lists: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    causes: list[_Cause] = field(default_factory=list)

    def weigh(self, expr: Expr) -> int:
        """Nodes looked at by one evaluation."""
        match expr:
            case Literal() | Number():
                return 0
            case Path():
                return self._path(expr)
            case Filter(primary=primary, predicates=predicates):
                return self.weigh(primary) * (1 + sum(self.weigh(each) for each in predicates))
        return sum(self.weigh(part) for part in parts(expr))

    def _path(self, path: Path) -> int:
        if isinstance(path.start, Call) and path.start.name == "instance":
            name = path.start.args[0]
            return self._list(name.value, path.steps) if isinstance(name, Literal) else 1
        visits = 0 if path.start is None or isinstance(path.start, str) else self.weigh(path.start)
        for step in path.steps:
            inner = sum(self.weigh(predicate) for predicate in step.predicates)
            visits += 1 + inner
            if step.axis not in ("self", "parent", "child", "attribute"):
                visits += self.paths * (1 + inner)
                self.causes.append(_Cause(visits, "xform.costly_search", "", visits))
        return visits

    def _list(self, name: str, steps: tuple[Step, ...]) -> int:
        """The cost of a list: until the first condition its length is known."""
        names: list[str] = []
        for step in steps:
            names.append(step.test.name)
            if step.predicates:
                return self._filtered(name, self._length(name, tuple(names)), step.predicates)
        return 1

    def _length(self, name: str, names: tuple[str, ...]) -> int:
        if (name, names) not in self.lists:
            root = self.instances.get(name)
            nodes = [] if root is None else [root]
            for each in names:
                nodes = [child for node in nodes for child in node.named(each)]
            self.lists[name, names] = len(nodes)
        return self.lists[name, names]

    def _filtered(self, name: str, length: int, predicates: tuple[Expr, ...]) -> int:
        first, *others = predicates
        if isinstance(first, Number):
            return 1
        conditions = conjuncts(first)
        answered = [condition for condition in conditions if _by_index(condition)]
        left = [*(condition for condition in conditions if condition not in answered), *others]
        looked = isqrt(length) if answered else length
        inner = sum(self.weigh(condition) for condition in left)
        visits = looked * (1 + inner)
        nested = any(_reads_list(condition) for condition in left)
        if nested:
            self.causes.append(_Cause(visits, "xform.costly_nested", name, visits))
        else:
            self.causes.append(_Cause(visits, "xform.costly_filter", name, looked))
        return visits


def _by_index(condition: Expr) -> bool:
    """Whether the engine answers a condition by an index: a column compared with what is the same for every item."""
    if not isinstance(condition, Compare) or condition.op == "!=":
        return False
    sides = ((condition.left, condition.right), (condition.right, condition.left))
    return any(key_of(item) is not None and is_constant(other) for item, other in sides)


def _reads_list(expr: Expr) -> bool:
    if isinstance(expr, Call) and expr.name == "instance":
        return True
    return any(_reads_list(part) for part in parts(expr))


def costs(definition: FormDefinition, rules: Iterable[Rule]) -> list[Notice]:
    """A notice for each rule that is dear for one reason or another, the dearest first."""
    scales = _Scales(dict(definition.instances), len(definition.specs))
    found: dict[tuple[str, str, str], _Cause] = {}
    for spec, rule in rules:
        if "instance(" in rule.source or "//" in rule.source or "::" in rule.source:
            scales.causes = []
            scales.weigh(rule.expr)
            for cause in scales.causes:
                key = (spec.path, cause.code, cause.name)
                if key not in found or cause.visits > found[key].visits:
                    found[key] = cause
        for repeat in _squared(spec, rule, definition.root):
            found[spec.path, "xform.costly_repeat", repeat] = _Cause(MANY, "xform.costly_repeat", repeat, 0)
    dear = [(cause, place) for (place, _, _), cause in found.items() if cause.visits >= MANY]
    dear.sort(key=lambda item: -item[0].visits)
    return [_notice(cause, place) for cause, place in dear[:_MOST]]


def _notice(cause: _Cause, place: str) -> Notice:
    facts: dict[str, Fact] = {"name": cause.name, "count": cause.count}
    return Notice("warning" if cause.visits >= _FAR_TOO_MANY else "info", place, cause.code, facts)


def _squared(spec: NodeSpec, rule: Compiled, root: NodeSpec) -> Iterator[str]:
    """Repeats around a rule of which it reads all instances, so that the work grows with the square of their number."""
    around = [each for each in line_of(spec) if each.repeat is not None]
    if not around:
        return
    references = References(spec, root)
    references.read(rule.expr)
    for repeat in around:
        if any(_reads_all(use.spec, use.anchor, repeat) for use in references.uses() if use.value):
            yield repeat.path


def _reads_all(read: NodeSpec, anchor: NodeSpec, repeat: NodeSpec) -> bool:
    return anchor.depth < repeat.depth and read is not repeat and repeat in line_of(read)
