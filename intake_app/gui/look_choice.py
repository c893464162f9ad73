"""Size, colours and language as somebody at the program chooses them, and where that is kept for the next start."""

import json
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from intake_app import i18n
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Button, set_role
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.tokens import STEP, SYSTEM, Look, usual_here
from intake_app.gui.words import Words, key_name
from intake_app.i18n import msg

COLOURS = {
    SYSTEM: msg("As the system"),
    "light": msg("Light"),
    "dark": msg("Dark"),
    "contrast": msg("High contrast"),
}
_SCALES = ("scale", "person", "mediator")
_LARGEST_FILE = 4096


def colours_menu(owner: QWidget, look: Look, words: Words) -> QMenu:
    """A menu of the palettes; a choice is seen at once."""
    menu = QMenu(words("Colours"), owner)
    set_role(menu, "languages")
    _offer_colours(menu, look, words)
    return menu


def _offer_colours(menu: QMenu, look: Look, words: Words) -> None:
    one = QActionGroup(menu)
    for name, told in COLOURS.items():
        action = one.addAction(words(told))
        action.setCheckable(True)
        action.setChecked(name == look.colours)
        action.triggered.connect(lambda _on=False, name=name: look.set_palette(name))
        menu.addAction(action)


def look_pill(words: Words, look: Look) -> Button:
    """A pill with a menu of sizes and colours; its name on it is the same in every language."""
    made = MenuPill(arrow=False)

    def offer(shown: QMenu) -> None:
        _offer_colours(shown, look, words)
        shown.addSeparator()
        for text, keys, by in (
            (words("Everything larger"), "Ctrl++", STEP),
            (words("Everything smaller"), "Ctrl+-", -STEP),
        ):
            action = shown.addAction(f"{text}\t{key_name(keys)}")
            action.triggered.connect(lambda _on=False, by=by: look.set_scale(look.tokens.scale + by))
        usual = shown.addAction(words("Usual size") + "\t" + key_name("Ctrl+0"))
        usual.triggered.connect(lambda: look.set_scale(usual_here()))

    def retranslate() -> None:
        made.say("Aa", words("Size and colours"))

    made.opens(offer)
    words.changed.connect(retranslate)
    retranslate()
    return made


class KeptLook(QObject):
    """The look and the language of windows in a small file beside the store: no word about anybody, and needed before
    the store is open.

    What can not be read or written is passed over: it is a comfort, not a record.
    """

    def __init__(self, look: Look, path: Path, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._look, self._path = look, path
        self.language = ""
        """As it was chosen by hand; "" where nobody did."""
        self.load()
        look.changed.connect(self._save)
        look.chosen.connect(self._save)

    def load(self) -> None:
        """Take what was kept; what the system asks for where nothing was."""
        kept = self._read()
        colours = kept.get("colours")
        scales = [_size(kept.get(name), usual_here() if name == "scale" else 1.0) for name in _SCALES]
        chosen = kept.get("language")
        self.language = chosen if isinstance(chosen, str) and i18n.for_windows(chosen) == chosen else ""
        self._look.take(colours if isinstance(colours, str) and colours in COLOURS else SYSTEM, *scales)

    def keep_language(self, language: str) -> None:
        """Somebody chose another."""
        self.language = language
        self._save()

    def _read(self) -> dict[str, object]:
        try:
            kept = json.loads(files.read(self._path, _LARGEST_FILE))
        except (IntakeError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _save(self) -> None:
        look = self._look
        scales = {name: getattr(look.tokens, name) for name in _SCALES}
        kept = {"colours": look.colours, "language": self.language, **scales}
        try:
            files.write_private(self._path, json.dumps(kept).encode())
        except (OSError, IntakeError):
            return


def _size(kept: object, usual: float) -> float:
    """A size that was kept; the usual one where it is none, or no number at all."""
    return kept if isinstance(kept, int) or (isinstance(kept, float) and isfinite(kept)) else usual
