"""Run as a process of its own on a screen: what a copy of ours looks like to others, as JSON; or somebody else's copy.

usage: python -m tests.gui_shell.copying ours|theirs
"""

import json
import sys

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit

from intake_app.gui.clipboard import EXPIRES_MS, Clipboard
from intake_app.gui.portrait import settle

TEXT = "Zirkonvogel 7341"


def main(whose: str) -> int:
    """Copy, look, and tell."""
    application = QApplication([])
    board = QApplication.clipboard()
    if whose == "theirs":
        board.setText("of another program")
        sys.stdout.write("there\n")
        sys.stdout.flush()
        return application.exec()
    told: dict[str, object] = {"expires": EXPIRES_MS}
    ours = Clipboard(application)
    told["theirs before"] = board.text()
    ours.clear()
    told["theirs after clearing"] = board.text()
    line = QLineEdit(TEXT)
    line.show()
    line.selectAll()
    line.copy()
    settle(lambda: ours.ours)
    told["text"] = board.text()
    told["formats"] = sorted(board.mimeData().formats())
    told["hint"] = bytes(board.mimeData().data("x-kde-passwordManagerHint").data()).decode()
    board.setText(TEXT, QClipboard.Mode.Selection)
    settle(lambda: not board.text(QClipboard.Mode.Selection))
    told["selection"] = board.text(QClipboard.Mode.Selection)
    ours._expiry.setInterval(300)
    line.copy()
    settle(QDeadlineTimer(1_000).hasExpired)
    told["after expiry"] = board.text()
    ours.put(TEXT)
    ours.clear()
    told["after locking"] = board.text()
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
