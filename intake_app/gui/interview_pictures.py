"""Pictures of pages, for who reviews the look and for the manual. Only ever of sample answers."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from intake_app.gui.interview import InterviewPage

_SETTLE = 120


def picture(window: QWidget, path: Path) -> Path:
    """Save a picture of a window as PNG once its layout and its sides have settled."""
    settle()
    window.grab().save(str(path))
    return path


def pictures(window: QWidget, page: InterviewPage, places: Mapping[str, str], folder: Path) -> list[Path]:
    """Go to each place (a question, a group, a repeat, `FINISH`) and save `folder/name.png` of the whole window.

    `window` shows `page`; `places` maps names of files to places.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, place in places.items():
        page.go(place)
        made.append(picture(window, folder / f"{name}.png"))
    return made


def settle(milliseconds: int = _SETTLE) -> None:
    """Let queued events run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
