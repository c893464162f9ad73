"""What gives an answer away: the paths that hold what they hold because of it, and the texts that say it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from intake_app.xform.definition import FormDefinition, NodeSpec, SetValue
from intake_app.xform.graph import choice_outputs, itext_outputs
from intake_app.xform.references import References
from intake_app.xform.spoken import Spoken
from intake_app.xpath.expression import Compiled
from intake_app.xpath.syntax import Call, Literal, Path, parts

_TELLING = ("calculate", "count", "choices")
"""The rules whose outcome is seen on a page that is there: a value, how often it is asked, what there is to choose."""

_ASKING = ("relevant", "count")

Covers = Callable[[Compiled, NodeSpec], bool]
"""Whether an expression of a path reads what is covered."""


def given_away(definition: FormDefinition, paths: Iterable[str], *, asked: bool = False) -> frozenset[str]:
    """These generic paths with all that says their answers, by however many steps, and all that lies inside.

    asked: with what says of them no more than that it is asked.
    """
    return _reached(paths, _told_by(definition, (*_TELLING, "relevant") if asked else _TELLING))


def shaping(definition: FormDefinition, paths: Iterable[str]) -> frozenset[str]:
    """The generic paths on whose values it rests, by however many steps, whether and how often that is asked which
    hangs on these paths. Another answer makes nothing of it come or go.
    """
    told_by, tells = _told_by(definition, (*_TELLING, "relevant")), defaultdict[str, list[str]](list)
    for path, targets in told_by.items():
        for target in targets:
            tells[target].append(path)
    hanging = _reached(paths, told_by)
    decide = (
        path
        for path, spec in definition.specs.items()
        if any(one.task.kind in _ASKING and one.task.spec.path in hanging for one in spec.readers)
    )
    return _reached(decide, tells)


def _told_by(definition: FormDefinition, kinds: tuple[str, ...]) -> dict[str, list[str]]:
    """By path what says in one step, by rules of these kinds or because it lies inside, what it holds."""
    told_by = dict[str, list[str]]()
    for path, spec in definition.specs.items():
        followers = (one.task.spec.path for one in spec.readers if one.task.kind in kinds)
        told_by[path] = [*followers, *(below.path for below in spec.children.values())]
    for path, target in (*_set(definition), *_of_last_record(definition, kinds)):
        told_by[path].append(target)
    return told_by


def _reached(paths: Iterable[str], steps: Mapping[str, list[str]]) -> frozenset[str]:
    found, waiting = set[str](), list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += steps[path]
    return frozenset(found)


def covers(definition: FormDefinition, paths: frozenset[str]) -> Covers:
    """How to tell which expressions in the texts of a form say what these paths hold; found once for each."""
    outputs = itext_outputs(definition.itext)
    of_choices = choice_outputs(outputs, definition.instances.values())
    spoken = Spoken(definition.root, definition.specs, outputs, of_choices)
    known = dict[tuple[Compiled, str], bool]()

    def covered(rule: Compiled, spec: NodeSpec) -> bool:
        key = (rule, spec.path)
        if key not in known:
            uses = (*_read(definition, spec, rule), *(use.spec.path for use in spoken.uses([rule], spec)))
            known[key] = not paths.isdisjoint(uses)
        return known[key]

    return covered


def _set(definition: FormDefinition) -> Iterator[tuple[str, str]]:
    """Each path with one that an action sets because of it: the question that sets it off, and what the value reads."""
    actions = [(spec, each, False) for spec, each in definition.form_actions]
    for spec in definition.specs.values():
        actions += [(spec, each, True) for each in spec.on_change]
        actions += [(spec, each, False) for each in spec.on_new]
    for spec, action, by_answer in actions:
        if action.target in definition.specs:
            for path in (*((spec.path,) if by_answer else ()), *_value_reads(definition, action)):
                yield path, action.target


def _value_reads(definition: FormDefinition, action: SetValue) -> Iterator[str]:
    if not isinstance(action.value, str):
        yield from _read(definition, definition.specs[action.target], action.value)


def _of_last_record(definition: FormDefinition, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each path with one that is worked out from what the record finished before holds there: of somebody else."""
    for task in definition.tasks if definition.last_saved else ():
        if task.kind in kinds and task.expression is not None:
            yield from ((path, task.spec.path) for path in _last(definition, task.expression))


def _read(definition: FormDefinition, spec: NodeSpec, rule: Compiled) -> Iterator[str]:
    references = References(spec, definition.root)
    references.read(rule.expr)
    yield from (use.spec.path for use in references.uses())
    yield from _last(definition, rule)


def _last(definition: FormDefinition, rule: Compiled) -> Iterator[str]:
    """The paths that an expression reads in the record finished before."""
    stack = [rule.expr] if definition.last_saved else []
    while stack:
        inner = stack.pop()
        stack += parts(inner)
        match inner:
            case Path(start=Call(name="instance", args=(Literal(value=name),))) if name in definition.last_saved:
                path = "".join(f"/{step.test.name}" for step in inner.steps)
                yield from (path,) if path in definition.specs else ()
