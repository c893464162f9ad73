"""What was taken back, and to which of it the person agrees again: each is read out, nothing is ticked before."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError
from intake_app.gui.consent_reading import ConsentReading
from intake_app.gui.consent_words import way_out
from intake_app.gui.controls import Card, Label, column, discard, row, secondary
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.how_said import HowSaid
from intake_app.gui.nested import nest
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.referral import Directory
from intake_app.workflow import Agreement, Returning, own_words
from intake_app.workflow.consent_texts import ConsentScript
from intake_app.workflow.own_words import Passage


class AgreeingCard(Card):
    """One tick for each purpose and recipient, with the records that come back; how it was said, before whom and in
    which language; a guardian's word.
    """

    def __init__(self, words: Words, look: Look, directory: Directory) -> None:
        super().__init__(gap=Space.SMALL)
        self.words, self._look, self._directory = words, look, directory
        self.script: ConsentScript | None = None
        self._own = own_words.texts()
        self._agreement = Agreement((), (), (), minor=False, speaks=False)
        self.head, self.note = Label(role="field", wrap=True), Label(role="second", wrap=True)
        self.ticks: dict[tuple[str, str], Tick] = {}
        self.texts: dict[tuple[str, str], ConsentReading] = {}
        """What is read out before each of them."""
        self._lines = QWidget()
        self.theirs, self.again = GuardianAgreed(words), secondary()
        self.guardian, self.how = self.theirs.tick, HowSaid(words)
        for said in (self.how, self.theirs):
            said.changed.connect(self._allow)
        self.how.language_choice.picked.connect(lambda _code: self._read())
        self.read = Label(role="second", wrap=True)
        self.column.addWidget(self.head)
        self.column.addWidget(self.note)
        self.column.addWidget(self._lines)
        for part in (*self.how.fields, self.theirs):
            self.column.addWidget(part)
        self.column.addWidget(self.read)
        end = row(gap=Space.NORMAL)
        end.addStretch(1)
        end.addWidget(self.again)
        nest(self.column, end)
        self.retranslate()

    def show_agreement(self, agreement: Agreement) -> None:
        """What is known now; nothing is agreed to yet."""
        self._agreement = agreement
        for tick in (self.guardian, self.theirs.doubt):
            tick.setChecked(False)
        self._fill(())
        self.how.begin()

    def show_script(self, script: ConsentScript) -> None:
        """The text that is read to them, in the language in which they are asked."""
        self.script = script
        self._read()

    def ticked(self) -> tuple[tuple[str, str], ...]:
        """To what the person agrees again."""
        return tuple(way for way, tick in self.ticks.items() if tick.isChecked())

    @property
    def theirs_alone(self) -> bool:
        """Whether a guardian says it alone: the person's own yes to all of it stands, and nothing tells how they were
        asked too."""
        return self._stands and not self.how.how_choice.code()

    @property
    def _stands(self) -> bool:
        """Whether a guardian agrees, and the person's own yes to all that is ticked stands."""
        standing, ticked = {one.way for one in self._agreement.returning if one.stands}, self.ticked()
        return self.guardian.isChecked() and bool(ticked) and standing.issuperset(ticked)

    def entries(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (*self.ticks.values(), *self.how.stops, *self.theirs.stops, self.again)

    def retranslate(self) -> None:
        """Words of the card; what is ticked stays."""
        tr = self.words
        self.note.setText(
            tr("Read each out to them, and tick what they agree to. Only what they had stopped comes back, for all "
               "their records.")
        )  # fmt: skip
        self.theirs.retranslate()
        self.how.retranslate()
        self.again.say(tr("They agree again"))
        self._fill(self.ticked())

    def _fill(self, ticked: tuple[tuple[str, str], ...]) -> None:
        discard(self._lines)
        self._lines, self.ticks, self.texts = QWidget(), {}, {}
        lines, back = column(self._lines, gap=Space.HAIR), _in_order(self._agreement)
        self.head.setText(self._head(back[0]) if back else "")
        for before, one in zip((None, *back), back, strict=False):
            tick = self.ticks[one.way] = Tick()
            tick.say(way_out(one.purpose, one.recipient, self._directory, self.words))
            tick.setChecked(one.way in ticked)
            tick.toggled.connect(self._allow)
            if self.texts:
                lines.addSpacing(Space.LARGE)
            if before is not None and one.as_adult is not before.as_adult:
                lines.addWidget(Label(self._head(one), "field", wrap=True))
            self.texts[one.way] = ConsentReading(self.words, self._look)
            lines.addWidget(self.texts[one.way])
            lines.addWidget(tick)
            lines.addWidget(Label(_comes_back(one, self.words), "second", wrap=True))
        self.column.insertWidget(2, self._lines)
        self._lines.show()
        offered = any(one.purpose != "sync" or one.guardian for one in self._agreement.returning)
        doubtable = self._agreement.doubtable
        self.theirs.offer(offered and (self._agreement.guardian or doubtable), doubtable)
        self.setVisible(bool(self.ticks))
        self._read()

    def _head(self, one: Returning) -> str:
        tr = self.words
        if one.as_adult:
            return tr("Agreed to as an adult, and neither taken back nor refused: does the person agree as a child?")
        return tr("Taken back or refused: does the person agree again?")

    def _read(self) -> None:
        """As the first interview asks it, in the language that is chosen below."""
        script = self.script
        if script is not None:
            asked = {one.way: one.asked for one in self._agreement.returning}
            for way, text in self.texts.items():
                text.show_passages([each for purpose in asked[way] for each in self._text(script, way, purpose)])
            kept = [script.name, *([self._own.name] if any(map(self._is_own, asked)) else [])]
            self.read.setText(
                self.words("The text that is kept with their word: {text}").format(text=" · ".join(kept))
            )
        self._allow()

    def _about(self, way: tuple[str, str], purpose: str) -> str:
        """Our own text about a purpose and a body, where no form asks about it."""
        kinds = {service.code: service.recipient_kind for service in self._directory}
        found = own_words.about(purpose, kinds.get(way[1], way[1]))
        return "" if found == own_words.CODES else found

    def _is_own(self, way: tuple[str, str]) -> bool:
        asked = next(one.asked for one in self._agreement.returning if one.way == way)
        return any(self._about(way, purpose) for purpose in asked)

    def _text(self, script: ConsentScript, way: tuple[str, str], purpose: str) -> Sequence[Passage]:
        """What is read out about one purpose, in the language that is chosen below."""
        code, about = self.how.language_choice.code(), self._about(way, purpose)
        if about:
            return (self._own.passage(about, code, self.words.language),)
        return script.question(purpose, script.language(code))

    def _allow(self, _changed: object = None) -> None:
        stands = self.words("Their own yes stands. Leave this open where the guardian alone was asked.")
        self.how.how.hint(stands if self._stands else "")
        told = (self.how.whole or self.theirs_alone) and self.theirs.whole
        self.again.setEnabled(bool(self.ticked()) and told and self.script is not None)


def _in_order(agreement: Agreement) -> Sequence[Returning]:
    """What was taken back or refused, and behind it what an adult agreed to."""
    return sorted(agreement.returning, key=lambda one: one.as_adult)


def _comes_back(one: Returning, tr: Words) -> str:
    """On what it had gone, where that was no word of theirs; which records wait again, or that it is made anew."""
    told = [tr("It had gone on a reason that somebody noted, not on their word.")] if one.reasoned else []
    if one.shut:
        return " ".join([*told, tr("Their yes alone does not open it."), str(explain(IntakeError(one.shut), tr))])
    if one.purpose == "research":
        told.append(tr("Nothing goes out by it: what is shared from then on says so."))
    elif one.purpose != "sync":
        told.append(tr("Nothing goes by itself: it is made anew."))
    if one.purpose != "sync":
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
