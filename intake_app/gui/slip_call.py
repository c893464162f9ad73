"""A call to the telephone line, noted beside the slip: who called, when, with which operator, what came of it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Card, Label, column, link, row, secondary
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.nested import nest
from intake_app.gui.states import when
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.slips import wording
from intake_app.vault import CALL_OUTCOMES, CALLERS, CallMade, is_operator


class SlipCall(Card):
    """The calls so far, and one more, once somebody says that there was one: most slips go without any.

    `wanted` carries the `CallMade` that is to be kept.
    """

    wanted = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__(margin=Space.NORMAL)
        self.words = words
        self._calls: Sequence[CallMade] = ()
        self.head, self.so_far = Label(role="field"), Label(role="second", wrap=True)
        self.caller, self.outcome = Choice(), Choice()
        self.at, self.operator = Line(longest=5, figures=True), Line(longest=20)
        self.fields = {each: Field(each) for each in (self.caller, self.at, self.operator, self.outcome)}
        self.begin, self.note, self._body = link(), secondary(), QWidget()
        self.begin.clicked.connect(self._unfold)
        self.note.clicked.connect(self.note_now)
        self.outcome.picked.connect(lambda _code: self._allow())
        self._lay_out()
        self.retranslate()

    def take(self, calls: Sequence[CallMade]) -> None:
        """The calls that were noted; the next one is blank, and nobody is asked for it."""
        self._calls = calls
        held = self.focusWidget()
        self.operator.clear()
        self.outcome.choose("")
        self.retranslate()
        self._body.hide()
        self.begin.show()
        if held is not None and self._body.isAncestorOf(held):
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        """There was a call: it is asked about, as one of this moment."""
        self.at.setText(f"{datetime.now():%H:%M}")
        self._body.show()
        self.begin.hide()
        self.caller.setFocus(Qt.FocusReason.TabFocusReason)

    def note_now(self) -> None:
        """Have it kept; what does not fit is said below its field."""
        at = _moment(self.at.text(), datetime.now())
        if at is None:
            self.fields[self.at].trouble(self.words("A time such as 14:32."))
        elif not is_operator(self.operator.text().strip()):
            self.fields[self.operator].trouble(self.words("A code of letters and digits, no name."))
        else:
            moment = at.astimezone().isoformat(timespec="minutes")
            self.wanted.emit(
                CallMade(moment, self.caller.code(), self.operator.text().strip(), self.outcome.code())
            )

    def retranslate(self) -> None:
        """Words of the card; what was filled in stays."""
        tr = self.words
        self.head.setText(tr("Calls to the freephone"))
        self.so_far.setText("\n".join(map(self._line, self._calls)))
        self.so_far.setVisible(bool(self._calls))
        self.begin.say(tr("Somebody called: note it…"))
        self.fields[self.caller].say(tr("Who called"))
        self.caller.offer(CALLERS, lambda code: self._capital("caller", code))
        self.fields[self.at].say(tr("At what time"))
        self.fields[self.operator].say(tr("Code of the operator"))
        self.fields[self.outcome].say(tr("What came of it"))
        self.outcome.offer(("", *CALL_OUTCOMES), self._outcome_words)
        self.note.say(tr("Note the call"))
        self._allow()

    def _line(self, call: CallMade) -> str:
        parts = [when(call.called, self.words), self._capital("caller", call.caller)]
        parts += [self.words("operator {code}").format(code=f"\u2068{call.operator}\u2069")] * bool(call.operator)
        parts.append(wording.label("outcome", call.outcome, self.words))
        return " · ".join(parts)

    def _outcome_words(self, code: str) -> str:
        return self._capital("outcome", code) if code else self.words("Choose…")

    def _capital(self, field: str, code: str) -> str:
        told = wording.label(field, code, self.words)
        return told[:1].upper() + told[1:]

    def _allow(self) -> None:
        self.note.setEnabled(bool(self.outcome.code()))

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        self.column.addWidget(self.so_far)
        opens = row(gap=0)
        opens.addWidget(self.begin)
        opens.addStretch(1)
        nest(self.column, opens)
        inside = column(self._body)
        for beside in ((self.caller,), (self.at, self.operator), (self.outcome,)):
            across = row(gap=Space.MEDIUM)
            for entry in beside:
                across.addWidget(self.fields[entry], 1)
            nest(inside, across)
        below = row(gap=0)
        below.addWidget(self.note)
        below.addStretch(1)
        nest(inside, below)
        self.column.addWidget(self._body)
        self._body.hide()


def _moment(text: str, now: datetime) -> datetime | None:
    """The last time that it was so late; None for what is no time of day."""
    hours, sign, minutes = text.strip().replace(".", ":").partition(":")
    if not (sign and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    if int(hours) > 23 or int(minutes) > 59:
        return None
    at = datetime.combine(now.date(), time(int(hours), int(minutes)))
    return at if at <= now else at - timedelta(days=1)
