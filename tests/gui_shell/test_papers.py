"""Cards and leaflets from the first page: printed, saved, told or shown, and counted without anybody's name."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.desk import Desk
from intake_app.gui.home import Home
from intake_app.gui.information_page import InformationPage
from intake_app.gui.papers_page import CARD, MOST, PapersPage
from intake_app.vault import InformationCount
from tests.gui_shell import looking
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


@pytest.fixture
def at_papers(workplace_store: Path, qtbot: QtBot) -> Callable[..., tuple[Seat, PapersPage]]:
    """Somebody who clicked once on the first page."""

    def sit(language: str = "en", who: str = "Sara", anybody: bool = False) -> tuple[Seat, PapersPage]:
        seat = Seat(qtbot, workplace_store, language, (1024, 600))
        seat.unlock(who, PASSPHRASE)
        seat.settle(lambda: seat.place.person is not None)
        first = seat.page(Home if who == "Sara" else Desk)
        seat.settle(lambda: bool(first.table.rows))
        if anybody:
            seat.place.give_papers()
        else:
            seat.click(first.papers)
        page = seat.page(PapersPage)
        seat.settle(lambda: len(page.languages.rows) == 10)
        return seat, page

    return sit


def counted(seat: Seat) -> set[tuple[str, str, str, int]]:
    got: list[tuple[InformationCount, ...]] = []
    seat.lanes.vault(lambda store: store.information(), got.append)
    seat.settle(lambda: bool(got))
    return {(one.topic, one.medium, one.language, one.contacts) for one in got[0]}


def test_nothing_is_given_before_a_language_is_chosen_and_the_freephone_is_told_of(
    at_papers: Callable[..., tuple[Seat, PapersPage]],
) -> None:
    seat, page = at_papers(anybody=True)
    assert not any(button.isEnabled() for button in (page.print, page.save, page.told, page.showed))
    served = {row.key: row.cells[2].badge for row in page.languages.rows}
    assert (served["ar"], served["bn"]) == ("yes", "not known")
    page.languages.choose("ar")
    seat.settle(lambda: len(page.preview.sheets) == 1)
    assert page.about.text().startswith("The freephone is known to serve")
    assert looking.faults(seat.shell, "en") == []
    seat.leave()


def test_the_list_stands_on_the_language_of_the_record_in_front_and_letters_look_for_another(
    at_papers: Callable[..., tuple[Seat, PapersPage]],
) -> None:
    seat, page = at_papers("it")
    assert page.languages.key() == "ar"
    seat.settle(lambda: len(page.preview.sheets) == 1)
    for key in (Qt.Key.Key_T, Qt.Key.Key_I, Qt.Key.Key_G):
        seat.press(key, on=page.languages if key == Qt.Key.Key_T else None)
    assert (page.search.text(), page.languages.key(), len(page.languages.rows)) == ("tig", "ti", 1)
    seat.press(Qt.Key.Key_Return)
    assert page.languages.hasFocus() and page.print.isEnabled()
    seat.settle(lambda: looking.faults(seat.shell, "it") == [])
    page.search.clear()
    assert (page.languages.key(), len(page.languages.rows)) == ("ti", 10)
    seat.leave()


def test_cards_that_were_printed_and_saved_are_counted_and_no_case_comes_of_it(
    at_papers: Callable[..., tuple[Seat, PapersPage]], tmp_path: Path
) -> None:
    seat, page = at_papers("it")
    page.languages.choose("bn")
    assert page.paper_choice.code() == CARD
    page.copies_line.setText("১২")  # as somebody writes it whose keyboard is Bengali
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.make(lambda pages: page.printing.print_on(pages, printer))
    seat.settle(lambda: "12" in page.today.text())
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == 2
    page.paper_choice.choose("paths")
    seat.type(page.copies_line, "3")
    page.make(lambda pages: page.save_to(tmp_path / "saved.pdf", pages))
    seat.settle(lambda: "15" in page.today.text())
    assert len(pypdfium2.PdfDocument(tmp_path / "saved.pdf")) == 3
    assert (tmp_path / "saved.pdf").stat().st_mode & 0o777 == 0o600
    assert counted(seat) == {("freephone", "card", "bn", 12), ("paths", "leaflet", "bn", 3)}
    assert looking.faults(seat.shell, "it") == []
    seat.leave()


def test_many_leaflets_tell_how_far_they_are_and_are_stopped(at_papers: Callable[..., tuple[Seat, PapersPage]]) -> None:
    seat, page = at_papers("en")
    page.languages.choose("ur")
    page.paper_choice.choose("paths")
    seat.type(page.copies_line, str(MOST))
    seat.settle()
    line, asked = page.under_way, list[bytes]()
    page.make(asked.append)
    seat.bot.waitUntil(lambda: line.isVisible() and line.bar.value() > 0)
    assert re.fullmatch(rf"Pages ready: \d+ of {line.bar.maximum()}", line.told.text())
    assert line.bar.value() < line.bar.maximum() and looking.faults(seat.shell, "en") == []
    page.make(asked.append)
    QTest.keyClick(seat.shell, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    seat.settle(lambda: not line.isVisible())
    assert seat.shell.notice.words.text() == "Stopped. Nothing was changed." and asked == []
    seat.type(page.copies_line, "2")
    page.make(asked.append)
    seat.settle(lambda: len(asked) == 1)
    assert len(pypdfium2.PdfDocument(asked[0])) == 4 and counted(seat) == set()
    seat.leave()


def test_who_leaves_while_leaflets_are_made_hears_no_more_of_them(
    at_papers: Callable[..., tuple[Seat, PapersPage]],
) -> None:
    seat, page = at_papers("en")
    page.languages.choose("ur")
    page.paper_choice.choose("paths")
    seat.type(page.copies_line, str(MOST))
    seat.settle()
    line, asked, bugs = page.under_way, list[bytes](), list[Exception]()
    seat.lanes.bug.connect(bugs.append)
    page.make(asked.append)
    seat.bot.waitUntil(lambda: line.isVisible() and line.bar.value() > 0)
    halt, far = line.halt, line.bar.maximum()
    assert halt is not None and line.bar.value() < far
    QTest.keyClick(seat.shell, Qt.Key.Key_Escape)
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    assert halt.stopped and (asked, bugs) == ([], [])
    seat.leave()


@pytest.mark.parametrize(("who", "language"), [("Luca", "ar"), ("Sara", "fr")])
def test_what_was_told_or_shown_is_counted_too(
    at_papers: Callable[..., tuple[Seat, PapersPage]], who: str, language: str
) -> None:
    seat, page = at_papers(language, who)
    page.languages.choose("so")
    seat.type(page.copies_line, "0")
    seat.click(page.told)
    assert page.copies.note.isVisible() and counted(seat) == set()
    seat.type(page.copies_line, "30")
    seat.click(page.told)
    seat.settle(lambda: "30" in page.today.text())
    seat.click(page.showed)
    seat.settle(lambda: "60" in page.today.text())
    assert counted(seat) == {("freephone", "spoken", "so", 30), ("freephone", "screen", "so", 30)}
    assert looking.faults(seat.shell, language) == []
    seat.leave()


def test_who_coordinates_sees_figures_of_a_month_and_no_small_one(workplace_store: Path, qtbot: QtBot) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        for language, copies in (("bn", 40), ("ar", 12), ("fr", 3)):
            workflow.note_information(store, "freephone", "card", language, copies)
    seat = Seat(qtbot, workplace_store, "en", (1024, 600))
    seat.unlock("Ada", PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    page = next(one for one in seat.shell.pages() if isinstance(one, InformationPage))
    seat.shell.show_page(page)
    seat.settle(lambda: len(page.table.rows) == 3)
    assert [row.cells[3].text for row in page.table.rows] == ["40", "hidden", "hidden"]
    assert page.total.text() == "Together: 55" and looking.faults(seat.shell, "en") == []
    page.month_choice.setCurrentIndex(1)
    seat.settle(page.empty.isVisible)
    assert page.table.isHidden() and page.total.text() == ""
    seat.leave()


def test_who_gives_information_has_no_such_page(workplace_store: Path, qtbot: QtBot) -> None:
    seat = Seat(qtbot, workplace_store, "en", (1024, 600))
    seat.unlock("Luca", PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    assert not any(isinstance(one, InformationPage) for one in seat.shell.pages())
    seat.leave()
