"""First start and unlock, by keyboard and mouse."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake_app import i18n, vault
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.home import Home
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts

pytestmark = pytest.mark.window


def test_first_start_makes_a_store_and_goes_to_the_interviews(seat: Seat, store: Path) -> None:
    seat.set_up()
    assert isinstance(seat.shell.page, Home)
    seat.leave()
    with vault.open_store(store, "Amina", PASSPHRASE) as again:
        assert again.info().organisation == "Mediatori"
        assert again.info().callback == "000 000 0000"


def test_what_is_missing_is_said_at_its_field(seat: Seat, store: Path) -> None:
    gate = seat.page(FirstStart)
    seat.click(gate.go)
    assert gate.organisation.note.text() == "This is needed."
    assert seat.shell.focusWidget() is gate.organisation.entry
    seat.type(gate.organisation.entry, "M")
    assert gate.organisation.note.isHidden()
    assert not vault.exists(store)


def test_a_name_that_tells_of_trafficking_is_told_where_it_is_typed(seat: Seat) -> None:
    gate = seat.page(FirstStart)
    seat.type(gate.organisation.entry, "Progetto Antitratta")
    seat.type(gate.site.entry, "Trattamento acque")
    assert "tells of trafficking" in gate.organisation.note.text() and gate.site.note.isHidden()
    seat.type(gate.organisation.entry, "Progetto Aurora")
    assert gate.organisation.note.isHidden()


def test_two_passphrases_must_be_the_same(seat: Seat, store: Path) -> None:
    gate = seat.page(FirstStart)
    for field in (gate.organisation, gate.site, gate.name):
        seat.type(field.entry, "x")
    seat.type(gate.passphrase.entry, PASSPHRASE)
    seat.type(gate.again.entry, PASSPHRASE + "!")
    seat.click(gate.go)
    assert gate.again.note.text() == "The two are not the same."
    assert not vault.exists(store)


def test_a_weak_passphrase_is_told_while_it_is_typed(seat: Seat) -> None:
    gate = seat.page(FirstStart)
    seat.type(gate.passphrase.entry, "abc")
    weak = gate.passphrase.note.text()
    seat.type(gate.passphrase.entry, PASSPHRASE)
    assert weak not in ("", "Good.")
    assert gate.passphrase.note.text() == "Good."


def test_nothing_moves_while_a_passphrase_is_typed(seat: Seat) -> None:
    gate = seat.page(FirstStart)
    places = set()
    for typed in ("", "a", "abcd efgh", "a" * 30, "password password password", "x" * 1025, PASSPHRASE):
        gate.passphrase.entry.setText(typed)  # type: ignore[attr-defined]
        seat.bot.wait(20)
        places.add((gate.passphrase.height(), gate.again.mapTo(gate, QPoint()).y(), gate.card.height()))
    assert len(places) == 1 and gate.passphrase.note.height() >= gate.passphrase.note.heightForWidth(gate.again.width())


def test_passphrases_are_never_shown(seat: Seat) -> None:
    gate = seat.page(FirstStart)
    for field in (gate.passphrase, gate.again):
        entry = field.entry
        assert isinstance(entry, QLineEdit)
        assert entry.echoMode() == QLineEdit.EchoMode.Password


def test_unlock_with_the_keyboard_alone(qtbot: QtBot, workplace_store: Path) -> None:
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    assert seat.page(Home).table.hasFocus()
    seat.leave()


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("copy", "A copy is made before the store is brought up to date: "),
        ("records", "The store is brought up to date: 0 of "),
    ],
)
def test_an_older_store_tells_how_far_it_is_brought_up_and_can_be_stopped(
    qtbot: QtBot, workplace_store: Path, part: str, told: str
) -> None:
    make_old(workplace_store)
    seat = Seat(qtbot, workplace_store)
    gate, looked_at = seat.page(Unlock), Event()
    hear = gate.hear

    def slowly(at: str, done: int, of: int) -> bool:
        """A store that has come so far waits until somebody has looked."""
        goes_on = hear(at, done, of)
        return (at != part or looked_at.wait(10)) and goes_on

    gate.hear = slowly  # type: ignore[method-assign]
    seat.type(gate.name_line, "Sara")
    seat.type(gate.secret_line, PASSPHRASE)
    QTest.keyClick(gate.secret_line, Qt.Key.Key_Return)
    seat.bot.waitUntil(lambda: gate.working.text().startswith(told), timeout=10_000)
    assert gate.progress.maximum() > 0 and gate.stop.isEnabled() and not gate.forgot.isVisible()
    QTest.keyClick(gate, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert gate.working.text() == "Stopping…" and not gate.stop.isEnabled()
    looked_at.set()
    seat.settle(gate.trouble.isVisible)
    assert gate.trouble.text().startswith("Stopped. Nothing was changed.")
    assert gate.forgot.isVisible() and not gate.stop.isVisible() and gate.secret_line.hasFocus()
    assert not workplace_store.with_name(f"{workplace_store.name}.before").exists()
    seat.unlock("Sara")
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.leave()


@pytest.mark.parametrize(("part", "whole"), [("copy", 28_000_000), ("records", 20_001)])
def test_what_is_written_of_an_older_store_is_told_to_be_read_back(
    qtbot: QtBot, workplace_store: Path, part: str, whole: int
) -> None:
    """No figure stands still at its end meanwhile."""
    seat = Seat(qtbot, workplace_store)
    gate = seat.page(Unlock)
    gate.set_busy(True)
    assert gate.hear(part, whole // 2, whole)
    qtbot.waitUntil(lambda: " of " in gate.working.text())
    assert gate.progress.maximum() > 0
    assert gate.hear(part, whole, whole)
    qtbot.waitUntil(lambda: gate.working.text() == "What was written is read back.")
    assert gate.progress.maximum() == 0 and gate.stop.isEnabled()
    seat.leave()


def make_old(path: Path) -> None:
    """As an older program left it: names are still to be indexed anew."""
    with vault.open_store(path, "Sara", PASSPHRASE) as store, store._opening.database.transaction():
        store._opening.database.run("DELETE FROM migration WHERE version >= 17")


def test_a_wrong_passphrase_is_a_plain_sentence_in_place(qtbot: QtBot, workplace_store: Path) -> None:
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara", "not this one at all")
    gate = seat.page(Unlock)
    assert gate.trouble.isVisible()
    assert "vault." not in gate.trouble.text()
    assert gate.secret_line.text() == ""
    assert gate.secret_line.hasFocus()
    seat.unlock("Sara")
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.leave()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_the_language_changes_at_once_and_leaves_nothing_behind(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    switched, fresh = (Seat(qtbot, tmp_path / name, code, size) for name, code in (("a", "en"), ("b", "it")))
    seat = switched
    seat.choose_language("it")
    assert shown_texts(switched.shell) == shown_texts(fresh.shell)
    assert "Nascondi" in shown_texts(switched.shell)
    for one in (switched, fresh):
        one.leave()


def test_a_key_changes_the_language_everywhere(seat: Seat) -> None:
    first, *others = [offer.code for offer in i18n.offered()]
    assert {"fr", "it"} <= set(others)
    for code in (*others, first):
        seat.press(Qt.Key.Key_L, ctrl=True)
        assert seat.words.language == code


def test_a_language_says_that_nobody_has_reviewed_it(seat: Seat) -> None:
    menu = seat.shell.bar.languages.pill.menu()
    menu.aboutToShow.emit()
    names = {action.data(): action.text() for action in menu.actions()}
    mark = {offer.code: i18n.load(offer.code)("translation not yet reviewed") for offer in i18n.offered()}
    for offer in i18n.offered():
        assert names[offer.code] == (offer.endonym if offer.reviewed else f"{offer.endonym} · {mark[offer.code]}")
    seat.choose_language("fr")
    assert seat.shell.bar.languages.pill.text() == "Français"
    assert seat.shell.bar.languages.pill.accessibleName() == names["fr"]


@pytest.mark.parametrize(("language", "size"), [("ar", (1366, 768)), ("it", (1366, 768)), ("it", (1280, 720))])
def test_the_first_window_does_not_scroll_for_a_line(
    qtbot: QtBot, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    seat = Seat(qtbot, tmp_path / "workplace.intake", language, size)
    page = seat.page(FirstStart)
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0 and page._scroll.viewport().height() > page.card.height())
    seat.choose_language("ar")
    seat.shell.resize(1366, 768)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    seat.shell.resize(1366, 1000)
    qtbot.waitUntil(lambda: not page.room.tight)
    seat.leave()
