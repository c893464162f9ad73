"""Size and colours: chosen in the window, seen at once, kept for the next start, and never in the way of one."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from intake_app.gui import look_choice, sheet
from intake_app.gui.look_choice import KeptLook, colours_menu
from intake_app.gui.tokens import CONTRAST, DARK, LIGHT, TARGET, Look, Tokens, palette_asked
from intake_app.gui.words import Words
from tests.gui_shell.windows import Seat

pytestmark = pytest.mark.window


def choose(menu: QMenu, words: str) -> None:
    """Press the entry of a menu by its words."""
    next(action for action in menu.actions() if action.text().partition("\t")[0] == words).trigger()


def test_the_pill_of_the_bar_is_large_enough_for_a_finger(seat: Seat) -> None:
    pill = seat.shell.bar.looks
    assert min(pill.width(), pill.height()) >= TARGET


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)
def test_the_pill_of_the_bar_changes_colours_and_size_at_once(seat: Seat, qapp: QApplication) -> None:
    seat.click(seat.shell.bar.looks)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu, "Dark")
    assert seat.look.tokens.palette == DARK
    choose(menu, "Everything larger")
    assert qapp.styleSheet() == sheet.build(Tokens(DARK, 1.1))
    choose(menu, "High contrast")
    assert seat.look.tokens.palette == CONTRAST
    menu.close()


def test_the_colours_of_the_desktop_are_followed_while_nobody_chose_others(qapp: QApplication) -> None:
    asked = ["light"]
    look = Look(desktop=lambda: asked[0])
    for colours, scheme, seen in (
        ("system", "light", LIGHT), ("system", "dark", DARK), ("light", "dark", LIGHT), ("light", "contrast", LIGHT),
        ("system", "contrast", CONTRAST),
    ):  # fmt: skip
        asked[0] = scheme
        look.set_palette(colours)
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
        assert look.tokens.palette == seen


def test_what_a_desktop_asks_for_has_a_palette() -> None:
    schemes, none, high = Qt.ColorScheme, Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast
    assert [palette_asked(one, none) for one in (schemes.Unknown, schemes.Light, schemes.Dark)] == [
        "light", "light", "dark",
    ]  # fmt: skip
    assert palette_asked(schemes.Dark, high) == "contrast"


def test_the_choice_that_is_made_is_the_one_that_is_ticked(words: Words, look: Look) -> None:
    look.set_palette("contrast")
    menu = colours_menu(None, look, words)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["High contrast"]


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path, qapp: QApplication) -> None:
    place, first = tmp_path / "look.json", Look()
    kept = KeptLook(first, place)
    assert not place.exists(), "nothing was chosen yet"
    first.set_palette("dark")
    first.set_scale(1.3)
    first.set_person_scale(1.6)
    first.set_mediator_scale(0.9)
    second = Look()
    again = KeptLook(second, place)
    assert (second.tokens, second.colours) == (Tokens(DARK, 1.3, 1.6, 0.9), "dark")
    second.set_palette("system")
    assert again is not kept
    kept.load()
    assert (first.tokens.palette, first.colours) == (LIGHT, "system")


@pytest.mark.parametrize(
    "written",
    ["", "[]", "{", '"dark"', '{"colours": "pink", "scale": "wide", "person": null}', "[" * 3000, "\udcff",
     json.dumps({"colours": ["dark"], "scale": float("nan"), "language": ["it"]}), '{"language": "xx"}'],
)  # fmt: skip
def test_what_can_not_be_read_is_passed_over(written: str, tmp_path: Path, qapp: QApplication) -> None:
    place = tmp_path / "look.json"
    place.write_text(written, encoding="utf-8", errors="surrogateescape")
    look = Look()
    kept = KeptLook(look, place)
    assert (look.tokens.scale, look.tokens.person, look.colours, kept.language) == (1.0, 1.0, "system", "")


def test_a_place_that_takes_no_file_stops_nobody(tmp_path: Path, qapp: QApplication) -> None:
    look = Look()
    KeptLook(look, tmp_path / "missing" / "look.json")
    look.set_palette("dark")
    assert look.tokens.palette == DARK
    assert look_choice.COLOURS.keys() == {"system", "light", "dark", "contrast"}
