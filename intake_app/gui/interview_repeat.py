"""Between the questions of a list: what it holds so far, add another, take one away, go on."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui import tokens as look
from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Card, Kind, discard, keyed, link, secondary, set_role, tab_order
from intake_app.gui.interview_both import BothTexts
from intake_app.gui.interview_reading import Both, Reading
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.interview_words import shown_in
from intake_app.gui.nested import nest
from intake_app.gui.standing import kept
from intake_app.gui.tokens import Size, Space
from intake_app.gui.words import Words, bare
from intake_app.i18n import msg
from intake_app.workflow.repeats import TakenAway
from intake_app.xform import Text

_ANSWERS_SHOWN = 3
UNDO_KEY = "Ctrl+Z"
_ASK = msg("Is there another one to add?")
_AROUND = re.compile(r"\[(\d+)\](?=/)")


def list_named(reading: Reading, ref: str, tr: Words) -> Text:
    """What a list is called, after the entries of other lists that it is in: "Nephew 1 · Journey"."""
    parts = [_entry_around(reading, ref[: found.end()], found[1], tr) for found in _AROUND.finditer(ref)]
    told = [part for part in (*parts, reading.group_for_mediator(ref)) if part.text]
    if not told:
        return Text("")
    apart = len({part.language for part in told}) > 1
    words = " · ".join(f"\u2068{part.text}\u2069" if apart else part.text for part in told)
    fallen = next((part for part in told if part.fallback), told[-1])
    return Text(words, fallen.language, fallen.fallback)


def _entry_around(reading: Reading, ref: str, number: str, tr: Words) -> Text:
    told = reading.group_for_mediator(ref)
    return told if told.text else Text(tr("Entry {number}").format(number=number), tr.language)


class AskedForMore(QWidget):
    """What the person sees meanwhile, in their language: what the list is called, and the question."""

    def __init__(self, reading: Reading, setting: Setting, ref: str) -> None:
        super().__init__()
        self.setting = setting
        self.name, self.words = (TextBlock(setting.tokens, Type(size)) for size in (Size.SECOND, Size.QUESTION))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(setting.tokens.px(Space.MEDIUM))
        self.called = reading.list_for_person(ref)
        """The name of the list, which may be in another language; the mediator's page says so."""
        for part, said in ((self.name, self.called), (self.words, asked(reading).person)):
            box.addWidget(part)  # to show what has no place yet would open a window
            part.tell(said.text, said.language or "")
            part.setVisible(bool(said.text))


def asked(reading: Reading) -> Both:
    """The question whether there is another one."""
    return reading.own_words(_ASK)


class RepeatPrompt(QWidget):
    """One row for each instance. A row taken away stays, with an undo, until the page is left; what is `gone` since can
    be brought back.
    """

    add = Signal()
    opened = Signal(str)
    wanted = Signal(object)
    """What is to be brought back."""

    def __init__(self, reading: Reading, setting: Setting, ref: str, gone: Sequence[TakenAway] = ()) -> None:
        super().__init__()
        self.gone = gone
        self._reading = reading
        self.setting = setting
        self.ref = ref
        self.going: set[str] = set()
        self._marked: list[str] = []
        """What was marked to be taken away, the last behind."""
        self._names: tuple[Text, ...] = ()
        set_role(self, "scrolled")
        px = setting.tokens.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(Space.HUGE), px(Space.LARGE), px(Space.HUGE), px(Space.LARGE))
        self._column.setSpacing(px(Space.MEDIUM))
        self.card = Card(margin=px(Space.LARGE), gap=px(Space.SMALL))
        self.words = BothTexts(setting, Type(Size.QUESTION), Type(Size.MEDIATOR, "ink_soft"), ruled=True)
        self.group = TextBlock(setting.tokens, Type(Size.SECOND))
        self.card.column.addWidget(self.words)
        self.mark = Badge()
        self.card.column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeading)
        self.add_button = secondary(hint="1")
        self.add_button.clicked.connect(self.add)
        self.rows: list[_InstanceRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(Space.SMALL))
        actions = QHBoxLayout()
        actions.addWidget(self.add_button)
        actions.addStretch(1)
        self._column.addWidget(self.group)
        self._column.addWidget(self.card)
        nest(self._column, self._rows)
        nest(self._column, actions)
        self._column.addStretch(1)
        self.retell(setting)

    def retell(self, setting: Setting) -> None:
        """Take other languages."""
        self.setting = setting
        said = asked(self._reading)
        self.setLayoutDirection(look.direction(said.person.language or setting.person))
        name = list_named(self._reading, self.ref, setting.tr)
        self.group.tell(name.text, name.language or "", setting.tokens)
        self.words.tell(said, setting)
        self._say_mark()
        self.setAccessibleName(" · ".join(text for text in (name.text, self.words.person.text) if text))
        self.add_button.say(setting.tr("Add another"))
        self.add_button.setLayoutDirection(setting.tr.direction)  # our words have their own, whatever the person's is
        self.refresh()

    def tell_beside(self, names: Sequence[Text]) -> None:
        """What the person's window calls the list, () where it does not."""
        self._names = tuple(names)
        self._say_mark()

    def _say_mark(self) -> None:
        tr = self.setting.tr
        names = (list_named(self._reading, self.ref, tr), *self._names)
        self.mark.say(shown_in([asked(self._reading), *(Both(name, None) for name in names)], tr), Kind.WARN)
        self.mark.setHidden(not self.mark.text())

    def refresh(self) -> None:
        """List the instances as the session holds them."""
        with kept(self):
            self._list()

    def _list(self) -> None:
        self._marked = [ref for ref in self._marked if ref in self.going]
        for row in self.rows:
            self._rows.removeWidget(row)
            discard(row)
        self.rows = [self._row(ref, number) for number, ref in enumerate(self._instances(), 1)]
        self.rows += [self._gone_row(one) for one in self.gone]
        for row in self.rows:
            self._rows.addWidget(row)
        tab_order((self.add_button, *(part for row in self.rows for part in (row, *keyed(row)))))

    def begin(self) -> None:
        """Take the keyboard, so that Enter goes on and 1 adds."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ring_rect(self) -> QRect:
        """The keyboard is here; the card with the question stands for all of it."""
        return self.card.geometry()

    def take_digit(self, number: int) -> bool:
        """1 adds another."""
        if number == 1:
            self.add.emit()
        return number == 1

    def _instances(self) -> list[str]:
        rows = self._reading.session.outline()
        stem = f"{self.ref}["
        return [
            row.ref
            for row in rows
            if row.kind == "repeat"
            and row.ref.startswith(stem)
            and row.ref.endswith("]")
            and "/" not in row.ref[len(stem) :]
        ]

    def _row(self, ref: str, number: int) -> "_InstanceRow":
        told = [
            row.value_text
            for row in self._reading.session.outline()
            if row.kind == "question"
            and row.ref.startswith(f"{ref}/")
            and row.value_text
            and not self._reading.waits(row.ref)
        ]
        going, last = ref in self.going, ref in self._marked[-1:]
        row = _InstanceRow(self.setting, self._named(number), told[:_ANSWERS_SHOWN], going=going, last=last)
        row.open.clicked.connect(lambda: self.opened.emit(ref))
        row.remove.clicked.connect(lambda: self._toggle(ref))
        return row

    def _named(self, number: int) -> "_Named":
        """An entry, by what the form calls all of them."""
        told = self._reading.group_for_mediator(self.ref)
        name = "" if told.quotes else told.text
        return _Named(number, f"{name} {number}" if name else self.setting.tr("Entry {number}").format(number=number))

    def _gone_row(self, one: TakenAway) -> "_InstanceRow":
        told = () if self._reading.discreet else one.told[:_ANSWERS_SHOWN]
        row = _InstanceRow(self.setting, self._named(one.at), told, gone=True)
        row.remove.clicked.connect(lambda: self.wanted.emit([one]))
        return row

    def unmark(self) -> None:
        """What was marked last stays after all."""
        if self._marked:
            self._toggle(self._marked[-1])

    def _toggle(self, ref: str) -> None:
        """The entry itself has the keyboard then: Enter leads on, as before, and Tab to the button that undoes it."""
        self.going ^= {ref}
        self._marked = [*(one for one in self._marked if one != ref), ref]
        self._list()
        row = self.rows[self._instances().index(ref)]
        row.show()  # at once, as the keyboard goes to nothing that nobody sees
        row.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self, before: QWidget | None) -> None:
        """The page of the same list was made anew: what was marked to be taken away stays so."""
        if isinstance(before, RepeatPrompt) and before.ref == self.ref and before.going:
            self.going, self._marked = before.going, before._marked
            self.refresh()

    def last_going(self) -> list[str]:
        """Refs to take away now, the last first so that the others keep their numbers."""
        return sorted(self.going, key=_index, reverse=True)


class _Named(NamedTuple):
    """An entry by its number, and in words."""

    number: int
    name: str


class _InstanceRow(QFrame):
    """An entry; one that is `going` goes with the page, one that is `gone` went with an earlier one.

    It has the keyboard itself where it was just marked or unmarked, which a screen reader hears by its name.
    """

    def __init__(
        self,
        setting: Setting,
        entry: _Named,
        told: Sequence[str],
        *,
        going: bool = False,
        gone: bool = False,
        last: bool = False,
    ) -> None:
        """``last``: of those that are going, it was marked last, which a key undoes."""
        super().__init__()
        set_role(self, "card")
        tr, soft = setting.tr, going or gone
        self.words = TextBlock(setting.tokens, Type(Size.CONTROL, "ink_soft" if soft else "ink", follows_row=True))
        label = tr("Taken away when you go on: {number}") if going else tr("Taken away: {number}")
        if soft:  # what is told of it is in the language of the windows, what it is called in that of the form
            apart = f"\u2068{' · '.join((entry.name, *told))}\u2069"
            self.words.tell(label.format(number=apart), tr.language, setting.tokens)
        else:
            self.words.tell(" · ".join((entry.name, *told)), setting.mediator, setting.tokens)
        self.setAccessibleName(bare(self.words.text))
        self.open, self.remove = link(), link(hint=UNDO_KEY if last else "")
        self.open.say(tr("Open"), tr("Open number {number}").format(number=entry.number))
        does = tr("Undo") if soft else tr("Take away")
        self.remove.say(does, f"{does}: {entry.number}")
        if soft:
            self.open.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.SMALL)
        line.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.open)
        line.addWidget(self.remove)

    def ring_rect(self) -> QRect:
        """All of it, though Tab passes it by."""
        return self.rect()


def _index(ref: str) -> int:
    return int(ref[ref.rindex("[") + 1 : -1])
