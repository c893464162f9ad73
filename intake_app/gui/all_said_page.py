"""All that a person agreed to, refused or took back: to what and for whom, how, when, before whom, on what text."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui import form_languages
from intake_app.gui.consent_words import PURPOSES, WITNESS_WORDS, agreed_to, body, departure, rests_on
from intake_app.gui.controls import Badge, Card, Kind, Label, column, discard, row, secondary, tab_order
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.states import when
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, steady, with_colon
from intake_app.i18n import msg
from intake_app.referral import Directory
from intake_app.slips import wording
from intake_app.vault import ConsentWord
from intake_app.workflow import all_said
from intake_app.workflow.all_said import AllSaid, SaidOf

_WIDTH = 820
_BADGES: Final[Mapping[str, tuple[str, Kind]]] = {
    "yes": (msg("Yes"), Kind.OK), "no": (msg("No"), Kind.STOP), "withdrawn": (msg("Taken back"), Kind.STOP),
    all_said.AS_ADULT: (msg("Agreed as an adult"), Kind.WARN),
}  # fmt: skip
_SAID: Final[Mapping[tuple[str, str], str]] = {
    ("person", "yes"): msg("The person agreed"),
    ("person", "no"): msg("The person said no"),
    ("person", "withdrawn"): msg("The person took it back"),
    ("guardian", "yes"): msg("The guardian agreed"),
    ("guardian", "no"): msg("The guardian said no"),
    ("guardian", "withdrawn"): msg("The guardian took it back"),
}


class AllSaidPage(HeadedPage):
    """To read; what is taken back or agreed to again is noted on another page, to which `agreement_wanted` leads."""

    agreement_wanted = Signal(str, str)

    def __init__(
        self, words: Words, lanes: Lanes, look: Look, directory: Directory, record_id: str, code: str
    ) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._directory = record_id, code, directory
        self._width = look.tokens.px(_WIDTH)
        self.said_all: AllSaid | None = None
        self.cards: dict[tuple[str, str], Card] = {}
        self.left_card, self.left_head, self.gone = Card(gap=Space.SMALL), Label(role="field"), Label(wrap=True)
        self.take_back = secondary("Ctrl+T")
        self._lines = QWidget()
        self._holder = QWidget()
        self._lay_out()
        self.take_back.clicked.connect(lambda: self.agreement_wanted.emit(record_id, code))
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("What the person said")

    def shown(self) -> None:
        """Query anew."""
        record = self._record_id
        self.lanes.vault(lambda store: all_said.of_record(store, record), self._take)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("What the person of {code} agreed to").format(code=self._code),
            tr("For each purpose and recipient how it stands, and below that all that was said, the newest first. What "
               "holds for a child by law does not rest on this."),
        )  # fmt: skip
        self.left_head.setText(tr("What left already"))
        self.take_back.say(tr("Something is taken back, or agreed to again…"))
        self._fill()

    def _take(self, found: AllSaid) -> None:
        self.said_all = found
        self._fill()

    def _fill(self) -> None:
        discard(self._lines)
        self._lines, self.cards = QWidget(), {}
        lines, tr, found = column(self._lines, gap=Space.NORMAL), self.words, self.said_all
        told = found.told if found is not None else ()
        for one in told:
            card = self.cards[one.purpose, one.recipient] = self._card(one)
            lines.addWidget(card)
        if found is not None and not told:
            lines.addWidget(Label(tr("Nothing was said yet."), wrap=True))
        self._holder_column.addWidget(self._lines)
        self._lines.show()
        left = [departure(one, self._directory, tr) for one in found.left] if found is not None else []
        self.gone.setText("\n".join(left) or tr("Nothing."))
        self.left_card.setVisible(found is not None)
        tab_order((self.cancel, self.take_back))

    def _card(self, one: SaidOf) -> Card:
        tr, card = self.words, Card(gap=Space.SMALL)
        head = row(gap=Space.NORMAL)
        head.addWidget(Label(self._head(one), "field", wrap=True), 1)
        for whose in ("person", "guardian"):
            newest = one.newest(whose)
            if newest:
                text, kind = _BADGES[newest]
                shown = tr(text) if whose == "person" else with_colon(tr("Guardian"), tr(text), tr.language)
                head.addWidget(Badge(shown, kind), 0, Qt.AlignmentFlag.AlignTop)
        nest(card.column, head)
        if one.newest("person") == all_said.AS_ADULT:
            card.column.addWidget(Label(tr("Agreed as an adult: a child is asked anew."), "second", wrap=True))
        for word in one.words:
            card.column.addWidget(Label(said(word, tr), wrap=True))
        for basis in dict.fromkeys(each.basis for each in one.rests):
            card.column.addWidget(Label(rests_on(basis, tr), "second", wrap=True))
        return card

    def _head(self, one: SaidOf) -> str:
        tr, purpose = self.words, self.words(PURPOSES.get(one.purpose, one.purpose))
        if one.here:
            return f"{purpose} · {tr('of one record alone')}"
        if one.purpose == "export" and one.recipient:
            told = agreed_to(one.purpose, one.recipient, self._directory, tr)
            return told[:1].upper() + told[1:]
        return f"{purpose} · {steady(body(one.recipient, self._directory, tr))}" if one.recipient else purpose

    def _lay_out(self) -> None:
        self._holder_column = column(self._holder, gap=0)
        self._holder_column.addWidget(self._lines)
        for part in (self.left_head, self.gone):
            self.left_card.column.addWidget(part)
        for each in (self._holder, self.left_card):
            each.setMaximumWidth(self._width)
        self.lay_out((self._holder, self.left_card), (self.take_back,))


def said(word: ConsentWord, tr: Words) -> str:
    """One word in a line: when, who, how and before whom, in which language, which text, who noted it."""
    parts = [when(word.at, tr), tr(_SAID[word.whose, word.word])]
    if word.word == "yes":
        how = wording.label("consent_how", word.how, tr)
        there = f" ({tr(WITNESS_WORDS[word.witness])})" if word.witness else ""
        parts.append(f"{how[:1].lower()}{how[1:]}{there}")
    if word.language:
        parts.append(form_languages.our_name(word.language, tr))
    if word.script:
        parts.append(tr("text {name}").format(name=steady(word.script)))
    if word.by:
        parts.append(tr("noted by {name}").format(name=steady(word.by)))
    return " · ".join(part for part in parts if part)
