"""Real forms, the own questionnaires too, walked at random: nothing breaks, and JavaRosa ends with the same values."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from intake_app import paths, xlsform
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
OWN = tuple(sorted(path.stem for path in paths.forms().glob("*.md")))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> JavaRosa:
    return javarosa(tmp_path_factory.mktemp("classes"))


def zone() -> str:
    """The zone of this computer by the name Java takes."""
    offset = datetime.now().astimezone().strftime("%z")
    return f"GMT{offset[:3]}:{offset[3:]}"


def walked(form: Path, languages: Sequence[str | None], steps: int, reopen: int, scenario: Path | None) -> Walker:
    """A walk without a fault; with a place for it, the scenario is written there."""
    now = datetime.now().astimezone()
    plan = Plan(11, steps, now, tuple(filter(None, languages)), reopen, scenario is not None)
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
    return differing(form, scenario, theirs, now)


def differing(form: Path, scenario: Path, theirs: dict[str, Any], now: datetime, least: int = 61) -> list[object]:
    """The values that differ from those of the other engine; fewer than `least` of them would say nothing."""
    ours = play(lambda: definition_of(form), json.loads(scenario.read_text()), surroundings("intake:walk", 11, now))
    mine, other = read_out(ours["results"]), read_out(theirs["results"])
    assert mine.keys() == other.keys() and len(mine) >= least
    return [(key, mine[key], other[key]) for key in mine if not same(mine[key], other[key])]


@pytest.mark.parametrize(("name", "language"), WALKS)
def test_a_short_walk_ends_as_in_javarosa(name: str, language: str | None, engine: JavaRosa, tmp_path: Path) -> None:
    form, scenario = shared(f"data/{name}"), tmp_path / "walk.json"
    walker = walked(form, [language], 200, 20, scenario)
    assert compared(form, scenario, engine, walker.plan.now) == []


def own_walks(engine: JavaRosa, folder: Path, steps: int, reopen: int) -> dict[str, list[object]]:
    """Every own questionnaire walked in all its languages, and what differs; one Java process plays them all."""
    pairs, moments = [], []
    for name in OWN:
        form, scenario = folder / f"{name}.xml", folder / f"{name}.json"
        form.write_bytes(xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml)
        languages = [language.name for language in definition_of(form).languages]
        moments.append(walked(form, languages, steps, reopen, scenario).plan.now)
        pairs.append((form, scenario))
    played = engine.play(write_batch(folder, pairs), zone())
    told = zip(OWN, pairs, played, moments, strict=True)
    return {name: differing(*pair, theirs, now, least=21) for name, pair, theirs, now in told}


@pytest.fixture(scope="module")
def short_walks(engine: JavaRosa, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    return own_walks(engine, tmp_path_factory.mktemp("own"), 200, 20)


@pytest.mark.parametrize("name", OWN)
def test_a_short_walk_of_an_own_questionnaire_ends_as_in_javarosa(
    name: str, short_walks: dict[str, list[object]]
) -> None:
    assert short_walks[name] == []


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_two_thousand_steps_of_each_own_questionnaire_end_as_in_javarosa(engine: JavaRosa, tmp_path: Path) -> None:
    assert own_walks(engine, tmp_path, 2_000, 50) == {name: [] for name in OWN}


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "language"), WALKS)
def test_five_thousand_steps_end_as_in_javarosa(
    name: str, language: str | None, engine: JavaRosa, tmp_path: Path
) -> None:
    form, scenario = shared(f"data/{name}"), tmp_path / "walk.json"
    walker = walked(form, [language], 5_000, 50, scenario)
    assert compared(form, scenario, engine, walker.plan.now) == []


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "language"), WALKS)
def test_five_thousand_steps_with_junk(name: str, language: str | None) -> None:
    """Also answers of another type than the question's, which another engine can not hold."""
    walked(shared(f"data/{name}"), [language], 5_000, 50, None)
