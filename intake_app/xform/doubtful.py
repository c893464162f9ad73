"""What an author hardly meant, in rules that can be worked out all the same: a check tells of it, a load has no time.

A pattern that is none, a format without a `%`, a bare path where `jr:choice-name` wants one in quotes, a date without
quotes (2024-01-01 is 2022), a condition on a column that no item of its list has, a group where an answer is meant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal as Constant

from intake_app.errors import Fact
from intake_app.xform.definition import FormDefinition, NodeSpec, Notice, SetValue
from intake_app.xform.references import References
from intake_app.xpath.expression import Compiled
from intake_app.xpath.functions.patterns import PatternError, compiled
from intake_app.xpath.syntax import (
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
    parts,
)
from intake_app.xpath.tree import Node

_DATE = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?![\d.])")
_FORMATS = ("format-date", "format-date-time")
_OF_ONE = frozenset({"boolean", "not", "string", "number", "int", "string-length", "selected"})
"""Functions whose arguments are one value each, so that a group among them is blank; of `if` the condition is."""
_SHOWN = 60
"""Characters of what is told of; a pattern may be a page long."""

_LEVELS: Mapping[str, Constant["error"]] = {"xform.bad_pattern": "error"}

_OPERATORS = (Arithmetic, Compare, Logic, Negate)

Doubt = tuple[str, dict[str, Fact]]
Rule = tuple[NodeSpec, Compiled, str]
"""An expression, the path it is evaluated for, and the attribute of the form it stands in."""


def doubts(definition: FormDefinition) -> Iterator[Notice]:
    """Notices on the rules of a form, each once for its place; `attribute` says in which of the rules there."""
    lists = _Lists(dict(definition.instances))
    seen: set[tuple[str, str, tuple[Fact, ...]]] = set()
    for spec, rule, attribute in rules_of(definition):
        groups = _groups(rule, spec, definition.root, attribute == "nodeset")
        for code, facts in (*_of(rule.expr, rule.source), *lists.absent(rule), *groups):
            key = (spec.path, code, tuple(facts.values()))
            if key not in seen:
                seen.add(key)
                yield Notice(_LEVELS.get(code, "warning"), spec.path, code, {**facts, "attribute": attribute})


def rules_of(definition: FormDefinition) -> Iterator[Rule]:
    """Every rule and action of a form that is worked out."""
    worked_out = ((task, task.expression) for task in definition.tasks if task.expression is not None)
    for task, rule in worked_out:
        yield task.spec, rule, "nodeset" if task.kind == "choices" else task.kind
    for action in _actions(definition):
        spec = definition.specs.get(action.target)
        if spec is not None and isinstance(action.value, Compiled):
            yield spec, action.value, "value"


def _actions(definition: FormDefinition) -> Iterator[SetValue]:
    yield from (action for _, action in definition.form_actions)
    for spec in definition.specs.values():
        yield from (*spec.on_change, *spec.on_new)


def _of(expr: Expr, source: str) -> Iterator[Doubt]:
    match expr:
        case Call(name="regex", args=(_, Literal(value=pattern))) if not _is_pattern(pattern):
            yield "xform.bad_pattern", {"near": pattern[:_SHOWN]}
        case Call(name=name, args=(_, Literal(value=pattern))) if name in _FORMATS and "%" not in pattern:
            yield "xform.format_without_sign", {"near": pattern[:_SHOWN]}
        case Call(name="jr:choice-name", args=(_, Path() as path)):
            yield "xform.choice_name_path", {"near": _written(path, source)}
        case Arithmetic():
            for number in parts(expr):
                if isinstance(number, Number) and (found := _DATE.match(source, number.at)):
                    yield "xform.bare_date", {"near": found[0]}
    for part in parts(expr):
        yield from _of(part, source)


def _groups(rule: Compiled, spec: NodeSpec, root: NodeSpec, is_list: bool) -> Iterator[Doubt]:
    """Groups where an answer is meant: they have none, and as a condition are never true (row 7)."""
    whole = [rule.expr] if isinstance(rule.expr, Path) and not is_list else []
    for path in (*whole, *_single(rule.expr)):
        if path.steps and path.steps[-1].test.kind == "name":
            found = [place.spec for place in References(spec, root).read(path)]
            for group in (each for each in found if each is not None and each.is_group):
                yield "xform.group_as_answer", {"near": group.path}


def _single(expr: Expr) -> Iterator[Path]:
    """The paths in an expression of which one answer is meant; in a condition of a path others are meant."""
    takes_one = isinstance(expr, _OPERATORS) or (isinstance(expr, Call) and expr.name in _OF_ONE)
    decides = isinstance(expr, Call) and expr.name == "if"
    for number, part in enumerate(() if isinstance(expr, Path | Filter) else parts(expr)):
        if isinstance(part, Path) and (takes_one or (decides and number == 0)):
            yield part
        yield from _single(part)


def _is_pattern(text: str) -> bool:
    try:
        compiled(text)
    except PatternError:
        return False
    return True


def _written(path: Path, source: str) -> str:
    """A path as it stands in the rule: to the comma or bracket behind it."""
    return re.split(r"[,)\s]", source[path.at : path.at + _SHOWN])[0]


@dataclass(slots=True)
class _Lists:
    """The lists of a form, and which columns the items of each have, by its name and the path to its items."""

    instances: dict[str, Node]
    columns: dict[tuple[str, tuple[str, ...]], frozenset[str]] = field(default_factory=dict)

    def absent(self, rule: Compiled) -> Iterator[Doubt]:
        """Columns that a condition on a list names and none of its items has."""
        for name, items, conditions in _conditions(rule.expr) if "instance(" in rule.source else ():
            there = self._there(name, items)
            named = (column for condition in conditions for column in _named(condition))
            for column in dict.fromkeys(named) if there else ():
                if column not in there:
                    yield "xform.no_such_column", {"name": name, "found": column}

    def _there(self, name: str, items: tuple[str, ...]) -> frozenset[str]:
        """The columns that items have; none where there is no such list, or nothing in it."""
        if (name, items) not in self.columns:
            found = [self.instances[name]] if name in self.instances else []
            for each in items:
                found = [child for node in found for child in node.named(each)]
            self.columns[name, items] = frozenset(child.name for node in found for child in node.elements())
        return self.columns[name, items]


def _conditions(expr: Expr) -> Iterator[tuple[str, tuple[str, ...], tuple[Expr, ...]]]:
    """(list, path to its items, conditions on them) wherever a list is filtered."""
    match expr:
        case Path(start=Call(name="instance", args=(Literal(value=name),)), steps=steps):
            at = next((number for number, step in enumerate(steps) if step.predicates), None)
            if at is not None and all(map(_is_child, steps[: at + 1])):
                yield name, tuple(step.test.name for step in steps[: at + 1]), steps[at].predicates
    for part in parts(expr):
        yield from _conditions(part)


def _named(condition: Expr) -> Iterator[str]:
    """The columns a condition reads: relative paths of one name. What is inside a condition of its own is not."""
    match condition:
        case Path(start=None, steps=(step, *_)):
            if _is_child(step):
                yield step.test.name
        case Path():
            return
        case _:
            yield from _each(parts(condition))


def _each(conditions: Iterable[Expr]) -> Iterator[str]:
    for condition in conditions:
        yield from _named(condition)


def _is_child(step: Step) -> bool:
    return step.axis == "child" and step.test.kind == "name" and step.test.name != "*"
