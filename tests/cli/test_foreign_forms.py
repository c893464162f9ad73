"""Real forms of the field by the command line: imported, filled, finished, sent; what arrives is what was answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from intake_app import workflow, xform
from intake_app.practice import PracticeServer
from tests import robot
from tests.cli.conftest import Line
from tests.shared_data import shared

FORMS = {
    "IFRC": "data/forms/ifrc-distribution-site-assessment-v1.xml",
    "eIMCI": "data/forms/eIMCI-by-D-Tree.xml",
    "HTCDS": "data/htcds/htcds_xlsform.xlsx",
    "all widgets": "data/forms/all-widgets.xml",
}


def robot_answers(source: Path, seed: int) -> dict[str, Any]:
    xml, _ = workflow.to_xform(source.name, source.read_bytes())
    definition = workflow.load_definition(xml, {})
    opened = workflow.surroundings_for({"deviceid": "intake:robot"})
    return robot.answers_for(xform.new_session(definition, opened), seed)


def leaves(xml: bytes) -> dict[str, str]:
    """Every leaf of a record that holds text, by the names on the way to it; siblings numbered."""
    found: dict[str, str] = {}

    def walk(node: etree._Element, path: str) -> None:
        children = list(node)
        if not children and (node.text or "").strip():
            found[path] = (node.text or "").strip()
        for number, child in enumerate(children):
            walk(child, f"{path}/{etree.QName(child).localname}#{number}")

    walk(etree.fromstring(xml), "")
    return found


@pytest.mark.parametrize("name", FORMS)
def test_filled_finished_and_sent(name: str, line: Line, tmp_path: Path, server: PracticeServer) -> None:
    source = shared(FORMS[name])
    form = line("form", "import", str(source))
    assert form["exit"] == 0, form
    answers = robot_answers(source, seed=3)
    assert len(answers) > 10
    (tmp_path / robot.PHOTO).write_bytes(b"\xff\xd8\xff\xe0 a picture \xff\xd9")
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")

    new = line("record", "new", form["form_id"], "--answers", str(tmp_path / "answers.json"))
    assert (new["exit"], new["violations"]) == (0, []), new
    done = line("record", "finalise", new["code"], "--no-person")
    assert done["released"], done
    line("server", "add", "central", "--url", server.url)
    assert line("sync")["ok"]

    received = server.received[0]
    assert received.xml == line("record", "show", new["code"])["xml"].encode()
    texts = list(leaves(received.xml).values())
    for path, value in answers.items():
        if isinstance(value, str) and value != "OK":
            assert value.strip() in texts, path
    photographs = [path for path, value in answers.items() if isinstance(value, dict) and "file" in value]
    assert len(received.files) == len(photographs)
    assert set(received.files.values()) <= {(tmp_path / robot.PHOTO).read_bytes()}
    assert all(name in texts for name in received.files)
