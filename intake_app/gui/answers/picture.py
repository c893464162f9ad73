"""Pictures that a form brings along for its questions and choices: shown from memory, of plain formats only."""

from PySide6.QtGui import QPixmap

from intake_app.gui.chosen_picture import thumbnail
from intake_app.gui.controls import Label


class Picture(Label):
    """A picture no longer than `side` pixels; hidden while there is none."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._shown: bytes | None = None
        self.hide()

    def show_bytes(self, data: bytes | None) -> None:
        """Show the picture of a file, or nothing."""
        if data == self._shown and data is not None:
            return
        self._shown = data
        image = thumbnail(data, self._side) if data is not None else None
        self.setVisible(image is not None)
        if image is not None:
            self.setPixmap(QPixmap.fromImage(image))
