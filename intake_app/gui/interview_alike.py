"""At the end: the questions whose reason for having no answer the form has no place for, and what a server sees."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Card, Kind, Label
from intake_app.gui.interview_reading import OBSERVER_WORDS, STATE_WORDS, Reading
from intake_app.gui.tokens import Space
from intake_app.gui.words import listed, quoted
from intake_app.screening import is_sensitive
from intake_app.workflow.blanks import sent_alike
from intake_app.xform import AnswerState


def alike_card(reading: Reading, setting: Setting) -> Card | None:
    """A card that names them, by their reason; None where there are none. While somebody listens it names no question
    that waits.
    """
    tr, alike = setting.tr, sent_alike(reading.session)
    if not alike:
        return None
    card = Card(margin=Space.LARGE, gap=Space.SMALL)
    told = tr(
        "What was left without an answer for a reason reaches a server as a blank, as if nobody had asked: "
        "this form has no place for the reason. It is kept here."
    )
    card.column.addWidget(Label(told, wrap=True))
    named: dict[str, list[str]] = {}
    for ref, state in alike.items():
        named.setdefault(tr(_words(reading, ref, state)), []).append(_name(reading, ref, tr.language))
    for words, names in named.items():
        line = QHBoxLayout()
        line.addWidget(Badge(words, Kind.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(listed(filter(None, names), tr.language), wrap=True), 1)
        if any(names):
            card.column.addLayout(line)
    return card


def _words(reading: Reading, ref: str, state: AnswerState) -> str:
    return (OBSERVER_WORDS if reading.is_mediators_own(ref) else STATE_WORDS)[state]


def _name(reading: Reading, ref: str, language: str) -> str:
    """A question in the mediator's words; nothing of one that waits."""
    if reading.discreet and is_sensitive(reading.session.definition, ref):
        return ""
    label = " ".join(reading.for_mediator(ref).text.split()) or ref.rpartition("/")[2]
    return quoted(f"\u2068{label}\u2069", language)
