"""Another language moves no keyboard: what had it has it again, also where a page was made anew."""

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from intake_app.gui.page import Page
from intake_app.gui.standing import Standing
from intake_app.gui.words import Words


class Kept(QObject):
    """The keyboard of a window stays on the same part where its words are told in another language.

    A page that `keeps_keyboard` sees to that itself.
    """

    def __init__(self, window: QWidget, words: Words) -> None:
        super().__init__(window)
        self._window = window
        self._held: QWidget | None = None
        self._around: list[tuple[QWidget, Standing]] = []
        words.changing.connect(self._hold)
        words.settled.connect(self._lead)

    def _hold(self) -> None:
        held = self._held = self._window.focusWidget()
        self._around = []
        part = held.parentWidget() if held is not None else None
        while held is not None and part is not None:
            if isinstance(part, Page) and part.keeps_keyboard:
                self._held, self._around = None, []
                return
            standing = Standing.of(held, part)
            if standing is not None:
                self._around.append((part, standing))
            part = part.parentWidget() if part is not self._window else None

    def _lead(self) -> None:
        held, around, self._held, self._around = self._held, self._around, None, []
        now = self._window.focusWidget()
        if held is None or now is held:
            return
        if shiboken6.isValid(held) and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for part, standing in around:
            if shiboken6.isValid(part) and part.isVisible() and standing.lead(part):
                return
