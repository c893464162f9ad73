"""What sending costs beside a bare loop: the fourth part of `make bench`.

Records with two photographs each are sent to a practice server in a process of its own: by a round, with attempt and
receipt on record, and by a loop of `requests` that posts the same bytes over one connection. Blocks are taken in turn,
now the one first and now the other, so that what else the machine does falls to both.
Prints one JSON object: records a second of both, the share a round reaches (median of the blocks), and the memory above
idle while one large file goes out.

Usage: python packaging/bench_sync.py [RECORDS] [PHOTO_BYTES] [LARGE_BYTES]     (default: 1000 200000 90000000)
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app.openrosa import Client, ServerAddress  # noqa: E402
from intake_app.sync import OnVault, run_round  # noqa: E402
from intake_app.vault import ServerRow  # noqa: E402
from tests.sync.workplace import SERVER, Workplace, never, quiet  # noqa: E402 - the checkout itself is what is measured

BLOCKS = 10
LANE = ThreadPoolExecutor(1, thread_name_prefix="vault")


@contextmanager
def served() -> Iterator[str]:
    """The address of a practice server in another process: the two sides must not share one interpreter."""
    line = [sys.executable, "-m", "intake_app", "practice-server"]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout is not None
            yield json.loads(running.stdout.readline())["url"]
        finally:
            running.terminate()


def client(url: str) -> Client:
    """As a round opens it."""
    return Client(ServerAddress(SERVER, url, "app_user"), "intake:bench")


def bare(url: str, parts: Sequence[tuple[bytes, dict[str, bytes]]]) -> float:
    """Seconds of a plain loop over one connection."""
    began = time.perf_counter()
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-OpenRosa-Version"] = "1.0"
        for xml, files in parts:
            posted = [("xml_submission_file", ("submission.xml", xml, "text/xml"))]
            posted += [(name, (name, data, "image/jpeg")) for name, data in files.items()]
            session.post(f"{url}/submission", files=posted, timeout=60).raise_for_status()
    return time.perf_counter() - began


def round_of(place: Workplace, url: str, count: int) -> float:
    """Seconds of one round, beside the lane of the vault as in the program."""
    began = time.perf_counter()
    with client(url) as wire:
        report = run_round(on_vault(place), wire, SERVER, quiet, never, beside=True)
    took = time.perf_counter() - began
    assert report.sent == count, report.stopped
    return took


def on_vault(place: Workplace) -> OnVault:
    """Works in the thread that the store was opened in."""
    return lambda work: LANE.submit(work, place.vault).result()


def filled(place: Workplace, name: str, count: int, size: int) -> list[tuple[bytes, dict[str, bytes]]]:
    """Records that are due, and the bytes that they are, for the loop."""
    made = []
    for number in range(count):
        photos = {f"{name}-{number}-{nth}.jpg": bytes([number % 251]) * size for nth in (1, 2)}
        made.append(place.made[LANE.submit(place.record, f"{name}-{number}", photos).result()])
    return made


def throughput(place: Workplace, url: str, records: int, size: int) -> dict[str, Any]:
    """Records a second of both, and what share of the loop's a round reaches."""
    block, ours, theirs = max(1, records // BLOCKS), [], []
    for number in range(BLOCKS):
        parts = filled(place, f"b{number}", block, size)
        others = [(xml.replace(b"uuid:", b"uuid:x"), files) for xml, files in parts]
        if number % 2:
            theirs.append(bare(url, others))
        ours.append(round_of(place, url, block))
        if not number % 2:
            theirs.append(bare(url, others))
        place.made.clear()
    return {
        "round, records a second": round(block / statistics.median(ours), 1),
        "bare loop, records a second": round(block / statistics.median(theirs), 1),
        "share of the loop's throughput": round(statistics.median(b / a for a, b in zip(ours, theirs, strict=True)), 2),
    }


def memory(place: Workplace, url: str, size: int) -> dict[str, Any]:
    """Peak memory of this process above what it was before, while one record with a large file goes out."""
    idle = _memory("VmRSS")
    LANE.submit(place.record, "large", {"large.mp4": bytes(size)}).result()
    place.made.clear()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here
    round_of(place, url, 1)
    return {"large file, MB": size // 1_000_000, "memory above idle, MB": round(_memory("VmHWM") - idle)}


def _memory(which: str) -> float:
    told = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in told.splitlines() if line.startswith(which))
    return int(line.split()[1]) / 1000


def main(records: str = "1000", size: str = "200000", large: str = "90000000") -> None:
    """One run in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, served() as url:
        place = LANE.submit(Workplace.create, Path(folder)).result()
        LANE.submit(place.vault.put_server, ServerRow(SERVER, url)).result()
        told = throughput(place, url, int(records), int(size))
        told |= memory(place, url, int(large))
        LANE.submit(place.vault.close).result()
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
