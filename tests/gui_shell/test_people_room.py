"""The cards of people have room: nothing scrolls that fits, and a bar stands beside what it moves."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.gui.people import ADD, OWN, People
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
    return page._area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("language", ["it", "ar"])
def test_a_card_that_fits_does_not_scroll_for_one_that_nobody_sees(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    seat, page = at_people(qtbot, workplace_store, "Ada", language, (1366, 768))
    seat.settle(lambda: not scrolls(page))
    for section in (OWN, ADD):
        page.show_section(section)
        seat.settle(lambda: not scrolls(page))
    page.show_section(ADD)
    seat.shell.resize(1366, 600)
    seat.settle(lambda: scrolls(page))
    seat.leave()


@pytest.mark.parametrize(("name", "language"), [("Ada", "it"), ("Sara", "ar")])
def test_a_bar_stands_beside_the_card_whatever_the_size_of_letters(
    qtbot: QtBot, workplace_store: Path, name: str, language: str
) -> None:
    """It stood at the far end of the page. The card kept the width it had with smaller letters."""
    seat, page = at_people(qtbot, workplace_store, name, language, (1920, 600))
    seat.settle(lambda: scrolls(page) and page._cards.width() == page._area.viewport().width())
    assert page._cards.width() <= 560
    seat.look.set_scale(1.5)
    seat.settle(lambda: 560 < page._cards.width() <= page._area.viewport().width())
    seat.leave()
