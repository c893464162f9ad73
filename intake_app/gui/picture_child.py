"""The process that draws what somebody chose, or a form brought along, and ends: a reader that is deceived has nothing.

`serve` is started as `python -m intake_app draw-picture`. It reads requests from standard input, a picture each, and
writes an answer to each to standard output, until the input ends. What one process draws is from one hand: one chosen
picture, or pictures of one form. Before the first byte of a picture it gives up what it does not need: it can open no
file and no connection, write no file, start nothing, and take no more memory and time than pictures need (setrlimit(2);
on Windows only the time is limited, by who waits for it).
"""

import os
import struct
import sys

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from intake_app import image_map
from intake_app.gui import cage
from intake_app.gui.outlines import slow

REQUEST = struct.Struct(">8sIII")
"""Format, longest side of the small picture, of the picture to be kept (0: as it is), bytes that follow."""
ANSWER = struct.Struct(">III")
"""Width and height of the small picture, bytes of the picture to be kept (0: as it is). No width: there is none, and a
height then says that the picture has too many pixels."""
OUTLINES = b"svg"
"""The format by which the outlines in a drawing are asked for, as `image_map.packed` writes them; there are none of one
that takes long to paint."""
PLAIN = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
"""A drawing (SVG) can hold more than a picture, and other formats have readers that few look after."""
MOST_PIXELS = 67_000_000
"""A picture of more needs more than Qt gives one."""
MOST_PIXELS_OF_JPEG = 220_000_000
"""What telephones take: a JPEG is made smaller while it is read, and the whole of it stands nowhere."""
MEMORY = 1 << 30
"""Bytes of address space: 67 million pixels of four bytes, twice, Qt, and room."""
SECONDS = 10
_QUALITY = 88
_LARGE = 512


def serve() -> int:
    """Read a request, draw, answer, until nobody wants anything; the exit code."""
    given = sys.stdin.buffer
    _load()
    cage.shut(MEMORY, SECONDS)
    while len(head := given.read(REQUEST.size)) == REQUEST.size:
        kind, side, longest, length = REQUEST.unpack(head)
        sys.stdout.buffer.write(_answer(given.read(length), kind.rstrip(b"\0"), side, longest))
        sys.stdout.buffer.flush()
    return 0


def _answer(data: bytes, kind: bytes, side: int, longest: int) -> bytes:
    if kind == OUTLINES:
        drawing = image_map.read(data)
        told = image_map.packed(drawing) if drawing is not None and not slow(drawing) else b""
        return ANSWER.pack(0, 0, len(told)) + told
    image = drawn(data, kind, longest or side)
    kept = _jpeg(image) if image is not None and longest and _longer(data, kind, longest) else b""
    small = image if image is None else _fitting(image, side)
    size = (small.width(), small.height()) if small is not None else (0, int(_bomb(data, kind)))
    return ANSWER.pack(*size, len(kept)) + kept + (_pixels(small) if small is not None else b"")


def _load() -> None:
    """Readers are libraries, and Qt opens something for each thread it starts: all of it while files can be opened.

    On one processor Qt has one thread for the work on large pictures, which this one is large enough for.
    """
    if sys.platform.startswith("linux"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    large = QImage(_LARGE, _LARGE, QImage.Format.Format_RGB32)
    large.fill(0)
    _pixels(large)
    large.scaled(_LARGE // 2, _LARGE // 2, mode=Qt.TransformationMode.SmoothTransformation)
    for kind in PLAIN:
        made = QBuffer()
        made.open(QBuffer.OpenModeFlag.WriteOnly)
        large.copy(0, 0, 2, 2).save(made, kind.decode())  # type: ignore[call-overload]
        drawn(bytes(made.data().data()), kind, 1)


def drawn(data: bytes, kind: bytes, side: int) -> QImage | None:
    """A picture of `data` no longer than `side` pixels; None when it is none of this kind, or a bomb of one."""
    source = _source(data)
    reader = _reader(source, kind)
    size = reader.size()
    if not size.isValid() or _too_many(size, kind):
        return None
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _bomb(data: bytes, kind: bytes) -> bool:
    source = _source(data)
    return _too_many(_reader(source, kind).size(), kind)


def _too_many(size: QSize, kind: bytes) -> bool:
    return size.width() * size.height() > (MOST_PIXELS_OF_JPEG if kind == b"jpeg" else MOST_PIXELS)


def _longer(data: bytes, kind: bytes, longest: int) -> bool:
    source = _source(data)
    size = _reader(source, kind).size()
    return max(size.width(), size.height()) > longest


def _fitting(image: QImage, side: int) -> QImage:
    """The picture, no side of it longer than that."""
    if max(image.width(), image.height()) <= side:
        return image
    return image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _jpeg(image: QImage) -> bytes:
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(made, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(made.data().data())


def _source(data: bytes) -> QBuffer:
    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QBuffer.OpenModeFlag.ReadOnly)
    return source


def _reader(source: QBuffer, kind: bytes) -> QImageReader:
    """A reader of this one format, whatever the bytes would like to be."""
    reader = QImageReader(source, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def _pixels(image: QImage) -> bytes:
    """Red, green, blue and opacity, a byte each, row by row."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return bytes(plain.constBits())[: plain.width() * plain.height() * 4]
