"""What the store costs with very many records, beside plain SQLite: the third part of `make bench`.

Prints one JSON object: the ratio of a durable save to the same save in plain SQLite, both with WAL and synchronous FULL
(medians of blocks taken in turn, when the log of either has its length), for a draft of 20 kB of which one answer has
changed and for one that is wholly another; p50 and p95 in milliseconds of list, open and search; seconds to walk the
log of actions; seconds from the passphrase to the first list, at the full cost of the key derivation; and from locking
to being at work again in a fresh process, without that derivation.

Usage: python packaging/bench_vault.py [RECORDS] [LINKS]     (default: 100000 1000000)
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app import vault  # noqa: E402
from intake_app.vault import Vault, keys  # noqa: E402
from tests.gui_shell import people, windows  # noqa: E402
from tests.gui_shell.driving import House  # noqa: E402
from tests.vault import many, scene  # noqa: E402 - the checkout itself is what is measured

BLOCK, BLOCKS, ROUNDS = 60, 9, 5


def _shares(found: list[float]) -> dict[str, float]:
    return {name: round(found[int(len(found) * share)], 2) for name, share in (("p50", 0.5), ("p95", 0.95))}


def _beside(store: Vault, plain: many.Plain) -> dict[str, Any]:
    count = many.WARM + BLOCK * BLOCKS
    drafts = {"an answer": many.interview(count), "all answers": [many.draft_of(number) for number in range(count)]}
    found = {what: many.beside(store, plain, told, BLOCK, 0.5) for what, told in drafts.items()}
    return {
        f"save after {what} changed, beside plain SQLite": round(statistics.median(ratios), 2)
        for what, ratios in found.items()
    }


def measured(folder: Path, records: int, links: int) -> dict[str, Any]:
    """All figures of one store."""
    plain = many.Plain(folder / "plain.db", 500)
    with scene.new_store(folder, kdf=vault.DEFAULT) as store:
        many.fill(store, records)
        told = {
            **_beside(store, plain),
            "list": _shares(many.times(lambda _: store.records(limit=50), 100)),
            "open": _shares(many.times(lambda number: store.draft(f"uuid:{number * 7}"), 100)),
            "search common": _shares(many.times(lambda number: store.search(many.WORDS[number % 14][:4]), 100)),
            "search one": _shares(many.times(lambda number: store.search(f"{number * 11:06d}"), 100)),
            "search two": _shares(
                many.times(lambda number: store.search(f"{many.WORDS[number % 14]} {number:03d}"), 100)
            ),
        }
        many.links(store, links)
        walked = many.times(lambda _: store.verify_audit(), 1)[0] / 1000
    return {**told, "log walked, seconds": round(walked, 2), **_unlocked(folder)}


def _derived() -> float:
    return statistics.median(many.times(lambda _: keys.slot_key("x" * 20, b"y" * 16, keys.DEFAULT), ROUNDS)) / 1000


def _unlocked(folder: Path) -> dict[str, float]:
    """From the passphrase to the first list."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with scene.reopened(folder) as store:
            store.records(limit=50)
            took.append(time.perf_counter() - began)
    return {
        "passphrase to first list, seconds": round(statistics.median(took), 2),
        "of it the derivation, seconds": round(_derived(), 2),
    }


def at_work(folder: Path) -> float:
    """From the key that locks to the first page after the passphrase, less one derivation; the median of rounds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = str(folder)
    people.make_alone(folder / "alone.intake", kdf=vault.DEFAULT)
    took = []
    with House(folder / "alone.intake") as house:
        front = house.front()
        for _ in range(ROUNDS):
            front.unlock("Amina", windows.PASSPHRASE)
            front.interview("small")
            front.type("an answer")
            house.warm()
            began = time.perf_counter()
            front.press("Key_F9")
            front = house.front()
            front.unlock("Amina", windows.PASSPHRASE)
            took.append(time.perf_counter() - began)
            front.press("Key_F9")
            front = house.front()
    return statistics.median(took) - _derived()


def main(records: str = "100000", links: str = "1000000") -> None:
    """One run in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        told = measured(Path(folder), int(records), int(links))
        told["locked to at work, without the derivation, seconds"] = round(at_work(Path(folder)), 2)
        sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
