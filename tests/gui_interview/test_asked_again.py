"""Who turns out to be under 18 after they agreed as an adult is asked again, and the window says so."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui.interview_course import FINISH
from intake_app.screening import Statement, written_birth
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_filled_by_window import painter
from tests.gui_interview.wanderer import Wanderer
from tests.gui_shell import looking, walking

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
    return [talk.session.value(f"{IN}{name}") for name in PASSED_ON]


def test_a_corrected_age_takes_the_tick_and_leads_to_what_is_asked_again(house: House) -> None:
    talk = adult(house)
    talk.bot.waitUntil(lambda: counts(talk)[:2] == ["✓", "✓"])
    talk.go(f"{IN}age_band")
    talk.key("2")
    assert talk.session.value(f"{IN}age_band") == "minor" and agreed(talk) == [""] * 4
    assert talk.session.value(f"{IN}consent_record") == "yes"
    talk.bot.waitUntil(lambda: counts(talk)[1] != "✓")
    notice = talk.page.room.notice
    assert not notice.isHidden() and "no longer fit" in notice.words.text()
    talk.key(Qt.Key.Key_Return)
    assert talk.ref == AGAIN, "the note for the mediator comes right after the age"
    talk.go(FINISH)
    talk.bot.waitUntil(lambda: (f"{IN}consent_referral", "4") in passed_over(talk))


def passed_over(talk: Interview) -> list[tuple[str, str]]:
    """What was passed over, beside the page: where each line leads, and how many questions it counts."""
    return [(row.place, row.count.text) for row in talk.page.room.outline.rows]


def test_no_press_brings_back_what_somebody_agreed_to_as_an_adult(house: House) -> None:
    talk = adult(house)
    talk.go(f"{IN}age_band")
    talk.key("2")
    assert talk.page.room.notice.action.isHidden(), "they are asked"
    talk.go(f"{IN}consent_sync")
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
    talk.page.answering.apply(changes := workflow.answer(talk.session, BORN, written_birth(then)))
    assert agreed(talk) == [""] * 4 and {ref for ref, _ in changes.cleared} >= {f"{IN}{name}" for name in PASSED_ON}


def adult_by_birth(house: House, born: Statement) -> Interview:
    talk = house.start(None, BN, IT)
    for ref, value in ((f"{IN}age_band", "does_not_know"), (BORN, written_birth(born))):
        workflow.answer(talk.session, ref, value)
    for name in ("consent_interview", "consent_record", *PASSED_ON):
        talk.page.answering.apply(talk.session.answer(f"{IN}{name}", "yes"))
    return talk


def test_a_birth_that_is_a_childs_in_another_language_asks_again_and_the_window_says_so(house: House) -> None:
    talk = adult_by_birth(house, Statement(year="2001"))
    talk.page.set_languages("ትግርኛ (ti)", IT)
    assert agreed(talk) == [""] * 4
    notice = talk.page.room.notice
    assert not notice.isHidden() and "no longer fit" in notice.words.text() and notice.action.isHidden()


@pytest.mark.parametrize("language", ["it", "ar", "fr"])
@pytest.mark.parametrize(("size", "scale"), [((1024, 600), 1.4), ((683, 384), 1.0)])
def test_what_was_taken_away_is_told_whole_in_little_room(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = adult(house)
    talk.shell.resize(*size)
    talk.go(f"{IN}age_band")
    talk.key("2")
    walking.come_to_rest(talk.shell)
    assert not talk.page.room.notice.isHidden()
    assert looking.faults(talk.shell, language) == [] and looking.cut_at_side(talk.shell) == []


@pytest.mark.parametrize("asked", [True, False])
def test_who_does_anything_knows_what_the_form_itself_takes_away(house: House, tmp_path: Path, asked: bool) -> None:
    talk = adult(house)
    user = Wanderer(house, talk, painter(tmp_path), 1)
    if not asked:
        talk.page.answering.apply(talk.session.answer(f"{IN}consent_record", "no"))
    user.given |= {f"{IN}{name}": "yes" for name in PASSED_ON}
    talk.go(f"{IN}age_band")
    talk.key("2")
    user.given[f"{IN}age_band"] = "minor"
    user._follow(f"{IN}age_band")
    assert agreed(talk) == [""] * 4 and set(user.given) == {f"{IN}age_band"}
    assert talk.page.room.notice.isHidden() is not asked
    user._look()
