"""The page of art. 17 and the report on a child stand as they were looked at, in every language.

`python -m tests.slips.test_variants` writes their goldens anew with those of the slips, after somebody has looked.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from intake_app import i18n, paths, slips, vault, workflow, xlsform
from intake_app.exports import AgeTold, Heard, MinorReport, screening_page
from intake_app.slips.layout import Layout
from intake_app.vault import Role
from tests.exports.test_htcds import Form
from tests.gui_shell.windows import PASSPHRASE
from tests.slips.test_minor_report import FRAME, talked
from tests.slips.test_pages import faults
from tests.slips.test_screening_page import LEAVE
from tests.slips.test_variants import GOLDEN, TIER_1, keep, pictured

Drawn = Callable[[str], Layout]
LANGUAGES = {"screening": ("it", "en", "fr", "ar"), "minor_report": TIER_1}
"""Of the desk, or of the child."""
ANSWERS = {
    "a": {"born": "2004-02-29", "birthplace": "Sylhet", "gender": ""},
    "b": {"nationality": "Bangladesh", "residence": "Libia"},
    "e": {"heavy": "prefers_not_to_say", "help_with": "Cammina con fatica. " * 9, "safe": "", "place": ""},
    "f": {"protection": "does_not_know"},
    "g": {"in_europe_where": "Mio fratello maggiore vive in Germania"},
}
"""What was told, declined, not known, told at length and not asked."""


def screening(language: str) -> Layout:
    tags = {f"/d/{name}": {"art17": letter} for letter, told in ANSWERS.items() for name in told}
    unsaid = {"": "not_asked", "prefers_not_to_say": "prefers_not_to_say", "does_not_know": "does_not_know"}
    heard = [
        Heard(f"/d/{name}", value, f"Domanda {name}?", "" if value in unsaid else value, unsaid.get(value, "answered"))
        for told in ANSWERS.values()
        for name, value in told.items()
    ]
    page = screening_page(((Form(tags), heard, "uuid:1", LEAVE),))
    page = replace(page, child="not_told", decided=(AgeTold("adult", "decision", date(2026, 11, 20)),))
    return slips.lay_out_screening(page, FRAME, language, i18n.load)


def minor_report(folder: Path) -> MinorReport:
    setup = workflow.Setup("Mediazione", "Molo Favaloro", "", "Sara", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(folder / "place.intake", setup, vault.FLOOR) as store:
        xml = xlsform.compile_own(paths.forms() / "minor.md", paths.translations()).xml
        return workflow.minor_report(store, talked(store, xml, {}))


def drawn(folder: Path) -> dict[str, Drawn]:
    """Each paper in a language."""
    report = minor_report(folder)
    return {
        "screening": screening,
        "minor_report": lambda language: slips.lay_out_minor_report(
            replace(report, language=language), FRAME, i18n.load
        ),
    }


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    return drawn(tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize(("paper", "language"), [(paper, each) for paper, told in LANGUAGES.items() for each in told])
def test_a_paper_stands_as_it_was_looked_at(papers: dict[str, Drawn], paper: str, language: str) -> None:
    kept = json.loads((GOLDEN / f"{paper}.json").read_text(encoding="utf-8"))
    layout = papers[paper](language)
    assert pictured(layout) == kept["languages"][language] and faults(layout) == []


def write() -> None:
    """Writes the goldens of the papers."""
    with TemporaryDirectory() as folder:
        for paper, draw in drawn(Path(folder)).items():
            keep(paper, {"languages": {language: pictured(draw(language)) for language in LANGUAGES[paper]}})
