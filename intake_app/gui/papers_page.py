"""Cards and leaflets for anybody, without an interview: paper, language, how many; print, save, or tell and show.

That information was given is counted, and nothing of who got it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from intake_app import i18n, languages, slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files, form_languages
from intake_app.gui.controls import (
    Kind,
    Label,
    column,
    keyed,
    link,
    primary,
    row,
    scrolled,
    secondary,
    tab_order,
)
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.finder import Finder
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.pdf import Preview
from intake_app.gui.room import Room
from intake_app.gui.slip_print import Printing
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.under_way import UnderWay, work_once
from intake_app.gui.words import Words, file_name
from intake_app.referral import Papers, Recipient
from intake_app.vault import InformationCount, Vault

CARD = "card"
MOST = 1000
_CARD_TOPIC = "freephone"
"""What a card is about."""
_PAUSE_MS = 250
_ROOM_FOR_BOTH = 860
_LOWEST_LIST = 165


class PapersPage(Page):
    """On one side what to give, on the other its pages. `spoken`: the language of the person in front, "" unknown."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, spoken: str = "") -> None:
        super().__init__(words, lanes)
        self._look, self._spoken = look, spoken
        self._papers, self._line = workflow.papers()
        self._codes: tuple[str, ...] = ()
        self._today = -1
        self._preview_in_front = False
        self._drawing = 0
        self._going = ("", "", "", 0)
        """What goes to the printer or into a file: topic, medium, language, how many."""
        self.head = Label(role="title")
        self.paper_choice, self.copies_line = Choice(), Line(longest=4)
        self.paper, self.copies = Field(self.paper_choice), Field(self.copies_line)
        self.languages = Table(look)
        self.search = Finder(self.languages)
        self.about = Label(role="second", wrap=True)
        self.told, self.showed = secondary("Ctrl+T"), secondary("Ctrl+O")
        self.today = Label(role="second", wrap=True)
        self.preview = Preview(words, look)
        self.cancel, self.turn = link(hint="Esc"), secondary("Ctrl+D")
        self.save, self.print = secondary("Ctrl+S"), primary("Ctrl+P")
        self.printing, self.under_way = Printing(self), UnderWay(words, self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.copies_line.setText("1")
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Cards and leaflets")

    def shown(self) -> None:
        """Look which languages there are, and how many were informed today."""
        papers = self._papers
        self.lanes.work(lambda: slips.paper_languages(papers, i18n.has), self._take_languages)
        self._count()
        self.languages.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Nothing is kept of what was looked at."""
        self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Cards and leaflets"))
        self.paper.say(tr("What to give"))
        self.paper_choice.offer((CARD, *self._papers.leaflets), self._paper_words)
        self.copies.say(tr("How many"))
        self.languages.setAccessibleName(tr("The person’s language"))
        self.search.setPlaceholderText(tr("Find a language"))
        self.search.setAccessibleName(tr("Find a language"))
        self.told.say(tr("Note as told aloud"))
        self.showed.say(tr("Note as shown here"))
        self.cancel.say(tr("Back"))
        self.turn.say(tr("Choose") if self._preview_in_front else tr("Preview"))
        self.save.say(tr("Save as a file…"))
        self.print.say(tr("Print…"))
        self.preview.retranslate()
        self._show_languages()
        self._show_today()
        self._show_about()
        self._allow()

    def give(self, medium: str) -> None:
        """Note that it was told or shown to so many."""
        number = self._number()
        if number and self.languages.key():
            self._note(self._topic(), medium, self.languages.key(), number, told=True)

    def save_to(self, path: Path, pages: bytes) -> None:
        """Write the pages into a file, and count them as given."""
        told = self.words("Saved as {name}.").format(name=file_name(path.name, self.words))

        def saved(_none: None) -> None:
            self._left("saved")
            self.said.emit(told, Kind.OK, "", None)

        self.lanes.work(
            partial(files.write_private, path, pages),
            saved,
            lambda _error: self.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name)),
        )

    def make(self, then: Callable[[bytes], None]) -> None:
        """All the pages that are wanted, then what was asked for."""
        number, language = self._number(), self.languages.key()
        if number and language and not self.under_way.busy:
            paper = self.paper_choice.code()
            self._going = (self._topic(), CARD if paper == CARD else "leaflet", language, number)
            draw = partial(_drawn, self._papers, self._line, paper, language, number)
            work_once(self, self.under_way, lambda halt: draw(halt.go_on), then, say=self._pages_words)

    def _pages_words(self, done: int, of: int) -> str:
        told = self.words("Pages ready: {done} of {n}") if of else self.words("The pages are being made…")
        return told.format(done=done, n=of)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the choices or the pages, a wide one both."""
        super().resizeEvent(event)
        self._allow()

    def _topic(self) -> str:
        paper = self.paper_choice.code()
        return _CARD_TOPIC if paper == CARD else paper

    def _paper_words(self, code: str) -> str:
        tr = self.words
        if code == CARD:
            return tr("Card for a pocket")
        return tr("Leaflet: {title}").format(title=tr(self._papers.leaflets[code].title))

    def _number(self) -> int:
        """How many are wanted; 0, with a word about it, where that is no number."""
        typed = self.copies_line.text().strip()
        number = int(typed) if typed.isdecimal() else 0
        if 1 <= number <= MOST:
            return number
        self.copies.trouble(self.words("A number from 1 to {most}.").format(most=MOST))
        return 0

    def _take_languages(self, codes: tuple[str, ...]) -> None:
        """The languages there are; the list stands on that of the person in front, never on a guess."""
        self._codes = codes
        self._show_languages()
        known = languages.from_form_name(self._spoken) if self._spoken else None
        if known is not None and not self.languages.key():
            self.languages.choose(known.code if known.code in codes else known.code.partition("-")[0])

    def _show_languages(self) -> None:
        tr = self.words
        serves = Cell(badge=tr("yes"), kind=Kind.OK)
        unknown = Cell(badge=tr("not known"), kind=Kind.WARN)
        rows = [
            Row(
                code,
                (
                    Cell(languages.get(code).endonym, language=code),
                    Cell(form_languages.our_name(code, tr)),
                    serves if self._line.speaks(code) else unknown,
                ),
            )
            for code in self._codes
        ]
        heads = (tr("Language"), tr("Name in your language"), tr("Freephone"))
        typed = self.search.text()
        self.languages.take(heads, form_languages.sought(typed, rows), lead=bool(typed))
        self._allow()

    def _show_about(self) -> None:
        """Whether the freephone serves the language, and what is to be known of the words of the paper."""
        tr, code = self.words, self.languages.key()
        told = [tr("Choose the language the person understands best.")]
        if code:
            serves = tr("The freephone is known to serve this language.")
            not_known = tr("Perhaps the freephone does not serve this language; the paper says what can be done.")
            notes = [tr(self._papers.draft_note)] * self._papers.draft
            review = slips.translation_note(code, i18n.load, tr.language)
            notes += [review] if review else []
            told = [serves if self._line.speaks(code) else not_known, " · ".join(notes)]
        self.about.setText(" ".join(told))

    def _chosen(self) -> None:
        self._show_about()
        self._allow()
        self._pause.start()

    def _draw(self) -> None:
        language, paper = self.languages.key(), self.paper_choice.code()
        if not language:
            return
        self._drawing += 1
        turn = self._drawing
        typed = self.copies_line.text().strip()
        wanted = int(typed) if typed.isdecimal() else 1
        number = min(max(wanted, 1), slips.ON_A_SHEET) if paper == CARD else 1
        draw = partial(_drawn, self._papers, self._line, paper, language, number, slips.on_and_on)
        self.lanes.work(draw, partial(self._show_pages, turn))

    def _show_pages(self, turn: int, pages: bytes) -> None:
        if turn == self._drawing:
            self.preview.show_pdf(pages)

    def _left(self, _way: str) -> None:
        """The pages went to a printer or into a file."""
        self._note(*self._going)

    def _note(self, topic: str, medium: str, language: str, number: int, *, told: bool = False) -> None:
        def noted(_none: None) -> None:
            self._count()
            if told:
                self.said.emit(self.words("Noted. Nothing about the person was kept."), Kind.OK, "", None)

        self.lanes.vault(lambda store: workflow.note_information(store, topic, medium, language, number), noted)

    def _count(self) -> None:
        self.lanes.vault(_of_today, self._take_count)

    def _take_count(self, found: tuple[InformationCount, ...]) -> None:
        self._today = sum(one.contacts for one in found)
        self._show_today()

    def _show_today(self) -> None:
        number = self._today
        trn = self.words.plural
        told = trn("{n} person informed today, here.", "{n} persons informed today, here.", number).format(n=number)
        self.today.setText(told if number >= 0 else "")

    def _allow(self) -> None:
        narrow = self.width() < self._look.tokens.px(_ROOM_FOR_BOTH)
        self._side.setVisible(not (narrow and self._preview_in_front))
        self._seen.setVisible(not narrow or self._preview_in_front)
        notes = self._down if narrow else self._below_pages  # a list with all its rows needs the room beside the pages
        if notes.indexOf(self.about) < 0:
            for widget in (self.about, self.today):
                notes.addWidget(widget)
        self.turn.setVisible(narrow)
        for button in (self.told, self.showed, self.save, self.print):
            button.setEnabled(bool(self.languages.key()))

    def _turn(self) -> None:
        self._preview_in_front = not self._preview_in_front
        self.retranslate()

    def _ask_save(self, pages: bytes) -> None:
        tr = self.words
        name, kinds = f"{self._going[1]}.pdf", tr("Pages") + " (*.pdf)"
        files.ask_save(self, tr("Save as a file"), kinds, name, lambda path: self.save_to(path, pages))

    def _connect(self) -> None:
        self._pause.timeout.connect(self._draw)
        self.paper_choice.picked.connect(lambda _code: self._chosen())
        self.copies_line.textEdited.connect(lambda _text: self._pause.start())
        self.languages.chosen.connect(lambda _key: self._chosen())
        self.search.textChanged.connect(lambda _text: self._show_languages())
        self.languages.opened.connect(lambda _key: self.print.setFocus())
        self.told.clicked.connect(lambda: self.give("spoken"))
        self.showed.clicked.connect(lambda: self.give("screen"))
        self.print.clicked.connect(lambda: self.make(self.printing.ask))
        self.save.clicked.connect(lambda: self.make(self._ask_save))
        self.printing.left.connect(self._left)
        self.cancel.clicked.connect(self.back)
        self.turn.clicked.connect(self._turn)

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        inside = column(gap=Space.MEDIUM)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        Room(self).edges(inside)
        inside.addWidget(self.head)
        side = QWidget()
        beside, down = row(side, gap=0), column(gap=Space.MEDIUM)
        nest(beside, down, 1)
        beside.addSpacing(Space.LARGE)
        top = row(gap=Space.NORMAL)
        top.addWidget(self.paper, 4)
        top.addWidget(self.copies, 1)
        nest(down, top)
        down.addWidget(self.search)
        self.languages.setMinimumHeight(self._look.tokens.px(_LOWEST_LIST))
        down.addWidget(self.languages, 1)
        self._down, self._seen = down, QWidget()
        self._below_pages = column(self._seen, gap=Space.SMALL)
        self._below_pages.addWidget(self.preview, 1)
        self._side = scrolled(side)
        self.languages.chosen.connect(Following(self._side).look_at_row)
        across = row(gap=Space.LARGE)
        across.addWidget(self._side, 5)
        across.addWidget(self._seen, 5)
        nest(inside, across, 1)
        nest(whole, inside, 1)
        whole.addWidget(self.under_way)
        whole.addWidget(Footer((self.cancel,), (self.turn, self.told, self.showed, self.save, self.print)))
        choices = (self.paper_choice, self.copies_line, self.search, self.languages)
        order = (*choices, *keyed(self.preview), self.under_way.stop, self.cancel, self.turn)
        tab_order((*order, self.told, self.showed, self.save, self.print))


def _of_today(store: Vault) -> tuple[InformationCount, ...]:
    return workflow.information(store, datetime.now().date())


def _drawn(papers: Papers, line: Recipient, paper: str, language: str, number: int, go_on: slips.GoOn) -> bytes:
    if paper == CARD:
        return slips.card(papers, line, language, i18n.load, number, go_on)
    return slips.leaflet(papers, paper, line, language, i18n.load, number, go_on)
