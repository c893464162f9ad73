"""`--consent no` is kept: the next line goes on no older yes, and a newer one opens what was refused."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.vault import Role
from tests.cli.conftest import AGREED, ASKED, PASSPHRASE, Line
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import NAME, YES

HOME, OTHER = "service_health", "service_labour_desk"

MAKE_STORE = consent_scenes.make


@pytest.fixture
def record(store: Path) -> str:
    """Of an adult who agreed to all that a form asks."""
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        return opened.record(consent_scenes.met(opened, YES)).code


def test_a_no_on_the_line_is_kept_told_and_ended_by_a_yes(line: Line, record: str, tmp_path: Path) -> None:
    def slip(*words: str, to: str = HOME) -> str:
        file = tmp_path / "slip.pdf"
        told = line("slip", record, "--recipient", to, "-o", str(file), *words)
        file.unlink(missing_ok=True)
        return str(told.get("error", "went"))

    def again(*words: str) -> str:
        assert slip("--consent", "no") == "screening.said_no" == slip()
        assert line(*words)["exit"] == 0
        return slip()

    assert slip() == "went"
    assert slip("--consent", "no") == slip() == "screening.said_no" and slip(to=OTHER) == "went"
    told = line("record", "consents", record)
    kept = next(one for one in told["words"] if one["recipient"] == HOME)
    assert (kept["purpose"], kept["word"], kept["by"]) == ("slip", "no", NAME) and kept["at"]
    assert [(one["purpose"], one["recipient"]) for one in told["returning"]] == [("slip", HOME)]
    assert slip(*AGREED) == "went" == slip()
    assert again("record", "agree-again", *ASKED, record, "--purpose", "slip", "--recipient", HOME) == "went"
    assert slip("--consent", "no") == "screening.said_no"
    told = line("record", "agree-again", *ASKED, record, "--purpose", "slip")
    assert (told["exit"], told["error"]) == (1, "cli.nothing_taken_back"), "nobody asked about that one"
    assert slip() == "screening.said_no"
    one = ("record", "consent", *ASKED, record, "--purpose", "slip", "--recipient", HOME)
    assert again(*one) == "went"
    assert line(*one, "--word", "no")["exit"] == 0 and slip() == "screening.said_no"
    told = line("record", "consent", *ASKED, record, "--purpose", "slip", "--recipient", "nowhere")
    assert told["error"] == "referral.unknown_recipient"


def test_a_no_of_a_guardian_to_one_service_is_told_as_theirs_with_the_words_that_end_it(
    line: Line, store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        child = opened.record(consent_scenes.met(opened, replace(YES, age="minor"))).code

    def slip(*words: str) -> dict[str, Any]:
        file = tmp_path / "slip.pdf"
        told = line("slip", child, "--recipient", HOME, "-o", str(file), *words)
        file.unlink(missing_ok=True)
        return told

    theirs = ("--guardian", "--guardian-language", "ur")
    both = ("--consent", "yes", *theirs, "--in-language", "bn")
    assert slip(*both)["exit"] == 0
    one = ("record", "consent", *ASKED, child, "--purpose", "slip", "--recipient", HOME, "--whose", "guardian")
    assert line(*one, "--word", "no")["exit"] == 0
    told = slip(*both)
    assert told["error"] == "screening.guardian_said_no" and "The guardian" in told["sentence"]
    assert "intake record consent --whose guardian" in told["advice"]
    again = ("record", "agree-again", child, "--purpose", "slip", "--in-language", "bn", *theirs)
    assert line(*again)["error"] == "cli.nothing_taken_back", "nobody asked about that one"
    assert [one["recipient"] for one in line("record", "consents", child)["returning"]] == [HOME]
    (back,) = line(*again, "--recipient", HOME)["returned"]
    assert back["recipient"] == HOME and slip()["exit"] == 0
    assert line(*one, "--word", "no")["exit"] == 0 and slip()["exit"] == 1
    assert line(*one)["exit"] == 0 and slip()["exit"] == 0


def test_a_no_to_the_page_of_the_authority_is_kept(line: Line, record: str, tmp_path: Path) -> None:
    def page(*words: str) -> str:
        file = tmp_path / "page.pdf"
        told = line("print", "screening", record, "-o", str(file), *words)
        file.unlink(missing_ok=True)
        return str(told.get("error", "went"))

    yes = AGREED
    assert page(*yes) == page() == "went"
    assert page("--consent", "no") == page() == "screening.said_no"
    assert page(*yes) == page() == "went"


@pytest.mark.parametrize("away", ["there", "nowhere"])
def test_a_no_is_kept_whatever_file_the_line_names(line: Line, record: str, tmp_path: Path, away: str) -> None:
    (tmp_path / "there").write_text("of somebody")
    (tmp_path / "there.txt").write_text("of somebody")
    file = {"there": str(tmp_path / "there"), "nowhere": str(tmp_path / "none" / "file")}[away]
    ways = {
        ("slip", HOME): ("slip", record, "--recipient", HOME),
        ("export", "anti_trafficking"): ("record", "export", record, "--recipient", "anti_trafficking"),
        ("export", "freephone"): ("record", "export", record, "--recipient", "freephone", "--format", "csv"),
        ("export", "screening_authority"): ("print", "screening", record),
    }
    for words in ways.values():
        assert line(*words, "-o", file, "--consent", "no")["exit"] == 1
    noes = [one for one in line("record", "consents", record)["words"] if one["word"] == "no"]
    assert [(one["purpose"], one["recipient"]) for one in noes] == list(ways), "each once"
    for words in ways.values():
        assert line(*words, "-o", str(tmp_path / "new"))["error"] == "screening.said_no"
    assert (tmp_path / "there").read_text() == "of somebody" and not (tmp_path / "new").exists()


@pytest.mark.parametrize("issued", [False, True])
def test_a_no_by_name_outlasts_what_is_taken_back_and_agreed_to_again(
    line: Line, record: str, tmp_path: Path, issued: bool
) -> None:
    def slip(*words: str, to: str = HOME) -> str:
        file = tmp_path / "slip.pdf"
        told = line("slip", record, "--recipient", to, "-o", str(file), *words)
        file.unlink(missing_ok=True)
        return str(told.get("error", "went"))

    again = ("record", "agree-again", record, "--purpose", "slip", "--in-language", "bn")
    if issued:
        assert slip() == slip(to=OTHER) == "went"
    assert slip("--consent", "no") == "screening.said_no"
    assert line("record", "withdraw-consent", record)["exit"] == 0
    assert slip() == slip(to=OTHER) == "screening.consent_withdrawn"
    assert [one["recipient"] for one in line(*again)["returned"]] == ["", *([OTHER] if issued else [])]
    assert slip(to=OTHER) == "went" and slip() == "screening.said_no"
    assert line(*again, "--recipient", HOME)["returned"][0]["recipient"] == HOME
    assert slip() == "went"


@pytest.mark.parametrize("to", [(), ("--recipient", HOME)])
def test_who_agrees_again_before_any_slip_was_made_is_kept(
    line: Line, record: str, tmp_path: Path, to: tuple[str, ...]
) -> None:
    slip = ("slip", record, "--recipient", HOME, "-o", str(tmp_path / "slip.pdf"))
    again = ("record", "agree-again", record, "--purpose", "slip", "--in-language", "bn", *to)
    assert line(*again)["error"] == "cli.nothing_taken_back"
    line("record", "withdraw-consent", record)
    assert line(*slip)["error"] == "screening.consent_withdrawn"
    (back,) = line(*again)["returned"]
    assert (back["purpose"], back["asked"], back["shut"]) == ("slip", ["record", "slip"], "")
    words = line("record", "consents", record)["words"][-2:]
    assert [(one["purpose"], one["recipient"], one["language"]) for one in words] == [
        (each, HOME if to else "", "bn") for each in ("record", "slip")
    ]
    assert line(*again)["error"] == "cli.nothing_taken_back" and line(*slip)["exit"] == 0
    assert line(*again[:-2], "--recipient", "nowhere")["error"] == "referral.unknown_recipient"


def test_a_yes_that_opens_nothing_yet_says_what_stands_against_it(line: Line, record: str, tmp_path: Path) -> None:
    yes = ("record", "consent", record, "--purpose", "slip", "--word", "yes", "--in-language", "bn")
    line("record", "withdraw-consent", record)
    told = line(*yes)
    (warning,) = told["warnings"]
    assert told["shut"] == "screening.consent_withdrawn" and "intake record agree-again" in warning
    assert line("record", "agree-again", *ASKED, record, "--purpose", "slip")["exit"] == 0
    told = line(*yes)
    assert (told["shut"], told["warnings"]) == ("", [])
    assert line("slip", record, "--recipient", HOME, "-o", str(tmp_path / "slip.pdf"))["exit"] == 0


@pytest.mark.parametrize(
    "failing", [("--in-language", "zz"), ("--override", "-"), ("--override", "x y", "--in-language", "zz")]
)
def test_a_no_is_kept_whatever_else_the_line_says_wrongly(
    line: Line, record: str, tmp_path: Path, failing: tuple[str, ...]
) -> None:
    new, read, write = ("-o", str(tmp_path / "new")), *os.pipe()
    os.close(write)
    before = os.dup(0)
    os.dup2(read, 0)  # an input that is empty
    try:
        for words in (
            ("slip", record, "--recipient", HOME, *new),
            ("record", "export", record, "--recipient", "anti_trafficking", *new),
            ("print", "screening", record, *new),
        ):
            told = line(*words, "--consent", "no", *failing)
            assert told["error"] in ("workflow.unlisted_language", "cli.no_reason")
            assert line(*words)["error"] == "screening.said_no"
        assert line("record", "release", record, "--consent", "no", *failing)["exit"] == 1
    finally:
        os.dup2(before, 0)
        for each in (before, read):
            os.close(each)
    noes = [one for one in line("record", "consents", record)["words"] if one["word"] == "no"]
    assert [one["purpose"] for one in noes] == ["slip", "export", "export", "sync"]
    assert {one["language"] for one in noes} == {""} and not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "failing",
    [("--in-language", "zz"), ("--override", "x y", "--in-language", "zz"), ("--how", "witness"), ("--to", "Nobody")],
)
def test_a_no_to_the_sight_of_a_record_is_kept_whatever_else_the_line_says_wrongly(
    line: Line, store: Path, record: str, failing: tuple[str, ...]
) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Greta", Role.MEDIATOR, PASSPHRASE, agency="Save Test")
    over = ("record", "hand-over", record, "--to", "Greta", "--as", "health", "--consent", "no", *failing)
    refused = line(*over)["error"]
    assert refused == ("vault.no_such_person" if "Nobody" in failing else "screening.said_no")
    word = line("record", "consents", record)["words"][-1]
    assert [word[each] for each in ("purpose", "recipient", "word", "how")] == ["export", "health", "no", "spoken"]
    assert line("record", "show", record, user="Greta")["error"] == "vault.no_such_record"


def test_a_no_before_a_witness_names_who_that_is(line: Line, record: str, tmp_path: Path) -> None:
    slip = ("slip", record, "--recipient", HOME, "-o", str(tmp_path / "new"), "--consent", "no", "--how", "witness")
    assert line(*slip)["error"] == "screening.no_witness"
    assert line(*slip[:-4])["error"] == "screening.said_no", "the no is kept whoever was there"
    assert line(*slip, "--witness", "interpreter")["error"] == "screening.said_no"
    noes = [one for one in line("record", "consents", record)["words"] if one["word"] == "no"]
    assert [(no["how"], no["witness"]) for no in noes] == [("spoken", ""), ("witness", "interpreter")]


@pytest.mark.parametrize(
    ("failing", "told"),
    [(("--in-language", "zz"), "workflow.unlisted_language"), (("--how", "witness"), "screening.no_witness")],
)
def test_a_no_that_is_noted_by_itself_is_kept_whatever_else_the_line_says_wrongly(
    line: Line, record: str, failing: tuple[str, ...], told: str
) -> None:
    no = ("record", "consent", record, "--purpose", "slip", "--word", "no", "--recipient", HOME, *failing)
    assert line(*no)["error"] == told
    word = line("record", "consents", record)["words"][-1]
    assert [word[each] for each in ("recipient", "word", "how", "language")] == [HOME, "no", "spoken", ""]


@pytest.mark.parametrize(
    "words",
    [
        ("slip", "{}", "--recipient", HOME, "-o", "{file}"),
        ("record", "export", "{}", "--recipient", "anti_trafficking", "-o", "{file}"),
        ("print", "screening", "{}", "-o", "{file}"),
        ("record", "release", "{}"),
    ],
)
@pytest.mark.parametrize("by", ["person", "document"])
def test_what_is_told_of_the_age_beside_a_no_is_kept(
    line: Line, store: Path, tmp_path: Path, words: tuple[str, ...], by: str
) -> None:
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        told = consent_scenes.met(opened, replace(YES, age=""))
        code = opened.record(told).code
    typed = (each.format(code, file=tmp_path / "a") for each in words)
    assert line(*typed, "--consent", "no", "--age", "minor", "--age-from", by)["exit"] == 1
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        assert [(word.age, word.source) for word in opened.ages(told)] == [("minor", by)]
        assert opened.said(told)[-1].word == "no"


def test_no_slip_of_an_adult_goes_to_the_juvenile_court(line: Line, store: Path, record: str, tmp_path: Path) -> None:
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        untold = opened.record(consent_scenes.met(opened, replace(YES, age=""))).code

    def slip(code: str, *words: str) -> dict[str, Any]:
        return line("slip", code, "--recipient", "service_juvenile_court", "-o", str(tmp_path / "a"), *words)

    for words in ((), AGREED, ("--override", "they are here", "--danger")):
        told = slip(record, *words)
        assert (told["exit"], told["error"]) == (1, "screening.minors_alone")
    assert "adult" in told["sentence"] and told["advice"].endswith("(--minor)")
    assert slip(untold, "--age", "adult")["error"] == "screening.minors_alone"
    assert slip(record, "--minor")["error"] == "screening.age_in_doubt"
    assert slip(untold)["error"] == "screening.age_not_told"
    assert slip(untold, "--alone")["exit"] == 0
