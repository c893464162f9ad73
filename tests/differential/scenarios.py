"""Seeded scenarios on generated forms: what a person does, and everything that is read out afterwards.

An open record of ours says which questions are on the screen: another engine is asked for a list of choices where a
person would see it, because some clear an answer only then (engine decision 13), and such an answer is cleared by a
step too, because JavaRosa tells nobody what it cleared when it showed a list.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from intake_app.xform import Session
from tests.differential.forms import LANGUAGES, Form, Repeat
from tests.differential.values import answer

Step = dict[str, Any]


def make_scenario(form: Form, session: Session, dice: Random, zone: str) -> list[Step]:
    """The steps; `session` is a new record of the form and is carried along."""
    return list(_Maker(form, session, dice, zone).steps())


class _Maker:
    def __init__(self, form: Form, session: Session, dice: Random, zone: str) -> None:
        self.form = form
        self.session = session
        self.dice = dice
        self.zone = zone
        self.most: dict[str, int] = {}
        self.told: tuple[tuple[str, str], ...] = ()

    def steps(self) -> Iterator[Step]:
        yield from self._lists()
        for ref in self._shown():
            yield {"op": "set", "path": ref, "value": self.session.value(ref)}
        for _ in range(self.dice.randint(10, 22)):
            step = self._deed()
            if step is None:
                continue
            yield step
            yield from self._lists()
            for ref, _ in self.told:
                yield {"op": "set", "path": ref, "value": self.session.value(ref)}
            for _ in range(3):
                yield from self._look(self.dice.choice(self._all()))
        for ref in self._all():
            yield from self._look(ref, everything=True)
        yield from ({"op": "count", "path": ref} for ref in self._series())
        yield from ({"op": "label", "path": ref} for ref in self._all() if self._asked(ref))
        yield {"op": "serialize", "text": True}

    # deeds

    def _deed(self) -> Step | None:
        self.told = ()
        chance, session = self.dice.random(), self.session
        free = [ref for repeat in self.form.repeats if not repeat.counted for ref in self._of(repeat)]
        if chance < 0.1 and free:
            ref = self.dice.choice(free)
            self.told = session.add_repeat(ref).cleared
            return {"op": "add_repeat", "path": ref}
        if chance < 0.17 and free:
            ref = self.dice.choice(free)
            if session.count_repeat(ref) > 1:
                place = f"{ref}[{self.dice.randint(1, session.count_repeat(ref))}]"
                self.told = session.remove_repeat(place).cleared
                return {"op": "remove_repeat", "path": place}
        if chance < 0.22:
            name = self.dice.choice(LANGUAGES)
            session.set_language(name)
            return {"op": "language", "name": name}
        return self._answer()

    def _answer(self) -> Step | None:
        refs = [ref for ref in self._all() if self._asked(ref)]
        if not refs:
            return None
        ref = self.dice.choice(refs)
        kind = self.form.asked[_generic(ref)]
        value = answer({"listed": "select1", "range": "int"}.get(kind, kind), self.dice, self.zone)
        if kind == "count":
            value = str(max(int(value or 0), self.most.get(ref, 0)))
            self.most[ref] = int(value)
        if "listed" in kind:
            value = " ".join(each for each in value.split() if each in self.session.choice_values(ref))
        self.told = self.session.answer(ref, value).cleared
        return {"op": "set", "path": ref, "value": value}

    # looks

    def _lists(self) -> Iterator[Step]:
        """Every filtered list that is on the screen, in the order of the form."""
        return ({"op": "choices", "path": ref, "limit": 100} for ref in self._shown())

    def _shown(self) -> list[str]:
        filtered = [ref for path in self.form.filtered for ref in self._refs(path)]
        return [ref for ref in filtered if self.session.relevant(ref)]

    def _look(self, ref: str, everything: bool = False) -> Iterator[Step]:
        if "place" in self.form.marks.get(_generic(ref), ()) and not self.session.relevant(ref):
            return
        looks = ["get", "relevant"] if everything else [self.dice.choice(("get", "relevant", "required", "readonly"))]
        if everything and self._asked(ref):
            looks += ["required", "readonly", "valid"]
        yield from ({"op": op, "path": ref} for op in looks)

    # refs

    def _asked(self, ref: str) -> bool:
        return _generic(ref) in self.form.asked

    def _all(self) -> list[str]:
        return [ref for each in self.form.fields for ref in self._refs(each.path)]

    def _series(self) -> list[str]:
        return [ref for repeat in self.form.repeats for ref in self._of(repeat)]

    def _of(self, repeat: Repeat) -> list[str]:
        above, _, name = repeat.path.rpartition("/")
        return [f"{ref}/{name}" for ref in self._refs(above)]

    def _refs(self, path: str) -> list[str]:
        """The refs of a generic path, one for each instance of the repeats around it."""
        found, repeats = ["/data"], {repeat.path for repeat in self.form.repeats}
        generic = "/data"
        for name in path.split("/")[2:]:
            generic = f"{generic}/{name}"
            if generic in repeats:
                counts = [(ref, self.session.count_repeat(f"{ref}/{name}")) for ref in found]
                found = [f"{ref}/{name}[{at}]" for ref, count in counts for at in range(1, count + 1)]
            else:
                found = [f"{ref}/{name}" for ref in found]
        return found


def _generic(ref: str) -> str:
    return "/".join(step.partition("[")[0] for step in ref.split("/"))
