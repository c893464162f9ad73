"""Possible earlier contacts while an interview goes on: looked for behind a save, shown in the mediator's panel."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from intake_app import workflow
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_saving import Saver
from intake_app.gui.lanes import Lanes
from intake_app.screening import Known
from intake_app.workflow import Contacts, OpenRecord
from intake_app.xform import Session


class _Page(Protocol):
    lanes: Lanes
    opened: OpenRecord
    session: Session
    saver: Saver
    room: Room


class ContactHints(QObject):
    """Asks the store when what the answers say of who it is has changed. `compare_wanted` carries what is known.

    Where no answer is a name, the store may know that of the case.
    """

    compare_wanted = Signal(object)

    def __init__(self, page: _Page, owner: QObject) -> None:
        super().__init__(owner)
        self._page = page
        self._known: Known | None = None
        page.saver.saved.connect(lambda _at: self.look())
        page.room.panel.compare.connect(lambda: self.compare_wanted.emit(self._known))
        self.look()

    def look(self, anew: bool = False) -> None:
        """Ask, unless nobody has a name or nothing else is told than before; ``anew``: all the same."""
        known = workflow.who_told(self._page.session)
        if known == self._known and not anew:
            return
        if not known.name and not self._page.opened.case_code:
            self._known = known
            self._take(known, Contacts())
            return
        record_id = self._page.opened.row.id
        self._known = known
        self._page.lanes.vault(
            lambda store: workflow.possible_contacts(store, record_id, known),
            lambda found: self._take(known, found),
            lambda _error: None,  # a hint that can not be had is none
        )

    def _take(self, known: Known, found: Contacts) -> None:
        """An answer that comes when something else is told is passed over."""
        if known != self._known:
            return
        self._page.room.panel.take_contacts(found)
