"""`intake form walk`: a seeded random user on any form, and what must hold after each thing done.

With a scenario the same walk is written for other engines (``xforms-scenario/1``): what they can not hold or do is then
left out of it, and at its end every steady value is read out.
"""

import hashlib
import json
import math
import time
import traceback
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, ClassVar

from intake_app import vault
from intake_app.cli import walk_checks
from intake_app.cli.playing import definition_of, surroundings
from intake_app.cli.walk_answers import JUNK, answer
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.xform import AnswerState, Changes, FormDefinition, Ref, Session, new_session
from intake_app.xform.scenario import FORMAT

_MOST_INSTANCES = 6
_MOST_TOLD = 20
Step = dict[str, Any]


@dataclass
class Plan:
    """How to walk: `reopen` is after how many steps the draft is saved and opened again to be compared."""

    seed: int
    steps: int
    now: datetime
    languages: tuple[str, ...]
    reopen: int = 10
    scenario: bool = False


def walk(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Walk through a form at random; "ok" says that nothing broke."""
    del tr
    source = Path(parsed.form)
    if parsed.scenario:
        vault.check_target(Path(parsed.scenario))
    definition = definition_of(source)
    names = tuple(language.name for language in definition.languages)
    for name in parsed.languages or ():
        if name not in names:
            code = "cli.unknown_language" if names else "cli.no_language"
            raise IntakeError(code, language=name, languages=", ".join(names))
    plan = Plan(parsed.seed, parsed.steps, _moment(parsed.now), tuple(parsed.languages or names), parsed.reopen,
                bool(parsed.scenario))  # fmt: skip
    walker = Walker(definition, plan)
    told = {"form": source.name, **walker.run()}
    if parsed.scenario:
        scenario = {"format": FORMAT, "name": f"{source.name} {plan.seed}", "steps": [*walker.done, *walker.look_out()]}
        Path(parsed.scenario).write_text(json.dumps(scenario, ensure_ascii=False), encoding="utf-8")
    return told


def _moment(text: str | None) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone() if text else datetime.now().astimezone()
    except ValueError as error:
        raise IntakeError("cli.bad_moment", text=str(text)) from error


@dataclass
class Walker:
    """One walk: the live record, what was done, how long it took (in seconds), and what broke."""

    definition: FormDefinition
    plan: Plan
    done: list[Step] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = Random(self.plan.seed)
        first = self.plan.languages[0] if self.plan.languages else None
        self.session: Session = new_session(self.definition, self._around(), first)
        self.chance = walk_checks.by_chance(self.definition)
        if first is not None:
            self.done.append({"op": "language", "name": first})

    def _around(self) -> Any:
        return surroundings("intake:walk", self.plan.seed, self.plan.now)

    def run(self) -> dict[str, Any]:
        """Take every step; gives the report. A step that raises ends the walk."""
        for number in range(1, self.plan.steps + 1):
            if not self._stepped(number):
                break
        ordered = sorted(self.times) or [0.0]
        values = json.dumps(sorted(self.session.values().items()), ensure_ascii=False)
        return {
            "ok": not self.broken,
            "seed": self.plan.seed,
            "steps": sum(self.counts.values()),
            "languages": list(self.plan.languages),
            "now": self.plan.now.isoformat(),
            "counts": dict(sorted(self.counts.items())),
            **{f"{name}_ms": _at(ordered, share) for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))},
            "digest": hashlib.sha256(values.encode()).hexdigest(),
            "broken": self.broken[:_MOST_TOLD],
        }

    def _stepped(self, number: int) -> bool:
        kind = "?"
        try:
            kind = self._choose()
            before = walk_checks.snapshot(self.session)
            changes = self._DEEDS[kind](self)
            self.counts[kind] += 1
            self._check(number, kind, before, changes)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what a walk looks for
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
            self.broken.append({"step": number, "kind": kind, "rule": "no exception", "place": place})
            return False
        return len(self.broken) < _MOST_TOLD

    def _choose(self) -> str:
        return self.dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]

    # what must hold

    def _check(self, number: int, kind: str, before: walk_checks.Snapshot, changes: Changes | None) -> None:
        after = walk_checks.snapshot(self.session)
        if changes is not None:
            self._broke(number, kind, "changes name what changed", walk_checks.unnamed(before, after, changes))
        self._broke(number, kind, "hidden is blank", walk_checks.read_though_hidden(self.session, after))
        if number % self.plan.reopen == 0 and not self.chance:
            _, wrong = walk_checks.reopened(self.session, self._around)
            self._broke(number, kind, "a draft opened again is the same", iter(wrong))
            if not walk_checks.sent_again(self.session, self._around):
                self._broke(number, kind, "a submission read again is the same", iter(["/"]))

    def _broke(self, number: int, kind: str, rule: str, places: Iterator[Ref]) -> None:
        self.broken += [{"step": number, "kind": kind, "rule": rule, "place": place} for place in places]

    # deeds

    def _timed(self, do: Callable[[], Changes]) -> Changes:
        begun = time.perf_counter()
        changes = do()
        self.times.append(time.perf_counter() - begun)
        return changes

    def _asked(self) -> Ref | None:
        refs = [ref for page in self.session.pages() for ref in page.refs]
        free = [ref for ref in refs if not self.definition.calculated(ref) and not self.session.readonly(ref)]
        return self.dice.choice(free) if free else None

    def _give(self, ref: Ref, text: str) -> Changes:
        changes = self._timed(lambda: self.session.answer(ref, text))
        self.done.append({"op": "set", "path": ref, "value": text, "tag": "answer"})
        self._wake(changes)
        return changes

    def _wake(self, changes: Changes) -> None:
        """What a narrowed list took away: other engines notice when they show it, and tell nobody."""
        for ref, _ in changes.cleared:
            self.done += [{"op": "choices", "path": ref}, {"op": "set", "path": ref, "value": self.session.value(ref)}]

    def _answer(self) -> Changes | None:
        ref = self._asked()
        if ref is None:
            return None
        view = self.session.question(ref)
        text = answer(view, lambda: self.session.choice_values(ref), self.dice, self.plan.now)
        return None if text is None else self._give(ref, text)

    def _junk(self) -> Changes | None:
        ref = self._asked()
        if ref is None or self.plan.scenario or self.session.question(ref).control not in ("input", "range"):
            return None
        return self._give(ref, self.dice.choice(JUNK))

    def _clear(self) -> Changes | None:
        ref = self._asked()
        return None if ref is None else self._give(ref, "")

    def _mark(self) -> Changes | None:
        ref = self._asked()
        if ref is None:
            return None
        state = self.dice.choice((AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED, AnswerState.NOT_ASKED))
        changes = self._timed(lambda: self.session.mark(ref, state))
        self.done.append({"op": "set", "path": ref, "value": self.session.value(ref), "tag": "answer"})
        self._wake(changes)
        return changes

    def _add(self) -> Changes | None:
        prompts = [page.ref for page in self.session.pages() if page.kind == "repeat-prompt"]
        free = [ref for ref in prompts if self.session.count_repeat(ref) < _MOST_INSTANCES]
        if not free:
            return None
        ref = self.dice.choice(free)
        changes = self._timed(lambda: self.session.add_repeat(ref))
        self.done.append({"op": "add_repeat", "path": ref})
        self._wake(changes)
        return changes

    def _remove(self) -> Changes | None:
        prompts = [page.ref for page in self.session.pages() if page.kind == "repeat-prompt"]
        free = [ref for ref in prompts if self.session.count_repeat(ref) > 1]
        if not free:
            return None
        ref = self.dice.choice(free)
        place = f"{ref}[{self.dice.randint(1, self.session.count_repeat(ref))}]"
        changes = self._timed(lambda: self.session.remove_repeat(place))
        self.done.append({"op": "remove_repeat", "path": place})
        self._wake(changes)
        return changes

    def _language(self) -> Changes | None:
        if not self.plan.languages:
            return None
        name = self.dice.choice(self.plan.languages)
        self.done.append({"op": "language", "name": name})
        return self._timed(lambda: self.session.set_language(name))

    def _resume(self) -> None:
        """Save the draft, leave, come back; with values drawn by chance the record stays open."""
        if not self.chance:
            self.session, _ = walk_checks.reopened(self.session, self._around)

    def _look(self) -> None:
        """Look at what is shown: a page with its texts and choices, and the outline."""
        pages = self.session.pages()
        page = self.dice.choice(pages) if pages else None
        for ref in page.refs if page is not None else ():
            view = self.session.question(ref)
            texts = [
                self.session.text(ref, what).text for what in ("label", "hint", "guidance", "constraint", "required")
            ]
            labels = [choice.label.text for choice in self.session.choices(ref)] if view.control != "input" else []
            assert all(isinstance(text, str) for text in (*texts, *labels))
        for key in page.groups if page is not None else ():
            self.session.group_label(key)
        if self.dice.random() < 0.2:
            self.session.outline()

    _DEEDS: ClassVar[Mapping[str, Callable[["Walker"], Changes | None]]] = {
        "answer": _answer,
        "junk": _junk,
        "clear": _clear,
        "mark": _mark,
        "add_repeat": _add,
        "remove_repeat": _remove,
        "language": _language,
        "resume": _resume,
        "look": _look,
    }

    # for other engines

    def look_out(self) -> Iterator[Step]:
        """Steps that read out every steady value and every relevance."""
        for ref in self.session.leaves():
            if walk_checks.steady(self.definition, ref) and "/@" not in ref:
                yield from ({"op": op, "path": ref} for op in ("relevant", "get"))


_WEIGHTS = {
    "answer": 64, "junk": 4, "clear": 6, "mark": 4, "add_repeat": 4, "remove_repeat": 3, "language": 3, "resume": 2,
    "look": 10,
}  # fmt: skip


def _at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, math.floor(len(ordered) * share))] * 1e3, 3)
