"""Programs beside Python that tests need: `packaging/system.sh` installs them, so that none is absent where CI runs."""

import os
import shutil
from typing import NoReturn

import pytest


def absent(reason: str) -> NoReturn:
    """A failure where CI runs (CI is set in its environment), elsewhere a skip with the reason."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(f"{reason}; set up by packaging/system.sh test")
    pytest.skip(reason)


def need(program: str, package: str, since: str) -> None:
    """A program that a package of Debian brings; `since`: the day on which a test first needed it."""
    if shutil.which(program) is None:
        absent(f"{since}: {program} is not installed ({package})")
