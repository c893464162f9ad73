"""What every answer widget is: it shows what the session holds, says what was typed or chosen, and keeps nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui import tokens as look
from intake_app.gui.answers.digits import is_figures
from intake_app.gui.answers.picture import FormFile
from intake_app.gui.composing import watch_composing
from intake_app.gui.controls import keyed
from intake_app.gui.standing import put_texts
from intake_app.gui.tokens import Size, Tokens
from intake_app.gui.words import Words
from intake_app.xform import AnswerState, QuestionView, Text

OWN_STATES = (str(AnswerState.DOES_NOT_KNOW), str(AnswerState.DECLINED))
_BESIDE = " · "
SENSITIVE = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


@dataclass(frozen=True)
class Setting:
    """Look, interface words and the two languages of the conversation (BCP 47).

    `alone`: for the person's eyes; nothing that the program makes of an answer is shown. `choices`: the language in
    which the question or all choices are shown, where that runs the other way than the person's.
    """

    tokens: Tokens
    tr: Words
    person: str
    mediator: str
    alone: bool = False
    choices: str = ""

    @property
    def hands(self) -> str:
        """The language of who types: the mediator's, that of the interface where a form names none."""
        return self.mediator or self.tr.language


@dataclass(frozen=True)
class Option:
    """A choice in both languages; `mediator` is None when it would say the same words again, `lacks` what then stands
    in for words that there are not. `picture` is a file.
    """

    value: str
    person: Text
    mediator: Text | None
    picture: FormFile | None = None
    lacks: Text | None = None


class Answer(QWidget):
    """The face of one answer.

    typed: the lexical form so far, while it is being typed. chosen: a whole answer, to be taken at once.
    finished: the answer goes on by itself (appearance `quick`).
    """

    typed = Signal(str)
    chosen = Signal(str)
    finished = Signal()

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__()
        self.setting = setting
        self.view = view
        self._pending: str | None = None
        """What was told last and the session has not taken yet."""

        self._asked = self._hint = self._remark = ""

    ring_air = 0
    """Pixels between its words and the ring around it, beside those that every ring leaves."""

    def ask(self, question: str, hint: str = "") -> None:
        """What is asked, for who hears the window: the name of an answer that is one field, else said of each part; and
        the hint to it, said of what has the keyboard first.
        """
        if (question, hint) == (self._asked, self._hint):
            return
        whole = self.whole
        own = whole.accessibleDescription().removesuffix(self._hint).removesuffix(_BESIDE) if whole is not None else ""
        self._asked, self._hint = question, hint
        self.setAccessibleName(question)
        self.setAccessibleDescription(hint)
        if whole is not None:
            whole.setAccessibleName(question)
            whole.setAccessibleDescription(self.with_hint(own))
        self._describe()

    def remark(self, told: str) -> None:
        """What is seen of an answer that does not fit, "" for nothing; heard with the question."""
        if told != self._remark:
            self._remark = told
            self._describe()

    def first(self) -> QWidget | None:
        """What has the keyboard first, where it is no whole answer and not its first part."""
        return self.focusProxy()

    def _describe(self) -> None:
        parts, first = self.parts(), self.first()
        for part in parts:
            part.setAccessibleDescription(self._asked)
        for part in [one for one in parts if one is first] or parts[: self.whole is None]:
            part.setAccessibleDescription(self.with_hint(self.with_question(self._remark)))

    def with_question(self, told: str) -> str:
        """The question, and what else is said of a part."""
        return _BESIDE.join(filter(None, (self._asked, told)))

    def with_hint(self, told: str) -> str:
        """What is said of a part, and the hint to the question."""
        return _BESIDE.join(filter(None, (told, self._hint)))

    @property
    def whole(self) -> QWidget | None:
        """The field that is the whole answer, if there is one."""
        return None

    def parts(self) -> list[QWidget]:
        """The fields and buttons of which a name alone does not say what they are for."""
        return [part for part in keyed(self) if part is not self.whole]

    def show_view(self, view: QuestionView) -> None:
        """Show the answer as the session holds it now. A field that already says it is left alone."""
        self.view = view
        if view.value == self._pending:
            self._pending = None

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Show these choices; kinds without choices have nothing to do."""
        del options

    def retell(self, setting: Setting) -> None:
        """Take other languages or another look without losing what is typed."""
        self.setting = setting
        self.setLayoutDirection(look.direction(setting.choices or setting.person))

    def show_heard(self, value: str) -> None:
        """Show at a choice that it is being read aloud; only rows have something to do."""
        del value

    def hush(self) -> None:
        """Film nobody any more; only what films has something to do."""

    def take_digit(self, number: int) -> bool:
        """Choose the nth row; False when there is none."""
        del number
        return False

    def begin(self) -> None:
        """Put the keyboard where the answer starts."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ring_rect(self) -> QRect:
        """All of it, as long as it has the keyboard itself and none of its parts has."""
        return self.rect()

    def take_letter(self, char: str, alone: Callable[[], object] | None = None) -> bool:
        """Look a choice up by what is typed; `alone` is what the letter means by itself. False: it is not for here."""
        del char, alone
        return False

    def begins(self, char: str) -> bool:
        """Whether a choice begins with a letter, which then looks it up and means nothing else."""
        del char
        return False

    def midway(self) -> object:
        """What is half done and no answer yet, such as an open list and what is looked for in it; None for nothing."""
        return None

    def go_on(self, midway: object) -> None:
        """Stand as another of the same question stood, which told `midway`, with the keyboard where it was."""

    def type_again(self, typed: tuple[str, ...]) -> None:
        """What stood in the fields of another of the same question, as far as the session holds that: half a number."""
        if typed and put_texts(self, typed):
            self.retell(self.setting)
            self.show_view(self.view)

    def doubt(self) -> tuple[str, str] | None:
        """What was typed may mean two things: that for which it is taken, and the other; None where it does not."""
        return None

    def trouble(self) -> str:
        """What is said of something that was typed and is no answer; "" where nothing is."""
        return ""

    def settle(self) -> None:
        """Take at once what only waits whether another key follows."""

    @property
    def letters(self) -> bool:
        """Whether letters and digits are for typing here and not for choosing."""
        return False

    def tell(self, text: str) -> None:
        """Say what is typed so far, unless the session already holds it and was told of nothing else since."""
        if text != self.view.value or self._pending is not None:
            self._pending = text
            self.typed.emit(text)


def dress_field(field: QLineEdit | QPlainTextEdit, setting: Setting, size: int = Size.CHOICE) -> None:
    """Type of the conversation's scripts in a field, and no learning of what is typed."""
    families = [*look.families(setting.person), *look.families(setting.mediator)]
    names = ", ".join(f'"{name}"' for name in dict.fromkeys(families))
    tall = max(look.line_height(setting.person), look.line_height(setting.mediator)) * size
    kind = type(field).__name__
    both = (setting.person, setting.mediator)
    field.setFont(setting.tokens.font(next((one for one in both if look.UPRIGHT in look.families(one)), both[0])))
    floor = f"min-height: {setting.tokens.px(max(44, tall + 8))}px;" if isinstance(field, QLineEdit) else ""
    field.setStyleSheet(f"{kind} {{ font-family: {names}; font-size: {setting.tokens.px(size)}px; {floor} }}")
    field.setInputMethodHints(field.inputMethodHints() | SENSITIVE)
    watch_composing(field)


def content_direction(text: str, empty: str) -> Qt.LayoutDirection:
    """The direction of what is typed by its first strong letter; figures alone go from left to right, and what has
    neither goes as language `empty`."""
    for char in text:
        if char.isalpha():
            return Qt.LayoutDirection.RightToLeft if _right_to_left(char) else Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.LeftToRight if is_figures(text) else look.direction(empty)


def _right_to_left(char: str) -> bool:
    point = ord(char)
    return (
        0x0590 <= point <= 0x08FF
        or 0xFB1D <= point <= 0xFDFF
        or 0xFE70 <= point <= 0xFEFF
        or 0x10800 <= point <= 0x10FFF
        or 0x1E800 <= point <= 0x1EFFF
    )


def toggled(value: str, choice: str) -> str:
    """The selection with one choice put at its end or taken away; a state such as "does not know" gives way."""
    held = [one for one in value.split() if one not in OWN_STATES]
    kept = [one for one in held if one != choice]
    return " ".join(kept if choice in held else [*held, choice])
