"""A store and a line to type on it: the command line in this process, secrets through real descriptors."""

import argparse
import functools
import gettext
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from intake_app import cli, i18n, vault, workflow
from intake_app.cli import arguments
from intake_app.i18n import Translator
from intake_app.practice import PracticeServer
from intake_app.vault import Role

PASSPHRASE = "quiet harbour lantern seven"
ASKED = ("--in-language", "bn")
"""What a line that notes a word tells of the language in which it was asked."""
AGREED = ("--consent", "yes", *ASKED)
gettext.find = functools.cache(gettext.find)  # argparse asks on the disk for each of its words, ninety times a line
Line = Callable[..., dict[str, Any]]

_parser = arguments.parser
_GROUPS = frozenset(next(each.choices for each in _parser(i18n.load("en"), ())._actions if each.dest == "group") or ())


@functools.cache
def _made(tr: Translator, groups: frozenset[str]) -> argparse.ArgumentParser:
    return _parser(tr, tuple(groups))


def _parser_once(tr: Translator, line: Sequence[str]) -> argparse.ArgumentParser:
    """The real one, made once for the groups that a line names: to make it takes longer than to open a store."""
    return _made(tr, _GROUPS & frozenset(line))


arguments.parser = _parser_once


def _usual(path: Path) -> vault.Vault:
    setup = workflow.Setup("Example", "Quay", "000 000", "Ada", Role.MEDIATOR, PASSPHRASE)
    return workflow.create_store(path, setup, vault.FLOOR)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A real encrypted store with the cheapest key derivation that is allowed; a file of tests may name in `MAKE_STORE`
    what makes another one for it.
    """
    path = tmp_path / "store" / "work.intake"
    path.parent.mkdir()
    getattr(request.module, "MAKE_STORE", _usual)(path).close()
    return path


@pytest.fixture
def line(store: Path, capfd: pytest.CaptureFixture[str]) -> Line:
    """Run one command on the store; gives its JSON, with the exit code under "exit"."""

    def run(*words: str, user: str = "Ada", passphrase: str = PASSPHRASE) -> dict[str, Any]:
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        capfd.readouterr()
        try:
            code = cli.run([*words, "--store", str(store), "--user", user, "--passphrase-fd", str(reading)])
        finally:
            os.close(reading)
        return {**json.loads(capfd.readouterr().out), "exit": code}

    return run


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """The practice server on a free port."""
    with PracticeServer() as running:
        yield running
