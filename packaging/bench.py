"""Absolute times of what people wait for, on this machine: `make bench`. Tests assert ratios and counts instead."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from intake_app import slips, vault, workflow
from intake_app.cli import filling, rehearsal
from intake_app.vault import Role

PASSPHRASE = "bench harbour lantern seven"
ROUNDS = 20


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Median and worst of several rounds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1e3)
    return {"median_ms": round(statistics.median(times), 2), "max_ms": round(max(times), 2), "rounds": rounds}


def start_to_window() -> dict[str, float]:
    """A fresh process until its window has been shown (offscreen platform)."""
    script = (
        "from pathlib import Path; import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from intake_app import app; from intake_app.gui import shell\n"
        "a = QApplication([]); shell.prepare(a)\n"
        "p = app.Program(a, Path(sys.argv[1]), 'it'); p.workplace.door.show(); a.processEvents()\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-c", script, f"{folder}/none.intake"]
        return milliseconds(lambda: subprocess.run(line, check=True), 5)


def main() -> None:
    """Print one JSON object of times."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    told = {"start_to_window": start_to_window()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.intake"
        setup = workflow.Setup("Bench", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
        workflow.create_store(path, setup, vault.DEFAULT).close()
        told["unlock"] = milliseconds(lambda: workflow.open_store(path, "Ada", PASSPHRASE).close(), 5)
        with workflow.open_store(path, "Ada", PASSPHRASE) as store:
            key = next(row.key for row in workflow.form_list(store) if row.form_id == rehearsal.FORM)
            package = store.form(key)
            told["load_own_form"] = milliseconds(lambda: workflow.load_definition(package.xml, package.files))
            opened = workflow.start_record(store, key, "العربية (ar)", "Italiano (it)")
            definition = workflow.load_definition(package.xml, package.files)
            session = workflow.session_for(opened, definition)
            answers = {f"/data/{path}": value for path, value in rehearsal.ANSWERS["العربية (ar)"].items()}
            told["whole_interview"] = milliseconds(lambda: filling.fill(session, answers, str))
            draft = workflow.snapshot(session, None, opened.languages)
            told["save_draft"] = milliseconds(lambda: workflow.save(store, opened.row.id, draft), 200)
            done = workflow.finalise(store, session, opened.row.id)
            proposal = workflow.propose_slip(store, done.row.id)
            content = workflow.draft_slip(store, done.row.id, "health", proposal.sheet)
            told["slip_pdf"] = milliseconds(lambda: slips.render(content, "ar"))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
