"""Parse the line, run the verb, print one JSON object."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from intake_app import i18n, messages
from intake_app.cli import arguments
from intake_app.errors import IntakeError


def run(line: Sequence[str]) -> int:
    """Carry out one command; the exit code is 0 only on success, 1 for trouble, 2 for a line that can not be read."""
    parsed = arguments.parser(i18n.load("en")).parse_args(line)
    tr = i18n.load(parsed.language)
    try:
        result = parsed.verb(parsed, tr)
    except IntakeError as error:
        return _told(messages.explain(error, tr), error.code)
    except OSError as error:
        wrapped = IntakeError("cli.file", file=str(error.filename or ""), reason=error.strerror or "")
        return _told(messages.explain(wrapped, tr), wrapped.code)
    emit(result)
    return 0 if result.get("ok", True) else 1


def emit(result: Any) -> None:
    """Print one JSON object on standard output."""
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1, default=str) + "\n")
    sys.stdout.flush()


def _told(explained: messages.Explanation, code: str) -> int:
    emit({"ok": False, "error": code, "sentence": explained.sentence, "advice": explained.advice})
    sys.stderr.write(f"{explained.sentence} {explained.advice}\n")
    return 1


def usage(parser: argparse.ArgumentParser) -> str:
    """The help text, for the README test."""
    return parser.format_help()
