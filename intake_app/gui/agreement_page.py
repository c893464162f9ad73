"""What a person takes back: one choice, what it stops, what had left; and what comes back if they agree again."""

from PySide6.QtCore import Qt, Signal

from intake_app import workflow
from intake_app.gui.agreeing_card import AgreeingCard
from intake_app.gui.consent_words import agreed_to, departure, way_out
from intake_app.gui.controls import Card, Kind, Label, link, primary, tab_order
from intake_app.gui.ended_words import tell_ended
from intake_app.gui.fields import Choice, Field
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.how_said import HowSaid
from intake_app.gui.lanes import Lanes
from intake_app.gui.own_word_card import OwnWordCard
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.referral import Directory
from intake_app.workflow import Agreement, consent_texts

_WIDTH = 820
ALL = "all"
PERSON, GUARDIAN = "person", "guardian"
_ALOUD = "spoken", "", ""
"""Of a person whom nobody asked."""


class AgreementPage(HeadedPage):
    """Choose what is taken back (all is chosen), see what stops and what left already, done.

    What was taken back, at whatever time, stands below with what would come back of it.
    """

    all_wanted = Signal()
    """All that was said is to be looked at."""

    def __init__(
        self, words: Words, lanes: Lanes, look: Look, directory: Directory, record_id: str, code: str
    ) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._directory = record_id, code, directory
        self.ways = Agreement((), (), (), minor=False, speaks=False)
        self.what_choice, self.whose_choice = Choice(), Choice()
        self.what, self.whose, self.doubt = Field(self.what_choice), Field(self.whose_choice), Tick()
        self.stops, self.duty = Label(wrap=True), Label(role="second", wrap=True)
        self.left_head, self.gone = Label(role="field"), Label(wrap=True)
        self.below = Card(gap=Space.SMALL)
        self.agreeing, self.own_word = AgreeingCard(words, look, directory), OwnWordCard(words, look)
        again, own = self.agreeing.theirs, self.own_word.theirs
        self.ticks = self.doubt, again.doubt, own.doubt
        self.take_back, self.all_said = primary("Ctrl+Return", "Ctrl ↵"), link()
        self._lay_out(look.tokens.px(_WIDTH))
        self.what_choice.picked.connect(lambda _code: self._show())
        self.doubt.toggled.connect(lambda _on: self._ask_whose())
        self.take_back.clicked.connect(self.take_back_now)
        self.all_said.clicked.connect(self.all_wanted)
        self.agreeing.again.clicked.connect(self.agree_again_now)
        self.own_word.keep.clicked.connect(self.note_own_word)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("What was agreed to")

    def shown(self) -> None:
        """Query what is open and what left; the keyboard on the choice."""
        self._query()
        self.what_choice.setFocus(Qt.FocusReason.TabFocusReason)

    def _query(self) -> None:
        record = self._record_id
        self.lanes.vault(lambda store: workflow.agreement(store, record), self._take)
        self.lanes.vault(lambda store: store.record(record).language, self._propose_language)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("The person of {code} takes back what they agreed to").format(code=self._code),
            tr("It stops at once, for all records of this person. What left before can not be called back: it stands "
               "below, so that you can tell the person."),
        )  # fmt: skip
        self.what.say(tr("What is taken back"))
        self.whose.say(tr("Who takes it back"))
        self._ask_whose()
        self.doubt.say(tr("The person is, or may be, under 18"))
        self.left_head.setText(tr("What left already"))
        self.duty.setText(tr("What the law asks for a child does not rest on consent and is not stopped by this."))
        self.take_back.say(tr("Stop it"))
        self.all_said.say(tr("All that was said…"))
        self.agreeing.retranslate()
        self.own_word.retranslate()
        self._offer()

    def take_back_now(self) -> None:
        """Stop it in the store."""
        chosen = self._chosen()
        purpose, recipient = chosen or ("", "")
        record, whose, in_doubt = self._record_id, self.whose_choice.code(), self.doubt.isChecked()
        self.once(
            lambda store: workflow.withdraw_consent(
                store, record, purpose, recipient, whose=whose, in_doubt=in_doubt
            ),
            lambda _done: self._taken_back(in_doubt),
        )

    def agree_again_now(self) -> None:
        """The person agreed anew to what is ticked: a word of its own to each."""
        record, ways, card = self._record_id, self.agreeing.ticked(), self.agreeing
        how, witness, language = _ALOUD if card.theirs_alone else _how(card.how)
        guardian, text = card.theirs.agreed, card.script.name if card.script is not None else ""
        in_doubt = card.theirs.doubt.isChecked()
        self.once(
            lambda store: workflow.agree_again(
                store, record, ways, how, language=language, witness=witness, guardian=guardian, script=text,
                in_doubt=in_doubt,
            ),
            lambda _back: self._agreed(in_doubt),
        )

    def note_own_word(self) -> None:
        """What the person says to a body that needs a word of its own."""
        record, card = self._record_id, self.own_word
        kind, word, guardian = card.to_choice.code(), card.word_choice.code(), card.theirs.agreed
        how, witness, language = _how(card.how)
        in_doubt = card.theirs.doubt.isChecked()
        self.once(
            lambda store: workflow.own_word_given(
                store, record, kind, word, how, language=language, witness=witness, guardian=guardian,
                in_doubt=in_doubt,
            ),
            lambda _none: self._own_word_noted(in_doubt),
        )

    def _say_done(self, told: str, in_doubt: bool) -> None:
        """With what ended by a doubt that was noted with it."""
        self.lanes.vault_changed.emit()
        if in_doubt:
            tell_ended(self, self._record_id, told)
        else:
            self.said.emit(told, Kind.OK, "", None)

    def _own_word_noted(self, in_doubt: bool) -> None:
        self._say_done(self.words("Noted, with how it was said."), in_doubt)
        self.shown()

    def _taken_back(self, in_doubt: bool) -> None:
        self._say_done(self.words("Taken back. Nothing more leaves on it."), in_doubt)
        self.doubt.setChecked(False)
        self.whose_choice.choose(PERSON)  # whoever takes back the next is not who took back this
        record = self._record_id
        self.lanes.vault(lambda store: workflow.agreement(store, record), self._tell_what_left)

    def _tell_what_left(self, ways: Agreement) -> None:
        """The person is to be told of it now."""
        self._take(ways)
        self.below.setFocus(Qt.FocusReason.TabFocusReason)

    def _agreed(self, in_doubt: bool) -> None:
        self._say_done(self.words("Noted. What was ticked may go out again; slips are issued anew."), in_doubt)
        self.shown()

    def _take(self, ways: Agreement) -> None:
        chosen, self.ways = self._chosen(), ways
        self.agreeing.show_agreement(ways)
        if ways.returning and self.agreeing.script is None:
            record = self._record_id
            self.lanes.vault(lambda store: consent_texts.of_record(store, record), self.agreeing.show_script)
        self.own_word.show_agreement(ways)
        self._ask_whose()
        self._order()
        self._offer(str(ways.offered.index(chosen)) if chosen in ways.offered else ALL)

    def _propose_language(self, name: str) -> None:
        self.agreeing.how.propose_language(name)
        self.own_word.propose_language(name)

    def _offer(self, chosen: str = "") -> None:
        """What may be taken back; what was chosen stays, or is all where it is none of these any more."""
        codes = (ALL, *map(str, range(len(self.ways.offered))))
        self.what_choice.offer(codes, self._words_for)
        if chosen:
            self.what_choice.choose(chosen)
        self._show()

    def _ask_whose(self) -> None:
        """A guardian of a child, or of who may be one, takes back, too; of any other nobody is asked who does."""
        self.doubt.setVisible(self.ways.doubtable)
        guardian = self.ways.guardian or (self.ways.doubtable and self.doubt.isChecked())
        self.whose_choice.offer((PERSON, GUARDIAN) if guardian else (PERSON,), self._whose_words)
        self.whose.setVisible(guardian)

    def _whose_words(self, code: str) -> str:
        tr = self.words
        return tr("the person") if code == PERSON else tr("the guardian, or who stands in for one")

    def _words_for(self, code: str) -> str:
        if code == ALL:
            return self.words("all of it")
        way = self.ways.offered[int(code)]
        told = agreed_to(*way, self._directory, self.words)
        return f"{told} · {self.words('Agreed as an adult')}" if way in self.ways.as_adult else told

    def _chosen(self) -> tuple[str, str] | None:
        """The one way that is chosen; None for all."""
        code = self.what_choice.code()
        return None if code in ("", ALL) else self.ways.offered[int(code)]

    def _show(self) -> None:
        tr = self.words
        chosen = self._chosen()
        open_now = self.ways.open
        if chosen is not None:
            open_now = self.ways.stops(chosen, self._directory)
        told = "\n".join(f"· {way_out(*each, self._directory, tr)}" for each in open_now)
        nothing = tr("Nothing of this person waits or may go out. What they say is noted all the same.")
        if self.ways.open:
            nothing = tr("Nothing that waits or may go out now stops with it. It holds for all that comes.")
        beyond = tr("Records of another agency stop with it, too. Where those had gone is told there.")
        lines = [tr("This stops:") + f"\n{told}" if told else nothing, beyond if self.ways.beyond else ""]
        self.stops.setText("\n".join(line for line in lines if line))
        lines = [departure(one, self._directory, tr) for one in self.ways.left]
        self.gone.setText("\n".join(lines) or tr("Nothing."))
        self.below.setAccessibleName(f"{self.left_head.text()}\n{self.gone.text()}")

    def _lay_out(self, width: int) -> None:
        card, below = Card(gap=Space.NORMAL), self.below
        for each in (card, below, self.agreeing, self.own_word):
            each.setMaximumWidth(width)
        self.below.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part in (self.what, self.doubt, self.whose, self.stops, self.duty):
            card.column.addWidget(part)
        for part in (self.left_head, self.gone):
            below.column.addWidget(part)
        self.lay_out((card, below, self.agreeing, self.own_word), (self.take_back,), (self.all_said,))
        self._order()

    def _order(self) -> None:
        cards = (*self.agreeing.entries(), *self.own_word.entries())
        first = (self.what_choice, self.doubt, self.whose_choice, self.below)
        tab_order((*first, *cards, self.cancel, self.all_said, self.take_back))


def _how(said: HowSaid) -> tuple[str, str, str]:
    """How it was said, who was there, in which language."""
    return said.how_choice.code(), said.witness_code, said.language_choice.code()
