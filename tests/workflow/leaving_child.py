"""Lets something of a record out and is killed before the store writes; for `test_leaving_killed`.

Arguments: the folder of a store, a record, and ways. Each try is a process of its own, on a copy of the store. A line
of JSON for each: the way, before which write it was killed, and what is kept then.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from intake_app import slips, workflow
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from tests.workflow.consent_scenes import GUARDIAN, NAME, OTHER, PASSPHRASE, service

PURPOSE = {"slip": "slip", "sight": "export", "later": "sync"}
WRITES = {"slip": ("release", "consent", "slip"), "sight": ("consent",), "later": ("consent",)}
"""Tables that each way writes to, in any order."""
AGREED = ConsentSheet(given=True, guardian=GUARDIAN, age="minor", age_from="person", language="bn")


def let_out(store: Vault, record: str, way: str) -> None:
    """With what is noted at the desk for it: both agree, and how old they are."""
    if way == "slip":
        sheet = workflow.propose_slip(store, record).sheet
        workflow.issue_slip(store, record, service("health"), sheet, "it", slips.render, AGREED)
    elif way == "sight":
        workflow.hand_over(store, record, OTHER, "anti_trafficking", AGREED)
    else:
        workflow.release_later(store, record, AGREED)


def killed(path: Path, record: str, way: str, table: str) -> bool:
    """Whether it was killed as it was about to write to this table."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def look(statement: str) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            os.kill(os.getpid(), signal.SIGKILL)

    with workflow.open_store(path, NAME, PASSPHRASE) as store:
        store._opening.database.connection.set_trace_callback(look)
        let_out(store, record, way)
    os._exit(0)


def kept(path: Path, record: str, way: str) -> list[bool]:
    """Whether there is a release for this way, a word of the person's, and an age; nothing of it is torn."""
    with workflow.open_store(path, NAME, PASSPHRASE) as store:
        assert store.check() == ()
        released = any(one.purpose == PURPOSE[way] for one in store.releases(record))
        return [released, bool(store.said(record)), bool(store.ages(record))]


def main(folder: Path, record: str, ways: list[str]) -> None:
    """With the passphrase of the tests."""
    copy = folder.with_name("copy")
    for way in ways:
        for table in WRITES[way]:
            shutil.copytree(folder, copy)
            assert killed(copy / "w.intake", record, way, table), (way, table)
            sys.stdout.write(json.dumps([way, table, kept(copy / "w.intake", record, way)]) + "\n")
            shutil.rmtree(copy)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
