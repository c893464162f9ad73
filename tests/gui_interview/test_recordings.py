"""Recordings come from outside: they are decoded by a process that has nothing, and no list of other files is read."""

import errno
import platform
import struct
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from intake_app.gui import recorded
from intake_app.gui.form_sounds import FormSounds
from intake_app.gui.lanes import Lanes
from intake_app.gui.recorded import DAMAGED, Recording, decode, is_sound
from intake_app.gui.sound_answer import ANSWER, RATE, WIDTH, State
from tests.gui_interview.loudspeaker import tone

MP3 = b"\xff\xfb\x90\x64" + bytes(413)
"""A frame of silence: MPEG 1, layer 3, 128 kbit/s, 44,100 Hz."""
PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"


@pytest.mark.parametrize(
    ("data", "seconds"), [(tone(440, 0.5)[:-4_000], 0.25), (MP3 * 40, 1.0)], ids=["wav that ends too early", "mp3"]
)
def test_a_recording_comes_back_as_samples(data: bytes, seconds: float) -> None:
    told = decode(data)
    assert told.state is State.WHOLE
    assert len(told.samples) / RATE / WIDTH == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("data", [b"ID3" + bytes(500), b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"])
def test_what_is_none_is_told(data: bytes) -> None:
    assert decode(data) == DAMAGED


def test_no_list_of_other_files_and_nothing_unknown_reaches_the_decoder() -> None:
    """FFmpeg would open what a playlist names."""
    whole = ANSWER.pack(State.WHOLE, 2) + b"ab"
    obeys = (sys.executable, "-c", f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({whole!r})")
    assert decode(MP3, obeys) == Recording(State.WHOLE, b"ab"), "the control"
    for data in (PLAYLIST, b"<smil/>", b"ffconcat version 1.0\nfile /etc/passwd", b"", b"\0" * 40):
        assert not is_sound(data) and decode(data, obeys) == DAMAGED


@pytest.mark.parametrize(
    "says",
    [b"", b"\1", ANSWER.pack(7, 2) + b"ab", ANSWER.pack(State.WHOLE, 4) + b"ab", ANSWER.pack(State.WHOLE, 1) + b"a"],
)
def test_a_process_that_lies_is_not_believed(says: bytes) -> None:
    assert decode(MP3, (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({says!r})")) == DAMAGED


HOSTILE = """
import ctypes, os, sys
from intake_app.gui import sound_child
system = ctypes.CDLL(None, use_errno=True)
decoded, seen = sound_child.decoded, []

def hostile(data):
    if not seen:
        seen.append(decoded(data))
        return seen[0]
    deeds = {
        "open": lambda: system.open(b"/etc/hostname", 0), "make": lambda: system.open(b"/tmp/made", 0o101, 0o600),
        "connect": lambda: system.socket(2, 1, 0), "start": lambda: system.fork(),
        "look": lambda: system.ptrace(16, 1, 0, 0), "run": lambda: system.execl(b"/bin/true", b"true", None),
        "read": lambda: system.process_vm_readv(os.getppid(), None, 0, None, 0, 0),
        "kill": lambda: system.kill(os.getppid(), 0), "drop": lambda: system.unlink(b"/tmp/none"),
        "limit": lambda: system.setrlimit(7, ctypes.byref((ctypes.c_ulong * 2)(99, 99))),
    }
    told = [f"{name} {deed()} {ctypes.get_errno()}" for name, deed in deeds.items()]
    os.write(1, "\\n".join(told).encode())
    os._exit(3)

sound_child.decoded = hostile
sound_child.serve()
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() not in ("x86_64", "aarch64"),
    reason="2026-11-27: there the limits of setrlimit(2) are all there is",
)
def test_a_decoder_that_was_deceived_has_nothing() -> None:
    """What it would do next: read and write files, call home, start programs, look into the one that holds the keys."""
    done = subprocess.run([sys.executable, "-c", HOSTILE], input=b"x", capture_output=True, check=False)
    told = dict(line.split(" ", 1) for line in done.stdout.decode().splitlines())
    assert done.returncode == 3 and len(told) == 10, done.stderr
    assert set(told.values()) == {f"-1 {errno.EPERM}"}


def odd() -> bytes:
    """A megabyte that says it has one sample a second: six days."""
    data = bytes(range(256)) * 4_000
    head = struct.pack("<HHIIHH", 1, 1, 1, 2, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + (
        struct.pack("<I", len(data)) + data
    )


def test_what_gives_no_sample_in_time_is_told_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the process that decodes it, and not by that which waits for it."""
    monkeypatch.setattr(recorded, "_PATIENCE", 600.0)
    assert decode(odd()) == DAMAGED


def test_who_leaves_it_does_not_wait_and_no_page_waits_behind_it(qtbot: QtBot) -> None:
    lanes, told = Lanes(), list[object]()
    sounds = FormSounds(lanes)
    sounds.get([odd()], told.append)
    lanes.work(lambda: "page", told.append)
    qtbot.waitUntil(lambda: told == ["page"], timeout=2000)
    sounds.leave()
    sounds.get([tone(440, 0.5)], lambda found: told.append(found[0].state))
    qtbot.waitUntil(lambda: told == ["page", State.WHOLE], timeout=15_000)
    qtbot.waitUntil(lambda: lanes.pending == 0)
    lanes.close()


def test_a_recording_without_end_is_cut() -> None:
    """An hour of silence is small as a file, and 345 MB as samples."""
    short = "from intake_app.gui import sound_child\nsound_child.MOST = 50_000\nsound_child.serve()"
    told = decode(MP3 * 40, (sys.executable, "-c", short))
    assert (told.state, len(told.samples)) == (State.CUT, 50_000)
