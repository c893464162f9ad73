"""Layouts in layouts."""

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout


def nest(outer: QBoxLayout | QGridLayout, inner: QLayout, *where: int, at: int = -1) -> None:
    """Put a layout into another: in a box `at` a place, with its stretch; in a grid at a row and a column.

    Where the outer one lies on a widget already, Qt for Python keeps every item of the inner one in mind, also once Qt
    has ended it with its widget; where anything else is made in its place the process crashes. So they are forgotten.
    """
    if isinstance(outer, QGridLayout):
        line, at = where
        outer.addLayout(inner, line, at)
    else:
        outer.insertLayout(at, inner, *where)
    _forget(inner)


def layout_at(outer: QLayout, at: int) -> QLayout | None:
    """The layout that lies at a place in another, if one does; asking for it makes the toolkit keep its items, too."""
    item = outer.itemAt(at)
    inner = item.layout() if item is not None else None
    if inner is not None:
        _forget(inner)
    elif item is not None:
        shiboken6.invalidate(item)
    return inner


def _forget(layout: QLayout) -> None:
    """What is made in Python, as a spacer, stays."""
    for at in range(layout.count()):
        layout_at(layout, at)
