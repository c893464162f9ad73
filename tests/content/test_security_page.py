"""The security page promises only what a test holds us to, and says what is not protected."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
HEADS = ("| attacker", "| key", "| what")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(HEADS)]


def named_in(text: str) -> list[str]:
    """Files of tests that a text names."""
    return re.findall(r"`(tests/[a-z_0-9/]+\.py)`", text)


def test_the_page_names_only_tests_that_exist() -> None:
    assert named_in(PAGE)
    assert [name for name in named_in(PAGE) if not (ROOT / name).is_file()] == []


def test_every_promise_of_the_tables_names_a_test() -> None:
    assert len(ROWS) >= 9 + 8
    assert [row for row in ROWS if not named_in(row)] == []


UNPROTECTED = ("key logger", "evil maid", "camera", "a slot", "SSD", "is installed", "Windows or macOS")


@pytest.mark.parametrize("word", UNPROTECTED)
def test_what_is_not_protected_is_said(word: str) -> None:
    assert word in PAGE


def test_the_promises_of_time_are_those_of_the_program() -> None:
    from intake_app import print_queue, process
    from intake_app.gui.clipboard import EXPIRES_MS
    from intake_app.gui.hide import LONGEST_ROUND_MS
    from intake_app.gui.idle import WARNING_SECONDS
    from intake_app.gui.page import IDLE_SECONDS, IDLE_SECONDS_IN_INTERVIEW

    assert (IDLE_SECONDS, IDLE_SECONDS_IN_INTERVIEW, WARNING_SECONDS) == (180, 600, 30)
    assert (EXPIRES_MS, LONGEST_ROUND_MS, print_queue.PATIENCE) == (10_000, 15 * 60_000, 12 * 3600)
    assert process.GRACE == 4
