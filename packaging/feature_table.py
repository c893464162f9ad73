"""Write the table of features by group into README.md, from resources/xforms_features.json.

Usage: python packaging/feature_table.py [--check]   (--check writes nothing and fails when the table is out of date)
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- features: packaging/feature_table.py -->", "<!-- /features -->"
STATES = ("supported", "degraded", "refused")


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A row for each group: counts by state, and the names of what is not fully supported."""
    lines = ["| group | full | differs | not here | not in full |", "|---|---|---|---|---|"]
    for group in dict.fromkeys(row["group"] for row in rows):
        own = [row for row in rows if row["group"] == group]
        counts = [sum(row["state"] == state for row in own) for state in STATES]
        partly = "; ".join(_short(row["name"]) for row in own if row["state"] != "supported")
        lines.append(f"| {group} | {' | '.join(map(str, counts))} | {partly or '–'} |")
    totals = [sum(row["state"] == state for row in rows) for state in STATES]
    lines.append(f"| **all {len(rows)}** | {' | '.join(map(str, totals))} | |")
    return "\n".join(lines)


def _short(name: str) -> str:
    """A name without what stands in brackets."""
    return str(name).partition(" (")[0]


def filled(readme: str, content: str) -> str:
    """The README with the table between its markers. ValueError when a marker is missing."""
    before, _, rest = readme.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError("README.md has no place for the table")
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def main() -> int:
    """Write the table, or with --check only say whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the table is out of date")
    check = parser.parse_args().check
    rows = json.loads((ROOT / "resources" / "xforms_features.json").read_text(encoding="utf-8"))["features"]
    readme = ROOT / "README.md"
    now = readme.read_text(encoding="utf-8")
    wanted = filled(now, table(rows))
    if now == wanted:
        return 0
    sys.stdout.write(f"{'out of date' if check else 'written'}: README.md\n")
    if not check:
        readme.write_text(wanted, encoding="utf-8")
    return int(check)


if __name__ == "__main__":
    raise SystemExit(main())
