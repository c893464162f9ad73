"""Where an expression is evaluated: the environment of a form session and the context of one evaluation."""

from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime, tzinfo
from random import SystemRandom
from typing import Any, Final
from uuid import uuid4

from intake_app.errors import IntakeError
from intake_app.xpath.column import Column
from intake_app.xpath.tree import Node, new_root, texts_in
from intake_app.xpath.values import Atom, Value, text_boolean, to_boolean

BUDGET: Final = 200_000
"""How many nodes one evaluation may visit before it is refused as too expensive, where no longer list is in use."""


_LOOKS: Final = 10
_CHARACTERS: Final = 64  # of a text built count as one visit
_LONGEST_TEXT: Final = 10_000_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _no_text(_: str) -> str:
    return ""


def _own_value(value: str, _path: str, _node: Node) -> str:
    return value


def _is_relevant(node: Node) -> bool:
    return node.relevant


def _has_children(node: Node) -> bool:
    return bool(node.children)


def _no_notice(_code: str, _facts: Mapping[str, str]) -> None:
    return None


class Environment:
    """What a session hands to every evaluation. All attributes may be set; the form engine owns one per session.

    Attributes:
        main: root node of the primary instance; absolute paths start here, also inside `instance()` predicates.
        instances: root nodes of the secondary instances by id. Change one only together with `forget_indexes`.
        now: gives the present as an aware datetime. zone: civil zone of dates; None means the zone of the system.
        random: uniform in [0, 1). order_seed: of randomize() without a seed, drawn when first needed.
        uuid: a fresh random uuid text.
        properties: for `property()`. language: BCP 47 code. month_names, day_names: long name, short name by
            (language, short, 1-based month or 0-based day with Sunday 0).
        itext: text of an itext id in the current language. choice_label: label of (value, quoted path, context node).
        notice: called with a code and facts when a rule gave way (xpath.regex_timeout).
        keeps: whether a node's own text counts for `once()`; by default that of a relevant node does.
        groups: whether a node of a record is a group; one with nothing in it at the moment is one too.
        version: the form's version, for `version()`.
        steady: whoever changes the main instance tells of it (`note` and the three of columns), and outside its repeats
            no node comes or goes: then `sole` keeps what absolute paths find there, `columns` what they find in them.
        told, number: the text read last as a number, and that number.
        budget: node visits allowed in one evaluation; it grows to ten looks at each node of the longest list in use.
    """

    def __init__(self, main: Node | None = None) -> None:
        self.main: Node = main if main is not None else new_root()
        self.instances: dict[str, Node] = {}
        self.now: Callable[[], datetime] = _utc_now
        self.zone: tzinfo | None = None
        self.random: Callable[[], float] = SystemRandom().random
        self.order_seed: int | None = None
        self.uuid: Callable[[], str] = lambda: str(uuid4())
        self.properties: Mapping[str, str] = {}
        self.language: str = "en"
        self.month_names: Callable[[str, bool, int], str] = _english_month
        self.day_names: Callable[[str, bool, int], str] = _english_day
        self.itext: Callable[[str], str] = _no_text
        self.choice_label: Callable[[str, str, Node], str] = _own_value
        self.notice: Callable[[str, Mapping[str, str]], None] = _no_notice
        self.keeps: Callable[[Node], bool] = _is_relevant
        self.groups: Callable[[Node], bool] = _has_children
        self.version: str = ""
        self.budget: int = BUDGET
        self.left: int = BUDGET
        self.running: bool = False
        self.indexes: dict[object, Any] = {}
        self.steady: bool = False
        self.sole: dict[str, list[Node]] = {}
        self.columns: dict[str, Column] = {}
        self.told: str | None = None
        self.number: float = 0.0

    def instance(self, name: str) -> Node | None:
        """The root node of a secondary instance, or None."""
        return self.instances.get(name)

    def forget_indexes(self) -> None:
        """Drop what was cached over the secondary instances, after one of them changed."""
        self.indexes.clear()

    def note(self, node: Node, path: str) -> None:
        """The value or relevance of a node of the main instance, at that path of names, is another."""
        column = self.columns.get(path)
        if column is not None:
            column.note(node)

    def forget_column(self, path: str) -> None:
        """Nodes of that path of names came to the main instance, anywhere."""
        self.columns.pop(path, None)

    def lengthen_column(self, path: str, nodes: list[Node]) -> None:
        """Nodes of that path of names came to the main instance, behind all others of the path."""
        column = self.columns.get(path)
        if column is not None:
            self.columns[path] = column.longer(nodes)

    def thin_column(self, path: str, gone: Set[Node]) -> None:
        """Nodes left the main instance."""
        column = self.columns.get(path)
        if column is not None:
            self.columns[path] = column.without(gone)

    def text(self, node: Node) -> str:
        """The string-value of a node, counted against the budget where it is put together from many."""
        if not node.relevant:
            return ""
        if not node.children:
            return node.value
        if self.steady:
            return ""  # in a record a group has no text, as in JavaRosa (engine_decisions, guiding rule)
        texts, visited = texts_in(node)
        self.spend(visited)
        return "".join(texts)

    def truth(self, value: Value) -> bool:
        """boolean() of any value. Of a nodeset: whether its first node is neither blank nor zero (row 7)."""
        if not isinstance(value, list):
            return to_boolean(value)
        if not value:
            return False
        first = value[0]
        if first.children:
            return first.relevant and not self.steady  # blank in a record; an element in a document is there
        return first.relevant and text_boolean(first.value)

    def filled(self, node: Node) -> bool:
        """Whether a node counts as not empty: it has a text, or it is a group of a record, whatever is in there."""
        return self.text(node) != "" or (self.steady and node.relevant and self.groups(node))

    def plain(self, value: Value) -> Atom:
        """A value as it is; of a nodeset the text of its first node."""
        if isinstance(value, list):
            return self.text(value[0]) if value else ""
        return value

    def begin(self) -> bool:
        """Evaluations of compiled code follow, each given its budget first (`left`); gives what `end` takes."""
        before, self.running = self.running, True
        self.told = None
        return before

    def end(self, before: bool) -> None:
        """The evaluations that `begin` announced are over."""
        self.running = before

    def allow(self, nodes: int) -> None:
        """Make room for lists of this size: an evaluation may look at each node of a list several times."""
        wanted = nodes * _LOOKS
        if wanted > self.budget:
            self.left += wanted - self.budget
            self.budget = wanted

    def spend_text(self, length: int) -> None:
        """Count a long text that is about to be built. IntakeError xpath.too_expensive, also where it is too long."""
        if length > _LONGEST_TEXT:
            raise IntakeError("xpath.too_expensive", limit=_LONGEST_TEXT)
        self.spend(length // _CHARACTERS)

    def spend(self, visits: int) -> None:
        """Count node visits. IntakeError xpath.too_expensive when the evaluation has used its budget."""
        self.left -= visits
        if self.left < 0:
            raise IntakeError("xpath.too_expensive", limit=self.budget)


class Context:
    """One evaluation: the context node, its position in its list, and the node `current()` gives."""

    __slots__ = ("current", "env", "everywhere", "node", "position", "size")

    def __init__(
        self, node: Node, env: Environment, position: int = 1, size: int = 1, current: Node | None = None
    ) -> None:
        self.node = node
        self.env = env
        self.position = position
        self.size = size
        self.current = node if current is None else current
        self.everywhere = False  # absolute paths mean all instances of a repeat, not the own one


_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_DAYS: Final = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()  # noqa: SIM905


def _english_month(_language: str, short: bool, month: int) -> str:
    name = _MONTHS[month - 1]
    return name[:3] if short else name


def _english_day(_language: str, short: bool, day: int) -> str:
    name = _DAYS[day]
    return name[:3] if short else name
