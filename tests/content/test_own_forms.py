"""Every questionnaire of the program: it compiles, it is complete, it can be declined, its words are neutral."""

import json
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from pyxform.validators import odk_validate

from intake_app import languages, paths, xform, xlsform
from intake_app.screening import OUTCOMES
from intake_app.xlsform import CompiledForm

X = "{http://www.w3.org/2002/xforms}"
OURS = "{urn:intake:form:1}"
NAMES = sorted(path.stem for path in paths.forms().glob("*.md"))
MODULES = [name for name in NAMES if name != "first_interview"]
LANGUAGES = {"en", "it", "fr", "ar", "bn"}
WORDS = {
    "en": ("victim", "traffick", "exploit", "slave", "smuggl", "prostitut"),
    "it": ("vittim", "tratta ", "trafficant", "sfrutta", "schiav", "prostitu"),
    "fr": ("victime", "traite ", "trafiqu", "exploit", "esclav", "prostitu"),
    "ar": ("ضحية", "ضحايا", "الاتجار", "استغلال", "عبودية", "دعارة"),
    "bn": ("ভুক্তভোগী", "পাচার", "শোষণ", "দাস", "পতিতা"),
}
DECLINED = ["does_not_know", "prefers_not_to_say"]
REASON = "conclusion/reason_words"
"""The mediator's own reason for what they conclude, where they want to give one in words."""
SIGNLESS = {"needs"}  # what somebody needs says nothing of what was done to them
TYPED = {
    "minor": {"story/own_words", "age/born", "age/doubt_on", "entry/entered", "entry/held_on"},
    "needs": {"page/birthplace", "page/residence", "page/in_europe_where"},
}


@cache
def form(name: str) -> CompiledForm:
    return xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations())


@cache
def root(name: str) -> etree._Element:
    return etree.fromstring(form(name).xml)


def binds(name: str) -> list[etree._Element]:
    return list(root(name).iter(f"{X}bind"))


def texts(name: str) -> dict[str, str]:
    """All words of each language in one, in small letters."""
    return {
        str(each.get("lang")).rpartition("(")[2].rstrip(")"): " ".join(each.itertext()).lower()
        for each in root(name).iter(f"{X}translation")
    }


def test_there_is_a_module() -> None:
    assert "labour" in MODULES


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles_without_a_remark_and_our_engine_loads_it(name: str) -> None:
    assert form(name).remarks == ()
    assert form(name).form_id == f"intake_{name}"
    assert xform.load(form(name).xml).form_id == f"intake_{name}"


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_can_be_corrected_as_the_person_is_told(name: str) -> None:
    assert xform.load(form(name).xml).client_editable


@pytest.mark.parametrize("name", NAMES)
def test_odk_validate_takes_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xml"
    path.write_bytes(form(name).xml)
    assert odk_validate.check_xform(str(path)) == []


@pytest.mark.parametrize("name", NAMES)
def test_its_languages_are_complete_and_marked_unreviewed(name: str) -> None:
    marks = {str(each.get("lang")): each.get(f"{OURS}review") for each in root(name).iter(f"{X}translation")}
    assert {languages.form_name(code) for code in LANGUAGES} <= set(marks)
    assert marks.pop("English (en)") is None
    assert set(marks.values()) == {"unreviewed"}
    for value in root(name).iter(f"{X}value"):
        if value.getparent().tag == f"{X}text":
            assert (value.text or "").strip() not in ("", "-")
            assert value.get(f"{OURS}fallback") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_question_to_a_person_can_be_declined(name: str) -> None:
    offered = {
        str(instance.get("id")): [each.text for each in instance.iter(f"{X}name")]
        for instance in root(name).iter(f"{X}instance")
        if instance.get("id")
    }
    mediator = {bind.get("nodeset") for bind in binds(name) if bind.get(f"{OURS}audience") == "mediator"}
    asked = [each for kind in ("select", "select1") for each in root(name).iter(f"{X}{kind}")]
    assert asked
    for control in asked:
        if control.get("ref") not in mediator:
            choices = offered[str(control.find(f"{X}itemset").get("nodeset")).split("'")[1]]
            assert choices[-2:] == DECLINED, control.get("ref")


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_required_and_nothing_is_typed(name: str) -> None:
    """But for papers that a law wants: of a child dates and one text in the child's own words; of the screening, where
    the mediator says that its page is wanted, what no list can offer; and the mediator's own reason."""
    assert [bind.get("nodeset") for bind in binds(name) if bind.get("required")] == []
    notes = {bind.get("nodeset") for bind in binds(name) if bind.get("readonly") == "true()"}
    typed = {each.get("ref") for each in root(name).iter(f"{X}input")} - notes
    assert typed == {f"/data/{place}" for place in (*TYPED.get(name, ()), REASON)}


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_is_known(name: str) -> None:
    rules = json.loads((paths.resources() / "assessment.json").read_text(encoding="utf-8"))
    known = {each["code"] for each in rules["indicators"]} | {"danger_now"}
    tagged = [bind for bind in binds(name) if bind.get(f"{OURS}indicator")]
    assert bool(tagged) is (name not in SIGNLESS)
    for bind in tagged:
        assert bind.get(f"{OURS}indicator") in known
        assert bind.get(f"{OURS}strength") in ("strong", "medium", "weak")
        assert bind.get(f"{OURS}when")
        assert bind.get(f"{OURS}sensitive") == "yes"


def told(name: str, part: str) -> dict[str, str]:
    """The English words of each question: its label, or its hint."""
    english = next(each for each in root(name).iter(f"{X}translation") if each.get("lang") == "English (en)")
    said = {str(each.get("id")): " ".join(each.itertext()).strip() for each in english.iter(f"{X}text")}
    return {path.removesuffix(f":{part}"): text for path, text in said.items() if path.endswith(f":{part}")}


def test_a_debt_that_was_paid_is_asked_about_as_one_that_stands() -> None:
    asked = [
        told(name, "label")[str(bind.get("nodeset"))]
        for name in NAMES
        for bind in binds(name)
        if bind.get(f"{OURS}indicator") in ("fee_debt", "debt_grows")
    ]
    assert len(asked) == 12
    before = ("have you owed", "did it grow", "did someone say")
    assert [one for one in asked if not any(then in one for then in before)] == []


def test_how_soon_a_service_should_answer_is_proposed_as_the_rules_have_it() -> None:
    rules = json.loads((paths.resources() / "assessment.json").read_text(encoding="utf-8"))
    assert rules["soon"] == {"danger": "24h", "health": "72h"}
    asked = [each for name in NAMES for path, each in told(name, "hint").items() if path.endswith("/priority")]
    assert len(asked) == 9 and len(set(asked)) == 1
    day, days, weeks = (asked[0].index(each) for each in ("24 hours:", "72 hours:", "Two weeks:"))
    assert "danger" in asked[0][day:days]
    assert "a child is alone" in asked[0][days:weeks] and "health care" in asked[0][days:weeks]
    assert "draft" in asked[0]


@pytest.mark.parametrize("name", NAMES)
def test_its_words_are_neutral_to_who_hears_them(name: str) -> None:
    said = texts(name)
    for code, words in WORDS.items():
        assert [word for word in words if word in said[code]] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_to_the_mediator_alone_that_it_is_a_draft(name: str) -> None:
    drafts = [
        bind
        for bind in binds(name)
        if str(bind.get("nodeset")).endswith("/draft") and bind.get(f"{OURS}audience") == "mediator"
    ]
    assert len(drafts) == 1
    assert "a draft, to be confirmed by a domain person" in texts(name)["en"]


@pytest.mark.parametrize("name", MODULES)
def test_its_sentences_can_be_read_aloud(name: str) -> None:
    for entry in xlsform.source_texts((paths.forms() / f"{name}.md").read_bytes(), f"{name}.md"):
        for sentence in entry.text.replace("?", ".").replace("!", ".").split("."):
            assert len(sentence.split()) <= 27, sentence


@pytest.mark.parametrize("name", NAMES)
def test_a_conclusion_and_its_reason_are_the_mediators_alone_and_name_nobody(name: str) -> None:
    tagged = {
        tag: [bind for bind in binds(name) if bind.get(f"{OURS}{tag}")] for tag in ("outcome", "reason")
    }
    assert [len(found) for found in tagged.values()] == [1, 2]
    for bind in (*tagged["outcome"], *tagged["reason"]):
        assert bind.get(f"{OURS}audience") == "mediator" and bind.get(f"{OURS}sensitive") == "yes"
    offered = {
        str(instance.get("id")): [each.text for each in instance.iter(f"{X}name")]
        for instance in root(name).iter(f"{X}instance")
        if instance.get("id") in ("outcome", "reason")
    }
    assert offered["outcome"] == list(OUTCOMES)
    assert len(offered["reason"]) == 9
    assert [bind.get(f"{OURS}reason") for bind in tagged["reason"]] == ["coded", "words"]
    assert [bind.get("required") for bind in tagged["reason"]] == [None, None]


@pytest.mark.parametrize("name", NAMES)
def test_it_has_a_node_for_why_answers_are_blank(name: str) -> None:
    assert [bind.get("nodeset") for bind in binds(name) if bind.get(f"{OURS}unsaid")] == ["/data/unsaid"]
    assert not [each for each in root(name).iter(f"{X}input") if each.get("ref") == "/data/unsaid"]


def test_the_kinds_of_work_are_the_21_sections() -> None:
    sections = next(each for each in root("labour").iter(f"{X}instance") if each.get("id") == "section")
    assert [each.text for each in sections.iter(f"{X}name")] == [*"ABCDEFGHIJKLMNOPQRSTU", *DECLINED]


def test_the_four_indices_of_work_are_asked_about() -> None:
    rules = json.loads((paths.resources() / "assessment.json").read_text(encoding="utf-8"))
    index = {each["code"]: each["index"] for each in rules["indicators"] if each.get("index")}
    asked = {index.get(str(bind.get(f"{OURS}indicator"))) for bind in binds("labour")} - {None}
    assert asked == {1, 2, 3, 4}


@pytest.mark.parametrize("name", NAMES)
def test_after_a_yes_to_being_hurt_the_mediator_is_told_to_ask_no_details(name: str) -> None:
    for path in (each.get("nodeset", "") for each in binds(name)):
        if path.endswith("/hurt"):
            notes = [each for each in binds(name) if "/hurt  = 'yes'" in each.get("relevant", "")]
            told = [each for each in notes if each.get(f"{OURS}audience") == "mediator"]
            assert told and all("/no_details" in each.get("nodeset", "") for each in told), path


def test_the_person_is_told_about_how_long_the_questions_on_needs_take() -> None:
    """Those that everybody hears, at 100 words in a minute, ten seconds for an answer; more follow on some answers."""
    lines = (paths.forms() / "needs.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    named = rows[1]
    heard = [
        dict(zip(named, row, strict=False))
        for row in rows[2 : rows.index(next(row for row in rows if row[1:2] == ["choices"]))]
    ]
    heard = [
        row for row in heard
        if row.get("label") and not row["relevant"] and row["bind::intake:audience"] != "mediator"
    ]  # fmt: skip
    words = sum(len(f"{row['label']} {row['hint']}".split()) for row in heard)
    minutes = words / 100 + sum(row["type"].startswith("select") for row in heard) / 6
    assert 6 < minutes <= 10
    assert "about ten minutes" in next(row["label"] for row in heard if row["name"] == "gentle")
