"""Asking for a file without leaving a trace of where the person looked.

Qt's own dialog is used, so that the desktop's list of recent files learns nothing; what Qt itself writes down about
visited folders is taken away again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QIdentityProxyModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QTreeView,
    QWidget,
)

from intake_app import given_files
from intake_app.errors import IntakeError
from intake_app.gui import inside

_SIZE = QSize(860, 540)
_BYTES, _KIND, _CHANGED = 1, 2, 3
"""The columns of the list after the name."""


class _Listing(QIdentityProxyModel):
    """What stands in a folder, with sizes and days as in all windows, and not in the language of the computer."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        files = self.sourceModel()
        if role != Qt.ItemDataRole.DisplayRole or not isinstance(files, QFileSystemModel):
            return super().data(index, role)
        file = self.mapToSource(index)
        if index.column() == _CHANGED:
            return files.lastModified(file).toString("dd/MM/yyyy HH:mm")
        if index.column() == _BYTES and not files.isDir(file):
            return _translated("{n} kB").format(n=-(-files.size(file) // 1000))
        return super().data(index, role)


class _OwnWay(QStyledItemDelegate):
    """Each name, size and day runs its own way, whichever way the window does."""

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        return f"\u2068{super().displayText(value, locale)}\u2069"


class _FromTheLeft(QObject):
    """Draws the folder that a list of them shows from the left: Qt draws it the way all windows go.

    The menu of a name that runs from the left goes the way of its window.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent) and isinstance(watched, QLineEdit):
            menu = watched.createStandardContextMenu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.setLayoutDirection(watched.window().layoutDirection())
            menu.popup(event.globalPos())
            return True
        if event.type() != QEvent.Type.Paint or not isinstance(watched, QComboBox):
            return False
        painter, option = QStylePainter(watched), QStyleOptionComboBox()
        painter.setLayoutDirection(watched.layoutDirection())
        watched.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        return True


def ask_open(
    parent: QWidget, title: str, kinds: str, then: Callable[[Sequence[Path]], None], *, several: bool = True
) -> QFileDialog:
    """Ask for one or more files; `kinds` is "Words (*.a *.b)". `then` is called only when some were chosen."""
    modes = QFileDialog.FileMode
    return _ask(parent, title, kinds, then, mode=modes.ExistingFiles if several else modes.ExistingFile)


def ask_folder(parent: QWidget, title: str, kinds: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder that is there."""
    return _ask(parent, title, kinds, lambda paths: then(paths[0]), QFileDialog.FileMode.Directory)


def ask_save(parent: QWidget, title: str, kinds: str, name: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask where to save; `name` is the neutral name that is proposed."""
    return _ask(parent, title, kinds, lambda paths: then(paths[0]), QFileDialog.FileMode.AnyFile, name)


def _ask(
    parent: QWidget,
    title: str,
    kinds: str,
    then: Callable[[Sequence[Path]], None],
    mode: QFileDialog.FileMode,
    saving: str = "",
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(Path.home()), kinds.replace(" (", " \u2066("))  # endings run from the left
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(_SIZE)
    dialog.setProxyModel(_Listing(dialog))
    dialog.setItemDelegate(_OwnWay(dialog))
    dialog.setFileMode(mode)
    if saving:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(saving).suffix.lstrip("."))
        dialog.selectFile(saving)
    _keep_what_is_there(dialog)
    _translate(dialog)
    _give_room(dialog)
    dialog.finished.connect(lambda result: _finished(dialog, result, then))
    dialog.destroyed.connect(forget_folders)
    dialog.open()
    return dialog


def _keep_what_is_there(dialog: QFileDialog) -> None:
    """Nobody takes away or renames what stands in a folder; who saves may make a new one."""
    if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptOpen:
        dialog.setOption(QFileDialog.Option.ReadOnly)
    for action in dialog.findChildren(QAction):
        if action.objectName() in ("qt_rename_action", "qt_delete_action"):
            action.setVisible(False)
    for shortcut in dialog.findChildren(QShortcut):
        if shortcut.key().matches(QKeySequence(QKeySequence.StandardKey.Delete)):
            shortcut.setEnabled(False)
    for view in dialog.findChildren(QAbstractItemView):
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)


def _translated(text: str) -> str:
    return QCoreApplication.translate("QFileDialog", text)


def _translate(dialog: QFileDialog) -> None:
    """Labels that Qt leaves in English, in the words of its own catalogue; each list is told by its label, and a path
    runs from the left in every window."""
    labels = QFileDialog.DialogLabel
    for label, source, name in (
        (labels.LookIn, "Look in:", "lookIn"), (labels.FileType, "Files of type:", "fileType"),
    ):  # fmt: skip
        dialog.setLabelText(label, _translated(source))
        told, offered = dialog.findChild(QLabel, f"{name}Label"), dialog.findChild(QComboBox, f"{name}Combo")
        if isinstance(told, QLabel) and isinstance(offered, QComboBox):
            told.setBuddy(offered)
            offered.setAccessibleName(told.text())
    for path in (dialog.findChild(QComboBox, "lookInCombo"), dialog.findChild(QLineEdit)):
        if isinstance(path, QWidget):
            path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            path.installEventFilter(_FromTheLeft(path))


def _give_room(dialog: QFileDialog) -> None:
    """Heads as wide as their words in any language. What kind of file it is its name says: the toolkit would say it in
    the language of the computer."""
    tree = dialog.findChild(QTreeView)
    if isinstance(tree, QTreeView):
        head = tree.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # it offers the columns by name
        tree.hideColumn(_KIND)


def _finished(dialog: QFileDialog, result: int, then: Callable[[Sequence[Path]], None]) -> None:
    chosen = [Path(name) for name in dialog.selectedFiles()]
    forget_folders()
    if result and chosen:
        then(chosen)


def forget_folders() -> None:
    """Take the history of Qt's file dialog out of Qt's own settings file."""
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.remove("FileDialog")
    settings.remove("Qt/filedialog")
    settings.sync()
    written = Path(settings.fileName())
    if not settings.allKeys() and written.suffix == ".conf" and written.is_file():
        written.unlink()


def read(path: Path, most: int = given_files.LARGEST) -> bytes:
    """The bytes of a file that a person chose.  Raises IntakeError `gui.not_read` and those of `given_files`."""
    try:
        return given_files.read_file(path, most)
    except OSError as error:
        raise IntakeError("gui.not_read", file=path.name) from error


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this account can read (0600), whole in the place of the one that was there, or not at all.

    Raises IntakeError `vault.own_file` where a part of a store would be lost, and OSError.
    """
    inside.load()  # the first window needs this module, and no store
    from intake_app.vault import check_target

    for taken in (path, given_files.beside(path)):
        check_target(taken)
    with given_files.whole(path) as stream:
        stream.write(data)
