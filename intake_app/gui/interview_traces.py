"""What other talks rest on, in words: asked of the store once the mediator's panel shows signs from them."""

from typing import Protocol

from PySide6.QtCore import QObject

from intake_app.gui.interview_room import Room
from intake_app.gui.lanes import Lanes
from intake_app.workflow import OpenRecord, traced


class _Page(Protocol):
    lanes: Lanes
    opened: OpenRecord
    room: Room


class TraceWords(QObject):
    """Asks once: what other talks tell is read when this one is opened."""

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page, self._asked = page, False
        page.room.panel.told_elsewhere.connect(self.look)

    def look(self) -> None:
        """Where they can not be had the panel names the talks alone."""
        if self._asked:
            return
        self._asked, record_id = True, self._page.opened.row.id
        self._page.lanes.vault(
            lambda store: traced.told_beyond(store, record_id),
            lambda found: self._page.room.panel.take_traces(found),
            lambda _error: None,
        )
