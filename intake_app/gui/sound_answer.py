"""How the process that decodes a recording answers, and how much it is given and may give."""

import struct
from enum import IntEnum

RATE, CHANNELS, WIDTH = 48_000, 1, 2
"""Samples a second, one ear, bytes a sample (signed, the order of the machine): what any sound device takes."""
LONGEST = 64 * 1024 * 1024
"""Bytes of a recording that are read."""
MOST = 10 * 60 * RATE * CHANNELS * WIDTH
"""Bytes of samples: ten minutes."""
ANSWER = struct.Struct(">BI")
"""State, bytes that follow."""


class State(IntEnum):
    """What became of a recording."""

    DAMAGED = 0
    WHOLE = 1
    CUT = 2
