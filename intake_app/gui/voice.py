"""The voice of this computer, where the system has one for a language. No voice reads the words of another language."""

import ctypes
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, QObject, Signal

from intake_app import languages

_NO_VOICES = ("mock", "none")
"""Engines of Qt that are for tests and say nothing."""


class Voice(QObject):
    """Reads one text at a time. `ended`: it is silent again. `loaded`: it is known which languages it has."""

    ended = Signal()
    loaded = Signal()

    def __init__(self, owner: QObject | None = None, passed_over: Sequence[str] = _NO_VOICES) -> None:
        super().__init__(owner)
        self._passed_over = passed_over
        self._engine: Any = None
        self._locales: tuple[QLocale, ...] = ()
        self._asked = False
        self.speaking = False

    def load(self) -> None:
        """Ask the system once which voices it has."""
        if self._asked:
            return
        self._asked = True
        if not _has_library():
            return
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech  # late: it needs libraries that may not be there
        except ImportError:
            return
        names = [name for name in QTextToSpeech.availableEngines() if name not in self._passed_over]
        if not names:
            return
        engine = QTextToSpeech(names[0], self)
        if engine.state() != QTextToSpeech.State.Ready:
            engine.deleteLater()
            return
        self._engine, self._locales = engine, tuple(engine.availableLocales())
        engine.stateChanged.connect(self._changed)
        self.loaded.emit()

    def speaks(self, code: str) -> bool:
        """Whether there is a voice for a language (BCP 47); False until `load`."""
        return self._locale(code) is not None

    def say(self, text: str, code: str) -> None:
        """Read a text aloud with a voice of its language; nothing where there is none."""
        self.stop()
        locale = self._locale(code)
        if locale is not None:
            self._engine.setLocale(locale)
            self.speaking = True
            self._engine.say(text)

    def stop(self) -> None:
        """Silence, in this call."""
        if self.speaking:
            from PySide6.QtTextToSpeech import QTextToSpeech

            self.speaking = False
            self._engine.stop(QTextToSpeech.BoundaryHint.Immediate)

    def _locale(self, code: str) -> QLocale | None:
        """That of the region the registry names where the system has it, else any of the same language."""
        own = [one for one in self._locales if _language(one.bcp47Name()) == _language(code)]
        wanted = languages.get(code).locale.casefold()
        return min(own, key=lambda one: one.bcp47Name().casefold() != wanted, default=None)

    def _changed(self) -> None:
        from PySide6.QtTextToSpeech import QTextToSpeech

        if self.speaking and self._engine.state() in (QTextToSpeech.State.Ready, QTextToSpeech.State.Error):
            self.speaking = False
            self.ended.emit()


def _has_library() -> bool:
    """On Linux voices come from Speech Dispatcher; Qt complains aloud where its library is missing."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL("libspeechd.so.2")
    except OSError:
        return False
    return True


def _language(code: str) -> str:
    return code.partition("-")[0].casefold()
