"""What was concluded about a person last, for mediators: in their words, with its reason, beside what answers say."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout

from intake_app.gui.controls import Badge, Card, Kind, Label, set_shown
from intake_app.gui.interview_assessment import SUGGESTIONS
from intake_app.gui.nested import nest
from intake_app.gui.states import when
from intake_app.gui.words import Words, own_way
from intake_app.i18n import msg
from intake_app.screening import Conclusion
from intake_app.workflow.concluded import Standing

# In the words in which the questionnaires ask the mediator what a conclusion rests on.
REASONS: Mapping[str, str] = {
    "told": msg("What the person told"),
    "seen": msg("What was seen or noticed"),
    "other_talk": msg("What came up in another talk"),
    "other_cause": msg("What was told has another cause"),
    "not_free": msg("The person could not speak freely or did not understand well"),
    "colleague": msg("Advice of a colleague or a specialist"),
    "too_little": msg("Too little is known so far"),
    "wish": msg("What the person wants"),
    "other": msg("Another reason"),
}


class ConclusionCard(Card):
    """Hidden where nothing was concluded, or who looks is not told of it."""

    def __init__(self) -> None:
        super().__init__()
        self.head, self.outcome = Label(role="heading", wrap=True), Label(role="field", wrap=True)
        self.noted, self.reason = Label(role="second", wrap=True), Label(wrap=True)
        self.words, self.mark, self.beside = Label(wrap=True), Badge(), Label(wrap=True)
        self._standing: Standing | None = None
        across = QHBoxLayout()
        across.addWidget(self.mark)
        across.addWidget(self.beside, 1)
        for label in (self.head, self.outcome, self.noted, self.reason, self.words):
            self.column.addWidget(label)
        nest(self.column, across)
        self.hide()

    def take(self, standing: Standing | None, tr: Words) -> None:
        """What is known now."""
        self._standing = standing
        self.say(tr)

    def say(self, tr: Words) -> None:
        """In the language of the windows."""
        standing = self._standing
        self.setVisible(standing is not None)
        if standing is None:
            return
        found = standing.conclusion
        self.head.setText(tr("What was concluded last"))
        self.outcome.setText(tr(SUGGESTIONS[found.outcome]) if found.outcome in SUGGESTIONS else found.outcome)
        noted = tr("{when} by {name}, in {code}. A person decides; the answers only suggest.")
        self.noted.setText(noted.format(when=when(found.on, tr), name=own_way(found.by), code=found.record))
        self.reason.setText(why(found, tr))
        self.words.setText(" ".join(found.words.split()))
        set_shown(self.words, bool(found.words))
        self.mark.say(tr("Look once more"), Kind.WARN)
        set_shown(self.mark, standing.differs)
        self.beside.setText(points(standing, tr))
        set_shown(self.beside, bool(standing.suggestion))


def why(found: Conclusion, tr: Words) -> str:
    """What it rests on; what a reason of another form means is not known here, so it stands as it is."""
    told = tr(REASONS[found.reason]) if found.reason in REASONS else found.reason
    return tr("Reason: {reason}").format(reason=told) if told else tr("No reason was noted.")


def points(standing: Standing, tr: Words) -> str:
    """What the answers of all talks point to, and whether that is something else."""
    suggestion = tr(SUGGESTIONS[standing.suggestion]) if standing.suggestion else ""
    told = tr("All talks so far point to: {suggestion}").format(suggestion=suggestion)
    return f"{told}. {tr('The conclusion is another.')}" if standing.differs else told
