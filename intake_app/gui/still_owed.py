"""Whom the law asks to tell of a child who is alone and who was not told yet, where somebody may look it up."""

from functools import partial

from PySide6.QtCore import QObject

from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Card, Label, set_role
from intake_app.gui.page import Page
from intake_app.gui.tokens import Space
from intake_app.gui.words import listed
from intake_app.workflow import owing


class StillOwed(QObject):
    """`card` is a part of a page: one line, hidden where there is nothing to tell."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._kinds = page, tuple[str, ...]()
        self.card, self.line = Card(margin=Space.NORMAL), Label(wrap=True)
        self.card.column.addWidget(self.line)
        set_role(self.card, "notice-warn")
        self.card.hide()
        page.words.changed.connect(self._say)

    def ask(self, record_id: str) -> None:
        """Ask the store about the person of a record."""
        self._page.lanes.vault(partial(owing.still_to_tell, record_id=record_id), self._take)

    def _take(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._say()
        self.card.setVisible(bool(kinds))

    def _say(self) -> None:
        tr = self._page.words
        told = tr("This child is alone. Still to be told: {bodies}. The law asks for it.")
        self.line.setText(told.format(bodies=listed((tr(KINDS[kind]) for kind in self._kinds), tr.language)))
