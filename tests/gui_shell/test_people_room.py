"""The cards of people have room: nothing scrolls that fits, and a bar stands beside what it moves."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.gui.controls import Button
from intake_app.gui.following import SETTLED_MS
from intake_app.gui.people import ADD, NAMED, OWN, SAFE, People
from tests.gui_shell.windows import Seat

pytestmark = pytest.mark.window


def at_people(bot: QtBot, store: Path, name: str, language: str, size: tuple[int, int]) -> tuple[Seat, People]:
    seat = Seat(bot, store, language, size)
    seat.unlock(name)
    page = seat.own(People)
    seat.shell.show_page(page)
    seat.settle()
    return seat, page


def scrolls(page: People) -> bool:
    return page.page_area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("language", ["it", "ar"])
def test_a_card_that_fits_does_not_scroll_for_one_that_nobody_sees(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    """In Arabic it did, by a few pixels, once each layout had its room."""
    seat, page = at_people(qtbot, workplace_store, "Ada", language, (1366, 768))
    for section in ("", OWN, ADD):
        if section:
            page.show_section(section)
        seat.bot.wait(5 * SETTLED_MS)
        seat.settle()
        assert not scrolls(page) and page.warning.isVisible()
    seat.shell.resize(1366, 600)
    seat.settle(lambda: scrolls(page))
    seat.leave()


@pytest.mark.parametrize(("name", "language"), [("Ada", "it"), ("Sara", "ar")])
def test_a_bar_stands_at_the_edge_of_the_window_and_the_card_grows_with_the_letters(
    qtbot: QtBot, workplace_store: Path, name: str, language: str
) -> None:
    """The card scrolled by itself, with a bar in the middle of the page, and kept its width with larger letters."""
    seat, page = at_people(qtbot, workplace_store, name, language, (1920, 420))
    seat.settle(lambda: scrolls(page) and page._cards.width() == page._area.viewport().width())
    assert page._area.verticalScrollBar().maximum() == 0 and not page._area.verticalScrollBar().isVisible()
    assert page.page_area.width() == page.width() and page._cards.width() <= 640
    seat.look.set_scale(1.5)
    seat.settle(lambda: 640 < page._cards.width() <= page._area.viewport().width())
    assert page._area.verticalScrollBar().maximum() == 0
    seat.leave()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_what_is_done_on_a_card_stands_in_the_foot(
    qtbot: QtBot, workplace_store: Path, size: tuple[int, int]
) -> None:
    """Seen whatever the card needs; one of them is the main one, and it goes with the card."""
    seat, page = at_people(qtbot, workplace_store, "Ada", "it", size)

    def seen() -> list[Button]:
        return [one for one in (page.add, page.change) if one.visibleRegion().boundingRect() == one.rect()]

    seat.settle(lambda: seen() == [page.add])
    seat.click(page.tabs[OWN])
    seat.settle(lambda: seen() == [page.change])
    seat.click(page.tabs[SAFE])
    seat.settle(lambda: seen() == [])
    assert page.add.property("role") == page.change.property("role") == "primary"
    assert page.remove.visibleRegion().boundingRect() == page.remove.rect()
    seat.leave()


def test_who_adds_nobody_changes_a_passphrase_from_the_foot(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_people(qtbot, workplace_store, "Sara", "it", (1024, 600))
    seat.settle(lambda: page.change.visibleRegion().boundingRect() == page.change.rect())
    assert not page.add.isVisible() and not page.remove.isVisible()
    seat.leave()


@pytest.mark.parametrize("language", ["it", "fr", "ar"])
def test_the_ways_of_the_page_of_staff_stand_in_one_row(qtbot: QtBot, workplace_store: Path, language: str) -> None:
    ada, page = at_people(qtbot, workplace_store, "Ada", language, (1024, 600))
    shown = [tab for tab in page.tabs.values() if tab.isVisible()]
    assert len(shown) == 4
    qtbot.waitUntil(lambda: len({tab.mapTo(page, tab.rect().topLeft()).y() for tab in shown}) == 1)
    assert all(tab.width() >= tab.wanted(keyed=False) for tab in shown)
    ada.leave()


def test_who_looks_after_the_workplace_names_it_for_neutral_papers(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_people(qtbot, workplace_store, "Ada", "it", (1366, 768))
    seat.click(page.tabs[NAMED])
    card = page.paper_name
    seat.settle(lambda: bool(card.told.text()))
    assert card.line.hasFocus()
    seat.press(Qt.Key.Key_Tab)
    assert card.keep.hasFocus()
    card.line.setText("Centro antitratta")
    seat.click(card.keep)
    seat.settle(lambda: "tratta" in card.name.note.text())
    card.line.setText("Centro Alba")
    seat.click(card.keep)
    seat.settle(lambda: card.known.name == "Centro Alba")
    assert seat.shell.notice.isVisible()
    seat.leave()


def test_who_only_interviews_does_not_name_the_workplace(qtbot: QtBot, workplace_store: Path) -> None:
    seat, page = at_people(qtbot, workplace_store, "Sara", "it", (1366, 768))
    assert not page.tabs[NAMED].isVisible()
    seat.leave()


def test_in_a_narrow_window_a_card_is_as_wide_as_the_list_and_what_has_the_keyboard_is_seen(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, page = at_people(qtbot, workplace_store, "Ada", "it", (683, 384))
    seat.click(page.tabs[NAMED])
    line = page.paper_name.line
    seat.settle(lambda: line.visibleRegion().boundingRect() == line.rect())
    assert page.paper_name.width() == page.table.width()
    seat.leave()
