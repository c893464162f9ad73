"""Who locks and unlocks is where they were, with what they had typed; nobody else is, and no passphrase is kept."""

import json
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import GUARDIAN, AgreementPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.coming_back import ComingBack
from intake_app.gui.dayend import DayEnd
from intake_app.gui.desk import Desk
from intake_app.gui.export_page import ExportPage
from intake_app.gui.fields import Choice
from intake_app.gui.gate import Unlock
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.headed_page import ListPage
from intake_app.gui.home import Home
from intake_app.gui.page import Page
from intake_app.gui.servers_page import ServersPage
from intake_app.gui.services_page import ServicesPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.standing import fields, text_of
from intake_app.vault import RecordRow, Role, Vault
from intake_app.workflow.lists import take_page
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_desk import at_the_desk, open_slip
from tests.gui_shell.test_two_sittings import ADULT, fill, opened, seated
from tests.gui_shell.test_whole_to import handing
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat

pytestmark = pytest.mark.window


def hidden(seat: Seat) -> None:
    """F9."""
    with pytest.raises(Replaced):
        seat.place.door.hide()


def back(bot: QtBot, store: Path, name: str) -> Seat:
    again = Seat(bot, store)
    again.unlock(name)
    again.settle(lambda: again.place.person is not None)
    return again


def test_a_slip_that_is_being_prepared_is_there_again_with_what_was_typed(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    at = next(at for at, one in enumerate(fields(page)) if one.isVisible() and one.isEnabled() and not text_of(one))
    field = fields(page)[at]
    field.setFocus()
    seat.bot.keyClicks(field, "Ask for Ward 3")
    seat.settle()
    record, chosen = page._record_id, page.sheet.recipient_code()
    hidden(seat)
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, SlipPage))
    made = again.page(SlipPage)
    assert made._record_id == record and made is not page
    again.settle(lambda: text_of(fields(made)[at]) == "Ask for Ward 3")
    assert made.sheet.recipient_code() == chosen == "health"
    made.left.emit()
    again.settle()
    assert isinstance(again.shell.page, Desk)
    again.leave()


@pytest.mark.parametrize("now", ["", "of now"])
def test_what_is_typed_while_the_page_is_made_is_not_written_over(
    qtbot: QtBot, workplace_store: Path, now: str
) -> None:
    """However long something else takes; what is blank has its words again once that is done."""
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    at = next(at for at, one in enumerate(fields(page)) if one.isVisible() and one.isEnabled() and not text_of(one))
    fields(page)[at].setFocus()
    qtbot.keyClicks(fields(page)[at], "of before")
    seat.settle()
    hidden(seat)
    again, done = Seat(qtbot, workplace_store), Event()
    again.place.entered.connect(lambda: again.lanes.net(done.wait))
    try:
        gate = again.page(Unlock)
        again.type(gate.name_line, "Luca")
        again.press(Qt.Key.Key_Return, on=gate.name_line)
        again.type(gate.secret_line, PASSPHRASE)
        QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: isinstance(again.shell.page, SlipPage) and again.shell.page.proposal is not None)
        made = again.page(SlipPage)
        fields(made)[at].setFocus()
        qtbot.keyClicks(fields(made)[at], now)
    finally:
        done.set()
    coming_back = again.place.findChild(ComingBack)
    assert coming_back is not None
    again.settle(lambda: not coming_back.waits)
    assert text_of(fields(made)[at]) == (now or "of before")
    again.leave()


def test_places_and_pages_of_the_workplace_are_there_again_once(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Luca")
    seat.place.services()
    seat.settle()
    hidden(seat)
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, ServicesPage))
    day = again.place._day
    assert day is not None
    again.shell.show_page(day.go())
    again.settle()
    hidden(again)
    third = back(qtbot, workplace_store, "Luca")
    third.settle(lambda: isinstance(third.shell.page, DayEnd))
    kept: list[str] = []
    third.lanes.vault(take_page, kept.append)
    third.settle(lambda: bool(kept))
    assert kept == [""], "it is told once"
    third.leave()


def test_the_page_of_a_person_is_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Sara")
    opened: list[str] = []
    seat.lanes.vault(lambda store: store.open_case().id, opened.append)
    seat.settle(lambda: bool(opened))
    seat.place.show_case(opened[0])
    seat.settle()
    hidden(seat)
    again = back(qtbot, workplace_store, "Sara")
    again.settle(lambda: isinstance(again.shell.page, CasePage))
    assert again.page(CasePage).way == ("case", opened[0])
    again.page(CasePage).left.emit()
    again.settle()
    assert isinstance(again.shell.page, Home)
    again.leave()


def _ready(store: Vault) -> RecordRow:
    workflow.add_server(store, "Centrale", "http://localhost:1/")
    return next(row for row in store.records(limit=20) if row.state != "draft")


def _choose(page: Page) -> None:
    """Something that only this person chose and typed, where there is such a thing."""
    for field in fields(page):
        if field.isVisible() and field.isEnabled() and not text_of(field):
            field.setFocus()
            QTest.keyClicks(field, "in plain words")


@pytest.mark.parametrize("name", ["read", "hand over", "edit server", "certificate", "came back"])
def test_a_page_about_one_thing_is_there_again(qtbot: QtBot, workplace_store: Path, name: str) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        record = _ready(store)
    who = "Sara" if name == "hand over" else "Ada"
    seat = back(qtbot, workplace_store, who)
    place = seat.place
    go = {
        "read": lambda: place.read(record.id, record.code), "hand over": lambda: place.hand_over(record),
        "came back": lambda: place.came_back("S-1", "Ward"),
    }  # fmt: skip
    if name in go:
        go[name]()
    else:
        place.servers()
        seat.settle()
        servers = seat.page(ServersPage)
        (servers.edit_wanted if name == "edit server" else servers.certificate_wanted).emit("Centrale")
    seat.settle(lambda: seat.shell.page is not None and seat.shell.page.way[:1] == (name,))
    page = seat.page(Page)
    _choose(page)
    typed = ["" if one.echoMode() != QLineEdit.EchoMode.Normal else one.text() for one in page.findChildren(QLineEdit)]
    hidden(seat)
    again = back(qtbot, workplace_store, who)
    again.settle(lambda: type(again.shell.page) is type(page))
    made, coming_back = again.page(Page), again.place.findChild(ComingBack)
    assert made is not page and made.way == page.way and coming_back is not None
    again.settle(lambda: not coming_back.waits)
    assert [one.text() for one in made.findChildren(QLineEdit)] == typed
    assert ("in plain words" in typed) == (name in ("read", "edit server"))
    made.left.emit()
    again.settle()
    assert again.page(Page).way == ()
    again.leave()


def test_what_the_store_no_longer_has_is_not_waited_for(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Noor", Role.MEDIATOR, PASSPHRASE)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        draft = next(row for row in store.records(limit=20) if row.state == "draft")
    seat = back(qtbot, workplace_store, "Sara")
    seat.place.hand_over(draft)
    seat.settle()
    hidden(seat)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.hand_over(store, draft.id, "Noor")
    again = back(qtbot, workplace_store, "Sara")
    coming_back = again.place.findChild(ComingBack)
    assert coming_back is not None
    again.settle(lambda: not coming_back.waits)
    assert isinstance(again.shell.page, Home)
    again.leave()


@pytest.mark.parametrize("hide", [False, True])
@pytest.mark.parametrize("name", ["services", "servers"])
def test_a_list_has_the_keyboard_or_what_can_be_done_where_it_is_empty(
    qtbot: QtBot, workplace_store: Path, qapp: QApplication, name: str, hide: bool
) -> None:
    seat = back(qtbot, workplace_store, "Ada")
    ways = {"services": seat.place.services, "servers": seat.place.servers}
    ways[name]()
    seat.settle()
    if hide:
        hidden(seat)
        seat.shell.close()
        seat = back(qtbot, workplace_store, "Ada")
        seat.settle(lambda: seat.shell.page is not None and seat.shell.page.way == (name,))
    page = seat.page(ListPage)
    led = page.table if name == "services" else page._actions[-1]
    seat.settle(lambda: qapp.focusWidget() is led)
    assert led.isVisible()
    seat.leave()


def test_nobody_else_comes_to_where_somebody_was(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    open_slip(seat)
    hidden(seat)
    other = back(qtbot, workplace_store, "Sara")
    other.settle(lambda: isinstance(other.shell.page, Home))
    other.lanes.close()
    again = back(qtbot, workplace_store, "Luca")
    again.settle(lambda: isinstance(again.shell.page, Desk))
    again.leave()


def test_no_word_of_a_passphrase_is_kept(qtbot: QtBot, workplace_store: Path) -> None:
    seat = back(qtbot, workplace_store, "Sara")
    seat.place.add_server()
    seat.settle()
    page = seat.shell.page
    assert page is not None
    secret = [field for field in fields(page) if "assword" in field.accessibleName()]
    assert secret
    for field in secret:
        seat.bot.keyClicks(field, "not to be kept")
    seat.place.door.leaving.emit()
    kept: list[str] = []
    seat.lanes.vault(take_page, kept.append)
    seat.settle(lambda: bool(kept))
    assert json.loads(kept[0])[0] == ["add server"] and "not to be kept" not in kept[0]
    seat.leave()


def put_back(bot: QtBot, store: Path) -> Seat:
    """Sara unlocks, and what she had chosen is there again."""
    again = back(bot, store, "Sara")
    coming_back = again.place.findChild(ComingBack)
    assert coming_back is not None
    again.settle(lambda: again.shell.page is not None and bool(again.shell.page.way) and not coming_back.waits)
    return again


def picked(choice: Choice, code: str) -> None:
    choice.choose(code)
    choice.picked.emit(code)


def test_that_the_guardian_takes_it_back_is_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(page.doubt.isVisible)
    seat.click(page.doubt)
    picked(page.whose_choice, GUARDIAN)
    picked(page.what_choice, "1")
    hidden(seat)
    again = put_back(qtbot, workplace_store)
    made = again.page(AgreementPage)
    assert made.doubt.isChecked() and made.whose.isVisible()
    assert (made.whose_choice.code(), made.what_choice.code()) == (GUARDIAN, "1")
    again.click(made.take_back)
    again.settle(lambda: not made.doubt.isChecked())
    told = asked(again, lambda store: store.said(record))
    assert {each.whose for each in told if each.word == "withdrawn"} == {"guardian"}
    again.leave()


@pytest.mark.parametrize("noted", ["", "doubt", "minor"])
def test_the_age_of_a_slip_is_not_that_of_an_adult_again_who_was_noted_as_a_child_meanwhile(
    qtbot: QtBot, workplace_store: Path, noted: str
) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    page = opened(seat, record, "health")
    picked(page.sheet.choices["gender"], "other")
    assert page.sheet.choices["age_band"].code() == "adult"
    hidden(seat)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        if noted:
            store.put_age(record, *(("minor", "person") if noted == "minor" else ("not_told", "doubt")))
    again = put_back(qtbot, workplace_store)
    sheet = again.page(SlipPage).sheet
    now = {"": "adult", "minor": "minor", "doubt": "not_stated"}[noted]
    assert (sheet.choices["age_band"].code(), sheet.choices["gender"].code()) == (now, "other")
    again.leave()


def test_what_was_said_of_another_agency_is_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat, _record, page = handing(qtbot, workplace_store, ADULT)
    card = page.agency
    picked(card.kind_choice, "anti_trafficking")
    for tick in (card.minor, card.no, card.danger, card.guardian):
        seat.click(tick)
    fill(card.theirs.how, "signed", "ur")
    card.reason_line.setText("somebody is hurt")
    before, does = card.noted(), page.give.text()
    hidden(seat)
    again = put_back(qtbot, workplace_store)
    made = again.page(HandOverPage)
    assert before.guardian is not None, "who agreed says it again: they may have taken it back meanwhile"
    assert made.agency.noted() == replace(before, guardian=None)
    assert made.agency.kind_choice.code() == "anti_trafficking" and made.give.text() == does
    assert made.give.isEnabled()
    again.leave()


def test_a_no_to_a_file_is_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    seat.settle()
    picked(page.to_choice, "anti_trafficking")
    for tick in (page.no, page.minor):
        seat.click(tick)
    before = page.noted()
    hidden(seat)
    again = put_back(qtbot, workplace_store)
    made = again.page(ExportPage)
    assert made.noted() == before and made.to_choice.code() == "anti_trafficking"
    assert made.save.text().startswith("Note that they said no") and made.save.isEnabled()
    again.leave()


def test_a_yes_that_was_taken_back_meanwhile_is_not_there_again(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    page = opened(seat, record, "prefecture")
    card = page.sheet.consent
    seat.settle()
    if card.again.isVisible():
        seat.click(card.again)
    if not card.person.isChecked():
        seat.click(card.person)
    picked(card.how, "signed")
    picked(card.language, "fr")
    seat.settle(page.issue.isEnabled)
    hidden(seat)
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        workflow.withdraw_consent(store, record, "slip", "")
    again = put_back(qtbot, workplace_store)
    made = again.page(SlipPage)
    again.settle()
    assert not made.sheet.consent.person.isChecked() and not made.issue.isEnabled()
    again.leave()


@pytest.mark.parametrize("to", ["health", "labour_desk"])
def test_a_no_to_a_slip_is_there_again(qtbot: QtBot, workplace_store: Path, to: str) -> None:
    """Where the yes of before would issue it without."""
    seat, record = seated(qtbot, workplace_store, ADULT)
    page = opened(seat, record, to)
    card = page.sheet.consent
    seat.settle(page.issue.isEnabled)
    for tick in (card.no, card.danger):
        seat.click(tick)
    before = card.noted()
    assert before is not None and before.refused and before.danger
    hidden(seat)
    again = put_back(qtbot, workplace_store)
    made = again.page(SlipPage)
    assert made.sheet.recipient_code() == to and made.sheet.consent.noted() == before
    assert made.issue.text().startswith("Note that they said no") and made.issue.isEnabled()
    again.leave()
