"""Ctrl+J: every question in a list; type a part of it, Enter goes there."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.long_list import folded
from intake_app.gui.controls import set_role
from intake_app.gui.finger import follow_finger
from intake_app.gui.held_line import HeldLine
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_reading import OBSERVER_WORDS, STATE_WORDS, Reading
from intake_app.gui.interview_words import answer_words, asked_words, mark_of
from intake_app.gui.tokens import Size, Space, Tokens
from intake_app.gui.words import bare, beside, in_order
from intake_app.xform import AnswerState, OutlineRow

_PLACE = int(Qt.ItemDataRole.UserRole)
_WHOLE = _PLACE + 1
"""All of a line, of which a long question shows only the beginning."""
_ROW, _LONGEST, _ENOUGH = 40, 120, 320
"""The least height of a line, the signs of a question that are shown, and the height that the sheet takes, if need be,
from what else is seen of the page."""


class JumpList(QFrame):
    """A sheet over the page. `go` carries the place; Escape closes it."""

    go = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        set_role(self, "card")
        self.filter = HeldLine()
        self.list = QListWidget()
        follow_finger(self.list)
        box = QVBoxLayout(self)
        box.setContentsMargins(Space.NORMAL, Space.NORMAL, Space.NORMAL, Space.NORMAL)
        box.addWidget(self.filter)
        box.addWidget(self.list)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.filter.textChanged.connect(self._look_for)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self._held: QWidget | None = None
        self._passed = set[str]()
        self._tokens: Tokens | None = None
        self.hide()

    @property
    def beneath(self) -> QWidget | None:
        """What had the keyboard before it was opened, and gets it back."""
        return self._held if self._held is not None and shiboken6.isValid(self._held) else None

    def stand_over(self) -> None:
        """What has the keyboard now gets it back."""
        self._held = self.window().focusWidget()

    def open(self, reading: Reading, setting: Setting, here: str) -> None:
        """Fill the list from the session and show it over the page."""
        tr, self._tokens = setting.tr, setting.tokens
        dress_field(self.filter, setting, Size.CONTROL)
        dress = ", ".join(f'"{name}"' for name in setting.tokens.font(reading.own_code).families())
        self.list.setStyleSheet(f"QListWidget {{ font-family: {dress}; }}")
        colours = setting.tokens.palette
        self.setStyleSheet(f"JumpList {{ border: 2px solid {colours.accent}; }}")
        self.filter.setPlaceholderText(tr("Type a part of a question"))
        self.filter.setAccessibleName(tr("Search the questions"))
        for part in (self, self.list):
            part.setAccessibleName(tr("Questions"))
        self.list.clear()
        self._passed = {ref for refs in reading.passed().values() for ref in refs}
        for row in reading.session.outline():
            if reading.waits(row.ref):
                continue
            self._add(reading, setting, row, here)
        end = QListWidgetItem(tr("Finish"))
        end.setData(_PLACE, FINISH)
        self.list.addItem(end)
        self.filter.clear()
        held = self.window().focusWidget()
        if held is None or not self.isAncestorOf(held):
            self._held = held
        self.show()
        self.place_over()  # the page has its size by now
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_again(self, reading: Reading, setting: Setting) -> None:
        """The same in other words or another size: what was typed stays, and the question that was looked at."""
        item, typed, walked = self.list.currentItem(), self.filter.text(), self.list.hasFocus()
        at = str(item.data(_PLACE)) if item is not None else ""
        self.open(reading, setting, at)
        self.filter.setText(typed)
        for row in range(self.list.count()):
            if self.list.item(row).data(_PLACE) == at and not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
        if walked:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys walk the list from the field; Enter goes; Escape closes."""
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.close_list()
            return True
        if event.type() == QEvent.Type.ShortcutOverride:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None and not item.isHidden():
                self._take(item)
            return True
        if watched is self.filter and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False

    def close_list(self) -> None:
        """Close and give the keyboard back to the page; nothing of the list is left in it."""
        if self.isHidden():
            return
        self.hide()
        self.list.clear()
        back_to, self._held = self.beneath, None
        if back_to is None or not back_to.isVisible():
            back_to = self.parentWidget()
        if back_to is not None:
            back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, reading: Reading, setting: Setting, row: OutlineRow, here: str) -> None:
        asked = row.kind == "question"
        named = reading.for_mediator(row.ref) if asked else reading.group_for_mediator(row.ref)
        label = named.text
        told = answer_words(reading, row.ref, setting.tr) if asked else ""
        if not told and row.state in (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED):
            words = OBSERVER_WORDS if reading.is_mediators_own(row.ref) else STATE_WORDS
            told = setting.tr(words[row.state])
        if row.ref in self._passed:
            told = setting.tr("Not answered yet")
        if not label and not asked:
            return
        name = label or row.ref.rpartition("/")[2]
        language = (named.language if label else "en") or reading.own_code or setting.tr.language
        name = " ".join(name.split())
        behind = f" — {beside(told, setting.tr)}" if told else ""
        before = asked_words(reading, row.ref, setting.tr) if asked else ""
        behind += "".join(f" · {one}" for one in (mark_of(named, setting.tr), before) if one)
        shown, whole = (beside(in_order(one, language), setting.tr, language) + behind for one in (_short(name), name))
        item = QListWidgetItem("\u2003" * row.level + shown)
        item.setData(_PLACE, row.ref)
        item.setData(_WHOLE, whole)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, bare("\u2003" * row.level + whole))
        if not asked:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        self.list.addItem(item)
        if row.ref == here:
            self.list.setCurrentItem(item)

    def _look_for(self, typed: str) -> None:
        wanted = folded(typed).split()
        first = None
        for at in range(self.list.count()):
            item = self.list.item(at)
            shown = all(word in folded(item.data(_WHOLE) or item.text()) for word in wanted)
            item.setHidden(not shown)
            first = first or (item if shown else None)
        if wanted and first is not None:
            self.list.setCurrentItem(first)

    def _walk(self, by: int) -> None:
        at = self.list.currentRow() + by
        while 0 <= at < self.list.count() and self.list.item(at).isHidden():
            at += by
        if 0 <= at < self.list.count():
            self.list.setCurrentRow(at)

    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        self.go.emit(item.data(_PLACE))

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Tab goes from the field to the list and back: what is covered takes no key."""
        (self.list if self.filter.hasFocus() else self.filter).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def place_over(self) -> None:
        """In the middle of the page, and within it; over its foot where there is little room for large letters."""
        owner, tokens = self.parentWidget(), self._tokens
        if owner is None or tokens is None:
            return
        least = min(owner.height() - 2 * Space.SMALL, tokens.px(_ENOUGH))
        wide, tall = min(820, owner.width() - 64), min(560, max(owner.height() - 128, least))
        top = min(Space.LARGE, (owner.height() - tall) // 2)
        self.setGeometry((owner.width() - wide) // 2, top, wide, tall)
        self._break_lines(tokens)

    def _break_lines(self, tokens: Tokens) -> None:
        """Each line as high as its words need, which are not cut."""
        self.list.ensurePolished()
        plain, bold = self.list.font(), self.list.font()
        bold.setBold(True)
        metrics = {font.bold(): QFontMetrics(font) for font in (plain, bold)}
        style = self.list.style()
        bar = style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.list)
        air = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self.list) + 2  # around words and frame
        wide = self.width() - bar - 2 * (air + Space.NORMAL + tokens.px(Space.MEDIUM)) - tokens.px(Space.SMALL)
        room, wraps = QRect(0, 0, max(wide, 1), 100_000), int(Qt.TextFlag.TextWordWrap)
        for at in range(self.list.count()):
            item = self.list.item(at)
            measured, text = metrics[item.font().bold()], item.text()
            fits = measured.horizontalAdvance(text) <= room.width()
            needed = 0 if fits else measured.boundingRect(room, wraps, text).height() + 2 * tokens.px(Space.SMALL)
            item.setSizeHint(QSize(0, max(tokens.px(_ROW), needed)))
        if (current := self.list.currentItem()) is not None:
            self.list.scrollToItem(current)


def _short(name: str) -> str:
    """The beginning of a question that is long, by whole words where it has any."""
    if len(name) <= _LONGEST:
        return name
    words = name[:_LONGEST].rpartition(" ")[0]
    return f"{words if len(words) > _LONGEST // 2 else name[:_LONGEST]} …"
