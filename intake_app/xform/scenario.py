"""Playing a scenario (``xforms-scenario/1``): steps on a new record, values read out, times taken.

The same scenarios run on other form engines, which is how this one is compared with them: fields, their names and their
units are those the other engines' players give.
"""

import hashlib
import math
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from intake_app import __version__
from intake_app.errors import IntakeError
from intake_app.xform.definition import FormDefinition, generic
from intake_app.xform.memory import hold, tidy
from intake_app.xform.session import Session
from intake_app.xform.starting import edit, new_session
from intake_app.xform.surroundings import Surroundings

FORMAT = "xforms-scenario/1"
_VARIABLE = re.compile(r"\$\{(\w+)(?:([-+*%])(\d+))?\}")
_OPERATORS: Mapping[str, Callable[[int, int], int]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "%": lambda left, right: int(math.fmod(left, right)),
}
Step = Mapping[str, Any]
Run = dict[str, Any]


@dataclass(frozen=True)
class Limits:
    """How often a scenario is played, and how long: no new run begins after `budget` seconds, and a run whose steps
    take longer than `longest` seconds is cut (``partial`` in the output).
    """

    runs: int = 1
    budget: float = 60.0
    longest: float = 120.0


def play(
    load: Callable[[], FormDefinition],
    scenario: Mapping[str, Any],
    surroundings: Surroundings,
    limits: Limits = Limits(),
    loaded: Callable[[], object] = lambda: None,
    record: bytes | None = None,
) -> dict[str, Any]:
    """Play one scenario, each run on a form loaded anew; gives the output object of the format.

    `loaded` is called once, with form and record in memory and before the first step. `record`: a record that was
    finished, to be edited; without it each run begins a new one. ValueError for another format.
    """
    if scenario.get("format", FORMAT) != FORMAT:
        raise ValueError(f"not {FORMAT}")
    begun = time.perf_counter()
    start = partial(_begun, surroundings=surroundings, record=record)
    runs: list[Run] = []
    told: dict[str, Any] = {"engine": "ours", "version": __version__, "ok": True}
    while not runs or (len(runs) < limits.runs and time.perf_counter() - begun < limits.budget):
        run, player = _one(load, scenario["steps"], start, limits, loaded if not runs else lambda: None)
        runs.append(run)
        told |= {"form": player.session.definition.form_id, **({"partial": True} if player.partial else {})}
        results = player.results
        del player  # one record and one form in memory at a time, so that the peak is that of one run
        tidy()
    return {
        **told,
        "runs": runs,
        "cold": runs[0],
        "warm": _medians(runs[1:] or runs),
        "memory": {},
        "results": results,
    }


def _begun(definition: FormDefinition, surroundings: Surroundings, record: bytes | None) -> Session:
    return new_session(definition, surroundings) if record is None else edit(definition, record, surroundings)


def _one(
    load: Callable[[], FormDefinition],
    steps: Sequence[Step],
    begin: Callable[[FormDefinition], Session],
    limits: Limits,
    loaded: Callable[[], object],
) -> tuple[Run, "Player"]:
    start = _Clock()
    definition = load()
    read = _Clock()
    session = begin(definition)
    ready = _Clock()
    loaded()
    hold()
    player = Player(session, time.perf_counter() + limits.longest)
    first = _Clock()
    player.play(steps, {})
    last = _Clock()
    parts = {"load": (start, read), "init": (read, ready), "steps": (first, last)}
    run: Run = {f"{name}_ms": _ms(to.wall - since.wall) for name, (since, to) in parts.items()}
    run["total_ms"] = round(sum(run.values()), 3)
    run |= {f"{name}_cpu_ms": _ms(to.cpu - since.cpu) for name, (since, to) in parts.items()}
    run["tags"] = {tag: _summary(times, player.cpu[tag]) for tag, times in sorted(player.times.items())}
    return run, player


class _Clock:
    """A moment: `wall` and `cpu`, both in seconds."""

    def __init__(self) -> None:
        self.cpu = time.thread_time()
        self.wall = time.perf_counter()


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 3)


def _summary(times: list[float], cpu: float) -> dict[str, float]:
    ordered = sorted(times)
    count = len(ordered)

    def at(percent: int) -> float:
        return round(ordered[min(count - 1, count * percent // 100)] * 1e6, 3)

    return {
        "n": count,
        "sum_ms": _ms(sum(ordered)),
        "p50_us": at(50),
        "p90_us": at(90),
        "p99_us": at(99),
        "max_us": at(100),
        "cpu_ms": _ms(cpu),
    }


def _medians(runs: Sequence[Run]) -> Run:
    """The medians of several runs, field by field; a tag that a cut run lacks is left out."""
    found: Run = {name: _median([run[name] for run in runs]) for name in runs[0] if name != "tags"}
    tags = [tag for tag in runs[0]["tags"] if all(tag in run["tags"] for run in runs)]
    found["tags"] = {
        tag: {field: _median([run["tags"][tag][field] for run in runs]) for field in runs[0]["tags"][tag]}
        for tag in tags
    }
    return found


def _median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 3)


class Player:
    """Carries out steps on a session; keeps what they give and how long each took, in seconds by tag.

    `until`: the time of the performance counter after which no step begins; `partial` says that some did not.
    """

    def __init__(self, session: Session, until: float = math.inf) -> None:
        self.session = session
        self.results: list[dict[str, Any]] = []
        self.times: dict[str, list[float]] = {}
        self.cpu: dict[str, float] = {}
        self.partial = False
        self._until = until

    def play(self, steps: Sequence[Step], variables: dict[str, int]) -> None:
        """Carry out steps in order."""
        for step in steps:
            if step["op"] == "for":
                self._loop(step, variables)
            elif time.perf_counter() > self._until:
                self.partial = True
            else:
                self._carry_out(step, variables)
            if self.partial:
                return

    def _loop(self, step: Step, variables: dict[str, int]) -> None:
        for number in range(step["from"], step["to"] + 1, step.get("step", 1)):
            if not self.partial:
                self.play(step["steps"], {**variables, step["var"]: number})

    def _carry_out(self, step: Step, variables: dict[str, int]) -> None:
        op, tag = step["op"], step.get("tag", step["op"])
        path = filled(step.get("path", ""), variables)
        value = filled(step.get("value", ""), variables)
        begun = _Clock()
        found = self._found(op, path, value, step)
        self.times.setdefault(tag, []).append(time.perf_counter() - begun.wall)
        self.cpu[tag] = self.cpu.get(tag, 0.0) + time.thread_time() - begun.cpu
        if found:
            self.results.append({"op": op, "path": path, **found})

    def _found(self, op: str, path: str, value: str, step: Step) -> dict[str, Any]:
        """What a step gives, or why it failed: the steps after it are played all the same."""
        carry_out = _OPS.get(op)
        if carry_out is None:
            return {"error": f"unknown op {op}"}
        try:
            given = carry_out(self.session, path, value, step)
        except (ValueError, KeyError, IntakeError) as error:
            return {"error": f"{type(error).__name__}: {error}"}
        return {} if given is _NOTHING else {"value": given}


def filled(text: str, variables: Mapping[str, int]) -> str:
    """A text with ``${i}`` and ``${i+1}`` replaced."""
    if "${" not in text:
        return text
    return _VARIABLE.sub(lambda match: str(_variable(match, variables)), text)


def _variable(match: re.Match[str], variables: Mapping[str, int]) -> int:
    number, operator = variables[match.group(1)], match.group(2)
    return _OPERATORS[operator](number, int(match.group(3))) if operator else number


_NOTHING = object()
Op = Callable[[Session, str, str, Step], Any]


def _done(do: Callable[[Session, str, str, Step], object]) -> Op:
    def carry_out(session: Session, path: str, value: str, step: Step) -> Any:
        do(session, path, value, step)
        return _NOTHING

    return carry_out


def _get(session: Session, path: str, _value: str, _step: Step) -> str | None:
    return session.value(path) if session.exists(path) else None


def _valid(session: Session, path: str, _value: str, _step: Step) -> bool | str:
    fault = session.fault(path)
    return True if fault is None else fault


def _choices(session: Session, path: str, _value: str, step: Step) -> dict[str, Any]:
    limit = step.get("limit", 20)
    values = session.choice_values(path)
    found: dict[str, Any] = {
        "count": len(values),
        "values": list(values[:limit]),
        "sha1": hashlib.sha1("\n".join(values).encode(), usedforsecurity=False).hexdigest(),
    }
    if step.get("labels"):
        found["labels"] = [choice.label.text for choice in session.choices(path)[:limit]]
    return found


def _serialize(session: Session, _path: str, _value: str, step: Step) -> dict[str, Any]:
    xml = session.serialise()
    return {"bytes": len(xml), **({"xml": xml.decode()} if step.get("text") else {})}


def _text(session: Session, path: str, what: str) -> str:
    if what == "label" and session.definition.question(path) is None:
        return session.group_label(path).text
    return session.text(path, "label" if what == "label" else "hint").text


def _series(path: str) -> str:
    """The path of a repeat without an index on its last step."""
    above, _, name = path.rpartition("/")
    return f"{above}/{generic(name)}"


_OPS: Mapping[str, Op] = {
    "set": _done(lambda session, path, value, _: session.answer(path, value)),
    "add_repeat": _done(lambda session, path, _, __: session.add_repeat(_series(path))),
    "remove_repeat": _done(lambda session, path, _, __: session.remove_repeat(path)),
    "language": _done(lambda session, _, __, step: session.set_language(step["name"])),
    "get": _get,
    "relevant": lambda session, path, _, __: session.relevant(path),
    "required": lambda session, path, _, __: session.required(path),
    "readonly": lambda session, path, _, __: session.readonly(path),
    "valid": _valid,
    "choices": _choices,
    "label": lambda session, path, _, __: _text(session, path, "label"),
    "hint": lambda session, path, _, __: _text(session, path, "hint"),
    "count": lambda session, path, _, __: session.count_repeat(_series(path)),
    "serialize": _serialize,
}
