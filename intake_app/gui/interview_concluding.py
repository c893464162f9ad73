"""Beside the end of an interview: what all talks point to, what was concluded, and the reason for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from intake_app import screening, workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Button, Card, Kind, Label
from intake_app.gui.interview_assessment import SUGGESTIONS
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_lead import Lead
from intake_app.gui.interview_reading import Reading
from intake_app.gui.nested import nest
from intake_app.gui.states import when
from intake_app.gui.tokens import Space
from intake_app.screening import Assessment, asks_for_signs
from intake_app.xform import AnswerState


class ConcludingCard(Card):
    """In words that say nothing to whoever reads along; what led there is in the mediator's panel.

    `go` carries the question to go to. Hidden where there is nothing to say, while somebody else reads along, and in
    the talk that a person has with the computer alone.
    """

    go = Signal(str)

    def __init__(self, reading: Reading, setting: Setting) -> None:
        super().__init__(margin=Space.LARGE, gap=Space.SMALL)
        self._reading, self._setting = reading, setting
        self.outcome = self.reason = ""
        """The question about what is concluded, and the one for its reason; "" where the form has none."""
        self.buttons: dict[str, Button] = {}
        definition = reading.session.definition
        self.outcome = next((path for path, _ in definition.tagged("outcome")), "")
        self.reason = next((path for path, part in definition.tagged("reason") if part == screening.CODED), "")
        self.words = next((path for path, part in definition.tagged("reason") if part == screening.WORDS), "")
        """The question for a reason in the mediator's own words, "" where the form has none."""
        found = self._found()
        here = reading.session.values().get(self.outcome, "")
        standing = here or (reading.concluded.outcome if reading.concluded is not None else "")
        self.differs = found is not None and screening.differs(standing, found.suggestion)
        self.wants_reason = bool(here) and self.differs and self._lacks_reason()
        """Whether the mediator is asked why they conclude something else, which is theirs to say."""
        self.open_reason = self.wants_reason or (screening.weighs(here) and self._untold_reason())
        """Whether a reason is asked for; of who concludes what the answers point to it keeps nothing from closing."""
        if found is not None and not reading.discreet:
            self._say(found, here)

    @property
    def speaks(self) -> bool:
        """Whether the card says anything."""
        return self.column.count() > 0

    def _found(self) -> Assessment | None:
        reading, session = self._reading, self._reading.session
        if reading.alone or not self.outcome:
            return None
        if not (asks_for_signs(session.definition) or reading.beyond.asked_for_signs or reading.concluded):
            return None
        try:
            rules, beyond = workflow.assessment_rules(), reading.told_beyond()
            return screening.assess(session.definition, session.values(), rules, beyond)
        except IntakeError:
            return None

    def _lacks_reason(self) -> bool:
        session = self._reading.session
        own = screening.concluded(session.definition, session.values())
        return self._reading.asks(self.reason) and own is not None and not own.reasoned

    def _wants_words(self) -> bool:
        """Whether the reason is none of those in the list, which only the mediator's own words tell."""
        another = self._reading.session.values().get(self.reason, "").strip() == screening.ANOTHER
        return self.wants_reason and another and self._reading.asks(self.words)

    def _untold_reason(self) -> bool:
        """Whether nobody said why, nor that they would rather not say it."""
        lacks = self._lacks_reason()
        return lacks and self._reading.session.question(self.reason).state is AnswerState.NOT_ASKED

    def _say(self, found: Assessment, here: str) -> None:
        tr, before = self._setting.tr, self._reading.concluded
        if self.differs:
            line = QHBoxLayout()
            line.addWidget(Badge(tr("Look once more"), Kind.WARN))
            told = tr("The answers and what you concluded point to different things. F8 shows why. You decide.")
            if not here:
                told = tr("The answers and what was concluded point to different things. F8 shows why. You decide.")
            line.addWidget(Label(told, wrap=True), 1)
            nest(self.column, line)
        if self.differs or self.open_reason or before is not None or self._reading.beyond.asked_for_signs:
            points = tr("All talks so far point to: {suggestion}").format(suggestion=tr(SUGGESTIONS[found.suggestion]))
            self.column.addWidget(Label(points, wrap=True))
        if before is not None:
            told = tr("Concluded before: {conclusion} ({when}, {code})").format(
                conclusion=tr(SUGGESTIONS[before.outcome]), when=when(before.on, tr), code=before.record
            )
            self.column.addWidget(Label(told, "second", wrap=True))
        if self._wants_words():
            self._lead(self.words, tr("Your other reason, in your own words: here they are needed"), tr("still open"))
            self._lead(self.reason, tr("Your reason for it"), "")
        elif here and self.reason and (self.differs or self.open_reason):
            self._lead(self.reason, tr("Your reason for it"), tr("still open") if self.open_reason else "")
        elif not here and (self.differs or self.speaks):
            self._lead(self.outcome, tr("Conclude anew, with a reason"), "")

    def _lead(self, ref: str, words: str, badge: str) -> None:
        """A way to a question."""
        if not self._reading.asks(ref):
            return
        button, line = Lead(words), Flow(Space.SMALL)
        button.clicked.connect(lambda: self.go.emit(ref))
        self.buttons[ref] = button
        line.add(button)
        if badge:
            line.add(Badge(badge, Kind.WARN))
        self.column.addWidget(line)
