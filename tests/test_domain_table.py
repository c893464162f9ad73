"""The table of the domain's rows: each that is promised by now has a check that is collected, in a file beside."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from tests import (
    test_domain_case_rows,
    test_domain_consent_rows,
    test_domain_paper_rows,
    test_domain_rows,
    test_domain_service_rows,
)

FILES: tuple[ModuleType, ...] = (
    test_domain_case_rows, test_domain_consent_rows, test_domain_paper_rows, test_domain_rows, test_domain_service_rows,
)  # fmt: skip
PROMISED = {2, 3, 9, 10, 11, 13, 17, 20, 21, 30, 32, 36, 38, 39, 45, 47, 48}
ROOT = Path(__file__).resolve().parent.parent
CHECKS = [(file, row) for file in FILES for row in file.ROWS]


@cache
def collected() -> frozenset[str]:
    """The tests that a plain run of the files collects, by file and name."""
    how = ("--collect-only", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-m", "not soak")
    files = [str(file.__file__) for file in FILES]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *how, *files],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return frozenset(re.findall(r"^tests/(test_domain_\w+\.py::\S+)$", ran.stdout, re.MULTILINE))


def collected_of(file: ModuleType) -> list[str]:
    """The names of the test functions of a file that are collected, without their parameters."""
    return [
        name for name in vars(file)
        if any(re.fullmatch(rf"{Path(str(file.__file__)).name}::{name}(\[.*\])?", each) for each in collected())
    ]  # fmt: skip


def test_every_row_that_is_promised_has_its_check() -> None:
    assert sorted(PROMISED - {row for _, row in CHECKS}) == []


@pytest.mark.parametrize(("file", "row"), CHECKS, ids=[f"{file.__name__}-{row}" for file, row in CHECKS])
def test_the_check_of_a_row_is_its_own_and_is_collected(file: ModuleType, row: int) -> None:
    check = file.ROWS[row]
    assert check.__module__ == file.__name__ and check.__doc__
    assert re.match(rf"row_{row}_", check.__name__), "under its own number"
    here = Path(str(file.__file__)).name
    ours = [name for name in collected_of(file) if f"{here}::{name}[{row}]" in collected()]
    assert len([name for name in ours if "ROWS" in vars(file)[name].__code__.co_names]) == 1, "one test runs it"


@pytest.mark.parametrize("file", FILES, ids=[file.__name__ for file in FILES])
def test_no_check_lies_there_that_nothing_runs(file: ModuleType) -> None:
    written = {name for name, it in vars(file).items() if isinstance(it, FunctionType) and name.startswith("row_")}
    called = {each for name in collected_of(file) for each in vars(file)[name].__code__.co_names}
    assert written <= {check.__name__ for check in file.ROWS.values()} | called
