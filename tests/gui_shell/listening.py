"""Run as a process of its own: says what `SessionWatch` hears on the buses that the environment names."""

import sys

from PySide6.QtCore import QCoreApplication, QTimer

from intake_app.gui.session_watch import SessionWatch


def main() -> int:
    """Listen until standard input ends."""
    application = QCoreApplication([])
    watch = SessionWatch(application)
    watch.left.connect(lambda why: say(f"left {why}"))
    watch.start()
    say("listening")
    told = QTimer(application, interval=20)

    def tell_once() -> None:
        if watch.holds_sleep and watch.knows_session:
            told.stop()
            say("held")

    told.timeout.connect(tell_once)
    told.start()
    return application.exec()


def say(text: str) -> None:
    """A line for the test."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
