"""A store from a copy, from the first page and from one that does not open: whole or not at all, over nothing."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.put_back_page import PutBackPage
from intake_app.gui.restore_page import Restore
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window


@pytest.fixture
def copy(workplace_store: Path, tmp_path: Path) -> Path:
    """A copy of a workplace on a stick."""
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        store.back_up(tmp_path / "stick")
    return tmp_path / "stick"


def at_the_page(seat: Seat, copy: Path | None) -> Restore:
    """The page, with a folder chosen."""
    page = seat.page(Restore)
    if copy is not None:
        page.take(copy)
        seat.settle()
    return page


def fill(seat: Seat, page: Restore, name: str = "Luca", passphrase: str = PASSPHRASE) -> None:
    page.name_line.setText(name)
    page.secret_line.setText(passphrase)
    page.submit()
    seat.settle(lambda: not page._busy)


def test_from_the_first_page_everything_comes_back(qtbot: QtBot, copy: Path, tmp_path: Path) -> None:
    store = tmp_path / "new" / "work.intake"
    seat = Seat(qtbot, store)
    seat.click(seat.page(FirstStart).restore)
    page = at_the_page(seat, None)
    seat.click(page.choose)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()
    page.submit()
    assert page.trouble.text() == "Choose the folder of the copy first."
    page.take(copy)
    seat.settle(lambda: page.told.text().startswith("stick: copied today"))
    heard: list[int] = []
    page._heard.connect(heard.append)
    assert page.aside.isHidden()
    fill(seat, page)
    seat.settle(lambda: "The store is back" in seat.shell.notice.words.text())
    assert seat.place.person is not None and seat.place.person.name == "Luca"
    assert heard == sorted(heard) and heard[-1] == 100
    seat.leave()
    assert_said_first(qtbot, store)
    with workflow.open_store(store, "Ada", PASSPHRASE) as again:
        assert again.check() == ()


def assert_said_first(qtbot: QtBot, store: Path) -> None:
    """Whoever looks after the store says who took their word back since; before that nothing leaves."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        code = next(row.code for row in opened.records() if row.state != "draft")
    seat = Seat(qtbot, store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.shell.notice.action.text().startswith("Say who it was"))
    seat.place.rounds.failed.emit(IntakeError("vault.put_back"))
    seat.settle(seat.shell.notice.action.isVisible)
    seat.click(seat.shell.notice.action)
    page = seat.page(PutBackPage)
    page.confirm_now()
    assert page.codes.note.text() == "Ask first, and tick that you have."
    page.asked.setChecked(True)
    seat.type(page.codes_line, "KARO-00-0")
    seat.click(page.confirm)
    assert "KARO-00-0" in page.codes.note.text()
    seat.type(page.codes_line, f"{code}, ")
    seat.click(page.confirm)
    seat.settle(lambda: "Noted of 1 code" in seat.shell.notice.words.text())
    seat.leave()


def test_what_goes_wrong_is_told_and_leaves_nothing(qtbot: QtBot, copy: Path, tmp_path: Path) -> None:
    store = tmp_path / "new" / "work.intake"
    seat = Seat(qtbot, store, "it", (1024, 600))
    seat.click(seat.page(FirstStart).restore)
    page = at_the_page(seat, tmp_path)
    assert "non è la copia" in page.trouble.text()
    page = at_the_page(seat, copy)
    assert not page.trouble.isVisible()
    fill(seat, page, name=" ")
    assert not page._busy
    fill(seat, page, passphrase="not this one at all")
    assert page.trouble.isVisible() and page.secret_line.text() == ""
    page.secret_line.setText(PASSPHRASE)
    page.submit()
    seat.press(Qt.Key.Key_Escape)
    seat.settle(lambda: not page._busy)
    assert page.trouble.isVisible() and not vault.exists(store)
    seat.press(Qt.Key.Key_Escape)
    assert isinstance(seat.shell.page, FirstStart)
    seat.leave()


def test_a_store_that_does_not_open_makes_room_only_when_told_to(
    qtbot: QtBot, copy: Path, workplace_store: Path
) -> None:
    with workplace_store.open("r+b") as stream:
        stream.truncate(8192)
    cut = workplace_store.read_bytes()
    seat = Seat(qtbot, workplace_store)
    gate = seat.page(Unlock)
    assert gate.restore.isHidden()
    gate.name_line.setText("Luca")
    gate.secret_line.setText(PASSPHRASE)
    gate.submit()
    seat.settle(gate.restore.isVisible)
    seat.click(gate.restore)
    page = at_the_page(seat, copy)
    fill(seat, page)
    assert "already a store" in page.trouble.text() and workplace_store.read_bytes() == cut
    page.aside.setChecked(True)
    fill(seat, page)
    seat.settle(lambda: seat.place.person is not None)
    (aside,) = workplace_store.parent.glob(f"{workplace_store.name}.aside-*")
    assert (aside / workplace_store.name).read_bytes() == cut
    assert len([path for path in aside.iterdir() if ".header-" in path.name]) == 2
    seat.leave()


def test_what_was_moved_aside_comes_back_when_the_copy_is_none(copy: Path, workplace_store: Path) -> None:
    (copy / workplace_store.name).write_bytes(b"x" * 8192)
    before = {path.name: path.read_bytes() for path in workplace_store.parent.iterdir() if path.is_file()}
    with pytest.raises(IntakeError, match=r"vault\.backup_damaged"):
        workflow.restore_store(copy, workplace_store, "Luca", PASSPHRASE, aside=True)
    after = {path.name: path.read_bytes() for path in workplace_store.parent.iterdir() if path.is_file()}
    assert after == before
    shutil.rmtree(copy)
    with pytest.raises(IntakeError, match=r"vault\.not_a_backup"):
        workflow.restore_store(copy, workplace_store, "Luca", PASSPHRASE, aside=True)
