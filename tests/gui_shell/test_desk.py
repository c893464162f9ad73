"""Slips: proposed, previewed, issued, printed, saved, found again."""

import os
import stat
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.came_back_page import CameBackPage
from intake_app.gui.controls import Kind
from intake_app.gui.desk import SLIPS, WAITING, Desk
from intake_app.gui.pdf import Pages, print_pages
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.tokens import Space
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import looking, people
from tests.gui_shell.windows import PASSPHRASE, Replaced, Seat
from tests.slips.test_forbidden import read
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_said_since import ALL, Place

pytestmark = pytest.mark.window


def at_the_desk(bot: QtBot, store: Path) -> Seat:
    """Luca, at the list of finished interviews."""
    seat = Seat(bot, store)
    seat.unlock("Luca")
    seat.settle(lambda: isinstance(seat.shell.page, Desk) and bool(seat.page(Desk).records))
    return seat


def open_slip(seat: Seat, at: int = 0, service: str = "health") -> SlipPage:
    """The slip of the n-th finished interview."""
    desk = seat.page(Desk)
    desk.table.choose(desk.table.rows[at].key)
    seat.press(Qt.Key.Key_Return, on=desk.table)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    if service and page.sheet.isVisible():
        page.sheet.recipient.choose(service)
    return page


def arabic(seat: Seat) -> int:
    """Which row is the interview that asked for a doctor."""
    records = seat.page(Desk).records
    oldest = min(records, key=lambda record: record.created)
    return next(at for at, row in enumerate(seat.page(Desk).table.rows) if row.key == oldest.id)


def test_the_sheet_starts_from_what_the_form_gathered(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat))
    sheet = page.sheet.sheet()
    assert sheet.services == ("medical_visit", "legal_information")
    assert (sheet.language, sheet.priority, sheet.safe_contact) == ("ar", "72h", "ask_information_point")
    assert sheet.interpreter
    seat.settle(lambda: len(page.preview.sheets) == 2)
    seat.leave()


def test_a_number_is_asked_where_the_person_can_be_called_by_who_may_be_told(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat))
    form = page.sheet
    assert form.phone_field.isHidden() and form.sheet().phone == ""
    form.choices["safe_contact"].choose("call_evening")
    assert form.phone_field.isVisible() and page.issue.isEnabled(), "nobody has to give one"
    beside = form.fields["safe_contact"]
    seat.settle(lambda: form.phone_field.y() == beside.y() and form.phone_field.x() > beside.x())
    seat.settle(lambda: "the slip says that the sender phones" in page.preview.note.text())
    assert page.to_help.text() == "Note the number…"
    seat.click(page.to_help)
    seat.settle(lambda: form.phone.hasFocus() and not form.phone.visibleRegion().isEmpty())
    form.phone.setText("ask Omar")
    assert not page.issue.isEnabled() and "figures" in form.phone_field.note.text()
    form.phone.setText("٠٣٥١ ٢٣٤٥٦٧٨")
    assert page.issue.isEnabled() and form.sheet().phone == "0351 2345678"
    assert "the sender phones" not in form.doubts() and form.doubtful() is None
    form.choices["safe_contact"].choose("do_not_call")
    assert form.phone_field.isHidden() and form.sheet().phone == ""
    form.choices["safe_contact"].choose("no_message")
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    assert "0351 2345678" in read(page.issued.pdf)
    seat.leave()


def test_that_a_newer_talk_is_not_read_is_said_where_the_sheet_says_how_to_reach_them(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat))
    contact = page.sheet.fields["safe_contact"].note
    assert contact.isHidden() and page.proposal is not None
    page.sheet.propose(replace(page.proposal, behind=True, newer="Bea"))
    assert contact.isVisible() and contact.text().startswith("Bea finished a newer version of another talk")
    page.sheet.propose(replace(page.proposal, behind=True))
    assert contact.isVisible() and "newer version that is not read here" in contact.text()
    seat.leave()


def test_a_slip_is_issued_once_and_keeps_its_reference(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    desk, page = seat.page(Desk), open_slip(seat)
    page.issue_now()
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    reference = page.issued.reference
    assert page.head.text() == f"Slip {reference}"
    assert page.issue.isHidden() and page.print.isVisible() and page.save.isVisible()
    seat.press(Qt.Key.Key_Escape)
    seat.settle(lambda: len(desk.followed.slips) == 1)
    seat.click(desk.tabs[SLIPS])
    assert [row.key for row in desk.table.rows] == [reference]
    assert desk.table.rows[0].cells[4].badge == "2 d left", "of 72 hours"
    seat.press(Qt.Key.Key_Return, on=desk.table)
    again = seat.page(SlipPage)
    seat.settle(lambda: again.issued is not None)
    assert again.issued is not None and again.issued.pdf == page_bytes(workplace_store, seat, reference)
    assert "corrected" not in again.preview.note.text()
    again._take_issued(replace(again.issued, corrected=True))
    assert "The record was corrected since then; this slip is as it was." in again.preview.note.text()


def test_a_slip_that_could_not_be_told_as_kept_is_kept_once(qtbot: QtBot, workplace_store: Path) -> None:
    """The disk fails behind the commit: it is said, the sheet stays as it is, and trying again is the same slip."""
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.lanes.vault(_fail_behind_the_slip)
    page.issue_now()
    seat.settle(lambda: page.trouble.isVisible())
    assert page.issued is None and page.issue.isEnabled() and not page.sheet.isEnabled()
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert not page.trouble.isVisible()
    found: list[int] = []
    page.lanes.vault(lambda store: len(workflow.slips_of(store)), found.append)
    seat.settle(lambda: found == [1])
    seat.leave()


def _fail_behind_the_slip(store: Vault) -> None:
    database = store._opening.database
    plain = database.after_commit

    def once() -> None:
        plain()
        if database.one("SELECT 1 FROM slip") is not None:
            database.after_commit = plain
            raise IntakeError("vault.io_error", reason="EIO")

    database.after_commit = once


def page_bytes(store: Path, seat: Seat, reference: str) -> bytes:
    """What the store has under a reference."""
    seat.leave()
    with vault.open_store(store, "Luca", PASSPHRASE) as again:
        return workflow.reprint(again, reference).pdf


def test_what_came_back_is_noted_with_two_clicks_and_taken_back_with_one(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    seat.press(Qt.Key.Key_Escape)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    assert [row.cells[5].badge for row in desk.table.rows] == ["Nothing yet"]
    assert desk.table.rows[0].cells[5].text == "for less than an hour"
    seat.press(Qt.Key.Key_R, ctrl=True)
    back = seat.page(CameBackPage)
    seat.settle(lambda: bool(back.steps) and all(step.isVisible() for step in back.steps.values()))
    assert set(back.steps) >= {("received", ""), ("accepted", ""), ("declined", "full")}
    seat.click(back.steps["declined", "full"])
    seat.settle(lambda: seat.shell.page is desk and desk.table.rows[0].cells[5].badge == "Declined")
    assert desk.table.rows[0].cells[5].text == "no place free"
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: desk.table.rows[0].cells[5].badge == "Nothing yet")
    seat.press(Qt.Key.Key_R, ctrl=True)
    again = seat.page(CameBackPage)
    seat.settle(lambda: bool(again.steps))
    assert "Declined: no place free" in again.so_far.text()
    slip = desk.table.rows[0].key
    seat.press(Qt.Key.Key_Escape)
    done: list[object] = []
    desk.lanes.vault(lambda store: store.withdraw_consent(store.slip(slip).record_id, "slip"), done.append)
    desk.lanes.vault_changed.emit()
    seat.settle(lambda: desk.table.rows[0].cells[5].badge == "Holds no more")
    assert desk.table.rows[0].cells[5].text.startswith("today "), "who ended it is told where it is opened"
    seat.press(Qt.Key.Key_R, ctrl=True)
    revoked = seat.page(CameBackPage)
    seat.settle(lambda: "Holds no more · " in revoked.so_far.text())
    assert ("revoked", "") not in revoked.steps
    seat.click(revoked.steps["received", ""])
    seat.settle(lambda: seat.shell.page is desk and seat.shell.notice.action.isVisible())
    assert desk.table.rows[0].cells[5].badge == "Holds no more", "that the service has the paper opens nothing"
    notes: list[tuple[str, ...]] = []

    def noted() -> tuple[str, ...]:
        desk.lanes.vault(lambda store: tuple(each.status for each in store.slip_notes(slip)), notes.append)
        seat.settle(lambda: bool(notes))
        return notes.pop()

    assert noted() == ("declined", "issued", "received", "revoked")
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: noted()[-2] == "issued")
    seat.leave()


def test_a_call_is_noted_beside_the_slip_and_told_to_who_answers_calls(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    call = page.sheet.call
    seat.settle(lambda: page.proposal is not None)
    assert call.begin.isVisible() and not call.note.isVisible(), "nobody has to say that there was no call"
    call.begin.click()
    assert call.at.text() and call.caller.hasFocus()
    assert not call.note.isEnabled() and not call.so_far.isVisible()
    call.outcome.choose("passed_on")
    call.outcome.picked.emit("passed_on")
    for text, entry in (("25:00", call.at), ("Amina D.", call.operator)):
        before = entry.text()
        entry.setText(text)
        call.note.click()
        assert call.fields[entry].note.isVisible() and call._calls == ()
        entry.setText(before)
    call.operator.setText("NV-12")
    call.note.click()
    seat.settle(lambda: "NV-12" in call.so_far.text())
    assert looking.faults(seat.shell, "en") == []
    assert [(one.caller, one.outcome) for one in call._calls] == [("staff", "passed_on")]
    assert call.operator.text() == "" and call.begin.isVisible() and not call.note.isVisible()
    seat.leave()


def test_services_that_do_not_answer_have_a_list_of_their_own(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        record = workflow.record_list(store, workflow.FINISHED).rows[0].id
        sheet = workflow.propose_slip(store, record).sheet
        recipient = workflow.directory().get("health")
        content = workflow.slip_for(store, record, recipient, sheet)
        for past, reference in ((80, "6NYW-V4BV"), (30, "YY34-4FXF"), (1, "9NM6-FPKF")):
            at = (datetime.now().astimezone() - timedelta(hours=past)).isoformat()
            workflow.keep_slip(store, replace(content, reference=reference, issued_at=at), b"%PDF")
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    assert desk.tabs[WAITING].text() == "No answer for a day · 2"
    seat.click(desk.tabs[WAITING])
    assert [(row.key, row.cells[5].text, row.cells[5].kind) for row in desk.table.rows] == [
        ("6NYW-V4BV", "for 3 days", Kind.STOP),
        ("YY34-4FXF", "for 30 hours", Kind.WARN),
    ]
    seat.leave()


@pytest.mark.parametrize("language", ["en", "it", "fr", "ar"])
def test_what_is_late_by_what_was_promised_stands_first_and_nothing_of_it_is_cut(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        record = workflow.record_list(store, workflow.FINISHED).rows[0].id
        sheet = workflow.propose_slip(store, record).sheet
        made = (
            ("2w", 74, "6NYW-V4BV"), ("24h", 26.5, "YY34-4FXF"), ("72h", 61.5, "9NM6-FPKF"), ("72h", 80.5, "7QQ7-7QQ7"),
        )  # fmt: skip
        for priority, past, reference in made:
            content = workflow.slip_for(
                store, record, workflow.directory().get("freephone"), replace(sheet, priority=priority)
            )
            at = (datetime.now().astimezone() - timedelta(hours=past)).isoformat()
            workflow.keep_slip(store, replace(content, reference=reference, issued_at=at), b"%PDF")
    seat = Seat(qtbot, workplace_store, language, (1024, 600))
    seat.unlock("Luca")
    seat.settle(lambda: isinstance(seat.shell.page, Desk) and bool(seat.page(Desk).records))
    desk = seat.page(Desk)
    seat.click(desk.tabs[WAITING])
    order = ["7QQ7-7QQ7", "YY34-4FXF", "9NM6-FPKF", "6NYW-V4BV"]
    assert [row.key for row in desk.table.rows] == order
    kinds = [(Kind.STOP, Kind.STOP), (Kind.STOP, Kind.WARN), (Kind.NEUTRAL, Kind.WARN), (Kind.NEUTRAL, Kind.STOP)]
    assert [(row.cells[4].kind, row.cells[5].kind) for row in desk.table.rows] == kinds
    if language == "en":
        told = ["8 h late", "2 h late", "10 h left", "10 d left"]
        assert [row.cells[4].badge for row in desk.table.rows] == told
    table = desk.table
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            words = table.fontMetrics().horizontalAdvance(cell.text)
            needs = words + table._delegate.badge_width(cell, table.font()) + 2 * (Space.MEDIUM + 3)
            assert needs <= table.columnWidth(at) or at == 2, cell
    bold = QFont(table.font())
    bold.setPixelSize(13)
    bold.setBold(True)
    for at, head in enumerate(table._model.heads):
        assert QFontMetrics(bold).horizontalAdvance(head) + 2 * (Space.MEDIUM + 3) <= table.columnWidth(at), head
    seat.leave()


def test_the_slips_of_a_day_are_printed_at_once_and_the_log_has_each(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        for record in workflow.record_list(store, workflow.FINISHED).rows:
            sheet = workflow.propose_slip(store, record.id).sheet
            workflow.issue_slip(store, record.id, "health", sheet, "it", slips.render)
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    asked: list[bytes] = []
    desk.printing.ask = asked.append  # type: ignore[method-assign] - the dialog of the system, which no test can answer
    seat.click(desk.several)
    seat.settle(lambda: bool(asked))
    reader = PdfReader(BytesIO(asked[0]))
    assert len(reader.pages) == 4 and not reader.metadata
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "all.pdf"))
    desk.printing.print_on(asked[0], printer)
    seat.settle(lambda: (tmp_path / "all.pdf").exists())
    seat.settle_vault()
    seat.leave()
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        assert [row.action for row in store.audit_rows()].count("slip.saved") == 2


def test_one_slip_that_may_go_no_more_does_not_keep_the_others_from_the_printer(
    qtbot: QtBot, workplace_store: Path
) -> None:
    """A word that was taken back since the list was read, by somebody else at this store."""
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        for record in workflow.record_list(store, workflow.FINISHED).rows:
            sheet = workflow.propose_slip(store, record.id).sheet
            workflow.issue_slip(store, record.id, "health", sheet, "it", slips.render)
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    taken, stays = desk.followed.slips[0].slip.record_id, desk.followed.slips[0].slip.reference
    seat.lanes.vault(lambda store: workflow.withdraw_consent(store, taken))
    asked: list[bytes] = []
    desk.printing.ask = asked.append  # type: ignore[method-assign] - the dialog of the system, which no test can answer
    seat.click(desk.several)
    seat.settle(lambda: bool(asked))
    assert len(PdfReader(BytesIO(asked[0])).pages) == 2
    told = (
        f"1 slip of today is not among them, for what it went on does not hold any more: {stays}. The agreement to "
        "this was taken back, or refused since: this does not leave any more."
    )
    assert seat.shell.notice.words.text() == told
    desk.printing.warn(asked[0])
    assert seat.shell.notice.words.text().startswith(f"{told} The print queue of this computer may keep a copy")
    assert seat.shell.notice.action.text() == "Print all the same"
    desk.printing._failed(IntakeError("gui.no_printer"))
    assert seat.shell.notice.words.text().startswith(f"{told} No printer")
    seat.leave()


def test_who_prints_the_slips_of_a_day_reads_which_are_of_records_that_were_corrected(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        Place(store).form("asks", True)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        place = Place(store)
        record = place.closed(**ALL)
        sheet = workflow.propose_slip(store, record).sheet
        slip = workflow.issue_slip(store, record, "health", sheet, "it", slips.render).reference
        workflow.finalise_draft(store, workflow.edit_record(store, record).row.id)
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[SLIPS])
    asked: list[bytes] = []
    desk.printing.ask = asked.append  # type: ignore[method-assign] - the dialog of the system, which no test can answer
    seat.click(desk.several)
    seat.settle(lambda: bool(asked))
    told = f"1 slip is of a record that was corrected since then, and is as it was: {slip}. Issue another one."
    assert seat.shell.notice.words.text() == told
    seat.leave()


def test_a_record_that_a_colleague_corrected_tells_whom_to_ask(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    assert page.proposal is not None
    page._take(replace(page.proposal, blocked="workflow.corrected_elsewhere", newer="Bea"))
    assert page.explanation.text().startswith("Bea has finished a correction of this record")
    assert "Ask Bea or the desk" in page.explanation.text()
    assert page.issue.isHidden() and page.danger.isVisible()
    seat.leave()


def test_a_language_without_words_yet_leaves_the_persons_page_in_that_of_the_talk(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat))
    page.sheet.language.choose("sus")
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    text = PdfReader(BytesIO(page.issued.pdf)).pages[1].extract_text()
    assert any("\u0600" <= sign <= "\u06ff" or "\ufb50" <= sign <= "\ufeff" for sign in text)
    assert "Information for you" not in text
    seat.leave()


def begun_slip(seat: Seat) -> tuple[SlipPage, Event]:
    """A slip whose sheet is filled once the store answers, which it does when the event is set."""
    desk, go = seat.page(Desk), Event()
    desk.table.choose(desk.table.rows[0].key)
    seat.lanes.vault(lambda _store: go.wait(10))
    QTest.keyClick(desk.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    return seat.page(SlipPage), go


def test_what_is_typed_before_the_sheet_is_filled_goes_to_it_and_leaves_no_page(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page, go = begun_slip(seat)
    held = QApplication.focusWidget()
    assert page.proposal is None and held is not None and held is not page.cancel
    assert held.accessibleName() == page.title()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(held, key)
    wanted = page.sheet.directory.get("health").name("en").split()[0]
    QTest.keyClicks(held, wanted)
    go.set()
    seat.settle(lambda: page.proposal is not None)
    assert seat.shell.page is page and page.sheet.recipient.hasFocus()
    assert page.sheet.recipient.currentText().startswith(wanted) and page.sheet.recipient_code()
    seat.leave()


def test_who_goes_on_or_back_before_the_sheet_is_filled_does_so(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page, go = begun_slip(seat)
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClicks(held, "x")
    QTest.keyClick(held, Qt.Key.Key_Tab)
    held = QApplication.focusWidget()
    assert held is not None and held.isVisible() and held.focusPolicy() != Qt.FocusPolicy.NoFocus
    go.set()
    seat.settle(lambda: page.proposal is not None)
    assert QApplication.focusWidget() is held and not page.sheet.recipient_code()
    seat.press(Qt.Key.Key_Escape, on=held)
    page, go = begun_slip(seat)
    QTest.keyClick(seat.shell.focusWidget(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert isinstance(seat.shell.page, Desk)
    go.set()
    seat.settle()
    seat.leave()


def test_a_service_is_chosen_by_a_person_never_by_default(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, service="")
    assert not page.issue.isEnabled()
    assert page.preview.note.text().startswith("Choose a service to see the slip.")
    page.sheet.recipient.choose("health")
    assert page.issue.isEnabled()
    assert page.preview.note.text() == "The slip is being drawn…"
    seat.words.set_language("it")
    assert page.preview.note.text() == "La scheda viene preparata…"
    seat.settle(lambda: len(page.preview.sheets) == 2)
    assert page.preview.note.text().startswith("Anteprima.")
    seat.leave()


def test_the_pages_have_their_room_from_the_first_moment(qtbot: QtBot, workplace_store: Path) -> None:
    """Until an event later they had none, and were painted squeezed."""
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    seat.settle(lambda: bool(page.preview.sheets))
    page.preview.set_zoom(1.2)
    first, second = page.preview.sheets
    for sheet in (first, second):
        assert sheet.height() >= sheet.pixmap().deviceIndependentSize().height() > 500
    assert second.y() >= first.geometry().bottom()
    seat.leave()


@pytest.mark.parametrize("language", ["it", "fr", "ar"])
def test_the_chosen_service_is_read_in_whole(qtbot: QtBot, workplace_store: Path, language: str) -> None:
    """Its name and what kind of body it is: in two lines where one has no room."""
    seat = at_the_desk(qtbot, workplace_store)
    seat.words.set_language(language)
    page = open_slip(seat, service="")
    box = page.sheet.recipient
    one_line, metrics = box.height(), box.fontMetrics()

    def lines() -> int:
        wraps = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(0, 0, box.width() - 60, 1000, wraps, box.currentText()).height()

    for service in seat.place.directory:
        box.choose(service.code)
        seat.settle(lambda: (box.height() > one_line) == (lines() > metrics.height() * 1.5))
        assert box.height() >= lines() + 8, box.currentText()
    seat.leave()


def test_without_consent_there_is_an_explanation_and_no_slip(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        refused = people.finish(store, people.BENGALI, {"information/consent_referral": "no"})
    seat = at_the_desk(qtbot, workplace_store)
    rows = [row.key for row in seat.page(Desk).table.rows]
    page = open_slip(seat, rows.index(refused))
    assert page.reason.isVisible()
    assert page.explanation.text()
    assert page.issue.isHidden()
    assert not page.preview.isVisible()
    seat.click(page.danger)
    consent = page.sheet.consent
    page.sheet.recipient.choose("questura")
    assert not consent.danger.isVisible() and not consent.danger.isChecked(), "no reason opens it off that path"
    page.sheet.recipient.choose("health")
    assert consent.danger.isVisible()
    seat.click(page.to_consent)
    assert consent.danger.hasFocus(), "never a no"
    seat.click(consent.danger)
    assert not page.issue.isEnabled() and not consent.person.isVisible(), "they said no"
    seat.click(page.to_consent)
    assert consent.reason.hasFocus()
    seat.type(consent.reason, "she is bleeding")
    seat.settle(lambda: len(page.preview.sheets) == 2 and not page.trouble.isVisible())
    assert consent.noted() == ConsentSheet(override_reason="she is bleeding", danger=True)
    page.sheet.choices["priority"].choose("2w")
    seat.settle(lambda: "more time than is proposed for what is urgent" in page.preview.note.text())
    page.sheet.choices["priority"].choose("24h")
    seat.settle(lambda: len(page.preview.sheets) == 2 and "more time" not in page.preview.note.text())
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    seat.leave()


def test_a_child_goes_to_court_and_services_as_a_duty_and_elsewhere_with_a_guardian(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        child = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(child), "")
    consent = page.sheet.consent
    assert not consent.alone.visibleRegion().isEmpty(), "it is asked at once, before a service is chosen"
    page.sheet.recipient.choose("health")
    assert not consent.alone.isVisible()
    page.sheet.recipient.choose("social_service")
    assert consent.alone.isVisible() and not consent.duty.isVisible() and not page.issue.isEnabled()
    assert not consent.alone.visibleRegion().isEmpty(), "beside the service, not far below"
    seat.click(page.to_consent)
    seat.settle(lambda: consent.alone.hasFocus() and not consent.alone.visibleRegion().isEmpty())
    seat.click(consent.alone)
    assert page.to_consent.isHidden()
    assert consent.duty.isVisible() and not consent.guardian.isVisible() and page.issue.isEnabled()
    reason = page.sheet.choices["reason"]
    assert reason.currentText() == "A notice that the law requires", "as the page says"
    seat.click(consent.alone)
    assert reason.code() == "support_requested"
    seat.click(consent.alone)
    assert reason.code() == "legal_duty"
    reason.choose("follow_up")
    assert reason.code() == "follow_up", "what the desk chooses itself stays"
    assert [reason.itemData(at) for at in range(reason.count())] == ["legal_duty", "first_visit", "follow_up"]
    reason.choose("legal_duty")
    page.sheet.choices["priority"].choose("2w")
    assert "more time than is proposed" in page.sheet.doubts(), "the law asks for it"
    page.sheet.choices["priority"].choose("72h")
    assert "more time" not in page.sheet.doubts()
    assert "may be under 18" in page.sheet.why.text()
    page.sheet.recipient.choose("health")
    assert not page.issue.isEnabled() and not consent.person.isVisible(), "the form has asked the child"
    assert "the guardian’s agreement, or the reason" in page.foot.note.text(), "told beside the button"
    seat.click(page.to_consent)
    seat.settle(lambda: consent.guardian.hasFocus() and not consent.guardian.visibleRegion().isEmpty())
    seat.type(consent.reason, "a high fever")
    seat.settle(page.issue.isEnabled)
    assert consent.noted() == ConsentSheet(override_reason="a high fever")
    seat.click(consent.guardian)
    said = consent.theirs.how
    seat.click(page.to_consent)
    assert said.how_choice.hasFocus(), "what is missing of what the guardian said"
    assert not page.issue.isEnabled() and not consent.reason_field.isVisible()
    assert said.language.isVisible() and not (said.how_choice.code() or said.language_choice.code())
    said.how_choice.choose("witness")
    said.language_choice.choose("ur")
    assert said.witness_choice.findData("guardian") < 0 and not page.issue.isEnabled(), "nobody says who was there"
    said.witness_choice.choose("interpreter")
    seat.settle(page.issue.isEnabled)
    before, after = list[ConsentWord](), list[ConsentWord]()
    seat.lanes.vault(lambda store: store.said(child), before.extend)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    seat.lanes.vault(lambda store: store.said(child), after.extend)
    seat.settle(lambda: bool(after))
    new = after[len(before) :]
    assert {each.whose for each in new} == {"guardian"}, "the child was asked nothing"
    assert {(each.how, each.language, each.witness) for each in new} == {("witness", "ur", "interpreter")}
    seat.leave()


def test_what_a_guardian_took_back_is_told_as_theirs(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        child = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
        workflow.issue_slip(
            store, child, "health", workflow.propose_slip(store, child).sheet, "bn", slips.render,
            ConsentSheet(guardian=GUARDIAN),
        )  # fmt: skip
        workflow.withdraw_consent(store, child, whose="guardian")
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(child), "health")
    seat.settle(page.sheet.taken_box.isVisible)
    assert page.sheet.taken.text().startswith("The guardian took back that slips go out (")
    seat.leave()


def test_the_reason_that_was_chosen_comes_back_when_the_duty_goes_and_what_the_slip_says_instead_is_told(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        child = people.finish(store, people.BENGALI, {"information/age_band": "prefers_not_to_say"})
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(child))
    form, consent = page.sheet, page.sheet.consent
    reason, note = form.choices["reason"], form.fields["reason"].note
    assert reason.findData("legal_duty") < 0, "it goes on no duty"
    assert any(box.isChecked() for box in form.services.values()) and not note.text()
    reason.choose("agreed")
    assert note.text() == "The slip says “The person has asked for support”: that follows from what it goes on."
    form.recipient.choose("juvenile_court")
    assert consent.alone.text().startswith("The person, if under 18, is alone:"), "nobody told that it is a child"
    seat.click(consent.alone)
    assert reason.code() == "legal_duty" and note.text().startswith("It goes because the law asks for it")
    assert [reason.itemData(at) for at in range(reason.count())] == ["legal_duty", "first_visit", "follow_up"]
    form.recipient.choose("health")
    assert reason.code() == "agreed" and note.text().startswith("The slip says")
    reason.choose("follow_up")
    assert not note.text()
    form.recipient.choose("juvenile_court")
    assert reason.code() == "follow_up"
    form.recipient.choose("health")
    assert reason.code() == "follow_up"
    seat.leave()


@pytest.mark.parametrize("age", ["prefers_not_to_say", "minor"])
def test_who_said_no_and_may_be_a_child_has_the_duty_in_the_window_too(
    qtbot: QtBot, workplace_store: Path, age: str
) -> None:
    told = {"information/consent_referral": "no", "information/age_band": age}
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        person = people.finish(store, people.BENGALI, told)
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(person))
    consent = page.sheet.consent
    assert not page.reason.isVisible() and not page.issue.isEnabled() and not consent.person.isVisible()
    assert page.foot.note.text().startswith("They said no.")
    seat.click(consent.guardian)
    assert not page.issue.isEnabled(), "a guardian does not agree in the place of who said no"
    page.sheet.recipient.choose("juvenile_court")
    assert not page.issue.isEnabled()
    seat.click(consent.alone)
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None)
    seat.leave()


def test_services_that_were_asked_for_come_first(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat), "")
    first = page.sheet._in_order()[0]
    page.sheet.recipient.choose(first.code)
    assert first.recipient_kind == page.proposal.offers[0].recipient if page.proposal else False
    assert page.sheet.why.isVisible()
    seat.leave()


def test_what_is_urgent_makes_the_slip_pressing_and_says_why(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        afraid = people.finish(store, people.BENGALI, {"safety/danger_now": "yes"})
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(afraid), "")
    choice, field = page.sheet.choices["priority"], page.sheet.fields["priority"]
    told = {label.text() for label in field.findChildren(QLabel) if label.isVisible()}
    assert "Proposed: Within 24 hours, because there is danger now. You can change it." in told
    choice.choose("2w")
    assert page.sheet.sheet().priority == "2w", "the officer decides"
    late = "The slip gives more time than is proposed for what is urgent (Within 24 hours)."
    assert field.note.text() == late and late in page.sheet.doubts()
    choice.choose("24h")
    assert field.note.text().startswith("Proposed") and late not in page.sheet.doubts()
    seat.leave()


def test_who_is_asked_for_nothing_urgent_is_proposed_two_weeks(qtbot: QtBot, workplace_store: Path) -> None:
    centre = b"code,kind,recipient_kind,names:it,mandate:it\ncentre,support,training,Centro,corsi\n"
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        afraid = people.finish(store, people.BENGALI, {"safety/danger_now": "yes"})
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.import_services(store, centre)
    seat = at_the_desk(qtbot, workplace_store)
    sheet = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(afraid), "").sheet
    found = []
    for service in ("centre", "health", "centre"):
        sheet.recipient.choose(service)
        sheet.recipient.picked.emit(service)
        hint = [label.text() for label in sheet.fields["priority"].findChildren(QLabel) if label.isVisible()]
        found.append((sheet.sheet().priority, any("because there is danger now" in each for each in hint)))
    assert found == [("2w", False), ("24h", True), ("2w", False)]
    seat.leave()


def test_a_saved_slip_is_private_and_named_by_its_reference(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    target = tmp_path / "slip.pdf"
    target.write_text("older", encoding="utf-8")
    page.save_to(target)
    seat.settle()
    assert page.issued is not None and target.read_bytes() == page.issued.pdf
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    noted = "SELECT action FROM audit WHERE action GLOB 'slip.*' ORDER BY seq"
    told: list[list[tuple[str]]] = []
    seat.lanes.vault(lambda store: store._opening.database.all(noted), told.append)
    seat.settle(lambda: bool(told))
    assert told == [[("slip.issued",), ("slip.read",), ("slip.saved",)]]
    page.save_to(tmp_path / "no such folder" / "slip.pdf")
    seat.settle(lambda: "could not be written" in seat.shell.notice.words.text()
                or "gui.not_saved" in seat.shell.notice.words.text())  # fmt: skip
    seat.leave()


def test_84_a_double_click_issues_one_slip(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    QTest.mouseClick(page.issue, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(page.issue, Qt.MouseButton.LeftButton)
    seat.settle(lambda: page.issued is not None)
    slips: list[int] = []
    seat.lanes.vault(lambda store: len(store.slips()), slips.append)
    seat.settle(lambda: bool(slips))
    assert slips == [1]
    seat.leave()


def test_84_closing_while_a_slip_is_issued_leaves_a_whole_store(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.issue_now()
    seat.leave()
    with workflow.open_store(workplace_store, "Luca", PASSPHRASE) as store:
        assert store.check() == ()
        assert len(store.slips()) <= 1


def test_a_saved_slip_may_have_a_password(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    seat.type(page.secret, "tre parole insieme")
    page.save_to(tmp_path / "slip.pdf")
    seat.settle()
    saved = PdfReader(tmp_path / "slip.pdf")
    assert saved.is_encrypted
    assert not saved.decrypt("another")
    assert saved.decrypt("tre parole insieme")
    assert len(saved.pages) == 2
    assert page.secret.text() == "", "for this file alone"
    seat.leave()


def test_where_the_queue_can_not_be_made_to_forget_it_is_said_before(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    page.printing.warn(page.issued.pdf)
    assert seat.shell.notice.action.text() == "Print all the same"
    assert "may keep a copy" in seat.shell.notice.words.text()
    seat.leave()


def test_printing_into_a_file_makes_a_private_one(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    seat.settle()
    printed = tmp_path / "printed.pdf"
    assert len(Pages(printed.read_bytes())) == 2
    if os.name == "posix":
        assert stat.S_IMODE(printed.stat().st_mode) == 0o600
    print_pages(Pages(printed.read_bytes()), printer, "Intake")
    assert printer.docName() == "Intake"
    assert len(Pages(printed.read_bytes())) == 2
    seat.leave()


def test_pages_have_ink_and_stay_at_300_dots(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    seat.settle(lambda: len(page.preview.sheets) == 2)
    widths = [sheet.pixmap().width() for sheet in page.preview.sheets]
    seat.click(page.preview.larger)
    assert page.preview.sheets[0].pixmap().width() > widths[0]
    assert all(sheet.accessibleName().startswith("Page ") for sheet in page.preview.sheets)
    assert print_pages is not None
    seat.leave()


def test_a_damaged_slip_is_trouble_not_a_crash(qapp: object) -> None:
    from intake_app.errors import IntakeError

    with pytest.raises(IntakeError) as caught:
        Pages(b"not a pdf")
    assert caught.value.code == "gui.pdf_unreadable"


def test_a_record_is_found_by_code_and_by_the_reference_of_its_slip(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, arabic(seat))
    seat.settle(lambda: len(page.preview.sheets) == 2)
    page.issue_now()
    seat.settle(lambda: page.issued is not None)
    assert page.issued is not None
    reference = page.issued.reference
    page.back()
    seat.settle(lambda: isinstance(seat.shell.page, Desk))
    desk = seat.page(Desk)
    seat.settle(lambda: len(desk.table.rows) == 2)
    seat.press(Qt.Key.Key_F, ctrl=True)
    assert desk.search.hasFocus()
    for text, found in ((reference.casefold().replace("-", ""), 1), ("zzzz", 0), (desk.records[0].code[:4], 1)):
        desk.search.setText(text)
        seat.settle(lambda found=found: len(desk.table.rows) == found)  # type: ignore[misc]
    desk.search.setText(reference)
    seat.settle(lambda: len(desk.table.rows) == 1)
    seat.click(desk.tabs[SLIPS])
    seat.settle(lambda: [row.key for row in desk.table.rows] == [reference])
    desk.search.setText("zzzz")
    seat.settle(lambda: not desk.table.rows)
    assert desk.empty.text() == "Nothing was found."
    desk.search.clear()
    seat.settle(lambda: len(desk.table.rows) == 1)
    seat.leave()


def test_the_open_list_of_the_desk_comes_back_and_what_was_looked_for_does_not(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    desk = seat.page(Desk)
    seat.click(desk.tabs[WAITING])
    seat.type(desk.search, desk.records[0].code[:4])
    with pytest.raises(Replaced):
        seat.place.door.hide()
    again = at_the_desk(qtbot, workplace_store)
    again.settle(lambda: again.page(Desk).section == WAITING)
    assert again.page(Desk).tabs[WAITING].isChecked() and again.page(Desk).search.text() == ""
    kept: list[tuple[str, str] | None] = []
    again.lanes.vault(workflow.kept_view, kept.append)
    again.settle(lambda: bool(kept))
    assert kept == [None], "nothing of a search is kept"
    again.leave()
