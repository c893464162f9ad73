"""Starting and resuming records."""

from collections.abc import Mapping

from intake_app.errors import IntakeError
from intake_app.xform.definition import FormDefinition, NodeSpec
from intake_app.xform.reading import parse_xml, to_node
from intake_app.xform.secondary import document
from intake_app.xform.session import Session
from intake_app.xform.surroundings import Surroundings
from intake_app.xform.views import AnswerState, Ref
from intake_app.xpath.tree import Node


def new_session(definition: FormDefinition, surroundings: Surroundings, language: str | None = None) -> Session:
    """A new record. `language`: the itext name to begin in; None takes the form's default."""
    session = Session(definition, definition.primary.copy(), surroundings, language)
    session.begin()
    return session


def resume(
    definition: FormDefinition,
    draft: bytes,
    states: Mapping[Ref, AnswerState],
    surroundings: Surroundings,
    language: str | None = None,
) -> Session:
    """Go on with a draft as `Session.serialise_draft` gave it, with the states kept beside it.

    IntakeError ``xform.draft_of_other_form`` when its root is another; what the form has and the draft lacks is added.
    """
    root = to_node(parse_xml(draft, "draft"))
    if root.name != definition.root_name:
        raise IntakeError("xform.draft_of_other_form", found=root.name, expected=definition.root_name)
    _complete(root, definition.primary.children[0], definition.root)
    session = Session(definition, document(root), surroundings, language)
    session.continue_with(states)
    return session


def _complete(node: Node, pattern: Node, spec: NodeSpec) -> None:
    """Add what the form has by now and an older draft lacks; instances of repeats are the draft's alone."""
    parts: dict[str, Node] = {}
    for part in pattern.elements():
        parts.setdefault(part.name, part)
    for part in parts.values():
        inner = spec.children[part.name]
        found = node.named(part.name)
        if not found:
            if inner.repeat is None:
                node.append(part.copy())
            continue
        for each in found:
            _complete(each, inner.template or part, inner)
