"""On what a slip goes: the person's word, a guardian's beside a child's, a duty in law, or a reason that is kept."""

from PySide6.QtCore import Signal

from intake_app import referral
from intake_app.gui.controls import Card, Label
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.referral import Recipient
from intake_app.screening import DUTY_FOR_MINORS
from intake_app.slips import wording
from intake_app.workflow import ConsentSheet


class SlipConsent(Card):
    """What the desk notes about consent for one service; only what is needed for this person is there to fill."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(margin=Space.NORMAL)
        self.words = words
        self.head = Label(role="field")
        self.person, self.guardian, self.danger, self.no_asylum = Tick(), Tick(), Tick(), Tick()
        self.how = Choice()
        self.how_field = Field(self.how)
        self.duty = Label(role="second", wrap=True)
        self.reason = Line(longest=200)
        self.reason_field = Field(self.reason)
        self._asks, self._child, self._duty, self._refused, self._consul = False, False, False, False, False
        ticks = (self.person, self.guardian, self.no_asylum, self.danger)
        for widget in (self.head, *ticks, self.how_field, self.reason_field, self.duty):
            self.column.addWidget(widget)
        for box in ticks:
            box.toggled.connect(self._touched)
        self.reason.textChanged.connect(self._touched)
        self.how.picked.connect(self._touched)
        self.retranslate()

    def begin(self, asks: bool, refused: bool = False) -> None:
        """A new slip: ``asks`` when the form has not asked the person itself, ``refused`` when they said no there."""
        self._asks, self._refused = asks, refused
        for box in (self.person, self.guardian, self.danger, self.no_asylum):
            box.setChecked(False)
        self.reason.clear()
        self._show()

    def about(self, recipient: Recipient | None, child: bool) -> None:
        """The service that is chosen, and whether the person may be under 18."""
        self._child = child
        kind = recipient.recipient_kind if recipient is not None else ""
        self._duty, self._consul = child and kind in DUTY_FOR_MINORS, kind == "consulate"
        self._show()

    def noted(self) -> ConsentSheet | None:
        """What was noted; None when the form has asked and nothing more is needed."""
        danger, asylum = self.danger.isChecked(), not (self._consul and self.no_asylum.isChecked())
        if self._duty or not (self._asks or self._child or danger or not asylum):
            return None
        return ConsentSheet(
            given=self.person.isChecked(),
            how=self.how.code(),
            override_reason=self.reason.text().strip() if self._reasoned() else "",
            guardian=self._child and self.guardian.isChecked(),
            danger=danger,
            asylum=asylum,
        )

    def _reasoned(self) -> bool:
        """Whether a reason may stand in the place of a word: of the guardian's, or in danger."""
        return self.danger.isChecked() or (self._child and not self.guardian.isChecked())

    @property
    def ready(self) -> bool:
        """Whether what is noted is enough for a slip, as far as that can be seen here."""
        noted = self.noted()
        if self._duty or (noted is not None and noted.override_reason):
            return True
        if noted is None or self._refused:
            return not self._refused
        return (noted.given or not self._asks) and (noted.guardian or not self._child)

    def retranslate(self) -> None:
        """Words of the card; what was noted stays."""
        tr = self.words
        self.head.setText(tr("Consent"))
        self.person.say(tr("The person agreed to this slip going to this service"))
        self.guardian.say(tr("The guardian, or who stands in for one, agreed too"))
        self.no_asylum.say(tr("The person said that they do not ask for protection"))
        self.danger.say(tr("Somebody may be hurt now"))
        self.how_field.say(tr("How consent was given"))
        self.how.offer(referral.CONSENT_HOW, self._how_words)
        self._say_reason()
        self.duty.setText(
            tr("For somebody who may be under 18 this is a duty in law: it does not rest on consent. Tell the child.")
        )

    def _how_words(self, code: str) -> str:
        told = wording.label("consent_how", code, self.words)
        return told[:1].upper() + told[1:]

    def _say_reason(self) -> None:
        tr = self.words
        without = tr("Or the reason why it must go without a guardian")
        told = tr("The reason why it must go now") if self.danger.isChecked() else without
        self.reason_field.say(told, tr("It is kept with the record."))

    def _show(self) -> None:
        alone = self._child and not self._duty
        self.person.setVisible(self._asks and not self._duty)
        self.guardian.setVisible(alone)
        self.danger.setVisible(not self._duty)
        self.no_asylum.setVisible(self._consul and not self._duty)
        self.reason_field.setVisible(not self._duty and self._reasoned())
        self._say_reason()
        self.how_field.setVisible(not self._duty)
        self.duty.setVisible(self._duty)

    def _touched(self, _value: object = None) -> None:
        self._show()
        self.changed.emit()
