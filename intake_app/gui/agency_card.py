"""What the person agreed to before somebody of another agency may read their record, or why they may without."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app import referral
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Card, Label
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.how_said import HowSaid
from intake_app.gui.own_text import OwnText
from intake_app.gui.slip_consent import NO_WORDS, RISKS_WORDS
from intake_app.gui.stands_line import StandsLine
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.screening import DUTY_FOR_MINORS, RISKS_FIRST
from intake_app.workflow import AGENCY_KINDS, ConsentSheet, own_words


class AgencyCard(Card):
    """The same gate as for a slip and an export, and the person is asked for this by itself: the text about it is read
    out to them before they answer.
    """

    changed = Signal()

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__(margin=Space.NORMAL)
        self.words, self._agency, self._of_child = words, "", True
        self.head, self.kind_choice, self.reason_line = Label(role="field", wrap=True), Choice(), Line(longest=200)
        self.kind, self.reason = Field(self.kind_choice), Field(self.reason_line)
        self.person, self.minor, self.theirs = Tick(), Tick(), GuardianAgreed(words)
        self.guardian = self.theirs.tick
        self.alone, self.no_asylum, self.danger, self.risks = Tick(), Tick(), Tick(), Tick()
        self.no = Tick()
        self.stands = StandsLine(words)
        self.shut, self._telling, self._owed = Label(role="second", wrap=True), frozenset[str](), frozenset[str]()
        self.text, self.how, self.together = OwnText(words, look), HowSaid(words), Label(role="second", wrap=True)
        self._further = (self.minor, self.alone, self.guardian, self.no_asylum, self.danger)
        self.ticks = (self.risks, self.person, self.no, *self._further)
        self.no_yes = tuple(each for each in self.ticks if each not in (self.person, self.guardian))
        asked = (self.risks, self.how.language, self.text, self.person, self.no, self.how.how, self.how.witness)
        further = (self.minor, self.alone, self.theirs, self.together, self.no_asylum, self.danger)
        for part in (self.head, self.kind, self.stands, self.shut, *asked, *further, self.reason):
            self.column.addWidget(part)
        self.kind_choice.picked.connect(lambda _code: self._another())
        for box in (self.minor, self.alone):
            box.toggled.connect(lambda _on: self._chosen())
        for box, other in ((self.person, self.no), (self.no, self.person)):
            box.toggled.connect(partial(self._answered, other))
        self.reason_line.textChanged.connect(lambda _text: self.changed.emit())
        for said in (self.how, self.theirs):
            said.changed.connect(self._chosen)
        self._chosen()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops, in order."""
        how, witness, language = self.how.stops
        asked = (self.risks, language, self.person, self.no, how, witness)
        further = (self.minor, self.alone, *self.theirs.stops, self.no_asylum, self.danger)
        return (self.kind_choice, *asked, *further, self.reason_line)

    @property
    def whole(self) -> bool:
        """Whether the kind of agency is chosen and, of each yes, how and in which language it was given."""
        said = (self.how.whole or not self.person.isChecked()) and (self.theirs.whole or self.theirs.isHidden())
        shut = self.kind_choice.code() in self._telling and not (self.noted().alone or self.no.isChecked())
        return bool(self.kind_choice.code()) and said and not shut

    def ask_guardian(self, of_child: bool, whole_to: tuple[frozenset[str], frozenset[str]]) -> None:
        """Whether a guardian is asked, by what was told of the age; of any other they are once the doubt is noted here.
        `whole_to`: as `sharing.whole_to` tells it.
        """
        self._of_child, (self._telling, self._owed) = of_child, whole_to
        self._chosen()

    def about(self, agency: str) -> None:
        """The agency of who is chosen; what was noted for another one is asked anew."""
        told = self.words(
            "{agency} is another agency: this record leaves yours. Ask the person for it, and say who will read it."
        )
        self.head.setText(told.format(agency=f"\u2068{agency}\u2069"))
        if self._agency != agency:
            self._agency = agency
            self.kind_choice.choose("")
            for tick in self.ticks:
                tick.setChecked(False)
            self.reason_line.clear()
            self.how.begin()

    def retranslate(self) -> None:
        """Words of the card."""
        tr = self.words
        self.kind.say(tr("What this agency is"))
        self.risks.say(tr(RISKS_WORDS))
        self.person.say(tr("The person agreed that this agency reads the whole record"))
        self.no.say(tr(NO_WORDS))
        self.minor.say(tr("The person is, or may be, under 18"))
        self.alone.say(tr("The person, if under 18, is alone: no parent or other adult who answers for them by law"))
        self.theirs.retranslate()
        self.together.setText(
            tr("For a child both are asked in one sitting here: what one of them says alone is not kept.")
        )
        self.no_asylum.say(tr("The person said that they do not ask for protection"))
        self.danger.say(tr("Somebody may be hurt now"))
        self.reason.say(tr("Or the reason why it must go without"), tr("It is kept with the record."))
        self.text.retranslate()
        self.how.retranslate()
        self._chosen()

    def noted(self) -> ConsentSheet:
        """What was noted here."""
        given = self.person.isChecked()
        return ConsentSheet(
            given=given,
            how=(given and self.how.how_choice.code()) or referral.CONSENT_HOW[0],
            language=self.how.language_choice.code(),
            witness=self.how.witness_code if given else "",
            override_reason=self.reason_line.text().strip(),
            guardian=None if self.theirs.isHidden() else self.theirs.agreed,
            danger=self.danger.isChecked(),
            asylum=not (self.no_asylum.isChecked() and self.kind_choice.code() == "consulate"),
            minor=self.minor.isChecked(),
            alone=self.alone.isChecked() and not self.alone.isHidden(),
            risks=self.risks.isChecked() and not self.risks.isHidden(),
            refused=self.no.isChecked(),
        )

    @property
    def refuses(self) -> bool:
        """Whether there is a no to note, and nothing else: on a duty, or for a reason, it goes all the same."""
        noted = self.noted()
        return noted.refused and not (noted.alone or noted.override_reason)

    def _answered(self, other: Tick, chosen: bool) -> None:
        """Whoever says one of yes and no does not say the other."""
        if chosen:
            other.setChecked(False)
        self._chosen()

    def _another(self) -> None:
        """What was said of one kind of body is said of no other: neither yes nor no, nor why it goes without."""
        for box in (self.person, self.no, self.guardian, self.risks, self.no_asylum, self.danger):
            box.setChecked(False)
        self.reason_line.clear()
        self.how.begin()
        self._chosen()

    def _chosen(self) -> None:
        """Protection matters to one kind of body alone, the risks of going back to another; to some a child who is
        alone is told of by a duty. How they agreed is asked where they did.
        """
        agreed = self.person.isChecked()
        self.text.tell(own_words.SIGHT, self.how.language_choice.code())
        self.how.how.setVisible(agreed)
        self.how.witness.setVisible(agreed and self.how.how_choice.code() == "witness")
        self.risks.setVisible(("slip", self.kind_choice.code()) in RISKS_FIRST)
        child = self._of_child or self.minor.isChecked()
        self._offer_kinds()
        kind = self.kind_choice.code()
        self.alone.setVisible(kind in self._owed or (self.minor.isChecked() and kind in DUTY_FOR_MINORS))
        self.theirs.offer(child and (self.alone.isHidden() or not self.alone.isChecked()))
        one = self.person.isChecked() is not self.guardian.isChecked()
        self.together.setVisible(one and not self.theirs.isHidden())
        self.no_asylum.setVisible(self.kind_choice.code() == "consulate")
        self.changed.emit()

    def _offer_kinds(self) -> None:
        """Nobody is asked about a body to which the record does not go; to some it goes of a child who is alone."""
        tr, shut = self.words, self._telling - self._owed
        kinds = ("", *(each for each in AGENCY_KINDS if each not in shut))
        self.kind_choice.offer(kinds, lambda code: tr(KINDS[code]) if code else tr("Choose…"))
        only_alone = self.kind_choice.code() in self._telling
        told = tr("The others are not offered: the whole record would tell them of trafficking. Issue a slip for them.")
        if only_alone:
            told = tr("This one reads the whole record only of a child who is alone, as the law asks. Tick that below "
                      "if it is so, else issue a slip.")  # fmt: skip
        self.shut.setText(told)
        self.shut.setVisible(only_alone or bool(shut))
