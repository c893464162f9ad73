"""What was taken back, and to which of it the person agrees again: asked one by one, nothing is ticked before."""

from PySide6.QtWidgets import QWidget

from intake_app.gui.consent_words import way_out
from intake_app.gui.controls import Card, Label, column, discard, row, secondary
from intake_app.gui.how_said import HowSaid
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.referral import Directory
from intake_app.workflow import Agreement, Returning


class AgreeingCard(Card):
    """One tick for each purpose and recipient, with the records that come back; how it was said, before whom and in
    which language; a guardian's word.
    """

    def __init__(self, words: Words, directory: Directory) -> None:
        super().__init__(gap=Space.SMALL)
        self.words, self._directory = words, directory
        self._agreement = Agreement((), (), (), minor=False, speaks=False)
        self.head, self.note = Label(role="field", wrap=True), Label(role="second", wrap=True)
        self.ticks: dict[tuple[str, str], Tick] = {}
        self._lines = QWidget()
        self.guardian, self.again = Tick(), secondary()
        self.how = HowSaid(words)
        self.how.changed.connect(self._allow)
        self.column.addWidget(self.head)
        self.column.addWidget(self.note)
        self.column.addWidget(self._lines)
        self.column.addWidget(self.guardian)
        for field in self.how.fields:
            self.column.addWidget(field)
        end = row(gap=Space.NORMAL)
        end.addStretch(1)
        end.addWidget(self.again)
        self.column.addLayout(end)
        self.retranslate()

    def show_agreement(self, agreement: Agreement) -> None:
        """What is known now; nothing is agreed to yet."""
        self._agreement = agreement
        self.guardian.setChecked(False)
        self.how.begin()
        self._fill(())

    def ticked(self) -> tuple[tuple[str, str], ...]:
        """To what the person agrees again."""
        return tuple(way for way, tick in self.ticks.items() if tick.isChecked())

    def entries(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (*self.ticks.values(), self.guardian, *self.how.stops, self.again)

    def retranslate(self) -> None:
        """Words of the card; what is ticked stays."""
        tr = self.words
        self.head.setText(tr("Taken back: does the person agree again?"))
        self.note.setText(
            tr("Ask about each, and tick what they agree to. Only what they had stopped comes back, for all their "
               "records.")
        )  # fmt: skip
        self.guardian.say(tr("The guardian, or who stands in for one, agreed too"))
        self.how.retranslate()
        self.again.say(tr("They agree again"))
        self._fill(self.ticked())

    def _fill(self, ticked: tuple[tuple[str, str], ...]) -> None:
        discard(self._lines)
        self._lines, self.ticks = QWidget(), {}
        lines = column(self._lines, gap=Space.HAIR)
        for one in self._agreement.returning:
            tick = self.ticks[one.way] = Tick()
            tick.say(way_out(one.purpose, one.recipient, self._directory, self.words))
            tick.setChecked(one.way in ticked)
            tick.toggled.connect(self._allow)
            lines.addWidget(tick)
            lines.addWidget(Label(_comes_back(one, self.words), "second", wrap=True))
        self.column.insertWidget(2, self._lines)
        self._lines.show()
        self.guardian.setVisible(any(one.purpose != "sync" or one.guardian for one in self._agreement.returning))
        self.setVisible(bool(self.ticks))
        self._allow()

    def _allow(self, _changed: object = None) -> None:
        self.again.setEnabled(bool(self.ticked()) and self.how.whole)


def _comes_back(one: Returning, tr: Words) -> str:
    """On what it had gone, where that was no word of theirs; which records wait again, or that it is made anew."""
    told = [tr("It had gone on a reason that somebody noted, not on their word.")] if one.reasoned else []
    if one.purpose != "sync":
        told.append(tr("Nothing goes by itself: it is made anew."))
        if one.guardian:
            told.append(tr("For a child it goes when the guardian agrees too."))
        return " ".join(told)
    before = len(told)
    if one.codes:
        codes = ", ".join(f"\u2068{code}\u2069" for code in one.codes)
        told.append(tr("These wait again: {codes}.").format(codes=codes))
    if one.others:
        others = tr.plural(
            "{n} record of colleagues waits again.", "{n} records of colleagues wait again.", one.others
        )
        told.append(others.format(n=one.others))
    if one.guardian:
        told.append(tr("For a child it goes when the guardian agrees too."))
    if len(told) == before:
        told.append(tr("Nothing waits; what is finished from now on may be sent."))
    return " ".join(told)
