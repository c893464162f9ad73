"""How often a text stands in the memory of this very process (Linux). Run as a program it tells what it found.

The text is given back to front and compared in two halves, so that the search itself never holds it.
Arguments: text back to front, process id before, copies before, where to tell.
"""

import json
import os
import sys
from pathlib import Path


def copies(backwards: str) -> int:
    """Copies of the text in every writable part of the memory."""
    half = len(backwards) // 2
    head, tail = backwards[half:][::-1].encode(), backwards[:half][::-1].encode()
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    spans = [line.split()[0] for line in lines if " rw" in line and "[v" not in line]
    with open("/proc/self/mem", "rb", 0) as memory:  # noqa: PTH123 - unbuffered, it is not a file
        return sum(_count(memory.fileno(), span, head, tail) for span in spans)


def _count(memory: int, span: str, head: bytes, tail: bytes) -> int:
    start, end = (int(part, 16) for part in span.split("-"))
    try:
        held = os.pread(memory, end - start, start)
    except OSError:
        return 0
    return sum(piece.startswith(tail) for piece in held.split(head)[1:])


if __name__ == "__main__":
    told = {
        "same_process": os.getpid() == int(sys.argv[2]),
        "copies_before": int(sys.argv[3]),
        "copies_after": copies(sys.argv[1]),
    }
    Path(sys.argv[4]).write_text(json.dumps(told), encoding="utf-8")
