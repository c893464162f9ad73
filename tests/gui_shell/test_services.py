"""The services of a workplace in the windows: looked at by everybody, brought in by who looks after settings."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.services_page import ServicesPage
from intake_app.gui.slip_page import SlipPage
from intake_app.workflow.services import put_back_services
from tests.gui_shell import looking
from tests.gui_shell.test_desk import at_the_desk, open_slip
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window

HEADS = "code;kind;recipient_kind;names:it;names:en;mandate:it;territory;last_verified\n"
TABLE = HEADS + (
    "health;health;health;Azienda vera;A real clinic;visite;Agrigento;2026-01-01\n"
    "casa;shelter;anti_trafficking;Casa;House;alloggio;;2026-11-01\n"
)


def at_services(seat: Seat) -> tuple[SlipPage, ServicesPage]:
    """From a slip to the services, as whoever chooses one goes."""
    slip = open_slip(seat)
    seat.settle(lambda: slip.sheet.services_link.isVisible())
    slip.sheet.services_link.setFocus()
    slip.sheet.services_link.click()
    page = seat.page(ServicesPage)
    seat.settle(lambda: len(page.table.rows) == len(workflow.directory()))
    return slip, page


def test_the_desk_looks_at_services_and_brings_in_none(qtbot: QtBot, workplace_store: Path) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    slip, page = at_services(seat)
    assert not page.bring.isVisible() and not page.save.isVisible()
    page.table.choose("health")
    seat.settle(lambda: "visite" in page.about.text() or "medicine" in page.about.text())
    assert page.check.isVisible() and looking.faults(seat.shell, "en") == []
    page.back()
    assert slip.sheet.services_link.hasFocus(), "who comes back has the keyboard where it was"
    seat.leave()


def test_own_services_come_from_a_file_and_a_bad_one_changes_nothing(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    ada = Seat(qtbot, workplace_store)
    ada.unlock("Ada")
    ada.place.services()
    page = ada.page(ServicesPage)
    ada.settle(lambda: len(page.table.rows) == len(workflow.directory()))
    assert {row.cells[1].badge for row in page.table.rows} == {"to check"}, "by a word, not by a colour"
    bad, good, out = tmp_path / "bad.csv", tmp_path / "good.csv", tmp_path / "out.csv"
    bad.write_text(TABLE.replace("health;health;health", "health;hospital;health"))
    good.write_text(TABLE)
    page.take_file([bad])
    ada.settle(lambda: page.trouble.isVisible())
    assert "line 2, column kind: it is none of the values" in page.trouble.text()
    ada.settle(lambda: looking.faults(ada.shell, "en") == [])
    page.take_file([good])
    ada.settle(lambda: page.save.isVisible() and page.directory.get("health").name("en") == "A real clinic")
    assert "health (– → –)\u2069" in page.told.text() and "whole case: casa" in page.told.text()
    page.table.choose("casa")
    assert "For what people agree to it counts as: project for protection and support (art. 18)" in page.about.text()
    ada.settle(lambda: looking.faults(ada.shell, "en") == [])
    assert not page.trouble.isVisible() and "Changed: 1" in ada.shell.notice.words.text()
    ada.settle(lambda: ada.place.directory.get("health").name("en") == "A real clinic")
    page.save_to(out)
    ada.settle(out.exists)
    assert b"A real clinic" in out.read_bytes() and out.stat().st_mode & 0o077 == 0
    good.write_text(TABLE.replace("health;health;health", "clinic;health;health"))
    assert page.anew.isVisible()
    page.take_file([good], replace=True)
    ada.settle(lambda: "New: 1" in ada.shell.notice.words.text())
    ada.settle(lambda: page.directory.get("health").name("en") != "A real clinic" and not page.directory.unread)
    assert {one.code for one in page.directory} > {"clinic", "casa"} and looking.faults(ada.shell, "en") == []
    undo = ada.shell.notice
    assert undo.action.isVisible() and undo.action.text() == "Undo"
    undo.action.click()
    ada.settle(lambda: page.directory.get("health").name("en") == "A real clinic")
    assert "clinic" not in {one.code for one in page.directory}
    assert "as they were" in ada.shell.notice.words.text() and not ada.shell.notice.action.isVisible()
    ada.lanes.close()


def test_services_that_came_in_place_of_others_are_not_brought_back_over_what_was_changed_since(
    workplace_store: Path,
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.import_services(store, TABLE.encode())
        before = {one.code: one for one in workflow.own_directory(store)}
        told = workflow.import_services(store, TABLE.replace("health;health;health", "clinic;health;health").encode(),
                                        replace=True)
        assert put_back_services(store, told)
        assert {one.code: one for one in workflow.own_directory(store)} == before
        assert not put_back_services(store, told), "once"
        assert workflow.import_services(store, TABLE.encode(), replace=True).own == len(before)
        later = workflow.import_services(store, TABLE.encode())
        assert not put_back_services(store, told) and later.own == len(before)


def test_what_can_not_be_read_of_own_services_is_told(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        store.set_setting("directory", "{")
    seat = Seat(qtbot, workplace_store, "it")
    seat.unlock("Ada")
    seat.place.services()
    page = seat.page(ServicesPage)
    seat.settle(lambda: page.told.isVisible() and len(page.table.rows) == len(workflow.directory()))
    assert "1 servizio proprio non si può leggere" in page.told.text() and looking.faults(seat.shell, "it") == []
    seat.lanes.close()


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600))])
def test_the_page_fits(qtbot: QtBot, workplace_store: Path, language: str, size: tuple[int, int]) -> None:
    seat = Seat(qtbot, workplace_store, language, size)
    seat.unlock("Ada")
    seat.place.services()
    page = seat.page(ServicesPage)
    seat.settle(lambda: bool(page.table.rows))
    page.table.choose("local_support")
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    page.table.choose("freephone")
    assert "\u2066800 290 290\u2069" in page.name.text(), "its groups are not turned round"
    seat.lanes.close()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_name_of_a_service_has_the_width_of_its_card(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    """What is said of its check stood beside it, and a short name broke in three lines."""
    seat = Seat(qtbot, workplace_store, language, (1024, 600))
    seat.unlock("Ada")
    seat.place.services()
    page = seat.page(ServicesPage)
    seat.settle(lambda: page.check.isVisible() and page.check.y() >= page.name.geometry().bottom())
    assert page.name.height() < 2 * page.name.fontMetrics().height()
    end = page.check.geometry().right() if language == "ar" else page.check.x()
    assert end == (page.name.geometry().right() if language == "ar" else page.name.x())
    seat.leave()
