"""Recalculation: from a change to everything that depends on it, and nothing else.

Calculates, relevance and repeat counts run in the order of the graph until nothing is due. Then choice lists that may
have narrowed are looked at, which can clear answers and so start another round. What nobody reads - readonly,
required, validity, labels - is worked out last, once.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from intake_app.errors import IntakeError
from intake_app.xform.acting import Actions, Surface
from intake_app.xform.agenda import Agenda
from intake_app.xform.columns import Columns
from intake_app.xform.counting import MAX_IN_ALL, MAX_INSTANCES, Counts, room
from intake_app.xform.definition import FormDefinition, NodeSpec, SetValue, Task
from intake_app.xform.fitting import as_set, as_stored
from intake_app.xform.instance import (
    Below,
    Cell,
    Instance,
    cell_of,
    climb,
    is_leaf,
    pattern,
    put_in,
    within,
)
from intake_app.xform.ledger import Ledger
from intake_app.xform.lexical import EXACT, stored
from intake_app.xform.narrowing import Hands, Narrowing
from intake_app.xform.primary import meta_node
from intake_app.xform.rules import Rules
from intake_app.xform.straight import Straight
from intake_app.xform.troubles import Troubles
from intake_app.xform.unfit import Unfit
from intake_app.xform.views import Changes, Ref
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.parser import DEEPEST
from intake_app.xpath.signatures import Code
from intake_app.xpath.tree import ELEMENT, Node
from intake_app.xpath.values import Value

Turn = tuple[Callable[[Sequence[Node], int, Code[Value], str], int], Code[Value], str, Task]
"""What there is to do for the nodes of a task: the work, the code it takes, the type of the bind; last, the task.

The work goes on at a place among the nodes, and gives where it came to: the end, or the next."""


def _parent(spec: NodeSpec) -> NodeSpec:
    """The path above; the root's is its own."""
    return spec.parent if spec.parent is not None else spec


class Recalculation:
    """The engine of one session: holds what is due, runs it, and keeps the ledger."""

    def __init__(self, definition: FormDefinition, instance: Instance, env: Environment) -> None:
        self._definition = definition
        self._instance = instance
        self._env = env
        self._identity = meta_node(instance.root, "instanceID")
        self._at = 0
        self.begun = False
        self._counts = Counts()
        self._below = Below()
        self._straight = Straight(instance, env, self.touch, self.spread, self._look_behind)
        self._straight.take(definition, self._identity)
        self._agenda = Agenda(instance.by_path, self._straight.rules)
        self._context = Context(instance.root, env)
        self._columns = Columns(definition, instance, env)
        self._plan = [self._turn(task) for task in definition.ordered]
        self._actions = Actions(definition, instance, Surface(self.context, self._put_value))
        self.troubles = Troubles()
        self._late: dict[Task, dict[Node, None]] = {}
        self._check: dict[Node, None] = {}
        self._around: dict[Node, Ref] = {}
        self.ledger = Ledger(self._around)
        self.unfit = Unfit()
        hands = Hands(self.context, self.write, self._take, self.answer, self._run, self._lost)
        self._narrowing = Narrowing(hands, self.unfit, self.troubles)
        self.rules = Rules(self.context, self.unfit, self.troubles)

    def _turn(self, task: Task) -> Turn:
        assert task.expression is not None
        if task.kind == "calculate":
            return self._calculate, task.expression.code, task.type, task
        if task.kind == "relevant":
            return self._relevant, task.expression.test, "", task
        return partial(self._counted, task), task.expression.code, "", task

    def context(self, node: Node) -> Context:
        """The context of an expression that belongs to a node, with a full budget."""
        self._env.left = self._env.budget
        return Context(node, self._env)

    # what becomes due

    def begin(self) -> None:
        """All of the record is due, after the actions of its loading."""
        self.begun = True
        self.start(self._instance.root, self._definition.root)

    def start(self, node: Node, spec: NodeSpec) -> None:
        """Everything at and below a new node is due."""
        for each in self._below.ruled(spec):
            for task in (each.calculate, each.relevant):
                if task is not None:
                    self._agenda.add(task.rank, self._instance.below(node, each))
            if each.count is not None and each is not spec:
                self._agenda.add(each.count.rank, self._instance.below(node, _parent(each)))

    def touch(self, *nodes: Node) -> None:
        """The values of nodes of one path, as others read them, are others."""
        spec: NodeSpec = nodes[0].data.spec
        if spec.broad:
            self._agenda.add_readers(spec)
        for reader in spec.narrow:
            concerned = self._instance.concerned_by(reader, nodes)
            if concerned:
                self._demand(reader.task, concerned)

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
        self._around.clear()
        self.ledger.structure = True

    def _demand(self, task: Task, nodes: Iterable[Node]) -> None:
        if task.rank >= 0:
            self._agenda.add(task.rank, nodes)
        elif task.kind == "label":
            self.ledger.label.update(nodes if isinstance(nodes, dict) else dict.fromkeys(nodes))
        elif task.kind == "choices":
            self.ledger.choices.update(dict.fromkeys(nodes))
            self._narrowing.waiting.update(dict.fromkeys(nodes))
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
        if self._agenda.ranks:
            self._run()
        if self._narrowing.waiting:
            if lists:
                self._narrowing.look(opening)
            self._narrowing.waiting.clear()
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
        done, self.ledger = self.ledger, Ledger(self._around)
        return done.changes()

    def _run(self) -> None:
        """Work on what is due, rank after rank; the budget of an expression is given to it anew for each node."""
        env, agenda, ranks, rules = self._env, self._agenda, self._agenda.ranks, self._straight.rules
        before = env.begin()
        if not before:
            self._counts.opened = False
        try:
            while ranks:
                self._straight.work(ranks, self.ledger.value, self._check)
                while ranks and rules[-ranks[-1]] is None:
                    rank, nodes = agenda.take()
                    done = self._work_off(rank, nodes)
                    if done < len(nodes):
                        agenda.put_back(rank, nodes[done:])
        finally:
            env.end(before)

    def _work_off(self, rank: int, nodes: Sequence[Node]) -> int:
        """Work on the nodes of a task until another with a lower rank is due; gives for how many it was done."""
        work, code, type_name, task = self._plan[rank]
        ranks, done = self._agenda.ranks, 0
        while done < len(nodes) and not (done and ranks and -ranks[-1] < rank):
            begun = done
            try:
                good = done = work(nodes, begun, code, type_name)
            except (IntakeError, RecursionError) as error:
                good, done = self._at, self._at + 1
                self._stop(task, nodes[good], error)
            if self.troubles.failed:
                for node in nodes[begun:good]:
                    self.troubles.mend(task.kind, node)
        return done

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

    def _calculate(self, nodes: Sequence[Node], begun: int, code: Code[Value], type_name: str) -> int:
        env, context, now = self._env, self._context, self._env.now
        identity, whole, plain = self._identity, type_name == "int", type_name == "string"
        path, columns, changed = nodes[0].data.spec.path, env.columns, []
        try:
            for self._at in range(begun, len(nodes)):
                node = nodes[self._at]
                if node is identity and node.value:
                    continue  # a record is the same record after a second uuid() too
                env.left = env.budget
                context.node = context.current = node
                found = code(node, context)
                if whole and type(found) is float and -EXACT < found < EXACT:
                    text = str(int(found))
                elif plain and type(found) is str:
                    text = found
                else:
                    text = stored(found, type_name, now)
                if text != node.value and not node.children:
                    node.value = text
                    changed.append(node)
                    column = columns.get(path)
                    if column is not None:
                        column.note(node)
        finally:
            if changed:
                self._written(changed)
        return len(nodes)

    def _written(self, nodes: list[Node]) -> None:
        """The values of nodes of one path are others: what is kept of them goes, and whoever reads them is due."""
        spec: NodeSpec = nodes[0].data.spec
        value, check, asked = self.ledger.value, self._check, spec.question is not None
        for node in nodes:
            value[node] = None
            if asked:
                check[node] = None
                node.data.state = None
            else:
                node.data.fault = None
        if spec.readers or self._counts.shut:
            read = [node for node in nodes if node.relevant]
            if len(read) < len(nodes):
                self._look_behind()
            if read:
                self.touch(*read)

    def write(self, node: Node, text: str) -> bool:
        """Set the text of a node; gives whether it is another than before."""
        if node.value == text or node.children:
            return False
        node.value = text
        self.ledger.value[node] = None
        self._straight.written(node, None, self._agenda.ranks, self._check)
        return True

    def _relevant(self, nodes: Sequence[Node], begun: int, code: Code[Value], _type: str) -> int:
        env, context = self._env, self._context
        for self._at in range(begun, len(nodes)):
            node = nodes[self._at]
            cell: Cell = node.data
            env.left = env.budget
            context.node = context.current = node
            own = code(node, context)
            if own is not cell.own:
                cell.own = bool(own)
                self.spread(node)
        return len(nodes)

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
            self._narrowing.waiting[node] = None
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

    def _counted(self, task: Task, nodes: Sequence[Node], at: int, _code: Code[Value], _type: str) -> int:
        try:
            self._count(task, nodes[at])
        finally:
            self._at = at  # an action of an instance may have set off other work
        return at + 1

    def _count(self, task: Task, parent: Node) -> None:
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
        more = room(spec, self._instance.count(spec), self._instance.counted)
        wanted = min(self._wanted(task, parent), len(have) + more)
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
            node = pattern(task.spec)
            node.parent = parent
        number = task.expression.number(self.context(node))
        return 0 if math.isnan(number) else int(max(0.0, min(number, MAX_INSTANCES)))

    def grow(self, parent: Node, spec: NodeSpec, at: int) -> Node:
        """Put a new instance of a repeat into the tree as number `at` (from 0) below a parent."""
        node = self._put(parent, spec, at)
        self.touch_structure(parent, spec, at)
        return node

    def _put(self, parent: Node, spec: NodeSpec, at: int) -> Node:
        """As `grow`, but who reads the repeat as a whole is not told yet: many are put in at once."""
        node = pattern(spec)
        last = put_in(parent, spec, at, node)
        self._instance.adopt(node, spec)
        self._columns.grow(node, spec, last=last and cell_of(parent).spec.plain)
        for action in spec.on_new:
            self.act(action, node)
        self.start(node, spec)
        self.ask_lists(node)
        return node

    def ask_lists(self, node: Node) -> None:
        """Look at the lists of the answers at and below a node: one may not be offered."""
        for spec in self._below.listed(cell_of(node).spec):
            for each in self._instance.below(node, spec):
                if each.value:
                    self._narrowing.waiting[each] = None

    def drop(self, node: Node) -> None:
        """Take an instance of a repeat out of the tree, while nothing else is due or noted."""
        parent, spec = node.parent, cell_of(node).spec
        assert parent is not None
        at = node.position() - 1
        self._instance.discard(node)
        gone = dict.fromkeys(within(node))
        self.troubles.forget(gone)
        self._counts.forget(gone)
        parent.remove(node)
        self._columns.thin(spec, gone.keys())
        self.touch_structure(parent, spec, at)

    # answers and actions

    def _lost(self, node: Node, text: str | None) -> None:
        """The list of a question no longer offers the answer it had; None: the answer is set aside, and told."""
        if text is None:
            self._check[node] = None
        else:
            self.ledger.cleared.append((node, text))

    def act(self, action: SetValue, source: Node) -> None:
        """Carry out an action for the node it was set off by."""
        try:
            self._actions.act(action, source)
        except IntakeError as error:
            self.troubles.fail(action, source, error)
        else:
            self.troubles.mend(action, source)

    def _put_value(self, action: SetValue, node: Node) -> bool:
        value, before = action.value, node.value
        if not isinstance(value, str):
            value = stored(value.evaluate(self.context(node)), cell_of(node).spec.bind.type, self._env.now)
        taken = self._take(node, as_set(value, cell_of(node).spec))
        if taken or not self.begun:
            if not taken:
                self.touch(node)  # nothing is worked out yet: who reads it is now, as in JavaRosa, also for what it was
            self._run()
            if cell_of(node).spec.choices is not None:
                self._narrowing.waiting[node] = None
        if taken and self.begun:
            self.ledger.emptied(node, before)
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
            self._narrowing.waiting[node] = None
