"""Recorded cases of the field: every XForm pyxform makes, traces of another engine, interviews on JavaRosa."""

import gzip
import json
import random
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intake_app.xform import load, new_session, resume
from intake_app.xform.scenario import Player
from tests.shared_data import shared
from tests.xform.forms import NOW
from tests.xform.recording import steps, value_of
from tests.xform.replay import Case, cases, outcome, surroundings

HERE = Path(__file__).parent
REVIEWED: dict[str, Any] = json.loads((HERE / "reviewed.json").read_text(encoding="utf-8"))
INTERVIEWS = sorted((HERE / "scenarios").glob("*.json"))
SAMPLE = 120
LARGEST = "eIMCI-by-D-Tree"


def but_the_largest(name: str | Path) -> Any:
    """A case of a form, and not measured if that is the largest: it takes longest and reaches no branch of its own."""
    return pytest.param(name, marks=[pytest.mark.no_cover] if Path(name).stem == LARGEST else [])


@cache
def pyxform_forms() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(gzip.decompress(shared("conformance/pyxform_xforms.json.gz").read_bytes()))
    return found


@cache
def traces() -> list[Case]:
    return cases(shared("conformance/scenario_traces.jsonl.gz"))


@cache
def trace_forms() -> dict[str, str]:
    found: dict[str, str] = json.loads(gzip.decompress(shared("conformance/scenario_forms.json.gz").read_bytes()))
    return found


def check_form(number: int) -> None:
    reviewed = REVIEWED["pyxform_xforms"].get(str(number))
    xml = pyxform_forms()[number]["xform"].encode()
    form = load(xml)
    left_out = {notice.code for notice in form.notices if notice.level == "error"} & {"xform.rule_left_out"}
    assert left_out == ({reviewed["code"]} if reviewed is not None else set())
    session = new_session(form, surroundings(NOW))
    again = resume(form, session.serialise_draft(), {}, surroundings(NOW))
    assert again.pages() == session.pages()


def test_a_sample_of_the_forms_of_pyxform_loads() -> None:
    count = len(pyxform_forms())
    for number in {*random.Random(1).sample(range(count), SAMPLE), *map(int, REVIEWED["pyxform_xforms"])}:
        check_form(number)


@pytest.mark.soak
def test_every_form_of_pyxform_loads() -> None:
    for number in range(len(pyxform_forms())):
        check_form(number)


def check_trace(case: Case) -> None:
    """A case agrees, or is on the reviewed list; what the other engine itself fails is no target."""
    _, differences = outcome(case, lambda name: trace_forms()[name].encode())
    if case.key in REVIEWED["traces"]:
        assert differences, f"reviewed but agrees by now: {case.key}"
    elif not case.fails:
        assert not differences, f"{case.key}: {differences[:2]}"


def test_a_sample_of_the_traces_agrees() -> None:
    known = [case for case in traces() if case.key in REVIEWED["traces"]]
    for case in [*random.Random(2).sample(traces(), SAMPLE), *known]:
        check_trace(case)


@pytest.mark.soak
def test_every_trace_agrees() -> None:
    for case in traces():
        check_trace(case)


def test_every_reviewed_trace_exists_and_has_a_reason() -> None:
    keys = {case.key for case in traces()}
    assert set(REVIEWED["traces"]) <= keys
    assert set(REVIEWED["traces"].values()) <= set(REVIEWED["reasons"])


def test_nearly_all_traces_that_no_decision_settles_agree() -> None:
    """At least 97 of 100 of what the other engine itself passes and no row of the engine decisions gives another way.

    That every trace off the reviewed list agrees is held by the sample, and by the whole in the long run.
    """
    decided = {name for name, reason in REVIEWED["reasons"].items() if reason.startswith("Engine decision")}
    targets = [case.key for case in traces() if not case.fails]
    open_to_us = [key for key in targets if REVIEWED["traces"].get(key) not in decided]
    unlike = [key for key in open_to_us if key in REVIEWED["traces"]]
    assert len(open_to_us) > 370
    assert len(unlike) <= 0.03 * len(open_to_us)


@pytest.mark.parametrize("path", [but_the_largest(path) for path in INTERVIEWS], ids=lambda path: path.stem)
def test_interviews_give_what_javarosa_gave(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    form = load(shared(f"data/forms/{kept['form']}").read_bytes())
    reviewed = REVIEWED["interviews"].get(kept["form"], {})
    now = datetime.fromisoformat(kept["now"])
    for interview in kept["interviews"]:
        player = Player(new_session(form, surroundings(now)))
        player.play(steps(form, interview["interview"]), {})
        assert len(player.results) == len(interview["values"])
        for result, told in zip(player.results, interview["values"], strict=True):
            if result["path"] not in reviewed:
                assert _alike(value_of(result)) == _alike(told), (interview["seed"], result["op"], result["path"])


def _alike(value: object) -> object:
    """Numbers by their value: decimal digits differ where the doubles do not."""
    if not isinstance(value, str):
        return value
    try:
        return round(float(value), 9)
    except ValueError:
        return value


@pytest.mark.parametrize(
    "name",
    [
        "data/htcds/htcds_xlsform.xml",
        *(
            but_the_largest(f"data/forms/{n}")
            for n in ("all-widgets.xml", f"{LARGEST}.xml", "ifrc-distribution-site-assessment-v1.xml")
        ),
    ],
)
def test_real_forms_are_filled_in_from_end_to_end(name: str) -> None:
    form = load(shared(name).read_bytes())
    session = new_session(form, surroundings(NOW))
    for page in session.pages():
        for ref in page.refs:
            assert session.text(ref, "label") is not None
            for language in form.languages:
                session.text(ref, "label", language.name)
    again = resume(form, session.serialise_draft(), {}, surroundings(NOW))
    assert again.serialise() == session.serialise()
