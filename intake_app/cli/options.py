"""What the definitions of commands have in common."""

import argparse
import importlib
from collections.abc import Callable
from typing import Any

from intake_app.i18n import Translator

_LARGEST = 2**63 - 1
"""What a store can count to."""
ASKED = "-"
"""In the place of a reason: it is read from standard input, after a prompt where that is a terminal."""

Verb = Callable[[argparse.Namespace, Translator], Any]


def verbs(parent: argparse.ArgumentParser) -> Any:
    """The verbs of a group."""
    return parent.add_subparsers(dest="verb_name", required=True)


def verb(module: str, name: str) -> Verb:
    """A verb whose module is imported when it is carried out."""

    def carry_out(parsed: argparse.Namespace, tr: Translator) -> Any:
        return getattr(importlib.import_module(f"intake_app.cli.{module}"), name)(parsed, tr)

    return carry_out


def shared(command: argparse.ArgumentParser, carried_out: Verb, tr: Translator) -> argparse.ArgumentParser:
    """A command on a store that somebody opens with a passphrase."""
    command.set_defaults(verb=carried_out)
    command.add_argument("--store", metavar="FILE", help=tr("the store; without it, the one of this workplace"))
    command.add_argument("--user", metavar="NAME", help=tr("who opens the store"))
    command.add_argument("--passphrase-fd", type=int, metavar="N", help=tr("read the passphrase from this descriptor"))
    command.add_argument("--language", default="en", metavar="CODE", help=tr("language of the sentences"))
    return command


def alone(command: argparse.ArgumentParser, carried_out: Verb, tr: Translator) -> argparse.ArgumentParser:
    """A command that needs no store."""
    command.set_defaults(verb=carried_out)
    command.add_argument("--language", default="en", metavar="CODE", help=tr("language of the sentences"))
    return command


def count(text: str) -> int:
    """A whole number from 1. argparse makes a sentence of the ValueError."""
    number = int(text)
    if not 1 <= number <= _LARGEST:
        raise ValueError(text)
    return number


def reason(command: argparse.ArgumentParser, why: str, tr: Translator, *, needed: bool = True) -> None:
    """`--reason` with a text or, alone or with -, asked for: what speaks of a person is not for other processes."""
    told = tr("{why}. Alone or with -, it is asked for, and others do not see it").format(why=why)
    command.add_argument("--reason", nargs="?", const=ASKED, required=needed, help=told)
