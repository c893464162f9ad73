"""Listening on the page of an interview: recordings of the form, else the voice of the computer. Only when asked."""

import textwrap
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from intake_app import prose
from intake_app.errors import IntakeError
from intake_app.gui.controls import Kind
from intake_app.gui.films import Films
from intake_app.gui.form_sounds import FormSounds
from intake_app.gui.interview_listen import Script, script_of
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.keys import Key
from intake_app.gui.lanes import Lanes
from intake_app.gui.recorded import Recording
from intake_app.gui.sound import Speaker
from intake_app.gui.sound_answer import MOST, RATE, WIDTH, State
from intake_app.gui.trouble import explain
from intake_app.gui.voice import Voice
from intake_app.gui.words import Words, beside

_AHEAD_MS = 250
"""From the sight of a page to the decoding of what it can say: pictures come first."""
_MINUTES = MOST // RATE // WIDTH // 60
_LONGEST_NAME = 80


class _Page(Protocol):
    words: Words
    lanes: Lanes
    reading: Reading
    room: Room

    @property
    def sheet(self) -> QuestionSheet | None:
        """The questions in the middle."""


class Listening(QObject):
    """Plays what a page says: F5 the question that has the keyboard in the person's language, Shift+F5 the mediator's.

    The same key again begins anew. Whatever changes the page, covers it or leaves it calls `stop`.
    """

    sounded = Signal(str)
    """The question that is heard from now on; "" for none."""

    reached = Signal(str)
    """The choice of that question that is heard from now on; "" for none."""

    def __init__(self, page: _Page, owner: QWidget) -> None:
        super().__init__(owner)
        self._page = page
        self.speaker = Speaker(self)
        self._sounds = FormSounds(page.lanes, self)
        self._asked = 0
        self._heard = ""
        self._values: list[str] = []
        for keys, mediator in (("F5", False), ("Shift+F5", True)):
            Key(keys, owner).activated.connect(lambda mediator=mediator: self.listen(mediator))
        self._ahead = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._ahead.timeout.connect(self._decode_ahead)
        self.speaker.ended.connect(self.stop)
        self.speaker.reached.connect(self._reach)
        self.use(Voice(self))

    def use(self, voice: Voice) -> None:
        """Read with this voice where there is no recording, once it is known what it has."""
        self.voice = voice
        voice.ended.connect(self.stop)
        voice.loaded.connect(self._take_voice)
        QTimer.singleShot(0, voice, voice.load)

    def make_room_for(self, films: Films) -> None:
        """One thing is heard at a time: a film ends what is read aloud, and the other way round."""
        films.begun.connect(lambda _name: self.stop())
        films.troubled.connect(self._complain_of_film)
        self.sounded.connect(lambda ref: films.stop() if ref else None)

    @property
    def sounding(self) -> bool:
        """Whether something is heard, or about to be."""
        return bool(self._heard)

    def listen(self, mediator: bool = False) -> None:
        """Play the question that has the keyboard, or the first of the page that can be heard, from the start."""
        sheet = self._page.sheet
        ref = _audible(sheet, self._page.reading, self.voice, mediator) if sheet else None
        if ref is not None:
            self.play(ref, mediator)

    def press(self, ref: str, anew: bool = False) -> None:
        """The button of a question was pressed: play it, or stop it; `anew` plays it from the start."""
        if self._heard == ref and not anew:
            self.stop()
        else:
            self.play(ref)

    def play(self, ref: str, mediator: bool = False) -> None:
        """Play a question from the start."""
        self._silence()
        script = script_of(self._page.reading, ref, mediator=mediator)
        if script.recordings:
            self._play_recordings(ref, script)
        elif script.words and self.voice.speaks(script.code):
            self._show(ref)
            self.voice.say(script.words, script.code)

    def stop(self) -> None:
        """Silence, in this call; what is being decoded is not waited for."""
        self._sounds.leave()
        self._silence()

    def _silence(self) -> None:
        self._asked += 1
        self.speaker.stop()
        self.voice.stop()
        if self._heard:
            self._show("")

    def prepare(self) -> None:
        """A page is seen: have decoded what F5 would play, so that it plays at once. Nothing is heard."""
        self._ahead.start()

    def _decode_ahead(self) -> None:
        page = self._page
        ref = _audible(page.sheet, page.reading, self.voice, mediator=False) if page.sheet else None
        names = script_of(page.reading, ref).recordings if ref is not None else ()
        present = [data for data in map(page.reading.file, names) if data is not None]
        if present:
            self._sounds.get(present, lambda _found: None)

    def _play_recordings(self, ref: str, script: Script) -> None:
        names = script.recordings
        files = {name: self._page.reading.file(name) for name in names}
        present = {name: data for name, data in files.items() if data is not None}
        if not present:
            self._complain(IntakeError("gui.sound_missing", name=names[0], question=self._named(ref)))
            return
        self._show(ref)
        asked = self._asked

        def take(found: list[Recording]) -> None:
            if self._asked == asked:
                told = dict(zip(present, found, strict=True))
                self._start(told, [(name, of) for name, of in zip(names, script.values, strict=True) if name in told])

        self._sounds.get(list(present.values()), take)

    def _start(self, found: dict[str, Recording], order: list[tuple[str, str]]) -> None:
        damaged = [name for name, _value in order if found[name].state is State.DAMAGED]
        whole = [found[name].samples for name, _value in order if name not in damaged]
        self._values = [value for name, value in order if name not in damaged]
        question = self._named(self._heard)
        try:
            if whole:
                self.speaker.play(whole)
        except IntakeError as error:
            self.stop()
            self._complain(error)
            return
        if damaged:
            self._complain(IntakeError("gui.sound_damaged", name=damaged[0], question=question))
        elif any(one.state is State.CUT for one in found.values()):
            self._complain(IntakeError("gui.sound_cut", minutes=_MINUTES, question=question))
        if not whole:
            self.stop()

    def _named(self, ref: str) -> str:
        """A question by the beginning of its words, as the mediator reads them."""
        said = self._page.reading.text(ref)
        told = textwrap.shorten(prose.plain((said.mediator or said.person).text), _LONGEST_NAME, placeholder=" …")
        return beside(told, self._page.words)

    def _complain_of_film(self, error: IntakeError, ref: str) -> None:
        named = IntakeError(error.code, **error.facts, question=self._named(ref))
        self._complain(named if error.code == "gui.film_damaged" else error)

    def _complain(self, error: IntakeError) -> None:
        self._page.room.notice.say_in_turn(lambda: (str(explain(error, self._page.words)), ""), Kind.WARN)

    def _show(self, ref: str) -> None:
        self._reach(-1)
        self._heard = ref
        self.sounded.emit(ref)
        for block in self._page.sheet.made.values() if self._page.sheet else ():
            block.listen.show_sounding(block.ref == ref)

    def _reach(self, at: int) -> None:
        """Show at the choice that it is the one that is heard."""
        value = self._values[at] if 0 <= at < len(self._values) else ""
        sheet = self._page.sheet
        if sheet and self._heard in sheet.made:
            sheet.made[self._heard].answer.show_heard(value)
        self.reached.emit(value)

    def _take_voice(self) -> None:
        self._page.reading.speaks = self.voice.speaks
        if self._page.sheet:
            for block in self._page.sheet.made.values():
                block.offer_sound()


def _audible(sheet: QuestionSheet, reading: Reading, voice: Voice, mediator: bool) -> str | None:
    """The question that has the keyboard, else the first that can be heard, whether it is on the page yet or not."""
    held = sheet.focused()
    order = sheet.refs if held is None else (held.ref, *(ref for ref in sheet.refs if ref != held.ref))
    return next((ref for ref in order if _can_be_heard(script_of(reading, ref, mediator=mediator), voice)), None)


def _can_be_heard(script: Script, voice: Voice) -> bool:
    return bool(script.recordings) or (bool(script.words) and voice.speaks(script.code))
