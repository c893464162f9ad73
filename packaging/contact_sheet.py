"""Every window and every control in several languages, sizes and palettes, on sheets, and what is wrong with them.

A store with three people and their interviews is made, each window is pictured in each setting; so are the cards of a
person and a record to whom much has happened, and the pages that only a server, a copy or a mistake brings about; then
each page of a form that has every control, where the person speaks that language and the frame does where it is
offered, else Italian.
All are looked through for words without room, letters without a glyph, words not translated though they could be, and
the wrong direction.
Writes one sheet for each language and setting, the single pictures beside it, and `faults.json`; prints how many there
are, and ends with 1 when there are any.

By default six languages in each usual setting, and each rare setting once: high contrast, a screen of 4K, the little
that 1366x768 leaves at scale factors 1.5 and 3; English too. A language or a setting that is named is pictured with
all that is named of the other, or with all of its usual ones.

Usage: python packaging/contact_sheet.py FOLDER [LANGUAGE | SETTING ...]
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app import i18n, languages  # noqa: E402 - the checkout itself is what is pictured
from intake_app.gui import shell  # noqa: E402 - the checkout itself is what is pictured
from intake_app.gui.portrait import Setting, grab_all, png  # noqa: E402
from intake_app.gui.tokens import SMALLEST  # noqa: E402 - the checkout itself is what is pictured
from intake_app.practice import PracticeServer  # noqa: E402
from tests.gui_shell import cards, looking, people, seldom, walking  # noqa: E402
from tests.gui_shell.windows import PASSPHRASE  # noqa: E402
from tests.openrosa.certificates import Authority  # noqa: E402

LANGUAGES = ("it", "fr", "ar", "bn", "ti", "ur")
MEDIATOR = {"it": "ar", "ar": "it", "bn": "it", "ti": "it", "ur": "it"}  # whose controls are pictured
PERSONS = {"Sara": PASSPHRASE, "Ada": PASSPHRASE}
SETTINGS = {
    "1366x768-light": Setting(size=(1366, 768)),
    "1366x768-dark": Setting(size=(1366, 768), palette="dark"),
    "1024x600-light": Setting(size=(1024, 600)),
    "683x384-light": Setting(size=(683, 384)),
    "1920x1080-twice-light": Setting(size=(1920, 1080), scale=2.0),
    "1920x1080-twice-dark": Setting(size=(1920, 1080), palette="dark", scale=2.0),
}
RARE = {
    "1366x768-contrast": Setting(size=(1366, 768), palette="contrast"),
    "3840x2160-light": Setting(size=(3840, 2160)),
    "3840x2160-twice-light": Setting(size=(3840, 2160), scale=2.0),
    "911x512-light": Setting(size=(911, 512)),
    "455x256-light": Setting(size=(455, 256), scale=SMALLEST),
}
EVERY = {**SETTINGS, **RARE}
ONCE = (
    ("en", "1366x768-light"),
    ("ti", "1366x768-contrast"),
    ("ur", "3840x2160-light"),
    ("ar", "3840x2160-twice-light"),
    ("bn", "911x512-light"),
    ("it", "455x256-light"),
)
_ACROSS, _WIDTH, _GAP, _TITLE = 4, 640, 16, 28
_KEPT = Qt.AspectRatioMode.KeepAspectRatio


def sheet(pictures: Mapping[str, bytes]) -> QImage:
    """All pictures of one setting in rows, each under its name."""
    images = {name: QImage.fromData(png) for name, png in pictures.items()}
    first = next(iter(images.values()))
    height = first.height() * _WIDTH // first.width() + _TITLE + _GAP
    rows = -(-len(images) // _ACROSS)
    made = QImage(_ACROSS * (_WIDTH + _GAP) + _GAP, rows * height + _GAP, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.lightGray)
    painter = QPainter(made)
    font = painter.font()
    font.setPixelSize(_TITLE * 2 // 3)
    painter.setFont(font)
    for place, (name, image) in enumerate(images.items()):
        left, top = _GAP + place % _ACROSS * (_WIDTH + _GAP), _GAP + place // _ACROSS * height
        painter.drawText(QRect(left, top, _WIDTH, _TITLE), Qt.AlignmentFlag.AlignVCenter, name)
        room = QSize(_WIDTH, height - _TITLE - _GAP)  # some windows are smaller, or of another shape
        painter.drawImage(left, top + _TITLE, image.scaled(room, _KEPT, Qt.TransformationMode.SmoothTransformation))
    painter.end()
    return made


def keep(pictures: Mapping[str, bytes], place: Path) -> None:
    """The single pictures in a folder, and the sheet of them beside it."""
    place.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        (place / f"{name}.png").write_bytes(data)
    sheet(pictures).save(str(place.with_name(place.name + ".png")))


def _wrong(shown: QWidget, language: str, setting: Setting) -> list[looking.Fault]:
    small = looking.small_targets(shown) if setting.scale >= 1 else []
    return [*looking.faults(shown, language), *looking.cut_at_side(shown), *small]


def pictured(store: Path, folder: Path, language: str, name: str) -> list[dict[str, str]]:
    """One language in one setting: its sheet and its pictures; what is wrong with them."""
    found: list[dict[str, str]] = []
    about = {"language": language, "setting": name}

    def seen(window: str, shown: QWidget) -> None:
        if _wrong(shown, language, EVERY[name]):  # a busy machine lays out in several steps what just came
            walking.come_to_rest(shown)
        found.extend({**about, "window": window, **asdict(fault)} for fault in _wrong(shown, language, EVERY[name]))

    pictures = grab_all(store, PERSONS, replace(EVERY[name], language=language, seen=seen))
    keep(pictures, folder / f"{language}-{name}")
    return found


def controls(store: Path, folder: Path, language: str, name: str) -> list[dict[str, str]]:
    """The same for every control: pages of an interview with a person who speaks the language."""
    frame = language if language in {one.code for one in i18n.offered()} else "it"
    found: list[dict[str, str]] = []
    pictures: dict[str, bytes] = {}
    about = {"language": language, "setting": name}
    for page, shown in walking.pages(store, replace(EVERY[name], language=frame), language, MEDIATOR[language]):
        found += [{**about, "window": page, **asdict(fault)} for fault in _wrong(shown, frame, EVERY[name])]
        pictures[page] = png(shown)
    keep(pictures, folder / f"{language}-{name}-controls")
    return found


def much(folder: Path, language: str, name: str) -> list[dict[str, str]]:
    """The same for the cards that are there when much has happened; each store is made for one setting."""
    with tempfile.TemporaryDirectory() as place:
        shown = cards.pages(cards.store(Path(place)), replace(EVERY[name], language=language))
        return _kept(shown, folder / f"{language}-{name}-cards", language, name)


def rare(folder: Path, language: str, name: str) -> list[dict[str, str]]:
    """The same for what one comes to seldom."""
    with tempfile.TemporaryDirectory() as place:
        authority = Authority.make(Path(place))
        with PracticeServer(tls=authority.server()) as server:
            made = seldom.scene(Path(place), server, authority)
            shown = seldom.pages(made, replace(EVERY[name], language=language))
            return _kept(shown, folder / f"{language}-{name}-seldom", language, name)


def _kept(shown: Iterable[tuple[str, QWidget]], place: Path, language: str, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    pictures: dict[str, bytes] = {}
    for window, widget in shown:
        pictures[window] = png(widget)
        faults = [*looking.faults(widget, language), *looking.out_of_sight(widget)]
        found += [{"language": language, "setting": name, "window": window, **asdict(fault)} for fault in faults]
    keep(pictures, place)
    return found


def wanted(chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Languages and settings to picture, each with each that is named."""
    settings = [one for one in chosen if one in EVERY]
    spoken = [one for one in chosen if one not in EVERY]
    made = list(product(spoken or LANGUAGES, settings or SETTINGS))
    return made if chosen else [*made, *ONCE]


def main(*given: str) -> int:
    """All sheets into a folder, or how to ask for them."""
    known = {*EVERY, *(each.code for each in languages.all_languages())}
    strange = [one for one in given[1:] if one not in known]
    if not given or given[0].startswith("-") or strange:
        sys.stdout.write((__doc__ or "") + f"Settings: {', '.join(EVERY)}\n")
        return 0 if given[:1] in (("-h",), ("--help",)) else 2
    folder, *chosen = given
    application = QApplication(sys.argv[:1])
    shell.prepare(application)
    found: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as place:
        store, every = people.make(Path(place)), walking.store(Path(place))
        for language, name in wanted(chosen):
            found += pictured(store, Path(folder), language, name)
            found += much(Path(folder), language, name)
            found += rare(Path(folder), language, name)
            if language in MEDIATOR:
                found += controls(every, Path(folder), language, name)
            sys.stderr.write(f"{language} {name}: {len(found)} faults so far\n")
    Path(folder, "faults.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(json.dumps({"faults": len(found), "folder": folder}) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
