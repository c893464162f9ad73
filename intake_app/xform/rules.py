"""The rules that no other rule reads: readonly, required, and whether an answer is valid. Worked out when asked for."""

from collections.abc import Callable

from intake_app.errors import IntakeError
from intake_app.xform.definition import Task
from intake_app.xform.instance import cell_of, is_leaf, within
from intake_app.xform.ledger import Ledger
from intake_app.xform.lexical import allowed
from intake_app.xform.troubles import Troubles
from intake_app.xform.unfit import Unfit
from intake_app.xform.views import Fault
from intake_app.xpath.context import Context
from intake_app.xpath.expression import Compiled
from intake_app.xpath.tree import Node


class Rules:
    """The rules of one session; each is worked out at most once until something it reads changes."""

    def __init__(self, context: Callable[[Node], Context], unfit: Unfit, troubles: Troubles) -> None:
        self._context = context
        self._unfit = unfit
        self._troubles = troubles

    def work_out(self, task: Task, node: Node, ledger: Ledger) -> None:
        """What a readonly or required rule reads is another."""
        cell = cell_of(node)
        if task.kind == "readonly":
            before, now = cell.readonly, self.readonly(node, fresh=True)
            if before is None or before != now:
                ledger.readonly.update(dict.fromkeys(within(node)))  # a group's concerns what is in it
        elif task.kind == "required":
            before, now = cell.required, self.required(node, fresh=True)
            if before is None or before != now:
                ledger.required[node] = None

    def recheck(self, node: Node, ledger: Ledger) -> None:
        """What tells whether an answer is valid is another."""
        cell = cell_of(node)
        before, cell.fault = cell.fault or None, None
        if cell.spec.question is not None and self.fault(node) != before:
            ledger.validity[node] = None

    def readonly(self, node: Node, fresh: bool = False) -> bool:
        """Own readonly of a node."""
        cell = cell_of(node)
        if cell.readonly is None or fresh:
            cell.readonly = self._rule("readonly", cell.spec.bind.readonly, node, False)
        return cell.readonly

    def required(self, node: Node, fresh: bool = False) -> bool:
        """Whether an answer is required."""
        cell = cell_of(node)
        if cell.required is None or fresh:
            cell.required = self._rule("required", cell.spec.bind.required, node, False)
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
        if self._unfit.text(node):
            return "type"
        if not node.value:
            unanswered = cell_of(node).state is None and self.required(node)
            return "required" if unanswered else None
        if not allowed(node.value, bind.type):
            return "type"
        return None if self._rule("constraint", bind.constraint, node, True) else "constraint"

    def _rule(self, kind: str, rule: Compiled | bool, node: Node, otherwise: bool) -> bool:
        """A rule of a bind for one of its nodes; `otherwise` where it can not be worked out."""
        if isinstance(rule, bool):
            return rule
        try:
            value = rule.boolean(self._context(node))
        except IntakeError as error:
            self._troubles.fail(kind, node, error)
            return otherwise
        self._troubles.mend(kind, node)
        return value
