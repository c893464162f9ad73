"""Ctrl+J: every question in a list; type a part of it, Enter goes there."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.long_list import folded
from intake_app.gui.controls import set_role
from intake_app.gui.finger import follow_finger
from intake_app.gui.held_line import HeldLine
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_reading import OBSERVER_WORDS, STATE_WORDS, Reading
from intake_app.gui.interview_words import answer_words, asked_words, mark_of
from intake_app.gui.tokens import Size, Space
from intake_app.gui.words import bare, beside, in_order
from intake_app.xform import AnswerState, OutlineRow

_PLACE = int(Qt.ItemDataRole.UserRole)


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
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.filter.textChanged.connect(self._look_for)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the answer stands at the end of a long question
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self._held: QWidget | None = None
        self._passed = set[str]()
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
        tr = setting.tr
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
        end.setSizeHint(QSize(0, setting.tokens.px(40)))
        self.list.addItem(end)
        self.filter.clear()
        self.place_over()
        held = self.window().focusWidget()
        if held is None or not self.isAncestorOf(held):
            self._held = held
        self.show()
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
        name = in_order(" ".join(name.split()), language)
        shown = beside(name, setting.tr, language) + (f" — {beside(told, setting.tr)}" if told else "")
        before = asked_words(reading, row.ref, setting.tr) if asked else ""
        shown += "".join(f" · {one}" for one in (mark_of(named, setting.tr), before) if one)
        item = QListWidgetItem("\u2003" * row.level + shown)
        item.setSizeHint(QSize(0, setting.tokens.px(40)))
        item.setData(_PLACE, row.ref)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, bare(item.text()))
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
            shown = all(word in folded(item.text()) for word in wanted)
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
        """In the middle of the page, and within it."""
        owner = self.parentWidget()
        if owner is None:
            return
        wide, tall = min(820, owner.width() - 64), min(560, owner.height() - 128)
        self.setGeometry((owner.width() - wide) // 2, Space.LARGE, wide, tall)
