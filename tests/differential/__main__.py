"""``python -m tests.differential [SEEDS [FIRST]]``: the campaign as JSON; exit code 1 if a difference has no rule."""

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.differential import campaign
from tests.differential.coverage import ROWS_129_TO_160, used
from tests.differential.explained import RULES, explain
from tests.differential.peer import javarosa

AT_ONCE = 100
"""Seeds for each start of JavaRosa; the memory of a batch grows with it."""


def main(seeds: int = 2000, first: int = 0) -> int:
    """Play the seeds; print counts, rules that were needed, coverage, and what no rule explains."""
    begun = time.perf_counter()
    rules: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    told: list[dict[str, Any]] = []
    totals: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        classes = Path(folder) / "classes"
        classes.mkdir()
        engine = javarosa(classes)
        for start in range(first, first + seeds, AT_ONCE):
            cases = campaign.cases(range(start, min(start + AT_ONCE, first + seeds)))
            with tempfile.TemporaryDirectory() as place:
                campaign.play_theirs(cases, engine, Path(place))
            covered += used(cases)
            totals.update(forms=len(cases), steps=sum(len(case.steps) for case in cases),
                          compared=sum(len(case.ours) for case in cases))  # fmt: skip
            for difference in (each for case in cases for each in campaign.differences(case)):
                rule = explain(difference)
                rules[f"{rule.source}: {rule.says}" if rule else "none"] += 1
                if rule is None:
                    told.append(campaign.told(difference))
            sys.stderr.write(f"{start} {dict(totals)} {len(told)} without a rule\n")
    result = {
        "seeds": seeds, "first": first, "seconds": round(time.perf_counter() - begun, 1), **totals,
        "rules": dict(rules.most_common()),
        "rules_never_needed": [each.says for each in RULES if not rules[f"{each.source}: {each.says}"]],
        "coverage": dict(sorted(covered.items())),
        "functions_never_used": sorted(name for name in ROWS_129_TO_160 if not covered[f"{name}()"]),
        "unexplained": told[:50], "unexplained_count": len(told),
    }  # fmt: skip
    sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
