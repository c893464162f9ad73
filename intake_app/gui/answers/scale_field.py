"""The field beside a slider of so many steps that no hand can find one of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting, dress_field
from intake_app.gui.answers.digits import lexical_number, typed_number
from intake_app.gui.answers.entries import Entry
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space
from intake_app.gui.words import steady
from intake_app.workflow.ranges import Scale

_LONGEST = 40


class ScaleField(QWidget):
    """`meant`: a value of the scale, or "" for what is none; below it stands which there are."""

    meant = Signal(str)

    def __init__(self, setting: Setting, values: Scale) -> None:
        super().__init__()
        self._setting, self._values = setting, values
        self.field = Entry(_LONGEST)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.note = TextBlock(setting.tokens, Type(Size.SECOND, "stop", follows_row=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.HAIR)
        box.addWidget(self.field)
        box.addWidget(self.note)
        self.field.textEdited.connect(self._edited)

    def show_value(self, value: str, *, blank: bool) -> None:
        """The answer as it is held; what is typed and is no answer stays, unless it is meant to be `blank`."""
        typed = lexical_number(self.field.text())
        place = self._values.place(typed)
        same = place is not None and place == self._values.place(value)
        if not same and typed != value and (value or blank or place is not None):
            self.field.setText(value)
        self._note()

    def retell(self, setting: Setting) -> None:
        """Take other languages or another look."""
        self._setting = setting
        dress_field(self.field, setting)
        self.field.setMaximumWidth(setting.tokens.px(320))
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._note()

    def _edited(self, text: str) -> None:
        allowed = typed_number(text)
        if allowed != text:
            at = self.field.cursorPosition() - (len(text) - len(allowed))
            self.field.setText(allowed)
            self.field.setCursorPosition(max(0, at))
        self._note()
        place = self._values.place(lexical_number(allowed))
        self.meant.emit("" if place is None else self._values[place])

    def _note(self) -> None:
        """That what stands in the field is no value of the scale, and which are."""
        typed, values, tr = lexical_number(self.field.text()), self._values, self._setting.tr
        off = bool(typed) and values.place(typed) is None
        told = tr("{number} is not on this scale, which goes from {first} to {last} in steps of {step}.")
        parts = {"number": typed, "first": values[0], "last": values[-1], "step": format(abs(values.step), "f")}
        words = told.format(**{name: steady(part) for name, part in parts.items()}) if off else ""
        self.note.tell(words, tr.language, self._setting.tokens)
        self.note.setVisible(off)
        self.field.setAccessibleDescription(words)
