"""Words drawn by lot for a passphrase, shown once beside the two fields that they are put into."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from intake_app import workflow
from intake_app.gui.controls import Label, column, link, row
from intake_app.gui.fields import Line
from intake_app.gui.nested import nest
from intake_app.gui.words import Words


class Suggestion(QWidget):
    """A quiet link; pressed, it fills the fields and shows the words until they are typed over or `clear` is called."""

    def __init__(self, words: Words, fields: tuple[Line, Line]) -> None:
        super().__init__()
        self.words, self._fields = words, fields
        self.draw, self.about, self.told = link(), Label(role="second", wrap=True), Label(role="heading", wrap=True)
        inside = column(self, gap=0)
        beside = row(gap=0)
        beside.addWidget(self.draw)
        beside.addStretch(1)
        nest(inside, beside)
        for line in (self.about, self.told):
            inside.addWidget(line)
            line.hide()
        self._drawn = ""
        self.draw.clicked.connect(self.suggest)
        for field in fields:
            field.textEdited.connect(lambda _text: self.clear())
        self.retranslate()

    def retranslate(self) -> None:
        """Words of the link, and around the words drawn."""
        self.draw.say(self.words("Suggest six words"))
        self._show()

    def suggest(self) -> None:
        """Draw, fill in, show."""
        self._drawn = workflow.suggest_passphrase(self.words.language)
        for field in self._fields:
            field.setText(self._drawn)
        self._show()
        QTimer.singleShot(0, self, self._into_view)

    def _into_view(self) -> None:
        """The words are of no use below the edge of a small screen."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.told)

    def clear(self) -> None:
        """The words are no longer shown."""
        self._drawn = ""
        self._show()

    def _show(self) -> None:
        self.about.setText(self.words("Learn them by heart, or keep them on paper in another place:"))
        self.told.setText(self._drawn)
        for line in (self.about, self.told):
            line.setVisible(bool(self._drawn))
