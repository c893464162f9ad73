"""A seeded random user in the window, over forms and languages, with crashes and returns.

`WANDER_SEED` and `WANDER_STEPS` walk one seed again, as far as one likes.
"""

import os
from pathlib import Path

import pytest

from tests.gui_interview import forms
from tests.gui_interview.conftest import House
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


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", FORMS)
def test_for_a_long_time(house: House, tmp_path: Path, name: str) -> None:
    walk(house, tmp_path, name, SOAK, 20261127)
