"""Reports of mistakes of the program, kept inside the store: kinds and places in the code, nothing of any interview."""

import json
from datetime import datetime

from intake_app.vault import Vault

_KEY = "reports"
MOST = 20
"""How many reports are kept; the oldest goes first."""


def keep_report(store: Vault, report: str) -> None:
    """Keep a report with the time it happened."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    kept = [*reports(store), {"at": now, "report": report}][-MOST:]
    store.set_setting(_KEY, json.dumps(kept))


def reports(store: Vault) -> list[dict[str, str]]:
    """The reports kept, oldest first: `at` (ISO 8601) and `report`."""
    loaded = json.loads(store.setting(_KEY) or "[]")
    return [{"at": str(each["at"]), "report": str(each["report"])} for each in loaded]
