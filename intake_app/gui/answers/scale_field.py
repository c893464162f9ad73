"""The field beside a slider of so many steps that no hand can find one of them."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.digits import lexical_number, typed_number
from intake_app.gui.answers.entries import Entry, keep_only
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space
from intake_app.gui.words import Words, steady
from intake_app.workflow.ranges import Scale

_LONGEST = 40
_WHOLE = re.compile(r"[-+]?\d+")


def off_scale(number: str, values: Scale, tr: Words) -> str:
    """That a number is no value of a scale, and which are."""
    told = tr("{number} is not on this scale, which goes from {first} to {last} in steps of {step}.")
    parts = {"number": number, "first": values[0], "last": values[-1], "step": format(abs(values.step), "f")}
    return told.format(**{name: steady(part) for name, part in parts.items()})


class ScaleField(QWidget):
    """`meant`: a value of the scale; for what is none the answer of before, and below it stands which there are."""

    meant = Signal(str)

    def __init__(self, setting: Setting, values: Scale) -> None:
        super().__init__()
        self._setting, self._values = setting, values
        self._value = ""
        self._before: str | None = None
        """The answer before the first of what is being typed."""
        self._whole = all(each == each.to_integral_value() for each in (values.start, values.step))
        self.field = Entry(_LONGEST)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.note = TextBlock(setting.tokens, Type(Size.SECOND, "stop", follows_row=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.HAIR)
        box.addWidget(self.field)
        box.addWidget(self.note)
        self.field.textEdited.connect(self._edited)
        self.field.editingFinished.connect(self._let_go)

    def show_value(self, value: str, *, blank: bool) -> None:
        """The answer as it is held; what is typed and is no answer stays, unless it is meant to be `blank`."""
        self._value = value
        typed = lexical_number(self.field.text())
        place = self._place(typed)
        same = place is not None and place == self._values.place(value)
        is_typed = bool(typed) and place is None and value == self._before and not blank
        if not same and not is_typed and typed != value and (value or blank or place is not None):
            self.field.setText(value)
        self._note()

    def retell(self, setting: Setting) -> None:
        """Take other languages or another look."""
        self._setting = setting
        dress_field(self.field, setting)
        self.field.setMaximumWidth(setting.tokens.px(320))
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._note()

    @property
    def trouble(self) -> str:
        """What is said of what stands in the field, where that is no value of the scale."""
        return self.note.text

    def _let_go(self) -> None:
        self._before = None

    def _edited(self, text: str) -> None:
        allowed = typed_number(text)
        keep_only(self.field, allowed)
        if self._before is None:
            self._before = self._value
        self._note()
        typed = lexical_number(allowed)
        place = self._place(typed)
        self.meant.emit(self._values[place] if place is not None else self._before if typed else "")

    def _place(self, typed: str) -> int | None:
        """Which of the values is typed; a sign in a whole number may part its thousands, and says neither."""
        return None if self._whole and not _WHOLE.fullmatch(typed) else self._values.place(typed)

    def _note(self) -> None:
        """That what stands in the field is no value of the scale, and which are."""
        typed, tr = lexical_number(self.field.text()), self._setting.tr
        off = bool(typed) and self._place(typed) is None
        words = off_scale(typed, self._values, tr) if off else ""
        self.note.tell(words, tr.language, self._setting.tokens)
        self.note.setVisible(off)
