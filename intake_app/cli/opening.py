"""Open the store a command names, as the person it names."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app import paths, workflow
from intake_app.cli.file_trouble import file_trouble
from intake_app.cli.progress import upgrading
from intake_app.cli.secret_input import read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import Vault
from intake_app.workflow import ended_for_age
from intake_app.workflow.lists import record_named

_NAMES_NOBODY = {
    "vault.bad_code": "cli.names_nobody",
    "referral.bad_reference": "cli.names_nobody",
    "vault.no_such_record": "cli.nobody_seen",
    "vault.no_such_slip": "cli.nobody_seen",
}
"""What is said of a name that may be a person's, where a record alone would be looked for."""


def store_path(parsed: Namespace) -> Path:
    """The store file that the command means."""
    return Path(parsed.store) if parsed.store else paths.default_store()


@contextmanager
def opened(parsed: Namespace, tr: Translator) -> Iterator[Vault]:
    """The open store; closed again whatever happens."""
    if not parsed.user:
        raise IntakeError("cli.no_user")
    passphrase = read_secret(parsed.passphrase_fd, tr("Passphrase: "))
    store = workflow.open_store(store_path(parsed), parsed.user, passphrase, upgrading(tr))
    try:
        with ended_for_age.with_trouble(store), _files():
            yield store
    finally:
        store.close()


@contextmanager
def _files() -> Iterator[None]:
    """That a file can not be written is trouble like any other: it tells what ended before it came."""
    try:
        yield
    except BrokenPipeError:  # nobody reads on
        raise
    except OSError as error:
        raise file_trouble(error) from error


def record_id(store: Vault, named: str) -> str:
    """The id of a record named by its id, its speakable code or the reference of a slip of it."""
    return record_named(store, named)


def person_record_id(store: Vault, named: str, place: str = "RECORD") -> str:
    """The same of any record of the person whose code it is; what fails says in which place of the line."""
    try:
        found = record_named(store, named, person=True)
    except IntakeError as trouble:
        if trouble.code not in _NAMES_NOBODY:
            raise
        raise IntakeError(_NAMES_NOBODY[trouble.code], place=place) from trouble
    if not found:
        raise IntakeError("cli.no_record_seen", place=place)
    return found
