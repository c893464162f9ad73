"""Recalculation: from a change to everything that depends on it, and nothing else.

Calculates, relevance and repeat counts run in the order of the graph until nothing is due. Then choice lists that may
have narrowed are looked at, which can clear answers and so start another round. What nobody reads - readonly,
required, validity, labels - is worked out last, once.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial

from intake_app.errors import IntakeError
from intake_app.xform.acting import Actions, Surface
from intake_app.xform.agenda import Agenda
from intake_app.xform.choosing import kept_values
from intake_app.xform.counting import MAX_IN_ALL, MAX_INSTANCES, Counts, room
from intake_app.xform.definition import FormDefinition, NodeSpec, SetValue, Task
from intake_app.xform.fitting import as_set, as_stored
from intake_app.xform.instance import (
    Cell,
    Instance,
    cell_of,
    climb,
    index_of,
    is_leaf,
    is_read,
    place_after,
    within,
)
from intake_app.xform.ledger import Ledger
from intake_app.xform.lexical import stored
from intake_app.xform.primary import meta_node
from intake_app.xform.rules import Rules
from intake_app.xform.straight import Straight
from intake_app.xform.troubles import Troubles
from intake_app.xform.unfit import Unfit
from intake_app.xform.views import Changes
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.parser import DEEPEST
from intake_app.xpath.signatures import Code
from intake_app.xpath.tree import ELEMENT, Node
from intake_app.xpath.values import Value

Turn = tuple[Callable[[Node, Code[Value], str], None], Code[Value], str, Task]
"""What there is to do for the nodes of a task: the work, the code it takes, the type of the bind; last, the task."""


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
        self._counts = Counts()
        self._straight = Straight(instance, env, self.touch, self.spread, self._look_behind)
        self._straight.take(definition, self._identity)
        self._agenda = Agenda(instance.by_path, self._straight.rules)
        self._context = Context(instance.root, env)
        self._plan = [self._turn(task) for task in definition.ordered]
        self._actions = Actions(definition, instance, Surface(self.context, self._put_value))
        self.troubles = Troubles()
        self._late: dict[Task, dict[Node, None]] = {}
        self._lists: dict[Node, None] = {}
        self._check: dict[Node, None] = {}
        self.ledger = Ledger()
        self.unfit = Unfit()
        self.rules = Rules(self.context, self.unfit, self.troubles)

    def _turn(self, task: Task) -> Turn:
        assert task.expression is not None
        if task.kind == "calculate":
            return self._calculate, task.expression.code, task.type, task
        if task.kind == "relevant":
            return self._relevant, task.expression.test, "", task
        return partial(self._count, task), task.expression.code, "", task

    def context(self, node: Node) -> Context:
        """The context of an expression that belongs to a node, with a full budget."""
        self._env.left = self._env.budget
        return Context(node, self._env)

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
            self._agenda.add_readers(spec)
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
        for task in self._definition.tasks:
            if task.uses_language:
                where = _parent(task.spec) if task.kind == "count" else task.spec
                self._demand(task, self._instance.nodes(where))

    # running

    def settle(self, lists: bool = True, opening: bool = False) -> Changes:
        """Run until nothing is due; gives what changed. `lists`: look at narrowed choice lists too. `opening`: what its
        list does not offer is not cleared but set aside, shown and told: nobody has seen the list narrow.
        """
        self._run()
        if lists and self._lists:
            self._look_at_lists(opening)
        self._lists.clear()
        for task, nodes in self._late.items():
            for node in nodes:
                self.rules.work_out(task, node, self.ledger)
            self._check.update(nodes)
        self._late.clear()
        for node in self._check:
            self.rules.recheck(node, self.ledger)
        self._check.clear()
        if self._counts.rises:
            self._counts.done()
        done, self.ledger = self.ledger, Ledger()
        return done.changes()

    def _look_at_lists(self, opening: bool) -> None:
        """Clear what narrowed lists no longer offer, until nothing narrows. What an action puts back in a question that
        was cleared before is cleared without its actions, or it would never end.
        """
        cleared: set[Node] = set()
        lose = self._set_aside if opening else partial(self._clear, cleared)
        while self._lists:
            waiting, self._lists = self._lists, {}
            for node in sorted(waiting, key=_in_document):
                try:
                    self._narrow(node, lose)
                    self.troubles.mend("choices", node)
                except IntakeError as error:
                    self.troubles.fail("choices", node, error)
                self._run()

    def _run(self) -> None:
        """Work on what is due, rank after rank; the budget of an expression is given to it anew for each node."""
        env, plan, failed, ranks = self._env, self._plan, self.troubles.failed, self._agenda.ranks
        before = env.begin()
        if not before:
            self._counts.opened = False
        try:
            while ranks:
                self._straight.work(ranks, self.ledger.value, self._check)
                for rank, node in self._agenda.turns():
                    work, code, type_name, task = plan[rank]
                    try:
                        work(node, code, type_name)
                        if failed:
                            self.troubles.mend(task.kind, node)
                    except (IntakeError, RecursionError) as error:
                        self._stop(task, node, error)
        finally:
            env.end(before)

    def _stop(self, task: Task, node: Node, error: IntakeError | RecursionError) -> None:
        """A rule could not be worked out. A calculate is blank then, a question is shown, a count hides nothing: what
        a fresh start would make of it.
        """
        self._context = Context(self._instance.root, self._env)  # the one in use was left where it stood
        trouble = error if isinstance(error, IntakeError) else IntakeError("xpath.too_deep", position=1, limit=DEEPEST)
        self.troubles.fail(task.kind, node, trouble)
        if task.kind == "calculate":
            self.write(node, "")
        elif task.kind == "relevant":
            cell_of(node).own = True
            self.spread(node)
        else:
            self._counts.note(task, node, hides=False)
            self._show(node.named(task.spec.name), MAX_IN_ALL)

    def _calculate(self, node: Node, code: Code[Value], type_name: str) -> None:
        if node is self._identity and node.value:
            return  # a record is the same record after a second uuid() too
        env, context = self._env, self._context
        env.left = env.budget
        context.node = context.current = node
        self.write(node, stored(code(node, context), type_name, env.now))

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
        if not node.relevant:  # it reads as blank, before and after
            if self._counts.shut:
                self._look_behind()
        elif spec.readers:
            self.touch(node)
        if spec.question is None:
            cell.fault = None
        else:
            self._check[node] = None
            cell.state = None
        return True

    def _relevant(self, node: Node, code: Code[Value], _type: str) -> None:
        cell: Cell = node.data
        env, context = self._env, self._context
        env.left = env.budget
        context.node = context.current = node
        own = code(node, context)
        if own is not cell.own:
            cell.own = bool(own)
            self.spread(node)

    def spread(self, node: Node) -> None:
        """Bring the effective relevance of a node and of all below it up to date."""
        cell = cell_of(node)
        above = node.parent is None or node.parent.relevant
        relevant = above and cell.own and cell.counted
        if relevant == node.relevant:
            if self._counts.shut:
                self._look_behind()
            return
        node.relevant = relevant
        self._env.note(node, cell.spec.path)
        self.ledger.turn(node)
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

    def _count(self, task: Task, parent: Node, _code: Code[Value], _type: str) -> None:
        """Bring a counted repeat to its number; instances too many stay, not relevant (engine decision 17).

        An action of a new instance may change the number: then the count is due once more, after this.
        """
        if task.feeds_itself and self._reopen():
            self._agenda.add(task.rank, [parent])
            return
        if not self._counts.enter(task, parent):
            return
        try:
            self._bring_to_number(task, parent)
        finally:
            if self._counts.leave(task, parent):
                self._agenda.add(task.rank, [parent])

    def _reopen(self) -> bool:
        """Before a count that feeds on its own instances is worked out anew, all that such counts have hidden is shown:
        what is hidden then follows from the answers alone, whatever was hidden before. Gives whether there was any.
        """
        shut = self._counts.reopen()
        for task, parent in shut:
            self._agenda.add(task.rank, [parent])
            self._show(parent.named(task.spec.name), MAX_IN_ALL)
        return bool(shut)

    def _look_behind(self) -> None:
        """Something changed that nobody reads, for it is not relevant; but it may be hidden by a count it concerns."""
        for task, parent in self._counts.shut:
            self._agenda.add(task.rank, [parent])

    def _show(self, instances: Iterable[Node], number: int) -> None:
        """Show the first instances of a repeat, hide the others."""
        for place, node in enumerate(list(instances)):
            cell = cell_of(node)
            if cell.counted != (place < number):
                cell.counted = place < number
                self.spread(node)

    def _bring_to_number(self, task: Task, parent: Node) -> None:
        spec = task.spec
        have = list(parent.named(spec.name))
        wanted = min(self._wanted(task, parent), len(have) + room(spec, self._instance.count(spec)))
        if not self._counts.settles(task, parent, wanted, have):
            self._env.notice("xform.count_unsettled", {})
            wanted = len(have)
        grow = self.grow if spec.on_new else self._put
        grown = [grow(parent, spec, place) for place in range(len(have), wanted)]
        if grown:
            self.touch_structure(parent, spec, len(have))
        have += grown
        if task.feeds_itself:
            self._counts.note(task, parent, hides=wanted < len(have))
        self._show(have, wanted)

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
        self.troubles.forget(gone)
        self._counts.forget(gone)
        self.ledger.thinned = True
        parent.remove(node)
        for path in self._columns_of(spec):
            self._env.thin_column(path, gone.keys())
        self.touch_structure(parent, spec, at)

    def _narrow(self, node: Node, lose: Callable[[Node, str], None]) -> None:
        """Let go of an answer that its list does not offer, take back one set aside that it does."""
        spec = cell_of(node).spec
        question, text = spec.question, self.unfit.shown(node)
        if not node.relevant or not text or question is None or spec.bind.calculate is not None:
            return
        kept = kept_values(text, question, self.context(node))
        if text != node.value:
            self._set_aside(node, kept)
        elif kept != text:
            lose(node, kept)

    def _clear(self, cleared: set[Node], node: Node, kept: str) -> None:
        """Clear an answer that a narrowed list no longer offers (engine decision 13)."""
        if node in cleared:
            self._take(node, kept)
            return
        cleared.add(node)
        self.ledger.cleared.append((node, node.value))
        self.answer(node, kept)

    def _set_aside(self, node: Node, kept: str) -> None:
        """Keep an answer beside the instance, and in the instance what its list offers of it."""
        text = self.unfit.shown(node)
        if kept == text:
            kept = self.unfit.take(node, text)
        else:
            self.unfit.keep(node, text)
        self.write(node, kept)
        self._check[node] = None

    # answers and actions

    def act(self, action: SetValue, source: Node) -> None:
        """Carry out an action for the node it was set off by."""
        try:
            self._actions.act(action, source)
        except IntakeError as error:
            self.troubles.fail(action, source, error)
        else:
            self.troubles.mend(action, source)

    def _put_value(self, action: SetValue, node: Node) -> bool:
        value = action.value
        if not isinstance(value, str):
            value = stored(value.evaluate(self.context(node)), _type(node), self._env.now)
        taken = self._take(node, as_set(value, cell_of(node).spec))
        if taken:
            self._run()
            if cell_of(node).spec.choices is not None:
                self._lists[node] = None
        return taken

    def answer(self, node: Node, text: str) -> None:
        """Take an answer: write it, and carry out the actions of its control."""
        if self._take(node, as_stored(text, cell_of(node).spec)):
            self._run()
            for action in cell_of(node).spec.on_change:
                self.act(action, node)
        self._check[node] = None

    def _take(self, node: Node, text: str) -> bool:
        """Write an answer, or keep it beside the instance; gives whether the instance has another value now."""
        if node.children:
            return False
        if text != self.unfit.shown(node):
            self.ledger.value[node] = None
            self._check[node] = None
            node.data.state = None
        return self.write(node, self.unfit.take(node, text))

    def stamp(self, node: Node, text: str) -> None:
        """Put in what the program itself notes, whatever was there."""
        self.unfit.drop(node)
        self.write(node, text)

    def put_back(self, node: Node, text: str) -> None:
        """Give a node a value it had before, without its actions; its list is looked at when everything is back."""
        self._take(node, text)
        self._check[node] = None
        if cell_of(node).spec.choices is not None and node.value:
            self._lists[node] = None
