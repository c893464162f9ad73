"""The scenario format that other engines are compared by."""

import hashlib
import time

import pytest

from intake_app.xform import FormDefinition
from intake_app.xform.scenario import Limits, play
from tests.xform.forms import NOW, definition
from tests.xform.replay import surroundings

ITEMS = "".join(f"<item><label>L{v}</label><value>{v}</value></item>" for v in "abc")
FORM = definition(
    "<a/><s/><r><q/></r><g><b/></g>",
    '<bind nodeset="/data/g" relevant="/data/a = 2" readonly="true()"/>'
    '<bind nodeset="/data/g/b" required="true()"/><bind nodeset="/data/a" constraint=". &lt; 9"/>',
    '<input ref="/data/a"><label>A is <output value="/data/a"/></label><hint>H</hint></input>'
    f'<select1 ref="/data/s">{ITEMS}</select1><group ref="/data/g"><label>G</label><input ref="/data/g/b"/></group>'
    '<repeat nodeset="/data/r"><input ref="/data/r/q"/></repeat>',
)


def results(*steps: dict[str, object]) -> list[dict[str, object]]:
    scenario = {"format": "xforms-scenario/1", "steps": steps}
    found: list[dict[str, object]] = play(lambda: FORM, scenario, surroundings(NOW))["results"]
    return found


def values(*steps: dict[str, object]) -> list[object]:
    return [result.get("value", "error") for result in results(*steps)]


def test_reading_out() -> None:
    path = "/data/g/b"
    assert values(
        {"op": "set", "path": "/data/a", "value": "2"},
        *({"op": op, "path": path} for op in ("get", "relevant", "required", "readonly", "valid")),
        {"op": "set", "path": "/data/a", "value": "9"},
        {"op": "valid", "path": "/data/a"},
        {"op": "valid", "path": path},
        {"op": "label", "path": "/data/a"},
        {"op": "hint", "path": "/data/a"},
        {"op": "label", "path": "/data/g"},
        {"op": "get", "path": "/data/nowhere"},
    ) == ["", True, True, True, "required", "constraint", True, "A is 9", "H", "G", None]


def test_choices_with_digest_limit_and_labels() -> None:
    (found,) = values({"op": "choices", "path": "/data/s", "limit": 2, "labels": True})
    digest = hashlib.sha1(b"a\nb\nc", usedforsecurity=False).hexdigest()
    assert found == {"count": 3, "values": ["a", "b"], "sha1": digest, "labels": ["La", "Lb"]}


def test_loops_with_arithmetic_in_paths_and_values() -> None:
    loop = {
        "op": "for",
        "var": "i",
        "from": 1,
        "to": 3,
        "steps": [
            {"op": "add_repeat", "path": "/data/r"},
            {"op": "set", "path": "/data/r[${i+1}]/q", "value": "${i*3}-${i%2}-${i-1}"},
            {"op": "get", "path": "/data/r[${i+1}]/q"},
        ],
    }
    removed = {"op": "remove_repeat", "path": "/data/r[1]"}
    count = {"op": "count", "path": "/data/r"}
    assert values(loop, removed, count) == ["3-1-0", "6-0-1", "9-1-2", 3]


def test_a_failing_step_adds_an_error_and_the_rest_goes_on() -> None:
    found = results({"op": "set", "path": "/data/zz", "value": "1"}, {"op": "dance"}, {"op": "get", "path": "/data/a"})
    assert ["error" in each for each in found] == [True, True, False]


def test_the_output_carries_times_by_tag() -> None:
    steps = [{"op": "set", "path": "/data/a", "value": "1", "tag": "answer"}, {"op": "serialize", "text": True}]
    moments: list[str] = []
    output = play(lambda: FORM, {"steps": steps}, surroundings(NOW), loaded=lambda: moments.append("loaded"))
    run = output["runs"][0]
    assert (output["engine"], output["ok"], moments, "partial" in output) == ("ours", True, ["loaded"], False)
    wall, cpu = ("load_ms", "init_ms", "steps_ms"), ("load_cpu_ms", "init_cpu_ms", "steps_cpu_ms")
    assert set(run) == {*wall, *cpu, "total_ms", "tags"}
    assert run["total_ms"] == pytest.approx(sum(run[name] for name in wall))
    assert set(run["tags"]) == {"answer", "serialize"}
    assert set(run["tags"]["answer"]) == {"n", "sum_ms", "p50_us", "p90_us", "p99_us", "max_us", "cpu_ms"}
    assert output["results"][0]["value"]["xml"].startswith("<data")


def test_several_runs_give_a_cold_one_and_the_medians_of_the_later() -> None:
    loads: list[int] = []

    def load() -> FormDefinition:
        loads.append(len(loads))
        time.sleep((0.2, 0.0, 0.04, 0.08)[len(loads) - 1])
        return FORM

    steps = [{"op": "set", "path": "/data/a", "value": "1"}, {"op": "get", "path": "/data/a"}]
    output = play(load, {"steps": steps}, surroundings(NOW), Limits(runs=4))
    assert (len(output["runs"]), loads, len(output["results"])) == (4, [0, 1, 2, 3], 1)
    assert output["cold"] == output["runs"][0] and output["cold"]["load_ms"] >= 200
    assert 40 <= output["warm"]["load_ms"] == output["runs"][2]["load_ms"] < 80
    assert output["warm"]["tags"]["set"]["n"] == 1


def test_no_run_begins_after_the_budget() -> None:
    output = play(lambda: FORM, {"steps": []}, surroundings(NOW), Limits(runs=9, budget=0))
    assert len(output["runs"]) == 1 and output["warm"] == output["cold"]


def test_a_run_that_takes_too_long_is_cut() -> None:
    loop = {"op": "for", "var": "i", "from": 1, "to": 3, "steps": [{"op": "get", "path": "/data/a"}]}
    output = play(lambda: FORM, {"steps": [loop]}, surroundings(NOW), Limits(runs=2, longest=-1))
    assert output["partial"] and output["results"] == [] and output["warm"]["tags"] == {}
