"""Windows that are covered, and what the screen has of them before the program listens again. Run in a process."""

import json
import sys
import time
from collections import Counter

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from intake_app.gui import shell
from intake_app.gui.hide import cover_all

RED = "#ff0000"


def on_screen() -> Counter[str]:
    """The colours of every tenth dot of the screen, as its server has them."""
    image = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    every = ((x, y) for x in range(0, image.width(), 10) for y in range(0, image.height(), 10))
    return Counter(image.pixelColor(x, y).name() for x, y in every)


def main() -> None:
    """Tells as JSON how much of the screen is red before and right after, and how long it took in milliseconds."""
    app = QApplication(sys.argv[:1])
    shell.prepare(app)
    windows = [QWidget(), QWidget(), QLabel("what somebody said")]
    for at, window in enumerate(windows):
        window.setStyleSheet(f"background: {RED}")
        window.setGeometry(20 + 250 * at, 20, 200, 200)
        window.show()
    until = time.monotonic() + 60
    while on_screen()[RED] < 3 * 350 and time.monotonic() < until:
        app.processEvents()
    before, began = on_screen()[RED], time.perf_counter()
    covers = cover_all()
    took = (time.perf_counter() - began) * 1000
    print(json.dumps({"before": before, "after": on_screen()[RED], "covers": len(covers), "ms": took}))  # noqa: T201


if __name__ == "__main__":
    main()
