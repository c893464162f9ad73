"""The page for authors of forms and the README against what the program is."""

import re
import subprocess
import sys
from pathlib import Path

from intake_app import paths
from intake_app.workflow.forms import feature_catalogue
from intake_app.xform import counting, expressions, graph, model, reading
from intake_app.xpath import context, lexer, parser
from intake_app.xpath.functions import selection
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+[a-z]?) \|", re.MULTILINE)


def page() -> str:
    return (ROOT / "docs" / "form-authors.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return page().partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_every_engine_decision_is_told() -> None:
    wanted = ROW.findall(shared("reference/engine_decisions.md").read_text(encoding="utf-8"))
    assert len(wanted) > 20
    assert ROW.findall(section("Where engines disagree")) == wanted


def test_limits_are_those_of_the_code() -> None:
    told = section("Limits")
    for number in (
        reading.MAX_ELEMENTS, reading.MAX_DEPTH, model.MAX_BINDS, lexer.LONGEST, parser.DEEPEST, context.BUDGET,
        counting.MAX_INSTANCES, counting.MAX_NODES, counting.FEW,
        expressions.MAX_CHARACTERS, graph.MAX_READS,
    ):  # fmt: skip
        assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", told), number
    assert f"{reading.MAX_BYTES // 2**20} MB" in told
    assert f"{selection.PATTERN_SECONDS} seconds" in told


def test_every_attribute_of_ours_that_the_program_reads_is_told() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", section("Attributes that only this program reads"), re.MULTILINE))
    package = ROOT / "intake_app"
    others = (
        "exports/answers.py", "exports/screening_page.py", "gui/interview_reading.py", "workflow/assessing.py",
        "workflow/blanks.py", "xform/wordings.py",
    )  # fmt: skip
    places = [*(package / "screening").glob("*.py"), *(package / each for each in others)]
    sources = "".join(path.read_text(encoding="utf-8") for path in places)
    read = re.findall(
        r"""(?:tagged|tags_with)\((?:definition, )?"(\w+)"\)|own(?:\.get\(|\[)"(\w+)"|"""
        r"""\.tags\(.*?\)\.get\("(\w+)"[,)]|named\(INTAKE, "(\w+)"\)""",
        sources,
    )
    assert told == {name for names in read for name in names if name}


def test_the_verbs_it_shows_are_there() -> None:
    shown = set(re.findall(r"^    intake (form \w+)", page(), re.MULTILINE))
    assert shown
    for words in shown:
        help_text = subprocess.run(
            [sys.executable, "-m", "intake_app", *words.split(), "--help"],
            capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
        )  # fmt: skip
        assert help_text.returncode == 0, words


def test_the_table_of_the_readme_is_up_to_date() -> None:
    """Runs the script itself: `make translations` has nothing to do."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "feature_table.py"), "--check"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_table_counts_every_row_once() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    groups = re.findall(r"^\| [A-Z][^|]* \| (\d+) \| (\d+) \| (\d+) \|", readme, re.MULTILINE)
    assert sum(int(count) for row in groups for count in row) == len(feature_catalogue())
    assert (paths.resources() / "xforms_features.json").is_file()
