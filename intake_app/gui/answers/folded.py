"""A list of choices that is closed until it is asked for (appearance `minimal`)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout

from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.type_ahead import begins
from intake_app.gui.tokens import Space, Tokens
from intake_app.i18n import msg, nearest
from intake_app.xform import QuestionView, Text

MOST_ROWS = 14
"""Choices of which each has a row; of more the list is searched."""
_CHOOSE = msg("Choose from the list")
_LONG = 360
_SIGN = 12


class FoldedList(Answer):
    """A row that says what is chosen; it opens the choices below it, and closes them when one is taken.

    It opens by click, Space, Down and F4, by a letter, which looks a choice up, and by a digit, which answers nothing
    before its choice can be seen. Escape closes it.
    """

    def __init__(self, setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.many = view.control == "select"
        self._options = options
        self.inner: ChoiceGrid | LongList | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(setting.tokens.px(Space.SMALL))
        self.face = self._made_face()
        self.retell(setting)

    @property
    def open(self) -> bool:
        """Whether the choices are to be seen."""
        return self.inner is not None and not self.inner.isHidden()

    def unfold(self) -> None:
        """Show the choices and give them the keyboard."""
        if not self.view.readonly:
            inner = self._inside()
            inner.show()
            self.face.show_open(True)
            inner.begin()

    def fold(self) -> None:
        """Show only what is chosen."""
        if self.inner is not None:
            self.face.setFocus(Qt.FocusReason.OtherFocusReason)
            self.inner.hide()
            self.face.show_open(False)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._tell()
        if self.inner is not None:
            self.inner.show_view(view)

    def show_options(self, options: tuple[Option, ...]) -> None:
        self._options = options
        self._tell()
        if self.inner is not None and isinstance(self.inner, LongList) != self.letters:
            self._box.removeWidget(self.inner)
            self.inner.deleteLater()
            self.inner = None
            self.face.show_open(False)
        if self.inner is not None:
            self.inner.show_options(options)

    def retell(self, setting: Setting) -> None:
        fresh = setting.tokens != self.setting.tokens
        super().retell(setting)
        if fresh:
            old, self.face = self.face, self._made_face()
            self._box.removeWidget(old)
            old.deleteLater()
            self.face.show_open(self.open)
        self._tell()
        if self.inner is not None:
            self.inner.retell(setting)

    def ask(self, question: str, hint: str = "") -> None:
        super().ask(question, hint)
        self.face.setAccessibleDescription(self.with_hint(question))
        if self.inner is not None:
            self.inner.ask(question, hint)

    def show_heard(self, value: str) -> None:
        if self.inner is not None:
            self.inner.show_heard(value)

    def take_digit(self, number: int) -> bool:
        if self.open and self.inner is not None:
            return self.inner.take_digit(number)
        self.unfold()
        return True

    def take_letter(self, char: str, alone: Callable[[], object] | None = None) -> bool:
        if not char or self.view.readonly:
            return False
        inner = self._inside()
        if (alone is None or self.letters or inner.begins(char) or inner.gathers) and not self.open:
            self.unfold()
        return inner.take_letter(char, alone)

    def begins(self, char: str) -> bool:
        return begins(self._options, char)

    def midway(self) -> object:
        """Whether its choices have the keyboard, and what is looked for among them; nothing where it is closed."""
        if not self.open or self.inner is None:
            return None
        held = QApplication.focusWidget()
        return held is not None and self.inner.isAncestorOf(held), self.inner.midway()

    def go_on(self, midway: object) -> None:
        match midway:
            case (bool(keyed), within) if not self.view.readonly:
                inner = self._inside()
                inner.show()
                self.face.show_open(True)
                if keyed:
                    inner.begin()
                inner.go_on(within)

    def settle(self) -> None:
        if self.inner is not None:
            self.inner.settle()

    def begin(self) -> None:
        self.face.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def letters(self) -> bool:
        return len(self._options) > MOST_ROWS

    def event(self, event: QEvent) -> bool:
        """Escape closes the list before it does anything else."""
        mine = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.open
        if mine and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.open:
            self.fold()
        elif event.key() == Qt.Key.Key_Backspace and isinstance(self.inner, ChoiceGrid) and self.inner.take_back():
            return
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and self.face.hasFocus():
            self.unfold()
        else:
            super().keyPressEvent(event)

    def _made_face(self) -> "_Face":
        made = _Face(self.setting.tokens, self._told())
        made.setParent(self)
        made.clicked.connect(lambda: self.fold() if self.open else self.unfold())
        made.setAccessibleDescription(self.with_hint(self._asked))
        self._box.insertWidget(0, made)
        self.setFocusProxy(made)
        return made

    def _inside(self) -> ChoiceGrid | LongList:
        """The choices, made when they are first asked for."""
        if self.inner is None:
            kind = LongList if self.letters else ChoiceGrid
            made = self.inner = kind(self.setting, self.view, self._options)
            made.hide()
            if isinstance(made, LongList):
                made.list.setMinimumHeight(self.setting.tokens.px(_LONG))
            made.chosen.connect(self._take)
            made.finished.connect(self.finished)
            made.ask(self._asked, self._hint)
            self._box.addWidget(made)
        return self.inner

    def _take(self, value: str) -> None:
        self.chosen.emit(value)
        if not self.many:
            self.fold()

    def _tell(self) -> None:
        self.face.show_option(self._told())
        self.face.setEnabled(not self.view.readonly)

    def _told(self) -> Option:
        """What is chosen, in both languages; what can be done where nothing is."""
        held = self.view.value.split() if self.many else [self.view.value]
        chosen = [option for option in self._options if option.value in held and option.value]
        if not chosen:
            first, second = (_own(code) for code in (self.setting.person, self.setting.mediator))
            return Option("", first, second if second.text != first.text else None)
        if len(chosen) == 1:
            return chosen[0]
        seconds = [option.mediator for option in chosen if option.mediator is not None]
        return Option("", _together([one.person for one in chosen]), _together(seconds) if seconds else None)


class _Face(ChoiceRow):
    """The row of a list that is closed: the words, and a sign that there is more."""

    def __init__(self, tokens: Tokens, option: Option) -> None:
        super().__init__(tokens, option, 0, many=False, bare=True)
        self.setCheckable(False)
        self._open = False

    def _beside(self) -> tuple[int, int]:
        return Space.NORMAL, super()._beside()[1]

    def show_open(self, on: bool) -> None:
        """Turn the sign."""
        self._open = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._tokens.px(_SIGN)
        place = self._side(side, start=False)
        top, bottom = place.top() + side * 0.25, place.top() + side * 0.75
        ends, tip = (bottom, top) if self._open else (top, bottom)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._tokens.color("ink_soft"), self._tokens.px(2)))
        painter.drawPolyline(
            [QPointF(place.left(), ends), QPointF(place.center().x(), tip), QPointF(place.right(), ends)]
        )


def _own(code: str) -> Text:
    translator = nearest(code, _CHOOSE)
    return Text(translator(_CHOOSE), translator.language)


def _together(texts: list[Text]) -> Text:
    return Text(" · ".join(one.text for one in texts), texts[0].language)
