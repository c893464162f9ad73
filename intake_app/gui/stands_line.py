"""On what something would leave by what was said until now, told before anything is noted or written."""

from collections.abc import Callable

from intake_app.errors import IntakeError
from intake_app.gui.consent_words import rests_on
from intake_app.gui.controls import Label
from intake_app.gui.lanes import Lanes
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.vault import Vault
from intake_app.workflow.standing_now import Stands


class StandsLine(Label):
    """Blank while nobody is chosen to whom it would go, and until the store has answered."""

    def __init__(self, words: Words) -> None:
        super().__init__(role="second", wrap=True)
        self._words, self._asked = words, ""
        self._stands: Stands | None = None
        words.changed.connect(self._say)
        self._say()

    def ask(self, lanes: Lanes, about: str, look: Callable[[Vault, str], Stands]) -> None:
        """Look up how it stands for `about`, "" for nobody; the same is not looked up twice."""
        if about == self._asked:
            return
        self._asked = about
        self._take(about, None)
        if about:
            lanes.vault(lambda store: look(store, about), lambda found: self._take(about, found))

    def forget(self) -> None:
        """Something was kept since: the same is looked up anew."""
        self._asked = ""

    def _take(self, about: str, found: Stands | None) -> None:
        """What was found, unless somebody else is chosen by now."""
        if about == self._asked:
            self._stands = found
            self._say()

    def _say(self) -> None:
        found, tr = self._stands, self._words
        self.setText("" if found is None else _told(found, tr))
        self.setVisible(found is not None)


def _told(found: Stands, tr: Words) -> str:
    return rests_on(found.basis, tr) if found.basis else explain(IntakeError(found.why), tr).sentence
