"""Looking for a text in files, in every dress in which it may lie there; each dress has its control."""

import base64
import zlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_GZIP, _ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
_LONGEST = 64 << 20


def dresses(text: str) -> dict[str, bytes]:
    """A text as it might lie in a file, by name."""
    plain = text.encode()
    found = {
        "utf-8": plain,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "percent": quote(text, safe="").encode(),
    }
    for lead in range(3):
        found[f"base64 at {lead}"] = base64.b64encode(b"\0" * lead + plain)[4 if lead else 0 : -4]
    return found


def found_in(folders: Iterable[Path], text: str, but: frozenset[Path] = frozenset()) -> list[str]:
    """File and dress of every trace below some folders; names of files and folders count."""
    worn = dresses(text)
    hits = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if text in path.name:
                hits.append(f"{path.name}: name")
            if path.is_file() and not path.is_symlink() and path not in but:
                hits += [f"{path.name}: {dress}" for dress in _worn_by(path.read_bytes(), worn)]
    return hits


def _worn_by(data: bytes, worn: dict[str, bytes]) -> list[str]:
    found = [name for name, dress in worn.items() if dress in data]
    inner = b"\0".join(_inflated(data))
    return found + [f"deflated {name}" for name, dress in worn.items() if dress in inner]


def _inflated(data: bytes) -> list[bytes]:
    """Whatever can be inflated from any place of a file that looks like the beginning of a stream."""
    made = []
    for mark, bits, skip in (*((mark, 15, 0) for mark in _ZLIB), (_GZIP, 31, 0), (_ZIP, -15, None)):
        at = data.find(mark)
        while at >= 0:
            start = at + skip if skip is not None else _after_zip_head(data, at)
            try:
                made.append(zlib.decompressobj(bits).decompress(data[start : start + _LONGEST], _LONGEST))
            except zlib.error:
                made.append(b"")
            at = data.find(mark, at + 1)
    return [part for part in made if part]


def _after_zip_head(data: bytes, at: int) -> int:
    name, extra = (int.from_bytes(data[at + where : at + where + 2], "little") for where in (26, 28))
    return at + 30 + name + extra
