"""Odd forms, filled in at random: what is worked out step by step is what working everything out anew gives.

Three records take each step: one as the program has it; one that after each step works out every rule of the form
again and keeps nothing of what it found before; and one resumed from the draft of the first.
"""

import random
from typing import Any

import pytest

from intake_app.xform import FormDefinition, Session, Surroundings, generic, new_session, resume, session
from intake_app.xform.recompute import Recalculation
from intake_app.xform.views import Changes
from tests.xform.forms import NOW
from tests.xform.odd_forms import ANSWERS, OddForm, odd_form

SAME = "00000000-0000-4000-8000-000000000000"
MOST = 5
"""Instances of one repeat below one node."""
LATE = ("readonly", "required", "constraint")


class Forgetful(dict[str, Any]):
    """A memory that keeps nothing."""

    def __setitem__(self, key: str, value: Any) -> None:
        return None


class Anew(Recalculation):
    """Works out every rule at every step, each by itself and from the tree."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._straight.rules[:] = [None] * len(self._straight.rules)
        self._env.sole, self._env.columns = Forgetful(), Forgetful()

    def settle(self, lists: bool = True, opening: bool = False) -> Changes:
        """As ever, with everything due."""
        self.start(self._instance.root, self._definition.root)
        for task in self._definition.tasks:
            if task.kind in LATE:
                self._late.setdefault(task, {}).update(dict.fromkeys(self._instance.nodes(task.spec)))
        return super().settle(lists, opening)


def surroundings() -> Surroundings:
    """The same for each record, ids too."""
    return Surroundings(lambda: NOW, random.Random(7), lambda: SAME)


def anew(monkeypatch: pytest.MonkeyPatch, definition: FormDefinition, draft: Session | None = None) -> Session:
    """A record that works everything out anew at every step."""
    with monkeypatch.context() as patch:
        patch.setattr(session, "Recalculation", Anew)
        return new_session(definition, surroundings()) if draft is None else again(draft)


def again(draft: Session) -> Session:
    """The record as it is when its draft is opened."""
    return resume(draft.definition, draft.serialise_draft(), draft.states(), surroundings())


def told(record: Session) -> dict[str, Any]:
    """All that a record tells: for each question by the part of `Changes` that has to name it, and as a whole."""
    leaves = record.leaves()
    asked = [ref for ref in leaves if record.definition.question(ref)]
    shown = [ref for ref in asked if record.relevant(ref)]
    lists = [ref for ref in shown if record.question(ref).control in ("select", "select1")]
    return {
        "value": {ref: value for ref, (value, _) in leaves.items()},
        "relevance": {ref: relevant for ref, (_, relevant) in leaves.items()},
        "required": {ref: record.required(ref) for ref in asked},
        "readonly": {ref: record.readonly(ref) for ref in asked},
        "validity": {ref: record.fault(ref) for ref in asked},
        "choices": {ref: record.choices(ref) for ref in lists},
        "label": {ref: record.text(ref, "label") for ref in shown},
        "whole": (record.pages(), record.states(), record.violations()),
        "troubles": sorted(f"{trouble} {trouble.facts}" for trouble in record.troubles()),
    }


def unlike(one: dict[str, Any], other: dict[str, Any]) -> list[object]:
    """What two records tell otherwise."""
    found: list[object] = []
    for part, said in one.items():
        if said != other[part] and isinstance(said, dict):
            refs = sorted(said.keys() | other[part].keys())
            found += [(part, ref, said.get(ref), other[part].get(ref)) for ref in refs]
        elif said != other[part]:
            found.append((part, said, other[part]))
    return [each for each in found if not isinstance(each, tuple) or each[-1] != each[-2]]


def unnamed(before: dict[str, Any], after: dict[str, Any], changes: Changes) -> list[object]:
    """What is told otherwise after an answer, and the changes do not name."""
    found: list[object] = []
    for part in ("value", "relevance", "required", "readonly", "validity", "choices", "label"):
        both = before[part].keys() & after[part].keys()
        other = {ref for ref in both if before[part][ref] != after[part][ref]} - getattr(changes, part)
        if other and not (changes.structure and part in ("value", "relevance")):
            found.append((part, other))
    return found


def instances(record: Session, form: OddForm) -> list[str]:
    """The refs of the repeats that people add to, below every instance of the repeats around."""
    found = []
    for path in (path for path, count in form.repeats.items() if not count):
        above = ["/data"]
        for name in path.split("/")[2:-1]:
            here = [f"{ref}/{name}" for ref in above]
            repeated = generic(here[0]) in form.repeats if here else False
            above = (
                [f"{ref}[{at}]" for ref in here for at in range(1, record.count_repeat(ref) + 1)] if repeated else here
            )
        found += [f"{ref}/{path.rpartition('/')[2]}" for ref in above]
    return found


def below(record: Session, form: OddForm, ref: str) -> list[str]:
    """The instances of a repeat; a group alone."""
    if generic(ref) not in form.repeats:
        return [ref]
    return [f"{ref}[{at}]" for at in range(1, record.count_repeat(ref) + 1)]


Step = tuple[str, str, str | int | None]


def step(record: Session, form: OddForm, dice: random.Random) -> Step | None:
    """What somebody does next."""
    chance, free = dice.random(), instances(record, form)
    repeat = dice.choice(free) if free else None
    if repeat is not None and chance < 0.3 and record.count_repeat(repeat) < MOST:
        return "add", repeat, dice.choice((None, None, 1, 2, 3))
    if repeat is not None and 0.3 <= chance < 0.4 and (count := record.count_repeat(repeat)):
        return "remove", f"{repeat}[{dice.randint(1, count)}]", None
    asked = [
        ref for ref in record.leaves() if record.definition.question(ref) and not record.definition.calculated(ref)
    ]
    return ("answer", ref, answer(record, form, ref, dice)) if asked and (ref := dice.choice(asked)) else None


def answer(record: Session, form: OddForm, ref: str, dice: random.Random) -> str:
    kind = next(place.kind for place in form.places if place.path == generic(ref))
    if kind in ANSWERS:
        return dice.choice(ANSWERS[kind])
    offered = [value for value in record.choice_values(ref) if " " not in value]  # of a list of answers
    most = min(2 if kind == "select" else 1, len(offered))
    return " ".join(dice.sample(offered, dice.randint(0, most)))


def take(record: Session, taken: Step) -> Changes:
    deed, ref, given = taken
    if deed == "add":
        return record.add_repeat(ref, given if isinstance(given, int) else None)
    return record.remove_repeat(ref) if deed == "remove" else record.answer(ref, str(given))


def fill(monkeypatch: pytest.MonkeyPatch, seed: int, length: int) -> None:
    form, definition = odd_form(seed)
    dice = random.Random(f"steps of {seed}")
    record, slow = new_session(definition, surroundings()), anew(monkeypatch, definition)
    before = told(record)
    assert not unlike(before, told(slow)), (seed, "at the start")
    for number in range(length):
        taken = step(record, form, dice)
        if taken is None:
            continue
        changes, _ = take(record, taken), take(slow, taken)
        after = told(record)
        assert not unlike(after, told(slow)), (seed, number, taken)
        opened = again(record)
        assert not unlike(after, told(opened)), (seed, number, taken, "resumed")
        assert taken[0] != "answer" or not unnamed(before, after, changes), (seed, number, taken)
        before = after
        if dice.random() < 0.05:
            record, slow = opened, anew(monkeypatch, definition, record)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(14))
def test_a_step_leads_where_working_everything_out_leads(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    fill(monkeypatch, seed, 12)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(10))
def test_every_step_of_a_thousand_forms(monkeypatch: pytest.MonkeyPatch, hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        fill(monkeypatch, seed, 25)
