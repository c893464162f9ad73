"""Reading pages back: pixels by pdfium, characters by tesseract, and how many of them are right."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageOps

from intake_app.slips.layout import Layout, PlacedText

DPI = 300
ENOUGH = 0.9
TRAINED = {"it": "ita", "fr": "ita", "en": "ita", "ar": "ara", "bn": "ben"}
_SCALE = DPI / 72
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c]")


def need_tesseract(*languages: str) -> None:
    """Skips with the reason when tesseract or one of its languages is not installed."""
    if shutil.which("tesseract") is None:
        pytest.skip("2026-11-22: tesseract is not installed (tesseract-ocr)")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout.split()
    absent = sorted({TRAINED[language] for language in languages} - set(listed))
    if absent:
        pytest.skip("2026-11-22: tesseract lacks a language: " + ", ".join(f"tesseract-ocr-{name}" for name in absent))


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


def shares(layout: Layout, pdf: bytes, folder: Path, again: Sequence[float] = ()) -> dict[str, tuple[float, str]]:
    """For each paragraph, by page and role, the share read right and what was read.

    again: what is read badly is read once more at these sizes, as a line and as a block: tesseract was taught small
    letters, and gives back nothing at all for some lines of large ones.
    """
    pages = rasterise(pdf)
    groups: dict[tuple[str, int], list[tuple[str, PlacedText, Image.Image]]] = {}
    for number, page in enumerate(layout.pages):
        for text in page.texts:
            key = (text.language, min(len(text.lines), 2))
            groups.setdefault(key, []).append((f"{number + 1} {text.role}", text, crop(pages[number], text)))
    found = {}
    for (language, lines), members in groups.items():
        told = read_back([picture for _, _, picture in members], language, lines, folder)
        for (name, text, picture), read in zip(members, told, strict=True):
            found[name] = (right_share(text.text, read), read)
            if again and found[name][0] < ENOUGH:
                others = [picture.resize((int(picture.width * by), int(picture.height * by))) for by in again]
                tried = [each for mode in (1, 2) for each in read_back(others, language, mode, folder)]
                found[name] = max(found[name], *((right_share(text.text, each), each) for each in tried))
    return found


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
