"""A film as a file: plain colours one after another, and a tone if it has one (AVI, Motion JPEG, PCM)."""

import struct

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from tests.gui_interview.loudspeaker import RATE, tone

EACH = 10
"""Pictures a second."""
_HEADER_OF_WAVE = 44


def film(colours: list[str], size: tuple[int, int] = (160, 120), pitch: int = 0) -> bytes:
    """One picture of each colour, a tenth of a second each; with a tone of this pitch."""
    pictures = [_jpeg(colour, size) for colour in colours]
    sound = tone(pitch, len(colours) / EACH)[_HEADER_OF_WAVE:] if pitch else b""
    streams = _stream(b"vids", b"MJPG", (1, EACH, len(pictures)), _picture_format(size))
    if sound:
        wave = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
        streams += _stream(b"auds", b"\0\0\0\0", (2, 2 * RATE, len(sound)), wave)
    head = struct.pack(
        "<14I", 1_000_000 // EACH, 0, 0, 0x10, len(pictures), 0, 1 + bool(sound), 0, *size, 0, 0, 0, 0
    )
    part, parts = 2 * RATE // EACH, b""
    for at, picture in enumerate(pictures):
        parts += _chunk(b"00dc", picture)
        if sound:
            parts += _chunk(b"01wb", sound[at * part : (at + 1) * part])
    body = _listed(b"hdrl", _chunk(b"avih", head) + streams) + _listed(b"movi", parts)
    return _chunk(b"RIFF", b"AVI " + body)


def _jpeg(colour: str, size: tuple[int, int]) -> bytes:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(made, "JPG", 95)
    return bytes(made.data().data())


def _picture_format(size: tuple[int, int]) -> bytes:
    return struct.pack("<IiiHH4sIiiII", 40, *size, 1, 24, b"MJPG", size[0] * size[1] * 3, 0, 0, 0, 0)


def _stream(kind: bytes, codec: bytes, times: tuple[int, int, int], form: bytes) -> bytes:
    scale, rate, length = times
    head = kind + codec + struct.pack("<IHHIIIIIIII4H", 0, 0, 0, 0, scale, rate, 0, length, 0, 0, scale, 0, 0, 0, 0)
    return _listed(b"strl", _chunk(b"strh", head) + _chunk(b"strf", form))


def _listed(kind: bytes, body: bytes) -> bytes:
    return _chunk(b"LIST", kind + body)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
