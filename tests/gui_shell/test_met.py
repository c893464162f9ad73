"""Somebody who may have been met before: said to the mediator alone, compared side by side, told apart with an undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.case_page import CasePage
from intake_app.gui.home import Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.met_page import MetPage
from intake_app.gui.versions_page import VersionsPage
from intake_app.vault import Role
from tests.gui_interview import forms
from tests.gui_shell import looking, people
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.workflow.test_contacts import AMINA, SOUNDS_SO, recorded

pytestmark = pytest.mark.window


@pytest.fixture
def met(workplace_store: Path, qtbot: QtBot) -> Callable[[str], Seat]:
    """A seat of Sara, who met Amina before, as Noor did, and has a draft of her open; in a language and a size."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.import_form(store, "landed.xml", forms.landed())
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    with workflow.open_store(workplace_store, "Noor", PASSPHRASE) as store:
        recorded(store, AMINA, finish=True)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        recorded(store, {**SOUNDS_SO, "phone": "+39 333 1234567", "port": "Lampedusa"}, finish=True)
        recorded(store, {**AMINA, "phone": "333 1234567", "port": "Pozzallo"})

    def seat(language: str) -> Seat:
        made = Seat(qtbot, workplace_store, language, (1024, 600))
        made.unlock("Sara")
        made.settle(lambda: made.place.home is not None and bool(made.place.home.table.rows))
        return made

    return seat


def test_home_hints_and_what_agrees_stands_beside_what_does_not(met: Callable[[str], Seat]) -> None:
    sara = met("en")
    home = sara.page(Home)
    assert home.contacts.link.isHidden()
    sara.settle(home.contacts.link.isVisible)
    sara.click(home.contacts.link)
    page = sara.page(MetPage)
    sara.settle(lambda: bool(page.looks))
    told = shown_texts(page)
    for words in ("Amina Diallo", "أمينة ديالو", "Sounds alike", "02/05/1996", "woman", "Lampedusa", "Does not agree"):
        assert any(words in text for text in told), words
    assert sum("A colleague met somebody" in text for text in told) == 1 and not any("Noor" in text for text in told)
    assert not any("%" in text for text in told), "no score is shown"
    sara.settle(lambda: looking.faults(sara.shell, "en") == [])
    (other,) = page.others.values()
    sara.click(other)
    sara.settle(lambda: not page.looks)
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: bool(page.looks))
    (look,) = page.looks.values()
    sara.click(look)
    assert isinstance(sara.shell.page, VersionsPage)


def test_told_apart_the_hint_of_the_first_page_goes(met: Callable[[str], Seat]) -> None:
    sara = met("it")
    home = sara.page(Home)
    sara.settle(home.contacts.link.isVisible)
    sara.click(home.contacts.link)
    page = sara.page(MetPage)
    sara.settle(lambda: bool(page.others))
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.click(next(iter(page.others.values())))
    sara.settle(lambda: not page.looks)
    page.back()
    sara.settle(lambda: sara.shell.page is home and bool(home.contacts._known))
    found = next(iter(home.contacts._known.values()))
    assert not found.met and len(found.elsewhere) == 1, "what a colleague knows is not told apart"


def test_during_an_interview_the_mediators_panel_alone_hints(met: Callable[[str], Seat]) -> None:
    sara = met("en")
    home = sara.page(Home)
    home.table.opened.emit(home.table.key())
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    page = sara.page(InterviewPage)
    sara.settle(lambda: bool(page.room.panel.contacts))
    assert not any("met before" in text for text in shown_texts(page))
    page.toggle_panel()
    sara.settle(lambda: any("Perhaps met before" in text for text in shown_texts(page.room.panel)))
    told = " ".join(block.text for block in page.room.panel.findChildren(TextBlock))
    assert "a name that sounds alike" in told and "Does not agree: Place of landing" in told
    page.leave_out("mediator")
    sara.settle(lambda: not any("met before" in text for text in shown_texts(page)))
    page.leave_out("")
    page.answering._answer("/data/given", "Musa")
    page.answering._answer("/data/family", "Keita")
    page.answering._answer("/data/phone", "")
    sara.settle(lambda: not page.room.panel.contacts)
    page.room.panel.compare.emit()
    assert sara.page(MetPage)._known is not None


def test_the_same_person_has_one_code_for_both_records(met: Callable[[str], Seat]) -> None:
    sara = met("ar")
    home = sara.page(Home)
    sara.settle(home.contacts.link.isVisible)
    sara.click(home.contacts.link)
    page = sara.page(MetPage)
    sara.settle(lambda: bool(page.sames))
    sara.settle(lambda: looking.faults(sara.shell, "ar") == [])
    sara.click(next(iter(page.sames.values())))
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    sheet = sara.page(CasePage).sheet
    assert sheet is not None and [entry.form_id for entry in sheet.entries] == ["landed", "landed"]
    sara.page(CasePage).back()
    assert sara.shell.page is home


def test_two_records_with_a_person_each_are_put_together_with_a_reason_and_taken_apart_again(
    met: Callable[[str], Seat], workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        landed = [row for row in store.records() if row.form_id == "landed"]
        codes = {row.id: workflow.case_for(store, row.id).code for row in landed}
    sara = met("en")
    home = sara.page(Home)
    sara.settle(home.contacts.link.isVisible)
    sara.click(home.contacts.link)
    page = sara.page(MetPage)
    sara.settle(lambda: bool(page.sames))
    ((other, same),) = page.sames.items()
    sara.click(same)
    sara.settle(lambda: page.together is not None and page.together.line.hasFocus())
    entry = page.together
    assert entry is not None and page.sames.keys() == {other}
    sara.click(entry.keep)
    assert entry.reason.note.property("role") == "trouble", "a decision has its reason"
    sara.type(entry.line, "the same day of birth")
    sara.words.set_language("it")
    assert page.together is not None and page.together.line.text() == "the same day of birth"
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])
    sara.words.set_language("en")
    sara.click(page.together.keep)
    sara.settle(lambda: isinstance(sara.shell.page, CasePage) and sara.shell.page.sheet is not None)
    person = sara.page(CasePage)
    sheet = person.sheet
    assert sheet is not None and {entry.record_id for entry in sheet.entries} == codes.keys()
    assert [(one.code, one.reason) for one in sheet.merges] == [(codes[other], "the same day of birth")]
    assert sara.shell.notice.words.text() == f"{codes[other]} is of this person too now. Both codes find them."
    sara.click(sara.shell.notice.action)
    sara.settle(lambda: person.sheet is not None and not person.sheet.merges)
    assert person.sheet is not None and [entry.record_id for entry in person.sheet.entries] == [
        one for one in codes if one != other
    ]
    person.back()
    assert sara.shell.page is home


def test_in_our_own_questionnaires_the_panel_hints_by_the_name_of_the_case(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        first = next(row.id for row in store.records() if row.state != "draft" and row.language == people.ARABIC)
        draft = next(row.id for row in store.records() if row.state == "draft")
        for record, name in ((first, "محمد علي حسن"), (draft, "Mohammed Ali Hassan")):
            workflow.put_case_name(store, workflow.case_for(store, record).id, name)
    sara = Seat(qtbot, workplace_store, "it")
    sara.unlock("Sara")
    home = sara.page(Home)
    sara.settle(home.contacts.link.isVisible)
    home.table.opened.emit(draft)
    sara.settle(lambda: isinstance(sara.shell.page, InterviewPage))
    page = sara.page(InterviewPage)
    sara.settle(lambda: bool(page.room.panel.contacts))
    page.toggle_panel()
    sara.settle(lambda: any("la stessa lingua" in block.text for block in page.room.panel.findChildren(TextBlock)))
    page.room.panel.compare.emit()
    met = sara.page(MetPage)
    sara.settle(lambda: bool(met.looks))
    told = shown_texts(met)
    assert any("محمد علي حسن" in text for text in told) and any("arabo" in text.casefold() for text in told)
    sara.settle(lambda: looking.faults(sara.shell, "it") == [])


def test_the_reason_that_is_open_stays_open_in_another_language_and_with_its_record(
    met: Callable[[str], Seat], workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        for row in store.records():
            if row.form_id == "landed":
                workflow.case_for(store, row.id)
    sara = met("en")
    home = sara.page(Home)
    sara.settle(home.contacts.link.isVisible)
    sara.click(home.contacts.link)
    page = sara.page(MetPage)
    sara.settle(lambda: bool(page.sames))
    ((other, same),) = page.sames.items()
    sara.click(same)
    sara.settle(lambda: page.together is not None and page.together.line.hasFocus())
    assert page.together is not None
    sara.bot.keyClicks(page.together.line, "same day")
    sara.press(Qt.Key.Key_Home)
    sara.press(Qt.Key.Key_L, ctrl=True)
    assert page.together.line.hasFocus() and page.together.line.text() == "same day"
    sara.bot.keyClicks(sara.shell.focusWidget(), "on the ")
    assert page.together.line.text() == "on the same day"
    sara.settle(lambda: page.together is not None and not page.together.line.visibleRegion().isEmpty())
    assert page.found is not None
    (there,) = page.found.met
    page.found = replace(page.found, met=(there, replace(there, row=replace(there.row, id="uuid:another"))))
    page._ask_why("uuid:another")
    assert page.together.line.text() == "", "what was written of one record is said of no other"
    page._ask_why(other)
    assert page.together.line.text() == "on the same day" and page.together.line.hasFocus()
