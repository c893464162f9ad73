"""The line keeps a no to sending, and names what is missing where something stays here, and the words that end that."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from tests.cli.conftest import PASSPHRASE, Line
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, YES

AGAIN = ("--consent", "yes", "--in-language", "bn")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "work.intake"
    path.parent.mkdir()
    consent_scenes.make(path).close()
    return path


def _met(store: Path, **scene: Any) -> str:
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        return opened.record(consent_scenes.met(opened, replace(YES, **scene))).code


@pytest.mark.parametrize("waits", [True, False])
def test_a_no_to_sending_is_kept_and_ends_the_wait(line: Line, store: Path, waits: bool) -> None:
    said = {**YES.said, "sync": "yes" if waits else "no"}
    record = _met(store, said=said)
    assert line("record", "show", record)["delivery"] == ("waiting" if waits else "held")
    told = line("record", "release", record, "--consent", "no", "--in-language", "bn")
    assert (told["exit"], told["reason"], told["delivery"]) == (1, "screening.consent_refused", "held")
    noes = [one for one in line("record", "consents", record)["words"] if one["word"] == "no"]
    assert [(one["purpose"], one["recipient"], one["language"]) for one in noes][-1] == ("sync", "", "bn")
    assert line("record", "release", record)["reason"] == "screening.consent_refused"
    assert line("record", "release", record, *AGAIN)["delivery"] == "waiting"
