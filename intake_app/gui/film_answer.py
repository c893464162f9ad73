"""How the process that plays a film of a form answers, and how much it is given and may give."""

import struct

LONGEST = 64 * 1024 * 1024
"""Bytes of a film that are read."""
WIDEST, TALLEST, DEPTH = 480, 360, 4
"""Pixels that a picture of it may have, and the bytes of one."""
MINUTES = 10
EACH_MS = 60
"""Pictures that follow sooner on the one before are left out."""
FRAME = struct.Struct(">HH")
"""Width and height, before the pixels; nothing and nothing: the end was reached."""
END = FRAME.pack(0, 0)
