"""Answers that are hardly answers: a note, an acknowledgement, a value that is only shown."""

from PySide6.QtWidgets import QVBoxLayout

from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size
from intake_app.i18n import load, msg
from intake_app.xform import QuestionView, Text

_DONE = "OK"
_DONE_WORDS = msg("Done")


class NoteAnswer(Answer):
    """Nothing to answer; a calculated value is shown when the form puts one there."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self.told = TextBlock(setting.tokens, Type(Size.CHOICE, follows_row=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.told)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        shown = view.value if view.control == "input" else ""
        self.told.tell(shown, self.setting.mediator, self.setting.tokens)
        self.told.setVisible(bool(shown))


class TriggerAnswer(Answer):
    """One row to tick: done, read, understood."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self.row = ChoiceRow(setting.tokens, self._option(setting), 1, many=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.row)
        self.setFocusProxy(self.row)
        self.row.clicked.connect(self._toggle)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.row.show_chosen(view.value == _DONE)
        self.row.setEnabled(not view.readonly)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.row.show_option(self._option(setting))

    def take_digit(self, number: int) -> bool:
        if number != 1 or self.view.readonly:
            return False
        self._toggle()
        return True

    def _toggle(self) -> None:
        self.chosen.emit("" if self.view.value == _DONE else _DONE)

    def _option(self, setting: Setting) -> Option:
        person, mediator = load(setting.person), load(setting.mediator)
        first = Text(person(_DONE_WORDS), person.language)
        second = Text(mediator(_DONE_WORDS), mediator.language)
        return Option(_DONE, first, second if second.text != first.text else None)
