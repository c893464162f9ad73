"""The bottom line: back, stop and resume later, whether it is saved, on."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer

from intake_app.gui import foot
from intake_app.gui.controls import Button, Once, link, secondary, set_role
from intake_app.gui.more_pill import put_away
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

STOP_KEY, DISCREET_KEY, PANEL_KEY = "Ctrl+W", "F7", "F8"
_MOMENT = 60_000
_FEWEST = 3
_TOLD = 12
"""Letters of the line that there is room for at least, in which it breaks."""


class Footer(foot.Footer):
    """Buttons `back_button`, `stop_button`, `discreet_button`, `panel_button`, `next_button`; a line on saving."""

    def __init__(self, words: Words) -> None:
        self.back_button = secondary(hint="")
        self.stop_button, self.discreet_button = link(STOP_KEY), link(DISCREET_KEY)
        self.panel_button = link(hint=PANEL_KEY)
        self.next_button, self.page_button = Once("primary", hint="↵"), Once("primary", hint=PANEL_KEY)
        self.page_button.hide()  # until the page is covered
        self.page_button.clicked.connect(self.panel_button.click)
        self._discreet = self._troubled = self._low = self._concluding = False
        self._end_words: Callable[[bool], str] = lambda _short: ""
        self._level = 0
        """How few words there are: all; none on what is saved and short ones; shorter ones; less of the rest."""
        quiet = (self.back_button, self.stop_button, self.discreet_button, self.panel_button)
        super().__init__(quiet, (self.next_button, self.page_button))
        self._words = words
        self._at: datetime | None = None
        self._last: Callable[[], str] = str
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
        self._say_quiet()
        self.next_button.say(f"{tr('Next')} {on}", tr("Next"))
        self.page_button.say(f"{back} {tr('Back to the page')}", tr("Back to the page"))
        self.told.setText(self._last())

    def say_discreet(self, *, on: bool) -> None:
        """Whether sensitive questions wait."""
        self._discreet = on
        self._say_quiet()

    def say_concluding(self, *, on: bool) -> None:
        """Whether the mediator is to conclude: what is at the side helps with that, in words that say no more."""
        if on != self._concluding:
            self._concluding = on
            self._fit()
            self._say_quiet()

    @property
    def ends(self) -> tuple[Button, ...]:
        """What stands after the button to go on."""
        return self._actions[2:]

    def cover(self, *, on: bool, more: bool) -> None:
        """The page is covered: nothing here goes on from what is not seen, and one button leads back to it.

        `more`: there is a page after this one.
        """
        for button in (self.back_button, self.panel_button, *self.ends):
            button.setHidden(on)
        self.next_button.setHidden(on or not more)
        self.page_button.setVisible(on)
        self._fit()

    def take_end(self, end: Button | None, words: Callable[[bool], str] = lambda _short: "") -> None:
        """What ends the interview stands where one goes on before, while its page is seen. `words`: the short ones,
        or all.
        """
        for button in self.ends:
            self._parts.removed(button)
        self._actions = (self.next_button, self.page_button, *((end,) if end is not None else ()))
        self._end_words = words
        if end is not None:
            self._parts.added(end)
            end.setHidden(not self.page_button.isHidden())
        self._fit()

    def fold_up(self, *, low: bool) -> None:
        """In a low window all stands in one line, if need be in fewer words."""
        if low != self._low:
            self._low = low
            self._above = Space.HAIR if low else Space.MEDIUM
            self._fit()

    def _fit(self) -> None:
        fits = (one for one in (0, 1, 2) if self._wide(one) <= self.width())
        level = next(fits, _FEWEST)
        if not self._low and level > 1:  # there is room for a second line, with all words
            level = 0
        if level != self._level:
            self._level = level
            self._say_quiet()
        self._say_end()
        if level == 0:
            super()._fit()
            return
        self.space(roomy=self._wide(level, roomy=True) <= self.width())
        for button in (*self._quiet, *self._actions):
            button.show_hint(False)
        beyond, kept_all = self._wide(level) > self.width(), self._keeps_all
        self.hold([one for one in self._quiet[1:] if not put_away(one)] if beyond else ())
        if kept_all != self._keeps_all:
            self._say_quiet()
        self._parts.fold(False)

    def _wide(self, level: int, *, roomy: bool = False) -> int:
        """How wide one line is with so few words."""
        gap = foot.white(Space.MEDIUM, roomy)
        told, wide = self._words_of(level), 2 * foot.white(Space.LARGE, roomy)
        for button in (*self._quiet, *self._actions):
            if not put_away(button):
                metrics, text = button.fontMetrics(), button.text()
                other = told.get(button, text)
                more = metrics.horizontalAdvance(other) - metrics.horizontalAdvance(text)
                more += other != text  # what Qt rounds: else words that just fit come and go without end
                wanted = button.wanted(False)  # what is one sign is as wide as it is high
                wide += max(wanted + more, button.sizeHint().height()) + gap
        return wide + (self._note_width() + gap if self._notes(level) else 0)

    def _notes(self, level: int) -> bool:
        """Whether there is room to say what is saved; what is not is always said."""
        return level == 0 or self._troubled

    def _words_of(self, level: int) -> dict[Button, str]:
        tr = self._words
        stop = tr("Stop and resume later")
        discreet = tr("All questions") if self._discreet else tr("Simple questions only")
        short = self.fontMetrics().elidedText(stop, Qt.TextElideMode.ElideRight, self.width() // 6)
        return {
            self.stop_button: stop if level < _FEWEST else short,
            self.discreet_button: discreet if level == 0 else tr("All again") if self._discreet else tr("Simple only"),
            self.panel_button: self._more() if level < 2 else tr("More"),
            **{end: self._end_words(level == _FEWEST) for end in self.ends},
        }

    def _say_end(self) -> None:
        for end in self.ends:
            told = self._end_words(self._level == _FEWEST)
            if end.text() != told:
                end.say(told, self._end_words(False))

    def _more(self) -> str:
        return self._words("What the program suggests") if self._concluding else self._words("More")

    def _say_quiet(self) -> None:
        """The quiet buttons. Of the one for somebody who listens words say nothing of why; who can not see it hears it.

        Behind the last is what the mediator alone sees: who sits beside reads and hears nothing of that.
        """
        tr, told = self._words, self._words_of(self._level if self._keeps_all else 0)
        meant = (
            tr("Nobody listens any more: ask all questions")
            if self._discreet
            else tr("Someone is listening: leave sensitive questions for later")
        )
        self.stop_button.say(told[self.stop_button], tr("Stop and resume later"))
        self.discreet_button.say(told[self.discreet_button], meant)
        self.panel_button.say(told[self.panel_button], tr("Column at the side"))
        self.panel_button.setToolTip(f"{self._more()} ({PANEL_KEY})")
        self.told.setVisible(self._notes(self._level))

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
        self._last, self._troubled = words, trouble
        self.told.setVisible(self._notes(self._level))
        set_role(self.told, "trouble" if trouble else "second")
        self.told.setText(words())

    def _say_time(self) -> None:
        if self._at is not None:
            time = self._at.strftime("%H:%M")
            self._say(lambda: self._words("Saved at {time}").format(time=time))
