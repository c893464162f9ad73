"""How far long work is, for who looks at a terminal: on standard error, one line that is written over."""

import sys

from intake_app.i18n import Translator
from intake_app.vault import COPY, Upgrade

_MEGABYTE = 1_000_000


def percent(done: int, of: int) -> None:
    """In hundredths."""
    _write(f"{100 * done // max(of, 1)} %", done == of)


def going_on(done: int, of: int) -> bool:
    """The same of work that asks whether to go on: Ctrl+C ends it."""
    percent(done, of)
    return True


def upgrading(tr: Translator) -> Upgrade:
    """What an older store hears while it is brought up to date."""

    def told(part: str, done: int, of: int) -> bool:
        words = tr("The store is brought up to date: {done} of {of} records and names")
        if part == COPY:
            words = tr("A copy is made before the store is brought up to date: {done} of {of} MB")
        size = _MEGABYTE if part == COPY else 1
        _write(words.format(done=done // size, of=max(of // size, 1)), done == of)
        return True

    return told


def _write(text: str, over: bool) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}" + ("\n" if over else ""))
        sys.stderr.flush()
