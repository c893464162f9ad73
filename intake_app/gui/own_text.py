"""Our own text about a way out that no form asks about: read to the person before they are asked."""

from PySide6.QtWidgets import QWidget

from intake_app.gui.consent_reading import ConsentReading
from intake_app.gui.controls import Label, column
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, steady
from intake_app.workflow import own_words


class OwnText(QWidget):
    """In the language in which they are asked, and beside it in that of the windows. Hidden where it is about nothing.
    """

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.words, self.script = words, own_words.texts()
        self._about = self._language = ""
        self.reading, self.read = ConsentReading(words, look), Label(role="second", wrap=True)
        lines = column(self, gap=Space.SMALL)
        lines.addWidget(self.reading)
        lines.addWidget(self.read)
        self.hide()

    def tell(self, about: str, language: str) -> None:
        """What it is about, of `own_words.READ_OUT` or "", and the code of the language in which they are asked."""
        if (about, language) != (self._about, self._language):
            self._about, self._language = about, language
            self.retranslate()

    def retranslate(self) -> None:
        """Words; the text is set anew."""
        tr, about = self.words, self._about
        passage = self.script.passage(about, self._language, tr.language) if about else None
        self.reading.show_passages((passage,) if passage is not None else ())
        told = tr(
            "Read this out to them before they answer. A draft that no speaker has reviewed. The text that is kept "
            "with their word: {text}"
        )
        self.read.setText(told.format(text=steady(self.script.name)))
        self.setVisible(bool(about))
