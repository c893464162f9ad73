"""A number between two ends: a row of steps when there are few, a slider when there are many or it is to be upright.

What the form says of some values (tick labels) stands under it; what it wants to be looked at first (placeholder) is
where the slider or the keyboard begins, and no answer.
"""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.answers.legend import Legend
from intake_app.gui.answers.scale_field import ScaleField, off_scale
from intake_app.gui.answers.slider import Slider
from intake_app.gui.controls import Button, Label, let_enter_pass
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import TARGET, Size, Space
from intake_app.gui.words import steady
from intake_app.workflow.ranges import Scale
from intake_app.xform import AnswerState, QuestionView

MOST_BUTTONS = 11
_MOST_TICKS = 60
_MOST_BY_EYE = 1_000
"""Steps that a hand can tell apart along a slider; of more a value is typed, too."""
_UPRIGHT = 220


class Step(Button):
    """Space takes the value. Enter goes on, as it does everywhere, and the first of them has the keyboard by itself."""

    def __init__(self) -> None:
        super().__init__()
        let_enter_pass(self)


class StepsAnswer(Answer):
    """Every value is a button. `held` is the value that is chosen, or ""; a stored value that is none of them is named
    below until another is chosen.
    """

    def __init__(self, setting: Setting, view: QuestionView, values: Scale, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.buttons: dict[str, Button] = {}
        self.held, self._values = "", values
        self.legend = Legend(setting)
        self._group = QButtonGroup(self)
        self.line = Flow(setting.tokens.px(Space.SMALL), self)
        for value in values:
            button = self.made_button(value)
            button.setCheckable(True)
            button.setAutoExclusive(True)  # the group rules; by this Qt tells a radio button
            button.clicked.connect(lambda _on=False, one=value: self.chosen.emit(one))
            self._group.addButton(button)
            self.buttons[value] = button
            self.line.add(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(setting.tokens.px(Space.SMALL))
        self.note = TextBlock(setting.tokens, Type(Size.SECOND, "stop", follows_row=True))
        box.addWidget(self.line)
        box.addWidget(self.note)
        box.addWidget(self.legend)
        self.show_options(options)
        self.show_view(view)

    def made_button(self, value: str) -> Button:
        """The button of a value."""
        del value
        return Step()

    def named(self, words: str, value: str) -> str:
        """What a screen reader says of a value: its words here, and those of the form."""
        return " · ".join(part for part in (words, self.legend.words(value)) if part)

    def show_options(self, options: tuple[Option, ...]) -> None:
        self.legend.show_options(options)
        self.retell(self.setting)

    def begin(self) -> None:
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> Button:
        """The step that is chosen, or where the form wants it to be looked at first."""
        for wanted in (self.held, _look(self.view)):
            for value, button in self.buttons.items():
                if _same(value, wanted):
                    return button
        return next(iter(self.buttons.values()))

    def parts(self) -> list[QWidget]:
        return list(self.buttons.values())  # of these Tab reaches but the one that had the keyboard last

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._group.setExclusive(False)
        self.held = next((value for value in self.buttons if _same(value, view.value)), "")
        for value, button in self.buttons.items():
            button.setChecked(value == self.held)
            button.setEnabled(not view.readonly)
        self._group.setExclusive(True)
        self._note()
        self._describe()  # what has the keyboard first may be another

    def _note(self) -> None:
        off, tr = self.view.value if not self.held else "", self.setting.tr
        told = off_scale(off, self._values, tr) if off else ""
        self.note.tell(told, tr.language, self.setting.tokens)
        self.note.setVisible(bool(off))
        self.remark(told)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self._note()
        colours = setting.tokens.palette
        for value, button in self.buttons.items():
            button.say(steady(value), self.named(value, value))
            button.setMinimumWidth(setting.tokens.px(TARGET))
            button.setStyleSheet(
                f"QPushButton {{ padding: 0 {setting.tokens.px(Space.SMALL)}px; }} QPushButton:checked {{"
                f" background: {colours.accent}; color: {colours.on_accent}; border-color: {colours.accent}; }}"
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An arrow at the end of a line goes on in the next one; within a line Qt goes on by itself."""
        buttons = list(self.buttons.values())
        here = next((at for at, button in enumerate(buttons) if button.hasFocus()), None)
        forth = Qt.Key.Key_Left if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        if here is None or event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
            return
        there = here + (1 if event.key() == forth else -1)
        if 0 <= there < len(buttons):
            buttons[there].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_digit(self, number: int) -> bool:
        if str(number) not in self.buttons or self.view.readonly:
            return False
        self.chosen.emit(str(number))
        return True


class SliderAnswer(Answer):
    """A slider with its value in figures; blank until it is moved, or let go where it stands.

    Of very many steps the value is typed, too. A stored value that is none of them is shown as it is and told as such,
    and no key by which one looks along the slider takes it away.
    """

    def __init__(self, setting: Setting, view: QuestionView, values: Scale, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.legend = Legend(setting)
        self._values = values
        self._said = ""
        upright = "vertical" in view.appearance
        self.slider = Slider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(values) - 1)
        self.slider.setPageStep(max(1, len(values) // 10))
        self.value = TextBlock(setting.tokens, Type(Size.CHOICE, bold=True, follows_row=True))
        self.typing = ScaleField(setting, values) if len(values) > _MOST_BY_EYE else None
        self.note = TextBlock(setting.tokens, Type(Size.SECOND, "stop", follows_row=True))
        self._lay_out()
        self._mark()
        self.slider.valueChanged.connect(self._moved)
        self.slider.looked.connect(lambda at: self._tell(self._values[at]))
        self.slider.left.connect(lambda: self.show_view(self.view))
        self.slider.taken.connect(lambda: self._moved(self.slider.value()))
        self.setFocusProxy(self.slider)
        self.retell(setting)
        self.show_options(options)
        self.show_view(view)

    def show_options(self, options: tuple[Option, ...]) -> None:
        self.legend.show_options(options)
        self._tell(self.view.value)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.slider.setAccessibleName(setting.tr("Value"))
        self.slider.dress(setting.tokens, blank=not self.view.value)
        if self.typing is not None:
            self.typing.field.setAccessibleName(setting.tr("Value"))
            self.typing.retell(setting)
        self._note()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._stand(self._values.near(view.value or _look(view)) or 0)
        self.slider.dress(self.setting.tokens, blank=not view.value)
        unsaid = view.state in (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW)
        self.slider.stated = unsaid or bool(view.value and self._values.place(view.value) is None)
        self.slider.setEnabled(not view.readonly)
        if self.typing is not None:
            self.typing.field.setReadOnly(view.readonly)
            self.typing.show_value(view.value, blank=unsaid)
        self._note()
        self._tell(view.value)

    def take_digit(self, number: int) -> bool:
        """A digit begins a value that is typed."""
        if self.typing is None or self.view.readonly:
            return False
        self.typing.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typing.field.selectAll()
        self.typing.field.insert(str(number))
        self.typing.field.textEdited.emit(self.typing.field.text())
        return True

    def trouble(self) -> str:
        return self.typing.trouble if self.typing is not None else ""

    def _note(self) -> None:
        """That the stored value is none of these; the field beside says so by itself."""
        off, tr = self.view.value, self.setting.tr
        told = off_scale(off, self._values, tr) if off and self._values.place(off) is None else ""
        self.note.tell(told, tr.language, self.setting.tokens)
        self.note.setVisible(bool(told) and self.typing is None)
        self.remark(told)

    def _tell(self, value: str) -> None:
        """The value and what it means, or that there is none yet."""
        tr = self.setting.tr
        meant = self.legend.meanings.get(value)
        told = (value, "en") if value else (tr("No answer yet"), tr.language)
        if meant is not None:
            told = (f"{value} · {meant.person.text}", meant.person.language or "")
        self.value.tell(*told, self.setting.tokens)
        self._said = (value == self.view.value and self.note.text) or told[0]
        self._describe()

    def _describe(self) -> None:
        """The slider is heard with its value, too, the field with what is amiss in it."""
        self.slider.setAccessibleDescription(self.with_hint(self.with_question(self._said)))
        if self.typing is not None:
            self.typing.field.setAccessibleDescription(self.with_question(self.typing.trouble))

    def _mark(self) -> None:
        """Ticks as often as the form wants them, else at each step where these can be told apart."""
        step = _number(self.view.parameters.get("step")) or Decimal(1)
        apart = _number(self.view.parameters.get("tick-interval"))
        every = max(1, round(abs(apart / step))) if apart else 1
        if "no-ticks" in self.view.appearance or len(self._values) > every * _MOST_TICKS:
            return
        self.slider.ticks = range(0, len(self._values), every)

    def _lay_out(self) -> None:
        upright = self.slider.orientation() == Qt.Orientation.Vertical
        ends = QVBoxLayout() if upright else QHBoxLayout()
        first, last = (self._values[-1], self._values[0]) if upright else (self._values[0], self._values[-1])
        over = Qt.AlignmentFlag.AlignHCenter if upright else Qt.AlignmentFlag(0)
        ends.addWidget(Label(steady(first), "second"), 0, over)
        ends.addWidget(self.slider, 1, over)
        ends.addWidget(Label(steady(last), "second"), 0, over)
        if upright:
            self.slider.setMinimumHeight(self.setting.tokens.px(_UPRIGHT))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.value)
        nest(box, ends)
        if self.typing is not None:
            self.typing.meant.connect(self._typed)
            box.addWidget(self.typing)
        box.addWidget(self.note)
        box.addWidget(self.legend)

    def _moved(self, at: int) -> None:
        self.slider.stated = False  # it is answered, before anybody else knows
        if self.typing is not None:
            self.typing.show_value(self._values[at], blank=False)
        self._tell(self._values[at])
        self.tell(self._values[at])

    def _typed(self, value: str) -> None:
        self.slider.stated = False
        self._stand(self._values.near(value) or 0)
        self._tell(value)
        self.tell(value)

    def _stand(self, at: int) -> None:
        """Show the slider at a value; nobody moved it."""
        before = self.slider.blockSignals(True)
        self.slider.setValue(at)
        self.slider.blockSignals(before)


def _look(view: QuestionView) -> str:
    """Where a range is looked at before there is an answer; "" for nowhere."""
    return view.parameters.get("placeholder", "")


def _number(text: str | None) -> Decimal | None:
    try:
        made = Decimal(text or "")
    except InvalidOperation:
        return None
    return made if made.is_finite() and made else None


def _same(one: str, other: str) -> bool:
    try:
        return bool(other) and Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
