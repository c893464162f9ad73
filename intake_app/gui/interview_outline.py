"""Where the interview stands: sections with ticks and counts, and what was passed over."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Label, column, discard
from intake_app.gui.interview_course import FINISH, Course, Section
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_side import Side
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.interview_words import mark_of
from intake_app.gui.nested import nest
from intake_app.gui.standing import kept
from intake_app.gui.tokens import RADIUS_CONTROL, TARGET, Size, Space
from intake_app.xform import Text

WIDTH = 216


@dataclass(frozen=True)
class _Line:
    """What stands in one line: a head, or a row with what it counts and the place it leads to; without words a gap."""

    name: Text
    head: bool = False
    count: str = ""
    place: str = ""
    here: bool = False
    mark: str = ""
    """That the name is in another language than was asked for."""


_GAP = _Line(Text("", ""))


class OutlineRow(QAbstractButton):
    """A section: its name, and at the end a tick or a count. `place` is where it leads."""

    def __init__(self, setting: Setting, name: Text, count: str, place: str, *, here: bool, mark: str = "") -> None:
        super().__init__()
        self._setting = setting
        self._told = f"{name.text}. {mark}." if mark else name.text
        self.here = here
        colour = "accent" if here else "ink"
        self.name = TextBlock(setting.tokens, Type(Size.SECOND, colour, bold=here, follows_row=True))
        soft = "accent" if here else "ink_soft"
        self.count = TextBlock(setting.tokens, Type(Size.KEY + 1, soft, bold=here, wraps=False))
        self.name.tell(name.text, name.language or "")
        self.mark = TextBlock(setting.tokens, Type(Size.KEY + 1, "warn", follows_row=True))
        self.mark.tell(mark, setting.tr.language)
        if not mark:
            self.mark.hide()  # to show what has no place yet would open a window
        self.tell(count, place)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(setting.tokens.px(TARGET))
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.SMALL, 9, Space.SMALL, 9)
        line.setSpacing(Space.SMALL)
        words = column(gap=0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.mark)
        words.addStretch(1)
        nest(line, words, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        for block in (self.name, self.mark, self.count):
            block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tell(self, count: str, place: str) -> None:
        """Another count, or place."""
        self.place = place
        self.count.tell(count, self._setting.tr.language)
        self.setAccessibleName(f"{self._told} {count}".strip())

    def sizeHint(self) -> QSize:
        inner = self.layout()
        return inner.sizeHint() if inner else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.here or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._setting.tokens.color("accent_soft" if self.here else "ground"))
        radius = self._setting.tokens.px(RADIUS_CONTROL)
        painter.drawRoundedRect(self.rect(), radius, radius)


class Outline(Side):
    """The left side of the page. `go` carries a place of the course."""

    go = Signal(str)

    def __init__(self, reading: Reading, course: Course, setting: Setting) -> None:
        super().__init__(setting, first=True, margin=Space.MEDIUM, gap=0)
        self._reading, self._course = reading, course
        self.rows: list[OutlineRow] = []
        """Another list whenever a row is another."""
        self._lines: list[_Line] = []
        self._shown: list[QWidget | None] = []
        """What stands for each line, None for a gap."""
        self._style: object = None

    def refresh(self, setting: Setting) -> None:
        """Count again and show it; of what stands there already only what changed is made anew."""
        self.setFixedWidth(setting.tokens.px(WIDTH))
        sections = self._course.sections()
        passed = self._course.unanswered_before()
        here = self._course.section_key(self._course.at) if self._course.page else FINISH
        copied = {section.key: section.copied for section in sections if section.copied}
        lines = self._sections(setting, sections, here)
        lines += self._left(setting, setting.tr("Not answered yet"), passed)
        lines += self._left(setting, setting.tr("From an earlier record, not asked now"), copied)
        style = (setting, setting.tr.language)
        with kept(self):
            if style != self._style:
                self._take_off(0)
                self.setting, self._style = setting, style
            if lines != self._lines:
                self._show(lines)

    def _show(self, lines: list[_Line]) -> None:
        """Put these lines in the place of those that are there, from the first that is of another kind on anew."""
        kept = 0
        for old, new in zip(self._lines, lines, strict=False):
            if old != new and not self._put_right(kept, old, new):
                break
            kept += 1
        self._take_off(kept)
        for line in lines[kept:]:
            self._add(line)
        self.column.addStretch(1)
        self._lines = lines

    def _put_right(self, at: int, old: _Line, new: _Line) -> bool:
        """Whether a row could be told what is new, or another row put in its place."""
        row = self._shown[at]
        if not isinstance(row, OutlineRow) or new.head or new == _GAP:
            return False
        if (old.name, old.here, old.mark) == (new.name, new.here, new.mark):
            row.tell(new.count, new.place)
            return True
        made = self._shown[at] = self._row(new)
        self.rows = [made if one is row else one for one in self.rows]
        self.column.replaceWidget(row, made)
        discard(row)
        return True

    def _take_off(self, kept: int) -> None:
        """All lines from this one on, and the stretch after the last."""
        gone = self._shown[kept:]
        while self.column.count() > kept:
            self.column.takeAt(kept)
        for widget in gone:
            if widget is not None:
                discard(widget)
        if any(isinstance(widget, OutlineRow) for widget in gone):
            self.rows = [row for row in self.rows if row not in gone]
        self._shown, self._lines = self._shown[:kept], self._lines[:kept]

    def _add(self, line: _Line) -> None:
        widget: QWidget | None = None
        if line == _GAP:
            self.column.addSpacing(Space.LARGE)
        elif line.head:
            widget = Label(line.name.text, "count", wrap=True)
            widget.setContentsMargins(Space.SMALL, 0, Space.SMALL, Space.SMALL)
        else:
            widget = self._row(line)
            self.rows = [*self.rows, widget]
        if widget is not None:
            self.column.addWidget(widget)
        self._shown.append(widget)

    def _row(self, line: _Line) -> OutlineRow:
        row = OutlineRow(self.setting, line.name, line.count, line.place, here=line.here, mark=line.mark)
        row.clicked.connect(lambda: self.go.emit(row.place))
        return row

    def _sections(self, setting: Setting, sections: tuple[Section, ...], here: str | None) -> list[_Line]:
        tr = setting.tr
        found = [_Line(Text(tr("Interview"), tr.language), head=True)]
        for section in sections:
            start = next((ref for ref in section.refs), self._course.pages[section.pages[0]].ref)
            name, here_now = self._name(setting, section.key), section.key == here
            count = self._count(setting, section)
            found.append(_Line(name, False, count, start, here_now, mark_of(name, tr)))
        return [*found, _Line(Text(tr("Finish"), tr.language), False, "", FINISH, here == FINISH)]

    def _left(self, setting: Setting, head: str, left: dict[str | None, tuple[str, ...]]) -> list[_Line]:
        """What is still to be asked for one reason, by section."""
        if not left:
            return []
        first = _Line(Text(head, setting.tr.language), head=True)
        names = {key: self._name(setting, key) for key in left}
        rows = [
            _Line(names[key], False, str(len(refs)), refs[0], mark=mark_of(names[key], setting.tr))
            for key, refs in left.items()
        ]
        return [_GAP, first, *rows]

    @staticmethod
    def _count(setting: Setting, section: Section) -> str:
        tr = setting.tr
        if section.faults:
            return tr("check {n}").format(n=section.faults)
        if not section.asked:
            return ""
        return "✓" if section.answered == section.asked else f"{section.answered}/{section.asked}"

    def _name(self, setting: Setting, key: str | None) -> Text:
        if key is None:
            title = self._reading.session.definition.title or setting.tr("Questions")
            return Text(title, self._reading.own_code)
        told = self._reading.group_for_mediator(key)
        return told if told.text else Text(setting.tr("Questions"), setting.tr.language)
