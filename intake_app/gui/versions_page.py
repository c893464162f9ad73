"""The versions of a record side by side: each question, its answer in each version, what differs marked in words."""

import threading
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from intake_app import screening, workflow
from intake_app.gui.answers.birth_words import stated_words
from intake_app.gui.controls import (
    Badge,
    Card,
    Kind,
    Label,
    Line,
    column,
    empty,
    link,
    pill,
    row,
    scrolled,
    secondary,
    tab_order,
)
from intake_app.gui.foot import Footer
from intake_app.gui.interview_reading import UNANSWERED
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.states import delivery_words, when
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, apart, beside
from intake_app.workflow import Version, VersionLine, VersionSheet
from intake_app.workflow.versions import SERVER
from intake_app.xform import AnswerState

_BESIDE = 2
"""Versions that a small window has room for."""
_WIDE, _BESIDE_WIDE = 1200, 3
_STEP = 40
"""Questions at first, and so many more each time that more are asked for."""
_SHARES = (3, 4)
_LEFT, _RIGHT = ("Alt+Left", "Alt ←"), ("Alt+Right", "Alt →")


class VersionsPage(Page):
    """Nothing can be changed here: what becomes of the record is decided where it waits."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._look = record_id, code, look
        self.sheet: VersionSheet | None = None
        self._first, self._most, self._beside = -1, _STEP, _BESIDE
        self._stop, self._of_server = threading.Event(), b""
        self.head, self.explanation = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.differing = pill(checkable=True)
        self.heads, self.grid = QGridLayout(), QGridLayout()
        self.more, self.cancel = link(), link(hint="Esc")
        self.ask = secondary("Ctrl+G")
        self.earlier, self.later = secondary(*_LEFT), secondary(*_RIGHT)
        self._lay_out()
        self.differing.setChecked(True)
        self.differing.clicked.connect(self._fill)
        self.more.clicked.connect(self._show_more)
        self.earlier.clicked.connect(lambda: self._turn(-1))
        self.later.clicked.connect(lambda: self._turn(1))
        self.ask.clicked.connect(self.ask_server)
        self.cancel.clicked.connect(self.back)
        self.ask.hide()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Compare versions")

    def shown(self) -> None:
        """Ask the store, and give the keyboard to what scrolls."""
        record_id = self._record_id
        self._read()
        self.lanes.vault(lambda store: workflow.reader_of(store, record_id) is not None, self._offer_server)
        self.area.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """A server that was asked is not waited for."""
        self._stop.set()

    def back(self) -> None:
        """Leave; nothing was changed."""
        self.left.emit()

    def _offer_server(self, may: object) -> None:
        self.ask.setVisible(bool(may))

    def ask_server(self) -> None:
        """Fetch what the server has, and show it beside ours."""
        record_id, on_vault, stop = self._record_id, self.lanes.on_vault, self.lanes.patience()
        self._stop = stop
        self.ask.setEnabled(False)
        self.lanes.net(
            lambda: workflow.server_version(on_vault, record_id, stop.is_set), self._fetched, self._not_fetched
        )

    def _fetched(self, xml: bytes | None) -> None:
        self._first, self._of_server = -1, xml or b""
        self._read()

    def _read(self) -> None:
        """The sheet in the language of the interface."""
        record_id, language, xml = self._record_id, self.words.language, self._of_server or None
        self.lanes.vault(
            lambda store: workflow.versions(store, record_id, language, xml), self._take, self._not_fetched
        )

    def _not_fetched(self, error: Exception) -> None:
        self.ask.setEnabled(True)
        if not self._stop.is_set():
            self.lanes.trouble.emit(error)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Versions of {code}").format(code=self._code))
        self.differing.say(tr("Only what differs"))
        self.more.say(tr("Show more questions"))
        self.ask.say(tr("Ask the server"))
        back, on = (_LEFT, _RIGHT) if tr.direction == Qt.LayoutDirection.LeftToRight else (_RIGHT, _LEFT)
        self.earlier.move_key(*back)
        self.later.move_key(*on)
        self.earlier.say(tr("Earlier version"))
        self.later.say(tr("Later version"))
        self.cancel.say(tr("Back"))
        self.area.setAccessibleName(tr("Questions and answers of each version"))
        self._fill()
        if self.sheet is not None:
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide window has room for one version more."""
        super().resizeEvent(event)
        beside = _BESIDE_WIDE if event.size().width() >= self._look.tokens.px(_WIDE) else _BESIDE
        if beside != self._beside:
            self._beside, self._first = beside, -1
            self._fill()

    def _take(self, sheet: VersionSheet) -> None:
        before, self.sheet = self.sheet, sheet
        self.ask.setEnabled(True)
        if before is None or len(before.columns) != len(sheet.columns):  # else only the words are others
            self.differing.setChecked(bool(sheet.differences))
        self._fill()

    def _turn(self, by: int) -> None:
        self._first = self._begin() + by
        self._fill()

    def _show_more(self) -> None:
        self._most += _STEP
        self._fill()

    def _begin(self) -> int:
        """The first column that is shown; at first so that the newest are."""
        last = max(len(self.sheet.columns) - self._beside, 0) if self.sheet is not None else 0
        return last if self._first < 0 else min(self._first, last)

    def _fill(self) -> None:
        tr, sheet = self.words, self.sheet
        empty(self.heads)
        empty(self.grid)
        self.more.hide()
        for button in (self.earlier, self.later, self.differing):
            button.setVisible(sheet is not None and bool(sheet.lines))
        if sheet is None:
            self.explanation.setText(tr("Comparing…"))
            return
        self.explanation.setText(_explained(sheet, tr))
        begin = self._begin()
        shown = range(begin, min(begin + self._beside, len(sheet.columns)))
        self.earlier.setVisible(len(sheet.columns) > self._beside)
        self.later.setVisible(len(sheet.columns) > self._beside)
        self.earlier.setEnabled(begin > 0)
        self.later.setEnabled(shown.stop < len(sheet.columns))
        lines = [line for line in sheet.lines if line.differs or not self.differing.isChecked()]
        if sheet.lines:
            self._fill_heads([sheet.columns[at] for at in shown])
        for number, line in enumerate(lines[: self._most]):
            self._fill_line(2 * number, line, [(line.values[at], line.states[at]) for at in shown])
        self.more.setVisible(len(lines) > self._most)

    def _fill_heads(self, columns: Sequence[Version]) -> None:
        _share(self.heads, len(columns))
        self.heads.addWidget(_even(Label("", wrap=True)), 0, 0)
        for at, version in enumerate(columns, 1):
            self.heads.addWidget(_even(Label(_version_words(version, self.words), "field", wrap=True)), 0, at)

    def _fill_line(self, at: int, line: VersionLine, told: Sequence[tuple[str, AnswerState | None]]) -> None:
        tr = self.words
        _share(self.grid, len(told))
        asked = QWidget()
        down = column(asked, gap=Space.HAIR)
        question = apart(line.label, tr)  # a mark at its end stays there
        if line.place:
            question = tr("{question} ({place})").format(question=beside(line.label, tr), place=line.place)
        down.addWidget(Label(question, "second", wrap=True))
        if line.differs:
            down.addWidget(Badge(tr("Differs"), Kind.WARN))
        down.addStretch(1)
        self.grid.addWidget(_even(asked), at, 0)
        for place, (value, state) in enumerate(told, 1):
            blank = UNANSWERED.get(state) if state is not None else None
            birth = screening.read_birth(value)
            words = stated_words(birth, tr) if birth is not None else apart(value, tr)
            said = Label(words or (tr(blank) if blank else tr("(no answer)")), "" if value else "second", wrap=True)
            said.setAlignment(said.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(_even(said), at, place)
        self.grid.addWidget(Line(), at + 1, 0, 1, len(told) + 1)

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        told = row(gap=Space.NORMAL)
        told.addWidget(self.explanation, 1)
        told.addWidget(self.differing)
        card = Card(margin=Space.NORMAL, gap=Space.SMALL)
        for grid in (self.heads, self.grid):
            grid.setHorizontalSpacing(Space.NORMAL)
            grid.setVerticalSpacing(Space.SMALL)
        holder = QWidget()
        down = column(holder, gap=Space.SMALL)
        down.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        nest(down, self.grid)
        more = row(gap=0)
        more.addWidget(self.more)
        more.addStretch(1)
        nest(down, more)
        down.addStretch(1)
        self.area = scrolled(holder)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.heads.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        above = row(gap=0)
        nest(above, self.heads, 1)
        above.addSpacing(self.area.verticalScrollBar().sizeHint().width())
        nest(card.column, above)
        card.column.addWidget(self.area, 1)
        room = Room(self)
        room.keep(self.area)
        whole.addWidget(room.scroll((self.head, told, card), card), 1)
        whole.addWidget(Footer((self.cancel,), (self.ask, self.earlier, self.later)))
        tab_order((self.differing, self.area, self.more, self.cancel, self.ask, self.earlier, self.later))


def _even(widget: QWidget) -> QWidget:
    """Columns share the width as they are told, whatever stands in them."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(widget.hasHeightForWidth())
    widget.setSizePolicy(policy)
    return widget


def _share(grid: QGridLayout, versions: int) -> None:
    """How the width is shared; columns of a version that is not shown any more get none."""
    for at in range(max(grid.columnCount(), versions + 1)):
        grid.setColumnStretch(at, _SHARES[min(at, 1)] if at <= versions else 0)


def _version_words(version: Version, tr: Words) -> str:
    """Which version it is, of when, and where it stands."""
    if version.place == SERVER or version.row is None:
        return tr("On the server")
    record = version.row
    state = delivery_words(tr)[record.delivery][0]
    moment = when(record.finalised or record.changed, tr)
    told = tr("Version {number} · {code}") if version.readable else tr("Version {number} · {code} · not yours to read")
    return "\n".join((told.format(number=version.number, code=record.code), f"{state} · {moment}"))


def _explained(sheet: VersionSheet, tr: Words) -> str:
    """How many versions there are, and in how many questions they differ."""
    count = sum(column.row is not None for column in sheet.columns)
    told = tr.plural("There is {n} version here.", "There are {n} versions here.", count).format(n=count)
    if not sheet.lines:
        return f"{told} {tr('You do not read this record, so its answers are not shown.')}"
    if len(sheet.columns) == 1:
        return told
    other = sheet.differences
    if not other:
        return f"{told} {tr('They do not differ in any answer.')}"
    differs = tr.plural("{n} question is answered differently.", "{n} questions are answered differently.", other)
    return f"{told} {differs.format(n=other)}"
