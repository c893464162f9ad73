"""A number between two ends: a row of steps when there are few, a slider when there are many or it is to be upright."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSlider, QVBoxLayout

from intake_app.gui.answers.answer import Answer, Setting
from intake_app.gui.controls import Button, Label
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import TARGET, Size, Space
from intake_app.xform import QuestionView

_MOST_BUTTONS = 11
_MOST_STEPS = 10_000
_UPRIGHT = 220


def scale(view: QuestionView) -> list[str]:
    """The values a range offers, as stored; none when its ends make no range."""
    try:
        start, end, step = (
            Decimal(view.parameters.get(name) or fall) for name, fall in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        return []
    step = abs(step) if end >= start else -abs(step)
    if not step:
        return []
    count = min(_MOST_STEPS, int((end - start) / step))
    return [format((start + step * at).normalize(), "f") for at in range(count + 1)]


class StepsAnswer(Answer):
    """Every value is a button."""

    def __init__(self, setting: Setting, view: QuestionView, values: list[str]) -> None:
        super().__init__(setting, view)
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        for value in values:
            button = Button()
            button.setCheckable(True)
            button.say(value)
            button.clicked.connect(lambda _on=False, one=value: self.chosen.emit(one))
            self._group.addButton(button)
            self.buttons[value] = button
            line.addWidget(button)
        line.addStretch(1)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            button.setChecked(_same(value, view.value))
            button.setEnabled(not view.readonly)
        self._group.setExclusive(True)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        colours = setting.tokens.palette
        for button in self.buttons.values():
            button.setMinimumWidth(setting.tokens.px(TARGET))
            button.setStyleSheet(
                f"QPushButton {{ padding: 0 {setting.tokens.px(Space.SMALL)}px; }} QPushButton:checked {{"
                f" background: {colours.accent}; color: {colours.on_accent}; border-color: {colours.accent}; }}"
            )

    def take_digit(self, number: int) -> bool:
        if str(number) not in self.buttons or self.view.readonly:
            return False
        self.chosen.emit(str(number))
        return True


class SliderAnswer(Answer):
    """A slider with its value in figures; blank until it is moved."""

    def __init__(self, setting: Setting, view: QuestionView, values: list[str]) -> None:
        super().__init__(setting, view)
        self._values = values
        upright = "vertical" in view.appearance
        self.slider = QSlider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(values) - 1)
        self.slider.setPageStep(max(1, len(values) // 10))
        self.slider.setAccessibleName(setting.tr("Value"))
        self.value = TextBlock(setting.tokens, Type(Size.CHOICE, bold=True, follows_row=True))
        self._lay_out()
        self.slider.valueChanged.connect(self._moved)
        self.setFocusProxy(self.slider)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        at = next((at for at, value in enumerate(self._values) if _same(value, view.value)), None)
        before = self.slider.blockSignals(True)
        self.slider.setValue(at or 0)
        self.slider.blockSignals(before)
        self.slider.setEnabled(not view.readonly)
        tr = self.setting.tr
        told = (view.value, "en") if view.value else (tr("No answer yet"), tr.language)
        self.value.tell(*told, self.setting.tokens)

    def _lay_out(self) -> None:
        upright = self.slider.orientation() == Qt.Orientation.Vertical
        ends = QVBoxLayout() if upright else QHBoxLayout()
        first, last = (self._values[-1], self._values[0]) if upright else (self._values[0], self._values[-1])
        ends.addWidget(Label(first, "second"))
        ends.addWidget(self.slider, 1)
        ends.addWidget(Label(last, "second"))
        if upright:
            self.slider.setMinimumHeight(self.setting.tokens.px(_UPRIGHT))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.value)
        box.addLayout(ends)

    def _moved(self, at: int) -> None:
        self.value.tell(self._values[at], "en", self.setting.tokens)
        self.tell(self._values[at])


def range_answer(setting: Setting, view: QuestionView) -> Answer | None:
    """The widget for a range; None when the form's ends make no range."""
    values = scale(view)
    if not values:
        return None
    if len(values) <= _MOST_BUTTONS and "vertical" not in view.appearance:
        return StepsAnswer(setting, view, values)
    return SliderAnswer(setting, view, values)


def _same(one: str, other: str) -> bool:
    try:
        return bool(other) and Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
