"""A newer version of a questionnaire is seen before it is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.dayend import DayEnd
from intake_app.gui.updates_page import UpdatesPage
from intake_app.practice import PracticeServer
from tests.cli.test_form_updates import NEWER
from tests.cli.test_ledger import FORM
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server on this computer, with a form of two files."""
    with PracticeServer() as started:
        started.add_form(FORM, {"list.csv": b"a"})
        yield started


@pytest.fixture
def updates(qtbot: QtBot, workplace_store: Path, server: PracticeServer) -> Iterator[Seat]:
    """Sara has begun a draft; Ada has just fetched, and looks at what a newer version changes."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
        workflow.fetch_forms(lambda call: call(store), "Central", lambda _progress: None, lambda: False)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        key = next(row.key for row in workflow.form_list(store) if row.form_id == "landing")
        workflow.start_record(store, key)
    server.add_form(NEWER, {"list.csv": b"b", "more.csv": b"c"})
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    page = next(page for page in seat.shell.pages() if isinstance(page, DayEnd))
    seat.shell.show_page(page)
    seat.press(Qt.Key.Key_G, ctrl=True)
    seat.settle(lambda: "1 update waits to be looked at." in seat.shell.notice.words.text())
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: seat.page(UpdatesPage).accept.isEnabled())
    yield seat
    seat.leave()


def versions(store: Path) -> set[str]:
    """Of the form in use."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        return {row.version for row in workflow.form_list(opened) if row.form_id == "landing"}


def test_what_changes_is_told_and_the_draft_keeps_its_version(updates: Seat, workplace_store: Path) -> None:
    page = updates.page(UpdatesPage)
    texts = shown_texts(page)
    for told in (
        *("In use: 1. From Central: 2.", "1 draft keeps its version: Sara 1", "New questions · 1", "more"),
        *("1 text reads otherwise", "“What?” → “What now?”", "New files · 1", "Files with another content · 1"),
    ):
        assert told in texts
    updates.words.set_language("ar")
    turned = "\u2067\u2068“What?”\u2069 ← \u2068“What now?”\u2069\u2069"
    updates.settle(lambda: turned in shown_texts(page))  # what was stands first there too, on the right
    updates.words.set_language("en")
    updates.press(Qt.Key.Key_Return, ctrl=True)
    updates.settle(lambda: not page.table.rows)
    assert "new interviews use version 2 now." in updates.shell.notice.words.text()
    updates.press(Qt.Key.Key_Escape)
    assert updates.page(DayEnd).updates.isHidden()
    updates.leave()
    assert versions(workplace_store) == {"2"}


def test_what_is_left_stays_in_the_list(updates: Seat, workplace_store: Path) -> None:
    page = updates.page(UpdatesPage)
    updates.press(Qt.Key.Key_D, ctrl=True)
    updates.settle(lambda: page.table.rows[0].cells[1].badge == "Left")
    assert not page.leave.isEnabled() and page.accept.isEnabled()
    updates.leave()
    assert versions(workplace_store) == {"1"}


def test_an_update_that_is_gone_meanwhile_is_told_and_the_page_goes_on(updates: Seat, workplace_store: Path) -> None:
    page = updates.page(UpdatesPage)
    offer = int(page.table.rows[0].key)
    updates.lanes.vault(lambda store: workflow.accept_update(store, offer))
    page.accept.click()
    updates.settle(lambda: not page.table.rows)
    assert updates.shell.notice.property("role") == "notice-stop" and page.empty.isVisible()
    updates.leave()
    assert versions(workplace_store) == {"2"}
