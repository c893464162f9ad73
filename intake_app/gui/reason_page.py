"""Reading a record that is not one's own: first a reason that is kept and told, then the answers, to read only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QStackedWidget, QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.answers.birth_words import stated_words
from intake_app.gui.controls import Badge, Card, Label, Sheet, column, empty, link, primary, scrolled, tab_order
from intake_app.gui.fields import Field, Line
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.headed_page import leading
from intake_app.gui.interview_reading import OBSERVERS_UNANSWERED, UNANSWERED
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, apart
from intake_app.vault import Vault
from intake_app.workflow import ReadAnswer, ReadRecord
from intake_app.xform import AnswerState

_WIDTH = 820
_LONGEST = 500
_STEPS = {
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
}


class ReasonPage(Page):
    """Asks for a reason; with it the record opens for reading until the program locks."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, record_id: str, code: str) -> None:
        super().__init__(words, lanes)
        self._record_id, self._code, self._width = record_id, code, look.tokens.px(_WIDTH)
        self.head, self.explanation = Label(role="title"), Label(role="second", wrap=True)
        self.reason_line = Line(longest=_LONGEST)
        self.reason = Field(self.reason_line)
        self.cancel = link(hint="Esc")
        self.read = primary("Ctrl+Return", "Ctrl ↵")
        self.answers: tuple[ReadAnswer, ...] = ()
        self._body = QStackedWidget()
        self._area: QScrollArea | None = None
        self._told = Card(gap=Space.HAIR)
        self._told.setMaximumWidth(self._width)
        self._lay_out()
        self.read.clicked.connect(self.read_now)
        self.reason_line.returnPressed.connect(self.read_now)
        self.cancel.clicked.connect(self.back)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Read a record")

    def shown(self) -> None:
        """The keyboard on the reason."""
        self.reason_line.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Leave; what was read stays open in the store until the program locks, and the reason in the log."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is read comes into sight by the keyboard: nothing in it is pressed."""
        step = _STEPS.get(Qt.Key(event.key()))
        if self._area is None or step is None:
            super().keyPressEvent(event)
        else:
            self._area.verticalScrollBar().triggerAction(step)

    def retranslate(self) -> None:
        """Words of the page; what is read is asked for anew, for its questions may have words in this language, too."""
        self._say()
        if self.answers:
            record_id, language = self._record_id, self.words.language
            self.lanes.vault(lambda store: workflow.read_record(store, record_id, language), self._tell)

    def _say(self) -> None:
        tr = self.words
        self.head.setText(tr("Read {code}").format(code=self._code))
        self.explanation.setText(
            tr("This record is not yours. With a reason it opens for reading until the program locks. The reason stays "
               "in the log, and whoever wrote the record is told who read it and why.")
            if not self.answers
            else tr("Open for reading until the program locks. Nothing can be changed here.")
        )  # fmt: skip
        self.reason.say(tr("Reason"), tr("A whole sentence, in neutral words: no name and nothing of what was told."))
        self.cancel.say(tr("Back"))
        self.read.say(tr("Read it"))

    def read_now(self) -> None:
        """Write the reason down, then read."""
        record_id, reason, language = self._record_id, self.reason_line.text(), self.words.language

        def opened(store: Vault) -> ReadRecord:
            workflow.break_glass(store, record_id, reason)
            return workflow.read_record(store, record_id, language)

        self.lanes.vault(opened, self._show, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, IntakeError) and error.code == "vault.bad_reason":
            self.reason.trouble(str(explain(error, self.words)))
        else:
            self.lanes.trouble.emit(error)

    def _show(self, found: ReadRecord) -> None:
        self._tell(found)
        holder = Sheet()
        down = column(holder, gap=Space.NORMAL)
        nest(down, leading(self._told))
        down.addStretch(1)
        self._area = scrolled(holder)
        self._body.addWidget(self._area)
        self._body.setCurrentIndex(1)
        self.read.hide()
        self._say()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, found: ReadRecord) -> None:
        """Questions and answers, in the place of those that stood there."""
        self.answers, inside = found.answers, self._told.column
        empty(inside)
        for one in found.answers:
            asked = apart(one.question or one.ref.rpartition("/")[2], self.words)
            inside.addWidget(Label(asked, "second", wrap=True))
            if one.state == AnswerState.ANSWERED:
                told = stated_words(one.stated, self.words) if one.stated is not None else apart(one.answer, self.words)
                inside.addWidget(Label(told, wrap=True))
            else:
                words = OBSERVERS_UNANSWERED if one.mediators else UNANSWERED
                inside.addWidget(Badge(self.words(words[one.state])))
            inside.addSpacing(Space.SMALL)

    def _lay_out(self) -> None:
        asking = QWidget()
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(self._width)
        card.column.addWidget(self.reason)
        down = column(asking, gap=0)
        nest(down, leading(card))
        down.addStretch(1)
        area = scrolled(asking)
        Following(area)
        self._body.addWidget(area)
        inside = column(gap=Space.NORMAL)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, Space.NORMAL)
        Room(self).edges(inside)
        for part in (self.head, self.explanation):
            inside.addWidget(part)
        inside.addWidget(self._body, 1)
        whole = column(self, gap=0)
        nest(whole, inside, 1)
        whole.addWidget(Footer((self.cancel,), (self.read,)))
        tab_order((self.reason_line, self.cancel, self.read))
