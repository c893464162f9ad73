"""What ended for an age is named in the answer to what ended it, whatever else went wrong with that."""

import json
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_doubted import DECIDED, EXPORT, PAGE, SIGHT, SLIP, WORDS, _gone, _met, _printed, _said
from tests.cli.test_guardian_said import CHILD, GUARDIAN, _out
from tests.cli.test_guardian_said import MAKE_STORE as MADE
from tests.cli.test_told_what_is_missing import _met as met_by_form
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import OTHER
from tests.workflow.test_said_since import ALL, Place

MAKE_STORE = MADE
REASON = ("--reason", "the same person told us")


@pytest.mark.parametrize(("way", "file"), [
    ((*PAGE, "--minor"), "/proc/self/x.pdf"), ((*SLIP, "--minor"), "/dev/full"), ((*EXPORT, "--minor"), "/dev/full"),
])  # fmt: skip
def test_where_the_file_can_not_be_written_it_is_told_all_the_same(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...], file: str
) -> None:
    code = _met(line, store)
    gone = str(_out(line, ("slip", "--recipient", consent_scenes.service("freephone")), code, tmp_path)["reference"])
    verb, rest = (way[:1], way[1:]) if way[0] == "slip" else (way[:2], way[2:])
    told = line(*verb, code, *rest, *CHILD, *GUARDIAN, "-o", file)
    assert told["error"] == "cli.file" and gone in told["sentence"], told
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended"


@pytest.mark.parametrize("case", [True, False])
def test_what_an_age_ends_that_a_correction_tells_is_named_where_it_is_told(
    line: Line, store: Path, tmp_path: Path, case: bool
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        record = Place(opened).closed("asks", opened.open_case().id if case else "", **ALL)
        code = opened.record(record).code
    slip = ("slip", code, "--recipient", "health", "-o", str(tmp_path / "slip.pdf"))
    gone = line(*slip)["reference"]
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"/data/age": "minor"}), encoding="utf-8")
    told = line("record", "edit", code, "--answers", str(answers))
    assert gone in _said(told), told
    assert _printed(line, gone, tmp_path) == "workflow.slip_of_child"
    assert gone not in _said(line("record", "finalise", told["code"])), "it is told once"


@pytest.mark.parametrize("refuses", [True, False])
def test_what_an_age_ends_that_is_taken_back_is_named_as_its_correction_is_finished(
    line: Line, store: Path, tmp_path: Path, refuses: bool
) -> None:
    """What they refuse there ended by no age."""
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        code = opened.record(Place(opened).closed("asks", opened.open_case().id, **ALL)).code
    gone, answers = _gone(line, code, tmp_path), tmp_path / "answers.json"
    told = {"age": "prefers_not_to_say", **({"referral": "no"} if refuses else {})}
    answers.write_text(json.dumps({f"/data/{name}": value for name, value in told.items()}), encoding="utf-8")
    draft = line("record", "edit", code, "--answers", str(answers))
    assert draft["exit"] == 0 and gone not in _said(draft), draft
    done = line("record", "finalise", draft["code"])
    assert (gone in _said(done)) is not refuses, done
    assert _printed(line, gone, tmp_path).startswith("vault.withdrawn" if refuses else "workflow.slip_ended")


def test_a_record_that_waits_no_more_for_what_its_correction_tells_is_named(
    line: Line, store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        code = opened.record(Place(opened).closed("asks", "", **ALL)).code
    assert line("record", "show", code)["delivery"] == "waiting"
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"/data/age": "minor"}), encoding="utf-8")
    told = line("record", "edit", code, "--answers", str(answers))
    assert line("record", "show", code)["delivery"] == "held"
    assert code in _said(told) and "do not wait to be sent" in _said(told), told


@pytest.mark.parametrize("child", ["told", "doubted"])
@pytest.mark.parametrize("kept", [True, False])
def test_what_ends_as_two_persons_are_put_together_is_named(
    line: Line, store: Path, tmp_path: Path, child: str, kept: bool
) -> None:
    adult = _met(line, store)
    gone = _gone(line, adult, tmp_path)
    assert _out(line, SIGHT, adult, tmp_path, *CHILD)["exit"] == 0
    other = _met(line, store) if child == "doubted" else met_by_form(store, age="minor")
    if child == "doubted":
        line("record", *WORDS["no"][:1], other, *WORDS["no"][1:], "--minor")
    else:
        line("case", "open", other)
    told = line("case", "merge", *((adult, other) if kept else (other, adult)), *REASON)
    assert gone in _said(told) and OTHER in _said(told), told
    assert _printed(line, gone, tmp_path) in ("workflow.slip_of_child", "workflow.slip_ended")
    assert line("record", "show", adult, user=OTHER)["exit"] == 1


def test_what_ends_as_a_record_comes_to_the_case_of_a_child_is_named(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        place, case = Place(opened), opened.open_case()
        place.closed("asks", case.id, **ALL, age="minor")
        adult = opened.record(place.closed("asks", "", **ALL)).code
    gone = line("slip", adult, "--recipient", "health", "-o", str(tmp_path / "slip.pdf"))["reference"]
    assert gone in _said(line("case", "open", adult, "--into", case.code))


@pytest.mark.parametrize(("how", "why"), [("back", "taken back"), ("sync_back", "taken back"), ("no", "refused")])
@pytest.mark.parametrize("kept", [True, False])
def test_what_stops_as_two_codes_come_together_by_what_was_said_under_one_is_named_with_why(
    line: Line, store: Path, tmp_path: Path, how: str, why: str, kept: bool
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        place, codes = Place(opened), list[str]()
        for _ in range(2):
            codes.append(opened.record(place.closed("asks", opened.open_case().id, **ALL)).code)
    record, other = codes
    slip = str(line("slip", record, "--recipient", "health", "-o", str(tmp_path / "slip.pdf"))["reference"])
    if how == "no":
        line("record", "consent", other, "--purpose", "record", "--word", "no")
    else:
        line("record", "withdraw-consent", other, *(("--purpose", "sync") if how == "sync_back" else ()))
    told = line("case", "merge", *((record, other) if kept else (other, record)), *REASON)
    warned = [one for one in told["warnings"] if record in one or slip in one]
    stops = 1 if how == "sync_back" else 2
    assert len(warned) == stops and all(f"what was {why} under one code" in one for one in warned), told
    assert other not in _said(told), "it stopped before"
    assert _printed(line, slip, tmp_path) == ("" if how == "sync_back" else "vault.withdrawn")
    (row,) = (one for one in line("queue", "list")["records"] if one["code"] == record)
    assert row["reason"] == ("screening.consent_refused" if how == "no" else "screening.consent_withdrawn")
    assert "warnings" not in line("case", "show", record), "it is told once"


def test_what_waits_again_as_two_codes_are_parted_is_named(line: Line, store: Path) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        place, cases = Place(opened), [opened.open_case() for _ in range(2)]
        record, other = (opened.record(place.closed("asks", case.id, **ALL)).code for case in cases)
    line("record", "withdraw-consent", other)
    assert record in _said(line("case", "merge", cases[0].code, cases[1].code, *REASON))
    line("record", "consent", other, "--purpose", "export", "--word", "no")
    parted = line("case", "part", cases[0].code, cases[1].code, *REASON)
    assert parted["wait_again"] == [record], parted
    rows = {row["code"]: row["delivery"] for row in line("queue", "list")["records"]}
    assert rows == {record: "waiting", other: "held"}


@pytest.mark.parametrize(("word", "why"), [("no", "refused"), ("yes", "taken back")])
def test_what_stops_as_a_record_comes_into_a_case_is_named_with_why(
    line: Line, store: Path, word: str, why: str
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        place, case = Place(opened), opened.open_case()
        code = opened.record(place.closed("asks", case.id, **ALL)).code
        other = place.closed("asks", "", **{**ALL, "sync": word})
        if word == "yes":
            workflow.withdraw_consent(opened, other)
        other = opened.record(other).code
    told = line("case", "open", other, "--into", case.code)
    (warned,) = (one for one in told["warnings"] if code in one)
    assert f"what was {why} under one code" in warned and other not in _said(told), told


def test_what_was_taken_back_for_both_is_not_said_to_have_ended_for_an_age(
    line: Line, store: Path, tmp_path: Path
) -> None:
    adult, child = _met(line, store), met_by_form(store, age="minor")
    gone = _gone(line, adult, tmp_path)
    line("case", "open", child)
    line("record", "withdraw-consent", child, "--purpose", "slip")
    told = line("case", "merge", adult, child, *REASON)
    (warned,) = (one for one in told["warnings"] if gone in one)
    assert told["exit"] == 0 and "taken back under one code" in warned and "under 18" not in warned, told


def test_a_colleague_who_notes_a_doubt_with_a_record_of_their_own_is_told_what_of_the_other_one_ended(
    line: Line, store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        workflow.add_person(opened, "Omar", Role.MEDIATOR, PASSPHRASE)
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    with workflow.open_store(store, "Omar", PASSPHRASE) as opened:
        theirs = opened.record(consent_scenes.met(opened, consent_scenes.YES)).code
    line("record", "hand-over", theirs, "--to", consent_scenes.NAME, user="Omar")
    assert line("case", "merge", code, theirs, *REASON)["exit"] == 0
    assert line("record", "show", code, user="Omar")["exit"] == 1
    told = line("record", *WORDS["no"][:1], theirs, *WORDS["no"][1:], "--minor", user="Omar")
    assert told["exit"] == 0 and gone in _said(told), told
    assert _printed(line, gone, tmp_path) == "workflow.slip_ended"


@pytest.mark.parametrize("told", ["doubt", "decided"])
def test_a_slip_that_stays_because_its_paper_says_adult_is_named_as_it_stops(
    line: Line, store: Path, tmp_path: Path, told: str
) -> None:
    code = _met(line, store)
    assert _out(line, SLIP, code, tmp_path, "--minor", *GUARDIAN)["exit"] == 0
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    issued = str(_out(line, SLIP, code, tmp_path)["reference"])
    if told == "doubt":
        answer = line("record", *WORDS["no"][:1], code, *WORDS["no"][1:], "--minor")
    else:
        answer = line("case", "age", code, "minor", *DECIDED)
    assert issued in _said(answer), answer
    assert _printed(line, issued, tmp_path) in ("workflow.slip_ended", "workflow.slip_of_child")


@pytest.mark.parametrize("told", ["doubt", "decided"])
@pytest.mark.parametrize("kind", ["transfer_body", "asylum_body", "prefecture"])
def test_a_slip_to_whom_a_guardian_agrees_by_name_ends_though_they_agreed_in_general_before(
    line: Line, store: Path, tmp_path: Path, kind: str, told: str
) -> None:
    """A guardian agreed in a doubt that was decided since: nobody asked them about this body by its name; nor a child
    who agreed as an adult.
    """
    code, way = _met(line, store), ("slip", "--recipient", consent_scenes.service(kind))
    general = ("consent", code, "--purpose", "slip", "--whose", "guardian", "--in-language", "ur", "--minor")
    assert line("record", *general)["exit"] == 0
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    issued = str(_out(line, way, code, tmp_path, *CHILD)["reference"])
    if told == "doubt":
        answer = line("record", "consent", code, "--purpose", "export", "--word", "no", "--minor")
    else:
        answer = line("case", "age", code, "minor", *DECIDED)
    assert issued in _said(answer), answer
    ended = ("workflow.slip_of_child", "workflow.slip_ended")
    asked = "transfer_not_asked" if kind == "transfer_body" else "authority_not_asked"
    missing, both = ("guardian_by_name", GUARDIAN) if told == "doubt" else (asked, (*CHILD, *GUARDIAN))
    assert _out(line, way, code, tmp_path)["error"] == f"screening.{missing}"
    assert _printed(line, issued, tmp_path) in ended
    assert _out(line, way, code, tmp_path, *both)["exit"] == 0
    assert _printed(line, issued, tmp_path) in ended, "the old paper stays ended"


@pytest.mark.parametrize("kind", ["transfer_body", "asylum_body", "prefecture"])
def test_a_slip_on_the_own_word_of_an_adult_ends_though_a_guardian_agreed_by_name_before(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    code, way = _met(line, store), ("slip", "--recipient", consent_scenes.service(kind))
    named = ("--purpose", "slip", "--recipient", kind, "--whose", "guardian", "--in-language", "ur", "--minor")
    assert line("record", "consent", code, *named)["exit"] == 0
    assert line("case", "age", code, "adult", *DECIDED)["exit"] == 0
    issued = str(_out(line, way, code, tmp_path, *CHILD)["reference"])
    assert issued in _said(line("case", "age", code, "minor", *DECIDED))
    assert _printed(line, issued, tmp_path) in ("workflow.slip_of_child", "workflow.slip_ended")
    assert _out(line, way, code, tmp_path)["exit"] == 1, "nobody asked the child"
    assert _out(line, way, code, tmp_path, *CHILD, *GUARDIAN)["exit"] == 0
    assert _printed(line, issued, tmp_path) in ("workflow.slip_of_child", "workflow.slip_ended")


@pytest.mark.parametrize("told", ["doubt", "decided", "taken back"])
def test_the_list_of_referrals_tells_a_slip_that_ended_for_an_age_from_one_that_was_taken_back(
    line: Line, store: Path, tmp_path: Path, told: str
) -> None:
    code = _met(line, store)
    gone = _gone(line, code, tmp_path)
    if told == "decided":
        line("case", "age", code, "minor", *DECIDED)
    elif told == "doubt":
        line("record", *WORDS["no"][:1], code, *WORDS["no"][1:], "--minor")
    else:
        line("record", "withdraw-consent", code)
    (listed,) = (one for one in line("referral", "list")["referrals"] if one["reference"] == gone)
    taken = told == "taken back"
    assert (listed["withdrawn"], listed["status"]) == ((True, "revoked") if taken else (False, "ended"))
    assert ("taken back" in listed["why"]) is taken and ("under 18" in listed["why"]) is (told == "decided")


def test_of_two_who_read_a_record_whose_word_ended_alone_is_named(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, consent_scenes.NAME, PASSPHRASE) as opened:
        workflow.add_person(opened, "Noor", Role.MEDIATOR, PASSPHRASE, agency="Another")
    code = _met(line, store)
    reason = ("--danger", "--override", "somebody may be hurt where they sleep")
    assert _out(line, SIGHT, code, tmp_path, *reason)["exit"] == 0
    assert line("record", "hand-over", code, "--to", "Noor", "--as", "anti_trafficking", *CHILD)["exit"] == 0
    told = _said(_out(line, SLIP, code, tmp_path, "--minor"))
    assert "Noor" in told and OTHER not in told, told
    assert [line("record", "show", code, user=name)["exit"] for name in ("Noor", OTHER)] == [1, 0]
