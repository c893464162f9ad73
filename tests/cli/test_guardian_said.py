"""A guardian's yes is kept as theirs: how, in which language and before whom, and nothing of it is the child's."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Line
from tests.cli.test_told_what_is_missing import Desk
from tests.cli.test_told_what_is_missing import _met as met_by_form
from tests.slips.test_pdf import extracted
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import OTHER, YES

MAKE_STORE = consent_scenes.make
CHILD = ("--consent", "yes", "--how", "signed", "--in-language", "bn")
GUARDIAN = ("--guardian", "--guardian-how", "witness", "--guardian-witness", "interpreter", "--guardian-language", "ur")
THEIRS, CHILDS = ("witness", "ur", "interpreter"), ("signed", "bn", "")
WAYS = [
    ("slip", "--recipient", "service_health"), ("slip", "--recipient", "service_prefecture"),
    ("record", "export", "--recipient", "anti_trafficking"),
    ("record", "hand-over", "--to", OTHER, "--as", "freephone"), ("print", "screening"), ("record", "release"),
]  # fmt: skip


def _words(line: Line, code: str, whose: str) -> list[dict[str, Any]]:
    return [one for one in line("record", "consents", code)["words"] if one["whose"] == whose]


def _told(words: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["how"], one["language"], one["witness"]) for one in words}


def _out(line: Line, way: tuple[str, ...], code: str, folder: Path, *said: str) -> dict[str, Any]:
    """A way out, to a new file where there is one."""
    verb, rest = (way[:1], way[1:]) if way[0] == "slip" else (way[:2], way[2:])
    file = ("-o", str(folder / "out")) if way[0] == "slip" or way[1] in ("export", "screening") else ()
    (folder / "out").unlink(missing_ok=True)
    return line(*verb, code, *rest, *said, *file)


def test_of_who_asked_the_guardian_alone_nothing_is_kept_as_said_by_the_child(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = met_by_form(store, age="minor")
    before = _words(line, code, "person")
    assert _out(line, WAYS[0], code, tmp_path, *GUARDIAN)["exit"] == 0
    theirs = _words(line, code, "guardian")
    assert _words(line, code, "person") == before and _told(theirs) == {THEIRS}
    assert {one["script"] for one in theirs} == {"asks 1"}, "the text that was read to them"
    page = " ".join(extracted((tmp_path / "out").read_bytes()).split())
    assert "Consenso dato a voce · lingua: inglese" in page or "Consenso dato a voce · lingua non annotata" in page
    told = "Consenso dato davanti a un testimone (presente: un interprete) · lingua: urdu"
    assert f"Tutore, o chi ne fa le veci: {told}" in page


@pytest.mark.parametrize("way", WAYS)
def test_where_both_agree_each_yes_is_kept_as_it_was_said(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor", said={**YES.said, "sync": "no"})
    assert _out(line, way, code, tmp_path, *CHILD, *GUARDIAN)["exit"] == 0
    assert _told(_words(line, code, "guardian")) == {THEIRS}
    assert CHILDS in _told(_words(line, code, "person")) and THEIRS not in _told(_words(line, code, "person"))


def test_who_agrees_again_does_so_each_in_their_own_way(line: Line, store: Path) -> None:
    code = met_by_form(store, age="minor")
    line("record", "withdraw-consent", code, "--purpose", "slip")
    line("record", "withdraw-consent", code, "--purpose", "slip", "--whose", "guardian")
    assert line("record", "agree-again", code, "--purpose", "slip", *CHILD[2:], *GUARDIAN)["exit"] == 0
    agreed = [one for one in _words(line, code, "guardian") if one["word"] == "yes"]
    assert _told(agreed) == {THEIRS} and CHILDS in _told(_words(line, code, "person"))


@pytest.mark.parametrize("way", [*WAYS, ("record", "agree-again", "--purpose", "slip")])
@pytest.mark.parametrize(("said", "error", "by"), [
    (("--guardian",), "screening.guardian_language", "--guardian-language"),
    (("--guardian", "--guardian-language", "ur", "--guardian-how", "witness"),
     "screening.guardian_witness", "--guardian-witness, --witness"),
    (("--guardian-how", "signed"), "cli.no_guardian", "--guardian"),
    (("--guardian-language", "ur"), "cli.no_guardian", "--guardian"),
    (("--guardian-witness", "interpreter"), "cli.no_guardian", "--guardian"),
])  # fmt: skip
def test_what_is_missing_of_a_guardians_yes_is_told_and_nothing_kept(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...], said: tuple[str, ...], error: str, by: str
) -> None:
    code = met_by_form(store, age="minor")
    before = line("record", "consents", code)["words"]
    yes = CHILD[2:] if "agree-again" in way else CHILD
    verb, rest = (way[:1], way[1:]) if way[0] == "slip" else (way[:2], way[2:])
    file = () if way[1] in ("hand-over", "release", "agree-again") else ("-o", str(tmp_path / "out"))
    told = line(*verb, code, *rest, *yes, *said, *file)
    assert (told["error"], told["advice"].rpartition("(")[2]) == (error, f"{by})")
    assert line("record", "consents", code)["words"] == before


def test_a_guardian_witnesses_nothing_that_they_say_themselves(line: Line, store: Path, tmp_path: Path) -> None:
    code = met_by_form(store, age="minor")
    typed = ("--guardian", "--guardian-language", "ur", "--guardian-how", "witness", "--guardian-witness", "guardian")
    with pytest.raises(SystemExit):
        _out(line, WAYS[0], code, tmp_path, *typed)
    own = ("record", "consent", code, "--purpose", "slip", "--how", "witness", "--witness", "guardian")
    refused = line(*own, "--in-language", "ur", "--whose", "guardian")
    assert refused["error"] == "screening.guardian_witness" and not _words(line, code, "guardian")
    assert line(*own, "--in-language", "ur")["exit"] == 0, "of the child they do"


@pytest.mark.parametrize("way", WAYS[:2])
def test_a_guardians_yes_in_another_language_or_way_is_a_word_of_its_own(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor")
    for said in (("--guardian-language", "ur"), ("--guardian-language", "fr"),
                 ("--guardian-language", "fr", "--guardian-how", "signed")):  # fmt: skip
        for _twice in range(2):
            assert _out(line, way, code, tmp_path, *CHILD, "--guardian", *said)["exit"] == 0
    told = [(one["how"], one["language"]) for one in _words(line, code, "guardian")]
    assert told == [("spoken", "ur"), ("spoken", "fr"), ("signed", "fr")], "said again in one way it is one word"
    page = " ".join(extracted((tmp_path / "out").read_bytes()).split())
    assert "Tutore, o chi ne fa le veci: Consenso dato con firma · lingua: francese" in page


@pytest.mark.parametrize("way", WAYS)
def test_nobody_agrees_for_an_adult(line: Line, store: Path, tmp_path: Path, way: tuple[str, ...]) -> None:
    code = met_by_form(store, said={**YES.said, "sync": "no"})
    before = line("record", "consents", code)["words"]
    refused = _out(line, way, code, tmp_path, *CHILD, *GUARDIAN)
    assert refused["error"] == "screening.guardian_for_adult", refused
    assert line("record", "consents", code)["words"] == before
    assert _out(line, way, code, tmp_path, *CHILD)["exit"] == 0


def test_who_was_taken_for_a_child_goes_on_with_what_a_guardian_said_then(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = met_by_form(store, age="")
    assert _out(line, WAYS[0], code, tmp_path, *CHILD, *GUARDIAN)["exit"] == 0
    line("record", "withdraw-consent", code, "--whose", "guardian", "--purpose", "slip")
    adult = ("--age", "adult", "--age-from", "person")
    assert _out(line, WAYS[0], code, tmp_path, *adult)["error"] == "screening.guardian_of_adult"
    line("record", "agree-again", code, "--purpose", "slip", *CHILD[2:], *GUARDIAN)
    assert _out(line, WAYS[0], code, tmp_path, *adult)["exit"] == 0


@pytest.mark.parametrize(("way", "first"), [
    (way, first)
    for way in (*WAYS[:3], WAYS[4]) for first in (CHILD, GUARDIAN)
])  # fmt: skip
def test_each_is_asked_at_a_time_of_their_own_and_the_first_yes_is_kept(
    line: Line, store: Path, tmp_path: Path, way: tuple[str, ...], first: tuple[str, ...]
) -> None:
    code = met_by_form(store, age="minor", said={**YES.said, "referral": "", "export": ""})
    whose, other = ("person", "guardian") if first is CHILD else ("guardian", "person")
    other_before = _words(line, code, other)
    shut = _out(line, way, code, tmp_path, *first)
    assert shut["exit"] == 1 and ("guardian" in shut["sentence"]) is (first is CHILD)
    assert (CHILDS if first is CHILD else THEIRS) in _told(_words(line, code, whose))
    assert _words(line, code, other) == other_before, "nothing is kept of who was not asked"
    kept = _words(line, code, whose)
    assert _out(line, way, code, tmp_path, *first)["exit"] == 1 and _words(line, code, whose) == kept
    elsewhere = next(one for one in WAYS[:3] if one != way)
    rest = GUARDIAN if first is CHILD else CHILD
    assert _out(line, elsewhere, code, tmp_path, *rest)["exit"] == 1, "it opens nothing that was not asked"
    assert _out(line, way, code, tmp_path, *rest)["exit"] == 0
    assert _told(_words(line, code, "guardian")) == {THEIRS}


def test_what_is_missing_of_a_guardian_who_agreed_in_general_is_their_word_by_name(
    line: Line, store: Path, tmp_path: Path
) -> None:
    child = Desk(line, met_by_form(store, age="minor"), tmp_path)
    child.note("consent", "--purpose", "slip", "--whose", "guardian", "--in-language", "ur")
    told = child.slip("prefecture", *CHILD)
    assert told == ("screening.guardian_by_name", "--guardian, --guardian-language")
    assert CHILDS in _told(_words(line, child.record, "person"))
    assert child.slip("prefecture", *GUARDIAN) == ("", "")


@pytest.mark.parametrize("kind", ["social_services", "juvenile_court"])
def test_what_the_law_asks_for_goes_on_no_guardians_word(line: Line, store: Path, tmp_path: Path, kind: str) -> None:
    child = Desk(line, met_by_form(store, age="minor"), tmp_path)
    child.alone("yes")
    assert child.slip(kind, *GUARDIAN) == ("screening.guardian_of_duty", "intake record consent --whose guardian")
    to = ("--to", OTHER, "--as", kind)
    refused = line("record", "hand-over", child.record, *to, *GUARDIAN)
    assert refused["error"] == "screening.guardian_of_duty" and not _words(line, child.record, "guardian")
    assert child.slip(kind) == ("", "") and line("record", "hand-over", child.record, *to)["exit"] == 0


def test_the_paper_tells_how_the_word_was_given_that_is_said_now(line: Line, store: Path, tmp_path: Path) -> None:
    code, file = met_by_form(store), tmp_path / "slip.pdf"
    way = ("slip", code, "--recipient", "service_prefecture", "--consent", "yes", "-o", str(file))
    for how, language, told in (("spoken", "bn", "a voce"), ("signed", "ur", "con firma"), ("spoken", "bn", "a voce")):
        file.unlink(missing_ok=True)
        assert line(*way, "--how", how, "--in-language", language)["exit"] == 0
        page = extracted(file.read_bytes())
        assert f"Consenso dato {told} · lingua: {'urdu' if language == 'ur' else 'bengalese'}" in page
