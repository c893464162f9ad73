"""One question on a page: its words in both languages, its answer, what may be said instead, what is wrong."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from intake_app import prose
from intake_app.gui import tokens as look
from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.answers.birth import BirthAnswer
from intake_app.gui.answers.birth_words import NO_SUCH_DAY, no_birthday
from intake_app.gui.answers.coordinates import unclear_direction
from intake_app.gui.answers.image_map import ImageMapAnswer
from intake_app.gui.answers.kinds import CHOOSING, PLACES, answer_for, choosing, is_heading
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.moments import DAYS, no_such_day
from intake_app.gui.answers.pad import Drawn
from intake_app.gui.answers.picture import Picture
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.controls import Card, Kind, discard, keyed, set_shown
from intake_app.gui.interview_birth import told_of
from intake_app.gui.interview_both import BothTexts, Fault
from intake_app.gui.interview_film import FilmView, films_of
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_keys import letters_on
from intake_app.gui.interview_listen import ListenButton
from intake_app.gui.interview_marks import Marks
from intake_app.gui.interview_pill import StatePill, tell_pills
from intake_app.gui.interview_reading import Both, Reading, answers_among, own_text
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.interview_words import asked_words, missing_words, not_here_words, shown_in
from intake_app.gui.tokens import Size, Space
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.xform import AnswerState, QuestionView, Text

_WRONG = msg("This answer does not fit. Please check it.")
_WRONG_TYPE = {
    "date": msg("This is not a whole date yet."),
    "time": msg("This is not a whole time of day yet."),
    "dateTime": msg("This is not a whole date and time yet."),
    "decimal": msg("This is not a number."),
    "int": msg("This is not a whole number that can be kept."),
    "geopoint": msg("This is not a latitude and a longitude yet, such as 35.5013, 12.6089 or 35.5013 N, 12.6089 E."),
    "geotrace": msg("This is not a line of two points or more yet, such as 35.5013, 12.6089; 35.5044, 12.6117."),
    "geoshape": msg("This is not an area of three points or more yet, such as 35.5, 12.6; 35.6, 12.6; 35.5, 12.7."),
}
_WEST_OR_EAST = msg("O can mean west or east. Please write W or E.")
_PICTURE = 240
_STATE_KEYS = {AnswerState.DOES_NOT_KNOW: "N", AnswerState.DECLINED: "P"}


class QuestionBlock(QWidget):
    """Shows one question from the session; says what was typed, chosen or stated, with its ref."""

    typed = Signal(str, str)
    chosen = Signal(str, str)
    stated = Signal(str, object)
    finished = Signal(str)
    file_chosen = Signal(str, object)
    listened = Signal(str)

    def __init__(
        self, reading: Reading, setting: Setting, ref: str, *, alone: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reading = reading
        self._alone = alone
        self.ref = ref
        self.setting = self._fitting(setting)
        self.judged = False
        self.view: QuestionView = reading.session.question(ref)
        self.options = self._read_options()
        self.listen = ListenButton()
        self.listen.setParent(self)
        self.answer: Answer = self._made_answer()
        self.answer.setParent(self)  # Tab walks in the order in which parts come here
        self.states = Flow(setting.tokens.px(Space.MEDIUM), self)
        self.pills = {state: StatePill(setting, key, self.states) for state, key in _STATE_KEYS.items()}
        self._said_at, self._told_states = QElapsedTimer(), tuple[object, ...]()
        self.fault = Fault(setting, self)
        self.lies = False
        """Whether it is a line of a table, under the `head` of another question or as one."""

        self._said: tuple[Both, ...] = ()  # the question, its hint and its guidance
        self.lain = 0
        """The number of choices for which the line is stretched."""

        self.head: QWidget | None = None
        self.entry: TextBlock | None = None
        """What the entry of a list is called that begins here, on a page with others."""

        self._entry = ""
        self._build()
        reading.pictures.drawn.connect(self._show_default_file)
        self.judge(bool(self.view.value))

    def refresh(self) -> None:
        """Show the question as the session holds it now."""
        self.view = self._reading.session.question(self.ref)
        self.options = self._read_options()
        if self._is_other_kind():
            self._replace_answer()
        if self.view.control in CHOOSING:
            setting = self._of_answer()
            if self.answer.setting.choices != setting.choices:
                self.answer.retell(setting)
            self.answer.show_options(self.options)
        self.answer.show_view(self.view)
        self._show_default_file()
        self._tell_words()
        self.tell_states()
        self._tell_fault()

    def _show_default_file(self) -> None:
        """A file that stands in the form as the answer is shown from the form; the store has none of that name."""
        data = self._reading.file(self.view.value) if self.view.value.startswith("jr://") else None
        if isinstance(self.answer, UploadAnswer) and data is not None:
            seen = self._reading.pictures.seen(data, self.answer.side)
            if seen is not None:
                self.answer.show_file(seen)

    def retell(self, setting: Setting) -> None:
        """Take other languages; what is typed stays."""
        self.setting = self._fitting(setting)
        self.setLayoutDirection(look.direction(self._asked_in()))
        self.answer.retell(self._of_answer())
        self.refresh()

    def judge(self, on: bool = True) -> None:
        """From now on say what is wrong; not while a person is still typing for the first time."""
        self.judged = self.judged or on
        self._tell_fault()

    def take_state(self, state: AnswerState) -> bool:
        """State instead of an answer, by key; the same key again takes it back."""
        pill = self.pills[state]
        if pill.isHidden() or not pill.isEnabled():
            return False
        self._state(state)
        return True

    @property
    def just_stated(self) -> bool:
        """Whether what was stated may not be taken back yet: two taps at once state it, as one does."""
        return self._said_at.isValid() and self._said_at.elapsed() < QApplication.doubleClickInterval()

    def focusNextPrevChild(self, on: bool) -> bool:
        """From a question that has the keyboard itself Tab goes to its first part, and back to what is before it.

        Qt does not count what no Tab reaches among what Tab walks, and would begin at either end of the window.
        """
        held = QApplication.focusWidget()
        if held is None or held not in (self.card, self.answer) or held.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return super().focusNextPrevChild(on)
        inside = keyed(self.answer) if held is self.answer else []
        first = inside[0] if inside else self.listen
        target = _next_reached(first, self.parentWidget(), on=on)
        target.setFocus(Qt.FocusReason.TabFocusReason if on else Qt.FocusReason.BacktabFocusReason)
        return True

    def take_letter(self, char: str, state: AnswerState | None) -> bool:
        """Look a choice up by a letter, or state what the letter means by itself."""
        return self.answer.take_letter(char, None if state is None else lambda: self.take_state(state))

    def _fitting(self, setting: Setting) -> Setting:
        """The languages of this question: one that is the mediator's own has the mediator's on both sides."""
        own = self._reading.own_code
        return replace(setting, person=own, mediator=own) if self._reading.is_mediators_own(self.ref) else setting

    def _asked_in(self) -> str:
        """The language whose way it runs: that in which it is shown, which may be another than was asked for; the lines
        of a table run as its head."""
        shown = "" if self._in_table else self._reading.text(self.ref).person.language
        return shown or self.setting.person

    @property
    def _in_table(self) -> bool:
        return not {"label", "list-nolabel"}.isdisjoint(self.view.appearance)

    def _of_answer(self) -> Setting:
        """The same for its answer: choices run as the language in which all are shown, and what is typed as that of the
        person; as the question where the program has no word of that."""
        setting, shown = self.setting, self._asked_in()
        if self.options and self.view.control != "range" and not self._in_table:
            first, way = self.options[0].person.language, look.direction(shown)
            apart = all(look.direction(one.person.language or "") != way for one in self.options)
            shown = first if first and apart else shown
        elif not own_text(setting.person, "Next").fallback:
            shown = setting.person
        turned = look.direction(shown) != look.direction(setting.person)
        return replace(setting, choices=shown) if turned else setting

    def _read_options(self) -> tuple[Option, ...]:
        """The choices; what is said instead of an answer is kept beside, for a list of thousands is read once."""
        self._offered = self._reading.offered(self.ref) if self.view.control in CHOOSING else ()
        return answers_among(self._offered)

    def _made_answer(self) -> Answer:
        birth, setting = told_of(self._reading.session, self.ref), self._of_answer()
        made = BirthAnswer(setting, self.view, birth) if birth else answer_for(setting, self.view, self.options)
        made.typed.connect(self._typed)
        made.chosen.connect(self._chosen)
        made.finished.connect(lambda: self.finished.emit(self.ref))
        if isinstance(made, UploadAnswer):
            made.file_chosen.connect(self._file)
        return made

    def _is_other_kind(self) -> bool:
        """A narrowed list may become short enough to show whole, and the other way round."""
        if self.view.control not in ("select", "select1") or is_heading(self.view):
            return False
        return type(self.answer) is not choosing(self.view, len(self.options), alone=self.setting.alone)

    def _replace_answer(self) -> None:
        old, self.answer = self.answer, self._made_answer()
        self.box.replaceWidget(old, self.answer)
        self.box.setStretchFactor(self.answer, int(isinstance(self.answer, LongList)))
        discard(old)
        self._stack()

    def _build(self) -> None:
        big = Type(Size.QUESTION if self._alone else Size.CHOICE + 1)
        small = Type(Size.MEDIATOR if self._alone else Size.CONTROL, "ink_soft")
        px = self.setting.tokens.px
        self.card = Card(margin=px(self._margin), gap=px(Space.SMALL), parent=self)
        quiet = Type(Size.SECOND, "ink_soft")
        hints = Type(Size.CONTROL, "ink_soft"), quiet
        self.words = BothTexts(self.setting, big, small, ruled=True, parent=self.card, hints=hints)
        self.picture = Picture(px(_PICTURE), self.card)
        self.listen.clicked.connect(lambda: self.listened.emit(self.ref))
        self.card.column.addWidget(self.words)
        self.card.column.addWidget(self.picture)
        self.film: FilmView | None = None
        self.guidance = BothTexts(self.setting, quiet, quiet, ruled=False, parent=self.card)
        self.card.column.addWidget(self.guidance)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(px(Space.NORMAL if self._alone else Space.MEDIUM))
        self.marks = Marks(self, self.box, px(Space.NORMAL))
        self.badges = self.marks.badges
        for state, pill in self.pills.items():
            self.states.add(pill)
            pill.clicked.connect(lambda _on=False, one=state: self._state(one))
        for part in (self.card, self.answer, self.fault):
            self.box.addWidget(part, int(isinstance(part, LongList)))
        self.box.addWidget(self.states)
        self._stack()
        self.retell(self.setting)

    def _stack(self) -> None:
        """Who hears the page hears its parts in the order in which they lie on each other: the question first."""
        for part in (self.card, self.answer, self.fault, self.states, *self.marks.parts()):
            part.raise_()

    @property
    def _margin(self) -> int:
        return Space.LARGE + 4 if self._alone else Space.NORMAL

    @property
    def saved(self) -> int:
        """Pixels of height that standing closer together saves."""
        gaps = sum(not part.isHidden() for part in (self.answer, self.fault, self.states)) + bool(self.marks.badges)
        px = self.setting.tokens.px
        return 2 * (px(self._margin) - px(Space.MEDIUM)) + gaps * (px(Space.NORMAL) - px(Space.SMALL))

    def space(self, *, tight: bool) -> None:
        """Stand closer together, or with air around."""
        px = self.setting.tokens.px
        side = px(self._margin)
        above = px(Space.MEDIUM) if tight else side
        self.card.column.setContentsMargins(side, above, side, above)
        if self._alone:
            self.box.setSpacing(px(Space.SMALL if tight else Space.NORMAL))

    def _tell_words(self) -> None:
        label, hint = self._reading.text(self.ref), self._reading.text(self.ref, "hint")
        self.words.tell(label, self.setting, hint)
        self._tell_entry()
        self.picture.show_file(self._reading.picture(label.person))
        self._tell_films()
        if isinstance(self.answer, ImageMapAnswer):
            self.answer.show_drawing(self._reading.picture(label.person))
        guidance = self._reading.text(self.ref, "guidance")
        self.guidance.tell(guidance, self.setting)
        self._said = (label, hint, guidance)
        self.offer_sound()
        worded = any(text.text for both in self._said for text in both.each())
        shows = worded or not self.picture.isHidden() or bool(self.film and self.film.films)
        set_shown(self.card, shows or (self.card.isAncestorOf(self.listen) and not self.listen.isHidden()))
        self._tell_asked(label, hint)

    def name_entry(self, ref: str) -> None:
        """An entry of a list begins with this question; "" for none."""
        if ref != self._entry:
            self._entry = ref
            self._tell_entry()

    def _tell_entry(self) -> None:
        if self.entry is None and self._entry:
            self.entry = TextBlock(self.setting.tokens, Type(Size.SECOND, "ink_soft", bold=True), self.card)
            self.card.column.insertWidget(0, self.entry)
        if self.entry is not None:
            told = self._reading.group_for_mediator(self._entry) if self._entry else Text("", "en")
            self.entry.tell(told.text, told.language or "", self.setting.tokens)
            self.entry.setVisible(bool(told.text))

    def _tell_films(self) -> None:
        """Offer the films of the form; what shows them is made where there are any."""
        found, films = films_of(self._reading, self.ref, self.options), self._reading.films
        if self.film is None and found and films is not None:
            self.film = FilmView(self._reading, films, self.card)
            self.card.column.insertWidget(self.card.column.indexOf(self.picture) + 1, self.film)
        if self.film is not None:
            self.film.tell(found, self.setting)

    def begin(self) -> None:
        """Put the keyboard where the answer starts; on the words where there is nothing to answer."""
        if self.view.control == "note" or self.view.readonly or is_heading(self.view):
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.answer.begin()

    def _tell_asked(self, label: Both, hint: Both) -> None:
        """Say what is asked to who hears it: the words in both languages, or the hint where there are none."""
        told = [[prose.read(text.text).text for text in both.each() if text.text] for both in (label, hint)]
        name = " · ".join(told[0] or told[1]) or self.setting.tr("Answer")
        beside = " · ".join(told[1]) if told[0] else ""
        self.answer.ask(name, beside)
        self.card.setAccessibleName(name)
        self.card.setAccessibleDescription(beside)

    def offer_sound(self) -> None:
        """Show what can be heard of the question now."""
        self.listen.offer(self._reading, self.ref, self.setting)

    def take_listen(self) -> None:
        """Have the button for listening beside the person's words, where there is no better place for it."""
        self.words.take_beside(self.listen)

    def _tell_badges(self) -> None:
        tr = self.setting.tr
        said = [*self._said, *(Both(one.person, one.mediator, one.lacks) for one in self.options)]
        said += self.state_words().values() if not self.lies else ()
        if not self.fault.isHidden():
            said.append(self._fault_words(self.view.valid == "type"))
        raw = any(both.person.review == "unreviewed" for both in said)
        self.marks.tell("review", tr("Translation not yet reviewed") if raw else "", Kind.WARN)
        self.marks.tell("fallback", shown_in(said, tr), Kind.WARN)
        before = "" if self.setting.alone else asked_words(self._reading, self.ref, tr)
        copied = bool(before) and bool(self._reading.earlier(self.ref))
        self.marks.tell("asked", before, Kind.WARN if copied else Kind.NEUTRAL)
        self.marks.tell_each(missing_words(self._reading, self.view, self.options, self.setting), Kind.WARN)
        self.marks.tell("not here", not_here_words(self.view, self.setting), Kind.NEUTRAL)
        self.marks.tell("needed", tr("An answer is needed") if self._reading.is_due(self.view) else "", Kind.NEUTRAL)
        self.marks.offer(tr("Asked now: it is the same") if copied else "", lambda: self._reading.confirm(self.ref))

    def state_words(self) -> dict[AnswerState, Both]:
        """What may be said instead of an answer, in both languages."""
        return self._reading.state_words(self.view, self._offered)

    def tell_states(self) -> None:
        """Show what may be said instead of an answer, with its keys."""
        words = self.state_words()
        held = "Alt+" if self._looks_up(_STATE_KEYS[state] for state in words) else ""
        told = words, self.setting, held, self.lies
        if told != self._told_states:  # to lay them out anew takes longer than a keystroke may
            self._told_states = told
            self.states.setVisible(bool(words) and not self.lies)
            tell_pills(self.pills, words, self.setting, {state: held + key for state, key in _STATE_KEYS.items()})
            self.states.arrange()
        for state, pill in self.pills.items():
            pill.setChecked(self.view.state == state or self.view.value == str(state))

    def _looks_up(self, keys: Iterable[str]) -> bool:
        """Whether one of these keys looks a choice up, or is for typing: then all are said with Alt, alike."""
        spoken = self.setting.person, self.setting.mediator
        typed = (char for key in keys for char in letters_on(key, spoken))
        return self.answer.letters or any(self.answer.begins(char) for char in typed)

    def _tell_fault(self) -> None:
        kind = self.view.valid
        due = self.judged and kind in ("constraint", "type")
        if due:
            self.fault.words.tell(self._fault_words(kind == "type"), self.setting)
        self.fault.setVisible(due)
        self._tell_badges()

    def why_wrong(self) -> Callable[[Words], Both]:
        """What does not fit about the answer, for who reads the windows, in their language as it is then; empty words
        where nothing is known but that it does not.
        """
        ours = self._wrong_type() if self.view.valid == "type" else _WRONG
        if ours != _WRONG:
            return lambda tr: Both(Text(tr(ours), tr.language), None)
        told = self._reading.text(self.ref, "constraint")
        return lambda _tr: told

    def _fault_words(self, is_type: bool) -> Both:
        told = None if is_type else self._reading.text(self.ref, "constraint")
        if told is not None and told.person.text:
            return told
        return self._reading.own_words(self._wrong_type() if is_type else _WRONG)

    def _wrong_type(self) -> str:
        if self.view.type in PLACES and unclear_direction(self.view.value, self.setting.hands):
            return _WEST_OR_EAST
        if self.view.type in DAYS and no_such_day(self.view.value):
            answer = self.answer
            return no_birthday(answer.statement(), date.today()) if isinstance(answer, BirthAnswer) else NO_SUCH_DAY
        return _WRONG_TYPE.get(self.view.type, _WRONG)

    def _typed(self, text: str) -> None:
        self._said_at.invalidate()
        if self._may_answer():
            self.typed.emit(self.ref, text)

    def _chosen(self, text: str) -> None:
        if self._may_answer():
            self.chosen.emit(self.ref, text)

    def _may_answer(self) -> bool:
        """Whether the form lets anybody answer here now; where not, what is held is shown again."""
        if self.view.readonly:
            self.answer.show_view(self.view)
        return not self.view.readonly

    def _state(self, state: AnswerState) -> None:
        held = self.view.state == state or self.view.value == str(state)
        if held and self.just_stated:
            self.tell_states()  # the second of two taps says it again
            return
        self._said_at.start()
        self.stated.emit(self.ref, AnswerState.NOT_ASKED if held else state)

    def _file(self, what: Path | Drawn) -> None:
        if self._may_answer():
            self.file_chosen.emit(self.ref, what)


def entry_begun(refs: Sequence[str], at: int, around: str) -> str:
    """The entry of a list that begins with the question `at` (from 1) of a page; "" for none, and for one that is the
    page itself, or goes `around` it."""
    entries = [ref[: ref.rindex("]") + 1] if "]" in ref else "" for ref in refs[max(0, at - 2) : at]]
    entry = entries[-1]
    own = around == entry or around.startswith(f"{entry}/")
    return "" if own or (len(entries) > 1 and entries[0] == entry) else entry


def walked(block: QuestionBlock) -> list[QWidget]:
    """What Tab can reach of a question: first the button beside its words."""
    return [block.listen, *(one for one in keyed(block) if one is not block.listen)]


def _next_reached(first: QWidget, page: QWidget | None, *, on: bool) -> QWidget:
    """Where Tab goes in the window, `first` being the first that comes into question; or what comes before that.

    A page that was turned is still there for a moment: nothing of it is meant.
    """
    chain = [first]
    while (following := chain[-1].nextInFocusChain()) is not None and following is not first:
        chain.append(following)
    walked = chain if on else chain[:0:-1]
    return next((one for one in walked if _is_reached(one) and _page_of(one) in (None, page)), first)


def _is_reached(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _page_of(part: QWidget) -> QWidget | None:
    """The page of the question that a part belongs to, if it belongs to any."""
    held: QWidget | None = part
    while held is not None and not isinstance(held, QuestionBlock):
        held = held.parentWidget()
    return held.parentWidget() if held is not None else None
