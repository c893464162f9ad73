"""The process that turns a recording of a form into plain samples and ends: a decoder that is deceived has nothing.

`serve` is started as `python -m intake_app decode-sound`. It reads one file from standard input and writes one answer
to standard output. Qt's decoder (FFmpeg) knows many formats and works with threads; `cage` says what is left to it.
"""

import io
import sys
import wave
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEventLoop, QTimer
from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

from intake_app.gui import cage
from intake_app.gui.sound_answer import ANSWER, CHANNELS, LONGEST, MOST, RATE, WIDTH, State

MEMORY = 1 << 30
SECONDS = 30
FIRST_MS = 4000
"""For the first samples: what gives none by then is told as damaged."""
FILES = 24
"""Descriptors: Qt takes one for each thread."""


def serve() -> int:
    """Read a file, decode it, answer; the exit code."""
    application = QCoreApplication([])
    decoded(_hush())  # libraries are loaded while files can be opened
    cage.shut(MEMORY, SECONDS, FILES)
    state, samples = decoded(sys.stdin.buffer.read(LONGEST))
    out = sys.stdout.buffer
    out.write(ANSWER.pack(state, len(samples)) + samples)
    out.flush()
    del application
    return 0


def decoded(data: bytes) -> tuple[State, bytes]:
    """How much of a recording could be decoded, and the samples of that."""
    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QBuffer.OpenModeFlag.ReadOnly)
    decoder, loop, samples = QAudioDecoder(), QEventLoop(), bytearray()
    wanted = QAudioFormat()
    wanted.setSampleRate(RATE)
    wanted.setChannelCount(CHANNELS)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    decoder.setAudioFormat(wanted)

    def take() -> None:
        part: Any = decoder.read()
        samples.extend(bytes(part.constData())[: part.byteCount()])
        if len(samples) > MOST:
            loop.quit()

    decoder.bufferReady.connect(take)
    decoder.finished.connect(loop.quit)
    decoder.error.connect(lambda _error: loop.quit())
    decoder.setSourceDevice(source)
    QTimer.singleShot(0, decoder.start)
    QTimer.singleShot(FIRST_MS, loop, lambda: None if samples else loop.quit())
    loop.exec()
    decoder.stop()
    if len(samples) > MOST:
        return State.CUT, bytes(samples[:MOST])
    return (State.WHOLE if samples else State.DAMAGED), bytes(samples)


def _hush() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(WIDTH)
        written.setframerate(RATE // 3)
        written.writeframes(bytes(RATE // 10))
    return made.getvalue()
