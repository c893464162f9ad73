"""The line above a page, which says what happened."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from intake_app.gui.controls import Kind, Label, link, row, scrolled, set_role, stand_on_top
from intake_app.gui.tokens import Space

_SHARE = 4
"""Of a window, for a line above the page."""
_LOOK_AGAIN_MS = 500


Said = str | Callable[[], str]
"""What is said once, or what says it in the language of the windows whenever it is asked."""


class Notice(QFrame):
    """One line that says what happened, sometimes with an undo, instead of a dialog. Screen readers hear it.

    `lost`: it had the keyboard and is gone, and so is what had the keyboard before.
    """

    shown_or_hidden = Signal(bool)
    lost = Signal()

    def __init__(self, over: Callable[[], QWidget | None] = lambda: None) -> None:
        """``over``: the page it stands over, which gets the keyboard back where it was."""
        super().__init__()
        self._over = over
        self._held: QWidget | None = None
        across = row(self)
        across.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.SMALL)
        self.words = Label(wrap=True)
        self.action = link()
        self.dismiss = link(hint="")
        stand_on_top(self.words)
        self.area = scrolled(self.words)
        across.addWidget(self.area, 1)
        across.addWidget(self.action)
        across.addWidget(self.dismiss)
        self._do: Callable[[], None] | None = None
        self._said: Callable[[], tuple[str, str]] | None = None
        self._away = QTimer(self, singleShot=True)
        self._away.timeout.connect(self._go)
        self._stays: Callable[[], bool] = lambda: False
        self.action.clicked.connect(self._act)
        self.dismiss.clicked.connect(self._leave)
        self.dismiss.say("✕")
        self.hide()
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._keyboard_moved)

    def say(
        self,
        text: str,
        kind: Kind = Kind.NEUTRAL,
        action: str = "",
        do: Callable[[], None] | None = None,
        seconds: int = 0,
    ) -> None:
        """Show a sentence; with `action` and `do` a link beside it. `seconds` above 0 takes it away again."""
        set_role(self, "notice" if kind in (Kind.NEUTRAL, Kind.BUSY) else f"notice-{kind}")
        self._said, self._do = None, do
        self._put(text, action)
        self.show()
        self._fit()
        self._away.stop()
        if seconds:
            self._away.start(seconds * 1000)

    def stay_while(self, busy: Callable[[], bool]) -> None:
        """A line whose time is over stays as long as somebody is ``busy``: the page moves under nobody's pointer."""
        self._stays = busy

    def _go(self) -> None:
        if self._stays():
            self._away.start(_LOOK_AGAIN_MS)
        else:
            self._leave()

    def say_in_turn(
        self, said: Callable[[], tuple[str, str]], kind: Kind, do: Callable[[], None] | None = None, seconds: int = 0
    ) -> None:
        """Show a sentence and the words of its link, in whatever language the windows are from now on."""
        self.say(said()[0], kind, said()[1], do, seconds)
        self._said = said

    def says(self, said: Callable[[], tuple[str, str]]) -> bool:
        """Whether this is what is said."""
        return self._said is said and not self.isHidden()

    def take_back(self, said: Callable[[], tuple[str, str]]) -> None:
        """This is said no longer; nothing, where something else is."""
        if self._said is said:
            self._leave()

    def tell(self, text: Said, kind: Kind, action: Said, do: Callable[[], None] | None, seconds: int) -> None:
        """Either of both ways: functions are asked anew when the windows change their language."""
        if callable(text):
            self.say_in_turn(lambda: (text(), _asked(action)), kind, do, seconds)
        else:
            self.say(text, kind, _asked(action), do, seconds)

    def retranslate(self) -> None:
        """The windows speak another language: say it in that one; what was said once is gone."""
        if self._said is None:
            self.hide()
        elif not self.isHidden():
            self._put(*self._said())
            self._fit()

    def _put(self, text: str, action: str) -> None:
        self.words.setText(text)
        self.setAccessibleName(text)
        self.action.say(action)
        self.action.setVisible(bool(action))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As tall as the words are in this width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """The same for larger letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        """No taller than a part of the window: the page and its foot keep their room, and the words scroll."""
        self.words.ensurePolished()
        if (whole := self.layout()) is not None:
            whole.activate()  # a button beside the words has come or gone
        needed, tallest = self.words.heightForWidth(self.area.width()), self.window().height() // _SHARE
        self.area.setFixedHeight(max(0, min(needed, tallest)))
        more, bars = needed > tallest, Qt.ScrollBarPolicy
        self.area.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if more else bars.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if more else Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(self.words.text() if more else "")  # else the words are heard once more

    def setVisible(self, visible: bool) -> None:
        """Tell whoever frames this line."""
        super().setVisible(visible)
        self.shown_or_hidden.emit(visible)

    def name_dismiss(self, text: str) -> None:
        """What a screen reader says for the cross."""
        self.dismiss.setAccessibleName(text)

    def _act(self) -> None:
        do, self._do = self._do, None
        self._leave()
        if do is not None:
            do()

    def _leave(self) -> None:
        """Hide, and give the keyboard back before anything else takes it."""
        held, over = QApplication.focusWidget(), self._over()
        had_keys = held is not None and self.isAncestorOf(held)
        self.hide()
        if not had_keys or over is None:
            return
        before = self._held
        if before is not None and shiboken6.isValid(before) and over.isAncestorOf(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.lost.emit()

    def _keyboard_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        over = self._over() if new is not None else None
        if new is not None and over is not None and over.isAncestorOf(new) and not self.isAncestorOf(new):
            self._held = new


def _asked(words: Said) -> str:
    return words() if callable(words) else words
