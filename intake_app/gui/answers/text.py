"""Words, numbers and codes typed by hand."""

import re
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Answer, Setting, content_direction, dress_field
from intake_app.gui.answers.coordinates import stored_point, stored_points
from intake_app.gui.answers.digits import (
    are_groups,
    ascii_digits,
    is_figures,
    lexical_number,
    spread_number,
    typed_number,
    unmarked,
)
from intake_app.gui.answers.entries import Entry, FullNote, Paper, keep_only
from intake_app.gui.controls import secondary
from intake_app.gui.fields import lean, show_ascii
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Size, Space, direction
from intake_app.gui.words import steady
from intake_app.xform import QuestionView
from intake_app.xform.completing import points

_LONGEST = 10_000  # characters in one field; a pasted book would stall every save
_LONGEST_NUMBER, _LONGEST_PLACE = 40, 200
_MAY_BE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""One sign and three figures after it: some part thousands so."""


def dress_masked(field: QLineEdit, view: QuestionView) -> bool:
    """Show dots for what is typed where the form wants it; whether it does."""
    masked = "masked" in view.appearance
    field.setEchoMode(QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal)
    return masked


def stand(field: QLineEdit, way: Qt.LayoutDirection) -> None:
    """Have what is in a field stand where a row of this direction begins, whichever way it reads itself."""
    right = way == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    field.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)


class LineAnswer(Answer):
    """One line of text, its direction by what is typed.

    A text of digits (`numbers`) and a code read from left to right, with ASCII digits in the place of those of any
    script; so does a number in a text of another kind. What has words in it stays as it is typed. A masked answer of
    several lines is one of dots.
    """

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self._numbers = "numbers" in view.appearance
        self._figures = self._numbers or view.type == "barcode"
        self.field = Entry(_LONGEST)
        self.full = FullNote(self.field, setting)
        if self._numbers:
            self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._spreads = not dress_masked(self.field, view) and self._numbers and "thousands-sep" in view.appearance
        self.echo = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.field)
        box.addWidget(self.full)
        box.addWidget(self.echo)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._edited)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.field.setReadOnly(view.readonly)
        if self._lexical() != view.value:
            self.field.setText(view.value)
            self._turn()
        self._say_echo()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.full.retell(setting)
        dress_field(self.field, setting)
        self._turn()

    @property
    def whole(self) -> QWidget:
        return self.field

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _lexical(self) -> str:
        text = self.field.text().strip()
        told = ascii_digits(unmarked(text)).strip()
        return told if self._figures or is_figures(told) else text

    def _edited(self) -> None:
        if self._figures or are_groups(unmarked(self.field.text()).strip()):
            show_ascii(self.field)
        self._turn()
        self._say_echo()
        self.tell(self._lexical())

    def _say_echo(self) -> None:
        """Digits with their thousands apart, where the form wants it."""
        value = self._lexical()
        spread = spread_number(value) if self._spreads else value
        self.echo.tell(spread if spread != value else "", "en")
        self.echo.setVisible(bool(self.echo.text))

    def _turn(self) -> None:
        if self._figures:
            self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            stand(self.field, self.layoutDirection())
            return
        text = self.field.text()
        way = content_direction(text, self.setting.hands)
        self.field.setLayoutDirection(way)
        lean(self.field, direction(self.setting.hands) if is_figures(text) else way)


class AddressAnswer(LineAnswer):
    """An address of the web: it is shown and can be copied. Nothing is opened from here: that would leave traces."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        self.copy = secondary()
        super().__init__(setting, view)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.setSpacing(setting.tokens.px(Space.SMALL))
        box.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeading)
        self.copy.clicked.connect(self._copied)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.copy.setEnabled(bool(view.value))

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.copy.say(setting.tr("Copy the address"))

    def _turn(self) -> None:
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def _copied(self) -> None:
        """Through the field, so that it is marked as ours and taken back like everything that is copied."""
        self.field.selectAll()
        self.field.copy()
        self.field.deselect()


def _means(typed: str, stored: str) -> bool:
    """Whether what is typed is the number that is stored."""
    try:
        return typed == stored or Decimal(typed) == Decimal(stored)
    except InvalidOperation:
        return False


class NumberAnswer(Answer):
    """A number in any script's digits, comma or dot; the form stores ASCII digits and a dot.

    With `counter` a whole number is also counted up and down from 0 by two buttons.
    """

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self._whole = view.type in ("int", "long")
        self.field = Entry(_LONGEST_NUMBER)
        self._masked, self._typed_here = dress_masked(self.field, view), False
        self.full = FullNote(self.field, setting)
        self.field.setAccessibleDescription(setting.tr("Number"))
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.echo = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        self.meant = TextBlock(setting.tokens, Type(Size.MEDIATOR, "warn", bold=True, follows_row=True))
        self.less, self.more = secondary(), secondary()
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        for part in (self.less, self.field, self.more):
            line.addWidget(part)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.HAIR)
        nest(box, line)
        box.addWidget(self.full)
        box.addWidget(self.echo)
        box.addWidget(self.meant)
        self._count_by_buttons()  # once they are in here: shown before, each would be a window and take the keyboard
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._edited)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.field.setReadOnly(view.readonly)
        if not _means(self._lexical(), view.value):  # 5. stays as it is typed, though it is stored as 5
            self.field.setText(view.value)
        self.less.setEnabled(not view.readonly and view.value not in ("", "0"))
        self.more.setEnabled(not view.readonly)
        self._say_echo()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.full.retell(setting)
        dress_field(self.field, setting)
        self.field.setMaximumWidth(setting.tokens.px(320))
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        stand(self.field, self.layoutDirection())

    @property
    def whole(self) -> QWidget:
        return self.field

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _count_by_buttons(self) -> None:
        tr = self.setting.tr
        for button, sign, name, step in ((self.less, "−", tr("One less"), -1), (self.more, "+", tr("One more"), 1)):
            button.say(sign, name)
            button.setVisible(self._whole and "counter" in self.view.appearance)
            button.clicked.connect(lambda _on=False, by=step: self._count(by))

    def _count(self, by: int) -> None:
        held = self._lexical()
        self.chosen.emit(str(max(0, (int(held) if held.isdecimal() else 0) + by)))

    def _lexical(self) -> str:
        return lexical_number(self.field.text())

    def _edited(self, text: str) -> None:
        allowed = typed_number(text)
        keep_only(self.field, allowed)
        self._typed_here = True
        self._say_echo()
        self.tell(self._lexical())

    def doubt(self) -> tuple[str, str] | None:
        """What a number whose sign may part thousands is taken for, and what else it may mean; None for others."""
        value = self._lexical()
        if self._whole or self._masked or not self._typed_here or not _MAY_BE_THOUSANDS.fullmatch(value):
            return None
        return value.rstrip("0").rstrip("."), value.replace(".", "")

    def _say_echo(self) -> None:
        """The number with its thousands apart, where the form wants it; what is stored, where a sign may part those."""
        value, tr, doubt = self._lexical(), self.setting.tr, self.doubt()
        spreads = "thousands-sep" in self.view.appearance and len(value) > 3 and not self._masked and not doubt
        self.echo.tell(spread_number(value) if spreads else "", "en")
        told = tr("This is {less}. For {more} leave out the sign.") if doubt else ""
        less, more = map(steady, doubt or ("", ""))
        self.meant.tell(told.format(less=less, more=more), tr.language)
        for line in (self.echo, self.meant):
            line.setVisible(bool(line.text))
        self.field.setAccessibleDescription(self.with_hint(" ".join(filter(None, (tr("Number"), self.meant.text)))))


class PageAnswer(Answer):
    """Several lines of text."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self.field = Paper(_LONGEST)
        self.full = FullNote(self.field, setting)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.field)
        box.addWidget(self.full)
        self.setFocusProxy(self.field)
        self.retell(setting)
        self.show_view(view)
        self.field.textChanged.connect(self._edited)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.field.setReadOnly(view.readonly)
        if self.field.toPlainText().strip() != view.value:
            before = self.field.blockSignals(True)
            self.field.show_text(view.value)
            self.field.blockSignals(before)
            self._turn()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.full.retell(setting)
        dress_field(self.field, setting, Size.MEDIATOR)
        rows = self.view.parameters.get("rows", "")
        wanted = min(12, max(3, int(rows))) if rows.isdecimal() else 5
        self.field.setFixedHeight(setting.tokens.px(wanted * Size.MEDIATOR * 1.6 + 24))
        self._turn()

    @property
    def whole(self) -> QWidget:
        return self.field

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _edited(self) -> None:
        self._turn()
        self.tell(self.field.toPlainText().strip())

    def _turn(self) -> None:
        text, paper = self.field.toPlainText(), self.field.document()
        way = content_direction(text, self.setting.hands)
        self.field.setLayoutDirection(way)
        right = (direction(self.setting.hands) if is_figures(text) else way) == Qt.LayoutDirection.RightToLeft
        option = paper.defaultTextOption()  # by itself Qt begins every line at the left
        option.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        if option.alignment() != paper.defaultTextOption().alignment():
            paper.setDefaultTextOption(option)


class PointAnswer(Answer):
    """A place as latitude and longitude, typed or pasted as one text: "35.5013, 12.6089", "35.5013 N 12.6089 E".

    A line or an area is several of them with ; between.
    """

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self._one = view.type == "geopoint"
        self.field = Entry(_LONGEST_PLACE if self._one else _LONGEST)
        dress_masked(self.field, view)
        self.full = FullNote(self.field, setting)
        self.field.setAccessibleDescription(setting.tr("Latitude and longitude"))
        example = "35.5013, 12.6089" if self._one else "35.5013, 12.6089; 35.5044, 12.6117"
        told = setting.tr("Latitude and longitude, such as {example}").format(example=f"\u2066{example}\u2069")
        self.field.setPlaceholderText(told)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.field)
        box.addWidget(self.full)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._edited)
        self.retell(setting)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.field.setReadOnly(view.readonly)
        typed = self._lexical()
        if view.value not in (typed, points(typed, view.type)):  # stored whole, or as it was told while it does not fit
            self.field.setText(view.value)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self.full.retell(setting)
        dress_field(self.field, setting)
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    @property
    def whole(self) -> QWidget:
        return self.field

    @property
    def letters(self) -> bool:
        return not self.view.readonly

    def _edited(self) -> None:
        """In ASCII digits: those of some scripts would be drawn from the right, the longitude before the latitude."""
        show_ascii(self.field)
        self.tell(self._lexical())

    def _lexical(self) -> str:
        read = stored_point if self._one else stored_points
        return read(self.field.text(), self.setting.hands)
