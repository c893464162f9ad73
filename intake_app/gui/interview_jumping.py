"""The list of all questions over the page: it speaks the language of the page, and no key reaches what it covers."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_keys import Deed, deed_of
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_room import Room
from intake_app.gui.keys import Key
from intake_app.workflow import FillingLog

_SCROLLS: Mapping[Deed | None, int] = {Deed.UP: -1, Deed.DOWN: 1}


class _Page(Protocol):
    reading: Reading
    setting: Setting
    course: Course
    room: Room
    log: FillingLog

    def commit(self) -> None:
        """Give the session what is typed so far."""


class Jumping(QObject):
    """Opens the list and closes it, and tells it anew where the page is told anew."""

    def __init__(self, page: _Page, owner: QWidget) -> None:
        super().__init__(owner)
        self._page, self._owner = page, owner

    def open(self) -> None:
        """Every question in a list over the page."""
        page = self._page
        page.commit()
        page.log.jumps()
        page.room.jump_list.open(page.reading, page.setting, page.course.place)

    def close(self) -> bool:
        """Back to the page; whether the list was open."""
        page = self._page
        was_open = page.room.jump_list.isVisible()
        if was_open:
            page.room.jump_list.close_list()
            page.log.shows(page.course.page)
        return was_open

    def retell(self) -> None:
        """In the words that are valid now, with what was typed and with the keyboard, if it is open."""
        page = self._page
        if page.room.jump_list.isVisible():
            page.room.jump_list.open_again(page.reading, page.setting)

    def follow(self, *_changes: object) -> None:
        """An answer changed, perhaps in the person's own window: other questions may be there."""
        if self._page.room.jump_list.isVisible():
            QTimer.singleShot(0, self, self.retell)

    def holds(self, event: QKeyEvent) -> bool:
        """Whether a key that no field took goes no further, because the page is covered."""
        room = self._page.room
        if room.covered and (by := _SCROLLS.get(deed_of(event))):
            room.scroll_page(by)
            return True
        if self._covered():
            event.ignore()
            return True
        return False

    def _covered(self) -> bool:
        return self._page.room.covered or self._page.room.jump_list.isVisible()

    def bind(self, keys: Mapping[str, Callable[[], object]], *, beneath: bool = False) -> None:
        """Keys of the page; those of what lies `beneath` do nothing while it is covered."""

        def done(do: Callable[[], object]) -> None:
            if not (beneath and self._covered()):
                do()

        for sequence, do in keys.items():
            Key(sequence, self._owner).activated.connect(lambda do=do: done(do))
