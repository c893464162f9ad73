"""Films that a form brings along: another process decodes them, plain pictures come back; their sound from here."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from intake_app.errors import IntakeError
from intake_app.gui.child import ask
from intake_app.gui.film_answer import DEPTH, FRAME, LONGEST, TALLEST, WIDEST
from intake_app.gui.form_sounds import FormSounds
from intake_app.gui.lanes import Lanes
from intake_app.gui.recorded import Recording, is_sound
from intake_app.gui.sound import Speaker

COMMAND = (sys.executable, "-m", "intake_app", "play-film")
_LOOK_MS = 20
_PIECE, _AHEAD = 64 * 1024, 32
"""Bytes that are read at a time, and how many of these may wait for a window that is busy."""


class Films(QObject):
    """Plays one film at a time, for all that show it. Nothing is heard or seen of it after `stop`."""

    begun = Signal(str)
    """A film is asked for, by its name in the form."""
    drawn = Signal(str, QImage)
    ended = Signal()
    troubled = Signal(object, str)
    """IntakeError `gui.film_damaged`, `gui.no_sound`, and the question whose film it is."""

    def __init__(self, lanes: Lanes, owner: QObject | None = None, command: Sequence[str] = COMMAND) -> None:
        super().__init__(owner)
        self._sounds, self._speaker = FormSounds(lanes, self), Speaker(self)
        self._command = command
        self._player: _Player | None = None
        self._samples = b""
        self.now = ""
        """The name of the film that plays."""
        self._asked, self._of = 0, ""
        self._speaker.ended.connect(self._after)

    def play(self, name: str, data: bytes | None, of: str = "") -> None:
        """Play a film from the start, `of` a question; what played before ends."""
        self.stop()
        self._of = of
        if data is None or not is_film(data):
            self.troubled.emit(IntakeError("gui.film_damaged", name=name), self._of)
            return
        self.now, asked = name, self._asked
        self.begun.emit(name)

        def take(found: list[Recording]) -> None:
            if self._asked == asked:
                self._samples = found[0].samples
                try:
                    self._player = _Player(self._command, data, self._draw, self._over)
                except OSError:
                    self._over(False)

        self._sounds.get([data], take)

    def stop(self) -> None:
        """No more of it, in this call."""
        self._asked += 1
        self._sounds.leave()
        self._speaker.stop()
        player, self._player, self._samples = self._player, None, b""
        if player is not None:
            player.end()
        if self.now:
            self.now = ""
            self.ended.emit()

    def _draw(self, image: QImage, first: bool) -> None:
        if first and self._samples:
            try:
                self._speaker.play([self._samples])
            except IntakeError as trouble:
                self.troubled.emit(trouble, self._of)
        self.drawn.emit(self.now, image)

    def _over(self, whole: bool) -> None:
        """The pictures came to their end, or there is none that can be shown."""
        self._player, name = None, self.now
        if not whole:
            self.stop()
            self.troubled.emit(IntakeError("gui.film_damaged", name=name), self._of)
        else:
            self._after()

    def _after(self) -> None:
        if self._player is None and not self._speaker.playing:
            self.stop()


class _Player(QObject):
    """One run of the other process. It may say anything: what are no pictures of the agreed sizes ends it.

    Threads ask and listen, and know nothing of this object, which may be gone before them; it looks itself.
    """

    def __init__(
        self,
        command: Sequence[str],
        data: bytes,
        draw: Callable[[QImage, bool], None],
        over: Callable[[bool], None],
    ) -> None:
        super().__init__()
        self._draw, self._over, self._first = draw, over, True
        self._told, self._heard = bytearray(), SimpleQueue[bytes]()
        self._room = threading.Semaphore(_AHEAD)
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for work in (partial(ask, self._child, data), partial(_listen, self._child, self._room, self._heard)):
            threading.Thread(target=work, daemon=True).start()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._read)
        self._look.start()

    def end(self) -> None:
        """Kill it, and hear no more of it."""
        self._look.stop()
        self._child.kill()
        self._child.wait()
        self._room.release(_AHEAD)

    def _done(self, whole: bool) -> None:
        self.end()
        self._over(whole and not self._first)

    def _read(self) -> None:
        """Show the newest whole picture; a window that was busy leaves out those before it."""
        silent = False
        while not self._heard.empty():
            told = self._heard.get()
            self._room.release()
            self._told += told
            silent = not told
        newest, ended = b"", False
        while len(self._told) >= FRAME.size and not ended:
            wide, tall = FRAME.unpack_from(self._told)
            whole = FRAME.size + wide * tall * DEPTH
            if wide > WIDEST or tall > TALLEST or bool(wide) != bool(tall):
                self._done(False)
                return
            if len(self._told) < whole:
                break
            newest, ended = (newest, True) if not wide else (bytes(self._told[:whole]), False)
            del self._told[:whole]
        if newest:
            self._show(newest)
        if ended or silent:
            self._done(ended)

    def _show(self, picture: bytes) -> None:
        wide, tall = FRAME.unpack_from(picture)
        first, self._first = self._first, False
        shown = QImage(picture[FRAME.size :], wide, tall, wide * DEPTH, QImage.Format.Format_RGB32)
        self._draw(shown.copy(), first)


def _listen(child: "subprocess.Popen[bytes]", room: threading.Semaphore, heard: "SimpleQueue[bytes]") -> None:
    assert child.stdout is not None
    told = b" "
    with child.stdout as line:
        while told:
            told = os.read(line.fileno(), _PIECE)
            room.acquire()
            heard.put(told)


def is_film(data: bytes) -> bool:
    """Whether the first bytes are those of a film, and it is short enough: lists that name other files are none."""
    return is_sound(data) and len(data) <= LONGEST
