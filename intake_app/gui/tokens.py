"""The look as values: colours, spaces, sizes of type, fonts by script; nothing else in `gui` names a colour.

Lengths are logical pixels at scale 1; a person scales all of them between `SMALLEST` and `LARGEST`.
"""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette

from intake_app import languages

SMALLEST, LARGEST, STEP = 0.8, 2.0, 0.1


class Size(IntEnum):
    """Type in pixels at scale 1."""

    QUESTION = 30
    TITLE = 24
    CHOICE = 21
    MEDIATOR = 18
    CONTROL = 16
    SECOND = 14
    KEY = 12


class Space(IntEnum):
    """Gaps in pixels at scale 1."""

    HAIR = 4
    SMALL = 8
    MEDIUM = 12
    NORMAL = 16
    LARGE = 24
    HUGE = 32


TARGET = 44
CHOICE_ROW = 64
RADIUS_CONTROL = 8
RADIUS_CARD = 12


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for. Each text pair has a contrast of at least 4.5:1."""

    ink: str
    ink_soft: str
    ground: str
    paper: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    stop: str
    stop_soft: str
    focus: str
    focus_edge: str


LIGHT = Palette(
    ink="#16232b", ink_soft="#4a5b66", ground="#f3f6f7", paper="#ffffff", line="#d5dde1",
    accent="#0b5c6b", accent_soft="#e0eff1", on_accent="#ffffff",
    ok="#1d6b3a", ok_soft="#e3f3e8", warn="#8a4b00", warn_soft="#fdf0dc", stop="#9b1c1c", stop_soft="#fbe9e7",
    focus="#ffb000", focus_edge="#16232b",
)  # fmt: skip

DARK = Palette(
    ink="#e9f0f3", ink_soft="#a9bac4", ground="#10191f", paper="#18242b", line="#33444e",
    accent="#7fd0de", accent_soft="#15373f", on_accent="#0b1a1f",
    ok="#8fd8a8", ok_soft="#163424", warn="#f2c078", warn_soft="#3a2a10", stop="#f3a39c", stop_soft="#401c1a",
    focus="#ffb000", focus_edge="#0b1a1f",
)  # fmt: skip

CONTRAST = Palette(
    ink="#000000", ink_soft="#1f1f1f", ground="#ffffff", paper="#ffffff", line="#000000",
    accent="#003c48", accent_soft="#e6f6f9", on_accent="#ffffff",
    ok="#00401b", ok_soft="#ffffff", warn="#5a2f00", warn_soft="#ffffff", stop="#7a0000", stop_soft="#ffffff",
    focus="#ffb000", focus_edge="#000000",
)  # fmt: skip

PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


@dataclass(frozen=True)
class Tokens:
    """One look: a palette and a scale."""

    palette: Palette = LIGHT
    scale: float = 1.0

    def px(self, length: float) -> int:
        """A length at this scale, never below one pixel."""
        return max(1, round(length * self.scale))

    def font(self, language: str, size: int = Size.CONTROL, *, bold: bool = False) -> QFont:
        """The font for text in a language (BCP 47), by the script of that language."""
        font = QFont()
        font.setFamilies(families(language))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font

    def color(self, name: str) -> QColor:
        """A colour of the palette by its token name."""
        return QColor(getattr(self.palette, name))

    def qt_palette(self) -> QPalette:
        """The same colours as Qt's own palette, for what no style sheet reaches."""
        made = QPalette()
        roles = QPalette.ColorRole
        for role, name in (
            (roles.Window, "ground"), (roles.WindowText, "ink"), (roles.Base, "paper"), (roles.AlternateBase, "ground"),
            (roles.Text, "ink"), (roles.Button, "paper"), (roles.ButtonText, "ink"), (roles.Highlight, "accent"),
            (roles.HighlightedText, "on_accent"), (roles.PlaceholderText, "ink_soft"), (roles.ToolTipBase, "paper"),
            (roles.ToolTipText, "ink"), (roles.Link, "accent"), (roles.Mid, "line"), (roles.Light, "paper"),
        ):  # fmt: skip
            made.setColor(role, self.color(name))
        return made


def families(language: str) -> list[str]:
    """Font families for a language: its own first, then Noto Sans for Latin digits and names."""
    known = languages.get(language)
    wanted = [known.font_family, *("Noto Sans",)]
    return list(dict.fromkeys(wanted))


def line_height(language: str) -> float:
    """Line height as a multiple of the size of type: 1.45, more for scripts that need air."""
    return languages.get(language).line_height


def direction(language: str) -> Qt.LayoutDirection:
    """The direction of text in a language."""
    rtl = languages.get(language).direction == "rtl"
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight


class Look(QObject):
    """The present tokens; `changed` tells windows to take the new style sheet."""

    changed = Signal()

    def __init__(self, tokens: Tokens | None = None) -> None:
        super().__init__()
        self.tokens = tokens or Tokens()

    def set_scale(self, scale: float) -> None:
        """Take a scale, held between the smallest and the largest."""
        kept = min(LARGEST, max(SMALLEST, round(scale, 2)))
        self._take(Tokens(self.tokens.palette, kept))

    def set_palette(self, name: str) -> None:
        """Take a palette by its name in `PALETTES`."""
        self._take(Tokens(PALETTES[name], self.tokens.scale))

    def _take(self, tokens: Tokens) -> None:
        if tokens != self.tokens:
            self.tokens = tokens
            self.changed.emit()
