"""Sound out of this computer, from samples in memory. Whoever stops it hears nothing more."""

import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QObject, QTimer, Signal

from intake_app.errors import IntakeError
from intake_app.gui.sound_answer import CHANNELS, RATE, WIDTH

_LOOK_MS = 100
"""How often it is looked whether the end is reached; Qt's own signal carries a type that PySide can not hand over."""
_AHEAD = RATE * WIDTH // 2
"""Bytes that are handed to the system ahead: half a second, for a window that is busy."""
_PAUSE = bytes(RATE * WIDTH * CHANNELS // 2)
"""Between two recordings."""


class Speaker(QObject):
    """Plays one thing at a time. `ended`: it came to its end, or the device went away."""

    ended = Signal()
    reached = Signal(int)
    """Which of the recordings is heard now, from 0."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._sink: Any = None
        self._samples = QBuffer()
        self._starts: tuple[float, ...] = ()
        self._at = 0
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._look)

    @property
    def playing(self) -> bool:
        """Whether there is sound."""
        return self._sink is not None

    @property
    def position(self) -> float:
        """Seconds that were handed to the device."""
        return float(self._sink.processedUSecs()) / 1e6 if self._sink is not None else 0.0

    def play(self, recordings: Sequence[bytes]) -> None:
        """Play recordings one after another, from the start. Raises IntakeError `gui.no_sound`."""
        self.stop()
        sink, channels = _made_sink()
        samples = _PAUSE.join(recordings)
        self._samples.setData(QByteArray(samples if channels == CHANNELS else _doubled(samples)))
        self._samples.open(QBuffer.OpenModeFlag.ReadOnly)
        sink.setBufferSize(_AHEAD * channels)
        sink.start(self._samples)
        if _has_stopped(sink):
            self._samples.close()
            raise IntakeError("gui.no_sound")
        self._sink = sink
        lengths = [(len(one) + len(_PAUSE)) / RATE / WIDTH / CHANNELS for one in recordings]
        self._starts, self._at = tuple(accumulate(lengths, initial=0.0))[:-1], -1
        self._watch.start()

    def stop(self) -> None:
        """Silence, in this call; what the system was given ahead is thrown away."""
        self._watch.stop()
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.reset()
            self._samples.close()
            self._samples.setData(QByteArray())

    def _look(self) -> None:
        from PySide6.QtMultimedia import QtAudio

        at = bisect_right(self._starts, self.position) - 1
        if at != self._at:
            self._at = at
            self.reached.emit(at)
        done = self._samples.atEnd() and self._sink.state() == QtAudio.State.IdleState
        if done or _has_stopped(self._sink):
            self.stop()
            self.ended.emit()


def _made_sink() -> tuple[Any, int]:
    """A sink of the device that is chosen in the system, and how many channels it takes."""
    try:
        from PySide6.QtMultimedia import (  # late, because it needs libraries of the system that may not be there
            QAudioFormat,
            QAudioSink,
            QMediaDevices,
        )
    except ImportError as error:
        raise IntakeError("gui.no_sound") from error
    device = QMediaDevices.defaultAudioOutput()
    wanted = QAudioFormat()
    wanted.setSampleRate(RATE)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    for channels in (CHANNELS, 2 * CHANNELS):
        wanted.setChannelCount(channels)
        if not device.isNull() and device.isFormatSupported(wanted):
            return QAudioSink(device, wanted), channels
    raise IntakeError("gui.no_sound")


def _has_stopped(sink: Any) -> bool:
    from PySide6.QtMultimedia import QtAudio

    return bool(sink.state() == QtAudio.State.StoppedState)


def _doubled(samples: bytes) -> bytes:
    """The same on both ears."""
    one = array.array("h", samples)
    both = array.array("h", bytes(2 * len(samples)))
    both[0::2] = both[1::2] = one
    return both.tobytes()
