"""The bottom line: back, stop and resume later, whether it is saved, on."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer

from intake_app.gui import controls
from intake_app.gui.controls import link, primary, secondary, set_role
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

PANEL_KEY = "F8"
_MOMENT = 60_000
_TOLD = 12
"""Letters of the line that there is room for at least, in which it breaks."""


class Footer(controls.Footer):
    """Buttons `back_button`, `stop_button`, `discreet_button`, `panel_button`, `next_button`; a line on saving."""

    def __init__(self, words: Words) -> None:
        self.back_button = secondary(hint="")
        self.stop_button, self.discreet_button = link(), link("F7")
        self.panel_button = link(hint=PANEL_KEY)
        self.next_button = primary(hint="↵")
        quiet = (self.back_button, self.stop_button, self.discreet_button, self.panel_button)
        super().__init__(quiet, (self.next_button,))
        self._words = words
        self._at: datetime | None = None
        self._last: Callable[[], str] = str
        self._discreet = False
        self.told = self.note
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._say_time)
        self.retranslate()

    def _note_width(self) -> int:
        """The line breaks in the room that there is."""
        return self.told.fontMetrics().averageCharWidth() * _TOLD

    def retranslate(self) -> None:
        """Words and arrows in the interface language."""
        tr = self._words
        rtl = tr.direction == Qt.LayoutDirection.RightToLeft
        back, on = ("→", "←") if rtl else ("←", "→")
        self.back_button.say(f"{back} {tr('Back')}", tr("Back"))
        self.stop_button.say(tr("Stop and resume later"))
        self.say_discreet(on=self._discreet)
        self._say_panel()
        self.next_button.say(f"{tr('Next')} {on}", tr("Next"))
        self.told.setText(self._last())

    def say_discreet(self, *, on: bool) -> None:
        """The key for somebody who listens. Its words say nothing of why; who can not see it hears it."""
        tr = self._words
        self._discreet = on
        words = tr("All questions") if on else tr("Simple questions only")
        meant = (
            tr("Nobody listens any more: ask all questions")
            if on
            else tr("Someone is listening: leave sensitive questions for later")
        )
        self.discreet_button.say(words, meant)

    def _say_panel(self) -> None:
        """The key to what the mediator alone sees. Who sits beside reads and hears nothing of what is behind it."""
        tr = self._words
        self.panel_button.say(tr("More"), tr("Column at the side"))
        self.panel_button.setToolTip(f"{tr('More')} ({PANEL_KEY})")

    def saving(self) -> None:
        """A save is under way; said only when nothing better is known."""
        if self._at is None:
            self._say(lambda: self._words("Saving…"))

    def saved(self, at: datetime) -> None:
        """Everything up to now is in the store."""
        self._at = at
        self._say(lambda: self._words("Saved a moment ago"))
        self._later.start(_MOMENT)

    def failed(self, error: Exception) -> None:
        """The last save did not work; said plainly, and kept until one does."""
        tr = self._words
        self._at = None
        self._later.stop()
        self._say(lambda: tr("Not saved.") + f" {explain(error, tr)}", trouble=True)

    def closed(self) -> None:
        """The record is finished: no save is due any more, and what was said of one that failed is past."""
        self._at = None
        self._later.stop()
        self.stop_button.hide()
        self.discreet_button.hide()
        self._say(lambda: "")

    def _say(self, words: Callable[[], str], *, trouble: bool = False) -> None:
        """Words that are asked for again in another language."""
        self._last = words
        set_role(self.told, "trouble" if trouble else "second")
        self.told.setText(words())

    def _say_time(self) -> None:
        if self._at is not None:
            time = self._at.strftime("%H:%M")
            self._say(lambda: self._words("Saved at {time}").format(time=time))
