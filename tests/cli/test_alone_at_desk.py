"""A child who is alone and whose age nobody told, as it is typed at the desk."""

from pathlib import Path
from typing import Any

import pytest

from intake_app.cli import rehearsal
from tests.cli.conftest import Line
from tests.cli.test_main_job import answers_file, own_answers

AGES: list[Any] = [None, {"state": "prefers_not_to_say"}, {"state": "does_not_know"}]


@pytest.mark.parametrize("age", AGES, ids=["not_asked", "prefers_not_to_say", "does_not_know"])
@pytest.mark.parametrize("said", [["--alone"], ["--minor", "--alone"]], ids=["alone", "minor_alone"])
@pytest.mark.parametrize("to", ["juvenile_court", "social_service"])
def test_who_tells_no_age_and_is_alone_has_the_duty_by_what_the_desk_notes(
    line: Line, tmp_path: Path, age: Any, said: list[str], to: str
) -> None:
    """Nobody has to note an age that nobody told."""
    answers = own_answers(information__consent_referral="no", information__age_band=None)
    del answers["/data/information/age_band"]
    if age:
        answers["/data/information/age_band"] = age
    code = str(line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, answers))["code"])
    assert line("record", "finalise", code)["exit"] == 0
    made = line("slip", code, "--recipient", to, *said, "-o", str(tmp_path / "a.pdf"))
    assert made["exit"] == 0, made
    (left,) = line("record", "consents", code)["left"]
    (listed,) = line("referral", "list")["referrals"]
    assert {(one["basis"], one["lawful"]) for one in (made, listed, left)} == {("duty", "legal_duty")}
    noted = [(one["age"], one["source"]) for one in line("case", "show", line("case", "open", code)["code"])["ages"]]
    doubt = [("not_told", "doubt")] if "--minor" in said else []
    assert sorted(noted) == sorted([("not_told", "form" if age else "desk"), *doubt]), "nobody was asked there"
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"priority": "2w"}', encoding="utf-8")
    paper = ("slip", code, "--recipient", to, *said, "--sheet", str(sheet))
    late = line(*paper, "-o", str(tmp_path / "c.pdf"))["warnings"]
    said_late = "The slip gives more time than is proposed for what is urgent (Within 72 hours)."
    assert said_late in late and said_late not in made["warnings"]
    other = line("slip", code, "--recipient", "health", *said, "-o", str(tmp_path / "b.pdf"))
    assert other["error"] == "screening.consent_refused"
