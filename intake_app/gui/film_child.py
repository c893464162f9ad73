"""The process that plays a film of a form: it gives out plain pictures as they are due, and no sound.

`serve` is started as `python -m intake_app play-film`. It reads one film from standard input and writes its pictures to
standard output, each when it is to be seen; whoever has seen enough ends it. As for `sound_child`, a decoder that is
deceived has nothing.
"""

import os
import sys

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

from intake_app.gui import cage
from intake_app.gui.film_answer import EACH_MS, END, FRAME, LONGEST, MINUTES, TALLEST, WIDEST

MEMORY = 2 << 30
SECONDS = 20 * 60
FILES = 48
"""Descriptors: Qt takes one for each thread."""


def serve() -> int:
    """Read a film, give out its pictures; the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    player, sink = QMediaPlayer(), QVideoSink()
    player.setVideoSink(sink)
    QVideoFrame(QImage(2, 2, QImage.Format.Format_RGBX8888)).toImage()  # libraries are loaded while files can be opened
    cage.shut(MEMORY, SECONDS, FILES)
    try:
        played = _played(player, sink, sys.stdin.buffer.read(LONGEST))
    except OSError:  # nobody looks any more
        os._exit(1)
    sys.stdout.buffer.flush()
    del application
    os._exit(0 if played else 1)  # its threads have nothing to say any more


def _played(player: QMediaPlayer, sink: QVideoSink, data: bytes) -> bool:
    """Whether there was a picture. Raises OSError when nobody takes them any more."""
    source, loop, seen = QBuffer(), QEventLoop(), _Seen()
    source.setData(QByteArray(data))
    source.open(QBuffer.OpenModeFlag.ReadOnly)

    def take(frame: QVideoFrame) -> None:
        try:
            seen.take(frame)
        except OSError as trouble:
            seen.trouble = trouble
            loop.quit()

    def look(status: QMediaPlayer.MediaStatus) -> None:
        if status in (QMediaPlayer.MediaStatus.EndOfMedia, QMediaPlayer.MediaStatus.InvalidMedia):
            loop.quit()

    sink.videoFrameChanged.connect(take)
    player.mediaStatusChanged.connect(look)
    player.errorOccurred.connect(lambda *_told: loop.quit())
    player.setSourceDevice(source)
    QTimer.singleShot(0, player.play)
    QTimer.singleShot(MINUTES * 60_000, loop.quit)
    loop.exec()
    if seen.trouble is not None:
        raise seen.trouble
    if seen.due >= 0:
        sys.stdout.buffer.write(END)
    return seen.due >= 0


class _Seen:
    """What was given out: `due` is the time of the next picture that may be, in microseconds; below 0 before any."""

    def __init__(self) -> None:
        self.due = -1
        self.trouble: OSError | None = None

    def take(self, frame: QVideoFrame) -> None:
        """Give out a picture, small enough, unless it follows too soon."""
        at = max(frame.startTime(), 0)
        image = frame.toImage() if at >= self.due else QImage()
        if image.isNull():
            return
        self.due = at + EACH_MS * 1000
        if image.width() > WIDEST or image.height() > TALLEST:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(WIDEST, TALLEST, keep, smooth)
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        out = sys.stdout.buffer
        out.write(FRAME.pack(image.width(), image.height()) + bytes(image.constBits()))
        out.flush()
