"""A file that a record leaves in: what became of it is noted, also where nothing of it could be written."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from intake_app.cli.secret_input import private_file
from intake_app.errors import IntakeError
from intake_app.screening import Release
from intake_app.vault import Vault
from intake_app.workflow import exporting


@contextmanager
def leaving_file(store: Vault, kind: str, path: str, releases: list[Release]) -> Iterator[BinaryIO]:
    """As `private_file`, for a file of this kind on releases, which may be added while it is filled.

    That it was written is noted once it is whole. Where it could not be, nothing of it stays, and that is noted; not of
    a pipe or a device, which may have taken some of it, nor where the store is as full as the disk: there it is told as
    prepared.
    """
    try:
        with private_file(path) as stream:
            yield stream
    except OSError:
        if releases and not os.path.lexists(path):
            with contextlib.suppress(IntakeError):
                exporting.file_unwritten(store, kind, releases)
        raise
    exporting.file_written(store, kind, releases)
