"""What the chosen record waits for: the sentence, the advice, and a button for each thing that can be done about it."""

from PySide6.QtWidgets import QFrame

from intake_app import messages
from intake_app.gui.controls import Label, column, row, secondary, set_role
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.openrosa import Outcome
from intake_app.vault import RecordRow


class ProblemCard(QFrame):
    """Hidden as long as the chosen record is in no trouble."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        set_role(self, "notice-warn")
        self.sentence, self.advice = Label(wrap=True), Label(role="second", wrap=True)
        self.again = secondary("Ctrl+R")
        across = row(self, gap=Space.NORMAL)
        across.setContentsMargins(Space.NORMAL, Space.SMALL, Space.SMALL, Space.SMALL)
        told = column(gap=Space.HAIR)
        told.addWidget(self.sentence)
        told.addWidget(self.advice)
        across.addLayout(told, 1)
        across.addWidget(self.again)
        self.hide()

    def retranslate(self) -> None:
        """Words of the buttons."""
        self.again.say(self.words("Try this one again"))

    def show_problem(self, record: RecordRow | None, outcome: Outcome | None, server: str, *, may_send: bool) -> None:
        """Tell of a record, as this round or the last attempt left it; of none that is in no trouble."""
        waits = record is not None and record.delivery == "needs_person"
        code, facts = _trouble(record, outcome, server)
        self.setVisible(bool(code))
        if code:
            tr = self.words.translator
            self.sentence.setText(messages.sentence(code, facts, tr))
            self.advice.setText(messages.advice(code, facts, tr))
            self.again.setVisible(waits and may_send)


def _trouble(record: RecordRow | None, outcome: Outcome | None, server: str) -> tuple[str, dict[str, str | int | None]]:
    """The code that tells of the trouble, "" when there is none, and its facts."""
    if record is None:
        return "", {}
    if outcome is not None and outcome.kind not in ("accepted", "cancelled"):
        return outcome.code, {"message": outcome.message, "status": outcome.status, "server": server}
    if outcome is None and record.delivery == "needs_person" and record.last_outcome:
        return record.last_outcome, {"message": record.last_message, "server": server}
    return "", {}
