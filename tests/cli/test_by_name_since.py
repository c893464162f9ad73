"""What was said by name ends with what it rested on: no yes to something else brings it back."""

from pathlib import Path

import pytest

from tests.cli.conftest import Line
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
