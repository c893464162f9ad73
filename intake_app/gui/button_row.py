"""Buttons side by side in a card: their keys are shown where all have room for them, and else two stand in a row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from intake_app.gui.controls import Button
from intake_app.gui.tokens import Space


class ButtonRow(QWidget):
    """As wide as the card; hidden buttons take no room."""

    def __init__(self, buttons: Sequence[Button]) -> None:
        super().__init__()
        self.buttons = tuple(buttons)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.SMALL)
        self._places: dict[Button, tuple[int, int]] = {}
        for button in buttons:
            button.setParent(self)

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
        shown = [button for button in self.buttons if not button.isHidden()]
        in_a_row = self._fits(shown, keyed=False)
        for button in self.buttons:
            button.show_hint(self._fits(shown, keyed=True))
        columns = max(len(shown), 1) if in_a_row else 2
        places = {button: divmod(at, columns) for at, button in enumerate(shown)}
        if places != self._places:
            self._place(places)

    def _fits(self, shown: Sequence[Button], *, keyed: bool) -> bool:
        wanted = [button.wanted(keyed) for button in shown]
        return sum(wanted) + (len(wanted) - 1) * Space.SMALL <= self.width()

    def _place(self, places: dict[Button, tuple[int, int]]) -> None:
        for button in self._places:
            self._grid.removeWidget(button)
        for button, place in places.items():
            self._grid.addWidget(button, *place)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, any(place[1] == at for place in places.values()))
        self._places = places
