"""At the end: the questions of which the form has no place to say why they have no answer, or that an earlier record
told them and nobody asked now, and what a server sees.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Card, Kind, Label
from intake_app.gui.interview_reading import OBSERVER_WORDS, STATE_WORDS, Reading
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import listed, quoted
from intake_app.workflow.blanks import sent_alike, sent_as_asked
from intake_app.xform import AnswerState


def alike_card(reading: Reading, setting: Setting) -> Card | None:
    """A card that names them, by their reason, and what nobody asked now; None where there are none. While somebody
    listens it names no question that waits.
    """
    tr, alike, copied = setting.tr, sent_alike(reading.session), sent_as_asked(reading.session, reading.copied())
    if not alike and not copied:
        return None
    card = Card(margin=Space.LARGE, gap=Space.SMALL)
    if alike:
        told = tr(
            "What was left without an answer for a reason reaches a server as a blank, as if nobody had asked: "
            "this form has no place for the reason. It is kept here."
        )
        card.column.addWidget(Label(told, wrap=True))
    named: dict[str, list[str]] = {}
    for ref, state in alike.items():
        named.setdefault(tr(_words(reading, ref, state)), []).append(_name(reading, ref, tr.language))
    for words, names in named.items():
        _name_them(card, words, names, tr.language)
    if copied:
        told = tr(
            "What came from an earlier record reaches a server as if it had been asked now: this form has no place to "
            "say otherwise. It is kept here."
        )
        card.column.addWidget(Label(told, wrap=True))
        names = [_name(reading, ref, tr.language) for ref in copied]
        _name_them(card, tr("From an earlier record, not asked now"), names, tr.language)
    return card


def _name_them(card: Card, words: str, names: list[str], language: str) -> None:
    """A line of questions behind what they have in common; none where none may be named."""
    if not any(names):
        return
    line = QHBoxLayout()
    line.addWidget(Badge(words, Kind.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Label(listed(filter(None, names), language), wrap=True), 1)
    nest(card.column, line)


def _words(reading: Reading, ref: str, state: AnswerState) -> str:
    return (OBSERVER_WORDS if reading.is_mediators_own(ref) else STATE_WORDS)[state]


def _name(reading: Reading, ref: str, language: str) -> str:
    """A question in the mediator's words; nothing of one that waits."""
    if reading.waits(ref):
        return ""
    label = " ".join(reading.for_mediator(ref).text.split()) or ref.rpartition("/")[2]
    return quoted(label, language)
