"""One open record: answers in, changes out. Mutable, for one thread; no clock, no disk, no window."""

from collections.abc import Iterable, Mapping
from typing import Literal

from intake_app.errors import IntakeError
from intake_app.prose import plain
from intake_app.xform.actions import FIRST_LOAD, LOAD
from intake_app.xform.audit import FILE_NAME, names_file
from intake_app.xform.choosing import offered
from intake_app.xform.completing import without_offset
from intake_app.xform.definition import Element, FormDefinition, NodeSpec, Question, Repeat, Wording, generic
from intake_app.xform.entities import entity_changes
from intake_app.xform.environment import environment
from intake_app.xform.instance import Instance, cell_of, children, is_leaf, ref_of, within
from intake_app.xform.paging import Pager
from intake_app.xform.preloads import is_end, preload, timestamp
from intake_app.xform.primary import meta_node
from intake_app.xform.recompute import Recalculation
from intake_app.xform.speaking import Speaker
from intake_app.xform.surroundings import Surroundings
from intake_app.xform.views import (
    MASK,
    AnswerState,
    Changes,
    Choice,
    EntityChange,
    Fault,
    OutlineRow,
    Page,
    QuestionView,
    Ref,
    Submission,
    Text,
    TextKind,
    Violation,
)
from intake_app.xform.writing import legal, serialise
from intake_app.xpath.tree import Node

_UNSAID = (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)


class Session:
    """One open record of a form. Made by `new_session` and `resume`."""

    def __init__(
        self, definition: FormDefinition, document: Node, surroundings: Surroundings, language: str | None
    ) -> None:
        self.definition = definition
        self.language = definition.default_language
        self.warnings: set[str] = set()
        """Codes of what gave way as rules were worked out: a pattern that took too long or is none, a count that rests
        on the instances it shows and settles at no number."""
        self.surroundings = surroundings
        self._instance = Instance(document, definition.root)
        self._env = environment(definition, document, surroundings)
        self._work = Recalculation(definition, self._instance, self._env)
        self._speaker = Speaker(definition, self._instance, self._env, surroundings.chain)
        self.shown = Speaker(definition, self._instance, self._env, surroundings.chain, self._speaker)  # to views alone
        self._pager = Pager(definition, self._instance)
        self._labelled = definition.labelled()
        self._env.itext = self._say_itext
        self._env.notice = lambda code, _: self.warnings.add(code)
        self._env.choice_label = self._say_choice
        self.spoken = self.counted = tuple[str, ...]()  # languages shown, the present one first; calendars known too
        self.looked_from: tuple[tuple[str, ...], dict[str, str]] | None = None  # for whoever tells a look from a talk
        self._take_language(definition.default_language if language is None else language)

    # language

    def _take_language(self, name: str) -> None:
        self._env.language = self._speaker.code(name) or "en"
        self.language = name
        self.spoken = (name, *(one for one in self.spoken if one != name))

    def _say_itext(self, name: str) -> str:
        text = self._speaker.entry(name, self._instance.root, self.language)
        return text.text if text is not None else ""

    def _say_choice(self, value: str, path: str, node: Node) -> str:
        return self._speaker.choice_label(value, path, node, self.language)

    def set_language(self, name: str) -> Changes:
        """Show the form in another language; texts in calculates follow (engine decision 15).

        One that the form lacks has its code in its name, "Mandinka (mnk)"; the texts come from languages near to it.
        """
        self._take_language(name)
        self._work.speak()
        kept = self._instance.by_path
        shown = (node for path in self._labelled for node in kept.get(path, ()) if node.relevant)
        self._work.ledger.label.update(dict.fromkeys(shown))
        return self._work.settle()

    # starting

    def remember(self, before: Node) -> None:
        """Let the form take answers from a record finished before: a document, read and never changed."""
        self._env.instances.update(dict.fromkeys(self.definition.last_saved, before))

    def begin(self) -> None:
        """First load: preloads, first calculation, load actions; a default that its list does not offer goes."""
        for node in within(self._instance.root):
            bind = cell_of(node).spec.bind
            value = preload(bind, self.surroundings)
            if value is not None and is_leaf(node):
                node.value = value
        self._first_of_all_fixed()
        identity = meta_node(self._instance.root, "instanceID")
        if identity is not None and not identity.value and cell_of(identity).spec.calculate is None:
            identity.value = "uuid:" + self.surroundings.uuid()
        self._load((FIRST_LOAD, LOAD))
        self._work.ask_lists(self._instance.root)
        self._work.settle()

    def _first_of_all_fixed(self) -> None:
        for spec in self.definition.specs.values():
            self._first_of_fixed(spec)

    def _first_of_fixed(self, spec: NodeSpec) -> None:
        """A repeat nobody may add to and nothing counts has at least one instance."""
        repeat, above = spec.repeat, spec.parent
        if repeat is None or above is None or not repeat.fixed or repeat.count is not None:
            return
        for parent in self._instance.nodes(above):
            if not children(parent, spec.name):
                self._work.grow(parent, spec, 0)

    def continue_with(self, states: Mapping[Ref, AnswerState]) -> None:
        """Later load: the states kept beside the draft, calculation, load actions."""
        self._work.unfit.set_aside(self._instance, self.definition)
        self._first_of_all_fixed()
        for ref, state in states.items():
            node = self._instance.resolve(ref)
            if node is not None and not node.value:
                cell_of(node).state = state
        self._load((LOAD,))
        self._work.ask_lists(self._instance.root)
        self._work.settle(opening=True)

    def _load(self, events: tuple[str, ...]) -> None:
        """Load actions come before the first calculation, as in JavaRosa: a calculate they read is still as stored."""
        for event in events:  # one that answers to both is carried out twice
            self._fire(event)
        self._work.begin()
        self._work.settle(lists=False)

    def _fire(self, *events: str) -> None:
        for spec, action in self.definition.form_actions:
            if not action.events.isdisjoint(events):
                for node in self._instance.nodes(spec):
                    self._work.act(action, node)

    def _node(self, ref: Ref) -> Node:
        node = self._instance.resolve(ref)
        if node is None:
            raise ValueError(f"no such node: {ref}")
        return node

    def _asked(self, ref: Ref) -> tuple[Question, Node]:
        node = self._node(ref)
        question = cell_of(node).spec.question
        if question is None:
            raise ValueError(f"no question: {ref}")
        return question, node

    def answer(self, ref: Ref, text: str) -> Changes:
        """Store an answer in its lexical form (int, ISO date, names with a space between, file name); "" clears."""
        node = self._node(ref)
        if not is_leaf(node):
            raise ValueError(f"no place for an answer: {ref}")
        self._set_state(node, None)
        self._work.answer(node, legal(text))
        return self._work.settle()

    def restore(self, answers: Iterable[tuple[Ref, str]]) -> Changes:
        """Undo: give some answers the values they had, all at once, in any order and in repeats too.

        For a narrowed list: the answer that narrowed it and what `Changes.cleared` named. No action is set off; an
        answer that no list offers after all is cleared again, and said so.
        """
        wanted = [(self._node(ref), text) for ref, text in answers]
        for node, text in wanted:
            if not is_leaf(node):
                raise ValueError(f"no place for an answer: {ref_of(node)}")
            self._set_state(node, None)
            self._work.put_back(node, text)
        return self._work.settle()

    def mark(self, ref: Ref, state: AnswerState) -> Changes:
        """Note that the answer is not known or was declined: by the question's own choice if it offers one, else
        blank with the state beside it. NOT_ASKED clears both.
        """
        question, node = self._asked(ref)
        if state is AnswerState.ANSWERED:
            raise ValueError("an answer is given with answer()")
        own = state in _UNSAID and self._offers(question, node, state.value)
        self._work.answer(node, state.value if own else "")
        self._set_state(node, state if state in _UNSAID and not own else None)
        self._work.ledger.value[node] = None
        return self._work.settle()

    def _set_state(self, node: Node, state: AnswerState | None) -> None:
        cell_of(node).state = state

    def _offers(self, question: Question, node: Node, value: str) -> bool:
        return any(offer == value for offer, _ in offered(question, self._work.context(node)))

    def add_repeat(self, ref: Ref, at: int | None = None, *, hidden: bool = False) -> Changes:
        """Add an instance of a repeat; `ref` without its last index, `at` its place from 1 (None: the end). `hidden`:
        of one with a count, which shows it only where it comes to so many.
        """
        parent, spec = self._series(ref)
        if not hidden:
            _refuse_fixed(spec)
        have = len(children(parent, spec.name))
        self._work.grow(parent, spec, have if at is None else min(max(at - 1, 0), have))
        if hidden:
            self._work.start(parent, cell_of(parent).spec)
        return self._work.settle()

    def remove_repeat(self, ref: Ref) -> Changes:
        """Remove an instance of a repeat; `ref` with its index."""
        node = self._node(ref)
        if cell_of(node).spec.repeat is None:
            raise ValueError(f"no instance of a repeat: {ref}")
        _refuse_fixed(cell_of(node).spec)
        self._work.drop(node)
        return self._work.settle()

    def _series(self, ref: Ref) -> tuple[Node, NodeSpec]:
        above = ref.rpartition("/")[0]
        spec = self.definition.spec(ref)
        if spec is None or spec.repeat is None or not above:
            raise ValueError(f"no repeat: {ref}")
        return self._node(above), spec

    def count_repeat(self, ref: Ref) -> int:
        """Number of instances of a repeat that are not hidden by its count; `ref` without its last index."""
        parent, spec = self._series(ref)
        return sum(cell_of(node).counted for node in children(parent, spec.name))

    # the form as it is now

    def pages(self) -> tuple[Page, ...]:
        """The relevant pages in order."""
        return self._pager.pages()

    def outline(self) -> tuple[OutlineRow, ...]:
        """The jump list."""
        return self._pager.outline(self._row)

    def _row(self, ref: str, level: int, element: Element, node: Node | None) -> OutlineRow:
        kind: Literal["group", "repeat", "question", "repeat-prompt"] = "question"
        if not isinstance(element, Question):
            kind = "repeat" if isinstance(element, Repeat) else "group"
        at = node if node is not None else self._instance.root
        label = self.shown.say(element.label, at, self.language, "short")
        if node is None:
            return OutlineRow(ref, level, "repeat-prompt", label, AnswerState.NOT_ASKED, "")
        shown = self._value_text(element, node) if isinstance(element, Question) else ""
        return OutlineRow(ref, level, kind, label, self._state(node), shown)

    def _value_text(self, question: Question, node: Node) -> str:
        if node.value and "masked" in question.appearance:
            return MASK
        if not node.value or (not question.items and question.itemset is None):
            return self._work.unfit.shown(node)
        chosen = dict.fromkeys(node.value.split() if question.control != "select1" else [node.value])
        offered_now = self.shown.choices(question, node, self.language)
        labels = {choice.value: plain(choice.label.text) for choice in offered_now if choice.value in chosen}
        return ", ".join(labels.get(value) or value for value in chosen)

    def question(self, ref: Ref) -> QuestionView:
        """One question now."""
        question, node = self._asked(ref)
        bind = cell_of(node).spec.bind
        return QuestionView(
            ref=ref_of(node),
            control=question.control,
            type=bind.type,
            appearance=question.appearance,
            value=self._work.unfit.shown(node),
            state=self._state(node),
            required=self._work.rules.required(node),
            readonly=self.readonly(ref),
            relevant=node.relevant,
            valid=self._work.rules.fault(node) or True,
            mediatype=question.mediatype,
            parameters=question.parameters,
            save_incomplete=bind.save_incomplete,
        )

    def readonly(self, ref: Ref) -> bool:
        """Whether a node or a group around it is readonly."""
        node: Node | None = self._node(ref)
        while node is not None and node.kind != "root":
            if self._work.rules.readonly(node):
                return True
            node = node.parent
        return False

    def relevant(self, ref: Ref) -> bool:
        """Whether a node is relevant, own and inherited."""
        return self._node(ref).relevant

    def exists(self, ref: Ref) -> bool:
        """Whether the ref names a node."""
        return self._instance.resolve(ref) is not None

    def fault(self, ref: Ref) -> Fault | None:
        """The rule the answer of a node breaks, or None."""
        return self._work.rules.fault(self._node(ref))

    def required(self, ref: Ref) -> bool:
        """Whether a node asks for an answer."""
        return self._work.rules.required(self._node(ref))

    def text(self, ref: Ref, what: TextKind, language: str | None = None) -> Text:
        """A text of a question: label, short label (else the label), hint, guidance, constraint or required message."""
        question, node = self._asked(ref)
        name = self.language if language is None else language
        if what == "guidance":
            return self.shown.say(question.hint, node, name, "guidance")
        bind = cell_of(node).spec.bind
        wording: Mapping[str, Wording | None] = {
            "label": question.label,
            "short": question.label,
            "hint": question.hint,
            "constraint": bind.constraint_message,
            "required": bind.required_message,
        }
        return self.shown.say(wording[what], node, name, "short" if what == "short" else "")

    def choices(self, ref: Ref, language: str | None = None) -> tuple[Choice, ...]:
        """The choices a question offers now, in order."""
        question, node = self._asked(ref)
        return self.shown.choices(question, node, self.language if language is None else language)

    def choice_values(self, ref: Ref) -> tuple[str, ...]:
        """The values of the choices a question offers now, without working out their labels."""
        question, node = self._asked(ref)
        return tuple(value for value, _ in offered(question, self._work.context(node)))

    def group_label(self, ref: str, language: str | None = None) -> Text:
        """The label of a group or repeat; takes a ref, or a key of `Page.groups`."""
        key, name = ref, self.language if language is None else language
        if ref.startswith("#"):
            key, _, above = ref.partition("/")
            ref = "/" + above
        node, path = self._instance.resolve(ref), generic(key)
        spec = self.definition.specs.get(path)
        element: Element | None = self.definition.groups.get(path)
        if element is None and spec is not None:
            element = spec.repeat
        if element is None:
            raise ValueError(f"no group: {key}")
        return self.shown.say(element.label, node if node is not None else self._instance.root, name)

    # answers and states

    def value(self, ref: Ref) -> str:
        """The answer of a node as it is stored; blank while what was typed is no value of its type."""
        return self._node(ref).value

    def state(self, ref: Ref) -> AnswerState:
        """What is known about an answer."""
        return self._state(self._node(ref))

    def _state(self, node: Node) -> AnswerState:
        if node.value in _UNSAID and cell_of(node).spec.question is not None:
            return AnswerState(node.value)
        if self._work.unfit.shown(node):
            return AnswerState.ANSWERED
        return cell_of(node).state or AnswerState.NOT_ASKED

    def states(self) -> dict[Ref, AnswerState]:
        """Refs of answers not known or declined, whether by choice or beside the instance."""
        marked = (node for node in within(self._instance.root) if is_leaf(node))
        found = {node: self._state(node) for node in marked}
        return {ref_of(node): state for node, state in found.items() if state in _UNSAID}

    def values(self) -> dict[Ref, str]:
        """The text of every relevant leaf, by ref; blank ones too."""
        leaves = (node for node in within(self._instance.root) if is_leaf(node))
        return {ref_of(node): node.value for node in leaves if node.relevant}

    def leaves(self) -> dict[Ref, tuple[str, bool]]:
        """The text of every leaf and whether it is relevant, in document order; for whoever compares whole records."""
        leaves = (node for node in within(self._instance.root) if is_leaf(node))
        return {ref_of(node): (node.value, node.relevant) for node in leaves}

    def read(self, ref: Ref) -> str:
        """The text of a node as expressions read it: blank where it is not relevant."""
        return self._env.text(self._node(ref))

    def violations(self) -> tuple[Violation, ...]:
        """Answers that break a rule, in document order; not known and declined break none.

        Only of questions that a page shows, as in ODK Collect: a group of the body can hide what its binds leave open.
        """
        asked = {ref for page in self.pages() for ref in page.refs}
        found = ((node, self._work.rules.fault(node)) for node in within(self._instance.root))
        faults = (Violation(ref_of(node), kind) for node, kind in found if kind is not None)
        return tuple(fault for fault in faults if fault.ref in asked)

    def troubles(self) -> tuple[IntakeError, ...]:
        """Rules that can not be worked out as the answers are now, each with its place. A calculate is blank then, a
        question is shown, a count hides nothing; answers are kept and saved all the same, but the record is not
        finished.
        """
        return self._work.troubles.told()

    def attachments(self) -> tuple[str, ...]:
        """File names in relevant binary nodes, in document order."""
        nodes = (node for node in within(self._instance.root) if node.relevant and node.value)
        found = (node.value for node in nodes if names_file(cell_of(node).spec))
        return tuple(dict.fromkeys(name for name in found if not name.startswith("jr://")))

    @property
    def instance_id(self) -> str:
        """``uuid:…``, the same from the first moment."""
        node = meta_node(self._instance.root, "instanceID")
        return node.value if node is not None else ""

    @property
    def instance_name(self) -> str:
        """The title the form works out for this record; "" where it has none."""
        node = meta_node(self._instance.root, "instanceName")
        return node.text() if node is not None else ""

    # leaving

    def serialise_draft(self) -> bytes:
        """The instance with everything, to go on with later."""
        self._end()
        with self._work.unfit.written_out():
            return serialise(self._instance.root, self.definition.declared, everything=True)

    def serialise(self) -> bytes:
        """The instance as it would be sent now: what is not relevant is left out."""
        return serialise(self._instance.root, self.definition.declared, everything=False)

    def entities(self) -> tuple[EntityChange, ...]:
        """What the record as it is now asks of shared lists."""
        return tuple(entity_changes(self.definition.entities, self._instance))

    def finalise(self, audit: bytes = b"") -> Submission:
        """The finished record. IntakeError ``xform.unfinished`` names the first answer that breaks a rule; the trouble
        of a rule that could not be worked out is raised as it is.

        audit: the log of filling in as `audit_csv` writes it; sent as a file where the form asks for one.
        """
        self._refuse_faults()
        for node, text in without_offset(self.definition, self._instance, self.surroundings.now()):
            self._work.stamp(node, text)
        self._end()
        self._fire("xforms-revalidate")
        log = self._take_log(audit)
        self._work.settle()
        self._refuse_faults()  # what the end and its actions put in can break a rule too
        for trouble in self.troubles():
            raise trouble
        return Submission(
            self.serialise(),
            self.instance_id,
            self.instance_name,
            self.definition.form_id,
            self.definition.version,
            self.attachments(),
            self.entities(),
            log,
        )

    def _refuse_faults(self) -> None:
        faults = self.violations()
        if faults:
            raise IntakeError("xform.unfinished", place=faults[0].ref, rule=faults[0].kind, count=len(faults))

    def _take_log(self, audit: bytes) -> bytes:
        """Name the log in meta/audit, or nothing where there is none; gives the log that is sent."""
        settings = self.definition.audit
        log = audit if settings is not None else b""
        for node in self._instance.nodes(self.definition.specs[settings.path]) if settings is not None else ():
            self._work.stamp(node, FILE_NAME if log else "")
        return log

    def _end(self) -> None:
        for spec in self.definition.specs.values():
            if is_end(spec.bind):
                for node in self._instance.nodes(spec):
                    self._work.stamp(node, timestamp(self.surroundings))
        self._work.settle()


def _refuse_fixed(spec: NodeSpec) -> None:
    """The number of instances of a counted or fixed repeat is the form's to say."""
    if spec.repeat is not None and (spec.repeat.fixed or spec.repeat.count is not None):
        raise ValueError(f"the form sets the number of instances: {spec.path}")
