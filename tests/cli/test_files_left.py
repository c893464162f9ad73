"""Of several files to one body, what left already lists those that were written, and those of which nobody knows."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import workflow
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_guardian_said import MAKE_STORE as MADE
from tests.cli.test_told_what_is_missing import _met
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import YES

MAKE_STORE = MADE
AGREED = ("--consent", "yes", "--in-language", "bn")
EXPORT = ("record", "export", "--recipient", "anti_trafficking")
WAYS = {"json": EXPORT, "csv": (*EXPORT, "--format", "csv"), "screening": ("print", "screening")}


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Files by name for which the disk has no room once they are to be whole."""
    names, real = list[str](), os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.removesuffix(".part") in names:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    yield names


def _write(line: Line, way: str, code: str, file: Path) -> str:
    words = WAYS[way]
    told = line(*words[:2], code, *words[2:], *AGREED, "-o", str(file))
    return str(told.get("error", ""))


def _left(line: Line, code: str) -> list[tuple[str, str]]:
    found = line("record", "consents", code)["left"]
    return [(one["way"], one["paper"]) for one in found if one["purpose"] == "export"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fails", [(1,), (2,), (3,), (1, 2), (2, 3), (1, 2, 3)])
def test_what_could_not_be_written_has_not_left(
    line: Line, store: Path, tmp_path: Path, full: list[str], way: str, fails: tuple[int, ...]
) -> None:
    code = _met(store, said={**YES.said, "sync": ""})
    full += [f"{number}.out" for number in fails]
    paper = "screening" if way == "screening" else ""
    for number in (1, 2, 3):
        file = tmp_path / f"{number}.out"
        assert _write(line, way, code, file) == ("cli.file" if number in fails else "")
        assert file.exists() is (number not in fails)
    assert _left(line, code) == [("exported", paper)] * (3 - len(fails))
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        assert opened.check() == ()
        noted = [row.action for row in opened.audit_rows() if row.action.startswith("record.export")]
    assert noted.count("record.export_unwritten") == len(fails)
    assert noted.count("record.exported") == 3 - len(fails)


def test_what_went_into_a_device_that_failed_may_have_left_behind_what_was_written(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(store, said={**YES.said, "sync": ""})
    assert _write(line, "json", code, tmp_path / "1.json") == ""
    assert _write(line, "json", code, Path("/dev/full")) == "cli.file"
    assert _left(line, code) == [("exported", ""), ("prepared", "")]
    assert _write(line, "csv", code, tmp_path / "2.csv") == ""
    assert sorted(_left(line, code)) == [("exported", ""), ("exported", ""), ("prepared", "")]


def test_a_read_only_folder_lets_nothing_out(line: Line, store: Path) -> None:
    code = _met(store, said={**YES.said, "sync": ""})
    assert _write(line, "json", code, Path("/proc/self/1.json")) == "cli.file"
    assert _left(line, code) == [] and line("record", "show", code)["releases"] == []
