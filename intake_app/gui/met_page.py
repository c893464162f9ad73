"""Records that may be of one person side by side: what agrees, what does not. Nothing is put together by itself."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import contact_words
from intake_app.gui.controls import (
    Badge,
    Button,
    Card,
    Kind,
    Label,
    column,
    discard,
    link,
    row,
    scrolled,
    secondary,
)
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.states import delivery_words, form_title
from intake_app.gui.together_entry import TogetherEntry
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.screening import Known
from intake_app.vault import Vault
from intake_app.workflow import Contacts, Met

_SHARES = (3, 5, 5, 3)


class MetPage(Page):
    """One card for each record. `look_wanted` carries an id and a code of a record that one reads."""

    look_wanted = Signal(str, str)
    person_wanted = Signal(str)
    """Two records are of one person now: the id of their case."""
    merged = Signal(str, str)
    """So are two persons: the id of their case, and the code of the one that was put together with it."""

    def __init__(self, words: Words, lanes: Lanes, record_id: str, code: str, known: Known | None = None) -> None:
        """``known``: what is told just now; None: what the record had when it was saved."""
        super().__init__(words, lanes)
        self._record_id, self._code, self._known = record_id, code, known
        self.found: Contacts | None = None
        self.head, self.explanation = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.looks: dict[str, Button] = {}
        self.others: dict[str, Button] = {}
        self.sames: dict[str, Button] = {}
        """The buttons of each card, by record."""
        self.together: TogetherEntry | None = None
        """How two persons are put together, under the card of the record for which that was asked."""
        self._asked = ""
        self._whys: dict[str, str] = {}
        """What was typed of a reason, by the record it was asked for."""
        self.cancel = link(hint="Esc")
        self.cancel.clicked.connect(self.back)
        self._cards = QWidget()
        self._lay_out()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Met before?")

    def shown(self) -> None:
        """Ask the store."""
        record_id, known = self._record_id, self._known
        self.lanes.vault(lambda store: workflow.possible_contacts(store, record_id, known), self._take)
        self.area.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Leave."""
        self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Perhaps met before: {code}").format(code=self._code))
        self.cancel.say(tr("Back"))
        self.area.setAccessibleName(tr("Records that may be of the same person"))
        self._fill()

    def _take(self, found: Contacts) -> None:
        self.found = found
        self._fill()

    def _fill(self) -> None:
        tr, found = self.words, self.found
        self.together = None
        discard(self.area.takeWidget())
        self.looks, self.others, self.sames = {}, {}, {}
        self._cards = QWidget()
        down = column(self._cards, gap=Space.NORMAL)
        self.explanation.setText(_explained(found, tr))
        for met in found.met if found else ():
            card = self._card(met)
            if met.row.id == self._asked:
                self.together = TogetherEntry(tr, self._whys.get(self._asked, ""))
                self.together.line.textChanged.connect(partial(self._whys.__setitem__, self._asked))
                self.together.wanted.connect(partial(self._merge, met.row.id))
                card.column.addWidget(self.together)
            down.addWidget(card)
        for one in found.elsewhere if found else ():
            card = Card(margin=Space.NORMAL)
            card.column.addWidget(Label(contact_words.sighting_words(one, tr), wrap=True))
            down.addWidget(card)
        down.addStretch(1)
        self.area.setWidget(self._cards)

    def _card(self, met: Met) -> Card:
        tr, record = self.words, met.row
        card = Card(margin=Space.NORMAL, gap=Space.SMALL)
        top = row(gap=Space.SMALL)
        told = (record.code, form_title(record.form_title, tr), contact_words.day_words(record.created), record.site)
        top.addWidget(Label(" · ".join(part for part in told if part), "field", wrap=True), 1)
        top.addWidget(Badge(*delivery_words(tr)[record.delivery]))
        nest(card.column, top)
        nest(card.column, self._grid(met))
        look, other, same = secondary(), secondary(), secondary()
        look.say(tr("Look at it"))
        same.say(tr("The same person"))
        other.say(tr("Not the same person"))
        for button in (look, other, same):
            button.setAccessibleName(f"{button.text()}, {record.code}")
        look.clicked.connect(lambda: self.look_wanted.emit(record.id, record.code))
        other.clicked.connect(lambda: self._tell_apart(met))
        same.clicked.connect(lambda: self._put_together(met))
        actions = row(gap=Space.SMALL)
        actions.addStretch(1)
        for button in (other, same, look):
            actions.addWidget(button)
        nest(card.column, actions)
        self.looks[record.id], self.others[record.id], self.sames[record.id] = look, other, same
        return card

    def _grid(self, met: Met) -> QGridLayout:
        tr, names = self.words, contact_words.part_words(self.words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.NORMAL)
        grid.setVerticalSpacing(Space.SMALL)
        for at, share in enumerate(_SHARES):
            grid.setColumnStretch(at, share)
        grid.addWidget(Label(self._code, "second"), 0, 1)
        grid.addWidget(Label(met.row.code, "second"), 0, 2)
        for at, point in enumerate(met.likeness.points, 1):
            badge = row(gap=0)
            badge.addWidget(Badge(*contact_words.verdict(point, tr)))
            badge.addStretch(1)
            grid.addWidget(Label(names[point.part], "second", wrap=True), at, 0)
            grid.addWidget(Label(contact_words.told(point, point.here, tr), wrap=True), at, 1)
            grid.addWidget(Label(contact_words.told(point, point.there, tr), wrap=True), at, 2)
            nest(grid, badge, at, 3)
        return grid

    def _put_together(self, met: Met) -> None:
        """Both records under one code: the page of the person comes in the place of this one."""
        mine, other = self._record_id, met.row.id

        def failed(error: Exception) -> None:
            if isinstance(error, IntakeError) and error.code == "vault.in_a_case":
                self._ask_why(other)
            else:
                self.lanes.trouble.emit(error)

        self.lanes.vault(
            lambda store: workflow.same_person(store, mine, other),
            lambda case: self.person_wanted.emit(case.id),
            failed,
        )

    def _ask_why(self, other: str) -> None:
        """Each has a person: that both are one is somebody's decision, with its reason."""
        self._asked = other
        self._fill()
        if self.together is not None:
            self.together.lead()

    def _merge(self, other: str, why: str) -> None:
        mine, entry = self._record_id, self.together
        if entry is not None:
            entry.keep.setEnabled(False)

        def put(store: Vault) -> tuple[str, str]:
            first, second = workflow.case_for(store, mine), workflow.case_for(store, other)
            return workflow.merge_cases(store, first.id, second.id, why).id, second.code

        def failed(error: Exception) -> None:
            self.lanes.trouble.emit(error)
            self._fill()

        self.lanes.vault(put, lambda both: self.merged.emit(*both), failed)

    def _tell_apart(self, met: Met) -> None:
        """Remembered; the line that says so takes it back."""
        mine, other = self._record_id, met.row.id
        tr = self.words

        def told() -> str:
            text = tr("{code} is of somebody else. It is not shown for this record any more.")
            return text.format(code=met.row.code)

        def back() -> None:
            self.lanes.vault(lambda store: workflow.tell_apart(store, mine, other, False), lambda _none: self.shown())

        def gone(_none: None) -> None:
            self.shown()
            self.said.emit(told, Kind.NEUTRAL, lambda: tr("Undo"), back)

        self.lanes.vault(lambda store: workflow.tell_apart(store, mine, other), gone)

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        inside = column(gap=Space.SMALL)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        Room(self).edges(inside)
        inside.addWidget(self.head)
        inside.addWidget(self.explanation)
        self.area = scrolled(self._cards)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        Following(self.area)
        inside.addWidget(self.area, 1)
        nest(whole, inside, 1)
        whole.addWidget(Footer((self.cancel,), ()))


def _explained(found: Contacts | None, tr: Words) -> str:
    if found is None:
        return tr("Comparing…")
    if not found:
        return tr("Nobody like this was met before.")
    return tr("These may be the same person, or not. Nothing is put together by itself: look, and decide.")
