"""Somebody who said no is asked anew: the text is read out in their language, and only then a yes is noted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.gui.ask_again_page import AskAgainPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.controls import Label
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_text import TextBlock
from tests.gui_shell import looking
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_asking import person_who, seat_of
from tests.gui_shell.test_case import to_person
from tests.gui_shell.windows import Seat
from tests.workflow.test_asking import NOTES, TALK

pytestmark = pytest.mark.window


def to_asking(sara: Seat, code: str) -> AskAgainPage:
    page = to_person(sara, code)
    sara.click(page.questions.buttons["labour"])
    sara.settle(lambda: sara.shell.notice.isVisible())
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: isinstance(sara.shell.page, AskAgainPage) and bool(sara.page(AskAgainPage).asked))
    return sara.page(AskAgainPage)


def read_out(page: AskAgainPage) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for block in page.findChildren(TextBlock):
        if block.isVisible() and block.text:
            told.setdefault(block.language, []).append(block.text)
    return told


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600))])
def test_a_yes_is_noted_after_the_text_was_shown_with_how_and_before_whom(
    qtbot: QtBot, workplace_store: Path, language: str, size: tuple[int, int]
) -> None:
    case = person_who(workplace_store, **{TALK: "yes", NOTES: "no"})
    sara = seat_of(qtbot, workplace_store, language, size)
    page = to_asking(sara, case.code)
    drafts = len(asked(sara, lambda store: store.records("draft")))
    assert list(page.asked) == ["record"], "of what they had agreed to nothing is asked"
    told = read_out(page)
    assert "Posso scrivere le sue risposte e conservarle qui?" in told["it"] and len(told["ar"]) >= 5
    assert page.script is not None
    assert [label.text() for label in page.findChildren(Label) if page.script.name in label.text()]
    sara.settle(lambda: looking.faults(sara.shell, language) == [])
    assert "In questo posto può parlare liberamente?" in told["it"], "whether they are safe is asked first"
    tick = page.asked["record"][1]
    assert not tick.isChecked() and not page.begin.isEnabled()
    sara.click(tick)
    for _text, safe in page.now.values():
        assert not safe.isChecked() and not page.begin.isEnabled()
        sara.click(safe)
    page.how.how_choice.choose("witness")
    assert not page.begin.isEnabled(), "nobody says who was there"
    page.how.witness_choice.choose("interpreter")
    assert page.how.language_choice.code() == "ar" and page.begin.isEnabled()
    page.now["private"][1].setChecked(False)
    assert not page.begin.isEnabled(), "somebody listens"
    page.now["private"][1].setChecked(True)
    page.how.language_choice.choose("fr")
    page.how.language_choice.picked.emit("fr")
    assert "Est-ce que je peux écrire vos réponses et les garder ici\u00a0?" in read_out(page)["fr"]
    assert tick.isChecked() and page.begin.isEnabled()
    assert len(asked(sara, lambda store: store.records("draft"))) == drafts, "nothing is noted before"
    sara.click(page.begin)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    opened = sara.page(InterviewPage).opened
    word = asked(sara, lambda store: store.said(opened.row.id))[-1]
    assert (word.purpose, word.word, word.how, word.witness, word.language) == (
        "record", "yes", "witness", "interpreter", "fr",
    )  # fmt: skip
    assert word.script == f"{page.script.name}: understands=yes private=yes well=yes danger=no clear=yes"
    assert word.script.startswith("intake_first_interview ")
    sara.shell.leave_page()
    sara.settle(lambda: isinstance(sara.shell.page, CasePage))
    sara.leave()


def test_another_answer_to_whether_they_are_safe_leads_to_the_first_interview(
    qtbot: QtBot, workplace_store: Path
) -> None:
    case = person_who(workplace_store, **{TALK: "yes", NOTES: "no"})
    sara = seat_of(qtbot, workplace_store)
    page = to_asking(sara, case.code)
    sara.click(page.first)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    opened = sara.page(InterviewPage).opened
    assert opened.row.form_id == "intake_first_interview"
    assert not [one for one in asked(sara, lambda store: store.case_words(case.id)) if one.word == "yes"
                and one.script.endswith("clear=yes")]  # fmt: skip
    sara.leave()


def test_where_the_first_questions_stopped_the_talk_the_way_leads_to_the_first_interview(
    qtbot: QtBot, workplace_store: Path
) -> None:
    case = person_who(workplace_store, **{"safety/danger_now": "yes"})
    sara = seat_of(qtbot, workplace_store)
    page = to_person(sara, case.code)
    assert page.sheet is not None and page.sheet.first_again
    sara.click(page.questions.buttons["labour"])
    sara.settle(lambda: sara.shell.notice.isVisible())
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    assert sara.page(InterviewPage).opened.row.form_id == "intake_first_interview"
    assert asked(sara, lambda store: store.case_words(case.id)) == ()
    sara.leave()


def test_whoever_says_no_again_is_left_and_nothing_is_noted(qtbot: QtBot, workplace_store: Path) -> None:
    case = person_who(workplace_store, **{TALK: "no"})
    sara = seat_of(qtbot, workplace_store)
    page = to_asking(sara, case.code)
    assert list(page.asked) == ["interview", "record"], "who said no to the first was not asked the second"
    words = asked(sara, lambda store: store.case_words(case.id))
    sara.press(Qt.Key.Key_Escape)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage))
    assert asked(sara, lambda store: store.case_words(case.id)) == words
    sara.leave()
