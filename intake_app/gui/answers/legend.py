"""What some values of a range mean, in both languages: the value and its words, one beside the other."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Size, Space


class Legend(Flow):
    """The values of a range that the form gives words; hidden where there are none."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.tokens.px(Space.LARGE))
        self.meanings: dict[str, Option] = {}
        self._setting = setting
        self.hide()

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Say these values anew."""
        self.meanings = {option.value: option for option in options if option.person.text}
        for gone in self._widgets:
            gone.hide()
            gone.deleteLater()
        self._widgets = []
        for option in self.meanings.values():
            made = _meaning(self._setting, option)
            self.add(made)
            made.show()
        self.setVisible(bool(self.meanings))
        self.arrange()

    def words(self, value: str) -> str:
        """What a value means in the person's language; "" when the form does not say."""
        meant = self.meanings.get(value)
        return meant.person.text if meant is not None else ""


def _meaning(setting: Setting, option: Option) -> QWidget:
    made, px = QWidget(), setting.tokens.px
    value = TextBlock(setting.tokens, Type(Size.MEDIATOR, bold=True, follows_row=True, wraps=False))
    value.tell(option.value, "en")
    words = QVBoxLayout()
    words.setSpacing(0)
    for text, size, colour in ((option.person, Size.MEDIATOR, "ink"), (option.mediator, Size.SECOND, "ink_soft")):
        if text is not None:
            block = TextBlock(setting.tokens, Type(size, colour, follows_row=True, wraps=False))
            block.tell(text.text, text.language or "")
            words.addWidget(block)
    words.addStretch(1)
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(px(Space.SMALL))
    first = QVBoxLayout()
    first.addWidget(value)
    first.addStretch(1)
    nest(line, first)
    nest(line, words)
    return made
