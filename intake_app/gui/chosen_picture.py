"""Pictures that somebody chose or a form brought along, as another process sees them: small pixels and bytes come back.

Pictures come from outside: from a telephone, a stick, a stranger. What is told of one here is told by its first bytes;
none is read in the process of the windows.
"""

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QImage

from intake_app import image_map
from intake_app.errors import IntakeError
from intake_app.gui.child import heard
from intake_app.gui.picture_child import ANSWER, OUTLINES, PLAIN, REQUEST
from intake_app.image_map import ImageMap

SIDE = 440
"""Longest side of the small picture, in pixels."""
_PATIENCE = 12.0
"""Seconds that are waited for another process, its start included."""
_MOST_OUTLINES = 16 * 1024 * 1024
_TRIES = 3
"""Processes that may die over the pictures of one page."""
_Request = tuple[bytes, int, int, bytes]
"""Format, longest side of the small picture, of the one to be kept, the file."""
_STARTS = {
    b"\x89PNG\r\n\x1a\n": b"png",
    b"\xff\xd8\xff": b"jpeg",
    b"GIF8": b"gif",
    b"BM": b"bmp",
    b"II*\0": b"tiff",
    b"MM\0*": b"tiff",
    b"\0\0\1\0": b"ico",
}


class _Answer(NamedTuple):
    image: QImage | None
    kept: bytes
    too_large: bool


@dataclass(frozen=True)
class Seen:
    """What a file shows as it is kept: its size in bytes, the format of a picture or b"", a small picture or None.

    `failed`: the process that was to draw it died or took too long. `too_large`: it has more pixels than are drawn.
    `full_size`: it was to be no longer than some pixels, and can not be made smaller here.
    """

    size: int
    kind: bytes
    image: QImage | None
    failed: bool = False
    too_large: bool = False
    full_size: bool = False


def format_of(data: bytes) -> bytes:
    """The format that the first bytes tell, whatever the name says; b"" for none that is known. Nothing is drawn."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return b"heic"
    return next((kind for start, kind in _STARTS.items() if data.startswith(start)), b"")


def look(data: bytes, longest: int = 0, command: Sequence[str] = (), side: int = SIDE) -> tuple[Seen, bytes]:
    """What a file shows in `side` pixels, and a JPEG of it no longer than `longest`; b"": it is to be kept as it is.

    For the work lane: it waits for a process that ends with this one picture. Raises IntakeError `gui.picture_failed`
    when that was to make it smaller and died or took too long.
    """
    kind = format_of(data)
    if kind not in PLAIN:
        return Seen(len(data), kind, None, full_size=bool(kind and longest)), b""
    answers = _elsewhere([(kind, side, longest, data)], command)
    if not answers and longest:
        raise IntakeError("gui.picture_failed")
    image, smaller, large = answers[0] if answers else _Answer(None, b"", False)
    made = format_of(smaller) if smaller else kind  # what is drawn anew says nothing of what the file had said
    return Seen(len(smaller or data), made, image, not answers, large, large and bool(longest)), smaller


def drawn(data: bytes, longest: int, command: Sequence[str] = ()) -> QImage:
    """A picture file in pixels, no side longer than that. For the work lane.

    Raises IntakeError `openrosa.bad_picture` with `reason` 'not_a_picture', 'other_kind', 'too_large',
    'damaged', 'not_drawn'.
    """
    kind = format_of(data)
    if kind not in PLAIN:
        raise IntakeError("openrosa.bad_picture", reason="other_kind" if kind else "not_a_picture")
    answers = _elsewhere([(kind, longest, 0, data)], command)
    if not answers or answers[0].too_large:
        raise IntakeError("openrosa.bad_picture", reason="too_large" if answers else "not_drawn")
    if answers[0].image is None:
        raise IntakeError("openrosa.bad_picture", reason="damaged")
    return answers[0].image


def small(wanted: Sequence[tuple[bytes, int]], command: Sequence[str] = ()) -> list[QImage | None]:
    """Small pictures of files that one form brought along, none longer than the side given; None for no plain picture.

    For the work lane. One process draws them all; where it dies or takes too long over one, another goes on behind
    that, and none after `_TRIES`.
    """
    found: list[QImage | None] = []
    for _try in range(_TRIES):
        left = [(format_of(data), side, 0, data) for data, side in wanted[len(found) :]]
        if not left:
            break
        found += [answer.image for answer in _elsewhere(left, command)]
        if len(found) < len(wanted):
            found.append(None)
    return found + [None] * (len(wanted) - len(found))


def outlines(data: bytes, command: Sequence[str] = ()) -> ImageMap | None:
    """The shapes of a drawing, read by another process; None for anything else. For the work lane."""
    if not image_map.is_drawing(data):
        return None
    start = command or (sys.executable, "-m", "intake_app", "draw-picture")
    try:
        told = _heard(start, REQUEST.pack(OUTLINES, 0, 0, len(data)) + data, _MOST_OUTLINES)
    except OSError:
        told = b""
    return image_map.unpacked(told[ANSWER.size :])


def _elsewhere(wanted: Sequence[_Request], command: Sequence[str]) -> list[_Answer]:
    """The answers of a process of its own, as far as it came."""
    start = command or (sys.executable, "-m", "intake_app", "draw-picture")
    asked = b"".join(REQUEST.pack(kind, side, longest, len(data)) + data for kind, side, longest, data in wanted)
    most = sum(ANSWER.size + 4 * (side * side + longest * longest) for _kind, side, longest, _data in wanted)
    try:
        told = _heard(start, asked, most)
    except OSError:
        told = b""
    answers = []
    with contextlib.suppress(ValueError):
        for _kind, side, _longest, _data in wanted:
            answer, told = _answer(told, side)
            answers.append(answer)
    return answers


def _heard(start: Sequence[str], asked: bytes, most: int) -> bytes:
    return heard(start, asked, most, _PATIENCE)


def _answer(told: bytes, side: int) -> tuple[_Answer, bytes]:
    """One answer and what follows. Raises ValueError when the numbers do not fit together."""
    if len(told) < ANSWER.size:
        raise ValueError("too short")
    width, height, length = ANSWER.unpack_from(told)
    end = ANSWER.size + length
    kept, pixels = told[ANSWER.size : end], told[end : end + width * height * 4]
    if max(width, height) > side or len(kept) != length or len(pixels) != width * height * 4:
        raise ValueError("no such picture")
    if kept and format_of(kept) != b"jpeg":
        raise ValueError("no JPEG")
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy() if pixels else None
    return _Answer(image, kept, not width and height > 0), told[end + len(pixels) :]
