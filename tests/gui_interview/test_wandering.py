"""A seeded random user in the window, over forms and languages, with crashes and returns.

`WANDER_SEED` and `WANDER_STEPS` walk one seed again, as far as one likes.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House
from tests.gui_interview.hands import ALT
from tests.gui_interview.test_filled_by_window import painter
from tests.gui_interview.wanderer import Wanderer
from tests.shared_data import shared

FORMS: dict[str, str | bytes | None] = {
    "first interview": None,
    "HTCDS": "data/htcds/htcds_xlsform.xml",
    "all widgets": "data/forms/all-widgets.xml",
    "kinds": forms.kinds(),
    "family": forms.family(),
}
STEPS, SOAK = 400, 20_000

pytestmark = [pytest.mark.window, pytest.mark.always]


def walk(house: House, folder: Path, name: str, steps: int, seed: int) -> Wanderer:
    source = FORMS[name]
    talk = house.start(shared(source) if isinstance(source, str) else source)
    user = Wanderer(house, talk, painter(folder), int(os.environ.get("WANDER_SEED", seed)))
    user.wander(int(os.environ.get("WANDER_STEPS", steps)))
    return user


@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_done_nothing_said_is_lost(house: House, tmp_path: Path, name: str) -> None:
    user = walk(house, tmp_path, name, STEPS, 7)
    assert {"say", "turn_on", "state", "windows", "crash", "crash_saved"} <= set(user.deeds)


def test_what_moves_just_before_it_is_pressed_is_pressed_once_it_was_seen(house: House, tmp_path: Path) -> None:
    """Beside the mediator's panel the line above the page takes one more line, a moment after the panel came."""
    talk = house.start()
    house.words.set_language("it")
    user = Wanderer(house, talk, painter(tmp_path), 1)
    talk.session.answer("/data/safety/danger_now", "yes")
    talk.go("/data/safety/well_enough")
    talk.bot.waitUntil(talk.page.room.notice.isVisible)
    user.see()
    grid, stood = talk.answer(), talk.page.room.scroll.y()
    assert isinstance(grid, ChoiceGrid)
    talk.key(Qt.Key.Key_F8)
    user.press(grid.rows[0])
    assert talk.page.room.scroll.y() > stood and talk.session.value("/data/safety/well_enough") == "yes"


def test_a_mark_that_is_new_on_a_page_is_seen(house: House, tmp_path: Path) -> None:
    talk = house.start(forms.kinds())
    user = Wanderer(house, talk, painter(tmp_path), 1)
    talk.go("/data/story")
    assert talk.page.sheet is not None and not talk.page.sheet.blocks["/data/story"].badges
    talk.page.set_languages("বাংলা (bn)", "English (en)")
    user._look_at_words()
    assert talk.page.sheet.blocks["/data/story"].badges["fallback"].isVisible()


def test_a_slider_is_answered_where_something_was_stated_instead(house: House, tmp_path: Path) -> None:
    talk, ref = house.start(shared("data/forms/all-widgets.xml")), "/data/range_widgets/range_integer_widget_vertical"
    user = Wanderer(house, talk, painter(tmp_path), 1)
    talk.go(ref)
    talk.key("n", ALT)
    assert talk.session.state(ref) is AnswerState.DOES_NOT_KNOW
    user._answer(ref)
    talk.page.commit()
    assert talk.session.value(ref) == user.given[ref] == "10"


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", FORMS)
def test_for_a_long_time(house: House, tmp_path: Path, name: str) -> None:
    walk(house, tmp_path, name, SOAK, 20261127)
