"""Recalculation: from a change to everything that depends on it, and nothing else.

Calculates, relevance and repeat counts run in the order of the graph until nothing is due. Then choice lists that may
have narrowed are looked at, which can clear answers and so start another round. What nobody reads - readonly,
required, validity, labels - is worked out last, once.
"""

import math
from collections.abc import Callable, Iterable, Mapping

from intake_app.errors import IntakeError
from intake_app.xform.acting import Actions, Surface
from intake_app.xform.agenda import Agenda
from intake_app.xform.choosing import kept_values
from intake_app.xform.definition import FormDefinition, NodeSpec, SetValue, Task
from intake_app.xform.instance import (
    Instance,
    cell_of,
    climb,
    index_of,
    is_leaf,
    is_read,
    place_after,
    placed,
    within,
)
from intake_app.xform.ledger import Ledger
from intake_app.xform.lexical import allowed, entered, stored
from intake_app.xform.primary import meta_node
from intake_app.xform.unfit import Unfit
from intake_app.xform.views import Changes, Fault
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import Compiled
from intake_app.xpath.parser import DEEPEST
from intake_app.xpath.tree import ELEMENT, Node

MAX_INSTANCES = 5_000
"""A repeat count above this is taken as this; a mistyped number must not fill the memory."""
MAX_IN_ALL = 20_000
"""Of one repeat no more instances than this are made for counts, however many repeats it lies in."""


def _in_document(node: Node) -> int:
    return cell_of(node).spec.order


def _parent(spec: NodeSpec) -> NodeSpec:
    """The path above; the root's is its own."""
    return spec.parent if spec.parent is not None else spec


def _type(node: Node) -> str:
    return cell_of(node).spec.bind.type


class Recalculation:
    """The engine of one session: holds what is due, runs it, and keeps the ledger."""

    def __init__(self, definition: FormDefinition, instance: Instance, env: Environment) -> None:
        self._definition = definition
        self._instance = instance
        self._env = env
        self._identity = meta_node(instance.root, "instanceID")
        self._agenda = Agenda()
        self._context = Context(instance.root, env)
        works: Mapping[str, Callable[[Task, Node], None]] = {
            "calculate": self._calculate,
            "relevant": self._relevant,
            "count": self._count,
        }
        self._plan = [(task, works[task.kind]) for task in definition.ordered]
        self._actions = Actions(definition, instance, Surface(self.context, self._put_value))
        self._counting: dict[tuple[Task, Node], bool] = {}
        self.failed: dict[tuple[str, Node], IntakeError] = {}
        self._late: dict[Task, dict[Node, None]] = {}
        self._lists: dict[Node, None] = {}
        self._check: dict[Node, None] = {}
        self.ledger = Ledger()
        self.unfit = Unfit()

    def context(self, node: Node) -> Context:
        """The context of an expression that belongs to a node, with a full budget."""
        self._env.left = self._env.budget
        return Context(node, self._env)

    def _fail(self, kind: str, node: Node, error: IntakeError) -> None:
        """A rule could not be worked out: it is kept for whoever asks, and everything else goes on."""
        self.failed[kind, node] = placed(error, node)

    def _mended(self, kind: str, node: Node) -> None:
        if self.failed:
            self.failed.pop((kind, node), None)

    # what becomes due

    def start(self, node: Node, spec: NodeSpec) -> None:
        """Everything at and below a new node is due."""
        for each in spec.descend():
            for task in (each.calculate, each.relevant):
                if task is not None:
                    self._agenda.add(task.rank, self._instance.below(node, each))
            if each.count is not None and each is not spec:
                self._agenda.add(each.count.rank, self._instance.below(node, _parent(each)))

    def touch(self, node: Node) -> None:
        """The value of a node, as others read it, is another."""
        spec = node.data.spec
        if spec.broad:
            self._agenda.add_all(spec.broad, self._instance.by_path)
        for reader in spec.narrow:
            if reader.nth is None or is_read(reader.nth, node):
                self._demand(reader.task, self._instance.concerned(reader, node))

    def touch_structure(self, parent: Node, spec: NodeSpec, at: int) -> None:
        """Instances of a repeat came or went below a parent node; those from number `at` (from 0) on have moved."""
        depth = cell_of(parent).spec.depth
        moved = parent.named(spec.name)[at:]
        for each in spec.descend():
            for reader in each.readers:
                if reader.nth is not None and reader.nth.depth == spec.depth and reader.nth.number <= at:
                    continue
                if reader.anchor.depth <= depth:
                    self._demand(reader.task, self._instance.below(climb(parent, reader.anchor.depth), reader.target))
                elif each is spec:
                    self._demand(reader.task, self._instance.inside(moved, spec, reader.target))
        self.ledger.structure = True

    def _demand(self, task: Task, nodes: Iterable[Node]) -> None:
        if task.rank >= 0:
            self._agenda.add(task.rank, nodes)
        elif task.kind == "label":
            self.ledger.label.update(nodes if isinstance(nodes, dict) else dict.fromkeys(nodes))
        elif task.kind == "choices":
            self.ledger.choices.update(dict.fromkeys(nodes))
            self._lists.update(dict.fromkeys(nodes))
        else:
            self._late.setdefault(task, {}).update(dict.fromkeys(nodes))

    def speak(self) -> None:
        """The language is another: what is worked out in words is due."""
        for task in self._definition.ordered:
            if task.uses_language:
                where = _parent(task.spec) if task.kind == "count" else task.spec
                self._agenda.add(task.rank, self._instance.nodes(where))

    # running

    def settle(self, lists: bool = True) -> Changes:
        """Run until nothing is due; gives what changed. `lists`: look at narrowed choice lists too."""
        self._run()
        while lists and self._lists:
            waiting, self._lists = self._lists, {}
            for node in sorted(waiting, key=_in_document):
                try:
                    self._narrow(node)
                    self._mended("choices", node)
                except IntakeError as error:
                    self._fail("choices", node, error)
                self._run()
        self._lists.clear()
        for task, nodes in self._late.items():
            for node in nodes:
                self._work_late(task, node)
        self._late.clear()
        for node in self._check:
            self._recheck(node)
        self._check.clear()
        done, self.ledger = self.ledger, Ledger()
        return done.changes()

    def _run(self) -> None:
        """Work on what is due, rank after rank; the budget of an expression is given to it anew for each node."""
        env, plan, agenda = self._env, self._plan, self._agenda
        before = env.begin()
        try:
            for rank, nodes in agenda.turns():
                task, work = plan[rank]
                for at, node in enumerate(nodes, 1):
                    try:
                        work(task, node)
                        if self.failed:
                            self._mended(task.kind, node)
                    except (IntakeError, RecursionError) as error:
                        self._stop(task, node, error)
                    if at < len(nodes) and agenda.interrupted(rank):
                        agenda.put_back(rank, nodes[at:])
                        break
        finally:
            env.end(before)

    def _stop(self, task: Task, node: Node, error: IntakeError | RecursionError) -> None:
        """A rule could not be worked out. A calculate is blank then; other rules stay as they were."""
        self._context = Context(self._instance.root, self._env)  # the one in use was left where it stood
        trouble = error if isinstance(error, IntakeError) else IntakeError("xpath.too_deep", position=1, limit=DEEPEST)
        self._fail(task.kind, node, trouble)
        if task.kind == "calculate":
            self.write(node, "")

    def _calculate(self, task: Task, node: Node) -> None:
        assert task.expression is not None
        if node is self._identity and node.value:
            return  # a record is the same record after a second uuid() too
        env, context = self._env, self._context
        env.left = env.budget
        context.node = context.current = node
        value = task.expression.code(node, context)
        self.write(node, stored(value, task.type, env.now))

    def write(self, node: Node, text: str) -> bool:
        """Set the text of a node; gives whether it is another than before."""
        if node.value == text or node.children:
            return False
        node.value = text
        cell = node.data
        spec = cell.spec
        self.ledger.value[node] = None
        if self._env.columns:
            self._env.note(node, spec.path)
        if spec.readers and node.relevant:  # what is not relevant reads as blank, before and after
            self.touch(node)
        if spec.question is None:
            cell.fault = None
        else:
            self._check[node] = None
        return True

    def _relevant(self, task: Task, node: Node) -> None:
        assert task.expression is not None
        cell = cell_of(node)
        env, context = self._env, self._context
        env.left = env.budget
        context.node = context.current = node
        own = task.expression.test(node, context)
        if own != cell.own:
            cell.own = own
            self.spread(node)

    def spread(self, node: Node) -> None:
        """Bring the effective relevance of a node and of all below it up to date."""
        cell = cell_of(node)
        above = node.parent is None or node.parent.relevant
        relevant = above and cell.own and cell.counted
        if relevant == node.relevant:
            return
        node.relevant = relevant
        self._env.note(node, cell.spec.path)
        self.ledger.relevance[node] = None
        self.ledger.structure = True
        self._check[node] = None
        if relevant and cell.spec.choices is not None:
            self._lists[node] = None
        if node.value or not is_leaf(node):
            self.touch(node)
        else:
            for reader in cell.spec.counting:
                self._demand(reader.task, self._instance.concerned(reader, node))
        for attribute in node.attributes:
            self.spread(attribute)
        for child in node.children:
            if child.kind == ELEMENT:
                self.spread(child)

    # repeats

    def _count(self, task: Task, parent: Node) -> None:
        """Bring a counted repeat to its number; instances too many stay, not relevant (engine decision 17).

        An action of a new instance may change the number: then the count is due once more, after this.
        """
        if (task, parent) in self._counting:
            self._counting[task, parent] = True
            return
        self._counting[task, parent] = False
        try:
            self._bring_to_number(task, parent)
        finally:
            if self._counting.pop((task, parent)):
                self._agenda.add(task.rank, [parent])

    def _bring_to_number(self, task: Task, parent: Node) -> None:
        spec = task.spec
        wanted = self._wanted(task, parent)
        have = list(parent.named(spec.name))
        wanted = min(wanted, len(have) + max(0, MAX_IN_ALL - self._instance.count(spec)))
        grow = self.grow if spec.on_new else self._put
        grown = [grow(parent, spec, place) for place in range(len(have), wanted)]
        if grown:
            self.touch_structure(parent, spec, len(have))
        have += grown
        for place, node in enumerate(have):
            cell = cell_of(node)
            if cell.counted != (place < wanted):
                cell.counted = place < wanted
                self.spread(node)

    def _wanted(self, task: Task, parent: Node) -> int:
        assert task.expression is not None
        node = next(iter(parent.named(task.spec.name)), None)
        if node is None:
            node = self._pattern(task.spec)
            node.parent = parent
        number = task.expression.number(self.context(node))
        return 0 if math.isnan(number) else int(max(0.0, min(number, MAX_INSTANCES)))

    def _pattern(self, spec: NodeSpec) -> Node:
        assert spec.template is not None
        return spec.template.copy()

    def grow(self, parent: Node, spec: NodeSpec, at: int) -> Node:
        """Put a new instance of a repeat into the tree as number `at` (from 0) below a parent."""
        node = self._put(parent, spec, at)
        self.touch_structure(parent, spec, at)
        return node

    def _put(self, parent: Node, spec: NodeSpec, at: int) -> Node:
        """As `grow`, but who reads the repeat as a whole is not told yet: many are put in at once."""
        node = self._pattern(spec)
        siblings = parent.named(spec.name)
        if at < len(siblings):
            parent.insert(index_of(parent, siblings[at]), node)
        else:
            last = siblings[-1] if siblings else None
            place_after(parent, spec, last, node)
        self._instance.adopt(node, spec)
        self._note_columns(node, spec, last=at >= len(siblings) and cell_of(parent).spec.plain)
        for action in spec.on_new:
            self.act(action, node)
        self.start(node, spec)
        self.ask_lists(node)
        return node

    def _note_columns(self, node: Node, spec: NodeSpec, last: bool) -> None:
        """A new instance of a repeat is in the tree; `last`: behind all others of its path."""
        for path in self._columns_of(spec):
            each = self._definition.specs.get(path)
            if last and each is not None:
                self._env.lengthen_column(path, self._instance.below(node, each))
            else:
                self._env.forget_column(path)

    def _columns_of(self, spec: NodeSpec) -> list[str]:
        """The paths at and below one whose nodes are kept."""
        below = f"{spec.path}/"
        return [path for path in self._env.columns if path == spec.path or path.startswith(below)]

    def ask_lists(self, node: Node) -> None:
        """Look at the lists of the answers at and below a node: one may not be offered."""
        for each in within(node):
            if cell_of(each).spec.choices is not None and each.value:
                self._lists[each] = None

    def drop(self, node: Node) -> None:
        """Take an instance of a repeat out of the tree."""
        parent, spec = node.parent, cell_of(node).spec
        assert parent is not None
        at = node.position() - 1
        self._instance.discard(node)
        gone = dict.fromkeys(within(node))
        self.failed = {key: error for key, error in self.failed.items() if key[1] not in gone}
        self.ledger.thinned = True
        parent.remove(node)
        for path in self._columns_of(spec):
            self._env.thin_column(path, gone.keys())
        self.touch_structure(parent, spec, at)

    def _narrow(self, node: Node) -> None:
        """Clear an answer that its list no longer offers (engine decision 13)."""
        spec = cell_of(node).spec
        question = spec.question
        if not node.relevant or not node.value or question is None or spec.bind.calculate is not None:
            return
        kept = kept_values(node.value, question, self.context(node))
        if kept != node.value:
            self.ledger.cleared.append((node, node.value))
            self.answer(node, kept)

    # answers and actions

    def act(self, action: SetValue, source: Node) -> None:
        """Carry out an action for the node it was set off by."""
        try:
            self._actions.act(action, source)
        except IntakeError as error:
            self._fail("action", source, error)

    def _put_value(self, action: SetValue, node: Node) -> bool:
        value = action.value
        if not isinstance(value, str):
            value = stored(value.evaluate(self.context(node)), _type(node), self._env.now)
        taken = self._take(node, value)
        if taken:
            self._run()
        return taken

    def answer(self, node: Node, text: str) -> None:
        """Take an answer: write it, and carry out the actions of its control."""
        if self._take(node, entered(text, _type(node))):
            self._run()
            for action in cell_of(node).spec.on_change:
                self.act(action, node)
        self._check[node] = None

    def _take(self, node: Node, text: str) -> bool:
        """Write an answer, or keep it beside the instance; gives whether the instance has another value now."""
        fit = self.unfit.take(node, text)
        if fit != text:
            self.ledger.value[node] = None
        return self.write(node, fit)

    def put_back(self, node: Node, text: str) -> None:
        """Give a node a value it had before, without its actions; its list is looked at when everything is back."""
        self._take(node, text)
        self._check[node] = None
        if cell_of(node).spec.choices is not None and node.value:
            self._lists[node] = None

    # rules nobody reads

    def _work_late(self, task: Task, node: Node) -> None:
        cell = cell_of(node)
        if task.kind == "readonly":
            before, now = cell.readonly, self.readonly(node, fresh=True)
            if before is None or before != now:
                self.ledger.readonly.update(dict.fromkeys(within(node)))  # a group's concerns what is in it
        elif task.kind == "required":
            before, now = cell.required, self.required(node, fresh=True)
            if before is None or before != now:
                self.ledger.required[node] = None
        self._check[node] = None

    def _recheck(self, node: Node) -> None:
        cell = cell_of(node)
        before, cell.fault = cell.fault or None, None
        if cell.spec.question is not None and self.fault(node) != before:
            self.ledger.validity[node] = None

    def readonly(self, node: Node, fresh: bool = False) -> bool:
        """Own readonly of a node, worked out at most once until something it reads changes."""
        cell = cell_of(node)
        if cell.readonly is None or fresh:
            cell.readonly = self.rule("readonly", cell.spec.bind.readonly, node, False)
        return cell.readonly

    def required(self, node: Node, fresh: bool = False) -> bool:
        """Whether an answer is required."""
        cell = cell_of(node)
        if cell.required is None or fresh:
            cell.required = self.rule("required", cell.spec.bind.required, node, False)
        return cell.required

    def fault(self, node: Node) -> Fault | None:
        """The rule the answer of a node breaks, or None. What is not relevant breaks none; nor does a required
        question whose answer is not known or declined.
        """
        cell = cell_of(node)
        if cell.fault is None:
            cell.fault = self._fault(node) or False
        return None if cell.fault is False else cell.fault

    def _fault(self, node: Node) -> Fault | None:
        bind = cell_of(node).spec.bind
        if not node.relevant or not is_leaf(node):
            return None
        if self.unfit.text(node):
            return "type"
        if not node.value:
            unanswered = cell_of(node).state is None and self.required(node)
            return "required" if unanswered else None
        if not allowed(node.value, bind.type):
            return "type"
        return None if self.rule("constraint", bind.constraint, node, True) else "constraint"

    def rule(self, kind: str, rule: Compiled | bool, node: Node, otherwise: bool) -> bool:
        """A rule of a bind for one of its nodes; `otherwise` where it can not be worked out."""
        if isinstance(rule, bool):
            return rule
        try:
            value = rule.boolean(self.context(node))
        except IntakeError as error:
            self._fail(kind, node, error)
            return otherwise
        self._mended(kind, node)
        return value
