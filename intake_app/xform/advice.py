"""What to tell the author of a form: expressions that other engines read otherwise (engine decisions 2 and 5), lists
that are not there."""

from collections.abc import Container, Iterable, Iterator

from intake_app.xform.definition import NodeSpec, Notice, Task
from intake_app.xform.references import Place, References
from intake_app.xpath.syntax import (
    ROOT_START,
    Arithmetic,
    Call,
    Compare,
    Expr,
    Literal,
    Logic,
    Negate,
    Path,
    Step,
    parts,
)


def advise(tasks: Iterable[Task], root: NodeSpec) -> Iterator[Notice]:
    """Notices on the expressions of a form, one of a kind for each place."""
    seen: set[tuple[str, str]] = set()
    for task in tasks if any(spec.repeat is not None for spec in root.descend()) else ():
        if task.expression is None or task.kind == "choices":
            continue
        for code in _codes(task, task.expression.expr, root):
            if (code, task.spec.path) not in seen:
                seen.add((code, task.spec.path))
                yield Notice("warning" if code == "xform.many_nodes" else "info", task.spec.path, code)


def unknown_lists(tasks: Iterable[Task], names: Container[str]) -> Iterator[Notice]:
    """A notice for each rule that reads a list the form does not bring along."""
    for task in tasks:
        if task.expression is None or "instance(" not in task.expression.source:
            continue
        for name in dict.fromkeys(_lists(task.expression.expr)):
            if name not in names:
                yield Notice("error", task.spec.path, "xform.no_such_list", {"name": name})


def _lists(expr: Expr) -> Iterator[str]:
    match expr:
        case Call(name="instance", args=(Literal(value=name),)):
            yield name
    for part in parts(expr):
        yield from _lists(part)


def _codes(task: Task, expr: Expr, root: NodeSpec) -> Iterator[str]:
    if any(_many(path, task.spec, root) for path in _single_values(expr)):
        yield "xform.many_nodes"
    around = list(_repeats_around(task.spec))
    if around and any(_own(path, around) for path in _paths(expr)):
        yield "xform.own_instance"


def _single_values(expr: Expr) -> Iterator[Path]:
    """Paths standing where one value is meant: the whole expression, an operand, inside an operand."""
    match expr:
        case Path():
            yield expr
        case Compare() | Arithmetic() | Logic() | Negate():
            for part in parts(expr):
                yield from _single_values(part)


def _paths(expr: Expr) -> Iterator[Path]:
    """The paths in an expression; of `indexed-repeat()` those in its numbers, for the others mean every instance."""
    if isinstance(expr, Path):
        yield expr
    inner = expr.args[2::2] if isinstance(expr, Call) and expr.name == "indexed-repeat" else parts(expr)
    for part in inner:
        yield from _paths(part)


def _many(path: Path, context: NodeSpec, root: NodeSpec) -> bool:
    """Whether a path without predicates leads into a repeat from outside."""
    if any(step.predicates for step in path.steps):
        return False
    return any(_crosses_repeat(place) for place in References(context, root).read(path))


def _crosses_repeat(place: Place) -> bool:
    spec = place.spec
    while spec is not None and spec is not place.anchor:
        if spec.repeat is not None:
            return True
        spec = spec.parent
    return False


def _repeats_around(context: NodeSpec) -> Iterator[str]:
    step: NodeSpec | None = context
    while step is not None:
        if step.repeat is not None:
            yield step.path
        step = step.parent


def _own(path: Path, around: Iterable[str]) -> bool:
    """Whether an absolute path leads into one of the repeats its reader lies in."""
    written = f"{_plain(path.steps)}/" if path.start == ROOT_START else ""
    return any(written.startswith(f"{repeat}/") for repeat in around)


def _plain(steps: Iterable[Step]) -> str:
    return "".join(f"/{step.test.name}" for step in steps if step.axis == "child" and not step.predicates)
