"""A word on the line means one thing: to whom, to what, and in which language; none is lost."""

from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_consent import kept


@pytest.mark.parametrize("taken_back", [(), ("--purpose", "slip")])
def test_what_was_taken_back_in_general_comes_back_in_general_where_one_slip_had_gone_out(
    line: Line, tmp_path: Path, taken_back: tuple[str, ...]
) -> None:
    code = kept(line, tmp_path)
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "a.pdf"))["exit"] == 0
    line("record", "withdraw-consent", code, *taken_back)
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")["returned"]
    assert [one["recipient"] for one in again] == ["", "health"]
    for to in ("local_support", "health"):
        assert line("slip", code, "--recipient", to, "-o", str(tmp_path / f"{to}.pdf"))["exit"] == 0


def test_who_took_one_service_back_by_name_agrees_to_that_one_alone(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    line("slip", code, "--recipient", "local_support", "-o", str(tmp_path / "a.pdf"))
    line("record", "withdraw-consent", code, "--purpose", "slip", "--recipient", "local_support")
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")["returned"]
    assert [one["recipient"] for one in again] == ["local_support"]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_nothing_goes_to_a_colleague_on_an_answer_that_would_be_lost(
    line: Line, store: Path, tmp_path: Path, answer: str
) -> None:
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        for name, agency in (("Omar", ""), ("Greta", "Save Test")):
            workflow.add_person(opened, name, Role.MEDIATOR, PASSPHRASE, agency=agency)
    over = ("record", "hand-over", code, "--consent", answer, "--to")
    for name, refusal in (("omar", "workflow.not_asked_within"), ("Greta", "workflow.which_body")):
        told = line(*over, name)
        assert (told["exit"], told["error"]) == (1, refusal) and "no answer was noted" in told["sentence"]
        assert line("record", "show", code, user=name)["error"] == "vault.no_such_record"
    assert "--as" in told["advice"]
    assert line("record", "hand-over", code, "--to", "Omar")["to"] == "Omar"
    kept_no = line(*over, "Greta", "--as", "health", "--in-language", "bn")
    if answer == "no":
        assert kept_no["error"] == "screening.said_no"
        assert line("record", "consents", code)["words"][-1]["word"] == "no"
