"""The first questionnaire: what it promises, and that other tools can run it."""

import re
from functools import cache

import pytest
from lxml import etree

from intake_app import languages, paths, referral, screening, xform, xlsform
from intake_app.gui.own_titles import about
from intake_app.screening.tags import signs
from intake_app.xlsform import CompiledForm

X = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
OURS = "{urn:intake:form:1}"
SOURCE = paths.forms() / "first_interview.md"
LANGUAGES = ("en", "it", "ar", "bn", "fr", "ur", "fa", "so", "ti", "am")


@cache
def form() -> CompiledForm:
    return xlsform.compile_own(SOURCE, paths.translations())


@cache
def root() -> etree._Element:
    return etree.fromstring(form().xml)


def tagged(name: str) -> dict[str, str]:
    found = {bind.get("nodeset"): bind.get(f"{OURS}{name}") for bind in root().iter(f"{X}bind")}
    return {path: value for path, value in found.items() if value}


def lists() -> dict[str, list[str]]:
    return {
        str(instance.get("id")): [name.text or "" for name in instance.iter(f"{X}name")]
        for instance in root().iter(f"{X}instance")
        if instance.get("id")
    }


def controls() -> dict[str, str]:
    """The list of each selection question."""
    return {
        str(control.get("ref")): str(control.find(f"{X}itemset").get("nodeset")).split("'")[1]
        for kind in ("select", "select1")
        for control in root().iter(f"{X}{kind}")
    }


def test_it_compiles_without_a_remark() -> None:
    assert form().form_id == "intake_first_interview"
    assert form().remarks == ()


def test_about_twenty_five_questions() -> None:
    of_child = {path for path, to in tagged("audience").items() if to == "child"}  # in place of another question
    assert 20 <= len(controls().keys() - of_child) <= 30


def test_each_language_is_there_the_source_first_the_rest_marked() -> None:
    found = {each.get("lang"): each.get(f"{OURS}review") for each in root().iter(f"{X}translation")}
    assert set(found) == set(map(languages.form_name, LANGUAGES))
    assert found.pop("English (en)") is None
    assert set(found.values()) == {"unreviewed"}


def test_no_text_is_blank_a_dash_or_a_fallback() -> None:
    for value in root().iter(f"{X}value"):
        if value.getparent().tag == f"{X}text":
            assert (value.text or "").strip() not in ("", "-")
            assert value.get(f"{OURS}fallback") is None


MEDIATOR = {"/data/next_steps/outcome", "/data/next_steps/priority", "/data/next_steps/reason"}


def test_every_question_to_the_person_can_be_declined() -> None:
    offered = lists()
    for path, choices in controls().items():
        if path not in MEDIATOR:
            assert offered[choices][-2:] == ["does_not_know", "prefers_not_to_say"], path


def test_nothing_is_required_but_the_human_outcome() -> None:
    required = [bind.get("nodeset") for bind in root().iter(f"{X}bind") if bind.get("required")]
    assert required == list(tagged("outcome")) == ["/data/next_steps/outcome"]


def test_the_outcome_vocabulary() -> None:
    assert lists()["outcome"] == list(screening.OUTCOMES)
    assert b"not a victim" not in form().xml.lower()


def test_six_purposes_of_consent_asked_apart_and_what_is_passed_on_apart_of_a_child() -> None:
    asked, of_child = tagged("consent"), {path for path, to in tagged("audience").items() if to == "child"}
    passed_on = ["referral", "sync", "export", "research"]
    assert [purpose for path, purpose in asked.items() if path not in of_child] == ["interview", "record", *passed_on]
    assert [asked[path] for path in asked if path in of_child] == passed_on and of_child <= asked.keys()


def test_eight_questions_point_to_indicators_and_one_to_danger() -> None:
    screen = {path for path, _ in signs(xform.load(form().xml)) if path.startswith("/data/screen/")}
    assert len(screen) == 8
    assert set(tagged("indicator")) - screen == {"/data/safety/danger_now"}
    assert set(tagged("strength").values()) <= {"strong", "medium", "weak"}
    assert tagged("when").keys() == tagged("strength").keys() == tagged("indicator").keys()


def test_slip_fields_speak_the_codes_of_the_slip() -> None:
    from_form = {field: set(lists()[controls()[path]]) for path, field in tagged("slip").items()}
    states = {"does_not_know", "prefers_not_to_say"}
    assert from_form["age_band"] - states == {"adult", "minor"}
    assert from_form["interpreter_gender"] - states == {"any", "woman", "man"}
    assert from_form["priority"] == set(referral.PRIORITIES)
    assert from_form["services"] - states - {"nothing"} == set(referral.SERVICES)
    assert from_form["safe_contact"] - states == set(referral.SAFE_CONTACTS)
    assert {languages.get(code).code for code in from_form["language"] - states - {"other"}} <= from_form["language"]


def test_no_question_to_the_person_for_name_place_or_free_text_and_for_a_birth_only_where_the_age_is_in_doubt() -> None:
    own = "/data/next_steps/reason_words"
    assert tagged("audience")[own] == "mediator" and tagged("reason")[own] == "words"
    fields = [control.get("ref") for control in root().iter(f"{X}input") if not is_note(control)]
    fields.remove(own)
    assert fields == ["/data/information/born"]
    bind = next(bind for bind in root().iter(f"{X}bind") if bind.get("nodeset") == fields[0])
    assert bind.get("relevant").split() == ["/data/information/age_band", "=", "'does_not_know'"]
    assert bind.get("required") is None


def is_note(control: etree._Element) -> bool:
    bind = next(bind for bind in root().iter(f"{X}bind") if bind.get("nodeset") == control.get("ref"))
    return bind.get("readonly") == "true()"


def test_the_title_and_the_name_of_a_record_say_nothing() -> None:
    assert root().findtext(f".//{H}title") == "First interview (draft)"
    name = next(b for b in root().iter(f"{X}bind") if str(b.get("nodeset")).endswith("instanceName"))
    assert name.get("calculate") == "concat('First interview ', substr(/data/meta/instanceID, 5, 13))"


@pytest.mark.parametrize("word", ["traffick", "victim", "exploit", "prostitut", "slave", "smuggl"])
def test_the_words_are_neutral_to_a_passer_by(word: str) -> None:
    assert word not in form().xml.decode().lower()


def test_texts_can_be_read_aloud() -> None:
    for entry in xlsform.source_texts(SOURCE.read_bytes(), SOURCE.name):
        for sentence in entry.text.replace("?", ".").replace("!", ".").split("."):
            assert len(sentence.split()) <= 27, sentence


def test_the_spreadsheet_for_other_tools_holds_every_language() -> None:
    folder = paths.translations() / "forms" / "first_interview"
    catalogues = dict(xlsform.read_catalogue(path.read_bytes(), path.name) for path in sorted(folder.glob("*.po")))
    sheet = xlsform.write_xlsx(SOURCE.read_bytes(), SOURCE.name, catalogues)
    again = etree.fromstring(xlsform.compile_form(sheet, "first_interview.xlsx").xml)
    texts = {each.get("lang"): len(list(each)) for each in again.iter(f"{X}translation")}
    assert set(texts) == set(map(languages.form_name, LANGUAGES))
    assert len(set(texts.values())) == 1


READ, ANSWERED = 100.0, 1 / 6
"""Words that are read aloud in a minute, slowly; minutes for an answer."""
MAY_BE_SKIPPED = {"under_18", "born", "danger_help", "postponed", "opens_again", "not_now"}


def minutes(language: str, group: str) -> float:
    """How long a module takes a grown-up who hears every question: the words that are read aloud, and the answers."""
    said = next(each for each in root().iter(f"{X}translation") if str(each.get("lang")).endswith(f"({language})"))
    told = {str(each.get("id")): len(" ".join(each.itertext()).split()) for each in said.iter(f"{X}text")}
    not_read = tagged("audience")  # by the mediator alone, or to a child
    heard = [
        path
        for path in dict.fromkeys(each.rpartition(":")[0] for each in told)
        if path.startswith(f"/data/{group}/") and path not in not_read
        and path.rpartition("/")[2] not in MAY_BE_SKIPPED and "/child_" not in path
    ]  # fmt: skip
    words = sum(told.get(f"{path}:{part}", 0) for path in heard for part in ("label", "hint"))
    return words / READ + ANSWERED * sum(path in controls() for path in heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_screen_takes_five_minutes_at_most(language: str) -> None:
    assert 2 < minutes(language, "screen") <= 5


def test_the_minutes_that_are_told_of_each_module_are_those_it_takes() -> None:
    groups = {"M0": "safety", "M1": "information", "M2": "screen", "M7": "next_steps"}
    means = {name: sum(minutes(each, group) for each in LANGUAGES) / len(LANGUAGES) for name, group in groups.items()}
    assert {name: round(mean) for name, mean in means.items()} == {"M0": 2, "M1": 5, "M2": 3, "M7": 2}
    whole = [sum(minutes(each, group) for group in groups.values()) for each in LANGUAGES]
    assert min(whole) > 9 and max(whole) < 16
    told = about("First interview (draft)")
    assert re.findall(r"\((\d)", told) == ["2", "5", "3", "2"] and "ten to fifteen minutes" in told
