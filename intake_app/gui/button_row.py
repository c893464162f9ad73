"""Buttons side by side in a card: their keys are shown where all have room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Button, row
from intake_app.gui.tokens import Space


class ButtonRow(QWidget):
    """As wide as the card; hidden buttons take no room."""

    def __init__(self, buttons: Sequence[Button]) -> None:
        super().__init__()
        self.buttons = tuple(buttons)
        across = row(self, gap=Space.SMALL)
        for button in buttons:
            across.addWidget(button, 1)

    def minimumSizeHint(self) -> QSize:
        """The row never widens the card: it shows no keys instead."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the keys, or not, as there is room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The same when a button comes or goes, or says something else."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return taken

    def _fit(self) -> None:
        wanted = [button.wanted(keyed=True) for button in self.buttons if not button.isHidden()]
        keyed = len(wanted) * max(wanted, default=0) + (len(wanted) - 1) * Space.SMALL <= self.width()
        for button in self.buttons:
            button.show_hint(keyed)
