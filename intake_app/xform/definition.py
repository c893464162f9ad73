"""A form as it was written: immutable once loaded, shared by any number of sessions and threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from intake_app.errors import Fact
from intake_app.xform.gates import gates_of
from intake_app.xpath.combine import Chain
from intake_app.xpath.expression import Compiled
from intake_app.xpath.tree import Node


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the import report: what of this form works differently, and where."""

    level: Literal["info", "warning", "error"]
    place: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormLanguage:
    """A language of the form: its itext name, the BCP 47 code found in it, the review state of the translation."""

    name: str
    code: str | None
    default: bool
    review: str | None = None


Piece = str | Compiled
"""A stretch of text, or the expression of an `output` in it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One itext value or inline label: its pieces, the code of the language it is really in when that is told, and who
    has read it as a translation, by name and day."""

    pieces: tuple[Piece, ...]
    fallback: str | None = None
    reviewer: str | None = None

    @property
    def missing(self) -> bool:
        """Blank, or the ``-`` that stands for a missing translation."""
        texts = [piece for piece in self.pieces if isinstance(piece, str)]
        return not self.quotes and "".join(texts).strip() in ("", "-")

    @property
    def quotes(self) -> bool:
        """Whether values of a record stand in it."""
        return any(not isinstance(piece, str) for piece in self.pieces)


Entry = Mapping[str, Phrase]
"""The forms of one itext id in one language; the key of the plain text is ``""``."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A label, hint or message: an itext id, an expression that gives one, or inline text (also the fallback)."""

    inline: Phrase
    itext: str | None = None
    itext_expression: Compiled | None = None

    def expressions(self) -> Iterator[Compiled]:
        """Expressions of the wording itself (not those in the itext it names)."""
        yield from (piece for piece in self.inline.pieces if isinstance(piece, Compiled))
        if self.itext_expression is not None:
            yield self.itext_expression


@dataclass(frozen=True, slots=True)
class Bind:
    """What the model says of a node. Rules that are plainly true() or false() are kept as booleans."""

    type: str = "string"
    calculate: Compiled | None = None
    relevant: Compiled | bool = True
    readonly: Compiled | bool = False
    required: Compiled | bool = False
    constraint: Compiled | bool = True
    required_message: Wording | None = None
    constraint_message: Wording | None = None
    preload: str = ""
    preload_parameters: str = ""
    max_pixels: int | None = None
    save_incomplete: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


PLAIN_BIND = Bind()


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices read from nodes: which nodes, and where in each the value and the label stand."""

    nodeset: Compiled
    value: Compiled
    value_name: str | None
    label: Compiled | None
    label_is_itext: bool
    randomised: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A choice written out in the form."""

    value: str
    label: Wording


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: at `events` the node of `target` that is nearest to its source gets `value`; `chosen` finds the
    target where its reference has predicates. `kind` is setvalue or setgeopoint.
    """

    target: str
    events: frozenset[str]
    value: Compiled | str
    kind: Literal["setvalue", "setgeopoint"] = "setvalue"
    chosen: Compiled | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A control of the body. `path` is its generic path, without positions."""

    path: str
    control: str
    label: Wording | None
    hint: Wording | None
    appearance: tuple[str, ...]
    parameters: Mapping[str, str]
    mediatype: str
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the body; `path` is None when it stands for presentation only. `key` is unique in the form."""

    key: str
    path: str | None
    label: Wording | None
    appearance: tuple[str, ...]
    children: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat of the body: `count` drives the number of instances, `fixed` forbids adding and removing."""

    path: str
    label: Wording | None
    appearance: tuple[str, ...]
    children: tuple[Element, ...]
    count: Compiled | None
    fixed: bool


Element = Question | Group | Repeat


@dataclass(slots=True, eq=False)
class NodeSpec:
    """One generic path of the primary instance and everything the form says of it.

    offers: the values its controls offer, where all of these are written in the form; else None.
    """

    path: str
    name: str
    parent: NodeSpec | None
    depth: int
    order: int
    attribute: bool = False
    children: dict[str, NodeSpec] = field(default_factory=dict)
    bind: Bind = PLAIN_BIND
    repeat: Repeat | None = None
    template: Node | None = None
    question: Question | None = None
    offers: frozenset[str] | None = None
    on_change: tuple[SetValue, ...] = ()
    on_new: tuple[SetValue, ...] = ()
    readers: tuple[Reader, ...] = ()
    broad: tuple[tuple[int, str], ...] = ()  # of the readers those on a path outside repeats: (rank, path)
    narrow: tuple[Reader, ...] = ()  # the others
    counting: tuple[Reader, ...] = ()  # those that tell a blank node from one that is not relevant
    calculate: Task | None = None
    relevant: Task | None = None
    count: Task | None = None
    choices: Task | None = None
    plain: bool = False  # no repeat at or above: one ref, which is the path

    @property
    def is_group(self) -> bool:
        """Whether it holds other elements; with attributes alone it is a question."""
        return any(not child.attribute for child in self.children.values())

    def descend(self) -> Iterator[NodeSpec]:
        """This and all below it, in document order."""
        yield self
        for child in self.children.values():
            yield from child.descend()


class FinishedSpec(NodeSpec):
    """A path of a form that is loaded: any number of sessions and threads share it, and none may change it."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a loaded form does not change: {name} of {self.path}")


TaskKind = Literal["calculate", "relevant", "count", "readonly", "required", "constraint", "choices", "label"]


@dataclass(slots=True, eq=False)
class Task:
    """Something to work out for every node of `spec`; `rank` is its place in the order of recalculation.

    `counts`: it can tell a blank node from one that is not relevant. `feeds_itself`: a count that can depend on the
    instances it shows. `type` is that of the bind, at hand because it is needed for every node. `chain`: of a calculate
    or relevance outside repeats, when its expression is no more than one.
    """

    kind: TaskKind
    spec: NodeSpec
    expression: Compiled | None
    rank: int = -1
    uses_language: bool = False
    counts: bool = False
    feeds_itself: bool = False
    type: str = ""
    chain: Chain | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """One instance of a repeat by its number: `depth` of the repeat's path, `number` from 1."""

    depth: int
    number: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A task that reads the values of a path. Its nodes to redo are those below the ancestor `anchor` of the changed
    node: a path inside one repeat instance needs no look at the others.

    From a changed node they are found `ups` levels up and then down by `names`; where that comes to the root they are
    all nodes of `everywhere`. `nth`: only what lies in that instance is read.
    """

    task: Task
    anchor: NodeSpec
    target: NodeSpec
    ups: int
    names: tuple[str, ...]
    everywhere: str | None
    nth: Nth | None = None
    child: str | None = None  # the only name to go down by, where it is that of an element


def reader(task: Task, read: NodeSpec, anchor: NodeSpec, nth: Nth | None = None) -> Reader:
    """The reader of a path: `anchor` is the deepest ancestor that what is read shares with the task's node."""
    target = task.spec.parent if task.kind == "count" and task.spec.parent is not None else task.spec
    depth = min(anchor.depth, read.depth, target.depth)
    names: list[str] = []
    step: NodeSpec | None = target
    while step is not None and step.depth > depth:
        names.append(step.name)
        step = step.parent
    everywhere = target.path if depth == 1 else None
    child = names[0] if len(names) == 1 and not target.attribute else None
    return Reader(task, anchor, target, read.depth - depth, tuple(reversed(names)), everywhere, nth, child)


@dataclass(frozen=True, slots=True)
class SubmissionTarget:
    """The submission element: where and how the form wants its records sent, its public key."""

    action: str = ""
    method: str = ""
    public_key: str | None = None
    client_editable: bool = False
    auto_send: str = ""
    auto_delete: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether records go only when a person sends them: as in ODK Collect, for anything but ``true``."""
        return bool(self.auto_send) and self.auto_send.lower() != "true"


@dataclass(frozen=True, slots=True)
class EntityBlock:
    """An entity block of the form (``meta/entity``): its path, and the answers it takes, by name of the property."""

    spec: NodeSpec
    properties: Mapping[str, NodeSpec]


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """What the form wants in its log of filling in, ``meta/audit`` at `path`.

    location: whether with positions; then location_priority is no-power, low-power, balanced or high-accuracy, and a
    position is asked for every location_interval seconds (1 at least) and counts for location_age seconds.
    changes: old and new answers. reasons: when to ask why an answer was changed ("" or ``on-form-edit``).
    user: who filled in.
    """

    path: str
    location: bool = False
    location_priority: str = ""
    location_interval: int | None = None
    location_age: int | None = None
    changes: bool = False
    reasons: str = ""
    user: bool = False


@dataclass(frozen=True)
class FormDefinition:
    """A loaded form. `questions` is the body in order; `notices` the import report; `media` the jr:// addresses of
    files it asks for, `missing_files` those that were not handed in, `last_saved` the ids of instances that stand for
    the record finished before.
    """

    form_id: str
    version: str
    title: str
    root_name: str
    languages: tuple[FormLanguage, ...]
    default_language: str
    questions: tuple[Element, ...]
    notices: tuple[Notice, ...]
    media: tuple[str, ...]
    missing_files: tuple[str, ...]
    submission: SubmissionTarget
    style: tuple[str, ...]
    root: NodeSpec
    primary: Node
    namespaces: Mapping[str, str]
    declared: Mapping[str, str]
    specs: Mapping[str, NodeSpec]
    groups: Mapping[str, Group]
    instances: Mapping[str, Node]
    itext: Mapping[str, Mapping[str, Entry]]
    tasks: tuple[Task, ...]
    ordered: tuple[Task, ...]
    form_actions: tuple[tuple[NodeSpec, SetValue], ...]
    entities_version: str = ""
    last_saved: tuple[str, ...] = ()
    entities: tuple[EntityBlock, ...] = ()
    audit: AuditSettings | None = None

    @property
    def public_key(self) -> str | None:
        """base64 of the RSA key that submissions of this form are encrypted to, or None."""
        return self.submission.public_key

    @property
    def client_editable(self) -> bool:
        """Whether a finalised record may be edited and sent again."""
        return self.submission.client_editable

    def language(self, name: str) -> FormLanguage | None:
        """The language of that itext name."""
        return next((language for language in self.languages if language.name == name), None)

    def spec(self, path: str) -> NodeSpec | None:
        """What the form says of a path, positions or not."""
        return self.specs.get(generic(path))

    def tags(self, path: str) -> Mapping[str, str]:
        """Our own bind attributes (`urn:intake:form:1`) of a path, by local name."""
        spec = self.spec(path)
        return spec.bind.tags if spec is not None else {}

    def tagged(self, name: str) -> list[tuple[str, str]]:
        """Every (generic path, value) whose bind carries our attribute `name`, in document order."""
        return [(path, spec.bind.tags[name]) for path, spec in self.specs.items() if name in spec.bind.tags]

    @cached_property
    def gates(self) -> Mapping[str, tuple[str, ...]]:
        """The paths on whose answers it rests whether a path is asked: of each path with a condition of its own."""
        every = self.specs.items()
        return gates_of((path, each.task.kind, each.task.spec.path) for path, spec in every for each in spec.readers)

    @cached_property
    def choice_tags(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Our own columns of the choices sheet (`intake_…`): generic path to value to name, less `intake_`, and text.

        Of lists that are written in the form; those of a file beside it carry none.
        """
        found = {}
        for question in self.controls():
            named = _LIST.search(question.itemset.nodeset.source) if question.itemset is not None else None
            value = question.itemset.value_name if question.itemset is not None else None
            if named and value and named[1] in self.instances:
                tags = _tags_of_rows(self.instances[named[1]], value)
                found.update({question.path: tags} if tags else {})
        return found

    def question(self, path: str) -> Question | None:
        """The control of a path, positions or not."""
        spec = self.spec(path)
        return spec.question if spec is not None else None

    def calculated(self, path: str) -> bool:
        """Whether the form works out the value of a path itself."""
        spec = self.spec(path)
        return spec is not None and spec.bind.calculate is not None

    def labelled(self) -> tuple[str, ...]:
        """The paths of all questions, groups and repeats of the body, each once."""
        return tuple(dict.fromkeys(_paths(self.questions)))

    def controls(self) -> Iterator[Question]:
        """Every question in body order."""
        return _controls(self.questions)


_LIST = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_OWN_COLUMN = "intake_"
_LONGEST_OWN = 2_000
"""Rows of a list that may carry columns of ours: a longer one comes from a file, and is not looked through."""


def _tags_of_rows(document: Node, value_name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = [row for root in document.elements() for row in root.elements()]
    for row in rows if len(rows) <= _LONGEST_OWN else ():
        own = {
            cell.name.removeprefix(_OWN_COLUMN): cell.text().strip()
            for cell in row.elements()
            if cell.name.startswith(_OWN_COLUMN)
        }
        value = next((cell.text() for cell in row.named(value_name)), "")
        if own and value:
            found.setdefault(value, own)
    return found


def line_of(spec: NodeSpec | None) -> list[NodeSpec]:
    """A path and all above it, innermost first."""
    found = []
    while spec is not None:
        found.append(spec)
        spec = spec.parent
    return found


def shared_spec(one: NodeSpec, other: NodeSpec) -> NodeSpec:
    """The deepest path at or above both; the nodes of both below one node of it belong together."""
    line = set(line_of(one))
    while other not in line and other.parent is not None:
        other = other.parent
    return other


def _paths(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if element.path is not None:
            yield element.path
        if not isinstance(element, Question):
            yield from _paths(element.children)


def _controls(elements: tuple[Element, ...]) -> Iterator[Question]:
    for element in elements:
        if isinstance(element, Question):
            yield element
        else:
            yield from _controls(element.children)


def generic(ref: str) -> str:
    """A ref without its positions: ``/data/rep[2]/q`` gives ``/data/rep/q``."""
    if "[" not in ref:
        return ref
    return "/".join(step.partition("[")[0] for step in ref.split("/"))
