"""Where recorded cases and real forms lie: a folder `shared` beside the checkout, absent on other machines."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """The path of a shared file, or a skip that names what is absent.

    The folder is looked for in INTAKE_SHARED, then beside the checkout.
    """
    root = Path(os.environ.get("INTAKE_SHARED") or _BESIDE)
    path = root / relative
    if not path.exists():
        pytest.skip(f"2026-11-22: shared data is absent here: {relative}")
    return path
