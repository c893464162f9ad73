"""The parts of the interview page and their places: outline, middle, mediator's panel, footer, jump list."""

from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import column, keyed, row, scrolled, tab_order
from intake_app.gui.following import Following
from intake_app.gui.interview_below import Below
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_footer import Footer
from intake_app.gui.interview_jump import JumpList
from intake_app.gui.interview_outline import Outline
from intake_app.gui.interview_panel import MediatorPanel
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_sheet import SEEN_MS, QuestionSheet
from intake_app.gui.nested import nest
from intake_app.gui.notice import Notice
from intake_app.gui.tokens import Space
from intake_app.gui.unseen import Moving, Unseen
from intake_app.screening import asks_for_signs

_FOR_PANEL, _FOR_OUTLINE, _FOR_BOTH = 640, 960, 1200
_LOW = 480
"""A window less high than this, at scale 1, has no room to spare."""
_GONE_MS = 100
"""To take a page of sixty questions apart takes longer than to show the next one, which comes first."""
_SEEN_MS = 1
"""A timer, unlike a call that is due at once, comes after what is painted."""
_FITTING = 8
"""More questions than these fit in no window: room for the scroll bar is kept from the first, for with it each line
that is there already is broken anew.
"""
_FAR = 100_000
"""Out of sight at once, at no cost; each part of a page hears of it that the page is hidden, once the next is seen."""


class _Middle(QWidget):
    """What scrolls: as high as its words need in its width, not in the least width that they could have."""

    def minimumSizeHint(self) -> QSize:
        """The height follows from the width."""
        hint, layout = super().minimumSizeHint(), self.layout()
        return QSize(hint.width(), 0 if layout is not None and layout.hasHeightForWidth() else hint.height())


class Room:
    """Built once on its page; what stands in the middle changes with each turn."""

    def __init__(self, owner: QWidget, reading: Reading, course: Course, setting: Setting) -> None:
        self._owner, self._reading, self._course = owner, reading, course
        self.footer = Footer(setting.tr)
        self.outline = Outline(reading, course, setting)
        self.outline.hide()  # until the width of the page is known
        self.panel = MediatorPanel(reading, setting)
        self.middle = _Middle()
        self._holds = column(self.middle, gap=0)
        self.centre: QWidget | None = None
        self.notice = Notice(lambda: self.centre)
        self.scroll: QScrollArea = scrolled(self.middle)
        self._following = Following(self.scroll, self._question_around)
        self.unseen = Unseen(owner, self.footer)
        Moving(self.scroll, self.unseen)
        self.below = Below(self.scroll, setting, self._white)
        self._front = QWidget()
        middle = column(self._front, gap=0)
        strip = row(gap=0)
        strip.setContentsMargins(Space.HUGE, Space.SMALL, Space.HUGE, 0)
        strip.addWidget(self.notice)
        nest(middle, strip)
        middle.addWidget(self.scroll, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.outline)
        across.addWidget(self._front, 1)
        across.addWidget(self.panel)
        whole = QVBoxLayout(owner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        nest(whole, across, 1)
        whole.addWidget(self.footer)
        self.jump_list = JumpList(owner)
        self.low = self.covered = False
        """Whether the panel covers the page, for it has no room beside it."""
        self._held: QWidget | None = None
        self.notice.shown_or_hidden.connect(lambda _on: QTimer.singleShot(0, owner, self._fit_sheet))

    def put(self, centre: QWidget) -> None:
        """Put a widget in the middle. The one before lives until its own events are done, and the new one is seen."""
        gone, self.centre = self.centre, centre
        if isinstance(gone, FinishPage):
            self.footer.take_end(None)
            gone.button.hide()
            gone.button.setParent(gone)  # it goes with its page
        if isinstance(centre, FinishPage):
            self.footer.take_end(centre.button, lambda short: centre.end_words(short=short))
        if gone is not None:
            self._holds.removeWidget(gone)
            gone.move(0, -_FAR)
            if isinstance(gone, QuestionSheet):
                gone.go(_GONE_MS if isinstance(centre, QuestionSheet) else SEEN_MS)
                if isinstance(centre, QuestionSheet):
                    centre.seen.connect(gone.hurry)
                    centre.typed.connect(gone.rest)
            else:
                QTimer.singleShot(_SEEN_MS, gone, gone.hide)
                QTimer.singleShot(_GONE_MS, gone, gone.deleteLater)
        long = isinstance(centre, QuestionSheet) and len(centre.refs) > _FITTING
        self.scroll.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if long else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self._holds.addWidget(centre)
        self.footer.say_concluding(on=isinstance(centre, QuestionSheet) and self._concludes(centre.refs))
        centre.show()
        self._fit_sheet()
        self.scroll.verticalScrollBar().setValue(0)

    def arrive(self) -> None:
        """The keyboard came to a question: its words are seen first."""
        block = self.centre.focused() if isinstance(self.centre, QuestionSheet) else None
        if block is not None:
            card = block.card
            self._following.arrive((block, card, block.words, card) if card.isVisibleTo(block) else (block,))

    def _concludes(self, refs: tuple[str, ...]) -> bool:
        """Whether the mediator concludes on this page, for which there is a suggestion at the side."""
        definition = self._reading.session.definition
        return asks_for_signs(definition) and any(path in refs for path, _ in definition.tagged("outcome"))

    def order_keys(self, above: QWidget, *, anew: bool = False) -> None:
        """Tab walks as one reads: from what stands above the page through the outline and the questions to the foot.

        `anew`: the questions may stand before what is above them, being older.
        """
        centre = self.centre
        if isinstance(centre, QuestionSheet):
            asked = centre.keyed(last=not anew)
        else:
            asked = keyed(centre) if centre is not None else []
        over = [above] if above.window() is self._owner.window() else []  # not before the page is in a window
        tab_order((*over, *self.outline.rows))
        if anew:
            tab_order([*over, *self.outline.rows][-1:] + asked)
        foot = self.footer
        quiet = (foot.back_button, foot.stop_button, foot.discreet_button, foot.panel_button)
        tab_order((*asked[-1:], *quiet, foot.next_button, *foot.ends))

    def scroll_page(self, by: int) -> None:
        """One screenful up or down of what is seen."""
        bar = (self.panel.area if self.covered else self.scroll).verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def make_room(self, setting: Setting) -> None:
        """Show the outline where the window is wide enough for it, and what is the mediator's to who is beside them."""
        self.footer.panel_button.setHidden(self._reading.alone)
        self.panel.setHidden(self._reading.alone or self.panel.isHidden())
        self.low = self._owner.window().height() < setting.tokens.px(_LOW)
        self.footer.fold_up(low=self.low)
        wide = self._owner.width() / setting.tokens.scale
        self._cover(on=not self.panel.isHidden() and wide < _FOR_PANEL)
        needed = _FOR_OUTLINE if self.panel.isHidden() else _FOR_BOTH
        shown = wide >= needed and not self._reading.alone
        if shown == self.outline.isHidden():
            self.outline.setVisible(shown)
            self.refresh_sides(setting)
            for layout in (self._owner.layout(), self._front.layout()):
                if layout is not None:
                    layout.activate()  # the middle has its new width now, and not a frame later
        if self.jump_list.isVisible():
            self.jump_list.place_over()
        self._fit_sheet()
        QTimer.singleShot(0, self._owner, self._fit_sheet)  # the middle takes its new size after the page

    def uncover(self) -> None:
        """Nothing lies over the page any more."""
        self.jump_list.hide()
        if self.covered:
            self.panel.hide()
            self._cover(on=False)

    def _cover(self, *, on: bool) -> None:
        """The panel in the place of the page, with the keyboard on the way back; or the page as it was."""
        if on == self.covered:
            return
        self.covered = on
        held = self._owner.window().focusWidget()
        if on:
            self._held = held
        self.panel.spread(on=on)
        self._front.setHidden(on)
        self.footer.cover(on=on, more=self._course.page is not None)
        back, self._held = (self.footer.page_button, self._held) if on else (self._held, None)
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(self.centre, (QuestionSheet, RepeatPrompt, FinishPage)):
            self.centre.begin()  # it was made anew meanwhile
        else:
            self._owner.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_sheet(self) -> None:
        """In the room that the middle has; what is seen of it is told of that only when it is shown."""
        if isinstance(self.centre, QuestionSheet):
            room, bar = self.scroll.size(), self.scroll.verticalScrollBar()
            always = self.scroll.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
            least = room.width() - bar.sizeHint().width()
            room.setWidth(least if always or bar.isVisible() else room.width())
            self.centre.fit(room, low=self.low, least=least)
        self.below.place()

    def _question_around(self, part: QWidget) -> QWidget | None:
        """The question of this page that has a part in it."""
        return next((block for block in self._blocks() if block.isAncestorOf(part)), None)

    def _blocks(self) -> Iterable[QuestionBlock]:
        return self.centre.made.values() if isinstance(self.centre, QuestionSheet) else ()

    def _white(self) -> int:
        """What the page leaves free at the side where lines end."""
        layout = self.centre.layout() if self.centre is not None else None
        if layout is None:
            return 0
        edges = layout.contentsMargins()
        rtl = self._owner.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return edges.left() if rtl else edges.right()

    def refresh_sides(self, setting: Setting) -> None:
        """Count again what the sides show, if they are seen."""
        if not self.outline.isHidden():
            self.outline.refresh(setting)
        if not self.panel.isHidden():
            page = self._course.page
            pills = [pill for block in self._blocks() for pill in block.pills.values() if not pill.isHidden()]
            self.panel.with_alt = any(len(pill.key) > 1 for pill in pills)
            self.panel.refresh(setting, page.refs if page and page.kind != "repeat-prompt" else ())
