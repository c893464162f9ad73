"""How far a round is: records and bytes, what remains, and a way to interrupt it."""

from PySide6.QtWidgets import QWidget

from intake_app.gui.controls import Label, column, row, secondary
from intake_app.gui.nested import nest
from intake_app.gui.still_bar import StillBar
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.sync import Progress

_MB = 1_000_000


class RoundMeter(QWidget):
    """Hidden as long as nothing runs. `running` is "", "send" or "fetch"."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self.running = ""
        self.at: Progress | None = None
        self._through = 0
        self.bar, self.counted = StillBar(), Label(role="second", wrap=True)
        self.interrupt = secondary("Ctrl+.", "Ctrl .")
        across = row(self, gap=Space.NORMAL)
        down = column(gap=Space.SMALL)
        down.addWidget(self.bar)
        down.addWidget(self.counted)
        nest(across, down, 1)
        across.addWidget(self.interrupt)
        self.hide()

    def begin(self, what: str) -> None:
        """Something begins."""
        self.running, self.at, self._through = what, None, 0
        self.interrupt.setEnabled(True)
        self.retranslate()

    def end(self) -> None:
        """Nothing runs any more."""
        self.running = ""
        self.retranslate()

    def advance(self, at: Progress) -> set[str]:
        """Where it is now; the codes of the records whose state is another."""
        before, self.at = self.at, at
        if before is not None and before.done != at.done:
            self._through += before.sent
        self.retranslate()
        return {at.code} | ({before.code} if before is not None else set())

    @property
    def sent(self) -> int:
        """Bytes that went over the line in this round."""
        return self._through + (self.at.sent if self.at is not None else 0)

    def retranslate(self) -> None:
        """Words, and where it is."""
        tr, at = self.words, self.at
        self.interrupt.say(tr("Interrupt"))
        self.setVisible(bool(self.running))
        self.bar.setRange(0, at.total if at else 0)
        self.bar.setValue(at.done if at else 0)
        self.bar.setAccessibleName(tr("Progress"))
        told = tr("Connecting…") if at is None else self._forms(at) if self.running == "fetch" else self._records(at)
        self.counted.setText(told)
        self.bar.setAccessibleDescription(told)

    def _forms(self, at: Progress) -> str:
        told = self.words.plural("{done} of {n} questionnaire", "{done} of {n} questionnaires", at.total)
        return told.format(done=at.done, n=at.total)

    def _records(self, at: Progress) -> str:
        tr = self.words
        left = at.total - at.done
        told = [
            tr.plural("{done} of {n} record", "{done} of {n} records", at.total).format(done=at.done, n=at.total),
            tr("{amount} sent").format(amount=_amount(self.sent, tr)),
            tr.plural("{n} remains", "{n} remain", left).format(n=left),
        ]
        if at.size:
            amounts = {"sent": _amount(at.sent, tr), "size": _amount(at.size, tr)}
            told.append(tr("{code}: {sent} of {size}").format(code=at.code, **amounts))
        return " · ".join(told)


def _amount(size: int, tr: Words) -> str:
    """Bytes in kB, large ones in MB."""
    if size < 10 * _MB:
        return tr("{n} kB").format(n=-(-size // 1000))
    return tr("{n} MB").format(n=-(-size // _MB))
