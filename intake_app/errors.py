"""What the world does wrong, as values: one exception class, a code and facts.

A code is dotted (``vault.wrong_passphrase``); `intake_app.messages` owns the sentence and the advice for it.
Facts name places, sizes and states. A fact is never an answer from a record.
"""

from collections.abc import Mapping

Fact = str | int | float | None


class IntakeError(Exception):
    """Trouble that a person can understand: a code and the facts its sentence needs.

    The text of the exception holds the code and facts only, so that it may be printed and logged.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(code, dict(facts))

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
