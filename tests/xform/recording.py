"""Interviews on real forms, with the values JavaRosa gave: made once by `propose` and `record`, replayed by the tests.

An interview is a list of answers and of checkpoints; at a checkpoint every leaf's relevance, the value of every
relevant leaf that does not depend on chance, and the choices of every filtered list are compared. To record again, run
this module with the folder of the peers (set up as their README says) and a form file.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from intake_app.xform import FormDefinition, Session, load, new_session
from intake_app.xform.scenario import Player
from tests.xform.replay import surroundings

Answer = tuple[str, str]
_VOLATILE = ("now()", "today()", "uuid(", "random(")


def leaves(definition: FormDefinition) -> Iterator[str]:
    """Paths outside repeats that hold an answer."""
    for path, spec in definition.specs.items():
        above, repeated = spec, False
        while above.parent is not None:
            repeated = repeated or above.repeat is not None
            above = above.parent
        if not spec.children and not spec.attribute and not repeated and "/meta/" not in path:
            yield path


def steady(definition: FormDefinition, path: str) -> bool:
    """Whether the value of a path does not depend on the clock or on chance."""
    bind = definition.specs[path].bind
    source = bind.calculate.source if bind.calculate is not None else ""
    return not bind.preload and not any(word in source for word in _VOLATILE)


def steps(definition: FormDefinition, interview: list[Any]) -> list[dict[str, Any]]:
    """An interview as scenario steps: [path, value] sets, the word "check" is a checkpoint."""
    found: list[dict[str, Any]] = []
    for entry in interview:
        if entry == "check":
            found += list(_checkpoint(definition))
        else:
            found.append({"op": "set", "path": entry[0], "value": entry[1]})
    return found


def _checkpoint(definition: FormDefinition) -> Iterator[dict[str, Any]]:
    listed = [question.path for question in definition.controls() if question.itemset is not None]
    all_leaves = list(leaves(definition))
    yield from ({"op": "choices", "path": path} for path in listed if path in all_leaves)
    yield from ({"op": "relevant", "path": path} for path in all_leaves)
    yield from ({"op": "get", "path": path} for path in all_leaves if steady(definition, path))


def ours(definition: FormDefinition, interview: list[Any], now: datetime) -> list[Any]:
    """The values read out of this engine, in order."""
    player = Player(new_session(definition, surroundings(now)))
    player.play(steps(definition, interview), {})
    return [value_of(result) for result in player.results]


def value_of(result: dict[str, Any]) -> Any:
    """What a step gave, in the short form that is kept: a list of choices as its length and digest."""
    if "error" in result:
        return f"error: {result['error']}"
    value = result["value"]
    return [value["count"], value["sha1"]] if isinstance(value, dict) else value


def propose(definition: FormDefinition, seed: int, now: datetime) -> list[Any]:
    """An interview that answers what comes up, goes back to change some answers, and checks now and then."""
    dice = random.Random(seed)
    session = new_session(definition, surroundings(now))
    done: list[Any] = []
    for _ in range(3):
        for ref in _open(session, definition):
            value = answer_for(session, ref, dice)
            if value is None or not session.relevant(ref):
                continue
            session.answer(ref, value)
            done.append([ref, value])
            if len(done) % 40 == 0:
                done.append("check")
    answered = [entry for entry in done if entry != "check"]
    for ref, _ in dice.sample(answered, min(12, len(answered))):
        value = answer_for(session, ref, dice) if session.relevant(ref) else None
        if value is not None:
            session.answer(ref, value)
            done.append([ref, value])
    return [*done, "check"]


def _open(session: Session, definition: FormDefinition) -> list[str]:
    """Questions not answered yet, in order; asked anew after each answer would be slower and gives the same."""
    found = []
    for question in definition.controls():
        if "[" not in question.path and session.exists(question.path) and not session.value(question.path):
            found.append(question.path)
    plain = set(leaves(definition))
    return [path for path in found if path in plain]


def answer_for(session: Session, ref: str, dice: random.Random) -> str | None:
    """An answer that fits a question; None for one that is not answered by typing or choosing."""
    question = session.question(ref)
    if question.readonly or question.control in ("note", "upload") or question.type in ("geotrace", "geoshape"):
        return None
    if question.control == "trigger":
        return "OK"
    if question.control in ("select1", "select", "rank"):
        values = session.choice_values(ref)
        if not values:
            return None
        if "yes" in values and dice.random() < 0.5:
            return "yes"
        count = 1 if question.control == "select1" else dice.randint(1, min(3, len(values)))
        return " ".join(dice.sample(values, count))
    return _typed(question.type, dice)


def _typed(kind: str, dice: random.Random) -> str:
    if kind in ("int", "long"):
        return str(dice.choice([1, 2, 3, 4, 6, 7, 9, 12, 24, 40, 59, 100]))
    if kind == "decimal":
        return f"{dice.randint(1, 45)}.{dice.randint(1, 9)}"
    if kind == "date":
        return f"{dice.randint(2021, 2026)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    if kind == "dateTime":
        return f"2026-0{dice.randint(1, 9)}-{dice.randint(10, 28)}T10:30:00.000Z"
    if kind == "time":
        return f"{dice.randint(10, 23)}:30:00.000Z"
    if kind == "geopoint":
        return f"{dice.randint(-80, 80)}.5 {dice.randint(-170, 170)}.25 0.0 0.0"
    return dice.choice(["Amina", "Kairo 12", "x", "a b c", "été"])


def record(peers: Path, form: Path, seeds: range, target: Path) -> None:
    """Play proposed interviews on JavaRosa and keep what it gave."""
    definition = load(form.read_bytes())
    now = datetime.now().astimezone()
    kept = []
    for seed in seeds:
        interview = propose(definition, seed, now)
        scenario = target.with_suffix(".scenario")
        scenario.write_text(json.dumps({"format": "xforms-scenario/1", "steps": steps(definition, interview)}))
        command = [str(peers / "run.sh"), str(form), str(scenario), "javarosa"]
        played = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["engines"]["javarosa"]
        scenario.unlink()
        kept.append({"seed": seed, "interview": interview, "values": [value_of(each) for each in played["results"]]})
        version = played["version"]
    whole = {"form": form.name, "engine": version, "now": now.isoformat(timespec="seconds"), "interviews": kept}
    target.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]), Path(sys.argv[2]), range(int(sys.argv[4])), Path(sys.argv[3]))
