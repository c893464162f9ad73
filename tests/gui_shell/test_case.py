"""The page of a person: reached from a record, from its end and by a code; begun, resumed, noted; the name apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui import case_cards, case_words
from intake_app.gui.ask_again_page import AskAgainPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.desk import Desk
from intake_app.gui.following import Following
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.words import Words
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import looking, people
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.workflow.test_said_since import ALL, Place

pytestmark = pytest.mark.window
NAME = "Zarafshan Mirzoyeva"


def test_an_adult_that_a_correction_takes_back_is_marked_in_the_list_of_ages(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        Place(store).form("asks", True)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        place, case = Place(store), store.open_case()
        first = place.closed("asks", case.id, **ALL)
        second = workflow.edit_record(store, first).row.id
        place.answer(second, age="")
        assert "corrected" not in case_words.age_told(workflow.case_sheet(store, case.id).ages[0], Words("en"))
        workflow.finalise_draft(store, second)
        told = [case_words.age_told(one, Words("en")) for one in workflow.case_sheet(store, case.id).ages]
        assert [one.endswith(" · corrected since then, and counts no more") for one in told] == [True]
        child = place.closed("asks", case.id, **{**ALL, "age": "minor"})
        workflow.finalise_draft(store, workflow.edit_record(store, child).row.id)
        told = [case_words.age_told(one, Words("en")) for one in workflow.case_sheet(store, case.id).ages]
        assert sum("corrected" in one for one in told) == 1, "that they told to be a child counts all the same"


@pytest.mark.parametrize(
    "answers",
    [
        {"age_band": "does_not_know", "born": "2008-12-15", "born_majority": "may_be_minor"},
        {"age_band": "minor"},
    ],
)
def test_whose_answers_may_mean_a_child_is_not_said_to_have_told_it(
    workplace_store: Path, answers: dict[str, str]
) -> None:
    """What is kept of a record is that it tells of a child, or may: only a decision or a document is for certain."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = store.open_case().id
        record = people.finish(store, people.ARABIC, {f"information/{name}": told for name, told in answers.items()})
        workflow.put_in_case(store, record, case)
        sheet, tr = workflow.case_sheet(store, case), Words("en")
        (module,) = (one for one in sheet.modules if one.name == "minor")
        assert module.for_child and "the person is, or may be, under 18" in case_words.why(module, tr)
        assert case_words.age_stands(sheet.age, sheet.ages, tr).startswith("Under 18, or may be: what is for a child")
        assert [case_words.age_told(one, tr).split(" · ")[0] for one in sheet.ages] == ["Under 18, or may be"]
        store.put_age(record, "minor", "document")
        sheet = workflow.case_sheet(store, case)
        assert case_words.age_stands(sheet.age, sheet.ages, tr).startswith("Under 18: what is for a child")


def test_that_nobody_told_an_age_where_a_duty_went_is_said_as_that(workplace_store: Path) -> None:
    """The person said nothing of it, and was not asked."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = store.open_case().id
        record = people.finish(store, people.ARABIC, {"information/age_band": ""})
        workflow.put_in_case(store, record, case)
        sheet, court = workflow.propose_slip(store, record).sheet, workflow.directory(store).get("juvenile_court")
        assert workflow.slip_for(store, record, court, sheet, ConsentSheet(alone=True)).release.basis == "duty"
        (told,) = (case_words.age_told(one, Words("en")) for one in workflow.case_sheet(store, case).ages)
    assert told.startswith("Nobody told it · ") and told.endswith(", noted by Sara where they were said to be alone")


def test_a_doubt_is_shown_as_one_that_somebody_noted_and_not_as_an_age(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case, tr = store.open_case().id, Words("en")
        record = people.finish(store, people.ARABIC, {"information/age_band": "adult"})
        workflow.put_in_case(store, record, case)
        workflow.consent_given(store, record, "slip", language="bn", in_doubt=True)
        sheet = workflow.case_sheet(store, case)
        assert case_words.age_stands(sheet.age, sheet.ages, tr).startswith(
            "Somebody noted that the person is, or may be"
        )
        told = case_words.age_told(sheet.ages[-1], tr)
        assert told.startswith("Under 18, or may be · ") and told.endswith(
            ", a doubt noted by Sara, not an age that was told"
        )
        workflow.decide_age(store, case, "adult", "we have seen the passport", AgeGround("passport"))
        sheet = workflow.case_sheet(store, case)
        assert case_words.age_stands(sheet.age, sheet.ages, tr) == "18 or older."


def test_the_page_tells_when_they_were_met_and_nothing_of_an_office_that_nobody_chose(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    with workflow.open_store(workplace_store, "Noor", PASSPHRASE) as store:
        record, words = people.finish(store, people.ARABIC), Words("en")
        begun = case_words.when(store.record(record).created, words)
        store._opening.clock = lambda: datetime.now(UTC) + timedelta(days=3)
        case = workflow.case_for(store, record)
        sheet = workflow.case_sheet(store, case.id)
        told = case_words.opened(sheet, words)
        assert f"Met first {begun} by Noor" in told and told != case_words.opened(replace(sheet, meetings=()), words)
        (met,) = (case_words.met(each, words) for each in sheet.meetings)
        assert met.startswith(f"{begun} · Noor") and "office" not in met
        (_first, second) = (case_words.met(each, words) for each in workflow.meet(store, case.id, "landing"))
        assert "at the landing" in second
        assert "at an office" in case_words.met(workflow.meet(store, case.id, "office")[-1], words)


def test_after_a_hand_over_the_page_says_who_asked_first_and_who_went_on(workplace_store: Path) -> None:
    words = Words("en")
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Noor", "Dario"):
            workflow.add_person(store, name, Role.MEDIATOR, PASSPHRASE)
    with workflow.open_store(workplace_store, "Noor", PASSPHRASE) as store:
        record = people.answered(store, people.ARABIC)
        workflow.hand_over(store, record, "Dario")
    with workflow.open_store(workplace_store, "Dario", PASSPHRASE) as store:
        case = workflow.case_for(store, record)
        begun, _rest = (one.asked for one in workflow.case_sheet(store, case.id).modules[:2])
        assert begun is not None and case_words.asked(begun, words).endswith(" by Noor")
        workflow.finalise_draft(store, record)
        sheet = workflow.case_sheet(store, case.id)
        assert case_words.asked(sheet.modules[0].asked, words).endswith(" by Noor, Dario")
        assert " by Noor, " in case_words.opened(sheet, words)
        assert case_words.met(sheet.meetings[0], words).partition(" · ")[2].startswith("Noor")


@pytest.fixture
def code(workplace_store: Path) -> str:
    """The code of somebody whom Noor met elsewhere; she asked about the way here, and began with work."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE, site="Pozzallo")
    with workflow.open_store(workplace_store, "Noor", PASSPHRASE) as store:
        case = workflow.case_for(store, people.finish(store, people.ARABIC), "landing")
        workflow.finalise_draft(store, workflow.begin_module(store, case.id, "transit").row.id)
        workflow.put_case_name(store, case.id, NAME)
    return case.code


@pytest.fixture
def seat(workplace_store: Path, qtbot: QtBot) -> Callable[[str, str], Seat]:
    """A seat of somebody, in a language, in a small window."""

    def made(name: str, language: str = "en") -> Seat:
        one = Seat(qtbot, workplace_store, language, (1024, 600))
        one.unlock(name)
        one.settle(lambda: one.place.home is not None and bool(one.place.home._lists))
        return one

    return made


def to_person(one: Seat, code: str) -> CasePage:
    """By typing the code, as it is heard, and Enter."""
    home = one.page(Home)
    one.type(home.search, code.lower().replace("-", " "))
    one.settle(lambda: home.person.found)
    home.search.returnPressed.emit()
    one.settle(lambda: isinstance(one.shell.page, CasePage) and one.shell.page.sheet is not None)
    page = one.page(CasePage)
    one.settle(lambda: page.questions.height() > page.questions.sizeHint().height() // 2)
    return page


def agree(sara: Seat, leads: str) -> None:
    """From the line that says that they are asked first, over a yes to each question, to what was wanted."""
    assert sara.shell.notice.action.text() == leads
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: isinstance(sara.shell.page, AskAgainPage) and bool(sara.shell.page.asked))
    page = sara.page(AskAgainPage)
    assert list(page.asked) == ["interview", "record"] and not page.begin.isEnabled()
    assert page.safety.isVisible() and page.safety.text(), "safety comes before consent"
    for _text, tick in (*page.now.values(), *page.asked.values()):
        sara.settle(lambda: all(each.height() for _text, each in page.asked.values()))
        sara.click(tick)
        assert tick.isChecked()
    page.how.how_choice.choose("spoken")
    sara.settle(page.begin.isEnabled)
    sara.click(page.begin)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))


def test_nothing_begins_over_a_no_to_the_talk_until_the_person_agrees(
    seat: Callable[..., Seat], workplace_store: Path
) -> None:
    no = {"information/consent_interview": "no", "next_steps/outcome": "person_declined"}
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = workflow.case_for(store, people.finish(store, people.ARABIC, no))
    sara = seat("Sara")
    page = to_person(sara, case.code)
    assert page.questions.not_asked.isVisible()
    sara.click(page.questions.buttons["labour"])
    sara.settle(lambda: sara.shell.notice.isVisible())
    assert sara.shell.notice.words.text() == case_words.refused(("interview",), page.words)
    assert isinstance(sara.shell.page, CasePage)
    agree(sara, page.words("Ask them anew…"))
    told = list[tuple[str, ...]]()
    sara.lanes.vault(lambda store: workflow.case_sheet(store, case.id).refused, told.append)
    sara.settle(lambda: bool(told))
    assert told == [()]


def test_by_the_code_a_colleague_sees_what_was_asked_and_asks_the_next(seat: Callable[..., Seat], code: str) -> None:
    sara = seat("Sara")
    page = to_person(sara, code)
    told = shown_texts(page)
    assert any(f"Person {code}" in text for text in told)
    assert sum("Already asked" in text and "Noor" in text for text in told) == 2
    assert page.name.isHidden(), "she has read nothing of this person"
    assert page.sheet is not None and page.questions.unread.isHidden()
    page.questions.show_sheet(replace(page.sheet, unread=("KEDO-76-6",)), sara.words)
    assert any("can not be read" in text and "KEDO-76-6" in text for text in shown_texts(page))
    sara.settle(lambda: looking.faults(sara.shell, "en") == [])
    assert page.questions.buttons["transit"].text() == "Ask again"
    sara.click(page.questions.buttons["domestic"])
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    interview = sara.page(InterviewPage)
    assert interview.opened.case_code == code and interview.opened.languages == (people.ARABIC, people.ITALIAN)
    sara.shell.leave_page()
    sara.settle(lambda: page.questions.buttons["domestic"].text() == "Go on")
    assert any("Comes next" in text for text in shown_texts(page))


def test_what_was_concluded_last_stands_on_the_page_for_who_reads_the_record_alone(
    seat: Callable[..., Seat], workplace_store: Path, code: str
) -> None:
    """In the words of the questionnaire, with its reason, who and when; another language says it anew."""
    with workflow.open_store(workplace_store, "Noor", PASSPHRASE) as store:
        case = store.find_case(code)
        opened = workflow.begin_module(store, case.id, "labour")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        told = {"outcome": "no_indication_now", "reason": "other_cause", "reason_words": "as the team says"}
        for name, value in told.items():
            session.answer(f"/data/conclusion/{name}", value)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        workflow.finalise_draft(store, opened.row.id)
    noor = seat("Noor")
    page = to_person(noor, code)
    card = page.conclusion
    noor.settle(card.isVisible)
    assert card.outcome.text() == "No indication now" and opened.row.code in card.noted.text()
    assert "by Noor" in card.noted.text() and card.reason.text() == "Reason: What was told has another cause"
    assert card.words.text() == "as the team says"
    assert card.mark.isVisible() and card.beside.text().endswith("The conclusion is another.")
    noor.settle(lambda: looking.faults(noor.shell, "en") == [])
    noor.words.set_language("it")
    assert card.outcome.text() == "Nessuna indicazione per ora"
    noor.leave()
    sara = seat("Sara")
    page = to_person(sara, code)
    assert page.conclusion.isHidden(), "she has read nothing of this person"


def test_the_next_questionnaire_is_read_in_the_language_of_the_last_whatever_the_window_speaks(
    seat: Callable[..., Seat],
) -> None:
    sara = seat("Sara", "fr")
    home = sara.page(Home)
    sara.settle(home.person.link.isVisible)
    sara.click(home.person.link)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    page = sara.page(CasePage)
    assert page.questions.not_asked.isVisible() and "«\u00a0Premier entretien\u00a0»" in page.questions.not_asked.text()
    sara.click(page.questions.buttons["transit"])
    sara.settle(lambda: sara.shell.notice.isVisible())
    assert sara.shell.notice.words.text() == case_words.ask_first("workflow.first_again", page.words)[0]
    assert sara.shell.notice.action.text() == page.words("To the first interview…")
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    assert sara.page(InterviewPage).opened.languages == (people.ARABIC, people.ITALIAN)


def test_a_record_leads_to_its_person_and_the_person_to_what_comes_next(seat: Callable[..., Seat]) -> None:
    sara = seat("Sara", "it")
    home = sara.page(Home)
    sara.settle(home.person.link.isVisible)
    sara.click(home.person.link)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    page = sara.page(CasePage)
    assert page.sheet is not None and len(page.sheet.entries) == 1
    assert page.questions.buttons["first_interview"].text() == "Continua"
    assert page.questions.buttons["first_interview"].hasFocus()
    assert page.slip.isHidden(), "nothing is finished that a slip could be made of"
    assert "un anno" not in page.standing.path_note.text()
    sara.click(page.standing.paths["judicial"])
    sara.settle(lambda: page.standing.paths["judicial"].isChecked() and "Sara" in page.standing.path_note.text())
    assert "Il permesso dura un anno. (Bozza, da confermare" in page.standing.path_note.text()
    sara.click(page.standing.reflect)
    sara.settle(lambda: "30 giorni" in page.standing.days.text())
    page.standing.days_line.clear()
    sara.type(page.standing.days_line, "0")
    sara.click(page.standing.reflect)
    assert page.standing.days_field.note.isVisibleTo(page) and "30 giorni" in page.standing.days.text()
    page.standing.days_line.clear()
    sara.type(page.standing.days_line, "29")
    sara.click(page.standing.reflect)
    assert "30" in page.standing.days_field.note.text(), "fewer than the law has"
    page.standing.days_line.clear()
    sara.type(page.standing.days_line, "45")
    sara.click(page.standing.reflect)
    told = page.standing.days_field.note
    assert told.isVisibleTo(page) and f"{date.today():%d/%m/%Y}" in told.text(), "in whose place they would come"
    sara.click(page.standing.reflect)
    sara.settle(lambda: "45 giorni" in page.standing.days.text())
    before = f"{date.today() + timedelta(days=30):%d/%m/%Y}"
    assert page.standing.days_before.isVisibleTo(page) and before in page.standing.days_before.text()
    page.standing.stage_choice.choose("evaluation")
    sara.click(page.standing.keep_stage)
    sara.settle(lambda: page.sheet is not None and page.sheet.course is not None
                and page.sheet.course.episodes[-1].stage == "evaluation")  # fmt: skip
    assert page.standing.keep_stage.isHidden()
    sara.click(page.standing.note_body)
    sara.type(page.standing.body_line, "Questura")
    page.standing.phase_choice.choose("formal")
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.click(page.standing.keep_body)
    sara.settle(lambda: "Questura" in page.standing.body_told.text())
    sara.click(page.standing.note_body)
    sara.click(page.standing.keep_body)
    sara.settle(lambda: bool(sara.shell.notice.isVisible()))
    assert "Questura" in page.standing.body_told.text()


def test_an_adult_is_found_on_a_document_or_by_a_court_and_not_by_words(seat: Callable[..., Seat]) -> None:
    sara = seat("Sara", "it")
    sara.click(sara.page(Home).person.link)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    page, kept = sara.page(CasePage), "· Tribunale di Palermo · the decree was read here"
    age = page.age
    sara.click(age.decide)
    age.age_choice.choose("minor")
    assert not age.ground.isVisibleTo(page) and not age.body.isVisibleTo(page)
    age.age_choice.choose("adult")
    assert age.ground.isVisibleTo(page) and age.body.isVisibleTo(page)
    sara.type(age.reason_line, "the decree was read here")
    sara.click(age.keep)
    sara.settle(lambda: bool(sara.shell.notice.isVisible()))
    assert kept not in age.told.text()
    sara.type(age.body_line, "Tribunale di Palermo")
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.click(age.keep)
    sara.settle(lambda: kept in age.told.text())
    assert "Ha deciso il tribunale per i minorenni · Tribunale di Palermo" in age.told.text()
    sara.settle(lambda: age.decide.isVisibleTo(page))
    sara.click(age.decide)
    age.ground_choice.choose("passport")
    assert not age.body.isVisibleTo(page)


def test_fields_that_are_opened_are_seen_with_their_button(seat: Callable[..., Seat]) -> None:
    """The foot of the window hid them; the same by the keyboard, and however the letters stand."""
    sara = seat("Sara", "it")
    sara.click(sara.page(Home).person.link)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    page = sara.page(CasePage)
    area, card = page._area, page.standing
    assert area is not None
    sara.settle(lambda: page.questions.height() > page.questions.sizeHint().height() // 2)
    area.ensureWidgetVisible(card.note_body, 0, 0)
    assert card.note_body.visibleRegion().boundingRect() == card.note_body.rect()
    sara.click(card.note_body)
    opened = (card.phase, card.keep_body, card.body_note)
    following = area.findChild(Following)
    sara.settle(lambda: following is not None and not following._again.isActive() and not following._next.isActive())
    sara.settle(lambda: all(part.visibleRegion().boundingRect() == part.rect() for part in opened))
    assert card.phase_choice.hasFocus()
    card.body_line.setFocus(Qt.FocusReason.TabFocusReason)
    sara.settle(lambda: card.keep_body.visibleRegion().boundingRect() == card.keep_body.rect())


def test_signs_that_were_told_speak_for_questionnaires(seat: Callable[..., Seat], workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        mine = workflow.case_for(store, store.records("finalised")[0].id).code
    one = seat("Sara")
    page = to_person(one, mine)
    assert page.sheet is not None
    signs = [module for module in page.sheet.modules if module.signs]
    lines = [text for text in shown_texts(page) if "Speaks for it: " in text]
    assert signs and len(lines) == len(signs)
    one.settle(lambda: looking.faults(one.shell, "en") == [])
    one.click(page.slip)
    one.settle(lambda: isinstance(one.shell.page, SlipPage) and one.shell.page.proposal is not None)
    slip = one.page(SlipPage)
    assert slip.proposal is not None and slip.proposal.record.code in {entry.code for entry in page.sheet.entries}
    one.leave()


def test_two_codes_of_one_person_are_put_together_and_taken_apart(
    seat: Callable[..., Seat], code: str, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        twin = workflow.case_for(store, store.records("finalised")[0].id).code
    one = seat("Sara")
    page = to_person(one, code)
    card = page.merging
    assert card.isVisibleTo(page) and not card.code.isVisibleTo(page)
    one.press(Qt.Key.Key_PageDown, on=page.cancel)
    assert page._area is not None and page._area.verticalScrollBar().value() > 0, "what is only read is reached too"
    one.press(Qt.Key.Key_PageUp, on=page.cancel)
    assert page._area.verticalScrollBar().value() == 0
    one.click(card.begin)
    assert card.reason.note.text() == "What was refused or taken back under one counts for both."
    one.type(card.code_line, twin.lower())
    one.click(card.keep)
    assert card.parts == {} and one.shell.notice.isVisibleTo(one.shell), "no reason is told"
    one.type(card.reason_line, "they said so themselves")
    one.click(card.keep)
    one.settle(lambda: list(card.parts) == [twin])
    assert page.sheet is not None and len(page.sheet.entries) == 3 and card.code_line.text() == ""
    (own,) = (entry.code for entry in page.sheet.entries if entry.mine)
    one.click(card.out)
    assert not card.reason.isVisibleTo(page) and card.code.isVisibleTo(page)
    assert (card.code.name.text(), card.keep.text()) == ("Code of the record", "Put it under a code of its own")
    one.type(card.code_line, own)
    one.settle(lambda: looking.faults(one.shell, "en") == [])
    one.click(card.keep)
    one.settle(lambda: page.sheet is not None and len(page.sheet.entries) == 2)
    assert "with what was said in it" in " ".join(shown_texts(one.shell)) and not card.out.isVisibleTo(page)
    one.click(card.parts[twin])
    assert card.reason.note.text() == "What was refused or taken back while they were together counts for both."
    one.type(card.reason_line, "it was somebody else after all")
    one.click(card.keep)
    one.settle(lambda: card.parts == {})
    assert len(page.sheet.entries) == 2
    assert f"The name is kept under {code}." in " ".join(shown_texts(one.shell))
    one.settle(lambda: looking.faults(one.shell, "en") == [])
    one.leave()


def test_a_name_is_seen_for_a_moment_and_taken_out_with_a_way_back(
    seat: Callable[..., Seat], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = seat("Noor", "ar")
    page = to_person(noor, code)
    card = page.name
    assert card.isVisible() and not any(NAME in text for text in shown_texts(noor.shell))
    noor.click(card.reveal)
    noor.settle(lambda: card.told.text().endswith(NAME) or NAME in card.told.text())
    noor.settle(lambda: looking.faults(noor.shell, "ar") == [])
    assert card._rest.interval() == case_cards.SHOWN_MS
    card._rest.timeout.emit()
    assert not any(NAME in text for text in shown_texts(noor.shell))
    noor.click(card.reveal)
    noor.settle(lambda: NAME in card.told.text())
    page.hush()
    assert NAME not in card.told.text()
    noor.click(card.change)
    noor.type(card.line, "Another Name")
    noor.click(card.keep)
    noor.settle(lambda: not card.line.isVisible() and card.line.text() == "")
    noor.click(card.remove)
    noor.settle(lambda: page.sheet is not None and not page.sheet.case.named)
    noor.settle(card.reveal.isHidden)
    assert card.remove.isHidden()
    noor.settle(lambda: noor.shell.notice.isVisible())
    assert noor.shell.notice.action.text() == page.words("Undo")
    assert not any("Another Name" in text for text in shown_texts(noor.shell))
    noor.settle(lambda: looking.faults(noor.shell, "ar") == [])
    noor.click(noor.shell.notice.action)
    noor.settle(lambda: page.sheet is not None and page.sheet.case.named)
    noor.settle(card.reveal.isVisible)
    noor.click(card.reveal)
    noor.settle(lambda: "Another Name" in card.told.text())


def test_a_name_that_was_taken_out_comes_back_by_the_key_also_after_the_page_was_left(
    seat: Callable[..., Seat], code: str
) -> None:
    noor = seat("Noor")
    page = to_person(noor, code)
    noor.click(page.name.remove)
    noor.settle(page.name.back.isVisible)
    noor.click(page.cancel)
    noor.settle(lambda: isinstance(noor.shell.page, Home))
    page = to_person(noor, code)
    noor.settle(page.name.back.isVisible)
    noor.settle(lambda: looking.faults(noor.shell, "en") == [])
    noor.press(Qt.Key.Key_Z, ctrl=True)
    noor.settle(page.name.reveal.isVisible)
    noor.settle(page.name.back.isHidden)
    noor.click(page.name.reveal)
    noor.settle(lambda: NAME in page.name.told.text())


def test_the_way_back_to_a_name_is_gone_once_another_is_kept(seat: Callable[..., Seat], code: str) -> None:
    noor = seat("Noor")
    page = to_person(noor, code)
    card = page.name
    noor.click(card.remove)
    noor.settle(card.back.isVisible)
    noor.settle(noor.shell.notice.action.isVisible)
    noor.click(card.change)
    noor.type(card.line, "Another Name")
    noor.click(card.keep)
    noor.settle(card.reveal.isVisible)
    noor.settle(lambda: noor.shell.notice.words.text() == "The name is kept.")
    assert card.back.isHidden() and noor.shell.notice.action.isHidden()
    page._bring_name_back()
    noor.settle(lambda: not page.under_way.busy)
    noor.click(card.reveal)
    noor.settle(lambda: "Another Name" in card.told.text())


def test_who_keeps_no_name_takes_one_out_at_one_press_and_has_it_back_too(workplace_store: Path, qtbot: QtBot) -> None:
    """The desk may take a name out, and keeps none."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = workflow.case_for(store, store.records("finalised")[0].id)
        workflow.put_case_name(store, case.id, NAME)
    luca = Seat(qtbot, workplace_store, "en", (1024, 600))
    luca.unlock("Luca")
    luca.settle(lambda: isinstance(luca.shell.page, Desk))
    luca.place.show_case(case.id)
    page = luca.page(CasePage)
    card = page.name
    luca.settle(card.remove.isVisible)
    assert card.change.isHidden()
    luca.click(card.remove)
    luca.settle(card.back.isVisible)
    luca.settle(luca.shell.notice.action.isVisible)
    assert card.reveal.isHidden() and card.remove.isHidden()
    luca.press(Qt.Key.Key_Z, ctrl=True)
    luca.settle(card.reveal.isVisible)
    luca.click(card.reveal)
    luca.settle(lambda: NAME in card.told.text())


def test_at_the_end_of_a_questionnaire_consent_is_that_of_the_first_interview(
    seat: Callable[..., Seat], code: str
) -> None:
    noor = seat("Noor", "fr")
    page = to_person(noor, code)
    noor.click(page.questions.buttons["domestic"])
    noor.settle(lambda: isinstance(noor.shell.page, InterviewPage))
    interview = noor.page(InterviewPage)
    interview.go(FINISH)
    noor.settle(lambda: isinstance(interview.centre, FinishPage))
    finish = interview.centre
    assert isinstance(finish, FinishPage) and finish.consent is None and not finish.person.isVisible()
    noor.settle(lambda: looking.faults(noor.shell, "fr") == [])
    noor.click(finish.button)
    noor.settle(lambda: finish.done)
    noor.settle(lambda: looking.faults(noor.shell, "fr") == [])
    noor.click(finish.person)
    noor.settle(lambda: isinstance(noor.shell.page, CasePage) and noor.shell.page.sheet is not None)
    last = noor.page(CasePage).sheet
    assert last is not None and [entry.state for entry in last.entries] == ["finalised"] * 3


def test_the_desk_sees_how_the_person_of_a_record_stands_and_notes_nothing(workplace_store: Path, qtbot: QtBot) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        finished = store.records("finalised")[0].id
        case = workflow.case_for(store, finished)
        workflow.note_path(store, case.id, "social")
    luca = Seat(qtbot, workplace_store, "it", (1024, 600))
    luca.unlock("Luca")
    luca.settle(lambda: isinstance(luca.shell.page, Desk) and bool(luca.page(Desk).records))
    desk = luca.page(Desk)
    desk.table.choose(next(row.key for row in desk.table.rows if row.key != finished))
    luca.settle(desk.person.link.isHidden)
    desk.table.choose(finished)
    luca.settle(desk.person.link.isVisible)
    luca.settle(lambda: looking.faults(luca.shell, "it") == [])
    luca.click(desk.person.link)
    luca.settle(lambda: isinstance(luca.shell.page, CasePage) and luca.shell.page.sheet is not None)
    page = luca.page(CasePage)
    luca.settle(lambda: looking.faults(luca.shell, "it") == [])
    assert page.questions.buttons == {} and page.standing.paths["social"].isChecked()
    assert not page.standing.paths["judicial"].isEnabled() and page.standing.reflect.isHidden()


def test_what_speaks_for_a_questionnaire_has_the_comma_of_the_language() -> None:
    module = workflow.Module("m3", None, mine=False, advised=False, unfit=False, signs=("one", "two"), for_child=True)
    assert case_words.why(module, Words("ar")).endswith("، one، two")
    child = replace(module, name="minor", signs=())
    assert "entro 3 giorni" in case_words.why(child, Words("it")), "before it is begun"
    assert "meno di 18 anni\nSe non" in case_words.why(child, Words("it")), "each in a line of its own"
    assert "giorni" not in case_words.why(replace(child, for_child=False), Words("it"))
    assert case_words.why(module, Words("it")).endswith(", one, two")


@pytest.mark.parametrize(
    ("spoken", "labour", "needs"),
    [
        ("اردو (ur)", "Urdu: shown in English", "Urdu: not yet reviewed"),
        (people.BENGALI, "Bengali: not yet reviewed", "Bengali: not yet reviewed"),
        ("Mandinka (mnk)", "Mandinka: shown in English", "Mandinka: shown in English"),
    ],
)
def test_before_a_questionnaire_begins_its_line_tells_how_far_it_is_in_the_language_of_the_person(
    qtbot: QtBot, workplace_store: Path, seat: Callable[[str, str], Seat], spoken: str, labour: str, needs: str
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        opened = workflow.start_record(store, people.own_form(store), spoken, people.ITALIAN)
        case = workflow.case_for(store, opened.row.id)
    one = seat("Sara", "en")
    page = to_person(one, case.code)
    one.settle(lambda: bool(page._translated))
    told = [line for text in shown_texts(page) for line in text.splitlines()]
    assert told.count(labour) >= 1 and needs in told
    assert labour != needs or told.count(labour) == 1, "what holds for all is told once"
    assert page.questions.buttons["labour"].isVisible()
    one.leave()
