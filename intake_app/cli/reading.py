"""Files that a command line names, read as they are meant."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intake_app import given_files
from intake_app.errors import IntakeError


def load_json(path: str) -> Mapping[str, Any]:
    """A JSON object from a file. Raises IntakeError `cli.not_json`."""
    loaded = _json(Path(path))
    if not isinstance(loaded, dict):
        raise IntakeError("cli.not_json", file=Path(path).name)
    return loaded


def load_json_list(path: str) -> list[Any]:
    """A JSON list from a file. Raises IntakeError `cli.not_json`."""
    loaded = _json(Path(path))
    if not isinstance(loaded, list):
        raise IntakeError("cli.not_json", file=Path(path).name)
    return loaded


def _json(source: Path) -> Any:
    try:
        return json.loads(given_files.read_file(source))
    except (ValueError, RecursionError) as error:
        raise IntakeError("cli.not_json", file=source.name) from error
