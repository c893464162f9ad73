"""Recordings that a form brings along, as another process decodes them: plain samples come back."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intake_app.gui.child import heard
from intake_app.gui.sound_answer import ANSWER, LONGEST, MOST, WIDTH, State

_PATIENCE = 40.0
"""Seconds that are waited for the other process."""
_STARTS = (b"OggS", b"fLaC", b"ID3", b"#!AMR", b"\x1a\x45\xdf\xa3", b"caff")


@dataclass(frozen=True)
class Recording:
    """Samples of a recording, as far as it could be decoded."""

    state: State
    samples: bytes


DAMAGED = Recording(State.DAMAGED, b"")


def is_sound(data: bytes) -> bool:
    """Whether the first bytes are those of a recording, or a film: lists that name other files are none."""
    if data.startswith(_STARTS):
        return True
    if (data[:4], data[8:12]) in ((b"RIFF", b"WAVE"), (b"RIFF", b"AVI "), (b"FORM", b"AIFF"), (b"FORM", b"AIFC")):
        return True
    return data[4:8] == b"ftyp" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0)


def decode(data: bytes, command: Sequence[str] = (), left: Callable[[], bool] = lambda: False) -> Recording:
    """The samples of a recording. It waits for a process that ends with this one recording, or when it is `left`."""
    if not is_sound(data) or len(data) > LONGEST:
        return DAMAGED
    start = command or (sys.executable, "-m", "intake_app", "decode-sound")
    try:
        told = heard(start, data, ANSWER.size + MOST, _PATIENCE, left)
    except OSError:
        return DAMAGED
    if len(told) < ANSWER.size:
        return DAMAGED
    state, length = ANSWER.unpack_from(told)
    samples = told[ANSWER.size :]
    if state not in (State.WHOLE, State.CUT) or len(samples) != length or length % WIDTH:
        return DAMAGED
    return Recording(State(state), samples)
