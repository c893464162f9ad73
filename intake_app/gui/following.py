"""Where the window is low for large letters, a page that scrolls goes where the keyboard goes."""

from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QScrollArea, QScrollBar, QWidget

from intake_app.gui.fields import Field
from intake_app.gui.table import Table
from intake_app.gui.tokens import Space

SETTLED_MS = 20
"""After which layouts within layouts have given each its room, mostly."""
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
_SURELY_MS = 300
"""For as long the page is looked at again when its height is another."""


def turned(key: int, *areas: QScrollArea) -> bool:
    """Page up and down bring into sight what is only to be read; whether the key was one of these.

    The areas stand one in the other, the outer ones first: downwards the outer ends before the inner begins.
    """
    bars = [area.verticalScrollBar() for area in areas]
    if key == Qt.Key.Key_PageDown:
        bar = next((one for one in bars if one.value() < one.maximum()), bars[0])
        bar.triggerAction(QScrollBar.SliderAction.SliderPageStepAdd)
    elif key == Qt.Key.Key_PageUp:
        bar = next((one for one in reversed(bars) if one.value() > one.minimum()), bars[0])
        bar.triggerAction(QScrollBar.SliderAction.SliderPageStepSub)
    return key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


def follow_row(rows: QAbstractItemView) -> None:
    """A list within a page that scrolls stands on another row, and keeps the keyboard."""
    for one in _followings(rows) if rows.hasFocus() else ():
        one.look_again()


def see_whole(opened: QWidget) -> None:
    """Fields that were opened, the first of which has the keyboard now: all of them are seen, with their button."""
    for one in _followings(opened):
        one.keep_whole(opened)


def _followings(within: QWidget) -> Iterator["Following"]:
    """What follows the keyboard in the pages around a part, which scroll."""
    part = within.parentWidget()
    while part is not None:
        yield from (one for one in part.children() if isinstance(part, QScrollArea) and isinstance(one, Following))
        part = part.parentWidget()


def bring(part: QWidget) -> None:
    """Something was told there that has to be seen, wherever the keyboard is."""
    for one in _followings(part):
        one.look_at(part)


class Following(QObject):
    """Qt scrolls for the Tab key alone. What a mouse is on moves for nobody: it would be gone from under it.

    Where there is less room afterwards, or more in it, what had the keyboard is in sight again, unless somebody had
    scrolled away from it: no key answers what nobody sees.

    Of a field its name and what is wrong with it come along. It knows the fields that are there when it is made.
    What no Tab reaches is a whole page or question that has the keyboard: of a question, which ``whole`` tells by what
    is in it, its beginning is brought into sight where there is no room for all of it.

    Who arrives at a question sees its words first, see `arrive`.
    """

    def __init__(self, area: QScrollArea, whole: Callable[[QWidget], QWidget | None] = lambda _part: None) -> None:
        super().__init__(area)
        self._area, self._whole = area, whole
        self._row, self._left, self._clicked = "", False, False
        self._opened: QWidget | None = None
        self._told: tuple[QWidget, QWidget | None] | None = None
        """What is to be seen instead of what has the keyboard, and what had it then."""
        self._asked: tuple[QWidget, ...] = ()
        """Where a question begins at which one arrived and has done nothing yet."""
        self._arrived: QWidget | None = None
        self._stood = -1
        self._again, self._next = QTimer(self, singleShot=True, interval=_SURELY_MS), QTimer(self, singleShot=True)
        self._next.timeout.connect(self._follow)
        area.verticalScrollBar().rangeChanged.connect(self._resized)
        area.verticalScrollBar().actionTriggered.connect(lambda _by: QTimer.singleShot(0, self, self._look_left))
        area.viewport().installEventFilter(self)
        for field in area.findChildren(Field):
            field.wrong.connect(self._soon)
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._went)

    def arrive(self, asked: tuple[QWidget, ...]) -> None:
        """The keyboard came to a question: the first of ``asked`` that has room with what has the keyboard is seen.

        Where none has, it is the last of them, with its words, and what has the keyboard as far as these leave room for
        it: of what is higher than the window its edge. What is typed into is seen whole where they leave it none: then
        it is the question that begins above. A key that does something there brings into sight what it is for, as
        elsewhere.
        """
        self._soon()
        self._asked, self._stood, self._clicked = asked, -1, False
        now = self._arrived = self._area.window().focusWidget()
        if now is not None and self._holds(now) and now.focusPolicy() & Qt.FocusPolicy.TabFocus:
            now.installEventFilter(self)

    def look_at_row(self, key: str) -> None:
        """A list stands on another row; who reads elsewhere is left there."""
        before, self._row = self._row, key
        if key != before:
            self._soon()

    def look_again(self) -> None:
        """What has the keyboard is elsewhere, or is about to be."""
        self._soon()

    def keep_whole(self, opened: QWidget) -> None:
        """As long as the keyboard is in this part, and there is room for it, all of it is in sight."""
        self._opened, self._clicked = opened, False
        opened.destroyed.connect(self._forget)
        self._soon()

    def _forget(self) -> None:
        self._opened = None

    def look_at(self, part: QWidget) -> None:
        """This is to be seen until the keyboard goes elsewhere or somebody scrolls."""
        self._again.stop()
        self._left, self._told = True, (part, self._area.window().focusWidget())
        QTimer.singleShot(SETTLED_MS, self, self._look)

    def _look(self) -> None:
        holder = self._area.widget()
        if self._told is None or holder is None or not shiboken6.isValid(self._told[0]):
            return
        part = self._told[0]
        if part.isVisible() and holder.isAncestorOf(part):
            self._bring(QRect(part.mapTo(holder, QPoint(0, 0)), part.size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """There is another room to see the page in; or what has the keyboard hears a key."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and (event.text() or event.key() in _STEPS):
                watched.removeEventFilter(self)
                if self._asked:
                    self._soon()
        elif event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self._resized()
        return False

    def _went(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._told is not None and now in (None, self._told[1]):  # back from a window that asked for a name
            return
        if self._asked and now in (None, self._arrived):
            return
        self._told, self._asked = None, ()
        self._left, self._clicked = False, QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self._clicked:
            self._again.stop()
            self._next.stop()
        elif self._holds(now):
            self._soon()

    def _soon(self) -> None:
        self._left, self._told, self._asked = False, None, ()
        self._again.start()
        self._next.start(SETTLED_MS)

    def _resized(self) -> None:
        if self._told is not None:
            QTimer.singleShot(0, self, self._look)
        elif not self._left:
            self._next.start(0 if self._again.isActive() else SETTLED_MS)

    def _look_left(self) -> None:
        """Somebody scrolled: away from what has the keyboard, or back to it."""
        held = self._held()
        self._left, self._told, self._asked = held is not None and self._out(held), None, ()

    def _holds(self, part: QWidget | None) -> bool:
        if not shiboken6.isValid(self._area):  # a window that goes takes the keyboard from what is in it
            return False
        holder = self._area.widget()
        return part is not None and holder is not None and holder.isAncestorOf(part)

    def _follow(self) -> None:
        held = self._held()
        if self._asked:
            self._see_asked(self._asked)
        elif held is not None and (not self._clicked or self._out(held)):
            self._bring(held)

    def _see_asked(self, asked: tuple[QWidget, ...]) -> None:
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        now, holder = QApplication.focusWidget(), self._area.widget()
        if bar.value() not in (self._stood, bar.maximum()) and self._stood >= 0:
            self._asked = ()  # somebody scrolled
        elif now is not None and holder is not None and self._holds(now) and all(map(shiboken6.isValid, asked)):
            part, place = _place_of(now)
            end = part.mapTo(holder, place.bottomLeft()).y() + Space.HAIR
            tops = [part.mapTo(holder, QPoint(0, 0)).y() - Space.SMALL for part in asked]
            here = [bar.value()] if bar.value() <= tops[-1] else []
            near = [at for at in here if tops[-1] - at <= Space.NORMAL]  # all of the words is seen: nothing moves
            edge = part.mapTo(holder, place.topLeft()).y() + Space.MEDIUM - room
            words = asked[-2:][0].mapTo(holder, QPoint(0, 0)).y()
            most = words if place.height() <= room else edge  # of a field as much as the words leave room for
            unseen = end - room if isinstance(now, QLineEdit) and place.height() <= room else 0
            last = max((near or tops)[-1], most if edge <= words else unseen)
            bar.setValue(next((top for top in [*here, *tops, words] if end <= top + room), last))
            self._stood = bar.value()

    def _held(self) -> QRect | None:
        """Where in the page that stands which has the keyboard."""
        now, holder = QApplication.focusWidget(), self._area.widget()
        if now is None or holder is None or not self._holds(now):
            return None
        if now.focusPolicy() & Qt.FocusPolicy.TabFocus:
            part, place = _place_of(now)
            if self._opened is not None and self._opened.isAncestorOf(now):
                part, place = self._fitting(self._opened, part)
        else:
            question = self._whole(now)
            if question is None:
                return None
            part, place, room = question, question.rect(), self._area.viewport().height()
            if place.height() + 2 * Space.SMALL > room:
                place.setHeight(room // 2)
        return QRect(part.mapTo(holder, place.topLeft()), place.size())

    def _fitting(self, opened: QWidget, part: QWidget) -> tuple[QWidget, QRect]:
        return (opened, opened.rect()) if opened.height() <= self._area.viewport().height() else _place_of(part)

    def _out(self, place: QRect) -> bool:
        """Whether less than half of it is seen."""
        top = self._area.verticalScrollBar().value()
        seen = min(place.bottom(), top + self._area.viewport().height()) - max(place.top(), top)
        return seen < min(place.height(), self._area.viewport().height()) / 2

    def _bring(self, place: QRect) -> None:
        """No further than it needs; of what is higher than the window its beginning, unless it fills the window."""
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        lowest = min(place.bottom(), place.top() + room) + Space.SMALL - room
        if not place.top() <= bar.value() <= place.bottom() - room:
            bar.setValue(min(max(bar.value(), lowest), place.top() - Space.SMALL))


def _place_of(held: QWidget) -> tuple[QWidget, QRect]:
    """What is to be seen of what has the keyboard, and in which part it is measured."""
    around = held.parentWidget()
    if isinstance(held, Table):
        return held, held.ring_rect()
    if isinstance(held, QAbstractItemView) and held.currentIndex().isValid():
        return held.viewport(), held.visualRect(held.currentIndex())
    part = around if isinstance(around, Field) else held
    return part, part.rect()
