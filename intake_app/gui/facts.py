"""What is known of something: what it is called in one column, what it is in the other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from intake_app.gui.controls import Label, stand_on_top
from intake_app.gui.tokens import Space

_NAME, _VALUE = 3, 5
"""Shares of the width."""


class Facts(QWidget):
    """Rows of a name and a value; each breaks in its own column."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.NORMAL)
        self._grid.setVerticalSpacing(Space.SMALL)
        self._grid.setColumnStretch(0, _NAME)
        self._grid.setColumnStretch(1, _VALUE)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._labels: list[tuple[Label, Label]] = []

    def tell(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these and no others."""
        self._rows = tuple(rows)
        while len(self._labels) < len(rows):
            pair = Label(role="second", wrap=True), Label(wrap=True)
            for across, label in enumerate(pair):
                stand_on_top(label)
                self._grid.addWidget(label, len(self._labels), across)
            self._labels.append(pair)
        for at, pair in enumerate(self._labels):
            for label, text in zip(pair, rows[at] if at < len(rows) else ("", ""), strict=True):
                label.setText(text)
                label.setVisible(at < len(rows))

    def text(self) -> str:
        """All of it as one reads it aloud, a row a line."""
        return "\n".join(f"{name}: {value}" for name, value in self._rows)


def named(template: str) -> str:
    """The name that a text gives to what it is followed by: what stands before the place of that, without its colon."""
    return template.partition("{")[0].rstrip(" :\u00a0\u202f")
