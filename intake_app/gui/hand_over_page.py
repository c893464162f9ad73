"""Handing a record over: to whom, what that means, and taking the sight of a finished one back."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from intake_app import messages, workflow
from intake_app.errors import IntakeError
from intake_app.gui.agency_card import AgencyCard
from intake_app.gui.controls import Card, Kind, Label, primary, row, secondary, tab_order
from intake_app.gui.ended_words import as_no
from intake_app.gui.fields import Choice, Field
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.states import role_words
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.words import Words, own_way
from intake_app.screening import SAID_NO
from intake_app.vault import HandOver, Person, RecordRow, Vault
from intake_app.workflow import ended_for_age, guardians, sharing, standing_now

_WIDTH = 720
_Found = tuple[tuple[Person, ...], tuple[HandOver, ...], bool, tuple[frozenset[str], frozenset[str]]]


class HandOverPage(HeadedPage):
    """One choice of a colleague by name, and in plain words what the colleague and oneself can do afterwards."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record: RecordRow) -> None:
        super().__init__(words, lanes)
        self._record = record
        self._people: dict[str, Person] = {}
        self._came = False
        """Whether it is known who can take it."""
        self._seen_by: tuple[str, ...] = ()
        self.taker_choice, self.seen_choice = Choice(), Choice()
        self.taker, self.seen = Field(self.taker_choice), Field(self.seen_choice)
        self.nobody, self.agency = Label(wrap=True), AgencyCard(words, look)
        self.ticks, self.trouble = self.agency.no_yes, TroubleLine(words)
        self.withdraw, self.give = secondary(), primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.taker_choice.picked.connect(lambda _code: self._allow())
        self.agency.changed.connect(self._allow)
        self.give.clicked.connect(self.give_now)
        self.withdraw.clicked.connect(self.withdraw_now)
        self.retranslate()

    @property
    def _draft(self) -> bool:
        return self._record.state == "draft"

    def title(self) -> str:
        """The name of the page."""
        return self.words("Hand over")

    def shown(self) -> None:
        """Query who can take it and who has it; then the keyboard is on the choice, and what is seen until then."""
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        self.agency.how.propose_language(self._record.language or "")
        self.lanes.vault(self._query, self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Hand {code} over").format(code=self._record.code),
            tr("The colleague goes on with this draft where it stands now. You no longer see it, unless it is handed "
               "back. The log keeps who handed it to whom.")
            if self._draft
            else tr("The colleague can read this record and make slips of it. It stays yours: you send it, and you can "
                    "take the sight of it back. The log keeps who handed it to whom."),
        )  # fmt: skip
        self.taker.say(tr("Colleague"))
        self.seen.say(tr("Can see it now"))
        self.nobody.setText(tr("Nobody here can take it: drafts go to mediators of your agency."))
        self.agency.retranslate()
        self.withdraw.say(tr("Take back"))
        self._show()

    def give_now(self) -> None:
        """Hand it over in the store."""
        name = self._people[self.taker_choice.code()].name
        record, away = self._record.id, self._away()
        kind, noted = (self.agency.kind_choice.code(), self.agency.noted()) if away else ("", None)
        self.trouble.hide()

        def give(store: Vault) -> tuple[Person, dict[str, str]]:
            taker = workflow.hand_over(store, record, name, kind, noted)
            return taker, ended_for_age.told(store, record)

        self.once(give, lambda done: self._given(*done), self._failed)

    def withdraw_now(self) -> None:
        """Take the sight back from who is chosen."""
        name, record = self.seen_choice.code(), self._record.id
        self.once(lambda store: workflow.withdraw(store, record, name), lambda _none: self._withdrawn(name))

    def _query(self, store: Vault) -> _Found:
        of_child, people = guardians.is_asked_now(store, self._record.id), workflow.colleagues(store, self._record)
        away = any(person.agency != self._record.agency for person in people)
        whole = sharing.whole_to(store, self._record.id) if away else (frozenset[str](), frozenset[str]())
        return people, store.handovers(self._record.id), of_child, whole

    def _take(self, found: _Found) -> None:
        people, given, of_child, whole_to = found
        self._came = True
        self.agency.ask_guardian(of_child, whole_to)
        self._people = {person.id: person for person in people}
        self._seen_by = tuple(one.taker for one in given if one.sight and one.ended is None)
        self._show()
        if self.cancel.hasFocus():
            first = self.taker_choice if self._people else self.seen_choice if self._seen_by else self.cancel
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        self.taker_choice.offer(tuple(self._people), self._person_words)
        self.seen_choice.offer(self._seen_by, str)
        self.taker.setVisible(bool(self._people))
        self.nobody.setVisible(self._came and not self._people)
        self.seen.setVisible(bool(self._seen_by))
        self.withdraw.setVisible(bool(self._seen_by))
        self._allow()

    def _away(self) -> str:
        """The agency of who is chosen, "" for one's own."""
        person = self._people.get(self.taker_choice.code())
        return person.agency if person is not None and person.agency != self._record.agency else ""

    def _allow(self) -> None:
        away = self._away()
        if away:
            self.agency.about(away)
            record, kind = self._record.id, self.agency.kind_choice.code()
            self.agency.stands.ask(self.lanes, kind, lambda store, to: standing_now.sight_stands(store, record, to))
        self.agency.setVisible(bool(away))
        no = bool(away) and self.agency.refuses
        self.give.say(self.words("Note that they said no") if no else self.words("Hand over"))
        self.give.setEnabled(bool(self._people) and (not away or self.agency.whole))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, IntakeError) and error.code.startswith("screening.") and self.agency.refuses:
            error = as_no(error)
        self.trouble.tell(error)
        self.agency.stands.forget()  # a no, or a doubt, may be kept
        self._allow()
        if isinstance(error, IntakeError) and error.code == SAID_NO:
            self.agency.no.setChecked(False)  # it is kept, whatever else keeps it from going
            self.lanes.vault_changed.emit()

    def _person_words(self, identity: str) -> str:
        person = self._people[identity]
        agency = f" · {person.agency}" if person.agency != self._record.agency else ""
        site = f" · {own_way(person.site)}" if person.site != self._record.site else ""
        return f"{own_way(person.name)} · {role_words(person.role, self.words)}{agency}{site}"

    def _given(self, taker: Person, ended: Mapping[str, str]) -> None:
        tr = self.words
        told = (
            tr("{code} is with {name} now.")
            if self._draft
            else tr("{name} can see {code} now.")
        ).format(code=self._record.code, name=own_way(taker.name))  # fmt: skip
        self._leave(" ".join((told, *messages.ended(ended, tr.translator))), Kind.WARN if ended else Kind.OK)

    def _withdrawn(self, name: str) -> None:
        self._leave(self.words("{name} no longer sees {code}.").format(code=self._record.code, name=own_way(name)))

    def _leave(self, told: str, kind: Kind = Kind.OK) -> None:
        self.lanes.vault_changed.emit()
        self.left.emit()
        self.said.emit(told, kind, "", None)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for part in (self.taker, self.nobody, self.agency, self.trouble, self.seen):
            card.column.addWidget(part)
        self.trouble.hide()
        last = row()
        last.addStretch(1)
        last.addWidget(self.withdraw)
        nest(card.column, last)
        self.lay_out((card,), (self.give,))
        tab_order((self.taker_choice, *self.agency.stops, self.seen_choice, self.withdraw, self.cancel, self.give))
