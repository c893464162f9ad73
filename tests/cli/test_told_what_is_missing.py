"""The line keeps a no to sending, and names what is missing where something stays here, and the words that end that."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from tests.cli.conftest import PASSPHRASE, Line
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, YES

AGAIN = ("--consent", "yes", "--in-language", "bn")
THEIRS = ("--guardian", "--guardian-language", "ur")

MAKE_STORE = consent_scenes.make


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


class Desk:
    """Somebody who types about one person, whose papers go into a folder."""

    def __init__(self, line: Line, record: str, folder: Path) -> None:
        self.line, self.record, self.file = line, record, folder / "a"

    def __call__(self, *words: str) -> tuple[str, str]:
        """What a line says that lets something out: why not, "" where it goes; and by which words to go on."""
        told = self.line(words[0], *words[1:], "-o", str(self.file))
        self.file.unlink(missing_ok=True)
        return str(told.get("error", "")), str(told.get("advice", "")).rpartition("(")[2].rstrip(")")

    def slip(self, kind: str, *words: str) -> tuple[str, str]:
        return self("slip", self.record, "--recipient", consent_scenes.service(kind), *words)

    def note(self, verb: str, *words: str) -> dict[str, Any]:
        told = self.line("record", verb, self.record, *words)
        assert told["exit"] == 0, told
        return told

    def alone(self, told: str) -> None:
        """As a questionnaire for a child hears it."""
        answers = self.file.with_name("minor.json")
        said = {"begin/understands": "yes", "begin/wants_talk": "yes", "part/part_spoke": "freely"}
        said |= {"present/alone": told}
        answers.write_text(json.dumps({f"/data/{path}": value for path, value in said.items()}), encoding="utf-8")
        begun = self.line("case", "begin", self.record, "minor", "--answers", str(answers))
        assert self.line("record", "finalise", begun["code"])["exit"] == 0


@pytest.mark.parametrize("kind", ["social_services", "juvenile_court"])
def test_a_no_of_a_child_hides_no_duty(line: Line, store: Path, tmp_path: Path, kind: str) -> None:
    untold = ("screening.alone_not_told", "--alone")
    child = Desk(line, _met(store, age="minor", said={**YES.said, "referral": "no"}), tmp_path)
    assert child.slip(kind) == child.slip(kind, "--consent", "no") == untold
    assert child.slip("health")[0] == "screening.consent_refused", "no duty is hidden there"
    child.note("withdraw-consent")
    assert child.slip(kind) == untold
    assert child.slip("health")[0] == "screening.consent_withdrawn"
    assert child.slip(kind, "--override", "somebody asked") == untold, "what was taken back no reason opens"
    assert child.slip(kind, "--alone") == ("", "")


def test_a_no_of_a_child_who_is_not_alone_is_told_as_it_is(line: Line, store: Path, tmp_path: Path) -> None:
    child = Desk(line, _met(store, age="minor", said={**YES.said, "referral": "no"}), tmp_path)
    child.alone("no")
    assert child.slip("social_services")[0] == "screening.consent_refused"


@pytest.mark.parametrize("kind", ["health", "social_services", "labour_desk"])
def test_of_a_child_with_a_parent_the_parent_is_asked_whoever_is_to_help(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    child.alone("no")
    assert child.slip(kind) == ("screening.not_alone", "--guardian, --guardian-language, --override")
    export = ("record", "export", child.record, "--recipient", "anti_trafficking")
    assert child(*export)[0] == "screening.not_alone"
    assert child.slip(kind, *THEIRS, *AGAIN) == ("", "")


def test_of_who_told_that_a_child_is_with_a_parent_nobody_says_that_they_told_nothing(
    line: Line, store: Path, tmp_path: Path
) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    child.alone("no")
    refused = line("print", "minor-report", child.record, "-o", str(child.file))
    assert refused["error"] == "exports.not_alone" and "Nobody" not in refused["sentence"]


def test_of_a_guardian_who_was_asked_about_the_police_nobody_says_that_they_were_not(
    line: Line, store: Path, tmp_path: Path
) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    line("case", "open", child.record)
    line("case", "path", child.record, "judicial")
    for whose in ("person", "guardian"):
        police = ("--purpose", "judicial", "--recipient", "police", "--whose", whose, "--in-language", "bn")
        child.note("consent", *police, "--word", "yes")
    words = ("slip", child.record, "--recipient", consent_scenes.service("police"), "-o", str(child.file))
    refused = line(*words, *AGAIN)
    assert refused["error"] == "screening.guardian_beside" and "asked" not in refused["sentence"]
    assert "The guardian agrees that this body hears of the child." in refused["sentence"], "that is noted"
    assert line(*words, *AGAIN, *THEIRS)["exit"] == 0


@pytest.mark.parametrize("kind", ["police", "transfer_body"])
def test_to_whom_no_reason_counts_none_is_asked_for(line: Line, store: Path, tmp_path: Path, kind: str) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    child.alone("no")
    named = ("--purpose", "judicial", "--recipient", kind, "--in-language", "bn")
    if kind == "police":
        child.note("consent", *named)
        missing = ("screening.guardian_own_word",
                   "intake record consent --whose guardian --purpose --recipient --in-language")  # fmt: skip
    else:
        missing = ("screening.guardian_alone", "--guardian, --guardian-language")
    reason = ("--override", "urgent care in the hospital now")
    assert child.slip(kind) == child.slip(kind, *reason) == child.slip(kind, *reason, "--danger") == missing
    if kind == "police":
        child.note("consent", *missing[1].split()[3:5], *named)
    assert child.slip(kind, *THEIRS, *AGAIN) == ("", "")


@pytest.mark.parametrize("kind", ["police", "transfer_body", "health"])
def test_of_a_child_who_is_alone_the_duty_is_told_and_no_guardian_whom_there_is_none_of(
    line: Line, store: Path, tmp_path: Path, kind: str
) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    child.alone("yes")
    if kind == "police":
        child.note("consent", "--purpose", "judicial", "--recipient", kind, "--in-language", "bn")
    by_reason = "--guardian, --guardian-language, --override"
    theirs = "intake record consent --whose guardian --purpose --recipient --in-language"
    first = ("screening.guardian_first", theirs)
    assert child.slip(kind, *AGAIN) == (first if kind != "health" else ("screening.guardian_missing", by_reason))


def test_what_a_guardian_took_back_is_told_as_theirs_with_the_words_that_end_it(
    line: Line, store: Path, tmp_path: Path
) -> None:
    child = Desk(line, _met(store, age="minor"), tmp_path)
    assert child.slip("health", *THEIRS, *AGAIN) == ("", "")
    child.note("withdraw-consent", "--whose", "guardian")
    theirs = ("screening.guardian_withdrawn", "intake record agree-again --guardian --guardian-language")
    assert child.slip("health") == theirs
    again = ("--purpose", "slip", "--in-language", "bn")
    told = child.note("agree-again", "--in-language", "bn", *again)["returned"]
    assert {one["shut"] for one in told} == {"screening.guardian_withdrawn"} and child.slip("health") == theirs
    child.note("agree-again", "--in-language", "bn", *again, *THEIRS)
    assert child.slip("health") == ("", "")
    child.note("withdraw-consent")
    assert child.slip("health")[0] == "screening.consent_withdrawn", "the person did"


def test_a_yes_to_sending_that_sends_nothing_names_what_does(line: Line, store: Path) -> None:
    record = _met(store, said={**YES.said, "sync": "no"})
    yes = ("record", "consent", record, "--purpose", "sync", "--in-language", "bn")
    told = line(*yes)
    (warning,) = told["warnings"]
    assert told["shut"] == "screening.kept_back" and warning.endswith("(intake record release --consent yes)")
    assert line("record", "release", record, *AGAIN)["delivery"] == "waiting"
    assert (line(*yes)["shut"], line(*yes)["warnings"]) == ("", [])


def test_the_guardian_is_asked_about_the_police_by_name(line: Line, store: Path, tmp_path: Path) -> None:
    child = Desk(line, _met(store, age="minor", path="judicial"), tmp_path)
    own = ("--purpose", "judicial", "--recipient", "police", "--in-language", "bn")
    child.note("consent", "--in-language", "bn", *own)
    missing = "screening.guardian_own_word"
    ways = (lambda *words: child.slip("police", *words),
            lambda *words: child("record", "export", child.record, "--recipient", "police", *words))  # fmt: skip
    for way in ways:
        code, words = way(*THEIRS, *AGAIN)
        assert code == missing
        assert words == "intake record consent --whose guardian --purpose --recipient --in-language"
    child.note("consent", "--in-language", "bn", *own, "--whose", "guardian")
    for way in ways:
        assert way() == ("screening.guardian_beside", "--guardian, --guardian-language")
        assert way(*THEIRS, *AGAIN) == ("", "")


def test_of_several_slips_those_that_stay_are_named_and_none_is_written(
    line: Line, store: Path, tmp_path: Path
) -> None:
    adult = Desk(line, _met(store), tmp_path)
    made = {
        kind: line("slip", adult.record, "--recipient", consent_scenes.service(kind), "-o", str(tmp_path / kind))
        for kind in ("health", "anti_trafficking")
    }
    stays, goes = made["health"]["reference"], made["anti_trafficking"]["reference"]
    adult.note("withdraw-consent", "--purpose", "slip", "--recipient", "health")
    told = line("print", "slips", goes, stays, "-o", str(tmp_path / "both"))
    assert told["error"] == "vault.withdrawn" and f"these slips stay here: {stays}." in told["sentence"], told
    assert goes not in told["sentence"] and not (tmp_path / "both").exists()
    alone = line("print", "slips", stays, "-o", str(tmp_path / "both"))
    assert alone["error"] == "vault.withdrawn" and "these slips" not in alone["sentence"]
    assert line("print", "slips", goes, "-o", str(tmp_path / "both"))["slips"] == 1


def test_a_slip_that_was_stopped_is_made_anew_once_they_agree_again(line: Line, store: Path, tmp_path: Path) -> None:
    adult, file = Desk(line, _met(store), tmp_path), str(tmp_path / "first")
    to = consent_scenes.service("health")
    reference = line("slip", adult.record, "--recipient", to, "-o", file)["reference"]
    adult.note("withdraw-consent")
    assert adult("print", "slips", reference)[0] == "vault.withdrawn"
    adult.note("agree-again", "--purpose", "slip", "--in-language", "bn")
    assert adult("print", "slips", reference) == ("workflow.slip_anew", "intake slip")
    assert adult.slip("health") == ("", "")
    assert adult("print", "slips", reference)[0] == "workflow.slip_anew", "it stays stopped"
    assert adult.slip("health", "--consent", "no")[0] == "screening.said_no"
    assert adult("print", "slips", reference)[0] == "vault.withdrawn"
