"""What was said by name ends with what it rested on: no yes to something else brings it back."""

from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.vault import ConsentWord
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_consent import kept
from tests.slips.test_pdf import extracted

URDU, BENGALI = ("--in-language", "ur"), ("--in-language", "bn")
BY_NAME = ("questura", "prefecture", "asylum_commission")


def _went(line: Line, folder: Path, *words: str) -> bytes:
    """What was written, b"" where nothing was."""
    file = folder / "out"
    told = line(*words, "-o", str(file))
    found = file.read_bytes() if told["exit"] == 0 else b""
    file.unlink(missing_ok=True)
    return found


def _agreed_by_name(line: Line, folder: Path) -> str:
    code = kept(line, folder)
    line("record", "consent", code, "--purpose", "judicial", "--recipient", "police", *URDU)
    assert _went(line, folder, "slip", code, "--recipient", "questura")
    for to in BY_NAME[1:]:
        assert _went(line, folder, "slip", code, "--recipient", to, "--consent", "yes", *URDU)
    assert _went(line, folder, "print", "screening", code, "--consent", "yes", *URDU)
    return code


def _open(line: Line, folder: Path, code: str) -> set[str]:
    slips = {to for to in (*BY_NAME, "health") if _went(line, folder, "slip", code, "--recipient", to)}
    return slips | ({"page"} if _went(line, folder, "print", "screening", code) else set())


@pytest.mark.parametrize("purpose", ["record", "slip", ""])
def test_no_yes_that_names_nobody_brings_back_what_was_agreed_to_by_name(
    line: Line, tmp_path: Path, purpose: str
) -> None:
    code = _agreed_by_name(line, tmp_path)
    assert _open(line, tmp_path, code) == {*BY_NAME, "health", "page"}
    line("record", "withdraw-consent", code, *(("--purpose", purpose) if purpose else ()))
    assert _open(line, tmp_path, code) == ({"page"} if purpose == "slip" else set())
    for again in ("slip", "export", "sync"):
        line("record", "agree-again", code, "--purpose", again, *BENGALI)
    assert _open(line, tmp_path, code) == ({"health", "page"} if purpose == "slip" else {"health"})
    named = ("--purpose", "slip", "--recipient", "prefecture", *URDU)
    assert [one["recipient"] for one in line("record", "agree-again", code, *named)["returned"]] == ["prefecture"]
    assert "prefecture" in _open(line, tmp_path, code)


def test_who_left_the_judicial_path_is_told_that_and_a_new_word_opens_it(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    own = ("record", "consent", code, "--purpose", "judicial", "--recipient", "police", *URDU)
    paper = ("slip", code, "--recipient", "questura", "-o", str(tmp_path / "a.pdf"))
    line(*own)
    line("case", "open", code)
    for path in ("judicial", "social"):
        assert line("case", "path", code, path)["exit"] == 0
    told = line(*paper)
    assert (told["error"], "another path" in told["sentence"]) == ("screening.path_left", True)
    assert told["advice"].endswith("(intake record consent --recipient --in-language --purpose judicial)")
    line(*own)
    assert line(*paper)["exit"] == 0
    line("record", "withdraw-consent", code, "--purpose", "slip")
    paper = (*paper[:-1], str(tmp_path / "b.pdf"))
    assert line(*paper)["error"] == "screening.consent_withdrawn"


def test_who_agrees_that_it_is_sent_agrees_to_nothing_else_again(line: Line, tmp_path: Path) -> None:
    code = _agreed_by_name(line, tmp_path)
    line("record", "withdraw-consent", code, "--purpose", "record")
    assert line("record", "release", code, "--consent", "yes", *BENGALI)["released"] is True
    assert _open(line, tmp_path, code) == set()
    line("record", "withdraw-consent", code, "--purpose", "record")
    assert line("record", "agree-again", code, "--purpose", "sync", *BENGALI)["exit"] == 0
    assert line("record", "show", code)["delivery"] == "waiting"
    assert _open(line, tmp_path, code) == set()


def test_a_no_to_all_slips_ends_what_was_said_by_name_as_a_taking_back_does(line: Line, tmp_path: Path) -> None:
    code = _agreed_by_name(line, tmp_path)
    line("record", "consent", code, "--purpose", "slip", "--word", "no")
    line("record", "consent", code, "--purpose", "slip", *BENGALI)
    assert _open(line, tmp_path, code) == {"health", "page"}
    told = line("slip", code, "--recipient", "prefecture", "-o", str(tmp_path / "a.pdf"))
    assert told["error"] == "screening.authority_not_asked"


def test_the_paper_tells_of_the_word_by_name_and_of_no_later_one(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    way = ("slip", code, "--recipient", "prefecture")
    assert _went(line, tmp_path, *way, "--consent", "yes", *URDU, "--how", "witness", "--witness", "colleague")
    line("record", "consent", code, "--purpose", "slip", *BENGALI)
    page = extracted(_went(line, tmp_path, *way))
    assert "davanti a un testimone" in page and "lingua: urdu" in page


def test_after_a_general_no_that_became_a_yes_each_is_asked_by_name(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    for purpose in ("slip", "export"):
        line("record", "consent", code, "--purpose", purpose, "--word", "no")
        assert line("record", "consent", code, "--purpose", purpose, *BENGALI)["exit"] == 0
    assert _open(line, tmp_path, code) == {"health"}
    for to in BY_NAME[1:]:
        assert _went(line, tmp_path, "slip", code, "--recipient", to, "--consent", "yes", *BENGALI)
    assert _went(line, tmp_path, "print", "screening", code, "--consent", "yes", *BENGALI)


def test_a_yes_said_again_in_another_language_is_a_word_of_its_own(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        opened.put_words(opened.find(code).id, [ConsentWord("slip", ".prefecture", "yes")])
    assert "lingua non annotata" in extracted(_went(line, tmp_path, "slip", code, "--recipient", "prefecture"))
    for language, told in (("ur", "urdu"), ("so", "somalo"), ("so", "somalo")):
        for to in ("prefecture", "health"):
            way = ("slip", code, "--recipient", to)
            spoken = ("--consent", "yes", "--in-language", language)
            assert f"lingua: {told}" in extracted(_went(line, tmp_path, *way, *spoken))
            assert f"lingua: {told}" in extracted(_went(line, tmp_path, *way))
    said = [one for one in line("record", "consents", code)["words"] if one["recipient"] == ".prefecture"]
    assert [one["language"] for one in said] == ["", "ur", "so"], "what is said anew in the same one is no news"


def test_who_agrees_at_the_end_of_a_correction_that_it_is_sent_agrees_to_nothing_else(
    line: Line, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    assert _open(line, tmp_path, code) == {"health"}
    line("record", "withdraw-consent", code, "--purpose", "record")
    draft = line("record", "edit", code)["code"]
    assert line("record", "finalise", draft, "--consent", "yes", *BENGALI)["exit"] == 0
    assert line("record", "show", draft)["delivery"] == "waiting"
    assert _open(line, tmp_path, draft) == set()
