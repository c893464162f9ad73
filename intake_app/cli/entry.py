"""Parse the line, run the verb, print one JSON object."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake_app import i18n
from intake_app.cli import advised, arguments
from intake_app.cli.file_trouble import file_trouble
from intake_app.errors import IntakeError
from intake_app.i18n import Translator

_INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells give it: 128 and the number of SIGINT."""


def run(line: Sequence[str]) -> int:
    """Carry out one command.

    The exit code is 0 only on success, 1 for trouble, 2 for a line that can not be read, 130 after Ctrl+C.
    """
    parsed = arguments.parser(i18n.load("en"), line).parse_args(line)
    tr = i18n.load(parsed.language)
    try:
        return _carried_out(parsed, tr)
    except BrokenPipeError:  # nobody reads on; Python would complain again when it flushes at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _carried_out(parsed: argparse.Namespace, tr: Translator) -> int:
    try:
        result = parsed.verb(parsed, tr)
    except KeyboardInterrupt:
        return _told(IntakeError("cli.interrupted"), tr, _INTERRUPTED)
    except IntakeError as error:
        return _told(error, tr)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _told(file_trouble(error), tr)
    except UnicodeEncodeError:
        return _told(IntakeError("cli.not_text"), tr)
    except Exception as error:  # noqa: BLE001 - a bug: its message may hold an answer, its kind and place do not
        return _told(IntakeError("cli.fault", kind=type(error).__name__, place=_place(error)), tr)
    emit(result)
    return 0 if isinstance(result, list) or result.get("ok", True) else 1


def _place(error: Exception) -> str:
    """File and line of the last step of a traceback, without its values."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def emit(result: Any) -> None:
    """Print one JSON object on standard output, escaped where the terminal's encoding has no such letters."""
    text = json.dumps(result, ensure_ascii=False, indent=1, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(result, indent=1, default=str)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _told(error: IntakeError, tr: Translator, exit_code: int = 1) -> int:
    told = advised.explain(error, tr)
    emit({"ok": False, "error": error.code, "sentence": told.sentence, "advice": told.advice})
    sys.stderr.write(f"{told.sentence} {told.advice}\n")
    return exit_code


def usage(parser: argparse.ArgumentParser) -> str:
    """The help text, for the README test."""
    return parser.format_help()
