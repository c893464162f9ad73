"""The top bar of an interview: the record's code, how far, and the two languages."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from intake_app import languages
from intake_app.gui.controls import Button, Label, pill, row
from intake_app.gui.interview_keys import HIDE_KEYS
from intake_app.gui.interview_reading import MEDIATOR, PERSON, Reading, code_of, endonym, name_in
from intake_app.gui.interview_words import mark_of
from intake_app.gui.menu_pill import MenuPill
from intake_app.gui.tokens import Space, Tokens
from intake_app.gui.words import Words, beside, in_order, key_name
from intake_app.languages import Language
from intake_app.xform import Text

_NARROW, _VERY_NARROW = 900, 560
_FIGURES = re.compile(r"\d+")


class InterviewBar(QWidget):
    """`person` and `mediator` carry the form's name of the language that was chosen."""

    person = Signal(str)
    mediator = Signal(str)
    swap = Signal()
    hidden = Signal(str)
    """The language of a side is to be hidden, or shown again."""

    jump = Signal()
    views = Signal(object)
    """What the person is shown is to be chosen: the menu that is to offer it."""

    key = Signal(object)

    def __init__(self, words: Words, reading: Reading, code: str) -> None:
        super().__init__()
        self._words, self._reading = words, reading
        self._section = self._count = self._mark = self._language = ""
        self._second = self._several = False
        self._names: dict[Button, str] = {}
        self.code = Label(code, "brand")
        self.progress = Button("pill", "", "Ctrl+J")
        self.person_pill, self.mediator_pill, self.alone_pill = (MenuPill(arrow=False) for _ in range(3))
        self.swap_pill = pill()
        line = row(self, gap=Space.MEDIUM)
        for widget in (self.code, self.progress):
            line.addWidget(widget)
        line.addStretch(1)
        for button in (self.person_pill, self.mediator_pill, self.swap_pill, self.alone_pill):
            line.addWidget(button)
        for button in (self.progress, self.person_pill, self.mediator_pill, self.swap_pill, self.alone_pill):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the page
        self.progress.clicked.connect(self.jump)
        self.swap_pill.clicked.connect(self.swap)
        self.alone_pill.opens(self.views.emit, self)
        self.person_pill.opens(lambda menu: self._offer(menu, for_person=True), self)
        self.mediator_pill.opens(lambda menu: self._offer(menu, for_person=False), self)

    def retell(self, tokens: Tokens) -> None:
        """Names of languages, each in its own type; words in the interface language."""
        tr, definition = self._words, self._reading.session.definition
        self._several = several = len(definition.languages) > 1 or self._reading.person != self._reading.mediator
        whose = tr("Language of the person: {name}"), tr("Your language: {name}")
        if self._reading.swapped:
            whose = whose[1], whose[0]
        for button, name, code, told in (
            (self.person_pill, self._reading.person, self._reading.person_code, whose[0]),
            (self.mediator_pill, self._reading.mediator, self._reading.mediator_code, whose[1]),
        ):
            own = endonym(definition, name, tr)
            hidden = self._hidden(button)
            button.setStyleSheet(_dress(tokens, code))
            name, self._names[button] = told.format(name=own), own
            name = tr("{what}, hidden in this window").format(what=name) if hidden else name
            button.say(self._named(button, own), name)
            button.setToolTip(tr("Hidden in this window") if hidden else "")
            button.setVisible(several)
        if self._reading.mediator == self._reading.person:  # not the same name twice
            self.mediator_pill.say(tr("Your language"), self.mediator_pill.accessibleName())
            self.mediator_pill.setStyleSheet(_dress(tokens, tr.language))
        self.person_pill.light(not self._hidden(self.person_pill))
        self.swap_pill.say("⇄ " + tr("Swap"), tr("Swap the two languages"))
        self.swap_pill.setToolTip(f"{tr('Swap the two languages')} (Ctrl+E)")
        self.alone_pill.say(tr("Person's view"), tr("What the person sees, and how large"))
        self.show_second(self._second)
        self._fit()

    def _hidden(self, button: Button) -> bool:
        """Whether the language of a pill is hidden in the mediator's window."""
        reading = self._reading
        return reading.own_alone if button is self.person_pill else reading.alone and reading.person != reading.mediator

    def _named(self, button: Button, own: str) -> str:
        """A language, and that it is hidden."""
        return self._words("{language} · hidden").format(language=own) if self._hidden(button) else own

    def show_second(self, on: bool) -> None:
        """Whether the person has a window of their own, or the person's language stands alone in this one."""
        self._second = on
        self.alone_pill.light(on or self._reading.alone)

    def show_progress(self, section: Text, count: str) -> None:
        """How far, counting what it says; the pill opens the list of questions. A name in another language than was
        asked for is never shown without saying so.
        """
        self._language = section.language or self._reading.own_code or self._words.language
        self._section, self._count = in_order(section.text, self._language), count
        self._mark = mark_of(section, self._words)
        self._fit()
        whole = self._progress(section.text)
        self.progress.setAccessibleName(self._words("{progress}. Opens the list of questions.").format(progress=whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _progress(self, section: str) -> str:
        named = beside(section, self._words, self._language)
        if self._mark:
            named = f"\u2068{section}\u2069 ({self._mark})" if named == section else f"{named} ({self._mark})"
        return f"{named} · {self._count}" if self._count else named

    def _fit(self) -> None:
        """Leave words out of a narrow bar, the least needed first: never a part of a word of what counts."""
        short, tr = self.width() < _NARROW, self._words
        self.swap_pill.setText("⇄" if short else "⇄ " + tr("Swap"))
        self.alone_pill.setText(tr("Person's view"))
        self.code.setVisible(self.width() > _VERY_NARROW)
        self.progress.hint = "" if short else "Ctrl+J"
        self.progress.setText(self._progress(self._section))
        hidden = [button for button in self._names if self._hidden(button)]
        for button in hidden:
            button.setText(self._named(button, self._names[button]))
        self._shorten_progress()
        for button in hidden if self._over() > 0 else ():
            button.setText(f"✕ {self._names[button]}")
        if self._over() > 0:
            self.alone_pill.setText(_cut(self.alone_pill, self.alone_pill.text(), self._over()))
        self.code.setVisible(self.width() > _VERY_NARROW and self._over() <= 0)
        self._leave_out()
        self.progress.updateGeometry()

    def _shorten_progress(self) -> None:
        if self._section and self._over() > 0:
            self.progress.setText(self._progress(_cut(self.progress, self._section, self._over())))
        if self._count and self._over() > 0:
            self.progress.setText(self._count)
        figures = _FIGURES.findall(self._count)  # there are none where a language has a word for one and two
        if figures and self._over() > 0:
            *place, whole = figures
            self.progress.setText(" / ".join(["–".join(place), whole] if place else [whole]))

    def _leave_out(self) -> None:
        """Where words as short as they can be have no room either."""
        gone, over = list[Button](), self._over()
        for least in (self.swap_pill, self.progress, self.alone_pill):  # the first two have a key
            if over > 0 and least in self._shown():
                gone.append(least)
                over -= least.sizeHint().width() + Space.MEDIUM
        for part in (self.swap_pill, self.progress, self.alone_pill):
            part.setVisible(part in self._shown() and part not in gone)

    def _over(self) -> int:
        """How many pixels the parts together are wider than the bar."""
        parts = self._shown()
        return sum(part.sizeHint().width() + Space.MEDIUM for part in parts) - Space.MEDIUM - self.width()

    def _shown(self) -> list[QWidget]:
        """What is shown where there is room for it."""
        code = [] if self.code.isHidden() else [self.code]
        two = [self.person_pill, self.mediator_pill, self.swap_pill] if self._several else []
        return [*code, self.progress, *two, self.alone_pill]

    def open_languages(self) -> None:
        """Open the menu of the person's languages, by key."""
        self.person_pill.showMenu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the interview work here too."""
        self.key.emit(event)

    def _lacking(self, owner: QMenu) -> QMenu:
        """Every language of the registry that the form lacks: who speaks it is shown the nearest."""
        tr = self._words
        menu = QMenu(tr("Another language"), owner)
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")  # else in columns, beyond the edge of a small screen
        own = {(language.code or "").casefold() for language in self._reading.session.definition.languages}
        left = [language for language in languages.all_languages() if language.code.casefold() not in own]
        for told, language in sorted((_named(language, tr), language.code) for language in left):
            action, name = menu.addAction(told), languages.form_name(language)
            action.triggered.connect(lambda _on=False, name=name: self.person.emit(name))
        return menu

    def _offer(self, menu: QMenu, *, for_person: bool) -> None:
        """The languages of the form, each by its own name and by ours; choosing one says so by a signal."""
        tr = self._words
        definition = self._reading.session.definition
        held = self._reading.person if for_person else self._reading.mediator
        signal = self.person if for_person else self.mediator
        names = [language.name for language in definition.languages]
        for name in filter(None, dict.fromkeys((*names, held, self._reading.person))):
            own, ours = endonym(definition, name, tr), name_in(tr, code_of(definition, name))
            action = menu.addAction(own if ours.casefold() in ("", own.casefold()) else f"{own} · {ours}")
            action.setCheckable(True)
            action.setChecked(name == held)
            action.triggered.connect(lambda _on=False, name=name: signal.emit(name))
        menu.addSeparator()
        if for_person:
            menu.addMenu(self._lacking(menu))
        if self._reading.person != self._reading.mediator:
            side = PERSON if for_person else MEDIATOR
            hide = menu.addAction(f"{tr('Hidden in this window')}\t{key_name(HIDE_KEYS[side])}")
            hide.setCheckable(True)
            hide.setChecked(self._reading.left_out == side)
            hide.triggered.connect(lambda: self.hidden.emit(side))


def _named(language: Language, tr: Words) -> str:
    """A language by our name for it, and by its own where that is another."""
    ours = name_in(tr, language.code)
    return ours if ours.casefold() == language.endonym.casefold() else f"{ours} · {language.endonym}"


def _dress(tokens: Tokens, code: str) -> str:
    """The families of a language as a style: the sheet of the window takes no font that a button is given."""
    named = ", ".join(f'"{name}"' for name in tokens.font(code).families())
    return f"font-family: {named};"


def _cut(button: Button, words: str, over: int) -> str:
    """Words that are so many pixels narrower, but for a few letters that stay."""
    metrics = button.fontMetrics()
    room = max(metrics.horizontalAdvance(words) - over, metrics.horizontalAdvance("MMMM…"))
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
