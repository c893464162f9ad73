"""The page on the shared data format names each field once, and as filled or blank as it is."""

import json
import re
from functools import cache
from pathlib import Path

from intake_app import paths, xform, xlsform
from intake_app.exports import load_standard

ROOT = Path(__file__).resolve().parents[2]
STANDARD = load_standard((paths.resources() / "htcds.json").read_bytes())
NAMES = {each.name for each in STANDARD.fields}
FILLING = ("intake_app/workflow/exporting.py", "intake_app/exports/case.py", "intake_app/exports/answers.py")
"""What fills fields by their names, beside answers and signs."""


@cache
def listed(head: str) -> list[str]:
    """The fields in the first column of the table under a head of the page."""
    page = (ROOT / "docs" / "htcds.md").read_text(encoding="utf-8")
    rows = page.partition(f"## {head}\n")[2].partition("\n## ")[0].splitlines()
    return [name for row in rows if row.startswith("| `") for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def with_a_source() -> set[str]:
    """Fields that a sign, a question of our own forms or the workplace fills."""
    found = {name for told in STANDARD.indicators.values() for name in told}
    found |= {name for name, _values in STANDARD.slip_fields.values()}
    for path in paths.forms().glob("*.md"):
        form = xform.load(xlsform.compile_own(path, paths.translations()).xml)
        found |= {name for _path, name in form.tagged("htcds")}
    for file in FILLING:
        found |= set(re.findall(r'"(\w+)"', (ROOT / file).read_text(encoding="utf-8")))
    return found & NAMES


def test_each_field_stands_there_once() -> None:
    both = [*listed("Filled"), *listed("Blank")]
    assert sorted(both) == sorted(NAMES)


def test_what_is_said_to_be_filled_has_a_source_and_nothing_else() -> None:
    assert set(listed("Filled")) == with_a_source()


def test_what_the_standard_gave_up_and_what_names_the_person_is_blank() -> None:
    loaded = json.loads((paths.resources() / "htcds.json").read_bytes())["fields"]
    never = {each["name"] for each in loaded if each.get("identifying") or each.get("closed") == "deprecated"}
    assert never and never <= set(listed("Blank"))
