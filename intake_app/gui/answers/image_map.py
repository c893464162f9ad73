"""Choices on a picture, and the same choices in words beside it: two views of one answer."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from intake_app.gui.answers.answer import Answer, Option, Setting, toggled
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.picture import FormFile
from intake_app.gui.answers.picture_parts import PartsPicture
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Size, Space
from intake_app.xform import QuestionView

LOOK = "image-map"
_SIDE_BY_SIDE = 560
_MOST_ROWS = 14


class ImageMapAnswer(Answer):
    """Without a drawing, or while it is not yet read, only the words are there."""

    def __init__(self, setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.many = view.control == "select"
        self._options = options
        self._file: FormFile | None = None
        self.picture = PartsPicture(setting.tokens)
        self.person = TextBlock(setting.tokens, Type(Size.CHOICE, follows_row=True))
        self.mediator = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        self.words: Answer = (LongList if len(options) > _MOST_ROWS else ChoiceGrid)(setting, view, options)
        self._lay_out()
        self.picture.chosen.connect(self._take)
        self.picture.told.connect(self._tell)
        for signal in ("typed", "chosen", "finished"):
            getattr(self.words, signal).connect(getattr(self, signal))
        self.retell(setting)
        self._look()

    def show_drawing(self, file: FormFile | None) -> None:
        """The picture of the question in the person's language."""
        if file is not None and (self._file is None or file.data != self._file.data):
            file.pictures.drawn.connect(self._look)
        self._file = file
        self._look()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.words.show_view(view)
        chosen = view.value.split() if self.many else [view.value]
        self.picture.show_chosen(chosen, readonly=view.readonly)

    def show_options(self, options: tuple[Option, ...]) -> None:
        self._options = options
        self.words.show_options(options)
        self._look()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.words.retell(setting)
        self.picture.setAccessibleName(setting.tr("Picture with parts to choose"))
        self._tell()

    def take_digit(self, number: int) -> bool:
        return self.words.take_digit(number)

    def take_letter(self, char: str, alone: Callable[[], object] | None = None) -> bool:
        return self.words.take_letter(char, alone)

    def begins(self, char: str) -> bool:
        return self.words.begins(char)

    def settle(self) -> None:
        self.words.settle()

    def begin(self) -> None:
        self.words.begin()

    @property
    def letters(self) -> bool:
        return self.words.letters

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self) -> None:
        px = self.setting.tokens.px
        column = QVBoxLayout()
        column.setSpacing(px(Space.HAIR))
        column.addWidget(self.picture)
        column.addWidget(self.person)
        column.addWidget(self.mediator)
        column.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(Space.NORMAL))
        nest(self._box, column)
        self._box.addWidget(self.words, 1)

    def _fold(self) -> None:
        narrow = self.width() < self.setting.tokens.px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != way:
            self._box.setDirection(way)

    def _look(self) -> None:
        """Show the drawing once it is known; its place until then."""
        file = self._file
        known, drawing = file.pictures.outlines(file.data) if file is not None else (True, None)
        if drawing is not None:
            self.picture.show_drawing(drawing, self._options)
            self.show_view(self.view)
        self.picture.setVisible(drawing is not None or not known)
        self._tell()

    def _tell(self) -> None:
        """Say the part that is pointed at in both languages; else what can be done."""
        option = self.picture.pointed
        shown = not self.picture.isHidden()
        tr, tokens = self.setting.tr, self.setting.tokens
        self.person.setVisible(shown and option is not None)
        self.mediator.setVisible(shown and (option is None or option.mediator is not None))
        if option is None:
            self.mediator.tell(tr("Choose on the picture or in the list."), tr.language, tokens)
            return
        self.person.tell(option.person.text or option.value, option.person.language or "", tokens)
        if option.mediator is not None:
            self.mediator.tell(option.mediator.text, option.mediator.language or "", tokens)

    def _take(self, value: str) -> None:
        self.chosen.emit(toggled(self.view.value, value) if self.many else value)
        if not self.many and "quick" in self.view.appearance:
            self.finished.emit()
