"""Where somebody was when they locked, and what stood typed there: kept in the store, for them alone, and once.

No word of a passphrase and nothing of a list that is searched is kept. What is ticked is said again, but where a page
would do without it what nobody said, see `Page.ticks`.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui.fields import Choice
from intake_app.gui.page import Page
from intake_app.gui.shell import Shell
from intake_app.gui.standing import fields, text_of
from intake_app.workflow.lists import keep_page, take_page

_LOOK_MS = 50
"""So often it is looked whether a page has all it asked the store for, before what was typed is put there again."""


class ComingBack(QObject):
    """``ways``: how a page is opened again, by the first word of its `Page.way`; it is told the others."""

    def __init__(self, shell: Shell, ways: Mapping[str, Callable[..., object]], owner: QObject) -> None:
        super().__init__(owner)
        self._shell, self._ways, self._lanes = shell, ways, shell.lanes
        self._typed: tuple[list[str], list[str], list[bool]] = ([], [], [])
        self._page: Page | None = None
        """The page that is there again; of some the store tells first what they are about."""
        self._left: Page | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_again)

    @property
    def waits(self) -> bool:
        """Whether something that was typed is still to be put back."""
        return self._look.isActive()

    def keep(self) -> None:
        """Note where they are: everything is about to be covered."""
        page = self._shell.page
        if page is not None and page.way and page.way[0] in self._ways and not self._lanes.closed:
            there = [_chosen(page), _typed(page), _ticked(page)] if page.way[0] != "place" else [[], [], []]
            kept = json.dumps([page.way, *there])
            self._lanes.vault(partial(keep_page, page=kept))

    def look_back(self) -> None:
        """The store is open again: go where they were, if they have not gone anywhere since."""
        here = self._shell.page

        def go(kept: str) -> None:
            if kept and shiboken6.isValid(self._shell) and self._shell.page is here:
                way, chosen, typed, *ticked = json.loads(kept)
                self._typed, self._page, self._left = (chosen, typed, ticked[0] if ticked else []), None, here
                self._ways[way[0]](*way[1:])
                self._look.start()

        self._lanes.vault(take_page, go)

    def _look_again(self) -> None:
        """What was chosen and typed, once the page is whole and as long as it is in front."""
        lives = shiboken6.isValid(self._shell)  # the window may be gone while its page was still made
        front = self._shell.page if lives else None
        if self._page is None and front is not self._left:
            self._page = front
        page = self._page
        if not lives or (page is None and self._lanes.pending == 0) or front is not (page or self._left):
            self._look.stop()
        elif page is not None and self._lanes.pending == 0:
            self._look.stop()
            chosen, typed, ticked = self._typed
            _put_chosen(page, chosen, ticked)
            there = fields(page)
            if len(there) == len(typed):
                for field, text in zip(there, typed, strict=True):
                    _put(field, text)


def _choices(page: QWidget) -> list[Choice]:
    return [one for one in page.findChildren(Choice) if one.isEnabled()]


def _chosen(page: QWidget) -> list[str]:
    return [choice.code() for choice in _choices(page)]


def _ticked(page: Page) -> list[bool]:
    return [tick.isChecked() for tick in page.ticks]


def _put_chosen(page: Page, chosen: list[str], ticked: list[bool]) -> None:
    """What was chosen and ticked: twice, as some ticks offer what is to choose, and some choices take ticks away."""
    choices, ticks = _choices(page), page.ticks
    if len(choices) != len(chosen) or len(ticks) != len(ticked):
        return
    for _time in range(2 if ticks else 1):
        for tick, on in zip(ticks, ticked, strict=True):
            tick.setChecked(on)
        for choice, code in zip(choices, chosen, strict=True):
            if code and choice.code() != code and code not in choice.not_again:
                choice.choose(code)


def _typed(page: QWidget) -> list[str]:
    return ["" if _is_secret(field) else text_of(field) for field in fields(page)]


def _is_secret(field: QLineEdit | QPlainTextEdit) -> bool:
    return isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal


def _put(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Never over what somebody typed there while the page was made."""
    typed_in = field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()
    shut = not field.isEnabled() or field.isReadOnly() or _is_secret(field)
    if not text or typed_in or text_of(field) == text or shut:
        return
    field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
