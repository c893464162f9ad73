"""Where the interview stands: sections with ticks and counts, and what was passed over."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Label
from intake_app.gui.interview_course import FINISH, Course, Section
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_side import Side
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import RADIUS_CONTROL, Size, Space
from intake_app.xform import Text

WIDTH = 216


class OutlineRow(QAbstractButton):
    """A section: its name, and at the end a tick or a count."""

    def __init__(self, setting: Setting, name: Text, count: str, *, here: bool) -> None:
        super().__init__()
        self._setting = setting
        self.here = here
        colour = "accent" if here else "ink"
        self.name = TextBlock(setting.tokens, Type(Size.SECOND, colour, bold=here, follows_row=True))
        soft = "accent" if here else "ink_soft"
        self.count = TextBlock(setting.tokens, Type(Size.KEY + 1, soft, bold=here, wraps=False))
        self.name.tell(name.text, name.language or "")
        self.count.tell(count, setting.tr.language)
        self.setAccessibleName(f"{name.text} {count}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.SMALL, 9, Space.SMALL, 9)
        line.setSpacing(Space.SMALL)
        line.addWidget(self.name, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        for block in (self.name, self.count):
            block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

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
        super().__init__(setting, first=True, margin=Space.MEDIUM, gap=2)
        self._reading, self._course = reading, course
        self.rows: list[OutlineRow] = []
        self._shown: object = None

    def refresh(self, setting: Setting) -> None:
        """Count again and show it; nothing is rebuilt when nothing changed."""
        self.setting = setting
        self.setFixedWidth(setting.tokens.px(WIDTH))
        sections = self._course.sections()
        passed = self._course.unanswered_before()
        here = self._course.section_key(self._course.at) if self._course.page else FINISH
        state = (sections, tuple(passed.items()), here, setting, setting.tr.language, self._reading.own)
        if state == self._shown:
            return
        self._shown = state
        self.rows = []
        self.clear()
        self._show_sections(sections, here)
        self._show_passed(passed)
        self.column.addStretch(1)

    def _show_sections(self, sections: tuple[Section, ...], here: str | None) -> None:
        tr = self.setting.tr
        self._head(tr("Interview"))
        for section in sections:
            start = next((ref for ref in section.refs), self._course.pages[section.pages[0]].ref)
            self._add(self._name(section.key), self._count(section), start, here=section.key == here)
        self._add(Text(tr("Finish"), tr.language), "", FINISH, here=here == FINISH)

    def _show_passed(self, passed: dict[str | None, tuple[str, ...]]) -> None:
        if not passed:
            return
        self.column.addSpacing(Space.LARGE)
        self._head(self.setting.tr("Not answered yet"))
        for key, refs in passed.items():
            self._add(self._name(key), str(len(refs)), refs[0], here=False)

    def _count(self, section: Section) -> str:
        tr = self.setting.tr
        if section.faults:
            return tr("check {n}").format(n=section.faults)
        if not section.asked:
            return ""
        return "✓" if section.answered == section.asked else f"{section.answered}/{section.asked}"

    def _name(self, key: str | None) -> Text:
        if key is None:
            title = self._reading.session.definition.title or self.setting.tr("Questions")
            return Text(title, self._reading.own_code)
        told = self._reading.group_for_mediator(key)
        return told if told.text else Text(self.setting.tr("Questions"), self.setting.tr.language)

    def _head(self, text: str) -> None:
        head = Label(text, "count", wrap=True)
        head.setContentsMargins(Space.SMALL, 0, Space.SMALL, Space.SMALL)
        self.column.addWidget(head)

    def _add(self, name: Text, count: str, place: str, *, here: bool) -> None:
        row = OutlineRow(self.setting, name, count, here=here)
        row.clicked.connect(lambda: self.go.emit(place))
        self.rows.append(row)
        self.column.addWidget(row)
