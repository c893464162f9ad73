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
        self.person, self.guardian = Tick(), Tick()
        self.how = Choice()
        self.how_field = Field(self.how)
        self.duty = Label(role="second", wrap=True)
        self.reason = Line(longest=200)
        self.reason_field = Field(self.reason)
        self._asks, self._child, self._duty = False, False, False
        for widget in (self.head, self.person, self.guardian, self.how_field, self.reason_field, self.duty):
            self.column.addWidget(widget)
        for box in (self.person, self.guardian):
            box.toggled.connect(self._touched)
        self.reason.textChanged.connect(self._touched)
        self.how.picked.connect(self._touched)
        self.retranslate()

    def begin(self, asks: bool) -> None:
        """A new slip: ``asks`` when the form has not asked the person itself."""
        self._asks = asks
        self.person.setChecked(False)
        self.guardian.setChecked(False)
        self.reason.clear()
        self._show()

    def about(self, recipient: Recipient | None, child: bool) -> None:
        """The service that is chosen, and whether the person may be under 18."""
        self._child = child
        self._duty = child and recipient is not None and recipient.recipient_kind in DUTY_FOR_MINORS
        self._show()

    def noted(self) -> ConsentSheet | None:
        """What was noted; None when the form has asked and nothing more is needed."""
        if self._duty or not (self._asks or self._child):
            return None
        alone = self._child and not self.guardian.isChecked()
        return ConsentSheet(
            given=self.person.isChecked(),
            how=self.how.code(),
            override_reason=self.reason.text().strip() if alone else "",
            guardian=self._child and self.guardian.isChecked(),
        )

    @property
    def ready(self) -> bool:
        """Whether what is noted is enough for a slip, as far as that can be seen here."""
        noted = self.noted()
        if noted is None or noted.override_reason:
            return True
        return (noted.given or not self._asks) and (noted.guardian or not self._child)

    def retranslate(self) -> None:
        """Words of the card; what was noted stays."""
        tr = self.words
        self.head.setText(tr("Consent"))
        self.person.say(tr("The person agreed to this slip going to this service"))
        self.guardian.say(tr("The guardian, or who stands in for one, agreed too"))
        self.how_field.say(tr("How consent was given"))
        self.how.offer(referral.CONSENT_HOW, self._how_words)
        self.reason_field.say(tr("Or the reason why it must go without a guardian"), tr("It is kept with the record."))
        self.duty.setText(
            tr("For somebody who may be under 18 this is a duty in law: it does not rest on consent. Tell the child.")
        )

    def _how_words(self, code: str) -> str:
        told = wording.label("consent_how", code, self.words)
        return told[:1].upper() + told[1:]

    def _show(self) -> None:
        noted, alone = self.noted(), self._child and not self._duty
        self.person.setVisible(self._asks and not self._duty)
        self.head.setVisible(noted is not None or self._duty)
        self.guardian.setVisible(alone)
        self.reason_field.setVisible(alone and not self.guardian.isChecked())
        self.how_field.setVisible(not self._duty)
        self.duty.setVisible(self._duty)

    def _touched(self, _value: object = None) -> None:
        self._show()
        self.changed.emit()
