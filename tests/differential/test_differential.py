"""Our values beside JavaRosa's on generated forms: no difference without a rule. `make differential` plays 2,000."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.differential.campaign import Case, cases, differences, play_theirs, rich_case, told
from tests.differential.coverage import ROWS_129_TO_160, used
from tests.differential.explained import RULES, explain
from tests.differential.peer import JavaRosa, javarosa

SEEDS = range(60)
WHOLE = b' mod 1000" type="int"'
"""The end of a whole number that a generated form works out."""


def _in_rome(seed: int) -> Case:
    return rich_case(seed, "Europe/Rome")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> JavaRosa:
    return javarosa(tmp_path_factory.mktemp("classes"))


@pytest.fixture(scope="module")
def played(engine: JavaRosa, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    found = cases(SEEDS)
    play_theirs(found, engine, tmp_path_factory.mktemp("forms"))
    return found


@pytest.mark.feature(*range(129, 130), *range(131, 136), *range(138, 143), *range(144, 147), *range(148, 158), 160)
@pytest.mark.decision("1", "4", "5", "6", "7", "8", "11", "12", "13", "14")
def test_no_difference_without_a_rule(played: list[Case]) -> None:
    found = [difference for case in played for difference in differences(case)]
    assert [told(difference) for difference in found if explain(difference) is None] == []
    assert sum(len(case.theirs) for case in played) > 12_000


def test_the_seeds_reach_every_function_and_step(played: list[Case]) -> None:
    counted = used(played)
    assert [name for name in sorted(ROWS_129_TO_160) if not counted[f"{name}()"]] == []
    steps = [
        "set",
        "add_repeat",
        "remove_repeat",
        "language",
        "choices",
        "count",
        "label",
        "valid",
        "required",
        "readonly",
        "relevant",
    ]
    assert [step for step in steps if counted[f"step {step}"] < 5] == []


def test_every_rule_is_needed_somewhere(played: list[Case]) -> None:
    """A rule that accounts for nothing may hide a fault later on. A few are met by some hundred forms only."""
    met = Counter(explain(difference) for case in played for difference in differences(case))
    assert len([rule for rule in RULES if met[rule]]) > len(RULES) * 0.7


def test_a_planted_difference_is_found(engine: JavaRosa, tmp_path: Path) -> None:
    """The control: one calculate that is another for JavaRosa, one value that is another for us."""
    case = next(case for case in map(_in_rome, range(50)) if WHOLE in case.xml)
    lied = replace(case, name="lied", ours=[{**each, "value": "planted"} for each in case.ours])
    other = replace(case, name="other", xml=case.xml.replace(WHOLE, b' mod 1000 + 1" type="int"'))
    play_theirs([case, lied, other], engine, tmp_path)
    unexplained = {
        each.name: [found for found in differences(each) if explain(found) is None] for each in (case, lied, other)
    }
    assert unexplained[case.name] == []
    assert len(unexplained["lied"]) > len(case.ours) * 0.9
    assert unexplained["other"]


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_many_more_seeds(engine: JavaRosa, tmp_path: Path) -> None:
    for start in range(100, 600, 100):
        found = cases(range(start, start + 100))
        play_theirs(found, engine, tmp_path / str(start))
        unexplained = [each for case in found for each in differences(case) if explain(each) is None]
        assert [told(difference) for difference in unexplained] == []
