"""The services of a workplace in the windows: looked at by everybody, brought in by who looks after settings."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from intake_app import i18n, workflow
from intake_app.gui.controls import Label
from intake_app.gui.desk import Desk
from intake_app.gui.fields import Choice
from intake_app.gui.services_page import ServicesPage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.words import bare
from intake_app.workflow.services import put_back_services
from tests.gui_shell import looking, people
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
    seat.settle(lambda: "visite" in page.task.text() or "medicine" in page.task.text())
    assert page.check.isVisible()
    seat.settle(lambda: looking.faults(seat.shell, "en") == [])
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
    assert "entry 2, column kind. What stands there is none of its values" in page.trouble.text()
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


def test_what_came_of_a_file_of_services_is_told_in_the_language_that_is_chosen_later(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path
) -> None:
    """With its undo, which would be gone with the line; and what came of the undo."""
    ada = Seat(qtbot, workplace_store)
    ada.unlock("Ada")
    ada.place.services()
    page, notice = ada.page(ServicesPage), ada.shell.notice
    ada.settle(lambda: len(page.table.rows) == len(workflow.directory()))
    file = tmp_path / "own.csv"
    file.write_text(TABLE)
    page.take_file([file])
    ada.settle(lambda: notice.isVisible() and "Changed: 1" in notice.words.text())
    for language in ("ar", "it", "fr", "en"):
        ada.words.set_language(language)
        ada.settle()
        tr = i18n.load(language)
        line = tr("New: {added}. Changed: {changed}. Own services now: {own}, to be checked: {to_check}.")
        assert notice.isVisible() and notice.accessibleName() == line.format(added=1, changed=1, own=2, to_check=1)
        assert notice.action.text() == tr("Undo")
    ada.click(notice.action)
    ada.settle(lambda: "casa" not in {one.code for one in page.directory})
    ada.words.set_language("it")
    ada.settle()
    assert notice.isVisible() and notice.accessibleName() == i18n.load("it")("The own services are as they were.")
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
    assert "1 servizio proprio non si può leggere" in page.told.text()
    seat.settle(lambda: looking.faults(seat.shell, "it") == [])
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
    assert bare(page.name.text()).endswith("800 290 290"), "behind Latin words it needs no marks"
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


COLUMNS = "code,kind,recipient_kind,names:it,mandate:it,languages,provinces,accepts,channels,needs,last_verified\n"
MANY = COLUMNS + "".join(
    f"s{at},shelter,anti_trafficking,Casa {at},accoglienza,{'it bn' if at % 3 else 'it'},{'AG' if at % 2 else 'PA'},"
    f"{'women' if at % 2 else 'women men'},phone in_person,safe_place labour_rights,2026-01-01\n"
    for at in range(40)
)


def with_many(store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.import_services(opened, MANY.encode())


def test_services_are_sought_by_words_province_help_and_language(qtbot: QtBot, workplace_store: Path) -> None:
    with_many(workplace_store)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.place.services()
    page = seat.page(ServicesPage)
    seat.settle(lambda: len(page.table.rows) > 40)
    every, search = len(page.table.rows), page.search
    assert search.everything.isHidden() and search.line.accessibleName() == "Find a service"
    search.line.setText("càsa 1")
    seat.settle(lambda: 0 < len(page.table.rows) < every)
    assert {key for key in page.table.rows.keys if key.startswith("s")} >= {"s1", "s10", "s19"}
    search.province.choose("AG")
    search.language.choose("bn")
    search.need.choose("safe_place")
    speaking, silent = {"s1", "s11", "s13", "s17", "s19", "s31"}, {"s15", "s21"}
    seat.settle(lambda: set(page.table.rows.keys) == speaking | silent)
    assert set(page.table.rows.keys[-2:]) == silent, "of which no other language is known, and it says so"
    assert ["languages not known" in row.cells[0].text for row in page.table.rows] == [False] * 6 + [True] * 2
    seat.press(Qt.Key.Key_Return, on=search.line)
    assert page.table.hasFocus(), "Enter goes to what was found"
    page.table.choose("s1")
    told = page.about.text()
    helps = "Helps with: a safe place to stay, information on work and pay"
    for line in ("Accepts: women", helps, "Reached by: telephone, going there"):
        assert line in told
    assert page.check.isVisible() and "Checked: \u206601/01/2026\u2069" in told
    seat.settle(lambda: looking.faults(seat.shell, "en") == [])
    page.back()
    seat.place.services()
    again = seat.page(ServicesPage)
    seat.settle(lambda: len(again.table.rows) == 8)
    assert again.search.line.text() == "càsa 1" and again.search.province.code() == "AG", "kept while the program runs"
    seat.words.set_language("ar")
    seat.settle()
    assert again.search.need.code() == "safe_place"
    seat.settle(lambda: looking.faults(seat.shell, "ar") == [])
    seat.words.set_language("en")
    seat.click(again.search.everything)
    seat.settle(lambda: len(again.table.rows) == every)
    seat.type(again.search.line, "nothing like that")
    seat.settle(lambda: again.empty.isVisible())
    assert again.empty.text() == "No service fits what is sought."
    seat.leave()


def offered(choice: Choice) -> list[str]:
    """The services that can be chosen in a list."""
    return [choice.itemData(at) for at in range(choice.count()) if choice.itemData(at)]


def over(choice: Choice) -> dict[str, str]:
    """The service that comes after a line that nobody can choose, by the words of that line."""
    found: dict[str, str] = {}
    for at in range(choice.count()):
        if choice.itemData(at) is None:
            assert not choice.model().index(at, 0).flags() & Qt.ItemFlag.ItemIsEnabled
            found[choice.itemText(at)] = choice.itemData(at + 1)
    return found


def test_a_slip_lists_what_fits_what_was_told_apart_from_the_rest(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        child = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, [row.key for row in seat.page(Desk).table.rows].index(child), "")
    form, kinds = page.sheet, {one.code: one.recipient_kind for one in page.sheet.directory}
    heads, listed = over(form.recipient), offered(form.recipient)
    assert list(heads) == ["Fits what was told", "The other services"]
    first = listed[: listed.index(heads["The other services"])]
    assert page.proposal is not None
    told = {offer.recipient for offer in page.proposal.offers}
    assert heads["Fits what was told"] == first[0] and {kinds[code] for code in first} <= told
    assert "juvenile_court" in first and len(listed) == len(form.directory)
    form.choices["age_band"].choose("adult")
    seat.settle(lambda: "juvenile_court" not in offered(form.recipient)[: len(over(form.recipient))])
    form.recipient.setFocus()
    for _step in range(form.recipient.count()):
        seat.press(Qt.Key.Key_Down, on=form.recipient)
        assert form.recipient.code(), "no key stays on a line that is no service"
    seat.leave()


def test_a_press_on_a_line_over_services_chooses_none_and_leaves_the_list_open(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat, 0, "")
    choice = page.sheet.recipient
    listed, under = choice.view(), choice.view().viewport()

    def place(row: int) -> QPoint:
        return listed.visualRect(choice.model().index(row, 0)).center()

    heads = [at for at in range(choice.count()) if choice.itemData(at) is None]
    assert len(heads) == 2
    choice.showPopup()
    QTest.qWait(QApplication.doubleClickInterval() + 100)  # until then Qt takes no release for a choice
    for head in heads:
        passed = listed.model().index(heads[1] + 1, 0)
        QTest.mouseMove(under, place(passed.row()))
        listed.setCurrentIndex(passed)
        QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=place(head))
        assert listed.isVisible() and choice.code() == ""
    QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=place(heads[0] + 1))
    qtbot.waitUntil(lambda: not listed.isVisible())
    assert choice.code() == choice.itemData(heads[0] + 1)
    seat.leave()


def test_a_slip_offers_of_many_services_those_for_the_person(qtbot: QtBot, workplace_store: Path) -> None:
    """One key shows all; who is not accepted by a service is told so, and it can be chosen all the same."""
    with_many(workplace_store)
    seat = at_the_desk(qtbot, workplace_store)
    page = open_slip(seat)
    form, search = page.sheet, page.sheet.search
    seat.settle(lambda: search.only.isVisible())
    every = len(form.directory)
    assert search.only.isChecked() and len(offered(form.recipient)) < every
    assert f"of {every} services" in search.counted.text()
    search.only.setFocus()
    seat.press(Qt.Key.Key_Space, on=search.only)
    assert len(offered(form.recipient)) == every and search.counted.isHidden()
    seat.type(search.line, "casa 11")
    assert "s11" in offered(form.recipient)
    form.recipient.choose("s11")
    form.choices["age_band"].choose("adult")
    form.choices["gender"].choose("man")
    seat.settle(lambda: form.unfit.isVisible())
    assert form.unfit.text().startswith("Accepts only: women. This person is a man.")
    assert form.recipient_code() == "s11" and "accepts only: women" in form.recipient.currentText()
    assert "Reached by: telephone, going there" in form.about.text()
    form.choices["gender"].choose("woman")
    assert form.unfit.isHidden() and "accepts only" not in form.recipient.currentText()
    seat.settle(lambda: looking.faults(seat.shell, "en") == [])
    seat.leave()


@pytest.mark.parametrize("said", ["", "bn"])
def test_a_service_that_is_not_known_to_speak_the_language_says_so_and_which_it_does(
    qtbot: QtBot, workplace_store: Path, said: str
) -> None:
    """Also where nobody told which language is best, and only that of the talk is known."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"next_steps/language": said})
    seat = at_the_desk(qtbot, workplace_store)
    rows = [row.key for row in seat.page(Desk).table.rows]
    form = open_slip(seat, rows.index(record), "freephone").sheet
    seat.settle(lambda: form.unfit.isVisible())
    told = bare(form.unfit.text())
    assert told.startswith("This service is not known to speak Bengali. It is known to speak: Italian, English, ")
    form.language.choose("ar")
    seat.settle(lambda: form.unfit.isHidden())
    form.language.choose("bn")
    form.recipient.choose("health")
    asked = "It is not known which languages this service speaks: ask whether it speaks Bengali."
    assert asked in bare(form.about.text()) and form.unfit.isHidden()
    seat.settle(lambda: looking.faults(seat.shell, "en") == [])
    seat.leave()


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_what_is_known_of_the_chosen_service_reads_from_the_right_part_by_part(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    seat = at_the_desk(qtbot, workplace_store)
    seat.words.set_language(language)
    form = open_slip(seat, 0, "juvenile_court").sheet
    seat.settle(lambda: form.about.isVisible())
    told = form.about.text()
    layout = QTextLayout(told)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    firsts = [found.end() for found in re.finditer("(?:^| · )[\u200f\u2066-\u2068]+", told)]
    drawn = [layout.glyphRuns(at, 1)[0].boundingRect().x() for at in firsts]
    assert len(drawn) > 3 and drawn == sorted(drawn, reverse=True), told
    seat.leave()


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_what_is_known_of_a_service_stands_in_two_columns_and_scrolls_alone(
    qtbot: QtBot, workplace_store: Path, language: str, size: tuple[int, int]
) -> None:
    """The number of a service is the largest thing of it; the page keeps list and card in sight."""
    ada = Seat(qtbot, workplace_store, language, size)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    ada.place.services()
    page = ada.page(ServicesPage)
    ada.settle(lambda: len(page.table.rows) == len(workflow.directory()))
    page.table.choose("freephone")
    (outer,) = [area for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.table)]
    qtbot.waitUntil(lambda: outer.verticalScrollBar().maximum() == 0)
    assert page.phone.font().pixelSize() > page.name.font().pixelSize() and "800 290 290" in page.phone.text()
    names = [one for one in page.about.findChildren(Label) if one.property("role") == "second"]
    values = [one for one in page.about.findChildren(Label) if one.property("role") == ""]
    assert len(names) >= 7 and len(values) == len(names)
    assert len({one.x() for one in names}) == 1 and len({one.x() for one in values}) == 1
    assert all(not one.text().endswith(":") for one in names)
    page.table.setFocus()
    ada.press(Qt.Key.Key_Tab)
    assert ada.shell.focusWidget() is page._details, "what is only to be read is read by keys too"
    assert looking.faults(ada.shell, language) == []
    ada.leave()
