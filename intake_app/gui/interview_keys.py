"""What a key means in an interview when no field takes it."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from intake_app.xform import AnswerState

_PLAIN = Qt.KeyboardModifier.NoModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
HIDE_KEYS = {"person": "Ctrl+Shift+H", "mediator": "Ctrl+Alt+H"}
"""They hide the language of a side of the conversation in the mediator's window, or show it again."""
_PLACES = {57: Qt.Key.Key_N, 33: Qt.Key.Key_P}
"""X11 and Wayland codes of the keys where Latin N and P lie, for keyboards set to another script."""

_TYPED = {
    "ar": ("ى", "ح"), "fa": ("د", "ح"), "ur": ("نغ", "پح"), "bn": ("সলন", "\u09dcজপ"),
    "am": ("ነን", "ፐፕ"), "ti": ("ነን", "ፐፕ"),
}  # fmt: skip
"""What the keys of Latin N and P type on the keyboards that are in use for a language."""


class Deed(StrEnum):
    """What a key asks for."""

    ENTER = "enter"
    ON = "on"
    BACK = "back"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    UP = "up"
    DOWN = "down"


STATES = {Deed.UNKNOWN: AnswerState.DOES_NOT_KNOW, Deed.DECLINED: AnswerState.DECLINED}
"""What is said instead of an answer."""


def deed_of(event: QKeyEvent) -> Deed | None:
    """The deed of a key, or None."""
    key, held = Qt.Key(event.key()), event.modifiers() & ~_PAD
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return {_PLAIN: Deed.ENTER, Qt.KeyboardModifier.ControlModifier: Deed.ON}.get(held)
    if held == Qt.KeyboardModifier.AltModifier:
        return {Qt.Key.Key_Left: Deed.BACK}.get(key) or _state(event, key)
    if held != _PLAIN:
        return None
    plain = {Qt.Key.Key_Backspace: Deed.BACK, Qt.Key.Key_PageUp: Deed.UP, Qt.Key.Key_PageDown: Deed.DOWN}
    return plain.get(key) or _state(event, key)


def digit_of(event: QKeyEvent) -> int | None:
    """The number of a digit key, of any script, held alone."""
    text = event.text()
    if event.modifiers() & ~_PAD or len(text) != 1 or not text.isdecimal():
        return None
    return unicodedata.decimal(text)


def only_held(event: QKeyEvent) -> bool:
    """Whether a key that answers, or turns the page, is held down since it did: it does so once."""
    return event.isAutoRepeat() and (digit_of(event) is not None or deed_of(event) not in (None, Deed.UP, Deed.DOWN))


class SameDigit:
    """A digit pressed twice at once answers one question, not also the next that came by itself in between."""

    def __init__(self) -> None:
        self._pressed: int | None = None
        self._since = QElapsedTimer()

    def take(self, number: int) -> bool:
        """Whether the key answers what is seen now."""
        at_once = self._since.isValid() and self._since.elapsed() < QApplication.doubleClickInterval()
        if at_once and number == self._pressed:
            return False
        self._pressed = number
        self._since.invalidate()
        return True

    def went_on(self) -> None:
        """The interview went on by itself to a question that nobody has seen yet."""
        self._since.start()


def letters_on(key: str, spoken: Iterable[str]) -> set[str]:
    """What key N or P may type where these languages are spoken: its Latin letter, and those of other keyboards."""
    other = (_TYPED.get(code.split("-")[0], ("", ""))[key == "P"] for code in spoken)
    return {key, *"".join(other)}


def letter_of(event: QKeyEvent) -> str:
    """A letter of any script that is typed, or the sign of a vowel on one; "" for every other key."""
    text = event.text()
    held = event.modifiers() & ~(_PAD | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    return text if held == _PLAIN and text and all(unicodedata.category(char)[0] in "LM" for char in text) else ""


def _state(event: QKeyEvent, key: Qt.Key) -> Deed | None:
    latin = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    meant = key if latin else _PLACES.get(event.nativeScanCode())
    return {Qt.Key.Key_N: Deed.UNKNOWN, Qt.Key.Key_P: Deed.DECLINED}.get(meant) if meant else None
