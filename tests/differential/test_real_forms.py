"""Real forms walked at random in each of their languages: nothing breaks, and JavaRosa ends with the same values."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from intake_app.cli.playing import definition_of, surroundings
from intake_app.cli.walking import Plan, Walker
from intake_app.xform.scenario import FORMAT, play
from tests.differential.campaign import same
from tests.differential.peer import JavaRosa, javarosa, write_batch
from tests.shared_data import shared

WALKS = (
    ("htcds/htcds_xlsform.xml", None),
    ("forms/all-widgets.xml", "default"),
    ("forms/all-widgets.xml", "French (fr)"),
    ("forms/eIMCI-by-D-Tree.xml", "English"),
    ("forms/eIMCI-by-D-Tree.xml", "Swahili"),
    ("forms/ifrc-distribution-site-assessment-v1.xml", "English"),
    ("forms/ifrc-distribution-site-assessment-v1.xml", "Français"),
)
"""Every language of each form; HTCDS has none of its own."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> JavaRosa:
    return javarosa(tmp_path_factory.mktemp("classes"))


def zone() -> str:
    """The zone of this computer by the name Java takes."""
    offset = datetime.now().astimezone().strftime("%z")
    return f"GMT{offset[:3]}:{offset[3:]}"


def walked(form: Path, language: str | None, steps: int, reopen: int, scenario: Path | None) -> Walker:
    """A walk without a fault; with a place for it, the scenario is written there."""
    now = datetime.now().astimezone()
    plan = Plan(11, steps, now, (language,) if language else (), reopen, scenario is not None)
    walker = Walker(definition_of(form), plan)
    told = walker.run()
    assert told["broken"] == [] and told["steps"] == steps
    if scenario is not None:
        script = {"format": FORMAT, "steps": [*walker.done, *walker.look_out()]}
        scenario.write_text(json.dumps(script), encoding="utf-8")
    return walker


def read_out(results: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """What is read out at the end, by step and path; a failed step before it is a failure here."""
    assert [each for each in results if "error" in each] == []
    return {(each["op"], each["path"]): each for each in results if each["op"] in ("get", "relevant")}


def compared(form: Path, scenario: Path, engine: JavaRosa, now: datetime) -> list[object]:
    """The values that differ after a scenario was played on both engines."""
    (theirs,) = engine.play(write_batch(scenario.parent, [(form, scenario)]), zone())
    ours = play(lambda: definition_of(form), json.loads(scenario.read_text()), surroundings("intake:walk", 11, now))
    mine, other = read_out(ours["results"]), read_out(theirs["results"])
    assert mine.keys() == other.keys() and len(mine) > 60
    return [(key, mine[key], other[key]) for key in mine if not same(mine[key], other[key])]


@pytest.mark.parametrize(("name", "language"), WALKS)
def test_a_short_walk_ends_as_in_javarosa(name: str, language: str | None, engine: JavaRosa, tmp_path: Path) -> None:
    form, scenario = shared(f"data/{name}"), tmp_path / "walk.json"
    walker = walked(form, language, 200, 20, scenario)
    assert compared(form, scenario, engine, walker.plan.now) == []


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "language"), WALKS)
def test_five_thousand_steps_end_as_in_javarosa(
    name: str, language: str | None, engine: JavaRosa, tmp_path: Path
) -> None:
    form, scenario = shared(f"data/{name}"), tmp_path / "walk.json"
    walker = walked(form, language, 5_000, 50, scenario)
    assert compared(form, scenario, engine, walker.plan.now) == []


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "language"), WALKS)
def test_five_thousand_steps_with_junk(name: str, language: str | None) -> None:
    """Also answers of another type than the question's, which another engine can not hold."""
    walked(shared(f"data/{name}"), language, 5_000, 50, None)
