"""The scenario format that other engines are compared by."""

import hashlib

from intake_app.xform.scenario import play
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
    found: list[dict[str, object]] = play(FORM, {"format": "xforms-scenario/1", "steps": steps}, surroundings(NOW))[
        "results"
    ]
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
    output = play(FORM, {"steps": steps}, surroundings(NOW), load_ms=5.0)
    run = output["runs"][0]
    assert (output["engine"], output["ok"], run["load_ms"]) == ("ours", True, 5.0)
    assert set(run["tags"]) == {"answer", "serialize"}
    assert set(run["tags"]["answer"]) == {"n", "sum_ms", "p50_us", "p90_us", "p99_us", "max_us"}
    assert output["results"][0]["value"]["xml"].startswith("<data")
