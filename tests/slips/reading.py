"""Reading pages back: pixels by pdfium, characters by tesseract, and how many of them are right."""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import uharfbuzz
from PIL import Image, ImageOps
from pypdf import PdfReader

from intake_app.slips.layout import Box, Layout, PlacedText
from tests.needed import absent, need

DPI = 300
ENOUGH = 0.9
TRAINED = {
    "it": "ita", "fr": "fra", "en": "ita", "so": "ita", "ar": "ara", "fa": "fas", "ur": "urd", "bn": "ben", "am": "amh",
    "ti": "tir",
}  # fmt: skip
"""Which of its languages tesseract reads each with: none was trained for Somali, and the model for English takes a 9 of
bold codes for an O."""
SMALLER = (0.7, 0.5)
_SCALE = DPI / 72
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c]")


def need_tesseract(*languages: str) -> None:
    """Skips with the reason when tesseract or one of its languages is not installed; where CI runs it fails."""
    need("tesseract", "tesseract-ocr", "2026-11-22")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout.split()
    lacking = sorted({TRAINED[language] for language in languages} - set(listed))
    if lacking:
        absent("2026-11-22: tesseract lacks a language: " + ", ".join(f"tesseract-ocr-{name}" for name in lacking))


def rasterise(pdf: bytes) -> list[Image.Image]:
    """Each page as grey pixels at 300 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=_SCALE).to_pil().convert("L") for page in document]
    document.close()
    return pages


def crop(page: Image.Image, text: PlacedText) -> Image.Image:
    """The pixels of one paragraph with a white border."""
    box = text.box
    edges = (box.x - 4, box.y - 1, box.right + 4, box.bottom + 1)
    return ImageOps.expand(page.crop(tuple(int(edge * _SCALE) for edge in edges)), 40, 255)


def by_line(page: Image.Image, text: PlacedText) -> Iterator[Image.Image]:
    """The same line by line."""
    box, high = text.box, text.box.height / len(text.lines)
    for number in range(len(text.lines)):
        yield crop(page, replace(text, box=Box(box.x, box.y + number * high, box.width, high)))


def read_back(crops: Sequence[Image.Image], language: str, lines: int, folder: Path) -> list[str]:
    """What tesseract reads on each crop; one run for all. `lines` is 1 for single lines, else a block."""
    names = []
    for number, picture in enumerate(crops):
        names.append(str(folder / f"{language}-{lines}-{number}.png"))
        picture.save(names[-1])
    listing = folder / f"{language}-{lines}.txt"
    listing.write_text("\n".join(names))
    command = ["tesseract", str(listing), "-", "-l", TRAINED[language], "--psm", "7" if lines == 1 else "6"]
    run = subprocess.run(
        [*command, "--dpi", str(DPI)],
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return run.stdout.decode().split("\f")[: len(crops)]


def right_share(shown: str, read: str) -> float:
    """The share of characters read right, 0 to 1: Levenshtein on NFC, without runs of blanks and direction marks."""
    wanted, got = _normal(shown), _normal(read)
    return 1 - _distance(wanted, got) / max(len(wanted), len(got), 1)


def shares(
    layout: Layout, pdf: bytes, folder: Path, again: Sequence[float] = (), only: str = ""
) -> dict[str, tuple[float, str]]:
    """For each paragraph, by page and role, the share read right and what was read; of `only` one language.

    again: what is read badly is read once more at these sizes, line by line: tesseract was taught small letters, and
    leaves out whole lines of a block in Persian. Of a few lines of large letters, as clear as the others, it finds no
    line and says nothing at all; what it says nothing of is read at smaller sizes in any case, and a line word by word.
    """
    pages = rasterise(pdf)
    groups: dict[tuple[str, int], list[tuple[str, PlacedText, Image.Image]]] = {}
    for number, page in enumerate(layout.pages):
        for text in page.texts:
            if only in ("", text.language):
                key = (text.language, min(len(text.lines), 2))
                groups.setdefault(key, []).append((f"{number + 1} {text.role}", text, pages[number]))
    found = {}
    for (language, lines), members in groups.items():
        told = read_back([crop(page, text) for _, text, page in members], language, lines, folder)
        for (name, text, page), read in zip(members, told, strict=True):
            found[name] = (right_share(text.text, read), read)
            sizes = again if read.strip() else (*again, *SMALLER)
            if sizes and found[name][0] < ENOUGH:
                found[name] = max(found[name], *_anew(text, list(by_line(page, text)), sizes, folder))
    return found


def _anew(
    text: PlacedText, lines: Sequence[Image.Image], sizes: Sequence[float], folder: Path
) -> Iterator[tuple[float, str]]:
    others = [_resized(line, by) for by in sizes for line in lines]
    told = read_back(others, text.language, 1, folder)
    silent = {at: list(by_word(line)) for at, line in enumerate(others) if not told[at].strip()}
    all_words = [word for words in silent.values() for word in words]
    read_words = iter(read_back(all_words, text.language, 1, folder) if all_words else ())
    for at, pieces in silent.items():
        told[at] = " ".join(next(read_words) for _ in pieces)
    for start in range(0, len(told), len(lines)):
        read = " ".join(told[start : start + len(lines)])
        yield right_share(text.text, read), read


def _resized(picture: Image.Image, by: float) -> Image.Image:
    return picture.resize((int(picture.width * by), int(picture.height * by)))


def by_word(line: Image.Image) -> Iterator[Image.Image]:
    """A line in pieces, cut where a blank is; each as clear as the line, and white around it."""
    grey, blank = line.convert("L"), line.height // 15
    inked = [at for at in range(grey.width) if grey.crop((at, 0, at + 1, grey.height * 2 // 3)).getextrema()[0] < 128]
    starts = [at for before, at in pairwise([-grey.width, *inked]) if at - before > blank]
    ends = [before for before, at in pairwise([*inked, 2 * grey.width]) if at - before > blank]
    for start, end in zip(starts, ends, strict=True):
        yield line.crop((max(start - 2 * blank, 0), 0, min(end + 2 * blank, line.width), line.height))


def read_right(layout: Layout, found: dict[str, tuple[float, str]]) -> float:
    """Of all characters of the paragraphs that were read, the share that was read right."""
    signs = {f"{at} {text.role}": len(text.text) for at, page in enumerate(layout.pages, 1) for text in page.texts}
    return sum(share * signs[name] for name, (share, _) in found.items()) / sum(signs[name] for name in found)


def _normal(text: str) -> str:
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")
    return " ".join(plain.split())


def _distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for number, sign in enumerate(left, start=1):
        fresh = [number]
        for place, other in enumerate(right, start=1):
            fresh.append(min(row[place] + 1, fresh[-1] + 1, row[place - 1] + (sign != other)))
        row = fresh
    return row[-1]


def outline(font: Any, glyph: int) -> list[tuple[Any, ...]]:
    """The strokes of a glyph."""
    found: list[tuple[Any, ...]] = []
    pens = uharfbuzz.DrawFuncs()
    for name in ("move_to", "line_to", "quadratic_to", "cubic_to"):
        getattr(pens, f"set_{name}_func")(lambda *at, name=name: found.append((name, *at[:-1])))
    pens.set_close_path_func(lambda *_: found.append(("close",)))
    font.draw_glyph(glyph, pens, None)
    return found


Drawn = tuple[float, float, list[tuple[Any, ...]]]
"""Where a glyph begins, in points from the lower left, and its strokes."""


def outlines(pdf: bytes) -> Iterator[Drawn]:
    """Every glyph with strokes that a file of ours draws, by its own tables alone."""
    (page,) = PdfReader(BytesIO(pdf)).pages
    fonts = dict(_fonts(page))
    chosen, size, x, y, rise = "", 0.0, 0.0, 0.0, 0.0
    for line in page.get_contents().get_data().decode("ascii").splitlines():
        if found := re.match(r"(/G\d+) (\S+) Tf", line):
            chosen, size = found.group(1), float(found.group(2))
        elif found := re.match(r"1 0 0 1 (\S+) (\S+) Tm", line):
            x, y = float(found.group(1)), float(found.group(2))
        elif found := re.match(r"(\S+) Ts", line):
            rise = float(found.group(1))
        elif line.endswith(" TJ"):
            font, numbers, widths = fonts[chosen]
            for code, way in re.findall(r"<([0-9A-F]{4})>|(-?[\d.]+)", line):
                if way:
                    x -= float(way) * size / 1000
                    continue
                place = 2 * int(code, 16)
                strokes = outline(font, int.from_bytes(numbers[place : place + 2], "big"))
                if strokes:
                    yield x, y + rise, strokes
                x += widths[int(code, 16)] * size / 1000


def _fonts(page: Any) -> Iterator[tuple[str, tuple[Any, bytes, list[float]]]]:
    """By its name each font of ours, which glyph each code is, and how wide that is."""
    for name, font in page["/Resources"]["/Font"].items():
        if font["/Subtype"] == "/Type0":
            inner = font["/DescendantFonts"][0].get_object()
            data = uharfbuzz.Blob(inner["/FontDescriptor"]["/FontFile2"].get_data())
            widths = [0.0, *map(float, inner["/W"][1])]
            yield name, (uharfbuzz.Font(uharfbuzz.Face(data)), inner["/CIDToGIDMap"].get_data(), widths)
