"""Why an answer is blank, told in the record itself: a server gets the same blank text, date or number for each reason.

A form of ours has one node tagged `unsaid`. It holds `/data/page/birthplace=prefers_not_to_say`, with a blank between
several. Other programs leave it blank. A choice that says it is its own answer and is not told again.
"""

from collections.abc import Iterator, Mapping

from intake_app.xform import AnswerState, FormDefinition, Session
from intake_app.xform.definition import NodeSpec, Notice

_META = ("meta", "orx:meta")


def note(session: Session) -> None:
    """Write the node anew, where the form has one that fits. A question that is neither answered nor in it was not
    asked.
    """
    values, states = session.values(), session.states()
    for path, fits in _nodes(session.definition):
        if fits:
            session.answer(path, told(values, states))


def notices(definition: FormDefinition) -> Iterator[Notice]:
    """What a check tells of a node that can not take the reasons: it is left as it is."""
    for path, fits in _nodes(definition):
        if not fits:
            yield Notice("warning", path, "workflow.unsaid_unfit")


def sent_alike(session: Session) -> dict[str, AnswerState]:
    """The questions whose reason for being blank no server is told, with it, in the order of the form: they arrive as
    questions that nobody asked do. The record keeps the reasons here.
    """
    if any(fits for _, fits in _nodes(session.definition)):
        return {}
    values, states = session.values(), session.states()
    return {ref: states[ref] for ref, value in values.items() if not value and ref in states}


def _nodes(definition: FormDefinition) -> list[tuple[str, bool]]:
    """The paths that are tagged, and whether reasons may be written there."""
    return [(path, _fits(definition.specs[path])) for path, _ in definition.tagged("unsaid")]


def _fits(spec: NodeSpec) -> bool:
    """A single place that nobody answers and nothing works out, and that says nothing about the record itself."""
    if spec.question is not None or spec.calculate is not None or spec.bind.preload:
        return False
    about_record = spec.parent is not None and spec.parent.name in _META
    return spec.plain and not (spec.is_group or spec.attribute or about_record)


def told(values: Mapping[str, str], states: Mapping[str, AnswerState]) -> str:
    """The reasons of the relevant questions that are blank in the record, in the order of the form."""
    return " ".join(f"{ref}={states[ref]}" for ref, value in values.items() if not value and ref in states)
