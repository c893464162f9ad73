"""The dialog that asks for a file says everything in the language of the windows, and turns nothing round."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app.gui import files
from intake_app.gui.toolkit_words import ToolkitWords
from intake_app.gui.words import Words
from tests.gui_shell import heard

pytestmark = pytest.mark.window
NAME = "photo (1).jpg"
CHANGED = datetime(2026, 11, 30, 7, 42, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at = tmp_path / "pictures"
    monkeypatch.setenv("HOME", str(at))
    monkeypatch.setenv("USERPROFILE", str(at))
    (at / "folder").mkdir(parents=True)
    for name, size in ((NAME, 1_234_567), ("empty", 0)):
        (at / name).write_bytes(b"x" * size)
        os.utime(at / name, (CHANGED.timestamp(), CHANGED.timestamp()))
    return at


@pytest.fixture
def words(qapp: QApplication) -> Iterator[ToolkitWords]:
    made = ToolkitWords(qapp)
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(window: QWidget, qtbot: QtBot, words: ToolkitWords, language: str, *, several: bool = False) -> QFileDialog:
    """The dialog in a language, once it lists the folder."""
    told = Words(language)
    words.speak(told)
    QApplication.setLayoutDirection(told.direction)
    window.show()
    dialog = files.ask_open(window, "Title", "PDF (*.pdf);;All (*)", lambda _chosen: None, several=several)
    dialog.selectNameFilter(dialog.nameFilters()[1])
    qtbot.waitUntil(lambda: set(rows(dialog)) == {NAME, "empty", "folder"})
    return dialog


def tree(dialog: QFileDialog) -> QTreeView:
    found = dialog.findChild(QTreeView)
    assert isinstance(found, QTreeView)
    return found


def rows(dialog: QFileDialog) -> dict[str, list[str]]:
    """By its name, what is said of a file in the columns that are seen."""
    view = tree(dialog)
    model, root = view.model(), view.rootIndex()
    seen = [at for at in range(model.columnCount(root)) if not view.isColumnHidden(at)]
    told = [[str(model.index(at, one, root).data() or "") for one in seen] for at in range(model.rowCount(root))]
    return {name: rest for name, *rest in told}


@pytest.mark.parametrize(
    ("language", "size", "none"),
    [("en", "1235 kB", "0 kB"), ("it", "1235 kB", "0 kB"), ("fr", "1235 Ko", "0 Ko"),
     ("ar", "\u200f1235 كيلوبايت", "\u200f0 كيلوبايت")],
)  # fmt: skip
def test_sizes_and_days_are_said_in_the_language_of_the_windows_and_no_kind_in_english(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords, language: str, size: str, none: str
) -> None:
    dialog = asked(window, qtbot, words, language)
    changed = f"{CHANGED.astimezone():%d/%m/%Y %H:%M}"
    told = rows(dialog)
    assert (told[NAME], told["empty"]) == ([size, changed], [none, changed])
    assert told["folder"][0] == ""
    dialog.reject()


def test_names_and_days_run_their_own_way_in_a_window_from_the_right(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords
) -> None:
    dialog = asked(window, qtbot, words, "ar")
    view = tree(dialog)
    model, root, delegate = view.model(), view.rootIndex(), view.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    for at in range(model.rowCount(root)):
        for column in (0, 3):
            option, index = QStyleOptionViewItem(), model.index(at, column, root)
            delegate.initStyleOption(option, index)
            assert option.text == f"\u2068{index.data()}\u2069"  # type: ignore[attr-defined, unused-ignore]
    assert [one.partition(" ")[2] for one in dialog.nameFilters()] == ["\u2066(*.pdf)", "\u2066(*)"]
    dialog.reject()


def test_the_folder_is_drawn_from_the_left_whichever_way_the_window_runs(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords
) -> None:
    drawn = list[QImage]()
    for language in ("en", "ar"):
        dialog = asked(window, qtbot, words, language)
        combo = dialog.findChild(QComboBox, "lookInCombo")
        assert isinstance(combo, QComboBox) and combo.currentText() == str(home)
        combo.setFixedSize(700, 46)
        drawn.append(combo.grab().toImage())
        line = dialog.findChild(QLineEdit)
        assert line is not None and line.layoutDirection() == Qt.LayoutDirection.LeftToRight
        dialog.reject()
    assert drawn[0] == drawn[1]


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_menu_of_a_name_runs_the_way_of_the_window(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords, language: str
) -> None:
    dialog = asked(window, qtbot, words, language)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    at = line.rect().center()
    asks = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, line.mapToGlobal(at))
    QApplication.sendEvent(line, asks)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and len(menu.actions()) > 5
    assert menu.layoutDirection() == dialog.layoutDirection() == QApplication.layoutDirection()
    menu.close()
    dialog.reject()


@pytest.mark.parametrize("language", ["en", "it", "fr", "ar"])
def test_each_list_of_the_dialog_is_heard_by_its_label(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords, language: str
) -> None:
    dialog = asked(window, qtbot, words, language)
    for name in ("lookIn", "fileType"):
        label, combo = dialog.findChild(QLabel, f"{name}Label"), dialog.findChild(QComboBox, f"{name}Combo")
        assert isinstance(label, QLabel) and isinstance(combo, QComboBox) and label.text()
        assert heard.labelled(combo) == combo.accessibleName() == label.text()
    dialog.reject()


def test_files_are_chosen_by_name_sorted_by_size_and_a_folder_is_entered(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords
) -> None:
    dialog = asked(window, qtbot, words, "ar", several=True)
    view = tree(dialog)
    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    files_first = [name for name in rows(dialog) if name != "folder"]
    assert files_first == [NAME, "empty"]
    model, root = view.model(), view.rootIndex()
    by_name = {str(model.index(at, 0, root).data()): model.index(at, 0, root) for at in range(model.rowCount(root))}
    kinds = QItemSelectionModel.SelectionFlag
    for name in (NAME, "empty"):
        view.selectionModel().select(by_name[name], kinds.Select | kinds.Rows)
    assert sorted(dialog.selectedFiles()) == sorted(str(home / name) for name in (NAME, "empty"))
    view.activated.emit(by_name["folder"])
    qtbot.waitUntil(lambda: dialog.directory().absolutePath() == str(home / "folder"))
    dialog.reject()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a window that pops up
@pytest.mark.parametrize("saving", [False, True])
def test_nobody_takes_away_or_renames_a_file_where_one_is_chosen(
    window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords, saving: bool
) -> None:
    if saving:
        window.show()
        dialog = files.ask_save(window, "Title", "All (*)", "proposed.pdf", lambda _chosen: None)
        qtbot.waitUntil(lambda: set(rows(dialog)) == {NAME, "empty", "folder"})
    else:
        dialog = asked(window, qtbot, words, "en")
    view = tree(dialog)
    model, root = view.model(), view.rootIndex()
    index = next(model.index(at, 0, root) for at in range(model.rowCount(root))
                 if model.index(at, 0, root).data() == "empty")  # fmt: skip
    view.setFocus()
    view.setCurrentIndex(index)
    view.customContextMenuRequested.emit(view.visualRect(index).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = {one.objectName() for one in menu.actions() if one.isVisible() and one.isEnabled()}
    menu.close()
    assert "qt_show_hidden_action" in offered
    assert not {"qt_rename_action", "qt_delete_action"} & offered
    assert ("qt_new_folder_action" in offered) == saving, "who saves may make a folder"
    asks = list[QWidget]()

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asks.append(box)
            box.reject()

    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        QTimer.singleShot(100, refuse)
        QTest.keyClick(view, key)
        QTest.qWait(150)
        assert view.state() != QTreeView.State.EditingState
    assert asks == [], "nobody is asked whether it goes"
    assert (home / "empty").exists()
    dialog.reject()


@pytest.mark.qt_log_ignore("an editor that does not belong to this view")  # both lists have one delegate
def test_who_saves_makes_a_new_folder(window: QWidget, qtbot: QtBot, home: Path, words: ToolkitWords) -> None:
    window.show()
    dialog = files.ask_save(window, "Title", "All (*)", "proposed.pdf", lambda _chosen: None)
    qtbot.waitUntil(lambda: "folder" in rows(dialog))
    make = dialog.findChild(QToolButton, "newFolderButton")
    assert make is not None and make.isEnabled()
    before = set(home.iterdir())
    QTest.mouseClick(make, Qt.MouseButton.LeftButton)
    assert len(set(home.iterdir()) - before) == 1
    named = next(one for one in tree(dialog).findChildren(QLineEdit) if one.hasFocus())
    QTest.keyClicks(named, "mine")
    QTest.keyClick(named, Qt.Key.Key_Return)
    qtbot.waitUntil((home / "mine").is_dir)
    dialog.reject()
