"""What must hold after each step of a walk, whatever was done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake_app.xform import Changes, FormDefinition, Ref, Session, generic, resume
from intake_app.xform.surroundings import Surroundings

_CHANCE = frozenset(("random", "uuid", "randomize"))


@dataclass(frozen=True)
class Snapshot:
    """Every leaf of a record: its value, and whether it is relevant."""

    values: dict[Ref, tuple[str, bool]]


def snapshot(session: Session) -> Snapshot:
    """The whole record now."""
    return Snapshot(session.leaves())


def unnamed(before: Snapshot, after: Snapshot, changes: Changes) -> Iterator[Ref]:
    """Refs whose value or relevance is another and that `Changes` does not name.

    Where instances of a repeat came or went, the refs inside repeats stand for other nodes: those are not compared.
    """
    moved = before.values.keys() != after.values.keys()
    for ref, (value, relevant) in after.values.items():
        if moved and "[" in ref:
            continue
        was = before.values.get(ref, (value, relevant))
        if was[0] != value and ref not in changes.value:
            yield ref
        if was[1] != relevant and ref not in changes.relevance:
            yield ref


def read_though_hidden(session: Session, after: Snapshot) -> Iterator[Ref]:
    """Refs that are not relevant and yet not blank to expressions."""
    hidden = (ref for ref, (value, relevant) in after.values.items() if value and not relevant)
    return (ref for ref in hidden if session.read(ref) != "")


def by_chance(definition: FormDefinition) -> bool:
    """Whether some value of a form is drawn anew each time it is worked out."""
    rules = (spec.bind.calculate for spec in definition.specs.values())
    return any(rule is not None and not _CHANCE.isdisjoint(rule.calls) and "once" not in rule.calls for rule in rules)


def reopened(session: Session, around: Callable[[], Surroundings]) -> tuple[Session, list[Ref]]:
    """The record saved as a draft and opened again, and the refs that are another there."""
    draft = session.serialise_draft()
    again = resume(session.definition, draft, session.states(), around(), session.language)
    before, after = snapshot(session).values, snapshot(again).values
    wrong = [ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)]
    if not wrong and _picture(session) != _picture(again):
        wrong = ["/"]
    return again, sorted(wrong)


def _picture(session: Session) -> object:
    return session.violations(), session.pages(), session.states(), session.serialise_draft()


def sent_again(session: Session, around: Callable[[], Surroundings]) -> bool:
    """Whether the submission, read as a record, gives the same submission."""
    xml = session.serialise()
    return resume(session.definition, xml, session.states(), around(), session.language).serialise() == xml


def steady(definition: FormDefinition, ref: Ref) -> bool:
    """Whether another engine gives the same value another time: nothing of clock, chance, device or identity in it."""
    spec = definition.specs.get(generic(ref))
    if spec is None or spec.bind.preload or "/meta/" in ref:
        return False
    rule = spec.bind.calculate
    return rule is None or rule.calls.isdisjoint(_CHANCE | {"now", "property", "pulldata"})
