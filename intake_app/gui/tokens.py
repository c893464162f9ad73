"""The look as values: colours, spaces, sizes of type, fonts by script; nothing else in `gui` names a colour.

Lengths are logical pixels at scale 1; a person scales all of them between `SMALLEST` and `LARGEST`, and so, beside it,
the words of the form in either language of a conversation.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from math import floor

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from intake_app import languages

SMALLEST, LARGEST, STEP = 0.7, 2.0, 0.1
"""The smallest leaves room on a screen of 1366x768 that a desktop shows at three times the size."""
_ROOMY, _MUCH = QSize(1920, 1080), 1.5
"""On a screen so many times this one everything is larger from the beginning."""


class Size(IntEnum):
    """Type in pixels at scale 1."""

    QUESTION = 30
    TITLE = 24
    CHOICE = 21
    MEDIATOR = 18
    CONTROL = 16
    SECOND = 14
    KEY = 12


HEADINGS = {1: 1.4, 2: 1.25, 3: 1.12}
"""By the level of a heading in words of a form, how many times larger it is than the words around it; those of lower
levels are as large.
"""


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
    """Colours by what they are for. Each text pair has a contrast of at least 4.5:1, the edge of a `field` 3:1.

    `off` and `off_edge`, a line of CSS, are what can not be pressed for now: it looks like nothing that can.
    """

    ink: str
    ink_soft: str
    ground: str
    paper: str
    line: str
    field: str
    off: str
    off_edge: str
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

    def edge(self, front: str, back: str) -> str:
        """The colour of the line around words on a ground: it is seen where the ground is that of the paper."""
        return front if back == self.paper else back


LIGHT = Palette(
    ink="#16232b", ink_soft="#4a5b66", ground="#f3f6f7", paper="#ffffff", line="#d5dde1",
    field="#7b8991", off="#4a5b66", off_edge="1px solid #d5dde1",
    accent="#0b5c6b", accent_soft="#e0eff1", on_accent="#ffffff",
    ok="#1d6b3a", ok_soft="#e3f3e8", warn="#8a4b00", warn_soft="#fdf0dc", stop="#9b1c1c", stop_soft="#fbe9e7",
    focus="#ffb000", focus_edge="#16232b",
)  # fmt: skip

DARK = Palette(
    ink="#e9f0f3", ink_soft="#a9bac4", ground="#10191f", paper="#18242b", line="#33444e",
    field="#66808e", off="#a9bac4", off_edge="1px solid #33444e",
    accent="#7fd0de", accent_soft="#15373f", on_accent="#0b1a1f",
    ok="#8fd8a8", ok_soft="#163424", warn="#f2c078", warn_soft="#3a2a10", stop="#f3a39c", stop_soft="#401c1a",
    focus="#ffb000", focus_edge="#0b1a1f",
)  # fmt: skip

CONTRAST = Palette(
    ink="#000000", ink_soft="#1f1f1f", ground="#ffffff", paper="#ffffff", line="#000000",
    field="#000000", off="#6b6b6b", off_edge="1px dashed #6b6b6b",
    accent="#003c48", accent_soft="#e6f6f9", on_accent="#ffffff",
    ok="#00401b", ok_soft="#ffffff", warn="#5a2f00", warn_soft="#ffffff", stop="#7a0000", stop_soft="#ffffff",
    focus="#ffb000", focus_edge="#000000",
)  # fmt: skip

PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
SYSTEM = "system"
"""The choice that takes what the desktop asks for."""


@dataclass(frozen=True)
class Tokens:
    """One look: a palette, a scale of everything, and on top of it one for the words in each of the two languages."""

    palette: Palette = LIGHT
    scale: float = 1.0
    person: float = 1.0
    mediator: float = 1.0

    @property
    def of_person(self) -> "Tokens":
        """The same for words in the person's language."""
        return self if self.person == 1.0 else replace(self, scale=self.scale * self.person, person=1.0)

    @property
    def of_mediator(self) -> "Tokens":
        """The same for words in the mediator's language."""
        return self if self.mediator == 1.0 else replace(self, scale=self.scale * self.mediator, mediator=1.0)

    def px(self, length: float) -> int:
        """A length at this scale, never below one pixel."""
        return max(1, round(length * self.scale))

    def legible(self, colour: str) -> str:
        """A colour of a form (a name or ``#rrggbb``), nearer to the ink until it can be read; "" for none, as in high
        contrast."""
        return _legible(colour, self.palette)

    def font(self, language: str, size: int = Size.CONTROL, *, bold: bool = False) -> QFont:
        """The font for text in a language (BCP 47), by the script of that language."""
        font = QFont()
        font.setFamilies(families(language))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        if languages.get(language).font_family == UPRIGHT:
            font.setFeature(QFont.Tag("locl"), 0)  # by which it has the figures of Urdu in each language
        else:
            font.unsetFeature(QFont.Tag("locl"))  # a new font has what that of the application has
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


CLIMBING = "Noto Nastaliq Urdu"
"""A font whose letters climb: only `shaped` draws it right."""
UPRIGHT = "Noto Naskh Arabic"
"""The same letters, each on the line."""


@lru_cache(maxsize=256)
def _legible(colour: str, palette: Palette) -> str:
    front, ink = QColor(colour), QColor(palette.ink)
    if palette is CONTRAST or not front.isValid():
        return ""
    grounds = [_light(QColor(ground)) for ground in (palette.ground, palette.paper, palette.accent_soft)]
    for share in range(11):  # tenths of ink
        parts = zip(_parts(front), _parts(ink), strict=True)
        mixed = QColor(*(round((a * (10 - share) + b * share) / 10) for a, b in parts))
        if all(max(one, _light(mixed)) >= 4.5 * min(one, _light(mixed)) for one in grounds):
            return mixed.name()
    return ""


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def _light(colour: QColor) -> float:
    """How light a colour is, as WCAG 2 compares it."""
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05


def families(language: str) -> list[str]:
    """Font families for a language: its own first, then Noto Sans for Latin digits and names.

    For what the toolkit places itself: a font whose letters climb is drawn by `shaped`, an upright one stands in here.
    """
    known = languages.get(language)
    own = UPRIGHT if known.font_family == CLIMBING else known.font_family
    wanted = [own, "Noto Sans"]
    return list(dict.fromkeys(wanted))


def line_height(language: str) -> float:
    """Line height as a multiple of the size of type: 1.45, more for scripts that need air."""
    return languages.get(language).line_height


def direction(language: str) -> Qt.LayoutDirection:
    """The direction of text in a language."""
    rtl = languages.get(language).direction == "rtl"
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight


def palette_asked(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> str:
    """The palette that comes nearest to what a desktop asks for; light where it says nothing."""
    if contrast == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _of_the_desktop() -> str:
    hints = QGuiApplication.styleHints()
    return palette_asked(hints.colorScheme(), hints.accessibility().contrastPreference())


class Look(QObject):
    """The present tokens; `changed` tells windows to take the new style sheet.

    `colours` is what was chosen, a name in `PALETTES` or `SYSTEM`; `chosen` comes when that changes.
    `desktop` tells which palette the desktop asks for.
    """

    changed = Signal()
    chosen = Signal()

    def __init__(self, tokens: Tokens | None = None, desktop: Callable[[], str] = _of_the_desktop) -> None:
        super().__init__()
        self.tokens = tokens or Tokens()
        self.colours = "light"
        self._desktop = desktop

    def set_scale(self, scale: float) -> None:
        """Take a scale, held between the smallest and the largest."""
        self._take(replace(self.tokens, scale=_held(scale)))

    def set_person_scale(self, scale: float) -> None:
        """Take a scale for the words in the person's language, beside that of everything."""
        self._take(replace(self.tokens, person=_held(scale)))

    def set_mediator_scale(self, scale: float) -> None:
        """Take a scale for the words in the mediator's language, beside that of everything."""
        self._take(replace(self.tokens, mediator=_held(scale)))

    def set_palette(self, name: str) -> None:
        """Take a palette by its name in `PALETTES`, or that of the desktop, as it changes, by `SYSTEM`."""
        self.take(name, self.tokens.scale, self.tokens.person, self.tokens.mediator)

    def take(self, colours: str, scale: float, person: float, mediator: float) -> None:
        """Take a whole choice at once: windows are dressed anew no more than once."""
        before, self.colours = self.colours, colours
        signal = QGuiApplication.styleHints().colorSchemeChanged
        if SYSTEM in (before, colours) and before != colours:
            (signal.connect if colours == SYSTEM else signal.disconnect)(self._follow)
        palette = PALETTES[self._desktop() if colours == SYSTEM else colours]
        self._take(Tokens(palette, _held(scale), _held(person), _held(mediator)))
        if before != colours:
            self.chosen.emit()

    def _follow(self) -> None:
        self._take(replace(self.tokens, palette=PALETTES[self._desktop()]))

    def _take(self, tokens: Tokens) -> None:
        if tokens != self.tokens:
            self.tokens = tokens
            self.changed.emit()


def usual(room: QSize) -> float:
    """The size of everything where nobody chose one, on a screen with this room in the toolkit's pixels.

    A screen of 4K that no desktop shows larger would be nearly empty, with letters of a millimetre and a half.
    """
    share = min(room.width() / _ROOMY.width(), room.height() / _ROOMY.height())
    return _held(floor(share * 10) / 10) if share >= _MUCH else 1.0


def usual_here() -> float:
    """The same for the screen that there is."""
    screen = QGuiApplication.primaryScreen()
    return usual(screen.availableSize()) if screen is not None else 1.0


def here(length: float) -> int:
    """A length at the scale that the letters of the windows have now, for what is laid out without tokens."""
    letters = QGuiApplication.font().pixelSize()
    return max(1, round(length * letters / Size.CONTROL)) if letters > 0 else round(length)


def _held(scale: float) -> float:
    return min(LARGEST, max(SMALLEST, round(scale, 2)))
