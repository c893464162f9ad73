"""A word on the line means one thing: to whom, to what, and in which language; none is lost."""

from pathlib import Path

import pytest

from intake_app import referral, workflow
from intake_app.vault import ConsentWord, Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_consent import kept
from tests.slips.test_pdf import extracted


@pytest.mark.parametrize("taken_back", [(), ("--purpose", "slip")])
def test_what_was_taken_back_in_general_comes_back_in_general_where_one_slip_had_gone_out(
    line: Line, tmp_path: Path, taken_back: tuple[str, ...]
) -> None:
    code = kept(line, tmp_path)
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "a.pdf"))["exit"] == 0
    line("record", "withdraw-consent", code, *taken_back)
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")["returned"]
    assert [one["recipient"] for one in again] == ["", "health"]
    for to in ("local_support", "health"):
        assert line("slip", code, "--recipient", to, "-o", str(tmp_path / f"{to}.pdf"))["exit"] == 0


def test_who_took_one_service_back_by_name_agrees_to_that_one_alone(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    line("slip", code, "--recipient", "local_support", "-o", str(tmp_path / "a.pdf"))
    line("record", "withdraw-consent", code, "--purpose", "slip", "--recipient", "local_support")
    again = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")["returned"]
    assert [one["recipient"] for one in again] == ["local_support"]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_nothing_goes_to_a_colleague_on_an_answer_that_would_be_lost(
    line: Line, store: Path, tmp_path: Path, answer: str
) -> None:
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        for name, agency in (("Omar", ""), ("Greta", "Save Test")):
            workflow.add_person(opened, name, Role.MEDIATOR, PASSPHRASE, agency=agency)
    over = ("record", "hand-over", code, "--consent", answer, "--to")
    for name, refusal in (("omar", "workflow.not_asked_within"), ("Greta", "workflow.which_body")):
        told = line(*over, name)
        assert (told["exit"], told["error"]) == (1, refusal) and "no answer was noted" in told["sentence"]
        assert line("record", "show", code, user=name)["error"] == "vault.no_such_record"
    assert "--as" in told["advice"]
    for said in (("--override", "he knows them"), ("--guardian", "--guardian-language", "ur"), ("--alone",)):
        assert line("record", "hand-over", code, "--to", "Omar", *said)["error"] == "workflow.not_asked_within"
    assert line("record", "hand-over", code, "--to", "Omar")["to"] == "Omar"
    kept_no = line(*over, "Greta", "--as", "health", "--in-language", "bn")
    if answer == "no":
        assert kept_no["error"] == "screening.said_no"
        assert line("record", "consents", code)["words"][-1]["word"] == "no"


@pytest.mark.parametrize("to", ["health", "prefecture", "labour_desk", "local_support"])
def test_of_a_name_that_a_service_and_a_kind_have_a_no_means_both_and_a_yes_the_service(
    line: Line, tmp_path: Path, to: str
) -> None:
    code = kept(line, tmp_path)
    said = ("record", "consent", code, "--purpose", "slip", "--recipient", to, "--in-language", "bn", "--word")

    def slip(*words: str) -> str:
        file = tmp_path / "slip.pdf"
        told = line("slip", code, "--recipient", to, "-o", str(file), "--in-language", "bn", *words)
        file.unlink(missing_ok=True)
        return str(told.get("error", "went"))

    assert slip("--consent", "no") == slip() == "screening.said_no"
    yes = line(*said, "yes")
    assert (yes["shut"], slip()) == ("", "went"), "a yes to the name ends the no to the service"
    line(*said, "no")
    assert slip() == "screening.said_no"
    again = ("record", "agree-again", code, "--purpose", "slip", "--recipient", to, "--in-language", "bn")
    assert [one["recipient"] for one in line(*again)["returned"]] == [to] and slip() == "went"
    newest = {one["recipient"]: one["word"] for one in line("record", "consents", code)["words"] if one["recipient"]}
    assert newest.pop(referral.named(to)) == "yes", "no other service of that kind was asked about"
    assert [*newest.values()] == ([] if to == "local_support" else ["no"])
    line("record", "withdraw-consent", code, "--purpose", "slip", "--recipient", to)
    assert slip() == "screening.consent_withdrawn"
    assert (line(*said, "yes")["shut"], slip()) == ("", "went")


def test_a_yes_to_a_kind_tells_of_the_no_to_the_service_of_the_same_code(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    no = ("--work", "--consent", "no", "-o", str(tmp_path / "a.pdf"))
    assert line("slip", code, "--recipient", "labour_desk", *no)["exit"] == 1, "its no is kept"
    yes = ("record", "consent", code, "--recipient", "labour_desk", "--in-language", "bn", "--purpose")
    assert line(*yes, "export")["shut"] == "screening.said_no", "of the work that goes along with a slip"
    line("record", "agree-again", code, "--purpose", "export", "--recipient", "labour_desk", "--in-language", "bn")
    assert line(*yes, "export")["shut"] == ""
    words = line("record", "consents", code)["words"]
    assert {one["recipient"] for one in words if (one["purpose"], one["word"]) == ("export", "yes")} == {
        "labour_desk", ".labour_desk"
    }  # fmt: skip


def test_what_was_refused_to_a_kind_by_an_older_program_is_agreed_to_again(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.consent_given(opened, opened.records("finalised")[0].id, "slip", "health", word="no")
    again = ("record", "agree-again", code, "--purpose", "slip", "--recipient", "health", "--in-language", "bn")
    assert [one["recipient"] for one in line(*again)["returned"]] == ["health"]
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "a.pdf"))["exit"] == 0


def test_a_yes_that_names_nobody_opens_nothing_that_is_asked_about_by_name(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    spoken = ("--consent", "yes", "--in-language", "ur")

    def went(to: str, *words: str) -> bool:
        file = tmp_path / "slip.pdf"
        told = line("slip", code, "--recipient", to, "-o", str(file), *words)
        file.unlink(missing_ok=True)
        return bool(told["exit"] == 0)

    own = ("record", "consent", code, "--purpose", "judicial", "--recipient", "police", "--in-language", "ur")
    line(*own)
    assert went("questura") and went("asylum_commission", *spoken) and went("transfer_unit", *spoken)
    line("record", "withdraw-consent", code)
    again = ("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")
    told = line(*again)
    assert [one["recipient"] for one in told["returned"]] == [""]
    (warning,) = told["warnings"]
    assert "asylum_commission, questura, transfer_unit" in warning and "--recipient --in-language" in warning
    assert went("health") and not any(map(went, ("questura", "asylum_commission", "transfer_unit")))
    told = line(*again)
    assert (told["error"], told["exit"]) == ("cli.by_name_alone", 1)
    assert "asylum_commission, questura, transfer_unit" in told["sentence"]
    named = ("record", "agree-again", code, "--purpose", "slip", "--recipient", "questura")
    assert line(*named)["error"] == "screening.no_language"
    assert line(*named, "--in-language", "bn")["exit"] == 0 and went("questura") and not went("transfer_unit")


def test_a_yes_to_exports_opens_no_export_to_the_police_and_no_page_for_the_authority(
    line: Line, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    line("record", "consent", code, "--purpose", "judicial", "--recipient", "police", "--in-language", "ur")
    line("record", "consent", code, "--purpose", "export", "--in-language", "ur")
    ways = (("record", "export", code, "--recipient", "police"), ("print", "screening", code))
    spoken = ((), ("--consent", "yes", "--in-language", "ur"))
    for number, (way, words) in enumerate(zip(ways, spoken, strict=True)):
        assert line(*way, *words, "-o", str(tmp_path / f"{number}"))["exit"] == 0
    line("record", "withdraw-consent", code)
    told = line("record", "agree-again", code, "--purpose", "export", "--in-language", "bn")
    assert [one["recipient"] for one in told["returned"]] == [""] and "screening_authority" in told["warnings"][0]
    for way in ways:
        assert line(*way, "-o", str(tmp_path / "again"))["exit"] == 1


SECOND = """code,kind,recipient_kind,names:it,mandate:it,last_verified
prefecture_catania,reception,prefecture,Prefettura di Catania,accoglienza,2026-01-01
health_two,health,health,Ambulatorio due,visite,2026-01-01
"""


@pytest.mark.parametrize("first", ["prefecture", "health"])
def test_a_yes_to_one_service_opens_no_other_of_its_kind(line: Line, store: Path, tmp_path: Path, first: str) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.services.import_services(opened, SECOND.encode())
    second = {"prefecture": "prefecture_catania", "health": "health_two"}[first]
    code = kept(line, tmp_path)

    def went(to: str) -> bool:
        file = tmp_path / "slip.pdf"
        told = line("slip", code, "--recipient", to, "-o", str(file))
        file.unlink(missing_ok=True)
        return bool(told["exit"] == 0)

    named = ("--purpose", "slip", "--recipient", first, "--in-language", "bn")
    line("record", "withdraw-consent", code)
    assert [one["recipient"] for one in line("record", "agree-again", code, *named)["returned"]] == [first]
    assert went(first) and not went(second)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    assert line("record", "consent", code, *named)["exit"] == 0
    assert went(first) and not went(second)


def test_what_was_taken_back_of_a_kind_of_body_is_agreed_to_again_by_its_name(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    slip = ("slip", code, "--recipient", "local_support", "-o", str(tmp_path / "a.pdf"))
    named = ("--purpose", "slip", "--recipient", "anti_trafficking")
    assert line("record", "withdraw-consent", code, *named)["exit"] == 0
    assert line(*slip)["error"] == "screening.consent_withdrawn"
    told = line("record", "agree-again", code, "--purpose", "slip", "--in-language", "bn")
    assert told["error"] == "cli.by_name_alone" and "anti_trafficking" in told["sentence"]
    told = line("record", "agree-again", code, *named, "--in-language", "bn")
    assert [one["recipient"] for one in told["returned"]] == ["anti_trafficking"]
    assert line("record", "consents", code)["words"][-1]["recipient"] == "anti_trafficking"
    assert line(*slip)["exit"] == 0
    assert line("record", "agree-again", code, *named)["error"] == "cli.nothing_taken_back"


def test_the_sight_of_a_whole_record_asks_for_the_language_as_a_slip_does(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Greta", Role.MEDIATOR, PASSPHRASE, agency="Save Test")
    over = ("record", "hand-over", code, "--to", "Greta", "--as", "freephone", "--consent", "yes")
    told = line(*over)
    assert told["error"] == "screening.no_language" and "--in-language" in told["advice"]
    assert line("record", "show", code, user="Greta")["error"] == "vault.no_such_record"
    assert line(*over, "--in-language", "bn")["to"] == "Greta"
    text = line("record", "consents", code, "--read", "sight", "--in-language", "bn")["read"]["text"]
    words = [one for one in line("record", "consents", code)["words"] if one["recipient"] == "freephone"]
    assert {(one["language"], one["script"]) for one in words} == {("bn", text)}


@pytest.mark.parametrize("purpose", ["slip", "export"])
def test_after_slips_or_files_alone_were_taken_back_no_general_yes_reaches_the_police(
    line: Line, tmp_path: Path, purpose: str
) -> None:
    code, spoken = kept(line, tmp_path), ("--in-language", "bn")
    line("record", "consent", code, "--purpose", "export", *spoken)
    own = ("record", "consent", code, "--purpose", "judicial", "--recipient", "police", *spoken)
    line(*own)
    slip = ("slip", code, "--recipient", "questura")
    ways = {"slip": slip, "export": ("record", "export", code, "--recipient", "police")}

    def went() -> bool:
        file = tmp_path / "out"
        told = line(*ways[purpose], "-o", str(file))
        file.unlink(missing_ok=True)
        return bool(told["exit"] == 0)

    assert went()
    line("record", "withdraw-consent", code, "--purpose", purpose)
    assert line("record", "agree-again", code, "--purpose", purpose, *spoken)["exit"] == 0
    assert not went(), "their older word to the police is none since"
    line("record", "consent", code, "--purpose", purpose, *spoken)
    assert not went()
    to = {"slip": "questura", "export": "police"}[purpose]
    assert line("record", "agree-again", code, "--purpose", purpose, "--recipient", to, *spoken)["exit"] == 0
    assert went()
    line("record", "withdraw-consent", code, "--purpose", purpose)
    line("record", "agree-again", code, "--purpose", purpose, *spoken)
    line(*own)
    assert went(), "a word of its own since then opens it"


def test_on_the_social_path_no_general_yes_reaches_the_police(line: Line, tmp_path: Path) -> None:
    code, spoken, file = kept(line, tmp_path), ("--in-language", "bn"), tmp_path / "slip.pdf"
    line("case", "open", code)
    line("record", "consent", code, "--purpose", "judicial", "--recipient", "police", *spoken)
    slip = ("slip", code, "--recipient", "questura", "-o", str(file))
    assert line(*slip)["exit"] == 0
    file.unlink()
    line("case", "path", code, "social")
    line("record", "agree-again", code, "--purpose", "slip", *spoken)
    assert line(*slip)["exit"] == 1 and not file.exists()


@pytest.mark.parametrize("verb", [("consent",), ("agree-again",)])
def test_no_yes_is_kept_that_does_not_tell_its_language(line: Line, tmp_path: Path, verb: tuple[str, ...]) -> None:
    code = kept(line, tmp_path)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    before = line("record", "consents", code)["words"]
    told = line("record", *verb, code, "--purpose", "slip")
    assert told["error"] == "screening.no_language" and "--in-language" in told["advice"]
    paper = ("slip", code, "--recipient", "health", "-o", str(tmp_path / "a.pdf"), "--consent", "yes")
    assert line(*paper)["error"] == "screening.no_language"
    assert line("record", "consents", code)["words"] == before
    assert line("record", *verb, code, "--purpose", "slip", "--in-language", "fr")["exit"] == 0
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "b.pdf"))["exit"] == 0
    assert "lingua: francese" in extracted((tmp_path / "b.pdf").read_bytes())


def test_a_word_that_an_older_program_kept_without_language_prints_none(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        opened.put_words(opened.find(code).id, [ConsentWord("slip", "", "yes")])
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "a.pdf"))["exit"] == 0
    page = extracted((tmp_path / "a.pdf").read_bytes())
    assert "lingua non annotata" in page and "lingua: " not in page
