"""`intake case`: a person's records under one code, as lines are typed."""

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake_app import paths, workflow
from intake_app.vault import Role
from tests.cli.conftest import AGREED, PASSPHRASE, Line
from tests.gui_shell import people

NAME = "Zarafshan Mirzoyeva"


@pytest.fixture
def code(store: Path) -> str:
    """The code of a finished first interview."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Dario", Role.MEDIATOR, PASSPHRASE)
        return opened.record(people.finish(opened, people.ARABIC)).code


@pytest.fixture
def said(line: Line, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """A command with one line on standard input."""

    def run(typed: str, *words: str, **more: str) -> dict[str, Any]:
        reading, writing = os.pipe()
        os.write(writing, typed.encode() + b"\n")
        os.close(writing)
        monkeypatch.setattr("intake_app.cli.secret_input._STANDARD_INPUT", reading)
        try:
            return line(*words, **more)
        finally:
            os.close(reading)

    return run


def test_the_code_of_a_record_that_one_does_not_see_opens_no_case_and_writes_nothing(line: Line, code: str) -> None:
    case = line("case", "open", code, "--at", "landing")["code"]
    hidden = line("case", "begin", case, "transit")["code"]
    before = line("case", "show", case)
    ways: tuple[tuple[str, ...], ...] = (
        ("show", hidden), ("asking", hidden), ("name", hidden), ("path", hidden, "social"), ("reflection", hidden),
        ("meeting", hidden, "--at", "desk"), ("stage", hidden, "evaluation"), ("begin", hidden, "labour"),
    )  # fmt: skip
    for way in ways:
        assert line("case", *way, user="Dario")["error"] == "vault.no_such_case", way
    assert line("record", "consents", hidden, user="Dario")["error"] == "cli.nobody_seen", "as there"
    assert line("case", "show", case) == before, "nothing was written"
    assert line("case", "path", case, "social", user="Dario")["exit"] == 0, "papers bear the code of the person"
    assert line("case", "show", hidden)["path"] == line("case", "show", case)["path"] != before["path"]


def test_what_was_begun_at_one_site_goes_on_at_another_as_the_line_advises(line: Line, store: Path, code: str) -> None:
    line("case", "open", code)
    begun = line("case", "begin", code, "transit", "--mediator-language", people.ITALIAN)["code"]
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        workflow.add_person(ada, "Omar", Role.MEDIATOR, PASSPHRASE, site="Porto")
    refused = line("case", "begin", code, "transit", user="Omar")
    assert refused["error"] == "workflow.asked_already" and "hand the record over" in refused["advice"]
    assert line("record", "show", begun, user="Omar")["error"] == "vault.no_such_record"
    assert line("record", "hand-over", begun, "--to", "Omar")["to"] == "Omar"
    assert line("case", "begin", code, "transit", user="Omar")["code"] == begun
    assert line("record", "finalise", begun, "--anyway", user="Omar")["state"] == "finalised"
    own = line("case", "begin", code, "transit", user="Omar")
    assert own["error"] == "workflow.asked_in_own" and "which is yours" in own["sentence"], "nobody is to hand it over"
    assert "hand" not in own["advice"] and "intake record edit" in own["advice"]
    assert line("record", "hand-over", begun, "--to", "Ada", user="Omar")["to"] == "Ada", "finished, to read it"
    assert line("record", "show", begun)["code"] == begun


def test_a_person_from_the_first_record_to_a_formal_identification(line: Line, code: str) -> None:
    assert line("case", "show", code)["error"] == "vault.no_such_case"
    case = line("case", "open", code, "--at", "landing")
    assert (case["exit"], case["named"], [one["code"] for one in case["records"]]) == (0, False, [code])
    assert [one["name"] for one in case["questionnaires"] if one["asked"]] == ["first_interview"]
    begun = line("case", "begin", case["code"], "transit", "--mediator-language", people.ITALIAN)
    assert (begun["case"], begun["consents"]["sync"]) == (case["code"], "yes")
    assert begun["languages"] == [people.ARABIC, people.ITALIAN]
    assert line("case", "begin", case["code"], "transit")["record"] == begun["record"]
    other = line("case", "begin", case["code"], "transit", user="Dario")
    assert (other["exit"], other["error"]) == (1, "workflow.asked_already")
    assert "Ada" in other["sentence"] and begun["code"] in other["sentence"]
    assert line("case", "begin", case["code"], "transit", "--again", user="Dario")["exit"] == 0
    line("case", "open", begun["code"])
    again = line("record", "new", "intake_first_interview")["code"]
    twin = line("case", "open", again)["code"]
    merged = line("case", "merge", code, again, "--reason", "they said so themselves")
    assert [one["code"] for one in merged["merged"]] == [twin] and again in [one["code"] for one in merged["records"]]
    assert line("case", "show", twin)["code"] == case["code"]
    assert line("case", "merge", code, twin, "--reason", "they said so themselves")["error"] == "vault.same_case"
    parted = line("case", "part", code, twin, "--reason", "it was somebody else after all")
    assert [parted[each] for each in ("merged", "stays_stopped", "name_with")] == [[], [], []]
    assert parted["age_undecided"] is False and parted["identification_open"] is False
    own = line("record", "new", "intake_first_interview")["code"]
    line("case", "open", own, "--into", code)
    out = line("case", "take-out", code, own.lower())
    assert out["code"] != code and [one["code"] for one in out["records"]] == [own]
    assert line("case", "stage", code, "evaluation", "--reason", "ready")["reason_kept"] is True
    assert line("case", "stage", code, "evaluation", "--reason", "ready")["reason_kept"] is False, "none ended"
    line("case", "path", code, "social")
    today = date.today()
    noted = line("case", "reflection", code, "--from", today.isoformat(), "--days", "45")
    assert (noted["days_left"], noted["reflection"]["planned_end"]) == (45, str(today + timedelta(days=45)))
    assert (noted["notes"], noted["reflections_before"]) == ([], [])
    over = ("case", "reflection", code, "--from", "2025-01-01")
    assert line(*over)["error"] == "workflow.days_noted", "none takes the place of another unsaid"
    past = line(*over, "--instead")
    assert past["days_left"] == 0 and ["2025-01-31" in each for each in past["notes"]] == [True]
    assert [one["began"] for one in past["reflections_before"]] == [today.isoformat()]
    line("case", "meeting", code, "--at", "phone", "--person-language", people.ARABIC)
    told = line("case", "identified", code, "formal", "--kind", "police", "--by", "Questura")
    assert (told["path"]["path"], told["identification"]["body"]) == ("social", "Questura")
    assert ["the kind alone" in each for each in told["notes"]] == [True], "which name goes into no file"
    assert all("may_release" in one and "released" not in one for one in told["records"]), "of `record finalise` alone"
    assert [one["kind"] for one in told["meetings"]] == ["landing", None, None, None, "phone"], "nobody said where"
    met = line("case", "meeting", code, "--at", "office", "--person-language", people.ARABIC)["meetings"]
    assert [one["kind"] for one in met] == ["landing", None, None, None, "phone", "office"]
    again = line("case", "identified", code, "preliminary", "--kind", "ngo", "--by", "Alfa")
    assert again["error"] == "vault.formal_already"


def test_a_second_record_of_somebody_known(line: Line, code: str, store: Path) -> None:
    case = line("case", "open", code)["code"]
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        second = opened.record(people.finish(opened, people.BENGALI)).code
    told = line("case", "open", second, "--into", case)
    assert (told["code"], len(told["records"])) == (case, 2)
    assert line("case", "open", second)["code"] == case
    wrong = case[:-1] + str((int(case[-1]) + 1) % 10)
    assert line("case", "show", wrong)["error"] == "vault.bad_code"


def test_a_name_is_typed_shown_and_taken_out(
    line: Line, said: Callable[..., dict[str, Any]], code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    case = line("case", "open", code)["code"]
    assert said("", "case", "name", case, "--put")["error"] == "vault.bad_name"
    assert said(NAME, "case", "name", case, "--put") == {"case": case, "named": True, "exit": 0}
    assert line("case", "name", code)["name"] == NAME
    assert NAME not in json.dumps([line("case", "show", case), line("record", "list"), line("record", "show", code)])
    assert line("case", "name", case, "--remove")["named"] is False
    assert line("case", "name", case)["name"] == ""
    assert line("case", "name", case, "--remove")["error"] == "vault.no_name"
    assert NAME not in capfd.readouterr().err


@pytest.mark.parametrize("asked", [("--reason",), ("--reason", "-")])
def test_why_is_asked_for_and_stands_on_no_command_line(
    line: Line, code: str, said: Callable[..., dict[str, Any]], asked: tuple[str, ...]
) -> None:
    line("case", "open", code)
    theirs = line("record", "new", "intake_first_interview", user="Dario")["code"]
    line("case", "open", theirs, user="Dario")
    for none in ("", " "):
        told = said(none, "case", "age", theirs, "adult", *asked, user="Dario")
        assert (told["exit"], told["error"]) == (1, "cli.no_reason")
    adult = ("case", "age", theirs, "adult")
    refused = said("he looks older to me", *adult, *asked, user="Dario")
    assert (refused["exit"], refused["error"]) == (1, "workflow.no_age_ground")
    refused = said("he looks older to me", *adult, "--body", "friend", "Ali", *asked, user="Dario")
    assert refused["error"] == "workflow.no_age_ground"
    decided = said("a document says so at last", *adult, "--document", "passport", *asked, user="Dario")
    court = ("--body", "juvenile_court", "Tribunale di Palermo")
    decided = said("the decree was read here", *adult, *court, *asked, user="Dario")
    assert [(one["reason"], one["ground"], one["body"]) for one in decided["ages"]] == [
        ("a document says so at last", "passport", ""),
        ("the decree was read here", "juvenile_court", "Tribunale di Palermo"),
    ]
    decided = said("he says so himself today", *adult, "--own-word", *asked, user="Dario")
    assert decided["ages"][-1]["ground"] == "own_word"
    again = line("record", "new", "intake_first_interview")["code"]
    twin = line("case", "open", again)["code"]
    merged = said("they said so themselves", "case", "merge", code, twin, *asked)
    assert [one["reason"] for one in merged["merged"]] == ["they said so themselves"]
    assert said("it was somebody else after all", "case", "part", code, twin, *asked)["merged"] == []
    stages = said("all was told", "case", "stage", code, "evaluation", *asked)
    assert (stages["exit"], stages["reason_kept"]) == (0, True)
    with pytest.raises(SystemExit):
        line("case", "age", code, "minor")


def test_a_questionnaire_of_a_case_is_begun_and_gone_on_with_by_answers(line: Line, code: str, tmp_path: Path) -> None:
    first, then = tmp_path / "first.json", tmp_path / "then.json"
    first.write_text('{"/data/present/alone": "yes"}')
    then.write_text('{"/data/part/part_spoke": "freely"}')
    line("case", "open", code)
    begun = line("case", "begin", code, "minor", "--answers", str(first))
    assert line("case", "begin", code, "minor", "--answers", str(then))["code"] == begun["code"]
    xml = line("record", "show", begun["code"])["xml"]
    assert "<alone>yes</alone>" in xml and "<part_spoke>freely</part_spoke>" in xml


def test_over_a_no_to_the_talk_a_questionnaire_begins_where_they_agree_now(line: Line, store: Path) -> None:
    no = {"information/consent_interview": "no", "next_steps/outcome": "person_declined"}
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        code = workflow.case_for(opened, people.finish(opened, people.ARABIC, no)).code
    assert line("case", "show", code)["refused"] == ["interview"]
    before = line("record", "list")["records"]
    refused = line("case", "begin", code, "labour")
    assert (refused["exit"], refused["error"]) == (1, "workflow.talk_refused")
    read = line("case", "asking", code)
    assert read["refused"] == ["interview"] and read["languages"] == [people.ARABIC, people.ITALIAN]
    assert [one["mediator"] for one in read["read"][-2:]] == [
        "È d’accordo ad ascoltare le mie domande e a parlare con me?",
        "Posso scrivere le sue risposte e conservarle qui?",
    ]
    assert line("case", "begin", code, "labour", "--agreed", "another text")["error"] == "workflow.talk_refused"
    agreed = ("--agreed", read["text"])
    assert line("case", "begin", code, "labour", *agreed)["error"] == "workflow.not_safe_now"
    assert [name for name, one in read["now"].items() if one["needed"] == "no"] == ["danger_now"]
    assert read["now"]["private"]["mediator"] == "In questo posto può parlare liberamente?"
    now = ("--now", *(f"{name}={one['needed']}" for name, one in read["now"].items()))
    hurt = ("--now", *(f"{name}=yes" for name in read["now"]))
    assert line("case", "begin", code, "labour", *agreed, *hurt)["error"] == "workflow.not_safe_now"
    given = (*agreed, *now, "--how", "witness", "--witness", "interpreter", "--in-language", "ar")
    sentence = line("case", "begin", code, "labour", *agreed, *now, "--in-language", "a sentence")
    assert (sentence["exit"], sentence["error"]) == (1, "workflow.unknown_language")
    assert line("record", "list")["records"] == before, "nothing was begun"
    assert line("case", "begin", code, "labour", *given)["form_id"].endswith("labour")
    assert read["wanted"] == ["interview", "record"], "the second was never asked, as they said no to the first"
    words = line("record", "consents", code)["words"]
    assert [(one["purpose"], one["word"], one["language"]) for one in words] == [
        ("interview", "yes", "ar"), ("record", "yes", "ar"),
    ]  # fmt: skip
    text = f"{read['text']}: understands=yes private=yes well=yes danger=no clear=yes"
    assert {(one["how"], one["witness"], one["script"]) for one in words} == {("witness", "interpreter", text)}


def test_over_first_questions_that_stopped_the_talk_nothing_but_a_first_interview_begins(
    line: Line, store: Path
) -> None:
    closed = {"safety/danger_now": "yes", "next_steps/outcome": "needs_more_time"}
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        code = workflow.case_for(opened, people.finish(opened, people.ARABIC, closed)).code
    read = line("case", "asking", code)
    assert read["first_again"] and line("case", "show", code)["first_again"]
    now = ("--now", *(f"{name}={one['needed']}" for name, one in read["now"].items()))
    for given in ((), ("--agreed", read["text"], *now)):
        told = line("case", "begin", code, "labour", *given)
        assert (told["exit"], told["error"]) == (1, "workflow.first_again")
    assert line("case", "begin", code, "first_interview", "--again")["form_id"].endswith("first_interview")


def test_of_who_took_everything_back_nothing_is_begun_or_closed_until_they_agree(line: Line, code: str) -> None:
    case = line("case", "open", code)["code"]
    draft = line("case", "begin", case, "needs")["code"]
    line("record", "withdraw-consent", case)
    for command in (("case", "begin", case, "labour"), ("case", "begin", case, "needs"), ("record", "finalise", draft)):
        told = line(*command)
        assert (told["exit"], told["error"]) == (1, "workflow.talk_refused")
    known = line("case", "show", case)
    assert known["refused"] == ["interview", "record"]
    assert {one["name"] for one in known["questionnaires"] if not one["shut"]} == {"first_interview"}
    read = line("case", "asking", case)
    now = ("--now", *(f"{name}={one['needed']}" for name, one in read["now"].items()))
    begun = line("case", "begin", case, "needs", "--agreed", read["text"], *now)
    assert begun["code"] == draft, "it goes on, and that is kept"
    assert line("case", "show", case)["refused"] == []
    words = line("record", "consents", case)["words"]
    told = {one["language"] for one in words if one["word"] == "yes" and one["script"].startswith(read["text"])}
    assert told == {"ar"}, "the language in which it was told, where none is named"


def test_our_own_questionnaire_from_a_file_begins_with_a_person_alone(line: Line, code: str) -> None:
    line("form", "import", str(paths.forms() / "labour.md"))
    assert "intake_labour" not in {one["form_id"] for one in line("form", "list")["forms"]}
    told = line("record", "new", "intake_labour")
    assert (told["exit"], told["error"]) == (1, "cli.unknown_form")
    assert line("case", "begin", line("case", "open", code)["code"], "labour")["form_id"] == "intake_labour"


def test_the_code_that_stands_on_papers_names_a_record_where_there_is_one_alone(
    line: Line, code: str, tmp_path: Path, store: Path
) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        person = workflow.put_in_case(opened, opened.find(code).id, opened.open_case().id).code
    assert person != code, "of a case that was there before its record"
    slip = line("slip", person, "--recipient", "health", *AGREED, "-o", str(tmp_path / "slip.pdf"))
    assert slip["exit"] == 0, slip
    assert line("record", "show", person) == line("record", "show", code)
    noted = line("referral", "call", person, "advised")
    assert noted["exit"] == 0 and len(line("referral", "calls", person)["calls"]) == 1
    other = line("case", "begin", person, "labour")
    assert other["exit"] == 0
    told = line("record", "show", person)
    assert (told["exit"], told["error"]) == (1, "workflow.code_of_person") and code in str(told)
    assert len(line("referral", "calls", person)["calls"]) == 1, "a call is of the person"
    assert line("record", "show", "KARO-27-4")["error"] in ("vault.no_such_record", "vault.bad_code")


NAMING = {
    "record show": "",
    "record finalise": "",
    "record edit": "",
    "record copy": "",
    "record release": "--override danger-to-their-life-is-told",
    "record hand-over": "--to Ada",
    "record withdraw": "--from Ada",
    "slip": "--recipient health -o no.pdf",
    "record consents": "",
    "record withdraw-consent": "--purpose slip",
    "referral calls": "",
}
OF_A_PERSON = ("record consents", "record withdraw-consent", "referral calls")
"""The last ones, which take the code of a person too, for they are about a person."""
"""Verbs that show what is in the record they name, or do to it what is not undone, and what more they take."""


def test_the_code_of_a_record_that_one_does_not_see_stands_for_no_other_record_of_the_person(
    line: Line, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    person = line("case", "open", code)["code"]
    labour = line("case", "begin", person, "labour")["code"]
    draft = line("case", "begin", person, "domestic", user="Dario")["code"]
    assert person == code
    nobody = line("record", "show", "KARO-27-1", user="Dario")
    assert nobody["error"] == "vault.no_such_record"
    before = line("record", "show", draft, user="Dario")
    for verb, more in NAMING.items():
        told = line(*verb.split(), labour, *more.split(), user="Dario")
        unseen = "cli.nobody_seen" if verb in OF_A_PERSON else nobody["error"]
        assert (told["exit"], told["error"]) == (1, unseen) and draft not in str(told), verb
        told = line(*verb.split(), person, *more.split(), user="Dario")  # also that of a record he does not see
        named = (told["exit"], told.get("error")) == (1, "workflow.code_of_person") and draft in told["sentence"]
        assert named is (verb not in OF_A_PERSON), verb
    assert line("record", "show", draft, user="Dario") == before and before["state"] == "draft"


@pytest.mark.parametrize("zero", "٠۰০०０")
def test_codes_are_taken_with_the_digits_of_any_script(line: Line, code: str, zero: str) -> None:
    digits = str.maketrans({str(figure): chr(ord(zero) + figure) for figure in range(10)})
    person = line("case", "open", code)["code"]
    assert line("case", "show", person.translate(digits)) == line("case", "show", person)
    assert line("record", "show", code.translate(digits)) == line("record", "show", code)
    assert [one["code"] for one in line("record", "list", "--find", code[5:].translate(digits))["records"]] == [code]


def test_the_code_that_a_person_had_before_they_were_found_to_be_one_still_names_their_records(
    line: Line, code: str, said: Callable[..., dict[str, Any]], store: Path
) -> None:
    person = line("case", "open", code)["code"]
    line("case", "begin", person, "domestic", user="Dario")
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        twin = opened.record(people.finish(opened, people.ARABIC)).code
    line("case", "open", twin)
    assert said("her cousin told us they are one", "case", "merge", person, twin, "--reason", "-")["exit"] == 0
    assert line("record", "show", twin)["code"] == twin
    for named in (person, twin):
        told = line("record", "finalise", named, user="Dario")
        assert (told["exit"], told["error"]) == (1, "workflow.code_of_person"), named
        assert line("record", "consents", named, user="Dario")["exit"] == 0


def test_a_code_of_two_persons_who_were_parted_names_neither(line: Line, code: str, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        first, second = opened.find(code).id, people.finish(opened, people.ARABIC)
        case = workflow.case_for(opened, first)
        workflow.put_in_case(opened, second, case.id)
        apart = workflow.take_from_case(opened, case.id, first)
        assert case.code == code != apart.code
        kept, gone = opened.record(second).code, apart.code
    for verb in (("withdraw-consent", code, "--purpose", "slip"), ("show", code), ("consents", code)):
        told = line("record", *verb)
        assert (told["exit"], told.get("error")) == (1, "workflow.code_of_person"), (verb, told)
        assert kept in told["sentence"] and first in told["sentence"], "papers of both bear it"
    assert line("record", "show", first)["id"] == line("record", "show", gone)["id"] == first
    assert line("record", "withdraw-consent", kept, "--purpose", "slip")["record"] == second
