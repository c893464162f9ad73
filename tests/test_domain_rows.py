"""The systems of the domain that this program serves, row by row: each check as the reference words it, run for real.

The numbers are those of section 1 of the domain reference; each function is the check of one row.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from intake_app import i18n, languages, paths, slips, workflow, xform, xlsform
from intake_app.cli import rehearsal
from intake_app.exports import load_standard
from intake_app.referral import CallTold
from intake_app.screening import RECIPIENT_KINDS, Assessment, assess, assess_values, load_rules, offers
from intake_app.slips.card import HEIGHT, WIDTH
from intake_app.slips.layout import MILLIMETRE
from intake_app.slips.render import draw
from tests.gui_shell import people
from tests.shared_data import shared
from tests.slips.test_pages import shown
from tests.slips.test_papers import TIER_1
from tests.slips.test_pdf import extracted
from tests.slips.test_variants import content
from tests.workflow.test_export_case import Person, a_store, agree, objects, read_back

RULES = load_rules((paths.resources() / "assessment.json").read_bytes())
STANDARD = load_standard((paths.resources() / "htcds.json").read_bytes())
TAGS = {f"/d/{code}": {"indicator": code} for code in RULES.signs} | {"/d/age": {"slip": "age_band"}}
PLACES = {code: path for path, own in TAGS.items() for code in own.values()}


@cache
def own(name: str) -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml)


def told(*codes: str, age: str = "adult") -> dict[str, str]:
    return dict.fromkeys(TAGS, "no") | {f"/d/{code}": "yes" for code in codes} | {"/d/age": age}


def row_10_every_field_of_the_standard_comes_back() -> None:
    """Round trip against the list of fields."""
    page = shared("data/htcds/htcds_v2_fields.csv").read_text(encoding="utf-8")
    listed = set(re.findall(r"\b(?:org|prs|vic|per|cas|cco|hte|spl|con)_[A-Z]\w+", page))
    fields = {each.name for each in STANDARD.fields}
    assert fields <= listed and len(fields) == 83
    with TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        person = Person(store)
        agree(person)
        assert read_back(person) == fields


def row_11_an_index_offers_the_desk_for_work_and_the_sector_goes_out() -> None:
    """Case with 603-bis index → TLI slip offered; ISIC code on export."""
    found = assess_values(TAGS, told("pay_below"), RULES)
    assert [index.number for index in found.indices] == [1]
    assert offers(RULES, found, {})[0].recipient == "labour_desk"
    with TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        person = Person(store)
        proposal = workflow.propose_slip(store, person.labour)
        assert proposal.offers[0].recipient == "labour_desk"
        agree(person)
        (victim,) = objects(person.export())["victim"]
        assert victim["vic_ForcedLabourIndustry"] == "A_AgricultureForestryAndFishing"


def assessed(folder: Path, age: str, told: dict[str, str]) -> Assessment:
    """The assessment of somebody who was asked about work after a first talk that told of nothing."""
    calm = {place: "no" for place in rehearsal.ANSWERS[people.ARABIC] if place.startswith("screen/")}
    with a_store(folder) as store:
        first = people.finish(store, people.ARABIC, {**calm, "information/age_band": age})
        opened = workflow.begin_module(store, workflow.case_for(store, first).id, "labour")
        session = workflow.session_for(opened, own("labour"))
        for place, value in told.items():
            session.answer(f"/data/{place}", value)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        kept = workflow.open_record(store, opened.row.id)
        session = workflow.session_for(kept, own("labour"))
        return assess(session.definition, session.values(), workflow.assessment_rules(), kept.beyond)


def row_13_for_a_child_means_are_not_needed() -> None:
    """Child with exploitation but no means → same priority outcome; what was told stands by act, means and purpose."""
    purpose = {"work/worked": "yes", "work/hours": "yes", "work/unsafe": "yes"}
    means = {f"freedom/{name}": "yes" for name in ("documents", "watched")}
    with TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("adult", "child", "without")]
        for place in places:
            place.mkdir()
        adult = assessed(places[0], "adult", {**purpose, **means})
        child = assessed(places[1], "minor", {**purpose, **dict.fromkeys(means, "no")})
        without = assessed(places[2], "adult", {**purpose, **dict.fromkeys(means, "no")})
    assert (child.suggestion, child.rule, child.child) == ("priority_refer_now", "child_exploitation", True)
    assert (adult.suggestion, adult.rule, adult.child) == ("priority_refer_now", "exploitation_and_means", False)
    assert without.suggestion != "priority_refer_now"
    assert [group.name for group in child.groups] == ["purpose"]
    assert [group.name for group in adult.groups] == ["means", "purpose"]


def row_17_what_the_directive_added_can_be_told() -> None:
    """Picklist test: forced marriage, illegal adoption, surrogacy."""
    kinds = next(each.values for each in STANDARD.fields if each.name == "vic_TypeOfExploitation")
    said = {found.get("vic_TypeOfExploitation") for found in STANDARD.indicators.values()}
    assert {"ForcedMarriage", "ForcedAdoption", "Surrogacy"} <= said & set(kinds)
    asked = {code for _, code in own("marriage_family").tagged("indicator")}
    mapped = {STANDARD.indicators[code].get("vic_TypeOfExploitation") for code in asked if code in STANDARD.indicators}
    assert {"ForcedMarriage", "ForcedAdoption", "Surrogacy", "OrganRemoval"} <= mapped


def row_9_the_card_in_every_language_and_the_calls() -> None:
    """Print credit-card-size card (languages: tier 1); call log appears on slip, where its recipient may see it."""
    papers, line = workflow.papers()
    words = (papers.card.title, *papers.card.under)
    seen = set()
    for language in TIER_1:
        laid, tr = slips.lay_out_card(papers, line, language, i18n.load), i18n.load(language)
        assert "800 290 290" in extracted(draw(laid)).replace("\u00a0", " ")
        page, own = shown(laid.pages[0]), tr if language != "en" else str
        assert laid.language == language and all(own(each) in page for each in words), language
        assert (own(papers.card.not_served) in page) is (not line.speaks(language)), language
        served = [code for code in line.languages if languages.get(code).named_in(language) in page]
        whole = own(papers.card.languages) in page
        assert whole or own(papers.card.some_languages) in page, language
        assert "it" in served and len(served) >= (len(line.languages) if whole else papers.card.first_languages)
        seen.add(page)
    assert len(seen) == len(TIER_1), "each in words of its own"
    assert (round(WIDTH / MILLIMETRE, 1), round(HEIGHT / MILLIMETRE, 1)) == (85.6, 54.0)
    call = CallTold("2026-11-27T10:32:00+01:00", "staff", "NV-12", "passed_on")
    for kind in ("anti_trafficking", "freephone"):
        page = shown(slips.lay_out(replace(content(kind), calls=(call,)), "bn", i18n.load).pages[0])
        told = "27/11/2026 · 10:32 · abbiamo chiamato noi · operatore NV-12 · passata a un servizio del territorio"
        assert told in page and "anche quando è stato chiamato il numero verde" in page
    seeing = [kind for kind in RECIPIENT_KINDS if "calls" in workflow.variants().of(kind).fields]
    assert seeing == ["anti_trafficking", "freephone"]


ROWS: dict[int, Callable[[], None]] = {
    9: row_9_the_card_in_every_language_and_the_calls,
    10: row_10_every_field_of_the_standard_comes_back,
    11: row_11_an_index_offers_the_desk_for_work_and_the_sector_goes_out,
    13: row_13_for_a_child_means_are_not_needed,
    17: row_17_what_the_directive_added_can_be_told,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_the_row_runs(row: int) -> None:
    ROWS[row]()


def test_each_row_is_one_of_the_reference() -> None:
    page = shared("reference/domain.md").read_text(encoding="utf-8")
    numbered = {int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert set(ROWS) <= numbered
