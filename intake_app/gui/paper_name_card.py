"""The name of a workplace for papers that must not tell of trafficking, in the place of one that does."""

from PySide6.QtCore import Signal

from intake_app.gui.controls import Card, Kind, Label, row, secondary
from intake_app.gui.fields import Field, Line
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, beside
from intake_app.workflow.services import PaperName, paper_name, set_paper_name


class PaperNameCard(Card):
    """Whether the workplace needs such a name, and which it is. `said` as the page has it."""

    said = Signal(object, str, object, object)

    def __init__(self, words: Words, lanes: Lanes) -> None:
        super().__init__(gap=Space.MEDIUM)
        self.words, self.lanes = words, lanes
        self.known = PaperName("", "", needed=False)
        self.head, self.told = Label(role="heading"), Label(role="second", wrap=True)
        self.line, self.keep = Line(longest=PaperName.longest), secondary()
        self.name = Field(self.line)
        for part in (self.head, self.told, self.name):
            self.column.addWidget(part)
        end = row(gap=0)
        end.addWidget(self.keep)
        end.addStretch(1)
        nest(self.column, end)
        self.keep.clicked.connect(self.keep_name)
        self.line.returnPressed.connect(self.keep_name)
        self.line.textEdited.connect(lambda _text: self.name.hint(""))
        self.retranslate()

    def refresh(self) -> None:
        """Query the store."""
        self.lanes.vault(paper_name, self._take)

    def forget(self) -> None:
        """Nothing that was typed here stays."""
        self.line.setText(self.known.name)
        self.name.hint("")

    def retranslate(self) -> None:
        """Words of the card."""
        tr = self.words
        self.head.setText(tr("Name on neutral papers"))
        self.name.say(tr("Name that says nothing of trafficking"), "")
        self.keep.say(tr("Keep"))
        name = self.known.organisation
        needed = tr(
            "“{name}” tells of trafficking: papers for services that must not be told of it leave it out. They name "
            "the workplace as you write it here, else “a service for people who arrive”."
        )
        free = tr("“{name}” tells nothing of trafficking: it stands on every paper, and no other name is needed.")
        self.told.setText((needed if self.known.needed else free).format(name=beside(name, tr)) if name else "")

    def keep_name(self) -> None:
        """Keep it, or none where the line is empty; one that tells of trafficking is not kept."""
        text = self.line.text()
        self.lanes.vault(lambda store: set_paper_name(store, text), self._kept, self._not_kept)

    def _kept(self, known: PaperName) -> None:
        self._take(known)
        self.said.emit(self.words("Kept for the papers that are made from now on."), Kind.OK, "", None)

    def _not_kept(self, error: Exception) -> None:
        self.name.trouble(str(explain(error, self.words)))

    def _take(self, known: PaperName) -> None:
        self.known = known
        self.forget()
        self.retranslate()
