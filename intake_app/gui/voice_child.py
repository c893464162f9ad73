"""The process that talks to the voices of the system, which may take seconds to say what they have.

`serve` is started as `python -m intake_app speak`. Each line of its input and output is a JSON object: it tells
`{"locales": [...]}` once and `{"ended": true}` after each text; it is told `{"say": text, "locale": name}` and
`{"stop": true}`. Where its input ends, it falls silent and ends.
"""

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal
from PySide6.QtTextToSpeech import QTextToSpeech

_NO_VOICES = ("mock", "none")
"""Engines of Qt that are for tests and say nothing."""


class _Talker(QObject):
    told = Signal(object)
    """A line of the input, or None behind the last."""

    def __init__(self, engine: QTextToSpeech) -> None:
        super().__init__()
        self._engine, self._asked, self._begun = engine, False, False
        self.told.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        engine.stateChanged.connect(self._changed)

    def _obey(self, told: dict[str, Any] | None) -> None:
        self._asked = self._begun = False
        self._engine.stop(QTextToSpeech.BoundaryHint.Immediate)
        if told is None:
            QCoreApplication.quit()
        elif "say" in told:
            self._engine.setLocale(QLocale(told["locale"]))
            self._asked = True
            self._engine.say(told["say"])

    def _changed(self, state: QTextToSpeech.State) -> None:
        self._begun = self._begun or (self._asked and state is QTextToSpeech.State.Speaking)
        if self._begun and state in (QTextToSpeech.State.Ready, QTextToSpeech.State.Error):
            self._asked = self._begun = False  # what is told of a text before, too late, is none of this one
            _tell({"ended": True})


def serve(wanted: str = "") -> int:
    """Tell which languages there are, read aloud until the input ends; the exit code. `wanted` names an engine."""
    application = QCoreApplication([])
    names = [name for name in QTextToSpeech.availableEngines() if name not in _NO_VOICES]
    engine = QTextToSpeech(wanted or next(iter(names), "none"))
    if engine.state() != QTextToSpeech.State.Ready:
        return 1
    talker = _Talker(engine)
    _tell({"locales": sorted({one.bcp47Name() for one in engine.availableLocales()})})
    threading.Thread(target=_listen, args=(talker,), daemon=True).start()
    return application.exec()


def _listen(talker: _Talker) -> None:
    for line in sys.stdin:
        talker.told.emit(json.loads(line))
    talker.told.emit(None)


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
