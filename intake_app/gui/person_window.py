"""The person's window: the question in front and its choices in the person's language, large, and nothing else.

It keeps no answer and knows no page. It is told what to show, and says what was answered and asked for.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from intake_app.gui import tokens as look
from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.drawing import DrawingAnswer
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.chosen_picture import Seen
from intake_app.gui.composing import take_composed
from intake_app.gui.controls import Once, column, discard, enter_passes, link, row, scrolled, set_role
from intake_app.gui.focus import FocusRing
from intake_app.gui.following import Following, bring
from intake_app.gui.hide import Emptied
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_keys import STATES, Deed, SameDigit, deed_of, digit_of, letter_of, only_held
from intake_app.gui.interview_reading import MEDIATOR, Both, Reading
from intake_app.gui.interview_repeat import AskedForMore, asked
from intake_app.gui.keys import Key
from intake_app.gui.nested import nest
from intake_app.gui.shell import TITLE
from intake_app.gui.standing import Standing, texts
from intake_app.gui.tokens import Space, Tokens
from intake_app.gui.unseen import Unseen
from intake_app.gui.words import Words
from intake_app.i18n import load, nearest
from intake_app.xform import Text
from intake_app.xform.views import TextKind

LARGER = 1.25
"""How much larger everything is than in the mediator's window, and more in a window taller than this:"""
_TALL, _STEP, _MOST = 768, 0.25, 2.0

HOLD_MS = 700
"""So long a finger rests on the key that gives the screen back: nobody does that by chance."""


class PersonReading(Reading):
    """What the form says in the person's language alone, without what guides the mediator."""

    def __init__(self, of: Reading) -> None:
        super().__init__(of.session, of.person, of.person, of.pictures, of.files)
        self.left_out, self.discreet = MEDIATOR, of.discreet
        self.speaks, self.interface, self.films = of.speaks, of.interface, of.films
        self.sensitive = of.sensitive

    def text(self, ref: str, what: TextKind = "label") -> Both:
        """A text of a question; guidance is for who asks."""
        return Both(Text(""), None) if what == "guidance" else super().text(ref, what)


@dataclass(frozen=True)
class Shown:
    """What the window shows: a question, in a language (the form's name for it), in a look; to answer or to look at."""

    ref: str
    language: str
    tokens: Tokens
    only_look: bool = False


@dataclass(frozen=True)
class _Stand:
    """The part with the keyboard, what is half done, and what stands in fields as it was typed."""

    part: Standing | None
    midway: object
    typed: tuple[str, ...]


class PersonBlock(QuestionBlock):
    """A question without what is said about it: no mark of a translation, no mark of what is missing.

    Files are chosen by the mediator, in a dialog that shows what lies on the computer; a signature is given here.
    """

    def refresh(self) -> None:
        super().refresh()
        if isinstance(self.answer, UploadAnswer):
            on_paper = bool(self.view.value) or "annotate" not in self.view.appearance
            self.answer.setVisible(isinstance(self.answer, DrawingAnswer) and on_paper)
            self.answer.choose.hide()

    def _tell_badges(self) -> None:
        """None of them."""


class PersonWindow(Emptied):
    """The first four signals carry the question's ref, as those of a sheet of questions do."""

    typed = Signal(str, str)
    chosen = Signal(str, str)
    stated = Signal(str, object)
    file_chosen = Signal(str, object)

    listened = Signal(str, bool)
    """A question is to be heard; whether from the start, or silent where it is heard already."""

    onward = Signal()
    """The person is done with the question."""

    away = Signal()
    """Escape: whatever it shows is to go, and the mediator goes on in the other window."""

    back = Signal()
    """The screen is the mediator's again."""

    turned = Signal()
    """F11: all of the screen, or a part."""

    resized = Signal()
    """What it shows would be better in another size."""

    closed = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(480, 360)
        set_role(self, "ground")
        self.block: PersonBlock | None = None
        self.more: AskedForMore | None = None
        """Instead of a question: whether a list has another entry."""
        self.shown: Shown | None = None
        self.all_there_is = False
        """Whether it covers the screen of the mediator, who then has no other way back than one through it."""
        self.next, self.leave, self.hold = Once("primary", hint="↵"), link(hint="Esc"), link(hint="Ctrl D")
        self._gone, self._as_large = False, LARGER
        self._held = QTimer(self, singleShot=True, interval=HOLD_MS)
        self.ring = FocusRing(self)
        self._same_digit, self.unseen = SameDigit(), Unseen(self)
        self._lay_out()
        self._connect()
        self.blank()

    def ask(self, reading: Reading, shown: Shown, *, judged: bool) -> None:
        """Show a question as the session holds it; what is typed stays while it is the same question."""
        if self._gone:
            return
        larger = self._larger()
        if shown == self.shown and self.block is not None and larger == self._as_large:
            self.block.refresh()
        else:
            self._as_large = larger
            self._put(PersonReading(reading), shown)
        if judged and self.block is not None:
            self.block.judge()

    def ask_for_more(self, reading: Reading, shown: Shown) -> None:
        """Show that it is asked whether a list has another entry, which the mediator adds."""
        if self._gone:
            return
        had_keys, self._as_large = self.isActiveWindow(), self._larger()
        self._drop()
        alone = PersonReading(reading)
        setting = self._setting(alone, shown, asked(alone).person.language)
        self.more, self.shown = AskedForMore(alone, setting, shown.ref), shown
        self._column.insertWidget(0, self.more)
        self.more.show()
        self._tell_foot(setting)
        bring(self.more.words)
        if had_keys:
            self.begin()

    def show_file(self, name: str, seen: Seen) -> None:
        """Show a kept drawing where its name is the answer."""
        answer = self.block.answer if self.block is not None else None
        if isinstance(answer, DrawingAnswer) and answer.view.value == name:
            answer.show_file(seen)

    def blank(self) -> None:
        """Show nothing at all."""
        self.shown = None
        self._drop()
        self.next.hide()
        self.leave.hide()
        self.hold.setVisible(self.all_there_is and not self._gone)

    def let_go(self) -> None:
        """Nothing is shown any more, whatever comes."""
        self._gone = True
        self.blank()

    def begin(self) -> None:
        """The keyboard to the answer, unless the person only looks."""
        if self.block is not None and self.shown is not None and not self.shown.only_look:
            self.block.begin()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.more is not None:
            bring(self.more.words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A much larger window has larger words."""
        super().resizeEvent(event)
        if self.shown is not None and self._larger() != self._as_large:
            self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that no field took: the keys of the interview, but none that leads to another question or page."""
        block, deed, number = self.block, deed_of(event), digit_of(event)
        if only_held(event):
            return
        if deed in (Deed.UP, Deed.DOWN):
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + (1 if deed == Deed.DOWN else -1) * bar.pageStep())
        elif self.shown is None or self.shown.only_look:
            event.ignore()
        elif deed in (Deed.ENTER, Deed.ON):
            self._enter(pressing=deed == Deed.ENTER)
        elif block is None:
            event.ignore()
        elif block.take_letter(letter_of(event), STATES.get(deed) if deed else None):
            return
        elif deed in STATES:
            block.take_state(STATES[deed])
        elif number is None or not self._take_digit(block, number):
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed from outside while it is all there is to see, it goes blank and stays: behind it are the notes."""
        if event.spontaneous() and self.all_there_is and self.shown is not None:
            event.ignore()
            self.away.emit()
            return
        self.blank()
        event.accept()
        self.closed.emit()

    def _put(self, reading: PersonReading, shown: Shown) -> None:
        had_keys, stood = self.isActiveWindow(), self._stands(shown)
        self._drop()
        setting = self._setting(reading, shown, reading.text(shown.ref).person.language)
        block = PersonBlock(reading, setting, shown.ref, alone=True)
        block.typed.connect(self.typed)
        block.chosen.connect(self.chosen)
        block.stated.connect(self.stated)
        block.listened.connect(lambda ref: self.listened.emit(ref, False))
        block.file_chosen.connect(self.file_chosen)
        block.finished.connect(lambda _ref: self._finished())
        block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, shown.only_look)
        self.block, self.shown = block, shown
        long = isinstance(block.answer, LongList)
        self._column.insertWidget(0, block, int(long))
        block.show()
        self._tell_foot(setting)
        if shown.only_look:
            for part in (block, *block.findChildren(QWidget)):
                part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if had_keys:
            self.begin()
        if stood is not None:
            block.answer.go_on(stood.midway)
            block.answer.type_again(stood.typed)
        if had_keys and not shown.only_look and stood is not None and stood.part is not None:
            stood.part.lead(block)

    def _setting(self, reading: PersonReading, shown: Shown, said: str | None) -> Setting:
        """The words, size and direction of what is shown, of which the language `said` is that of the text."""
        code = reading.person_code
        words = Words(load(_known(code, said)).language)
        tokens = replace(shown.tokens, scale=shown.tokens.scale * self._as_large)
        self.setLayoutDirection(look.direction(said or code))
        margin = tokens.px(Space.HUGE)
        self._column.setContentsMargins(margin, margin, margin, tokens.px(Space.NORMAL))
        self._scroll.verticalScrollBar().setValue(0)
        return Setting(tokens, words, code, code, alone=True)

    def _larger(self) -> float:
        more = self.height() / _TALL // _STEP * _STEP
        return LARGER * min(max(more, 1.0), _MOST)

    def _tell_foot(self, setting: Setting) -> None:
        """Nothing there is in a language that is not the person's: an arrow says it where the word is not known."""
        words, tokens, code = setting.tr, setting.tokens, setting.person
        arrow = "←" if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else "→"
        known = words.translator.knows("Next")
        self.next.setFont(tokens.font(code))
        self.next.say(f"{words('Next')} {arrow}" if known else arrow, words("Next") if known else arrow)
        self.next.setVisible(self.shown is not None and not self.shown.only_look)
        self.leave.setFont(tokens.font(code))
        back = words("Back") if words.translator.knows("Back") else "✕"
        self.leave.say(back, back)
        self.leave.show()
        self.hold.hide()

    def _stands(self, shown: Shown) -> "_Stand | None":
        """How what is typed stands, where the same question is about to be shown in other words or another size."""
        block = self.block
        if block is None or self.shown is None or self.shown.ref != shown.ref:
            return None
        held = self.focusWidget()
        part = Standing.of(held, block) if held is not None and block.isAncestorOf(held) else None
        return _Stand(part, block.answer.midway(), texts(block.answer))

    def _drop(self) -> None:
        """Let go of the question, without a word of it left to be seen; a word that is being composed is taken."""
        if self.block is not None and self.isActiveWindow():
            take_composed()
        for gone in filter(None, (self.block, self.more)):
            self._column.removeWidget(gone)
            discard(gone)
        self.block = self.more = None

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = column(inside, gap=0)
        self._column.addStretch(0)
        self._scroll = scrolled(inside)
        Following(self._scroll)
        whole = column(self, gap=0)
        whole.addWidget(self._scroll, 1)
        foot = row(gap=Space.MEDIUM)
        foot.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.NORMAL)
        for chip in (self.leave, self.hold):
            chip.say("", chip.hint)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(chip)
        foot.addStretch(1)
        foot.addWidget(self.next)
        nest(whole, foot)

    def _connect(self) -> None:
        self.next.clicked.connect(self._go_on)
        self.leave.clicked.connect(self.away)
        self.hold.pressed.connect(self._held.start)
        self.hold.released.connect(self._held.stop)
        self._held.timeout.connect(self.back)
        for key, signal in (("Esc", self.away), ("Ctrl+D", self.back), ("F11", self.turned)):
            Key(key, self).activated.connect(signal)
        Key("F5", self).activated.connect(self._listen)
        for key, deed in (("Alt+N", Deed.UNKNOWN), ("Alt+P", Deed.DECLINED)):
            Key(key, self).activated.connect(lambda one=deed: self._say_state(one))

    def _enter(self, *, pressing: bool) -> None:
        held = QApplication.focusWidget()
        (held.click if pressing and isinstance(held, QPushButton) and not enter_passes(held) else self._go_on)()

    def _finished(self) -> None:
        """It goes on by itself: the second of two taps, or of one digit, is not for the next question."""
        self._same_digit.went_on()
        self.unseen.came()
        self.onward.emit()

    def _take_digit(self, block: PersonBlock, number: int) -> bool:
        return not self._same_digit.take(number) or block.answer.take_digit(number)

    def _go_on(self) -> None:
        if self.block is not None:
            self.block.answer.settle()
        self.onward.emit()

    def _listen(self) -> None:
        if self.block is not None:
            self.listened.emit(self.block.ref, True)

    def show_sounding(self, ref: str) -> None:
        """Say of the question whether it is the one that is heard."""
        if self.block is not None:
            self.block.listen.show_sounding(self.block.ref == ref)

    def show_heard(self, value: str) -> None:
        """Show which choice is being read aloud."""
        if self.block is not None:
            self.block.answer.show_heard(value)

    def _say_state(self, deed: Deed) -> None:
        if self.block is not None and self.shown is not None and not self.shown.only_look:
            self.block.take_state(STATES[deed])


def _known(code: str, shown: str | None) -> str:
    """The language of what the program says beside a question: theirs, else that in which the question is shown, else
    the nearest to theirs."""
    told = (one for one in (code, shown or "") if one and load(one).language == one.partition("-")[0])
    return next(told, nearest(code, "Next").language)
