"""A line that says what went wrong, in whatever language the windows are from then on."""

from intake_app.gui.controls import Label
from intake_app.gui.following import bring
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words


class TroubleLine(Label):
    """Hidden until something is told."""

    def __init__(self, words: Words) -> None:
        super().__init__(role="trouble", wrap=True)
        self._words = words
        self._error: Exception | None = None
        words.changed.connect(self._say)
        self.hide()

    def tell(self, error: Exception) -> None:
        """Show the words for a failure, also where the page has to scroll for that."""
        self._error = error
        self._say()
        self.show()
        bring(self)

    def _say(self) -> None:
        self.setText(str(explain(self._error, self._words)) if self._error is not None else "")
