"""Buttons side by side in a card: their keys are shown where all have room for them, and else two stand in a row."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from intake_app.gui.controls import Button, column, row
from intake_app.gui.fitted import Fitted
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space


class ButtonRow(Fitted):
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

    def _fit(self) -> None:
        shown = [button for button in self.buttons if not button.isHidden()]
        in_a_row = self._fits(shown, keyed=False)
        for button in self.buttons:
            button.show_hint(self._fits(shown, keyed=True))
        pairs = max((button.wanted(False) for button in shown), default=0) * 2 + Space.SMALL <= self.width()
        columns = max(len(shown), 1) if in_a_row else 2 if pairs else 1
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


class Pills(Fitted):
    """Small buttons one after the other, and more rows of them where the window is narrow."""

    def __init__(self, buttons: Sequence[Button]) -> None:
        super().__init__()
        self.buttons = tuple(buttons)
        self._rows: list[QHBoxLayout] = []
        self._places: list[int] = []
        self._down = column(self, gap=0)
        for button in buttons:
            button.setParent(self)
        self._fit()

    def _fit(self) -> None:
        places, at, left = [], 0, self.width()
        for button in self.buttons:
            keyed = button.wanted(keyed=True) <= self.width() or not self.width()
            button.show_hint(keyed)
            width = 0 if button.isHidden() else button.wanted(keyed) + Space.SMALL
            if width - Space.SMALL > left and left < self.width():
                at, left = at + 1, self.width()
            left -= width
            places.append(at)
        if places != self._places:
            self._place(places)

    def _place(self, places: list[int]) -> None:
        for button, at in zip(self.buttons, self._places, strict=False):
            self._rows[at].removeWidget(button)
        while len(self._rows) <= places[-1]:
            self._rows.append(row(gap=Space.SMALL))
            nest(self._down, self._rows[-1])
            self._rows[-1].addStretch(1)
        for button, at in zip(self.buttons, places, strict=True):
            self._rows[at].insertWidget(self._rows[at].count() - 1, button)
        self._places = places
        self.updateGeometry()
