"""The bar at the foot of a page: its buttons, their keys, and where they go when there is little room."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from intake_app.gui.controls import Button, Label, row, set_role
from intake_app.gui.fitted import Fitted
from intake_app.gui.more_pill import MORE, MorePill, put_away
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space, here
from intake_app.gui.words import Words

_NO_LIMIT = (1 << 24) - 1
"""The height that Qt gives to what has none."""
_SHARE = 100
"""Of what a row leaves free, for the note, beside 1 where there is none."""
_HARDLY = 400
"""At scale 1: a window less high than this has room for one row of buttons."""


class Folding(QBoxLayout):
    """Two rows of buttons beside each other, the second at the far end, or one above the other where it is narrow."""

    def __init__(self, first: Sequence[QWidget], last: Sequence[QWidget], owner: QWidget | None = None) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        if owner is not None:
            owner.setLayout(self)
        self.setSpacing(Space.SMALL)
        self.first, self._last = row(gap=Space.MEDIUM), row(gap=Space.MEDIUM)
        for widget in first:
            self.first.addWidget(widget)
        self._last.addStretch(1)
        for widget in last:
            self._last.addWidget(widget)
        nest(self, self.first, 1)
        nest(self, self._last)
        self._moved: tuple[QWidget, ...] = ()

    def fold(self, narrow: bool) -> None:
        """One above the other, or beside each other again."""
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.direction() != wanted:
            self.setDirection(wanted)

    def move_up(self, moved: Sequence[QWidget]) -> None:
        """These of the second row, its first ones, stand at the end of the first."""
        if tuple(moved) == self._moved:
            return
        for widget in reversed(self._moved):
            self.first.removeWidget(widget)
            self._last.insertWidget(1, widget)
        for widget in moved:
            self._last.removeWidget(widget)
            self.first.addWidget(widget)
        self._moved = tuple(moved)

    def stand(self, first: Sequence[QWidget], last: Sequence[QWidget]) -> None:
        """These and no others in the two rows."""
        for part in (self.first, self._last):
            while (item := part.takeAt(0)) is not None:
                del item
        self._moved = ()
        for widget in first:
            self.first.addWidget(widget)
        self.first.addStretch(1)
        self._last.addStretch(1)
        for widget in last:
            self._last.addWidget(widget)

    def added(self, widget: QWidget) -> None:
        """One more, the last of all."""
        self._last.addWidget(widget)

    def removed(self, widget: QWidget) -> None:
        """It belongs elsewhere from now on."""
        self.move_up(())
        self._last.removeWidget(widget)

    def space(self, gap: int) -> None:
        """So much white between two of a row, in pixels."""
        for part in (self.first, self._last):
            if part.spacing() != gap:  # to be told the same again would have it look again, without end
                part.setSpacing(gap)


class Footer(Fitted):
    """The bar at the foot of a page: quiet things first, the main action last.

    The keys of all are shown where there is room for them, else those of the main actions, else none.
    """

    def __init__(self, quiet: Sequence[Button], actions: Sequence[Button]) -> None:
        super().__init__()
        set_role(self, "footer")
        self._quiet, self._above = tuple(quiet), Space.MEDIUM
        self._actions: tuple[Button, ...] = tuple(actions)
        self.note = Label(role="second", wrap=True)
        self._parts = Folding((*quiet, self.note), actions, self)
        self._parts.first.setStretchFactor(self.note, 1)
        self._rest, self._moving = MorePill(self), False
        self.space(roomy=False)

    def _fit(self) -> None:
        self.setMaximumHeight(_NO_LIMIT if self._says() else 0)
        for quiet, actions in ((True, True), (False, True), (False, False)):
            keyed = {button: quiet for button in self._quiet} | {button: actions for button in self._actions}
            if self._needed(keyed) <= self.width():
                break
        for button, shown in keyed.items():
            button.show_hint(shown)
        narrow = self._needed(keyed) > self.width()
        self.hold(self._too_many(keyed) if narrow else ())
        narrow = narrow and self._needed(self._left(keyed), None if self._keeps_all else 0) > self.width()
        self._parts.fold(narrow)
        self._parts.move_up(self._without_room(keyed) if narrow and self._keeps_all else ())
        self.space(narrow, roomy=not narrow and self._needed(keyed, roomy=True) <= self.width())

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size: what the menu has asks for no room by itself."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            QTimer.singleShot(0, self, self._fit)

    @property
    def _keeps_all(self) -> bool:
        return not self._rest.held

    def hold(self, buttons: Sequence[Button]) -> None:
        """There is no room for these: a menu has them, and their keys press them as before."""
        self._rest.say(self._said_here())
        if tuple(buttons) == self._rest.held:
            return
        if self._moving:  # what moves has Qt lay this out, from within
            QTimer.singleShot(0, self, self._fit)
            return
        self._moving = True
        every, held = (*self._quiet, *self._actions), self._rest.held
        self._rest.hold(buttons)
        quiet = [one for one in self._quiet if one not in buttons]
        self._parts.stand((*quiet, self._rest, self.note), [one for one in self._actions if one not in buttons])
        self._parts.first.setStretchFactor(self.note, _SHARE)
        for button in every:
            if button in held and button not in buttons and not put_away(button):
                button.show()
        self._moving = False

    def _said_here(self) -> str:
        """The word of the menu, by the words of the page that this is the foot of."""
        page: QWidget | None = self
        while page is not None:
            if isinstance(words := getattr(page, "words", None), Words):
                return words(MORE)
            page = page.parentWidget()
        return MORE

    def _too_many(self, keyed: Mapping[Button, bool]) -> list[Button]:
        """What a menu is to have: what two rows do not hold, or one, where there is no height for a second."""
        low = self.window().height() < here(_HARDLY)
        moved = self._without_room(keyed)
        first = [button for button in (*self._quiet, *moved) if not put_away(button)]
        last = [button for button in self._actions if button not in moved]
        rows = [self._needed(dict.fromkeys(some, False), 0) for some in (first, last)]
        if not low and max(rows) <= self.width():
            return []
        shown = [button for button in (*self._quiet, *self._actions) if not put_away(button)]
        first_kept = [*reversed([one for one in shown if one in self._actions]), *self._quiet]
        ranked = list(dict.fromkeys([*first_kept[:1], *self._quiet[:1], *first_kept]))
        kept, left = list[Button](), self.width() - self._rest.sizeHint().width() - white(Space.MEDIUM, roomy=False)
        for button in ranked:
            if button in shown and (not kept or self._needed(dict.fromkeys((*kept, button), False), 0) <= left):
                kept.append(button)
        return [button for button in shown if button not in kept]

    def _left(self, keyed: Mapping[Button, bool]) -> dict[Button, bool]:
        """Those that are not in the menu, and the menu."""
        left = {button: key for button, key in keyed.items() if button not in self._rest.held}
        return left if self._keeps_all else {**left, self._rest: False}

    def _says(self) -> bool:
        """A bar with nothing in it takes no room."""
        return bool(self.note.text()) or not all(put_away(button) for button in (*self._quiet, *self._actions))

    def space(self, narrow: bool = False, *, roomy: bool) -> None:
        """White around it and between its buttons; `roomy`: as much of it as there is beside letters of this size."""
        side, above = white(Space.LARGE, roomy), min(self._above, Space.SMALL) if narrow else self._above
        self._parts.setContentsMargins(side, above, side, above)
        self._parts.space(white(Space.MEDIUM, roomy))

    def _without_room(self, keyed: Mapping[Button, bool]) -> list[Button]:
        """The first of the actions, where the row of them is too wide."""
        moved, left = [], list(self._actions)
        while len(left) > 1 and self._needed({one: keyed[one] for one in left}, 0) > self.width():
            moved.append(left.pop(0))
        return moved

    def _needed(self, keyed: Mapping[Button, bool], note: int | None = None, *, roomy: bool = False) -> int:
        shown = [button.wanted(key) for button, key in keyed.items() if not put_away(button)]
        said = self._note_width() if note is None else note
        beside, gap = said or max(self._least_of_note(), 0), white(Space.MEDIUM, roomy)
        return sum(width + gap for width in (*shown, beside)) + 2 * white(Space.LARGE, roomy)

    def _least_of_note(self) -> int:
        """What it takes in its row without a word, beside the white that is counted for it."""
        return self.note.minimumSizeHint().width() + Space.SMALL - 2 * white(Space.MEDIUM, roomy=False)

    def _note_width(self) -> int:
        return self.note.fontMetrics().horizontalAdvance(self.note.text()) if self.note.text() else 0


def white(length: int, roomy: bool) -> int:
    """A gap that grows with the letters, or that of the usual ones where theirs is larger."""
    return here(length) if roomy else min(length, here(length))
