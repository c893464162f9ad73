"""Open the store a command names, as the person it names."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app import paths, workflow
from intake_app.cli.secret_input import read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import Vault


def store_path(parsed: Namespace) -> Path:
    """The store file that the command means."""
    return Path(parsed.store) if parsed.store else paths.default_store()


@contextmanager
def opened(parsed: Namespace, tr: Translator) -> Iterator[Vault]:
    """The open store; closed again whatever happens."""
    if not parsed.user:
        raise IntakeError("cli.no_user")
    passphrase = read_secret(parsed.passphrase_fd, tr("Passphrase: "))
    store = workflow.open_store(store_path(parsed), parsed.user, passphrase)
    try:
        yield store
    finally:
        store.close()


def record_id(store: Vault, named: str) -> str:
    """The id of a record named by its id or its speakable code."""
    return named if named.startswith("uuid:") else store.find(named).id
