"""How many persons were given information, for who coordinates: a month at a time, small numbers hidden."""

from datetime import date

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui import form_languages
from intake_app.gui.controls import Label, column, row
from intake_app.gui.fields import Choice, Field
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.workflow import InformationFigures

MONTHS = 12
"""So many are offered, the newest first."""
_MEDIA = {
    "card": msg("Card for a pocket"),
    "leaflet": msg("Leaflet"),
    "spoken": msg("Told in words"),
    "screen": msg("Shown on the screen"),
    "audio": msg("Heard from a recording"),
}


class InformationPage(Page):
    """By topic, medium and language; of nobody, and with no number from which one could tell who it was."""

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self._papers, _line = workflow.papers()
        self.found: InformationFigures | None = None
        self.head, self.explanation = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.month_choice = Choice()
        self.month = Field(self.month_choice)
        self.total, self.table, self.empty = Label(role="field", wrap=True), Table(look), Label(wrap=True)
        self._lay_out()
        self.month_choice.picked.connect(lambda _code: self.refresh())
        self.retranslate()

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation."""
        return tr("Information given")

    def shown(self) -> None:
        """Query again."""
        self.refresh()
        self.month_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Ask the store for the month that is chosen."""
        year, month = map(int, self.month_choice.code().split("-"))
        self.lanes.vault(lambda store: workflow.information_figures(store, year, month), self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Information given"))
        about = tr("Cards, leaflets and words, with or without an interview.")
        small = tr("Numbers below {least} are hidden; where that is one alone, the next smallest is too.")
        self.explanation.setText(f"{about} {small.format(least=workflow.LEAST_SHOWN)}")
        self.month.say(tr("Month"))
        self.month_choice.offer(_months(date.today()), _month_words)
        self.table.setAccessibleName(tr("Information given"))
        self.empty.setText(tr("Nothing was noted in this month."))
        self._show()

    def _take(self, found: InformationFigures) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        tr, found = self.words, self.found
        rows = [] if found is None else found.rows
        shown = [
            Row(
                f"{one.topic} {one.medium} {one.language}",
                (
                    Cell(self._topic(one.topic)),
                    Cell(tr(_MEDIA[one.medium])),
                    Cell(form_languages.our_name(one.language, tr)),
                    Cell(self._number(one.contacts)),
                ),
            )
            for one in rows
        ]
        self.table.take((tr("Topic"), tr("How"), tr("Language"), tr("Persons")), shown, lead=False)
        self._body.setCurrentIndex(0 if shown else 1)
        self.total.setText(tr("Together: {n}").format(n=self._number(found.total)) if found and shown else "")

    def _topic(self, code: str) -> str:
        known = self._papers.leaflets.get(code)
        return self.words(known.title) if known else code

    def _number(self, number: int | None) -> str:
        return str(number) if number is not None else self.words("hidden")

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        beside = row(gap=Space.NORMAL)
        beside.addWidget(self.month, 1)
        beside.addWidget(self.total, 2, Qt.AlignmentFlag.AlignBottom)
        room = Room(self)
        room.beside(beside)
        self._body = room.list_or_words(self.table, self.empty)
        parts = (self.head, self.explanation, beside, self._body)
        whole.addWidget(room.scroll(parts, self._body, self.table), 1)


def _months(today: date) -> tuple[str, ...]:
    """Whole months alone: two periods that overlap would tell by their difference what is hidden in each."""
    last = today.year * 12 + today.month - 1
    return tuple(f"{at // 12}-{at % 12 + 1:02}" for at in range(last, last - MONTHS, -1))


def _month_words(code: str) -> str:
    year, month = code.split("-")
    return f"{month}/{year}"
