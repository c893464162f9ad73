"""Pictures without what they say beside what is seen: place, time, camera, owner, previews, what lies behind the end.

Nothing is drawn: parts of the file are left out, so that what is seen stays as it is to the last bit. How a camera was
held stays too. Sources: ITU-T T.81 Annex B (JPEG), Exif 2.32 and TIFF 6.0 (orientation, tag 0x0112), PNG third edition,
the WebP container specification.
"""

import struct
from collections.abc import Callable, Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
_TIFF = {b"II*\0": "<", b"MM\0*": ">"}
_KEPT_CHUNKS = frozenset(
    name.encode()
    for name in "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split()  # noqa: SIM905
)
_SPEAKING = {b"EXIF": 0x08, b"XMP ": 0x04}
"""Chunks of a WebP file that are left out, and their bits in the flags of its first chunk."""


def silent(data: bytes) -> bytes:
    """The same picture, saying nothing; other files, and pictures that are not whole, as they are."""
    kind = _kind(data)
    if kind is None:
        return data
    try:
        return b"".join(kind(data))
    except (struct.error, IndexError, ValueError):
        return data


def _kind(data: bytes) -> Callable[[bytes], Iterator[bytes]] | None:
    if data.startswith(_JPEG):
        return _jpeg
    if data.startswith(_PNG):
        return _png
    return _webp if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at, held = 2, b""
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xD9:
            yield data[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise ValueError("cut")
        segment = data[at:end]
        if marker == 0xE1 and not held:
            held = _held(segment)
            yield held
        elif _kept(marker, segment):
            yield segment
        at = end
        if marker == 0xDA:
            at = _scan_end(data, end)
            yield data[end:at]


def _kept(marker: int, segment: bytes) -> bool:
    """Everything a decoder needs; of what applications add, JFIF, the colours of the screen, and Adobe's."""
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker is that is not part of the compressed picture."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _held(segment: bytes) -> bytes:
    """Exif that says how the camera was held, and nothing else; nothing when it was held upright."""
    turn = _orientation(segment)
    if not 2 <= turn <= 8:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turn, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _orientation(segment: bytes) -> int:
    """What the first directory of Exif says of it; 0 when it says nothing that can be read."""
    tiff = segment[10:] if segment[4:10] == b"Exif\0\0" else b""
    order = _TIFF.get(tiff[:4])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _many, turn = struct.unpack_from(f"{order}HHIH", tiff, at)
            if (tag, kind) == (_ORIENTATION, 3):
                return int(turn)
    except struct.error:
        return 0
    return 0


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at, name = len(_PNG), b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            raise ValueError("cut")
        if name in _KEPT_CHUNKS:
            yield data[at:end]
        at = end


def _webp(data: bytes) -> Iterator[bytes]:
    chunks = list(_webp_chunks(data))
    yield b"RIFF" + struct.pack("<I", 4 + sum(map(len, chunks))) + b"WEBP"
    yield from chunks


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    (whole,) = struct.unpack_from("<I", data, 4)
    if whole + 8 > len(data):
        raise ValueError("cut")
    at = 12
    while at < whole + 8:
        name, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size + size % 2
        chunk = data[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~sum(_SPEAKING.values())]) + chunk[9:]
        if name not in _SPEAKING:
            yield chunk
        at = end
