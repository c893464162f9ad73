"""Who turns out to be under 18 after they agreed as an adult is asked again, and the window says so."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.interview_answering import PAUSE
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_saving import SOON
from intake_app.screening import Statement, written_birth
from intake_app.vault import Vault
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_filled_by_window import painter
from tests.gui_interview.test_taken_out import undo
from tests.gui_interview.wanderer import Wanderer
from tests.gui_shell import people

pytestmark = pytest.mark.window
IN = "/data/information/"
PASSED_ON = ("consent_referral", "consent_sync", "consent_export", "research")
BN, IT = "বাংলা (bn)", "Italiano (it)"
AGAIN, BORN = f"{IN}ask_again", f"{IN}born"


def adult(house: House) -> Interview:
    """Said to be an adult, agreed to everything, and stands at the first of the eight questions."""
    talk = house.start(None, BN, IT)
    told = {f"/data/safety/{name}": "yes" for name in ("understands", "private", "well_enough")}
    told |= {"/data/safety/danger_now": "no", "/data/safety/interpreter_gender": "any"}
    told |= {f"{IN}clear": "yes", f"{IN}age_band": "adult"}
    told |= {f"{IN}{name}": "yes" for name in ("consent_interview", "consent_record", *PASSED_ON)}
    for ref, value in told.items():
        talk.page.answering.apply(talk.session.answer(ref, value))
    talk.go("/data/screen/promise_broken")
    return talk


def counts(talk: Interview) -> list[str]:
    return [row.count.text for row in talk.page.room.outline.rows]


def agreed(talk: Interview) -> list[str]:
    """What stands of each, in the question that is asked."""
    asked = [f"{IN}{name}" for name in PASSED_ON]
    return [talk.session.value(ref if talk.session.relevant(ref) else f"{ref}_child") for ref in asked]


def test_a_corrected_age_takes_the_tick_and_leads_to_what_is_asked_again(house: House) -> None:
    talk = adult(house)
    talk.bot.waitUntil(lambda: counts(talk)[:2] == ["✓", "✓"])
    talk.go(f"{IN}age_band")
    talk.key("2")
    assert talk.session.value(f"{IN}age_band") == "minor" and agreed(talk) == [""] * 4
    assert talk.session.value(f"{IN}consent_record") == "yes"
    talk.bot.waitUntil(lambda: counts(talk)[1] != "✓")
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == AGAIN, "the note for the mediator comes right after the age"
    talk.go(FINISH)
    talk.bot.waitUntil(lambda: (f"{IN}consent_referral_child", "4") in passed_over(talk))


def passed_over(talk: Interview) -> list[tuple[str, str]]:
    """What was passed over, beside the page: where each line leads, and how many questions it counts."""
    return [(row.place, row.count.text) for row in talk.page.room.outline.rows]


def test_an_age_that_is_put_right_again_loses_nothing(house: House) -> None:
    talk = adult(house)
    talk.go(f"{IN}age_band")
    for key, stands in (("2", ""), ("1", "yes"), ("2", ""), ("1", "yes")):
        talk.key(key)
        assert agreed(talk) == [stands] * 4
    talk.bot.waitUntil(lambda: counts(talk)[1] == "✓")
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert agreed(again) == ["yes"] * 4
    again.go(f"{IN}age_band")
    again.key("2")
    assert agreed(again) == [""] * 4, "it is known still as whom they agreed"


def test_a_correction_of_what_was_finished_unasked_says_still_that_it_is_asked_again(house: House) -> None:
    def finished(store: Vault) -> str:
        told = {f"information/{name}": "yes" for name in PASSED_ON}
        record = people.finish(store, people.BENGALI, {**told, "information/age_band": "adult"})
        opened = workflow.edit_record(store, record)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer(f"{IN}age_band", "minor")
        asked = workflow.AskedBy(session, store.me.name, opened.draft.asked, opened.said_to)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
        return workflow.finalise_draft(store, opened.row.id).row.id

    child = house.wait(lambda done: house.lanes.vault(finished, done))
    edit = lambda done: house.lanes.vault(lambda store: workflow.edit_record(store, child), done)  # noqa: E731
    talk = house.show(house.wait(edit))
    assert talk.session.relevant(AGAIN) and agreed(talk) == [""] * 4
    talk.go(f"{IN}age_band")
    talk.key("1")
    assert agreed(talk) == [""] * 4 and not talk.session.relevant(AGAIN), "no age brings the yes back"
    talk.key("2")
    assert talk.session.relevant(AGAIN) and agreed(talk) == [""] * 4
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == AGAIN
    for name in PASSED_ON:
        talk.page.answering.apply(talk.session.answer(f"{IN}{name}_child", "no"))
    assert not talk.session.relevant(AGAIN), "all of it was asked"


def test_no_press_makes_a_yes_of_what_a_child_refused(house: House) -> None:
    talk = adult(house)
    talk.go(f"{IN}age_band")
    talk.key("2")
    talk.go(f"{IN}consent_sync_child")
    talk.key("2")
    talk.go(f"{IN}age_band")
    for key in "12":
        talk.key(key)
    talk.wait_saved()
    assert agreed(house.reopen(talk.opened.row.id)) == ["", "no", "", ""]


ONCE = Statement(calendar="gregorian", year="1990", month="1", day="1")
NO_DAY = Statement(calendar="gregorian", year="1990", month="2", day="30")


@pytest.mark.parametrize("first", [ONCE, NO_DAY])
@pytest.mark.parametrize("then", [replace(ONCE, year="2012"), replace(NO_DAY, year="2012"), Statement()])
def test_a_corrected_birth_asks_again_whatever_day_it_makes(house: House, first: Statement, then: Statement) -> None:
    talk = adult_by_birth(house, first)
    for told, stands in ((then, ""), (first, "yes")):
        talk.page.answering.apply(workflow.answer(talk.session, BORN, written_birth(told)))
        assert agreed(talk) == [stands] * 4


def adult_by_birth(house: House, born: Statement) -> Interview:
    talk = house.start(None, BN, IT)
    for ref, value in ((f"{IN}age_band", "does_not_know"), (BORN, written_birth(born))):
        workflow.answer(talk.session, ref, value)
    for name in ("consent_interview", "consent_record", *PASSED_ON):
        talk.page.answering.apply(talk.session.answer(f"{IN}{name}", "yes"))
    return talk


@pytest.mark.parametrize("typed", ["1991", "12/5/1990", "2001", "1989"])
def test_a_birth_that_is_typed_over_by_another_adults_loses_no_yes(house: House, typed: str) -> None:
    talk = adult_by_birth(house, ONCE)
    talk.go(BORN)
    answer = talk.answer()
    assert isinstance(answer, BirthAnswer)
    field = (answer.day if "/" in typed else answer.year).field
    field.setFocus()
    field.selectAll()
    for char in typed:
        talk.type(char)
        talk.bot.wait(PAUSE + 50)
    talk.page.answering.commit()
    assert talk.session.value(f"{IN}child") == "no" and agreed(talk) == ["yes"] * 4


def test_undo_of_a_birth_that_was_declined_brings_back_who_agreed(house: House) -> None:
    talk = adult_by_birth(house, ONCE)
    talk.go(BORN)
    assert talk.page.sheet is not None
    talk.page.sheet.stated.emit(BORN, AnswerState.DECLINED)
    assert agreed(talk) == [""] * 4
    undo(talk)
    assert talk.session.value(f"{IN}child") == "no" and agreed(talk) == ["yes"] * 4


def test_a_birth_that_is_a_childs_in_another_language_asks_again_there_alone(house: House) -> None:
    talk = adult_by_birth(house, Statement(year="2001"))
    talk.page.set_languages("ትግርኛ (ti)", IT)
    assert agreed(talk) == [""] * 4
    talk.page.set_languages(BN, IT)
    assert agreed(talk) == ["yes"] * 4


def test_who_does_anything_knows_what_the_form_itself_says_of_the_other_question(house: House, tmp_path: Path) -> None:
    talk = adult(house)
    user = Wanderer(house, talk, painter(tmp_path), 1)
    user.given |= {f"{IN}{name}": "yes" for name in PASSED_ON}
    user.given[f"{IN}age_band"] = "adult"
    told = ("age_band", "minor"), ("consent_sync_child", "no"), ("research_child", "no")
    for ref, value in told:
        talk.go(f"{IN}{ref}")
        talk.key("2")
        user.given[f"{IN}{ref}"] = value
        user._remember()
        user._follow(f"{IN}{ref}")
        user._look()
    assert user.given[f"{IN}consent_referral"] == "yes" and user.given[f"{IN}consent_sync"] == "no"


@pytest.mark.parametrize("typed", ["1991", "1989"])
def test_a_birth_that_is_typed_over_asks_nothing_anew_in_the_name_of_who_types(house: House, typed: str) -> None:
    talk = adult_by_birth(house, ONCE)
    talk.page.saver.touch()  # what was said past the page is saved, too
    talk.page.save_now()
    talk.wait_saved()
    before = {ref: asked for ref, asked in talk.stored().asked.items() if "/consent_" in ref}
    again = house.reopen(talk.opened.row.id)
    again.page.set_languages(IT, IT)
    again.go(BORN)
    answer = again.answer()
    assert isinstance(answer, BirthAnswer)
    answer.year.field.setFocus()
    answer.year.field.selectAll()
    for char in typed:
        again.type(char)
        again.bot.wait(PAUSE + SOON + 50)
        again.wait_saved()
    again.page.turn(1)
    again.wait_saved()
    kept = again.stored().asked
    assert agreed(again) == ["yes"] * 4 and {ref: kept[ref] for ref in before} == before


@pytest.mark.parametrize("name", PASSED_ON)
def test_who_is_asked_as_a_child_and_as_an_adult_again_is_asked_the_same_question(house: House, name: str) -> None:
    talk = adult_by_birth(house, Statement(year="2001"))
    talk.go(f"{IN}{name}")
    talk.page.set_languages("ትግርኛ (ti)", IT)
    assert talk.ref == f"{IN}{name}_child"
    talk.page.set_languages(BN, IT)
    assert talk.ref == f"{IN}{name}"


def test_undo_of_a_birth_leads_to_no_other_question(house: House) -> None:
    talk = adult_by_birth(house, ONCE)
    talk.go(BORN)
    assert talk.page.sheet is not None
    talk.page.sheet.stated.emit(BORN, AnswerState.DECLINED)
    talk.go(f"{IN}consent_referral_child")
    undo(talk)
    assert talk.ref == f"{IN}consent_referral"


EMPTIES = """| survey | | | | | | |
| | type | name | label | calculation | trigger | bind::intake:consent |
| | select_one yes_no | age | Of age? | | | |
| | select_one yes_no | send | May it be sent? | if(${age} = 'no', '', ${send}) | ${age} | sync |
| | text | why | Why? | if(${age} = 'no', '', ${why}) | ${age} | |
| choices | | |
| | list_name | name | label |
| | yes_no | yes | Yes |
| | yes_no | no | No |
| settings | | | |
| | form_title | form_id | namespaces |
| | Empties | empties | intake="urn:intake:form:1" |
"""


def test_a_yes_that_a_form_empties_is_told_and_comes_back_by_no_press(house: House, tmp_path: Path) -> None:
    sheet = tmp_path / "empties.md"
    sheet.write_text(EMPTIES, encoding="utf-8")
    talk = house.start(sheet)
    for name in ("age", "send"):
        talk.page.answering.apply(talk.session.answer(f"/data/{name}", "yes"))
    talk.go("/data/age")
    talk.key("2")
    notice = talk.page.room.notice
    assert talk.session.value("/data/send") == "" and not notice.isHidden() and notice.action.isHidden()
