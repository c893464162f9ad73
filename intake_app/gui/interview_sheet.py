"""The questions of one page. Blocks whose question is still there are kept as they are.

The first questions are made at once, so that a page of very many is turned as quickly as one of few; the rest follows
a little at a time, behind every key and click, and at once when it is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.chosen_picture import SIDE, Seen
from intake_app.gui.controls import discard, set_role, tab_order
from intake_app.gui.interview_block import QuestionBlock, entry_begun, walked
from intake_app.gui.interview_course import asks
from intake_app.gui.interview_grid import Tables
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.interview_tiles import Tiles
from intake_app.gui.nested import nest
from intake_app.gui.standing import Standing, texts
from intake_app.gui.tokens import Size, Space
from intake_app.xform import AnswerState

_UNSEEN_MS = 200
"""A page that is not painted, as behind another window, counts as seen after these."""
_SLICE = 0.006
"""Seconds in which blocks are made or told other words before keys and clicks are heard again."""
SEEN_MS = 20
"""Words in other languages are painted within these, mostly; what may wait begins after them."""
_REST_MS = 80
"""Between two letters of somebody who types nothing is made and nothing taken apart; it goes on after this rest."""
_SAVED = Space.LARGE - Space.SMALL
_WIDEST = 1440
"""Lines longer than a page of this width are hard to follow, on however large a screen."""
_FOR_SIGN = Space.LARGE + Space.HAIR
"""The sign that there is more below stands beside the questions also where little is left beside them."""
_AT_ONCE = 1
"""Questions that are there before the page is painted; that which takes the keyboard is another where it must be."""


@dataclass(frozen=True)
class Stand:
    """The question and the part of it with the keyboard; by question what is half done, and typed in its fields."""

    ref: str | None
    part: Standing | None
    midway: dict[str, object]
    typed: dict[str, tuple[str, ...]]


class QuestionSheet(QWidget):
    """Blocks one under the other, under the name of their group. `made` holds those that are there already.

    `file_wanted` carries what `kept_files` tells, of a question that was made later than the page was shown.
    """

    typed = Signal(str, str)
    chosen = Signal(str, str)
    stated = Signal(str, object)
    finished = Signal(str)
    file_chosen = Signal(str, object)
    listened = Signal(str)
    file_wanted = Signal(str, int)
    whole = Signal()
    """Every question of the page is there."""
    seen = Signal()
    """It was painted since it was put in front, or since other questions came; what may wait begins now."""

    def __init__(
        self,
        reading: Reading,
        setting: Setting,
        refs: tuple[str, ...],
        group: str | None,
        parent: QWidget | None = None,
        across: int = 0,
    ) -> None:
        super().__init__(parent)
        self._reading = reading
        self.setting = setting
        self._group = group
        self.refs: tuple[str, ...] = ()
        self.made: dict[str, QuestionBlock] = {}
        self._typed: dict[str, tuple[str, ...]] = {}
        """What stood in the fields of questions that are not made yet, where the page is made anew."""
        self._stale: set[str] = set()
        """Blocks that still say what they said in the languages before; nobody sees them."""
        self._ready: QuestionBlock | None = None
        """The next one, made and not yet on the page: to do both at once would take too long between two keys."""
        self._judged = self._waited = self.begun = self._rests = False
        self._alone = len(refs) == 1
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._go_on)
        self._sight = QTimer(self, singleShot=True)
        self._sight.timeout.connect(self._come_in_sight)
        self._leaving = QTimer(self, interval=0)
        self._leaving.timeout.connect(self._let_go)
        self.typed.connect(self.rest)
        set_role(self, "scrolled")
        self.heading = TextBlock(setting.tokens, Type(Size.SECOND), self)
        self._column = QVBoxLayout(self)
        px = setting.tokens.px
        self._tight = self._low = self._mirrored = False
        self._beside = 0
        self._space()
        self._column.setSpacing(px(Space.SMALL))
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        nest(self._column, self._head)
        self._tiles = Tiles(across, setting, self) if across and not self._alone else None
        self._rows: QVBoxLayout | Tiles = self._tiles or self._column
        if self._tiles is not None:
            self._tiles.retell(setting)
            self._column.addWidget(self._tiles)
        self._column.addStretch(int(not self._alone))
        self._tables = Tables(reading)
        self.show_refs(refs)
        self._tell_heading()

    def show_refs(self, refs: tuple[str, ...]) -> None:
        """Show these questions: those that stay keep their block, the others come and go."""
        for ref in [ref for ref in self.made if ref not in refs]:
            gone = self.made.pop(ref)
            self._rows.removeWidget(gone)
            discard(gone.listen)
            discard(gone)
        self.refs = refs
        if not self._alone and self._tiles is None:
            self._tables.find(refs, self.made)
        self._stale &= self.made.keys()
        for block in self.made.values():
            self._place_listen(block)
        reach = max((at for at, ref in enumerate(refs, 1) if ref in self.made), default=0)
        self._make(max(reach, _AT_ONCE))
        self._waited = len(self.made) < len(refs)
        if self._waited:
            self._sight.start(_UNSEEN_MS)

    def wait(self) -> None:
        """Nobody sees it yet: the rest of it is not made before somebody does."""
        self.begun = True
        self.hide()
        self._sight.stop()

    def read_anew(self) -> None:
        """Show what is there as the session holds it now, as if it had just been made."""
        for block in self.made.values():
            block.judged = False
            block.refresh()
            block.judge(bool(block.view.value))
        self._tell_heading()

    def showEvent(self, event: QShowEvent) -> None:
        """It is put in front."""
        super().showEvent(event)
        if not event.spontaneous():
            self._sight.start(_UNSEEN_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What may wait begins when the first of a page is seen, not before."""
        super().paintEvent(event)
        if self._sight.isActive():
            self._sight.start(0)

    def _come_in_sight(self) -> None:
        if self._waited:
            self._later.start(_REST_MS if self._rests else 0)
        self.seen.emit()

    def fit(self, room: QSize, *, low: bool, least: int) -> None:
        """Closer together in a low window, and where a question alone and what may be said instead need more room.

        ``least``: the width beside a scroll bar, whether there is one just now or not: a table is shown as one or not
        by that alone, because with it the bar comes and goes.
        """
        tight = low
        edges = self._column.contentsMargins()
        self._tables.fit(least - edges.left() - edges.right(), self.made)
        if self._alone and not low:
            ends = self.setting.tokens.px(_SAVED + Space.LARGE - Space.SMALL)
            saved = sum(block.saved for block in self.made.values()) + ends
            needed = self._column.totalHeightForWidth(room.width()) + (saved if self._tight else 0)
            tight = needed > room.height()
        beside = (room.width() - self.setting.tokens.px(_WIDEST)) // 2
        held = (tight, low, beside, self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        if held != (self._tight, self._low, self._beside, self._mirrored):
            self._tight, self._low, self._beside, self._mirrored = held
            self._space()
            for block in self.made.values():
                block.space(tight=tight)

    def _space(self) -> None:
        px = self.setting.tokens.px
        side, above = px(Space.MEDIUM if self._low else Space.HUGE), px(Space.LARGE - _SAVED * self._tight)
        end = max(side, px(_FOR_SIGN), self._beside)
        side = max(side, self._beside)
        left, right = (end, side) if self._mirrored else (side, end)
        least = px(Space.HAIR if self._low else Space.SMALL)  # the foot of the window is a line of its own
        self._column.setContentsMargins(left, above, right, least if self._tight else above)

    def each(self) -> Iterator[QuestionBlock]:
        """The blocks in order, made as they are asked for."""
        for at, ref in enumerate(self.refs, 1):
            self._make(at)
            yield self.made[ref]

    @property
    def blocks(self) -> dict[str, QuestionBlock]:
        """Every question of the page, in the words that are valid now."""
        self._make(len(self.refs))
        for ref in tuple(self._stale):
            self._retell(ref)
        return self.made

    def refresh(self, refs: frozenset[str]) -> None:
        """Show the session's state in those named. What is not made yet will read it then."""
        for ref, block in self.made.items():
            if ref in refs and ref not in self._stale:
                block.refresh()
        self._tables.look_again(self.made)

    def go(self, after: int = 0) -> None:
        """Be taken apart, a question at a time, behind every key and click: nobody sees this page any more."""
        self._later.stop()
        self._sight.stop()
        self._column.setEnabled(False)
        self._going = list(self.made.values())
        self._leaving.start(after)

    def hurry(self) -> None:
        """The page that took the place of this one is seen."""
        if self._leaving.isActive() and not self._rests:
            self._leaving.start(0)

    def rest(self) -> None:
        """Somebody types, here or on the page that took the place of this one: what may wait does."""
        self._rests = True
        for timer in (self._later, self._leaving):
            if timer.isActive():
                timer.start(_REST_MS)

    def _let_go(self) -> None:
        self._leaving.setInterval(0)
        if self._going:
            block = self._going.pop()
            if self._tiles is not None:
                self._tiles.let_go(block)
            discard(block)
        else:
            discard(self)

    def hush(self) -> None:
        """No camera of a question is on any more."""
        for block in self.made.values():
            block.answer.hush()

    def retell(self, setting: Setting) -> None:
        """Take other languages in place: at once what can be seen, a moment later the rest."""
        self.setting = setting
        if self._ready is not None:
            self._ready.deleteLater()
            self._ready = None
        if self._tiles is not None:
            self._tiles.retell(setting)
        self._stale = set(self.made)
        for ref in self.made:
            if self._is_seen(ref):
                self._retell(ref)
        self._tell_heading()
        self._later.start(SEEN_MS)

    def judge(self) -> None:
        """Say of every question what is wrong."""
        self._judged = True
        for block in self.made.values():
            block.judge()

    def unfit(self) -> list[str]:
        """The questions whose answer breaks a rule."""
        views = map(self._reading.session.question, self.refs)
        return [view.ref for view in views if view.relevant and view.valid in ("constraint", "type")]

    def begin(self, ref: str | None = None) -> None:
        """Give the keyboard to a question, to the first of an entry of a list, or to the first that asks something."""
        if ref and ref not in self.refs:
            ref = next((one for one in self.refs if one.startswith(f"{ref}/")), None)
        if ref in self.refs:
            self._make(self.refs.index(ref) + 1)
        wanted = self.made.get(ref or "")
        asking = (block for block in self.each() if asks(block.view))
        target = wanted or next(asking, None) or next(iter(self.made.values()), None)
        if target is not None:
            target.begin()

    def focused(self, *, only: bool = False) -> QuestionBlock | None:
        """The block that has the keyboard; when none has it the first that asks, which a key answers `only` alone."""
        keys = self.window().focusWidget()
        held = [block for block in self.made.values() if keys is not None and block.isAncestorOf(keys)]
        if held:
            return held[0]
        asking = (block for block in self.each() if block.view.control != "note")
        first = next(asking, None)
        return None if only and next(asking, None) is not None else first

    def stands(self, keys: QWidget | None) -> Stand:
        """Which part of which question has the ``keys``, and what is half done in the answers."""
        held = next((one for one in self.made.values() if keys and one.isAncestorOf(keys)), None) or self.focused()
        told = ((ref, block.answer.midway()) for ref, block in self.made.items())
        return Stand(
            held.ref if held else None,
            Standing.of(keys, held) if held is not None and keys is not None else None,
            {ref: midway for ref, midway in told if midway is not None},
            {ref: typed for ref, block in self.made.items() if any(typed := texts(block.answer))},
        )

    def stand_again(self, stood: Stand, *, keyed: bool) -> None:
        """As another of the same questions stood; the keyboard on the same part, if it was on this page."""
        self._typed = dict(stood.typed)
        for block in self.made.values():
            self._go_on_typing(block)
        if keyed:
            self.begin(stood.ref)
        for at, one in enumerate(self.refs, 1):
            if one in stood.midway:
                self._make(at)
                self.made[one].answer.go_on(stood.midway[one])
        asked = self.made.get(stood.ref or "")
        if keyed and asked is not None and stood.part is not None:
            stood.part.lead(asked)

    def take_digit(self, number: int) -> bool:
        """Choose the nth row of the question that has the keyboard."""
        block = self.focused(only=True)
        return block is not None and block.answer.take_digit(number)

    def take_letter(self, char: str, state: AnswerState | None) -> bool:
        """Look up a choice of the question that has the keyboard; `state` is what the letter means by itself."""
        block = self.focused(only=True) if char else None
        return block is not None and block.take_letter(char, state)

    def settle(self) -> None:
        """Take at once what only waits whether another key follows."""
        for block in tuple(self.made.values()):
            block.answer.settle()

    def take_state(self, state: AnswerState) -> bool:
        """State instead of an answer for the question that has the keyboard."""
        block = self.focused(only=True)
        return block is not None and block.take_state(state)

    def kept_files(self) -> tuple[tuple[str, int], ...]:
        """Kept files of the questions that are made, by name, and how long a side they are shown with."""
        return tuple(file for file in map(_kept_file, self.made.values()) if file is not None)

    def show_file(self, name: str, seen: Seen) -> None:
        """Show a kept file where its name is the answer."""
        for block in self.made.values():
            if isinstance(block.answer, UploadAnswer) and block.view.value == name:
                block.answer.show_file(seen)

    def say_of_file(self, ref: str, text: str) -> int:
        """Say what is happening to the file of a question; how long a side its picture is shown with."""
        block = self.made.get(ref)
        if block is None or not isinstance(block.answer, UploadAnswer):
            return SIDE
        block.answer.say(text)
        return block.answer.side

    def keyed(self, *, last: bool = False) -> list[QWidget]:
        """What Tab can reach, in order: of all questions, or of the last one."""
        blocks = list(self.made.values())
        return [one for block in (blocks[-1:] if last else blocks) for one in walked(block)]

    def _make(self, reach: int) -> None:
        """Make what is missing of the first so many blocks."""
        for at, ref in enumerate(self.refs[:reach], 1):
            block = self.made.get(ref)
            if block is None:
                ready, self._ready = self._ready, None
                if ready is not None and ready.ref != ref:
                    ready.deleteLater()
                    ready = None
                block = self.made[ref] = ready or self._block(ref)
                self._go_on_typing(block)
                self._place_listen(block)
                self._reach(block, at)
                self._stack(block, at)
                self._tables.take(block, self.made)
            block.name_entry(entry_begun(self.refs, at, self._group or ""))
            if self._rows.indexOf(block) != at:
                if self._rows.indexOf(block) >= 0:
                    self._rows.removeWidget(block)
                self._rows.insertWidget(at, block, int(self._alone and isinstance(block.answer, LongList)))
        self.made = {ref: self.made[ref] for ref in self.refs if ref in self.made}

    def _go_on_typing(self, block: QuestionBlock) -> None:
        block.answer.type_again(self._typed.pop(block.ref, ()))

    def _reach(self, block: QuestionBlock, at: int) -> None:
        """One that comes between others is reached between them."""
        if len(self.made) > at:
            before = list(self.made[self.refs[at - 2]].pills.values())[-1:] if at > 1 else []
            tab_order((*before, *walked(block)))

    def _stack(self, block: QuestionBlock, at: int) -> None:
        """One that comes between others is heard between them, and after its button beside the heading."""
        after = next((self.made[ref] for ref in self.refs[at:] if ref in self.made), None)
        if after is not None:
            block.stackUnder(after)
        else:
            block.raise_()

    def _place_listen(self, block: QuestionBlock) -> None:
        """Beside the heading for a question alone, else beside its words."""
        if len(self.refs) == 1:
            self._head.addWidget(block.listen, 0, Qt.AlignmentFlag.AlignRight)
        else:
            block.take_listen()

    def _go_on(self) -> None:
        """Retell the next ones, those in sight first; make the next one, or put it on the page."""
        until, were_stale = perf_counter() + _SLICE, bool(self._stale)
        while self._stale and perf_counter() < until:
            seen = (ref for ref in self.made if ref in self._stale and self._is_seen(ref))
            self._retell(next(seen, None) or next(ref for ref in self.made if ref in self._stale))
        if were_stale and not self._stale:
            self._tables.look_again(self.made)
        missing = next((ref for ref in self.refs if ref not in self.made), None)
        if missing is not None and perf_counter() < until:
            if self._ready is None:
                self._ready = self._block(missing)
            else:
                self._hold_room(self._ready)
                self._make(self.refs.index(missing) + 1)
                self._ask_file(self.made[missing])
        if self._waited and len(self.made) == len(self.refs):  # made here, or by who asked for the rest meanwhile
            self._waited = False
            self.whole.emit()
        if self._stale or len(self.made) < len(self.refs):
            self._later.start(0)

    def _hold_room(self, block: QuestionBlock) -> None:
        """Be tall enough before one more is put in: else all of it is squeezed, and stretched again, for each.

        Not in columns, where it may stand beside another.
        """
        if self._tiles is not None:
            return
        beside = self._column.contentsMargins()
        height = block.heightForWidth(self.width() - beside.left() - beside.right())
        height = max(height, block.sizeHint().height()) + self._column.spacing()
        self.setMinimumHeight(max(self.minimumHeight(), self._column.heightForWidth(self.width()) + height))

    def _ask_file(self, block: QuestionBlock) -> None:
        file = _kept_file(block)
        if file is not None:
            self.file_wanted.emit(*file)

    def _retell(self, ref: str) -> None:
        self._stale.discard(ref)
        self.made[ref].retell(self.setting)

    def _is_seen(self, ref: str) -> bool:
        block = self.made[ref]
        return not self.isVisible() or not block.visibleRegion().isEmpty() or block is self.focused()

    def _block(self, ref: str) -> QuestionBlock:
        block = QuestionBlock(self._reading, self.setting, ref, alone=self._alone, parent=self)
        if self._judged:
            block.judge()
        block.typed.connect(self.typed)
        block.chosen.connect(self.chosen)
        block.stated.connect(self.stated)
        block.finished.connect(self.finished)
        block.file_chosen.connect(self.file_chosen)
        block.listened.connect(self.listened)
        block.space(tight=self._tight)
        return block

    def _tell_heading(self) -> None:
        group = self._group or ""
        told = self._reading.group_for_mediator(group) if group and not self._reading.says_itself(group) else None
        self.heading.setVisible(told is not None and bool(told.text))
        if told is not None:
            self.heading.tell(told.text, told.language or "", self.setting.tokens)


def _kept_file(block: QuestionBlock) -> tuple[str, int] | None:
    """The name and the side of the file that is an answer; one that stands in the form itself is not in the store."""
    if not isinstance(block.answer, UploadAnswer):
        return None
    name = block.view.value
    return (name, block.answer.side) if name and not name.startswith("jr://") else None
