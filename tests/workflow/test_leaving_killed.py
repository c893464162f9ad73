"""A program that is killed while something of a record goes: what it goes on is kept whole, or nothing of it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import PURPOSES, Scene
from tests.workflow.leaving_child import WRITES

ROOT = Path(__file__).resolve().parents[2]
SILENT = Scene(
    False, dict.fromkeys(PURPOSES, ""), "", False, "social", "health", "", False, "", False, True, False, ""
)  # fmt: skip
"""Nobody has said anything yet, and nobody knows how old they are."""


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-28: there is no SIGKILL")
def test_a_kill_before_any_write_keeps_all_that_it_goes_on_or_nothing(tmp_path: Path) -> None:
    """A slip, the sight for another agency, and what is sent later: release, words and age are one."""
    folder = tmp_path / "whole"
    folder.mkdir()
    with consent_scenes.make(folder / "w.intake") as store:
        record = consent_scenes.met(store, SILENT)
        assert not store.said(record) and not store.releases(record)
    line = [sys.executable, "-m", "tests.workflow.leaving_child", str(folder), record, *WRITES]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [tuple(json.loads(row)) for row in done.stdout.splitlines()]
    assert {(way, table) for way, table, _ in found} == {(way, table) for way in WRITES for table in WRITES[way]}
    for way, table, kept in found:
        assert kept == [table == "slip"] * 3, (way, table)
