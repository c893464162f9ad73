"""A picture that somebody chose, as another process sees it: small pixels and bytes come back, no file is read here.

Pictures come from outside: from a telephone, a stick, a stranger. What is told of one here is told by its first bytes.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from intake_app.errors import IntakeError
from intake_app.gui import picture_child
from intake_app.gui.picture_child import ANSWER, PLAIN, REQUEST

SIDE = 440
"""Longest side of the small picture, in pixels."""
_PATIENCE = 12.0
"""Seconds that are waited for another process, its start included."""
_STARTS = {
    b"\x89PNG\r\n\x1a\n": b"png",
    b"\xff\xd8\xff": b"jpeg",
    b"GIF8": b"gif",
    b"BM": b"bmp",
    b"II*\0": b"tiff",
    b"MM\0*": b"tiff",
    b"\0\0\1\0": b"ico",
}


@dataclass(frozen=True)
class Seen:
    """What a file shows: its size in bytes, the format of a picture or b"", a small picture or None.

    `failed`: the process that was to draw it died or took too long.
    """

    size: int
    kind: bytes
    image: QImage | None
    failed: bool = False


def format_of(data: bytes) -> bytes:
    """The format that the first bytes tell, whatever the name says; b"" for none that is known. Nothing is drawn."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return b"heic"
    return next((kind for start, kind in _STARTS.items() if data.startswith(start)), b"")


def look(data: bytes, longest: int = 0, command: Sequence[str] = ()) -> tuple[Seen, bytes]:
    """What a file shows, and a JPEG of it no longer than `longest`, or b"" when it is to be kept as it is.

    For the work lane: it waits for a process that ends with this one picture. Raises IntakeError `gui.picture_failed`
    when that was to make it smaller and died or took too long.
    """
    kind = format_of(data)
    if kind not in PLAIN:
        return Seen(len(data), kind, None), b""
    start = command or (sys.executable, "-m", "intake_app", "draw-picture")
    try:
        told = subprocess.run(
            start,
            input=REQUEST.pack(kind, SIDE, longest) + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        ).stdout
        image, smaller = _answer(told)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        if longest:
            raise IntakeError("gui.picture_failed") from error
        return Seen(len(data), kind, None, failed=True), b""
    return Seen(len(smaller or data), kind, image), smaller


def _answer(told: bytes) -> tuple[QImage | None, bytes]:
    """The small picture and the bytes to be kept. Raises ValueError when the numbers do not fit together."""
    if len(told) < ANSWER.size:
        raise ValueError("too short")
    width, height, kept = ANSWER.unpack_from(told)
    pixels = told[ANSWER.size + kept :]
    smaller = told[ANSWER.size : ANSWER.size + kept]
    if max(width, height) > SIDE or len(pixels) != width * height * 4 or len(smaller) != kept:
        raise ValueError("no such picture")
    if smaller and format_of(smaller) != b"jpeg":
        raise ValueError("no JPEG")
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy() if pixels else None
    return image, smaller


def look_here(data: bytes) -> Seen:
    """The same in this process, for a picture that came with a form."""
    return Seen(len(data), format_of(data), thumbnail(data, SIDE))


def thumbnail(data: bytes, side: int) -> QImage | None:
    """A small picture of what came with a form; None when it is no plain picture or a bomb of one."""
    kind = format_of(data)
    return picture_child.drawn(data, kind, side) if kind in PLAIN else None
