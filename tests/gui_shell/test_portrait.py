"""Pictures of every window without a screen, and what is wrong with what they show."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from intake_app import gui
from intake_app.gui import portrait
from intake_app.gui.controls import Button, Label, scrolled
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.tokens import Tokens
from intake_app.practice import PracticeServer
from tests.gui_shell import cards, looking, seldom, walking
from tests.gui_shell.windows import PASSPHRASE
from tests.openrosa.certificates import Authority

pytestmark = pytest.mark.window
_LEFT_TO_RIGHT = Qt.LayoutDirection.LeftToRight


def _wrong(window: QWidget, language: str) -> list[looking.Fault]:
    return [*looking.faults(window, language), *looking.out_of_sight(window), *looking.small_targets(window)]


@pytest.mark.parametrize(("language", "size"), [("it", (1024, 600)), ("ar", (683, 384))])
def test_every_window_is_pictured_with_its_data_and_nothing_is_wrong_with_it(
    qapp: QApplication, workplace_store: Path, language: str, size: tuple[int, int]
) -> None:
    """`packaging/contact_sheet.py` does the same in more languages, sizes and palettes.

    The smaller window is what a laptop of 1366x768 at scale 2 has: all is in sight, or comes where the keyboard goes.
    """
    found: dict[str, list[looking.Fault]] = {}
    begins: dict[str, int] = {}
    held = looking.held_items()

    def seen(name: str, window: QWidget) -> None:
        begins[name] = _title_begins(window)
        assert looking.held_items() <= held, name
        found[name] = _wrong(window, language)
        if found[name]:  # a busy machine lays out in several steps what just came
            walking.come_to_rest(window)
            found[name] = _wrong(window, language)

    setting = portrait.Setting(language, size, seen=seen)
    pictures = portrait.grab_all(workplace_store, {"Sara": PASSPHRASE, "Ada": PASSPHRASE}, setting)
    assert set(pictures) == {
        "1-first-start", "2-unlock", "3-recover", "Sara-home", "Sara-begin", "Sara-papers", "Sara-met", "Sara-case",
        "Sara-ask", "Sara-interview", "Sara-person", "Sara-desk", "Sara-slip", "Sara-agreement", "Sara-said",
        "Sara-export", "Sara-dayend",
        "Sara-people", "Ada-dayend", "Ada-server", "Ada-services", "Ada-after-copy", "Ada-people",
        "Ada-informationpage", "Ada-logpage", "Ada-safeguards",
    }  # fmt: skip
    for name, data in pictures.items():
        image = QImage.fromData(data)
        assert (image.width(), image.height()) == size, name
    assert {name: faults for name, faults in found.items() if faults} == {}
    pages = {name: at for name, at in begins.items() if "-" in name and not name[0].isdigit() and at}
    assert len(pages) > 15 and len(set(pages.values())) == 1, pages


def _title_begins(window: QWidget) -> int:
    """How far from the edge of a window the title of its page is, 0 where it has none."""
    for title in window.findChildren(Label):
        if title.property("role") == "title" and title.isVisible():
            left = title.mapTo(window, QPoint(0, 0)).x()
            return left if window.layoutDirection() == _LEFT_TO_RIGHT else window.width() - left - title.width()
    return 0


@pytest.mark.soak
@pytest.mark.parametrize(("language", "size"), [("it", (683, 384)), ("ar", (1024, 600))])
def test_nothing_is_wrong_with_the_cards_of_somebody_to_whom_much_has_happened(
    qapp: QApplication, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    found = {
        name: _wrong(window, language)
        for name, window in cards.pages(cards.store(tmp_path), portrait.Setting(language, size))
    }
    assert len(found) > 10
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_end_of_an_interview_is_among_the_cards_with_what_was_concluded(
    qapp: QApplication, tmp_path: Path
) -> None:
    walk = cards.Walk(cards.store(tmp_path), portrait.Setting("it", (1366, 768)))
    for name in walk.end():
        assert isinstance(walk.shell.page, InterviewPage)
        finish = walk.shell.page.centre
        assert isinstance(finish, FinishPage)
        assert name == ("finish" if finish.owing is None else "finish-child")
        assert finish.concluding.speaks and finish.concluding.wants_reason and finish.concluding.isVisible()
        walking.come_to_rest(walk.shell)
        assert looking.faults(walk.shell, "it") == []
    walk.shell.close()
    portrait.put_away(walk.shell)


@pytest.fixture(scope="session")
def controls_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walking.store(tmp_path_factory.mktemp("controls"))


@pytest.mark.parametrize(
    ("person", "frame", "size", "scale", "panel"),
    [
        ("bn", "it", (1024, 600), 1.0, False),
        ("ti", "it", (1366, 768), 2.0, False),
        ("ur", "ar", (1920, 1080), 2.0, False),
        ("ar", "ar", (683, 384), 1.0, False),
        ("ar", "fr", (1366, 768), 1.0, True),
    ],
)
def test_nothing_is_wrong_with_any_control(
    qapp: QApplication, controls_store: Path, person: str, frame: str, size: tuple[int, int], scale: float, panel: bool
) -> None:
    """Every control and appearance, in the languages of the person and of the frame; with all that can be open too."""
    setting = portrait.Setting(frame, size, scale=scale)
    found = {
        name: [*looking.faults(window, frame), *looking.cut_at_side(window), *looking.small_targets(window)]
        for name, window in walking.pages(controls_store, setting, person, "it", panel=panel)
    }
    assert len(found) > 50
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.fixture
def seldom_scene(tmp_path: Path) -> Iterator[seldom.Scene]:
    place = tmp_path / "seldom"
    place.mkdir()
    authority = Authority.make(place)
    with PracticeServer(tls=authority.server()) as server:
        yield seldom.scene(place, server, authority)


@pytest.mark.parametrize(("language", "size", "palette"), [("it", (1366, 768), "dark"), ("ar", (683, 384), "light")])
def test_nothing_is_wrong_with_what_one_comes_to_seldom(
    qapp: QApplication, seldom_scene: seldom.Scene, language: str, size: tuple[int, int], palette: str
) -> None:
    setting = portrait.Setting(language, size, palette)
    found = {name: _wrong(window, language) for name, window in seldom.pages(seldom_scene, setting)}
    assert len(found) > 30
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_window_page_and_control_of_the_program_is_pictured(
    qapp: QApplication, workplace_store: Path, seldom_scene: seldom.Scene, controls_store: Path, tmp_path: Path
) -> None:
    """Whatever is drawn anywhere is among what `packaging/contact_sheet.py` shows: nothing can be forgotten."""
    seen: set[type] = set()
    held = looking.held_items()
    setting = portrait.Setting("it", seen=lambda _name, window: seen.update(looking.kinds(window)))
    portrait.grab_all(workplace_store, {"Sara": PASSPHRASE, "Ada": PASSPHRASE}, setting)
    for shown in (
        cards.pages(cards.store(tmp_path / "much"), setting),
        seldom.pages(seldom_scene, setting),
        walking.pages(controls_store, setting, "ar", "it"),
    ):
        for name, window in shown:
            seen |= looking.kinds(window)
            assert looking.held_items() <= held, name
    assert sorted(f"{kind.__module__}.{kind.__name__}" for kind in _drawn() - seen) == []


def _drawn() -> set[type]:
    """Each class of the program of which something is drawn."""
    for module in pkgutil.walk_packages(gui.__path__, f"{gui.__name__}."):
        if not module.name.endswith("_child"):  # those are other processes
            importlib.import_module(module.name)
    found, looked = set[type](), [QWidget]
    while looked:
        more = looked.pop().__subclasses__()
        found.update(kind for kind in more if kind.__module__.startswith(gui.__name__))
        looked += more
    return found


def test_a_window_with_faults_is_told_so(qtbot: QtBot, qapp: QApplication) -> None:
    """Each kind, in a window that has one of each."""
    qapp.setFont(Tokens().font("en"))  # a test before may have left large letters
    qapp.setStyleSheet(looking.UNDRESSED)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 400)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    long = "A label with many more words than there is room for"
    narrow, low, odd, english = Label(long), Label(long, wrap=True), Label("\U0010fffd"), Label("Hide")
    turned, held = Label("Chi?"), Label("\u2068Chi?\u2069")
    button = Button()
    button.say("A button with many words")
    cut = QWidget(window)
    cut.setGeometry(200, 0, 50, 50)
    for number, widget in enumerate((narrow, low, button, odd, english, turned, held)):
        widget.setParent(window)
        widget.setGeometry(0, number * 50, 90, 40)
    area = scrolled(QWidget())
    area.setParent(window)
    area.setGeometry(300, 300, 50, 50)
    area.widget().setMinimumWidth(80)
    inside = Label("Cut off")
    inside.setParent(cut)
    inside.setGeometry(30, 0, 60, 40)
    under, over = QLineEdit(window), Label("Intake")
    under.setAccessibleName("Filter")
    over.setParent(window)
    under.setGeometry(200, 100, 90, 40)
    over.setGeometry(200, 130, 90, 40)
    window.show()
    found = looking.faults(window, "it")
    assert sorted((fault.kind, fault.words) for fault in found) == [
        ("clipped", "A button with many words"),
        ("clipped", long),
        ("clipped", long),
        ("cut by what is around it", "Cut off"),
        ("direction", "it"),
        ("no glyph", "\U0010fffd"),
        ("not translated", "Hide"),
        ("one over the other", "Filter / Intake"),
        ("sign at the wrong end", "Chi?"),
    ]
    assert [(fault.kind, fault.words) for fault in looking.small_targets(window)] == [
        ("small target", "A button with many words"),
        ("small target", "Filter"),
    ]
    hidden = {(fault.kind, fault.words) for fault in looking.out_of_sight(window)}
    assert ("wider than the window", "QWidget") in hidden
    for widget in (narrow, low, button, odd, english, turned, cut, area, under, over):
        widget.hide()
    window.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    sound = Label("Intake")
    QHBoxLayout(window).addWidget(sound)
    qtbot.waitUntil(lambda: sound.width() > 50)
    assert looking.faults(window, "it") == []
