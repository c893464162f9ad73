"""The order of recalculation: which tasks read what, sorted once when a form is loaded; cycles are refused."""

import heapq
from collections.abc import Iterable, Iterator, Mapping

from intake_app.errors import IntakeError
from intake_app.xform.definition import (
    Bind,
    Entry,
    NodeSpec,
    Question,
    Reader,
    Task,
    TaskKind,
    Wording,
    line_of,
    reader,
)
from intake_app.xform.reading import too_large
from intake_app.xform.references import LANGUAGE_CALLS, References, Use, tells_blank
from intake_app.xform.spoken import ItextOutputs, Spoken
from intake_app.xpath.expression import Compiled
from intake_app.xpath.signatures import BOOLEAN
from intake_app.xpath.tree import Node

GroupLabel = tuple[NodeSpec, Wording | None]
MAX_READS = 150_000
"""Of all rules and texts together: a few thousand rules that each read every question are refused, not worked on."""


def itext_outputs(itext: Mapping[str, Mapping[str, Entry]]) -> ItextOutputs:
    """The expressions inside each itext id, over all languages."""
    found: dict[str, dict[Compiled, None]] = {}
    for entries in itext.values():
        for name, entry in entries.items():
            for phrase in entry.values():
                if len(phrase.pieces) > 1 or (phrase.pieces and not isinstance(phrase.pieces[0], str)):
                    outputs = (piece for piece in phrase.pieces if not isinstance(piece, str))
                    found.setdefault(name, {}).update(dict.fromkeys(outputs))
    return {name: tuple(outputs) for name, outputs in found.items() if outputs}


def choice_outputs(outputs: ItextOutputs, instances: Iterable[Node]) -> tuple[Compiled, ...]:
    """The expressions inside the texts of choices: of the itext ids that stand in choice lists."""
    if not outputs:
        return ()
    found: dict[str, None] = {}
    for document in instances:
        stack = list(document.children)
        while stack:
            node = stack.pop()
            stack.extend(node.children)
            if not node.children and node.value in outputs:
                found[node.value] = None
    return tuple(output for name in found for output in outputs[name])


class GraphBuilder:
    """Makes the tasks of a form, ties each to the paths it reads, and ranks them."""

    def __init__(self, root: NodeSpec, spoken: Spoken, of_choices: tuple[Compiled, ...]) -> None:
        self._root = root
        self._spoken = spoken
        self._of_choices = of_choices
        self._readers: dict[str, list[Reader]] = {}
        self._before: dict[Task, set[Task]] = {}
        self._reads = 0
        self.tasks: list[Task] = []

    def build(self, specs: Iterable[NodeSpec], group_labels: Iterable[GroupLabel]) -> tuple[Task, ...]:
        """All tasks in the order of recalculation. IntakeError ``xform.cycle`` names two places of a cycle."""
        specs = list(specs)
        for spec in specs:
            spec.plain = spec.repeat is None and (spec.parent is None or spec.parent.plain)
            self._make(spec)
        uses = {task: self._uses(task) for task in self.tasks}
        for spec, label in group_labels:
            self._label(spec, [label])
        for task, read in uses.items():
            self._tie(task, read)
            if task.kind in _ORDERED:
                self._before[task] = set(_predecessors(read))
        self._rank()
        self._feed_back(uses)
        for spec in specs:
            self._hand_out(spec)
        return tuple(self.tasks)

    def _hand_out(self, spec: NodeSpec) -> None:
        """Give a path its readers; apart, in the order of work, those of the ordered tasks that lie outside repeats."""
        spec.readers = tuple(self._readers.get(spec.path, ()))
        broad, narrow = [], []
        for each in spec.readers:
            if each.everywhere is not None and each.target.plain and each.nth is None and each.task.rank >= 0:
                broad.append((each.task.rank, each.everywhere))
            else:
                narrow.append(each)
        spec.broad, spec.narrow = tuple(sorted(broad)), tuple(narrow)
        spec.counting = tuple(each for each in spec.readers if each.task.counts)

    def _make(self, spec: NodeSpec) -> None:
        bind = spec.bind
        spec.calculate = self._task("calculate", spec, bind.calculate)
        spec.relevant = self._task("relevant", spec, bind.relevant)
        if spec.repeat is not None:
            spec.count = self._task("count", spec, spec.repeat.count)
        for kind, rule in _rules(bind):
            self._task(kind, spec, rule)
        if spec.question is not None:
            if spec.question.itemset is not None:
                spec.choices = self._task("choices", spec, spec.question.itemset.nodeset)
            itemset = spec.question.itemset
            told = self._of_choices if itemset is not None and itemset.label_is_itext else ()
            self._label(spec, _wordings(spec.question, bind), told)

    def _task(self, kind: TaskKind, spec: NodeSpec, rule: Compiled | bool | None) -> Task | None:
        if rule is None or isinstance(rule, bool):
            return None
        spoken = LANGUAGE_CALLS & rule.calls
        task = Task(kind, spec, rule, uses_language=bool(spoken), counts=_tells_blank(rule))
        task.type = spec.bind.type
        if spec.plain and (kind == "calculate" or (kind == "relevant" and rule.kind == BOOLEAN)):
            task.chain = rule.chain
        self.tasks.append(task)
        return task

    def _label(self, spec: NodeSpec, wordings: Iterable[Wording | None], more: Iterable[Compiled] = ()) -> None:
        expressions = [each for wording in wordings if wording is not None for each in self._spoken.wording(wording)]
        expressions += more
        if not expressions:
            return
        expressions = list(dict.fromkeys(expressions))  # translations repeat the same outputs
        references = References(spec, self._root, once=True)
        for expression in expressions:
            references.read(expression.expr)
        counts = any(map(_tells_blank, expressions))
        shown = self._spoken.uses(expressions, spec)
        self._tie(Task("label", spec, None, counts=counts), self._counted(references.uses() + shown))

    def _uses(self, task: Task) -> tuple[Use, ...]:
        assert task.expression is not None
        references = References(task.spec, self._root, once=task.kind not in _ORDERED)
        places = references.read(task.expression.expr)
        if task.kind == "choices" and task.spec.question is not None and task.spec.question.itemset is not None:
            itemset = task.spec.question.itemset
            for expression in (itemset.value, itemset.label):
                if expression is not None and places:
                    references.walk(expression.expr, places, False)
        return self._counted(references.uses() + self._spoken.uses([task.expression], task.spec))

    def _counted(self, uses: tuple[Use, ...]) -> tuple[Use, ...]:
        self._reads += len(uses)
        if self._reads > MAX_READS:
            raise too_large("form", MAX_READS, "reads")
        return uses

    def _tie(self, task: Task, uses: Iterable[Use]) -> None:
        for use in uses:
            anchor = use.anchor
            if task.kind == "count" and anchor is task.spec and anchor.parent is not None:
                anchor = anchor.parent
            self._readers.setdefault(use.spec.path, []).append(reader(task, use.spec, anchor, use.nth))

    def _rank(self) -> None:
        """Tasks that wait for each other are refused, and one that waits for itself (engine decision 16)."""
        waiting = {task: set(before) for task, before in self._before.items()}
        for rank, task in enumerate(self._in_order(waiting)):
            task.rank = rank
        if waiting:
            _refuse_cycle(waiting)

    def _in_order(self, waiting: dict[Task, set[Task]]) -> list[Task]:
        """Kahn's algorithm; of the tasks that are ready the first in the document goes first. `waiting`: what each task
        waits for; those of a cycle, or after one, stay in it.
        """
        order = {task: place for place, task in enumerate(self.tasks)}
        after: dict[Task, list[Task]] = {}
        for task, before in waiting.items():
            for each in before:
                after.setdefault(each, []).append(task)
        ready = [(order[task], task.spec.path, task) for task, before in waiting.items() if not before]
        heapq.heapify(ready)
        found: list[Task] = []
        while ready:
            _, _, task = heapq.heappop(ready)
            found.append(task)
            del waiting[task]
            for follower in after.get(task, ()):
                waiting[follower].discard(task)
                if not waiting[follower]:
                    heapq.heappush(ready, (order[follower], follower.spec.path, follower))
        return found

    def _feed_back(self, uses: Mapping[Task, tuple[Use, ...]]) -> None:
        """Find the counts that can depend on the instances they show: those no order is found for once what is read in
        a repeat waits for its count too.
        """
        counts = [task for task in self.tasks if task.kind == "count"]
        if counts:
            waiting = {
                task: {each for each in before if each is not task} | set(_counts_read(uses[task]))
                for task, before in self._before.items()
            }
            self._in_order(waiting)
            for task in counts:
                task.feeds_itself = task in waiting


_ORDERED = ("calculate", "relevant", "count")


def _tells_blank(rule: Compiled) -> bool:
    return bool(rule.calls or "[" in rule.source) and tells_blank(rule.expr)


def _rules(bind: Bind) -> tuple[tuple[TaskKind, Compiled | bool], ...]:
    return (("readonly", bind.readonly), ("required", bind.required), ("constraint", bind.constraint))


def _wordings(question: Question, bind: Bind) -> list[Wording | None]:
    items = [item.label for item in question.items]
    return [question.label, question.hint, bind.constraint_message, bind.required_message, *items]


def _predecessors(uses: Iterable[Use]) -> Iterator[Task]:
    """What must be worked out before the values at some paths can be read.

    The count of a repeat is left out: a form may well ask "another one?" inside the repeat it counts. Instances that
    come later make their readers due again (`GraphBuilder._feed_back`).
    """
    for use in uses:
        if not use.value:
            continue
        if use.spec.calculate is not None:
            yield use.spec.calculate
        spec: NodeSpec | None = use.spec
        while spec is not None:
            if spec.relevant is not None:
                yield spec.relevant
            spec = spec.parent


def _counts_read(uses: Iterable[Use]) -> Iterator[Task]:
    """The counts of the repeats in which something is read."""
    for use in uses:
        for spec in line_of(use.spec):
            if spec.count is not None and use.value:
                yield spec.count


def _refuse_cycle(waiting: Mapping[Task, set[Task]]) -> None:
    """Every task left waits for another one left: walking back along them comes round."""
    task = next(iter(waiting))
    seen: list[Task] = []
    while task not in seen:
        seen.append(task)
        task = min(waiting[task] & waiting.keys(), key=lambda each: each.spec.order)
    cycle = seen[seen.index(task) :]
    raise IntakeError("xform.cycle", first=cycle[0].spec.path, second=cycle[-1].spec.path)
