"""A text in the two languages of the conversation, one under the other; and what is wrong with an answer."""

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Line, set_role, set_shown
from intake_app.gui.interview_reading import Both
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Size, Space


class BothTexts(QWidget):
    """A text in the person's language, large, and in the mediator's under it, each in its own direction.

    What is said besides, of the kinds `hints`, stands with the text of its language: nobody reads across the other's.
    """

    def __init__(
        self, setting: Setting, person: Type, mediator: Type, *, ruled: bool, parent: QWidget | None = None,
        hints: tuple[Type, Type] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._setting, self._types, self._ruled, self._hint_types = setting, (person, mediator), ruled, hints
        self.rule: Line | None = None

    @cached_property
    def _texts(self) -> tuple[TextBlock, TextBlock]:
        """Made when there is something to say: most questions have no guidance."""
        person, mediator = self._pair(self._types)
        self.rule = Line(self) if self._ruled else None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        px = self._setting.tokens.px
        box.setSpacing(px(Space.MEDIUM if self._ruled else 2))
        self._sides = QVBoxLayout(), QVBoxLayout()
        for side, text in zip(self._sides, (person, mediator), strict=True):
            side.setSpacing(px(Space.HAIR))
            side.addWidget(text)
        self._first = QHBoxLayout()
        nest(self._first, self._sides[0], 1)
        nest(box, self._first)
        if self.rule:
            box.addWidget(self.rule)
        nest(box, self._sides[1])
        return person, mediator

    @cached_property
    def hints(self) -> tuple[TextBlock, TextBlock]:
        """Made when there is a hint."""
        assert self._hint_types is not None and self._texts
        made = self._pair(self._hint_types)
        for side, text in zip(self._sides, made, strict=True):
            side.addWidget(text)
        return made

    def _pair(self, types: tuple[Type, Type]) -> tuple[TextBlock, TextBlock]:
        tokens = self._setting.tokens
        return TextBlock(tokens.of_person, types[0], self), TextBlock(tokens.of_mediator, types[1], self)

    @property
    def person(self) -> TextBlock:
        """The text in the person's language."""
        return self._texts[0]

    @property
    def mediator(self) -> TextBlock:
        """The text in the mediator's language."""
        return self._texts[1]

    def take_beside(self, part: QWidget) -> None:
        """Have a part beside the person's text; the mediator's begins at the edge, also where it runs the other way."""
        if self._texts:
            self._first.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, both: Both, setting: Setting, hint: Both | None = None) -> None:
        """Show both texts, and a hint with each; a side without words takes no room."""
        said = [both] if hint is None else [both, hint]
        above = any(one.person.text for one in said)
        below = any(one.mediator and one.mediator.text for one in said)
        has_more = "_texts" in self.__dict__ and self._first.count() > 1
        set_shown(self, above or below or has_more)
        if not above and not below and not has_more:
            return
        _tell(self._texts, both, setting)
        if hint is not None and ("hints" in self.__dict__ or any(text.text for text in hint.each())):
            _tell(self.hints, hint, setting)
        if self.rule:
            set_shown(self.rule, above and below)


def _tell(blocks: tuple[TextBlock, TextBlock], both: Both, setting: Setting) -> None:
    """Say a text in both languages; what has no words takes no room."""
    for block, text, tokens in zip(
        blocks, (both.person, both.mediator), (setting.tokens.of_person, setting.tokens.of_mediator), strict=True
    ):
        told, language = (text.text, text.language or "") if text is not None else ("", "")
        block.tell(told, language, tokens)
        set_shown(block, bool(told))


class Fault(QFrame):
    """What is wrong with an answer, in both languages, in place."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "notice-stop")
        kinds = Type(Size.CONTROL, "stop"), Type(Size.SECOND, "stop")
        self.words = BothTexts(setting, *kinds, ruled=False, parent=self)
        box = QVBoxLayout(self)
        box.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.SMALL)
        box.addWidget(self.words)
        self.hide()
