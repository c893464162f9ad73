"""On what a slip goes: the person's word, a guardian's beside a child's, a duty in law, or a reason that is kept."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app import referral
from intake_app.gui import form_languages
from intake_app.gui.consent_words import HOW_WORDS, WITNESS_WORDS
from intake_app.gui.controls import Card, Label
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.own_text import OwnText
from intake_app.gui.slip_words import Shut
from intake_app.gui.states import when
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.referral import Recipient
from intake_app.screening import DUTY_FOR_MINORS, RISKS_FIRST, asked_by_name
from intake_app.slips import wording
from intake_app.vault import WITNESSES, ConsentWord
from intake_app.workflow import ConsentSheet, own_words

AGE_SOURCES = {"person": msg("The person says so"), "document": msg("A document shows it")}
RISKS_WORDS = msg(
    "They spoke of going back first, and somebody looked at the risks of it with them: threats, debts, who brought "
    "them, family, health, a place to live"
)
NO_WORDS = msg("The person says no to this now")
DOUBT = "doubt"
"""In the place of an age, of who told to be an adult and may be under 18 all the same."""
_BEFORE_ONE = "witness"


class SlipConsent(Card):
    """What the desk notes about consent for one service; only what is needed for this person is there to fill."""

    changed = Signal()

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__(margin=Space.NORMAL)
        self.words = words
        self.head = Label(role="field")
        self.text, self._spoken = OwnText(words, look), ""
        self.language = Choice()
        self.language_field = Field(self.language)
        self.person, self.danger, self.no_asylum, self.theirs = Tick(), Tick(), Tick(), GuardianAgreed(words)
        self.risks, self.no, self.guardian = Tick(), Tick(), self.theirs.tick
        self.how = Choice()
        self.how_field = Field(self.how)
        self.alone, self.source = Tick(), Choice()
        self.source_field = Field(self.source)
        self.unknown, self.said_first = Label(role="second", wrap=True), Label(wrap=True)
        self.witness = Choice()
        self.witness_field = Field(self.witness)
        self.duty = Label(role="second", wrap=True)
        self.reason = Line(longest=200)
        self.reason_field = Field(self.reason)
        self.again = Tick()
        self.goes = False
        """Whether the slip goes on what stands with what is noted here, as it was looked up since the last change."""
        self._known: ConsentWord | None = None
        """What the person said before and counts here, as it is shown."""
        self._asks = self._refused = self._along = False
        self._general = self._before = ("spoken", "")
        self._may_in_danger, self._shut = True, Shut()
        self._code = self._kind = self._told = self._chosen = ""
        ticks = (self.alone, self.risks, self.no_asylum, self.danger)  # the first stands beside the services
        self.ticks = (self.again, self.no, *ticks)
        said = (self.language_field, self.text, self.person, self.no, self.how_field, self.witness_field, self.theirs)
        asked = (self.risks, *said, self.no_asylum, self.danger, self.reason_field, self.duty)
        for widget in (self.head, self.said_first, self.again, self.unknown, self.source_field, *asked):
            self.column.addWidget(widget)
        for box in ticks:
            box.toggled.connect(self._touched)
        self.theirs.changed.connect(self._touched)
        self.no.toggled.connect(self._as_said)
        for box, other in ((self.person, self.no), (self.no, self.person)):
            box.toggled.connect(partial(self._answered, other))
        self.again.toggled.connect(self._asked_again)
        self.person.toggled.connect(self._agreed_again)
        self.reason.textChanged.connect(self._touched)
        for choice in (self.how, self.source, self.witness, self.language):
            choice.picked.connect(self._touched)
        self.retranslate()

    def begin(
        self, asks: bool, refused: bool = False, alone: bool = False, given: tuple[str, str] = ("spoken", ""),
        spoken: str = "",
    ) -> None:  # fmt: skip
        """A new slip: ``asks`` when the form has not asked the person itself, ``refused`` when they said no there,
        ``alone`` when it tells that a child is; ``given``: how the person agreed before, and before whom;
        ``spoken``: the language of the interview, a code, "" where it tells none, which is asked for then.
        """
        self._general = self._before = given
        self._spoken, self._shut, self._known = spoken, Shut(), None
        self.stands(asks, refused)
        self.forget()
        self.alone.setChecked(alone)
        self.source.choose("")
        self._show()

    def stands(self, asks: bool, refused: bool) -> None:
        """As it stands now, which is another where something was said elsewhere while the slip is filled in."""
        self._asks, self._refused = asks, refused

    def forget(self) -> None:
        """What was noted for one service, or is kept of it."""
        for box in (self.again, self.person, self.no, self.guardian, self.danger, self.no_asylum, self.risks):
            box.setChecked(False)
        self.how.choose(self._before[0])
        self.witness.choose(self._before[1])
        self.language.choose(self._spoken)
        self.reason.clear()

    def about(
        self, recipient: Recipient | None, told: str, chosen: str, shut: Shut | None = None, danger: bool = True,
        along: bool = False,
    ) -> None:  # fmt: skip
        """The service that is chosen, what was told of the person's age before, and what is chosen on the sheet;
        ``shut``: what was taken back, refused or agreed to by name there; ``danger``: whether one may go there in
        danger on a reason; ``along``: whether they are asked here that what they told of their work goes along.

        What was noted for one service is nothing to the next: neither yes nor no, how, nor why it goes without.
        """
        before, self._code = self._code, recipient.code if recipient is not None else ""
        if before not in ("", self._code):
            self.forget()
        self._kind = recipient.recipient_kind if recipient is not None else ""
        self._told, self._chosen, self._shut, self._may_in_danger = told, chosen, shut or Shut(), danger
        self._along = along
        if not danger:
            self.danger.setChecked(False)
        self._show()

    @property
    def _new_age(self) -> str:
        """What is chosen of the age and was not told before; nobody becomes older here."""
        chosen = self._chosen if self._chosen in ("adult", "minor") else ""
        return "" if chosen == self._told or self._told == "minor" else chosen

    @property
    def _child(self) -> bool:
        """Whether the person is, or may be, under 18: until it is told that they are not, or a doubt of it decided."""
        if "minor" in (self._told, self._chosen) or self._told == DOUBT:
            return True
        return self._told != "adult" and not (self._new_age and self.source.code())

    @property
    def _surely(self) -> bool:
        """Whether that was told, and is not only possible."""
        return self._told == "minor" or (self._new_age == "minor" and bool(self.source.code()))

    @property
    def _owed(self) -> bool:
        """Whether what the law asks for a child is asked for: also where no age was told, which is presumed then; no
        doubt alone asks for it.
        """
        return self._surely or (self._told not in ("adult", DOUBT) and self._child)

    @property
    def _asks_now(self) -> bool:
        """Whether the person is asked here: nobody has, or not about this by its name, or they took it back; or again.
        """
        return self.again.isChecked() if self._kept("person") else self._anew

    @property
    def _anew(self) -> bool:
        return self._asks or bool(self._shut.at) or asked_by_name("slip", self._kind)

    def _kept(self, whose: str) -> ConsentWord | None:
        """The yes of the person to this by its name, or of a child's guardian, that was said before and counts as it
        was said; to what goes along both are asked all the same.
        """
        asked = whose == "person" or (self._child and not self._along)
        counts = asked and not self._duty
        return next((each for each in self._shut.agreed if counts and each.whose == whose), None)

    @property
    def _stands(self) -> bool:
        """Whether the yes that the person said before counts, and they say nothing now."""
        again = self.again.isChecked() and self.person.isChecked()
        return self._kept("person") is not None and not (self._along or again)

    @property
    def _lacks_person(self) -> bool:
        return self._asks_now and not self.person.isChecked() and self._kept("person") is None

    @property
    def _lacks_guardian(self) -> bool:
        return self._asks_guardian and not self.guardian.isChecked() and self._kept("guardian") is None

    @property
    def keeps(self) -> bool:
        """Whether one of a child and their guardian agrees here, and the other not yet: there is that to keep, and no
        slip.
        """
        return self._one_agrees and not self.goes

    @property
    def _one_agrees(self) -> bool:
        noted = self.noted()
        if noted is None or self._refused or self._along or noted.refused or noted.override_reason:
            return False
        return (noted.given and self._lacks_guardian) or (noted.guardian is not None and self._lacks_person)

    def what_follows(self) -> str:
        """What is done with what is noted here."""
        if self.refuses:
            return self.words("Note that they said no")
        return self.words("Keep this yes") if self.keeps else self.words("Issue the slip")

    def lacks_other(self) -> str:
        """Whose yes is missing beside that of the other; "" where none is."""
        if self._kept("person") and self._asks_guardian:
            return self.words("Still missing: that the guardian agrees, too, how and in which language.")
        if self._kept("guardian") and self._lacks_person:
            return self.words("Still missing: that the person agrees, too.")
        by_law = self.alone.isVisibleTo(self)  # that the child is alone is enough there
        if by_law or self._lacks_person or not (self._lacks_guardian and self._may_in_danger):
            return ""
        return self.words("Still missing: the guardian’s agreement, or the reason why it has to go without.")

    @property
    def _speaks(self) -> bool:
        """Whether the person says something here, which is kept with the language in which they were asked."""
        again = (self.how.code(), self.witness_code) != self._before
        said = not (self._duty or self._stands) and (self._asks_now or again or self._along)
        return self.no.isChecked() or said

    @property
    def lacks_language(self) -> bool:
        """Whether they said yes here, and nobody noted in which language they were asked: none is put in its place."""
        said = not self.no.isChecked() and (self.person.isChecked() or not self._asks_now)
        return self._speaks and said and not self.language.code()

    @property
    def _risks_first(self) -> bool:
        return ("slip", self._kind) in RISKS_FIRST

    @property
    def _duty(self) -> bool:
        return self._owed and self._kind in DUTY_FOR_MINORS and self.alone.isChecked()

    @property
    def on_duty(self) -> bool:
        """Whether it goes because the law asks for it of a child who is alone."""
        return self._duty

    @property
    def _asks_guardian(self) -> bool:
        return self._child and not self._duty and (self._kept("guardian") is None or self.again.isChecked())

    def noted(self) -> ConsentSheet | None:
        """What was noted; None when the form has asked and nothing more is needed."""
        danger, asylum = self.danger.isChecked(), not (self._kind == "consulate" and self.no_asylum.isChecked())
        source = self.source.code() if self._new_age else ""
        if not (self._asks_now or self._child or danger or source or self.no.isChecked() or not asylum):
            return None
        return ConsentSheet(
            given=self.person.isChecked() and self._asks_now,
            how=self.how.code(),
            override_reason=self.reason.text().strip() if self._reasoned() else "",
            guardian=self.theirs.agreed if self._asks_guardian else None,
            danger=danger,
            asylum=asylum,
            age=self._new_age if source else "",
            age_from=source,
            alone=self._kind in DUTY_FOR_MINORS and self.alone.isChecked(),
            witness=self.witness_code,
            refused=self.no.isChecked(),
            risks=self._risks_first and self.risks.isChecked(),
        )

    @property
    def witness_code(self) -> str:
        """Who was there, where it was said before a witness, or consent as it was noted before; else ""."""
        if self.how.code() == _BEFORE_ONE or self.no.isChecked():
            return self.witness.code() if self.how.code() == _BEFORE_ONE else ""
        return self._before[1] if self.how.code() == self._before[0] else ""

    def _reasoned(self) -> bool:
        """Whether a reason may stand for a word: of the guardian's, or in danger; to some bodies none may."""
        return self._may_in_danger and (self.danger.isChecked() or self._lacks_guardian)

    @property
    def on_reason(self) -> bool:
        """Whether it goes on a reason alone, written already or not: nobody agrees to more than what is in the record.
        """
        if self._duty or not self._reasoned():
            return False
        lacks_word = self._refused or self.no.isChecked() or self._lacks_person
        reason = self.danger.isChecked() or bool(self.reason.text().strip())
        return reason and (lacks_word or self._lacks_guardian)

    @property
    def refuses(self) -> bool:
        """Whether the person says no here, so that there is that to note and no slip: none goes for a reason either."""
        noted = self.noted()
        return noted is not None and noted.refused and not (self._duty or noted.override_reason)

    @property
    def ready(self) -> bool:
        """Whether what is noted is enough for a slip, or for a no to keep, as far as that can be seen here."""
        if self.no_lacks_witness:
            return False
        if self.refuses:
            return True
        if self._asks_guardian and not self.theirs.whole:
            return False
        noted = self.noted()
        if self._duty or (noted is not None and noted.override_reason):
            return True
        if self.how.code() == _BEFORE_ONE and not self.witness_code:
            return False
        if noted is None or self._refused:
            return not (self._refused or self.lacks_language)
        risks = noted.risks or not self._risks_first
        each_agreed = not (self._lacks_person or self._lacks_guardian)
        return risks and not self.lacks_language and (each_agreed or self._one_agrees)

    @property
    def no_lacks_witness(self) -> bool:
        """Whether they said no before a witness, and nobody noted who that was."""
        return self.no.isChecked() and self.how.code() == _BEFORE_ONE and not self.witness_code

    def begin_here(self) -> None:
        """The keyboard to the first thing that is missing, never to a no; the page then shows it."""
        asked = not self._refused
        missing: tuple[tuple[QWidget, bool], ...] = (
            (self.witness, self.how.code() == _BEFORE_ONE and not self.witness_code),
            (self.language, self.lacks_language),
            (self.source, not self.source.code()),
            (self.alone, not self._duty),
            (self.risks, not self.risks.isChecked()),
            (self.person, asked and self._lacks_person),
            (self.guardian, asked and self._lacks_guardian),
            *((one, asked and not one.code()) for one in self.theirs.how.stops),
            (self.danger, not self.danger.isChecked()),
            (self.reason, True),
        )
        first = next((one for one, lacks in missing if lacks and one.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the card; what was noted stays."""
        tr = self.words
        self.text.retranslate()
        self.head.setText(tr("Consent"))
        self.again.say(tr("Ask again here"))
        self.person.say(tr("The person agreed to this slip going to this service"))
        self.no.say(tr(NO_WORDS))
        self.risks.say(tr(RISKS_WORDS))
        self.theirs.retranslate()
        self.alone.say(tr("The person, if under 18, is alone: no parent or other adult who answers for them by law"))
        self.source_field.say(tr("Who told the age"))
        self.source.offer(("", *AGE_SOURCES), lambda code: tr(AGE_SOURCES[code]) if code else tr("Nobody yet"))
        self._say_unknown()
        self.no_asylum.say(tr("The person said that they do not ask for protection"))
        self.danger.say(tr("Somebody may be hurt now"))
        self._say_how()
        self.witness_field.say(tr("Who was there"), tr("A role, never a name."))
        self.witness.offer(WITNESSES, lambda code: tr(WITNESS_WORDS[code]))
        self._say_reason()
        self.duty.setText(
            tr("For a child who is alone this is a duty in law: it does not rest on consent. Tell the child.")
        )

    def _say_unknown(self) -> None:
        tr = self.words
        untold = tr("Nobody has told whether this person is 18 or older. Choose the age that they say or a document "
                    "shows, or ask a guardian.")  # fmt: skip
        doubt = tr("This person told that they are 18 or older, and it is noted that they are, or may be, under 18. "
                   "Ask a guardian. That stands until their age is decided, on the page of the person.")  # fmt: skip
        self.unknown.setText(doubt if self._told == DOUBT else untold)

    def _say_how(self) -> None:
        """A no is no consent, in whatever way it is said."""
        no = self.no.isChecked()
        self.how_field.say(self.words("How?") if no else self.words("How consent was given"))
        self.how.offer(referral.CONSENT_HOW, self._how_words)
        self.language_field.say(self.words("Language") if no else self.words("In which language they agreed"))
        self.language.offer(form_languages.agreed_in(self.words), self._language_words)

    def _language_words(self, code: str) -> str:
        return form_languages.our_name(code, self.words) if code else self.words("Choose…")

    def _how_words(self, code: str) -> str:
        if self.no.isChecked():
            return self.words(HOW_WORDS[code])
        told = wording.label("consent_how", code, self.words)
        return told[:1].upper() + told[1:]

    def _say_reason(self) -> None:
        tr = self.words
        without = tr("Or the reason why it must go without a guardian")
        told = tr("The reason why it must go now") if self.danger.isChecked() else without
        self.reason_field.say(told, tr("It is kept with the record."))

    def _say_first(self) -> None:
        """Who agreed before, how, in which language and when; what they said counts, and who is still to be asked."""
        tr, own, theirs = self.words, self._kept("person"), self._kept("guardian")
        lines = list[str]()
        if own:
            told = tr("The person agreed to this before: {how}. That counts.")
            lines.append(told.format(how=self._how_said(own)))
        if theirs:
            told = tr("The guardian agreed to this before: {how}. That counts.")
            lines.append(told.format(how=self._how_said(theirs)))
        if own and self._child and not theirs:
            lines.append(tr("Ask the guardian now."))
        elif theirs and self._anew and not own:
            lines.append(tr("Ask the person now."))
        self.said_first.setText("\n".join(lines))
        for part in (self.said_first, self.again):
            part.setVisible(bool(lines))

    def _how_said(self, word: ConsentWord) -> str:
        tr, witness = self.words, word.witness
        who = tr(WITNESS_WORDS[witness]) if witness else ""
        way = wording.label("consent_how", word.how, tr)
        how = (way[:1].lower() + way[1:], who, self._language_words(word.language), when(word.at, tr))
        return " · ".join(f"\u2068{part}\u2069" for part in how if part)

    def _as_before(self) -> None:
        """How they agreed before, and in which language, is what they said to this, where that counts here, else to all
        slips.
        """
        before, self._known = self._known, self._kept("person")
        self._before = (self._known.how, self._known.witness) if self._known else self._general
        if before != self._known and not self.no.isChecked():
            self._choose_before()

    def _choose_before(self) -> None:
        self.how.choose(self._before[0])
        self.witness.choose(self._before[1])
        self.language.choose(self._known.language if self._known else self._spoken)

    def _asked_again(self, on: bool) -> None:
        """What is noted anew is nothing where nobody is asked anew."""
        for box in (self.person, self.guardian) if not on else ():
            box.setChecked(False)
        self._touched()

    def _agreed_again(self, on: bool) -> None:
        """Who does not agree anew has said it as it was said before."""
        if not on and self._known is not None and not self.no.isChecked():
            self._choose_before()

    def _show(self) -> None:
        self._as_before()
        self._say_first()
        self._say_unknown()
        self.unknown.setVisible(self._child and not self._surely and self._chosen != "minor")
        self.source_field.setVisible(bool(self._new_age))
        first = not self._kind and (self._surely or self._told == "not_told")  # before a service is chosen, too
        due = first or (self._owed and self._kind in DUTY_FOR_MINORS)
        self.alone.setVisible(due and not self.isHidden())
        asked = self._asks_now and not self._duty
        self.person.setVisible(asked)
        guardian = not asked and self._known is not None and self._asks_guardian  # then it is read out to them
        spoken = self.theirs.how.language_choice.code() if guardian else self.language.code()
        self.text.tell(own_words.about("slip", self._kind) if asked or guardian else "", spoken)
        self.language_field.setVisible(self._speaks)
        self.risks.setVisible(self._risks_first)
        self.theirs.offer(self._asks_guardian)
        self.danger.setVisible(not self._duty and self._may_in_danger)
        self.no_asylum.setVisible(self._kind == "consulate")
        self.reason_field.setVisible(not self._duty and self._reasoned())
        self._say_reason()
        said = self.no.isChecked() or not (self._duty or self._stands)
        self.how_field.setVisible(said)
        self.witness_field.setVisible(said and self.how.code() == _BEFORE_ONE)
        self.duty.setVisible(self._duty)

    def _as_said(self, no: bool) -> None:
        """How they had agreed is nothing to a no, and how they say no nothing to a yes."""
        how, witness = (referral.CONSENT_HOW[0], "") if no else self._before
        self.how.choose(how)
        self.witness.choose(witness)
        self._say_how()

    def _answered(self, other: Tick, chosen: bool) -> None:
        """Whoever says one of yes and no does not say the other."""
        if chosen:
            other.setChecked(False)
        self._touched()

    def _touched(self, _value: object = None) -> None:
        self._show()
        self.changed.emit()
