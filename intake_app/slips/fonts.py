"""Fonts by script: Noto families from the usual folders, never a chance fallback.

Folders, in order: INTAKE_FONTS (one or more, separated as in PATH), the user's, the system's. Only TrueType outlines
are taken, because that is what the page embeds.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import uharfbuzz

from intake_app import languages
from intake_app.errors import IntakeError

LATIN: Final = "Noto Sans"
PACKAGE: Final = "fonts-noto-core"
MISSING: Final = "\ufffd"
_PLACES: Final = ("INTAKE_FONTS", "XDG_DATA_HOME", "XDG_DATA_DIRS", "LOCALAPPDATA", "WINDIR")

_BLOCKS: Final = (
    (0x0590, 0x05FF, "Hebr", "Noto Sans Hebrew"),
    (0x0600, 0x06FF, "Arab", "Noto Naskh Arabic"),
    (0x0700, 0x074F, "Syrc", "Noto Sans Syriac"),
    (0x0750, 0x077F, "Arab", "Noto Naskh Arabic"),
    (0x0780, 0x07BF, "Thaa", "Noto Sans Thaana"),
    (0x07C0, 0x07FF, "Nkoo", "Noto Sans NKo"),
    (0x08A0, 0x08FF, "Arab", "Noto Naskh Arabic"),
    (0x0900, 0x097F, "Deva", "Noto Sans Devanagari"),
    (0x0980, 0x09FF, "Beng", "Noto Sans Bengali"),
    (0x0A00, 0x0A7F, "Guru", "Noto Sans Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujr", "Noto Sans Gujarati"),
    (0x0B80, 0x0BFF, "Taml", "Noto Sans Tamil"),
    (0x0D80, 0x0DFF, "Sinh", "Noto Sans Sinhala"),
    (0x10A0, 0x10FF, "Geor", "Noto Sans Georgian"),
    (0x1200, 0x139F, "Ethi", "Noto Sans Ethiopic"),
    (0x2D30, 0x2D7F, "Tfng", "Noto Sans Tifinagh"),
    (0x2D80, 0x2DDF, "Ethi", "Noto Sans Ethiopic"),
    (0xAB00, 0xAB2F, "Ethi", "Noto Sans Ethiopic"),
    (0xFB50, 0xFDFF, "Arab", "Noto Naskh Arabic"),
    (0xFE70, 0xFEFE, "Arab", "Noto Naskh Arabic"),
    (0x1E900, 0x1E95F, "Adlm", "Noto Sans Adlam"),
)

_SHARED: Final = (0x0964, 0x0965)  # dandas: in the Devanagari block, used by Bengali and others


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file, open for shaping. Lengths are in font units, `upem` of them to the type size."""

    family: str
    bold: bool
    path: Path
    shaped: Any = field(repr=False)
    table: Any = field(repr=False)
    upem: int
    ascender: int
    descender: int

    @property
    def name(self) -> str:
        """The PostScript-like name that the page carries."""
        return self.path.stem

    def glyph(self, sign: str) -> int | None:
        """The glyph for a character, None when the font has none."""
        found: int | None = self.shaped.get_nominal_glyph(ord(sign))
        return found or None


def script_of(sign: str) -> str | None:
    """The ISO 15924 script of a character that needs its own font; None for Latin and signs that all scripts share."""
    block = _block(ord(sign))
    return block[2] if block else None


def family_of(sign: str, language: str) -> str | None:
    """The font family a character asks for in a language; None when any font with the sign will do."""
    block = _block(ord(sign))
    if block is None:
        return None
    known = languages.get(language)
    return known.font_family if known.script == block[2] else block[3]


def face(family: str, *, bold: bool = False) -> Face:
    """The font; the regular weight when the bold one is absent.

    Raises IntakeError ``slips.font_missing`` (font, package) or ``slips.font_damaged``.
    """
    found = optional_face(family, bold=bold)
    if found is None:
        raise IntakeError("slips.font_missing", font=family, package=PACKAGE)
    return found


def optional_face(family: str, *, bold: bool = False) -> Face | None:
    """The font, or None when it is not on this computer."""
    files = _files(folders())
    stem = family.replace(" ", "")
    for weight in ("Bold", "Regular") if bold else ("Regular",):
        path = files.get(f"{stem}-{weight}.ttf".casefold())
        if path is not None:
            return _open(path, family, weight == "Bold")
    return None


def require_fonts(language: str) -> None:
    """Nothing when all fonts for a slip in this language are here, else IntakeError ``slips.font_missing``."""
    for family in (LATIN, languages.get(language).font_family):
        face(family)


def folders() -> tuple[Path, ...]:
    """Where fonts are looked for, most particular first."""
    return _folders(*(os.environ.get(name, "") for name in _PLACES))


@cache
def _folders(own: str, data_home: str, data_dirs: str, local: str, windows: str) -> tuple[Path, ...]:
    home = Path.home()
    user = Path(data_home) if data_home else home / ".local" / "share"
    return (
        *(Path(part) for part in own.split(os.pathsep) if part),
        user / "fonts",
        home / ".fonts",
        home / "Library" / "Fonts",
        *(Path(part) / "fonts" for part in data_dirs.split(os.pathsep) if part),
        *([Path(local, "Microsoft", "Windows", "Fonts")] if local else []),
        *([Path(windows, "Fonts")] if windows else []),
        *map(Path, ("/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts")),
    )


@cache
def _files(places: tuple[Path, ...]) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for place in places:
        for path in _noto(place):
            found.setdefault(path.name.casefold(), path)
    return found


def _noto(place: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(place):
        yield from (Path(folder) / name for name in sorted(names) if name.startswith("Noto") and name.endswith(".ttf"))


@cache
def _open(path: Path, family: str, bold: bool) -> Face:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IntakeError("slips.font_damaged", font=family, package=PACKAGE) from error
    table = uharfbuzz.Face(uharfbuzz.Blob(data))
    if "glyf" not in table.table_tags or not table.upem:
        raise IntakeError("slips.font_damaged", font=family, package=PACKAGE)
    shaped = uharfbuzz.Font(table)
    extents = shaped.get_font_extents("ltr")
    return Face(family, bold, path, shaped, table, table.upem, extents.ascender, extents.descender)


def _block(code: int) -> tuple[int, int, str, str] | None:
    if code < _BLOCKS[0][0] or code in _SHARED:
        return None
    return next((block for block in _BLOCKS if block[0] <= code <= block[1]), None)
