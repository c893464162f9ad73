"""Pictures that a form brings along for its questions and choices: shown from memory, of plain formats only."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from intake_app.gui.form_pictures import FormPictures


@dataclass(frozen=True)
class FormFile:
    """A file that a form brings along, and who has it drawn."""

    data: bytes
    pictures: FormPictures


class Picture(QLabel):
    """A picture no longer than `side` pixels; an empty place until it is drawn, hidden while there is none."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._side = side
        self._file: FormFile | None = None
        self._waits = False
        self.hide()

    def show_file(self, file: FormFile | None) -> None:
        """Show the picture of a file, or nothing."""
        if file is not None and self._file is not None and file.data == self._file.data:
            return
        self._file = file
        self._look()

    def _look(self) -> None:
        file = self._file
        known, image = file.pictures.get(file.data, self._side) if file is not None else (True, None)
        if file is not None and not known and not self._waits:
            self._waits = True
            file.pictures.drawn.connect(self._drawn)
        self.clear()
        if image is not None:
            self.setPixmap(QPixmap.fromImage(image))
        self.setMinimumSize(0, 0)
        if not known:  # what it will need at most one way, and mostly the other
            inset = self.contentsMargins()
            self.setMinimumSize(self._side + inset.left() + inset.right(), self._side * 3 // 4)
        self.setVisible(image is not None or not known)

    def _drawn(self) -> None:
        if self.pixmap().isNull() and not self.isHidden():
            self._look()
