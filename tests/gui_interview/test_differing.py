"""A conclusion that the answers speak against is named, and its reason asked for, before the record is closed."""

import pytest
from PySide6.QtWidgets import QLabel

from intake_app import paths
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_reading import MEDIATOR
from intake_app.screening import Before, Beyond, Conclusion
from intake_app.screening.tags import signs
from intake_app.xform import AnswerState
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
AR, IT = "العربية (ar)", "Italiano (it)"
TOLD = "The answers and what you concluded point to different things. F8 shows why. You decide."
REASON = "/data/next_steps/reason"


def concluded(house: House, said: str, outcome: str) -> Interview:
    talk = house.start(None, AR, IT)
    session = talk.session
    for name in ("understands", "private", "well_enough"):
        session.answer(f"/data/safety/{name}", "yes")
    session.answer("/data/safety/danger_now", "no")
    for consent in ("interview", "record"):
        session.answer(f"/data/information/consent_{consent}", "yes")
    for path in {path for path, own in signs(session.definition) if own["indicator"] != "danger_now"}:
        by_choice = next(iter(session.definition.choice_tags.get(path, ())), said)
        session.answer(path, by_choice if said == "yes" else said)
    session.answer("/data/next_steps/outcome", outcome)
    return talk


def finish(talk: Interview) -> FinishPage:
    talk.page.course.refresh()
    return FinishPage(talk.page.reading, talk.page.setting)


def words(page: FinishPage) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel)}


@pytest.mark.parametrize(
    ("said", "outcome", "told"),
    [
        ("yes", "no_indication_now", True),
        ("yes", "possible_refer", False),
        ("no", "no_indication_now", False),
        ("no", "possible_refer", True),
        ("prefers_not_to_say", "no_indication_now", True),
        ("prefers_not_to_say", "needs_more_time", False),
        ("yes", "person_declined", False),
    ],
)
def test_it_is_said_once_and_a_reason_is_asked_for(house: House, said: str, outcome: str, told: bool) -> None:
    page = finish(concluded(house, said, outcome))
    assert (TOLD in words(page)) is told
    assert page.concluding.wants_reason is told
    assert (REASON in page.concluding.buttons) is page.concluding.open_reason is (outcome != "person_declined")
    assert page.button.isEnabled() is not told
    assert ("Complete" in words(page)) is not told, "nothing is complete that cannot be closed"
    page.deleteLater()


@pytest.mark.parametrize("state", [AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED])
def test_a_conclusion_is_one_of_its_own_choices_and_is_never_left_open(house: House, state: AnswerState) -> None:
    talk = concluded(house, "yes", "possible_refer")
    talk.session.mark("/data/next_steps/outcome", state)
    page = finish(talk)
    assert "Complete" not in words(page) and not page.button.isEnabled()
    page.deleteLater()
    talk.go("/data/next_steps/outcome")
    block = talk.page.sheet.blocks["/data/next_steps/outcome"]  # type: ignore[union-attr]
    assert not any(pill.isVisible() for pill in block.pills.values())
    assert "An answer is needed" in {label.text() for label in block.findChildren(QLabel) if label.isVisible()}


def test_a_reason_is_asked_for_while_somebody_listens_and_nothing_is_said_of_why(house: House) -> None:
    talk = concluded(house, "yes", "no_indication_now")
    talk.page.reading.discreet = True
    page = finish(talk)
    assert page.concluding.wants_reason and not page.button.isEnabled() and not page.concluding.speaks
    page.deleteLater()


def test_a_reason_that_is_given_lets_the_record_be_closed_and_one_that_is_declined_does_not(house: House) -> None:
    talk = concluded(house, "yes", "no_indication_now")
    for state in (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED):
        talk.session.mark(REASON, state)
        declined = finish(talk)
        assert declined.concluding.wants_reason and not declined.button.isEnabled()
        declined.deleteLater()
    talk.session.answer(REASON, "other_cause")
    page = finish(talk)
    assert TOLD in words(page) and not page.concluding.wants_reason and page.button.isEnabled()
    assert REASON in page.concluding.buttons, "it can be changed"
    page.deleteLater()
    talk.session.answer(REASON, "")
    again = finish(talk)
    assert not again.button.isEnabled()
    again.deleteLater()


def test_nothing_of_it_is_seen_by_a_person_who_is_alone_with_the_computer_or_while_somebody_listens(
    house: House,
) -> None:
    talk = concluded(house, "yes", "no_indication_now")
    for name, value, back in (("left_out", MEDIATOR, ""), ("discreet", True, False)):
        setattr(talk.page.reading, name, value)
        page = finish(talk)
        assert TOLD not in words(page) and not page.concluding.buttons
        page.deleteLater()
        setattr(talk.page.reading, name, back)


def test_a_later_questionnaire_says_what_all_talks_point_to_and_what_was_concluded(house: House) -> None:
    talk = house.start(paths.forms() / "needs.md", AR, IT)
    reading = talk.page.reading
    reading.beyond = Beyond((Before("docs_held", "KEBI-28-6"), Before("deceived_job", "KEBI-28-6")))
    reading.concluded = Conclusion("no_indication_now", "told", "", "", "KEBI-28-6", "2026-03-05T09:40:00+00:00")
    page = finish(talk)
    assert "All talks so far point to: Possible: refer" in words(page)
    assert any("Concluded before: No indication now" in told and "KEBI-28-6" in told for told in words(page))
    assert list(page.concluding.buttons) == ["/data/conclusion/outcome"]
    assert page.concluding.differs and not page.concluding.wants_reason
    page.deleteLater()
    talk.session.answer("/data/conclusion/outcome", "no_indication_now")
    asked = finish(talk)
    assert asked.concluding.wants_reason and not asked.button.isEnabled()
    asked.deleteLater()
    talk.session.answer("/data/conclusion/outcome", "possible_refer")
    agreed = finish(talk)
    assert list(agreed.concluding.buttons) == ["/data/conclusion/reason"], "asked for"
    assert agreed.concluding.open_reason and not agreed.concluding.wants_reason
    agreed.deleteLater()


def test_another_reason_leads_to_the_question_for_its_words_and_says_that_they_are_needed(house: House) -> None:
    """It led to the choice that was made, and the question for the words says that they are free."""
    talk = concluded(house, "yes", "no_indication_now")
    talk.session.answer(REASON, "other")
    page = finish(talk)
    assert page.concluding.wants_reason and not page.button.isEnabled()
    assert list(page.concluding.buttons) == [f"{REASON}_words", REASON], "the first has the keyboard"
    assert page.concluding.buttons[f"{REASON}_words"].text().endswith("here they are needed")
    page.deleteLater()
    talk.session.answer(f"{REASON}_words", "a letter that was shown")
    told = finish(talk)
    assert list(told.concluding.buttons) == [REASON] and told.button.isEnabled()
    told.deleteLater()


@pytest.mark.parametrize("said", [AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW, "told"])
def test_who_concludes_what_the_answers_point_to_is_asked_why_and_may_decline(
    house: House, said: AnswerState | str
) -> None:
    talk = concluded(house, "yes", "possible_refer")
    asked = finish(talk)
    assert "still open" in words(asked) and asked.button.isEnabled() and "Complete" in words(asked)
    asked.deleteLater()
    if isinstance(said, AnswerState):
        talk.session.mark(REASON, said)
    else:
        talk.session.answer(REASON, said)
    page = finish(talk)
    assert not page.concluding.buttons and page.button.isEnabled() and "still open" not in words(page)
    page.deleteLater()


def test_a_conclusion_that_is_left_open_leads_to_a_slip_as_the_one_before_did(house: House) -> None:
    talk = house.start(paths.forms() / "needs.md", AR, IT)
    talk.page.reading.concluded = Conclusion("possible_refer", "told", "", "", "KEBI-28-6", "2026-03-05T09:40:00+00:00")
    left_open = finish(talk)
    assert left_open.slip.property("role") == "primary"
    left_open.deleteLater()
    talk.session.answer("/data/conclusion/outcome", "no_indication_now")
    anew = finish(talk)
    assert anew.slip.property("role") != "primary"
    anew.deleteLater()
