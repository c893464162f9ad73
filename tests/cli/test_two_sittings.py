"""Of a child and a guardian who are asked at two times nothing is lost that the first said; of an adult none is asked.
"""

from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.workflow import consenting
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_guardian_said import CHILD, CHILDS, GUARDIAN, THEIRS, WAYS, _out, _told, _words
from tests.cli.test_guardian_said import MAKE_STORE as MADE
from tests.cli.test_told_what_is_missing import Desk
from tests.cli.test_told_what_is_missing import _met as met_by_form
from tests.slips.test_pdf import extracted
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, OTHER, YES

MAKE_STORE = MADE


def _page(line: Line, code: str, folder: Path, kind: str = "prefecture") -> str:
    """What a slip says that goes on what was said before."""
    assert _out(line, ("slip", "--recipient", consent_scenes.service(kind)), code, folder)["exit"] == 0
    return _text(folder / "out")


def _text(file: Path) -> str:
    return " ".join(extracted(file.read_bytes()).split())


def _advice(told: dict[str, Any]) -> tuple[str, str]:
    return told["error"], told["advice"].rpartition("(")[2].rstrip(")")


@pytest.mark.parametrize("word", ["yes", "no"])
@pytest.mark.parametrize("way", [("slip",), ("judicial", "police"), ("slip", "prefecture"), ("record",), ("research",)])
def test_no_word_of_a_guardian_is_kept_of_an_adult(
    line: Line, store: Path, way: tuple[str, ...], word: str
) -> None:
    code = met_by_form(store)
    to = ("--recipient", way[1]) if way[1:] else ()
    said = ("--purpose", way[0], *to, "--word", word, "--whose", "guardian", "--in-language", "ur")
    assert line("record", "consent", code, *said)["error"] == "screening.guardian_for_adult"
    assert not _words(line, code, "guardian")


def test_an_adults_ways_are_not_shut_by_a_guardian(line: Line, store: Path, tmp_path: Path) -> None:
    code = met_by_form(store)
    refused = line("record", "withdraw-consent", code, "--purpose", "slip", "--whose", "guardian")
    assert refused["error"] == "screening.guardian_for_adult" and not _words(line, code, "guardian")
    line("record", "withdraw-consent", code, "--purpose", "slip")
    again = ("record", "agree-again", code, "--purpose", "slip", *CHILD[2:])
    before = line("record", "consents", code)["words"]
    assert line(*again, *GUARDIAN)["error"] == "screening.guardian_for_adult"
    assert line("record", "consents", code)["words"] == before
    assert line(*again)["exit"] == 0 and _out(line, WAYS[0], code, tmp_path)["exit"] == 0


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2], WAYS[4]])
def test_how_a_child_said_it_again_is_kept_until_the_guardian_agrees(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    line("record", "consent", code, "--purpose", "slip", "--in-language", "bn")
    assert _out(line, way, code, tmp_path, *CHILD)["exit"] == 1
    assert CHILDS in _told(_words(line, code, "person"))
    assert _out(line, way, code, tmp_path, *GUARDIAN)["exit"] == 0
    if way[0] == "slip":
        assert "Consenso dato con firma · lingua: bengalese" in _text(tmp_path / "out")


@pytest.mark.parametrize("kind", ["health", "prefecture"])
@pytest.mark.parametrize("first", [CHILD, GUARDIAN])
def test_after_a_no_at_the_end_of_the_record_each_may_agree_at_a_time_of_their_own(
    line: Line, store: Path, tmp_path: Path, kind: str, first: tuple[str, ...]
) -> None:
    child = Desk(line, met_by_form(store, age="minor"), tmp_path)
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        row = next(one for one in opened.records() if one.code == child.record)
        opened.put_words(row.id, consenting.refused_here(row, "bn"))
    assert child.slip(kind)[0] == "screening.consent_refused"
    assert child.slip(kind, *first)[0]
    assert child.slip(kind, *(GUARDIAN if first is CHILD else CHILD)) == ("", "")
    assert _told(_words(line, child.record, "guardian")) == {THEIRS}


@pytest.mark.parametrize("kind", ["health", "prefecture"])
def test_a_childs_yes_is_kept_where_the_guardian_had_said_no(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    child = Desk(line, met_by_form(store, age="minor"), tmp_path)
    to = ("--purpose", "slip", "--recipient", consent_scenes.service(kind), "--whose", "guardian")
    child.note("consent", *to, "--word", "no")
    assert child.slip(kind, *CHILD)[0] == "screening.guardian_said_no"
    assert CHILDS in _told(_words(line, child.record, "person"))
    assert {one["word"] for one in _words(line, child.record, "guardian")} == {"no"}
    child.note("consent", *to, "--in-language", "ur")
    assert "Consenso dato con firma · lingua: bengalese" in _page(line, child.record, tmp_path, kind)


@pytest.mark.parametrize(("first", "second"), [(CHILD, GUARDIAN), (GUARDIAN, CHILD)])
def test_an_age_that_was_told_in_the_first_of_two_sittings_holds_in_the_second(
    line: Line, store: Path, tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    child = Desk(line, met_by_form(store, age="", said={**YES.said, "referral": ""}), tmp_path)
    assert child.slip("prefecture", *first, "--age", "minor", "--age-from", "person")[0]
    adult = ("--age", "adult", "--age-from", "person")
    if second is CHILD:
        assert child.slip("health", *CHILD, *adult)[0], "nobody goes as an adult who told to be a child"
    assert child.slip("prefecture", *second, *adult) == ("", "")
    assert "Tutore, o chi ne fa le veci" in _page(line, child.record, tmp_path)


@pytest.mark.parametrize("said", [CHILD, GUARDIAN])
def test_of_the_sight_of_a_record_it_is_said_that_both_are_asked_together(
    line: Line, store: Path, said: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    way = ("record", "hand-over", code, "--to", OTHER, "--as", "anti_trafficking")
    before = line("record", "consents", code)["words"]
    assert line(*way, *said)["error"] == "screening.both_together"
    assert line("record", "consents", code)["words"] == before
    assert line(*way, *CHILD, *GUARDIAN)["exit"] == 0


def test_of_who_told_to_be_an_adult_and_may_be_a_child_the_age_is_asked_about(
    line: Line, store: Path, tmp_path: Path
) -> None:
    adult = Desk(line, met_by_form(store), tmp_path)
    assert adult.slip("juvenile_court")[0] == "screening.minors_alone"
    asked = ("screening.age_in_doubt", "--guardian, --guardian-language, intake case open, intake case age")
    assert adult.slip("juvenile_court", "--minor") == adult.slip("juvenile_court", "--minor", "--alone") == asked
    way = ("slip", "--recipient", consent_scenes.service("juvenile_court"), "--minor")
    assert _out(line, way, adult.record, tmp_path, *GUARDIAN)["exit"] == 0
    assert "età non indicata" in _text(tmp_path / "out") and "adulta" not in _text(tmp_path / "out")


def test_of_a_slip_for_a_child_nobody_says_that_it_is_for_an_adult(line: Line, store: Path, tmp_path: Path) -> None:
    code, to = met_by_form(store), consent_scenes.service("juvenile_court")
    told = line("slip", code, "--recipient", to, "--age", "minor", "--age-from", "document", "--alone",
                "-o", str(tmp_path / "slip.pdf"))  # fmt: skip
    assert told["exit"] == 0 and not [one for one in told["warnings"] if "adult" in one]


@pytest.mark.parametrize(("first", "second"), [(CHILD, GUARDIAN), (GUARDIAN, CHILD)])
def test_a_yes_to_what_was_told_of_the_work_is_kept_until_the_other_agrees(
    line: Line, store: Path, tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    way = ("slip", "--recipient", consent_scenes.service("labour_desk"), "--work")
    whose, other = ("person", "guardian") if first is CHILD else ("guardian", "person")
    before = _words(line, code, other)
    shut = _out(line, way, code, tmp_path, *first)
    assert shut["exit"] == 1 and shut["error"] != "screening.no_language"
    if first is GUARDIAN:
        assert _advice(shut) == ("workflow.work_of_guardian", "--consent yes, --in-language")
    assert _words(line, code, other) == before, "nothing is kept of who was not asked"
    told = [one for one in _words(line, code, whose) if one["recipient"] == "service_labour_desk"]
    assert {one["purpose"] for one in told} >= {"export"}
    kept = _words(line, code, whose)
    gone = _out(line, way, code, tmp_path, *second)
    assert gone["exit"] == 0 and _words(line, code, whose) == kept


def test_of_a_record_that_waits_nobody_says_that_a_yes_is_missing(line: Line, store: Path) -> None:
    code = met_by_form(store)
    told = line("record", "release", code)
    assert (told["exit"], told["released"], told["reason"], told["delivery"]) == (0, True, "", "waiting")


def test_why_a_record_stays_here_is_told_in_a_sentence(line: Line, store: Path) -> None:
    told = line("record", "release", met_by_form(store, said={**YES.said, "sync": "no"}))
    assert told["exit"] == 1 and told["sentence"].endswith(".") and "--override" in told["advice"]


def test_what_the_line_says_of_a_no_beside_no_guardian_is_of_the_guardian(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = met_by_form(store, age="minor")
    told = _out(line, WAYS[1], code, tmp_path, "--consent", "no", "--guardian-language", "ur")
    assert told["error"] == "cli.no_guardian" and "Nothing of a guardian was noted" in told["sentence"]
    assert [one for one in _words(line, code, "person") if one["word"] == "no"]


def test_what_is_told_after_a_guardian_took_back_leads_on(line: Line, store: Path, tmp_path: Path) -> None:
    child = Desk(line, met_by_form(store, age="minor"), tmp_path)
    assert child.slip("health", *CHILD, *GUARDIAN) == ("", "")
    child.note("withdraw-consent", "--purpose", "slip", "--whose", "guardian")
    asked = ("screening.guardian_withdrawn", "intake record agree-again --guardian --guardian-language")
    assert child.slip("health") == asked
    before = _words(line, child.record, "person")
    child.note("agree-again", "--purpose", "slip", "--guardian", "--guardian-language", "ur")
    assert child.slip("health") == ("", "")
    assert _words(line, child.record, "person") == before, "who took nothing back is not asked again"
    child.note("withdraw-consent", "--purpose", "slip")
    both = ("record", "agree-again", child.record, "--purpose", "slip", "--guardian", "--guardian-language", "ur")
    assert line(*both)["error"] == "screening.no_language", "the child took it back"
    assert line(*both, "--in-language", "bn")["exit"] == 0


FOR_ADULT = ("screening.guardian_for_adult", "--minor, intake case age")


def test_a_guardian_of_who_told_to_be_an_adult_and_may_be_a_child_is_heard_about_the_police(
    line: Line, store: Path, tmp_path: Path
) -> None:
    adult = Desk(line, met_by_form(store), tmp_path)
    line("case", "open", adult.record)
    line("case", "path", adult.record, "judicial")
    police = ("--purpose", "judicial", "--recipient", "police", "--in-language")
    adult.note("consent", *police, "bn")
    both = (*CHILD, *GUARDIAN, "--minor")
    theirs = ("record", "consent", adult.record, *police, "ur", "--whose", "guardian")
    assert _advice(line(*theirs)) == FOR_ADULT and not _words(line, adult.record, "guardian")
    assert adult.slip("police", *both)[0] == "screening.guardian_own_word"
    assert line(*theirs, "--minor")["exit"] == 0
    assert adult.slip("police", *both) == ("", "")


@pytest.mark.parametrize("verb", ["consent", "agree-again", "withdraw-consent"])
def test_a_guardian_speaks_for_who_may_be_a_child_at_each_door_until_somebody_decided(
    line: Line, store: Path, verb: str
) -> None:
    code = met_by_form(store)
    line("case", "open", code)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    said = {"consent": ("--whose", "guardian", "--in-language", "ur"), "agree-again": (*CHILD[2:], *GUARDIAN),
            "withdraw-consent": ("--whose", "guardian")}  # fmt: skip
    way = ("record", verb, code, "--purpose", "slip", *said[verb])
    assert _advice(line(*way)) == FOR_ADULT
    decided = ("--document", "passport", "--reason", "the passport was seen at the prefecture")
    other = met_by_form(store)
    line("case", "open", other)
    assert line("case", "age", other, "adult", *decided)["exit"] == 0
    line("record", "withdraw-consent", other, "--purpose", "slip")
    assert _advice(line("record", verb, other, *way[3:], "--minor")) == FOR_ADULT
    assert line(*way, "--minor")["exit"] == 0 and _words(line, code, "guardian")


SIGHT = ("--to", OTHER, "--as", "anti_trafficking")


REASON, NO = ("--override", "they wait at the gate"), ("--consent", "no", "--in-language", "bn")


@pytest.mark.parametrize("beside", [REASON, NO])
def test_a_guardians_yes_to_the_sight_is_kept_beside_a_reason_or_the_childs_no(
    line: Line, store: Path, beside: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    for _twice in range(2):
        told = line("record", "hand-over", code, *SIGHT, *beside, *GUARDIAN)
        assert told["exit"] == (0 if beside is REASON else 1), told
        line("record", "withdraw", code, "--from", OTHER)
    theirs = _words(line, code, "guardian")
    kept = [("record", "anti_trafficking"), ("export", "anti_trafficking")]
    assert [(one["purpose"], one["recipient"]) for one in theirs] == kept and _told(theirs) == {THEIRS}
    assert line("record", "hand-over", code, *SIGHT, *CHILD)["exit"] == 0


def test_a_guardians_yes_is_kept_beside_a_no_that_ends_the_sight(line: Line, store: Path) -> None:
    code = met_by_form(store, age="minor")
    assert line("record", "hand-over", code, *SIGHT, *REASON)["exit"] == 0
    assert line("record", "hand-over", code, *SIGHT, *NO, *GUARDIAN)["error"] == "screening.said_no"
    assert _told(_words(line, code, "guardian")) == {THEIRS}


@pytest.mark.parametrize("beside", [(), REASON])
def test_of_no_child_the_sight_goes_to_the_court_of_children(line: Line, store: Path, beside: tuple[str, ...]) -> None:
    to = ("--to", OTHER, "--as", "juvenile_court")
    adult = met_by_form(store)
    refused = line("record", "hand-over", adult, *to, *CHILD, *beside)
    assert refused["error"] == "screening.minors_alone" and refused["advice"].endswith("(--minor)")
    young = line("record", "hand-over", adult, *to, *CHILD, *GUARDIAN, "--minor")
    assert young["error"] == "workflow.tells_whole", "nor of one, beside what the law asks for a child who is alone"
    assert not line("record", "show", adult)["handovers"]
    alone = met_by_form(store, age="minor")
    assert line("record", "hand-over", alone, *to, "--alone")["exit"] == 0


@pytest.mark.parametrize("told", ["adult", "minor"])
def test_an_age_that_is_told_with_a_slip_stands_on_it(line: Line, store: Path, tmp_path: Path, told: str) -> None:
    code = met_by_form(store, age="")
    assert _out(line, WAYS[0], code, tmp_path, *CHILD, *GUARDIAN)["exit"] == 0
    said = ("--age", told, "--age-from", "person", *GUARDIAN)
    assert _out(line, WAYS[0], code, tmp_path, *said)["exit"] == 0
    assert "età non indicata" not in _text(tmp_path / "out")
