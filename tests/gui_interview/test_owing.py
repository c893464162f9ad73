"""What the law asks for a child who is alone is said to the mediator: beside the questions, and at the end."""

import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from intake_app import paths
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_owing import OwingCard, owing_words
from intake_app.gui.interview_reading import MEDIATOR
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.words import Words, bare
from intake_app.screening import Beyond
from intake_app.workflow.owing import Owing, for_child
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_person_window import opened, read
from tests.gui_shell import looking, walking

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
AGE = "/data/information/age_band"
MAY_BE, ALONE = "The person is, or may be, under 18.", "The child is alone:"


def agreed(house: House, age: str) -> Interview:
    talk = house.start(None, AR, IT)
    for name in ("understands", "private", "well_enough"):
        talk.page.answering.apply(talk.session.answer(f"/data/safety/{name}", "yes"))
    talk.page.answering.apply(talk.session.answer("/data/safety/danger_now", "no"))
    if age:
        talk.page.answering.apply(talk.session.answer(AGE, age))
    return talk


def panel(talk: Interview) -> str:
    return "\n".join(each.text for each in talk.page.room.panel.findChildren(TextBlock) if each.isVisible())


def end(talk: Interview) -> list[str]:
    talk.go(FINISH)
    assert isinstance(talk.page.centre, FinishPage)
    return [label.text() for card in talk.page.centre.findChildren(OwingCard) for label in card.findChildren(QLabel)]


@pytest.mark.parametrize("age", ["minor", "prefers_not_to_say", "does_not_know"])
def test_who_is_or_may_be_a_child_is_owed_something_and_the_panel_leads_to_the_end(house: House, age: str) -> None:
    talk = agreed(house, age)
    talk.go(AGE)
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: MAY_BE in panel(talk))
    told = panel(talk)
    for part in ("no parent or other adult", "juvenile court", "social services", "within 72 hours", "within 3 days"):
        assert part in told
    leads = [one for one in talk.page.room.panel.findChildren(QPushButton) if "then the slip" in one.text()]
    assert looking.cut_at_side(talk.shell) == []
    talk.click(leads[0])
    assert isinstance(talk.page.centre, FinishPage)
    assert any(MAY_BE in each for each in end(talk))
    assert any("Prepare a slip" in each for each in end(talk))


@pytest.mark.parametrize("language", ["ar", "it"])
@pytest.mark.parametrize(("size", "scale"), [((1024, 600), 1.4), ((683, 384), 1.0)])
def test_a_long_question_that_is_open_at_the_end_cuts_nothing_beside_the_panel(
    house: House, language: str, size: tuple[int, int], scale: float
) -> None:
    house.words.set_language(language)
    house.look.set_scale(scale)
    talk = agreed(house, "minor")
    talk.shell.resize(*size)
    talk.go(FINISH)
    talk.key(Qt.Key.Key_F8)
    assert isinstance(talk.page.centre, FinishPage)
    lead = next(iter(talk.page.centre.links.values()))
    talk.bot.waitUntil(lambda: "\n" in lead.text())
    walking.come_to_rest(talk.shell)
    assert [*looking.cut_at_side(talk.shell), *looking.faults(talk.shell, language)] == []
    assert bare(lead.accessibleName()) == "Per chi fa mediazione: che cosa conclude da questo colloquio?"
    talk.shell.resize(1366, 768)
    talk.bot.waitUntil(lambda: lead.text() == lead.accessibleName() and lead.width() == lead.sizeHint().width())


@pytest.mark.parametrize("age", ["", "adult"])
def test_of_an_adult_and_before_anybody_asked_nothing_of_it_is_said(house: House, age: str) -> None:
    talk = agreed(house, age)
    talk.go(AGE)
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: bool(panel(talk)))
    assert MAY_BE not in panel(talk) and end(talk) == []


def test_it_is_said_while_nobody_else_reads_along_and_never_in_the_window_of_the_person(house: House) -> None:
    talk = agreed(house, "minor")
    assert end(talk)
    window = opened(talk)
    assert not any("juvenile" in each or "minorenni" in each for each in read(window))
    for name, value, back in (("left_out", MEDIATOR, ""), ("discreet", True, False)):
        setattr(talk.page.reading, name, value)
        page = FinishPage(talk.page.reading, talk.page.setting)
        assert page.owing is None and not page.findChildren(OwingCard)
        page.deleteLater()
        setattr(talk.page.reading, name, back)


@pytest.mark.parametrize("language", ["bn", "ur", "so"])
def test_where_the_language_of_the_windows_has_no_words_for_it_all_is_english(language: str, qapp: object) -> None:
    for alone in (False, True):
        told = owing_words(Owing(told=True, alone=alone, soon="72h", within_days=3), Words(language))
        assert "by a slip, within 72 hours. The talk" in told
        assert not any(unicodedata.bidirectional(sign) in ("AL", "NSM") or "ঀ" <= sign <= "৿" for sign in told)
    assert "entro 72 ore" in owing_words(Owing(True, False, "72h", 3), Words("it"))


def test_once_the_record_of_a_child_is_closed_the_keyboard_is_on_the_slip(house: House) -> None:
    talk = agreed(house, "minor")
    for consent in ("interview", "record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/consent_{consent}", "no"))
    talk.page.answering.apply(talk.session.answer("/data/next_steps/outcome", "person_declined"))
    talk.go(FINISH)
    page = talk.page.centre
    assert isinstance(page, FinishPage) and page.owing is not None and page.owing.told
    talk.click(page.button)
    talk.bot.waitUntil(lambda: page.done, timeout=10_000)
    assert page.slip.hasFocus() and page.slip.isVisible()
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: MAY_BE in panel(talk))
    assert not [one for one in talk.page.room.panel.findChildren(QPushButton) if "then the slip" in one.text()]


def test_the_talk_with_a_child_says_it_of_who_is_alone_and_not_of_who_is_with_somebody(house: House) -> None:
    talk = house.start(paths.forms() / "minor.md", AR, IT)
    session = talk.session
    assert for_child(session, Beyond()) is not None, "it is a talk with a child"
    session.answer("/data/present/alone", "yes")
    told = for_child(session, Beyond())
    assert told is not None and told.alone and told.within_days == 0, "this is the talk that is due"
    assert any(each.startswith(ALONE) and "three" not in each for each in end(talk))
    session.answer("/data/present/alone", "no")
    assert for_child(session, Beyond()) is None
    session.mark("/data/present/alone", AnswerState.DECLINED)
    unsaid = for_child(session, Beyond())
    assert unsaid is not None and not unsaid.alone


def test_who_was_a_child_in_another_talk_stays_one_and_who_was_found_to_be_an_adult_is_none(house: House) -> None:
    talk = agreed(house, "adult")
    other = for_child(talk.session, Beyond(minor="KEBI-28-6"))
    assert other is not None and other.told
    talk.session.answer(AGE, "prefers_not_to_say")
    doubt = for_child(talk.session, Beyond())
    assert doubt is not None and not doubt.told
    assert for_child(talk.session, Beyond(grown=True)) is None
