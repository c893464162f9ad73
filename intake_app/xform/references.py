"""What an expression of a form reads: generic paths, and how far their nodes can lie from the node it belongs to.

A `Use` pairs a path with an anchor: the deepest ancestor the node that is read is sure to share with the node the
expression is evaluated for. A sum over a repeat from outside shares only the root; ``../price`` inside the repeat
shares the instance, so a change there concerns that instance alone. Where in doubt the anchor is further out, which
costs time and never a missed change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake_app.xform.definition import NodeSpec, Nth, line_of
from intake_app.xpath.syntax import ROOT_START, Call, Expr, Filter, Number, Path, Step, Union, parts

LANGUAGE_CALLS = frozenset(("jr:choice-name", "jr:itext", "format-date", "format-date-time"))
"""Functions whose value depends on the language."""
COUNTING_CALLS = frozenset(("count", "join", "position"))
"""Functions that tell a blank node from one that is not relevant; elsewhere both are blank."""
_MOST_INSTANCES = 1_000_000
_UPWARD = frozenset(("ancestor", "ancestor-or-self"))
_SIDEWAYS = frozenset(("preceding-sibling", "following-sibling"))


@dataclass(frozen=True, slots=True)
class Use:
    """A path that is read, and the deepest ancestor shared with the reader.

    `value` is false where only the place among its siblings is read, as `position(..)` does. `nth`: only what lies in
    that instance of a repeat is read.
    """

    spec: NodeSpec
    anchor: NodeSpec
    value: bool = True
    nth: Nth | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a location path stands while it is followed; `spec` None is the document itself."""

    spec: NodeSpec | None
    anchor: NodeSpec


class References:
    """The uses of expressions evaluated for nodes of one path. `once`: also what `once()` reads, the node itself; to a
    rule that has an order it is no read, or the rule would wait for itself (engine decision 16).
    """

    def __init__(self, context: NodeSpec, root: NodeSpec, once: bool = False) -> None:
        self._root = root
        self._document = Place(None, root)
        self._once = once
        self._context = [Place(context, context)]
        self._line = set(line_of(context))
        self._found: dict[tuple[str, str, bool, Nth | None], Use] = {}
        self._of_value = True
        self._nth: Nth | None = None

    def uses(self) -> tuple[Use, ...]:
        """What was read by all expressions handed in so far."""
        return tuple(self._found.values())

    def read(self, expr: Expr) -> list[Place]:
        """Take in an expression; gives the places its value stands at, if it is a nodeset of the main instance."""
        return self.walk(expr, self._context, exact=True)

    def walk(self, expr: Expr, here: list[Place], exact: bool) -> list[Place]:
        """Follow an expression from some places. `exact`: absolute paths are taken to the own repeat instance."""
        match expr:
            case Path():
                return self._path(expr, here, exact)
            case Filter(primary=primary, predicates=predicates):
                found = self.walk(primary, here, False)
                self._walk_all(predicates, found, False)
                return found
            case Union(operands=operands):
                return [place for operand in operands for place in self.walk(operand, here, exact)]
            case Call():
                return self._call(expr, here, exact)
        self._walk_all(parts(expr), here, exact)
        return []

    def _call(self, call: Call, here: list[Place], exact: bool) -> list[Place]:
        match call:
            case Call(name="current"):
                self._note(self._context)
                return self._context
            case Call(name="instance"):
                return []
            case Call(name="once") if self._once:
                self._note(self._context)
            case Call(name="position", args=(argument,)):
                self._of_value = False
                self.walk(argument, here, exact)
                self._of_value = True
                return []
            case Call(name="indexed-repeat", args=(Path() as target, Path() as repeat, Number() as at)) if (
                target.start == ROOT_START and repeat.start == ROOT_START
            ):
                return self._in_nth(target, repeat, at.value, here)
        if call.name == "indexed-repeat":
            return self._in_some(call.args, here)
        places = [self.walk(argument, here, exact) for argument in call.args]
        return places[0] if call.name == "randomize" and places else []

    def _in_nth(self, target: Expr, repeat: Expr, number: float, here: list[Place]) -> list[Place]:
        """`indexed-repeat(a, b, 3)`: what changes in other instances does not matter."""
        outside = self._nth
        found = {place.spec for place in References(self._context[0].anchor, self._root).walk(repeat, here, False)}
        only = found.pop() if len(found) == 1 else None
        if only is not None and only.repeat is not None and number < _MOST_INSTANCES and outside is None:
            self._nth = Nth(only.depth, max(1, int(number)))  # as indexed-repeat() cuts it
        self.walk(repeat, here, False)
        inside = References(self._context[0].anchor, self._root).walk(target, here, False)
        if not all(place.spec is not None and only in line_of(place.spec) for place in inside):
            self._nth = outside
        self.walk(target, here, False)
        self._nth = outside
        return []

    def _in_some(self, args: tuple[Expr, ...], here: list[Place]) -> list[Place]:
        """`indexed-repeat()` with numbers worked out or relative paths: what it reads may lie in any instance."""
        for arg in args:
            found = self.walk(arg, here, False)
            self._note([Place(place.spec, self._root) for place in found])
        return []

    def _walk_all(self, expressions: Iterable[Expr], here: list[Place], exact: bool) -> None:
        """Follow what is read inside: conditions want values, also those of a path whose place alone is asked for."""
        asked, self._of_value = self._of_value, True
        for expression in expressions:
            self.walk(expression, here, exact)
        self._of_value = asked

    def _path(self, path: Path, here: list[Place], exact: bool) -> list[Place]:
        if path.start is None:
            places = here
        elif isinstance(path.start, str):
            places = [self._document] if path.start == ROOT_START else []
        elif isinstance(path.start, Call) and path.start.name == "current":
            places = self._context  # where the path begins, not what it reads
        else:
            places = self.walk(path.start, here, exact)
        own = exact and path.start == ROOT_START
        for step in path.steps:
            own = own and _is_name(step)  # as far as a path is names, it takes the own instances
            found = [below for place in places for below in self._step(place, step, own)]
            places = found if len(places) == 1 and step.axis == "child" else _unique(found)  # children differ
            self._walk_all(step.predicates, places, False)
        self._note(places)
        return places

    def _note(self, places: Iterable[Place]) -> None:
        for place in places:
            if place.spec is not None:
                key = (place.spec.path, place.anchor.path, self._of_value, self._nth)
                if key not in self._found:
                    self._found[key] = Use(place.spec, place.anchor, self._of_value, self._nth)

    def _step(self, place: Place, step: Step, own: bool) -> Iterable[Place]:
        spec, axis = place.spec, step.axis
        if spec is None:
            return self._from_document(step)
        if axis == "self" or (axis == "child" and step.test.kind in ("text", "comment", "processing-instruction")):
            return [place]
        if axis == "parent":
            return _upward(place, [spec.parent]) if spec.parent is not None else [self._document]
        if axis in _UPWARD:
            return [*_upward(place, line_of(spec)), self._document]
        if axis in _SIDEWAYS:
            parent = spec.parent if spec.parent is not None else spec
            anchor = parent if place.anchor.depth > parent.depth else place.anchor
            return [Place(child, anchor) for child in _matching(parent.children, step)]
        if axis == "child" or axis == "attribute":
            return [self._down(place, child, own) for child in _matching(spec.children, step)]
        return [Place(each, self._root) for each in _anywhere(self._root, spec, step)]

    def _from_document(self, step: Step) -> Iterable[Place]:
        if step.axis == "child":
            return [Place(self._root, self._root)] if _fits(self._root, step) else []
        below = _anywhere(self._root, self._root, step) if step.axis.startswith("descendant") else ()
        return [*(Place(each, self._root) for each in below), *([self._document] if step.axis.endswith("self") else ())]

    def _down(self, place: Place, child: NodeSpec, own: bool) -> Place:
        shared = place.anchor is child.parent and child in self._line
        return Place(child, child if shared and (own or child.repeat is None) else place.anchor)


def _is_name(step: Step) -> bool:
    """Whether a step is no more than the name of a child."""
    test = step.test
    return test.kind == "name" and test.name != "*" and step.axis == "child" and not step.predicates


def _upward(place: Place, specs: Iterable[NodeSpec]) -> list[Place]:
    return [Place(spec, spec if place.anchor.depth > spec.depth else place.anchor) for spec in specs]


def _matching(specs: Mapping[str, NodeSpec], step: Step) -> list[NodeSpec]:
    if step.test.kind == "name" and step.test.name != "*":
        found = specs.get(f"@{step.test.name}" if step.axis == "attribute" else step.test.name)
        return [found] if found is not None else []
    return [spec for spec in specs.values() if _fits(spec, step)]


def _fits(spec: NodeSpec, step: Step) -> bool:
    if spec.attribute != (step.axis == "attribute"):
        return False
    if step.test.kind != "name" or step.test.name == "*":
        return True
    return spec.name.removeprefix("@") == step.test.name


def _anywhere(root: NodeSpec, below: NodeSpec, step: Step) -> Iterable[NodeSpec]:
    """Paths a far-reaching axis may come to: below for descendants, else anywhere in the form."""
    start = below if step.axis.startswith("descendant") else root
    return [spec for spec in start.descend() if not spec.attribute and _fits_name(spec, step)]


def _fits_name(spec: NodeSpec, step: Step) -> bool:
    return step.test.kind != "name" or step.test.name in ("*", spec.name)


def _unique(places: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(places))


def tells_blank(expr: Expr) -> bool:
    """Whether an expression tells a blank node from one that is not relevant: by a function that counts nodes, or by a
    path that ends in a condition, which is there or not.
    """
    stack = [expr]
    while stack:
        inner = stack.pop()
        if isinstance(inner, Call) and inner.name in COUNTING_CALLS:
            return True
        if isinstance(inner, Path) and inner.steps and inner.steps[-1].predicates:
            return True
        stack.extend(parts(inner))
    return False
