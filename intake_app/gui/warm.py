"""What a process that waits for its turn does meanwhile, so that unlocking is quick: load, lay out, draw once."""

import importlib

from PySide6.QtWidgets import QWidget

_LATER: tuple[str, ...] = ()
"""Modules that the first minutes of work load and the window itself does not."""


def up(window: QWidget) -> None:
    """Load modules and fonts, and lay the window out, without showing it."""
    for name in _LATER:
        importlib.import_module(name)
    window.ensurePolished()
    window.grab()
