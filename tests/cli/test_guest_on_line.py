"""What somebody of another agency notes opens nothing: they are told that they may not, and are not sent round."""

from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_consent import kept

YES = ("--consent", "yes", "--in-language", "bn")


@pytest.fixture
def shown(line: Line, store: Path, tmp_path: Path) -> str:
    """A record of Ada's that Greta of another agency was shown."""
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Greta", Role.MEDIATOR, PASSPHRASE, agency="Save Test")
    assert line("record", "hand-over", code, "--to", "Greta", "--as", "anti_trafficking", *YES)["exit"] == 0
    return code


def test_a_guest_is_told_that_they_may_not_note_it_and_not_that_nothing_was_taken_back(
    line: Line, shown: str, tmp_path: Path
) -> None:
    def slip(*words: str) -> dict[str, object]:
        return line("slip", shown, "--recipient", "health", "-o", str(tmp_path / "a.pdf"), *words, user="Greta")

    again = ("record", "agree-again", shown, "--purpose", "slip", "--in-language", "bn")
    assert line(*again, user="Greta")["error"] == "vault.not_allowed"
    assert line(*again)["error"] == "cli.nothing_taken_back"
    assert line("record", "withdraw-consent", shown, "--purpose", "slip", user="Greta")["exit"] == 0
    assert slip()["error"] == "screening.consent_withdrawn"
    for told in (line(*again, user="Greta"), slip(*YES), slip("--override", "she bleeds and is alone", "--danger")):
        assert told["error"] == "vault.not_allowed" and "another agency" in str(told["sentence"])
    assert line(*again)["exit"] == 0 and slip()["exit"] == 0


@pytest.mark.parametrize("to", ["health", "prefecture"])
def test_a_no_that_a_guest_notes_is_told_as_kept(line: Line, shown: str, tmp_path: Path, to: str) -> None:
    told = line(
        "slip", shown, "--recipient", to, "-o", str(tmp_path / "a.pdf"), "--consent", "no", user="Greta"
    )
    assert told["error"] == "screening.said_no"
    assert line("record", "consents", shown)["words"][-1]["word"] == "no"


@pytest.mark.parametrize("purpose", ["record", "export"])
def test_who_agrees_to_exports_again_is_told_that_a_sight_stays_closed(line: Line, shown: str, purpose: str) -> None:
    def seen() -> bool:
        return line("record", "show", shown, user="Greta")["exit"] == 0

    assert seen() and line("record", "withdraw-consent", shown, "--purpose", purpose)["exit"] == 0 and not seen()
    told = line("record", "agree-again", shown, "--purpose", "export", "--in-language", "bn")
    assert told["exit"] == 0 and not seen()
    (warning,) = told["warnings"]
    assert warning.startswith("Greta could see a record of theirs and still can not: hand it over anew")
    over = ("record", "hand-over", shown, "--to", "Greta", "--as", "anti_trafficking", *YES)
    assert line(*over)["exit"] == 0 and seen()
    line("record", "withdraw-consent", shown, "--purpose", "slip")
    assert line("record", "agree-again", shown, "--purpose", "slip", "--in-language", "bn")["warnings"] == []
