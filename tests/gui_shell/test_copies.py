"""The whole store read, and copied, from the page of the log."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.gui.log_page import LogPage
from intake_app.vault import check, quarantine
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.vault import many

pytestmark = pytest.mark.window


def at_the_log(qtbot: QtBot, store: Path) -> tuple[Seat, LogPage]:
    """Ada, who keeps the store, at the log."""
    ada = Seat(qtbot, store)
    ada.unlock("Ada")
    ada.settle(lambda: ada.place.person is not None)
    page = next(one for one in ada.shell.pages() if isinstance(one, LogPage))
    ada.shell.show_page(page)
    ada.settle(lambda: page.whole.text().startswith("The log is whole"))
    return ada, page


def test_a_sound_store_is_said_to_be_sound(qtbot: QtBot, workplace_store: Path) -> None:
    ada, page = at_the_log(qtbot, workplace_store)
    ada.click(page.check)
    ada.settle(lambda: page.whole.text() == "The store is sound: every page, seal, file and entry.")
    assert page.check.isEnabled()
    ada.leave()


def test_reading_the_whole_store_lets_saving_in_between(qtbot: QtBot, workplace_store: Path) -> None:
    many_records(workplace_store)
    ada, page = at_the_log(qtbot, workplace_store)
    order: list[str] = []
    page.check_now()
    assert page.under_way.busy
    ada.lanes.save(lambda store: store.set_setting("a", "b"), lambda _none: order.append("saved"))
    qtbot.waitUntil(lambda: bool(order), timeout=10_000)
    assert page.under_way.busy, "long before all is read"
    ada.settle(lambda: page.whole.text() == "The store is sound: every page, seal, file and entry.")
    assert not page.under_way.busy
    ada.leave()


def test_reading_the_whole_store_tells_how_far_it_is_and_can_be_stopped(qtbot: QtBot, workplace_store: Path) -> None:
    many_records(workplace_store)
    ada, page = at_the_log(qtbot, workplace_store)
    told: set[tuple[str, int]] = set()

    def seen() -> bool:
        told.add((page.under_way.told.text(), page.under_way.bar.value()))
        return len(told) > 4

    page.check_now()
    qtbot.waitUntil(seen, timeout=10_000)
    assert any(text.startswith("Read: ") and f" {at} of " in text for text, at in told if at), told
    page.under_way.stop.click()
    ada.settle(lambda: page.whole.text() == "Stopped. The store was not read to its end.")
    assert page.check.isEnabled() and not page.under_way.busy
    ada.leave()


def many_records(path: Path) -> None:
    """So many that they are read in several parts."""
    with vault.open_store(path, "Sara", PASSPHRASE) as store:
        many.fill(store, 5 * check.AT_A_TIME, body=100)


@pytest.mark.parametrize("until", [1, 40, 99])
def test_copying_can_be_stopped_and_nothing_of_it_stays(
    qtbot: QtBot, workplace_store: Path, tmp_path: Path, until: int
) -> None:
    many_records(workplace_store)
    ada, page = at_the_log(qtbot, workplace_store)
    target = tmp_path / "copy"
    page.copy_to(target)
    halt = page.under_way.halt
    assert halt is not None
    go_on = halt.go_on

    def slowly(done: int = 0, of: int = 0) -> None:
        """Somebody stops it as soon as it has come so far."""
        if done >= until:
            halt.stop()
        go_on(done, of)

    halt.go_on = slowly  # type: ignore[method-assign]
    ada.settle(lambda: page.whole.text() == "Stopped. What was copied until then was removed.")
    assert page.copy.isEnabled() and not list(tmp_path.glob("copy*"))
    page.copy_to(target)
    ada.settle(lambda: "read back" in page.whole.text())
    ada.leave()


def test_what_is_wrong_is_named_and_stays(qtbot: QtBot, workplace_store: Path) -> None:
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        database = store._opening.database
        code = store.records()[0].code
        with database.transaction():
            database.run("UPDATE word SET word = word || 'x'")
            number = database.all("SELECT number FROM record WHERE code = ?", code)[0][0]
        quarantine.set_apart(store._opening, number, "vault.damaged")
        with database.transaction():
            database.run("UPDATE record SET label = x'00' WHERE number = ? AND state = 'draft'", number)
            database.run("UPDATE seal SET version = version + 1 WHERE record = ?", number)
    ada, page = at_the_log(qtbot, workplace_store)
    page.check_now()
    ada.settle(lambda: page.check.isEnabled() and "damaged" in page.whole.text())
    assert f"Set apart: {code}" in page.whole.text()
    assert code in ada.shell.notice.words.text()
    ada.leave()


def test_a_copy_is_made_read_back_and_opens(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    ada, page = at_the_log(qtbot, workplace_store)
    ada.click(page.copy)
    (dialog,) = page.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name.startswith("copy-2"), "a neutral name"
    dialog.reject()
    target = tmp_path / "stick" / "copy"
    target.parent.mkdir()
    page.copy_to(target)
    ada.settle(lambda: page.copy.isEnabled() and "read back" in page.whole.text())
    page.copy_to(target)
    ada.settle(lambda: page.copy.isEnabled() and "already something" in page.whole.text())
    ada.leave()
    with vault.open_store(target / workplace_store.name, "Luca", PASSPHRASE) as store:
        assert store.check() == ()


def test_a_copy_of_a_damaged_store_says_so(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store, store._opening.database.transaction():
        store._opening.database.run("UPDATE word SET word = word || 'x'")
    ada, page = at_the_log(qtbot, workplace_store)
    page.copy_to(tmp_path / "copy")
    ada.settle(lambda: page.copy.isEnabled() and "has damage" in page.whole.text())
    ada.leave()


def test_a_store_that_was_put_back_whole_is_told_by_the_code_of_a_receipt(qtbot: QtBot, workplace_store: Path) -> None:
    """File, headers and anchor together: nothing in them can tell, but the paper can."""
    earlier = {part: part.read_bytes() for part in workplace_store.parent.iterdir() if part.is_file()}
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        store.set_setting("a", "b")
        code = store.audit_head().code
    ada, page = at_the_log(qtbot, workplace_store)
    ada.type(page.receipt, code)
    ada.press(Qt.Key.Key_Return, on=page.receipt)
    ada.settle(lambda: "nothing was put back" in ada.shell.notice.words.text())
    ada.type(page.receipt, "?")
    ada.press(Qt.Key.Key_Return, on=page.receipt)
    ada.settle(lambda: "no code of a receipt" in ada.shell.notice.words.text())
    told, whole = ada.shell.notice.words.text(), page.whole.text()
    ada.words.set_language("fr")
    ada.settle()
    assert ada.shell.notice.isVisible() and ada.shell.notice.words.text() != told
    assert whole and page.whole.text() != whole
    ada.leave()
    for part, data in earlier.items():
        part.write_bytes(data)
    ada, page = at_the_log(qtbot, workplace_store)
    ada.type(page.receipt, code)
    ada.press(Qt.Key.Key_Return, on=page.receipt)
    ada.settle(lambda: "put back to an older state" in ada.shell.notice.words.text())
    ada.leave()
