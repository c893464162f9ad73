"""What was passed over without an answer: it blocks nothing, and is never out of mind."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Card, Kind, Label
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_lead import Lead
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_words import mark_of, section_name
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words


class PassedCard(Card):
    """At the end: by section how many questions have no answer, each a way to the first. `go` carries its place."""

    go = Signal(str)

    def __init__(self, passed: Mapping[str | None, tuple[str, ...]], reading: Reading, setting: Setting) -> None:
        super().__init__(margin=Space.LARGE, gap=Space.SMALL)
        tr = setting.tr
        self.column.addWidget(Label(tr("Not answered yet"), "heading", wrap=True))
        told = tr("They were not asked, or passed over. The record can be closed without them.")
        self.column.addWidget(Label(told, "second", wrap=True))
        self.leads: dict[str | None, Lead] = {}
        for key, refs in passed.items():
            name = section_name(tr, reading, key)
            lead = self.leads[key] = Lead(f"\u2068{name.text}\u2069 · {len(refs)}")
            lead.clicked.connect(lambda _on=False, first=refs[0]: self.go.emit(first))
            line = Flow(Space.SMALL)
            line.add(lead)
            if mark := mark_of(name, tr):
                line.add(Badge(mark, Kind.WARN))
            self.column.addWidget(line)


def passed_words(tr: Words, count: int) -> tuple[str, str]:
    """How many questions of the page before have no answer, and the way back to them."""
    told = tr.plural(
        "{n} question on the page before has no answer.", "{n} questions on the page before have no answer.", count
    )
    return told.format(n=count), tr("Go back to it")
