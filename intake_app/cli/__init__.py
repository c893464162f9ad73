"""The command line: the same verbs as the windows, JSON on standard output, exit code 0 only on success."""

from intake_app.cli.entry import run

__all__ = ["run"]
