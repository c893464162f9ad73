"""The window for bugs: "your draft is safe", and a report that holds no personal data.

A report names the kind of exception and places in the code. Its text is left out: it may quote an answer.
"""

import contextlib
import platform
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QSize, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QPlainTextEdit, QWidget

import intake_app
from intake_app.errors import IntakeError
from intake_app.gui.controls import Label, column, primary, row, secondary, set_role
from intake_app.gui.keys import Key
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space, here
from intake_app.gui.words import Words

_SIZE = 720, 420
"""In pixels at scale 1."""
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def report_of(error: BaseException) -> str:
    """Kind, code when there is one, and places: file, line, function. No message, no value, no path of a home."""
    lines = [
        f"intake {intake_app.__version__} · Python {platform.python_version()} · Qt {PySide6.__version__} · "
        f"{platform.system()} {platform.machine()}"
    ]
    seen: BaseException | None = error
    while seen is not None:
        code = f" {seen.code}" if isinstance(seen, IntakeError) else ""
        lines.append(f"{type(seen).__module__}.{type(seen).__name__}{code}")
        lines.extend(_place(frame) for frame in traceback.extract_tb(seen.__traceback__))
        seen = seen.__cause__
    return "\n".join(lines)


def _place(frame: traceback.FrameSummary) -> str:
    parts = frame.filename.replace("\\", "/").split("/")
    start = parts.index("intake_app") if "intake_app" in parts else len(parts) - 1
    return f"  {'/'.join(parts[start:])}:{frame.lineno} {frame.name}"


class MishapWindow(QWidget):
    """Says that saved work is safe and shows the report, to be copied by whoever looks after the program."""

    restart_wanted = Signal()

    def __init__(self, words: Words, report: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.words = words
        self.setWindowTitle("Intake")
        set_role(self, "ground")
        self.resize(QSize(here(_SIZE[0]), here(_SIZE[1])).boundedTo(self.screen().availableSize()))
        self.head, self.text = Label(role="title", wrap=True), Label(wrap=True)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.go_on, self.restart = secondary(hint="Esc"), primary()
        self.go_on.clicked.connect(self.close)
        Key("Esc", self).activated.connect(self.close)
        self.restart.clicked.connect(self.restart_wanted)
        layout = column(self, margin=Space.HUGE, gap=Space.NORMAL)
        for widget in (self.head, self.text, self.report):
            layout.addWidget(widget)
        last = row()
        last.addStretch(1)
        last.addWidget(self.go_on)
        last.addWidget(self.restart)
        nest(layout, last)
        words.changed.connect(self.retranslate)
        self.retranslate()
        self.restart.setFocus()

    def retranslate(self) -> None:
        """Words of the window."""
        tr = self.words
        self.head.setText(tr("Your draft is safe"))
        self.text.setText(
            tr(
                "The program made a mistake. What was saved is in the store. It is best to start again now. "
                "The lines below help to mend it; they hold nothing of any interview."
            )
        )
        self.report.setAccessibleName(tr("Report"))
        self.go_on.say(tr("Go on"))
        self.restart.say(tr("Start again"))


class Mishaps(QObject):
    """Takes every exception nobody took, in whatever thread, and lets no text of one or of a warning out.

    `keep` stores the report; `restart` saves, closes and starts afresh.
    """

    _elsewhere = Signal(object)

    def __init__(self, words: Words, restart: Callable[[], None], keep: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._words, self._restart, self._keep = words, restart, keep
        self.window: MishapWindow | None = None
        self._elsewhere.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Hook:
        """Become the hook for exceptions of every kind, and for warnings; gives the `sys.excepthook` that was there."""
        before = sys.excepthook
        sys.excepthook = self.hook
        threading.excepthook = lambda told: self._told_elsewhere(_unless_ended(told.exc_value))
        sys.unraisablehook = lambda told: self._told_elsewhere(told.exc_value)
        warnings.showwarning = _say_kind
        qInstallMessageHandler(_say_type)
        return before

    def _told_elsewhere(self, error: BaseException | None) -> None:
        """An exception in another thread, or where none can be raised; at the very end nobody is there to be told."""
        if error is not None:
            with contextlib.suppress(RuntimeError):
                self._elsewhere.emit(error)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception reached the top; for the keyboard interrupt the program ends as ever."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error if error.__traceback__ is not None else error.with_traceback(trace))

    def show(self, error: BaseException) -> None:
        """Keep the report and show the window; a second mistake does not open a second window."""
        report = report_of(error)
        if self._keep is not None:
            self._keep(report)
        if self.window is None or not self.window.isVisible():
            self.window = MishapWindow(self._words, report)
            self.window.restart_wanted.connect(self._restart)
            self.window.show()


def _say_kind(
    message: Warning | str, category: type[Warning], filename: str, lineno: int,
    file: TextIO | None = None, line: str | None = None,
) -> None:  # fmt: skip
    """A warning of Python on standard error: its kind alone, for its text may quote an answer."""
    del message, filename, lineno, line
    _write(f"{category.__name__}\n", file or sys.stderr)


def _say_type(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    """The same of the toolkit: how bad, and of which part."""
    _write(f"Qt {kind.name} {context.category or ''}\n", sys.stderr)


def _write(line: str, file: TextIO | None) -> None:
    """Nobody who warns is to hear that the line can not be written: standard error may be closed, full, or not there.
    """
    with contextlib.suppress(OSError, ValueError):
        if file is not None:
            file.write(line)


def _unless_ended(error: BaseException | None) -> BaseException | None:
    """An exception of a thread, but for the one by which it ends itself."""
    return None if isinstance(error, SystemExit) else error
