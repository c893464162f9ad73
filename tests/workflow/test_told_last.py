"""The page of the screening and the export tell what a person said last, and a "no" that was heard stays one."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import i18n, slips, workflow
from intake_app.cli import filling
from intake_app.exports import ScreeningPage
from intake_app.screening import Statement
from intake_app.slips.stated import birth_told
from intake_app.slips.voice import Voice
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, ages
from tests.gui_shell import people
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_copied_told import Copy
from tests.workflow.test_export_case import Person, a_store
from tests.workflow.test_own_corrected import corrected

YES = ConsentSheet(given=True, language="bn")
WANTED = {"/data/page/page_wanted": "yes"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with a_store(tmp_path) as made:
        yield made


def needs(**said: str) -> dict[str, str]:
    return {**WANTED, **{f"/data/page/{name}": value for name, value in said.items()}}


def told(page: ScreeningPage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for heard in page.items.values():
        for each in heard:
            if "/page/" in each.ref and (each.value or each.state not in ("answered", "not_asked")):
                found.setdefault(each.name, []).append(each.value or each.state)
    return found


def test_the_newest_word_to_each_question_is_on_the_page_of_the_screening_whichever_record_it_is_made_of(
    store: Vault,
) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    first = person.asked("needs", needs(nationality="BD", protection="yes", in_europe="yes", in_europe_where="a sister",
                                        birthplace="Sylhet"))  # fmt: skip
    second = person.asked("needs", needs(protection="prefers_not_to_say", nationality="PK"), again=True)
    expected = {
        "nationality": ["PK"], "protection": ["prefers_not_to_say"], "in_europe": ["yes"],
        "in_europe_where": ["a sister"], "birthplace": ["Sylhet"],
    }  # fmt: skip
    for record in (first, second):
        assert told(workflow.screening_page(store, record, "it", YES)) == expected
    person.asked("needs", needs(in_europe="no"), again=True)
    del expected["in_europe_where"]  # nobody is there to tell of any more
    for record in (first, second):
        assert told(workflow.screening_page(store, record, "it", YES)) == {**expected, "in_europe": ["no"]}


def test_who_does_not_want_the_page_any_more_has_nothing_on_it(store: Vault) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    first = person.asked("needs", needs(nationality="BD", protection="yes"))
    person.asked("needs", {"/data/page/page_wanted": "no"}, again=True)
    assert told(workflow.screening_page(store, first, "it", YES)) == {}


def test_a_copy_makes_nothing_of_what_it_begins_with_newer(store: Vault) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    first = person.asked("needs", needs(nationality="BD", birthplace="Sylhet"))
    person.asked("needs", needs(nationality="PK"), again=True)
    copy = Copy(store, first)
    for ref, value in (("page_wanted", "yes"), ("birthplace", "Dhaka")):  # a copy asks for consent anew
        copy.session.answer(f"/data/page/{ref}", value)
    done = copy.closed()
    page = told(workflow.screening_page(store, done, "it", YES))
    assert (page["nationality"], page["birthplace"]) == (["PK"], ["Dhaka"])


def test_a_no_stays_a_no_where_another_talk_did_not_come_to_the_question(store: Vault) -> None:
    person = Person(store, screen__locked_watched="no")
    workflow.consent_given(store, person.first, "record", language="bn")
    workflow.consent_given(store, person.first, "export", "anti_trafficking", language="bn")
    states = json.loads(person.export().data)["states"]["indicators"]
    assert states["locked_watched"] == "no"


def on_paper(page: ScreeningPage) -> str:
    frame = slips.ReportFrame("PINO-44-1", "Org", "Quay")
    layout = slips.lay_out_screening(page, frame, "it", i18n.load)
    return " ".join(text.text for each in layout.pages for text in each.texts)


ADULT = "Sì, 18 anni o più"


@pytest.mark.parametrize("how", ["doubt", "decided", "document", "second"])
def test_who_counts_as_a_child_is_no_adult_on_the_page_of_the_screening(store: Vault, how: str) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    assert ADULT in on_paper(workflow.screening_page(store, person.first, "it", YES))
    noted = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")
    if how == "doubt":
        person.asked("minor", {"/data/age/doubt": "yes"})
    elif how == "decided":
        workflow.decide_age(store, person.case.id, "minor", "birth certificate seen at the desk")
    elif how == "document":
        noted = replace(noted, age="minor", age_from="document")
    else:
        other = people.answered(store, people.ARABIC, {"information/age_band": "minor"})
        workflow.put_in_case(store, other, person.case.id)
        workflow.finalise_draft(store, other)
    page = workflow.screening_page(store, person.first, "it", noted)
    told = on_paper(page)
    assert page.child == "minor" and ADULT not in told and "Conta come minore di 18 anni" in told


@pytest.mark.parametrize(
    ("said", "stated", "not_told"),
    [
        ("age 22 at 2026-11-29", "22 anni, detto il 29/11/2026", "2003"),
        ("about age 17 at 2026-11-29", "17 anni, detto il 29/11/2026", "2012"),
        ("? 2003--", "2003", "31/12/2003"),
        ("ethiopian 2000--", "2000", "2008"),
    ],
)
def test_a_birth_is_on_paper_as_it_was_told_and_no_more_exact(
    store: Vault, said: str, stated: str, not_told: str
) -> None:
    record = people.answered(store, people.ARABIC, {"information/age_band": "does_not_know"})
    opened = workflow.open_record(store, record)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    born = next(ref for ref in session.values() if ref.endswith("/born"))
    workflow.answer(session, born, said)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    workflow.finalise_draft(store, record)
    child = ages.age_of_person(store, record) != "adult"
    noted = ConsentSheet(given=True, guardian=GUARDIAN if child else None, language="bn")
    told = on_paper(workflow.screening_page(store, record, "it", noted))
    assert stated in told and not_told not in told
    (read,) = (each for each in workflow.read_record(store, record, "it").answers if each.ref == born)
    assert read.stated is not None and not_told not in read.answer


MD = """| survey |
| | type | name | label | bind::intake:art17 |
{rows}
| settings |
| | form_title | form_id | version | namespaces |
| | {form} | {form} | 1 | intake="urn:intake:form:1" |
"""


def talked(store: Vault, person: Person, form: str, rows: str, answers: dict[str, str]) -> str:
    done = workflow.import_form(store, f"{form}.md", MD.format(form=form, rows=rows).encode(), {})
    assert done.form_key is not None
    opened = workflow.start_record(store, done.form_key)
    workflow.put_in_case(store, opened.row.id, person.case.id)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    filling.fill(session, answers, str)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return workflow.finalise_draft(store, opened.row.id).row.id


def items(page: ScreeningPage) -> dict[str, list[tuple[str, str]]]:
    told = {letter: [(each.ref, each.value) for each in heard if each.value] for letter, heard in page.items.items()}
    mine = re.compile(r"/data/(q1|rel\[.*)")
    return {letter: [one for one in said if mine.match(one[0])] for letter, said in told.items()}


def test_a_question_of_another_form_takes_nothing_off_though_it_has_the_same_name(store: Vault) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    one = talked(store, person, "one", "| | text | q1 | Nationality? | b |", {"/data/q1": "Bangladesh"})
    talked(store, person, "other", "| | text | q1 | Family in Europe? | g |", {"/data/q1": "a sister"})
    page = items(workflow.screening_page(store, one, "it", YES))
    assert (page["b"], page["g"]) == ([("/data/q1", "Bangladesh")], [("/data/q1", "a sister")])


def test_a_list_is_told_as_it_was_told_last_and_never_mixed_with_the_one_before(store: Vault) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    rows = """| | begin repeat | rel | Relative | |
| | text | who | Who? | g |
| | text | country | Where? | g |
| | end repeat | | | |"""
    sister = {"/data/rel[1]/who": "sister", "/data/rel[1]/country": "Germany", "/data/rel[2]/who": "uncle"}
    first = talked(store, person, "family", rows, sister)
    talked(store, person, "family", rows, {"/data/rel[1]/who": "brother"})
    page = items(workflow.screening_page(store, first, "it", YES))
    assert page["g"] == [("/data/rel[1]/who", "brother")]


def test_a_correction_of_something_else_brings_back_nothing_that_rests_on_a_yes_taken_back_since(store: Vault) -> None:
    person = Person(store)
    workflow.consent_given(store, person.first, "record", language="bn")
    first = person.asked("needs", needs(nationality="BD"))
    second = person.asked("needs", needs(birthplace="Dhaka"), again=True)
    corrected(store, second, page_wanted="no")
    assert told(workflow.screening_page(store, first, "it", YES)) == {}
    corrected(store, first, nationality="PK")
    assert told(workflow.screening_page(store, first, "it", YES)) == {}


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        (Statement(season="summer", year="2008"), "estate 2008"),
        (Statement(season="summer"), "estate"),
        (Statement(year="2008", day="3"), "2008"),
    ],
)
def test_a_season_is_on_paper_and_a_day_of_no_month_is_none(said: Statement, stated: str) -> None:
    told = birth_told(Voice.of("it", i18n.load), said)
    assert "".join(span.text for span in told.spans).endswith(f" {stated}")
