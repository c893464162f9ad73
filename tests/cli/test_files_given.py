"""Files that an answers file names: each is kept once with the draft, and none that nothing there names any more."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Line

FORM = """
| survey |
| | type | name | label | trigger | calculation |
| | image | photo | A picture | ${wants} | if(${wants} = 'no', '', '') |
| | select_one yn | wants | Another picture? | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | form_id | client_editable |
| | pictures | yes |
"""


def _asked(line: Line, folder: Path) -> str:
    """A form whose picture is blank again each time the question behind it is answered."""
    (folder / "form.md").write_text(FORM, encoding="utf-8")
    return str(line("form", "import", str(folder / "form.md"))["form_key"])


def _answers(folder: Path, file: str) -> str:
    (folder / file).write_bytes(b"\x89PNG not one " + file.encode())
    said = folder / "answers.json"
    said.write_text(json.dumps({"/data/photo": {"file": file}, "/data/wants": "yes"}), encoding="utf-8")
    return str(said)


def _kept(line: Line, code: str) -> list[dict[str, Any]]:
    shown = line("record", "show", code)
    assert all(one["name"] in shown["xml"] for one in shown["files"]), shown
    return list(shown["files"])


def test_a_file_whose_question_is_blank_again_is_kept_once(line: Line, tmp_path: Path) -> None:
    form = _asked(line, tmp_path)
    code = line("record", "new", form, "--answers", _answers(tmp_path, "one.bin"))["code"]
    assert len(_kept(line, code)) == 1


def test_a_file_in_the_place_of_another_leaves_that_one_nowhere(line: Line, tmp_path: Path) -> None:
    form = _asked(line, tmp_path)
    first = line("record", "new", form, "--answers", _answers(tmp_path, "one.bin"))["code"]
    line("record", "finalise", first, "--consent", "yes", "--in-language", "bn")
    (before,) = _kept(line, first)
    for file in ("two.bin", "three.bin"):
        code = line("record", "edit", first, "--answers", _answers(tmp_path, file))["code"]
        (now,) = _kept(line, code)
        assert now["sha256"] != before["sha256"]
        before = now
