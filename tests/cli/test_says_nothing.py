"""A record in which nothing was answered and nothing declined is closed by who says so, and not in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Line
from tests.xform.forms import inputs, xform

FORM = xform(
    "<q/><n/><d>as ever</d>",
    '<bind nodeset="/data/q"/><bind nodeset="/data/n" readonly="true()"/>',
    inputs("q") + '<input ref="/data/n"><label>A note</label></input>',
)


@pytest.fixture
def form(line: Line, tmp_path: Path) -> str:
    (tmp_path / "f.xml").write_bytes(FORM)
    return str(line("form", "import", str(tmp_path / "f.xml"))["form_id"])


@pytest.mark.parametrize("answers", [{}, {"/data/q": {"state": "prefers_not_to_say"}}, {"/data/q": "x"}])
def test_it_is_refused_until_somebody_wants_it(line: Line, tmp_path: Path, form: str, answers: dict[str, Any]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(answers))
    code = line("record", "new", form, "--answers", str(tmp_path / "a.json"))["code"]
    told = line("record", "finalise", code, "--no-person")
    if answers:
        assert (told["exit"], told["state"]) == (0, "finalised")
        return
    assert (told["exit"], told["error"]) == (1, "workflow.says_nothing")
    assert "nothing declined" in told["sentence"] and told["advice"].endswith("(--anyway)")
    assert line("record", "show", code)["state"] == "draft"
    assert line("record", "finalise", code, "--no-person", "--anyway")["state"] == "finalised"


def test_so_is_one_with_no_entry_of_its_repeat_and_one_with_a_default_alone(line: Line, tmp_path: Path) -> None:
    question = '<input ref="/data/r/q"><label>q</label></input>'
    body = f'<group ref="/data/r"><repeat nodeset="/data/r">{question}</repeat></group>'
    made = {
        "repeat": xform('<r jr:template=""><q/></r>', '<bind nodeset="/data/r/q"/>', body),
        "default": xform("<q>as ever</q>", '<bind nodeset="/data/q"/>', inputs("q")),
    }
    for name, form in made.items():
        (tmp_path / f"{name}.xml").write_bytes(form.replace(b'id="t"', f'id="{name}"'.encode()))
        key = str(line("form", "import", str(tmp_path / f"{name}.xml"))["form_id"])
        code = line("record", "new", key)["code"]
        assert line("record", "finalise", code, "--no-person")["error"] == "workflow.says_nothing", name
