"""Starting a record, going on with a draft, editing a record that was sent, a new record with answers of another."""

from collections.abc import Collection, Iterator, Mapping

from intake_app.errors import IntakeError
from intake_app.xform.definition import FormDefinition, NodeSpec, generic, line_of
from intake_app.xform.instance import ref_of
from intake_app.xform.primary import meta_node
from intake_app.xform.reading import parse_xml, record_node, to_node
from intake_app.xform.secondary import document
from intake_app.xform.session import Session
from intake_app.xform.surroundings import Surroundings
from intake_app.xform.views import AnswerState, Ref
from intake_app.xpath.tree import ELEMENT, Node

_NO_STATES: Mapping[Ref, AnswerState] = {}
_OF_THE_DAY = frozenset({"date", "time", "dateTime"})


def new_session(
    definition: FormDefinition, surroundings: Surroundings, language: str | None = None, last_saved: bytes | None = None
) -> Session:
    """A new record. `language`: the itext name to begin in; None takes the form's default.

    last_saved: XML of the record of this form that was finished before, for a form that takes answers from it.
    """
    session = Session(definition, definition.primary.copy(), surroundings, language)
    _remember(session, last_saved)
    session.begin()
    return session


def resume(
    definition: FormDefinition,
    draft: bytes,
    states: Mapping[Ref, AnswerState],
    surroundings: Surroundings,
    language: str | None = None,
    last_saved: bytes | None = None,
) -> Session:
    """Go on with a draft as `Session.serialise_draft` gave it, with the states kept beside it.

    IntakeError ``xform.draft_of_other_form`` when its root is another; what the form has and the draft lacks is added.
    """
    session = Session(definition, document(_record(definition, draft, "draft")), surroundings, language)
    _remember(session, last_saved)
    session.continue_with(states)
    return session


def edit(
    definition: FormDefinition,
    submission: bytes,
    surroundings: Surroundings,
    language: str | None = None,
    states: Mapping[Ref, AnswerState] = _NO_STATES,
    last_saved: bytes | None = None,
) -> Session:
    """Edit a record that was finished: it gets a new identity and keeps the old one in meta/deprecatedID (feature 113).

    What only a first load sets stays as it was sent: start, today, device and user, setvalue at first load. What was
    left out because it was not relevant comes back with the form's defaults. IntakeError as `resume`.
    """
    root = _record(definition, submission, "submission")
    _deprecate(root, "uuid:" + surroundings.uuid())
    session = Session(definition, document(root), surroundings, language)
    _remember(session, last_saved)
    session.continue_with(states)
    return session


def again(
    definition: FormDefinition,
    record: bytes,
    surroundings: Surroundings,
    language: str | None = None,
    states: Mapping[Ref, AnswerState] = _NO_STATES,
    asked_again: Collection[str] = (),
    last_saved: bytes | None = None,
) -> Session:
    """A new record that begins with the answers of another, a draft or a finished one. IntakeError as `resume`.

    It has an identity of its own and edits nothing. What is worked out, preloaded or set at first load is so anew; a
    default that a person had answered over stays as answered, unless it is a date or time or for reading only: nobody
    answers that, and it may be a number of the record. `asked_again`: paths without
    positions whose answers are not taken.
    """
    root = _record(definition, record, "draft")
    _without_identity(root, definition.root)
    taken = [(node, node.value) for node in _taken(root, definition.root, frozenset(asked_again))]
    session = Session(definition, document(root), surroundings, language)
    _remember(session, last_saved)
    session.begin()
    session.restore([(ref_of(node), value) for node, value in taken if node.value != value])
    for ref, state in states.items():
        path = generic(ref)
        if path not in asked_again and definition.question(path) and session.exists(ref) and not session.value(ref):
            session.mark(ref, state)
    return session


def _without_identity(root: Node, spec: NodeSpec) -> None:
    """A record that is nobody's yet: no id, none that it edits, no log."""
    known = {each.path for each in spec.descend()}
    for name in ("instanceID", "deprecatedID", "audit"):
        node = meta_node(root, name)
        if node is not None and node.parent is not None:
            node.value = ""
            if f"{spec.path}/meta/{name}" not in known:
                node.parent.remove(node)


def _taken(node: Node, spec: NodeSpec, asked_again: frozenset[str]) -> Iterator[Node]:
    """Blanks what is not taken from a record; gives the nodes of questions whose answers stay whatever is preset."""
    bind = spec.bind
    if bind.calculate is not None or bind.preload or spec.path in asked_again:
        node.value = ""
    elif node.value and spec.question is not None and bind.type not in _OF_THE_DAY and not _is_for_reading(spec):
        yield node
    for child in node.elements():
        inner = spec.children.get(child.name)
        if inner is not None:
            yield from _taken(child, inner, asked_again)


def _is_for_reading(spec: NodeSpec) -> bool:
    return any(each.bind.readonly is True for each in line_of(spec))


def _remember(session: Session, last_saved: bytes | None) -> None:
    if last_saved is not None and session.definition.last_saved:
        session.remember(document(to_node(parse_xml(last_saved, "last-saved"))))


def _record(definition: FormDefinition, xml: bytes, place: str) -> Node:
    root = record_node(parse_xml(xml, place))
    if root.name != definition.root_name:
        raise IntakeError("xform.draft_of_other_form", found=root.name, expected=definition.root_name)
    _complete(root, definition.primary.children[0], definition.root)
    return root


def _deprecate(root: Node, identity: str) -> None:
    """Give a record a new identity; the old one is noted beside it. Its log was about the old one."""
    current = meta_node(root, "instanceID")
    assert current is not None and current.parent is not None, "a form that is loaded has meta/instanceID"
    old, current.value = current.value.strip(), identity
    noted = meta_node(root, "deprecatedID")
    if noted is None and old:
        noted = Node(ELEMENT, "deprecatedID", "", current.namespace, current.prefix)
        current.parent.insert(current.parent.children.index(current) + 1, noted)
    if noted is not None:
        noted.value = old
    log = meta_node(root, "audit")
    if log is not None:
        log.value = ""


def _complete(node: Node, pattern: Node, spec: NodeSpec) -> None:
    """Add what the form has and a record lacks, in the form's order: an older draft, or what was left out on sending.

    Instances of repeats are the record's alone, but where the form fixes their number.
    """
    found: dict[str, list[Node]] = {}
    for child in node.elements():
        found.setdefault(child.name, []).append(child)
    missing: list[Node] = []
    for name, parts in _parts(pattern).items():
        inner, own = spec.children[name], found.get(name, [])
        patterns = parts if inner.template is None else [inner.template] * len(own)
        for each, part in zip(own, patterns, strict=False):
            _complete(each, part, inner)
        if inner.repeat is None or (inner.repeat.fixed and inner.repeat.count is None):
            missing += [part.copy() for part in parts[len(own) :]]
    for attribute in pattern.attributes:
        if node.attribute(attribute.name, attribute.namespace) is None:
            node.add_attribute(attribute.name, attribute.value, attribute.namespace, attribute.prefix)
    if missing:
        _merge(node, missing, list(spec.children))


def _parts(pattern: Node) -> dict[str, list[Node]]:
    parts: dict[str, list[Node]] = {}
    for part in pattern.elements():
        parts.setdefault(part.name, []).append(part)
    return parts


def _merge(node: Node, missing: list[Node], names: list[str]) -> None:
    """Put missing children where the form has them among those that are there."""
    children = list(node.children)
    node.children.clear()
    for child in _ordered(children, missing, {name: place for place, name in enumerate(names)}):
        node.append(child)


def _ordered(children: list[Node], missing: list[Node], places: Mapping[str, int]) -> Iterator[Node]:
    waiting = iter(missing)
    upcoming = next(waiting, None)
    for child in children:
        place = places.get(child.name, -1)
        while upcoming is not None and places[upcoming.name] < place:
            yield upcoming
            upcoming = next(waiting, None)
        yield child
    if upcoming is not None:
        yield upcoming
        yield from waiting
