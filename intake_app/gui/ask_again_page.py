"""Somebody who was not asked, said no or took it back is asked first: the text is read out, then a yes is noted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from intake_app import workflow
from intake_app.gui.consent_reading import ConsentReading
from intake_app.gui.controls import Card, Label, discard, primary, secondary, tab_order
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.how_said import HowSaid
from intake_app.gui.lanes import Lanes
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.vault import Vault
from intake_app.workflow import asking, consent_texts, gate_passed
from intake_app.workflow.asking import Anew
from intake_app.workflow.cases import FIRST
from intake_app.workflow.consent_texts import ConsentScript
from intake_app.workflow.own_words import Passage

_WIDTH = 820
_CLEAR = "clear"
_IN_SAFE = tuple(name for name in gate_passed.NOW if name != _CLEAR)


class AskAgainPage(HeadedPage):
    """Whether they are safe now, what the talk is for, whether that is clear, then each question about consent, with a
    tick of its own for each; how they agreed, and before whom.

    Nothing is ticked before. `started` carries the `OpenRecord` of the questionnaire, which begins on their word, or of
    the first interview, which keeps another answer.
    """

    started = Signal(object)

    def __init__(self, words: Words, lanes: Lanes, look: Look, case_id: str, name: str, *, again: bool) -> None:
        """``name``: the questionnaire that was wanted; ``again``: although it was asked before."""
        super().__init__(words, lanes)
        self._case_id, self._name, self._again, self._look = case_id, name, again, look
        self.script: ConsentScript | None = None
        self._refused = False
        self.beginning, self.how = ConsentReading(words, look), HowSaid(words)
        self.asked: dict[str, tuple[ConsentReading, Tick]] = {}
        """To what they have to agree: the text of it, and that they do."""
        self.read, self.begin = Label(role="second", wrap=True), primary("Ctrl+Return", "Ctrl ↵")
        self.safety, self.first = Label(role="field", wrap=True), secondary()
        self.now = {name: (ConsentReading(words, look), Tick()) for name in gate_passed.NOW}
        """The questions about this moment, and that they have the one answer over which something begins."""
        self._safe, self._first = Card(gap=Space.NORMAL), Card(gap=Space.NORMAL)
        self._questions = Card(gap=Space.NORMAL)
        self._given = Card(gap=Space.SMALL)
        self._lay_out(look.tokens.px(_WIDTH))
        self.how.changed.connect(self._allow)
        self.how.language_choice.picked.connect(lambda _code: self._show())
        for _text, tick in self.now.values():
            tick.toggled.connect(self._allow)
        self.first.clicked.connect(self.begin_first)
        self.begin.clicked.connect(self.begin_now)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Ask first")

    def shown(self) -> None:
        """Query what they have to agree to, and the text."""
        case_id = self._case_id

        def known(store: Vault) -> tuple[tuple[str, ...], bool, ConsentScript]:
            refused = bool(asking.refused(store, case_id))
            return asking.to_ask_for(store, case_id), refused, consent_texts.of_case(store, case_id)

        self.lanes.vault(known, self._take)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Words of the page; what is ticked stays."""
        tr = self.words
        self.say_head(
            tr("Before anything is asked"),
            tr("They said no before, or took it back. Read this out to them as it stands, and ask each question. "
               "Whoever says no again is not asked further: go back, nothing begins.")
            if self._refused
            else tr("Read this out to them as it stands, and ask each question. Whoever says no is not asked further: "
                    "go back, nothing begins."),
        )  # fmt: skip
        self.safety.setText(tr(
            "First of all, ask whether they are safe now. If one answer is another one, or is not given, nothing "
            "begins here: begin the first interview, which keeps it and tells what to do."
        ))  # fmt: skip
        self.first.say(tr("One answer is another one: to the first interview"))
        for name, (_text, tick) in self.now.items():
            tick.say(tr("They say: yes") if gate_passed.NOW[name] == "yes" else tr("They say: no"))
        for _text, tick in self.asked.values():
            tick.say(tr("They agree to this"))
        self.how.retranslate()
        self.begin.say(tr("Note it and begin"))
        self._show()

    def begin_now(self) -> None:
        """Their yes to each question is kept with what begins."""
        if not self.begin.isEnabled() or self.script is None:
            return
        case_id, name, again, how = self._case_id, self._name, self._again, self.how
        anew = Anew(
            tuple(self.asked), self.script.name, how.language_choice.code(), how.how_choice.code(), how.witness_code,
            gate_passed.NOW,
        )  # fmt: skip
        self.once(
            lambda store: workflow.begin_module(store, case_id, name, again=again, agreed=anew), self.started.emit
        )

    def begin_first(self) -> None:
        """One of the questions about this moment has another answer: the first interview keeps it."""
        case_id = self._case_id
        self.once(lambda store: workflow.begin_module(store, case_id, FIRST, again=True), self.started.emit)

    def _take(self, known: tuple[tuple[str, ...], bool, ConsentScript]) -> None:
        purposes, self._refused, self.script = known
        for text, tick in self.asked.values():
            discard(text)
            discard(tick)
        self.asked = {purpose: (ConsentReading(self.words, self._look), Tick()) for purpose in purposes}
        for text, tick in self.asked.values():
            self._questions.column.addWidget(text)
            self._questions.column.addWidget(tick)
            tick.toggled.connect(self._allow)
        self.how.propose_language(self.script.asked_in)
        safe = (*(self.now[each][1] for each in _IN_SAFE), self.first, self.now[_CLEAR][1])
        tab_order((*safe, *(tick for _text, tick in self.asked.values()), *self.how.stops, self.cancel, self.begin))
        self.retranslate()

    def _show(self) -> None:
        """The text in the language in which they are asked, as it is chosen below."""
        script = self.script
        for part in (self._safe, self._first, self._questions, self._given):
            part.setVisible(script is not None)
        if script is None:
            self.begin.setEnabled(False)
            return
        spoken = script.language(self.how.language_choice.code())
        self.beginning.show_passages(script.beginning(spoken))
        for name, passages in script.now(spoken).items():
            self._ask(self.now[name], passages)
        for purpose, asked in self.asked.items():
            self._ask(asked, script.question(purpose, spoken))
        self.read.setText(self.words("The text that is kept with their word: {text}").format(text=script.name))
        self._allow()

    @staticmethod
    def _ask(asked: tuple[ConsentReading, Tick], passages: Sequence[Passage]) -> None:
        """The question, and its tick, of which a screen reader tells to what it is."""
        text, tick = asked
        text.show_passages(passages)
        told = [one.mediator.text or one.person.text for one in passages]
        tick.setAccessibleName(" · ".join((*told[-1:], tick.text())))

    def _allow(self, _changed: object = None) -> None:
        ticks = (*self.now.values(), *self.asked.values())
        agreed = bool(self.asked) and all(tick.isChecked() for _text, tick in ticks)
        self.begin.setEnabled(agreed and self.how.whole)

    def _lay_out(self, width: int) -> None:
        for each in (self._safe, self._first, self._questions, self._given):
            each.setMaximumWidth(width)
        self._safe.column.addWidget(self.safety)
        for name in _IN_SAFE:
            for part in self.now[name]:
                self._safe.column.addWidget(part)
        self._safe.column.addWidget(self.first)
        for part in (self.beginning, *self.now[_CLEAR]):
            self._first.column.addWidget(part)
        for field in self.how.fields:
            self._given.column.addWidget(field)
        self._given.column.addWidget(self.read)
        self.lay_out((self._safe, self._first, self._questions, self._given), (self.begin,))
