"""What the store costs with very many records, beside plain SQLite: the third part of `make bench`.

Prints one JSON object: the ratio of a durable save of a 20 kB draft to the same save in plain SQLite (medians of blocks
taken in turn), p50 and p95 in milliseconds of list, open and search, and seconds to walk the log of actions.

Usage: python packaging/bench_vault.py [RECORDS] [LINKS]     (default: 100000 1000000)
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.vault import many, scene  # noqa: E402 - the checkout itself is what is measured


def _shares(found: list[float]) -> dict[str, float]:
    return {name: round(found[int(len(found) * share)], 2) for name, share in (("p50", 0.5), ("p95", 0.95))}


def measured(folder: Path, records: int, links: int) -> dict[str, Any]:
    """All figures of one store."""
    plain, ratios = many.Plain(folder / "plain.db", 500), []
    with scene.new_store(folder) as store:
        many.fill(store, records)
        for block in range(7):
            at = block * 1000
            ours = many.times(lambda number, at=at: store.save_draft("uuid:first", many.draft_of(at + number)), 60)
            theirs = many.times(lambda number, at=at: plain.save(at + number), 60)
            ratios.append(statistics.median(ours) / statistics.median(theirs))
        told = {
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
    ratio = round(statistics.median(ratios), 2)
    return {"save beside plain SQLite": ratio, **told, "log walked, seconds": round(walked, 2)}


def main(records: str = "100000", links: str = "1000000") -> None:
    """One run in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measured(Path(folder), int(records), int(links)), indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
