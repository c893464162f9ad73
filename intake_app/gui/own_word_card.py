"""A word of its own, for bodies that no general yes opens: police, court, another country, a consulate."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Card, Label, row, secondary
from intake_app.gui.fields import Choice, Field
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.how_said import HowSaid
from intake_app.gui.nested import nest
from intake_app.gui.own_text import OwnText
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, with_colon
from intake_app.i18n import msg
from intake_app.workflow import Agreement

_WORDS: Final[Mapping[str, str]] = {"yes": msg("They agree"), "no": msg("They say no")}
_SAID: Final[Mapping[tuple[str, str], str]] = {
    ("person", "yes"): msg("the person agreed"),
    ("person", "no"): msg("the person said no"),
    ("person", "withdrawn"): msg("the person took it back"),
    ("person", "as_adult"): msg("the person agreed as an adult, and counts as a child: ask them anew"),
    ("guardian", "yes"): msg("the guardian agreed"),
    ("guardian", "no"): msg("the guardian said no"),
    ("guardian", "withdrawn"): msg("the guardian took it back"),
}


class OwnWordCard(Card):
    """To whom, the text to read out before they are asked, what they say, how, before whom and in which language; for a
    child their guardian's word beside it.
    """

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__(gap=Space.SMALL)
        self.words, self._agreement = words, Agreement((), (), (), minor=False, speaks=False)
        self.head, self.stands = Label(role="field", wrap=True), Label(wrap=True)
        self.note = Label(role="second", wrap=True)
        self.text = OwnText(words, look)
        self.to_choice, self.word_choice = Choice(), Choice()
        self.to, self.word = Field(self.to_choice), Field(self.word_choice)
        self.theirs, self.how, self.keep = GuardianAgreed(words), HowSaid(words), secondary()
        self.guardian = self.theirs.tick
        asked = (self.to, self.text, self.word, *self.how.fields, self.theirs)
        for part in (self.head, self.note, self.stands, *asked):
            self.column.addWidget(part)
        end = row(gap=Space.NORMAL)
        end.addStretch(1)
        end.addWidget(self.keep)
        nest(self.column, end)
        self.to_choice.picked.connect(lambda _code: self._another())
        self.word_choice.picked.connect(lambda _code: self._chosen())
        for said in (self.how, self.theirs):
            said.changed.connect(self._allow)
        self.how.language_choice.picked.connect(lambda _code: self._read_out())
        self.hide()
        self.retranslate()

    def show_agreement(self, agreement: Agreement) -> None:
        """What stands now; nothing is said yet. Who may not note what the person agrees to sees no card."""
        self._agreement = agreement
        self.theirs.doubt.setChecked(False)
        for choice in (self.to_choice, self.word_choice):
            choice.choose("")
        self.how.begin()
        self.setVisible(agreement.speaks)
        self._chosen()

    def entries(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (self.to_choice, self.word_choice, *self.how.stops, *self.theirs.stops, self.keep)

    def retranslate(self) -> None:
        """Words of the card; what is chosen stays."""
        tr = self.words
        self.head.setText(tr("Police, court, another country, a consulate"))
        self.note.setText(
            tr("A general yes tells these nothing: ask about each by itself, and note what they say. A slip or a file "
               "still needs its own yes.")
        )  # fmt: skip
        self.to.say(tr("About whom they were asked"))
        self.to_choice.offer(("", *workflow.OWN_WORD_KINDS), lambda code: tr(KINDS[code]) if code else tr("Choose…"))
        self.word.say(tr("What they say"))
        self.word_choice.offer(("", *_WORDS), lambda code: tr(_WORDS[code]) if code else tr("Choose…"))
        self.theirs.retranslate()
        self.keep.say(tr("Note what they say"))
        self.how.retranslate()
        self._tell()
        self.text.retranslate()
        self._allow()

    def propose_language(self, name: str) -> None:
        """The language that was spoken in the interview, as its form names it: it is read out in that."""
        self.how.propose_language(name)
        self._read_out()

    def _read_out(self) -> None:
        """The text about who is chosen, in the language in which they are asked."""
        self.text.tell(self.to_choice.code(), self.how.language_choice.code())

    def _tell(self) -> None:
        tr = self.words
        own = self._agreement.own_words
        told = [with_colon(tr(KINDS[kind]), tr(_SAID[whose, word]), tr.language) for kind, whose, word in own]
        self.stands.setText("\n".join(f"· {line}" for line in told))
        self.stands.setVisible(bool(told))

    def _another(self) -> None:
        """What somebody said of one body is nothing to the next, nor how they said it."""
        self.word_choice.choose("")
        self.how.begin()
        self._chosen()

    def _chosen(self) -> None:
        """What a guardian agreed to for one body is nothing to the next, nor to another word."""
        self.guardian.setChecked(False)
        self._tell()
        self._read_out()
        self._allow()

    def _allow(self) -> None:
        doubtable = self._agreement.doubtable
        asked = self.word_choice.code() == "yes" and (self._agreement.guardian or doubtable)
        self.theirs.offer(asked, doubtable)
        told = self.how.whole and self.theirs.whole
        self.keep.setEnabled(bool(self.to_choice.code() and self.word_choice.code() and told))
