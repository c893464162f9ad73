"""What a server would not learn from the answers of a record, told in the record itself: why one is blank (it gets the
same blank text, date or number for each reason), and which came from an earlier record and were asked of nobody now.

A form of ours has one node tagged `unsaid`. It holds `/data/page/birthplace=prefers_not_to_say`, and
`/data/now/food=told_before` for what stands as it was copied, with a blank between several. What was declined in the
earlier record stands in it twice. Other programs leave it blank. A choice that says it is its own answer and is not
told again.
"""

from collections.abc import Collection, Iterator, Mapping

from intake_app.xform import AnswerState, FormDefinition, Session
from intake_app.xform.definition import NodeSpec, Notice

_META = ("meta", "orx:meta")
TOLD_BEFORE = "told_before"
"""That an answer came from an earlier record and was asked of nobody since."""


def note(session: Session, copied: Collection[str] = ()) -> None:
    """Write the node anew, where the form has one that fits. A question that is neither answered nor in it was not
    asked. `copied`: what came from an earlier record and was asked of nobody since.
    """
    values, states = session.values(), session.states()
    for path, fits in _nodes(session.definition):
        if fits:
            session.answer(path, told(values, states, copied))


def notices(definition: FormDefinition) -> Iterator[Notice]:
    """What a check tells of a node that can not take the reasons: it is left as it is."""
    for path, fits in _nodes(definition):
        if not fits:
            yield Notice("warning", path, "workflow.unsaid_unfit")


def sent_alike(session: Session) -> dict[str, AnswerState]:
    """The questions whose reason for being blank no server is told, with it, in the order of the form: they arrive as
    questions that nobody asked do. The record keeps the reasons here.
    """
    if _has_place(session):
        return {}
    values, states = session.values(), session.states()
    return {ref: states[ref] for ref, value in values.items() if not value and ref in states}


def sent_as_asked(session: Session, copied: Collection[str]) -> list[str]:
    """Of these the ones of which no server is told that nobody asked them now, in the order of the form."""
    return [] if _has_place(session) else [ref for ref in session.values() if ref in copied]


def _has_place(session: Session) -> bool:
    return any(fits for _, fits in _nodes(session.definition))


def _nodes(definition: FormDefinition) -> list[tuple[str, bool]]:
    """The paths that are tagged, and whether reasons may be written there."""
    return [(path, _fits(definition.specs[path])) for path, _ in definition.tagged("unsaid")]


def _fits(spec: NodeSpec) -> bool:
    """A single place that nobody answers and nothing works out, and that says nothing about the record itself."""
    if spec.question is not None or spec.calculate is not None or spec.bind.preload:
        return False
    about_record = spec.parent is not None and spec.parent.name in _META
    return spec.plain and not (spec.is_group or spec.attribute or about_record)


def told(values: Mapping[str, str], states: Mapping[str, AnswerState], copied: Collection[str] = ()) -> str:
    """The reasons of the relevant questions that are blank in the record, and those that came from an earlier one, in
    the order of the form.
    """
    return " ".join(_said(values, states, copied))


def _said(values: Mapping[str, str], states: Mapping[str, AnswerState], copied: Collection[str]) -> Iterator[str]:
    for ref, value in values.items():
        if not value and ref in states:
            yield f"{ref}={states[ref]}"
        if ref in copied:
            yield f"{ref}={TOLD_BEFORE}"
