"""Many generated forms on this engine and on JavaRosa, and where they differ: `make differential SEEDS=2000 SEED=0`."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from intake_app.cli.playing import surroundings
from intake_app.errors import IntakeError
from intake_app.xform import load, new_session
from intake_app.xform.scenario import FORMAT, Player
from tests.differential import probes
from tests.differential.forms import make_form
from tests.differential.peer import JavaRosa, write_batch
from tests.differential.scenarios import make_scenario
from tests.differential.values import moment

PROBES = 6
"""Probes for each seed."""
ZONES = ("Europe/Rome", "Africa/Cairo", "Asia/Kolkata", "UTC")


@dataclass
class Case:
    """One form with its scenario: what is played, in which zone, and what is known of its paths."""

    name: str
    zone: str
    xml: bytes
    files: dict[str, bytes]
    steps: list[dict[str, Any]]
    marks: dict[str, frozenset[str]] = field(default_factory=dict)
    ours: list[dict[str, Any]] = field(default_factory=list)
    theirs: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    refused: str = ""


def rich_case(seed: int, zone: str) -> Case:
    """The form and scenario of a seed, played on our engine."""
    dice = random.Random(seed)
    form = make_form(dice, zone)
    definition = load(form.xml, form.files)
    now = datetime.now(ZoneInfo(zone))
    steps = make_scenario(form, new_session(definition, surroundings("d", seed, now)), dice, zone)
    player = Player(new_session(definition, surroundings("d", seed, now)))
    player.play(steps, {})
    return Case(f"form-{seed}", zone, form.xml, form.files, steps, form.marks, player.results)


def probe_case(seed: int, number: int) -> Case:
    """A form with one expression, of a seed and a number in it."""
    dice = random.Random(f"{seed} {number}")
    zone = dice.choice(probes.ZONES)
    mark, expression = probes.choose(seed * PROBES + number, dice)
    kind = dice.choice(("string", "string", "decimal", "int")) if not mark else "string"
    xml = probes.make_form(expression, kind, moment("2024-03-31T01:30:00.000", zone))
    steps = probes.make_steps(mark, dice)
    marks = {"": frozenset({mark, expression})}
    case = Case(f"probe-{seed}-{number}", zone, xml, {}, steps, marks)
    try:
        player = Player(new_session(load(xml, {}), surroundings("d", seed, datetime.now(ZoneInfo(zone)))))
        player.play(steps, {})
        case.ours = player.results
    except IntakeError as error:
        case.refused = str(error)
    return case


def cases(seeds: range) -> list[Case]:
    """Every case of some seeds: for each a rich form and a handful of probes."""
    found = [rich_case(seed, ZONES[seed % len(ZONES)]) for seed in seeds]
    return found + [probe_case(seed, number) for seed in seeds for number in range(PROBES)]


def play_theirs(cases: Sequence[Case], engine: JavaRosa, folder: Path) -> None:
    """Play cases on JavaRosa, one process for each zone."""
    for zone in sorted({case.zone for case in cases}):
        there = [case for case in cases if case.zone == zone]
        place = folder / zone.replace("/", "-")
        listing = write_batch(place, [_write(case, place / case.name) for case in there])
        for case, output in zip(there, engine.play(listing, zone), strict=True):
            case.theirs = output.get("results", [])
            case.error = output.get("error", "")


def _write(case: Case, folder: Path) -> tuple[Path, Path]:
    folder.mkdir(parents=True)
    form, scenario = folder / "form.xml", folder / "scenario.json"
    form.write_bytes(case.xml)
    scenario.write_text(json.dumps({"format": FORMAT, "steps": case.steps}), encoding="utf-8")
    for name, data in case.files.items():
        (folder / name).write_bytes(data)
    return form, scenario


@dataclass(frozen=True)
class Difference:
    """One result that the engines give differently; `case` is the whole, `at` the place among its results."""

    case: Case
    at: int
    op: str
    path: str
    ours: Any
    theirs: Any


def differences(case: Case) -> Iterator[Difference]:
    """Where two lists of results are not the same."""
    if case.error or case.refused:
        if not (case.error and case.refused):
            yield Difference(case, -1, "load", "", case.refused or "loaded", case.error or "loaded")
        return
    theirs = iter(case.theirs)
    for at, mine in enumerate(case.ours):
        other = next(theirs, {"op": "none", "path": "", "error": "no more results"})
        if not same(mine, other):
            yield Difference(case, at, other["op"], other["path"] or "", _told(mine), _told(other))
        if other["op"] != mine["op"]:
            return  # a step of theirs failed: what is read out afterwards is of another record


def _told(result: dict[str, Any]) -> Any:
    return result["value"] if "value" in result else f"error: {result['error']}"


def same(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two results say the same; numbers are compared as numbers, to the twelfth figure."""
    if (mine["op"], mine["path"]) != (other["op"], other["path"] or ""):
        return False
    if "error" in mine or "error" in other:
        return "error" in mine and "error" in other
    left, right = mine["value"], other["value"]
    if mine["op"] == "serialize":
        return True
    return left == right or (isinstance(left, str) and isinstance(right, str) and _same_number(left, right))


def _same_number(left: str, right: str) -> bool:
    try:
        one, two = float(left), float(right)
    except ValueError:
        return False
    return abs(one - two) <= 1e-12 * max(abs(one), abs(two)) or str(one) == str(two)


def told(difference: Difference) -> dict[str, Any]:
    """A difference in a form that can be printed, with the bind of its path."""
    generic = "/".join(step.partition("[")[0] for step in difference.path.split("/"))
    bind = re.search(f'<bind nodeset="{re.escape(generic)}"[^>]*>', difference.case.xml.decode())
    return {
        "case": difference.case.name,
        "zone": difference.case.zone,
        "at": difference.at,
        "op": difference.op,
        "path": difference.path,
        "ours": difference.ours,
        "javarosa": difference.theirs,
        "bind": bind.group() if bind else "",
        "marks": sorted(difference.case.marks.get("", difference.case.marks.get(generic, ()))),
    }
