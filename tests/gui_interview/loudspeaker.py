"""A sound server of our own with one loudspeaker that makes no noise, and what came out of it."""

import array
import io
import math
import struct
import subprocess
import time
import wave
from itertools import pairwise
from pathlib import Path

RATE = 8_000
_LOUD = 1_000
_WINDOW = RATE // 50
LONG_ENOUGH = 0.06
"""Seconds below which a sound is the edge of another."""


def tone(pitch: int, seconds: float) -> bytes:
    """A recording of one tone."""
    made = io.BytesIO()
    with wave.open(made, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        values = (int(9_000 * math.sin(at * 2 * math.pi * pitch / RATE)) for at in range(int(RATE * seconds)))
        written.writeframes(b"".join(struct.pack("<h", value) for value in values))
    return made.getvalue()


class Loudspeaker:
    """Listens from the start to `close`; nothing is forgotten but by `forget`."""

    def __init__(self, socket: Path) -> None:
        socket.parent.mkdir(mode=0o700)
        self._server = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes",
                "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}", "-L", "module-null-sink",
            ],
            env={"PATH": "/usr/bin:/bin", "HOME": str(socket.parent), "XDG_RUNTIME_DIR": str(socket.parent),
                 "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        waited = time.monotonic() + 60
        while not socket.exists():
            assert self._server.poll() is None and time.monotonic() < waited, "no sound server"
            time.sleep(0.02)
        self._ear_file = socket.parent / "heard"
        with self._ear_file.open("wb") as out:
            self._ear = subprocess.Popen(
                ["parec", f"--server=unix:{socket}", f"--rate={RATE}", "--channels=1", "--format=s16le",
                 "--device=@DEFAULT_MONITOR@", "--latency-msec=20"],
                stdout=out,
            )  # fmt: skip
        self._from = 0
        while self._ear_file.stat().st_size == 0:
            assert self._ear.poll() is None and time.monotonic() < waited, "nobody listens"
            time.sleep(0.02)

    def forget(self) -> None:
        """Hear what comes from now on."""
        self._from = self._ear_file.stat().st_size // 2 * 2

    def heard(self) -> list[tuple[int, float]]:
        """The tones so far: pitch to the nearest 20, and seconds."""
        data = self._ear_file.read_bytes()[self._from :]
        samples = array.array("h", data[: len(data) // 2 * 2])
        found: list[tuple[int, float]] = []
        begun = -1
        for at in range(0, len(samples) + _WINDOW, _WINDOW):
            loud = max(map(abs, samples[at : at + _WINDOW]), default=0) > _LOUD
            if loud and begun < 0:
                begun = at
            elif not loud and begun >= 0:
                seconds, inner, begun = (at - begun) / RATE, samples[begun + _WINDOW : at - _WINDOW], -1
                turns = sum((one < 0) != (other < 0) for one, other in pairwise(inner))
                if seconds >= LONG_ENOUGH:
                    found.append((round(turns * RATE / 2 / len(inner) / 20) * 20, seconds))
        return found

    def close(self) -> None:
        """End both."""
        for process in (self._ear, self._server):
            process.terminate()
            process.wait(10)
