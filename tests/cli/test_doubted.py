"""That somebody is, or may be, under 18 is kept at whichever door it was noted, until somebody decides their age."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
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
    assert made["error"] == "screening.guardian_elsewhere" and "Tell the agency" in made["advice"], made
    assert "nothing of this is noted here" in made["sentence"] and line("case", "show", code)["age"] == "adult"
    assert line("slip", code, *SLIP[1:], "-o", str(tmp_path / "theirs.pdf"), user=OTHER)["exit"] == 0


def _gone(line: Line, code: str, folder: Path) -> str:
    return str(_out(line, SLIP, code, folder)["reference"])


def _said(told: Mapping[str, Any]) -> str:
    """All that an answer says in words."""
    return " ".join((str(told.get("sentence", "")), *map(str, told.get("warnings", ()))))


def _printed(line: Line, reference: str, folder: Path) -> str:
    told = line("print", "slips", reference, "-o", str(folder / "again"))
    (folder / "again").unlink(missing_ok=True)
    return str(told.get("error", ""))


DOORS = {
    **{name: ("record", *said) for name, said in WORDS.items()},
    "guardian": ("record", "consent", "--purpose", "slip", "--whose", "guardian", "--in-language", "ur"),
    "again": ("record", "agree-again", "--purpose", "export", "--in-language", "bn"),
    "slip": SLIP, "slip of both": (*SLIP, *CHILD, *GUARDIAN), "export": EXPORT, "page": PAGE, "sight": SIGHT,
    "sight of both": (*SIGHT, *CHILD, *GUARDIAN), "release": ("record", "release"),
    "sight of whom nothing goes to": ("record", "hand-over", "--to", OTHER, "--as", "prefecture", *CHILD),
    **{f"{name}, no": (*way, "--consent", "no") for name, way in
       {"slip": SLIP, "export": EXPORT, "page": PAGE, "sight": SIGHT, "release": ("record", "release")}.items()},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_doubt_ends_the_slip_that_went_on_their_word_for_good_and_the_answer_says_which_once(
    line: Line, store: Path, tmp_path: Path, door: str
) -> None:
    code = _met(line, store)
    to = consent_scenes.service("freephone")
    gone = str(_out(line, ("slip", "--recipient", to), code, tmp_path)["reference"])
    if door == "again":
        line("record", "withdraw-consent", code, "--purpose", "export")
    told = _out(line, DOORS[door], code, tmp_path, "--minor")
    assert _said(told).count(gone) == 1 and "Nobody took anything back" in _said(told), told
    assert gone not in _said(_out(line, DOORS[door], code, tmp_path, "--minor")), "it is told once"
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended"
    line("record", "consent", code, "--purpose", "slip", "--whose", "guardian", "--in-language", "ur", "--minor")
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended", "no guardian opens the old paper"
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended"


@pytest.mark.parametrize("kind", ["health", "prefecture"])
def test_no_slip_that_a_doubt_ended_is_printed_on_what_a_guardian_says_after_it(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    code = _met(line, store)
    way = ("slip", "--recipient", consent_scenes.service(kind))
    gone = str(_out(line, way, code, tmp_path, *CHILD)["reference"])
    told = _out(line, way, code, tmp_path, "--minor", *CHILD, *GUARDIAN)
    assert told["exit"] == 0 and gone in _said(told), told
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended"
    assert line("case", "age", code, "minor", "--reason", "the passport was seen")["exit"] == 0
    assert _printed(line, gone, tmp_path) in ("workflow.slip_ended", "workflow.slip_of_child")


@pytest.mark.parametrize("told", ["doubt", "decided"])
def test_no_slip_that_calls_a_child_an_adult_is_printed_whatever_it_went_on(
    line: Line, store: Path, tmp_path: Path, told: str
) -> None:
    """A guardian agreed in a doubt that was decided since: their word lets the slip go, and its paper is wrong."""
    code = _met(line, store)
    assert _out(line, SLIP, code, tmp_path, "--minor", *GUARDIAN)["exit"] == 0
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    issued = _out(line, SLIP, code, tmp_path)["reference"]
    if told == "doubt":
        line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")
    else:
        line("case", "age", code, "minor", *DECIDED)
    assert _printed(line, issued, tmp_path) in ("workflow.slip_ended", "workflow.slip_of_child")


def test_what_an_age_under_18_ends_is_named_where_it_is_told_and_where_it_is_decided(
    line: Line, store: Path, tmp_path: Path
) -> None:
    for way in (("record", "release", "--age", "minor", "--age-from", "document"),
                ("case", "age", "minor", "--reason", "the passport was seen")):  # fmt: skip
        code = _met(line, store)
        gone = _gone(line, code, tmp_path)
        told = line(*way[:2], code, *way[2:])
        assert gone in _said(told), told


def test_who_ended_the_sight_or_the_slip_themselves_is_not_told_that_an_age_did(
    line: Line, store: Path, tmp_path: Path
) -> None:
    for taken in (("withdraw-consent", "--purpose", "export"), ("withdraw", "--from", OTHER)):
        code = _met(line, store)
        assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
        assert line("record", taken[0], code, *taken[1:])["exit"] == 0
        told = line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")
        assert OTHER not in _said(told), told
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
    told = line("record", "withdraw-consent", code, "--minor")
    assert told["exit"] == 0 and told["stopped"] and not told["warnings"], told
    assert _printed(line, gone, tmp_path) == "vault.withdrawn"


@pytest.mark.parametrize("way", [
    (*EXPORT, *CHILD, *GUARDIAN), (*SLIP, *CHILD, *GUARDIAN), ("record", "release"), DOORS["yes"], DOORS["police"],
    ("record", "hand-over", "--to", "Noor", "--as", "anti_trafficking", *CHILD, *GUARDIAN),
    ("record", "consent", "--purpose", "export", "--in-language", "ur", "--whose", "guardian"),
])  # fmt: skip
def test_who_sees_a_record_no_more_for_a_doubt_is_named_once_also_where_a_guardian_agrees_with_it(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        workflow.add_person(opened, "Noor", Role.MEDIATOR, PASSPHRASE, agency="Another")
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
    told = _out(line, way, code, tmp_path, "--minor")
    assert line("record", "show", code, user=OTHER)["exit"] == 1
    assert OTHER in _said(told) and "Whoever wrote the record" in _said(told), told
    assert OTHER not in _said(_out(line, way, code, tmp_path, "--minor"))


def test_who_reads_a_record_for_a_reason_goes_on_to_and_is_not_named(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    reason = ("--danger", "--override", "somebody may be hurt where they sleep")
    assert _out(line, SIGHT, code, tmp_path, *reason)["exit"] == 0
    assert _out(line, EXPORT, code, tmp_path, *CHILD)["exit"] == 0
    told = _out(line, SLIP, code, tmp_path, "--minor")
    assert line("record", "show", code, user=OTHER)["exit"] == 0
    assert OTHER not in _said(told), told


def test_a_doubt_is_kept_where_a_record_goes_to_no_agency_of_that_kind(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    told = _out(line, DOORS["sight of whom nothing goes to"], code, tmp_path, "--minor")
    assert told["exit"] == 1, told
    _is_in_doubt(line, code, tmp_path)


def test_a_slip_of_who_reads_a_record_of_another_agency_ends_with_a_doubt_too(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    for_a_reason = ("--override", "somebody was hurt today", "--danger")
    assert _out(line, SIGHT, code, tmp_path, *for_a_reason)["exit"] == 0
    theirs = str(line("slip", code, *SLIP[1:], "-o", str(tmp_path / "theirs.pdf"), user=OTHER)["reference"])
    told = line("record", *WORDS["no"][:1], code, *WORDS["no"][1:], "--minor")
    assert theirs in _said(told), told
    for user in (consent_scenes.NAME, OTHER):
        again = line("print", "slips", theirs, "-o", str(tmp_path / "again"), user=user)
        assert again["error"] == "workflow.slip_ended", again


@pytest.mark.parametrize("way", [("record", "release"), (*SLIP, *CHILD, *GUARDIAN)])
def test_a_document_that_shows_an_adult_is_kept_beside_a_doubt_and_what_ends_that_is_told(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = _met(line, store)
    line("record", *WORDS["yes"][:1], code, *WORDS["yes"][1:], "--minor")
    for _ in range(2):
        told = _out(line, way, code, tmp_path, "--age", "adult", "--age-from", "document")
        if way == ("record", "release"):  # what they said as an adult sends nothing until that is decided
            assert told["reason"] == "screening.agreed_as_adult" and "intake case age" in told["advice"], told
        else:
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
    code_told = "screening.kept_back" if "--how" in typed else "screening.agreed_as_adult"
    assert (told["exit"], told["reason"]) == (1, code_told), told
    assert "--consent yes" in told["advice"]
    assert line("record", "release", code, *CHILD)["delivery"] == "waiting"


def test_of_an_adult_in_doubt_nobody_says_that_a_child_agrees(line: Line, store: Path, tmp_path: Path) -> None:
    code = _met(line, store)
    assert _out(line, SLIP, code, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    told = _out(line, ("slip", "--recipient", consent_scenes.service("prefecture")), code, tmp_path, *CHILD)
    assert told["error"] == "screening.guardian_asked" and "child" not in told["sentence"].lower(), told


@pytest.mark.parametrize("told", [("--minor",), ("--age", "minor", "--age-from", "document")])
@pytest.mark.parametrize("way", [
    ("record", "export", "--recipient", "health"), (*SLIP, "--work"), (*SIGHT[:-1], "prefecture"),
])  # fmt: skip
def test_where_something_goes_to_nobody_a_doubt_and_a_document_are_kept_and_it_says_so(
    line: Line, store: Path, tmp_path: Path, told: tuple[str, ...], way: tuple[str, ...]
) -> None:
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    refused = _out(line, way, code, tmp_path, *told, *CHILD)
    assert refused["error"] in ("exports.not_for_recipient", "cli.work_not_for_it", "workflow.tells_whole"), refused
    assert "It is noted all the same" in refused["sentence"] and gone in refused["sentence"]
    assert line("case", "show", code)["age"] == ("minor" if "document" in told else "not_told")
    again = _out(line, way, code, tmp_path, *told, *CHILD)
    assert "It is noted" not in again["sentence"], "it was noted before"


def test_a_guest_who_notes_a_no_of_who_may_be_under_18_is_told_that_the_doubt_is_not_noted(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, *CHILD)["exit"] == 0
    for said, told in ((("--minor",), True), ((), False)):
        no = line("slip", code, *SLIP[1:], *said, "--consent", "no", "-o", str(tmp_path / "theirs.pdf"), user=OTHER)
        assert no["error"] == "screening.said_no", no
        assert ("not noted here: tell the agency" in no["sentence"]) is told


def test_a_guest_is_told_that_the_agency_of_the_record_asks_the_guardian_whatever_they_typed(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = _met(line, store)
    assert _out(line, SIGHT, code, tmp_path, "--minor", *CHILD, *GUARDIAN)["exit"] == 0
    for said in ((), CHILD, ("--minor", *CHILD)):
        made = line("slip", code, *SLIP[1:], *said, "-o", str(tmp_path / "theirs.pdf"), user=OTHER)
        assert made["error"] == "screening.guardian_elsewhere", made


def test_a_guest_is_not_told_that_a_guardian_has_to_agree_to_what_the_law_asks_for(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = met_by_form(store, age="minor")
    assert _out(line, SIGHT, code, tmp_path, *CHILD, *GUARDIAN)["exit"] == 0
    way = ("--recipient", consent_scenes.service("juvenile_court"), "--alone", "-o", str(tmp_path / "theirs.pdf"))
    made = line("slip", code, *way, user=OTHER)
    assert made["exit"] == 1 and "before anything goes" not in made["sentence"], made
    assert "the law asks for" in made["sentence"] + made["advice"], made


@pytest.mark.parametrize("way", [SLIP, ("record", "export", "--recipient", "freephone"), SIGHT])
def test_what_goes_with_a_doubt_tells_that_the_record_is_not_sent_any_more(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = _met(line, store)
    told = _out(line, way, code, tmp_path, "--minor", *CHILD, *GUARDIAN)
    stopped = f"do not wait to be sent any more: {code}"
    assert told["exit"] == 0 and any(stopped in each for each in told["warnings"]), told
    (row,) = line("queue", "list")["records"]
    assert (row["delivery"], row["reason"]) == ("held", "screening.agreed_as_adult")


def test_of_several_slips_that_stay_for_different_reasons_each_is_told(
    line: Line, store: Path, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    codes = [_met(line, store) for _each in folders]
    back, child = (_gone(line, code, folder) for code, folder in zip(codes, folders, strict=True))
    assert line("record", "withdraw-consent", codes[0])["exit"] == 0
    assert line("record", "release", codes[1], "--age", "minor", "--age-from", "document")["exit"] == 1
    told = line("print", "slips", back, child, "-o", str(tmp_path / "both.pdf"))
    assert told["error"] == "vault.withdrawn" and f"these slips stay here: {back}." in told["sentence"], told
    assert f"Others stay here for another reason. The slip {child} went without a guardian" in told["sentence"], told
