"""Takes a case out as a file and is killed at a change of the store; for `test_export_killed`.

Arguments: the store, a record, the file, and at which change; 0 for after the last, before the file is written.
"""

import os
import signal
import sys
from pathlib import Path

from intake_app import given_files, workflow
from tests.workflow.test_cases import PASSPHRASE

_CHANGES = ("INSERT", "UPDATE", "COMMIT")


def main(path: str, record: str, file: str, at: str) -> None:
    """With the passphrase of the tests."""
    left = [int(at)]

    def count(statement: str) -> None:
        if statement.lstrip().upper().startswith(_CHANGES):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    with workflow.open_store(Path(path), "Ada", PASSPHRASE) as store:
        store._opening.database.connection.set_trace_callback(count)
        done = workflow.export_record(store, record, "anti_trafficking", "json")
        if left[0] <= 0 and int(at) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        with given_files.whole(Path(file)) as stream:
            stream.write(done.data)
        workflow.file_written(store, "json", done.releases)
        store._opening.database.connection.set_trace_callback(None)


if __name__ == "__main__":
    main(*sys.argv[1:])
