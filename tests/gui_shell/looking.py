"""What is wrong with a window that somebody looks at: words without room, signs no font has, words not translated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import bidirectional

import shiboken6
from babel.messages.pofile import read_po
from PySide6.QtCore import QDeadlineTimer, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QWidget,
)

from intake_app import languages, paths
from intake_app.gui.answers.picture_parts import Part
from intake_app.gui.controls import Button, keyed
from intake_app.gui.following import SETTLED_MS
from intake_app.gui.foot import Footer
from intake_app.gui.hide import Cover
from intake_app.gui.interview_jump import JumpList
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.person_window import PersonWindow
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import TARGET

_A_LITTLE = 1
"""Pixels that rounding may take."""
_PATIENCE_MS = 1000
_AT_THE_END = ".,;:?!…)]»”"
_PRESSED = (QAbstractButton, QLineEdit, QComboBox, QSlider)
_INNER = (QComboBox, QAbstractItemView, QAbstractSpinBox)
"""What has parts of its own, which are pressed as it is."""
_ENTERED = (*_PRESSED, *_INNER, QTextEdit, QPlainTextEdit)
"""What is pressed, walked or written in."""
_OVER = (Cover, JumpList)
"""What lies over a page, all of which is neither read nor pressed meanwhile."""
_FRAME_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))

UNDRESSED = "/* nothing */"
"""A sheet that dresses nothing, for a test that wants none. Without any Qt forgets which windows of tests before are
dressed, and asks them again once there is one, also those that are gone: the process crashes.
"""


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, the words it is about, and the widget by class and place in the window (x, y, w, h)."""

    kind: str
    words: str
    where: str


def faults(window: QWidget, language: str) -> list[Fault]:
    """All faults of what a window shows in an interface language; that of the person speaks theirs."""
    shown = (window.block or window.more) if isinstance(window, PersonWindow) else None
    if shown is not None:
        language = shown.setting.person
    found = [fault for widget in _shown(window) for fault in _of(widget, window, language)]
    found += _covering(window)
    rtl = languages.get(language).direction == "rtl"
    if (window.layoutDirection() == Qt.LayoutDirection.RightToLeft) != rtl:
        found.append(Fault("direction", language, type(window).__name__))
    return found


def held_items() -> set[QLayoutItem]:
    """What lies in layouts and the toolkit keeps in mind though nobody here made it: also once it is gone."""
    known = (one for one in shiboken6.getAllValidWrappers() if isinstance(one, QLayoutItem))
    return {one for one in known if not isinstance(one, QLayout) and not shiboken6.createdByPython(one)}


def kinds(window: QWidget) -> set[type]:
    """Of what classes of the program a window consists, and what is seen in it."""
    seen = {type(window), *(type(one) for one in window.findChildren(QWidget) if one.isVisible())}
    return {kind for one in seen for kind in one.__mro__ if kind.__module__.startswith("intake_app.gui")}


def out_of_sight(window: QWidget) -> list[Fault]:
    """What one may press but does not see, and what the keyboard goes to without its coming into sight."""
    if any(one.isVisible() for kind in _OVER for one in window.findChildren(kind)):
        return []
    found = cut_at_side(window)
    for foot in window.findChildren(Footer):
        for button in foot.findChildren(Button):
            if button.isVisible() and button.visibleRegion().boundingRect().size() != button.size():
                found.append(Fault("out of sight", button.text(), type(foot).__name__))
    held = window.focusWidget()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, _PATIENCE_MS)
    for area in window.findChildren(QScrollArea):
        holder = area.widget()
        stops = [one for one in keyed(holder) if one.isVisible() and one.isEnabled()] if holder is not None else []
        if area.isVisible() and stops:
            stops[-1].setFocus(Qt.FocusReason.TabFocusReason)
            deadline = QDeadlineTimer(_PATIENCE_MS)
            while stops[-1].visibleRegion().isEmpty() and not deadline.hasExpired():
                QTest.qWait(SETTLED_MS)
            if stops[-1].visibleRegion().isEmpty():
                found.append(Fault("out of sight", stops[-1].accessibleName(), type(stops[-1]).__name__))
    if held is not None:
        held.setFocus(Qt.FocusReason.OtherFocusReason)
    return found


def cut_at_side(window: QWidget) -> list[Fault]:
    """What scrolls downwards alone and is wider than its room, on a page at rest."""
    return list(_too_wide(window))


def small_targets(window: QWidget) -> list[Fault]:
    """What a finger is to meet and is smaller than one, where nothing is scaled down.

    Parts of a drawing are as large as the form draws them.
    """
    return [
        Fault("small target", widget.accessibleName() or _words(widget), _where(widget, window))
        for widget in _shown(window)
        if isinstance(widget, _PRESSED) and not isinstance(widget, Part) and not isinstance(widget.parent(), _INNER)
        if widget.isEnabled()
        if min(widget.height(), widget.width()) < TARGET
    ]


def _too_wide(window: QWidget) -> Iterator[Fault]:
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    for area in window.findChildren(QScrollArea):
        holder = area.widget()
        if holder is not None and area.isVisible() and area.horizontalScrollBarPolicy() == never:
            over = holder.width() - area.viewport().width()
            if over > _A_LITTLE:
                yield Fault("wider than the window", type(holder).__name__, f"by {over}")


def _covering(window: QWidget) -> Iterator[Fault]:
    """What is read or entered and lies over something else that is. Parts of a drawing lie on it."""
    places: list[tuple[QWidget, QRect]] = []
    for widget in _shown(window):
        if (isinstance(widget, _ENTERED) or _words(widget).strip()) and not isinstance(widget, Part):
            place = _in_sight(widget, window)
            for other, there in places:
                both = place & there
                apart = not other.isAncestorOf(widget) and not widget.isAncestorOf(other)
                if apart and _lies_over(other) == _lies_over(widget) and min(both.width(), both.height()) > _A_LITTLE:
                    names = " / ".join(_words(one) or one.accessibleName() for one in (other, widget))
                    yield Fault("one over the other", names, f"{_where(other, window)} / {_where(widget, window)}")
            places.append((widget, place))


def _lies_over(widget: QWidget) -> bool:
    """Whether it is a part of what lies over a page."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, _OVER):
        around = around.parentWidget()
    return around is not None


def _in_sight(widget: QWidget, window: QWidget) -> QRect:
    """Its place in the window, without what the parts around it leave out."""
    place, around = widget.rect(), widget
    while around is not window:
        place.translate(around.pos())
        around = around.parentWidget()
        place &= around.rect()
    return place


def _shown(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.size().isEmpty():
            yield widget


def _of(widget: QWidget, window: QWidget, language: str) -> Iterator[Fault]:
    words = _words(widget)
    if not words.strip():
        return
    where = _where(widget, window)
    if _clipped(widget, words):
        yield Fault("clipped", words, where)
    if _cut_by_parents(widget, window):
        yield Fault("cut by what is around it", words, where)
    if _turned(widget, words):
        yield Fault("sign at the wrong end", words, where)
    if missing := _without_glyph(widget, words):
        yield Fault("no glyph", missing, where)
    if english := _untranslated(words, widget.language if isinstance(widget, TextBlock) else language):
        yield Fault("not translated", english, where)


def _where(widget: QWidget, window: QWidget) -> str:
    corner = widget.mapTo(window, widget.rect().topLeft())
    return f"{type(widget).__name__} {corner.x()},{corner.y()} {widget.width()}x{widget.height()}"


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return str(widget.text())
    if isinstance(widget, TextBlock):
        return widget.text
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _clipped(widget: QWidget, words: str) -> bool:
    if isinstance(widget, TextBlock):
        return widget.height() + _A_LITTLE < widget.heightForWidth(widget.width())
    if isinstance(widget, QLabel):
        return _label_clipped(widget, words)
    if isinstance(widget, Tick) and widget.height() + _A_LITTLE < widget.heightForWidth(widget.width()):
        return True
    if isinstance(widget, Button):
        return _too_small(widget.size(), widget.sizeHint()) or _bold_is_wider(widget, words)
    return isinstance(widget, QAbstractButton) and _too_small(widget.size(), widget.minimumSizeHint())


def _bold_is_wider(button: Button, words: str) -> bool:
    """Whether a pill that looks chosen, and is bold by that, has less room for its words than they take."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    if button.property("role") not in ("pill", "answer") or not option.state & QStyle.StateFlag.State_On:
        return False
    bold = QFont(button.font())
    bold.setBold(True)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
    return QFontMetrics(bold).horizontalAdvance(words.replace("&&", "&")) > room.width() + _A_LITTLE


def _label_clipped(label: QLabel, words: str) -> bool:
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextExpandTabs
    needed = label.fontMetrics().boundingRect(QRect(0, 0, room.width(), 10_000), int(flags), words)
    return needed.width() > room.width() + _A_LITTLE or needed.height() > room.height() + _A_LITTLE


def _too_small(size: QSize, needed: QSize) -> bool:
    return size.width() + _A_LITTLE < needed.width() or size.height() + _A_LITTLE < needed.height()


def _cut_by_parents(widget: QWidget, window: QWidget) -> bool:
    """Whether a parent leaves a part of it out for good: not one that scrolls."""
    place, around = widget.rect(), widget
    while around is not window:
        place.translate(around.pos())
        around = around.parentWidget()
        if around is None or isinstance(around.parentWidget(), QScrollArea) or "Scroll" in type(around).__name__:
            return False
        if not around.rect().adjusted(-_A_LITTLE, -_A_LITTLE, _A_LITTLE, _A_LITTLE).contains(place):
            return True
    return False


def _turned(widget: QWidget, words: str) -> bool:
    """Whether a sign at an end of left-to-right words stands at the other end, in a window from right to left.

    Signs that belong to no direction go with the window, unless the words are held together or end in a letter.
    """
    if widget.layoutDirection() == Qt.LayoutDirection.LeftToRight or isinstance(widget, TextBlock):
        return False
    ways = [bidirectional(sign) for sign in words]
    strong = {way for way in ways if way in ("L", "R", "AL")}
    return strong == {"L"} and "FSI" not in ways and "LRI" not in ways and words.strip()[-1] in _AT_THE_END


def _without_glyph(widget: QWidget, words: str) -> str:
    """The letters that are drawn as an empty box."""
    font = widget._font() if isinstance(widget, TextBlock) else widget.font()
    return "".join(letter for letter in sorted(set(words)) if not letter.isspace() and _boxed(letter, font.families()))


@cache
def _boxed_by(letter: str, families: tuple[str, ...]) -> bool:
    font = QFont()
    font.setFamilies(list(families))
    layout = QTextLayout(letter, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    return 0 in glyphs and QFontMetrics(font).horizontalAdvance(letter) > 0


def _boxed(letter: str, families: list[str]) -> bool:
    return _boxed_by(letter, tuple(families))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    path = paths.translations() / "interface" / f"{language}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        return {str(one.id): str(one.string) for one in read_po(stream) if isinstance(one.id, str) and one.string}


def _untranslated(words: str, language: str) -> str:
    """English words that have a translation."""
    plain = words.translate(_FRAME_MARKS).replace("&&", "&")
    return plain if _catalogue(language).get(plain, plain) != plain else ""
