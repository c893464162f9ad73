"""Why a slip goes: what the desk chooses, as far as what it goes on leaves a choice."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from intake_app import referral
from intake_app.gui.fields import Choice, Field
from intake_app.gui.slip_consent import SlipConsent
from intake_app.gui.words import Words
from intake_app.referral import SlipSheet

_DUTY = "legal_duty"


class SlipReason:
    """Only what the slip may say is offered: the duty while it goes on one, and then no other ground.

    What was chosen before comes back with the end of the duty; where the slip says something else, that is told.
    """

    def __init__(self, words: Words, field: Field, choice: Choice, name: Callable[[str, str], str]) -> None:
        """``name``: the words for a code of a field."""
        self.words, self._field, self._choice, self._name = words, field, choice, partial(name, "reason")
        self.begin()

    def begin(self) -> None:
        """Another slip: nothing was chosen for it."""
        self._before, self._on_duty = "", False

    def tell(self, sheet: SlipSheet, consent: SlipConsent, proposed: str) -> None:
        """After something else on the page was chosen; `proposed`: the reason that the record tells."""
        duty, was, code = consent.on_duty, self._on_duty, self._choice.code()
        self._on_duty = duty
        if duty and not was:
            self._before = "" if code == proposed else code
        elif was and not duty and code == _DUTY:
            code = self._before or proposed
        basis = "duty" if duty else "override" if consent.on_reason else "consent"
        lawful = "vital_interest" if consent.danger.isChecked() else "public_interest"

        def goes_as(reason: str) -> str:
            return referral.on_ground(replace(sheet, reason=reason), basis, lawful).reason

        code = goes_as(code) if duty or code == _DUTY else code
        free = (each for each in referral.REASONS if (goes_as(each) == each if duty else each != _DUTY))
        self._choice.offer(tuple(free), self._name)
        self._choice.choose(code)
        says = goes_as(self._choice.code())
        told = self.words("It goes because the law asks for it: no other ground is to choose.") if duty else ""
        if says != self._choice.code():
            told = self.words("The slip says “{reason}”: that follows from what it goes on.")
        self._field.hint(told.format(reason=self._name(says)))
