"""No window keeps in mind what lies in a layout beyond its end: whatever is made in its place would end the process."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QPushButton, QSpacerItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake_app import gui
from intake_app.gui.nested import layout_at, nest
from tests.gui_shell.looking import held_items

pytestmark = pytest.mark.window

Begin = Callable[[QWidget], QBoxLayout | QGridLayout]


def _filled() -> tuple[QHBoxLayout, QPushButton, QSpacerItem]:
    """A layout with a button, another layout with a button, and room."""
    inner, deeper, room = QHBoxLayout(), QHBoxLayout(), QSpacerItem(8, 8)
    button = QPushButton()
    inner.addWidget(button)
    deeper.addWidget(QPushButton())
    inner.addLayout(deeper)
    inner.addItem(room)
    return inner, button, room


@pytest.mark.parametrize("begin", [QVBoxLayout, QGridLayout])
def test_what_lies_in_a_layout_in_a_layout_is_not_kept_in_mind(qtbot: QtBot, begin: Begin) -> None:
    owner, before = QWidget(), held_items()
    qtbot.addWidget(owner)
    inner, button, room = _filled()
    outer = begin(owner)
    nest(outer, inner, *((0, 0) if isinstance(outer, QGridLayout) else (1,)))
    assert held_items() == before
    button.setParent(None)
    assert held_items() == before
    room.changeSize(4, 4)
    assert inner.sizeHint().isValid()


def test_without_it_the_toolkit_keeps_it_in_mind_when_it_is_gone(qtbot: QtBot) -> None:
    owner, other, before = QWidget(), QWidget(), held_items()
    qtbot.addWidget(owner)
    inner, button, _room = _filled()
    outer = QVBoxLayout(owner)
    outer.addLayout(inner)
    button.setParent(other)
    left = held_items() - before
    assert left, "nothing is kept in mind any more: `nest` can go"
    for item in left:
        shiboken6.invalidate(item)


def test_a_layout_has_its_place_and_its_stretch(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    outer = QVBoxLayout(owner)
    first, last = QHBoxLayout(), QHBoxLayout()
    nest(outer, last, 3)
    nest(outer, first, at=0)
    assert [layout_at(outer, at) for at in range(2)] == [first, last]
    assert [outer.stretch(at) for at in range(2)] == [0, 3]


def test_asking_for_a_layout_keeps_nothing_of_it_in_mind(qtbot: QtBot) -> None:
    owner, before = QWidget(), held_items()
    qtbot.addWidget(owner)
    inner, _button, _room = _filled()
    outer = QVBoxLayout(owner)
    nest(outer, inner)
    outer.addWidget(QPushButton())
    assert [layout_at(outer, at) for at in range(3)] == [inner, None, None]
    assert held_items() == before


def test_every_layout_in_a_layout_is_put_there_so() -> None:
    folder = Path(gui.__file__).parent
    others = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if re.search(r"\.(addLayout|insertLayout|itemAt)\(", path.read_text("utf-8"))
    }
    assert others == {"nested.py"}
