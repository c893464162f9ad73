"""Long lists: type a part of the word in either language, choose from what is left."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from intake_app import languages, prose
from intake_app.gui import tokens as look
from intake_app.gui.answers.answer import Answer, Option, Setting, dress_field, toggled
from intake_app.gui.answers.spelt import Spelt
from intake_app.gui.fields import lean
from intake_app.gui.finger import follow_finger
from intake_app.gui.following import follow_row
from intake_app.gui.held_line import HeldLine
from intake_app.gui.interview_script import language_for
from intake_app.gui.interview_text import TextBlock, Type, draw_line
from intake_app.gui.nested import nest
from intake_app.gui.tokens import TARGET, Size, Space, Tokens
from intake_app.i18n import msg
from intake_app.xform import AnswerState, QuestionView

_ROWS_AT_LEAST = 3
_ALL = 1000
"""The share of what takes what it can of the room, beside 1 for what takes what is left."""
_LANGUAGES_AT_LEAST = 5
"""Choices that are codes of languages, from which on a list may be one of languages."""
_LATIN_MARKS = range(0x300, 0x370)
_ARABIC_MARKS = range(0x64B, 0x660)
_JOINERS = (0x200C, 0x200D)
_UNHEARD = {**dict.fromkeys((*_LATIN_MARKS, *_ARABIC_MARKS, *_JOINERS)), ord("’"): "'"}
_Index = QModelIndex | QPersistentModelIndex


def folded(text: str) -> str:
    """Text for comparing: no case, no accents, no short vowels, one apostrophe, nothing that only joins letters."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_UNHEARD)


class _Options(QAbstractListModel):
    """The choices that hold every typed word; the chosen ones carry a tick. `grown`: more were found by their sound."""

    grown = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.all: tuple[Option, ...] = ()
        self._folded: list[str] | None = None
        self._spelt = Spelt(self)
        self._spelt.ready.connect(self._listen)
        self.shown: list[Option] = []
        self.chosen: frozenset[str] = frozenset()
        self.two_lines = False
        self._filter, self._starts = "", list[str]()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        option = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return both(option)
        return option if role == Qt.ItemDataRole.UserRole else None

    def take(self, options: tuple[Option, ...]) -> None:
        """Hold these choices, with the filter as it is."""
        self.all = options
        self.two_lines = any(option.mediator is not None for option in options)
        self._folded = None
        self._spelt.take(self._texts(), len(options))
        self.look_for(self._filter)

    @property
    def _words(self) -> list[str]:
        """What each choice is found by; made when something is looked for: another language comes sooner."""
        if self._folded is None:
            told = (f" {text} {one.value}" for one, text in zip(self.all, self._texts(), strict=True))
            self._folded = [folded(one).replace("(", "( ") for one in told]
        return self._folded

    def _texts(self) -> Iterator[str]:
        return (f"{both(option)} {known}" for option, known in self._known())

    def look_for(self, typed: str) -> None:
        """Show the choices that hold every word of `typed`, first those in which words begin so; where there is none of
        these, after them those that sound like it in any script.
        """
        self._filter = typed
        held: Sequence[int] = range(len(self.all))
        for one in folded(typed).split():
            held = [at for at in held if one in self._words[at]]
        self._starts = [f" {one}" for one in folded(typed).split()]
        held = sorted(held, key=lambda at: not self._begins(at)) if self._starts else held
        self.beginResetModel()
        self.shown = [self.all[at] for at in (*held, *self._alike(held))]
        self.endResetModel()

    def _begins(self, at: int) -> bool:
        """Whether each word that is looked for is the beginning of one there, in either language."""
        return all(one in self._words[at] for one in self._starts)

    def _alike(self, held: Sequence[int]) -> list[int]:
        """Where choices stand that sound like what is looked for and do not hold it; none where words begin with it."""
        if any(map(self._begins, held)):
            return []
        known = set(held)
        return [at for at in self._spelt.alike(self._filter) if at not in known]

    def _listen(self) -> None:
        """A long list is spelt by now: what sounds so comes behind what is shown, and no row moves."""
        words = folded(self._filter).split()
        if not words:
            return
        more = self._alike([at for at, text in enumerate(self._words) if all(one in text for one in words)])
        if more:
            first = len(self.shown)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self.shown += [self.all[at] for at in more]
            self.endInsertRows()
            self.grown.emit()

    def _known(self) -> Iterator[tuple[Option, str]]:
        """Each choice with the names that a language has elsewhere, where the list is one of languages."""
        names = {one.code: f"{one.endonym} {one.english} {one.italian}" for one in _languages()}
        listed = are_languages(self.all)
        return ((option, names.get(option.value, "") if listed else "") for option in self.all)

    def mark(self, chosen: frozenset[str]) -> None:
        """Tick these values."""
        self.chosen = chosen
        if self.shown:
            self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))


@cache
def _languages() -> tuple[languages.Language, ...]:
    return languages.all_languages()


def are_languages(options: tuple[Option, ...]) -> bool:
    """Whether a list is one of languages: nearly all of its choices are codes of some."""
    codes = {one.code for one in _languages()}
    are = sum(option.value in codes for option in options)
    return are >= _LANGUAGES_AT_LEAST and are * 5 >= len(options) * 4


class _Painter(QStyledItemDelegate):
    """Two lines: the person's word, the mediator's under it."""

    def __init__(self, owner: "LongList") -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        setting = self._owner.setting
        upper, lower = _heights(setting)
        tall = upper + (lower if self._owner.model.two_lines else 0)
        return QSize(100, max(setting.tokens.px(TARGET), setting.tokens.px(tall + 12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        choice: Option = index.data(Qt.ItemDataRole.UserRole)
        tokens = self._owner.setting.tokens
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        ticked = choice.value in self._owner.model.chosen
        place: QRect = option.rect
        painter.save()
        if here or ticked:
            painter.fillRect(place, tokens.color("accent_soft"))
        self._words(painter, place, choice, ticked)
        painter.setPen(tokens.color("accent" if here else "line"))
        if here or index.row() + 1 < len(self._owner.model.shown):
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        if here:
            painter.drawLine(place.topLeft(), place.topRight())
        painter.restore()

    def _words(self, painter: QPainter, place: QRect, choice: Option, ticked: bool) -> None:
        tokens = self._owner.setting.tokens
        pad = tokens.px(Space.NORMAL)
        tick = tokens.px(26)
        rtl = self._owner.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = place.adjusted(pad if not rtl else pad + tick, 4, -pad - (tick if not rtl else 0), -4)
        edge = (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
        person, mediator = choice.person, choice.mediator
        above, below = _heights(self._owner.setting)
        split = round(inner.height() * above / (above + below)) if mediator else inner.height()
        upper = QRect(inner.left(), inner.top(), inner.width(), split)
        _draw(painter, upper, edge, person.text, (person.language or "", Size.MEDIATOR, "ink"), tokens.of_person)
        if mediator is not None:
            lower = QRect(inner.left(), inner.top() + split, inner.width(), inner.height() - split)
            told = (mediator.language or "", Size.SECOND, "ink_soft")
            _draw(painter, lower, edge, mediator.text, told, tokens.of_mediator)
        if ticked:
            wide = tick + pad // 2
            side = QRect(place.left() if rtl else place.right() - wide, place.top(), wide, place.height())
            painter.setPen(tokens.color("accent"))
            painter.setFont(tokens.font("en", Size.MEDIATOR, bold=True))
            painter.drawText(side, Qt.AlignmentFlag.AlignCenter, "✓")


def _heights(setting: Setting) -> tuple[float, float]:
    """The lines of a choice in the person's language and in the mediator's, in pixels at scale 1."""
    tokens = setting.tokens
    person = Size.MEDIATOR * look.line_height(setting.person) * tokens.person
    return person, Size.SECOND * look.line_height(setting.mediator) * tokens.mediator


def _draw(
    painter: QPainter, place: QRect, edge: Qt.AlignmentFlag, text: str, kind: tuple[str, int, str], tokens: Tokens
) -> None:
    language, size, colour = kind
    painter.setPen(tokens.color(colour))
    draw_line(painter, place, prose.plain(text), (tokens.font(language_for(text, language), size), language), edge)


class _List(QListView):
    """As tall as a few rows, up to all of them where there is room; no row is cut where the list does not move."""

    def __init__(self, owner: "LongList") -> None:
        super().__init__()
        self._owner = owner
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        follow_finger(self)

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * min(_ROWS_AT_LEAST, self._rows()) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def fit(self) -> None:
        """Be no taller than all choices are; the room that is left of one more row stays empty."""
        frame = 2 * self.frameWidth()
        self.setMaximumHeight(self._row() * self._rows() + frame)
        self.setViewportMargins(0, 0, 0, max(0, self.height() - frame) % self._row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _row(self) -> int:
        return self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()

    def _rows(self) -> int:
        return max(1, len(self._owner.model.all))


class LongList(Answer):
    """A field that filters and the list under it; how many are shown, and what is chosen, stands in one line below.

    No row moves when something is chosen.
    """

    looked_for = msg("Type to search in either language")
    """What the field says that is typed in it."""

    def __init__(self, setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> None:
        super().__init__(setting, view)
        self.many = view.control == "select"
        self.model = _Options(self)
        self.told = TextBlock(setting.tokens, Type(Size.MEDIATOR, bold=True, follows_row=True))
        self.filter = HeldLine()
        self.filter.setClearButtonEnabled(True)
        self.list = _List(self)
        self.count = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True, wraps=False))
        self._build()
        self.retell(setting)
        self.show_options(options)

    def show_view(self, view: QuestionView) -> None:
        stated = view.state != self.view.state and view.state in (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW)
        super().show_view(view)
        if stated:  # Enter puts no choice that was looked for in its place
            self.filter.clear()
            self.list.setCurrentIndex(QModelIndex())
        chosen = view.value.split() if self.many else [view.value] if view.value else []
        self.model.mark(frozenset(chosen))
        names = {option.value: option.person for option in self.model.all if option.value in chosen}
        told = " · ".join(names[value].text for value in chosen if value in names)
        self.told.tell(told, self.setting.person, self.setting.tokens)
        self.told.setMinimumHeight(self.setting.tokens.px(_heights(self.setting)[0]))
        self.filter.setEnabled(not view.readonly)
        self.list.setEnabled(not view.readonly)

    def show_options(self, options: tuple[Option, ...]) -> None:
        """In a list of languages the one that is spoken here comes first."""
        if are_languages(options):
            options = tuple(sorted(options, key=lambda one: one.value != self.setting.person))
        if options != self.model.all:
            held = self._held()
            self.model.take(options)
            self._stand_on(held)
        self._counted()
        self.list.fit()
        self.show_view(self.view)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        tr = setting.tr
        dress_field(self.filter, setting, Size.MEDIATOR)
        self.filter.setLayoutDirection(self.layoutDirection())
        lean(self.filter, self.layoutDirection())
        self.filter.setPlaceholderText(tr(self.looked_for))
        self.filter.setAccessibleName(tr("Search the list"))
        self.list.setAccessibleName(tr("Choices"))
        self.list.updateGeometry()
        self.list.fit()
        self._counted()

    def begin(self) -> None:
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def midway(self) -> object:
        """What is looked for, the value of the row that has the mark, and whether that row has the keyboard."""
        walks = self.list.hasFocus()
        return (self.filter.text(), self._held(), walks) if self.filter.text() or walks else None

    def go_on(self, midway: object) -> None:
        match midway:
            case (str(sought), str(value), bool(walks)):
                self.filter.setText(sought)
                self._filtered(sought)
                self._stand_on(value)
                if walks:
                    (self.list if self.model.shown else self.filter).setFocus(Qt.FocusReason.OtherFocusReason)

    def _held(self) -> str:
        """The value of the row that has the mark, "" for none."""
        held = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return held.value if held else ""

    def _stand_on(self, value: str) -> None:
        rows = [one.value for one in self.model.shown]
        if value in rows:
            self.list.setCurrentIndex(self.model.index(rows.index(value)))

    @property
    def letters(self) -> bool:
        return True

    @property
    def gathers(self) -> bool:
        """Whether letters are being typed, which they always are."""
        return True

    def take_letter(self, char: str, alone: Callable[[], object] | None = None) -> bool:
        """A letter that came to another part of the question is the first of what is looked for."""
        if not char or self.view.readonly:
            return False
        self.begin()
        self.filter.setText(char)
        self._filtered(char)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the field into the list; Enter takes the first of a filtered list, or the row it stands on."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.model.shown:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                self.list.setCurrentIndex(self.model.index(0))
                return True
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            enter = plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and self.filter.text().strip():
                if self._finds_nothing:
                    self.filter.selectAll()  # it is no answer to go on with, and goes with the next letter
                else:
                    self._take(self.model.index(0))
                    self.filter.clear()
                return True
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._list_key(event)
        return super().eventFilter(watched, event)

    def _list_key(self, event: QKeyEvent) -> bool:
        at = self.list.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select) or (enter and self._is_to_take(at)):
            self._take(at)
            return True
        if enter and self._finds_nothing:
            return True  # as in the field
        if event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() <= 0:
            self.filter.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.model.grown.connect(self._counted)
        self.list.setItemDelegate(_Painter(self))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setBackgroundRole(QPalette.ColorRole.Base)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.SMALL)
        box.addWidget(self.filter)
        box.addWidget(self.list, _ALL)
        below = QHBoxLayout()
        below.setSpacing(Space.LARGE)
        below.addWidget(self.told, _ALL)
        below.addWidget(self.count, 1, Qt.AlignmentFlag.AlignTop)
        nest(box, below)
        box.addStretch(1)
        self.filter.textEdited.connect(self._filtered)
        self.filter.textChanged.connect(lambda _text: lean(self.filter, self.layoutDirection()))
        self.filter.textChanged.connect(lambda text: self._filtered(text) if not text else None)
        self.list.clicked.connect(self._take)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_rows: follow_row(self.list))
        self.setFocusProxy(self.filter)

    def _filtered(self, typed: str) -> None:
        self.model.look_for(typed)
        self._counted()

    @property
    def _finds_nothing(self) -> bool:
        return not self.model.shown and bool(self.filter.text().strip())

    def _counted(self) -> None:
        shown, total = len(self.model.shown), len(self.model.all)
        tr = self.setting.tr
        told = tr.plural("{shown} of {n} choice", "{shown} of {n} choices", total).format(shown=shown, n=total)
        if self._finds_nothing:
            told = tr("Nothing was found.")
        self.count.tell(told, tr.language, self.setting.tokens)

    def _is_to_take(self, index: _Index) -> bool:
        """Whether Enter takes this row: not one that is taken already, from which it goes on."""
        option: Option | None = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        return option is not None and option.value not in self.model.chosen and not self.view.readonly

    def _take(self, index: _Index) -> None:
        option: Option | None = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if option is not None and not self.view.readonly:
            self.chosen.emit(toggled(self.view.value, option.value) if self.many else option.value)


def both(option: Option) -> str:
    """The words of a choice in both languages, for searching and for screen readers."""
    return " · ".join(prose.plain(text.text) for text in (option.person, option.mediator) if text is not None)
