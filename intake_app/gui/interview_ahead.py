"""The pages beside the one in front, begun while nobody does anything: a page that is turned is there already."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from intake_app.gui.interview_course import Headed
from intake_app.gui.interview_sheet import QuestionSheet

_REST_MS = 100
"""After this long without a letter or an answer one page is begun, and after it the next."""


class Ahead(QObject):
    """Holds sheets that nobody sees yet. What is answered meanwhile is read when one is taken.

    `beside` tells the pages that may come next, the likeliest first; `make` makes the sheet of one.
    """

    def __init__(
        self, beside: Callable[[], tuple[Headed, ...]], make: Callable[[Headed], QuestionSheet], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._beside, self._make = beside, make
        self._sheets: dict[Headed, QuestionSheet] = {}
        self._late: set[Headed] = set()
        self._next = QTimer(self, singleShot=True, interval=_REST_MS)
        self._next.timeout.connect(self._begin_one)

    @property
    def begun(self) -> tuple[Headed, ...]:
        """The pages that are begun."""
        return tuple(self._sheets)

    def look(self) -> None:
        """Another page is in front, and seen."""
        self._next.start()

    def rest(self) -> None:
        """Somebody types: what may wait does."""
        if self._next.isActive():
            self._next.start()

    def changed(self) -> None:
        """An answer was given: what is begun may say something else now, and other pages may be beside this one."""
        self._late = set(self._sheets)
        self._next.start()

    def take(self, page: Headed) -> QuestionSheet | None:
        """The sheet of a page as the session is now, if it was begun; it is the caller's from then on."""
        self._next.stop()
        sheet = self._sheets.pop(page, None)
        if sheet is not None and page in self._late:
            self._late.discard(page)
            sheet.read_anew()
        return sheet

    def clear(self) -> None:
        """Other words, another size, other questions: everything is begun again."""
        for page in tuple(self._sheets):
            self._drop(page)
        self._next.start()

    def _drop(self, page: Headed) -> None:
        self._late.discard(page)
        self._sheets.pop(page).go()

    def _begin_one(self) -> None:
        expected = self._beside()
        for page in [page for page in self._sheets if page not in expected]:
            self._drop(page)
        missing = next((page for page in expected if page not in self._sheets), None)
        if missing is not None:
            sheet = self._sheets[missing] = self._make(missing)
            sheet.wait()
            for part in (sheet, *sheet.findChildren(QWidget)):
                part.ensurePolished()
            self._next.start()
