"""That somebody is, or may be, under 18 is kept at whichever door it was noted, until somebody decides their age."""

from pathlib import Path

import pytest

from tests.cli.conftest import Line
from tests.cli.test_guardian_said import CHILD, GUARDIAN, _out
from tests.cli.test_guardian_said import MAKE_STORE as MADE
from tests.cli.test_told_what_is_missing import Desk
from tests.cli.test_told_what_is_missing import _met as met_by_form
from tests.slips.test_pdf import extracted
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import OTHER

MAKE_STORE = MADE
DECIDED = ("--document", "passport", "--reason", "the passport was seen at the prefecture")
SLIP = ("slip", "--recipient", consent_scenes.service("health"))
EXPORT = ("record", "export", "--recipient", "anti_trafficking")
PAGE = ("print", "screening")
SIGHT = ("record", "hand-over", "--to", OTHER, "--as", "anti_trafficking")
WORDS = {
    "yes": ("consent", "--purpose", "slip", "--in-language", "bn"),
    "no": ("consent", "--purpose", "slip", "--recipient", "prefecture", "--word", "no"),
    "police": ("consent", "--purpose", "judicial", "--recipient", "police", "--in-language", "bn"),
    "back": ("withdraw-consent", "--purpose", "slip", "--recipient", "prefecture"),
}


def _met(line: Line, store: Path) -> str:
    code = met_by_form(store)
    assert line("case", "open", code)["exit"] == 0
    return code


def _is_in_doubt(line: Line, code: str, folder: Path) -> None:
    """It is told as a doubt, no age goes on paper, and a guardian is asked until the age is decided."""
    told = line("case", "show", code)
    assert told["age"] == "not_told"
    (doubt,) = (one for one in told["ages"] if one["source"] == "doubt")
    assert doubt["by"] and doubt["at"] and not doubt["reason"]
    assert _out(line, SLIP, code, folder, "--age", "adult")["error"] == "screening.age_in_doubt"
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    assert _out(line, SLIP, code, folder)["exit"] == 0
    assert line("case", "show", code)["age"] == "adult"


@pytest.mark.parametrize("said", WORDS)
def test_a_doubt_that_is_noted_with_a_word_of_the_person_is_kept(
    line: Line, store: Path, tmp_path: Path, said: str
) -> None:
    code = _met(line, store)
    assert line("record", WORDS[said][0], code, *WORDS[said][1:], "--minor")["exit"] == 0
    _is_in_doubt(line, code, tmp_path)


def test_a_doubt_that_is_noted_as_they_agree_again_is_kept(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn", "--minor")
    assert again["exit"] == 0
    _is_in_doubt(line, code, tmp_path)


@pytest.mark.parametrize("way", [SLIP, EXPORT, PAGE])
def test_a_doubt_with_which_something_went_or_did_not_is_kept(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    refused, gone = _met(line, store), _met(line, store)
    assert _out(line, way, refused, tmp_path, "--minor")["error"] == "screening.age_in_doubt"
    _is_in_doubt(line, refused, tmp_path)
    assert _out(line, way, gone, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    other = ("slip", "--recipient", consent_scenes.service("prefecture"))
    assert _out(line, other, gone, tmp_path, *CHILD)["error"] == "screening.guardian_asked"


def test_a_doubt_with_which_a_record_was_handed_over_is_kept(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, "--minor", *CHILD)["exit"] == 1
    _is_in_doubt(line, code, tmp_path)
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    assert line("case", "show", code)["age"] == "not_told"


def test_a_doubt_is_kept_once_and_a_document_at_the_desk_does_not_end_it(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    for _ in range(2):
        assert line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")["exit"] == 0
    shown = ("--age", "adult", "--age-from", "document")
    assert _out(line, SLIP, code, tmp_path, *shown)["error"] == "screening.age_in_doubt"
    _is_in_doubt(line, code, tmp_path)


def test_a_doubt_opens_no_duty_over_what_the_person_says(line: Line, store: Path, tmp_path: Path) -> None:
    adult = Desk(line, _met(line, store), tmp_path)
    adult.note(*WORDS["yes"], "--minor")
    adult.note("withdraw-consent")
    assert adult.slip("juvenile_court", "--alone")[0] == "screening.consent_withdrawn"


@pytest.mark.parametrize("kind", ["health", "prefecture"])
def test_a_slip_that_went_for_a_doubt_with_a_guardian_says_so(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    code, way = _met(line, store), ("slip", "--recipient", consent_scenes.service(kind))
    assert _out(line, way, code, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    told = " ".join(extracted((tmp_path / "out").read_bytes()).split())
    assert "Tutore, o chi ne fa le veci" in told and "adulta" not in told


@pytest.mark.parametrize("way", [("record", "release"), EXPORT])
def test_an_age_that_a_document_shows_is_kept_where_a_record_is_sent_or_an_export_is_refused(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = _met(line, store)
    _out(line, way, code, tmp_path, "--age", "minor", "--age-from", "document")
    assert line("case", "show", code)["age"] == "minor"
    slip = ("slip", "--recipient", consent_scenes.service("prefecture"))
    assert _out(line, slip, code, tmp_path, *CHILD)["error"] == "screening.guardian_missing"


@pytest.mark.parametrize("said", [("--minor",), ("--minor", *CHILD), ("--age", "minor", "--age-from", "person")])
def test_who_reads_a_record_of_another_agency_sends_no_slip_of_a_child_without_a_guardian(
    line: Line, store: Path, tmp_path: Path, said: tuple[str, ...]
) -> None:
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
    made = line("slip", code, *SLIP[1:], *said, "-o", str(tmp_path / "theirs.pdf"), user=OTHER)
    assert made["exit"] == 1 and made["error"] in ("screening.age_in_doubt", "vault.not_allowed"), made
    assert line("slip", code, *SLIP[1:], "-o", str(tmp_path / "theirs.pdf"), user=OTHER)["exit"] == 0


def _gone(line: Line, code: str, folder: Path) -> str:
    return str(_out(line, SLIP, code, folder)["reference"])


def _printed(line: Line, reference: str, folder: Path) -> str:
    told = line("print", "slips", reference, "-o", str(folder / "again"))
    (folder / "again").unlink(missing_ok=True)
    return str(told.get("error", ""))


@pytest.mark.parametrize("way", ["yes", "no", "back", "refused"])
def test_a_doubt_ends_no_slip_that_went_but_holds_it_until_the_age_is_decided_and_says_which(
    line: Line, store: Path, tmp_path: Path, way: str
) -> None:
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    if way == "refused":
        told = _out(line, SLIP, code, tmp_path, "--minor")
        assert told["error"] == "screening.age_in_doubt" and gone in told["sentence"], told
    else:
        told = line("record", WORDS[way][0], code, *WORDS[way][1:], "--minor")
        assert told["exit"] == 0 and any(gone in each for each in told["warnings"]), told
    (slip,) = line("referral", "list")["referrals"]
    assert (slip["status"], slip["withdrawn"]) == ("issued", False), "the person took nothing back"
    assert _printed(line, gone, tmp_path) == "workflow.slip_in_doubt"
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    assert _printed(line, gone, tmp_path) == ""


def test_a_slip_that_a_doubt_holds_goes_on_with_a_guardian_and_ends_where_they_are_found_to_be_a_child(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    prefecture = ("slip", "--recipient", consent_scenes.service("prefecture"))
    told = _out(line, prefecture, code, tmp_path, "--minor", *CHILD, *GUARDIAN)
    assert told["exit"] == 0 and any(gone in each for each in told["warnings"]), told
    spoken = ("--purpose", "slip", *SLIP[1:], "--whose", "guardian", "--in-language", "ur")
    assert line("record", "consent", code, *spoken)["exit"] == 0
    assert _printed(line, gone, tmp_path) == ""
    other = _met(line, store)
    gone = _gone(line, other, tmp_path)
    line("record", *WORDS["yes"][:1], other, *WORDS["yes"][1:], "--minor")
    assert line("case", "age", other, "minor", "--reason", "the passport was seen")["exit"] == 0
    assert _printed(line, gone, tmp_path) == "workflow.slip_of_child"


def test_who_sees_a_record_no_more_for_a_doubt_is_named(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
    told = line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")
    assert any(OTHER in each for each in told["warnings"]), told


@pytest.mark.parametrize("way", [("record", "release"), (*SLIP, *CHILD, *GUARDIAN)])
def test_a_document_that_shows_an_adult_is_kept_beside_a_doubt_and_what_ends_that_is_told(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = _met(line, store)
    line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")
    for _ in range(2):
        told = _out(line, way, code, tmp_path, "--age", "adult", "--age-from", "document")
        assert told["exit"] == 0 and any("intake case age" in each for each in told["warnings"]), told
    shown = line("case", "show", code)
    sources = [one["source"] for one in shown["ages"]]
    assert sources.count("document") == 1 and shown["age"] == "not_told", shown["ages"]


def test_who_agrees_again_with_a_doubt_is_told_of_the_doubt(line: Line, store: Path) -> None:
    code = _met(line, store)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn", "--minor")
    assert [one["shut"] for one in again["returned"]] == ["screening.age_in_doubt"]
    assert any("intake case age" in each for each in again["warnings"]), again


def test_of_a_record_without_a_case_the_advice_names_how_one_is_opened(line: Line, store: Path, tmp_path: Path) -> None:
    code = met_by_form(store)
    told = _out(line, SLIP, code, tmp_path, "--minor")
    assert told["error"] == "screening.age_in_doubt" and "intake case open, intake case age" in told["advice"]
    assert line("case", "open", code)["exit"] == 0
    _is_in_doubt(line, code, tmp_path)


@pytest.mark.parametrize("typed", [("--minor",), ("--age", "minor", "--age-from", "document"), ("--how", "signed")])
def test_a_record_held_after_a_yes_elsewhere_is_not_said_to_be_unasked(
    line: Line, store: Path, typed: tuple[str, ...]
) -> None:
    code = _met(line, store)
    line("record", "release", code, "--consent", "no")
    line("record", "consent", code, "--purpose", "sync", "--in-language", "bn")
    told = line("record", "release", code, *typed)
    assert (told["exit"], told["reason"]) == (1, "screening.kept_back"), told
    assert "--consent yes" in told["advice"]
    assert line("record", "release", code, *CHILD)["delivery"] == "waiting"


def test_of_an_adult_in_doubt_nobody_says_that_a_child_agrees(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    assert _out(line, SLIP, code, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    told = _out(line, ("slip", "--recipient", consent_scenes.service("prefecture")), code, tmp_path, *CHILD)
    assert told["error"] == "screening.guardian_asked" and "child" not in told["sentence"].lower(), told
