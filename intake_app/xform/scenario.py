"""Playing a scenario (``xforms-scenario/1``): steps on a new record, values read out, times taken.

The same scenarios run on other form engines, which is how this one is compared with them.
"""

import hashlib
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from intake_app import __version__
from intake_app.errors import IntakeError
from intake_app.xform.definition import FormDefinition, generic
from intake_app.xform.session import Session
from intake_app.xform.starting import new_session
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


def play(
    definition: FormDefinition, scenario: Mapping[str, Any], surroundings: Surroundings, load_ms: float = 0.0
) -> dict[str, Any]:
    """Play one scenario on a new record; gives the output object of the format with one run.

    load_ms: what loading the form took, for the report. ValueError for another format.
    """
    if scenario.get("format", FORMAT) != FORMAT:
        raise ValueError(f"not {FORMAT}")
    begun = time.perf_counter()
    player = Player(new_session(definition, surroundings))
    ready = time.perf_counter()
    player.play(scenario["steps"], {})
    ended = time.perf_counter()
    run = {
        "load_ms": round(load_ms, 3),
        "init_ms": _ms(ready - begun),
        "steps_ms": _ms(ended - ready),
        "total_ms": round(load_ms + (ended - begun) * 1e3, 3),
        "tags": {tag: _summary(times) for tag, times in sorted(player.times.items())},
    }
    return {
        "engine": "ours",
        "version": __version__,
        "form": definition.form_id,
        "ok": True,
        "runs": [run],
        "cold": run,
        "warm": run,
        "memory": {},
        "results": player.results,
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 3)


def _summary(times: list[float]) -> dict[str, float]:
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
    }


class Player:
    """Carries out steps on a session; keeps what they give and how long each took, in seconds by tag."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.results: list[dict[str, Any]] = []
        self.times: dict[str, list[float]] = {}

    def play(self, steps: Sequence[Step], variables: dict[str, int]) -> None:
        """Carry out steps in order."""
        for step in steps:
            if step["op"] == "for":
                self._loop(step, variables)
            else:
                self._carry_out(step, variables)

    def _loop(self, step: Step, variables: dict[str, int]) -> None:
        for number in range(step["from"], step["to"] + 1, step.get("step", 1)):
            self.play(step["steps"], {**variables, step["var"]: number})

    def _carry_out(self, step: Step, variables: dict[str, int]) -> None:
        op = step["op"]
        path = filled(step.get("path", ""), variables)
        value = filled(step.get("value", ""), variables)
        begun = time.perf_counter()
        try:
            given = _OPS[op](self.session, path, value, step)
            found = {} if given is _NOTHING else {"value": given}
        except (ValueError, IntakeError) as error:
            found = {"error": f"{type(error).__name__}: {error}"}
        except KeyError:
            found = {"error": f"unknown op {op}"}
        self.times.setdefault(step.get("tag", op), []).append(time.perf_counter() - begun)
        if found:
            self.results.append({"op": op, "path": path, **found})


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
